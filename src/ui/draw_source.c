/* Source lines: number, label, how sure the splitter is that a story begins there, and the text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act_source.h"
#include "draw.h"
#include "lede/unicode.h"

enum {
	NARROW_COLS = 56,
	NUMBER_COL = 1,
	NUMBER_CELLS = 6,
	LABEL_CELLS = 11, /* "boilerplate" */
	LABEL_NARROW = 4,
	SURE_CELLS = 4, /* "100%" */
	TEXT_BYTES = 4096
};

struct columns {
	int label, label_cells, sure, text; /* sure -1: no room */
};

static struct columns columns(const struct app *a)
{
	bool narrow = screen_cols(a->screen) < NARROW_COLS;
	struct columns c = { .label = NUMBER_COL + NUMBER_CELLS + 1 };
	c.label_cells = narrow ? LABEL_NARROW : LABEL_CELLS;
	c.sure = narrow ? -1 : c.label + c.label_cells + 1;
	c.text = narrow ? c.label + c.label_cells + 1 : c.sure + SURE_CELLS + 2;
	return c;
}

/* The block that begins on the line, or NULL. */
static const struct source_block *block_at(const struct source_view *v, size_t i)
{
	const struct source_line *line = &v->lines[i];
	if (line->block == SOURCE_NO_BLOCK || v->blocks[line->block].block.off != line->off)
		return NULL;
	return &v->blocks[line->block];
}

static const char *label_of(const struct source_block *b)
{
	return b->doc ? split_label_name((enum split_label)b->block.label) : "between";
}

static void put_label(struct app *a, int row, const struct columns *c, const struct source_block *b, unsigned face)
{
	char sure[8];
	screen_puts(a->screen, row, c->label, c->label_cells, label_of(b), face);
	if (!b->starts || c->sure < 0)
		return;
	snprintf(sure, sizeof sure, "%3.0f%%", 100.0 * (double)b->confidence);
	screen_puts(a->screen, row, c->sure, SURE_CELLS, sure, face);
}

static void put_text(struct app *a, int row, const struct columns *c, size_t i, unsigned face)
{
	const struct source_view *v = &a->source->view;
	const char *p = source_view_text(v, i);
	size_t n = v->lines[i].len;
	int width = screen_cols(a->screen) - c->text - 1;
	struct buf clean = BUF_INIT, cut = BUF_INIT;
	if (n > TEXT_BYTES) /* no screen is wider */
		n = utf8_valid_prefix(p, TEXT_BYTES);
	text_clean(&clean, p, n);
	text_ellipsize(&cut, buf_str(&clean), clean.len, width > 0 ? width : 0);
	screen_text(a->screen, row, c->text, width, buf_str(&cut), cut.len, face);
	buf_release(&clean);
	buf_release(&cut);
}

/* The story's own lines stand out from its neighbours'; where a story begins stands out from all. */
static unsigned face_of(const struct app *a, const struct source_line *line)
{
	const struct source_screen *s = a->source;
	const struct source_block *b = line->block == SOURCE_NO_BLOCK ? NULL : &s->view.blocks[line->block];
	if (b && b->starts)
		return FACE_BOLD;
	return b && b->doc == s->doc ? FACE_PLAIN : FACE_DIM;
}

static void put_row(struct app *a, int row, size_t i, const struct columns *c)
{
	const struct source_screen *s = a->source;
	const struct source_line *line = &s->view.lines[i];
	const struct source_block *b = block_at(&s->view, i);
	bool selected = i == s->line, bar = selected && !a->opts->mark;
	unsigned face = bar ? (unsigned)FACE_REVERSE : face_of(a, line);
	char number[16];
	if (bar)
		screen_fill(a->screen, row, 0, screen_cols(a->screen), face);
	else if (selected)
		screen_puts(a->screen, row, 0, 1, ">", FACE_PLAIN);
	snprintf(number, sizeof number, "%*" PRIu32, NUMBER_CELLS, line->number);
	screen_puts(a->screen, row, NUMBER_COL, NUMBER_CELLS, number, bar ? face : (unsigned)FACE_DIM);
	if (b)
		put_label(a, row, c, b, face);
	put_text(a, row, c, i, face);
	if (selected)
		screen_cursor(a->screen, row, 0);
}

static void put_status(struct app *a, int row)
{
	const struct source_screen *s = a->source;
	const char *choices = mend_choices(a);
	char right[48];
	int cols = screen_cols(a->screen);
	snprintf(right, sizeof right, "line %" PRIu32, s->view.n ? s->view.lines[s->line].number : 0);
	int cells = (int)strlen(right), room = cols - cells - 4;
	const char *left = choices ? choices : a->notice[0] ? a->notice : "E mends  Esc goes back  ?:help";
	struct buf cut = BUF_INIT;
	text_ellipsize(&cut, left, strlen(left), room > 0 ? room : 0);
	screen_text(a->screen, row, 1, room, buf_str(&cut), cut.len, FACE_PLAIN);
	if (cols > cells + 2)
		screen_puts(a->screen, row, cols - cells - 1, cells, right, FACE_PLAIN);
	buf_release(&cut);
}

void draw_source_lines(struct app *a)
{
	const struct source_screen *s = a->source;
	int height = (int)source_height(a), cols = screen_cols(a->screen);
	struct columns c = columns(a);
	struct buf title = BUF_INIT;
	buf_addf(&title, "Source lines of %s", s->name);
	screen_text(a->screen, 0, 1, cols - 2, title.p, title.len, FACE_BOLD);
	buf_release(&title);
	for (int i = 0; i < height && s->top + (size_t)i < s->view.n; i++)
		put_row(a, 1 + i, s->top + (size_t)i, &c);
	put_status(a, height + 1);
}
