/*
 * Inside the store only: an article as a bag of words, for comparing it with others. A word is a token; in a
 * script without spaces it is two neighbours, which are found as a phrase.
 */
#ifndef LEDE_STORE_RELATED_TERMS_H
#define LEDE_STORE_RELATED_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "lede/buf.h"

struct related_term {
	uint64_t hash;
	uint32_t text, text_len; /* as the index has it (a pair: with a space between), in the bag's folded text */
	uint32_t printed, printed_len; /* as first printed, in the bag's printed text */
	uint32_t count;                /* occurrences */
	uint32_t named;                /* of these, how many begin with a capital inside a sentence */
	uint32_t small;                /* and how many with a small letter */
	uint32_t next; /* the term after its first occurrence, if it stood right there; else RELATED_NONE */
	bool in_headline;
	float weight; /* set by whoever weighs */
};
#define RELATED_NONE UINT32_MAX

struct related_terms {
	struct related_term *term;
	size_t n, cap;
	uint32_t *slots; /* hash table of indexes + 1 */
	size_t n_slots;
	size_t words; /* all occurrences */
	struct buf folded, printed;
};

/* Adds the words of a text. Zero-initialise. A headline's capitals say nothing about names. */
void related_terms_add(struct related_terms *t, const char *p, size_t n, bool headline);
void related_terms_clear(struct related_terms *t); /* keeps the memory */
void related_terms_release(struct related_terms *t);
/* The term with this hash, or NULL. */
struct related_term *related_terms_find(const struct related_terms *t, uint64_t hash);
bool related_term_is_name(const struct related_term *t);

#endif
