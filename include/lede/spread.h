/* Where the hits of a search fall: in which sources, and in which years. */
#ifndef LEDE_SPREAD_H
#define LEDE_SPREAD_H

#include "lede/cache.h"

enum { SPREAD_TOP = 8 };

struct spread {
	size_t sources; /* how many have hits */
	struct {
		uint32_t id, docs;
	} top[SPREAD_TOP]; /* those with the most, most first; of equals the first in doc order */
	size_t n_top;
	uint32_t first_year;
	uint32_t *years; /* docs of first_year and on; NULL: none is dated */
	size_t n_years;
	uint32_t undated;
};
void spread_free(struct spread *s); /* accepts NULL */

/* The years of all articles by number, made at need and used again until the cache changes. Zero-initialise. */
struct spread_years {
	uint16_t *year; /* 0: not dated */
	size_t n;
	uint64_t revision;
};
void spread_years_release(struct spread_years *y);

/* Of docs in doc order. NULL with err where it was interrupted or the cache cannot be read. */
struct spread *spread_make(struct cache *c, struct spread_years *years, const doc_id *docs, size_t n, struct err *err);

#endif
