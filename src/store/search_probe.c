/*
 * Before its first row FTS5 merges the rows of all words that have a prefix: for one or two letters, or for the
 * beginning of a common word, that takes from tens of milliseconds to seconds. But where hits are frequent the
 * first screenful of them stands close together; and where the rest of the query is rare, there is little to look at. So the expression
 * is asked without its prefixes (or, where nothing is left of it, every article in order), and what comes is read and tested.
 */
#include <stdlib.h>
#include <time.h>

#include "query_match.h"
#include "search_internal.h"

enum { PROBE_FEW = 128 /* where filters leave no more than these, they are read without asking the index */ };

static bool has_prefix(const struct query_node *n)
{
	if (n->op == QUERY_PHRASE)
		return n->prefix;
	for (size_t i = 0; i < n->n; i++)
		if (has_prefix(n->child[i]))
			return true;
	return false;
}

struct query_node search_shortened(const struct query_node *phrase)
{
	struct query_node n = *phrase;
	n.n_tokens--;
	n.text.len -= n.tokens[n.n_tokens].len + 1;
	n.prefix = false;
	return n;
}

struct weakening {
	struct search_nodes kept;
	struct query_node *cut; /* phrases of the query, shortened */
	size_t n_cut;
	bool positive;
};

/* What is left of a phrase or NEAR, or of another part where it has no prefix. */
static void weaken_part(struct weakening *w, const struct query_node *n)
{
	if (n->op == QUERY_PHRASE && n->prefix && n->n_tokens > 1) {
		w->cut[w->n_cut] = search_shortened(n);
		n = &w->cut[w->n_cut++];
	} else if (n->op == QUERY_NEAR && has_prefix(n)) { /* each of its phrases stands somewhere */
		for (size_t i = 0; i < n->n; i++)
			weaken_part(w, n->child[i]);
		return;
	} else if (has_prefix(n)) {
		return;
	}
	search_nodes_add(&w->kept, n);
	w->positive |= n->op != QUERY_NOT;
}

static size_t phrases_in(const struct search_nodes *nodes)
{
	size_t n = 0;
	for (size_t i = 0; i < nodes->n; i++)
		n += nodes->at[i]->op == QUERY_NEAR ? nodes->at[i]->n : 1;
	return n;
}

/* The expression that all hits match and that has no prefix. False where nothing is left of it. */
static bool weaken(const struct search_plan *p, struct search_text *out)
{
	struct weakening w = { .cut = mem_zalloc(phrases_in(&p->nodes), sizeof *w.cut) };
	for (size_t i = 0; i < p->nodes.n; i++)
		weaken_part(&w, p->nodes.at[i]);
	if (w.positive)
		query_compile_all(w.kept.at, w.kept.n, &out->match, &out->uses);
	free(w.kept.at);
	free(w.cut);
	return w.positive;
}

bool search_leaves_few(const struct search_plan *p, size_t n)
{
	size_t left = 0;
	if (!p->filtered || p->late.n)
		return false;
	for (doc_id doc = docset_next(&p->rest, 1); doc && left <= n; doc = docset_next(&p->rest, doc + 1))
		left++;
	return left <= n;
}

/* All hits are among the candidates: docs of the set, or of the rows where there is no set. */
struct prober {
	struct search *s;
	const struct search_plan *plan;
	struct search_article article;
	const struct docset *set;
	sqlite3_stmt *rows;
	bool few;
	size_t tested, tests_max;
	int64_t time_max_us;
	struct timespec start;
};

static bool matches(struct prober *p, struct query_score *score)
{
	const struct match_article *words = search_article_words(&p->article);
	*score = (struct query_score){ 0 };
	for (size_t i = 0; i < p->plan->nodes.n; i++) {
		const struct query_node *n = p->plan->nodes.at[i];
		if (!(search_is_prefix(n) ? match_beginning : match_tree)(n, words, score))
			return false;
	}
	return true;
}

static bool goes_on(const struct prober *p)
{
	struct timespec now;
	if (p->tested >= p->tests_max)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t us = (int64_t)(now.tv_sec - p->start.tv_sec) * 1000000 + (now.tv_nsec - p->start.tv_nsec) / 1000;
	return us <= p->time_max_us;
}

static sqlite3_stmt *all_from(struct search *s, doc_id from)
{
	sqlite3_stmt *rows = db_prepare(s->c, "SELECT doc FROM article WHERE doc >= ?1 ORDER BY doc", s->err);
	if (rows)
		sqlite3_bind_int64(rows, 1, from);
	return rows;
}

static bool set_candidates(struct prober *p, struct search_text *weak, doc_id from)
{
	const struct docset *rest = p->plan->filtered ? &p->plan->rest : NULL;
	if (!p->few && weaken(p->plan, weak))
		p->rows = search_rows(p->s, weak, from, UINT32_MAX, rest);
	else if (rest)
		p->set = rest;
	else
		p->rows = all_from(p->s, from);
	return p->rows || p->set;
}

/* 0 with the next doc, or with 0 where there are no more; 1, -1. */
static int next_candidate(struct prober *p, doc_id from, doc_id *doc)
{
	*doc = 0;
	if (p->set) {
		*doc = docset_next(p->set, from);
		return 0;
	}
	int step = sqlite3_step(p->rows);
	if (step == SQLITE_ROW)
		*doc = (doc_id)sqlite3_column_int64(p->rows, 0);
	return search_rc(p->s, step);
}

/* Tests one doc; *stop is set where the receiver has had enough. */
static int test_doc(struct prober *p, doc_id doc, search_found *found, void *payload, bool *stop)
{
	struct query_score score;
	bool passes;
	int rc = search_late_test(p->s, p->plan, doc, &passes);
	if (rc || !passes)
		return rc;
	rc = search_article_read(p->s, doc, &p->article);
	if (rc < 0 || rc == 2)
		return rc < 0 ? -1 : 1;
	p->tested++;
	*stop = found(payload, doc, rc == 1 && matches(p, &score) ? &score : NULL) != 0;
	return 0;
}

static int probe_docs(struct prober *p, search_found *found, void *payload, doc_id *next)
{
	int rc = 0;
	bool stop = false;
	while (rc == 0 && *next && !stop && goes_on(p)) {
		doc_id doc;
		rc = next_candidate(p, *next, &doc);
		if (rc == 0 && doc)
			rc = test_doc(p, doc, found, payload, &stop);
		if (rc == 0)
			*next = doc ? doc + 1 : 0;
	}
	return rc;
}

int search_probe(struct search *s, const struct search_plan *plan, size_t tests_max, int64_t time_max_us,
                 search_found *found, void *payload, doc_id *next)
{
	struct prober p = { .s = s, .plan = plan, .tests_max = tests_max, .time_max_us = time_max_us };
	struct search_text weak = { 0 };
	p.few = search_leaves_few(plan, PROBE_FEW);
	clock_gettime(CLOCK_MONOTONIC, &p.start);
	int rc = set_candidates(&p, &weak, *next) ? probe_docs(&p, found, payload, next) : -1;
	if (p.rows)
		sqlite3_reset(p.rows);
	search_text_release(&weak);
	search_article_release(&p.article);
	return rc;
}
