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
	uint32_t start, end; /* where it is first printed, in the text that was read; in_headline says which */
	uint32_t count;      /* occurrences */
	uint32_t named;      /* of these, how many begin with a capital inside a sentence */
	uint32_t small;      /* and how many with a small letter */
	uint32_t before;     /* the term that stands right before its first occurrence, or RELATED_NONE */
	uint32_t text;       /* as the index has it (a pair: with a space between), in the bag's memory, which */
	uint16_t text_len;   /* keeps it only for bags that are to be looked up */
	bool in_headline;
	bool pair;
	float weight; /* set by whoever weighs */
};
#define RELATED_NONE UINT32_MAX

struct related_terms {
	struct related_term *term;
	size_t n, cap;
	uint32_t *slots; /* hash table of indexes + 1 */
	size_t n_slots;
	bool keep_text;
	struct buf folded;
};

/* Adds the words of a text. Zero-initialise. A headline's capitals say nothing about names. */
void related_terms_add(struct related_terms *t, const char *p, size_t n, bool headline);
void related_terms_clear(struct related_terms *t); /* keeps the memory */
void related_terms_release(struct related_terms *t);
/* The term with this hash, or NULL. */
struct related_term *related_terms_find(const struct related_terms *t, uint64_t hash);
/* The smallest hashes of a bag: of two bags that share most of their words, most are the same (Broder, "On the
 * resemblance and containment of documents", 1997). */
enum { RELATED_SKETCH = 64 };
struct related_sketch {
	uint64_t hash[RELATED_SKETCH]; /* ascending */
	size_t n;
};
void related_sketch_make(struct related_sketch *s, const struct related_terms *t);
/* About how large a part of all words of both stands in both. */
double related_sketch_likeness(const struct related_sketch *a, const struct related_sketch *b);

bool related_term_is_name(const struct related_term *t);

#endif
