/* Line breaking and filling: against the Unicode test file, and by the laws that any wrapping keeps. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../src/text/breaks.h"
#include "fixtures/text/ucd.h"
#include "lede/buf.h"
#include "lede/wrap.h"

/* The text's lines at a width, a '|' after each. */
static char *wrapped(const char *text, int width)
{
	struct buf out = BUF_INIT;
	struct wrap *w = wrap_new(text, strlen(text));
	struct wrap_line *lines;
	size_t n = wrap_fill(w, text, width, &lines);
	for (size_t i = 0; i < n; i++) {
		buf_add(&out, text + lines[i].start, lines[i].len);
		buf_addc(&out, '|');
	}
	free(lines);
	wrap_free(w);
	return buf_detach(&out);
}

static void expect(const char *text, int width, const char *want)
{
	char *got = wrapped(text, width);
	assert_string_equal(got, want);
	free(got);
}

static void test_fills_greedily(void **state)
{
	(void)state;
	expect("", 10, "");
	expect("one", 10, "one|");
	expect("the quick brown fox", 10, "the quick|brown fox|");
	expect("the quick brown fox", 9, "the quick|brown fox|");
	expect("the quick brown fox", 8, "the|quick|brown|fox|");
	expect("a well-known name", 7, "a well-|known|name|");
	expect("two  spaces", 20, "two  spaces|");
	expect("two  spaces", 5, "two|space|s|");
	expect("   led by spaces  ", 20, "led by spaces|");
	expect("     ", 3, "");
}

static void test_cuts_long_words(void **state)
{
	(void)state;
	expect("abcdefghij", 4, "abcd|efgh|ij|");
	expect("x abcdefghij y", 4, "x|abcd|efgh|ij y|");
	expect("cafe\u0301cafe\u0301", 4, "cafe\u0301|cafe\u0301|");
	expect("e\u0301e\u0301e\u0301", 1, "e\u0301|e\u0301|e\u0301|");
}

static void test_wide_characters(void **state)
{
	(void)state;
	expect("東京都知事は、会見した。", 8, "東京都知|事は、会|見した。|");
	expect("東京、大阪", 4, "東|京、|大阪|");
	expect("東京", 1, "東|京|");
	expect("東京", 3, "東|京|");
}

static void test_no_break_within_abbreviations(void **state)
{
	(void)state;
	expect("in the U.S. now", 9, "in the|U.S. now|");
	expect("at 5 a.m. on", 8, "at 5|a.m. on|");
	expect("see lede.example today", 10, "see|lede.examp|le today|");
}

static void test_a_width_below_one_is_one(void **state)
{
	(void)state;
	expect("ab", 0, "a|b|");
	expect("ab", -3, "a|b|");
}

static void test_free_accepts_null(void **state)
{
	(void)state;
	wrap_free(NULL);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Display text of words in several scripts, some very long. */
static void random_text(struct buf *out, uint32_t *seed, size_t words)
{
	static const char *const parts[] = {
		"a",       "the",   "bomb", "U.S.", "well-known", "東京都", "한국어",
		"e\u0301", "—",     "“no”", "ที่นี่",   "👍",          "مرحبا",  "http://lede.example/a/b?c=d",
		"3.5%",    "$1,000"
	};
	struct buf raw = BUF_INIT;
	for (size_t i = 0; i < words; i++) {
		size_t glue = next_random(seed) % 200 == 0 ? 400 : next_random(seed) % 3;
		for (size_t k = 0; k <= glue; k++)
			buf_adds(&raw, parts[next_random(seed) % (sizeof parts / sizeof *parts)]);
		buf_addc(&raw, ' ');
	}
	text_clean(out, raw.p, raw.len);
	buf_release(&raw);
}

static void check_lines(const char *text, size_t n, int width)
{
	struct wrap *w = wrap_new(text, n);
	struct wrap_line *lines;
	size_t count = wrap_fill(w, text, width, &lines), at = 0;
	for (size_t i = 0; i < count; i++) {
		for (; at < lines[i].start; at++)
			assert_int_equal(text[at], ' ');
		assert_int_equal(at, lines[i].start);
		assert_true(lines[i].len > 0);
		at += lines[i].len;
		assert_int_not_equal(text[at - 1], ' ');
		assert_int_equal(lines[i].cells, text_width(text + lines[i].start, lines[i].len));
		int first;
		bool single = text_grapheme(text + lines[i].start, lines[i].len, &first) == lines[i].len;
		assert_true(lines[i].cells <= width || single);
	}
	for (; at < n; at++)
		assert_int_equal(text[at], ' ');
	free(lines);
	wrap_free(w);
}

static void test_every_character_once_and_no_line_too_wide(void **state)
{
	(void)state;
	uint32_t seed = 7;
	for (int round = 0; round < 60; round++) {
		struct buf text = BUF_INIT;
		random_text(&text, &seed, 1 + next_random(&seed) % 300);
		static const int widths[] = { 1, 2, 3, 7, 20, 72, 300, 70000 };
		for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
			check_lines(text.p, text.len, widths[i]);
		buf_release(&text);
	}
}

/* Lines are as full as can be: the first word of the next would not have fitted. */
static void test_lines_are_full(void **state)
{
	(void)state;
	uint32_t seed = 11;
	struct buf text = BUF_INIT;
	random_text(&text, &seed, 400);
	char *may = malloc(text.len);
	breaks_find(text.p, text.len, may);
	struct wrap *w = wrap_new(text.p, text.len);
	struct wrap_line *lines;
	size_t n = wrap_fill(w, text.p, 40, &lines);
	for (size_t i = 0; i + 1 < n; i++) {
		size_t from = lines[i].start, stop = lines[i + 1].start + 1;
		while (stop < text.len && !may[stop])
			stop++;
		while (text.p[stop - 1] == ' ')
			stop--;
		assert_true(text_width(text.p + from, stop - from) > 40);
	}
	free(lines);
	wrap_free(w);
	free(may);
	buf_release(&text);
}

/* Text is analysed in windows: what comes of it must not show where they were cut. */
static void test_windows_leave_no_trace(void **state)
{
	(void)state;
	uint32_t seed = 3;
	struct buf text = BUF_INIT;
	random_text(&text, &seed, 9000);
	assert_true(text.len > 3 * 16 * 1024);
	char *may = malloc(text.len);
	breaks_find(text.p, text.len, may);
	struct wrap *w = wrap_new(text.p, text.len);
	struct wrap_line *lines;
	size_t n = wrap_fill(w, text.p, 2000, &lines);
	for (size_t i = 1; i < n; i++)
		assert_true(may[lines[i].start] || lines[i - 1].cells > 1990);
	free(lines);
	wrap_free(w);
	free(may);
	buf_release(&text);
}

static void test_many_spaces(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	buf_adds(&text, "a");
	for (int i = 0; i < 1000; i++)
		buf_addc(&text, ' ');
	buf_adds(&text, "b");
	expect(text.p, 10, "a|b|");
	check_lines(text.p, text.len, 2000);
	buf_release(&text);
}

/* Where this differs from LineBreakTest.txt, by the rule that the file names at the boundary. */
struct difference {
	const char *rule;
	bool file_breaks;
	const char *why;
};
static const struct difference differences[] = {
	{ "999.0", true,
	  "the file's numbers follow a tailoring (a regular expression); libunistring keeps LB25 as the standard has "
	  "it" },
	{ "20.01", true, "U+FFFC, an embedded object: libunistring lets quotes and signs cling to it" },
	{ "20.02", true, "the same after U+FFFC" },
	{ "29.0", false, "LB29 is applied to letters alone, not to symbols of class AL" },
	{ "16.0", false, "libunistring breaks between a bracket and a sign that begins no line over a space" },
	{ "30.11", false, "libunistring forgets a regional indicator when a mark stands on it" },
};

static bool is_explained(const struct ucd_case *k, size_t at, bool *seen)
{
	for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
		if (strcmp(k->rule[at], differences[i].rule) == 0 && k->breaks[at] == differences[i].file_breaks) {
			seen[i] = true;
			return true;
		}
	return false;
}

/* Only display text is broken: no controls, joiners or zero-width spaces, nothing but text at either end. */
static bool is_display_text(const struct ucd_case *k)
{
	struct buf clean = BUF_INIT;
	text_clean(&clean, k->text, k->len);
	bool same = clean.len == k->len && memcmp(clean.p, k->text, k->len) == 0;
	buf_release(&clean);
	return same;
}

static size_t count_unexplained(const struct ucd_case *k, bool *seen)
{
	char may[sizeof k->text];
	size_t wrong = 0;
	breaks_find(k->text, k->len, may);
	for (size_t i = 1; i < k->n; i++) {
		bool breaks = may[k->offset[i]] != 0;
		if (breaks == k->breaks[i] || is_explained(k, i, seen))
			continue;
		print_error("rule %s at character %zu: expected %s in:", k->rule[i], i, k->breaks[i] ? "÷" : "×");
		for (size_t c = 0; c < k->n; c++)
			print_error(" %04X", (unsigned)k->chars[c]);
		print_error("\n");
		wrong++;
	}
	return wrong;
}

static void test_line_break_test_file(void **state)
{
	(void)state;
	FILE *f = fopen(UCD_FOLDER "LineBreakTest.txt", "r");
	if (!f) {
		print_message("skipped: no LineBreakTest.txt (package unicode-data)\n");
		skip();
	}
	static struct ucd_case k;
	bool seen[sizeof differences / sizeof *differences] = { false };
	size_t wrong = 0, cases = 0;
	while (ucd_next(f, &k)) {
		if (!is_display_text(&k))
			continue;
		cases++;
		wrong += count_unexplained(&k, seen);
	}
	fclose(f);
	assert_true(cases > 1000);
	for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
		if (!seen[i])
			print_message("no longer different: rule %s (%s)\n", differences[i].rule, differences[i].why);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fills_greedily),
		cmocka_unit_test(test_cuts_long_words),
		cmocka_unit_test(test_wide_characters),
		cmocka_unit_test(test_no_break_within_abbreviations),
		cmocka_unit_test(test_a_width_below_one_is_one),
		cmocka_unit_test(test_free_accepts_null),
		cmocka_unit_test(test_every_character_once_and_no_line_too_wide),
		cmocka_unit_test(test_lines_are_full),
		cmocka_unit_test(test_windows_leave_no_trace),
		cmocka_unit_test(test_many_spaces),
		cmocka_unit_test(test_line_break_test_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
