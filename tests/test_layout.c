/* A story in lines: nothing lost or doubled at any width, hits and places where they belong. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/layout.h"
#include "lede/unicode.h"

enum { NARROWEST = 8, WIDEST = 120, BLOCKS_MAX = 16 };

/* A story made by hand: what the store would hand over. */
struct fixture {
	struct article a;
	struct story s;
	struct story_block blocks[BLOCKS_MAX];
};

static struct article no_article(void)
{
	struct article a = { .headline = mem_strdup("") };
	a.byline = mem_strdup("");
	a.place = mem_strdup("");
	a.agency = mem_strdup("");
	a.section = mem_strdup("");
	return a;
}

static void set(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static struct fixture *make(const char *headline)
{
	struct fixture *f = mem_zalloc(1, sizeof *f);
	f->a = no_article();
	set(&f->a.headline, headline);
	f->s.headline = mem_strdup(headline);
	f->s.blocks = f->blocks;
	return f;
}

static struct story_block *add(struct fixture *f, enum split_label label, const char *text)
{
	assert_true(f->s.n < BLOCKS_MAX);
	struct story_block *b = &f->blocks[f->s.n++];
	*b = (struct story_block){ .label = (uint8_t)label, .text = mem_strdup(text), .len = strlen(text) };
	return b;
}

static void drop(struct fixture *f)
{
	for (size_t i = 0; i < f->s.n; i++)
		free(f->blocks[i].text);
	free(f->s.headline);
	article_release(&f->a);
	free(f);
}

static struct fixture *ferry(void)
{
	struct fixture *f = make("Ferry adrift off Halvorsund after fire in engine room");
	set(&f->a.byline, "Ingrid Moe\nPer Dahl");
	set(&f->a.place, "HALVORSUND");
	set(&f->a.agency, "Nordwire");
	strcpy(f->a.date, "2031-03-09");
	f->a.words = 742;
	add(f, SPLIT_REPEAT, "Ferry adrift off Halvorsund after fire in engine room")->folded = true;
	add(f, SPLIT_CAPTION, "The ferry Solveig under tow near Halvorsund, March 9, 2031. Nordwire/Ole Brandt");
	add(f, SPLIT_BYLINE, "By Ingrid Moe and Per Dahl");
	add(f, SPLIT_LEDE,
	    "HALVORSUND (Nordwire) - A ferry with 212 people aboard drifted for six hours in heavy seas on "
	    "Sunday after a fire broke out in its engine room, the coast guard said.");
	add(f, SPLIT_CAPTION, "The ferry Solveig under tow near Halvorsund, March 9, 2031. Nordwire/Ole Brandt")
		->folded = true;
	add(f, SPLIT_SUBHEAD, "HEAVY SEAS");
	add(f, SPLIT_BODY,
	    "Nobody was hurt. The ferry reached port under tow before dark, and the fire was out by then.");
	add(f, SPLIT_BOILERPLATE, "See Full Article");
	add(f, SPLIT_CREDIT, "(Reporting by Ingrid Moe; Editing by Sol Vang)");
	return f;
}

static struct fixture *many_scripts(void)
{
	struct fixture *f = make("津波の後、港は静かだった — 港湾局が発表した調査の結果について");
	add(f, SPLIT_LEDE,
	    "港湾局は九日、湾内の三つの埠頭で行われた調査の結果を発表した。「船は無事だ」と局長は述べた。");
	add(f, SPLIT_BODY, "قال متحدث باسم الميناء إن السفينة وصلت قبل حلول الظلام، وإن الحريق أُخمد دون إصابات.");
	add(f, SPLIT_BODY, "Паром «Сольвейг» дошёл до порта засветло; пострадавших нет, сообщили в береговой охране.");
	add(f, SPLIT_BODY,
	    "Emoji in a quote: 🚢🔥 then 👍🏽 and e\xcc\x81"
	    "te\xcc\x81, cafe\xcc\x81, nai\xcc\x88ve. 👨 👩 👧");
	add(f, SPLIT_CAPTION,
	    "https://example.org/a/very/long/address/that/does/not/want/to/break/anywhere/at/all?id=0123456789abcdef");
	add(f, SPLIT_BODY, "ประเทศไทยมีเรือเฟอร์รี่หลายลำที่แล่นระหว่างเกาะต่าง ๆ ในทะเลอันดามัน");
	add(f, SPLIT_BODY, "x");
	return f;
}

static struct layout *lay(const struct fixture *f, int width)
{
	struct layout_options opts = { .width = width, .wrap = true };
	return layout_new(&f->a, &f->s, &opts);
}

/* The layout as a person would read it. */
static char *print(const struct layout *l)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < layout_lines(l); i++) {
		const struct layout_line *line = layout_line(l, i);
		buf_addf(&b, "%*s", line->indent, "");
		buf_add(&b, line->text, line->len);
		buf_addc(&b, '\n');
	}
	return buf_detach(&b);
}

static void assert_prints(const struct layout *l, const char *want)
{
	char *got = print(l);
	assert_string_equal(got, want);
	free(got);
}

static size_t line_with(const struct layout *l, const char *text)
{
	for (size_t i = 0; i < layout_lines(l); i++) {
		const struct layout_line *line = layout_line(l, i);
		if (line->len >= strlen(text) && memmem(line->text, line->len, text, strlen(text)))
			return i;
	}
	fail_msg("no line with %s", text);
	return 0;
}

static void reads_like_an_article(void **state)
{
	(void)state;
	struct fixture *f = ferry();
	struct layout *l = lay(f, 48);
	assert_prints(l, "Ferry adrift off Halvorsund after fire in engine\n"
	                 "room\n"
	                 "\n"
	                 "By Ingrid Moe and Per Dahl\n"
	                 "HALVORSUND (Nordwire) · 9 Mar 2031 · 742 words\n"
	                 "\n"
	                 "  The ferry Solveig under tow near Halvorsund,\n"
	                 "  March 9, 2031. Nordwire/Ole Brandt\n"
	                 "\n"
	                 "HALVORSUND (Nordwire) - A ferry with 212 people\n"
	                 "aboard drifted for six hours in heavy seas on\n"
	                 "Sunday after a fire broke out in its engine\n"
	                 "room, the coast guard said.\n"
	                 "\n"
	                 "HEAVY SEAS\n"
	                 "\n"
	                 "Nobody was hurt. The ferry reached port under\n"
	                 "tow before dark, and the fire was out by then.\n"
	                 "\n"
	                 "  See Full Article\n"
	                 "\n"
	                 "(Reporting by Ingrid Moe; Editing by Sol Vang)\n");
	assert_int_equal(layout_line(l, 0)->style, STYLE_HEADLINE);
	assert_int_equal(layout_line(l, 3)->style, STYLE_META);
	assert_int_equal(layout_line(l, 4)->style, STYLE_META);
	assert_int_equal(layout_line(l, 7)->style, STYLE_CAPTION);
	assert_int_equal(layout_line(l, 9)->style, STYLE_TEXT);
	assert_int_equal(layout_line(l, 14)->style, STYLE_SUBHEAD);
	assert_int_equal(layout_line(l, 19)->style, STYLE_BOILERPLATE);
	assert_int_equal(layout_line(l, 21)->style, STYLE_CREDIT);
	layout_free(l);
	drop(f);
}

static void unfolding_shows_repeats(void **state)
{
	(void)state;
	struct fixture *f = ferry();
	struct layout *l = lay(f, 60);
	size_t folded = layout_lines(l);
	layout_resize(l, &(struct layout_options){ .width = 60, .wrap = true, .unfold = true });
	assert_int_equal(layout_lines(l), folded + 2 + 3);
	assert_int_equal(layout_line(l, 5)->style, STYLE_NOTE);
	layout_resize(l, &(struct layout_options){ .width = 60, .wrap = true });
	assert_int_equal(layout_lines(l), folded);
	layout_free(l);
	drop(f);
}

static void byline_at_the_end_stays_there(void **state)
{
	(void)state;
	struct fixture *f = make("Lighthouse sold");
	set(&f->a.byline, "Ada Quist");
	add(f, SPLIT_LEDE, "The lighthouse was sold.");
	add(f, SPLIT_BYLINE, "Ada Quist, Norrland Bureau");
	struct layout *l = lay(f, 40);
	assert_prints(l, "Lighthouse sold\n"
	                 "\n"
	                 "Ada Quist\n"
	                 "\n"
	                 "The lighthouse was sold.\n"
	                 "\n"
	                 "Ada Quist, Norrland Bureau\n");
	assert_int_equal(layout_line(l, 6)->style, STYLE_CREDIT);
	layout_free(l);
	drop(f);
}

static void next_to_nothing(void **state)
{
	(void)state;
	struct fixture *f = make("");
	struct layout *l = lay(f, 40);
	assert_int_equal(layout_lines(l), 0);
	assert_int_equal(layout_line_at(l, 3, 7), 0);
	assert_int_equal(layout_hit_from(l, 0), 0);
	layout_free(l);
	add(f, SPLIT_BODY, "Only this.");
	l = lay(f, 40);
	assert_prints(l, "Only this.\n");
	layout_free(l);
	drop(f);
}

static void assert_meta(const struct article *a, const char *want)
{
	struct buf b = BUF_INIT;
	layout_meta(&b, a);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void meta_line_says_what_there_is(void **state)
{
	(void)state;
	struct article a = no_article();
	set(&a.place, "OSLO");
	set(&a.agency, "Nordwire");
	assert_meta(&a, "OSLO (Nordwire)");
	set(&a.place, "");
	a.words = 1;
	assert_meta(&a, "Nordwire · 1 word");
	set(&a.agency, "");
	strcpy(a.date, "2031-12");
	assert_meta(&a, "Dec 2031 · 1 word");
	set(&a.section, "World\x1b");
	strcpy(a.date, "2031-13-01");
	a.words = 12;
	assert_meta(&a, "World · 12 words");
	strcpy(a.date, "nonsense");
	set(&a.section, "");
	a.words = 0;
	assert_meta(&a, "");
	article_release(&a);
}

/* What a block's lines hold, its spaces apart, is the block's text, its spaces apart. */
static void assert_whole(const struct layout *l, uint32_t block, const char *text, size_t len)
{
	struct buf want = BUF_INIT, got = BUF_INIT;
	for (size_t i = 0; i < len; i++)
		if (text[i] != ' ')
			buf_addc(&want, text[i]);
	for (size_t i = 0; i < layout_lines(l); i++) {
		const struct layout_line *line = layout_line(l, i);
		if (line->block != block || line->style == STYLE_META)
			continue;
		assert_int_equal(line->offset, line->len ? (size_t)(line->text - text) : len);
		for (size_t k = 0; k < line->len; k++)
			if (line->text[k] != ' ')
				buf_addc(&got, line->text[k]);
	}
	assert_string_equal(buf_str(&got), buf_str(&want));
	buf_release(&want);
	buf_release(&got);
}

static void assert_lines_fit(const struct layout *l, int width)
{
	for (size_t i = 0; i < layout_lines(l); i++) {
		const struct layout_line *line = layout_line(l, i);
		assert_in_range(line->indent + text_width(line->text, line->len), 0, width);
		assert_int_equal(utf8_valid_prefix(line->text, line->len), line->len);
		assert_true(line->tail <= line->len);
	}
}

static void check_whole(const struct fixture *f, bool unfold)
{
	struct layout *l = lay(f, WIDEST);
	for (int width = NARROWEST; width <= WIDEST; width++) {
		layout_resize(l, &(struct layout_options){ .width = width, .wrap = true, .unfold = unfold });
		assert_lines_fit(l, width);
		for (size_t i = 0; i < f->s.n; i++)
			if (f->blocks[i].label != SPLIT_BYLINE && (unfold || !f->blocks[i].folded))
				assert_whole(l, (uint32_t)i, f->blocks[i].text, f->blocks[i].len);
	}
	layout_free(l);
}

static void nothing_is_lost_at_any_width(void **state)
{
	(void)state;
	struct fixture *f = ferry(), *g = many_scripts();
	check_whole(f, false);
	check_whole(f, true);
	check_whole(g, false);
	drop(f);
	drop(g);
}

/* Each line of one width is, at any other, in the line that holds its first byte; and back again it is itself. */
static void check_places(const struct fixture *f, int from, int to)
{
	struct layout_options a = { .width = from, .wrap = true }, b = { .width = to, .wrap = true };
	struct layout *l = lay(f, from);
	size_t n = layout_lines(l);
	uint32_t *block = mem_alloc(n * sizeof *block), *offset = mem_alloc(n * sizeof *offset);
	for (size_t i = 0; i < n; i++) {
		block[i] = layout_line(l, i)->block;
		offset[i] = layout_line(l, i)->offset;
		assert_int_equal(layout_line_at(l, block[i], offset[i]), i);
	}
	layout_resize(l, &b);
	for (size_t i = 0; i < n; i++) {
		size_t at = layout_line_at(l, block[i], offset[i]);
		const struct layout_line *line = layout_line(l, at), *next = line + 1;
		assert_int_equal(line->block, block[i]);
		assert_true(line->offset <= offset[i]);
		assert_true(at + 1 == layout_lines(l) || next->block != block[i] || next->offset > offset[i]);
	}
	layout_resize(l, &a);
	assert_int_equal(layout_lines(l), n);
	free(block);
	free(offset);
	layout_free(l);
}

static void places_outlive_a_resize(void **state)
{
	(void)state;
	struct fixture *f = ferry(), *g = many_scripts();
	for (int width = NARROWEST; width <= WIDEST; width++) {
		check_places(f, width, WIDEST + NARROWEST - width);
		check_places(g, width, 31);
		check_places(g, 72, width);
	}
	struct layout *l = lay(f, 40);
	assert_int_equal(layout_line_at(l, 4, 10), line_with(l, "HEAVY SEAS")); /* folded: where it would be */
	assert_int_equal(layout_line_at(l, 99, 0), layout_lines(l) - 1);
	assert_int_equal(layout_line_at(l, 6, 99999), line_with(l, "See Full") - 1);
	layout_free(l);
	drop(f);
	drop(g);
}

static void unwrapped_lines_are_paragraphs(void **state)
{
	(void)state;
	struct fixture *f = ferry();
	struct layout *l = lay(f, 20);
	layout_resize(l, &(struct layout_options){ .width = 20 });
	assert_int_equal(layout_lines(l), 16);
	assert_int_equal(layout_line(l, 0)->len, strlen(f->s.headline));
	assert_int_equal(layout_line_at(l, 3, 120), line_with(l, "six hours"));
	layout_free(l);
	drop(f);
}

static void foot_lists_what_is_related(void **state)
{
	(void)state;
	static const char *const headlines[] = { "Tug Birk tows ferry\x1b home",
		                                 "Coast guard buys two tugs after a winter of storms",
		                                 "Harbour opens" };
	static const char *const reasons[] = { "shares: Solveig, tug, harbour", "shares: coast guard", NULL };
	struct fixture *f = make("Ferry adrift");
	add(f, SPLIT_BODY, "Text.");
	struct layout *l = lay(f, 60);
	layout_set_related(l, headlines, reasons, 3);
	assert_int_equal(layout_related(l), 3);
	assert_prints(l, "Ferry adrift\n"
	                 "\n"
	                 "Text.\n"
	                 "\n"
	                 "Related  1 Tug Birk tows ferry home\n"
	                 "         2 Coast guard buys two tugs after a winter of stor…\n"
	                 "         3 Harbour opens\n");
	layout_resize(l, &(struct layout_options){ .width = 72, .wrap = true });
	const struct layout_line *line = layout_line(l, 4);
	assert_int_equal(line->related, 1);
	assert_int_equal(line->style, STYLE_RELATED);
	assert_memory_equal(line->text + line->tail, "  shares: Solveig, tug, harbour", line->len - line->tail);
	assert_int_equal(layout_line(l, 6)->tail, layout_line(l, 6)->len);
	for (int width = NARROWEST; width <= WIDEST; width++) {
		layout_resize(l, &(struct layout_options){ .width = width, .wrap = true });
		assert_lines_fit(l, width);
		size_t last = layout_lines(l) - 1;
		assert_int_equal(layout_line(l, last)->related, 3);
		for (size_t i = last; layout_line(l, i)->block == LAYOUT_FOOT; i--)
			assert_int_equal(layout_line_at(l, LAYOUT_FOOT, layout_line(l, i)->offset), i);
	}
	layout_resize(l, &(struct layout_options){ .width = 30, .wrap = true });
	assert_prints(l, "Ferry adrift\n"
	                 "\n"
	                 "Text.\n"
	                 "\n"
	                 "Related\n"
	                 "1 Tug Birk tows ferry home\n"
	                 "2 Coast guard buys two tugs a…\n"
	                 "3 Harbour opens\n");
	layout_set_related(l, NULL, NULL, 0);
	assert_int_equal(layout_lines(l), 3);
	layout_free(l);
	drop(f);
}

/* The text of a hit, put together from its spans. */
static char *hit_text(const struct layout *l, size_t hit)
{
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < layout_lines(l); i++) {
		size_t n;
		const struct layout_span *s = layout_spans(l, i, &n);
		for (size_t k = 0; k < n; k++) {
			assert_true(s[k].start < s[k].end && s[k].end <= layout_line(l, i)->len);
			if (s[k].hit != hit)
				continue;
			if (!b.len)
				assert_int_equal(layout_hit_line(l, hit), i);
			buf_adds(&b, b.len ? "|" : "");
			buf_add(&b, layout_line(l, i)->text + s[k].start, s[k].end - s[k].start);
		}
	}
	return buf_detach(&b);
}

static void assert_hit(const struct layout *l, size_t hit, const char *want)
{
	char *got = hit_text(l, hit);
	assert_string_equal(got, want);
	free(got);
}

static void hits_are_marked_in_reading_order(void **state)
{
	(void)state;
	struct fixture *f = ferry();
	struct layout *l = lay(f, 48);
	struct query *q = query_parse_find("ferry");
	assert_int_equal(layout_set_query(l, q), 4); /* headline, caption, lede, body; not in what is folded */
	assert_hit(l, 0, "Ferry");
	assert_hit(l, 3, "ferry");
	assert_int_equal(layout_hit_line(l, 0), 0);
	assert_int_equal(layout_hit_line(l, 1), line_with(l, "Solveig"));
	assert_int_equal(layout_hit_from(l, 0), 0);
	assert_int_equal(layout_hit_from(l, 1), 1);
	assert_int_equal(layout_hit_from(l, layout_hit_line(l, 3)), 3);
	assert_int_equal(layout_hit_from(l, layout_hit_line(l, 3) + 1), 4);
	layout_resize(l, &(struct layout_options){ .width = 48, .wrap = true, .unfold = true });
	assert_int_equal(layout_hits(l), 6);
	layout_resize(l, &(struct layout_options){ .width = 9, .wrap = true });
	assert_int_equal(layout_hits(l), 4);
	assert_hit(l, 3, "ferry");
	query_free(q);
	layout_resize(l, &(struct layout_options){ .width = 100, .wrap = true }); /* the query is no longer needed */
	assert_hit(l, 3, "ferry");
	q = query_parse_find("ingrid moe");
	assert_int_equal(layout_set_query(l, q), 2); /* byline and credit */
	assert_int_equal(layout_hit_line(l, 0), line_with(l, "By Ingrid"));
	query_free(q);
	assert_int_equal(layout_set_query(l, NULL), 0);
	size_t n;
	assert_null(layout_spans(l, 0, &n));
	assert_int_equal(n, 0);
	layout_free(l);
	drop(f);
}

static void hit_over_a_line_end_has_two_spans(void **state)
{
	(void)state;
	struct fixture *f = ferry();
	struct layout *l = lay(f, 48);
	struct query *q = query_parse_find("engine room");
	assert_int_equal(layout_set_query(l, q), 2);
	assert_hit(l, 0, "engine|room");
	assert_hit(l, 1, "engine|room");
	for (int width = NARROWEST; width <= WIDEST; width++) {
		layout_resize(l, &(struct layout_options){ .width = width, .wrap = true });
		for (size_t hit = 0; hit < 2; hit++) {
			char *got = hit_text(l, hit);
			assert_true(!strcmp(got, "engine room") || !strcmp(got, "engine|room"));
			free(got);
		}
	}
	query_free(q);
	layout_free(l);
	drop(f);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_like_an_article),
		cmocka_unit_test(unfolding_shows_repeats),
		cmocka_unit_test(byline_at_the_end_stays_there),
		cmocka_unit_test(next_to_nothing),
		cmocka_unit_test(meta_line_says_what_there_is),
		cmocka_unit_test(nothing_is_lost_at_any_width),
		cmocka_unit_test(places_outlive_a_resize),
		cmocka_unit_test(unwrapped_lines_are_paragraphs),
		cmocka_unit_test(foot_lists_what_is_related),
		cmocka_unit_test(hits_are_marked_in_reading_order),
		cmocka_unit_test(hit_over_a_line_end_has_two_spans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
