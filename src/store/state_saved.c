/*
 * Saved searches, and of each what it found when last looked at: the starts of the stories' fingerprints, so that new ones can be
 * told in a cache that was built anew, too. One that is removed only goes out of sight until the next is removed.
 */
#include "state_saved.h"

#include <stdlib.h>
#include <string.h>

#include "pack.h"

enum { PREFIX_BYTES = 4 };

static void bind_text(sqlite3_stmt *q, int i, const char *text)
{
	sqlite3_bind_text(q, i, text, -1, SQLITE_STATIC);
}

static char *column_text(sqlite3_stmt *q, int i)
{
	const char *p = (const char *)sqlite3_column_text(q, i);
	return mem_strndup(p ? p : "", (size_t)sqlite3_column_bytes(q, i));
}

void saved_searches_free(struct saved_search *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].name);
		free(list[i].query);
	}
	free(list);
}

int state_saved(struct state *s, const char *library, struct saved_search **out, size_t *n, struct err *err)
{
	size_t cap = 0;
	*out = NULL;
	*n = 0;
	sqlite3_stmt *q = state_prepare(s,
	                                "SELECT name, query, key, looked FROM saved WHERE library = ? AND NOT gone"
	                                " ORDER BY key = 0, key, name",
	                                err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	int rc;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		*out = mem_grow(*out, &cap, *n + 1, sizeof **out);
		(*out)[(*n)++] = (struct saved_search){ .name = column_text(q, 0),
			                                .query = column_text(q, 1),
			                                .key = sqlite3_column_int(q, 2),
			                                .looked = sqlite3_column_int64(q, 3) };
	}
	rc = rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}

/* A new one gets the first key that is free; a name that is there gets the new query, of which nothing was seen yet. */
int state_saved_put(struct state *s, const char *library, const char *name, const char *query, struct err *err)
{
	sqlite3_stmt *q = state_prepare(
		s,
		"WITH digit(k) AS (VALUES(1), (2), (3), (4), (5), (6), (7), (8), (9))"
		" INSERT INTO saved(library, name, query, key) VALUES(?1, ?2, ?3, coalesce((SELECT min(k) FROM digit"
		" WHERE k NOT IN (SELECT key FROM saved WHERE library = ?1)), 0))"
		" ON CONFLICT(library, name) DO UPDATE SET gone = 0, query = ?3, looked = iif(query = ?3, looked, 0),"
		" total = iif(query = ?3, total, 0), seen = iif(query = ?3, seen, NULL)",
		err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	bind_text(q, 3, query);
	return state_run(s, q, err);
}

int state_saved_remove(struct state *s, const char *library, const char *name, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s, "DELETE FROM saved WHERE library = ? AND gone", err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	if (state_run(s, q, err) < 0)
		return -1;
	q = state_prepare(s, "UPDATE saved SET gone = 1 WHERE library = ? AND name = ?", err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	return state_run(s, q, err);
}

int state_saved_undo(struct state *s, const char *library, char **name, struct err *err)
{
	*name = NULL;
	sqlite3_stmt *q = state_prepare(s, "UPDATE saved SET gone = 0 WHERE library = ? AND gone RETURNING name", err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		*name = column_text(q, 0);
		rc = sqlite3_step(q);
	}
	rc = rc == SQLITE_DONE ? *name != NULL : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}

int state_saved_look(struct state *s, const char *library, const char *name, const struct saved_seen *seen, int64_t now,
                     struct err *err)
{
	sqlite3_stmt *q = state_prepare(
		s, "UPDATE saved SET looked = ?3, total = ?4, seen = ?5 WHERE library = ?1 AND name = ?2", err);
	if (!q)
		return -1;
	unsigned char *packed = mem_alloc(seen->n * PREFIX_BYTES + 1);
	for (size_t i = 0; i < seen->n; i++)
		pack_u32(packed + i * PREFIX_BYTES, seen->prefix[i]);
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	sqlite3_bind_int64(q, 3, now);
	sqlite3_bind_int64(q, 4, (sqlite3_int64)seen->total);
	sqlite3_bind_blob64(q, 5, packed, seen->n * PREFIX_BYTES, SQLITE_STATIC);
	int rc = state_run(s, q, err);
	sqlite3_clear_bindings(q);
	free(packed);
	return rc;
}

int state_saved_seen(struct state *s, const char *library, const char *name, struct saved_seen *out, struct err *err)
{
	*out = (struct saved_seen){ 0 };
	sqlite3_stmt *q = state_prepare(s, "SELECT total, seen FROM saved WHERE library = ? AND name = ?", err);
	if (!q)
		return -1;
	bind_text(q, 1, library);
	bind_text(q, 2, name);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		const unsigned char *packed = sqlite3_column_blob(q, 1);
		out->total = (uint64_t)sqlite3_column_int64(q, 0);
		out->n = (size_t)sqlite3_column_bytes(q, 1) / PREFIX_BYTES;
		out->prefix = mem_alloc(out->n * sizeof *out->prefix + 1);
		for (size_t i = 0; i < out->n; i++)
			out->prefix[i] = unpack_u32(packed + i * PREFIX_BYTES);
	}
	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return rc;
}

void saved_seen_release(struct saved_seen *seen)
{
	free(seen->prefix);
	*seen = (struct saved_seen){ 0 };
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

void saved_seen_settle(struct saved_seen *seen)
{
	size_t n = 0;
	if (seen->n)
		qsort(seen->prefix, seen->n, sizeof *seen->prefix, compare);
	for (size_t i = 0; i < seen->n; i++)
		if (!n || seen->prefix[n - 1] != seen->prefix[i])
			seen->prefix[n++] = seen->prefix[i];
	seen->n = n;
}

uint64_t saved_seen_fresh(const struct saved_seen *before, const struct saved_seen *now)
{
	uint64_t fresh = 0;
	size_t k = 0;
	if (!before->n || now->total > SAVED_SEEN_MAX || before->total > SAVED_SEEN_MAX)
		return now->total > before->total ? now->total - before->total : 0;
	for (size_t i = 0; i < now->n; i++) {
		while (k < before->n && before->prefix[k] < now->prefix[i])
			k++;
		fresh += k == before->n || before->prefix[k] != now->prefix[i];
	}
	return fresh;
}
