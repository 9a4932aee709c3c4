/*
 * Sources as readers see them: one by id, those with a problem, and the table
 * of all in list order. The builder leaves the table packed in meta, so that a start reads some
 * bytes a source; where the packed one is old (a build was killed) it is made from the rows.
 */
#include "sources.h"

#include <stdlib.h>
#include <string.h>

#include "lede/path.h"
#include "order.h"
#include "pack.h"

enum { PACKED_HEAD = 8, PACKED_ENTRY = 12 };

#define SOURCE_COLUMNS "id, status, path, reason, encoding, size, articles, first_doc"

static char *column_text(sqlite3_stmt *s, int i)
{
	const char *p = (const char *)sqlite3_column_text(s, i);
	return mem_strndup(p ? p : "", (size_t)sqlite3_column_bytes(s, i));
}

/* The path as lists show it. */
static char *shown(const struct cache *c, const char *path)
{
	if (strcmp(path, "-") == 0)
		return mem_strdup("standard input");
	size_t n = c->root ? strlen(c->root) : 0;
	if (!n || strncmp(path, c->root, n) != 0)
		return path_show(path);
	if (!path[n])
		return mem_strdup(path_base(path));
	if (path[n] == '/')
		return mem_strdup(path + n + 1);
	return n == 1 ? mem_strdup(path + 1) : path_show(path);
}

static void read_source(struct cache *c, sqlite3_stmt *s, struct source *out)
{
	*out = (struct source){ .id = (uint32_t)sqlite3_column_int64(s, 0),
		                .status = (uint8_t)sqlite3_column_int(s, 1),
		                .path = column_text(s, 2),
		                .reason = column_text(s, 3),
		                .encoding = column_text(s, 4),
		                .size = (uint64_t)sqlite3_column_int64(s, 5),
		                .articles = (uint32_t)sqlite3_column_int64(s, 6),
		                .first = (doc_id)sqlite3_column_int64(s, 7) };
	out->shown = shown(c, out->path);
}

int cache_source(struct cache *c, uint32_t id, struct source *out, struct err *err)
{
	*out = (struct source){ 0 };
	sqlite3_stmt *s = db_prepare(c, "SELECT " SOURCE_COLUMNS " FROM source WHERE id = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, id);
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		read_source(c, s, out);
		rc = 1;
	} else {
		rc = rc == SQLITE_DONE ? 0 : db_error(c, err);
	}
	sqlite3_reset(s);
	return rc;
}

void source_release(struct source *s)
{
	free(s->path);
	free(s->shown);
	free(s->reason);
	free(s->encoding);
	*s = (struct source){ 0 };
}

int cache_each_problem(struct cache *c, int (*cb)(void *payload, const struct source *s), void *payload,
                       struct err *err)
{
	sqlite3_stmt *s =
		db_prepare(c, "SELECT " SOURCE_COLUMNS " FROM source WHERE status IN (2, 3) ORDER BY path", err);
	if (!s)
		return -1;
	int rc, stop = 0;
	while (!stop && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		struct source one;
		read_source(c, s, &one);
		stop = cb(payload, &one);
		source_release(&one);
	}
	int out = stop || rc == SQLITE_DONE ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return out;
}

/* A source with its path, while the table is being sorted. */
struct row {
	char *path;
	struct source_entry entry;
};

static int compare_rows(const void *a, const void *b)
{
	return order_paths(((const struct row *)a)->path, ((const struct row *)b)->path);
}

static int compare_first(const void *a, const void *b, void *entries)
{
	const struct source_entry *e = entries;
	doc_id x = e[*(const uint32_t *)a].first, y = e[*(const uint32_t *)b].first;
	return (x > y) - (x < y);
}

/* Fills in what follows from the entries. */
static void complete(struct source_table *t)
{
	bool sorted = true;
	t->articles = 0;
	t->by_doc = mem_zalloc(t->n, sizeof *t->by_doc);
	for (size_t i = 0; i < t->n; i++) {
		t->entries[i].before = (uint32_t)t->articles;
		t->articles += t->entries[i].articles;
		t->by_doc[i] = (uint32_t)i;
		sorted = sorted && (!i || t->entries[i - 1].first < t->entries[i].first);
	}
	if (!sorted)
		qsort_r(t->by_doc, t->n, sizeof *t->by_doc, compare_first, t->entries);
}

static int collect_rows(struct cache *c, struct row **rows, size_t *n, struct err *err)
{
	sqlite3_stmt *s =
		db_prepare(c, "SELECT id, articles, first_doc, path FROM source WHERE articles > 0 ORDER BY path", err);
	size_t cap = 0;
	int rc = SQLITE_ERROR;
	*rows = NULL;
	*n = 0;
	while (s && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		*rows = mem_grow(*rows, &cap, *n + 1, sizeof **rows);
		(*rows)[(*n)++] = (struct row){ column_text(s, 3),
			                        { .id = (uint32_t)sqlite3_column_int64(s, 0),
			                          .articles = (uint32_t)sqlite3_column_int64(s, 1),
			                          .first = (doc_id)sqlite3_column_int64(s, 2) } };
	}
	if (!s)
		return -1;
	int out = rc == SQLITE_DONE ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return out;
}

static struct source_table *table_of_rows(struct row *rows, size_t n)
{
	struct source_table *t = mem_zalloc(1, sizeof *t);
	if (n)
		qsort(rows, n, sizeof *rows, compare_rows);
	t->n = n;
	t->entries = mem_zalloc(n, sizeof *t->entries);
	for (size_t i = 0; i < n; i++)
		t->entries[i] = rows[i].entry;
	complete(t);
	return t;
}

int sources_collect(struct source_table **out, struct cache *c, struct err *err)
{
	struct row *rows;
	size_t n;
	int rc = collect_rows(c, &rows, &n, err);
	*out = rc == 0 ? table_of_rows(rows, n) : NULL;
	for (size_t i = 0; i < n; i++)
		free(rows[i].path);
	free(rows);
	return rc;
}

int sources_save(struct cache *c, const struct source_table *t, struct err *err)
{
	size_t len = PACKED_HEAD + t->n * PACKED_ENTRY;
	unsigned char *packed = mem_alloc(len), *p = packed + PACKED_HEAD;
	pack_u64(packed, t->revision);
	for (size_t i = 0; i < t->n; i++, p += PACKED_ENTRY) {
		pack_u32(p, t->entries[i].id);
		pack_u32(p + 4, t->entries[i].articles);
		pack_u32(p + 8, t->entries[i].first);
	}
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO meta(name, value) VALUES('sources', ?)", err);
	int rc = -1;
	if (s) {
		sqlite3_bind_blob64(s, 1, packed, len, SQLITE_STATIC);
		rc = db_run(c, s, err);
	}
	free(packed);
	return rc;
}

static struct source_table *table_of_packed(const unsigned char *p, size_t len)
{
	struct source_table *t = mem_zalloc(1, sizeof *t);
	t->n = (len - PACKED_HEAD) / PACKED_ENTRY;
	t->entries = mem_zalloc(t->n, sizeof *t->entries);
	p += PACKED_HEAD;
	for (size_t i = 0; i < t->n; i++, p += PACKED_ENTRY)
		t->entries[i] = (struct source_entry){ .id = unpack_u32(p),
			                               .articles = unpack_u32(p + 4),
			                               .first = unpack_u32(p + 8) };
	complete(t);
	return t;
}

/* The packed table, or NULL where there is none of this revision. */
static struct source_table *load_packed(struct cache *c, uint64_t revision)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT value FROM meta WHERE name = 'sources'", NULL);
	if (!s)
		return NULL;
	struct source_table *t = NULL;
	if (sqlite3_step(s) == SQLITE_ROW) {
		const unsigned char *p = sqlite3_column_blob(s, 0);
		size_t len = (size_t)sqlite3_column_bytes(s, 0);
		if (p && len >= PACKED_HEAD && unpack_u64(p) == revision)
			t = table_of_packed(p, len);
	}
	sqlite3_reset(s);
	return t;
}

static int load(struct source_table **out, struct cache *c, struct err *err)
{
	struct cache_totals totals;
	if (cache_totals(c, &totals, err) < 0)
		return -1;
	*out = load_packed(c, totals.revision);
	if (!*out && sources_collect(out, c, err) < 0)
		return -1;
	(*out)->revision = totals.revision;
	return 0;
}

int source_table_load(struct source_table **out, struct cache *c, struct err *err)
{
	*out = NULL;
	bool own = sqlite3_get_autocommit(c->db);
	if (own && db_exec(c, "BEGIN", err) < 0)
		return -1;
	int rc = load(out, c, err);
	if (own)
		sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
	return rc;
}

void source_table_free(struct source_table *t)
{
	if (!t)
		return;
	free(t->entries);
	free(t->by_doc);
	free(t);
}

long source_table_of(const struct source_table *t, doc_id doc)
{
	size_t low = 0, high = t->n;
	while (low < high) { /* the last entry that starts at or before doc */
		size_t mid = low + (high - low) / 2;
		if (t->entries[t->by_doc[mid]].first <= doc)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return -1;
	const struct source_entry *e = &t->entries[t->by_doc[low - 1]];
	return doc - e->first < e->articles ? (long)t->by_doc[low - 1] : -1;
}
