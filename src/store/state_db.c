/*
 * The state file's connection: opening it without ever harming it. Where it
 * cannot be used, a copy in memory stands in (or an empty one), shared by all
 * connections of this process.
 */
#include "state_db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include "db.h"
#include "lede/path.h"

enum { BUSY_MS = 10000, CHECKED_BYTES = 512 * 1024 };

int state_error(struct state *s, struct err *err)
{
	int code = sqlite3_errcode(s->db) & 0xff;
	if (code == SQLITE_FULL)
		return err_set(err, "%s: the disk is full; this mark is not kept", s->path);
	if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		return err_set(err, "%s is damaged; it is left as it is: copy it, then move it away", s->path);
	return err_set(err, "%s: %s", s->path, sqlite3_errmsg(s->db));
}

int state_exec(struct state *s, const char *sql, struct err *err)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : state_error(s, err);
}

sqlite3_stmt *state_prepare(struct state *s, const char *sql, struct err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->statements[i].sql != sql)
			continue;
		sqlite3_reset(s->statements[i].stmt);
		sqlite3_clear_bindings(s->statements[i].stmt);
		return s->statements[i].stmt;
	}
	if (s->n == STATE_STATEMENTS_MAX)
		abort(); /* there are fewer in the code */
	sqlite3_stmt *stmt;
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK) {
		state_error(s, err);
		return NULL;
	}
	s->statements[s->n].sql = sql;
	s->statements[s->n++].stmt = stmt;
	return stmt;
}

int state_run(struct state *s, sqlite3_stmt *stmt, struct err *err)
{
	int rc;
	do
		rc = sqlite3_step(stmt);
	while (rc == SQLITE_ROW);
	int out = rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(stmt);
	return out;
}

bool state_version_is(const struct state_version *a, const struct state_version *b)
{
	return a->connection == b->connection && a->others == b->others && a->own == b->own;
}

int state_read_begin(struct state *s, struct state_version *out, struct err *err)
{
	if (state_exec(s, "BEGIN", err) < 0)
		return -1;
	sqlite3_stmt *q = state_prepare(s, "PRAGMA data_version", err);
	int rc = q ? sqlite3_step(q) : SQLITE_ERROR;
	if (rc == SQLITE_ROW)
		*out = (struct state_version){ s->opened_ns, sqlite3_column_int64(q, 0), sqlite3_total_changes(s->db) };
	else if (q)
		state_error(s, err);
	if (q)
		sqlite3_reset(q);
	if (rc == SQLITE_ROW)
		return 0;
	state_read_end(s);
	return -1;
}

void state_read_end(struct state *s)
{
	sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
}

static struct state *new_state(const char *path)
{
	struct state *s = mem_zalloc(1, sizeof *s);
	struct timespec now;
	db_begin();
	clock_gettime(CLOCK_MONOTONIC, &now);
	s->opened_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	s->path = mem_strdup(path);
	return s;
}

void state_close(struct state *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		sqlite3_finalize(s->statements[i].stmt);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

/* A small file is looked through at once; of a large one damage shows when the place is read. */
static bool looks_whole(struct state *s, const char *path)
{
	struct stat st;
	sqlite3_stmt *check;
	if (stat(path, &st) < 0 || st.st_size > CHECKED_BYTES)
		return true;
	if (sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &check, NULL) != SQLITE_OK)
		return false;
	bool ok = sqlite3_step(check) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
	return sqlite3_finalize(check) == SQLITE_OK && ok;
}

/* 0, or -1 with why: the file is of no use, and is as it was. */
static int use_file(struct state *s, const char *path, struct err *why)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK)
		return err_set(why, "%s cannot be opened", path);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	int rc = state_migrate(s, why);
	if (rc == 1)
		return err_set(why, "%s was made by a newer lede or another program", path);
	if (rc == 0 && !looks_whole(s, path))
		return err_set(why, "%s is damaged", path);
	return rc;
}

static int open_file(struct state **out, const char *path, struct err *why)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path)) : mem_strdup(".");
	int rc = folder[0] ? path_make_folders(folder, why) : 0;
	bool exists = access(path, F_OK) == 0;
	if (rc == 0 && (access(folder[0] ? folder : "/", W_OK | X_OK) < 0 || (exists && access(path, R_OK | W_OK) < 0)))
		rc = err_errno(why, errno, "%s cannot be written", exists ? path : folder);
	free(folder);
	if (rc < 0)
		return -1;
	*out = new_state(path);
	rc = use_file(*out, path, why);
	if (rc == 0)
		return 0;
	state_close(*out);
	*out = NULL;
	return -1;
}

/*
 * Brings what a file that cannot be written holds into the empty database in memory that uri names, as far as it can be
 * read. By VACUUM INTO and not by a backup: a backup would bring along that the file is in WAL mode, and what is in memory cannot
 * be opened in that mode.
 */
static void copy_file(const char *uri, const char *path)
{
	struct state *from = new_state(path);
	char *source = mem_printf("file:%s?mode=ro&immutable=1", path);
	char *into = sqlite3_mprintf("VACUUM INTO %Q", uri);
	int rc = sqlite3_open_v2(strpbrk(path, "?#%") ? path : source, &from->db,
	                         SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK && into && looks_whole(from, path))
		sqlite3_exec(from->db, into, NULL, NULL, NULL);
	sqlite3_free(into);
	free(source);
	state_close(from);
}

static bool has_tables(struct state *s)
{
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(s->db, "SELECT 1 FROM sqlite_schema", -1, &q, NULL) != SQLITE_OK)
		return false;
	bool any = sqlite3_step(q) == SQLITE_ROW;
	sqlite3_finalize(q);
	return any;
}

/* Opens the process's state in memory; 1 where it is of no use. */
static int open_memory(struct state **out, const char *path, bool copy, struct err *err)
{
	struct state *s = *out = new_state("the marks in memory");
	uint64_t hash = path ? XXH3_64bits(path, strlen(path)) : 0;
	char *uri = mem_printf("file:/lede-state-%016llx?vfs=memdb", (unsigned long long)hash);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
	int rc = sqlite3_open_v2(uri, &s->db, flags, NULL) == SQLITE_OK ? 0 : state_error(s, err);
	if (rc == 0) {
		sqlite3_busy_timeout(s->db, BUSY_MS);
		if (copy && !has_tables(s))
			copy_file(uri, path);
		rc = state_migrate(s, err);
	}
	free(uri);
	if (rc == 0)
		return 0;
	state_close(s);
	*out = NULL;
	return rc;
}

int state_open(struct state **out, const struct library *lib, struct err *note, struct err *err)
{
	struct err why = { "" };
	if (!lib->state_path)
		return open_memory(out, NULL, false, err);
	if (open_file(out, lib->state_path, &why) == 0)
		return 0;
	err_set(note, "%.300s; marks are kept in memory and end with this run", why.text);
	bool readable = access(lib->state_path, R_OK) == 0;
	int rc = open_memory(out, lib->state_path, readable, err);
	if (rc == 1) /* what was copied is from a newer lede */
		rc = open_memory(out, NULL, false, err);
	return rc == 0 ? 0 : -1;
}
