/* What the measuring programs share. */
#include "bench.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/mem.h"

/* ---- figures */

void figures_add(struct figures *f, double figure)
{
	f->of = mem_grow(f->of, &f->cap, f->n + 1, sizeof *f->of);
	f->of[f->n++] = figure;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double figures_at(struct figures *f, double share)
{
	if (!f->n)
		return NAN;
	qsort(f->of, f->n, sizeof *f->of, by_size);
	size_t at = (size_t)((double)f->n * share);
	return f->of[at < f->n ? at : f->n - 1];
}

void figures_release(struct figures *f)
{
	free(f->of);
	memset(f, 0, sizeof *f);
}

void figures_heading(const char *what)
{
	printf("\n%-30s %5s %9s %9s %9s %9s\n", what, "n", "p50", "p95", "p99", "max");
}

void figures_line(const char *name, struct figures *f)
{
	if (f->n)
		printf("  %-28s %5zu %9.2f %9.2f %9.2f %9.2f\n", name, f->n, figures_at(f, .5), figures_at(f, .95),
		       figures_at(f, .99), figures_at(f, 1));
	fflush(stdout);
}

/* ---- words */

static _Noreturn void stop(const char *path, size_t line, const char *why)
{
	fprintf(stderr, "%s:%zu: %s\n", path, line, why);
	exit(3);
}

static size_t class_of(struct words *w, const char *name)
{
	for (size_t i = 0; i < w->n_classes; i++)
		if (strcmp(w->classes[i], name) == 0)
			return i;
	if (w->n_classes == WORD_CLASSES_MAX)
		return WORD_CLASSES_MAX;
	w->classes[w->n_classes] = mem_strdup(name);
	return w->n_classes++;
}

static char *unless_dash(const char *field)
{
	return mem_strdup(strcmp(field, "-") == 0 ? NULL : field);
}

static void add_word(struct words *w, char *line, const char *path, size_t number)
{
	char *rest = line;
	const char *class = strsep(&rest, "\t"), *typed = strsep(&rest, "\t");
	const char *plain = strsep(&rest, "\t"), *fts = strsep(&rest, "\t");
	if (!fts)
		stop(path, number, "wants four fields with tabs between");
	size_t at = class_of(w, class);
	if (at == WORD_CLASSES_MAX)
		stop(path, number, "too many classes");
	w->of = mem_grow(w->of, &w->cap, w->n + 1, sizeof *w->of);
	w->of[w->n++] = (struct word){
		.class = at, .typed = mem_strdup(typed), .plain = unless_dash(plain), .fts = unless_dash(fts)
	};
}

void words_read(struct words *w, const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	memset(w, 0, sizeof *w);
	if (!f)
		stop(path, 0, strerror(errno));
	for (size_t number = 1; getline(&line, &cap, f) >= 0; number++) {
		line[strcspn(line, "\n")] = '\0';
		if (*line && *line != '#')
			add_word(w, line, path, number);
	}
	free(line);
	fclose(f);
}

void words_release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->of[i].typed);
		free(w->of[i].plain);
		free(w->of[i].fts);
	}
	for (size_t i = 0; i < w->n_classes; i++)
		free(w->classes[i]);
	free(w->of);
}
