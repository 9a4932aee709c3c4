/* One encoding, turned into UTF-8 piece by piece. Behind decode.h. */
#ifndef TEXT_CODEC_H
#define TEXT_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/err.h"

/* How the bytes of a line end are found in an encoding. */
struct codec_form {
	uint8_t unit;     /* bytes of the smallest unit: 1, 2 (UTF-16), 4 (UTF-32) */
	bool big_endian;  /* of a unit */
	unsigned char lf; /* the last significant byte of a line feed, of a carriage return */
	unsigned char cr; /* (not the usual ones in EBCDIC) */
	bool is_utf8;
};

struct codec;

/* name: as people and uchardet write it. NULL with err where iconv does not know it. */
struct codec *codec_open(const char *name, struct err *err);
void codec_close(struct codec *c); /* accepts NULL */
const char *codec_name(const struct codec *c);
const struct codec_form *codec_form(const struct codec *c);
/* Whether text that is seen to be in the encoding name is what c was opened for: the same, or "UTF-16" said
 * without its byte order. */
bool codec_accepts(const struct codec *c, const char *name);

/* A stretch of bytes being converted: what is read, and the room for what comes of it. */
struct codec_flow {
	const char *src;
	size_t n, used;
	char *out;
	size_t room, made;
	bool last;         /* src ends a line: a character cut off by its end is not waited for */
	uint64_t replaced; /* counts each U+FFFD that stands for NUL or nonsense */
};

enum codec_stop {
	CODEC_DONE, /* src is used up */
	CODEC_FULL, /* the next character finds no room */
	CODEC_CUT   /* src ends within a character (not where last is set) */
};

/* Goes on from used and made, in whole characters. */
enum codec_stop codec_convert(struct codec *c, struct codec_flow *f);

#endif
