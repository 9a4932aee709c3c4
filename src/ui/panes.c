/* Where the panes stand. */
#include "panes.h"

#include <string.h>

enum {
	SIDE_FROM = 100,
	SIDE_MIN_COLS = 60,
	STACKED_MIN_ROWS = 14,
	SIDE_SHARE = 45,
	STACKED_SHARE = 38,
	MARGIN_FROM = 40
};

struct panes_choice panes_default(void)
{
	return (struct panes_choice){ PANES_AUTO, SIDE_SHARE, STACKED_SHARE };
}

static enum panes_layout automatic(int rows, int cols)
{
	if (cols >= SIDE_FROM)
		return PANES_SIDE;
	return rows >= STACKED_MIN_ROWS ? PANES_STACKED : PANES_SINGLE;
}

static bool fits(enum panes_layout layout, int rows, int cols)
{
	return layout == PANES_SINGLE || (layout == PANES_SIDE && cols >= SIDE_MIN_COLS) ||
	       (layout == PANES_STACKED && rows >= STACKED_MIN_ROWS);
}

static enum panes_layout effective(const struct panes_choice *choice, int rows, int cols)
{
	if (choice->layout != PANES_AUTO && fits(choice->layout, rows, cols))
		return choice->layout;
	return automatic(rows, cols);
}

static int share_of(int whole, int percent, int least, int least_other)
{
	int n = whole * percent / 100;
	if (n > whole - least_other)
		n = whole - least_other;
	return n < least ? least : n;
}

/* The text stands in the middle of a pane that is wider than a line may be. */
static void place_column(struct panes *p)
{
	int margin = p->reader.cols >= MARGIN_FROM ? 1 : 0;
	int room = p->reader.cols - 2 * margin; /* in the right one are the marks of where hits are */
	p->column_cols = room < PANES_COLUMN_MAX ? room : PANES_COLUMN_MAX;
	p->column = p->reader.col + (p->reader.cols - p->column_cols + 1) / 2;
	if (p->column < p->reader.col + margin)
		p->column = p->reader.col + margin;
}

static void place_side(struct panes *p, int share, int cols)
{
	int list = share_of(cols, share, 16, 24);
	p->list.cols = list;
	p->bar_col = list;
	p->reader.col = list + 1;
	p->reader.cols = cols - list - 1;
	p->list_shown = p->reader_shown = true;
}

static void place_stacked(struct panes *p, int share)
{
	int body = p->list.rows;
	int list = share_of(body, share, 3, 5);
	p->list.rows = list;
	p->rule_row = p->list.row + list;
	p->reader.row = p->rule_row + 1;
	p->reader.rows = body - list - 1;
	p->list_shown = p->reader_shown = true;
}

void panes_place(struct panes *p, const struct panes_choice *choice, int rows, int cols, bool reading)
{
	memset(p, 0, sizeof *p);
	p->rule_row = p->bar_col = -1;
	p->too_small = rows < PANES_MIN_ROWS || cols < PANES_MIN_COLS;
	if (p->too_small)
		return;
	p->layout = effective(choice, rows, cols);
	p->title = (struct rect){ 0, 0, 1, cols };
	p->status = (struct rect){ rows - 1, 0, 1, cols };
	p->list = p->reader = (struct rect){ 1, 0, rows - 2, cols };
	if (p->layout == PANES_SIDE)
		place_side(p, choice->side_share, cols);
	else if (p->layout == PANES_STACKED)
		place_stacked(p, choice->stacked_share);
	else {
		p->list_shown = !reading;
		p->reader_shown = reading;
	}
	place_column(p);
}

enum panes_layout panes_next(const struct panes_choice *choice, int rows, int cols)
{
	enum panes_layout layout = effective(choice, rows, cols);
	do
		layout = layout == PANES_SINGLE ? PANES_SIDE : layout + 1;
	while (!fits(layout, rows, cols));
	return layout == automatic(rows, cols) ? PANES_AUTO : layout;
}

const char *panes_name(enum panes_layout layout)
{
	static const char *const names[] = { "auto", "side", "stacked", "single" };
	return names[layout];
}
