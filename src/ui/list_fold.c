/*
 * Folds. In the library a source is as the last fold_all said, but for a few exceptions (one bit each), so that a source that comes
 * later looks like its neighbours and what has to be kept for Esc or for the next table is short.
 */
#include "list_internal.h"

#include <stdlib.h>
#include <string.h>

struct list_ids list_ids_copy(const struct list_ids *ids)
{
	struct list_ids copy = { .n = ids->n, .cap = ids->n };
	copy.v = mem_alloc((ids->n + 1) * sizeof *copy.v);
	if (ids->n)
		memcpy(copy.v, ids->v, ids->n * sizeof *copy.v);
	return copy;
}

void list_ids_add(struct list_ids *ids, uint32_t id)
{
	ids->v = mem_grow(ids->v, &ids->cap, ids->n + 1, sizeof *ids->v);
	ids->v[ids->n++] = id;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

void list_ids_sort(struct list_ids *ids)
{
	if (ids->n)
		qsort(ids->v, ids->n, sizeof *ids->v, by_number);
}

bool list_ids_has(const struct list_ids *ids, uint32_t id)
{
	return ids->n && bsearch(&id, ids->v, ids->n, sizeof *ids->v, by_number);
}

static bool is_exception(const struct list *l, size_t entry)
{
	return l->except[entry / 8] >> (entry % 8) & 1;
}

bool list_entry_folded(const struct list *l, size_t entry)
{
	return l->fold_default != is_exception(l, entry);
}

void list_fold_build(struct list *l)
{
	size_t n = l->table ? l->table->n : 0;
	list_tree_size(&l->tree, n);
	for (size_t i = 0; i < n; i++)
		list_tree_raw(&l->tree, i, list_entry_folded(l, i) ? 0 : l->table->entries[i].articles);
	list_tree_build(&l->tree);
	l->fold_serial++;
}

struct list_ids list_fold_save(const struct list *l)
{
	struct list_ids ids = { 0 };
	size_t n = l->table ? l->table->n : 0;
	for (size_t i = 0; i < n && ids.n < l->n_except; i++)
		if (l->except[i / 8] == 0)
			i |= 7;
		else if (is_exception(l, i))
			list_ids_add(&ids, l->table->entries[i].id);
	list_ids_sort(&ids);
	return ids;
}

void list_fold_load(struct list *l, const struct list_ids *except, bool fold_default)
{
	size_t n = l->table ? l->table->n : 0;
	free(l->except);
	l->except = mem_zalloc(n / 8 + 1, 1);
	l->n_except = 0;
	l->fold_default = fold_default;
	for (size_t i = 0; i < n && l->n_except < except->n; i++) {
		if (!list_ids_has(except, l->table->entries[i].id))
			continue;
		l->except[i / 8] |= (unsigned char)(1u << (i % 8));
		l->n_except++;
	}
	list_fold_build(l);
}

static void fold_entry(struct list *l, size_t entry, bool folded)
{
	int64_t articles = l->table->entries[entry].articles;
	l->except[entry / 8] ^= (unsigned char)(1u << (entry % 8));
	if (is_exception(l, entry))
		l->n_except++;
	else
		l->n_except--;
	list_tree_add(&l->tree, entry, folded ? -articles : articles);
	l->fold_serial++;
}

static void fold_item(struct list *l, size_t item, bool folded)
{
	if (!l->searching) {
		fold_entry(l, item, folded);
		return;
	}
	struct list_group *g = &l->groups[item];
	g->folded = folded;
	list_tree_add(&l->hit_tree, item, folded ? -(int64_t)g->count : (int64_t)g->count);
}

/* What is selected inside a source that folds gives way to the heading; the window stays where it can. */
static void choose_heading(struct list *l, size_t heading)
{
	list_chosen(l, heading, l->top < heading ? l->top : heading);
}

/* After an unfold of the selected source: some of its articles ought to be seen. */
static void reveal(struct list *l, size_t heading, size_t rows)
{
	size_t want = rows < l->height / 2 ? rows : l->height / 2;
	size_t top = heading + want >= l->top + l->height ? heading + want - l->height + 1 : l->top;
	list_chosen(l, heading, top);
}

void list_fold(struct list *l, size_t entry, bool folded)
{
	size_t item, within;
	if (!list_item_of(l, entry, &item) || list_item_folded(l, item) == folded)
		return;
	bool inside = list_item_at(l, l->selected, &within) == item;
	size_t heading = list_item_row(l, item);
	fold_item(l, item, folded);
	if (inside && folded)
		choose_heading(l, heading);
	else if (inside)
		reveal(l, heading, list_item_count(l, item) * list_stride(l));
	else
		list_settle(l);
}

bool list_folded(const struct list *l, size_t entry)
{
	size_t item;
	return list_item_of(l, entry, &item) && list_item_folded(l, item);
}

static void fold_groups(struct list *l, bool folded)
{
	l->hits_folded = l->best_folded = folded;
	l->hits_except.n = 0;
	for (size_t i = 0; i < l->n_groups; i++)
		l->groups[i].folded = folded;
	list_hits_build(l);
}

void list_fold_all(struct list *l, bool folded)
{
	size_t within, rows = list_rows(l);
	size_t item = rows ? list_item_at(l, l->selected, &within) : 0;
	size_t offset = l->selected - l->top;
	if (l->searching)
		fold_groups(l, folded);
	else
		list_fold_load(l, &(struct list_ids){ 0 }, folded);
	if (!rows)
		return;
	if (!folded) {
		list_settle(l);
		return;
	}
	size_t heading = list_item_row(l, item);
	list_chosen(l, heading, heading > offset ? heading - offset : 0);
}
