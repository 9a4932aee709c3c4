/* The saved searches: key, name, how many stories each finds and how many of them are new; the search itself where it says more. */
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { KEY_COL = 2, NAME_COL = 5, COUNT_CELLS = 24, QUERY_FROM = 70 };

static void put(struct app *a, int row, int col, int width, const char *text, unsigned face)
{
	struct buf clean = BUF_INIT, cut = BUF_INIT;
	if (width > 0) {
		text_clean(&clean, text, strlen(text));
		text_ellipsize(&cut, buf_str(&clean), clean.len, width);
		screen_text(a->screen, row, col, width, buf_str(&cut), cut.len, face);
	}
	buf_release(&clean);
	buf_release(&cut);
}

static void put_counts(struct app *a, int row, const struct saved_found *found, unsigned face)
{
	struct buf text = BUF_INIT;
	if (!found->known)
		buf_adds(&text, "…");
	else {
		if (found->fresh) {
			draw_add_number(&text, found->fresh);
			buf_adds(&text, " new of ");
		}
		draw_add_number(&text, found->total);
	}
	int cells = text_width(text.p, text.len), col = screen_cols(a->screen) - 1 - cells;
	screen_text(a->screen, row, col, cells, text.p, text.len, found->fresh ? face | FACE_BOLD : face);
	buf_release(&text);
}

static void put_row(struct app *a, int row, size_t i)
{
	const struct saved_search *s = &a->saved.list[i];
	bool selected = i == a->saved.row, bar = selected && !a->opts->mark;
	unsigned face = bar ? FACE_REVERSE : FACE_PLAIN;
	int cols = screen_cols(a->screen), room = cols - NAME_COL - COUNT_CELLS - 1;
	char key[16] = "";
	if (bar)
		screen_fill(a->screen, row, 0, cols, face);
	else if (selected)
		screen_puts(a->screen, row, 0, 1, ">", face);
	if (s->key)
		snprintf(key, sizeof key, "%d", s->key);
	screen_puts(a->screen, row, KEY_COL, 1, key, face);
	bool query = cols >= QUERY_FROM && strcmp(s->name, s->query) != 0;
	put(a, row, NAME_COL, query ? room / 2 : room, s->name, face);
	if (query)
		put(a, row, NAME_COL + room / 2 + 2, room - room / 2 - 2, s->query, face | FACE_DIM);
	put_counts(a, row, &a->saved.found[i], face);
	if (selected)
		screen_cursor(a->screen, row, 0);
}

void draw_saved(struct app *a)
{
	const struct saved_view *v = &a->saved;
	int cols = screen_cols(a->screen), rows = screen_rows(a->screen);
	screen_puts(a->screen, 0, 1, cols - 2, "Saved searches", FACE_BOLD);
	for (int i = 0; i < rows - 2 && v->top + (size_t)i < v->n; i++)
		put_row(a, 1 + i, v->top + (size_t)i);
	if (v->n == 0) {
		put(a, 2, 2, cols - 3, "None yet: M keeps the search in force.", FACE_PLAIN);
		screen_cursor(a->screen, 2, 0);
	}
	screen_puts(a->screen, rows - 1, 1, cols - 2,
	            a->notice[0] ? a->notice : "Enter or its key searches  x removes  u undoes  Esc goes back",
	            FACE_PLAIN);
}
