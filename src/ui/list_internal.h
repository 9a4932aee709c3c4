/*
 * Inside the list. It has two faces, the library and the hits of a search; each is a run of items (a source with its articles), and what
 * the rest asks of an item is answered here for either.
 *
 * Where the selection stands is a function of three things: what the user last put it on (want), how far down the screen that was
 * (want_offset), and the rows there are now. So whatever comes, goes, folds or narrows, list_settle finds the place
 * anew, and widening the list brings the selection back to where it was.
 */
#ifndef LEDE_LIST_INTERNAL_H
#define LEDE_LIST_INTERNAL_H

#include "lede/list.h"
#include "list_tree.h"

/* Sorted numbers of sources. */
struct list_ids {
	uint32_t *v;
	size_t n, cap;
};

/* What a row is, whatever its number becomes. */
struct list_spot {
	bool set;
	bool in_hits;    /* chosen among hits: a heading is meant, not its first article */
	bool best;       /* the heading of the best */
	bool loose;      /* not the user's choice */
	uint32_t source; /* id */
	uint32_t entry;
	doc_id doc;   /* 0: the heading */
	uint32_t nth; /* doc's place in its source: where to look when the source was read anew */
};

/* Hits of one source: hits[first] to hits[first + count - 1]. */
struct list_group {
	uint32_t entry, first, count;
	uint32_t before; /* hits in all groups above */
	bool folded;
};

struct list {
	struct source_table *table; /* may be NULL */
	uint32_t serial;            /* of the table: grows with each */
	uint32_t *read;             /* NULL: not known */
	uint64_t read_total;

	struct list_tree tree; /* shown articles of each entry: 0 where folded */
	bool fold_default;     /* what a source is unless it is an exception */
	unsigned char *except; /* one bit an entry */
	size_t n_except;
	uint32_t fold_serial; /* grows with each change of folds */

	bool searching, hits_done;
	bool hits_folded;            /* what a group is when it comes */
	bool best_folded;            /* the group of the best, when it comes again */
	struct list_ids hits_except; /* sources whose groups are the other way when they come */
	bool awaits_hits;            /* and these folds are for hits that list_hits_begin will announce */
	unsigned stride;             /* rows of an article among hits: 1, or 2 with its context */
	doc_id *hits;                /* first the best, in their order, then the others in doc order */
	size_t n_hits, hits_cap, n_best;
	struct list_group *groups; /* that of the best, if there are any; then by entry */
	size_t n_groups, groups_cap;
	struct list_tree hit_tree; /* as tree, of groups */
	size_t shown_hits;         /* those in groups */

	size_t height, selected, top;
	struct list_spot want;
	size_t want_offset;
};

struct list_view {
	bool searching, context, fold_default;
	struct list_spot want;
	size_t want_offset;
	uint32_t serial, fold_serial;
	struct list_ids except;
	struct list_ids hits_except; /* folds among hits */
	bool hits_folded, best_folded;
};

/* list_rows.c: items and rows of the face shown. */
size_t list_items(const struct list *l);
size_t list_item_entry(const struct list *l, size_t item);
size_t list_item_count(const struct list *l, size_t item);
bool list_item_folded(const struct list *l, size_t item);
size_t list_item_row(const struct list *l, size_t item);
size_t list_item_from(const struct list *l, size_t entry);             /* the first item of this entry or a later one */
bool list_item_of(const struct list *l, size_t entry, size_t *item);   /* false: the entry has no item */
size_t list_item_at(const struct list *l, size_t row, size_t *within); /* row: one that exists */
size_t list_item_nth(const struct list *l, size_t item, doc_id doc);   /* the first article from doc on, or count */
doc_id list_item_doc(const struct list *l, size_t item, size_t nth);
unsigned list_stride(const struct list *l);
size_t list_article_row(const struct list *l, size_t item, size_t nth);
/* Item and place in it of a doc that the face holds, folded or not. */
bool list_find_doc(const struct list *l, doc_id doc, size_t *item, size_t *nth);
/* Rows that can be selected, numbered from 0. */
size_t list_ordinal(const struct list *l, size_t row);
size_t list_ordinal_row(const struct list *l, size_t ordinal);

/* list_fold.c */
bool list_entry_folded(const struct list *l, size_t entry);
void list_fold_build(struct list *l); /* the library's tree from table and folds */
struct list_ids list_fold_save(const struct list *l);
void list_fold_load(struct list *l, const struct list_ids *except, bool fold_default);
struct list_ids list_ids_copy(const struct list_ids *ids);
void list_ids_add(struct list_ids *ids, uint32_t id);
void list_ids_sort(struct list_ids *ids);
bool list_ids_has(const struct list_ids *ids, uint32_t id);

/* list_hits.c */
struct list_ids list_hits_folds(const struct list *l); /* to be freed */
void list_hits_ungroup(struct list *l);                /* before another table or order */
void list_hits_regroup(struct list *l);                /* with the folds there were */
void list_hits_build(struct list *l);                  /* the tree of groups */
void list_hits_forget(struct list *l);

/* list_best.c */
void list_hits_best_check(
	struct list *l); /* those that another table does not have are gone; between ungroup and regroup */

/* list_view.c */
struct list_spot list_spot_at(const struct list *l, size_t row);
bool list_spot_renew(struct list_spot *s, const struct source_table *t); /* false: its source is gone */
bool list_at_start(const struct list *l);
void list_settle(struct list *l);
void list_show_from(struct list *l, size_t top); /* the window, as far as the selection stays in it */
/* The user put the selection on this row: it is what is wanted from now on. */
void list_chosen(struct list *l, size_t row, size_t top);

#endif
