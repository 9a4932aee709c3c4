/* A hash table from docs to weights. */
#include "related_pool.h"

#include <stdlib.h>

enum { SLOTS_FIRST = 4096 };

static struct related_weight *slot_of(const struct related_pool *p, doc_id doc)
{
	size_t i = doc * UINT32_C(2654435761) & (p->n_slots - 1);
	while (p->slots[i].doc && p->slots[i].doc != doc)
		i = (i + 1) & (p->n_slots - 1);
	return &p->slots[i];
}

static void grow(struct related_pool *p)
{
	if (p->n_slots && p->n * 2 < p->n_slots)
		return;
	struct related_pool old = *p;
	p->n_slots = old.n_slots ? old.n_slots * 2 : SLOTS_FIRST;
	p->slots = mem_zalloc(p->n_slots, sizeof *p->slots);
	for (size_t i = 0; i < old.n_slots; i++)
		if (old.slots[i].doc)
			*slot_of(p, old.slots[i].doc) = old.slots[i];
	free(old.slots);
}

void related_pool_add(struct related_pool *p, doc_id doc, float weight)
{
	grow(p);
	struct related_weight *slot = slot_of(p, doc);
	p->n += !slot->doc;
	slot->doc = doc;
	slot->weight += weight;
}

static int heavier_first(const void *a, const void *b)
{
	const struct related_weight *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

size_t related_pool_heaviest(const struct related_pool *p, struct related_weight *out, size_t limit)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_slots; i++) {
		const struct related_weight *w = &p->slots[i];
		if (!w->doc || !limit || (n == limit && heavier_first(&out[n - 1], w) < 0))
			continue;
		size_t at = n < limit ? n++ : n - 1;
		for (; at && heavier_first(w, &out[at - 1]) < 0; at--)
			out[at] = out[at - 1];
		out[at] = *w;
	}
	return n;
}

void related_pool_release(struct related_pool *p)
{
	free(p->slots);
	*p = (struct related_pool){ 0 };
}
