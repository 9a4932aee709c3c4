/* The pane of related stories: number, headline, and under it what they share. */
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { NUMBER_CELLS = 5, ROWS_EACH = 2 };

static void put(struct app *a, const struct rect *r, int row, int at, const char *text, size_t n, unsigned face)
{
	struct buf cut = BUF_INIT;
	int width = r->cols - at - 1;
	if (width > 0 && row < r->row + r->rows) {
		text_ellipsize(&cut, text, n, width);
		screen_text(a->screen, row, r->col + at, width, buf_str(&cut), cut.len, face);
	}
	buf_release(&cut);
}

static void draw_reason(struct app *a, const struct rect *r, int row, const struct related *rel)
{
	struct buf why = BUF_INIT, clean = BUF_INIT;
	for (int i = 0; i < RELATED_SHARED_MAX && rel->shared[i]; i++)
		buf_addf(&why, "%s%s", i ? ", " : "shares: ", rel->shared[i]);
	text_clean(&clean, buf_str(&why), why.len);
	put(a, r, row, NUMBER_CELLS, buf_str(&clean), clean.len, FACE_DIM);
	buf_release(&why);
	buf_release(&clean);
}

static void draw_one(struct app *a, const struct rect *r, int row, size_t i)
{
	const struct related *rel = &a->reading->related[i];
	const struct row_info *info = rowcache_get(a->rows, rel->doc);
	bool selected = i == a->related.selected, bar = selected && !a->opts->mark;
	unsigned face = bar ? FACE_REVERSE : FACE_PLAIN;
	char number[24];
	if (bar)
		screen_fill(a->screen, row, r->col, r->cols, face);
	snprintf(number, sizeof number, "%s%2zu%s", selected && !bar ? ">" : " ", i + 1,
	         info && info->read ? " " : "•");
	screen_puts(a->screen, row, r->col, NUMBER_CELLS, number, face);
	if (info)
		put(a, r, row, NUMBER_CELLS, info->headline, info->len, face);
	draw_reason(a, r, row + 1, rel);
	if (selected)
		screen_cursor(a->screen, row, r->col);
}

/* The first one shown, so that the selected one is. */
static size_t first_shown(struct app *a, size_t fit)
{
	size_t *top = &a->related.top;
	if (a->related.selected < *top)
		*top = a->related.selected;
	if (a->related.selected >= *top + fit)
		*top = a->related.selected - fit + 1;
	return *top;
}

static void draw_none(struct app *a, const struct rect *r)
{
	const char *text = a->reading && a->reading->related_known ? "No other story shares enough with this one."
	                                                           : "Looking for related stories …";
	put(a, r, r->row + 1, 1, text, strlen(text), FACE_PLAIN);
	screen_cursor(a->screen, r->row + 1, r->col);
}

void draw_related(struct app *a)
{
	const struct rect *r = &a->panes.list;
	static const char title[] = "Related to ";
	size_t n = a->reading ? a->reading->n_related : 0;
	put(a, r, r->row, 1, title, sizeof title - 1, FACE_BOLD);
	if (a->reading)
		put(a, r, r->row, sizeof title, a->reading->story.headline, strlen(a->reading->story.headline),
		    FACE_BOLD);
	if (n == 0) {
		draw_none(a, r);
		return;
	}
	size_t fit = r->rows > ROWS_EACH ? (size_t)(r->rows - 1) / ROWS_EACH : 1;
	size_t top = first_shown(a, fit);
	for (size_t i = 0; i < fit && top + i < n; i++)
		draw_one(a, r, r->row + 1 + (int)i * ROWS_EACH, top + i);
}
