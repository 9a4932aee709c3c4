/* What is read off an article: names, place and agency, section, date, words; and a block's text for reading. */
#include "test_split_support.h"

#include <stdio.h>

/* Facts of blocks with given labels, each a line of its own with a blank one between. */
struct labelled {
	enum split_label label;
	const char *text;
};

static void facts_of(struct split_facts *f, enum split_kind kind, const struct labelled *in, size_t n)
{
	struct split_block blocks[8] = { 0 };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < n; i++) {
		blocks[i].label = (uint8_t)in[i].label;
		blocks[i].line = (uint32_t)(1 + 2 * i);
		blocks[i].off = b.len;
		blocks[i].len = (uint32_t)strlen(in[i].text);
		buf_adds(&b, in[i].text);
		buf_adds(&b, "\n\n");
	}
	split_facts(f, blocks, n, kind, b.p, b.len);
	buf_release(&b);
}

struct byline_case {
	const char *text;
	const char *names[4];
};

static void names_of_a_byline(void **state)
{
	(void)state;
	static const struct byline_case cases[] = {
		{ "By Ann Lee", { "Ann Lee" } },
		{ "By Ann Lee and Bo Berg", { "Ann Lee", "Bo Berg" } },
		{ "By Ann Lee, Bo Berg and Cy O\xe2\x80\x99"
		  "Dahl",
		  { "Ann Lee", "Bo Berg",
		    "Cy O\xe2\x80\x99"
		    "Dahl" } },
		{ "By Ann Lee in Oslo", { "Ann Lee" } },
		{ "BY ANN LEE, STAFF WRITER", { "ANN LEE" } },
		{ "By Ann Lee for The Evening Post", { "Ann Lee" } },
		{ "Von Jutta F\xc3\xa4rber und Karl May", { "Jutta F\xc3\xa4rber", "Karl May" } },
		{ "Par H\xc3\xa9l\xc3\xa8ne Petit", { "H\xc3\xa9l\xc3\xa8ne Petit" } },
		{ "\xd8\xa8\xd9\x82\xd9\x84\xd9\x85 \xd8\xb3\xd8\xa7\xd9\x85\xd9\x8a \xd8\xb9\xd9\x84\xd9\x8a",
		  { "\xd8\xb3\xd8\xa7\xd9\x85\xd9\x8a \xd8\xb9\xd9\x84\xd9\x8a" } },
		{ "By the time the fire was out, nothing was left", { NULL } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct labelled in[] = { { SPLIT_HEADLINE, "Head" }, { SPLIT_BYLINE, cases[i].text } };
		struct split_facts f;
		size_t n = 0;
		facts_of(&f, SPLIT_ARTICLE, in, 2);
		while (n < 4 && cases[i].names[n])
			n++;
		assert_int_equal(f.bylines, n);
		for (size_t k = 0; k < n; k++)
			assert_string_equal(f.byline[k], cases[i].names[k]);
		split_facts_release(&f);
	}
}

struct dateline_case {
	const char *lede, *place, *agency;
};

static void place_and_agency_of_a_dateline(void **state)
{
	(void)state;
	static const struct dateline_case cases[] = {
		{ "PORT MALVERN (Coastwire) \xe2\x80\x93 Ferry crews walked off the job.", "PORT MALVERN",
		  "Coastwire" },
		{ "LUCCA, Italy/OSLO (Coastwire) \xe2\x80\x93 Ministers met on Monday.", "LUCCA, Italy/OSLO",
		  "Coastwire" },
		{ "ST. ORM, Sarrow (Coastwire) - Ministers met on Monday.", "ST. ORM, Sarrow", "Coastwire" },
		{ "OSTWICK -- The mayor promised trams.", "OSTWICK", NULL },
		{ "PARIS, March 3 (Coastwire) - Ministers met on Monday.", "PARIS", "Coastwire" },
		{ "WEST PALM HILL, Fla. -- Millions have seen the video.", "WEST PALM HILL, Fla.", NULL },
		{ "(Coastwire) - Shares rose on Monday.", NULL, "Coastwire" },
		{ "The mayor - who is also the baker - promised trams.", NULL, NULL },
		{ "NATO chiefs met on Monday to talk about boats.", NULL, NULL },
		{ "\xe3\x80\x90\xe6\x9d\xb1\xe4\xba\xac\xef\xbc\x9d\xe4\xbd\x90\xe8\x97\xa4\xe7\xbe\x8e\xe5\x92\xb2\xe3"
		  "\x80\x91\xe9\x9c\xa7\xe3\x81\xae\xe6\x99\xa9\xe3\x81\xab"
		  "\xe3\x81\xaa\xe3\x82\x8b\xe3\x81\xa8\xe8\x81\x9e\xe3\x81\x93\xe3\x81\x88\xe3\x82\x8b\xe3\x80\x82",
		  "\xe6\x9d\xb1\xe4\xba\xac", NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct labelled in[] = { { SPLIT_HEADLINE, "Head" }, { SPLIT_LEDE, cases[i].lede } };
		struct split_facts f;
		facts_of(&f, SPLIT_ARTICLE, in, 2);
		assert_int_equal(f.place == NULL, cases[i].place == NULL);
		assert_int_equal(f.agency == NULL, cases[i].agency == NULL);
		if (f.place)
			assert_string_equal(f.place, cases[i].place);
		if (f.agency)
			assert_string_equal(f.agency, cases[i].agency);
		split_facts_release(&f);
	}
}

static void agency_of_a_credit(void **state)
{
	(void)state;
	static const struct dateline_case cases[] = {
		{ "The Evening Post with inputs from Agencies", NULL, "The Evening Post" },
		{ "By Ann Lee for The Evening Post", NULL, "The Evening Post" },
		{ "(Evening Post)", NULL, "Evening Post" },
		{ "(Reporting by Ann Lee; Editing by Bo Berg)", NULL, NULL },
		{ "Ann Lee in Oslo and Bo Berg in Rome contributed to this report.", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct labelled in[] = { { SPLIT_HEADLINE, "Head" },
			                 { SPLIT_LEDE, "A text of some words." },
			                 { SPLIT_CREDIT, cases[i].lede } };
		struct split_facts f;
		facts_of(&f, SPLIT_ARTICLE, in, 3);
		assert_int_equal(f.agency == NULL, cases[i].agency == NULL);
		if (f.agency)
			assert_string_equal(f.agency, cases[i].agency);
		split_facts_release(&f);
	}
}

struct date_case {
	enum split_label label;
	const char *text, *date;
};

static void dates_with_a_year(void **state)
{
	(void)state;
	static const struct date_case cases[] = {
		{ SPLIT_CAPTION, "The harbour of Orm, July 1, 2016. WIRE/Ann Lee", "2016-07-01" },
		{ SPLIT_CAPTION, "The harbour of Orm, Nov. 24, 2015", "2015-11-24" },
		{ SPLIT_CAPTION, "Photo of May 9, 1998, shown on 3 June 2011", "2011-06-03" },
		{ SPLIT_CAPTION, "The harbour in December 2017", "2017-12" },
		{ SPLIT_BOILERPLATE, "Published 2019-03-12 10:15", "2019-03-12" },
		{ SPLIT_BYLINE, "Wien, 12. M\xc3\xa4rz 2019", "2019-03-12" },
		{ SPLIT_BOILERPLATE, "12.03.2019", "2019-03-12" },
		{ SPLIT_BOILERPLATE,
		  "2019\xe5\xb9\xb4"
		  "3\xe6\x9c\x88"
		  "5\xe6\x97\xa5",
		  "2019-03-05" },
		{ SPLIT_BOILERPLATE, "12 \xd0\xbc\xd0\xb0\xd1\x80\xd1\x82\xd0\xb0 2019", "2019-03-12" },
		{ SPLIT_LEDE, "PARIS, March 3, 2016 (Wire) - Ministers met in 1998 and on May 9, 2001.", "2016-03-03" },
		{ SPLIT_CAPTION, "The harbour on Monday", "" },
		{ SPLIT_BODY, "It was founded on May 9, 1998.", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct labelled in[] = { { SPLIT_HEADLINE, "Head" }, { cases[i].label, cases[i].text } };
		struct split_facts f;
		facts_of(&f, SPLIT_ARTICLE, in, 2);
		assert_string_equal(f.date, cases[i].date);
		assert_int_equal(f.date_line != 0, f.date[0] != '\0'); /* the evidence goes with it */
		assert_true(!f.date_line || f.date_line == 3);
		if (f.date_line)
			assert_int_equal(f.date_label, cases[i].label);
		split_facts_release(&f);
	}
}

static void sections_of_briefs(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{ "World News Evening Post", "World News", "Evening Post" },
		{ "Sport | Evening Post", "Sport", "Evening Post" },
		{ "Local News Sport Star", "Local News Sport", "Star" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct labelled in[] = { { SPLIT_HEADLINE, "  \xe2\x80\xa2 A goose walks in" },
			                 { SPLIT_BODY, cases[i][0] },
			                 { SPLIT_LEDE, "OSLO - A goose walked in." } };
		struct split_facts f;
		facts_of(&f, SPLIT_BRIEF, in, 3);
		assert_string_equal(f.headline, "A goose walks in");
		assert_string_equal(f.section, cases[i][1]);
		assert_string_equal(f.agency, cases[i][2]);
		assert_null(f.place);
		split_facts_release(&f);
	}
}

static void words_leave_out_repeats_and_boilerplate(void **state)
{
	(void)state;
	struct labelled in[] = { { SPLIT_HEADLINE, "Goose walks in" },
		                 { SPLIT_REPEAT, "Goose walks in" },
		                 { SPLIT_LEDE, "A goose didn't walk out in 1998." },
		                 { SPLIT_BOILERPLATE, "Read more" } };
	struct labelled wide[] = { { SPLIT_HEADLINE, "\xe6\x9d\xb1\xe4\xba\xac" },
		                   { SPLIT_LEDE, "\xe9\x9c\xa7\xe3\x81\xae\xe6\x99\xa9\xe3\x80\x82" } };
	struct split_facts f;
	facts_of(&f, SPLIT_ARTICLE, in, 4);
	assert_int_equal(f.words, 3 + 7);
	split_facts_release(&f);
	facts_of(&f, SPLIT_ARTICLE, wide, 2);
	assert_int_equal(f.words, 5);
	split_facts_release(&f);
}

static void text_for_reading(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "a line\nwrapped  at\n the column", "a line wrapped at the column" },
		{ "a well-\nknown hyphen", "a well-known hyphen" },
		{ "a dash -\nand more", "a dash - and more" },
		{ "  \xe2\x80\xa2 A bullet", "A bullet" },
		{ "\xe6\x9d\xb1\n\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac" },
		{ "<TITLE>Grain up</TITLE>", "Grain up" },
		{ "<3 hearts", "<3 hearts" },
		{ "\xc2\xa0", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;
		split_block_text(&b, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(buf_str(&b), cases[i][1]);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_a_byline),  cmocka_unit_test(place_and_agency_of_a_dateline),
		cmocka_unit_test(agency_of_a_credit), cmocka_unit_test(dates_with_a_year),
		cmocka_unit_test(sections_of_briefs), cmocka_unit_test(words_leave_out_repeats_and_boilerplate),
		cmocka_unit_test(text_for_reading),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
