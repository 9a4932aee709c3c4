/*
 * A growable byte buffer. Zero-initialise it (or BUF_INIT); buf_release frees.
 * After any add, p is NUL-terminated (the NUL is not counted in len).
 */
#ifndef LEDE_BUF_H
#define LEDE_BUF_H

#include <stddef.h>

#include "lede/mem.h"

struct buf {
	char *p;
	size_t len;
	size_t cap;
};
#define BUF_INIT                                                                                                       \
	{                                                                                                              \
		NULL, 0, 0                                                                                             \
	}

void buf_release(struct buf *b);
void buf_clear(struct buf *b);                 /* keeps the memory */
void buf_reserve(struct buf *b, size_t extra); /* room for extra more bytes */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) MEM_PRINTF(2, 3);
void buf_truncate(struct buf *b, size_t len);
char *buf_detach(struct buf *b);          /* never NULL; caller frees; b is empty again */
const char *buf_str(const struct buf *b); /* never NULL */

/* Appends s as a JSON string with its quotes; s must be UTF-8. */
void buf_add_json(struct buf *b, const char *s, size_t n);

#endif
