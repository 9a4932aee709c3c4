/*
 * Inside the store only: sets of docs that take long to find out, and change seldom. They are made a piece at a time and kept with the
 * connection, so that a search goes on where an interrupted one stopped, and the next one has them.
 */
#ifndef LEDE_STORE_SEARCH_MEMO_H
#define LEDE_STORE_SEARCH_MEMO_H

#include "query_tree.h"
#include "search_docset.h"
#include "state_db.h"

struct search;

/* Docs that have copies (search_copies.c). */
struct memo_copies {
	struct docset docs;
	unsigned char fingerprint[FINGERPRINT_LEN]; /* the one that was gone through last, */
	doc_id doc;                                 /* and its doc; 0: nothing was yet */
	bool whole;
};

/* Docs that have a mark (search_marks.c). */
struct memo_marks {
	struct docset docs;
	uint64_t *sums; /* of the marks in each share of the fingerprints, for which docs holds */
	struct state_version version;
	unsigned done; /* so many shares hold for the marks of this version */
};

/* Docs that pass the last filter of a sort (search_listed.c). */
struct memo_listed {
	struct docset docs;
	int number;
	char from[QUERY_DATE_LEN], to[QUERY_DATE_LEN];
};
enum { MEMO_LISTED = 3 };

struct search_memo {
	uint64_t revision; /* of the cache; all that follows is for docs of this one */
	struct memo_copies copies;
	struct memo_marks marks[STATE_FLAGS];
	struct memo_listed listed[MEMO_LISTED];
};

/* What is kept; empty where the cache has changed. search_sources comes first. */
struct search_memo *search_memo(struct search *s);
void search_memo_free(struct search_memo *m); /* accepts NULL */

enum { SEARCH_UNFINISHED = 2 };
#define SEARCH_ROWS_ALL SIZE_MAX

/* Makes such a set, going through at most some `rows` of the index. 0: *out is it, the memo's own; SEARCH_UNFINISHED, 1 or -1. */
int search_copies(struct search *s, size_t rows, const struct docset **out);
int search_marked(struct search *s, enum state_flag flag, size_t rows, const struct docset **out);
bool search_is_listed(const struct query_node *filter);
int search_listed(struct search *s, const struct query_node *filter, size_t rows, const struct docset **out);
/* The same of one doc, without the set. 0, 1, -1. */
int search_is_copy(struct search *s, doc_id doc, bool *is);
int search_is_marked(struct search *s, enum state_flag flag, doc_id doc, bool *is);
int search_is_in_list(struct search *s, const struct query_node *filter, doc_id doc, bool *is);

#endif
