/*
 * Building and refreshing the cache: scan the roots, read again what is new or
 * changed (size, mtime in nanoseconds, inode), drop what is gone. Each source's
 * replacement is one transaction or part of one with other whole sources, so
 * that a build killed at any moment goes on where it stopped. Only a new source of many megabytes shows its articles while it is
 * still being read (SOURCE_PENDING until then).
 */
#ifndef LEDE_BUILD_H
#define LEDE_BUILD_H

#include <stdatomic.h>

#include "lede/cache.h"
#include "lede/state.h"

struct build_progress {
	uint64_t files_done, files_total; /* to be read this time; total grows while scanning goes on */
	uint64_t bytes_done, bytes_total;
	uint64_t articles; /* found this time */
	uint64_t failed, skipped;
	uint64_t removed;  /* sources that are gone from disk */
	double seconds;    /* since the start */
	uint64_t revision; /* the cache's (cache_totals) after the last commit of this build; 0 while there is none */
	bool scanning, done;
	char path[256]; /* what is being read; cleaned */
};
typedef void build_report(void *payload, const struct build_progress *p);

struct build_options {
	const char *encoding; /* NULL: detect */
	bool rebuild;         /* read everything again */
	const char *reread;   /* NULL, or the path of one file: it alone is read again, changed or not (after a mend) */
	build_report *report; /* NULL, or called at most ten times a second and at the end, on the building thread */
	void *payload;
	const atomic_bool *
		stop; /* NULL, or watched: true ends the build soon; a source half read is dropped and read next time */
};

/* Runs a whole build on the calling thread. 0 done; 1 stopped, or some source failed (report tells); 2 somebody else is indexing (err names
 * the pid); -1 cannot (err: disk full, ...). */
int build_run(const struct library *lib, const struct build_options *opts, struct build_progress *out, struct err *err);

/* lede check: the cache against its sources. For each source: it exists, it is unchanged, its pieces tile it, each article's text is what
 * the file holds and is in the index. cb gets one line for each fault; *index_lacks says whether articles are missing from the index.
 * Returns the number of faults, or -1. */
long build_check(const struct library *lib, void (*cb)(void *payload, const char *line), void *payload,
                 bool *index_lacks, struct err *err);
/* Makes the full-text index anew from the texts that the cache holds: a build leaves alone what has not changed. As build_run: 0, 2, -1. */
int build_index_again(const struct library *lib, struct err *err);

#endif
