/*
 * Running a query on the cache. Docs come out in doc order, which is list order
 * but for late sources; first a screenful, then the rest in larger batches.
 */
#ifndef LEDE_SEARCH_H
#define LEDE_SEARCH_H

#include "lede/cache.h"
#include "lede/query.h"
#include "lede/state.h"

enum { SEARCH_FIRST_BATCH = 24, SEARCH_BATCH = 4096 };

/* docs: the next n matches; hits: occurrences of the text terms in headline and text of these docs. Returns non-zero to stop. May read
 * from the cache, but not search it. */
typedef int search_sink(void *payload, const doc_id *docs, const uint32_t *hits, size_t n);

/* The first docs of a prefix that many words have come out after some 3 ms, however few they then are, or as soon as there is one; the
 * count of a one-letter search is known after about a second for each million articles, and takes two dozen bytes an article until then.
 * Regular expressions are tested on one article after another, and what they find is given out every few hundredths of a second.
 * 0 done, 1 stopped or interrupted (cache_interrupt), -1 err. state may be NULL (then is:read and is:starred match nothing). */
int search_run(struct cache *c, struct state *s, const struct query *q, search_sink *sink, void *payload,
               struct err *err);

/*
 * Ranking, best first, in the same pass: BM25 (Robertson and Zaragoza 2009) with weighted columns, the headline's weighing most, and
 * words weighing more the fewer articles have them. Docs for which no word speaks (only a filter or a regular expression) come
 * last, in doc order. search_run_best weighs q's words; what it gives is otherwise what search_run gives.
 */
struct search_best;
struct search_best *search_best_new(size_t limit); /* keeps at most so many; for one search */
void search_best_free(struct search_best *b);      /* accepts NULL */
int search_run_best(struct cache *c, struct state *s, struct query *q, search_sink *sink, void *payload,
                    struct search_best *best, struct err *err);
/* The best docs; b's own. NULL until all are found, which is before the last batch is handed out. */
const doc_id *search_best_docs(const struct search_best *b, size_t *n);

/* The best docs alone, at most limit. Count, or -1. */
int search_ranked(struct cache *c, struct state *s, struct query *q, doc_id *out, size_t limit, struct err *err);

/* Which articles have copies, and which are marked, takes up to half a second to find out in an archive of a million; a search that asks for it
 * does so after its first docs, and what is found out is kept with c until it changes. This does it beforehand: 0 done, 1 interrupted
 * (called again it goes on from there), -1 err. */
int search_prepare(struct cache *c, struct state *s, struct err *err);

/* The best passage of a story for the query: display text of at most about width cells round the densest hits, with an ellipsis where it is
 * cut. Appends to out; returns the number of hits in the whole story (headline too). */
size_t search_snippet(const struct query *q, const struct story *s, int width, struct buf *out);

#endif
