/*
 * A terminal for tests: runs a program on a pseudo terminal, shows what it
 * writes to libvterm, and lets a test type keys and wait for what the screen
 * then says. Nothing here sleeps: every wait is for a condition, with one
 * generous deadline, and a wait that fails prints the screen.
 */
#ifndef LEDE_TESTS_TERM_H
#define LEDE_TESTS_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct term;

struct term_options {
	int rows, cols;     /* 0: 24, 80 */
	const char *term;   /* TERM; NULL: xterm-256color; "": unset */
	const char *home;   /* HOME, and below it the XDG folders */
	const char *folder; /* working folder; NULL: home */
};

/* argv[0] is the program's path. LANG, TZ, HOME and the XDG folders are pinned. */
struct term *term_start(const char *const argv[], const struct term_options *opts);
void term_free(struct term *t); /* kills what still runs */

void term_send(struct term *t, const char *bytes);
void term_resize(struct term *t, int rows, int cols);
void term_signal(struct term *t, int sig);
void term_hangup(struct term *t); /* the line drops */

/* Wait until the screen holds (or no longer holds) the text; the test fails when it does not come to that. */
void term_wait(struct term *t, const char *text);
void term_wait_gone(struct term *t, const char *text);
void term_wait_row(struct term *t, int row, const char *text); /* row from 0; negative: from the bottom, -1 the last */
/* Waits until cond holds for the screen. */
void term_wait_until(struct term *t, bool (*cond)(struct term *t, void *payload), void *payload, const char *what);
void term_wait_stopped(struct term *t);
void term_resume(struct term *t);   /* as fg does */
int term_wait_exit(struct term *t); /* exit status, or 128 + signal */

bool term_shows(struct term *t, const char *text);
/* The row's text, right-trimmed; valid until the next call. */
const char *term_row(struct term *t, int row);
/* The whole screen; the caller frees. */
char *term_screen(struct term *t);
int term_find_row(struct term *t, const char *text); /* first row that holds it, or -1 */
bool term_cell_reverse(struct term *t, int row, int col);
bool term_cell_bold(struct term *t, int row, int col);
void term_cursor(struct term *t, int *row, int *col);
int term_rows(struct term *t);

/* The screen and the cursor as they were: what a test remembers, and a condition for term_wait_until. */
struct term_shot {
	char *text; /* term_screen's */
	int row, col;
};
bool term_looks_like(struct term *t, void *shot);

/* Everything that must hold after the end: termios as before, main screen, cursor shown. Fails the test otherwise. */
void term_assert_restored(struct term *t);
size_t term_bytes(struct term *t); /* bytes written so far */
/* All bytes written so far, for checks on what reached the terminal. Borrowed. */
const char *term_raw(struct term *t, size_t *n);

/* For measuring, never for a test: milliseconds from now to the last byte before quiet_ms of silence; resident memory. */
double term_last_byte_ms(struct term *t, int quiet_ms);
/* Milliseconds of a clock that only goes forward. */
double term_now_ms(void);
/* Shows the screen what comes within ms, one read of it; *at: when it came, on that clock. False when nothing did. */
bool term_take(struct term *t, int ms, double *at);
long term_resident_kib(struct term *t);

#endif
