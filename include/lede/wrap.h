/*
 * Line breaking (UAX #14 by libunistring): where display text may be broken is
 * found once, then lines are filled for any width; a resize is cheap.
 */
#ifndef LEDE_WRAP_H
#define LEDE_WRAP_H

#include <stddef.h>
#include <stdint.h>

struct wrap_line {
	uint32_t start; /* byte offset of the line in the text */
	uint32_t len;   /* bytes, without the spaces at its end */
	uint16_t cells;
};

struct wrap;

/* Analyses display text (unicode.h) of n bytes, n < 2^32. The text is not kept. */
struct wrap *wrap_new(const char *text, size_t n);
void wrap_free(struct wrap *w);

/* Fills lines of at most width cells (width >= 1): greedy; a word that is longer than a line is cut between graphemes.
 * Returns the number of lines and sets *lines to an array that the caller frees (NULL for 0 lines). Every non-space character of
 * the text stands in exactly one line; no line is wider than width except a single 2-cell character in width 1. */
size_t wrap_fill(const struct wrap *w, const char *text, int width, struct wrap_line **lines);

#endif
