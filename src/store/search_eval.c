/*
 * Evaluating a tree. Text goes to FTS5 in the largest pieces that it can answer; what is left (filters,
 * OR of text and filters, a NOT by itself) is done on sets of docs.
 */
#include <stdlib.h>

#include "search_functions.h"
#include "search_internal.h"

/* SQLite forgets an interrupt as soon as no statement is under way; so one is. */
static int set_guard(struct search *s)
{
	sqlite3_stmt *guard = db_prepare(s->c, "SELECT 1 UNION ALL SELECT 2", s->err);
	if (!guard)
		return -1;
	s->guard = guard;
	return search_rc(s, sqlite3_step(guard));
}

int search_begin(struct search *s)
{
	s->began = sqlite3_get_autocommit(s->c->db);
	int rc = s->began ? search_rc(s, sqlite3_exec(s->c->db, "BEGIN", NULL, NULL, NULL)) : 0;
	if (rc == 0)
		rc = set_guard(s);
	if (rc)
		search_end(s);
	return rc;
}

void search_end(struct search *s)
{
	if (s->guard)
		sqlite3_reset(s->guard);
	s->guard = NULL;
	if (s->began)
		sqlite3_exec(s->c->db, "COMMIT", NULL, NULL, NULL);
	s->began = false;
}

bool search_stopped(struct search *s)
{
	sqlite3_stmt *ask = db_prepare(s->c, "SELECT 1", NULL);
	bool stopped = ask && sqlite3_step(ask) == SQLITE_INTERRUPT;
	if (ask)
		sqlite3_reset(ask);
	return stopped;
}

int search_sources(struct search *s)
{
	if (s->sources)
		return 0;
	if (source_table_load(&s->sources, s->c, s->err) < 0)
		return sqlite3_errcode(s->c->db) == SQLITE_INTERRUPT ? 1 : -1;
	const struct source_table *t = s->sources;
	for (size_t i = 0; i < t->n; i++)
		if (t->entries[i].articles && s->max < t->entries[i].first + t->entries[i].articles - 1)
			s->max = t->entries[i].first + t->entries[i].articles - 1;
	return 0;
}

void search_release(struct search *s)
{
	source_table_free(s->sources);
	s->sources = NULL;
}

void search_universe(const struct search *s, struct docset *out)
{
	docset_init(out, s->max);
	for (size_t i = 0; i < s->sources->n; i++)
		docset_add_range(out, s->sources->entries[i].first, s->sources->entries[i].articles);
}

int search_rc(struct search *s, int sqlite_rc)
{
	switch (sqlite_rc & 0xff) {
	case SQLITE_DONE:
	case SQLITE_OK:
	case SQLITE_ROW:
		return 0;
	case SQLITE_INTERRUPT:
		return 1;
	default:
		return db_error(s->c, s->err);
	}
}

void search_text_release(struct search_text *t)
{
	buf_release(&t->match);
	buf_release(&t->uses);
}

void search_nodes_add(struct search_nodes *l, const struct query_node *n)
{
	l->at = mem_grow(l->at, &l->cap, l->n + 1, sizeof *l->at);
	l->at[l->n++] = n;
}

static void add_term(void *payload, const struct query_node *n)
{
	search_nodes_add(payload, n);
}

bool search_text_positive(struct search_text *t, const struct query_node *root)
{
	struct search_nodes all = { 0 };
	if (!query_has_regex(root))
		query_each_positive(root, add_term, &all);
	else if (root->op == QUERY_AND)
		for (size_t i = 0; i < root->n; i++)
			if (!query_has_regex(root->child[i]))
				query_each_positive(root->child[i], add_term, &all);
	if (all.n)
		query_compile_any(all.at, all.n, &t->match, &t->uses);
	free(all.at);
	return all.n > 0;
}

sqlite3_stmt *search_rows(struct search *s, struct search_text *t, doc_id from, doc_id to, const struct docset *within)
{
	sqlite3_stmt *rows = db_prepare(s->c,
	                                "SELECT rowid, lede_hits(fts, ?2, ?6) FROM fts WHERE fts MATCH ?1"
	                                " AND rowid BETWEEN ?3 AND ?4 AND lede_in(?5, rowid) ORDER BY rowid",
	                                s->err);
	if (!rows)
		return NULL;
	sqlite3_bind_text(rows, 1, t->match.p, (int)t->match.len, SQLITE_STATIC);
	sqlite3_bind_blob(rows, 2, t->uses.p, (int)t->uses.len, SQLITE_STATIC);
	sqlite3_bind_int64(rows, 3, from);
	sqlite3_bind_int64(rows, 4, to);
	sqlite3_bind_pointer(rows, 5, (void *)within, DOCSET_POINTER, NULL);
	sqlite3_bind_pointer(rows, 6, &t->score, SEARCH_SCORE_POINTER, NULL);
	return rows;
}

static int eval_text(struct search *s, const struct search_text *t, struct docset *out)
{
	sqlite3_stmt *rows = db_prepare(s->c, "SELECT rowid FROM fts WHERE fts MATCH ?1 ORDER BY rowid", s->err);
	if (!rows)
		return -1;
	int rc;
	sqlite3_bind_text(rows, 1, t->match.p, (int)t->match.len, SQLITE_STATIC);
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW)
		docset_add(out, (doc_id)sqlite3_column_int64(rows, 0));
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	return rc;
}

static int eval_text_node(struct search *s, const struct query_node *n, struct docset *out)
{
	if (search_is_walked(n))
		return search_prefix(s, n, NULL, out, NULL);
	struct search_text t = { 0 };
	docset_init(out, s->max);
	query_compile(n, &t.match, &t.uses);
	int rc = eval_text(s, &t, out);
	search_text_release(&t);
	return rc;
}

static int eval_not(struct search *s, const struct query_node *n, struct docset *out)
{
	struct docset without;
	search_universe(s, out);
	int rc = search_eval(s, n->child[0], &without);
	if (rc == 0)
		docset_and_not(out, &without);
	docset_release(&without);
	return rc;
}

static int eval_list(struct search *s, const struct query_node *n, struct docset *out)
{
	int rc = search_eval(s, n->child[0], out);
	for (size_t i = 1; rc == 0 && i < n->n; i++) {
		struct docset next;
		rc = search_eval(s, n->child[i], &next);
		if (rc == 0 && n->op == QUERY_AND)
			docset_and(out, &next);
		else if (rc == 0)
			docset_or(out, &next);
		docset_release(&next);
	}
	return rc;
}

int search_eval(struct search *s, const struct query_node *n, struct docset *out)
{
	*out = (struct docset){ 0 };
	int rc = search_sources(s);
	if (rc)
		return rc;
	if (query_is_text(n))
		return eval_text_node(s, n, out);
	if (n->op == QUERY_FILTER)
		return search_filter(s, n, out);
	return n->op == QUERY_NOT ? eval_not(s, n, out) : eval_list(s, n, out);
}

/* Narrows the plan's set by another, which is taken over. */
static void narrow(struct search_plan *p, struct docset *more)
{
	if (p->filtered) {
		docset_and(&p->rest, more);
		docset_release(more);
	} else {
		p->rest = *more;
		p->filtered = true;
	}
}

/* Narrows it by one more part of an AND. */
static int plan_rest(struct search *s, struct search_plan *p, const struct query_node *part)
{
	struct docset more;
	int rc = search_eval(s, part, &more);
	if (rc == 0)
		narrow(p, &more);
	else
		docset_release(&more);
	return rc;
}

static int plan_filter(struct search *s, struct search_plan *p, const struct query_node *n)
{
	bool late;
	int rc = search_is_late(s, n, &late);
	if (rc)
		return rc;
	if (!late)
		return plan_rest(s, p, n);
	search_nodes_add(&p->late, n);
	return 0;
}

int search_plan_settle(struct search *s, struct search_plan *p)
{
	int rc = 0;
	for (; rc == 0 && p->late.n; p->late.n -= rc == 0)
		rc = plan_rest(s, p, p->late.at[p->late.n - 1]);
	return rc;
}

static int plan_part(struct search *s, struct search_plan *p, const struct query_node *n, bool positive)
{
	if (query_has_regex(n))
		search_nodes_add(&p->tests, n);
	else if (positive && query_is_text_or_not(n))
		search_nodes_add(&p->nodes, n);
	else
		return plan_filter(s, p, n);
	return 0;
}

static int plan_and(struct search *s, struct search_plan *p, const struct query_node *n)
{
	bool positive = false;
	for (size_t i = 0; i < n->n; i++)
		positive |= query_is_text(n->child[i]);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n->n; i++)
		rc = plan_part(s, p, n->child[i], positive);
	return rc;
}

/* Nothing narrows what is to be tested: it is everything. */
static int plan_everything(struct search *s, struct search_plan *p)
{
	int rc = search_sources(s);
	if (rc == 0)
		search_universe(s, &p->rest);
	p->filtered = rc == 0;
	return rc;
}

int search_plan(struct search *s, struct search_plan *p)
{
	const struct query_node *root = s->q->root;
	int rc = 0;
	*p = (struct search_plan){ 0 };
	if (root->op == QUERY_AND)
		rc = plan_and(s, p, root);
	else
		rc = plan_part(s, p, root, query_is_text(root));
	if (rc == 0 && (!p->nodes.n || p->late.n) && !p->filtered)
		rc = plan_everything(s, p);
	if (rc == 0 && p->nodes.n)
		query_compile_all(p->nodes.at, p->nodes.n, &p->text.match, &p->text.uses);
	return rc;
}

static int plan_prefix(struct search *s, struct search_plan *p, const struct query_node *phrase,
                       struct query_score *scores)
{
	struct docset more;
	int rc = search_prefix(s, phrase, p->filtered ? &p->rest : NULL, &more, scores);
	if (rc == 0)
		narrow(p, &more);
	else
		docset_release(&more);
	return rc;
}

int search_plan_prefixes(struct search *s, struct search_plan *p, struct query_score *scores)
{
	struct search_nodes nodes = p->nodes;
	bool positive = false;
	int rc = 0;
	p->nodes = (struct search_nodes){ 0 };
	search_text_release(&p->text);
	p->text = (struct search_text){ 0 };
	for (size_t i = 0; i < nodes.n; i++)
		positive |= nodes.at[i]->op != QUERY_NOT && !search_is_walked(nodes.at[i]);
	for (size_t i = 0; rc == 0 && i < nodes.n; i++)
		if (search_is_walked(nodes.at[i]))
			rc = plan_prefix(s, p, nodes.at[i], scores);
		else
			rc = plan_part(s, p, nodes.at[i], positive);
	free(nodes.at);
	if (rc == 0 && p->nodes.n)
		query_compile_all(p->nodes.at, p->nodes.n, &p->text.match, &p->text.uses);
	return rc;
}

void search_plan_release(struct search_plan *p)
{
	search_text_release(&p->text);
	docset_release(&p->rest);
	free(p->nodes.at);
	free(p->late.at);
	free(p->tests.at);
}
