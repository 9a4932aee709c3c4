/* Where the panes stand for a size of screen and the user's choice. Pure. */
#ifndef LEDE_UI_PANES_H
#define LEDE_UI_PANES_H

#include <stdbool.h>

enum panes_layout { PANES_AUTO, PANES_SIDE, PANES_STACKED, PANES_SINGLE };

enum {
	PANES_MIN_ROWS = 5,
	PANES_MIN_COLS = 20,
	PANES_COLUMN_MAX = 72, /* a line of text is never wider */
	PANES_SHARE_MIN = 15,
	PANES_SHARE_MAX = 85
};

struct panes_choice {
	enum panes_layout layout;
	int side_share, stacked_share; /* the list's part of the screen, percent */
};

struct rect {
	int row, col, rows, cols;
};

struct panes {
	enum panes_layout layout; /* the one in effect: never AUTO, except where the screen is too small */
	bool too_small;
	bool list_shown, reader_shown;
	struct rect title, list, reader, status; /* reader: with its margins */
	int rule_row, bar_col;                   /* what parts the panes; -1 none */
	int column, column_cols;                 /* where the reading column begins and how wide it is */
};

struct panes_choice panes_default(void);
/* reading: the story is what a screen with one pane shows. */
void panes_place(struct panes *p, const struct panes_choice *choice, int rows, int cols, bool reading);
/* The layout after this one, of those that fit. */
enum panes_layout panes_next(const struct panes_choice *choice, int rows, int cols);
const char *panes_name(enum panes_layout layout);

#endif
