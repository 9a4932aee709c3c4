/*
 * Which mends applied where. They are few, so the whole is one text in table meta, a line each: source, offset, kind and the
 * three keys. A mend whose source was read again without it stays as a line of source 0, so that its loss can be told.
 */
#include "mended.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_FIELDS = 6 };

bool mended_same(const struct split_mend *a, const struct split_mend *b)
{
	return a->kind == b->kind && a->key == b->key && a->before == b->before && a->after == b->after;
}

static void append(struct mended *m, const struct mended_row *row)
{
	m->rows = mem_grow(m->rows, &m->cap, m->n + 1, sizeof *m->rows);
	m->rows[m->n++] = *row;
}

static void parse(struct mended *m, const char *text)
{
	for (const char *p = text; p && *p; p = strchr(p, '\n'), p = p ? p + 1 : NULL) {
		struct mended_row r = { 0 };
		unsigned kind;
		if (sscanf(p, "%" SCNu32 " %" SCNu64 " %u %" SCNx64 " %" SCNx64 " %" SCNx64, &r.source, &r.off, &kind,
		           &r.mend.key, &r.mend.before, &r.mend.after) != LINE_FIELDS)
			continue;
		r.mend.kind = (uint8_t)kind;
		append(m, &r);
	}
}

int mended_load(struct mended *m, struct cache *c, struct err *err)
{
	*m = (struct mended){ 0 };
	sqlite3_stmt *s = db_prepare(c, "SELECT value FROM meta WHERE name = 'mended'", err);
	if (!s)
		return -1;
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		parse(m, (const char *)sqlite3_column_text(s, 0));
	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return rc;
}

/* Whether the mend also stands in a row other than number i: one that applies, or one before it. */
static bool is_spare(const struct mended *m, size_t i)
{
	if (m->rows[i].source)
		return false;
	for (size_t k = 0; k < m->n; k++)
		if (k != i && (m->rows[k].source || k < i) && mended_same(&m->rows[k].mend, &m->rows[i].mend))
			return true;
	return false;
}

static void print(struct buf *out, const struct mended *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct mended_row *r = &m->rows[i];
		if (!is_spare(m, i))
			buf_addf(out, "%" PRIu32 " %" PRIu64 " %u %" PRIx64 " %" PRIx64 " %" PRIx64 "\n", r->source,
			         r->off, (unsigned)r->mend.kind, r->mend.key, r->mend.before, r->mend.after);
	}
}

int mended_save(struct mended *m, struct cache *c, struct err *err)
{
	struct buf text = BUF_INIT;
	if (!m->changed)
		return 0;
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO meta(name, value) VALUES('mended', ?)", err);
	if (!s)
		return -1;
	print(&text, m);
	sqlite3_bind_text64(s, 1, buf_str(&text), text.len, SQLITE_STATIC, SQLITE_UTF8);
	int rc = db_run(c, s, err);
	buf_release(&text);
	m->changed = rc < 0;
	return rc;
}

void mended_release(struct mended *m)
{
	free(m->rows);
	*m = (struct mended){ 0 };
}

void mended_add(struct mended *m, uint32_t source, uint64_t off, const struct split_mend *mend)
{
	struct mended_row row = { source, off, *mend };
	append(m, &row);
	m->changed = true;
}

void mended_forget(struct mended *m, uint32_t source)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].source == source) {
			m->rows[i].source = 0;
			m->changed = true;
		}
}
