/*
 * Filters as sets of docs. Each is read off an index or the source table; none reads the articles' rows.
 */
#include <stdlib.h>
#include <string.h>

#include "lede/path.h"
#include "search_internal.h"
#include "search_memo.h"

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

static int filter_listed(struct search *s, const struct query_node *f, struct docset *out)
{
	const struct docset *listed;
	int rc = search_listed(s, f, SEARCH_ROWS_ALL, &listed);
	if (rc == 0)
		docset_or(out, listed);
	return rc;
}

static int filter_copy(struct search *s, struct docset *out)
{
	const struct docset *copies;
	int rc = search_copies(s, SEARCH_ROWS_ALL, &copies);
	if (rc == 0)
		docset_or(out, copies);
	return rc;
}

/* Without a state nothing is marked. */
static int filter_marked(struct search *s, enum state_flag flag, struct docset *out)
{
	const struct docset *marked;
	int rc = s->state ? search_marked(s, flag, SEARCH_ROWS_ALL, &marked) : 0;
	if (rc == 0 && s->state)
		docset_or(out, marked);
	return rc;
}

static int filter_unread(struct search *s, struct docset *out)
{
	struct docset read = *out;
	int rc = filter_marked(s, STATE_READ, &read);
	search_universe(s, out);
	docset_and_not(out, &read);
	docset_release(&read);
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
	case QUERY_READ:
		return filter_marked(s, STATE_READ, out);
	case QUERY_STARRED:
		return filter_marked(s, STATE_STARRED, out);
	case QUERY_UNREAD:
		return filter_unread(s, out);
	case QUERY_COPY:
		return filter_copy(s, out);
	default:
		return filter_listed(s, f, out);
	}
}
