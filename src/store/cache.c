/*
 * Opening a cache: a new one gets its tables, one that is damaged or was made
 * by another program is moved aside and a new one begun. Its totals.
 */
#include "lede/cache.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db.h"
#include "lock.h"
#include "pack.h"
#include "schema.h"
#include "search_functions.h"
#include "totals.h"

enum { MOVED_MAX = 1000, OPEN_TRIES = 3 };

/* What a file turned out to be. */
enum cache_is { CACHE_OURS, CACHE_EMPTY, CACHE_FOREIGN, CACHE_ERROR };

/* One number from a PRAGMA or a query; -1 where it failed. */
static sqlite3_int64 number(struct cache *c, const char *sql)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(c->db, sql, -1, &s, NULL) != SQLITE_OK)
		return -1;
	sqlite3_int64 v = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
	return sqlite3_finalize(s) == SQLITE_OK ? v : -1;
}

static enum cache_is examine(struct cache *c)
{
	sqlite3_int64 tables = number(c, "SELECT count(*) FROM sqlite_schema");
	if (tables < 0)
		return db_is_damaged(c) ? CACHE_FOREIGN : CACHE_ERROR;
	sqlite3_int64 app = number(c, "PRAGMA application_id");
	sqlite3_int64 version = number(c, "PRAGMA user_version");
	if (app < 0 || version < 0)
		return CACHE_ERROR;
	if (!tables && !app && !version)
		return CACHE_EMPTY;
	if (app != SCHEMA_APPLICATION_ID || version != SCHEMA_NUMBER)
		return CACHE_FOREIGN;
	struct cache_totals totals;
	if (cache_totals(c, &totals, NULL) < 0)
		return db_is_damaged(c) || sqlite3_errcode(c->db) == SQLITE_OK ? CACHE_FOREIGN : CACHE_ERROR;
	return CACHE_OURS;
}

static int make_tables(struct cache *c, struct err *err)
{
	if (number(c, "SELECT count(*) FROM sqlite_schema") > 0)
		return 0; /* somebody else was quicker */
	struct cache_totals none = { 0 };
	char mark[96];
	snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d;", SCHEMA_APPLICATION_ID,
	         SCHEMA_NUMBER);
	if (db_exec(c, schema_sql, err) < 0 || db_exec(c, mark, err) < 0)
		return -1;
	return totals_save(c, &none, err);
}

static int create(struct cache *c, struct err *err)
{
	if (db_exec(c, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL", err) < 0)
		return -1;
	/* Another process may be doing the same: whoever comes second finds it done. */
	sqlite3_exec(c->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	if (db_exec(c, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	if (make_tables(c, err) == 0 && db_exec(c, "COMMIT", err) == 0)
		return 0;
	sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

static int set_up(struct cache *c, struct err *err)
{
	if (db_register_tokenizer(c->db) != SQLITE_OK || search_functions_register(c->db) != SQLITE_OK)
		return db_error(c, err);
	return db_exec(c,
	               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA secure_delete = OFF;"
	               "PRAGMA synchronous = NORMAL",
	               err);
}

/* Renames PATH and its companions to PATH.damaged-N with the first N that is free. */
static int move_aside(const char *path, struct err *note, struct err *err)
{
	static const char *const companions[] = { "-wal", "-shm", "-journal" };
	char *to = NULL;
	for (int i = 1; i < MOVED_MAX; i++) {
		free(to);
		to = mem_printf("%s.damaged-%d", path, i);
		if (access(to, F_OK) < 0)
			break;
	}
	if (rename(path, to) < 0) {
		int rc = err_errno(err, errno, "the cache %s is damaged and cannot be moved aside", path);
		free(to);
		return rc;
	}
	for (size_t i = 0; i < sizeof companions / sizeof *companions; i++) {
		char *a = mem_printf("%s%s", path, companions[i]), *b = mem_printf("%s%s", to, companions[i]);
		rename(a, b);
		free(a);
		free(b);
	}
	err_set(note, "the cache was damaged or not lede's: it is now %s, and a new one is being built", to);
	free(to);
	return 0;
}

static enum cache_is open_once(struct cache **out, const struct library *lib, struct err *err)
{
	if (db_open(out, lib, err) < 0)
		return CACHE_ERROR;
	enum cache_is is = CACHE_ERROR;
	if (set_up(*out, err) == 0) {
		is = examine(*out);
		if (is == CACHE_ERROR)
			db_error(*out, err);
	} else if (db_is_damaged(*out)) {
		is = CACHE_FOREIGN;
	}
	if (is == CACHE_EMPTY && !lib->read_only)
		is = create(*out, err) == 0 ? CACHE_OURS : CACHE_ERROR;
	if (is != CACHE_OURS) {
		db_close(*out);
		*out = NULL;
	}
	return is;
}

/* Looks again while holding a lock, so that of two programs only one moves the file aside. */
static int replace_damaged(struct cache **out, const struct library *lib, struct err *note, struct err *err)
{
	if (!lib->cache_path || lib->read_only)
		return err_set(err, "%s: not a cache of this lede", lib->cache_path ? lib->cache_path : "memory");
	int guard = lock_opening(lib->cache_path);
	enum cache_is is = open_once(out, lib, err);
	if (is == CACHE_FOREIGN && move_aside(lib->cache_path, note, err) == 0)
		is = open_once(out, lib, err);
	lock_opening_done(guard);
	return is == CACHE_OURS ? 0 : -1;
}

int cache_open(struct cache **out, const struct library *lib, struct err *note, struct err *err)
{
	enum cache_is is = open_once(out, lib, err);
	if (is == CACHE_OURS)
		return 0;
	if (is == CACHE_ERROR)
		return -1;
	return replace_damaged(out, lib, note, err);
}

void cache_close(struct cache *c)
{
	db_close(c);
}

void cache_interrupt(struct cache *c)
{
	sqlite3_interrupt(c->db);
}

enum { TOTALS_FIELDS = 7, TOTALS_BYTES = TOTALS_FIELDS * 8 };

static void totals_fields(struct cache_totals *t, uint64_t *f[TOTALS_FIELDS])
{
	uint64_t *all[TOTALS_FIELDS] = { &t->articles,   &t->briefs,       &t->sources, &t->skipped,
		                         &t->text_bytes, &t->source_bytes, &t->revision };
	memcpy(f, all, sizeof all);
}

int cache_totals(struct cache *c, struct cache_totals *out, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT value FROM meta WHERE name = 'totals'", err);
	if (!s)
		return -1;
	uint64_t *fields[TOTALS_FIELDS];
	totals_fields(out, fields);
	int rc = sqlite3_step(s);
	bool found = rc == SQLITE_ROW && sqlite3_column_bytes(s, 0) == TOTALS_BYTES;
	const unsigned char *p = found ? sqlite3_column_blob(s, 0) : NULL;
	for (int i = 0; p && i < TOTALS_FIELDS; i++)
		*fields[i] = unpack_u64(p + i * 8);
	if (!found)
		rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? err_set(err, "%s: not a cache of this lede", c->path)
		                                           : db_error(c, err);
	sqlite3_reset(s);
	return found ? 0 : rc;
}

int totals_save(struct cache *c, const struct cache_totals *t, struct err *err)
{
	unsigned char packed[TOTALS_BYTES];
	struct cache_totals copy = *t;
	uint64_t *fields[TOTALS_FIELDS];
	totals_fields(&copy, fields);
	for (int i = 0; i < TOTALS_FIELDS; i++)
		pack_u64(packed + i * 8, *fields[i]);
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO meta(name, value) VALUES('totals', ?)", err);
	if (!s)
		return -1;
	sqlite3_bind_blob(s, 1, packed, sizeof packed, SQLITE_STATIC);
	return db_run(c, s, err);
}
