/*
 * What holds for any input: pieces tile the source, the read chunk makes no difference, added blank lines change no
 * label and no cut, nothing crashes and nothing grows with the length of a line.
 */
#include "test_split_support.h"

#include <stdio.h>
#include <sys/resource.h>

static uint32_t random_next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static uint32_t pick(uint32_t *state, uint32_t n)
{
	return random_next(state) % n;
}

/* News-like noise: paragraphs, short lines, bullets, rules, tags, credits, several scripts. */
static void add_noise(struct buf *b, uint32_t *state, unsigned blocks)
{
	static const char *const words[] = { "harbour",
		                             "Council",
		                             "the",
		                             "of",
		                             "MINISTER",
		                             "said",
		                             "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",
		                             "1987",
		                             "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd",
		                             "\xd8\xa7\xd9\x84\xd9\x85\xd8\xaf\xd9\x8a\xd9\x86\xd8\xa9",
		                             "By",
		                             "(Reporting",
		                             "-",
		                             "rain",
		                             "Ann Lee" };
	static const char *const whole[] = { "----",
		                             "========",
		                             "<DOC>",
		                             "</DOC>",
		                             "  \xe2\x80\xa2 A brief headline",
		                             "Advertisement",
		                             "\f",
		                             "* * *",
		                             "(Editing by Ann Lee)",
		                             "By Ann Lee",
		                             "PARIS (Wire) \xe2\x80\x93 Something happened here on Monday.",
		                             "<TITLE>",
		                             "." };
	for (unsigned i = 0; i < blocks; i++) {
		if (pick(state, 5) == 0) {
			buf_adds(b, whole[pick(state, sizeof whole / sizeof *whole)]);
		} else {
			unsigned n = pick(state, 3) ? 20 + pick(state, 40) : 2 + pick(state, 9);
			for (unsigned k = 0; k < n; k++) {
				buf_adds(b, k ? " " : "");
				buf_adds(b, words[pick(state, sizeof words / sizeof *words)]);
			}
			buf_adds(b, n > 15 ? "." : "");
		}
		buf_adds(b, pick(state, 6) ? "\n\n" : pick(state, 2) ? "\n" : "\r\n \n\n");
	}
}

static bool is_blank_line(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r\f\v", p[i]) && !(n - i > 1 && !memcmp(p + i, "\xc2\xa0", 2) && i++ < n))
			return false;
	return true;
}

/* Between two pieces there are blank lines only; within them nothing is lost. */
static void check_tiling(const struct sample *s, const char *bytes, size_t n)
{
	uint64_t at = 0;
	uint32_t block = 0;
	for (size_t i = 0; i < s->count; i++) {
		const struct split_piece *p = &s->pieces[i];
		assert_true(p->start_byte >= at && p->end_byte >= p->start_byte && p->end_byte <= n);
		assert_true(is_blank_line(bytes + at, 0) && p->block == block);
		for (uint64_t k = at; k < p->start_byte; k++)
			assert_true(strchr(" \t\r\n\f\v\xc2\xa0", bytes[k]) != NULL);
		assert_true(p->start_line <= p->end_line);
		assert_true(p->confidence >= 0 && p->confidence <= 1);
		at = p->end_byte;
		block += p->blocks;
	}
	for (uint64_t k = at; k < n; k++)
		assert_true(strchr(" \t\r\n\f\v\xc2\xa0", bytes[k]) != NULL);
	assert_int_equal(block, s->block_count);
}

static void pieces_tile_the_source(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed < 60; seed++) {
		uint32_t r = seed;
		struct buf b = BUF_INIT;
		struct sample s;
		add_noise(&b, &r, 1 + pick(&r, 200));
		sample_split(&s, b.p, b.len, 1 + pick(&r, 5000));
		check_tiling(&s, b.p, b.len);
		sample_release(&s);
		buf_release(&b);
	}
}

static void assert_same(const struct sample *a, const struct sample *b)
{
	assert_int_equal(a->block_count, b->block_count);
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->block_count; i++) {
		assert_int_equal(a->blocks[i].label, b->blocks[i].label);
		assert_true(a->blocks[i].key == b->blocks[i].key);
	}
	for (size_t i = 0; i < a->count; i++) {
		assert_int_equal(a->pieces[i].block, b->pieces[i].block);
		assert_int_equal(a->pieces[i].kind, b->pieces[i].kind);
		assert_true(a->pieces[i].confidence == b->pieces[i].confidence);
	}
}

static void the_read_chunk_makes_no_difference(void **state)
{
	(void)state;
	uint32_t r = 7;
	struct buf b = BUF_INIT;
	struct sample whole, parts;
	add_noise(&b, &r, 400);
	sample_split(&whole, b.p, b.len, b.len);
	static const size_t chunk[] = { 1, 2, 3, 61, 4096 };
	for (size_t i = 0; i < sizeof chunk / sizeof *chunk; i++) {
		sample_split(&parts, b.p, b.len, chunk[i]);
		assert_same(&whole, &parts);
		sample_release(&parts);
	}
	sample_release(&whole);
	buf_release(&b);
}

/* Every empty line becomes several. */
static void added_blank_lines_change_nothing(void **state)
{
	(void)state;
	uint32_t r = 11;
	struct buf b = BUF_INIT, more = BUF_INIT;
	struct sample few, many;
	add_noise(&b, &r, 400);
	buf_adds(&more, "\n \n");
	for (size_t i = 0; i < b.len; i++) {
		buf_addc(&more, b.p[i]);
		if (i > 0 && b.p[i] == '\n' && b.p[i - 1] == '\n')
			buf_adds(&more, pick(&r, 2) ? "\n\xc2\xa0\n" : " \t\n\n");
	}
	sample_split(&few, b.p, b.len, 512);
	sample_split(&many, more.p, more.len, 512);
	assert_same(&few, &many);
	sample_release(&few);
	sample_release(&many);
	buf_release(&b);
	buf_release(&more);
}

static void bytes_of_every_kind(void **state)
{
	(void)state;
	uint32_t r = 3;
	struct buf b = BUF_INIT;
	struct sample s;
	for (int i = 0; i < 400000; i++)
		buf_addc(&b, (char)(pick(&r, 40) ? pick(&r, 256) : '\n'));
	sample_split(&s, b.p, b.len, 1000);
	assert_true(s.count > 0);
	sample_release(&s);
	buf_release(&b);
}

static long peak_kb(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

/* The pieces of a line far longer than any buffer; nobody keeps it. */
static void a_line_of_two_hundred_megabytes(void **state)
{
	(void)state;
	static char piece[DECODE_LINE_MAX];
	enum { PIECES = 800 };
	struct split *s = split_new(NULL, 0);
	size_t n, count;
	long before = peak_kb();
	memset(piece, 'a', sizeof piece);
	for (size_t i = 0; i < PIECES; i++) {
		struct text_line line = { .text = piece,
			                  .len = sizeof piece,
			                  .src_start = i * sizeof piece,
			                  .number = 1,
			                  .more = i + 1 < PIECES };
		line.src_end = line.src_next = line.src_start + sizeof piece;
		split_line(s, &line);
	}
	split_finish(s);
	const struct split_piece *p = split_pieces(s, &n);
	split_blocks(s, &count);
	assert_int_equal(n, 1);
	assert_int_equal(count, 1);
	assert_true(p[0].end_byte == (uint64_t)PIECES * sizeof piece);
	assert_true(peak_kb() - before < 16 * 1024);
	split_free(s);
}

/* Lines of words as printed and as nobody would print them. */
static void add_odd_lines(struct buf *b, uint32_t *state, unsigned words)
{
	static const char *const word[] = { "harbour",
		                            "don't",
		                            "boys'",
		                            "Mayor\xe2\x80\x99s",
		                            "well-",
		                            "1987",
		                            "<b>",
		                            "</p>",
		                            "\xe6\x9d\xb1\xe4\xba\xac",
		                            "\xef\xbc\xa1\xef\xbc\xa2",
		                            "\xe3\x80\x87",
		                            "\xef\xbb\xbf"
		                            "marked",
		                            "soft\xc2\xad"
		                            "ened",
		                            "\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2",
		                            "\xd8\xa7\xd9\x84\xd9\x85\xd8\xaf\xd9\x8a\xd9\x86\xd8\xa9" };
	static const char *const gap[] = { " ", " ", " ", "  ", "\t", "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x8b", "" };
	static const char *const start[] = { "", "", "", "  ", "* ", "\xe2\x80\xa2 ", "<TITLE>", "\xef\xbb\xbf " };
	buf_adds(b, start[pick(state, sizeof start / sizeof *start)]);
	for (unsigned i = 0; i < words; i++) {
		unsigned kinds = pick(state, 4) ? 6 : sizeof word / sizeof *word;
		buf_adds(b, word[pick(state, kinds)]);
		buf_adds(b, i % 10 == 9 ? "\n" : gap[pick(state, pick(state, 4) ? 3 : sizeof gap / sizeof *gap)]);
	}
	buf_adds(b, "\n\n");
}

/* A block's words are counted as it is read, or else from its text for reading: to the same number. */
static void words_are_counted_alike(void **state)
{
	(void)state;
	size_t counted = 0, all = 0;
	for (uint32_t seed = 1; seed < 60; seed++) {
		uint32_t r = seed;
		struct buf b = BUF_INIT;
		struct sample s;
		for (int i = 0; i < 40; i++)
			add_odd_lines(&b, &r, 1 + pick(&r, pick(&r, 20) ? 60 : 1500));
		sample_split(&s, b.p, b.len, 4096);
		for (size_t i = 0; i < s.block_count; i++) {
			struct split_block block = s.blocks[i];
			struct split_facts f, g;
			block.label = SPLIT_BODY;
			split_facts(&f, &block, 1, SPLIT_ARTICLE, s.text.p + block.off, block.len);
			counted += block.words != 0;
			block.words = 0;
			split_facts(&g, &block, 1, SPLIT_ARTICLE, s.text.p + block.off, block.len);
			assert_int_equal(f.words, g.words);
			split_facts_release(&f);
			split_facts_release(&g);
		}
		all += s.block_count;
		sample_release(&s);
		buf_release(&b);
	}
	assert_true(counted > all / 4 && counted < all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_tile_the_source),
		cmocka_unit_test(the_read_chunk_makes_no_difference),
		cmocka_unit_test(added_blank_lines_change_nothing),
		cmocka_unit_test(bytes_of_every_kind),
		cmocka_unit_test(words_are_counted_alike),
		cmocka_unit_test(a_line_of_two_hundred_megabytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
