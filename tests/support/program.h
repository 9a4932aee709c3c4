/*
 * Runs the real binary without a terminal, in a world of its own: a temporary folder that is HOME and holds the XDG
 * folders. What it writes and how it ends is kept.
 */
#ifndef LEDE_TESTS_PROGRAM_H
#define LEDE_TESTS_PROGRAM_H

#include <stddef.h>

struct world {
	char *root;
	char *env[16][2]; /* set for every run; value NULL: unset */
	size_t n_env;
};

struct ran {
	char *out, *err; /* NUL-terminated */
	size_t out_len, err_len;
	int status; /* exit status, or 128 + signal */
};

struct world *world_new(void);
void world_free(struct world *w); /* and removes the folder */
/* cmocka's setup and teardown: *state is the world. */
int world_setup(void **state);
int world_teardown(void **state);

/* A path inside the world; the caller frees. */
char *world_path(const struct world *w, const char *name);
/* Writes a file (its folders are made) and returns its path, which the caller frees. */
char *world_file(const struct world *w, const char *name, const void *p, size_t n);
char *world_text(const struct world *w, const char *name, const char *text);
/* An environment variable for every later run. */
void world_env(struct world *w, const char *name, const char *value);
/* The file's bytes; the caller frees. NULL where it cannot be read. */
char *world_read(const char *path, size_t *n);

/* Runs $LEDE with the arguments (the last is NULL). stdin is stdin_path (NULL: /dev/null), stdout is stdout_path (NULL: kept). */
struct ran *run_with(const struct world *w, const char *stdin_path, const char *stdout_path, const char *const args[]);
#define RUN(w, ...) run_with((w), NULL, NULL, (const char *const[]){ __VA_ARGS__, NULL })
void ran_free(struct ran *r);

/* Fails the test unless the run ended with status; prints what it said. */
void assert_status(const struct ran *r, int status);
/* ... unless standard error is exactly one line that begins with "lede: " and holds text. */
void assert_complaint(const struct ran *r, const char *text);

#endif
