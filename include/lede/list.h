/*
 * The headline list as a window: how many rows there are, and what row i is. Two faces: the whole library, or the
 * hits of a search; both grouped by source, with folds. Nothing but numbers is held (some 24 bytes a source, 4 a hit); headlines are
 * fetched for the rows on the screen by whoever draws. Row <-> doc is O(log sources), so a
 * million articles cost what a hundred do.
 */
#ifndef LEDE_LIST_H
#define LEDE_LIST_H

#include "lede/cache.h"

/* In place of an entry: the hits that rank best, which stand together above those of the sources. */
#define LIST_BEST ((size_t)UINT32_MAX)

enum row_kind {
	ROW_NONE,   /* beyond the last row */
	ROW_SOURCE, /* a source's heading, or that of the best */
	ROW_ARTICLE,
	ROW_CONTEXT /* hits only: the line of context under an article; it cannot be selected */
};
struct row {
	enum row_kind kind;
	size_t entry; /* index into the source table, or LIST_BEST */
	doc_id doc;   /* ARTICLE, CONTEXT */
};

struct list;

struct list *list_new(void);
void list_free(struct list *l);

/* A new snapshot of the sources (NULL: none): taken over, the old one is freed. Folds stay with their sources, the selection with its article or source (or,
 * where that is gone, the row nearest to where it stood), and so does the row at the top of the window. */
void list_set_sources(struct list *l, struct source_table *t);
const struct source_table *list_sources(const struct list *l);

/* Read articles of each entry (n must be the table's n, else they are taken as not known); copied. NULL: not known. A new table
 * keeps the counts of the sources that it shares with the old; a new source counts as unread. */
void list_set_read(struct list *l, const uint32_t *counts, size_t n);
void list_add_read(struct list *l, size_t entry, int delta);
/* Unread articles of an entry; -1 where read counts are not known yet. All together with list_unread. */
long list_entry_unread(const struct list *l, size_t entry);
long list_unread(const struct list *l);

/* A search: from list_hits_begin on, rows are those of the hits (none yet); docs are added in doc order as they come.
 * list_hits_clear goes back to the whole library. Selection: on begin it is remembered; while hits come in the selection goes to the
 * remembered article if it is among them, else stays on its row's place near it; the user's own move ends that. */
/* A search has been asked for: what list_restore then says of folds among hits is for those that list_hits_begin announces. */
void list_hits_await(struct list *l);
void list_hits_begin(struct list *l, bool context_lines);
void list_hits_add(struct list *l, const doc_id *docs, size_t n);
/* All are in. Until the hits have come as far as the remembered place (or this was called) the first page shows, its first article
 * selected. Whoever opens or keeps what is selected then makes it the user's choice: list_select(l, list_selected(l)). */
void list_hits_end(struct list *l);
/* Takes these docs, as far as they are hits, to a group of their own at the top, in this order; n = 0: all go back to their sources. After
 * list_hits_end. The selection stays on its story; but what was remembered from before the search gives way to the best where it is not one of
 * them. */
void list_hits_best(struct list *l, const doc_id *docs, size_t n);
/* The same search has been made again: these are the hits now, in doc order, none of them best. Folds stay. */
void list_hits_replace(struct list *l, const doc_id *docs, size_t n);
size_t list_hits_best_docs(const struct list *l); /* how many stand there */
void list_hits_clear(struct list *l);
bool list_searching(const struct list *l);
size_t list_hit_docs(const struct list *l); /* how many docs so far */
/* Hits among the entry's articles (whole library: its articles), without the best. */
size_t list_entry_count(const struct list *l, size_t entry);

size_t list_rows(const struct list *l);
struct row list_row(const struct list *l, size_t i);
long list_row_of(const struct list *l, doc_id doc); /* its article row, or -1: not shown (folded or no hit) */
long list_row_of_entry(const struct list *l, size_t entry);

void list_fold(struct list *l, size_t entry, bool folded);
bool list_folded(const struct list *l, size_t entry);
void list_fold_all(struct list *l, bool folded);

/* Selection and window: height rows from top. Moving skips CONTEXT rows and scrolls no more than needed. */
size_t list_selected(const struct list *l);
size_t list_top(const struct list *l);
void list_resize(struct list *l, size_t height);
void list_select(struct list *l, size_t row); /* clamped; off CONTEXT rows */
/* What is selected is nobody's choice (the program put it there): a search's best hits need not leave it selected. */
void list_select_loosely(struct list *l);
bool list_select_doc(struct list *l, doc_id doc); /* unfolds its source; false where it is not in the list */
void list_move(struct list *l, long rows);        /* selectable rows, clamped */
void list_page(struct list *l,
               long half_pages); /* 1: half a page down, -2: a page up; window and selection go together */
void list_move_source(struct list *l, long sources); /* to the next or previous source heading */

/* The next article (step 1) or previous (-1) after doc in the order shown, folded ones too. 0: none. doc 0: first or last. */
doc_id list_step(const struct list *l, doc_id doc, int step);
/* Place of doc among the articles shown, from 0, or -1. And how many there are. */
long list_place(const struct list *l, doc_id doc);
uint64_t list_articles(const struct list *l);

/* For Esc: everything about view, selection and window as it is now, and back to exactly that. */
/* A search is not kept: a view saved while searching comes back with the hits there are, or with none yet; the caller searches again. */
struct list_view *list_save(const struct list *l);
void list_restore(struct list *l, const struct list_view *v);
void list_view_free(struct list_view *v);

#endif
