/* JSON lines. */
#include "json.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "lede/mem.h"

/* The first column of the first row. */
static char *ask(const char *sql, const char *line, const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *s;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_text(s, 1, line, -1, SQLITE_STATIC);
	if (path)
		sqlite3_bind_text(s, 2, path, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	char *text = mem_strdup((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_close(db);
	return text;
}

size_t json_lines(const char *text, char ***out)
{
	size_t n = 0, cap = 0;
	*out = NULL;
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = mem_strndup(text, len);
		char *type = ask("SELECT CASE WHEN json_valid(?1) THEN json_type(?1) END", line, NULL);
		if (!type || strcmp(type, "object") != 0 || text[len] != '\n')
			print_error("not a line of JSON: %s\n", line);
		assert_non_null(type);
		assert_string_equal(type, "object");
		assert_int_equal(text[len], '\n');
		free(type);
		*out = mem_grow(*out, &cap, n + 1, sizeof **out);
		(*out)[n++] = line;
		text += len + 1;
	}
	return n;
}

void json_free(char **lines, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(lines[i]);
	free(lines);
}

char *json_get(const char *line, const char *path)
{
	return ask("SELECT json_extract(?1, ?2)", line, path);
}

long json_number(const char *line, const char *path)
{
	char *text = json_get(line, path);
	assert_non_null(text);
	char *end;
	long n = strtol(text, &end, 10);
	assert_true(*end == '\0' && end != text);
	free(text);
	return n;
}

char *json_type(const char *line, const char *path)
{
	return ask("SELECT json_type(?1, ?2)", line, path);
}

void assert_json(const char *line, const char *path, const char *want)
{
	char *got = json_get(line, path);
	if (!want) {
		assert_null(got);
		return;
	}
	if (!got)
		print_error("nothing at %s in %s\n", path, line);
	assert_non_null(got);
	assert_string_equal(got, want);
	free(got);
}

char *json_members(const char *line)
{
	return ask("SELECT group_concat(key) FROM json_each(?1)", line, NULL);
}
