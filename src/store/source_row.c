/* Rows of table source. No statement here needs a statement journal (writer_article.c says why). */
#include "source_row.h"

#include <string.h>

#define ROW_COLUMNS                                                                                                    \
	"id, status, articles, first_doc, room, text_len, revision, size, mtime_ns, inode, path,"                      \
	" CASE file WHEN path THEN 0 WHEN '' THEN 2 ELSE 1 END"

static void read_row(sqlite3_stmt *s, struct source_row *r)
{
	const char *path = (const char *)sqlite3_column_text(s, 10);
	*r = (struct source_row){ .id = (uint32_t)sqlite3_column_int64(s, 0),
		                  .status = sqlite3_column_int(s, 1),
		                  .articles = (uint32_t)sqlite3_column_int64(s, 2),
		                  .first = (doc_id)sqlite3_column_int64(s, 3),
		                  .room = (doc_id)sqlite3_column_int64(s, 4),
		                  .text_len = (uint64_t)sqlite3_column_int64(s, 5),
		                  .revision = (uint64_t)sqlite3_column_int64(s, 6),
		                  .size = sqlite3_column_int64(s, 7),
		                  .mtime_ns = sqlite3_column_int64(s, 8),
		                  .inode = sqlite3_column_int64(s, 9),
		                  .path = mem_strdup(path ? path : ""),
		                  .kind = (enum source_row_kind)sqlite3_column_int(s, 11),
		                  .saved = true };
}

static int find(struct cache *c, sqlite3_stmt *s, struct source_row *out, struct err *err)
{
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		read_row(s, out);
		rc = 1;
	} else {
		rc = rc == SQLITE_DONE ? 0 : db_error(c, err);
	}
	sqlite3_reset(s);
	return rc;
}

int source_row_by_path(struct cache *c, const char *path, struct source_row *out, struct err *err)
{
	*out = (struct source_row){ 0 };
	sqlite3_stmt *s = db_prepare(c, "SELECT " ROW_COLUMNS " FROM source WHERE path = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
	return find(c, s, out, err);
}

int source_row_by_id(struct cache *c, uint32_t id, struct source_row *out, struct err *err)
{
	*out = (struct source_row){ 0 };
	sqlite3_stmt *s = db_prepare(c, "SELECT " ROW_COLUMNS " FROM source WHERE id = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, id);
	return find(c, s, out, err);
}

int source_row_old_member(struct cache *c, const char *archive, uint64_t build, struct source_row *out, struct err *err)
{
	*out = (struct source_row){ 0 };
	sqlite3_stmt *s = db_prepare(c,
	                             "SELECT " ROW_COLUMNS " FROM source"
	                             " WHERE file = ?1 AND path <> ?1 AND revision <> ?2 LIMIT 1",
	                             err);
	if (!s)
		return -1;
	sqlite3_bind_text(s, 1, archive, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)build);
	return find(c, s, out, err);
}

static sqlite3_stmt *prepare_save(struct cache *c, const struct source_row *r, struct err *err)
{
	if (r->saved)
		return db_prepare(
			c,
			"UPDATE source SET file = ?2, status = ?3, reason = ?4, encoding = ?5, size = ?6,"
			" mtime_ns = ?7, inode = ?8, articles = ?9, first_doc = ?10, room = ?11, text_len = ?12,"
			" revision = ?13 WHERE id = ?1",
			err);
	return db_prepare(
		c,
		"INSERT INTO source(id, file, status, reason, encoding, size, mtime_ns, inode, articles, first_doc,"
		" room, text_len, revision, path) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
		err);
}

int source_row_save(struct cache *c, struct source_row *r, struct err *err)
{
	sqlite3_stmt *s = prepare_save(c, r, err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, r->id);
	sqlite3_bind_text(s, 2, r->file, -1, SQLITE_STATIC);
	sqlite3_bind_int(s, 3, r->status);
	sqlite3_bind_text(s, 4, r->reason ? r->reason : "", -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 5, r->encoding ? r->encoding : "", -1, SQLITE_STATIC);
	const int64_t numbers[] = { r->size,
		                    r->mtime_ns,
		                    r->inode,
		                    r->articles,
		                    r->first,
		                    r->room,
		                    (int64_t)r->text_len,
		                    (int64_t)r->revision };
	for (int i = 0; i < 8; i++)
		sqlite3_bind_int64(s, 6 + i, numbers[i]);
	if (!r->saved)
		sqlite3_bind_text(s, 14, r->path, -1, SQLITE_STATIC);
	int rc = db_run(c, s, err);
	r->saved |= rc == 0;
	return rc;
}

int source_row_rename(struct cache *c, uint32_t id, const char *path, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "UPDATE source SET path = ?1, file = ?1 WHERE id = ?2", err);
	if (!s)
		return -1;
	sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, id);
	return db_run(c, s, err);
}

int source_row_delete(struct cache *c, uint32_t id, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "DELETE FROM source WHERE id = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, id);
	return db_run(c, s, err);
}

int source_row_next(struct cache *c, uint32_t *id, doc_id *doc, struct err *err)
{
	sqlite3_stmt *s =
		db_prepare(c, "SELECT coalesce(max(id), 0) + 1, coalesce(max(first_doc + room), 1) FROM source", err);
	if (!s)
		return -1;
	int rc = sqlite3_step(s) == SQLITE_ROW ? 0 : db_error(c, err);
	*id = (uint32_t)sqlite3_column_int64(s, 0);
	*doc = (doc_id)sqlite3_column_int64(s, 1);
	if (!*doc)
		*doc = 1;
	sqlite3_reset(s);
	return rc;
}
