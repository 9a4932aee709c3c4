/*
 * Before its first row FTS5 merges the rows of all words that have a prefix: for one or two letters, or for the
 * beginning of a common word, that takes from tens of milliseconds to seconds. But where hits are that frequent the
 * first screenful of them stands close together. So the expression is asked without its prefixes (or, where nothing is left of it,
 * every article in order), and what comes is read and tested. As soon as that turns out to be slow going, or a
 * screenful is there, or its time is up, the full expression goes on where this stopped.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "query_match.h"
#include "search_internal.h"

enum {
	PROBE_ARTICLES = 4000, /* a smaller archive has no expression that is long in starting */
	PROBE_FAIR = 32,       /* articles tested before its luck is judged */
	PROBE_LUCK = 10,       /* one in so many must be a hit */
	PROBE_FEW = 128,       /* where filters leave no more than these, to read them is quickest whatever they hold */
	PROBE_SHORT = 2,     /* letters of a prefix so short that merging its words takes seconds in a large archive */
	PROBE_LARGE = 200000 /* articles of a large archive */
};

static size_t letters(const struct query_token *t)
{
	size_t n = 0;
	for (uint32_t i = 0; i < t->len; i++)
		n += ((unsigned char)t->text[i] & 0xC0) != 0x80;
	return n;
}

/* The length of the shortest prefix in a tree, or 0 where there is none. */
static size_t shortest_prefix(const struct query_node *n)
{
	size_t shortest = 0;
	if (n->op == QUERY_PHRASE)
		return n->prefix ? letters(&n->tokens[n->n_tokens - 1]) : 0;
	for (size_t i = 0; i < n->n; i++) {
		size_t len = shortest_prefix(n->child[i]);
		if (len && (!shortest || len < shortest))
			shortest = len;
	}
	return shortest;
}

static bool has_prefix(const struct query_node *n)
{
	return shortest_prefix(n) > 0;
}

enum search_start search_start(struct search *s, const struct search_plan *p)
{
	struct cache_totals totals;
	bool any = false, brief = false;
	for (size_t i = 0; i < p->nodes.n; i++) {
		size_t len = shortest_prefix(p->nodes.at[i]);
		any |= len > 0;
		brief |= len && len <= PROBE_SHORT;
	}
	if (!any || cache_totals(s->c, &totals, NULL) < 0 || totals.articles < PROBE_ARTICLES)
		return SEARCH_STARTS_AT_ONCE;
	return brief && totals.articles >= PROBE_LARGE ? SEARCH_STARTS_LATE : SEARCH_STARTS_SLOWLY;
}

/* A phrase without its last word. It borrows from the phrase. */
static struct query_node shortened(const struct query_node *phrase)
{
	struct query_node n = *phrase;
	n.n_tokens--;
	n.text.len -= n.tokens[n.n_tokens].len + 1;
	n.prefix = false;
	return n;
}

/* The expression that all hits match and that has no prefix. False where nothing is left of it. */
static bool weaken(const struct search_plan *p, struct search_text *out)
{
	struct search_nodes kept = { 0 };
	struct query_node *cut = mem_zalloc(p->nodes.n, sizeof *cut);
	bool positive = false;
	for (size_t i = 0; i < p->nodes.n; i++) {
		const struct query_node *n = p->nodes.at[i];
		if (n->op == QUERY_PHRASE && n->prefix && n->n_tokens > 1) {
			cut[i] = shortened(n);
			n = &cut[i];
		} else if (has_prefix(n)) {
			continue;
		}
		search_nodes_add(&kept, n);
		positive |= n->op != QUERY_NOT;
	}
	if (positive)
		query_compile_all(kept.at, kept.n, &out->match, &out->uses);
	free(kept.at);
	free(cut);
	return positive;
}

bool search_leaves_few(const struct search_plan *p)
{
	size_t n = 0;
	if (!p->filtered || p->late.n)
		return false;
	for (doc_id doc = docset_next(&p->rest, 1); doc && n <= PROBE_FEW; doc = docset_next(&p->rest, doc + 1))
		n++;
	return n <= PROBE_FEW;
}

/* All hits are among the candidates: docs of the set, or of the rows where there is no set. */
struct prober {
	struct search *s;
	const struct search_plan *plan;
	struct search_article article;
	const struct docset *set;
	sqlite3_stmt *rows;
	bool few;
	size_t tested, found, tests_max;
	long time_max_ns;
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

static bool time_is_up(const struct prober *p)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - p->start.tv_sec) * 1000000000L + now.tv_nsec - p->start.tv_nsec > p->time_max_ns;
}

static bool goes_on(const struct prober *p)
{
	if (p->tested >= p->tests_max || (!p->few && p->tested >= PROBE_FAIR && p->found * PROBE_LUCK < p->tested))
		return false;
	return !time_is_up(p);
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
	if (rc == 1 && matches(p, &score)) {
		p->found++;
		*stop = found(payload, doc, &score) != 0;
	}
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

int search_probe(struct search *s, const struct search_plan *plan, size_t tests_max, int time_max_ms,
                 search_found *found, void *payload, doc_id *next)
{
	struct prober p = { .s = s, .plan = plan, .tests_max = tests_max, .time_max_ns = time_max_ms * 1000000L };
	struct search_text weak = { 0 };
	p.few = search_leaves_few(plan);
	clock_gettime(CLOCK_MONOTONIC, &p.start);
	int rc = set_candidates(&p, &weak, *next) ? probe_docs(&p, found, payload, next) : -1;
	if (p.rows)
		sqlite3_reset(p.rows);
	search_text_release(&weak);
	search_article_release(&p.article);
	return rc;
}
