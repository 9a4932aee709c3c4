/* A line being typed. Every change ends in settle(), which brings the cursor to a grapheme's start: what is typed or deleted may join its
 * neighbours. A line is short, so positions are found by walking from its start. */
#include "lede/lineedit.h"

#include <stdlib.h>
#include <string.h>

#include "lede/unicode.h"

#define GUARD '1' /* no mark makes another character of it */

static size_t grapheme_at(const struct lineedit *e, size_t at)
{
	int cells;
	return text_grapheme(e->text.p + at, e->text.len - at, &cells);
}

/* The grapheme boundary at or after at. */
static size_t boundary_from(const struct lineedit *e, size_t at)
{
	size_t i = 0;
	while (i < at && i < e->text.len)
		i += grapheme_at(e, i);
	return i;
}

/* The last one before at; 0 where there is none. */
static size_t boundary_before(const struct lineedit *e, size_t at)
{
	size_t i = 0, before = 0;
	while (i < at) {
		before = i;
		i += grapheme_at(e, i);
	}
	return before;
}

static void settle(struct lineedit *e, size_t cursor)
{
	e->cursor = boundary_from(e, cursor);
}

/* What is edited is the line being typed, wherever it came from. */
static void leave_history(struct lineedit *e)
{
	e->at = 0;
	free(e->draft);
	e->draft = NULL;
}

static void add_valid(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t len = utf8_next(p + i, n - i, &c);
		if (len > 1 || c < 0x80)
			buf_add(out, p + i, len);
		i += len;
	}
}

/* As display text, but with the spaces at its ends and with a mark meant for the letter before it: hence the guards. */
static void add_display(struct buf *out, const char *p, size_t n)
{
	struct buf raw = BUF_INIT, clean = BUF_INIT;
	buf_addc(&raw, GUARD);
	add_valid(&raw, p, n);
	buf_addc(&raw, GUARD);
	text_clean(&clean, raw.p, raw.len);
	if (clean.len > 2)
		buf_add(out, clean.p + 1, clean.len - 2);
	buf_release(&raw);
	buf_release(&clean);
}

/* A mark needs something to stand on. */
static size_t lone_marks(const struct buf *b)
{
	size_t i = 0, len;
	for (uint32_t c; i < b->len; i += len) {
		len = utf8_next(b->p + i, b->len - i, &c);
		if (text_char_width(c))
			break;
	}
	return i;
}

static void splice(struct lineedit *e, const char *p, size_t n)
{
	struct buf *text = &e->text;
	buf_reserve(text, n);
	memmove(text->p + e->cursor + n, text->p + e->cursor, text->len - e->cursor);
	memcpy(text->p + e->cursor, p, n);
	text->len += n;
	text->p[text->len] = '\0';
	settle(e, e->cursor + n);
}

static bool put(struct lineedit *e, const char *utf8, size_t n)
{
	struct buf add = BUF_INIT;
	add_display(&add, utf8, n);
	size_t from = add.len && !e->cursor ? lone_marks(&add) : 0;
	size_t room = e->text.len < LINEEDIT_MAX ? LINEEDIT_MAX - e->text.len : 0, len = add.len - from;
	if (len > room)
		len = utf8_valid_prefix(add.p + from, room);
	if (len)
		splice(e, add.p + from, len);
	buf_release(&add);
	return len > 0;
}

static bool cut(struct lineedit *e, size_t from, size_t to)
{
	if (from >= to)
		return false;
	memmove(e->text.p + from, e->text.p + to, e->text.len - to);
	buf_truncate(&e->text, e->text.len - (to - from));
	settle(e, from);
	leave_history(e);
	return true;
}

void lineedit_start(struct lineedit *e, const char *text, char **history, size_t n)
{
	*e = (struct lineedit){ .history = history, .n_history = n };
	buf_adds(&e->text, "");
	put(e, text ? text : "", text ? strlen(text) : 0);
}

void lineedit_release(struct lineedit *e)
{
	for (size_t i = 0; i < e->n_history; i++)
		free(e->history[i]);
	free(e->history);
	free(e->draft);
	buf_release(&e->text);
	*e = (struct lineedit){ 0 };
}

bool lineedit_insert(struct lineedit *e, const char *utf8, size_t n)
{
	if (!put(e, utf8, n))
		return false;
	leave_history(e);
	return true;
}

bool lineedit_backspace(struct lineedit *e)
{
	return cut(e, boundary_before(e, e->cursor), e->cursor);
}

bool lineedit_delete(struct lineedit *e)
{
	return cut(e, e->cursor, boundary_from(e, e->cursor + 1));
}

bool lineedit_kill_word(struct lineedit *e)
{
	size_t from = e->cursor;
	while (from && e->text.p[from - 1] == ' ')
		from--;
	while (from && e->text.p[from - 1] != ' ')
		from--;
	return cut(e, from, e->cursor);
}

bool lineedit_kill_before(struct lineedit *e)
{
	return cut(e, 0, e->cursor);
}

bool lineedit_kill_after(struct lineedit *e)
{
	return cut(e, e->cursor, e->text.len);
}

static void show(struct lineedit *e, const char *text)
{
	buf_truncate(&e->text, 0);
	e->cursor = 0;
	put(e, text, strlen(text));
}

/* Goes to an entry of the history, or with 0 back to what was being typed. */
static bool go_to(struct lineedit *e, size_t at)
{
	char *was = mem_strdup(buf_str(&e->text));
	if (!e->at && at) {
		free(e->draft);
		e->draft = mem_strdup(was);
	}
	e->at = at;
	show(e, at ? e->history[at - 1] : e->draft);
	bool changed = strcmp(was, buf_str(&e->text)) != 0;
	free(was);
	return changed;
}

bool lineedit_older(struct lineedit *e)
{
	bool changed = false;
	while (!changed && e->at < e->n_history)
		changed = go_to(e, e->at + 1);
	return changed;
}

bool lineedit_newer(struct lineedit *e)
{
	bool changed = false;
	while (!changed && e->at)
		changed = go_to(e, e->at - 1);
	return changed;
}

void lineedit_left(struct lineedit *e)
{
	e->cursor = boundary_before(e, e->cursor);
}

void lineedit_right(struct lineedit *e)
{
	e->cursor = boundary_from(e, e->cursor + 1);
}

void lineedit_home(struct lineedit *e)
{
	e->cursor = 0;
}

void lineedit_end(struct lineedit *e)
{
	e->cursor = e->text.len;
}

/* Cells to keep free from the cursor on: a quarter of the window for what comes after it, and room for the grapheme it stands on. */
static int cells_ahead(const struct lineedit *e, int width)
{
	const char *p = e->text.p + e->cursor;
	size_t n = e->text.len - e->cursor;
	int rest = text_width(p, n), at = 1;
	if (n)
		text_grapheme(p, n, &at);
	int ahead = rest < width / 4 ? rest : width / 4;
	ahead = ahead > at ? ahead : at;
	return ahead > 1 ? ahead : 1;
}

const char *lineedit_window(const struct lineedit *e, int width, size_t *len, int *cursor_cell)
{
	const char *text = buf_str(&e->text);
	size_t from = 0;
	*len = 0;
	*cursor_cell = 0;
	if (width < 1)
		return text;
	int before = text_width(text, e->cursor), most = width - cells_ahead(e, width);
	bool fits = text_width(text, e->text.len) < width;
	while (!fits && from < e->cursor && before > most) {
		from += grapheme_at(e, from);
		before = text_width(text + from, e->cursor - from);
	}
	int used;
	*len = text_fit(text + from, e->text.len - from, width, &used);
	*cursor_cell = before;
	return text + from;
}
