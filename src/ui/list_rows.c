/* Rows of the face shown: row number to item and article and back, and the order of articles. */
#include "list_internal.h"

static const struct list_tree *tree_of(const struct list *l)
{
	return l->searching ? &l->hit_tree : &l->tree;
}

static const struct source_entry *entry_of(const struct list *l, size_t entry)
{
	return &l->table->entries[entry];
}

static size_t table_size(const struct list *l)
{
	return l->table ? l->table->n : 0;
}

unsigned list_stride(const struct list *l)
{
	return l->searching ? l->stride : 1;
}

size_t list_items(const struct list *l)
{
	return l->searching ? l->n_groups : table_size(l);
}

size_t list_item_entry(const struct list *l, size_t item)
{
	return l->searching ? l->groups[item].entry : item;
}

size_t list_item_count(const struct list *l, size_t item)
{
	return l->searching ? l->groups[item].count : entry_of(l, item)->articles;
}

bool list_item_folded(const struct list *l, size_t item)
{
	return l->searching ? l->groups[item].folded : list_entry_folded(l, item);
}

size_t list_item_row(const struct list *l, size_t item)
{
	return item + list_stride(l) * (size_t)list_tree_before(tree_of(l), item);
}

size_t list_item_from(const struct list *l, size_t entry)
{
	if (!l->searching)
		return entry < table_size(l) ? entry : table_size(l);
	if (entry == LIST_BEST)
		return l->n_best ? 0 : l->n_groups;
	size_t low = l->n_best ? 1 : 0, high = l->n_groups;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (l->groups[mid].entry < entry)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool list_item_of(const struct list *l, size_t entry, size_t *item)
{
	*item = list_item_from(l, entry);
	return *item < list_items(l) && list_item_entry(l, *item) == entry;
}

size_t list_item_at(const struct list *l, size_t row, size_t *within)
{
	uint64_t at;
	size_t item = list_tree_find(tree_of(l), row, list_stride(l), &at);
	*within = (size_t)at;
	return item;
}

static size_t best_nth(const struct list *l, doc_id doc)
{
	size_t nth = 0;
	while (nth < l->n_best && l->hits[nth] != doc)
		nth++;
	return nth;
}

size_t list_item_nth(const struct list *l, size_t item, doc_id doc)
{
	if (!l->searching) {
		const struct source_entry *e = entry_of(l, item);
		if (doc <= e->first)
			return 0;
		return doc - e->first < e->articles ? doc - e->first : e->articles;
	}
	const struct list_group *g = &l->groups[item];
	if (g->entry == LIST_BEST)
		return best_nth(l, doc);
	size_t low = 0, high = g->count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (l->hits[g->first + mid] < doc)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

doc_id list_item_doc(const struct list *l, size_t item, size_t nth)
{
	if (l->searching)
		return l->hits[l->groups[item].first + nth];
	return (doc_id)(entry_of(l, item)->first + nth);
}

size_t list_article_row(const struct list *l, size_t item, size_t nth)
{
	return list_item_row(l, item) + 1 + nth * list_stride(l);
}

size_t list_ordinal(const struct list *l, size_t row)
{
	size_t within;
	size_t item = list_item_at(l, row, &within);
	size_t before = item + (size_t)list_tree_before(tree_of(l), item);
	return within ? before + 1 + (within - 1) / list_stride(l) : before;
}

size_t list_ordinal_row(const struct list *l, size_t ordinal)
{
	uint64_t within;
	size_t item = list_tree_find(tree_of(l), ordinal, 1, &within);
	return within ? list_article_row(l, item, (size_t)within - 1) : list_item_row(l, item);
}

size_t list_rows(const struct list *l)
{
	return list_items(l) + list_stride(l) * (size_t)tree_of(l)->total;
}

struct row list_row(const struct list *l, size_t i)
{
	struct row row = { .kind = ROW_NONE };
	if (i >= list_rows(l))
		return row;
	size_t within, stride = list_stride(l);
	size_t item = list_item_at(l, i, &within);
	row.entry = list_item_entry(l, item);
	row.kind = ROW_SOURCE;
	if (!within)
		return row;
	row.kind = (within - 1) % stride ? ROW_CONTEXT : ROW_ARTICLE;
	row.doc = list_item_doc(l, item, (within - 1) / stride);
	return row;
}

bool list_find_doc(const struct list *l, doc_id doc, size_t *item, size_t *nth)
{
	*item = 0;
	if (l->searching && l->n_best && (*nth = best_nth(l, doc)) < l->n_best)
		return true;
	long entry = l->table && doc ? source_table_of(l->table, doc) : -1;
	if (entry < 0 || !list_item_of(l, (size_t)entry, item))
		return false;
	*nth = list_item_nth(l, *item, doc);
	return *nth < list_item_count(l, *item) && list_item_doc(l, *item, *nth) == doc;
}

long list_row_of(const struct list *l, doc_id doc)
{
	size_t item, nth;
	if (!list_find_doc(l, doc, &item, &nth) || list_item_folded(l, item))
		return -1;
	return (long)list_article_row(l, item, nth);
}

long list_row_of_entry(const struct list *l, size_t entry)
{
	size_t item;
	return list_item_of(l, entry, &item) ? (long)list_item_row(l, item) : -1;
}

size_t list_entry_count(const struct list *l, size_t entry)
{
	size_t item;
	return list_item_of(l, entry, &item) ? list_item_count(l, item) : 0;
}

uint64_t list_articles(const struct list *l)
{
	if (l->searching)
		return l->shown_hits;
	return l->table ? l->table->articles : 0;
}

long list_place(const struct list *l, doc_id doc)
{
	size_t item, nth;
	if (!list_find_doc(l, doc, &item, &nth))
		return -1;
	size_t before = l->searching ? l->groups[item].before : entry_of(l, item)->before;
	return (long)(before + nth);
}

/* The first article of the items from `item` on, or the last of those before it. */
static doc_id first_from(const struct list *l, size_t item)
{
	for (; item < list_items(l); item++)
		if (list_item_count(l, item))
			return list_item_doc(l, item, 0);
	return 0;
}

static doc_id last_before(const struct list *l, size_t item)
{
	while (item--)
		if (list_item_count(l, item))
			return list_item_doc(l, item, list_item_count(l, item) - 1);
	return 0;
}

/* From a story that is not in the list: to its neighbours by source, or to the best. */
static doc_id step_from_outside(const struct list *l, doc_id doc, int step)
{
	long entry = l->table ? source_table_of(l->table, doc) : -1;
	size_t item;
	if (entry < 0)
		return 0;
	if (l->searching && l->n_best)
		return step > 0 ? first_from(l, 0) : 0;
	if (!list_item_of(l, (size_t)entry, &item))
		return step > 0 ? first_from(l, item) : last_before(l, item);
	size_t nth = list_item_nth(l, item, doc);
	if (step < 0)
		return nth ? list_item_doc(l, item, nth - 1) : last_before(l, item);
	return nth < list_item_count(l, item) ? list_item_doc(l, item, nth) : first_from(l, item + 1);
}

doc_id list_step(const struct list *l, doc_id doc, int step)
{
	size_t item, nth;
	if (!doc)
		return step > 0 ? first_from(l, 0) : last_before(l, list_items(l));
	if (!list_find_doc(l, doc, &item, &nth))
		return step_from_outside(l, doc, step);
	if (step < 0)
		return nth ? list_item_doc(l, item, nth - 1) : last_before(l, item);
	return nth + 1 < list_item_count(l, item) ? list_item_doc(l, item, nth + 1) : first_from(l, item + 1);
}
