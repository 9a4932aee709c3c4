/* Saved searches: kept in the state for every process, removed and brought back, carried over, and what is new in them. */
#include "support/cmocka_all.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../src/store/state_saved.h"
#include "lede/engine.h"
#include "lede/path.h"
#include "support/small_library.h"

enum { WAIT_MS = 60000 };

static int make_library(void **state)
{
	struct small_library *l = small_library_new();
	small_library_add(
		l, "a.txt",
		"Harbour board of Port Quillan buys a lead line\n\n"
		"PORT QUILLAN (Meridian) - The harbour board bought a lead line on Monday, its pilot said.\n\n"
		"(Reporting by Dorrit Kane)\n");
	small_library_index(l);
	*state = l;
	return 0;
}

static int free_library(void **state)
{
	small_library_free(*state);
	return 0;
}

/* Another connection to the state file, as another process has one. */
static struct state *other_state(struct small_library *l)
{
	struct state *s;
	struct err err = { "" };
	if (state_open(&s, &l->lib, NULL, &err) < 0)
		fail_msg("%s", err.text);
	return s;
}

/* "key name=query|..." */
static void assert_saved(struct state *s, const char *library, const char *want)
{
	struct saved_search *list;
	size_t n;
	struct buf text = BUF_INIT;
	assert_int_equal(state_saved(s, library, &list, &n, NULL), 0);
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%s%d %s=%s", i ? "|" : "", list[i].key, list[i].name, list[i].query);
	saved_searches_free(list, n);
	assert_string_equal(buf_str(&text), want);
	buf_release(&text);
}

static void put(struct state *s, const char *name, const char *query)
{
	assert_int_equal(state_saved_put(s, "lib", name, query, NULL), 0);
}

static void undo(struct state *s, const char *want)
{
	char *name;
	assert_int_equal(state_saved_undo(s, "lib", &name, NULL), want ? 1 : 0);
	if (want)
		assert_string_equal(name, want);
	free(name);
}

static void test_every_process_sees_them(void **state)
{
	struct small_library *l = *state;
	struct state *other = other_state(l);
	put(l->state, "Boats", "ferry OR tug");
	put(other, "Sand", "\"Teller sandbank\"");
	assert_saved(other, "lib", "1 Boats=ferry OR tug|2 Sand=\"Teller sandbank\"");
	assert_saved(l->state, "lib", "1 Boats=ferry OR tug|2 Sand=\"Teller sandbank\"");
	assert_saved(l->state, "elsewhere", "");
	put(other, "Boats", "ship");
	assert_saved(l->state, "lib", "1 Boats=ship|2 Sand=\"Teller sandbank\"");
	state_close(other);
}

static void test_keys_are_the_first_that_are_free(void **state)
{
	struct small_library *l = *state;
	for (int i = 1; i <= 11; i++) {
		char name[16];
		snprintf(name, sizeof name, "n%02d", i);
		put(l->state, name, "q");
	}
	assert_saved(l->state, "lib",
	             "1 n01=q|2 n02=q|3 n03=q|4 n04=q|5 n05=q|6 n06=q|7 n07=q|8 n08=q|9 n09=q|0 n10=q|0 n11=q");
	assert_int_equal(state_saved_remove(l->state, "lib", "n04", NULL), 0);
	assert_int_equal(state_saved_remove(l->state, "lib", "n05", NULL), 0); /* n04 is gone for good */
	put(l->state, "new", "q");
	undo(l->state, "n05"); /* its key was kept for it */
	undo(l->state, NULL);
	assert_saved(l->state, "lib",
	             "1 n01=q|2 n02=q|3 n03=q|4 new=q|5 n05=q|6 n06=q|7 n07=q|8 n08=q|9 n09=q|0 n10=q|0 n11=q");
}

static void test_removing(void **state)
{
	struct small_library *l = *state;
	struct state *other = other_state(l);
	undo(l->state, NULL);
	put(l->state, "Boats", "ferry");
	assert_int_equal(state_saved_remove(l->state, "lib", "Boats", NULL), 0);
	assert_saved(other, "lib", "");
	undo(other, "Boats");
	assert_saved(l->state, "lib", "1 Boats=ferry");
	assert_int_equal(state_saved_remove(l->state, "lib", "Boats", NULL), 0);
	put(l->state, "Boats", "tug"); /* kept again: nothing is left to be brought back */
	undo(l->state, NULL);
	assert_saved(l->state, "lib", "1 Boats=tug");
	assert_int_equal(state_saved_remove(l->state, "lib", "no such", NULL), 0);
	state_close(other);
}

/* ---- carried over */

static int import_line(void *payload, const char *json)
{
	struct err err = { "" };
	if (state_import(payload, json, &err) < 0)
		fail_msg("%s: %s", json, err.text);
	return 0;
}

static void look(struct state *s, const char *name, const uint32_t *prefix, size_t n, int64_t now)
{
	struct saved_seen seen = { (uint32_t *)prefix, n, n };
	assert_int_equal(state_saved_look(s, "lib", name, &seen, now, NULL), 0);
}

static size_t seen_of(struct state *s, const char *name)
{
	struct saved_seen seen;
	assert_int_equal(state_saved_seen(s, "lib", name, &seen, NULL), 0);
	size_t n = seen.n;
	saved_seen_release(&seen);
	return n;
}

static void test_export_and_import(void **state)
{
	static const uint32_t prefix[] = { 1, 0x80000000, UINT32_MAX };
	struct small_library *l = *state;
	struct err err = { "" };
	put(l->state, "Boats", "ferry \"and\" \\ tug");
	put(l->state, "Gone", "x");
	look(l->state, "Boats", prefix, 3, 100);
	assert_int_equal(state_saved_remove(l->state, "lib", "Gone", NULL), 0);
	char *path = world_path(l->world, "copy.db");
	struct library copy = l->lib;
	copy.state_path = path;
	struct state *to;
	assert_int_equal(state_open(&to, &copy, NULL, &err), 0);
	assert_int_equal(state_export(l->state, import_line, to, &err), 0);
	assert_saved(to, "lib", "1 Boats=ferry \"and\" \\ tug");
	assert_int_equal(seen_of(to, "Boats"), 3);
	look(to, "Boats", prefix, 1, 200); /* a later look here is not undone by an earlier one from there */
	assert_int_equal(state_export(l->state, import_line, to, &err), 0);
	assert_int_equal(seen_of(to, "Boats"), 1);
	look(l->state, "Boats", prefix, 2, 300);
	assert_int_equal(state_export(l->state, import_line, to, &err), 0);
	assert_int_equal(seen_of(to, "Boats"), 2);
	assert_int_equal(state_import(to, "{\"type\":\"saved\",\"library\":\"lib\",\"query\":\"x\"}", &err), -1);
	assert_int_equal(
		state_import(
			to, "{\"type\":\"saved\",\"library\":\"lib\",\"name\":\"Odd\",\"query\":\"x\",\"seen\":\"zz\"}",
			&err),
		0);
	assert_int_equal(seen_of(to, "Odd"), 0);
	state_close(to);
	free(path);
}

/* ---- what is new */

static void test_fresh(void **state)
{
	(void)state;
	uint32_t a[] = { 9, 3, 3, 5 }, b[] = { 5, 4, 9, 12, 4 };
	struct saved_seen before = { a, 4, 4 }, now = { b, 5, 5 }, none = { NULL, 0, 0 };
	saved_seen_settle(&before);
	saved_seen_settle(&now);
	assert_int_equal(before.n, 3);
	assert_int_equal(saved_seen_fresh(&before, &now), 2);
	assert_int_equal(saved_seen_fresh(&now, &now), 0);
	assert_int_equal(saved_seen_fresh(&none, &now), 5);
	assert_int_equal(saved_seen_fresh(&now, &none), 0);
	struct saved_seen many = { NULL, 0, SAVED_SEEN_MAX + 10 }, more = { NULL, 0, SAVED_SEEN_MAX + 17 };
	assert_int_equal(saved_seen_fresh(&many, &more), 7);
	assert_int_equal(saved_seen_fresh(&more, &many), 0);
}

/* Waits until the engine has told of the search. */
static void listen(struct engine *e, const char *name, uint64_t total, uint64_t fresh)
{
	struct pollfd fd = { .fd = engine_fd(e), .events = POLLIN };
	struct engine_event ev;
	for (bool told = false; !told;) {
		assert_int_equal(poll(&fd, 1, WAIT_MS), 1);
		while (!told && engine_next(e, &ev)) {
			if (ev.kind == ENGINE_SAVED && strcmp(ev.text, name) == 0) {
				told = true;
				assert_int_equal(ev.n, total);
				assert_int_equal(ev.hits, fresh);
			}
			engine_event_release(&ev);
		}
	}
}

static struct engine *engine(struct small_library *l)
{
	struct engine *e;
	struct err err = { "" };
	if (engine_open(&e, &l->lib, &err) < 0)
		fail_msg("%s", err.text);
	return e;
}

static void count(struct small_library *l, uint64_t total, uint64_t fresh)
{
	struct engine *e = engine(l);
	engine_saved_count(e);
	listen(e, "Board", total, fresh);
	engine_close(e);
}

static void add_story(struct small_library *l, const char *name, const char *what)
{
	char *text = mem_printf("Harbour board of Port Quillan buys %s\n\n"
	                        "PORT QUILLAN (Meridian) - The harbour board bought %s on Monday, its pilot said.\n\n"
	                        "(Reporting by Dorrit Kane)\n",
	                        what, what);
	small_library_add(l, name, text);
	free(text);
}

static void test_new_stories_are_counted_whatever_becomes_of_the_cache(void **state)
{
	struct small_library *l = *state;
	assert_int_equal(state_saved_put(l->state, l->lib.key, "Board", "harbour board", NULL), 0);
	count(l, 1, 1); /* never looked at */
	struct engine *e = engine(l);
	engine_saved_look(e, "Board");
	engine_saved_look(e, "no such");
	listen(e, "Board", 1, 0);
	engine_close(e);
	count(l, 1, 0);
	add_story(l, "b.txt", "a new bell");
	add_story(l, "0.txt", "a rope");
	small_library_index(l);
	count(l, 3, 2);
	char *cache = world_path(l->world, "cache.db");
	cache_close(l->cache);
	l->cache = NULL;
	assert_int_equal(unlink(cache), 0);
	add_story(l, "c.txt", "a rope"); /* a copy is nothing new beside what it is a copy of */
	small_library_index(l);
	count(l, 4, 2);
	free(cache);
	e = engine(l);
	engine_saved_look(e, "Board");
	listen(e, "Board", 4, 0);
	engine_close(e);
	count(l, 4, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_library, free_library)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_process_sees_them),
		TEST(test_keys_are_the_first_that_are_free),
		TEST(test_removing),
		TEST(test_export_and_import),
		cmocka_unit_test(test_fresh),
		TEST(test_new_stories_are_counted_whatever_becomes_of_the_cache),
	};
	return cmocka_run_group_tests_name("saved searches", tests, NULL, NULL);
}
