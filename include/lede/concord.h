/*
 * A concordance: the hits of a query one to a line, each with what stands before and after it, to be read aligned on the hit
 * (keyword in context). Pure: stories in, lines out, in any order asked for. The text of a line
 * is display text, so that it can be cut by cells.
 */
#ifndef LEDE_CONCORD_H
#define LEDE_CONCORD_H

#include "lede/article.h"
#include "lede/query.h"

enum {
	CONCORD_MAX = 50000,    /* lines: what comes after is left out, and said to be */
	CONCORD_SIDE_MAX = 120, /* cells of context kept on a side */
	CONCORD_KEY = 48        /* bytes of a key to sort by: some six words */
};
#define CONCORD_HEADLINE UINT32_MAX /* the block of a hit in the headline */

struct concord_line {
	doc_id doc;
	uint32_t source;        /* id */
	uint32_t place;         /* of the source in list order; set by who knows it */
	uint32_t date;          /* yyyymmdd, parts not known 0 */
	uint32_t block, offset; /* story block and byte of its text where the hit begins */
	size_t at;              /* in the text of the lines: left, hit, right */
	uint16_t left, hit, right;
	uint16_t left_cells, hit_cells;
};

struct concord_keys { /* folded words, filled up with zeros */
	unsigned char left[CONCORD_KEY] /* the nearest first */, right[CONCORD_KEY];
};

struct concord_lines { /* zero-initialise */
	struct concord_line *line;
	struct concord_keys *keys; /* of each line */
	size_t n, cap, keys_cap;
	struct buf text;
};
void concord_lines_release(struct concord_lines *l);

/* Appends the hits of a story in reading order, repeats left out; at most side cells of context each way, from the hit's own
 * paragraph. Returns how many. */
size_t concord_story(struct concord_lines *l, const struct query *q, const struct article *a, const struct story *s,
                     int side);

enum concord_sort {
	CONCORD_BY_SOURCE, /* list order: by place, then doc */
	CONCORD_BY_LEFT,   /* the words before the hit, the nearest first */
	CONCORD_BY_RIGHT,  /* the words after the hit */
	CONCORD_BY_DATE,   /* undated last */
	CONCORD_SORTS
};

/* Lines as they come, in an order that holds while more come. Another order is made within a few milliseconds, for CONCORD_MAX lines too. */
struct concord;
struct concord *concord_new(void);
void concord_free(struct concord *c); /* accepts NULL */
/* More lines, those of a story in reading order; lines is left as it is. */
void concord_add(struct concord *c, const struct concord_lines *lines);
void concord_order(struct concord *c, enum concord_sort sort);
enum concord_sort concord_sorted(const struct concord *c);
size_t concord_rows(const struct concord *c);
size_t concord_id(const struct concord *c, size_t row);    /* the line in the row: a number that stays */
size_t concord_row_of(const struct concord *c, size_t id); /* and back */
const struct concord_line *concord_line(const struct concord *c, size_t id);

/* A line's parts as display text, borrowed until lines are added. */
struct concord_parts {
	const char *left, *hit, *right;
	size_t left_len, hit_len, right_len;
	int pad; /* cells to leave free before left, so that the hit stands after `before` cells */
};
/* Cut so that what stands before the hit takes at most `before` cells; in whole graphemes. */
void concord_parts(const struct concord *c, size_t id, int before, struct concord_parts *out);

#endif
