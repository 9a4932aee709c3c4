/* A home folder for one end-to-end test: a small invented archive in it, and the program started there. */
#ifndef LEDE_TESTS_ARCHIVE_H
#define LEDE_TESTS_ARCHIVE_H

#include "term.h"

struct archive {
	char *home;       /* a fresh folder */
	char *wire;       /* home/wire: the archive's files, copied */
	const char *lede; /* the program */
};

/* cmocka fixture: *state gets a struct archive; the teardown removes the folder. */
int archive_setup(void **state);
int archive_teardown(void **state);

/* Starts the reader on the archive, or on what args say (NULL-terminated, after the program's name). */
struct term *archive_open(const struct archive *a, int rows, int cols);
struct term *archive_run(const struct archive *a, int rows, int cols, const char *const *args);
/* Builds the cache first, so that a test sees a second launch. */
void archive_index(const struct archive *a);
/* The whole of a file below home; the caller frees. NULL where there is none. */
char *archive_read(const struct archive *a, const char *name);
void archive_write(const struct archive *a, const char *name, const char *text);
bool archive_has(const struct archive *a, const char *name);

#endif
