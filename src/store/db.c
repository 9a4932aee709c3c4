/*
 * The connection to a cache: opening, statements that are prepared once, and
 * SQLite's errors turned into one line that says what to do.
 */
#include "db.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "chunks.h"
#include "search_memo.h"

enum { BUSY_MS = 10000, MEMORY_NAME_DIGITS = 16 };

struct statement {
	const char *sql;
	sqlite3_stmt *stmt;
};

struct db_statements {
	struct statement *list;
	size_t n, cap;
};

bool db_is_damaged(struct cache *c)
{
	int code = sqlite3_errcode(c->db) & 0xff;
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_FORMAT;
}

static bool disk_is_full(sqlite3 *db)
{
	int code = sqlite3_errcode(db) & 0xff;
	int why = sqlite3_system_errno(db);
	return code == SQLITE_FULL || (code == SQLITE_IOERR && (why == ENOSPC || why == EDQUOT));
}

int db_error(struct cache *c, struct err *err)
{
	if (disk_is_full(c->db))
		return err_set(err, "%s: the disk is full; free some space and start again, what is indexed is kept",
		               c->path);
	if (db_is_damaged(c))
		return err_set(err, "%s: the cache is damaged; remove it and it is built again", c->path);
	switch (sqlite3_errcode(c->db) & 0xff) {
	case SQLITE_INTERRUPT:
		return err_set(err, "interrupted");
	case SQLITE_READONLY:
		return err_set(err, "%s: cannot be written; choose another place with --cache", c->path);
	case SQLITE_BUSY:
		return err_set(err, "%s: another program keeps the cache locked; try again", c->path);
	default:
		return err_set(err, "%s: %s", c->path, sqlite3_errmsg(c->db));
	}
}

int db_exec(struct cache *c, const char *sql, struct err *err)
{
	return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_error(c, err);
}

sqlite3_stmt *db_prepare(struct cache *c, const char *sql, struct err *err)
{
	struct db_statements *s = c->statements;
	for (size_t i = 0; i < s->n; i++) {
		if (s->list[i].sql != sql)
			continue;
		sqlite3_reset(s->list[i].stmt);
		sqlite3_clear_bindings(s->list[i].stmt);
		return s->list[i].stmt;
	}
	sqlite3_stmt *stmt;
	if (sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK) {
		db_error(c, err);
		return NULL;
	}
	s->list = mem_grow(s->list, &s->cap, s->n + 1, sizeof *s->list);
	s->list[s->n++] = (struct statement){ sql, stmt };
	return stmt;
}

int db_run(struct cache *c, sqlite3_stmt *s, struct err *err)
{
	int rc = sqlite3_step(s);
	int out = rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return out;
}

/* SQLite would count the memory that it takes, under a lock: one instruction in twenty of a build, and a place where all threads
 * meet. Nobody asks for the sums. Where SQLite is in use already it goes on counting. */
static void count_no_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void db_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, count_no_memory);
}

/* The name under which all connections of this process find a cache in memory. */
static char *memory_uri(const struct library *lib)
{
	return mem_printf("file:/lede-%016llx?vfs=memdb", (unsigned long long)library_hash(lib));
}

/* A file that cannot be written is opened as one that never changes: WAL needs a folder that can be. */
static char *frozen_uri(const char *path)
{
	struct buf uri = BUF_INIT;
	buf_adds(&uri, "file:");
	for (const char *p = path; *p; p++) {
		if (strchr("?#%", *p))
			buf_addf(&uri, "%%%02X", (unsigned char)*p);
		else
			buf_addc(&uri, *p);
	}
	buf_adds(&uri, "?mode=ro&immutable=1");
	return buf_detach(&uri);
}

static int open_file(struct cache *c, const struct library *lib)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	if (lib->cache_path && !lib->read_only)
		return sqlite3_open_v2(lib->cache_path, &c->db, flags, NULL);
	char *uri = lib->cache_path ? frozen_uri(lib->cache_path) : memory_uri(lib);
	if (lib->cache_path)
		flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
	int rc = sqlite3_open_v2(uri, &c->db, flags | SQLITE_OPEN_URI, NULL);
	free(uri);
	return rc;
}

int db_open(struct cache **out, const struct library *lib, struct err *err)
{
	struct cache *c = mem_zalloc(1, sizeof *c);
	c->path = mem_strdup(lib->cache_path ? lib->cache_path : "the index in memory");
	c->root = lib->n == 1 ? mem_strdup(lib->roots[0]) : NULL;
	c->statements = mem_zalloc(1, sizeof *c->statements);
	*out = c;
	db_begin();
	if (open_file(c, lib) != SQLITE_OK) {
		int why = c->db ? sqlite3_system_errno(c->db) : 0;
		int rc = why ? err_errno(err, why, "cannot open the cache %s", c->path) : db_error(c, err);
		db_close(c);
		*out = NULL;
		return rc;
	}
	sqlite3_extended_result_codes(c->db, 1);
	sqlite3_busy_timeout(c->db, BUSY_MS);
	return 0;
}

static void statements_free(struct db_statements *s)
{
	for (size_t i = 0; i < s->n; i++)
		sqlite3_finalize(s->list[i].stmt);
	free(s->list);
	free(s);
}

void db_close(struct cache *c)
{
	if (!c)
		return;
	statements_free(c->statements);
	chunk_slot_free(c->chunk);
	search_memo_free(c->memo);
	sqlite3_close(c->db);
	free(c->path);
	free(c->root);
	free(c);
}
