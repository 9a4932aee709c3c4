/* A line being typed: UTF-8, moved over and deleted by grapheme and by word, with a history to go up and down in. No terminal. */
#ifndef LEDE_LINEEDIT_H
#define LEDE_LINEEDIT_H

#include <stdbool.h>

#include "lede/buf.h"

struct lineedit {
	struct buf text;
	size_t cursor;  /* byte offset, always at a grapheme's start */
	char **history; /* newest first; owned */
	size_t n_history;
	size_t at;   /* 0: the line being typed; k: history[k - 1] */
	char *draft; /* what was being typed before going up */
};

enum { LINEEDIT_MAX = 4096 }; /* bytes; what is pasted beyond is left out */

void lineedit_start(struct lineedit *e, const char *text, char **history, size_t n); /* takes history over */
void lineedit_release(struct lineedit *e);
/* Each returns whether the text changed. */
bool lineedit_insert(
	struct lineedit *e, const char *utf8,
	size_t n); /* as display text (unicode.h): what cannot be shown is left out; line ends and tabs become spaces */
bool lineedit_backspace(struct lineedit *e);
bool lineedit_delete(struct lineedit *e);
bool lineedit_kill_word(struct lineedit *e);   /* ^W */
bool lineedit_kill_before(struct lineedit *e); /* ^U */
bool lineedit_kill_after(struct lineedit *e);  /* ^K */
bool lineedit_older(struct lineedit *e);       /* Up: the next older line that differs from this one */
bool lineedit_newer(struct lineedit *e);       /* Down: likewise newer, and at last what was being typed */
void lineedit_left(struct lineedit *e);
void lineedit_right(struct lineedit *e);
void lineedit_home(struct lineedit *e);
void lineedit_end(struct lineedit *e);
/* The part to show in width cells so that the cursor is in it; *cursor_cell gets its place. Borrowed bytes of text. */
const char *lineedit_window(const struct lineedit *e, int width, size_t *len, int *cursor_cell);

#endif
