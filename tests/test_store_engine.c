/* The engine: events of builds, searches, related stories and counts; what was cancelled never comes. */
#include "store_fixture.h"

#include <poll.h>

#include "lede/engine.h"

enum { PATIENCE_MS = 60000, FILES = 12, ARTICLES = 40 };

struct world {
	struct fixture f;
	struct engine *e;
};

static int set_up(void **state)
{
	struct world *w = mem_zalloc(1, sizeof *w);
	struct err err = { "" };
	fixture_init(&w->f);
	for (unsigned i = 0; i < FILES; i++) {
		char name[32];
		snprintf(name, sizeof name, "n%u.txt", i);
		write_articles(&w->f, name, i + 1, ARTICLES);
	}
	if (engine_open(&w->e, &w->f.lib, &err) < 0)
		fail_msg("%s", err.text);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	engine_close(w->e);
	fixture_release(&w->f);
	free(w);
	return 0;
}

/* The next event, waited for through the descriptor as the screen does. */
static struct engine_event next(struct world *w)
{
	struct engine_event ev;
	struct pollfd p = { engine_fd(w->e), POLLIN, 0 };
	while (!engine_next(w->e, &ev))
		if (poll(&p, 1, PATIENCE_MS) == 0)
			fail_msg("no event came");
	return ev;
}

/* Events until one of this kind (with done, where it has such); it is the caller's. */
static struct engine_event next_of(struct world *w, enum engine_event_kind kind)
{
	for (;;) {
		struct engine_event ev = next(w);
		bool ended = kind == ENGINE_PROGRESS ? ev.progress.done : kind == ENGINE_HITS ? ev.done : true;
		if (ev.kind == kind && ended)
			return ev;
		engine_event_release(&ev);
	}
}

/* A whole build: its end and the table that it leaves, which come in either order. */
static void build(struct world *w)
{
	bool done = false, table = false;
	engine_build(w->e);
	while (!done || !table) {
		struct engine_event ev = next(w);
		if (ev.kind == ENGINE_NOTICE)
			print_error("notice: %s\n", ev.text);
		if (ev.kind == ENGINE_PROGRESS && ev.progress.done) {
			assert_int_equal(ev.progress.articles, FILES * ARTICLES);
			done = true;
		}
		table |= ev.kind == ENGINE_SOURCES && ev.sources->articles == FILES * ARTICLES;
		engine_event_release(&ev);
	}
}

static void test_build_tells_its_end(void **state)
{
	struct world *w = *state;
	uint64_t articles = 0;
	bool done = false;
	assert_false(engine_building(w->e));
	engine_build(w->e);
	engine_build(w->e); /* nothing: one runs, or has just ended */
	while (!done || articles < FILES * ARTICLES) {
		struct engine_event ev = next(w);
		if (ev.kind == ENGINE_SOURCES) {
			assert_true(ev.sources->articles >= articles);
			assert_int_equal(ev.sources->revision, ev.revision);
			articles = ev.sources->articles;
		}
		if (ev.kind == ENGINE_PROGRESS && ev.progress.done) {
			assert_false(engine_building(w->e));
			done = true;
		}
		engine_event_release(&ev);
	}
	assert_int_equal(articles, FILES * ARTICLES);
}

static void test_search_finds_all(void **state)
{
	struct world *w = *state;
	build(w);
	uint32_t ticket = engine_search(w->e, "council", false);
	size_t n = 0;
	uint64_t hits = 0;
	doc_id last = 0;
	for (bool done = false; !done;) {
		struct engine_event ev = next(w);
		if (ev.kind == ENGINE_HITS) {
			assert_int_equal(ev.ticket, ticket);
			for (size_t i = 0; i < ev.n; i++) {
				assert_true(ev.docs[i] > last);
				last = ev.docs[i];
			}
			n += ev.n;
			hits += ev.hits;
			done = ev.done;
		}
		engine_event_release(&ev);
	}
	assert_int_equal(n, FILES * ARTICLES);
	assert_true(hits >= n);
}

static void assert_ticket_is(struct engine_event *ev, uint32_t ticket)
{
	if (ev->kind == ENGINE_HITS)
		assert_int_equal(ev->ticket, ticket);
	engine_event_release(ev);
}

static void test_old_hits_never_come(void **state)
{
	struct world *w = *state;
	static const char *const typed[] = { "c", "co", "cou", "council", "council -harbour", "\"old tramway\"", "th" };
	struct engine_event ev;
	uint32_t ticket = 0;
	build(w);
	for (unsigned i = 0; i < 400; i++) {
		ticket = engine_search(w->e, typed[i % 7], true);
		for (unsigned k = 0; k < i % 5 && engine_next(w->e, &ev); k++)
			assert_ticket_is(&ev, ticket);
		if (i % 50 == 49) { /* let this one come through */
			ev = next_of(w, ENGINE_HITS);
			assert_ticket_is(&ev, ticket);
		}
	}
	engine_search(w->e, "council", false);
	engine_search_cancel(w->e);
	ticket = engine_search(w->e, "item3x7", false);
	for (bool done = false; !done;) {
		ev = next(w);
		done = ev.kind == ENGINE_HITS && ev.done;
		assert_ticket_is(&ev, ticket);
	}
}

static void test_descriptor_follows_the_queue(void **state)
{
	struct world *w = *state;
	struct engine_event ev;
	struct pollfd p = { engine_fd(w->e), POLLIN, 0 };
	build(w);
	engine_search(w->e, "item3x7", false);
	ev = next_of(w, ENGINE_HITS);
	engine_event_release(&ev);
	while (poll(&p, 1, 0) == 1) { /* readable: then there is something, and after the last of it not any more */
		assert_true(engine_next(w->e, &ev));
		engine_event_release(&ev);
	}
	engine_search(w->e, "item3x7", false);
	assert_int_equal(poll(&p, 1, PATIENCE_MS), 1);
}

static void test_related_stories(void **state)
{
	struct world *w = *state;
	build(w);
	engine_related(w->e, 1, 5);
	struct engine_event ev = next_of(w, ENGINE_RELATED);
	assert_int_equal(ev.doc, 1);
	assert_true(ev.n <= 5);
	for (size_t i = 0; i < ev.n; i++)
		assert_int_not_equal(ev.related[i].doc, 1);
	engine_event_release(&ev);
}

static void mark_read(struct world *w, doc_id doc)
{
	struct state *s;
	struct article a;
	struct cache *c = fixture_cache(&w->f);
	assert_int_equal(state_open(&s, &w->f.lib, NULL, NULL), 0);
	assert_int_equal(cache_article(c, doc, &a, NULL), 1);
	assert_int_equal(state_set_read(s, a.fingerprint, true, NULL), 0);
	article_release(&a);
	state_close(s);
	cache_close(c);
}

static void test_read_counts(void **state)
{
	struct world *w = *state;
	struct source_table *t;
	build(w);
	struct cache *c = fixture_cache(&w->f);
	assert_int_equal(source_table_load(&t, c, NULL), 0);
	cache_close(c);
	mark_read(w, t->entries[2].first);
	mark_read(w, t->entries[2].first + 3);
	mark_read(w, t->entries[5].first);
	engine_count_read(w->e);
	struct engine_event ev = next_of(w, ENGINE_READ);
	assert_int_equal(ev.n, t->n);
	assert_int_equal(ev.revision, t->revision);
	for (size_t i = 0; i < t->n; i++)
		assert_int_equal(ev.read_counts[i], i == 2 ? 2 : i == 5 ? 1 : 0);
	engine_event_release(&ev);
	source_table_free(t);
}

static void test_problems_are_told(void **state)
{
	struct world *w = *state;
	char *path = fixture_path(&w->f, "picture.gif");
	write_bytes(path, "GIF89a\1\0\1\0\x80\0\0\0\0\0", 16);
	engine_build(w->e);
	struct engine_event ev = next_of(w, ENGINE_NOTICE);
	assert_non_null(strstr(ev.text, "picture.gif"));
	assert_non_null(strstr(ev.text, "binary"));
	engine_event_release(&ev);
	free(path);
}

static void test_close_in_the_middle(void **state)
{
	struct world *w = *state;
	struct err err = { "" };
	engine_build(w->e);
	engine_search(w->e, "council", false);
	engine_related(w->e, 1, 5);
	engine_count_read(w->e);
	engine_close(w->e);
	assert_int_equal(engine_open(&w->e, &w->f.lib, &err), 0);
	engine_build(w->e);
	struct engine_event ev = next_of(w, ENGINE_PROGRESS);
	engine_event_release(&ev);
	assert_sound(&w->f);
	char *list = fixture_list(&w->f);
	assert_non_null(strstr(list, "n11.txt"));
	free(list);
}

/* Another program holds the lock: that is told, and when it lets go the build is done after all. */
static void test_another_program_builds(void **state)
{
	struct world *w = *state;
	int ready[2], go[2];
	char byte = 0, pid[32];
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	pid_t child = fork();
	if (child == 0) {
		char *path = mem_printf("%s.lock", w->f.cache);
		int fd = open(path, O_RDWR | O_CREAT, 0600);
		struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
		int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
		if (fcntl(fd, F_SETLK, &l) < 0 || pwrite(fd, pid, (size_t)n, 0) != n || write(ready[1], &byte, 1) != 1)
			_exit(1);
		_exit(read(go[0], &byte, 1) != 1);
	}
	assert_true(child > 0);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	engine_build(w->e);
	struct engine_event ev = next_of(w, ENGINE_NOTICE);
	snprintf(pid, sizeof pid, "%ld", (long)child);
	assert_non_null(strstr(ev.text, pid));
	engine_event_release(&ev);
	assert_int_equal(write(go[1], &byte, 1), 1);
	assert_int_equal(waitpid(child, NULL, 0), child);
	ev = next_of(w, ENGINE_PROGRESS);
	assert_int_equal(ev.progress.articles, FILES * ARTICLES);
	engine_event_release(&ev);
	for (int i = 0; i < 2; i++) {
		close(ready[i]);
		close(go[i]);
	}
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_build_tells_its_end),    CASE(test_search_finds_all),
		CASE(test_old_hits_never_come),    CASE(test_descriptor_follows_the_queue),
		CASE(test_related_stories),        CASE(test_read_counts),
		CASE(test_problems_are_told),      CASE(test_close_in_the_middle),
		CASE(test_another_program_builds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
