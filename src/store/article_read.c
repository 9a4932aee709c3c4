/* Articles out of the cache: one by number, its text, and the docs that share an id. */
#include <stdlib.h>
#include <string.h>

#include "blocks_pack.h"
#include "chunks.h"

enum { HEX_DIGITS_MAX = FINGERPRINT_LEN * 2 };

static char *column_text(sqlite3_stmt *s, int i)
{
	const char *p = (const char *)sqlite3_column_text(s, i);
	return mem_strndup(p ? p : "", (size_t)sqlite3_column_bytes(s, i));
}

static void read_strings(sqlite3_stmt *s, struct article *a)
{
	const void *fingerprint = sqlite3_column_blob(s, 2);
	if (fingerprint && sqlite3_column_bytes(s, 2) == FINGERPRINT_LEN)
		memcpy(a->fingerprint, fingerprint, FINGERPRINT_LEN);
	a->headline = column_text(s, 3);
	a->byline = column_text(s, 4);
	a->place = column_text(s, 5);
	a->agency = column_text(s, 6);
	a->section = column_text(s, 7);
	const char *date = (const char *)sqlite3_column_text(s, 8);
	if (date && strlen(date) < sizeof a->date)
		strcpy(a->date, date);
}

static void read_numbers(sqlite3_stmt *s, struct article *a)
{
	a->source = (uint32_t)sqlite3_column_int64(s, 0);
	a->kind = (uint8_t)sqlite3_column_int(s, 1);
	a->start_line = (uint32_t)sqlite3_column_int64(s, 9);
	a->end_line = (uint32_t)sqlite3_column_int64(s, 10);
	a->start_byte = (uint64_t)sqlite3_column_int64(s, 11);
	a->end_byte = (uint64_t)sqlite3_column_int64(s, 12);
	a->start_off = (uint64_t)sqlite3_column_int64(s, 13);
	a->end_off = (uint64_t)sqlite3_column_int64(s, 14);
	a->words = (uint32_t)sqlite3_column_int64(s, 15);
	a->confidence = (float)sqlite3_column_double(s, 16);
	a->end_confidence = (float)sqlite3_column_double(s, 17);
}

static int read_row(struct cache *c, sqlite3_stmt *s, struct article *a, struct err *err)
{
	read_strings(s, a);
	read_numbers(s, a);
	struct blocks_origin at = { a->start_off, a->start_byte, a->start_line };
	if (blocks_unpack(&a->blocks, &a->n_blocks, sqlite3_column_blob(s, 18), (size_t)sqlite3_column_bytes(s, 18),
	                  at) == 0)
		return 1;
	article_release(a);
	return err_set(err, "%s: the cache is damaged; remove it and it is built again", c->path);
}

int cache_article_row(struct cache *c, doc_id doc, struct article *out, struct err *err)
{
	*out = (struct article){ 0 };
	sqlite3_stmt *s =
		db_prepare(c,
	                   "SELECT source, kind, fingerprint, headline, byline, place, agency, section, date, "
	                   "start_line, end_line,"
	                   " start_byte, end_byte, start_off, end_off, words, confidence, end_confidence, blocks"
	                   " FROM article WHERE doc = ?",
	                   err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, doc);
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		rc = read_row(c, s, out, err);
	else
		rc = rc == SQLITE_DONE ? 0 : db_error(c, err);
	out->doc = doc;
	sqlite3_reset(s);
	return rc;
}

static int count_copies(struct cache *c, struct article *a, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT count(*) FROM article WHERE fingerprint = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_blob(s, 1, a->fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
	int rc = sqlite3_step(s) == SQLITE_ROW ? 0 : db_error(c, err);
	sqlite3_int64 n = rc == 0 ? sqlite3_column_int64(s, 0) : 0;
	a->copies = n > 1 ? (uint32_t)(n - 1) : 0;
	sqlite3_reset(s);
	return rc;
}

int cache_article(struct cache *c, doc_id doc, struct article *out, struct err *err)
{
	int rc = cache_article_row(c, doc, out, err);
	if (rc == 1 && count_copies(c, out, err) < 0) {
		article_release(out);
		return -1;
	}
	return rc;
}

/* Whether doc is still the article that was read before: the writer may have replaced its source since. */
static int check_unchanged(struct cache *c, const struct article *a, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c,
	                             "SELECT 1 FROM article WHERE doc = ? AND source = ? AND start_off = ? AND end_off "
	                             "= ? AND fingerprint = ?",
	                             err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, a->doc);
	sqlite3_bind_int64(s, 2, a->source);
	sqlite3_bind_int64(s, 3, (sqlite3_int64)a->start_off);
	sqlite3_bind_int64(s, 4, (sqlite3_int64)a->end_off);
	sqlite3_bind_blob(s, 5, a->fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
	int rc = sqlite3_step(s);
	if (rc == SQLITE_DONE)
		rc = err_set(err, "this article has changed since it was listed; it has been read again");
	else
		rc = rc == SQLITE_ROW ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return rc;
}

int cache_text(struct cache *c, const struct article *a, struct buf *out, struct err *err)
{
	bool own = sqlite3_get_autocommit(c->db);
	if (own && db_exec(c, "BEGIN", err) < 0)
		return -1;
	int rc = check_unchanged(c, a, err);
	if (rc == 0)
		rc = chunks_read(c, a->source, a->start_off, a->end_off, out, err);
	if (own)
		sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
	return rc;
}

int cache_source_text(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT text_len FROM source WHERE id = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, source);
	int rc = sqlite3_step(s);
	uint64_t len = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
	sqlite3_reset(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? err_set(err, "this source is gone") : db_error(c, err);
	return chunks_read(c, source, from, to < len ? to : len, out, err);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The smallest and the largest fingerprint that begin with the digits. False where it is no id. */
static bool id_range(const char *id, unsigned char low[FINGERPRINT_LEN], unsigned char high[FINGERPRINT_LEN])
{
	size_t n = strlen(id);
	if (!n || n > HEX_DIGITS_MAX)
		return false;
	memset(low, 0, FINGERPRINT_LEN);
	memset(high, 0xff, FINGERPRINT_LEN);
	for (size_t i = 0; i < n; i++) {
		int v = hex_value(id[i]);
		if (v < 0)
			return false;
		unsigned shift = i % 2 ? 0 : 4;
		low[i / 2] |= (unsigned char)(v << shift);
		high[i / 2] &= (unsigned char)~((~(unsigned)v & 15u) << shift);
	}
	return true;
}

/* Collects docs from a statement that gives one a row. */
static int collect(struct cache *c, sqlite3_stmt *s, doc_id *out, size_t max, struct err *err)
{
	size_t n = 0;
	int rc = SQLITE_DONE;
	while (n < max && (rc = sqlite3_step(s)) == SQLITE_ROW)
		out[n++] = (doc_id)sqlite3_column_int64(s, 0);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		db_error(c, err);
		sqlite3_reset(s);
		return -1;
	}
	sqlite3_reset(s);
	return (int)n;
}

int cache_find(struct cache *c, const char *id, doc_id *out, size_t max, struct err *err)
{
	unsigned char low[FINGERPRINT_LEN], high[FINGERPRINT_LEN];
	if (!id_range(id, low, high))
		return 0;
	sqlite3_stmt *s = db_prepare(c, "SELECT doc FROM article WHERE fingerprint BETWEEN ? AND ? ORDER BY doc", err);
	if (!s)
		return -1;
	sqlite3_bind_blob(s, 1, low, sizeof low, SQLITE_STATIC);
	sqlite3_bind_blob(s, 2, high, sizeof high, SQLITE_STATIC);
	return collect(c, s, out, max, err);
}

int cache_copies(struct cache *c, const unsigned char fingerprint[FINGERPRINT_LEN], doc_id *out, size_t max,
                 struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT doc FROM article WHERE fingerprint = ? ORDER BY doc", err);
	if (!s)
		return -1;
	sqlite3_bind_blob(s, 1, fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
	return collect(c, s, out, max, err);
}
