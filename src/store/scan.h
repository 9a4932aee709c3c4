/* Inside the store only: the files under a library's roots. */
#ifndef LEDE_STORE_SCAN_H
#define LEDE_STORE_SCAN_H

#include <stdatomic.h>

#include "lede/library.h"

struct scan_file {
	char *path;         /* absolute */
	const char *reason; /* NULL: to be read; otherwise why not, a string that stays */
	int64_t size, mtime_ns, inode;
};

struct scan {
	struct scan_file *files; /* sorted by strcmp of path, each once */
	size_t n;
};

/* Walks the roots, with a stat of each file and nothing more. Hidden files and folders are left out, and so are the library's own
 * cache and state. Links are followed, a folder never twice. 0, 1 stopped, -1 err: a root is gone. */
int scan_library(struct scan *out, const struct library *lib, const atomic_bool *stop, struct err *err);
void scan_release(struct scan *s);

/* Fills size, mtime_ns and inode from the file as it is now. False where it is gone. */
bool scan_stat(struct scan_file *f);

#endif
