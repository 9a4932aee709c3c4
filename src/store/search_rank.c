/*
 * The best docs of a query, found while the query runs: each doc comes with the sum of what its phrases say (query_score.h) and the
 * heaviest are kept in a heap, so ranking reads nothing twice. What is left of BM25, that the same words say less in a longer
 * article, is looked up at the end, for the candidates alone.
 */
#include <math.h>
#include <stdlib.h>

#include "lede/token.h"
#include "search_internal.h"

enum {
	SPARE = 2, /* candidates for each place */
	SPARE_MIN = 64,
	BYTES_A_WORD = 6,
	BEGINNING_SHARE = 64 /* one article in so many has the word that is being typed, at the least */
};

/* How much of an article's weight depends on its length. */
#define LENGTH_SHARE 0.35f

struct ranked {
	float weight;
	doc_id doc;
};

struct search_best {
	struct ranked *at; /* a heap with the worst on top; settled: the best first */
	size_t n, cap, limit, candidates;
	bool settled;
	doc_id *docs;
};

struct search_best *search_best_new(size_t limit)
{
	struct search_best *b = mem_zalloc(1, sizeof *b);
	b->limit = limit;
	b->candidates = limit > SIZE_MAX / SPARE - SPARE_MIN ? limit : SPARE * limit + SPARE_MIN;
	return b;
}

void search_best_free(struct search_best *b)
{
	if (!b)
		return;
	free(b->at);
	free(b->docs);
	free(b);
}

static bool is_worse(struct ranked a, struct ranked b)
{
	return a.weight < b.weight || (a.weight <= b.weight && a.doc > b.doc);
}

static void sift_up(struct search_best *b, size_t i)
{
	while (i && is_worse(b->at[i], b->at[(i - 1) / 2])) {
		struct ranked up = b->at[i];
		b->at[i] = b->at[(i - 1) / 2];
		b->at[(i - 1) / 2] = up;
		i = (i - 1) / 2;
	}
}

static void sift_down(struct search_best *b)
{
	for (size_t i = 0;;) {
		size_t worst = i;
		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < b->n; child++)
			if (is_worse(b->at[child], b->at[worst]))
				worst = child;
		if (worst == i)
			return;
		struct ranked down = b->at[i];
		b->at[i] = b->at[worst];
		b->at[worst] = down;
		i = worst;
	}
}

void search_best_offer(struct search_best *b, doc_id doc, float weight)
{
	struct ranked r = { weight, doc };
	if (b->n < b->candidates) {
		b->at = mem_grow(b->at, &b->cap, b->n + 1, sizeof *b->at);
		b->at[b->n] = r;
		sift_up(b, b->n++);
	} else if (is_worse(b->at[0], r)) {
		b->at[0] = r;
		sift_down(b);
	}
}

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return is_worse(*x, *y) ? 1 : is_worse(*y, *x) ? -1 : 0;
}

/* Words of an article as SQLite has them; 0 where it is gone. */
static int words_of(struct search *s, doc_id doc, sqlite3_int64 *words)
{
	sqlite3_stmt *row = db_prepare(s->c, "SELECT words FROM article WHERE doc = ?1", s->err);
	if (!row)
		return -1;
	sqlite3_bind_int64(row, 1, doc);
	int rc = sqlite3_step(row);
	*words = rc == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	sqlite3_reset(row);
	return search_rc(s, rc);
}

static int weigh_lengths(struct search_best *b, struct search *s)
{
	struct cache_totals totals;
	if (cache_totals(s->c, &totals, s->err) < 0)
		return -1;
	float count = (float)(totals.articles + totals.briefs), bytes = (float)totals.text_bytes;
	float average = count > 0 && bytes > 0 ? bytes / count / BYTES_A_WORD : 1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		sqlite3_int64 words = 0;
		if (b->at[i].weight > 0 && (rc = words_of(s, b->at[i].doc, &words)) == 0)
			b->at[i].weight /= 1 - LENGTH_SHARE + LENGTH_SHARE * (float)words / average;
	}
	return rc;
}

int search_best_settle(struct search_best *b, struct search *s)
{
	int rc = weigh_lengths(b, s);
	if (rc)
		return rc;
	if (b->n)
		qsort(b->at, b->n, sizeof *b->at, compare_ranked);
	if (b->n > b->limit)
		b->n = b->limit;
	b->docs = mem_alloc((b->n + 1) * sizeof *b->docs);
	for (size_t i = 0; i < b->n; i++)
		b->docs[i] = b->at[i].doc;
	b->settled = true;
	return 0;
}

const doc_id *search_best_docs(const struct search_best *b, size_t *n)
{
	*n = b->settled ? b->n : 0;
	return b->settled ? b->docs : NULL;
}

/* ---- how rare words are */

/* In how many articles the rarest of a phrase's words stands. What may be only the beginning of a word is not taken for a rare one. */
static uint64_t rarest(struct cache *c, const struct query_node *phrase, uint64_t all)
{
	uint64_t least = all;
	for (size_t i = 0; i < phrase->n_tokens; i++) {
		const struct query_token *t = &phrase->tokens[i];
		long counted = term_count(c, token_hash(t->text, t->len), NULL);
		uint64_t n = counted < 0 ? all : (uint64_t)counted;
		if (phrase->prefix && i + 1 == phrase->n_tokens && n < all / BEGINNING_SHARE)
			n = all / BEGINNING_SHARE;
		if (n < least)
			least = n;
	}
	return least;
}

static void weigh(struct cache *c, struct query_node *n, uint64_t all)
{
	if (n->op == QUERY_PHRASE)
		n->weight = query_score_rarity(rarest(c, n, all), all);
	for (size_t i = 0; i < n->n; i++)
		weigh(c, n->child[i], all);
}

void search_weigh(struct cache *c, struct query *q)
{
	struct cache_totals totals;
	if (q->root && cache_totals(c, &totals, NULL) == 0)
		weigh(c, q->root, totals.articles + totals.briefs);
}

static int forget(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	(void)payload, (void)docs, (void)hits, (void)n;
	return 0;
}

int search_ranked(struct cache *c, struct state *state, struct query *q, doc_id *out, size_t limit, struct err *err)
{
	struct search_best *b = search_best_new(limit);
	size_t n;
	int rc = search_run_best(c, state, q, forget, NULL, b, err);
	const doc_id *docs = search_best_docs(b, &n);
	for (size_t i = 0; rc == 0 && i < n; i++)
		out[i] = docs[i];
	search_best_free(b);
	if (rc == 1)
		err_set(err, "interrupted");
	return rc == 0 ? (int)n : -1;
}
