/*
 * A story laid out in lines for a width: what the reader pane shows. Pure: text in, lines of display text with styles and hits out; the
 * screen copies them. Break opportunities are found once, so another width or another query is cheap. Lines of a long
 * story are made all at once (a few bytes a line).
 */
#ifndef LEDE_LAYOUT_H
#define LEDE_LAYOUT_H

#include "lede/article.h"
#include "lede/query.h"
#include "lede/related.h"

enum style {
	STYLE_TEXT,
	STYLE_HEADLINE,
	STYLE_META, /* byline, place, agency, date, words */
	STYLE_CAPTION,
	STYLE_SUBHEAD,
	STYLE_CREDIT,
	STYLE_BOILERPLATE,
	STYLE_NOTE,    /* "headline repeated", "caption repeated": what was folded */
	STYLE_RELATED, /* the foot: "Related  1 …" */
	STYLE_RELATED_WHY,
	STYLE_CAP
};

struct layout_span {         /* a hit within a line */
	uint32_t start, end; /* bytes of the line's text */
	uint32_t hit;        /* which hit, from 0 */
};
/* offset: the byte of the block's text that the line begins with; its length for the blank line after it.
 * tail: bytes from here on are a related story's reason, in STYLE_RELATED_WHY; len where there is none. */
struct layout_line {
	const char *text; /* display text; borrowed until the layout changes */
	size_t len;
	size_t tail;
	enum style style;
	uint32_t block; /* story block; LAYOUT_HEADLINE, LAYOUT_FOOT for the parts outside */
	uint32_t offset;
	int indent;  /* cells to leave free before it */
	int related; /* FOOT: number of the related story (from 1) that the line belongs to, else 0 */
};
#define LAYOUT_HEADLINE UINT32_MAX
#define LAYOUT_FOOT (UINT32_MAX - 1)

struct layout;

struct layout_options {
	int width;   /* cells of the column, >= 8 */
	bool wrap;   /* false: one line a paragraph, cut at the right by the screen */
	bool unfold; /* show repeats instead of folding them */
};

/* Headline, byline and metadata line; then the blocks, a blank line between each two. The byline stands in the head as printed, else as
 * the names; one that comes after the text stays there. Captions and debris stand a little to the right. Repeats are left out
 * unless opts says unfold. The article and story must live as long as the layout. */
struct layout *layout_new(const struct article *a, const struct story *s, const struct layout_options *opts);
void layout_free(struct layout *l);
void layout_resize(struct layout *l, const struct layout_options *opts);

/* The foot: headlines (as printed) and reasons of the first related stories, 0 to 9. Texts are copied. */
void layout_set_related(struct layout *l, const char *const *headlines, const char *const *reasons, size_t n);
size_t layout_related(const struct layout *l); /* how many are shown at the foot */

size_t layout_lines(const struct layout *l);
size_t layout_body_lines(const struct layout *l); /* those before the related stories at the foot */
const struct layout_line *layout_line(const struct layout *l, size_t i);

/* Marks the query's hits (NULL: none). Returns how many there are, in reading order over headline and text. */
size_t layout_set_query(struct layout *l, const struct query *q);
size_t layout_hits(const struct layout *l);
/* Spans of line i (a hit that runs over a line end has one in each line). */
const struct layout_span *layout_spans(const struct layout *l, size_t i, size_t *n);
size_t layout_hit_line(const struct layout *l, size_t hit); /* line where the hit begins */
/* First hit that begins on line i or below; layout_hits() where there is none. */
size_t layout_hit_from(const struct layout *l, size_t i);

/* Places outlive a layout: block and byte. */
size_t layout_line_at(const struct layout *l, uint32_t block, uint32_t offset);

/* The metadata line (what of it there is): "World · MOSCOW (Reuters) · 28 Dec 2017 · 742 words", display text. Appends. */
void layout_meta(struct buf *out, const struct article *a);

#endif
