/* The foot of a story: related stories, one line each, numbered for the keys that open them. */
#include "layout_internal.h"

#include <stdlib.h>
#include <string.h>

#include "lede/unicode.h"

#define FOOT_WORD "Related"
#define FOOT_GAP "  "

enum {
	FOOT_SIDE_MIN = 40, /* narrower, the word gets a line of its own */
	FOOT_WHY_MIN = 60   /* narrower, no reasons */
};

static char *display_text(const char *text)
{
	struct buf b = BUF_INIT;
	if (text)
		text_clean(&b, text, strlen(text));
	return buf_detach(&b);
}

static void forget_related(struct layout *l)
{
	for (size_t i = 0; i < l->n_related; i++) {
		free(l->related[i]);
		free(l->reasons[i]);
	}
	l->n_related = 0;
}

void layout_set_related(struct layout *l, const char *const *headlines, const char *const *reasons, size_t n)
{
	forget_related(l);
	l->n_related = n < LAYOUT_RELATED_MAX ? n : LAYOUT_RELATED_MAX;
	for (size_t i = 0; i < l->n_related; i++) {
		l->related[i] = display_text(headlines[i]);
		l->reasons[i] = display_text(reasons ? reasons[i] : NULL);
	}
	layout_fill_foot(l);
}

size_t layout_related(const struct layout *l)
{
	return l->n_related;
}

static struct layout_line *foot_line(struct layout *l)
{
	uint32_t offset = (uint32_t)(l->n_lines - l->body_lines);
	struct layout_line *line = layout_add_line(l);
	line->block = LAYOUT_FOOT;
	line->offset = offset;
	line->style = STYLE_RELATED;
	return line;
}

/* Where the reason goes behind the headline it does so whole or not at all. */
static size_t add_reason(struct buf *out, const char *reason, int left)
{
	size_t from = out->len;
	int cells = text_width(reason, strlen(reason));
	if (!cells || cells + (int)strlen(FOOT_GAP) > left)
		return from;
	buf_adds(out, FOOT_GAP);
	buf_adds(out, reason);
	return from;
}

static void fill_related(struct layout *l, size_t i, bool side)
{
	struct buf *b = &l->foot[i];
	struct layout_line *line = foot_line(l);
	int side_cells = (int)strlen(FOOT_WORD FOOT_GAP), left = l->opts.width;
	buf_clear(b);
	if (side) {
		left -= side_cells;
		line->indent = i ? side_cells : 0;
		buf_adds(b, i ? "" : FOOT_WORD FOOT_GAP);
	}
	buf_addf(b, "%zu ", i + 1);
	left -= 2;
	left -= text_ellipsize(b, l->related[i], strlen(l->related[i]), left);
	line->tail = l->opts.width < FOOT_WHY_MIN ? b->len : add_reason(b, l->reasons[i], left);
	line->text = b->p;
	line->len = b->len;
	line->related = (int)i + 1;
}

void layout_fill_foot(struct layout *l)
{
	bool side = l->opts.width >= FOOT_SIDE_MIN;
	l->n_lines = l->body_lines;
	if (!l->n_related)
		return;
	if (l->body_lines)
		foot_line(l);
	if (!side) {
		struct layout_line *line = foot_line(l);
		line->text = FOOT_WORD;
		line->len = line->tail = strlen(FOOT_WORD);
	}
	for (size_t i = 0; i < l->n_related; i++)
		fill_related(l, i, side);
}

void layout_free_foot(struct layout *l)
{
	forget_related(l);
	for (size_t i = 0; i < LAYOUT_RELATED_MAX; i++)
		buf_release(&l->foot[i]);
}
