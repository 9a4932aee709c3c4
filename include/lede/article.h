/* An article as the store knows it, its text, and its blocks made ready for reading. */
#ifndef LEDE_ARTICLE_H
#define LEDE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/buf.h"
#include "lede/split.h"

/* Number of an article in one cache, from 1. Articles of a source have neighbouring numbers, and sources that were indexed together
 * stand in the order of their paths, so doc order is list order but for sources that came or grew later. */
typedef uint32_t doc_id;

enum { FINGERPRINT_LEN = 16, ID_MIN = 4, ID_SHOWN = 8 };

struct article {
	doc_id doc;
	uint32_t source; /* source id */
	uint8_t kind;    /* enum split_kind: article or brief */
	unsigned char fingerprint[FINGERPRINT_LEN];
	char *headline; /* as printed, may hold anything: clean before showing. Never NULL */
	char *byline;   /* names, one a line; "" where none. None of these is NULL */
	char *place, *agency, *section;
	char date[11]; /* "YYYY-MM-DD", "YYYY-MM" or "" */
	uint32_t start_line, end_line;
	uint64_t start_byte, end_byte;
	uint64_t start_off, end_off; /* in the source's decoded text */
	uint32_t words;
	float confidence;     /* of its start */
	float end_confidence; /* of the start of what follows; 1 at the end of a source */
	uint32_t copies;      /* articles elsewhere with this fingerprint */
	struct split_block *blocks;
	size_t n_blocks;
};
void article_release(struct article *a); /* and zeroes it */

/* Whether it is not sure that the article begins or ends where it is cut: what is:doubtful finds. */
bool article_is_doubtful(const struct article *a);

/* The fingerprint: XXH3-128 of the folded words of headline and text (repeats and boilerplate left out), so that it does not
 * see line breaks, quotes or spacing. Hex, as many digits as asked for (2 a byte). */
void article_fingerprint(unsigned char out[FINGERPRINT_LEN], const struct split_block *blocks, size_t n,
                         const char *text, uint64_t start_off);
void article_id(char *out, const unsigned char fingerprint[FINGERPRINT_LEN], size_t digits); /* digits + NUL */

/* One paragraph ready for the screen or a file: lines rejoined, cleaned (unicode.h). */
struct story_block {
	uint8_t label; /* enum split_label */
	bool folded;   /* said before: a repeat of the headline or of a caption */
	uint32_t line; /* first line in the source */
	char *text;    /* display text */
	size_t len;
};
/* A whole article ready for reading. */
struct story {
	char *headline;             /* display text */
	struct story_block *blocks; /* the headline's block is not among them */
	size_t n;
};
/* text: the decoded bytes from a->start_off to a->end_off. */
void story_make(struct story *out, const struct article *a, const char *text, size_t len);
void story_release(struct story *s);

/* "By Andrew Osborn and Denis Pinchuk"-like: names joined with commas and "and". Appends. */
void article_add_names(struct buf *out, const struct article *a);

#endif
