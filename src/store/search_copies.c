/*
 * Copies: articles with the same fingerprint, neighbours in the index of fingerprints. To find all of them takes going through it.
 */
#include <string.h>

#include "search_internal.h"
#include "search_memo.h"

/* The last row of one piece is the first of the next. */
static void take_row(struct memo_copies *k, const void *fingerprint, doc_id doc)
{
	bool alike = k->doc && memcmp(k->fingerprint, fingerprint, FINGERPRINT_LEN) == 0;
	if (alike && doc <= k->doc)
		return;
	if (alike) {
		docset_add(&k->docs, k->doc);
		docset_add(&k->docs, doc);
	}
	memcpy(k->fingerprint, fingerprint, FINGERPRINT_LEN);
	k->doc = doc;
}

static int go_on(struct search *s, struct memo_copies *k, size_t rows)
{
	sqlite3_stmt *all = db_prepare(
		s->c, "SELECT fingerprint, doc FROM article WHERE fingerprint >= ?1 ORDER BY fingerprint, doc", s->err);
	if (!all)
		return -1;
	int step = SQLITE_ROW;
	sqlite3_bind_blob(all, 1, k->fingerprint, FINGERPRINT_LEN, SQLITE_TRANSIENT);
	for (; rows && (step = sqlite3_step(all)) == SQLITE_ROW; rows--)
		if (sqlite3_column_bytes(all, 0) == FINGERPRINT_LEN)
			take_row(k, sqlite3_column_blob(all, 0), (doc_id)sqlite3_column_int64(all, 1));
	k->whole = step == SQLITE_DONE;
	sqlite3_reset(all);
	return step == SQLITE_ROW ? SEARCH_UNFINISHED : search_rc(s, step);
}

int search_copies(struct search *s, size_t rows, const struct docset **out)
{
	int rc = search_sources(s);
	if (rc)
		return rc;
	struct memo_copies *k = &search_memo(s)->copies;
	if (!k->docs.words)
		docset_init(&k->docs, s->max);
	*out = &k->docs;
	return k->whole ? 0 : go_on(s, k, rows);
}

int search_is_copy(struct search *s, doc_id doc, bool *is)
{
	sqlite3_stmt *other = db_prepare(s->c,
	                                 "SELECT 1 FROM article AS a JOIN article AS b ON b.fingerprint = a.fingerprint"
	                                 " WHERE a.doc = ?1 AND b.doc <> ?1 LIMIT 1",
	                                 s->err);
	if (!other)
		return -1;
	sqlite3_bind_int64(other, 1, doc);
	int step = sqlite3_step(other);
	*is = step == SQLITE_ROW;
	sqlite3_reset(other);
	return search_rc(s, step);
}
