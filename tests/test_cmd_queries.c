/* lede search on the sample: its offsets cut the hits out of the text in every script, and no query is an error. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lede/buf.h"
#include "lede/path.h"
#include "support/json.h"
#include "support/program.h"

enum { RAW_MAX = 128, ID_DIGITS = 40, KIB = 1024, ARGUMENTS = 10, ARGUMENT_BYTES = 120 * KIB };

/* Articles as `lede show --raw` prints them. */
struct raws {
	char id[RAW_MAX][ID_DIGITS + 1];
	char *text[RAW_MAX];
	size_t n;
};

static struct world *sample_world(void)
{
	struct world *w = world_new();
	char *sample = path_absolute("share/sample");
	world_env(w, "LEDE_LIBRARY", sample);
	free(sample);
	return w;
}

static int set_up(void **state)
{
	*state = sample_world();
	return 0;
}

static int tear_down(void **state)
{
	world_free(*state);
	return 0;
}

static const char *raw_text(struct world *w, struct raws *raws, const char *id)
{
	for (size_t i = 0; i < raws->n; i++)
		if (strcmp(raws->id[i], id) == 0)
			return raws->text[i];
	assert_true(raws->n < RAW_MAX && strlen(id) <= ID_DIGITS);
	struct ran *r = RUN(w, "show", "--raw", id);
	assert_status(r, 0);
	strcpy(raws->id[raws->n], id);
	raws->text[raws->n] = r->out;
	r->out = NULL;
	ran_free(r);
	return raws->text[raws->n++];
}

static void free_raws(struct raws *raws)
{
	while (raws->n)
		free(raws->text[--raws->n]);
}

/* What a query may cut out of a text; upper and lower case of ASCII are the same. */
struct expected {
	const char *query;
	size_t articles, offsets; /* in the sample */
	const char *cuts[8];
};

static bool is_expected(const struct expected *x, const char *cut, size_t n)
{
	for (size_t i = 0; x->cuts[i]; i++)
		if (strlen(x->cuts[i]) == n && strncasecmp(x->cuts[i], cut, n) == 0)
			return true;
	return false;
}

/* Pairs in order, within the text, and each a hit. Returns how many. */
static size_t check_article(const struct expected *x, const char *line, const char *raw)
{
	char *offsets = json_get(line, "$.offsets");
	size_t n = 0, end = 0;
	assert_int_equal(offsets[0], '[');
	for (char *p = offsets + 1; *p == '[' || *p == ','; n++) {
		p += *p == ',';
		size_t from = strtoul(p + 1, &p, 10), to = strtoul(p + 1, &p, 10);
		p++;
		if (from < end || to <= from || to > strlen(raw) || !is_expected(x, raw + from, to - from))
			fail_msg("%s: %zu to %zu is «%.*s»", x->query, from, to, (int)(to - from), raw + from);
		end = to;
	}
	assert_int_equal(n, json_number(line, "$.hits"));
	free(offsets);
	return n;
}

static void check_query(struct world *w, struct raws *raws, const struct expected *x)
{
	char **lines;
	struct ran *r = RUN(w, "search", "--json", "--", x->query);
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines), hits = 0;
	for (size_t i = 0; i < n; i++) {
		char *id = json_get(lines[i], "$.id");
		hits += check_article(x, lines[i], raw_text(w, raws, id));
		free(id);
	}
	if (n != x->articles || hits != x->offsets)
		fail_msg("%s: %zu articles with %zu hits, not %zu with %zu", x->query, n, hits, x->articles,
		         x->offsets);
	json_free(lines, n);
	ran_free(r);
}

/* clang-format off */
static const struct expected expected[] = {
	{ "ferry", 22, 52, { "ferry" } },
	{ "\uff26\uff25\uff32\uff32\uff39", 22, 52, { "ferry" } }, /* of full width */
	{ "ferr*", 24, 60, { "ferry", "ferries" } },
	{ "U.S.", 8, 8, { "us" } },
	{ "cafe", 4, 6, { "caf\u00e9", "cafe\u0301" } },
	{ "na\u00efve", 1, 1, { "na\u00efve" } },
	{ "STRASSE", 1, 1, { "Stra\u00dfe" } },
	{ "Sarrow\u2019s", 41, 111, { "Sarrow" } },
	{ "o'clock", 2, 2, { "o\u2019clock" } },
	{ "\"on the\"", 23, 34, { "on the", "on \u201cthe" } },
	{ "\u6e2f", 2, 3, { "\u6e2f" } },
	{ "\u6e2f\u6e7e", 1, 1, { "\u6e2f\u6e7e" } },
	{ "\u30d5\u30a7\u30ea\u30fc", 2, 4, { "\u30d5\u30a7\u30ea\u30fc" } },
	{ "\u043f\u0430\u0440\u043e\u043c", 1, 4, { "\u043f\u0430\u0440\u043e\u043c", "\u041f\u0430\u0440\u043e\u043c" } },
	{ "ferry NEAR reef", 7, 22, { "ferry", "reef" } },
	{ "headline:ferry", 7, 7, { "ferry" } },
	{ "by:osk", 8, 0, { NULL } },
	{ "/[r-t]kerrin LIF/", 5, 5, { "Skerrin lif" } },
	{ "212", 8, 17, { "212", "\uff12\uff11\uff12" } },
	{ "\u0627\u0644\u0639\u0628\u0627\u0631\u0629", 1, 3, { "\u0627\u0644\u0639\u0628\u0651\u0627\u0631\u0629" } },
};
/* clang-format on */

static void offsets_cut_hits_out_of_the_raw_text_in_every_script(void **state)
{
	struct raws raws = { .n = 0 };
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		check_query(*state, &raws, &expected[i]);
	assert_true(raws.n > 40);
	free_raws(&raws);
}

/* 0 found, 1 nothing found; never a complaint that is more than a note. */
static void odd_queries_are_searched_for(void **state)
{
	static const struct {
		const char *query;
		int status;
	} odd[] = {
		{ "don't", 1 },      { "20.04", 1 },
		{ "U.S.", 0 },       { "AND", 0 },
		{ "OR", 0 },         { "NEAR", 0 },
		{ "\"", 0 },         { "*", 0 },
		{ ")", 0 },          { "(", 0 },
		{ "", 0 },           { "   ", 0 },
		{ "\t\n", 0 },       { "\xff\xfe", 0 },
		{ "ferry \xff", 0 }, { "ferry)", 0 },
		{ "\"ferry", 0 },    { "-ferry", 0 },
		{ "-", 0 },          { "ferry AND (", 0 },
		{ "date:1999", 1 },  { "is:zzyzx", 1 },
		{ "kind:", 0 },      { "/(/", 0 },
		{ "/ferry", 0 },     { "NEAR(ferry reef, 0)", 1 },
		{ "ferry OR", 0 },   { "headline:", 1 },
	};
	struct world *w = *state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct ran *r = RUN(w, "search", "--limit", "3", "--", odd[i].query);
		if (r->status != odd[i].status || (r->status == 0) != (r->out_len > 0))
			fail_msg("«%s»: status %d\n%s%s", odd[i].query, r->status, r->out, r->err);
		ran_free(r);
	}
}

static void a_query_of_a_megabyte_is_searched_for(void **state)
{
	static const char *const units[] = { "ferry ",       "f", "\"",         "(",   "-(", "a OR ", "a NEAR ",
		                             "\xe6\xb8\xaf", "/", "e\xcc\x81 ", "\xff" };
	struct world *w = *state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const char *args[ARGUMENTS + 5] = { "search", "--limit", "3", "--" };
		struct buf text = BUF_INIT;
		while (text.len < ARGUMENT_BYTES)
			buf_adds(&text, units[i]);
		for (size_t k = 0; k < ARGUMENTS; k++)
			args[4 + k] = text.p;
		struct ran *r = run_with(w, NULL, NULL, args);
		if (r->status != 0 && r->status != 1)
			fail_msg("a megabyte of «%s»: status %d, %.200s", units[i], r->status, r->err);
		assert_true(r->err_len < 2 * KIB);
		ran_free(r);
		buf_release(&text);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(offsets_cut_hits_out_of_the_raw_text_in_every_script),
		TEST(odd_queries_are_searched_for),
		TEST(a_query_of_a_megabyte_is_searched_for),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("lede search: queries", tests, NULL, NULL);
}
