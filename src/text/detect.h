/* Which encoding bytes are in. Behind decode.h. */
#ifndef TEXT_DETECT_H
#define TEXT_DETECT_H

#include <stdbool.h>
#include <stddef.h>

enum {
	DETECT_HEAD = 4096,        /* bytes of a source's beginning that are looked at for UTF-16 */
	DETECT_SAMPLE = 64 * 1024, /* bytes from the first that is not ASCII */
	DETECT_ESCAPE = 3          /* bytes of an escape sequence that tells of ISO-2022 */
};

/* The encoding that a byte order mark at p names, or NULL; *len gets the mark's length. */
const char *detect_bom(const unsigned char *p, size_t n, size_t *len);

/* "UTF-16LE" or "UTF-16BE" where the head is clearly that though it has no mark; else NULL. */
const char *detect_utf16(const unsigned char *p, size_t n);

/* The ISO-2022 encoding that the escape sequence at p switches into, or NULL. */
const char *detect_escape(const unsigned char *p, size_t n);

/* The encoding of a sample that begins with a byte that is not ASCII. before: the byte before it, a line feed where
 * there is none; whole: the source ends with the sample. Never NULL. */
const char *detect_encoding(unsigned char before, const unsigned char *p, size_t n, bool whole);

#endif
