/*
 * The terminal as a grid of cells. screen.c alone knows curses. Whoever draws
 * puts display text (unicode.h) at a row and column; screen_flush then sends what differs from
 * what the terminal shows, and nothing where nothing differs.
 */
#ifndef LEDE_UI_SCREEN_H
#define LEDE_UI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "lede/err.h"

enum face { FACE_PLAIN = 0, FACE_BOLD = 1, FACE_DIM = 2, FACE_REVERSE = 4, FACE_UNDERLINE = 8 };

struct screen;

/* Checks TERM and remembers the terminal's modes for screen_emergency. To be called before anything changes them. */
int screen_prepare(int tty_fd, struct err *err);
int screen_open(struct screen **out, int tty_fd, struct err *err);
void screen_close(struct screen *s); /* accepts NULL */

void screen_suspend(struct screen *s);
void screen_resume(struct screen *s);
void screen_resize(struct screen *s); /* asks the terminal how large it is now */
int screen_rows(const struct screen *s);
int screen_cols(const struct screen *s);

/* Begins a frame: everything blank. */
void screen_erase(struct screen *s);
/* Puts the longest part of p that fits into width cells (and the screen). Returns the cells used. face: enum face, ORed. */
int screen_text(struct screen *s, int row, int col, int width, const char *p, size_t n, unsigned face);
int screen_puts(struct screen *s, int row, int col, int width, const char *text, unsigned face);
void screen_fill(struct screen *s, int row, int col, int width, unsigned face);
void screen_rule(struct screen *s, int row, int col, int width); /* horizontal */
void screen_bar(struct screen *s, int row, int col, int height); /* vertical */
void screen_cursor(struct screen *s, int row, int col);
void screen_flush(struct screen *s);
/* The next flush repaints everything, whatever the terminal is thought to show. */
void screen_repaint(struct screen *s);

/* Gives the terminal back from a signal handler or where memory is out: async-signal-safe, does nothing when no screen is open. */
void screen_emergency(void);

#endif
