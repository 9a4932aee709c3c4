/*
 * From the bytes of a source to lines of UTF-8, as a stream.
 *
 * Bytes are fed in pieces of any size; each whole line comes out through a
 * sink, with its place in the source. The encoding is decided once, at the
 * first byte that is not ASCII (or by a byte order mark), from what follows
 * it: valid UTF-8 stays UTF-8; otherwise each encoding in use is weighed by how
 * plausible the text would be, with uchardet's opinion; the last resort is
 * CP1252. Conversion is iconv's. What cannot be decoded becomes U+FFFD (in
 * UTF-8 one for each byte), and so does NUL; both are counted.
 *
 * What comes out never depends on how the bytes were cut up. Lines wait until
 * the first 4096 bytes are there, and from the first byte that is not ASCII
 * until 64 KB more are; decode_finish lets them out.
 *
 * Line ends are LF, CRLF or CR. A line of more than DECODE_LINE_MAX bytes comes
 * out in several pieces, all but the last with more set, cut between characters.
 */
#ifndef LEDE_DECODE_H
#define LEDE_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/err.h"

enum { DECODE_LINE_MAX = 256 * 1024 };

struct text_line {
	const char *text;   /* valid UTF-8 without the line end; borrowed until the sink returns */
	size_t len;         /* bytes of text */
	uint64_t src_start; /* where the line (or this piece) starts in the source, bytes from 0; a byte order mark
	                       belongs to the first line, so that lines tile the source */
	uint64_t src_end;   /* the first byte after it, before its line end */
	uint64_t src_next;  /* the first byte after its line end */
	uint32_t number;    /* line number, from 1 (the same for all pieces of a line) */
	bool more;          /* the line goes on in the next call */
};

/* Returns 0 to go on; anything else stops the decoder and is handed back. */
typedef int decode_sink(void *payload, const struct text_line *line);

struct decoder;

/* encoding: an iconv name to be used whatever the bytes look like, or NULL to detect. (UTF-16 and UTF-32 without a byte
 * order take it from the bytes, little endian where these do not tell.)
 * NULL with err where iconv does not know the name. */
struct decoder *decode_new(const char *encoding, decode_sink *sink, void *payload, struct err *err);
void decode_free(struct decoder *d); /* accepts NULL */

/* 0, or what the sink returned. The bytes are not kept by reference. */
int decode_feed(struct decoder *d, const void *bytes, size_t n);
int decode_finish(struct decoder *d); /* hands out a last line without line end */

const char *decode_encoding(const struct decoder *d); /* "UTF-8", "WINDOWS-1252", ...; "ASCII" where nothing decided */
uint64_t decode_replaced(const struct decoder *d);    /* characters replaced by U+FFFD */

/* Whether the opening bytes of a file (some KB) look like no text in any encoding: NULs outside UTF-16,
 * control characters, well-known magic numbers. */
bool decode_looks_binary(const void *bytes, size_t n);

#endif
