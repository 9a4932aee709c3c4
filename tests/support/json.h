/* JSON lines, read with SQLite's JSON functions: a second opinion on what lede writes. */
#ifndef LEDE_TESTS_JSON_H
#define LEDE_TESTS_JSON_H

#include <stddef.h>

/* Cuts text into lines, each of which must be a valid object; the test fails otherwise. Returns how many; free *out with json_free. */
size_t json_lines(const char *text, char ***out);
void json_free(char **lines, size_t n);

/* What stands at path ("$.byline[0]"), as text; the caller frees. NULL for null and for what is not there. */
char *json_get(const char *line, const char *path);
long json_number(const char *line, const char *path);
/* SQLite's name of the type: "text", "integer", "real", "true", "false", "null", "array", "object"; NULL: not there. The caller frees. */
char *json_type(const char *line, const char *path);
void assert_json(const char *line, const char *path, const char *want); /* want NULL: null */
/* The names of the object's members in order, with commas between. The caller frees. */
char *json_members(const char *line);

#endif
