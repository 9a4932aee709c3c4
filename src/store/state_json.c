/*
 * The state as JSON lines, by SQLite's own JSON functions. Numbers of 64 bits are hex texts, since many
 * readers of JSON keep only 53. Importing adds: what was read or starred on either side is so after it.
 */
#include <stdlib.h>
#include <string.h>

#include "state_db.h"

static int export_rows(struct state *s, const char *sql, int (*line)(void *, const char *), void *payload,
                       struct err *err)
{
	sqlite3_stmt *q = state_prepare(s, sql, err);
	if (!q)
		return -1;
	int rc, stop = 0;
	while (!stop && (rc = sqlite3_step(q)) == SQLITE_ROW)
		stop = line(payload, (const char *)sqlite3_column_text(q, 0));
	int out = stop ? 1 : rc == SQLITE_DONE ? 0 : state_error(s, err);
	sqlite3_reset(q);
	return out;
}

int state_export(struct state *s, int (*line)(void *payload, const char *json), void *payload, struct err *err)
{
	static const char *const tables[] = {
		"SELECT json_object('type', 'mark', 'fingerprint', lower(hex(fingerprint)), 'read', json(iif(read,"
		" 'true', 'false')), 'starred', json(iif(starred, 'true', 'false')), 'block', block, 'offset', offset,"
		" 'opened', opened) FROM mark",
		"SELECT json_object('type', 'note', 'library', library, 'name', name, 'value', value) FROM note",
		"SELECT json_object('type', 'history', 'kind', kind, 'text', text) FROM history ORDER BY seq",
		"SELECT json_object('type', 'mend', 'kind', kind, 'key', printf('%016llx', key), 'before',"
		" printf('%016llx', before), 'after', printf('%016llx', after)) FROM mend ORDER BY seq",
		"SELECT json_object('type', 'saved', 'library', library, 'name', name, 'query', query, 'looked', "
		"looked,"
		" 'total', total, 'seen', lower(hex(seen))) FROM saved WHERE NOT gone ORDER BY key = 0, key, name",
	};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < sizeof tables / sizeof *tables; i++)
		rc = export_rows(s, tables[i], line, payload, err);
	return rc < 0 ? -1 : 0;
}

/* Fields of a line; every one may be NULL. */
enum { FIELD_TYPE, FIELD_A, FIELD_B, FIELD_C, FIELD_D, FIELD_E, FIELD_F, FIELDS };

struct fields {
	char *text[FIELDS];
};

static void fields_release(struct fields *f)
{
	for (int i = 0; i < FIELDS; i++)
		free(f->text[i]);
}

/* Takes the fields with these names out of a line of JSON. */
static int read_fields(struct state *s, const char *json, const char *const names[FIELDS], struct fields *f,
                       struct err *err)
{
	*f = (struct fields){ { NULL } };
	sqlite3_stmt *q = state_prepare(
		s,
		"SELECT json_extract(?1, ?2), json_extract(?1, ?3), json_extract(?1, ?4), json_extract(?1, ?5),"
		" json_extract(?1, ?6), json_extract(?1, ?7), json_extract(?1, ?8) WHERE json_valid(?1)",
		err);
	if (!q)
		return -1;
	sqlite3_bind_text(q, 1, json, -1, SQLITE_STATIC);
	for (int i = 0; i < FIELDS; i++)
		sqlite3_bind_text(q, 2 + i, names[i] ? names[i] : "$.none", -1, SQLITE_STATIC);
	int rc = sqlite3_step(q);
	for (int i = 0; rc == SQLITE_ROW && i < FIELDS; i++)
		f->text[i] = mem_strdup((const char *)sqlite3_column_text(q, i));
	sqlite3_reset(q);
	if (rc == SQLITE_ROW && f->text[FIELD_TYPE])
		return 0;
	fields_release(f);
	return err_set(err, "not a line of lede's state: %.80s", json);
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' ? c | 0x20 : c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool read_fingerprint(const char *hex, unsigned char out[FINGERPRINT_LEN])
{
	if (!hex || strlen(hex) != (size_t)FINGERPRINT_LEN * 2)
		return false;
	for (size_t i = 0; i < FINGERPRINT_LEN; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static int import_mark(struct state *s, const char *json, struct err *err)
{
	static const char *const names[FIELDS] = { "$.type",  "$.fingerprint", "$.read",  "$.starred",
		                                   "$.block", "$.offset",      "$.opened" };
	struct fields f;
	unsigned char fingerprint[FINGERPRINT_LEN];
	if (read_fields(s, json, names, &f, err) < 0)
		return -1;
	sqlite3_stmt *q = state_prepare(
		s,
		"INSERT INTO mark(fingerprint, read, starred, block, offset, opened) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
		" ON CONFLICT(fingerprint) DO UPDATE SET read = max(read, ?2), starred = max(starred, ?3),"
		" block = iif(?6 > opened, ?4, block), offset = iif(?6 > opened, ?5, offset), opened = max(opened, ?6)",
		err);
	int rc = -1;
	if (q && !read_fingerprint(f.text[FIELD_A], fingerprint)) {
		err_set(err, "not a mark of lede's state: %.80s", json);
	} else if (q) {
		sqlite3_bind_blob(q, 1, fingerprint, sizeof fingerprint, SQLITE_STATIC);
		for (int i = FIELD_B; i < FIELDS; i++)
			sqlite3_bind_int64(q, i, f.text[i] ? strtoll(f.text[i], NULL, 10) : 0);
		rc = state_run(s, q, err);
	}
	fields_release(&f);
	return rc;
}

static int import_note(struct state *s, const char *json, struct err *err)
{
	static const char *const names[FIELDS] = { "$.type", "$.library", "$.name", "$.value" };
	struct fields f;
	if (read_fields(s, json, names, &f, err) < 0)
		return -1;
	int rc = f.text[FIELD_A] && f.text[FIELD_B] && f.text[FIELD_C]
	                 ? state_put(s, f.text[FIELD_A], f.text[FIELD_B], f.text[FIELD_C], err)
	                 : err_set(err, "not a note of lede's state: %.80s", json);
	fields_release(&f);
	return rc;
}

static int import_history(struct state *s, const char *json, struct err *err)
{
	static const char *const names[FIELDS] = { "$.type", "$.kind", "$.text" };
	struct fields f;
	if (read_fields(s, json, names, &f, err) < 0)
		return -1;
	int rc = f.text[FIELD_A] && f.text[FIELD_B] ? state_history_add(s, f.text[FIELD_A], f.text[FIELD_B], err)
	                                            : err_set(err, "not a history line of lede's state: %.80s", json);
	fields_release(&f);
	return rc;
}

static int has_mend(struct state *s, const struct split_mend *m, bool *found, struct err *err)
{
	sqlite3_stmt *q = state_prepare(
		s, "SELECT count(*) FROM mend WHERE kind = ? AND key = ? AND before = ? AND after = ?", err);
	if (!q)
		return -1;
	sqlite3_bind_int(q, 1, m->kind);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)m->key);
	sqlite3_bind_int64(q, 3, (sqlite3_int64)m->before);
	sqlite3_bind_int64(q, 4, (sqlite3_int64)m->after);
	int rc = sqlite3_step(q) == SQLITE_ROW ? 0 : state_error(s, err);
	*found = rc == 0 && sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	return rc;
}

static uint64_t from_hex(const char *text)
{
	uint64_t v = 0;
	for (; text && hex_digit(*text) >= 0; text++)
		v = v << 4 | (unsigned)hex_digit(*text);
	return v;
}

static int import_mend(struct state *s, const char *json, struct err *err)
{
	static const char *const names[FIELDS] = { "$.type", "$.kind", "$.key", "$.before", "$.after" };
	struct fields f;
	bool found;
	if (read_fields(s, json, names, &f, err) < 0)
		return -1;
	struct split_mend m = { .kind = (uint8_t)(f.text[FIELD_A] ? atoi(f.text[FIELD_A]) : 0),
		                .key = from_hex(f.text[FIELD_B]),
		                .before = from_hex(f.text[FIELD_C]),
		                .after = from_hex(f.text[FIELD_D]) };
	fields_release(&f);
	if (has_mend(s, &m, &found, err) < 0)
		return -1;
	return found ? 0 : state_mend_add(s, &m, err);
}

static unsigned char *from_hex_bytes(const char *hex, size_t *n)
{
	unsigned char *out = mem_alloc(strlen(hex) / 2 + 1);
	for (*n = 0; hex_digit(hex[2 * *n]) >= 0 && hex_digit(hex[2 * *n + 1]) >= 0; ++*n)
		out[*n] = (unsigned char)(hex_digit(hex[2 * *n]) << 4 | hex_digit(hex[2 * *n + 1]));
	return out;
}

/* What was seen later counts: of a search that is here already only a later look is taken. */
static int import_look(struct state *s, const struct fields *f, struct err *err)
{
	sqlite3_stmt *q = state_prepare(s,
	                                "UPDATE saved SET looked = ?3, total = ?4, seen = ?5"
	                                " WHERE library = ?1 AND name = ?2 AND query = ?6 AND looked < ?3",
	                                err);
	if (!q)
		return -1;
	size_t n;
	unsigned char *seen = from_hex_bytes(f->text[FIELD_F] ? f->text[FIELD_F] : "", &n);
	sqlite3_bind_text(q, 1, f->text[FIELD_A], -1, SQLITE_STATIC);
	sqlite3_bind_text(q, 2, f->text[FIELD_B], -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 3, f->text[FIELD_D] ? strtoll(f->text[FIELD_D], NULL, 10) : 0);
	sqlite3_bind_int64(q, 4, f->text[FIELD_E] ? strtoll(f->text[FIELD_E], NULL, 10) : 0);
	sqlite3_bind_blob64(q, 5, seen, n, SQLITE_STATIC);
	sqlite3_bind_text(q, 6, f->text[FIELD_C], -1, SQLITE_STATIC);
	int rc = state_run(s, q, err);
	sqlite3_clear_bindings(q);
	free(seen);
	return rc;
}

static int import_saved(struct state *s, const char *json, struct err *err)
{
	static const char *const names[FIELDS] = { "$.type",   "$.library", "$.name", "$.query",
		                                   "$.looked", "$.total",   "$.seen" };
	struct fields f;
	if (read_fields(s, json, names, &f, err) < 0)
		return -1;
	int rc = f.text[FIELD_A] && f.text[FIELD_B] && f.text[FIELD_C]
	                 ? state_saved_put(s, f.text[FIELD_A], f.text[FIELD_B], f.text[FIELD_C], err)
	                 : err_set(err, "not a saved search of lede's state: %.80s", json);
	if (rc == 0)
		rc = import_look(s, &f, err);
	fields_release(&f);
	return rc;
}

int state_import(struct state *s, const char *json_line, struct err *err)
{
	static const struct {
		const char *type;
		int (*import)(struct state *, const char *, struct err *);
	} kinds[] = { { "mark", import_mark },
		      { "note", import_note },
		      { "history", import_history },
		      { "mend", import_mend },
		      { "saved", import_saved } };
	static const char *const names[FIELDS] = { "$.type" };
	struct fields f;
	if (read_fields(s, json_line, names, &f, err) < 0)
		return -1;
	int rc = 0; /* a kind that only a newer lede knows is passed over */
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(f.text[FIELD_TYPE], kinds[i].type) == 0)
			rc = kinds[i].import(s, json_line, err);
	fields_release(&f);
	return rc;
}
