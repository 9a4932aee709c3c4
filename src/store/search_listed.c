/*
 * Filters that an index lists: kinds, dates, doubtful cuts. A date may be that of most articles, so the last such set of each
 * filter is kept for the next letter typed.
 */
#include <string.h>

#include "lede/split.h"
#include "search_internal.h"
#include "search_memo.h"

enum { KIND, DATE, DOUBT }; /* places in the memo */

static int place_of(const struct query_node *f)
{
	return f->filter == QUERY_KIND ? KIND : f->filter == QUERY_DATE ? DATE : DOUBT;
}

bool search_is_listed(const struct query_node *f)
{
	return f->filter == QUERY_KIND || f->filter == QUERY_DATE || f->filter == QUERY_DOUBTFUL;
}

static const char *end_of(const struct query_node *f)
{
	return f->to[0] ? f->to : "~";
}

/* ---- the set */

/* Articles are the many, and not in the index: for them, the others. */
static sqlite3_stmt *rows_of_kind(struct search *s, const struct query_node *f)
{
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT doc FROM article WHERE kind <> 0 AND (?1 < 0 OR kind = ?1)", s->err);
	if (rows)
		sqlite3_bind_int(rows, 1, f->number == SPLIT_ARTICLE ? -1 : f->number);
	return rows;
}

static sqlite3_stmt *rows_of_date(struct search *s, const struct query_node *f)
{
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT doc FROM article WHERE date <> '' AND date >= ?1 AND date < ?2", s->err);
	if (rows) {
		sqlite3_bind_text(rows, 1, f->from, -1, SQLITE_STATIC);
		sqlite3_bind_text(rows, 2, end_of(f), -1, SQLITE_STATIC);
	}
	return rows;
}

static sqlite3_stmt *rows_of(struct search *s, const struct query_node *f)
{
	if (f->filter == QUERY_KIND)
		return rows_of_kind(s, f);
	if (f->filter == QUERY_DATE)
		return rows_of_date(s, f);
	return db_prepare(s->c, "SELECT doc FROM article WHERE min(confidence, end_confidence) < 0.5", s->err);
}

static int list(struct search *s, const struct query_node *f, size_t rows, struct docset *out)
{
	sqlite3_stmt *listed = rows_of(s, f);
	if (!listed)
		return -1;
	int step = SQLITE_ROW;
	for (; rows && (step = sqlite3_step(listed)) == SQLITE_ROW; rows--)
		docset_add(out, (doc_id)sqlite3_column_int64(listed, 0));
	sqlite3_reset(listed);
	return step == SQLITE_ROW ? SEARCH_UNFINISHED : search_rc(s, step);
}

static void invert(struct search *s, struct docset *d)
{
	struct docset all;
	search_universe(s, &all);
	docset_and_not(&all, d);
	docset_release(d);
	*d = all;
}

static bool is_kept(const struct memo_listed *k, const struct query_node *f)
{
	return k->docs.words && k->number == f->number && strcmp(k->from, f->from) == 0 && strcmp(k->to, f->to) == 0;
}

int search_listed(struct search *s, const struct query_node *f, size_t rows, const struct docset **out)
{
	struct docset docs;
	int rc = search_sources(s);
	if (rc)
		return rc;
	struct memo_listed *k = &search_memo(s)->listed[place_of(f)];
	*out = &k->docs;
	if (is_kept(k, f))
		return 0;
	docset_init(&docs, s->max);
	rc = list(s, f, rows, &docs);
	if (rc) {
		docset_release(&docs);
		return rc;
	}
	if (f->filter == QUERY_KIND && f->number == SPLIT_ARTICLE)
		invert(s, &docs);
	docset_release(&k->docs);
	*k = (struct memo_listed){ .docs = docs, .number = f->number };
	memcpy(k->from, f->from, sizeof k->from);
	memcpy(k->to, f->to, sizeof k->to);
	return 0;
}

/* ---- one doc */

static bool row_is(sqlite3_stmt *row, const struct query_node *f)
{
	const char *date = (const char *)sqlite3_column_text(row, 1);
	if (f->filter == QUERY_KIND)
		return sqlite3_column_int(row, 0) == f->number;
	if (f->filter == QUERY_DATE)
		return date && *date && strcmp(date, f->from) >= 0 && strcmp(date, end_of(f)) < 0;
	return sqlite3_column_int(row, 2);
}

int search_is_in_list(struct search *s, const struct query_node *f, doc_id doc, bool *is)
{
	sqlite3_stmt *row = db_prepare(
		s->c, "SELECT kind, date, min(confidence, end_confidence) < 0.5 FROM article WHERE doc = ?1", s->err);
	if (!row)
		return -1;
	sqlite3_bind_int64(row, 1, doc);
	int step = sqlite3_step(row);
	*is = step == SQLITE_ROW && row_is(row, f);
	sqlite3_reset(row);
	return search_rc(s, step);
}
