/* Selection and window of the list: where they stand, how they move, and how they come back. */
#include "list_internal.h"

#include <stdlib.h>

struct list_spot list_spot_at(const struct list *l, size_t row)
{
	struct list_spot s = { .set = true, .in_hits = l->searching };
	struct row r = list_row(l, row);
	long entry = r.entry == LIST_BEST && r.doc ? source_table_of(l->table, r.doc) : (long)r.entry;
	if (entry < 0 || entry == (long)LIST_BEST) {
		s.best = true;
		return s;
	}
	const struct source_entry *e = &l->table->entries[entry];
	s.source = e->id;
	s.entry = (uint32_t)entry;
	s.doc = r.doc;
	s.nth = r.doc ? r.doc - e->first : 0;
	return s;
}

static bool find_source(const struct list_spot *s, const struct source_table *t, size_t *entry)
{
	*entry = s->entry;
	if (*entry < t->n && t->entries[*entry].id == s->source)
		return true;
	for (*entry = 0; *entry < t->n; (*entry)++)
		if (t->entries[*entry].id == s->source)
			return true;
	return false;
}

bool list_spot_renew(struct list_spot *s, const struct source_table *t)
{
	size_t entry;
	if (s->set && s->best)
		return true;
	if (!s->set || !t || !find_source(s, t, &entry))
		return false;
	const struct source_entry *e = &t->entries[entry];
	s->entry = (uint32_t)entry;
	if (!s->doc || s->doc - e->first < e->articles)
		return true;
	if (s->nth >= e->articles)
		s->nth = e->articles ? e->articles - 1 : 0;
	s->doc = e->articles ? e->first + s->nth : 0;
	return true;
}

/* Nothing is wanted yet, or hits may still come that stand before the wanted place: until they are in, the first page is as good as
 * any, and does not move. */
bool list_at_start(const struct list *l)
{
	if (!l->want.set)
		return true;
	if (!l->searching || l->hits_done || l->want.best)
		return false;
	doc_id doc = l->want.doc ? l->want.doc : l->table->entries[l->want.entry].first;
	return !l->n_hits || l->hits[l->n_hits - 1] < doc;
}

/* The nth article of an item, or its heading where that is all that shows. */
static size_t row_in(const struct list *l, size_t item, size_t nth)
{
	size_t count = list_item_count(l, item);
	if (!count || list_item_folded(l, item))
		return list_item_row(l, item);
	return list_article_row(l, item, nth < count ? nth : count - 1);
}

/* Among hits: the wanted article (where the best stand first, one from before the search only if it is of them); else the best; else the next of its source, or the last; else the first of the next source; else the last of
 * all. */
static size_t nearest_hit(const struct list *l)
{
	const struct list_spot *w = &l->want;
	size_t item, nth;
	if (w->best)
		return list_item_row(l, 0);
	bool found = list_find_doc(l, w->doc, &item, &nth);
	if (found && (!l->n_best || w->in_hits || (item == 0 && !w->loose)))
		return row_in(l, item, nth);
	if (l->n_best && (w->doc || !w->in_hits))
		return row_in(l, 0, 0);
	if (!list_item_of(l, w->entry, &item))
		return item < l->n_groups ? row_in(l, item, 0) : row_in(l, l->n_groups - 1, SIZE_MAX);
	if (!w->doc && w->in_hits)
		return list_item_row(l, item);
	return row_in(l, item, list_item_nth(l, item, w->doc));
}

static size_t wanted_row(const struct list *l)
{
	const struct list_spot *w = &l->want;
	if (l->searching)
		return list_at_start(l) ? row_in(l, 0, 0) : nearest_hit(l);
	if (!w->set || w->best)
		return 0;
	return w->doc ? row_in(l, w->entry, list_item_nth(l, w->entry, w->doc)) : list_item_row(l, w->entry);
}

/* The last row that belongs to the one selected: its context, where the window has room for it. */
static size_t tail_of(const struct list *l, size_t row)
{
	return l->height > 1 && list_row(l, row + 1).kind == ROW_CONTEXT ? row + 1 : row;
}

static void set_top(struct list *l, size_t top)
{
	size_t rows = list_rows(l), tail = tail_of(l, l->selected);
	size_t max = rows > l->height ? rows - l->height : 0;
	if (top > l->selected)
		top = l->selected;
	if (tail >= top + l->height)
		top = tail - l->height + 1;
	l->top = top < max ? top : max;
}

void list_settle(struct list *l)
{
	l->selected = l->top = 0;
	if (!list_rows(l))
		return;
	l->selected = wanted_row(l);
	set_top(l, list_at_start(l) || l->selected < l->want_offset ? 0 : l->selected - l->want_offset);
}

void list_show_from(struct list *l, size_t top)
{
	set_top(l, top);
	l->want_offset = l->selected - l->top;
}

void list_chosen(struct list *l, size_t row, size_t top)
{
	l->want = list_spot_at(l, row);
	l->selected = row;
	set_top(l, top);
	l->want_offset = l->selected - l->top;
}

size_t list_selected(const struct list *l)
{
	return l->selected;
}

size_t list_top(const struct list *l)
{
	return l->top;
}

void list_resize(struct list *l, size_t height)
{
	l->height = height ? height : 1;
	list_settle(l);
}

/* The least scrolling; but what is more than a window away comes to the middle. */
static void go_to(struct list *l, size_t row)
{
	bool far = row + l->height < l->top || row >= l->top + 2 * l->height;
	size_t middle = row > l->height / 2 ? row - l->height / 2 : 0;
	list_chosen(l, row, far ? middle : l->top);
}

void list_select(struct list *l, size_t row)
{
	size_t rows = list_rows(l);
	if (!rows)
		return;
	if (row >= rows)
		row = rows - 1;
	go_to(l, list_row(l, row).kind == ROW_CONTEXT ? row - 1 : row);
}

void list_select_loosely(struct list *l)
{
	l->want.loose = true;
}

bool list_select_doc(struct list *l, doc_id doc)
{
	size_t item, nth;
	if (!list_find_doc(l, doc, &item, &nth))
		return false;
	list_fold(l, list_item_entry(l, item), false);
	go_to(l, (size_t)list_row_of(l, doc));
	return true;
}

static size_t clamp_add(size_t from, long by, size_t max)
{
	if (by < 0)
		return from > (size_t)-by ? from - (size_t)-by : 0;
	return (size_t)by < max - from ? from + (size_t)by : max;
}

void list_move(struct list *l, long rows)
{
	size_t n = list_rows(l);
	if (!n)
		return;
	size_t last = list_ordinal(l, n - 1);
	go_to(l, list_ordinal_row(l, clamp_add(list_ordinal(l, l->selected), rows, last)));
}

void list_page(struct list *l, long half_pages)
{
	size_t n = list_rows(l);
	if (!n || !half_pages)
		return;
	long by = half_pages * (long)l->height / 2;
	if (!by)
		by = half_pages;
	size_t row = clamp_add(l->selected, by, n - 1);
	if (list_row(l, row).kind == ROW_CONTEXT)
		row = by > 0 && row + 1 < n ? row + 1 : row - 1;
	list_chosen(l, row, clamp_add(l->top, by, n - 1));
}

/* A heading alone at the foot of the window would say little: half a window of its articles comes with it. */
static void go_to_heading(struct list *l, size_t item)
{
	size_t heading = list_item_row(l, item);
	size_t end = item + 1 < list_items(l) ? list_item_row(l, item + 1) : list_rows(l);
	size_t show = end - heading - 1 < l->height / 2 ? end - heading - 1 : l->height / 2;
	size_t top = heading + show >= l->top + l->height ? heading + show - l->height + 1 : l->top;
	list_chosen(l, heading, top);
}

void list_move_source(struct list *l, long sources)
{
	size_t n = list_items(l), within;
	if (!n || !sources)
		return;
	size_t item = list_item_at(l, l->selected, &within);
	if (sources < 0 && within)
		sources++; /* the nearest heading is that of the article itself */
	if (sources > 0 && item + 1 == n)
		return;
	go_to_heading(l, clamp_add(item, sources, n - 1));
}

struct list_view *list_save(const struct list *l)
{
	struct list_view *v = mem_zalloc(1, sizeof *v);
	v->searching = l->searching;
	v->context = l->stride > 1;
	v->want = l->want;
	v->want_offset = l->want_offset;
	v->serial = l->serial;
	v->fold_serial = l->fold_serial;
	v->fold_default = l->fold_default;
	v->except = list_fold_save(l);
	v->hits_except = l->n_groups ? list_hits_folds(l) : list_ids_copy(&l->hits_except);
	v->hits_folded = l->hits_folded;
	v->best_folded = l->n_best && l->n_groups ? l->groups[0].folded : l->best_folded;
	return v;
}

static void restore_hit_folds(struct list *l, const struct list_view *v)
{
	list_hits_ungroup(l);
	free(l->hits_except.v);
	l->hits_except = list_ids_copy(&v->hits_except);
	l->hits_folded = v->hits_folded;
	l->best_folded = v->best_folded;
	l->awaits_hits = true;
	list_hits_regroup(l);
}

void list_restore(struct list *l, const struct list_view *v)
{
	if (!v->searching)
		list_hits_clear(l);
	else if (!l->searching)
		list_hits_begin(l, v->context);
	if (v->searching)
		restore_hit_folds(l, v);
	if (v->fold_serial != l->fold_serial)
		list_fold_load(l, &v->except, v->fold_default);
	l->want = v->want;
	l->want_offset = v->want_offset;
	if (v->serial != l->serial && !list_spot_renew(&l->want, l->table))
		l->want = (struct list_spot){ 0 };
	list_settle(l);
}

void list_view_free(struct list_view *v)
{
	if (!v)
		return;
	free(v->except.v);
	free(v->hits_except.v);
	free(v);
}
