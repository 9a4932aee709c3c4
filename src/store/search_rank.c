/*
 * The best docs of a query: bm25 over its positive terms (the headline weighs most, as the table's rank is
 * set up), the best kept in a heap. Docs that no term speaks for come after them, in doc order.
 */
#include <stdlib.h>

#include "search_internal.h"

struct ranked {
	double rank; /* FTS5's: the lower the better */
	doc_id doc;
};

/* A heap with the worst of the best on top. */
struct heap {
	struct ranked *at;
	size_t n, limit;
};

static bool is_worse(struct ranked a, struct ranked b)
{
	return a.rank > b.rank || (a.rank == b.rank && a.doc > b.doc);
}

static void sift_up(struct heap *h, size_t i)
{
	while (i && is_worse(h->at[i], h->at[(i - 1) / 2])) {
		struct ranked up = h->at[i];
		h->at[i] = h->at[(i - 1) / 2];
		h->at[(i - 1) / 2] = up;
		i = (i - 1) / 2;
	}
}

static void sift_down(struct heap *h)
{
	for (size_t i = 0;;) {
		size_t worst = i;
		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < h->n; child++)
			if (is_worse(h->at[child], h->at[worst]))
				worst = child;
		if (worst == i)
			return;
		struct ranked down = h->at[i];
		h->at[i] = h->at[worst];
		h->at[worst] = down;
		i = worst;
	}
}

static void keep_best(struct heap *h, struct ranked r)
{
	if (h->n < h->limit) {
		h->at[h->n] = r;
		sift_up(h, h->n++);
	} else if (is_worse(h->at[0], r)) {
		h->at[0] = r;
		sift_down(h);
	}
}

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return is_worse(*x, *y) ? 1 : is_worse(*y, *x) ? -1 : 0;
}

static int rank_rows(struct search *s, const struct search_text *t, const struct docset *within, struct heap *h)
{
	sqlite3_stmt *rows = db_prepare(
		s->c,
		"SELECT rowid, rank FROM fts WHERE fts MATCH ?1 AND rowid BETWEEN ?2 AND ?3 AND lede_in(?4, rowid)",
		s->err);
	if (!rows)
		return -1;
	int rc;
	sqlite3_bind_text(rows, 1, t->match.p, (int)t->match.len, SQLITE_STATIC);
	sqlite3_bind_int64(rows, 2, within ? docset_next(within, 1) : 1);
	sqlite3_bind_int64(rows, 3, within ? docset_last(within) : UINT32_MAX);
	sqlite3_bind_pointer(rows, 4, (void *)within, DOCSET_POINTER, NULL);
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW)
		keep_best(h, (struct ranked){ sqlite3_column_double(rows, 1), (doc_id)sqlite3_column_int64(rows, 0) });
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	return rc;
}

/* Text and sets mixed: ranks by the terms within the set, then takes what is left of the set. */
static int rank_set(struct search *s, struct docset *set, struct heap *h)
{
	struct search_text terms = { 0 };
	int rc = search_text_positive(&terms, s->q->root) ? rank_rows(s, &terms, set, h) : 0;
	search_text_release(&terms);
	struct docset taken;
	docset_init(&taken, s->max);
	for (size_t i = 0; i < h->n; i++)
		docset_add(&taken, h->at[i].doc);
	docset_and_not(set, &taken);
	docset_release(&taken);
	doc_id doc = docset_next(set, 1);
	for (; rc == 0 && doc && h->n < h->limit; doc = docset_next(set, doc + 1))
		keep_best(h, (struct ranked){ 1.0, doc });
	return rc;
}

static int rank_everything(struct search *s, struct heap *h)
{
	struct docset all;
	int rc = search_sources(s);
	if (rc)
		return rc;
	search_universe(s, &all);
	for (doc_id doc = docset_next(&all, 1); doc && h->n < h->limit; doc = docset_next(&all, doc + 1))
		keep_best(h, (struct ranked){ 0.0, doc });
	docset_release(&all);
	return 0;
}

/* What takes reading: all that match first, then these like any set. */
static int rank_matches(struct search *s, struct heap *h)
{
	struct docset matches;
	int rc = search_collect(s, &matches);
	if (rc == 0)
		rc = rank_set(s, &matches, h);
	docset_release(&matches);
	return rc;
}

static int rank_query(struct search *s, struct heap *h)
{
	struct search_plan p;
	if (query_is_empty(s->q))
		return rank_everything(s, h);
	if (query_has_regex(s->q->root))
		return rank_matches(s, h);
	int rc = search_plan(s, &p);
	if (rc == 0)
		rc = p.text.match.len ? rank_rows(s, &p.text, p.filtered ? &p.rest : NULL, h) : rank_set(s, &p.rest, h);
	search_plan_release(&p);
	return rc;
}

int search_ranked(struct cache *c, struct state *state, const struct query *q, doc_id *out, size_t limit,
                  struct err *err)
{
	struct search s = { .c = c, .state = state, .q = q, .err = err };
	struct heap h = { .at = mem_alloc((limit + 1) * sizeof *h.at), .limit = limit };
	int rc = limit ? search_begin(&s) : 0;
	if (limit && rc == 0)
		rc = rank_query(&s, &h);
	search_end(&s);
	if (rc == 1)
		err_set(err, "interrupted");
	if (rc == 0 && h.n)
		qsort(h.at, h.n, sizeof *h.at, compare_ranked);
	for (size_t i = 0; rc == 0 && i < h.n; i++)
		out[i] = h.at[i].doc;
	search_release(&s);
	free(h.at);
	return rc == 0 ? (int)h.n : -1;
}
