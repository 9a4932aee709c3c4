/*
 * Where hits fall. Docs come in order, so those of a source are neighbours. Years: of a few docs they are looked up; for many all
 * of them are read off the index on dates once, two bytes an article, until the cache changes.
 */
#include "lede/spread.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"

enum { FEW = 1000, YEAR_MIN = 1000, YEAR_MAX = 9999 };

void spread_free(struct spread *s)
{
	if (!s)
		return;
	free(s->years);
	free(s);
}

void spread_years_release(struct spread_years *y)
{
	free(y->year);
	*y = (struct spread_years){ 0 };
}

/* ---- sources */

static void add_source(struct spread *s, uint32_t id, uint32_t docs)
{
	size_t at = s->n_top;
	s->sources++;
	while (at && s->top[at - 1].docs < docs)
		at--;
	if (at == SPREAD_TOP)
		return;
	if (s->n_top < SPREAD_TOP)
		s->n_top++;
	memmove(&s->top[at + 1], &s->top[at], (s->n_top - at - 1) * sizeof *s->top);
	s->top[at].id = id;
	s->top[at].docs = docs;
}

/* Walks along docs and sources together: both are in doc order. */
static void count_sources(struct spread *s, const struct source_table *t, const doc_id *docs, size_t n)
{
	size_t i = 0;
	for (size_t k = 0; k < t->n && i < n; k++) {
		const struct source_entry *e = &t->entries[t->by_doc[k]];
		while (i < n && docs[i] < e->first)
			i++; /* of no source any more */
		size_t from = i;
		while (i < n && docs[i] - e->first < e->articles)
			i++;
		if (i > from)
			add_source(s, e->id, (uint32_t)(i - from));
	}
}

/* ---- years */

static uint16_t year_of(const char *date)
{
	long year = date ? strtol(date, NULL, 10) : 0;
	return year >= YEAR_MIN && year <= YEAR_MAX ? (uint16_t)year : 0;
}

static int load_years(struct cache *c, struct spread_years *y, const struct source_table *t, struct err *err)
{
	spread_years_release(y);
	for (size_t i = 0; i < t->n; i++)
		if (y->n < (size_t)t->entries[i].first + t->entries[i].articles)
			y->n = (size_t)t->entries[i].first + t->entries[i].articles;
	sqlite3_stmt *q = db_prepare(c, "SELECT doc, date FROM article INDEXED BY article_date WHERE date <> ''", err);
	if (!q)
		return -1;
	int rc;
	y->year = mem_zalloc(y->n + 1, sizeof *y->year);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		doc_id doc = (doc_id)sqlite3_column_int64(q, 0);
		if (doc < y->n)
			y->year[doc] = year_of((const char *)sqlite3_column_text(q, 1));
	}
	rc = rc == SQLITE_DONE ? 0 : db_error(c, err);
	sqlite3_reset(q);
	if (rc < 0)
		spread_years_release(y);
	else
		y->revision = t->revision;
	return rc;
}

static int look_up(struct cache *c, const doc_id *docs, size_t n, uint16_t *out, struct err *err)
{
	sqlite3_stmt *q = db_prepare(c, "SELECT date FROM article WHERE doc = ?", err);
	int rc = q ? SQLITE_DONE : SQLITE_ERROR;
	for (size_t i = 0; q && i < n && (rc == SQLITE_DONE || rc == SQLITE_ROW); i++) {
		sqlite3_bind_int64(q, 1, docs[i]);
		rc = sqlite3_step(q);
		out[i] = rc == SQLITE_ROW ? year_of((const char *)sqlite3_column_text(q, 0)) : 0;
		sqlite3_reset(q);
	}
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : db_error(c, err);
}

static void count_years(struct spread *s, const uint16_t *year, size_t n)
{
	uint16_t first = UINT16_MAX, last = 0;
	for (size_t i = 0; i < n; i++)
		if (year[i]) {
			first = year[i] < first ? year[i] : first;
			last = year[i] > last ? year[i] : last;
		}
	if (last) {
		s->first_year = first;
		s->n_years = (size_t)(last - first) + 1;
		s->years = mem_zalloc(s->n_years, sizeof *s->years);
	}
	for (size_t i = 0; i < n; i++)
		if (year[i])
			s->years[year[i] - first]++;
		else
			s->undated++;
}

static int find_years(struct spread *s, struct cache *c, struct spread_years *y, const struct source_table *t,
                      const doc_id *docs, size_t n, struct err *err)
{
	bool loaded = y->year && y->revision == t->revision;
	if (!loaded && n > FEW && load_years(c, y, t, err) < 0)
		return -1;
	uint16_t *year = mem_alloc((n + 1) * sizeof *year);
	int rc = 0;
	if (y->year && y->revision == t->revision)
		for (size_t i = 0; i < n; i++)
			year[i] = docs[i] < y->n ? y->year[docs[i]] : 0;
	else
		rc = look_up(c, docs, n, year, err);
	if (rc == 0)
		count_years(s, year, n);
	free(year);
	return rc;
}

struct spread *spread_make(struct cache *c, struct spread_years *years, const doc_id *docs, size_t n, struct err *err)
{
	struct source_table *t;
	if (source_table_load(&t, c, err) < 0)
		return NULL;
	struct spread *s = mem_zalloc(1, sizeof *s);
	count_sources(s, t, docs, n);
	int rc = find_years(s, c, years, t, docs, n, err);
	source_table_free(t);
	if (rc == 0)
		return s;
	spread_free(s);
	return NULL;
}
