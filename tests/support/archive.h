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
/* Opens the reader and waits until all nine articles are listed; reopened: on a cache that was built before. */
struct term *archive_opened(const struct archive *a, int rows, int cols);
struct term *archive_reopened(const struct archive *a, int rows, int cols);
/* The program ends (after Q: with 0), and the terminal is as it was. Frees t. */
void archive_quit(struct term *t);
void archive_ended(struct term *t, int status);
/* Builds the cache first, so that a test sees a second launch. */
void archive_index(const struct archive *a);
/* The whole of a file below home; the caller frees. NULL where there is none. */
char *archive_read(const struct archive *a, const char *name);
void archive_write(const struct archive *a, const char *name, const char *text);
bool archive_has(const struct archive *a, const char *name);

/* The first headline of the list. */
#define ARCHIVE_FIRST "Council of Port Quillan votes"

#define E2E(test) cmocka_unit_test_setup_teardown(test, archive_setup, archive_teardown)

#endif
