/* The decoder: every encoding with its exact places, line ends, long lines, damage; and whatever the chunks, the same. */
#include <errno.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixtures/text/samples.h"
#include "lede/buf.h"
#include "lede/decode.h"
#include "lede/unicode.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* One line of a record of what came out, which two runs can be compared by. */
static void record(struct buf *out, unsigned number, size_t start, size_t end, size_t next, bool more, const char *text,
                   size_t len)
{
	buf_addf(out, "%u %zu-%zu-%zu%s ", number, start, end, next, more ? "+" : "");
	buf_add(out, text, len);
	buf_adds(out, "\n");
}

static int record_line(void *payload, const struct text_line *l)
{
	record(payload, l->number, l->src_start, l->src_end, l->src_next, l->more, l->text, l->len);
	return 0;
}

struct result {
	struct buf lines;
	char encoding[64];
	uint64_t replaced;
};

/* Decodes n bytes fed chunk at a time (0: in pieces of random size). */
static struct result decode(const char *encoding, const char *bytes, size_t n, size_t chunk)
{
	struct result r = { 0 };
	uint32_t seed = 99;
	buf_adds(&r.lines, "");
	struct decoder *d = decode_new(encoding, record_line, &r.lines, NULL);
	assert_non_null(d);
	for (size_t at = 0; at < n;) {
		size_t some = chunk ? chunk : 1 + next_random(&seed) % 3000;
		if (some > n - at)
			some = n - at;
		char *copy = malloc(some); /* so that a tool that watches memory sees a read past the chunk */
		memcpy(copy, bytes + at, some);
		assert_int_equal(decode_feed(d, copy, some), 0);
		free(copy);
		at += some;
	}
	assert_int_equal(decode_finish(d), 0);
	snprintf(r.encoding, sizeof r.encoding, "%s", decode_encoding(d));
	r.replaced = decode_replaced(d);
	decode_free(d);
	return r;
}

static void check_same(const struct result *a, const struct result *b)
{
	assert_string_equal(a->encoding, b->encoding);
	assert_int_equal(a->replaced, b->replaced);
	assert_int_equal(a->lines.len, b->lines.len);
	assert_memory_equal(a->lines.p, b->lines.p, a->lines.len);
}

/* Decodes, and again in chunks of other sizes, which must change nothing. */
static struct result decode_every_way(const char *encoding, const char *bytes, size_t n)
{
	static const size_t chunks[] = { 1, 2, 3, 7, 61, 4096, 65536, 0 };
	struct result whole = decode(encoding, bytes, n, n ? n : 1);
	for (size_t i = 0; i < COUNT(chunks); i++) {
		struct result r = decode(encoding, bytes, n, chunks[i]);
		check_same(&r, &whole);
		buf_release(&r.lines);
	}
	return whole;
}

static void check(const char *bytes, size_t n, const char *encoding, uint64_t replaced, const char *lines)
{
	struct result r = decode_every_way(NULL, bytes, n);
	assert_string_equal(r.encoding, encoding);
	assert_string_equal(r.lines.p, lines);
	assert_int_equal(r.replaced, replaced);
	buf_release(&r.lines);
}

#define CHECK(bytes, encoding, replaced, lines) check(bytes, sizeof(bytes) - 1, encoding, replaced, lines)

static void test_line_ends(void **state)
{
	(void)state;
	CHECK("", "ASCII", 0, "");
	CHECK("\n", "ASCII", 0, "1 0-0-1 \n");
	CHECK("a", "ASCII", 0, "1 0-1-1 a\n");
	CHECK("a\n", "ASCII", 0, "1 0-1-2 a\n");
	CHECK("a\r", "ASCII", 0, "1 0-1-2 a\n");
	CHECK("a\r\n", "ASCII", 0, "1 0-1-3 a\n");
	CHECK("a\n\nb", "ASCII", 0, "1 0-1-2 a\n2 2-2-3 \n3 3-4-4 b\n");
	CHECK("a\r\rb\r", "ASCII", 0, "1 0-1-2 a\n2 2-2-3 \n3 3-4-5 b\n");
	CHECK("a\r\n\r\nb", "ASCII", 0, "1 0-1-3 a\n2 3-3-5 \n3 5-6-6 b\n");
	CHECK("a\n\rb\r\n\nc", "ASCII", 0, "1 0-1-2 a\n2 2-2-3 \n3 3-4-6 b\n4 6-6-7 \n5 7-8-8 c\n");
	CHECK("\xc3\xa9\r\xc3\xa9\r\nz", "UTF-8", 0, "1 0-2-3 é\n2 3-5-7 é\n3 7-8-8 z\n");
	CHECK("a\r\xc3\xa9", "UTF-8", 0, "1 0-1-2 a\n2 2-4-4 é\n");
}

static void test_utf8_damage(void **state)
{
	(void)state;
	CHECK("a\0b", "ASCII", 1, "1 0-3-3 a\ufffdb\n");
	CHECK("é\0é", "UTF-8", 1, "1 0-5-5 é\ufffdé\n");
	CHECK("ééééé\xff é", "UTF-8", 1, "1 0-14-14 ééééé\ufffd é\n");
	CHECK("ééééé\xc0\x80 é ééé", "UTF-8", 2, "1 0-22-22 ééééé\ufffd\ufffd é ééé\n");
	CHECK("éééééééééééé\xed\xa0\x80", "UTF-8", 3, "1 0-27-27 éééééééééééé\ufffd\ufffd\ufffd\n");
	CHECK("éééééééé\xe2\x82", "UTF-8", 2, "1 0-18-18 éééééééé\ufffd\ufffd\n");
	CHECK("éééééééé\xe2\x82\nx", "UTF-8", 2, "1 0-18-19 éééééééé\ufffd\ufffd\n2 19-20-20 x\n");
	CHECK("ok \xf0\x9f\x91\x8d", "UTF-8", 0, "1 0-7-7 ok 👍\n");
}

static void test_marks(void **state)
{
	(void)state;
	CHECK("\xef\xbb\xbf", "UTF-8", 0, "");
	CHECK("\xef\xbb\xbfhi\nho", "UTF-8", 0, "1 0-5-6 hi\n2 6-8-8 ho\n");
	CHECK("\xff\xfeh\0i\0\n\0", "UTF-16LE", 0, "1 0-6-8 hi\n");
	CHECK("\xfe\xff\0h\0i\0\r\0\n\0x", "UTF-16BE", 0, "1 0-6-10 hi\n2 10-12-12 x\n");
	CHECK("\xff\xfe\0\0h\0\0\0\n\0\0\0", "UTF-32LE", 0, "1 0-8-12 h\n");
	CHECK("\0\0\xfe\xff\0\0\0h\0\0\0\r\0\0\0i", "UTF-32BE", 0, "1 0-8-12 h\n2 12-16-16 i\n");
}

static void test_utf16_damage(void **state)
{
	(void)state;
	CHECK("\xff\xfeh\0\0\0i\0", "UTF-16LE", 1, "1 0-8-8 h\ufffdi\n");
	CHECK("\xff\xfeh\0\x00\xdci\0", "UTF-16LE", 1, "1 0-8-8 h\ufffdi\n");
	CHECK("\xff\xfeh\0\x3d\xd8", "UTF-16LE", 1, "1 0-6-6 h\ufffd\n");
	CHECK("\xff\xfeh\0\x3d\xd8\n\0i\0", "UTF-16LE", 1, "1 0-6-8 h\ufffd\n2 8-10-10 i\n");
	CHECK("\xff\xfeh\0i", "UTF-16LE", 1, "1 0-5-5 h\ufffd\n");
	CHECK("\xff\xfe\x3d\xd8\x4d\xdc\n\0", "UTF-16LE", 0, "1 0-6-8 👍\n");
	CHECK("\xff\xfe\x0d\x0a\x0a\x0d\n\0", "UTF-16LE", 0, "1 0-6-8 \u0a0d\u0d0a\n");
}

/* ASCII with a few NULs is no UTF-16. */
static void test_nuls_in_ascii(void **state)
{
	(void)state;
	CHECK("some text\0more", "ASCII", 1, "1 0-14-14 some text\ufffdmore\n");
	CHECK("ab\0cd\0ef gh\n", "ASCII", 2,
	      "1 0-11-12 ab\ufffd"
	      "cd\ufffd"
	      "ef gh\n");
	CHECK("ab\0d", "ASCII", 1,
	      "1 0-4-4 ab\ufffd"
	      "d\n");
}

static void test_escapes(void **state)
{
	(void)state;
	CHECK("red \x1b[31m\n\x1b$x\x1b", "ASCII", 0, "1 0-9-10 red \x1b[31m\n2 10-14-14 \x1b$x\x1b\n");
	CHECK("a\x1b$B$\"\x1b(B b\n\x1b$B$$\x1b(B", "ISO-2022-JP", 0, "1 0-11-12 aあ b\n2 12-20-20 い\n");
}

static void test_one_odd_byte_is_cp1252(void **state)
{
	(void)state;
	CHECK("caf\xe9\n", "WINDOWS-1252", 0, "1 0-4-5 café\n");
	CHECK("\x93quoted\x94 \x96 it\x92s", "WINDOWS-1252", 0, "1 0-15-15 “quoted” – it’s\n");
	CHECK("caf\xe9 caf\xe9 caf\xe9 \x81", "WINDOWS-1252", 1, "1 0-16-16 café café café \ufffd\n");
}

/* A source being written in an encoding, and what must come of it. */
struct document {
	iconv_t cd;
	struct buf bytes, want;
	unsigned lines;
};

static void put_encoded(struct document *doc, char *text, size_t n)
{
	char bytes[16], *out = bytes;
	size_t room = sizeof bytes;
	if (iconv(doc->cd, text ? &text : NULL, &n, &out, &room) == (size_t)-1) {
		assert_int_equal(errno, EILSEQ);
		char mark[] = "?";
		put_encoded(doc, mark, 1);
		return;
	}
	buf_add(&doc->bytes, bytes, (size_t)(out - bytes));
}

/* Whether the encoding has the character. */
static bool has(struct document *doc, char *text, size_t n)
{
	char bytes[16], *out = bytes;
	size_t room = sizeof bytes;
	iconv(doc->cd, NULL, NULL, NULL, NULL);
	bool ok = iconv(doc->cd, &text, &n, &out, &room) == 0;
	iconv(doc->cd, NULL, NULL, NULL, NULL);
	return ok;
}

static void add_line(struct document *doc, const char *text, const char *end)
{
	struct buf shown = BUF_INIT;
	size_t start = doc->bytes.len, len = strlen(text);
	char copy[8];
	buf_adds(&shown, "");
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t c;
		n = utf8_next(text + i, len - i, &c);
		memcpy(copy, text + i, n);
		if (!has(doc, copy, n))
			copy[0] = '?';
		buf_add(&shown, copy, copy[0] == '?' ? 1 : n);
	}
	for (size_t i = 0, n; i < shown.len; i += n) {
		uint32_t c;
		n = utf8_next(shown.p + i, shown.len - i, &c);
		put_encoded(doc, shown.p + i, n);
	}
	put_encoded(doc, NULL, 0);
	size_t stop = doc->bytes.len;
	for (; *end; end++) {
		copy[0] = *end;
		put_encoded(doc, copy, 1);
	}
	record(&doc->want, ++doc->lines, start, stop, doc->bytes.len, false, shown.p, shown.len);
	buf_release(&shown);
}

static struct document document_begin(const char *encoding)
{
	struct document doc = { .cd = iconv_open(encoding, "UTF-8") };
	assert_true(doc.cd != (iconv_t)-1);
	return doc;
}

/* No end where there is none on its own: the last line has a full one. */
static void add_sample(struct document *doc, const char *text)
{
	add_line(doc, text, "\n");
	add_line(doc, "", "\r\n");
	add_line(doc, "In plain letters", "\r");
	add_line(doc, text, "\r\n");
	add_line(doc, "end", "");
}

static void document_end(struct document *doc)
{
	iconv_close(doc->cd);
	buf_release(&doc->bytes);
	buf_release(&doc->want);
}

static void check_document(struct document *doc, const char *given, const char *name)
{
	struct result r = decode_every_way(given, doc->bytes.p, doc->bytes.len);
	assert_string_equal(r.encoding, name);
	assert_int_equal(r.replaced, 0);
	assert_string_equal(r.lines.p, doc->want.p);
	buf_release(&r.lines);
}

static const char *sample_text(const char *language)
{
	for (size_t i = 0; i < COUNT(samples); i++)
		if (strcmp(samples[i].language, language) == 0)
			return samples[i].text;
	fail_msg("no sample in %s", language);
	return NULL;
}

static void test_every_encoding_is_found_with_exact_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sample_encodings); i++) {
		const struct sample_encoding *e = &sample_encodings[i];
		struct document doc = document_begin(e->name);
		add_sample(&doc, sample_text(e->language));
		check_document(&doc, NULL, e->name);
		check_document(&doc, e->name, e->name);
		document_end(&doc);
	}
}

static void test_every_language_in_unicode(void **state)
{
	(void)state;
	static const char *const names[] = { "UTF-8", "UTF-16LE", "UTF-16BE" };
	for (size_t i = 0; i < COUNT(samples) * COUNT(names); i++) {
		const char *name = names[i % COUNT(names)];
		struct document doc = document_begin(name);
		add_sample(&doc, samples[i / COUNT(names)].text);
		check_document(&doc, NULL, name);
		document_end(&doc);
	}
}

static void test_given_encodings(void **state)
{
	(void)state;
	static const char *const names[] = { "UTF-32BE", "UTF-32LE", "UTF-7",      "EBCDIC-US",
		                             "IBM037",   "GBK",      "ISO-8859-1", "ISO-8859-15" };
	for (size_t i = 0; i < COUNT(names); i++) {
		struct document doc = document_begin(names[i]);
		add_line(&doc, "Plain and simple", "\n");
		add_line(&doc, "more", "");
		check_document(&doc, names[i], names[i]);
		document_end(&doc);
	}
}

static void test_utf16_without_byte_order(void **state)
{
	(void)state;
	struct document doc = document_begin("UTF-16BE");
	add_line(&doc, "Plain and simple", "\n");
	check_document(&doc, "UTF-16", "UTF-16BE");
	check_document(&doc, "utf-16be", "UTF-16BE");
	document_end(&doc);
	struct result r = decode("UTF-16", "\xfe\xff\0h", 4, 4);
	assert_string_equal(r.lines.p, "1 0-4-4 h\n");
	buf_release(&r.lines);
}

static void test_a_given_encoding_is_obeyed(void **state)
{
	(void)state;
	struct result r = decode("WINDOWS-1251", "\xef\xbb\xbfhi", 5, 5);
	assert_string_equal(r.lines.p, "1 0-5-5 п»їhi\n");
	assert_string_equal(r.encoding, "WINDOWS-1251");
	buf_release(&r.lines);
}

static void test_unknown_encodings_are_named(void **state)
{
	(void)state;
	static const char *const names[] = { "NO-SUCH", "", "ISO-8859-1//TRANSLIT" };
	for (size_t i = 0; i < COUNT(names); i++) {
		struct err err = { "" };
		assert_null(decode_new(names[i], record_line, NULL, &err));
		assert_non_null(strstr(err.text, names[i]));
	}
	assert_null(decode_new("NO-SUCH", record_line, NULL, NULL));
	decode_free(NULL);
}

static void add_many(struct buf *out, const char *s, size_t times)
{
	while (times--)
		buf_adds(out, s);
}

/* The first byte that is not ASCII may stand anywhere: at the edge of what is held back, after long lines. */
static void test_ascii_before_the_rest(void **state)
{
	(void)state;
	static const size_t before[] = { 1, 4094, 4095, 4096, 4097, 65535, 65536, 100000 };
	for (size_t i = 0; i < COUNT(before); i++) {
		struct buf bytes = BUF_INIT;
		add_many(&bytes, "x", before[i]);
		buf_adds(&bytes, "\n\xc2\xfb\xf8\xeb\xe8 \xed\xe0 \xf3\xeb\xe8\xf6\xfb\n"); /* Vyshli na ulitsy */
		struct result r = decode_every_way(NULL, bytes.p, bytes.len);
		assert_string_equal(r.encoding, "WINDOWS-1251");
		assert_non_null(strstr(r.lines.p, "Вышли на улицы"));
		buf_release(&r.lines);
		buf_release(&bytes);
	}
}

/* What a decoder's pieces add up to. */
struct sum {
	size_t bytes, pieces, longest;
	uint64_t next;
	unsigned number;
	bool ended;
};

static int sum_piece(void *payload, const struct text_line *l)
{
	struct sum *s = payload;
	assert_int_equal(l->src_start, s->next);
	assert_true(l->src_end >= l->src_start && l->src_next >= l->src_end);
	assert_int_equal(utf8_valid_prefix(l->text, l->len), l->len);
	if (l->more)
		assert_int_equal(l->src_end, l->src_next);
	assert_true(s->pieces == 0 || l->number == s->number + (s->ended ? 1 : 0));
	s->next = l->src_next;
	s->bytes += l->len;
	s->pieces++;
	s->longest = l->len > s->longest ? l->len : s->longest;
	s->number = l->number;
	s->ended = !l->more;
	return 0;
}

static struct sum sum_of(const struct buf *bytes, size_t chunk)
{
	struct sum s = { 0 };
	struct decoder *d = decode_new(NULL, sum_piece, &s, NULL);
	for (size_t at = 0; at < bytes->len; at += chunk)
		decode_feed(d, bytes->p + at, chunk < bytes->len - at ? chunk : bytes->len - at);
	decode_finish(d);
	decode_free(d);
	assert_int_equal(s.next, bytes->len);
	assert_true(s.ended || s.pieces == 0);
	assert_true(s.longest <= DECODE_LINE_MAX);
	return s;
}

static void test_lines_at_the_limit(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT;
	add_many(&bytes, "x", DECODE_LINE_MAX);
	assert_int_equal(sum_of(&bytes, 5000).pieces, 1);
	buf_addc(&bytes, '\n');
	assert_int_equal(sum_of(&bytes, 5000).pieces, 1);
	buf_truncate(&bytes, DECODE_LINE_MAX);
	buf_adds(&bytes, "y\n");
	assert_int_equal(sum_of(&bytes, 5000).pieces, 2);
	buf_release(&bytes);
}

static void test_long_lines_come_in_pieces(void **state)
{
	(void)state;
	static const char *const parts[] = { "x", "é", "東", "x\xff", "caf\xe9 ", "\xcf\xd2\xc9\xd7\xc5\xd4 " };
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct buf bytes = BUF_INIT;
		add_many(&bytes, "intro\n", 3);
		add_many(&bytes, parts[i], 3 * DECODE_LINE_MAX / 2);
		buf_adds(&bytes, "\nlast");
		struct sum a = sum_of(&bytes, 997), b = sum_of(&bytes, bytes.len), c = sum_of(&bytes, 65536);
		assert_memory_equal(&a, &b, sizeof a);
		assert_memory_equal(&a, &c, sizeof a);
		assert_int_equal(a.number, 5);
		assert_true(a.pieces > 5);
		buf_release(&bytes);
	}
}

static void test_long_lines_in_utf16(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT;
	buf_add(&bytes, "\xff\xfe", 2);
	for (size_t i = 0; i < DECODE_LINE_MAX; i++)
		buf_add(&bytes, i % 3 ? "\x3d\xd8\x4d\xdc" : "x\0y\0", 4);
	struct sum a = sum_of(&bytes, 997), b = sum_of(&bytes, bytes.len);
	assert_memory_equal(&a, &b, sizeof a);
	assert_true(a.pieces > 2);
	buf_release(&bytes);
}

/* Bytes in the manner of a kind: text in some encoding, noise, or a mixture. */
static void random_source(struct buf *out, uint32_t *seed)
{
	size_t n = 1 + next_random(seed) % (next_random(seed) % 4 ? 600 : 200000);
	uint32_t kind = next_random(seed) % 6, plain = next_random(seed) % 200;
	for (size_t i = 0; i < n; i++) {
		uint32_t r = next_random(seed);
		if (r % 200 < plain)
			buf_addc(out, "etaoin shrdlu,.\n\r"[next_random(seed) % 17]);
		else if (kind == 0)
			buf_addc(out, (char)next_random(seed));
		else if (kind == 1)
			buf_addc(out, (char)(0xc0 + next_random(seed) % 64));
		else if (kind == 2)
			buf_addf(out, "%s", (const char *[]){ "é", "東", "👍", "\x1b$B", "“" }[next_random(seed) % 5]);
		else if (kind == 3)
			buf_addf(out, "%c%c", (int)(0x81 + next_random(seed) % 120),
			         (int)(0x40 + next_random(seed) % 180));
		else
			buf_add(out, (const char[]){ (char)next_random(seed), kind == 4 ? 0 : 4 }, 2);
	}
}

static void test_noise_is_the_same_in_any_chunks_and_tiles(void **state)
{
	(void)state;
	uint32_t seed = 17;
	for (int i = 0; i < 150; i++) {
		struct buf bytes = BUF_INIT;
		random_source(&bytes, &seed);
		struct result a = decode(NULL, bytes.p, bytes.len, bytes.len);
		static const size_t chunks[] = { 1, 5, 4099 };
		struct result b = decode(NULL, bytes.p, bytes.len, chunks[i % 3]);
		struct result c = decode(NULL, bytes.p, bytes.len, 0);
		check_same(&a, &b);
		check_same(&a, &c);
		sum_of(&bytes, 4096);
		buf_release(&a.lines);
		buf_release(&b.lines);
		buf_release(&c.lines);
		buf_release(&bytes);
	}
}

static void test_given_encodings_survive_noise(void **state)
{
	(void)state;
	static const char *const names[] = { "UTF-8",   "UTF-16LE",     "UTF-32BE", "SHIFT_JIS",   "EUC-JP",
		                             "GB18030", "BIG5",         "EUC-KR",   "ISO-2022-JP", "ISO-2022-KR",
		                             "UTF-7",   "WINDOWS-1258", "IBM037",   "TIS-620" };
	uint32_t seed = 23;
	for (size_t i = 0; i < COUNT(names) * 3; i++) {
		struct buf bytes = BUF_INIT;
		random_source(&bytes, &seed);
		const char *name = names[i % COUNT(names)];
		struct result a = decode(name, bytes.p, bytes.len, bytes.len);
		struct result b = decode(name, bytes.p, bytes.len, 1 + i % 7);
		check_same(&a, &b);
		assert_int_equal(utf8_valid_prefix(a.lines.p, a.lines.len), a.lines.len);
		assert_null(memchr(a.lines.p, 0, a.lines.len));
		buf_release(&a.lines);
		buf_release(&b.lines);
		buf_release(&bytes);
	}
}

static int stop_at_second(void *payload, const struct text_line *line)
{
	(void)line;
	int *calls = payload;
	return ++*calls == 2 ? 42 : 0;
}

static void test_a_sink_can_stop(void **state)
{
	(void)state;
	int calls = 0;
	struct decoder *d = decode_new(NULL, stop_at_second, &calls, NULL);
	struct buf bytes = BUF_INIT;
	add_many(&bytes, "a\n", 10000);
	assert_int_equal(decode_feed(d, bytes.p, bytes.len), 42);
	assert_int_equal(decode_feed(d, bytes.p, bytes.len), 42);
	assert_int_equal(decode_finish(d), 42);
	assert_int_equal(calls, 2);
	decode_free(d);
	buf_release(&bytes);
}

static void test_what_looks_binary(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t n;
		bool binary;
	} e[] = {
		{ "", 0, false },
		{ "plain text\n", 11, false },
		{ "\f\tpage\r\n", 8, false },
		{ "caf\xe9", 4, false },
		{ "\xc2\xfb\xf8\xeb\xe8", 5, false },
		{ "\xff\xfeh\0i\0", 6, false },
		{ "h\0i\0 \0t\0h\0e\0r\0e\0", 16, false },
		{ "\x1b$B$\"\x1b(B", 8, false },
		{ "\x1f\x8b\x08\0\0", 5, true },
		{ "%PDF-1.4\n", 9, true },
		{ "\x89PNG\r\n", 6, true },
		{ "SQLite format 3\0", 16, true },
		{ "\x7f"
		  "ELF\2\1\1\0",
		  8, true },
		{ "\1\2\3\4\5\6\7", 7, true },
		{ "ab\0\0\0\0cd", 8, true },
		{ "PK\3\4zip", 7, true },
		{ "BZh is a word", 13, false },
	};
	for (size_t i = 0; i < COUNT(e); i++)
		assert_int_equal(decode_looks_binary(e[i].bytes, e[i].n), e[i].binary);
	for (size_t i = 0; i < COUNT(sample_encodings); i++) {
		struct document doc = document_begin(sample_encodings[i].name);
		add_sample(&doc, sample_text(sample_encodings[i].language));
		assert_false(decode_looks_binary(doc.bytes.p, doc.bytes.len));
		document_end(&doc);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_utf8_damage),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_utf16_damage),
		cmocka_unit_test(test_nuls_in_ascii),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_one_odd_byte_is_cp1252),
		cmocka_unit_test(test_every_encoding_is_found_with_exact_places),
		cmocka_unit_test(test_every_language_in_unicode),
		cmocka_unit_test(test_given_encodings),
		cmocka_unit_test(test_utf16_without_byte_order),
		cmocka_unit_test(test_a_given_encoding_is_obeyed),
		cmocka_unit_test(test_unknown_encodings_are_named),
		cmocka_unit_test(test_ascii_before_the_rest),
		cmocka_unit_test(test_lines_at_the_limit),
		cmocka_unit_test(test_long_lines_come_in_pieces),
		cmocka_unit_test(test_long_lines_in_utf16),
		cmocka_unit_test(test_noise_is_the_same_in_any_chunks_and_tiles),
		cmocka_unit_test(test_given_encodings_survive_noise),
		cmocka_unit_test(test_a_sink_can_stop),
		cmocka_unit_test(test_what_looks_binary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
