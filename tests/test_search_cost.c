/* Searching: how long the beginnings of words are judged to take, and what is read because of it; the passages that show a query. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/search_internal.h"
#include "lede/unicode.h"
#include "support/storms.h"

static struct small_library *many;

/* --- beginnings of words --- */

static struct search_cost cost_of(const char *text)
{
	struct err err = { "" };
	struct query *q = query_parse(text, true);
	struct search s = { .c = many->cache, .state = many->state, .q = q, .err = &err };
	struct search_plan plan;
	struct search_cost cost;
	assert_int_equal(search_plan(&s, &plan), 0);
	assert_int_equal(search_cost(&s, &plan, &cost), 0);
	search_plan_release(&plan);
	search_release(&s);
	query_free(q);
	return cost;
}

static void test_cost(void **state)
{
	(void)state;
	char letter[2] = "a";
	int64_t all = 0;
	for (; *letter <= 'z'; ++*letter) {
		struct search_cost cost = cost_of(letter), phrase, near;
		char text[16];
		snprintf(text, sizeof text, "\"the %s", letter);
		phrase = cost_of(text);
		snprintf(text, sizeof text, "the NEAR %s", letter);
		near = cost_of(text);
		assert_int_equal(cost.merge_us + phrase.merge_us + near.words_us, 0);
		assert_true(phrase.words_us >= cost.words_us);
		snprintf(text, sizeof text, "unicorn OR %s", letter);
		assert_int_equal(cost_of(text).words_us, cost.words_us);
		assert_int_equal(cost_of(text).merge_us, 0);
		assert_true(near.merge_us >= cost.words_us && !near.merge_us == !cost.words_us);
		all += cost.words_us;
	}
	assert_true(all > 0);
	assert_true(cost_of("s").words_us >= cost_of("sto").words_us);
	assert_int_equal(cost_of("unicornucopia").words_us, 0);
	assert_int_equal(cost_of("s ").words_us, 0);
}

static int count_reads(void *payload, doc_id doc, const struct query_score *score)
{
	size_t *reads = payload;
	reads[score != NULL]++;
	return doc == 0;
}

/* What the probe reads: articles that have all the rest, and no others. */
static void assert_reads(const char *text, size_t without, size_t with)
{
	struct err err = { "" };
	struct query *q = query_parse(text, true);
	struct search s = { .c = many->cache, .state = many->state, .q = q, .err = &err };
	struct search_plan plan;
	size_t reads[2] = { 0 };
	doc_id next = 1;
	assert_int_equal(search_plan(&s, &plan), 0);
	assert_int_equal(search_probe(&s, &plan, SIZE_MAX, INT64_MAX, count_reads, reads, &next), 0);
	assert_int_equal(next, 0);
	if (reads[0] != without || reads[1] != with)
		fail_msg("%s: read %d in vain and %d others", text, (int)reads[0], (int)reads[1]);
	search_plan_release(&plan);
	search_release(&s);
	query_free(q);
}

static void test_candidates(void **state)
{
	(void)state;
	assert_reads("narwhal NEAR z", 1, 0);
	assert_reads("narwhal NEAR h", 0, 1);
	assert_reads("narwhal NEAR \"a n", 0, 1);
	assert_reads("lighthouse NEAR \"the c", 0, STORMS / 10);
	assert_reads("\"the lighthouse o", 0, STORMS / 10);
	assert_reads("\"the lighthouse q", STORMS / 10, 0);
	assert_reads("lighthouse z", STORMS / 10, 0);
	assert_reads("z", STORMS, 0);
}

/* --- snippets --- */

static struct story story_of(const char *headline, const char *const *blocks, size_t n)
{
	struct story s = { .headline = mem_strdup(headline), .n = n };
	s.blocks = mem_zalloc(n, sizeof *s.blocks);
	for (size_t i = 0; i < n; i++) {
		s.blocks[i].label = i ? SPLIT_BODY : SPLIT_LEDE;
		s.blocks[i].text = mem_strdup(blocks[i]);
		s.blocks[i].len = strlen(blocks[i]);
	}
	return s;
}

static const char *const gale[] = {
	"The gale came at night and went by morning, and nobody in the town was hurt by it.",
	"The old pier is gone, said Ada Rivers, who has sold tickets there for thirty years; the gale took the pier "
	"and the "
	"ticket office together, and what is left of both lies on the beach.",
	("\u53f0\u98a8\u304c\u6771\u4eac\u3092\u901a\u904e\u3057\u3001\u4ea4\u901a\u304c\u6b62\u307e\u308a\u307e\u3057"
	 "\u305f\u3002"),
};

static void check_snippet(const char *query, int width, size_t hits, const char *want)
{
	struct story s = story_of("Gale takes the pier", gale, 3);
	struct query *q = query_parse(query, false);
	struct buf out = BUF_INIT;
	assert_int_equal(search_snippet(q, &s, width, &out), hits);
	assert_true(text_width(buf_str(&out), out.len) <= width);
	if (want)
		assert_string_equal(buf_str(&out), want);
	buf_release(&out);
	query_free(q);
	story_release(&s);
}

static void test_snippets(void **state)
{
	(void)state;
	/* both words in one stretch, not the first place where one of them stands */
	check_snippet("gale pier", 40, 6, "\u2026the gale took the pier and the ticket\u2026");
	check_snippet("beach", 30, 1, "\u2026of both lies on the beach.");
	check_snippet("", 20, 0, "The gale came at ni\u2026");
	check_snippet("place:oslo", 20, 0, "The gale came at ni\u2026");
	check_snippet("/tickets? off.ce/", 24, 1, "\u2026the ticket office toge\u2026");
	check_snippet("absent", 20, 0, "The gale came at ni\u2026");
	check_snippet("\u6771\u4eac", 12, 1, NULL);
	for (int width = 0; width < 120; width++) {
		check_snippet("gale pier", width, 6, NULL);
		check_snippet("\u4ea4\u901a", width, 1, NULL);
		check_snippet("headline:gale", width, 1, NULL);
	}
}

static int open_storms(void **state)
{
	(void)state;
	many = storms_new();
	return 0;
}

static int close_storms(void **state)
{
	(void)state;
	small_library_free(many);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_candidates),
		cmocka_unit_test(test_snippets),
	};
	return cmocka_run_group_tests(tests, open_storms, close_storms);
}
