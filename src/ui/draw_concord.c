/* The concordance: a line for each hit, aligned on it; on wide screens the source, then the date, at the right. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { GUTTER = 2, SOURCE_FROM = 100, SOURCE_CELLS = 22, DATE_FROM = 120, DATE_CELLS = 10, GAP = 2 };

struct columns { /* cells; 0: not shown */
	int before, text, source, date;
};

static struct columns columns(const struct app *a)
{
	struct columns c = { 0 };
	int cols = screen_cols(a->screen), side = 0;
	c.source = cols >= SOURCE_FROM ? SOURCE_CELLS : 0;
	c.date = cols >= DATE_FROM ? DATE_CELLS : 0;
	side = (c.source ? c.source + GAP : 0) + (c.date ? c.date + GAP : 0);
	c.text = cols - GUTTER - side - 1;
	c.before = c.text * 2 / 5;
	return c;
}

static void put_date(struct app *a, int row, int col, uint32_t date, unsigned face)
{
	char text[32];
	if (!date)
		return;
	if (date % 100)
		snprintf(text, sizeof text, "%04" PRIu32 "-%02" PRIu32 "-%02" PRIu32, date / 10000, date / 100 % 100,
		         date % 100);
	else
		snprintf(text, sizeof text, "%04" PRIu32 "-%02" PRIu32, date / 10000, date / 100 % 100);
	screen_puts(a->screen, row, col, DATE_CELLS, text, face);
}

static void put_source(struct app *a, int row, int col, uint32_t source, unsigned face)
{
	const char *name = rowcache_source(a->rows, source);
	struct buf cut = BUF_INIT;
	text_ellipsize(&cut, name, strlen(name), SOURCE_CELLS);
	screen_text(a->screen, row, col, SOURCE_CELLS, buf_str(&cut), cut.len, face);
	buf_release(&cut);
}

static void put_line(struct app *a, int row, size_t id, const struct columns *c, unsigned face)
{
	const struct concord_line *l = concord_line(a->concord.lines, id);
	struct concord_parts p;
	int at = GUTTER + c->before, end = GUTTER + c->text;
	concord_parts(a->concord.lines, id, c->before, &p);
	screen_text(a->screen, row, GUTTER + p.pad, c->before - p.pad, p.left, p.left_len, face);
	at += screen_text(a->screen, row, at, end - at, p.hit, p.hit_len, face | FACE_BOLD | FACE_UNDERLINE);
	screen_text(a->screen, row, at, end - at, p.right, p.right_len, face);
	if (c->source)
		put_source(a, row, end + GAP, l->source, face | FACE_DIM);
	if (c->date)
		put_date(a, row, end + GAP + c->source + GAP, l->date, face | FACE_DIM);
}

static void put_row(struct app *a, int row, size_t i, const struct columns *c)
{
	bool selected = i == a->concord.row, bar = selected && !a->opts->mark;
	if (bar)
		screen_fill(a->screen, row, 0, screen_cols(a->screen), FACE_REVERSE);
	else if (selected)
		screen_puts(a->screen, row, 0, 1, ">", FACE_PLAIN);
	put_line(a, row, concord_id(a->concord.lines, i), c, bar ? FACE_REVERSE : FACE_PLAIN);
	if (selected)
		screen_cursor(a->screen, row, 0);
}

static void put_title(struct app *a)
{
	const struct concord_view *v = &a->concord;
	size_t n = concord_rows(v->lines);
	struct buf text = BUF_INIT, cut = BUF_INIT;
	if (v->capped)
		buf_adds(&text, "The first ");
	draw_add_number(&text, n);
	buf_addf(&text, "%s%s of /", n == 1 ? " hit" : " hits", v->done ? "" : " …");
	text_clean(&text, v->text, strlen(v->text));
	text_ellipsize(&cut, text.p, text.len, screen_cols(a->screen) - 2);
	screen_text(a->screen, 0, 1, screen_cols(a->screen) - 2, buf_str(&cut), cut.len, FACE_BOLD);
	buf_release(&text);
	buf_release(&cut);
}

static void put_status(struct app *a, int row)
{
	const struct concord_view *v = &a->concord;
	int cols = screen_cols(a->screen);
	struct buf right = BUF_INIT;
	if (keys_pending(&a->keys)) {
		keys_add_pending(&right, &a->keys);
		buf_adds(&right, "  ");
	}
	draw_add_number(&right, concord_rows(v->lines) ? v->row + 1 : 0);
	buf_adds(&right, " of ");
	draw_add_number(&right, concord_rows(v->lines));
	int cells = text_width(right.p, right.len);
	screen_puts(a->screen, row, 1, cols - cells - 4,
	            a->notice[0] ? a->notice : "Enter opens  < > s t sort  Esc goes back  ?:help", FACE_PLAIN);
	if (cols > cells + 2)
		screen_text(a->screen, row, cols - cells - 1, cells, right.p, right.len, FACE_PLAIN);
	buf_release(&right);
}

void draw_concord(struct app *a)
{
	const struct concord_view *v = &a->concord;
	size_t n = concord_rows(v->lines), height = concord_height(a);
	struct columns c = columns(a);
	put_title(a);
	if (n == 0) {
		screen_puts(a->screen, 2, GUTTER, c.text, v->done ? "This search has no words to list." : "Looking …",
		            FACE_PLAIN);
		screen_cursor(a->screen, 2, 0);
	}
	for (size_t i = 0; i < height && v->top + i < n; i++)
		put_row(a, 1 + (int)i, v->top + i, &c);
	put_status(a, (int)height + 1);
}
