/*
 * Related stories in two steps. First the article's most telling words, heaviest
 * first, are looked up in the full-text index, and each doc in which one stands gains
 * its weight; a budget of rows keeps this short however large the archive is, so common words
 * never get that far. Then the best of these docs are read and compared word for word.
 *
 * A word weighs (1 + log of its count) times the log of its rarity (Salton and Buckley, "Term-weighting
 * approaches in automatic text retrieval", 1988), more if it is a name or stands in the
 * headline. Two texts are as alike as the cosine of their weights.
 */
#include "lede/related.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chunks.h"
#include "related_pool.h"
#include "related_terms.h"

enum {
	ROWS_BUDGET = 40000, /* rows of the index to be read for candidates */
	TERMS_MAX = 60,      /* words to be looked up */
	CANDIDATES = 60,     /* docs to be read and compared */
	NEAR_DAYS = 14
};

static const double NAME_BOOST = 1.5, HEADLINE_BOOST = 1.3, DATE_BOOST = 0.15, SCORE_MIN = 0.02;

struct finder {
	struct cache *c;
	struct err *err;
	double articles; /* in the cache */
	struct article article;
	struct related_terms terms; /* the article's */
	uint32_t *order;            /* its terms, heaviest first */
	double norm;                /* length of its vector of weights */
	struct related_terms other; /* a candidate's */
	struct buf text, index_text;
};

/* The words of an article as the index has them. 1, 0 it is gone, -1. */
static int read_terms(struct finder *f, doc_id doc, struct article *a, struct related_terms *out)
{
	int rc = cache_article_row(f->c, doc, a, f->err);
	if (rc != 1)
		return rc;
	buf_clear(&f->text);
	buf_clear(&f->index_text);
	if (chunks_read(f->c, a->source, a->start_off, a->end_off, &f->text, f->err) < 0) {
		article_release(a);
		return -1;
	}
	article_index_text(&f->index_text, a->blocks, a->n_blocks, buf_str(&f->text), a->start_off);
	related_terms_clear(out);
	related_terms_add(out, a->headline, strlen(a->headline), true);
	related_terms_add(out, buf_str(&f->index_text), f->index_text.len, false);
	return 1;
}

static bool is_number(const struct finder *f, const struct related_term *t)
{
	const char *p = f->terms.folded.p + t->text;
	return p[0] >= '0' && p[0] <= '9';
}

/* Rarity, 0 for a word that stands in about half of all articles or more. */
static double rarity(const struct finder *f, long count)
{
	double idf = log((f->articles + 1) / ((double)count + 1));
	return idf > 0 ? idf : 0;
}

static int weigh(struct finder *f)
{
	double sum = 0;
	for (size_t i = 0; i < f->terms.n; i++) {
		struct related_term *t = &f->terms.term[i];
		long count = term_count(f->c, t->hash, f->err);
		if (count < 0)
			return -1;
		double w = (1 + log(t->count)) * rarity(f, count);
		if (related_term_is_name(t))
			w *= NAME_BOOST;
		if (t->in_headline)
			w *= HEADLINE_BOOST;
		if (is_number(f, t))
			w *= 0.5;
		t->weight = (float)w;
		sum += w * w;
	}
	f->norm = sqrt(sum);
	return 0;
}

static int heavier_first(const void *a, const void *b, void *terms)
{
	const struct related_term *t = terms;
	float x = t[*(const uint32_t *)a].weight, y = t[*(const uint32_t *)b].weight;
	if (x != y)
		return x > y ? -1 : 1;
	return *(const uint32_t *)a < *(const uint32_t *)b ? -1 : 1;
}

static void order_terms(struct finder *f)
{
	f->order = mem_alloc((f->terms.n + 1) * sizeof *f->order);
	for (size_t i = 0; i < f->terms.n; i++)
		f->order[i] = (uint32_t)i;
	if (f->terms.n)
		qsort_r(f->order, f->terms.n, sizeof *f->order, heavier_first, f->terms.term);
}

/* Adds the docs of one term to the pool. Returns the rows read, or -1. */
static long gather_term(struct finder *f, const struct related_term *t, struct related_pool *pool, long budget)
{
	sqlite3_stmt *rows = db_prepare(f->c, "SELECT rowid FROM fts WHERE fts MATCH ?1 LIMIT ?2", f->err);
	if (!rows)
		return -1;
	char match[512];
	int len = snprintf(match, sizeof match, "{headline text}:\"%.*s\"", (int)t->text_len,
	                   f->terms.folded.p + t->text);
	sqlite3_bind_text(rows, 1, match, len, SQLITE_STATIC);
	sqlite3_bind_int64(rows, 2, budget);
	long n = 0;
	int rc;
	for (; (rc = sqlite3_step(rows)) == SQLITE_ROW; n++)
		related_pool_add(pool, (doc_id)sqlite3_column_int64(rows, 0), t->weight);
	if (rc != SQLITE_DONE)
		n = db_error(f->c, f->err);
	sqlite3_reset(rows);
	return n;
}

static int gather(struct finder *f, struct related_pool *pool)
{
	long left = ROWS_BUDGET;
	size_t taken = 0;
	for (size_t i = 0; i < f->terms.n && taken < TERMS_MAX && left > 0; i++) {
		const struct related_term *t = &f->terms.term[f->order[i]];
		long count = term_count(f->c, t->hash, f->err);
		if (count < 0)
			return -1;
		if (count < 2 || count > left || t->weight <= 0)
			continue;
		long rows = gather_term(f, t, pool, left);
		if (rows < 0)
			return -1;
		left -= rows;
		taken++;
	}
	return 0;
}

/* Days since some day, or -1 where the date has no day. */
static long day_number(const char *date)
{
	int y, m, d;
	if (sscanf(date, "%4d-%2d-%2d", &y, &m, &d) != 3)
		return -1;
	return (long)y * 372 + (m - 1) * 31 + d - 1;
}

static double date_factor(const struct article *a, const struct article *b)
{
	long x = day_number(a->date), y = day_number(b->date);
	if (x < 0 || y < 0)
		return 1;
	return 1 + DATE_BOOST * exp(-(double)labs(x - y) / NEAR_DAYS);
}

/* How alike two bags are: cosine of the weights. A word that the article does not have is taken to be as rare as its own are
 * on average: to look each up would cost more than the rest. */
static double likeness(const struct finder *f, const struct related_terms *other)
{
	double dot = 0, sum = 0, rare = 0, count = 0;
	for (size_t i = 0; i < f->terms.n; i++) {
		const struct related_term *t = &f->terms.term[i];
		rare += t->weight / (1 + log(t->count)) * (t->weight / (1 + log(t->count)));
		count++;
	}
	rare = count ? rare / count : 0;
	for (size_t i = 0; i < other->n; i++) {
		const struct related_term *o = &other->term[i];
		const struct related_term *t = related_terms_find(&f->terms, o->hash);
		double tf = 1 + log(o->count);
		if (t) {
			double w = t->weight * tf / (1 + log(t->count));
			dot += t->weight * w;
			sum += w * w;
		} else {
			sum += tf * tf * rare;
		}
	}
	return sum > 0 && f->norm > 0 ? dot / (f->norm * sqrt(sum)) : 0;
}

static void add_shared(struct related *r, const struct finder *f, const struct related_terms *other)
{
	size_t n = 0;
	for (size_t i = 0; i < f->terms.n && n < RELATED_SHARED_MAX; i++) {
		const struct related_term *t = &f->terms.term[f->order[i]];
		if (t->weight > 0 && related_terms_find(other, t->hash))
			r->shared[n++] = mem_strndup(f->terms.printed.p + t->printed, t->printed_len);
	}
}

static void add_related(struct finder *f, const struct article *a, const struct related_terms *other,
                        struct related *out, size_t *n)
{
	double score = likeness(f, other) * date_factor(&f->article, a);
	if (score < SCORE_MIN)
		return;
	struct related *r = &out[(*n)++];
	*r = (struct related){ .doc = a->doc, .score = (float)(score < 1 ? score : 1) };
	add_shared(r, f, other);
}

static int best_first(const void *a, const void *b)
{
	const struct related *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Reads and compares the candidates. Returns how many are kept, or -1. */
static int compare(struct finder *f, const struct related_weight *heavy, size_t n, struct related *out)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct article a;
		if (heavy[i].doc == f->article.doc)
			continue;
		int rc = read_terms(f, heavy[i].doc, &a, &f->other);
		if (rc < 0) {
			related_free(out, kept);
			return -1;
		}
		if (!rc)
			continue;
		if (memcmp(a.fingerprint, f->article.fingerprint, FINGERPRINT_LEN) != 0)
			add_related(f, &a, &f->other, out, &kept);
		article_release(&a);
	}
	if (kept)
		qsort(out, kept, sizeof *out, best_first);
	return (int)kept;
}

static int find(struct finder *f, size_t limit, struct related **out)
{
	struct related_pool pool = { 0 };
	struct related_weight heavy[CANDIDATES + 1];
	if (weigh(f) < 0)
		return -1;
	order_terms(f);
	if (gather(f, &pool) < 0) {
		related_pool_release(&pool);
		return -1;
	}
	size_t n = related_pool_heaviest(&pool, heavy, CANDIDATES + 1);
	related_pool_release(&pool);
	struct related *found = mem_zalloc(n + 1, sizeof *found);
	int kept = compare(f, heavy, n, found);
	for (size_t i = limit; kept > 0 && i < (size_t)kept; i++)
		for (size_t k = 0; k < RELATED_SHARED_MAX; k++)
			free(found[i].shared[k]);
	if (kept < 0)
		return -1;
	*out = found;
	return kept < (int)limit ? kept : (int)limit;
}

static int find_all(struct finder *f, doc_id doc, size_t limit, struct related **out)
{
	struct cache_totals totals;
	if (cache_totals(f->c, &totals, f->err) < 0)
		return -1;
	f->articles = (double)(totals.articles + totals.briefs);
	int rc = read_terms(f, doc, &f->article, &f->terms);
	if (rc == 0)
		return err_set(f->err, "this article is gone");
	return rc < 0 ? -1 : find(f, limit, out);
}

/* All of it sees one state of the cache: one read transaction. */
int related_find(struct cache *c, doc_id doc, size_t limit, struct related **out, struct err *err)
{
	struct finder f = { .c = c, .err = err };
	bool own = sqlite3_get_autocommit(c->db);
	*out = NULL;
	if (own && db_exec(c, "BEGIN", err) < 0)
		return -1;
	int rc = find_all(&f, doc, limit, out);
	if (own)
		sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
	if (f.article.headline)
		article_release(&f.article);
	free(f.order);
	related_terms_release(&f.terms);
	related_terms_release(&f.other);
	buf_release(&f.text);
	buf_release(&f.index_text);
	return rc;
}

void related_free(struct related *r, size_t n)
{
	for (size_t i = 0; r && i < n; i++)
		for (size_t k = 0; k < RELATED_SHARED_MAX; k++)
			free(r[i].shared[k]);
	free(r);
}
