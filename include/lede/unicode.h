/*
 * What the program knows of Unicode, on libunistring and wcwidth.
 *
 * Display text is text after text_clean: it holds no control characters, no
 * direction or invisible formatting characters, no lone combining mark at its
 * start, and each of its characters has the width that the terminal gives it
 * (wcwidth's, since ncurses places cells by that). Only display text goes to
 * the screen. Call setlocale(LC_CTYPE, "") first; where the locale is not
 * UTF-8 the widths fall back to libunistring's.
 */
#ifndef LEDE_UNICODE_H
#define LEDE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/buf.h"

/* Decodes the character at p (n > 0 bytes left). Returns its length in bytes, at least 1;
 * an invalid byte gives U+FFFD and length 1. */
size_t utf8_next(const char *p, size_t n, uint32_t *out);
size_t utf8_put(char out[4], uint32_t c);
/* Length of the longest valid prefix of p. */
size_t utf8_valid_prefix(const char *p, size_t n);

/* Appends p as display text. Tabs, line ends and runs of space of any kind become one space, ends are trimmed. Controls,
 * bidi controls, zero-width joiners, variation selectors, soft hyphens, tags and skin tones are left out; private-use,
 * unassigned and invalid characters become U+FFFD. A mark without a letter gets U+25CC to stand on; of more than four on
 * one letter the rest are left out. Cleaning twice changes nothing. */
void text_clean(struct buf *out, const char *p, size_t n);

/* Cells that display text takes. */
int text_width(const char *p, size_t n);
int text_char_width(uint32_t c); /* 0, 1 or 2; never negative */

/* Length in bytes of the first grapheme cluster (UAX #29) of p, at least 1 when n > 0; its cells, the sum of its
 * characters', in *width. */
size_t text_grapheme(const char *p, size_t n, int *width);

/* Longest prefix, in whole graphemes, that takes at most width cells; *used gets its cells. */
size_t text_fit(const char *p, size_t n, int width, int *used);

/* Appends p cut to at most width cells, with an ellipsis (U+2026, 1 cell) where it was cut. Returns the cells used. */
int text_ellipsize(struct buf *out, const char *p, size_t n, int width);

#endif
