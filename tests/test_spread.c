/* Where the hits of a search fall: sources and years, counted from few docs and from many. */
#include "support/cmocka_all.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/engine.h"
#include "support/small_library.h"

enum { SOURCES = 12, MANY = 1200, WAIT_MS = 60000 };

static struct small_library *library;

static void add_article(struct buf *text, int number, const char *date)
{
	buf_addf(text, "Harbour board hears report number %d from its pilots\n\n", number);
	buf_addf(text,
	         "PORT QUILLAN%s (Meridian) - The harbour board heard its pilots on Monday, it said, and thanked "
	         "them.\n\n",
	         date);
	buf_addf(text, "Report number %d was about buoys and sand.\n\n(Reporting by Dorrit Kane)\n\n", number);
}

/* Source k has k articles, the last of them of the year 2020 + k; the one before it of 2019. The last has MANY of 2025. */
static int make_library(void **state)
{
	(void)state;
	library = small_library_new();
	for (int k = 1; k <= SOURCES; k++) {
		char name[32], date[64];
		struct buf text = BUF_INIT;
		int n = k == SOURCES ? MANY : k;
		snprintf(name, sizeof name, "%02d.txt", k);
		for (int i = 1; i <= n; i++) {
			int year = k == SOURCES ? 2025 : i == k ? 2020 + k : i == k - 1 ? 2019 : 0;
			date[0] = '\0';
			if (year)
				snprintf(date, sizeof date, ", March 3, %d", year);
			add_article(&text, k * 10000 + i, date);
		}
		small_library_add(library, name, text.p);
		buf_release(&text);
	}
	small_library_index(library);
	return 0;
}

static int free_library(void **state)
{
	(void)state;
	small_library_free(library);
	return 0;
}

static uint32_t in_year(const struct spread *s, uint32_t year)
{
	return year >= s->first_year && year - s->first_year < s->n_years ? s->years[year - s->first_year] : 0;
}

/* Of the first n articles there are. */
static struct spread *spread_of(struct spread_years *years, size_t n)
{
	struct err err = { "" };
	struct source_table *t;
	size_t k = 0;
	assert_int_equal(source_table_load(&t, library->cache, &err), 0);
	doc_id *docs = mem_alloc((t->articles + 1) * sizeof *docs);
	for (size_t i = 0; i < t->n; i++)
		for (doc_id d = 0; d < t->entries[i].articles; d++)
			docs[k++] = t->entries[i].first + d;
	struct spread *s = spread_make(library->cache, years, docs, n < k ? n : k, &err);
	if (!s)
		fail_msg("%s", err.text);
	source_table_free(t);
	free(docs);
	return s;
}

static void assert_all(const struct spread *s)
{
	enum { SMALL = SOURCES - 1 };
	assert_int_equal(s->sources, SOURCES);
	assert_int_equal(s->n_top, SPREAD_TOP);
	assert_int_equal(s->top[0].docs, MANY);
	for (size_t i = 1; i < SPREAD_TOP; i++)
		assert_int_equal(s->top[i].docs, SOURCES - i);
	assert_int_equal(s->first_year, 2019);
	assert_int_equal(in_year(s, 2019), SMALL - 1);
	assert_int_equal(in_year(s, 2020), 0);
	assert_int_equal(in_year(s, 2021), 1);
	assert_int_equal(in_year(s, 2025), MANY + 1);
	assert_int_equal(in_year(s, 2020 + SMALL), 1);
	assert_int_equal(s->undated, SMALL * (SMALL + 1) / 2 - SMALL - (SMALL - 1));
}

static void test_many(void **state)
{
	(void)state;
	struct spread_years years = { 0 };
	for (int again = 0; again < 2; again++) { /* with the years at hand, too */
		struct spread *s = spread_of(&years, SIZE_MAX);
		assert_all(s);
		assert_non_null(years.year);
		spread_free(s);
	}
	spread_years_release(&years);
}

static void test_few(void **state)
{
	(void)state;
	struct spread_years years = { 0 };
	struct spread *s = spread_of(&years, 3); /* source 1, and source 2 whole */
	assert_null(years.year);
	assert_int_equal(s->sources, 2);
	assert_int_equal(s->n_top, 2);
	assert_int_equal(s->top[0].docs, 2);
	assert_int_equal(s->top[1].docs, 1);
	assert_int_equal(s->first_year, 2019);
	assert_int_equal(s->n_years, 4);
	assert_int_equal(in_year(s, 2022), 1);
	assert_int_equal(s->undated, 0);
	spread_free(s);
	s = spread_of(&years, 0);
	assert_int_equal(s->sources + s->n_top + s->n_years, 0);
	spread_free(s);
	doc_id gone = small_library_last(library) + 100;
	struct err err;
	s = spread_make(library->cache, &years, &gone, 1, &err);
	assert_int_equal(s->sources, 0);
	spread_free(s);
}

static void test_it_follows_the_last_hit_of_a_search(void **state)
{
	(void)state;
	struct engine *e;
	struct engine_event ev;
	struct err err;
	bool hits_done = false, came = false;
	assert_int_equal(engine_open(&e, &library->lib, &err), 0);
	engine_search(e, "harbour", true);
	uint32_t ticket = engine_search(e, "pilots", true);
	struct pollfd fd = { .fd = engine_fd(e), .events = POLLIN };
	while (!came) {
		assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
		while (engine_next(e, &ev)) {
			if (ev.kind == ENGINE_SPREAD && ev.ticket == ticket) {
				assert_true(hits_done);
				assert_all(ev.spread);
				came = true;
			}
			hits_done = hits_done || (ev.kind == ENGINE_HITS && ev.ticket == ticket && ev.done);
			engine_event_release(&ev);
		}
	}
	engine_close(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_it_follows_the_last_hit_of_a_search),
	};
	return cmocka_run_group_tests_name("where hits fall", tests, make_library, free_library);
}
