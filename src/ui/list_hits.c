/*
 * Hits as they come: the docs in doc order, and the groups they make, one a source, in list order. Nearly always a batch only adds to the
 * last group or behind it; the groups of late sources, whose docs come last though they stand further up, are merged in
 * once a batch.
 */
#include "list_internal.h"

#include <stdlib.h>

static int by_doc(const void *a, const void *b)
{
	doc_id x = *(const doc_id *)a, y = *(const doc_id *)b;
	return (x > y) - (x < y);
}

static int by_entry(const void *a, const void *b)
{
	const struct list_group *x = a, *y = b;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

void list_hits_build(struct list *l)
{
	list_tree_size(&l->hit_tree, l->n_groups);
	for (size_t i = 0; i < l->n_groups; i++)
		list_tree_raw(&l->hit_tree, i, l->groups[i].folded ? 0 : l->groups[i].count);
	list_tree_build(&l->hit_tree);
}

static void count_before(struct list *l, size_t from)
{
	for (size_t i = from ? from : 1; i < l->n_groups; i++)
		l->groups[i].before = l->groups[i - 1].before + l->groups[i - 1].count;
}

static void append_group(struct list *l, struct list_group g)
{
	l->groups = mem_grow(l->groups, &l->groups_cap, l->n_groups + 1, sizeof *l->groups);
	l->groups[l->n_groups++] = g;
}

/* Takes the late ones, which stand behind the first n_early, to their places. */
static void merge_late(struct list *l, size_t n_early)
{
	size_t n_late = l->n_groups - n_early;
	if (!n_late)
		return;
	struct list_group *late = mem_alloc(n_late * sizeof *late);
	for (size_t i = 0; i < n_late; i++)
		late[i] = l->groups[n_early + i];
	qsort(late, n_late, sizeof *late, by_entry);
	size_t early = n_early, to = l->n_groups, first = l->n_best ? 1 : 0;
	while (n_late) {
		if (early > first && l->groups[early - 1].entry > late[n_late - 1].entry)
			l->groups[--to] = l->groups[--early];
		else
			l->groups[--to] = late[--n_late];
	}
	free(late);
	l->groups[0].before = 0;
	count_before(l, 1);
	list_hits_build(l);
}

static void grow_group(struct list *l, size_t item, uint32_t count)
{
	struct list_group *g = &l->groups[item];
	g->count += count;
	if (!g->folded)
		list_tree_add(&l->hit_tree, item, count);
	count_before(l, item + 1);
}

/* Groups hits[from] on. */
static void group_from(struct list *l, size_t from)
{
	if (!l->table)
		return;
	size_t n_early = l->n_groups, first = l->n_best ? 1 : 0; /* at first; late ones gather behind them */
	bool late = false;
	for (size_t i = from, end; i < l->n_hits; i = end) {
		end = i + 1;
		long found = source_table_of(l->table, l->hits[i]);
		if (found < 0)
			continue;
		const struct source_entry *e = &l->table->entries[found];
		while (end < l->n_hits && l->hits[end] - e->first < e->articles)
			end++;
		struct list_group g = { .entry = (uint32_t)found, .first = (uint32_t)i, .count = (uint32_t)(end - i) };
		g.before = (uint32_t)l->shown_hits;
		g.folded = l->hits_folded != list_ids_has(&l->hits_except, e->id);
		l->shown_hits += g.count;
		size_t item;
		if (i == from && list_item_of(l, (size_t)found, &item)) {
			grow_group(l, item, g.count);
			continue;
		}
		late = late || (n_early > first && l->groups[n_early - 1].entry > g.entry);
		append_group(l, g);
		if (late)
			continue;
		list_tree_append(&l->hit_tree, g.folded ? 0 : g.count);
		n_early = l->n_groups;
	}
	merge_late(l, n_early);
}

struct list_ids list_hits_folds(const struct list *l)
{
	struct list_ids except = { 0 };
	for (size_t i = l->n_best ? 1 : 0; i < l->n_groups; i++)
		if (l->groups[i].folded != l->hits_folded)
			list_ids_add(&except, l->table->entries[l->groups[i].entry].id);
	list_ids_sort(&except);
	return except;
}

static void drop_groups(struct list *l)
{
	l->n_groups = 0;
	l->shown_hits = 0;
	list_tree_clear(&l->hit_tree);
}

/* Sources that have no group at the moment keep what they had. */
static void keep_folds(struct list *l)
{
	struct list_ids now = list_hits_folds(l), grouped = { 0 };
	for (size_t i = l->n_best ? 1 : 0; i < l->n_groups && l->hits_except.n; i++)
		list_ids_add(&grouped, l->table->entries[l->groups[i].entry].id);
	list_ids_sort(&grouped);
	for (size_t i = 0; i < l->hits_except.n; i++)
		if (!list_ids_has(&grouped, l->hits_except.v[i]))
			list_ids_add(&now, l->hits_except.v[i]);
	list_ids_sort(&now);
	free(grouped.v);
	free(l->hits_except.v);
	l->hits_except = now;
}

void list_hits_ungroup(struct list *l)
{
	keep_folds(l);
	if (l->n_groups && l->n_best)
		l->best_folded = l->groups[0].folded;
	drop_groups(l);
}

static void group_best(struct list *l)
{
	struct list_group g = { .entry = (uint32_t)LIST_BEST, .count = (uint32_t)l->n_best };
	if (!l->n_best)
		return;
	g.folded = l->best_folded;
	append_group(l, g);
	list_tree_append(&l->hit_tree, g.folded ? 0 : g.count);
	l->shown_hits = l->n_best;
}

void list_hits_regroup(struct list *l)
{
	group_best(l);
	group_from(l, l->n_best);
}

/* The promise of doc order was not kept: no harm, it only takes longer. */
static void sort_hits(struct list *l)
{
	list_hits_ungroup(l);
	qsort(l->hits, l->n_hits, sizeof *l->hits, by_doc);
	size_t n = 0;
	for (size_t i = 0; i < l->n_hits; i++)
		if (!n || l->hits[n - 1] != l->hits[i])
			l->hits[n++] = l->hits[i];
	l->n_hits = n;
	list_hits_regroup(l);
}

static bool append_docs(struct list *l, const doc_id *docs, size_t n)
{
	bool in_order = true;
	l->hits = mem_grow(l->hits, &l->hits_cap, l->n_hits + n, sizeof *l->hits);
	for (size_t i = 0; i < n; i++) {
		if (l->n_hits && docs[i] <= l->hits[l->n_hits - 1])
			in_order = false;
		l->hits[l->n_hits++] = docs[i];
	}
	return in_order;
}

void list_hits_await(struct list *l)
{
	l->awaits_hits = false;
}

void list_hits_begin(struct list *l, bool context_lines)
{
	l->searching = true;
	l->hits_done = false;
	if (!l->awaits_hits) {
		l->hits_folded = l->best_folded = false;
		l->hits_except.n = 0;
	}
	l->awaits_hits = false;
	l->stride = context_lines ? 2 : 1;
	l->n_hits = l->n_best = 0;
	l->want.in_hits = false;
	drop_groups(l);
	list_settle(l);
}

void list_hits_add(struct list *l, const doc_id *docs, size_t n)
{
	if (!l->searching || !n)
		return;
	list_hits_best(l, NULL, 0);
	size_t from = l->n_hits;
	if (!append_docs(l, docs, n))
		sort_hits(l);
	else
		group_from(l, from);
	list_settle(l);
}

void list_hits_end(struct list *l)
{
	l->hits_done = true;
	list_settle(l);
}

void list_hits_clear(struct list *l)
{
	if (!l->searching)
		return;
	l->searching = false;
	list_hits_forget(l);
	list_settle(l);
}

bool list_searching(const struct list *l)
{
	return l->searching;
}

size_t list_hit_docs(const struct list *l)
{
	return l->shown_hits;
}

void list_hits_forget(struct list *l)
{
	free(l->hits);
	free(l->groups);
	free(l->hits_except.v);
	l->hits_except = (struct list_ids){ 0 };
	list_tree_release(&l->hit_tree);
	l->hits = NULL;
	l->groups = NULL;
	l->n_hits = l->hits_cap = l->n_best = l->n_groups = l->groups_cap = l->shown_hits = 0;
}
