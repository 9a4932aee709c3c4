/* What the user did with articles: read, starred, the place in them, the last opening. */
#include "lede/state.h"

#include <string.h>

#include "state_db.h"

static void bind_fingerprint(sqlite3_stmt *q, const unsigned char *fingerprint)
{
	sqlite3_bind_blob(q, 1, fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
}

int state_mark(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], struct mark *out, struct err *err)
{
	*out = (struct mark){ 0 };
	sqlite3_stmt *q =
		state_prepare(s, "SELECT read, starred, block, offset, opened FROM mark WHERE fingerprint = ?", err);
	if (!q)
		return -1;
	bind_fingerprint(q, fingerprint);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		out->read = sqlite3_column_int(q, 0);
		out->starred = sqlite3_column_int(q, 1);
		out->block = (uint32_t)sqlite3_column_int64(q, 2);
		out->offset = (uint32_t)sqlite3_column_int64(q, 3);
		out->opened = sqlite3_column_int64(q, 4);
		rc = 1;
	} else {
		rc = rc == SQLITE_DONE ? 0 : state_error(s, err);
	}
	sqlite3_reset(q);
	return rc;
}

static int set_flag(struct state *s, const char *sql, const unsigned char *fingerprint, bool on, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s, sql, err);
	if (!q)
		return -1;
	bind_fingerprint(q, fingerprint);
	sqlite3_bind_int(q, 2, on);
	return state_run(s, q, err);
}

static const char set_read_sql[] = "INSERT INTO mark(fingerprint, read) VALUES(?1, ?2)"
				   " ON CONFLICT(fingerprint) DO UPDATE SET read = ?2 WHERE read <> ?2";
static const char set_starred_sql[] = "INSERT INTO mark(fingerprint, starred) VALUES(?1, ?2)"
				      " ON CONFLICT(fingerprint) DO UPDATE SET starred = ?2 WHERE starred <> ?2";

int state_set_read(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], bool read, struct err *err)
{
	return set_flag(s, set_read_sql, fingerprint, read, err);
}

int state_set_starred(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], bool starred, struct err *err)
{
	return set_flag(s, set_starred_sql, fingerprint, starred, err);
}

int state_set_place(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], uint32_t block, uint32_t offset,
                    int64_t now, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "INSERT INTO mark(fingerprint, block, offset, opened) VALUES(?1, ?2, ?3, ?4)"
	                                " ON CONFLICT(fingerprint) DO UPDATE SET block = ?2, offset = ?3, opened = ?4",
	                                err);
	if (!q)
		return -1;
	bind_fingerprint(q, fingerprint);
	sqlite3_bind_int64(q, 2, block);
	sqlite3_bind_int64(q, 3, offset);
	sqlite3_bind_int64(q, 4, now);
	return state_run(s, q, err);
}

int state_set_read_many(struct state *s, const unsigned char (*fingerprints)[FINGERPRINT_LEN], size_t n, bool read,
                        struct err *err)
{
	if (state_exec(s, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = set_flag(s, set_read_sql, fingerprints[i], read, err);
	if (rc == 0 && state_exec(s, "COMMIT", err) == 0)
		return 0;
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

int state_each(struct state *s, enum state_flag flag,
               int (*cb)(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN]), void *payload,
               struct err *err)
{
	sqlite3_stmt *q =
		flag == STATE_READ
			? state_prepare(s, "SELECT fingerprint FROM mark WHERE read <> 0 ORDER BY fingerprint", err)
			: state_prepare(s, "SELECT fingerprint FROM mark WHERE starred <> 0 ORDER BY fingerprint", err);
	if (!q)
		return -1;
	int rc, stop = 0;
	while (!stop && (rc = sqlite3_step(q)) == SQLITE_ROW)
		if (sqlite3_column_bytes(q, 0) == FINGERPRINT_LEN)
			stop = cb(payload, sqlite3_column_blob(q, 0));
	int out = stop || rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return out;
}
