/*
 * Running a query on the cache. Docs come out in doc order, which is list order
 * but for late sources; first a screenful, then the rest in larger batches.
 */
#ifndef LEDE_SEARCH_H
#define LEDE_SEARCH_H

#include "lede/cache.h"
#include "lede/query.h"
#include "lede/state.h"

enum { SEARCH_FIRST_BATCH = 64, SEARCH_BATCH = 4096 };

/* docs: the next n matches; hits: occurrences of the text terms in headline and text of these docs. Returns non-zero to stop. May read
 * from the cache, but not search it. */
typedef int search_sink(void *payload, const doc_id *docs, const uint32_t *hits, size_t n);

/* In an archive of thousands, the first docs of a prefix that many words have come out after some 5 ms, however few they then
 * are; the count of a one-letter search is known after about a second for each 130,000 articles, and takes four bytes an article until then.
 * Regular expressions are tested on one article after another, and what they find is given out every few hundredths of a second.
 * 0 done, 1 stopped or interrupted (cache_interrupt), -1 err. state may be NULL (then is:read and is:starred match nothing). */
int search_run(struct cache *c, struct state *s, const struct query *q, search_sink *sink, void *payload,
               struct err *err);

/* The docs of a query, ranked best first (bm25, headlines weighing more), at most limit; those for which no word but only a regular
 * expression speaks, in doc order. Count, or -1. */
int search_ranked(struct cache *c, struct state *s, const struct query *q, doc_id *out, size_t limit, struct err *err);

/* The best passage of a story for the query: display text of at most about width cells round the densest hits, with an ellipsis where it is
 * cut. Appends to out; returns the number of hits in the whole story (headline too). */
size_t search_snippet(const struct query *q, const struct story *s, int width, struct buf *out);

#endif
