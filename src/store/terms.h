/*
 * Inside the store only: the words of an article as slots of the counted terms (db.h has the rest of term_counts).
 *
 * Articles that are put in bring their slots with them, made by the reading thread. Those of an article that is taken out are
 * heard while its words are given to the index once more.
 */
#ifndef LEDE_STORE_TERMS_H
#define LEDE_STORE_TERMS_H

#include "db.h"

/* The slots of an article's words, each once. */
struct term_set;
struct term_set *term_set_new(void);
void term_set_free(struct term_set *s); /* accepts NULL */
/* A tokenize_word: payload is the set. */
void term_set_hear(void *set, uint64_t token_hash);
size_t term_set_count(const struct term_set *s);
/* Writes them to out, and empties the set. */
void term_set_take(struct term_set *s, uint32_t *out);

/* One article more that has these. */
void term_counts_add(struct term_counts *t, const uint32_t *slots, size_t n);
/* One less that has those that its set has heard; empties the set. */
struct term_set *term_counts_set(struct term_counts *t);
void term_counts_remove(struct term_counts *t);

#endif
