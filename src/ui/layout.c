/*
 * A story in lines. layout_internal.h has the idea; here lines are filled from parts, and places are found again.
 */
#include "layout_internal.h"

#include <stdlib.h>

enum {
	QUOTE_INDENT = 2,    /* captions and debris stand apart even where nothing can be dimmed */
	QUOTE_MIN_WIDTH = 24 /* not in a column as narrow as this */
};

struct layout_line *layout_add_line(struct layout *l)
{
	l->lines = mem_grow(l->lines, &l->lines_cap, l->n_lines + 1, sizeof *l->lines);
	struct layout_line *line = &l->lines[l->n_lines++];
	*line = (struct layout_line){ .text = "", .style = STYLE_TEXT };
	return line;
}

static void add_text_line(struct layout *l, const struct layout_part *p, size_t start, size_t len, int indent)
{
	struct layout_line *line = layout_add_line(l);
	line->text = p->text + start;
	line->len = line->tail = len;
	line->style = p->style;
	line->block = p->block;
	line->offset = p->base + (uint32_t)start;
	line->indent = indent;
}

static int indent_of(const struct layout *l, const struct layout_part *p)
{
	return p->quoted && l->opts.width >= QUOTE_MIN_WIDTH ? QUOTE_INDENT : 0;
}

static void fill_part(struct layout *l, struct layout_part *p)
{
	int indent = indent_of(l, p);
	if (!l->opts.wrap) {
		add_text_line(l, p, 0, p->len, indent);
		return;
	}
	if (!p->wrap)
		p->wrap = wrap_new(p->text, p->len);
	struct wrap_line *lines;
	size_t n = wrap_fill(p->wrap, p->text, l->opts.width - indent, &lines);
	for (size_t i = 0; i < n; i++)
		add_text_line(l, p, lines[i].start, lines[i].len, indent);
	free(lines);
}

/* The blank line after a part is a place too: the byte after its last. */
static void add_blank(struct layout *l, struct layout_part *after)
{
	struct layout_line *line = layout_add_line(l);
	line->block = after->block;
	line->offset = after->base + (uint32_t)after->len;
	after->lines++;
}

/* Fills the parts that show; where one does not, its place is the next that does. */
static void fill(struct layout *l)
{
	struct layout_part *last = NULL;
	l->n_lines = 0;
	for (size_t i = 0; i < l->n_parts; i++) {
		struct layout_part *p = &l->parts[i];
		p->lines = 0;
		p->line = l->n_lines + (last != NULL);
		if (!layout_shows(l, p))
			continue;
		if (last && !p->near)
			add_blank(l, last);
		p->line = l->n_lines;
		fill_part(l, p);
		p->lines = l->n_lines - p->line;
		last = p;
	}
	l->body_lines = l->n_lines;
	layout_fill_foot(l);
	layout_mark(l);
}

struct layout *layout_new(const struct article *a, const struct story *s, const struct layout_options *opts)
{
	struct layout *l = mem_zalloc(1, sizeof *l);
	l->opts = *opts;
	layout_make_parts(l, a, s);
	fill(l);
	return l;
}

void layout_free(struct layout *l)
{
	if (!l)
		return;
	layout_free_parts(l);
	layout_free_hits(l);
	layout_free_foot(l);
	free(l->lines);
	free(l);
}

void layout_resize(struct layout *l, const struct layout_options *opts)
{
	const struct layout_options *was = &l->opts;
	if (was->width == opts->width && was->wrap == opts->wrap && was->unfold == opts->unfold)
		return;
	l->opts = *opts;
	fill(l);
}

size_t layout_body_lines(const struct layout *l)
{
	return l->body_lines;
}

size_t layout_lines(const struct layout *l)
{
	return l->n_lines;
}

const struct layout_line *layout_line(const struct layout *l, size_t i)
{
	return &l->lines[i];
}

/* The last of lines from..from + n - 1 that begins at or before offset. */
static size_t line_of_offset(const struct layout *l, size_t from, size_t n, uint32_t offset)
{
	size_t low = from, high = from + n;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (l->lines[mid].offset <= offset)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static size_t in_foot(const struct layout *l, uint32_t offset)
{
	size_t n = l->n_lines - l->body_lines;
	return n ? line_of_offset(l, l->body_lines, n, offset) : l->n_lines;
}

/* The part that holds a byte of a block, or would; NULL: the story has no such block. */
static const struct layout_part *part_at(const struct layout *l, uint32_t block, uint32_t offset)
{
	const struct layout_part *found = NULL;
	for (size_t i = 0; i < l->n_parts; i++) {
		const struct layout_part *p = &l->parts[i];
		if (p->block == block && (!found || p->base <= offset))
			found = p;
	}
	return found;
}

size_t layout_line_at(const struct layout *l, uint32_t block, uint32_t offset)
{
	size_t line = l->n_lines;
	const struct layout_part *p = part_at(l, block, offset);
	if (block == LAYOUT_FOOT)
		line = in_foot(l, offset);
	else if (p && p->lines)
		line = line_of_offset(l, p->line, p->lines, offset);
	else if (p)
		line = p->line;
	if (line >= l->n_lines)
		line = l->n_lines ? l->n_lines - 1 : 0;
	return line;
}
