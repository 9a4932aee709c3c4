/*
 * The headline list: its making, and what comes from outside, a new table of sources and the counts of what was read. A new table keeps
 * folds, counts and places by the sources' ids. list_internal.h has the idea of the whole.
 */
#include "list_internal.h"

#include <stdlib.h>
#include <string.h>

enum { HEIGHT_UNTIL_TOLD = 24 };

struct list *list_new(void)
{
	struct list *l = mem_zalloc(1, sizeof *l);
	l->stride = 1;
	l->height = HEIGHT_UNTIL_TOLD;
	return l;
}

void list_free(struct list *l)
{
	if (!l)
		return;
	list_hits_forget(l);
	list_tree_release(&l->tree);
	if (l->table)
		source_table_free(l->table);
	free(l->read);
	free(l->except);
	free(l);
}

const struct source_table *list_sources(const struct list *l)
{
	return l->table;
}

/* From a source's id to its place in a table, made for asking in nearly the table's own order. */
struct by_id {
	const struct source_table *t;
	size_t next;     /* where the one asked for most likely stands */
	uint32_t max;    /* the greatest id */
	uint32_t *order; /* entries by id; made when first needed */
};

static void by_id_init(struct by_id *m, const struct source_table *t)
{
	*m = (struct by_id){ .t = t };
	for (size_t i = 0; i < t->n; i++)
		if (t->entries[i].id > m->max)
			m->max = t->entries[i].id;
}

static int compare_ids(const void *a, const void *b, void *table)
{
	const struct source_table *t = table;
	uint32_t x = t->entries[*(const uint32_t *)a].id, y = t->entries[*(const uint32_t *)b].id;
	return (x > y) - (x < y);
}

static void by_id_sort(struct by_id *m)
{
	m->order = mem_alloc(m->t->n * sizeof *m->order);
	for (size_t i = 0; i < m->t->n; i++)
		m->order[i] = (uint32_t)i;
	qsort_r(m->order, m->t->n, sizeof *m->order, compare_ids, (void *)m->t);
}

static size_t by_id_search(const struct by_id *m, uint32_t id)
{
	size_t low = 0, high = m->t->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->t->entries[m->order[mid]].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < m->t->n ? m->order[low] : 0;
}

static long by_id_find(struct by_id *m, uint32_t id)
{
	if (!m->t->n || id > m->max)
		return -1;
	if (m->next >= m->t->n || m->t->entries[m->next].id != id) {
		if (!m->order)
			by_id_sort(m);
		m->next = by_id_search(m, id);
		if (m->t->entries[m->next].id != id)
			return -1;
	}
	return (long)m->next++;
}

/* A source that is new counts as unread until list_set_read says otherwise. */
static void carry_read(struct list *l, const struct source_table *old)
{
	if (!l->read)
		return;
	uint32_t *read = mem_zalloc(l->table->n + 1, sizeof *read);
	struct by_id m;
	by_id_init(&m, old);
	l->read_total = 0;
	for (size_t i = 0; i < l->table->n; i++) {
		const struct source_entry *e = &l->table->entries[i];
		long was = by_id_find(&m, e->id);
		if (was >= 0)
			read[i] = l->read[was] < e->articles ? l->read[was] : e->articles;
		l->read_total += read[i];
	}
	free(m.order);
	free(l->read);
	l->read = read;
}

/* The wanted place in the new table; where its source is gone, the one that now stands there. */
static void renew_want(struct list *l)
{
	struct list_spot *w = &l->want;
	if (!w->set || list_spot_renew(w, l->table))
		return;
	size_t n = l->table ? l->table->n : 0;
	size_t entry = w->entry < n ? w->entry : n - 1;
	*w = (struct list_spot){ .set = n > 0 };
	if (!n)
		return;
	w->entry = (uint32_t)entry;
	w->source = l->table->entries[entry].id;
}

static void take_table(struct list *l, struct source_table *t)
{
	struct list_ids folds = list_fold_save(l);
	list_hits_ungroup(l);
	struct source_table *old = l->table;
	l->table = t;
	l->serial++;
	if (old && t)
		carry_read(l, old);
	else
		list_set_read(l, NULL, 0);
	list_fold_load(l, &folds, l->fold_default);
	list_hits_best_check(l);
	list_hits_regroup(l);
	free(folds.v);
	if (old)
		source_table_free(old);
}

/* Row that a spot names exactly, or -1. */
static long row_of_spot(const struct list *l, const struct list_spot *s)
{
	return s->doc ? list_row_of(l, s->doc) : list_row_of_entry(l, s->best ? LIST_BEST : s->entry);
}

void list_set_sources(struct list *l, struct source_table *t)
{
	struct list_spot top = { 0 };
	if (l->want.set && list_rows(l))
		top = list_spot_at(l, l->top);
	bool below = list_row(l, l->top).kind == ROW_CONTEXT;
	take_table(l, t);
	renew_want(l);
	list_settle(l);
	long row = list_spot_renew(&top, t) ? row_of_spot(l, &top) : -1;
	if (row >= 0 && !list_at_start(l))
		list_show_from(l, (size_t)row + below);
}

void list_set_read(struct list *l, const uint32_t *counts, size_t n)
{
	free(l->read);
	l->read = NULL;
	l->read_total = 0;
	if (!counts || !l->table || n != l->table->n)
		return;
	l->read = mem_alloc((n + 1) * sizeof *l->read);
	for (size_t i = 0; i < n; i++) {
		uint32_t articles = l->table->entries[i].articles;
		l->read[i] = counts[i] < articles ? counts[i] : articles;
		l->read_total += l->read[i];
	}
}

void list_add_read(struct list *l, size_t entry, int delta)
{
	if (!l->read || entry >= l->table->n)
		return;
	int64_t articles = l->table->entries[entry].articles;
	int64_t count = (int64_t)l->read[entry] + delta;
	count = count < 0 ? 0 : count > articles ? articles : count;
	l->read_total += (uint64_t)(count - l->read[entry]);
	l->read[entry] = (uint32_t)count;
}

long list_entry_unread(const struct list *l, size_t entry)
{
	if (!l->read || entry >= l->table->n)
		return -1;
	return (long)(l->table->entries[entry].articles - l->read[entry]);
}

long list_unread(const struct list *l)
{
	return l->read ? (long)(l->table->articles - l->read_total) : -1;
}
