/*
 * The hits that rank best, in a group of their own above the sources'. They stand at the front of the array of hits, so
 * that they are a group like any other; going there and back is a merge.
 */
#include <stdlib.h>
#include <string.h>

#include "list_internal.h"

static int by_doc(const void *a, const void *b)
{
	doc_id x = *(const doc_id *)a, y = *(const doc_id *)b;
	return (x > y) - (x < y);
}

/* Back into doc order. */
static void put_back(struct list *l)
{
	size_t n = l->n_best, from = n, to = 0;
	doc_id *best = mem_alloc((n + 1) * sizeof *best);
	memcpy(best, l->hits, n * sizeof *best);
	qsort(best, n, sizeof *best, by_doc);
	for (size_t i = 0; i < n; to++)
		if (from < l->n_hits && l->hits[from] < best[i])
			l->hits[to] = l->hits[from++];
		else
			l->hits[to] = best[i++];
	l->n_best = 0;
	free(best);
}

/* The docs that are hits, each once and in the order given. Returns how many. */
static size_t choose(const struct list *l, const doc_id *docs, size_t n, doc_id *chosen)
{
	size_t taken = 0;
	for (size_t i = 0; i < n && l->n_hits; i++) {
		bool again = !bsearch(&docs[i], l->hits, l->n_hits, sizeof *l->hits, by_doc);
		for (size_t k = 0; k < taken && !again; k++)
			again = chosen[k] == docs[i];
		if (!again && l->table && source_table_of(l->table, docs[i]) >= 0)
			chosen[taken++] = docs[i];
	}
	return taken;
}

static void take_out(struct list *l, const doc_id *chosen, size_t n)
{
	doc_id *sorted = mem_alloc((n + 1) * sizeof *sorted);
	memcpy(sorted, chosen, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_doc);
	size_t to = l->n_hits, next = n;
	for (size_t i = l->n_hits; i-- > 0;)
		if (next && sorted[next - 1] == l->hits[i])
			next--;
		else
			l->hits[--to] = l->hits[i];
	memcpy(l->hits, chosen, n * sizeof *chosen);
	l->n_best = n;
	free(sorted);
}

void list_hits_best(struct list *l, const doc_id *docs, size_t n)
{
	if (!l->searching || (!n && !l->n_best))
		return;
	doc_id *chosen = mem_alloc((n + 1) * sizeof *chosen);
	list_hits_ungroup(l);
	if (l->n_best)
		put_back(l);
	n = choose(l, docs, n, chosen);
	if (n)
		take_out(l, chosen, n);
	list_hits_regroup(l);
	free(chosen);
	list_settle(l);
}

void list_hits_replace(struct list *l, const doc_id *docs, size_t n)
{
	list_hits_ungroup(l);
	l->hits = mem_grow(l->hits, &l->hits_cap, n, sizeof *l->hits);
	if (n)
		memcpy(l->hits, docs, n * sizeof *docs);
	l->n_hits = n;
	l->n_best = 0;
	l->hits_done = true;
	list_hits_regroup(l);
	list_settle(l);
}

size_t list_hits_best_docs(const struct list *l)
{
	return l->n_best;
}

void list_hits_best_check(struct list *l)
{
	size_t kept = 0;
	if (!l->n_best)
		return;
	for (size_t i = 0; i < l->n_best; i++)
		if (l->table && source_table_of(l->table, l->hits[i]) >= 0)
			l->hits[kept++] = l->hits[i];
	memmove(l->hits + kept, l->hits + l->n_best, (l->n_hits - l->n_best) * sizeof *l->hits);
	l->n_hits -= l->n_best - kept;
	l->n_best = kept;
}
