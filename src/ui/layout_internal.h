/*
 * Inside a layout. A part is a piece of text that stands by itself: the headline, the byline, the metadata line, a block. Parts are
 * made once, with the hits in them; lines are filled from the parts for a width, and the foot stands behind them.
 */
#ifndef LEDE_LAYOUT_INTERNAL_H
#define LEDE_LAYOUT_INTERNAL_H

#include "lede/layout.h"
#include "lede/wrap.h"

enum { LAYOUT_RELATED_MAX = 9 };

struct layout_part {
	const char *text; /* borrowed from the story, or owned */
	size_t len;
	char *owned;
	struct wrap *wrap; /* made when first wrapped */
	enum style style;
	uint32_t block;
	uint32_t base;      /* what the text's first byte counts as among its block's bytes */
	bool folded;        /* shown only where the options say so */
	bool near;          /* no blank line before it */
	bool quoted;        /* stands a little to the right */
	bool searched;      /* hits in it count */
	size_t line, lines; /* its own, and the blank one after it; where it would stand while it does not show */
};

/* A hit in a part's text. */
struct layout_found {
	uint32_t part, start, end;
};

struct layout {
	struct layout_options opts;
	struct layout_part *parts;
	size_t n_parts, parts_cap;

	struct layout_line *lines;
	size_t n_lines, lines_cap;
	size_t body_lines; /* those before the foot */

	struct layout_found *found; /* in all parts, folded ones too */
	size_t n_found, found_cap;
	struct layout_span *spans; /* of what shows, in line order */
	uint32_t *span_lines;      /* the line of each */
	size_t n_spans, spans_cap, span_lines_cap;
	uint32_t *hit_lines; /* where each hit that shows begins */
	size_t n_hits, hit_lines_cap;

	char *related[LAYOUT_RELATED_MAX], *reasons[LAYOUT_RELATED_MAX]; /* display text */
	struct buf foot[LAYOUT_RELATED_MAX];                             /* its lines for this width */
	size_t n_related;
};

static inline bool layout_shows(const struct layout *l, const struct layout_part *p)
{
	return !p->folded || l->opts.unfold;
}

struct layout_line *layout_add_line(struct layout *l);

/* layout_parts.c */
void layout_make_parts(struct layout *l, const struct article *a, const struct story *s);
void layout_free_parts(struct layout *l);

/* layout_hits.c */
void layout_mark(struct layout *l); /* spans for the lines that there are now */
void layout_free_hits(struct layout *l);

/* layout_foot.c */
void layout_fill_foot(struct layout *l);
void layout_free_foot(struct layout *l);

#endif
