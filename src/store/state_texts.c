/* Small texts by name, the history of what was typed, and mends. */
#include <string.h>

#include "state_db.h"

enum { HISTORY_MAX = 500 };

static void bind_text(sqlite3_stmt *q, int i, const char *text)
{
	sqlite3_bind_text(q, i, text, -1, SQLITE_STATIC);
}

static char *column_text(sqlite3_stmt *q, int i)
{
	const char *p = (const char *)sqlite3_column_text(q, i);
	return mem_strndup(p ? p : "", (size_t)sqlite3_column_bytes(q, i));
}

int state_get(struct state *s, const char *library, const char *name, char **out, struct err *err)
{
	*out = NULL;
	sqlite3_stmt *q = state_prepare(s, "SELECT value FROM note WHERE library = ? AND name = ?", err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		*out = column_text(q, 0);
	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}

int state_put(struct state *s, const char *library, const char *name, const char *value, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "INSERT INTO note(library, name, value) VALUES(?1, ?2, ?3)"
	                                " ON CONFLICT(library, name) DO UPDATE SET value = ?3 WHERE value <> ?3",
	                                err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	bind_text(q, 3, value);
	return state_run(s, q, err);
}

static int trim_history(struct state *s, const char *kind, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "DELETE FROM history WHERE kind = ?1 AND seq <= (SELECT seq FROM history"
	                                " WHERE kind = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
	                                err);
	if (!q)
		return -1;
	bind_text(q, 1, kind);
	sqlite3_bind_int(q, 2, HISTORY_MAX);
	return state_run(s, q, err);
}

int state_history_add(struct state *s, const char *kind, const char *text, struct err *err)
{
	/* Said again it goes to the top: the old row gives way to a new one. */
	sqlite3_stmt *q = state_prepare(s, "INSERT OR REPLACE INTO history(kind, text) VALUES(?, ?)", err);
	if (!q)
		return -1;
	bind_text(q, 1, kind);
	bind_text(q, 2, text);
	return state_run(s, q, err) < 0 ? -1 : trim_history(s, kind, err);
}

int state_history(struct state *s, const char *kind, char **out, size_t max, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s, "SELECT text FROM history WHERE kind = ? ORDER BY seq DESC LIMIT ?", err);
	if (!q)
		return -1;
	bind_text(q, 1, kind);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)max);
	size_t n = 0;
	int rc;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW && n < max)
		out[n++] = column_text(q, 0);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		state_error(s, err);
	sqlite3_reset(q);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? (int)n : -1;
}

static struct split_mend column_mend(sqlite3_stmt *q, int i)
{
	return (struct split_mend){ .kind = (uint8_t)sqlite3_column_int(q, i),
		                    .key = (uint64_t)sqlite3_column_int64(q, i + 1),
		                    .before = (uint64_t)sqlite3_column_int64(q, i + 2),
		                    .after = (uint64_t)sqlite3_column_int64(q, i + 3) };
}

int state_mends(struct state *s, struct split_mend **out, size_t *n, struct err *err)
{
	size_t cap = 0;
	*out = NULL;
	*n = 0;
	sqlite3_stmt *q = state_prepare(s, "SELECT kind, key, before, after FROM mend ORDER BY seq", err);
	if (!q)
		return -1;
	int rc;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		*out = mem_grow(*out, &cap, *n + 1, sizeof **out);
		(*out)[(*n)++] = column_mend(q, 0);
	}
	rc = rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}

static void bind_mend(sqlite3_stmt *q, const struct split_mend *m)
{
	sqlite3_bind_int(q, 1, m->kind);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)m->key);
	sqlite3_bind_int64(q, 3, (sqlite3_int64)m->before);
	sqlite3_bind_int64(q, 4, (sqlite3_int64)m->after);
}

int state_mend_add(struct state *s, const struct split_mend *m, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s, "INSERT INTO mend(kind, key, before, after) VALUES(?, ?, ?, ?)", err);
	if (!q)
		return -1;
	bind_mend(q, m);
	return state_run(s, q, err);
}

int state_mend_remove(struct state *s, const struct split_mend *m, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "DELETE FROM mend WHERE seq = (SELECT max(seq) FROM mend WHERE kind = ? AND"
	                                " key = ? AND before = ? AND after = ?)",
	                                err);
	if (!q)
		return -1;
	bind_mend(q, m);
	return state_run(s, q, err);
}

int state_mend_undo(struct state *s, struct split_mend *undone, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "DELETE FROM mend WHERE seq = (SELECT max(seq) FROM mend)"
	                                " RETURNING kind, key, before, after",
	                                err);
	if (!q)
		return -1;
	int rc = sqlite3_step(q), found = 0;
	if (rc == SQLITE_ROW) {
		*undone = column_mend(q, 0);
		found = 1;
		rc = sqlite3_step(q);
	}
	rc = rc == SQLITE_DONE ? found : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}
