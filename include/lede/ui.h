/* The reader on the terminal. */
#ifndef LEDE_UI_H
#define LEDE_UI_H

#include <stdbool.h>

#include "lede/library.h"

struct ui_options {
	bool restricted; /* nothing may be written but lede's own cache and state: no export, no suspending to a shell */
	bool mark;       /* the selection is a mark in the gutter, not a bar: fewer bytes on a slow line */
};

/*
 * Shows the library until the user leaves. Sets the locale's character type and takes over the signals of a terminal
 * program; both and the terminal are given back. Returns the exit status: 0, 128 + N where signal N ended it, or 3
 * with err where it cannot start (no terminal, TERM unknown, ...).
 */
int ui_run(const struct library *lib, const struct ui_options *opts, struct err *err);

/* Every action with its keys, as the manual prints them ("j Down", "^L"), in the help screen's order; for help, the manual and tests. */
typedef void ui_key_row(void *payload, const char *group, const char *keys, const char *help);
void ui_key_table(ui_key_row *row, void *payload);

#endif
