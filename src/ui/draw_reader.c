/* The story: lines of its layout, with the hits picked out. */
#include "draw.h"

static unsigned face_of(enum style style)
{
	static const unsigned faces[STYLE_CAP] = {
		[STYLE_HEADLINE] = FACE_BOLD, [STYLE_META] = FACE_PLAIN,    [STYLE_CAPTION] = FACE_DIM,
		[STYLE_SUBHEAD] = FACE_BOLD,  [STYLE_CREDIT] = FACE_DIM,    [STYLE_BOILERPLATE] = FACE_DIM,
		[STYLE_NOTE] = FACE_DIM,      [STYLE_RELATED] = FACE_PLAIN, [STYLE_RELATED_WHY] = FACE_DIM,
	};
	return style < STYLE_CAP ? faces[style] : FACE_PLAIN;
}

static unsigned hit_face(const struct app *a, unsigned base, size_t hit)
{
	base &= ~(unsigned)FACE_DIM;
	return hit == a->hit ? base | FACE_REVERSE : base | FACE_BOLD | FACE_UNDERLINE;
}

static void draw_line(struct app *a, int row, size_t i)
{
	const struct layout_line *line = layout_line(a->reading->layout, i);
	size_t n, at = 0;
	const struct layout_span *spans = layout_spans(a->reading->layout, i, &n);
	unsigned face = face_of(line->style);
	int col = a->panes.column + line->indent, width = a->panes.column_cols - line->indent, used = 0;
	for (size_t k = 0; k < n; k++) {
		used += screen_text(a->screen, row, col + used, width - used, line->text + at, spans[k].start - at,
		                    face);
		used += screen_text(a->screen, row, col + used, width - used, line->text + spans[k].start,
		                    spans[k].end - spans[k].start, hit_face(a, face, spans[k].hit));
		if (a->focus == FOCUS_READER && spans[k].hit == a->hit)
			screen_cursor(a->screen, row, col);
		at = spans[k].end;
	}
	screen_text(a->screen, row, col + used, width - used, line->text + at, line->len - at, face);
}

static void draw_mark(struct app *a, size_t hit, const char *mark, unsigned face)
{
	const struct rect *r = &a->panes.reader;
	size_t line = layout_hit_line(a->reading->layout, hit), rows = (size_t)r->rows;
	size_t lines = layout_body_lines(a->reading->layout);
	size_t row = lines <= rows ? line : line * rows / lines;
	screen_puts(a->screen, r->row + (int)row, r->col + r->cols - 1, 1, mark, face);
}

/* Where hits are in the whole story, at the pane's right edge: one column stands for all lines of its text. The hit gone to has a mark of
 * its own. */
static void draw_marks(struct app *a)
{
	const struct rect *r = &a->panes.reader;
	size_t hits = layout_hits(a->reading->layout);
	if (r->col + r->cols - 1 < a->panes.column + a->panes.column_cols)
		return;
	for (size_t i = 0; i < hits; i++)
		draw_mark(a, i, "•", FACE_DIM);
	if (a->hit < hits)
		draw_mark(a, a->hit, "<", FACE_BOLD);
}

void draw_reader(struct app *a)
{
	const struct rect *r = &a->panes.reader;
	if (!a->reading)
		return;
	size_t lines = layout_lines(a->reading->layout), top = a->reading->top;
	if (a->focus == FOCUS_READER)
		screen_cursor(a->screen, r->row, a->panes.column);
	for (int i = 0; i < r->rows && top + (size_t)i < lines; i++)
		draw_line(a, r->row + i, top + (size_t)i);
	draw_marks(a);
}
