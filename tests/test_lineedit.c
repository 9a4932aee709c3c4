/* A line being typed: whatever is done to it, it stays text that may be shown, and the cursor stays between graphemes. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "lede/lineedit.h"
#include "lede/unicode.h"

static uint32_t seed = 1;

static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void start(struct lineedit *e, const char *text)
{
	lineedit_start(e, text, NULL, 0);
}

static void type(struct lineedit *e, const char *text)
{
	lineedit_insert(e, text, strlen(text));
}

static void assert_line(const struct lineedit *e, const char *before, const char *after)
{
	struct buf got = BUF_INIT, want = BUF_INIT;
	buf_add(&got, e->text.p, e->cursor);
	buf_addf(&got, "|%s", e->text.p + e->cursor);
	buf_addf(&want, "%s|%s", before, after);
	assert_string_equal(got.p, want.p);
	buf_release(&got);
	buf_release(&want);
}

static void types_and_deletes(void **state)
{
	(void)state;
	struct lineedit e;
	start(&e, "harbour");
	assert_line(&e, "harbour", "");
	type(&e, " fire");
	lineedit_left(&e);
	lineedit_left(&e);
	assert_line(&e, "harbour fi", "re");
	assert_true(lineedit_backspace(&e));
	assert_true(lineedit_delete(&e));
	assert_line(&e, "harbour f", "e");
	lineedit_home(&e);
	assert_false(lineedit_backspace(&e));
	assert_false(lineedit_kill_before(&e));
	lineedit_left(&e);
	lineedit_right(&e);
	assert_line(&e, "h", "arbour fe");
	assert_true(lineedit_kill_after(&e));
	assert_false(lineedit_delete(&e));
	assert_line(&e, "h", "");
	lineedit_right(&e);
	assert_line(&e, "h", "");
	lineedit_release(&e);
}

static void kills_words(void **state)
{
	(void)state;
	struct lineedit e;
	start(&e, "place:oslo \"coast guard\" ");
	assert_true(lineedit_kill_word(&e));
	assert_line(&e, "place:oslo \"coast ", "");
	lineedit_left(&e);
	assert_true(lineedit_kill_word(&e));
	assert_line(&e, "place:oslo ", " ");
	assert_true(lineedit_kill_word(&e));
	assert_false(lineedit_kill_word(&e));
	assert_true(lineedit_kill_after(&e));
	assert_line(&e, "", "");
	lineedit_release(&e);
}

static void moves_by_grapheme(void **state)
{
	(void)state;
	struct lineedit e;
	start(&e, "e\xcc\x81"
	          "a港ที่z");
	lineedit_left(&e);
	lineedit_left(&e);
	assert_line(&e,
	            "e\xcc\x81"
	            "a港",
	            "ที่z");
	assert_true(lineedit_backspace(&e));
	assert_true(lineedit_delete(&e));
	assert_line(&e,
	            "e\xcc\x81"
	            "a",
	            "z");
	lineedit_home(&e);
	lineedit_right(&e);
	assert_line(&e, "e\xcc\x81", "az");
	type(&e, "\xcc\xa7"); /* a mark joins the letter before it */
	assert_line(&e, "e\xcc\x81\xcc\xa7", "az");
	lineedit_home(&e);
	type(&e, "\xcc\x81"); /* and has nothing to join at the start */
	assert_line(&e, "",
	            "e\xcc\x81\xcc\xa7"
	            "az");
	lineedit_release(&e);
}

static void takes_only_what_can_be_shown(void **state)
{
	(void)state;
	struct lineedit e;
	start(&e, NULL);
	assert_line(&e, "", "");
	assert_true(lineedit_insert(&e,
	                            "a\xff\x1b\x01\x00"
	                            "b\xe2\x80\xae"
	                            "c",
	                            10));
	assert_line(&e, "abc", "");
	assert_false(lineedit_insert(&e, "\x1b\xc0\x7f", 3));
	assert_false(lineedit_insert(&e, "", 0));
	type(&e, "\r\nd\te\n");
	assert_line(&e, "abc d e ", "");
	type(&e, " ");
	assert_line(&e, "abc d e  ", "");
	lineedit_release(&e);
}

static void is_no_longer_than_the_most(void **state)
{
	(void)state;
	struct lineedit e;
	struct buf paste = BUF_INIT;
	while (paste.len < 2 * LINEEDIT_MAX)
		buf_adds(&paste, "港");
	start(&e, "x");
	assert_true(lineedit_insert(&e, paste.p, paste.len));
	assert_int_equal(e.text.len, 1 + LINEEDIT_MAX / 3 * 3);
	lineedit_home(&e);
	assert_false(lineedit_insert(&e, "港", 3));
	lineedit_end(&e);
	assert_int_equal(e.cursor, e.text.len);
	buf_release(&paste);
	lineedit_release(&e);
}

static char **history(size_t n, const char *const *lines)
{
	char **h = mem_alloc(n * sizeof *h);
	for (size_t i = 0; i < n; i++)
		h[i] = mem_strdup(lines[i]);
	return h;
}

static void goes_through_history(void **state)
{
	(void)state;
	struct lineedit e;
	lineedit_start(&e, "fer", history(3, (const char *const[]){ "fer", "coast\x1b guard", "tug" }), 3);
	assert_false(lineedit_newer(&e));
	assert_true(lineedit_older(&e)); /* past the one that is the same */
	assert_line(&e, "coast guard", "");
	assert_true(lineedit_older(&e));
	assert_false(lineedit_older(&e));
	assert_line(&e, "tug", "");
	assert_true(lineedit_newer(&e));
	assert_true(lineedit_newer(&e));
	assert_line(&e, "fer", "");
	assert_true(lineedit_older(&e));
	type(&e, "s"); /* now this is what is being typed */
	assert_line(&e, "coast guards", "");
	assert_false(lineedit_newer(&e));
	assert_true(lineedit_older(&e));
	assert_line(&e, "fer", "");
	assert_true(lineedit_newer(&e));
	assert_line(&e, "coast guards", "");
	lineedit_release(&e);
}

static void assert_window(const struct lineedit *e, int width)
{
	size_t len;
	int cell;
	const char *p = lineedit_window(e, width, &len, &cell);
	assert_true(p >= e->text.p && p + len <= e->text.p + e->text.len);
	assert_int_equal(utf8_valid_prefix(p, len), len);
	assert_in_range(text_width(p, len), 0, width);
	assert_in_range(cell, 0, width - 1);
	assert_true(e->text.p + e->cursor >= p);
	assert_int_equal(cell, text_width(p, (size_t)(e->text.p + e->cursor - p)));
	int at = 0;
	if (e->cursor < e->text.len)
		text_grapheme(e->text.p + e->cursor, e->text.len - e->cursor, &at);
	if (width >= at)
		assert_true(p + len >= e->text.p + e->cursor + (at ? 1 : 0)); /* what the cursor stands on shows */
}

static void shows_the_cursor(void **state)
{
	(void)state;
	struct lineedit e;
	size_t len;
	int cell;
	start(&e, "ferry adrift");
	assert_ptr_equal(lineedit_window(&e, 13, &len, &cell), e.text.p);
	assert_int_equal(len, 12);
	assert_int_equal(cell, 12);
	assert_string_equal(lineedit_window(&e, 8, &len, &cell), " adrift");
	assert_int_equal(cell, 7);
	lineedit_home(&e);
	assert_ptr_equal(lineedit_window(&e, 8, &len, &cell), e.text.p);
	assert_int_equal(len, 8);
	assert_int_equal(cell, 0);
	lineedit_release(&e);
}

static void assert_sound(const struct lineedit *e)
{
	assert_true(e->text.len <= LINEEDIT_MAX);
	assert_int_equal(utf8_valid_prefix(e->text.p, e->text.len), e->text.len);
	assert_int_equal(strlen(e->text.p), e->text.len);
	size_t i = 0;
	while (i < e->cursor) {
		int cells;
		i += text_grapheme(e->text.p + i, e->text.len - i, &cells);
	}
	assert_int_equal(i, e->cursor);
	for (int width = 1; width < 30; width += 3)
		assert_window(e, width);
}

static void act(struct lineedit *e)
{
	static const char *const bits[] = { "a", " ",    "港", "\xcc\x81",     "🇳",   "🇴", "👍", "🏽", "ที่", "\xff",
		                            "ل", "\r\n", "한", "\xe1\x86\xa8", "word" };
	static bool (*const edits[])(struct lineedit *) = {
		lineedit_backspace,  lineedit_delete, lineedit_kill_word, lineedit_kill_before,
		lineedit_kill_after, lineedit_older,  lineedit_newer,
	};
	static void (*const moves[])(struct lineedit *) = { lineedit_left, lineedit_right, lineedit_home,
		                                            lineedit_end };
	struct buf was = BUF_INIT;
	buf_add(&was, e->text.p, e->text.len);
	uint32_t what = roll(20);
	bool changed = false;
	const char *bit = bits[roll(sizeof bits / sizeof *bits)];
	if (what < 10)
		changed = lineedit_insert(e, bit, strlen(bit));
	else if (what < 13)
		changed = edits[roll(sizeof edits / sizeof *edits)](e);
	else
		moves[roll(sizeof moves / sizeof *moves)](e);
	assert_int_equal(changed, strcmp(buf_str(&was), e->text.p) != 0);
	buf_release(&was);
}

static void stays_sound_whatever_is_done(void **state)
{
	(void)state;
	for (uint32_t round = 1; round <= 60; round++) {
		seed = round * 7919;
		struct lineedit e;
		lineedit_start(&e, "start", history(2, (const char *const[]){ "older", "港\xcc\x81 oldest" }), 2);
		for (int i = 0; i < 300; i++) {
			act(&e);
			assert_sound(&e);
		}
		lineedit_release(&e);
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_and_deletes),          cmocka_unit_test(kills_words),
		cmocka_unit_test(moves_by_grapheme),          cmocka_unit_test(takes_only_what_can_be_shown),
		cmocka_unit_test(is_no_longer_than_the_most), cmocka_unit_test(goes_through_history),
		cmocka_unit_test(shows_the_cursor),           cmocka_unit_test(stays_sound_whatever_is_done),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
