/* A text that covers the screen. */
#include <stdio.h>
#include <string.h>

#include "draw.h"

static const char *line_end(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));
	return nl ? nl : end;
}

static void draw_text_line(struct app *a, int row, const char *p, size_t n)
{
	bool heading = n && p[0] == '\t';
	screen_text(a->screen, row, 1, screen_cols(a->screen) - 2, p + heading, n - heading,
	            heading ? FACE_BOLD : FACE_PLAIN);
}

void draw_pager(struct app *a)
{
	struct pager *g = &a->pager;
	int cols = screen_cols(a->screen), height = (int)pager_height(a);
	const char *p = buf_str(&g->shown), *end = p + g->shown.len;
	char status[64];
	for (size_t i = 0; i < g->top && p < end; i++)
		p = line_end(p, end) + 1;
	screen_puts(a->screen, 0, 1, cols - 2, g->title, FACE_BOLD);
	for (int row = 1; row <= height && p < end; row++) {
		const char *nl = line_end(p, end);
		draw_text_line(a, row, p, (size_t)(nl - p));
		p = nl + 1;
	}
	size_t seen = g->top + (size_t)height;
	snprintf(status, sizeof status, "Esc goes back%s", seen < g->lines ? "  Space: more" : "");
	screen_puts(a->screen, height + 1, 1, cols - 2, status, FACE_PLAIN);
	screen_cursor(a->screen, 1, 0);
}
