/* Inside the store only: what the parts of a search share. */
#ifndef LEDE_STORE_SEARCH_INTERNAL_H
#define LEDE_STORE_SEARCH_INTERNAL_H

#include "db.h"
#include "lede/search.h"
#include "query_match.h"
#include "search_docset.h"

/* One search under way. The functions below give 0, 1 (stopped or interrupted) or -1 (err). */
struct search {
	struct cache *c;
	struct state *state; /* may be NULL */
	const struct query *q;
	struct source_table *sources; /* loaded by search_sources */
	doc_id max;                   /* the last doc there is; likewise */
	bool began;                   /* the transaction is ours */
	sqlite3_stmt *guard;          /* stands on a row as long as the search lasts */
	struct search_best *best;     /* what ranks the docs that are found; NULL: nothing */
	struct err *err;
};

/* Begins a read transaction, unless one is open already; and ends it. An interrupt between them ends the next
 * statement even if it comes while none is running. */
int search_begin(struct search *s);
void search_end(struct search *s);
/* Whether an interrupt has come: for work between statements. */
bool search_stopped(struct search *s);

int search_sources(struct search *s);
void search_release(struct search *s);

/* Every doc there is. search_sources comes first. */
void search_universe(const struct search *s, struct docset *out);

/* What a step of SQLite's that gave no row means. */
int search_rc(struct search *s, int sqlite_rc);

/* Docs that pass a filter (search_filter.c). out is initialised here, also where it fails. */
int search_filter(struct search *s, const struct query_node *filter, struct docset *out);
/* Docs that match a whole tree (search_eval.c); likewise. */
int search_eval(struct search *s, const struct query_node *n, struct docset *out);

/* Docs that match the whole query, found as search_run finds them (search.c); likewise. */
int search_collect(struct search *s, struct docset *out);

/* A full-text expression, how its phrases count, and what they say of the row at hand. Zero-initialise. */
struct search_text {
	struct buf match, uses;
	struct query_score score;
};
void search_text_release(struct search_text *t);
/* The positive terms of all parts of the query that the index can answer, joined by OR. False where it has none. */
bool search_text_positive(struct search_text *t, const struct query_node *root);

struct search_nodes {
	const struct query_node **at;
	size_t n, cap;
};
void search_nodes_add(struct search_nodes *l, const struct query_node *n);

/* The parts of a tree that one full-text expression can answer, and those that stay to be looked up as sets. */
struct search_plan {
	struct search_nodes nodes; /* the parts that are text; they are joined by AND */
	struct search_text text;   /* the same as an expression; empty: no part is text */
	struct docset rest;        /* filtered: what the other parts leave */
	bool filtered;
	struct search_nodes late; /* filters that are not in rest yet; then it is filtered, too */
	struct search_nodes
		tests; /* what holds a regular expression: to be tested on each doc that is found (search_test.c) */
};
int search_plan(struct search *s, struct search_plan *p);
/* Brings the late filters into rest, where it lies. */
int search_plan_settle(struct search *s, struct search_plan *p);
void search_plan_release(struct search_plan *p);

/* Whether a filter (or a NOT of one) is one to be put off; and whether a doc passes those that were (search_late.c). */
int search_is_late(struct search *s, const struct query_node *part, bool *late);
int search_late_test(struct search *s, const struct search_plan *p, doc_id doc, bool *passes);

/* How long the beginnings of words in a plan's text will take, about (search_cost.c). */
struct search_cost {
	int64_t words_us; /* those that are gone through word by word */
	int64_t merge_us; /* those inside NEARs and groups of ANDs, which FTS5 merges, deaf to interrupts and in memory */
};
int search_cost(struct search *s, const struct search_plan *p, struct search_cost *out);

/*
 * Finds docs by reading articles, one after another: of those that the plan's text without its beginnings of words, or its
 * set, leaves (search_probe.c). Gives each to found, with score NULL where the article is not what the plan looks for; it
 * returns non-zero to stop. Sets *next to the doc from which the search is to go on, or 0 where all are found.
 */
typedef int search_found(void *payload, doc_id doc, const struct query_score *score);
int search_probe(struct search *s, const struct search_plan *p, size_t tests_max, int64_t time_max_us,
                 search_found *found, void *payload, doc_id *next);
/* Filters leave no more than n docs. */
bool search_leaves_few(const struct search_plan *p, size_t n);

/* Articles in which a word begins so, or a phrase's last (search_prefix.c). docs is initialised here, also where it fails; scores
 * (NULL: not wanted) has room for s->max, which search_sources sets, and is added to. within: articles that matter; NULL: all. */
bool search_is_prefix(const struct query_node *n); /* a word by itself */
bool search_is_walked(
	const struct query_node *n); /* that, a phrase, or an OR of such and other text: search_prefix finds it */
int search_prefix(struct search *s, const struct query_node *n, const struct docset *within, struct docset *docs,
                  struct query_score *scores);
/* A phrase without its last word. It borrows from the phrase. */
struct query_node search_shortened(const struct query_node *phrase);

/* Takes such parts out of the plan's text and into its set; what they say is added to scores. */
int search_plan_prefixes(struct search *s, struct search_plan *p, struct query_score *scores);

/* An article as a search reads it. Zero-initialise. */
struct search_article {
	struct article row;
	struct buf text, index;
	struct match_article words;
	bool has_words;
};
/* Sets it to doc. 1, 0 where it is gone, 2 interrupted, -1. */
int search_article_read(struct search *s, doc_id doc, struct search_article *out);
const struct match_article *search_article_words(struct search_article *a); /* until the next is read */
void search_article_release(struct search_article *a);

/* Rows of a full-text expression between two docs, in order: the doc, with t->score set; of those in a set (NULL: all). NULL with
 * err. Reset it when done. */
sqlite3_stmt *search_rows(struct search *s, struct search_text *t, doc_id from, doc_id to, const struct docset *within);

/* Ranking (search_rank.c): a doc that was found; and the end, while the search's transaction is open, as the functions above. */
/* Sets the weight of q's words. */
void search_weigh(struct cache *c, struct query *q);
void search_best_offer(struct search_best *b, doc_id doc, float weight);
int search_best_settle(struct search_best *b, struct search *s);

#endif
