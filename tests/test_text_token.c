/* The tokenizer: what index, query and highlight agree on. Examples, then laws over all code points and random bytes. */
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lede/buf.h"
#include "lede/token.h"
#include "lede/unicode.h"

enum { CODE_POINTS = 0x110000 };

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* The tokens with a blank between; '+' before one that is joined. */
static char *tokens_of(const char *text, size_t n)
{
	struct buf out = BUF_INIT;
	struct tokenizer t;
	struct token k;
	token_init(&t, text, n);
	buf_adds(&out, "");
	while (token_next(&t, &k)) {
		if (out.len > 0)
			buf_addc(&out, ' ');
		if (k.joined)
			buf_addc(&out, '+');
		buf_add(&out, k.text, k.len);
	}
	return buf_detach(&out);
}

struct example {
	const char *text, *tokens;
};

static void check_examples(const struct example *e, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *got = tokens_of(e[i].text, strlen(e[i].text));
		assert_string_equal(got, e[i].tokens);
		free(got);
	}
}

#define CHECK(examples) check_examples(examples, sizeof(examples) / sizeof *(examples))

static void test_words_and_numbers(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "", "" },
		{ " \t\n.,;!?-", "" },
		{ "The Quick brown", "the quick brown" },
		{ "one-two_three/four", "one two three four" },
		{ "multi-agent COVID-19", "multi agent covid 19" },
		{ "20.04 5,000 3rd F16", "20 04 5 000 3rd f16" },
		{ "a@lede.example http://lede.example/a?b=c", "a lede example http lede example a b c" },
		{ "“Quoted” words—dashed – so…", "quoted words dashed so" },
		{ "AT&T R&D C++ #tag @name", "at t r d c tag name" },
		{ "km² H₂O №5 Ⅷ", "km2 h2o no5 viii" },
		{ "Brand™ Name® ½ 3½ ①", "brand name 3" },
	};
	CHECK(e);
}

static void test_apostrophes(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "Putin's Putin’s PUTIN’S", "putin putin putin" },
		{ "workers’ rights", "workers rights" },
		{ "don't don’t I'm they’re", "dont dont im theyre" },
		{ "O'Brien O’Brien", "obrien obrien" },
		{ "'single' ‘curly’ ''", "single curly" },
		{ "the ’90s, 1990's", "the 90s 1990" },
		{ "rock 'n' roll rock'n'roll", "rock n roll rocknroll" },
		{ "5'10 6’2", "5 10 6 2" },
		{ "l'école d’Estaing qu'il c’était n'est", "l ecole d estaing qu il c etait n est" },
		{ "jusqu'à aujourd’hui l'11", "jusqu a aujourdhui l 11" },
		{ "dell'Italia all’ONU un'altra", "dell italia all onu un altra" },
		{ "N'Djamena ng'ombe", "ndjamena ngombe" },
		{ "Shi‘a Shiʿa Qur’an Hawai'i п'ять п’ять", "shia shia quran hawaii пять пять" },
		{ "s's S'S", "s s" },
		{ "it's's", "it s" },
		{ "a'", "a" },
	};
	CHECK(e);
}

static void test_abbreviations(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "U.S. U.S US", "us us us" },
		{ "U.S.-led U.N.’s U.K.'s", "us led un uk" },
		{ "at 5 a.m. and 6 p.m.", "at 5 am and 6 pm" },
		{ "J.R.R. Tolkien J. K. Rowling", "jrr tolkien j k rowling" },
		{ "Moscow. It said. I. He did", "moscow it said i he did" },
		{ "Plan B.Then I.He", "plan b then i he" },
		{ "e.g., i.e.; z.B.", "eg ie zb" },
		{ "С.Ш.А. т.е.", "сша те" },
		{ "U..S . U. S.", "u s u s" },
		{ "1.2.3 v.2 2.b", "1 2 3 v 2 2 b" },
		{ "É.U. E\u0301.U.", "eu eu" },
	};
	CHECK(e);
}

static void test_folding(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "Straße STRASSE ﬁne ﬂow", "strasse strasse fine flow" },
		{ "École E\u0301COLE naïve", "ecole ecole naive" },
		{ "ＦＵＬＬ　１２", "full 12" },
		{ "İstanbul ISPARTA ısparta", "istanbul isparta isparta" },
		{ "Łódź Đorđe Ærø Þór ŒUVRE", "lodz dorde aero thor oeuvre" },
		{ "ɗan Ƙasa Ẹ̀kọ́", "dan kasa eko" },
		{ "Σίσυφος ΣΊΣΥΦΟΣ ᾳ", "σισυφοσ σισυφοσ α" },
		{ "Ёлка ЕЛКА", "елка елка" },
		{ "soft\u00adhyphen zero\u200bwidth \u202eword", "softhyphen zerowidth word" },
		{ "\u2126 \u212a \u212b", "ω k a" },
		{ "١٢٣ १२ １２", "123 12 12" },
	};
	CHECK(e);
}

static void test_arabic(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "كِتَابٌ كتاب", "كتاب كتاب" },
		{ "أحمد إحمد آحمد ٱحمد احمد", "احمد احمد احمد احمد احمد" },
		{ "مدرسة مدرسه على علي", "مدرسه مدرسه علي علي" },
		{ "مـــحـمد", "محمد" },
		{ "ﷺ ﻻ", "صلياللهعليهوسلم لا" },
		{ "الأمم، المتّحدة؟", "الامم المتحده" },
	};
	CHECK(e);
}

static void test_india(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "हिन्दी में क्या।", "हिन्दी में क्या" },
		{ "தமிழ் বাংলা", "தமிழ் বাংলা" },
		{ "ज़रा ज\u093cरा", "जरा जरा" },
	};
	CHECK(e);
}

static void test_scripts_without_spaces(void **state)
{
	(void)state;
	static const struct example e[] = {
		{ "東京都", "東 +京 +都" },
		{ "東京。大阪", "東 +京 大 +阪" },
		{ "ガス ｶﾞｽ カ\u3099ス", "ガ +ス ガ +ス ガ +ス" },
		{ "パン ﾊﾟﾝ ラーメン", "パ +ン パ +ン ラ +ー +メ +ン" },
		{ "한국 \u1112\u1161\u11ab\u1100\u116e\u11a8", "한 +국 한 +국" },
		{ "手机iPhone手机", "手 +机 iphone +手 +机" },
		{ "第12回", "第 12 +回" },
		{ "ที่นี่", "ที่ +นี่" },
		{ "မြန်မာ", "မြ +န် +မာ" },
		{ "⼀ 豈", "一 豈" },
		{ "東\u200b京", "東 +京" },
	};
	CHECK(e);
}

/* What a token stands for, so that a highlight falls on the right bytes. */
static void test_offsets(void **state)
{
	(void)state;
	static const char text[] = "“Putin’s” U.S. e\u0301te\u0301 l’Oise 東京 ｶﾞ";
	static const struct example want[] = {
		{ "Putin", "putin" }, { "U.S.", "us" },   { "e\u0301te\u0301", "ete" },
		{ "l", "l" },         { "Oise", "oise" }, { "東", "東" },
		{ "京", "京" },       { "ｶﾞ", "ガ" },
	};
	struct tokenizer t;
	struct token k;
	token_init(&t, text, strlen(text));
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_true(token_next(&t, &k));
		assert_int_equal(k.end - k.start, strlen(want[i].text));
		assert_memory_equal(text + k.start, want[i].text, k.end - k.start);
		assert_int_equal(k.len, strlen(want[i].tokens));
		assert_memory_equal(k.text, want[i].tokens, k.len);
	}
	assert_false(token_next(&t, &k));
	assert_false(token_next(&t, &k));
}

static void test_capitals(void **state)
{
	(void)state;
	static const char text[] = "Moscow said ÉCOLE école Ǆ Путин путин iPhone U.S.";
	static const bool want[] = { true, false, true, false, true, true, false, false, true };
	struct tokenizer t;
	struct token k;
	token_init(&t, text, strlen(text));
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		assert_true(token_next(&t, &k));
		assert_int_equal(k.capital, want[i]);
	}
	assert_false(token_next(&t, &k));
}

static void test_long_words_are_cut_between_characters(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 40; i++)
		buf_adds(&text, "aж");
	struct tokenizer t;
	struct token k;
	token_init(&t, text.p, text.len);
	assert_true(token_next(&t, &k));
	assert_int_equal(k.len, TOKEN_MAX);
	assert_int_equal(utf8_valid_prefix(k.text, k.len), k.len);
	assert_int_equal(k.end, text.len);
	assert_false(token_next(&t, &k));
	buf_clear(&text);
	for (int i = 0; i < 500; i++)
		buf_adds(&text, "abcdefg");
	token_init(&t, text.p, text.len);
	assert_true(token_next(&t, &k));
	assert_int_equal(k.len, TOKEN_MAX);
	assert_int_equal(k.end, text.len);
	buf_release(&text);
}

/* A token of n bytes, found in whatever stands around it in memory: nothing is read past the end. */
static void test_reads_no_further_than_the_end(void **state)
{
	(void)state;
	static const char text[] = "word's U.S.'s l'a カ\u3099 abcdefghijklmnop e\u0301";
	for (size_t n = 0; n < sizeof text; n++) {
		char *exact = malloc(n ? n : 1);
		memcpy(exact, text, n);
		free(tokens_of(exact, n));
		free(exact);
	}
}

/* Index and query agree: a folded token tokenizes to itself. */
static void check_idempotent(const char *text, uint32_t len)
{
	char copy[TOKEN_MAX];
	struct tokenizer t;
	struct token k;
	memcpy(copy, text, len);
	token_init(&t, copy, len);
	assert_true(token_next(&t, &k));
	assert_int_equal(k.len, len);
	assert_memory_equal(k.text, copy, len);
	assert_false(token_next(&t, &k));
}

static void check_tokens(const char *text, size_t n)
{
	struct tokenizer t;
	struct token k;
	size_t at = 0;
	token_init(&t, text, n);
	while (token_next(&t, &k)) {
		assert_true(k.start >= at && k.end > k.start && k.end <= n);
		assert_true(k.len >= 1 && k.len <= TOKEN_MAX);
		assert_int_equal(utf8_valid_prefix(k.text, k.len), k.len);
		check_idempotent(k.text, k.len);
		at = k.end;
	}
}

static void test_every_character_folds_to_itself(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < CODE_POINTS; c++) {
		char bytes[8] = "";
		size_t n = utf8_put(bytes, c);
		check_tokens(bytes, n);
	}
}

/* Letters, marks and apostrophes of many scripts, glued as no writer would. */
static size_t random_text(char *out, size_t n, uint32_t *seed)
{
	static const char *const parts[] = { "'",      "’",  ".", "s", "S",      "l",      "qu", "A",   "é",
		                             "\u0301", "東", "ｶ", "ﾞ", "\u1112", "\u1161", "ж",  "ي",   "ـ",
		                             "\u200b", "9",  "ﬁ", "İ", "ท",      "ี",       " ",  "\xff" };
	size_t len = 0;
	while (len + 4 <= n) {
		uint32_t dice = next_random(seed) % 4;
		if (dice == 0) {
			len += utf8_put(out + len, next_random(seed) % CODE_POINTS);
		} else if (dice == 1) {
			out[len++] = (char)next_random(seed);
		} else {
			const char *part = parts[next_random(seed) % (sizeof parts / sizeof *parts)];
			memcpy(out + len, part, strlen(part));
			len += strlen(part);
		}
	}
	return len;
}

static void test_random_text_keeps_the_laws(void **state)
{
	(void)state;
	uint32_t seed = 21;
	char text[260];
	for (int i = 0; i < 40000; i++)
		check_tokens(text, random_text(text, 4 + next_random(&seed) % 256, &seed));
}

/* ASCII goes a faster way: it must lead to the same words as a plain loop. */
static void plain_tokens(struct buf *out, const char *text, size_t n)
{
	bool in_word = false;
	buf_adds(out, "");
	for (size_t i = 0; i < n; i++) {
		char c = text[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (word && !in_word && out->len > 0)
			buf_addc(out, ' ');
		if (word)
			buf_addc(out, c);
		in_word = word;
	}
}

static void test_ascii_agrees_with_a_plain_loop(void **state)
{
	(void)state;
	static const char chars[] = "abcXYZ0189mnoMNOzA9 ,-()@[`{/:^~\x7f\x01";
	enum { LETTERS = 19, CHARS = sizeof chars - 1 };
	uint32_t seed = 2;
	char text[TOKEN_MAX];
	for (int i = 0; i < 50000; i++) {
		size_t n = next_random(&seed) % sizeof text;
		for (size_t k = 0; k < n; k++)
			text[k] = chars[next_random(&seed) % (next_random(&seed) % 4 ? LETTERS : CHARS)];
		struct buf want = BUF_INIT;
		plain_tokens(&want, text, n);
		char *got = tokens_of(text, n);
		assert_string_equal(got, want.p);
		free(got);
		buf_release(&want);
	}
}

static void *fold_everything(void *payload)
{
	uint64_t *sum = payload;
	for (uint32_t c = 0; c < CODE_POINTS; c += 7) {
		char bytes[4];
		struct tokenizer t;
		struct token k;
		token_init(&t, bytes, utf8_put(bytes, c));
		while (token_next(&t, &k))
			*sum = *sum * 31 + token_hash(k.text, k.len);
	}
	return NULL;
}

static void test_many_threads_fold_alike(void **state)
{
	(void)state;
	pthread_t threads[4];
	uint64_t sums[4] = { 0 };
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, fold_everything, &sums[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (int i = 1; i < 4; i++)
		assert_true(sums[i] == sums[0]);
}

/* The hash is stored in caches: it must not change. */
static void test_hash_is_xxh3(void **state)
{
	(void)state;
	assert_true(token_hash("", 0) == UINT64_C(0x2d06800538d394c2));
	assert_true(token_hash("moscow", 6) != token_hash("moscov", 6));
	assert_true(token_hash("moscow", 6) == token_hash("moscowx", 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many_threads_fold_alike), /* first, while no page is folded */
		cmocka_unit_test(test_words_and_numbers),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_abbreviations),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_arabic),
		cmocka_unit_test(test_india),
		cmocka_unit_test(test_scripts_without_spaces),
		cmocka_unit_test(test_offsets),
		cmocka_unit_test(test_capitals),
		cmocka_unit_test(test_long_words_are_cut_between_characters),
		cmocka_unit_test(test_reads_no_further_than_the_end),
		cmocka_unit_test(test_every_character_folds_to_itself),
		cmocka_unit_test(test_random_text_keeps_the_laws),
		cmocka_unit_test(test_ascii_agrees_with_a_plain_loop),
		cmocka_unit_test(test_hash_is_xxh3),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
