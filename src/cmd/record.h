/* Articles as lines of output: JSON objects with the fields the manual names, always in the same order. */
#ifndef LEDE_CMD_RECORD_H
#define LEDE_CMD_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "lede/buf.h"

/* Members of an object: each is written with a comma before it unless the object is empty so far. NULL is null. */
void record_text(struct buf *b, const char *name, const char *text);
void record_number(struct buf *b, const char *name, uint64_t number);
void record_share(struct buf *b, const char *name, double share); /* 0 to 1 */
void record_bool(struct buf *b, const char *name, bool value);
void record_array(struct buf *b, const char *name, const char *const *texts, size_t n);

/* What split, list, search and related have in common. */
struct record_piece {
	const char *kind, *headline;
	uint64_t start_line, end_line, start_byte, end_byte;
	const char *const *byline;
	size_t bylines;
	const char *place, *agency, *section;
	float confidence;
};
void record_piece(struct buf *b, const struct record_piece *p);

#endif
