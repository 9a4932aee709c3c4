/*
 * Wrapping: the text is cut once into segments, each a word with the spaces
 * after it that may be broken behind; a width is then filled greedily over the
 * segments. A segment takes four bytes. A word too long for one goes into
 * several, all but the first glued to the one before.
 */
#include "lede/wrap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "breaks.h"
#include "lede/mem.h"
#include "lede/unicode.h"

enum {
	SEGMENT_BYTES_MAX = 0xffff,
	SEGMENT_CELLS_MAX = 0xff,
	SEGMENT_SPACES_MAX = 0x7f,
	WIDTH_MAX = 0xffff,
	WINDOW = 16 * 1024 /* bytes analysed at a time where the text allows */
};

struct segment {
	uint16_t bytes; /* of the word */
	uint8_t cells;
	uint8_t spaces : 7; /* bytes of space after it */
	uint8_t glued : 1;  /* goes on with the word before it */
};

struct wrap {
	struct segment *segments;
	size_t n, cap;
};

static struct segment *wrap_add(struct wrap *w)
{
	w->segments = mem_grow(w->segments, &w->cap, w->n + 1, sizeof *w->segments);
	struct segment *s = &w->segments[w->n++];
	*s = (struct segment){ 0 };
	return s;
}

/* A word wider or longer than a segment holds: one grapheme after the other. */
static void add_long_word(struct wrap *w, const char *text, size_t n)
{
	struct segment *s = NULL;
	bool glued = false;
	for (size_t at = 0; at < n;) {
		int cells;
		size_t len = text_grapheme(text + at, n - at, &cells);
		if (len > SEGMENT_BYTES_MAX || cells > SEGMENT_CELLS_MAX) { /* no text, but must not be lost */
			uint32_t c;
			len = utf8_next(text + at, n - at, &c);
			cells = text_char_width(c);
		}
		if (!s || s->bytes + len > SEGMENT_BYTES_MAX || s->cells + cells > SEGMENT_CELLS_MAX) {
			s = wrap_add(w);
			s->glued = glued;
			glued = true;
		}
		s->bytes = (uint16_t)(s->bytes + len);
		s->cells = (uint8_t)(s->cells + cells);
		at += len;
	}
}

static void add_word(struct wrap *w, const char *text, size_t n)
{
	int cells = text_width(text, n);
	if (n > SEGMENT_BYTES_MAX || cells > SEGMENT_CELLS_MAX) {
		add_long_word(w, text, n);
		return;
	}
	struct segment *s = wrap_add(w);
	s->bytes = (uint16_t)n;
	s->cells = (uint8_t)cells;
}

static size_t leading_spaces(const char *text, size_t n)
{
	size_t i = 0;
	while (i < n && text[i] == ' ')
		i++;
	return i;
}

static size_t without_spaces_at_end(const char *text, size_t n)
{
	while (n > 0 && text[n - 1] == ' ')
		n--;
	return n;
}

static void add_spaces(struct wrap *w, size_t spaces)
{
	while (spaces > 0) {
		size_t some = spaces < SEGMENT_SPACES_MAX ? spaces : SEGMENT_SPACES_MAX;
		struct segment *last = w->n > 0 ? &w->segments[w->n - 1] : NULL;
		if (!last || last->spaces > 0)
			last = wrap_add(w);
		last->spaces = some & SEGMENT_SPACES_MAX;
		spaces -= some;
	}
}

/* text: a word and the spaces around it; any of them may be empty. */
static void add_piece(struct wrap *w, const char *text, size_t n)
{
	size_t before = leading_spaces(text, n);
	add_spaces(w, before);
	text += before;
	n -= before;
	size_t word = without_spaces_at_end(text, n);
	if (word > 0)
		add_word(w, text, word);
	add_spaces(w, n - word);
}

static bool is_ascii_letter(char c)
{
	unsigned lower = (unsigned char)c | 0x20u;
	return lower >= 'a' && lower <= 'z';
}

/* Where the text may be cut without a change to what UAX #14 says of either side: a letter, a space, a letter. */
static size_t window_end(const char *text, size_t n, size_t want)
{
	for (; want < n; want *= 2)
		for (size_t i = want; i > want / 2 && i > 2; i--)
			if (text[i - 1] == ' ' && is_ascii_letter(text[i - 2]) && is_ascii_letter(text[i]))
				return i;
	return n;
}

static void add_window(struct wrap *w, const char *text, size_t n, char *breaks)
{
	breaks_find(text, n, breaks);
	size_t from = 0;
	for (size_t i = 1; i < n; i++)
		if (breaks[i]) {
			add_piece(w, text + from, i - from);
			from = i;
		}
	add_piece(w, text + from, n - from);
}

struct wrap *wrap_new(const char *text, size_t n)
{
	struct wrap *w = mem_zalloc(1, sizeof *w);
	char *breaks = NULL;
	size_t cap = 0;
	for (size_t at = 0; at < n;) {
		size_t len = window_end(text + at, n - at, WINDOW);
		breaks = mem_grow(breaks, &cap, len, 1);
		add_window(w, text + at, len, breaks);
		at += len;
	}
	free(breaks);
	if (w->n > 0)
		w->segments = mem_realloc(w->segments, w->n * sizeof *w->segments);
	return w;
}

void wrap_free(struct wrap *w)
{
	if (!w)
		return;
	free(w->segments);
	free(w);
}

struct filler {
	const char *text;
	size_t width;
	struct wrap_line *lines;
	size_t n, cap;
	size_t start, end; /* the line being filled; empty where they are equal */
	size_t cells;
};

static void end_line(struct filler *f)
{
	if (f->end == f->start)
		return;
	f->lines = mem_grow(f->lines, &f->cap, f->n + 1, sizeof *f->lines);
	f->lines[f->n++] = (struct wrap_line){ (uint32_t)f->start, (uint32_t)(f->end - f->start), (uint16_t)f->cells };
	f->start = f->end;
	f->cells = 0;
}

static void begin_line(struct filler *f, size_t at, size_t len, size_t cells)
{
	end_line(f);
	f->start = at;
	f->end = at + len;
	f->cells = cells;
}

/* A word wider than a line: cut between graphemes, the last piece left to be gone on with. (UAX #14 holds some
 * things together over a space, so a piece may begin or end with one.) */
static void cut_word(struct filler *f, size_t at, size_t len)
{
	size_t stop = at + len;
	while (at < stop) {
		int cells;
		at += leading_spaces(f->text + at, stop - at);
		size_t fits = text_fit(f->text + at, stop - at, (int)f->width, &cells);
		if (fits == 0)
			fits = text_grapheme(f->text + at, stop - at, &cells);
		size_t shown = without_spaces_at_end(f->text + at, fits);
		begin_line(f, at, shown, (size_t)cells - (fits - shown));
		at += fits;
	}
}

static void place_word(struct filler *f, size_t at, size_t len, size_t cells)
{
	size_t gap = at - f->end;
	if (f->end > f->start && f->cells + gap + cells <= f->width) {
		f->end = at + len;
		f->cells += gap + cells;
	} else if (cells <= f->width) {
		begin_line(f, at, len, cells);
	} else {
		cut_word(f, at, len);
	}
}

size_t wrap_fill(const struct wrap *w, const char *text, int width, struct wrap_line **lines)
{
	struct filler f = { .text = text, .width = width < 1 ? 1 : width > WIDTH_MAX ? WIDTH_MAX : (size_t)width };
	size_t at = 0;
	for (size_t i = 0; i < w->n;) {
		size_t bytes = 0, cells = 0, spaces = 0;
		do {
			bytes += w->segments[i].bytes;
			cells += w->segments[i].cells;
			spaces = w->segments[i].spaces;
			i++;
		} while (i < w->n && w->segments[i].glued);
		if (bytes > 0)
			place_word(&f, at, bytes, cells);
		at += bytes + spaces;
	}
	end_line(&f);
	*lines = f.lines;
	return f.n;
}
