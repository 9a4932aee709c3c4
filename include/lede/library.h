/*
 * A library: the files and folders that are opened together, and where what
 * lede keeps of them lies. The cache's name is <base name>-<hash of the
 * absolute roots>.<schema>.db; the state file is one for all libraries.
 */
#ifndef LEDE_LIBRARY_H
#define LEDE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/err.h"

struct library {
	char **roots; /* absolute paths, sorted, none inside another */
	size_t n;
	char *name;       /* for showing: "~/wire", or "~/wire +2" */
	char *key;        /* stable text that names it in the state file */
	char *cache_path; /* NULL: in memory */
	char *cache_note; /* NULL, or one line: why the cache is not where it ought to be */
	char *state_path; /* NULL: in memory */
	char *scratch;    /* NULL, or a private folder that holds the cache for this run: library_release removes it */
	bool frozen;      /* open what the cache holds and look for no new files */
	bool read_only;   /* the cache's file exists but cannot be written */
};

struct library_options {
	const char *cache; /* --cache: a file or a folder; NULL: the XDG folder */
	const char *state; /* --state: a file; NULL: the XDG folder */
};

/* Checks that each path exists and can be read (-1 with err otherwise; "no such file or folder: X"). Where the cache's folder cannot be
 * made or written, falls back to a private temporary folder, or to memory where there is none, and says so in cache_note. A root "-" is
 * standard input; such a library is never kept. */
int library_open(struct library *lib, char *const *paths, size_t n, const struct library_options *opts,
                 struct err *err);
void library_release(struct library *lib);
/* XXH3 of the roots: the same wherever the library is opened. */
uint64_t library_hash(const struct library *lib);
/* Whether path is a root or lies inside one. */
bool library_holds(const struct library *lib, const char *path);

#endif
