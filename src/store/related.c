/*
 * Related stories in two steps. First the article's most telling words, heaviest
 * first, are looked up in the full-text index, and each doc in which one stands gains
 * its weight; a budget of rows keeps this short however large the archive is, so common words
 * never get that far. Then the best of these docs are read and compared word for word.
 *
 * A word weighs (1 + log of its count) times the log of its rarity (Salton and Buckley, "Term-weighting
 * approaches in automatic text retrieval", 1988), more if it is a name. Two texts are as alike as the cosine of their weights.
 */
#include "lede/related.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chunks.h"
#include "lede/unicode.h"
#include "related_pool.h"
#include "related_terms.h"

enum {
	ROWS_BUDGET = 15000, /* rows of the index to be read for candidates */
	TERMS_MAX = 25,      /* words to be looked up */
	CANDIDATES = 40,     /* docs to be read and compared */
	NEAR_DAYS = 14
};

static const double NAME_BOOST = 1.5, DATE_BOOST = 0.15, SCORE_MIN = 0.02;
/* Texts of whose words so large a part is the same are one story, printed twice. */
static const double SAME_STORY = 0.9;

struct finder {
	struct cache *c;
	struct err *err;
	double articles; /* in the cache */
	struct article article;
	struct buf article_text;
	struct related_terms terms; /* the article's */
	struct related_sketch sketch;
	uint32_t *after; /* for each term the one that follows it where it is first printed, or RELATED_NONE */
	uint32_t *order; /* its terms, heaviest first */
	double norm;     /* length of its vector of weights */
	struct related_terms other; /* a candidate's */
	struct buf text, other_text;
};

/* A candidate that was compared. */
struct candidate {
	struct related related;
	struct related_sketch sketch;
};

/* The words of an article as the index has them; index_text gets their text. 1, 0 it is gone, -1. */
static int read_terms(struct finder *f, doc_id doc, struct article *a, struct related_terms *out,
                      struct buf *index_text)
{
	int rc = cache_article_row(f->c, doc, a, f->err);
	if (rc != 1)
		return rc;
	buf_clear(&f->text);
	buf_clear(index_text);
	if (chunks_read(f->c, a->source, a->start_off, a->end_off, &f->text, f->err) < 0) {
		article_release(a);
		return -1;
	}
	article_index_text(index_text, a->blocks, a->n_blocks, buf_str(&f->text), a->start_off);
	related_terms_clear(out);
	related_terms_add(out, a->headline, strlen(a->headline), true);
	related_terms_add(out, buf_str(index_text), index_text->len, false);
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

/* Whether the second of two shared terms goes on where the first ends: names are shown whole, and so are words of more than
 * two characters in scripts without spaces. */
static bool goes_on(const struct related_term *a, const struct related_term *b)
{
	if (a->in_headline != b->in_headline || b->start < a->start || b->start > a->end + 2)
		return false;
	return a->pair ? b->pair && b->start <= a->end : related_term_is_name(a) && related_term_is_name(b);
}

struct shared {
	const struct finder *f;
	const struct related_terms *other;
	bool *shown; /* for each term */
};

static bool can_show(const struct shared *s, uint32_t i)
{
	const struct related_term *t = &s->f->terms.term[i];
	return t->weight > 0 && !s->shown[i] && related_terms_find(s->other, t->hash);
}

/* A term, with what goes before and after it if that is shared too, as printed. */
static char *show_term(struct shared *s, uint32_t i)
{
	const struct related_term *term = s->f->terms.term;
	uint32_t first = i, last = i, next;
	s->shown[i] = true;
	while ((next = term[first].before) != RELATED_NONE && can_show(s, next) && goes_on(&term[next], &term[first])) {
		first = next;
		s->shown[first] = true;
	}
	while ((next = s->f->after[last]) != RELATED_NONE && can_show(s, next) && goes_on(&term[last], &term[next])) {
		last = next;
		s->shown[last] = true;
	}
	const char *text = term[first].in_headline ? s->f->article.headline : buf_str(&s->f->article_text);
	struct buf clean = BUF_INIT;
	text_clean(&clean, text + term[first].start, term[last].end - term[first].start);
	return buf_detach(&clean);
}

static void add_shared(struct related *r, const struct finder *f, const struct related_terms *other)
{
	struct shared s = { f, other, mem_zalloc(f->terms.n, sizeof *s.shown) };
	size_t n = 0;
	for (size_t i = 0; i < f->terms.n && n < RELATED_SHARED_MAX; i++)
		if (can_show(&s, f->order[i]))
			r->shared[n++] = show_term(&s, f->order[i]);
	free(s.shown);
}

/* Compares the article that was read last. */
static void add_candidate(struct finder *f, const struct article *a, struct candidate *out, size_t *n)
{
	struct candidate *k = &out[*n];
	double score = likeness(f, &f->other) * date_factor(&f->article, a);
	related_sketch_make(&k->sketch, &f->other);
	if (score < SCORE_MIN || related_sketch_likeness(&k->sketch, &f->sketch) >= SAME_STORY)
		return;
	k->related = (struct related){ .doc = a->doc, .score = (float)(score < 1 ? score : 1) };
	add_shared(&k->related, f, &f->other);
	(*n)++;
}

static int best_first(const void *a, const void *b)
{
	const struct related *x = &((const struct candidate *)a)->related, *y = &((const struct candidate *)b)->related;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Reads and compares docs. 0 or -1; *kept counts what is in out, also where it fails. */
static int compare(struct finder *f, const struct related_weight *heavy, size_t n, struct candidate *out, size_t *kept)
{
	*kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct article a;
		if (heavy[i].doc == f->article.doc)
			continue;
		int rc = read_terms(f, heavy[i].doc, &a, &f->other, &f->other_text);
		if (rc < 0)
			return -1;
		if (!rc)
			continue;
		add_candidate(f, &a, out, kept);
		article_release(&a);
	}
	if (*kept)
		qsort(out, *kept, sizeof *out, best_first);
	return 0;
}

static void release_shared(struct related *r)
{
	for (size_t i = 0; i < RELATED_SHARED_MAX; i++)
		free(r->shared[i]);
}

static bool is_told(const struct candidate *all, const size_t *told, size_t n, const struct candidate *k)
{
	for (size_t i = 0; i < n; i++)
		if (related_sketch_likeness(&all[told[i]].sketch, &k->sketch) >= SAME_STORY)
			return true;
	return false;
}

/* The best of them, each story once. */
static size_t pick(struct candidate *all, size_t n, struct related *out, size_t limit)
{
	size_t told[CANDIDATES + 1], picked = 0;
	for (size_t i = 0; i < n; i++) {
		if (picked == limit || is_told(all, told, picked, &all[i])) {
			release_shared(&all[i].related);
			continue;
		}
		told[picked] = i;
		out[picked++] = all[i].related;
	}
	return picked;
}

static void link_terms(struct finder *f)
{
	f->after = mem_alloc((f->terms.n + 1) * sizeof *f->after);
	for (size_t i = 0; i < f->terms.n; i++)
		f->after[i] = RELATED_NONE;
	for (size_t i = f->terms.n; i-- > 0;)
		if (f->terms.term[i].before != RELATED_NONE)
			f->after[f->terms.term[i].before] = (uint32_t)i;
}

/* The docs that share most of the article's telling words. Count, or -1. */
static int find_heavy(struct finder *f, struct related_weight *out)
{
	struct related_pool pool = { 0 };
	int rc = gather(f, &pool);
	if (rc == 0)
		rc = (int)related_pool_heaviest(&pool, out, CANDIDATES + 1);
	related_pool_release(&pool);
	return rc;
}

static int find(struct finder *f, size_t limit, struct related **out)
{
	struct related_weight heavy[CANDIDATES + 1];
	if (weigh(f) < 0)
		return -1;
	order_terms(f);
	link_terms(f);
	related_sketch_make(&f->sketch, &f->terms);
	int n = find_heavy(f, heavy);
	if (n < 0)
		return -1;
	struct candidate *all = mem_alloc((CANDIDATES + 1) * sizeof *all);
	size_t kept;
	int rc = compare(f, heavy, (size_t)n, all, &kept);
	*out = mem_zalloc(kept + 1, sizeof **out);
	size_t picked = pick(all, kept, *out, rc < 0 ? 0 : limit);
	free(all);
	return rc < 0 ? -1 : (int)picked;
}

static int find_all(struct finder *f, doc_id doc, size_t limit, struct related **out)
{
	struct cache_totals totals;
	if (cache_totals(f->c, &totals, f->err) < 0)
		return -1;
	f->articles = (double)(totals.articles + totals.briefs);
	f->terms.keep_text = true;
	int rc = read_terms(f, doc, &f->article, &f->terms, &f->article_text);
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
	if (rc < 0) {
		related_free(*out, 0);
		*out = NULL;
	}
	if (f.article.headline)
		article_release(&f.article);
	free(f.order);
	free(f.after);
	related_terms_release(&f.terms);
	related_terms_release(&f.other);
	buf_release(&f.text);
	buf_release(&f.article_text);
	buf_release(&f.other_text);
	return rc;
}

void related_free(struct related *r, size_t n)
{
	for (size_t i = 0; r && i < n; i++)
		release_shared(&r[i]);
	free(r);
}
