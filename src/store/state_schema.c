/*
 * The state file's tables, written down as the steps that made them. A step is never changed once it was
 * released: what comes later is a new one at the end.
 */
#include <stdio.h>

#include "state_db.h"

enum { STATE_APPLICATION_ID = 0x6c656473 }; /* "leds" */

static const char *const migrations[] = {
	/* 1: what the user did with articles; small texts by name; what was typed; cuts mended by hand. */
	"CREATE TABLE mark(fingerprint BLOB PRIMARY KEY, read INTEGER NOT NULL DEFAULT 0,"
	" starred INTEGER NOT NULL DEFAULT 0, block INTEGER NOT NULL DEFAULT 0, offset INTEGER NOT NULL DEFAULT 0,"
	" opened INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
	"CREATE INDEX mark_starred ON mark(fingerprint) WHERE starred <> 0;"
	"CREATE TABLE note(library TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
	" PRIMARY KEY(library, name)) WITHOUT ROWID;"
	"CREATE TABLE history(seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, text TEXT NOT NULL,"
	" UNIQUE(kind, text));"
	"CREATE TABLE mend(seq INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, key INTEGER NOT NULL,"
	" before INTEGER NOT NULL, after INTEGER NOT NULL);",
	/* 2: searches kept by name; seen is what each found when it was last looked at (state_saved.h); gone: removed, until
	 * the next is. */
	"CREATE TABLE saved(library TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, key INTEGER NOT NULL "
	"DEFAULT 0,"
	" looked INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, seen BLOB, gone INTEGER NOT NULL "
	"DEFAULT 0,"
	" UNIQUE(library, name));",
};
enum { MIGRATIONS = sizeof migrations / sizeof *migrations };

static long number(struct state *s, const char *sql)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) != SQLITE_OK)
		return -1;
	long v = sqlite3_step(q) == SQLITE_ROW ? (long)sqlite3_column_int64(q, 0) : -1;
	return sqlite3_finalize(q) == SQLITE_OK ? v : -1;
}

/* How far the file is: its number of steps. -1 err, MIGRATIONS + 1: not ours. In a transaction, for another process may be
 * taking the steps at this moment, and half a step looks like somebody else's file. */
static long version(struct state *s, struct err *err)
{
	long app = number(s, "PRAGMA application_id"), v = number(s, "PRAGMA user_version");
	long tables = number(s, "SELECT count(*) FROM sqlite_schema");
	if (app < 0 || v < 0 || tables < 0)
		return state_error(s, err);
	if (!app && !v && !tables)
		return 0;
	return app == STATE_APPLICATION_ID ? v : MIGRATIONS + 1;
}

static int run_steps(struct state *s, struct err *err)
{
	long v = version(s, err); /* again: another process may have been quicker */
	if (v < 0)
		return -1;
	for (; v < MIGRATIONS; v++)
		if (state_exec(s, migrations[v], err) < 0)
			return -1;
	char mark[96];
	snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", STATE_APPLICATION_ID,
	         MIGRATIONS);
	return state_exec(s, mark, err);
}

int state_migrate(struct state *s, struct err *err)
{
	if (state_exec(s, "BEGIN", err) < 0)
		return -1;
	long v = version(s, err);
	sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
	if (v < 0)
		return -1;
	if (v > MIGRATIONS)
		return 1;
	if (state_exec(s, "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024", err) <
	    0)
		return -1;
	if (v == MIGRATIONS)
		return 0;
	/* Fails while another process does the same; the file is in this mode then. */
	sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	if (state_exec(s, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	if (run_steps(s, err) == 0 && state_exec(s, "COMMIT", err) == 0)
		return 0;
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}
