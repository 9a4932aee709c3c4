/* lede search: where its hits are, their context, and its exit status. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lede/unicode.h"
#include "support/json.h"
#include "support/news.h"

static char *raw_of(struct world *w, const char *line)
{
	char *id = json_get(line, "$.id");
	struct ran *r = RUN(w, "show", "--raw", id);
	assert_status(r, 0);
	char *text = r->out;
	r->out = NULL;
	ran_free(r);
	free(id);
	return text;
}

/* Each pair of offsets cuts one of the words out of the article's text. Returns how many there are. */
static long check_offsets(struct world *w, const char *line, const char *word, const char *other)
{
	char path[64], *raw = raw_of(w, line);
	long n = 0;
	for (;; n++) {
		snprintf(path, sizeof path, "$.offsets[%ld][0]", n);
		char *from = json_get(line, path);
		if (!from)
			break;
		snprintf(path, sizeof path, "$.offsets[%ld][1]", n);
		size_t start = strtoul(from, NULL, 10), len = (size_t)json_number(line, path) - start;
		assert_true(start + len <= strlen(raw));
		bool is_word = len == strlen(word) && strncasecmp(raw + start, word, len) == 0;
		bool is_other = len == strlen(other) && strncasecmp(raw + start, other, len) == 0;
		assert_true(is_word || is_other);
		free(from);
	}
	free(raw);
	return n;
}

static void offsets_cut_the_hits_out_of_the_raw_text(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), **lines;
	struct ran *r = RUN(w, "search", "--json", "lambert", "voss");
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		long hits = check_offsets(w, lines[i], "lambert", "voss");
		assert_true(hits >= 4);
		assert_int_equal(hits, json_number(lines[i], "$.hits"));
	}
	json_free(lines, n);
	ran_free(r);
	r = RUN(w, "search", "--json", "in:frost");
	n = json_lines(r->out, &lines);
	assert_int_equal(n, 1);
	char *type = json_type(lines[0], "$.offsets"), *none = json_type(lines[0], "$.offsets[0]");
	assert_string_equal(type, "array");
	assert_null(none);
	free(type);
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void context_puts_hits_under_one_another(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "search", "--context", "20", "ferry");
	assert_status(r, 0);
	char *at = strchr(r->out, '\n');
	size_t hits = 0;
	for (at++; *at; at = strchr(at, '\n') + 1, hits++) {
		int cells;
		size_t before = text_fit(at, strlen(at), 14 + 20, &cells);
		assert_int_equal(strncasecmp(at + before, "ferry", 5), 0);
	}
	assert_int_equal(hits, 4);
	assert_non_null(strstr(r->out, " A tug pulled the ferry free at high water,"));
	ran_free(r);
	free(folder);
}

static void context_in_json(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), **lines;
	struct ran *r = RUN(w, "search", "--json", "--context", "10", "tug");
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 1);
	assert_json(lines[0], "$.context[0].before", "ck fog. A ");
	assert_json(lines[0], "$.context[0].hit", "tug");
	assert_json(lines[0], "$.context[0].after", " pulled th");
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void it_ends_as_grep_does(void **state)
{
	static const char *const refused[] = { "0", "121", "-1", "x", "" };
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "search", "ferry");
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "search", "--json", "albatross");
	assert_status(r, 1);
	assert_string_equal(r->out, "");
	ran_free(r);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		r = RUN(w, "search", "--context", refused[i], "ferry");
		assert_status(r, 2);
		assert_complaint(r, "--context takes");
		ran_free(r);
	}
	r = RUN(w, "list", "--context", "5");
	assert_status(r, 2);
	ran_free(r);
	free(folder);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(offsets_cut_the_hits_out_of_the_raw_text),
		TEST(context_puts_hits_under_one_another),
		TEST(context_in_json),
		TEST(it_ends_as_grep_does),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("lede search: hits", tests, NULL, NULL);
}
