/* The concordance: lines aligned on the hit in any script, orders that hold while more comes, the cap; and its way over the engine. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/concord.h"
#include "lede/engine.h"
#include "lede/unicode.h"
#include "support/small_library.h"

enum { SIDE = 40, MANY_STORIES = 40, WAIT_MS = 60000 };

/* A story of one paragraph. */
static void add(struct concord_lines *l, const char *query, doc_id doc, const char *date, const char *headline,
                const char *text, int side)
{
	struct story_block block = { .label = SPLIT_BODY, .text = (char *)text, .len = strlen(text) };
	struct story story = { (char *)headline, &block, 1 };
	struct article a = { .doc = doc, .source = 7 };
	struct query *q = query_parse(query, false);
	snprintf(a.date, sizeof a.date, "%s", date);
	concord_story(l, q, &a, &story, side);
	query_free(q);
}

static struct concord *concord_of(struct concord_lines *l)
{
	struct concord *c = concord_new();
	concord_add(c, l);
	concord_lines_release(l);
	return c;
}

static void assert_line(const struct concord *c, size_t row, int before, const char *left, const char *hit,
                        const char *right)
{
	struct concord_parts p;
	concord_parts(c, concord_id(c, row), before, &p);
	char *whole =
		mem_printf("%.*s|%.*s|%.*s", (int)p.left_len, p.left, (int)p.hit_len, p.hit, (int)p.right_len, p.right);
	char *want = mem_printf("%s|%s|%s", left, hit, right);
	assert_string_equal(whole, want);
	assert_int_equal(p.pad + text_width(p.left, p.left_len), before);
	free(whole);
	free(want);
}

static void test_parts(void **state)
{
	(void)state;
	struct concord_lines l = { 0 };
	add(&l, "bell", 1, "", "The bell of Port Quillan", "Nobody rang the bell. The bells were sold.", SIDE);
	struct concord *c = concord_of(&l);
	assert_int_equal(concord_rows(c), 2);
	assert_line(c, 0, 20, "The ", "bell", " of Port Quillan");
	assert_line(c, 1, 20, "Nobody rang the ", "bell", ". The bells were sold.");
	assert_line(c, 1, 5, " the ", "bell", ". The bells were sold.");
	assert_line(c, 1, 0, "", "bell", ". The bells were sold.");
	assert_int_equal(concord_line(c, 0)->block, CONCORD_HEADLINE);
	assert_int_equal(concord_line(c, 1)->block, 0);
	assert_int_equal(concord_line(c, 1)->offset, 16);
	concord_free(c);
}

static void test_context_is_cut_to_the_side(void **state)
{
	(void)state;
	struct concord_lines l = { 0 };
	add(&l, "bell", 1, "", "", "Nobody rang the bell. The bells were sold.", 4);
	struct concord *c = concord_of(&l);
	assert_line(c, 0, 20, "the ", "bell", ". Th");
	concord_free(c);
}

static void test_wide_characters(void **state)
{
	(void)state;
	struct concord_lines l = { 0 };
	add(&l, "選挙", 1, "", "", "東京の市長は選挙で勝った", SIDE);
	struct concord *c = concord_of(&l);
	assert_int_equal(concord_rows(c), 1);
	assert_line(c, 0, 12, "東京の市長は", "選挙", "で勝った");
	assert_line(c, 0, 5, "長は", "選挙", "で勝った"); /* half a character stays free */
	assert_line(c, 0, 4, "長は", "選挙", "で勝った");
	assert_line(c, 0, 1, "", "選挙", "で勝った");
	concord_free(c);
}

static void test_marks_stay_with_their_letter(void **state)
{
	(void)state;
	struct concord_lines l = { 0 };
	add(&l, "bell", 1, "", "", "cafe\xcc\x81 bell", SIDE);
	struct concord *c = concord_of(&l);
	assert_line(c, 0, 2, "e\xcc\x81 ", "bell", "");
	assert_line(c, 0, 1, " ", "bell", "");
	concord_free(c);
	add(&l, "bell", 1, "", "", "cafe\xcc\x81 bell", 1);
	add(&l, "bell", 1, "", "", "cafe\xcc\x81 bell", 2);
	c = concord_of(&l);
	assert_line(c, 0, 9, " ", "bell", "");
	assert_line(c, 1, 9, "e\xcc\x81 ", "bell", "");
	concord_free(c);
}

static void test_phrases_are_one_hit_and_repeats_none(void **state)
{
	(void)state;
	struct story_block blocks[2] = {
		{ .label = SPLIT_REPEAT, .folded = true, .text = (char *)"The old bell", .len = 12 },
		{ .label = SPLIT_BODY, .text = (char *)"An old bell; old.", .len = 17 },
	};
	struct story story = { (char *)"The old bell", blocks, 2 };
	struct article a = { .doc = 1 };
	struct query *q = query_parse("\"old bell\"", false);
	struct concord_lines l = { 0 };
	assert_int_equal(concord_story(&l, q, &a, &story, SIDE), 2);
	query_free(q);
	struct concord *c = concord_of(&l);
	assert_line(c, 0, 9, "The ", "old bell", "");
	assert_line(c, 1, 9, "An ", "old bell", "; old.");
	concord_free(c);
}

static void assert_docs(const struct concord *c, const doc_id *docs, size_t n)
{
	assert_int_equal(concord_rows(c), n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(concord_line(c, concord_id(c, i))->doc, docs[i]);
}

static void test_orders(void **state)
{
	(void)state;
	struct concord_lines l = { 0 };
	add(&l, "bell", 1, "2031-05-01", "", "two zinc bell towers", SIDE);
	add(&l, "bell", 2, "", "", "one Brass bell yard", SIDE);
	add(&l, "bell", 3, "2030-12", "", "a brass bell, Ächzend", SIDE);
	add(&l, "bell", 4, "2031-05-01", "", "bell", SIDE);
	struct concord *c = concord_of(&l);
	assert_docs(c, (doc_id[]){ 1, 2, 3, 4 }, 4);
	concord_order(c, CONCORD_BY_LEFT); /* "", brass a, brass one, zinc two */
	assert_docs(c, (doc_id[]){ 4, 3, 2, 1 }, 4);
	concord_order(c, CONCORD_BY_RIGHT); /* bell, bell achzend, bell towers, bell yard */
	assert_docs(c, (doc_id[]){ 4, 3, 1, 2 }, 4);
	concord_order(c, CONCORD_BY_DATE); /* undated last, equal ones in list order */
	assert_docs(c, (doc_id[]){ 3, 1, 4, 2 }, 4);
	concord_order(c, CONCORD_BY_SOURCE);
	assert_docs(c, (doc_id[]){ 1, 2, 3, 4 }, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(concord_row_of(c, concord_id(c, i)), i);
	concord_free(c);
}

static void add_random(struct concord_lines *l, unsigned *seed, doc_id doc)
{
	static const char *const words[] = { "ash", "birch", "cedar", "Dogwood", "elm", "élan" };
	static const char *const dates[] = { "", "2030", "2030-02", "2030-02-03", "2031-01-01" };
	struct buf text = BUF_INIT;
	for (int i = 0; i < 5; i++)
		buf_addf(&text, "%s ", i == 2 ? "bell" : words[rand_r(seed) % 6]);
	add(l, "bell", doc, dates[rand_r(seed) % 5], "", text.p, SIDE);
	l->line[l->n - 1].place = (uint32_t)rand_r(seed) % 3;
	buf_release(&text);
}

static void test_order_holds_while_lines_come(void **state)
{
	(void)state;
	unsigned seed = 17;
	for (int sort = 0; sort < CONCORD_SORTS; sort++) {
		struct concord *grown = concord_new(), *sorted = concord_new();
		concord_order(grown, (enum concord_sort)sort);
		for (doc_id doc = 1; doc < 2000;) {
			struct concord_lines l = { 0 };
			for (unsigned n = rand_r(&seed) % 9; n; n--)
				add_random(&l, &seed, doc++);
			concord_add(grown, &l);
			concord_add(sorted, &l);
			concord_lines_release(&l);
		}
		concord_order(sorted, (enum concord_sort)sort);
		assert_int_equal(concord_rows(grown), concord_rows(sorted));
		for (size_t i = 0; i < concord_rows(grown); i++)
			assert_int_equal(concord_id(grown, i), concord_id(sorted, i));
		concord_free(grown);
		concord_free(sorted);
	}
}

/* ---- over the engine */

static struct small_library *library;

static void add_file(int number, const char *word, int times)
{
	char name[32];
	struct buf text = BUF_INIT;
	snprintf(name, sizeof name, "%03d.txt", number);
	buf_addf(&text, "Harbour report number %d from Port Quillan\n\n", number);
	buf_adds(&text, "PORT QUILLAN (Meridian) - The harbour board met on Monday, it said.\n\nIt heard");
	for (int i = 0; i < times; i++)
		buf_addf(&text, "%s %s", i % 2000 == 1999 ? ".\n\nIt heard" : "", word);
	buf_adds(&text, " and went home.\n");
	small_library_add(library, name, text.p);
	buf_release(&text);
}

static int make_library(void **state)
{
	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	library = small_library_new();
	for (int i = 1; i <= MANY_STORIES; i++)
		add_file(i, i % 2 ? "gull" : "tern", 3);
	add_file(MANY_STORIES + 1, "knell", CONCORD_MAX + 5000);
	small_library_index(library);
	add_file(0, "gull", 1); /* comes last, stands first */
	small_library_index(library);
	return 0;
}

static int free_library(void **state)
{
	(void)state;
	small_library_free(library);
	return 0;
}

struct heard {
	struct concord *lines;
	uint32_t concord, search;
	bool concord_done, search_done, capped, search_was_first;
};

static void hear(struct heard *h, struct engine_event *ev)
{
	if (ev->kind == ENGINE_CONCORD && ev->ticket == h->concord) {
		concord_add(h->lines, ev->lines);
		h->concord_done = ev->done;
		h->capped = ev->capped;
	} else if (ev->kind == ENGINE_HITS && ev->ticket == h->search && ev->done) {
		h->search_done = true;
		h->search_was_first = !h->concord_done;
	}
}

/* Takes events until the concordance (and the search) are done. */
static void listen(struct engine *e, struct heard *h)
{
	struct pollfd fd = { .fd = engine_fd(e), .events = POLLIN };
	struct engine_event ev;
	while ((h->concord && !h->concord_done) || (h->search && !h->search_done)) {
		assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
		while (engine_next(e, &ev)) {
			hear(h, &ev);
			engine_event_release(&ev);
		}
	}
}

static struct engine *engine(void)
{
	struct engine *e;
	struct err err = { "" };
	if (engine_open(&e, &library->lib, &err) < 0)
		fail_msg("%s", err.text);
	return e;
}

static void test_lines_come_in_list_order(void **state)
{
	(void)state;
	struct engine *e = engine();
	struct heard h = { .lines = concord_new() };
	h.concord = engine_concord(e, "gull", SIDE);
	listen(e, &h);
	assert_int_equal(concord_rows(h.lines), MANY_STORIES / 2 * 3 + 1);
	assert_false(h.capped);
	assert_int_equal(concord_line(h.lines, concord_id(h.lines, 0))->doc, small_library_doc(library, "number 0 "));
	assert_int_equal(concord_line(h.lines, concord_id(h.lines, 1))->doc, small_library_doc(library, "number 1 "));
	/* the others did not wait for it */
	assert_int_equal(concord_id(h.lines, 0), concord_rows(h.lines) - 1);
	assert_line(h.lines, 1, 9, "It heard ", "gull", " gull gull and went home.");
	concord_free(h.lines);
	engine_close(e);
}

static void test_cap(void **state)
{
	(void)state;
	struct engine *e = engine();
	struct heard h = { .lines = concord_new() };
	h.concord = engine_concord(e, "knell", SIDE);
	listen(e, &h);
	assert_int_equal(concord_rows(h.lines), CONCORD_MAX);
	assert_true(h.capped);
	concord_free(h.lines);
	engine_close(e);
}

static void test_nothing_to_list_ends_at_once(void **state)
{
	(void)state;
	static const char *const texts[] = { "albatross", "is:starred", "kind:article -gull", "\"", "" };
	struct engine *e = engine();
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct heard h = { .lines = concord_new() };
		h.concord = engine_concord(e, texts[i], SIDE);
		listen(e, &h);
		assert_int_equal(concord_rows(h.lines), 0);
		concord_free(h.lines);
	}
	engine_close(e);
}

static bool search_comes_first(struct engine *e)
{
	struct heard h = { .lines = concord_new() };
	h.concord = engine_concord(e, "harbour OR knell", SIDE);
	h.search = engine_search(e, "gull", true);
	listen(e, &h);
	assert_int_equal(concord_rows(h.lines), CONCORD_MAX);
	concord_free(h.lines);
	return h.search_was_first;
}

/* Where the machine sleeps between the two wishes the concordance may be done by then: once in a while at most. */
static void test_a_search_goes_before_it(void **state)
{
	(void)state;
	struct engine *e = engine();
	int tries = 1;
	while (!search_comes_first(e) && tries < 5)
		tries++;
	assert_true(tries < 5);
	engine_close(e);
}

static void test_the_next_replaces_it(void **state)
{
	(void)state;
	struct engine *e = engine();
	struct heard h = { .lines = concord_new() };
	uint32_t first = engine_concord(e, "knell", SIDE);
	engine_concord_cancel(e);
	engine_concord(e, "knell", SIDE);
	h.concord = engine_concord(e, "tern", SIDE);
	assert_int_not_equal(h.concord, first);
	listen(e, &h);
	assert_int_equal(concord_rows(h.lines), MANY_STORIES / 2 * 3);
	engine_concord(e, "knell", SIDE); /* closed in the middle of one */
	concord_free(h.lines);
	engine_close(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_context_is_cut_to_the_side),
		cmocka_unit_test(test_wide_characters),
		cmocka_unit_test(test_marks_stay_with_their_letter),
		cmocka_unit_test(test_phrases_are_one_hit_and_repeats_none),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_order_holds_while_lines_come),
		cmocka_unit_test(test_lines_come_in_list_order),
		cmocka_unit_test(test_cap),
		cmocka_unit_test(test_nothing_to_list_ends_at_once),
		cmocka_unit_test(test_a_search_goes_before_it),
		cmocka_unit_test(test_the_next_replaces_it),
	};
	return cmocka_run_group_tests_name("concordance", tests, make_library, free_library);
}
