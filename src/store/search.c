/*
 * Running a query: rows of FTS5 in doc order, thinned by the sets that the
 * query's filters leave, handed out in batches; the first as soon as a screenful is there.
 *
 * All of a search sees one state of the cache: it is one read transaction.
 */
#include "lede/search.h"

#include <stdlib.h>
#include <time.h>

#include "search_test.h"

enum {
	SOON_US = 2000, /* what takes no longer is not worth any reading */
	PROBE_US = 3000,
	LUCKLESS_US = 20000, /* what takes longer is worth more reading where the first found nothing */
	PROBE_LONG_US = 250000,
	LONG_US = 1000000, /* what takes as long can wait for the next letter or two */
	DEAF_US = 30000,   /* no longer may nothing but the end be waited for */
	READ_US = 60,      /* an article, more or less */
	LATE_MS = 5,       /* filters that are put off are put off so long */
	WAIT_FIRST_MS = 3, /* what was found waits no longer where each article is read */
	WAIT_MS = 30
};

struct batch {
	struct search *s;
	search_sink *sink;
	void *payload;
	size_t n, limit;
	struct search_plan *plan; /* NULL: everything is found */
	struct search_test *test; /* NULL: none */
	int64_t flush_ms;         /* when what is there is to be handed out, full or not */
	int64_t settle_ms;        /* when filters that were put off are so no longer; 0: not known yet */
	doc_id docs[SEARCH_BATCH];
	uint32_t hits[SEARCH_BATCH];
};

static int flush(struct batch *b)
{
	if (!b->n)
		return 0;
	int rc = b->sink(b->payload, b->docs, b->hits, b->n);
	b->n = 0;
	b->limit = SEARCH_BATCH;
	return rc || search_stopped(b->s) ? 1 : 0;
}

static int64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t now_ms(void)
{
	return now_us() / 1000;
}

static bool waits_long(struct batch *b)
{
	int64_t now = b->n ? now_ms() : 0;
	if (now < b->flush_ms)
		return false;
	b->flush_ms = now + WAIT_MS;
	return true;
}

static void add(struct batch *b, doc_id doc, const struct query_score *score)
{
	b->docs[b->n] = doc;
	b->hits[b->n++] = score->hits;
	if (b->s->best)
		search_best_offer(b->s->best, doc, score->weight);
}

/* What was found goes out before the sets of late filters are made. */
static int settle(struct batch *b)
{
	int rc = b->plan->late.n ? flush(b) : 0;
	return rc ? rc : search_plan_settle(b->s, b->plan);
}

static int pass_late(struct batch *b, doc_id doc, bool *passes)
{
	*passes = true;
	if (!b->plan || !b->plan->late.n)
		return 0;
	if (!b->settle_ms)
		b->settle_ms = now_ms() + LATE_MS;
	if (b->limit == SEARCH_FIRST_BATCH && now_ms() < b->settle_ms)
		return search_late_test(b->s, b->plan, doc, passes);
	int rc = settle(b);
	*passes = docset_has(&b->plan->rest, doc);
	return rc;
}

static int hand_out(struct batch *b, doc_id doc, struct query_score score)
{
	bool matches;
	int rc = pass_late(b, doc, &matches);
	if (rc == 0 && matches && b->test)
		rc = search_test_doc(b->test, doc, &score, &matches);
	if (rc == 0 && matches)
		add(b, doc, &score);
	if (rc == 0 && (b->n >= b->limit || (b->test && waits_long(b))))
		rc = flush(b);
	return rc;
}

/* An empty query: everything, in doc order. */
static int run_everything(struct search *s, struct batch *b)
{
	const struct query_score nothing = { 0 };
	int rc = search_sources(s);
	for (size_t i = 0; rc == 0 && i < s->sources->n; i++) {
		const struct source_entry *e = &s->sources->entries[s->sources->by_doc[i]];
		for (doc_id d = 0; rc == 0 && d < e->articles; d++)
			rc = hand_out(b, e->first + d, nothing);
	}
	return rc;
}

static int take_probed(void *payload, doc_id doc, const struct query_score *score)
{
	struct batch *b = payload;
	if (score)
		add(b, doc, score);
	return b->n == b->limit;
}

static int take_read(void *payload, doc_id doc, const struct query_score *score)
{
	struct batch *b = payload;
	if (score)
		add(b, doc, score);
	return b->n == b->limit || waits_long(b);
}

static int take_one(void *payload, doc_id doc, const struct query_score *score)
{
	if (score)
		add(payload, doc, score);
	return score != NULL;
}

static int probe(struct search *s, const struct search_plan *p, struct batch *b, int64_t us, search_found *take,
                 doc_id *next)
{
	int rc = search_probe(s, p, SIZE_MAX, us, take, b, next);
	return rc ? rc : flush(b);
}

static int read_on(struct search *s, const struct search_plan *p, struct batch *b, int64_t us, doc_id *next)
{
	int64_t end = now_us() + us, left = us;
	int rc = 0;
	for (; rc == 0 && *next && left > 0; left = end - now_us())
		rc = probe(s, p, b, left, take_read, next);
	return rc;
}

static int last_doc(struct search *s, const struct search_plan *p, doc_id *doc)
{
	if (p->filtered && !p->late.n) {
		*doc = docset_last(&p->rest);
		return 0;
	}
	sqlite3_stmt *row = db_prepare(s->c, "SELECT max(doc) FROM article", s->err);
	if (!row)
		return -1;
	int step = sqlite3_step(row);
	*doc = step == SQLITE_ROW ? (doc_id)sqlite3_column_int64(row, 0) : 0;
	sqlite3_reset(row);
	return search_rc(s, step);
}

/* How long to go on reading, when it took so long to come from a doc to the next. Reading can be given up at any moment and takes
 * no memory, so all is read where that is quicker, or where the expression would be deaf for long; and where it takes seconds,
 * for as long as somebody who types needs for the next letter or two. */
static int reading_time(struct search *s, const struct search_plan *p, const struct search_cost *cost, doc_id from,
                        doc_id next, int64_t took, int64_t *us)
{
	int64_t other = cost->words_us + cost->merge_us;
	doc_id last = 0;
	int rc = last_doc(s, p, &last);
	int64_t left = last < next || next == from ? 0 : took * (last - next) / (next - from);
	*us = other > LONG_US ? PROBE_LONG_US : 0;
	if (cost->merge_us > DEAF_US)
		*us = INT64_MAX / 2;
	else if (left < other || search_leaves_few(p, (size_t)(other / READ_US)))
		*us = 2 * other; /* however slowly the rest may go */
	return rc;
}

/* What can be found at once is handed out at once. */
static int run_first(struct search *s, struct search_plan *p, struct batch *b, int64_t other, doc_id *next)
{
	bool late = p->late.n > 0;
	int rc = probe(s, p, b, other < PROBE_US ? other : PROBE_US, take_probed, next);
	if (rc == 0 && *next && late)
		rc = settle(b);
	if (rc == 0 && *next && late) /* its time may have gone on what the late filters kept out */
		rc = probe(s, p, b, PROBE_US, take_probed, next);
	if (rc == 0 && *next && b->limit == SEARCH_FIRST_BATCH && other >= LUCKLESS_US)
		rc = probe(s, p, b, other / 2, take_one, next);
	return rc;
}

static int run_probe(struct search *s, struct search_plan *p, struct batch *b, doc_id *next)
{
	struct search_cost cost;
	if (b->test) /* what is tested anyway needs no help */
		return 0;
	int rc = search_cost(s, p, &cost);
	int64_t other = cost.words_us + cost.merge_us, start = now_us(), us = 0;
	if (rc || other <= SOON_US)
		return rc;
	doc_id from = *next;
	rc = run_first(s, p, b, other, next);
	if (rc == 0 && *next)
		rc = reading_time(s, p, &cost, from, *next, now_us() - start, &us);
	return rc ? rc : read_on(s, p, b, us, next);
}

/* more: of each doc what is to be said beside the rows; NULL: nothing. */
static int run_rows(struct search *s, struct search_plan *p, const struct query_score *more, struct batch *b,
                    doc_id from, doc_id to)
{
	sqlite3_stmt *rows = search_rows(s, &p->text, from, to, p->filtered ? &p->rest : NULL);
	if (!rows)
		return -1;
	int step, rc = 0;
	while (rc == 0 && (step = sqlite3_step(rows)) == SQLITE_ROW) {
		doc_id doc = (doc_id)sqlite3_column_int64(rows, 0);
		struct query_score score = p->text.score;
		if (more)
			query_score_join(&score, more[doc]);
		rc = hand_out(b, doc, score);
	}
	if (rc == 0)
		rc = search_rc(s, step);
	sqlite3_reset(rows);
	return rc;
}

static bool has_prefix(const struct search_plan *p)
{
	bool found = false;
	for (size_t i = 0; i < p->nodes.n; i++)
		found |= search_is_walked(p->nodes.at[i]);
	return found;
}

/* From a doc on, with the beginnings of words as a set. */
static int run_prefixes(struct search *s, struct search_plan *p, struct batch *b, doc_id from)
{
	int rc = settle(b);
	if (rc == 0)
		rc = search_sources(s);
	struct query_score *scores = mem_zalloc((size_t)s->max + 1, sizeof *scores);
	if (rc == 0)
		rc = search_plan_prefixes(s, p, scores);
	doc_id doc = rc == 0 ? docset_next(&p->rest, from) : 0;
	if (doc && p->text.match.len)
		rc = run_rows(s, p, scores, b, doc, docset_last(&p->rest));
	else
		for (; rc == 0 && doc; doc = docset_next(&p->rest, doc + 1))
			rc = hand_out(b, doc, scores[doc]);
	free(scores);
	return rc;
}

static int run_text(struct search *s, struct search_plan *p, struct batch *b)
{
	doc_id from = p->filtered ? docset_next(&p->rest, 1) : 1;
	doc_id to = p->filtered ? docset_last(&p->rest) : UINT32_MAX;
	if (!from)
		return 0;
	int rc = run_probe(s, p, b, &from);
	if (rc || !from)
		return rc;
	return has_prefix(p) ? run_prefixes(s, p, b, from) : run_rows(s, p, NULL, b, from, to);
}

/* How often the query's terms stand in docs that were found as a set: rows of all terms, walked along with the set. */
struct counter {
	sqlite3_stmt *rows; /* NULL: the query has no terms, or the rows have ended */
	doc_id at;
	struct search_text terms;
};

static int counter_step(struct search *s, struct counter *k)
{
	int step = sqlite3_step(k->rows);
	if (step == SQLITE_ROW) {
		k->at = (doc_id)sqlite3_column_int64(k->rows, 0);
		return 0;
	}
	sqlite3_reset(k->rows);
	k->rows = NULL;
	return search_rc(s, step);
}

static int counter_go(struct search *s, struct counter *k, doc_id doc)
{
	int rc = 0;
	while (rc == 0 && k->rows && k->at < doc)
		rc = counter_step(s, k);
	return rc;
}

static int run_set(struct search *s, const struct docset *set, struct batch *b)
{
	const struct query_score nothing = { 0 };
	struct counter k = { 0 };
	doc_id doc = docset_next(set, 1);
	if (doc && search_text_positive(&k.terms, s->q->root) &&
	    !(k.rows = search_rows(s, &k.terms, doc, docset_last(set), set))) {
		search_text_release(&k.terms);
		return -1;
	}
	int rc = 0;
	for (; rc == 0 && doc; doc = docset_next(set, doc + 1)) {
		rc = counter_go(s, &k, doc);
		if (rc == 0)
			rc = hand_out(b, doc, k.rows && k.at == doc ? k.terms.score : nothing);
	}
	if (k.rows)
		sqlite3_reset(k.rows);
	search_text_release(&k.terms);
	return rc;
}

static int run_query(struct search *s, struct batch *b)
{
	struct search_plan p;
	if (query_is_empty(s->q))
		return run_everything(s, b);
	b->plan = &p;
	int rc = search_plan(s, &p);
	if (rc == 0 && p.tests.n)
		rc = search_test_new(&b->test, s, &p.tests);
	if (rc == 0)
		rc = p.text.match.len ? run_text(s, &p, b) : run_set(s, &p.rest, b);
	search_test_free(b->test);
	search_plan_release(&p);
	b->plan = NULL;
	return rc;
}

static struct batch *batch_new(struct search *s, search_sink *sink, void *payload)
{
	struct batch *b = mem_alloc(sizeof *b);
	b->s = s;
	b->sink = sink;
	b->payload = payload;
	b->n = 0;
	b->limit = SEARCH_FIRST_BATCH;
	b->plan = NULL;
	b->test = NULL;
	b->flush_ms = now_ms() + WAIT_FIRST_MS;
	b->settle_ms = 0;
	return b;
}

static int collect(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	(void)hits;
	for (size_t i = 0; i < n; i++)
		docset_add(payload, docs[i]);
	return 0;
}

int search_collect(struct search *s, struct docset *out)
{
	int rc = search_sources(s);
	docset_init(out, s->max);
	if (rc)
		return rc;
	struct batch *b = batch_new(s, collect, out);
	rc = run_query(s, b);
	if (rc == 0)
		rc = flush(b);
	free(b);
	return rc;
}

static int run(struct search *s, search_sink *sink, void *payload)
{
	struct batch *b = batch_new(s, sink, payload);
	int rc = search_begin(s);
	if (rc == 0)
		rc = run_query(s, b);
	if (rc == 0 && s->best)
		rc = search_best_settle(s->best, s);
	search_end(s);
	if (rc == 0)
		rc = flush(b);
	search_release(s);
	free(b);
	return rc;
}

int search_run(struct cache *c, struct state *state, const struct query *q, search_sink *sink, void *payload,
               struct err *err)
{
	struct search s = { .c = c, .state = state, .q = q, .err = err };
	return run(&s, sink, payload);
}

int search_run_best(struct cache *c, struct state *state, struct query *q, search_sink *sink, void *payload,
                    struct search_best *best, struct err *err)
{
	struct search s = { .c = c, .state = state, .q = q, .err = err, .best = best };
	search_weigh(c, q);
	return run(&s, sink, payload);
}
