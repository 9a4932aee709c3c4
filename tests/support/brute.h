/*
 * Search by brute force: every article of a library as words, and random queries that are trees, so that whether an article matches is
 * found by looking at each of its words.
 */
#ifndef LEDE_TESTS_BRUTE_H
#define LEDE_TESTS_BRUTE_H

#include "lede/buf.h"
#include "small_library.h"

struct strings {
	const char *const *v;
	size_t n; /* 0: taken from the articles */
};
/* What queries are made of. */
struct brute_words {
	struct strings words, names, places, agencies, parts; /* parts of paths */
};

/* The same numbers on every machine. */
void brute_seed(uint32_t seed);
uint32_t brute_number(uint32_t below);

/* Reads all articles. Dates, doubts and marks are given to some of them first. */
void brute_read(struct small_library *l, const struct brute_words *words);
void brute_forget(void);
size_t brute_docs(void);
doc_id brute_doc(size_t i);

struct brute_query;
struct brute_query *brute_query_new(int depth);
void brute_query_free(struct brute_query *q);
void brute_query_write(const struct brute_query *q, struct buf *out); /* in the search language */
bool brute_matches(const struct brute_query *q, size_t i);
/* Adds the occurrences of a lone word or of words joined by AND; false: elsewhere what counts is not worth writing down twice. */
bool brute_hits(const struct brute_query *q, size_t i, uint64_t *hits);
bool brute_has_or(const struct brute_query *q);

#endif
