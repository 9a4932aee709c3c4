/*
 * The bytes of a source, as a stream: plain files, compressed files and the members of archives
 * (libarchive), standard input. Never writes, never follows a FIFO or a device,
 * and never unpacks more than INPUT_RATIO_MAX times what was read (beyond INPUT_FREE_BYTES).
 */
#ifndef LEDE_INPUT_H
#define LEDE_INPUT_H

#include <stdint.h>
#include <sys/types.h>

#include "lede/err.h"

enum { INPUT_RATIO_MAX = 200, INPUT_FREE_BYTES = 64 * 1024 * 1024 };

struct input;

/* path "-" is standard input. -1 with err that names the path ("X is a FIFO, not a text file", ...). */
int input_open(struct input **out, const char *path, struct err *err);
/* Goes to the next member. 1: there is one, *name is its name in the archive (borrowed; NULL for a plain or merely
 * compressed file), 0: no more, -1: err. Call it once before the first read, also for a plain file. */
int input_next(struct input *in, const char **name, struct err *err);
/* Bytes read into p, 0 at the end of the member, -1 with err. */
ssize_t input_read(struct input *in, void *p, size_t n, struct err *err);
void input_close(struct input *in); /* accepts NULL */
/* Bytes of the file itself that were read so far. */
uint64_t input_taken(const struct input *in);

#endif
