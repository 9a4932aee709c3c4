/*
 * Keys as values. keyboard.c alone knows libtermkey. A key has a name in that
 * library's own format (`j`, `<C-l>`, `<PageDown>`) and, where it types something, the text.
 */
#ifndef LEDE_UI_KEYBOARD_H
#define LEDE_UI_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "lede/err.h"

enum keyboard_kind {
	KEYBOARD_NOTHING, /* no whole key is waiting */
	KEYBOARD_KEY,
	KEYBOARD_PASTE, /* a whole bracketed paste */
	KEYBOARD_GONE   /* the terminal hung up */
};
struct key {
	char name[32];
	char text[8];      /* UTF-8 of a printing key without modifiers; "" otherwise */
	const char *paste; /* PASTE: borrowed until the next call */
	size_t paste_len;
};

struct keyboard;

/* Before the screen is opened: it remembers and restores the modes that it finds. */
int keyboard_open(struct keyboard **out, int tty_fd, struct err *err);
void keyboard_close(struct keyboard *k); /* accepts NULL */
void keyboard_suspend(struct keyboard *k);
void keyboard_resume(struct keyboard *k);

/* Takes in the bytes that are waiting; never blocks. */
void keyboard_fill(struct keyboard *k);
enum keyboard_kind keyboard_next(struct keyboard *k, struct key *out);
/* An Esc may be a key or the beginning of one, and a paste may have lost its end: how long to wait for more before keyboard_settle, or
 * -1. */
int keyboard_wait_ms(const struct keyboard *k);
/* What has come is all there is: the next keyboard_next gives a lone Esc, or the paste. */
void keyboard_settle(struct keyboard *k);

#endif
