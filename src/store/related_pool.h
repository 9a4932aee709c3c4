/* Inside the store only: docs that gather weight, one term's docs after another's, and the heaviest of them. */
#ifndef LEDE_STORE_RELATED_POOL_H
#define LEDE_STORE_RELATED_POOL_H

#include "lede/cache.h"

struct related_pool {
	struct related_weight {
		doc_id doc; /* 0: free */
		float weight;
	} * slots;
	size_t n, n_slots;
};
void related_pool_add(struct related_pool *p, doc_id doc, float weight);
/* Sorts the heaviest limit docs to the front of out, heaviest first (of equals the lower doc); returns how many. */
size_t related_pool_heaviest(const struct related_pool *p, struct related_weight *out, size_t limit);
void related_pool_release(struct related_pool *p);

#endif
