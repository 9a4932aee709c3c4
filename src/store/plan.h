/* Inside the store only: what a build has to do, found by holding the files against the cache. */
#ifndef LEDE_STORE_PLAN_H
#define LEDE_STORE_PLAN_H

#include "db.h"
#include "scan.h"

/* A file that is to be read, or noted as skipped (file->reason). */
struct plan_job {
	const struct scan_file *file;
	uint32_t id; /* of its row in table source, 0: new */
};
struct plan_rename {
	uint32_t id;
	const char *path; /* the file's new path */
};
struct plan {
	struct plan_job *jobs; /* in list order */
	size_t n;
	uint32_t *gone; /* ids of files that are no more */
	size_t n_gone;
	struct plan_rename *renamed;
	size_t n_renamed;
	uint64_t bytes; /* of all files that are to be read */
};

struct plan_options {
	bool all;           /* read everything again */
	const char *reread; /* NULL, or the path of one file: it is read again, and nothing else is looked at */
};

/* The plan borrows scan's strings. 0 or -1. */
int plan_make(struct plan *out, struct cache *c, const struct scan *scan, const struct plan_options *o,
              struct err *err);
void plan_release(struct plan *p);
bool plan_is_empty(const struct plan *p);

#endif
