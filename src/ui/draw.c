/* One frame from the app's state. Drawing changes nothing but what it fetched for the rows. */
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>

static void too_small(struct app *a)
{
	char text[64];
	int cols = screen_cols(a->screen);
	snprintf(text, sizeof text, "%dx%d: too small", cols, screen_rows(a->screen));
	screen_puts(a->screen, 0, 0, cols, text, FACE_PLAIN);
	snprintf(text, sizeof text, "%dx%d will do", PANES_MIN_COLS, PANES_MIN_ROWS);
	screen_puts(a->screen, 1, 0, cols, text, FACE_PLAIN);
}

static void panes(struct app *a)
{
	const struct panes *p = &a->panes;
	if (list_rows(a->list) == 0 && !list_searching(a->list) && !a->reading) {
		draw_empty(a);
		return;
	}
	if (a->focus == FOCUS_RELATED)
		draw_related(a);
	else if (p->list_shown)
		draw_list(a);
	if (p->reader_shown && (p->list_shown || a->focus == FOCUS_READER))
		draw_reader(a);
	if (p->bar_col >= 0)
		screen_bar(a->screen, 1, p->bar_col, p->list.rows);
	if (p->rule_row >= 0)
		screen_rule(a->screen, p->rule_row, 0, screen_cols(a->screen));
}

void draw(struct app *a)
{
	screen_erase(a->screen);
	if (a->panes.too_small)
		too_small(a);
	else if (a->pager.open)
		draw_pager(a);
	else if (a->concord.open)
		draw_concord(a);
	else if (a->saved.open)
		draw_saved(a);
	else if (a->source)
		draw_source_lines(a);
	else {
		draw_title(a);
		panes(a);
		draw_status(a);
	}
	screen_flush(a->screen);
}

int draw_hits(struct app *a, int row, int col, int width, const char *p, size_t n, bool headline, unsigned base)
{
	struct hit *hits = NULL;
	size_t at = 0, count = a->lookup.listed ? query_hits(a->lookup.listed, p, n, headline, &hits) : 0;
	int used = 0;
	for (size_t i = 0; i < count && used < width; i++) {
		used += screen_text(a->screen, row, col + used, width - used, p + at, hits[i].start - at, base);
		used += screen_text(a->screen, row, col + used, width - used, p + hits[i].start,
		                    hits[i].end - hits[i].start, (base & ~FACE_DIM) | FACE_BOLD | FACE_UNDERLINE);
		at = hits[i].end;
	}
	used += screen_text(a->screen, row, col + used, width - used, p + at, n - at, base);
	free(hits);
	return used;
}
