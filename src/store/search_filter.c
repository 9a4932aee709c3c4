/*
 * Filters as sets of docs. Each is read off an index or the source table; none reads the articles' rows.
 */
#include <stdlib.h>
#include <string.h>

#include "lede/path.h"
#include "lede/split.h"
#include "search_internal.h"

/* So many marks for an article that going through the whole index of fingerprints is quicker than looking each up. */
enum { WALK_SHARE = 8 };

/* Adds the docs that a statement gives, one a row. */
static int add_rows(struct search *s, sqlite3_stmt *rows, struct docset *out)
{
	int rc;
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW)
		docset_add(out, (doc_id)sqlite3_column_int64(rows, 0));
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	return rc;
}

static void invert(struct search *s, struct docset *d)
{
	struct docset all;
	search_universe(s, &all);
	docset_and_not(&all, d);
	docset_release(d);
	*d = all;
}

/* The part of a path that lists show: without the library's root where there is only one. */
static bool path_matches(const struct search *s, const char *path, const char *folded_part, struct buf *scratch)
{
	const char *root = s->c->root;
	size_t n = root ? strlen(root) : 0;
	char *home = NULL;
	if (n && strncmp(path, root, n) == 0 && !path[n])
		path = path_base(path);
	else if (n && strncmp(path, root, n) == 0 && (path[n] == '/' || n == 1))
		path += path[n] == '/' ? n + 1 : n;
	else
		path = home = path_show(path);
	buf_clear(scratch);
	query_fold_path(scratch, path, strlen(path));
	free(home);
	return strstr(buf_str(scratch), folded_part) != NULL;
}

static int filter_source(struct search *s, const struct query_node *f, struct docset *out)
{
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT first_doc, articles, path FROM source WHERE articles > 0", s->err);
	if (!rows)
		return -1;
	struct buf scratch = BUF_INIT;
	int rc;
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
		const char *path = (const char *)sqlite3_column_text(rows, 2);
		if (path && path_matches(s, path, f->value, &scratch))
			docset_add_range(out, (doc_id)sqlite3_column_int64(rows, 0),
			                 (doc_id)sqlite3_column_int64(rows, 1));
	}
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	buf_release(&scratch);
	return rc;
}

/* Articles are the many, and not in the index: they are what is left of everything. */
static int filter_kind(struct search *s, const struct query_node *f, struct docset *out)
{
	bool articles = f->number == SPLIT_ARTICLE;
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT doc FROM article WHERE kind <> 0 AND (?1 < 0 OR kind = ?1)", s->err);
	if (!rows)
		return -1;
	sqlite3_bind_int(rows, 1, articles ? -1 : f->number);
	int rc = add_rows(s, rows, out);
	if (rc == 0 && articles)
		invert(s, out);
	return rc;
}

static int filter_date(struct search *s, const struct query_node *f, struct docset *out)
{
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT doc FROM article WHERE date <> '' AND date >= ?1 AND date < ?2", s->err);
	if (!rows)
		return -1;
	sqlite3_bind_text(rows, 1, f->from, -1, SQLITE_STATIC);
	sqlite3_bind_text(rows, 2, f->to[0] ? f->to : "~", -1, SQLITE_STATIC);
	return add_rows(s, rows, out);
}

static int filter_doubtful(struct search *s, struct docset *out)
{
	sqlite3_stmt *rows =
		db_prepare(s->c, "SELECT doc FROM article WHERE min(confidence, end_confidence) < 0.5", s->err);
	return rows ? add_rows(s, rows, out) : -1;
}

/* Fingerprints in order, so that copies are neighbours. */
static const char by_fingerprint[] = "SELECT fingerprint, doc FROM article ORDER BY fingerprint";

static int find_copies(struct search *s, struct docset *out)
{
	sqlite3_stmt *rows = db_prepare(s->c, by_fingerprint, s->err);
	if (!rows)
		return -1;
	unsigned char last[FINGERPRINT_LEN] = { 0 };
	doc_id before = 0;
	int rc;
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
		const void *fingerprint = sqlite3_column_blob(rows, 0);
		doc_id doc = (doc_id)sqlite3_column_int64(rows, 1);
		if (!fingerprint || sqlite3_column_bytes(rows, 0) != FINGERPRINT_LEN)
			continue;
		if (before && memcmp(last, fingerprint, FINGERPRINT_LEN) == 0) {
			docset_add(out, before);
			docset_add(out, doc);
		}
		memcpy(last, fingerprint, FINGERPRINT_LEN);
		before = doc;
	}
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	return rc;
}

static int filter_copy(struct search *s, struct docset *out)
{
	if (search_memo_copies(s, out))
		return 0;
	int rc = find_copies(s, out);
	if (rc == 0)
		search_memo_keep_copies(s, out);
	return rc;
}

struct marks {
	unsigned char (*at)[FINGERPRINT_LEN];
	size_t n, cap;
};

static int collect_mark(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN])
{
	struct marks *m = payload;
	m->at = mem_grow(m->at, &m->cap, m->n + 1, sizeof *m->at);
	memcpy(m->at[m->n++], fingerprint, FINGERPRINT_LEN);
	return 0;
}

static int compare_marks(const void *a, const void *b)
{
	return memcmp(a, b, FINGERPRINT_LEN);
}

static int look_up_marks(struct search *s, const struct marks *m, struct docset *out)
{
	for (size_t i = 0; i < m->n; i++) {
		sqlite3_stmt *rows = db_prepare(s->c, "SELECT doc FROM article WHERE fingerprint = ?1", s->err);
		if (!rows)
			return -1;
		sqlite3_bind_blob(rows, 1, m->at[i], FINGERPRINT_LEN, SQLITE_STATIC);
		int rc = add_rows(s, rows, out);
		if (rc)
			return rc;
	}
	return 0;
}

/* Marks (sorted) and the index of fingerprints side by side. */
static int walk_marks(struct search *s, const struct marks *m, struct docset *out)
{
	sqlite3_stmt *rows = db_prepare(s->c, by_fingerprint, s->err);
	if (!rows)
		return -1;
	size_t i = 0;
	int rc;
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
		const void *fingerprint = sqlite3_column_blob(rows, 0);
		if (!fingerprint || sqlite3_column_bytes(rows, 0) != FINGERPRINT_LEN)
			continue;
		while (i < m->n && memcmp(m->at[i], fingerprint, FINGERPRINT_LEN) < 0)
			i++;
		if (i < m->n && memcmp(m->at[i], fingerprint, FINGERPRINT_LEN) == 0)
			docset_add(out, (doc_id)sqlite3_column_int64(rows, 1));
	}
	rc = search_rc(s, rc);
	sqlite3_reset(rows);
	return rc;
}

static int filter_marked(struct search *s, enum state_flag flag, struct docset *out)
{
	struct marks m = { 0 };
	if (!s->state)
		return 0;
	int rc = state_each(s->state, flag, collect_mark, &m, s->err) < 0 ? -1 : 0;
	if (rc == 0 && m.n < s->sources->articles / WALK_SHARE) {
		rc = look_up_marks(s, &m, out);
	} else if (rc == 0 && m.n) {
		qsort(m.at, m.n, sizeof *m.at, compare_marks);
		rc = walk_marks(s, &m, out);
	}
	free(m.at);
	return rc;
}

static int filter_unread(struct search *s, struct docset *out)
{
	int rc = filter_marked(s, STATE_READ, out);
	if (rc == 0)
		invert(s, out);
	return rc;
}

int search_filter(struct search *s, const struct query_node *f, struct docset *out)
{
	*out = (struct docset){ 0 };
	int rc = search_sources(s);
	if (rc)
		return rc;
	docset_init(out, s->max);
	switch (f->filter) {
	case QUERY_SOURCE:
		return filter_source(s, f, out);
	case QUERY_KIND:
		return filter_kind(s, f, out);
	case QUERY_DATE:
		return filter_date(s, f, out);
	case QUERY_READ:
		return filter_marked(s, STATE_READ, out);
	case QUERY_STARRED:
		return filter_marked(s, STATE_STARRED, out);
	case QUERY_UNREAD:
		return filter_unread(s, out);
	case QUERY_COPY:
		return filter_copy(s, out);
	default:
		return filter_doubtful(s, out);
	}
}
