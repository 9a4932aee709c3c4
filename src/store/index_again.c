/* The full-text index made again from the cache's own texts, for one that has lost articles. */
#include "chunks.h"
#include "lede/build.h"
#include "lock.h"

enum { ARTICLES_A_COMMIT = 20000 };

static int put(struct cache *c, const struct article *a, const struct buf *text, struct buf *index, struct err *err)
{
	sqlite3_stmt *s = db_prepare(
		c, "INSERT INTO fts(rowid, headline, text, byline, place, agency) VALUES(?, ?, ?, ?, ?, ?)", err);
	if (!s)
		return -1;
	buf_clear(index);
	article_index_text(index, a->blocks, a->n_blocks, buf_str(text), a->start_off);
	sqlite3_bind_int64(s, 1, a->doc);
	sqlite3_bind_text(s, 2, a->headline, -1, SQLITE_STATIC);
	sqlite3_bind_text64(s, 3, buf_str(index), index->len, SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_text(s, 4, a->byline, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 5, a->place, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 6, a->agency, -1, SQLITE_STATIC);
	int rc = db_run(c, s, err);
	sqlite3_clear_bindings(s);
	return rc;
}

static int put_doc(struct cache *c, doc_id doc, struct buf *text, struct buf *index, struct err *err)
{
	struct article a;
	int rc = cache_article_row(c, doc, &a, err);
	if (rc != 1)
		return rc;
	buf_clear(text);
	rc = chunks_read(c, a.source, a.start_off, a.end_off, text, err);
	if (rc == 0)
		rc = put(c, &a, text, index, err);
	article_release(&a);
	return rc;
}

/* The next doc after this one; 0: none, or err. */
static int next_doc(struct cache *c, doc_id *doc, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT min(doc) FROM article WHERE doc > ?1", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, *doc);
	int rc = sqlite3_step(s);
	*doc = rc == SQLITE_ROW ? (doc_id)sqlite3_column_int64(s, 0) : 0;
	sqlite3_reset(s);
	return rc == SQLITE_ROW ? 0 : db_error(c, err);
}

static int put_all(struct cache *c, struct err *err)
{
	struct buf text = BUF_INIT, index = BUF_INIT;
	doc_id doc = 0;
	size_t put = 0;
	int rc = db_exec(c, "BEGIN IMMEDIATE; INSERT INTO fts(fts) VALUES('delete-all')", err);
	while (rc == 0 && (rc = next_doc(c, &doc, err)) == 0 && doc) {
		rc = put_doc(c, doc, &text, &index, err);
		if (rc == 0 && ++put % ARTICLES_A_COMMIT == 0)
			rc = db_exec(c, "COMMIT; BEGIN IMMEDIATE", err);
	}
	if (rc == 0)
		rc = db_exec(c, "COMMIT", err);
	buf_release(&text);
	buf_release(&index);
	return rc;
}

int build_index_again(const struct library *lib, struct err *err)
{
	struct lock *lock;
	struct cache *c;
	int rc = lock_take(&lock, lib, err);
	if (rc)
		return rc;
	rc = cache_open(&c, lib, NULL, err);
	if (rc == 0) {
		rc = put_all(c, err);
		cache_close(c);
	}
	lock_release(lock);
	return rc;
}
