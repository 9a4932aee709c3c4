/*
 * Related stories: articles that share distinctive terms and names with one. Terms are weighed by tf-idf (Salton and Buckley 1988),
 * names (capitalised inside a sentence) weigh more, and so do near dates. Copies of the article, and of one another, are left out.
 */
#ifndef LEDE_RELATED_H
#define LEDE_RELATED_H

#include "lede/cache.h"

enum { RELATED_SHARED_MAX = 6 };

struct related {
	doc_id doc;
	float score; /* 0 to 1 */
	char *shared
		[RELATED_SHARED_MAX]; /* what they have in common, heaviest first, as printed; NULL after the last */
};

/* Best first, at most limit. Count, or -1. *out: related_free. */
int related_find(struct cache *c, doc_id doc, size_t limit, struct related **out, struct err *err);
void related_free(struct related *r, size_t n);

#endif
