/*
 * Single articles in the cache: their row, and their words in the full-text index and among the counted terms.
 *
 * Statements here are such that SQLite needs no statement journal for them (no OR REPLACE on a table with indexes): opening one would
 * make FTS5 write its whole pending index to the database each time, which doubles a build's time.
 */
#include "writer_article.h"

#include <string.h>

#include "chunks.h"
#include "terms.h"

static void bind_span(sqlite3_stmt *s, int i, const struct packet *p, struct span span)
{
	sqlite3_bind_text64(s, i, p->arena.p + span.at, span.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int put_row(struct cache *c, uint32_t source, doc_id doc, const struct packet *p, const struct packet_article *a,
                   struct err *err)
{
	sqlite3_stmt *s = db_prepare(c,
	                             "INSERT INTO article(doc, source, kind, fingerprint, headline, byline, "
	                             "place, agency, section,"
	                             " date, start_line, end_line, start_byte, end_byte, start_off, end_off, words, "
	                             "confidence, end_confidence,"
	                             " blocks) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                             err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, doc);
	sqlite3_bind_int64(s, 2, source);
	sqlite3_bind_int(s, 3, a->kind);
	sqlite3_bind_blob(s, 4, a->fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
	const struct span texts[] = { a->headline, a->byline, a->place, a->agency, a->section, a->date };
	for (int i = 0; i < 6; i++)
		bind_span(s, 5 + i, p, texts[i]);
	const uint64_t numbers[] = { a->start_line, a->end_line, a->start_byte, a->end_byte,
		                     a->start_off,  a->end_off,  a->words };
	for (int i = 0; i < 7; i++)
		sqlite3_bind_int64(s, 11 + i, (sqlite3_int64)numbers[i]);
	sqlite3_bind_double(s, 18, a->confidence);
	sqlite3_bind_double(s, 19, a->end_confidence);
	sqlite3_bind_blob64(s, 20, p->arena.p + a->blocks.at, a->blocks.len, SQLITE_STATIC);
	return db_run(c, s, err);
}

static int put_words(const struct article_tables *t, doc_id doc, const struct packet *p, const struct packet_article *a,
                     struct err *err)
{
	sqlite3_stmt *s = db_prepare(
		t->c, "INSERT INTO fts(rowid, headline, text, byline, place, agency) VALUES(?, ?, ?, ?, ?, ?)", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, doc);
	for (int i = 0; i < INDEX_COLUMNS; i++)
		bind_span(s, 2 + i, p, a->index[i]);
	t->tokenizer->folded = true;
	int rc = db_run(t->c, s, err);
	t->tokenizer->folded = false;
	if (rc == 0)
		term_counts_add(t->terms, p->terms + a->terms.at, a->terms.len);
	return rc;
}

int article_put(const struct article_tables *t, uint32_t source, doc_id doc, const struct packet *p,
                const struct packet_article *a, struct err *err)
{
	if (put_row(t->c, source, doc, p, a, err) < 0)
		return -1;
	return put_words(t, doc, p, a, err);
}

/* A contentless index forgets an article only when it is told its words again. */
static int take_words(const struct article_tables *t, const struct article *old, struct err *err)
{
	struct cache *c = t->c;
	struct buf text = BUF_INIT, index = BUF_INIT;
	sqlite3_stmt *s = db_prepare(c,
	                             "INSERT INTO fts(fts, rowid, headline, text, byline, place, agency)"
	                             " VALUES('delete', ?, ?, ?, ?, ?, ?)",
	                             err);
	int rc = s ? chunks_read(c, old->source, old->start_off, old->end_off, &text, err) : -1;
	if (rc == 0) {
		article_index_text(&index, old->blocks, old->n_blocks, buf_str(&text), old->start_off);
		sqlite3_bind_int64(s, 1, old->doc);
		sqlite3_bind_text(s, 2, old->headline, -1, SQLITE_STATIC);
		sqlite3_bind_text64(s, 3, buf_str(&index), index.len, SQLITE_STATIC, SQLITE_UTF8);
		sqlite3_bind_text(s, 4, old->byline, -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 5, old->place, -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 6, old->agency, -1, SQLITE_STATIC);
		t->tokenizer->listener = term_set_hear;
		t->tokenizer->payload = term_counts_set(t->terms);
		rc = db_run(c, s, err);
		t->tokenizer->listener = NULL;
	}
	if (rc == 0)
		term_counts_remove(t->terms);
	buf_release(&text);
	buf_release(&index);
	return rc;
}

static int delete_row(struct cache *c, doc_id doc, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "DELETE FROM article WHERE doc = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, doc);
	return db_run(c, s, err);
}

int article_take_out(const struct article_tables *t, const struct article *old, struct err *err)
{
	return take_words(t, old, err) < 0 ? -1 : delete_row(t->c, old->doc, err);
}

static bool same(const char *old, const struct packet *p, struct span span)
{
	return strlen(old) == span.len && memcmp(old, p->arena.p + span.at, span.len) == 0;
}

int article_replace(const struct article_tables *t, uint32_t source, doc_id doc, const struct article *old,
                    const struct packet *p, const struct packet_article *a, struct err *err)
{
	bool same_words = memcmp(old->fingerprint, a->fingerprint, FINGERPRINT_LEN) == 0 &&
	                  same(old->headline, p, a->headline) && same(old->byline, p, a->byline) &&
	                  same(old->place, p, a->place) && same(old->agency, p, a->agency);
	if (delete_row(t->c, doc, err) < 0)
		return -1;
	if (same_words)
		return put_row(t->c, source, doc, p, a, err);
	if (take_words(t, old, err) < 0)
		return -1;
	return article_put(t, source, doc, p, a, err);
}
