/*
 * What the measuring programs share: figures with their percentiles, and the words that they look for.
 */
#ifndef LEDE_TESTS_BENCH_H
#define LEDE_TESTS_BENCH_H

#include <stddef.h>

/* Zeros: none yet. */
struct figures {
	double *of;
	size_t n, cap;
};

void figures_add(struct figures *f, double figure);
/* The figure that the share (0 to 1) of all lie below; NAN where there are none. Sorts. */
double figures_at(struct figures *f, double share);
void figures_release(struct figures *f);
/* Lines of a table: the heading names the unit; a line has n, p50, p95, p99 and max. */
void figures_heading(const char *what);
void figures_line(const char *name, struct figures *f);

/* What is looked for, in classes such as "common words". */
struct word {
	size_t class;
	char *typed; /* as typed in lede */
	char *plain; /* the same as one literal text for rg; NULL: cannot be said so */
	char *fts;   /* the same for FTS5's own query language; NULL: cannot be said so */
};

enum { WORD_CLASSES_MAX = 16 };

struct words {
	struct word *of;
	size_t n, cap;
	char *classes[WORD_CLASSES_MAX];
	size_t n_classes;
};

/*
 * From a file with a line for each: class, typed, plain and fts, with tabs between; "-" for NULL. Empty lines and lines that begin
 * with # are for people. Ends the program with a message where that does not go.
 */
void words_read(struct words *w, const char *path);
void words_release(struct words *w);

#endif
