/*
 * How long a plan's beginnings of words will take, before any is looked up. What the words of a beginning take is in
 * proportion to the pages of the index that they fill; and FTS5 keeps with each of its segments which words its pages begin
 * with, so two looks into each segment tell how many pages lie between the first of the words and the last.
 */
#include "search_internal.h"

enum { WORDS_PAGE_US = 60, ROWS_PAGE_US = 200, MAIN_INDEX = '0' /* before a word as FTS5 keeps it */ };

/* From the page on which the first may be to the one that begins with what comes after them, both left out. */
static const char count_pages[] =
	"SELECT sum(max(0, coalesce("
	"(SELECT pgno FROM fts_idx WHERE segid = id AND term >= ?2 ORDER BY term LIMIT 1),"
	"(SELECT pgno FROM fts_idx WHERE segid = id AND term < ?2 ORDER BY term DESC LIMIT 1)) / 2"
	" - (SELECT pgno FROM fts_idx WHERE segid = id AND term <= ?1 ORDER BY term DESC LIMIT 1) / 2 - 1))"
	" FROM (WITH RECURSIVE segment(id) AS (SELECT min(segid) FROM fts_idx UNION ALL"
	" SELECT (SELECT min(segid) FROM fts_idx WHERE segid > id) FROM segment WHERE id IS NOT NULL)"
	" SELECT id FROM segment WHERE id IS NOT NULL)";

static int pages_between(struct search *s, const struct buf *from, const struct buf *to, int64_t *pages)
{
	sqlite3_stmt *row = db_prepare(s->c, count_pages, s->err);
	if (!row)
		return -1;
	sqlite3_bind_blob(row, 1, from->p, (int)from->len, SQLITE_STATIC);
	sqlite3_bind_blob(row, 2, to->p, (int)to->len, SQLITE_STATIC);
	int step = sqlite3_step(row);
	*pages = step == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	sqlite3_reset(row);
	return search_rc(s, step);
}

static int pages_of(struct search *s, const struct query_token *t, bool prefix, int64_t *pages)
{
	struct buf from = BUF_INIT, to = BUF_INIT;
	buf_addc(&from, MAIN_INDEX);
	buf_add(&from, t->text, t->len);
	buf_add(&to, from.p, from.len);
	if (prefix)
		to.p[to.len - 1]++; /* no byte of UTF-8 is the last there is */
	else
		buf_addc(&to, '\0');
	int rc = pages_between(s, &from, &to, pages);
	buf_release(&from);
	buf_release(&to);
	return rc;
}

static int add_merged(struct search *s, const struct query_node *n, int64_t *us)
{
	int64_t pages = 0;
	int rc = 0;
	if (n->op == QUERY_PHRASE && n->prefix)
		rc = pages_of(s, &n->tokens[n->n_tokens - 1], true, &pages);
	*us += pages * ROWS_PAGE_US;
	for (size_t i = 0; rc == 0 && i < n->n; i++)
		rc = add_merged(s, n->child[i], us);
	return rc;
}

/* Before the words of a prefix there are the rows of a phrase's other words: those of the rarest, at the most. */
static int add_walked(struct search *s, const struct query_node *phrase, int64_t *us)
{
	size_t last = phrase->n_tokens - phrase->prefix;
	int64_t pages = 0, rarest = last ? INT64_MAX / ROWS_PAGE_US : 0;
	int rc = !phrase->prefix ? 0 : pages_of(s, &phrase->tokens[last], true, &pages);
	*us += pages * WORDS_PAGE_US;
	for (size_t i = 0; rc == 0 && i < last; i++) {
		rc = pages_of(s, &phrase->tokens[i], false, &pages);
		if (pages < rarest)
			rarest = pages;
	}
	*us += rarest * ROWS_PAGE_US;
	return rc;
}

static int add_any(struct search *s, const struct query_node *n, int64_t *us)
{
	int rc = 0;
	if (n->op == QUERY_PHRASE)
		return add_walked(s, n, us);
	for (size_t i = 0; rc == 0 && i < n->n; i++)
		rc = add_any(s, n->child[i], us);
	return rc;
}

int search_cost(struct search *s, const struct search_plan *p, struct search_cost *out)
{
	int rc = 0;
	*out = (struct search_cost){ 0 };
	for (size_t i = 0; rc == 0 && i < p->nodes.n; i++) {
		const struct query_node *n = p->nodes.at[i];
		rc = search_is_walked(n) ? add_any(s, n, &out->words_us) : add_merged(s, n, &out->merge_us);
	}
	return rc;
}
