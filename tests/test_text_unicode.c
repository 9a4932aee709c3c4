/* UTF-8, cleaning, width, graphemes: examples, and laws over all code points. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include <cmocka.h>
#include <unictype.h>
#include <unistr.h>

#include "fixtures/text/ucd.h"
#include "lede/buf.h"

enum { CODE_POINTS = 0x110000, MARKS_ON_A_BASE = 4 };

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static bool is_surrogate(uint32_t c)
{
	return c >= 0xd800 && c < 0xe000;
}

static void test_every_character_there_and_back(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < CODE_POINTS; c++) {
		char bytes[4];
		uint32_t back;
		if (is_surrogate(c))
			continue;
		size_t n = utf8_put(bytes, c);
		assert_int_equal(utf8_next(bytes, n, &back), n);
		assert_int_equal(back, c);
		assert_int_equal(utf8_valid_prefix(bytes, n), n);
		for (size_t cut = 1; cut < n; cut++) {
			assert_int_equal(utf8_next(bytes, cut, &back), 1);
			assert_int_equal(back, 0xfffd);
		}
	}
}

static void test_what_is_no_utf8(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\x80",         "\xbf",         "\xc0\x80",         "\xc1\xbf",         "\xc3",     "\xc3(",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",     "\xed\xbf\xbf",     "\xe2\x82", "\xe2(\xa1",
		"\xf0\x8f\xbf", "\xf4\x90\x80", "\xf0\x90\x28\xbc", "\xf8\x88\x80\x80", "\xff",     "\xfe",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		uint32_t c;
		assert_int_equal(utf8_next(bad[i], strlen(bad[i]), &c), 1);
		assert_int_equal(c, 0xfffd);
		assert_int_equal(utf8_valid_prefix(bad[i], strlen(bad[i])), 0);
	}
}

/* Bytes that are UTF-8 more often than chance would have it. */
static size_t random_bytes(char *out, size_t n, uint32_t *seed)
{
	size_t len = 0;
	while (len + 4 <= n) {
		uint32_t dice = next_random(seed) % 8;
		if (dice == 0)
			out[len++] = (char)next_random(seed);
		else if (dice < 4)
			out[len++] = (char)(next_random(seed) % 128);
		else
			len += utf8_put(out + len, next_random(seed) % (dice == 4 ? CODE_POINTS : 0x3000));
	}
	return len;
}

static void test_valid_prefix_agrees_with_libunistring(void **state)
{
	(void)state;
	uint32_t seed = 1;
	char bytes[200];
	for (int i = 0; i < 20000; i++) {
		size_t n = random_bytes(bytes, 4 + next_random(&seed) % 196, &seed);
		const uint8_t *wrong = u8_check((const uint8_t *)bytes, n);
		size_t want = wrong ? (size_t)((const char *)wrong - bytes) : n;
		assert_int_equal(utf8_valid_prefix(bytes, n), want);
	}
}

static char *cleaned(const char *text, size_t n)
{
	struct buf out = BUF_INIT;
	text_clean(&out, text, n);
	return buf_detach(&out);
}

struct example {
	const char *text, *want;
};

static void test_clean_examples(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{ "plain", "plain" },
		{ "  two  words\t\r\n", "two words" },
		{ "a\u00a0b\u2003c\u3000d\u2028e\xc2\x85"
		  "f",
		  "a b c d e f" },
		{ "\x1b[31mred\x1b[0m", "[31mred[0m" },
		{ "a\xc2\x9b"
		  "31mb\x7f"
		  "c\x07",
		  "a31mbc" },
		{ "abc\u202edef\u2066g\u200eh\u061ci", "abcdefghi" },
		{ "soft\u00adhyphen zero\u200bwidth join\u200der \ufeffmark", "softhyphen zerowidth joiner mark" },
		{ "\u2602\ufe0f \U0001f44d\U0001f3fd \U000e0041x", "\u2602 \U0001f44d x" },
		{ "\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469" },
		{ "private \ue000 unassigned \u0378 noncharacter \uffff",
		  "private \ufffd unassigned \ufffd noncharacter \ufffd" },
		{ "bad \xff byte \xe2\x82", "bad \ufffd byte \ufffd\ufffd" },
		{ "\u0301a", "\u25cc\u0301a" },
		{ "a \u0301b", "a \u25cc\u0301b" },
		{ "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307x", "e\u0301\u0302\u0303\u0304x" },
		{ "\u3164filler\u115f", "filler" },
		{ "note\ufff9a\ufffab\ufffb", "noteab" },
		{ "\u200b \u200b", "" },
		{ "हिन्दी مُحَمَّد ที่นี่", "हिन्दी مُحَمَّد ที่นี่" },
	};
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		char *got = cleaned(examples[i].text, strlen(examples[i].text));
		assert_string_equal(got, examples[i].want);
		free(got);
	}
}

static bool is_forbidden(uint32_t c)
{
	static const uint32_t never[] = { 0xad, 0x61c, 0x115f, 0x1160, 0x180e, 0x3164, 0xfeff, 0xffa0 };
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (c == never[i])
			return true;
	if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f))
		return true;
	if ((c >= 0x205f && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfff0 && c <= 0xfffb))
		return true;
	if (c >= 0xe0000 || is_surrogate(c) || (c & 0xfffe) == 0xfffe || (c >= 0xe000 && c <= 0xf8ff))
		return true;
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

/* The promises of unicode.h about display text. */
static void check_display(const char *p, size_t n)
{
	int width = 0, marks = 0;
	uint32_t before = ' ';
	assert_int_equal(utf8_valid_prefix(p, n), n);
	for (size_t i = 0; i < n;) {
		uint32_t c;
		i += utf8_next(p + i, n - i, &c);
		int cells = wcwidth((wchar_t)c);
		if (c != ' ' && (is_forbidden(c) || cells < 0))
			fail_msg("U+%04X got through", (unsigned)c);
		assert_false(c == ' ' && before == ' ');
		assert_false(cells == 0 && before == ' ');
		marks = cells == 0 ? marks + 1 : 0;
		assert_true(marks <= MARKS_ON_A_BASE);
		width += cells;
		before = c;
	}
	assert_true(n == 0 || before != ' ');
	assert_int_equal(text_width(p, n), width);
}

static void test_nothing_harmful_gets_through(void **state)
{
	(void)state;
	static const struct example around[] = { { "", "" }, { "a", "b" }, { " ", " " }, { "", "b" }, { "a", "" } };
	struct buf text = BUF_INIT, out = BUF_INIT;
	for (uint32_t c = 0; c < CODE_POINTS; c++)
		for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
			char bytes[4];
			buf_clear(&text);
			buf_clear(&out);
			buf_adds(&text, around[i].text);
			buf_add(&text, bytes, utf8_put(bytes, c));
			buf_adds(&text, around[i].want);
			text_clean(&out, text.p, text.len);
			check_display(out.p, out.len);
		}
	buf_release(&text);
	buf_release(&out);
}

static void test_random_bytes_come_out_clean_and_stay_so(void **state)
{
	(void)state;
	uint32_t seed = 5;
	char bytes[300];
	for (int i = 0; i < 20000; i++) {
		size_t n = random_bytes(bytes, 4 + next_random(&seed) % 296, &seed);
		struct buf once = BUF_INIT, twice = BUF_INIT;
		text_clean(&once, bytes, n);
		check_display(buf_str(&once), once.len);
		text_clean(&twice, buf_str(&once), once.len);
		assert_string_equal(buf_str(&twice), buf_str(&once));
		buf_release(&once);
		buf_release(&twice);
	}
}

static void test_widths_are_those_of_the_terminal(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < CODE_POINTS; c++) {
		int cells = wcwidth((wchar_t)c), got = text_char_width(c);
		assert_true(got >= 0 && got <= 2);
		assert_int_equal(got, cells > 0 ? cells : 0);
	}
}

static void test_widths_without_a_utf8_locale(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C");
	assert_int_equal(text_char_width('a'), 1);
	assert_int_equal(text_char_width(0xe9), 1);
	assert_int_equal(text_char_width(0x6771), 2);
	assert_int_equal(text_char_width(0x301), 0);
	assert_int_equal(text_char_width(7), 0);
	setlocale(LC_CTYPE, "C.UTF-8");
}

static void test_grapheme_break_test_file(void **state)
{
	(void)state;
	FILE *f = fopen(UCD_FOLDER "GraphemeBreakTest.txt", "r");
	if (!f) {
		print_message("skipped: no GraphemeBreakTest.txt (package unicode-data)\n");
		skip();
	}
	static struct ucd_case k;
	size_t cases = 0, at = 0;
	while (ucd_next(f, &k)) {
		cases++;
		at = 0;
		for (size_t i = 1; i <= k.n; i++) {
			int cells;
			if (!k.breaks[i])
				continue;
			at += text_grapheme(k.text + at, k.len - at, &cells);
			assert_int_equal(at, i < k.n ? k.offset[i] : k.len);
		}
	}
	fclose(f);
	assert_true(cases > 500);
}

static void test_graphemes_tile_any_bytes(void **state)
{
	(void)state;
	uint32_t seed = 9;
	char bytes[120];
	for (int i = 0; i < 20000; i++) {
		size_t n = random_bytes(bytes, 4 + next_random(&seed) % 116, &seed), at = 0;
		int sum = 0;
		while (at < n) {
			int cells;
			size_t len = text_grapheme(bytes + at, n - at, &cells);
			assert_true(len >= 1 && len <= n - at);
			at += len;
			sum += cells;
		}
		assert_int_equal(sum, text_width(bytes, n));
	}
	int cells = 7;
	assert_int_equal(text_grapheme("", 0, &cells), 0);
	assert_int_equal(cells, 0);
}

struct fit_example {
	const char *text;
	int width;
	const char *fits;
	int used;
};

static void test_fit_examples(void **state)
{
	(void)state;
	static const struct fit_example examples[] = {
		{ "headline", 4, "head", 4 },
		{ "head", 9, "head", 4 },
		{ "head", 0, "", 0 },
		{ "head", -1, "", 0 },
		{ "東京都", 5, "東京", 4 },
		{ "東京都", 1, "", 0 },
		{ "e\u0301e\u0301", 1, "e\u0301", 1 },
		{ "a\U0001f44d", 2, "a", 1 },
	};
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct fit_example *e = &examples[i];
		int used;
		assert_int_equal(text_fit(e->text, strlen(e->text), e->width, &used), strlen(e->fits));
		assert_int_equal(used, e->used);
	}
}

static void test_ellipsize_examples(void **state)
{
	(void)state;
	static const struct fit_example examples[] = {
		{ "headline", 8, "headline", 8 },
		{ "headline", 7, "headli…", 7 },
		{ "two words", 5, "two…", 4 },
		{ "headline", 1, "…", 1 },
		{ "headline", 0, "", 0 },
		{ "", 0, "", 0 },
		{ "", 5, "", 0 },
		{ "東京都庁", 6, "東京…", 5 },
		{ "東京", 4, "東京", 4 },
		{ "cafe\u0301s", 4, "caf…", 4 },
	};
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct fit_example *e = &examples[i];
		struct buf out = BUF_INIT;
		assert_int_equal(text_ellipsize(&out, e->text, strlen(e->text), e->width), e->used);
		assert_string_equal(buf_str(&out), e->fits);
		buf_release(&out);
	}
}

static void test_ellipsized_text_never_exceeds_its_width(void **state)
{
	(void)state;
	uint32_t seed = 13;
	char bytes[200];
	for (int i = 0; i < 10000; i++) {
		size_t n = random_bytes(bytes, 4 + next_random(&seed) % 196, &seed);
		struct buf text = BUF_INIT, out = BUF_INIT;
		int width = (int)(next_random(&seed) % 60);
		text_clean(&text, bytes, n);
		int used = text_ellipsize(&out, buf_str(&text), text.len, width);
		assert_true(used <= width);
		assert_int_equal(used, text_width(buf_str(&out), out.len));
		assert_true(out.len > 0 || text.len == 0 || width == 0);
		buf_release(&text);
		buf_release(&out);
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_character_there_and_back),
		cmocka_unit_test(test_what_is_no_utf8),
		cmocka_unit_test(test_valid_prefix_agrees_with_libunistring),
		cmocka_unit_test(test_clean_examples),
		cmocka_unit_test(test_nothing_harmful_gets_through),
		cmocka_unit_test(test_random_bytes_come_out_clean_and_stay_so),
		cmocka_unit_test(test_widths_are_those_of_the_terminal),
		cmocka_unit_test(test_widths_without_a_utf8_locale),
		cmocka_unit_test(test_grapheme_break_test_file),
		cmocka_unit_test(test_graphemes_tile_any_bytes),
		cmocka_unit_test(test_fit_examples),
		cmocka_unit_test(test_ellipsize_examples),
		cmocka_unit_test(test_ellipsized_text_never_exceeds_its_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
