/* Searching: order and batches, marks and stops, ranking; that no text is an error and no plan reads the articles' rows. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/db.h"
#include "../src/store/search_internal.h"
#include "../src/store/search_memo.h"
#include "lede/build.h"
#include "lede/search.h"
#include "support/storms.h"

enum { MANY = STORMS, RANDOM_TEXTS = 20000 };

static struct small_library *many;

static int make_many(void **state)
{
	(void)state;
	many = storms_new();
	return 0;
}

static int free_many(void **state)
{
	(void)state;
	small_library_free(many);
	return 0;
}

struct seen {
	size_t n, batches, first;
	doc_id last;
	uint64_t hits;
	size_t stop_after; /* batches; 0: never */
	bool ordered;
};

static int see(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct seen *s = payload;
	assert_true(n > 0);
	if (!s->batches++) {
		s->first = n;
		s->ordered = true;
	}
	for (size_t i = 0; i < n; i++) {
		s->ordered = s->ordered && docs[i] > s->last;
		s->last = docs[i];
		s->hits += hits[i];
	}
	s->n += n;
	return s->batches == s->stop_after;
}

static struct seen run(const char *text, bool typing, size_t stop_after, int want)
{
	struct seen s = { .stop_after = stop_after };
	struct err err = { "" };
	struct query *q = query_parse(text, typing);
	int rc = search_run(many->cache, many->state, q, see, &s, &err);
	if (rc != want)
		fail_msg("%s: %d %s", text, rc, err.text);
	query_free(q);
	return s;
}

static void test_batches(void **state)
{
	(void)state;
	static const char *const texts[] = { "storm",           "", "stor", "s", "is:unread", "storm is:unread",
		                             "coast OR is:copy" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct seen s = run(texts[i], true, 0, 0);
		assert_int_equal(s.n, MANY);
		assert_int_equal(s.batches, 2);
		assert_int_equal(s.first, SEARCH_FIRST_BATCH);
		assert_true(s.ordered);
	}
	struct seen s = run("lighthouse", true, 0, 0);
	assert_int_equal(s.n, MANY / 10);
	assert_int_equal(s.hits, MANY / 10);
	assert_int_equal(run("narwhal", true, 0, 0).n, 1);
	assert_int_equal(run("unicorn", true, 0, 0).batches, 0);
	assert_int_equal(run("u", true, 0, 0).n, MANY); /* until */
	assert_int_equal(run("l n", true, 0, 0).n, 0);
	assert_int_equal(run("lighthouse n* -numb*", true, 0, 0).n, 0);
	assert_int_equal(run("n* -lighthouse", true, 0, 0).n, MANY - MANY / 10);
}

static void test_hits(void **state)
{
	(void)state;
	assert_int_equal(run("storm", false, 0, 0).hits, 2 * MANY);
	assert_int_equal(run("headline:storm", false, 0, 0).hits, MANY);
	assert_int_equal(run("storm -narwhal", false, 0, 0).hits, 2 * (MANY - 1));
	assert_int_equal(run("place:oslo", false, 0, 0).hits, 0);
	assert_int_equal(run("is:unread", false, 0, 0).hits, 0);
	assert_int_equal(run("storm OR is:copy", false, 0, 0).hits, 2 * MANY);
	assert_int_equal(run("\"the coast\" storm", false, 0, 0).hits, 4 * MANY);
}

static void test_phrases_that_go_on(void **state)
{
	(void)state;
	assert_int_equal(run("\"the c", true, 0, 0).n, MANY);
	assert_int_equal(run("\"the c", true, 0, 0).hits, 2 * MANY);
	assert_int_equal(run("headline:\"the c*\"", false, 0, 0).hits, MANY);
	assert_int_equal(run("\"the l", true, 0, 0).hits, MANY / 10);
	assert_int_equal(run("\"coast of the i", true, 0, 0).hits, MANY);
	assert_int_equal(run("lighthouse \"of the i*\" z*", false, 0, 0).n, 0);
	assert_int_equal(run("lighthouse \"of the i*\" w*", false, 0, 0).n, MANY / 10);
	assert_int_equal(run("\"with a n", true, 0, 0).n, 1);
	assert_int_equal(run("\"a with n", true, 0, 0).n, 0);
	assert_int_equal(run("\"the c*\" OR is:copy", false, 0, 0).n, MANY);
	assert_int_equal(run("in:00 -\"with a n*\" \"the c*\"", false, 0, 0).n, 12); /* 000 to 009, 100 and 200 */
}

static void test_stop(void **state)
{
	(void)state;
	struct seen s = run("storm", false, 1, 1);
	assert_int_equal(s.n, SEARCH_FIRST_BATCH);
	assert_int_equal(run("", false, 1, 1).n, SEARCH_FIRST_BATCH);
	/* and the connection is fit for the next */
	assert_int_equal(run("storm", false, 0, 0).n, MANY);
}

static int interrupt_soon(void *cache)
{
	cache_interrupt(cache);
	return 0;
}

static void test_interrupt(void **state)
{
	(void)state;
	sqlite3_progress_handler(many->cache->db, 50, interrupt_soon, many->cache);
	run("storm", false, 0, 1);
	run("storm in:0", false, 0, 1);
	run("s*", false, 0, 1);
	run("storm o*", false, 0, 1);
	run("\"the c*\"", false, 0, 1);
	run("storm NEAR c*", false, 0, 1);
	sqlite3_progress_handler(many->cache->db, 0, NULL, NULL);
	assert_int_equal(run("storm", false, 0, 0).n, MANY);
}

static int see_and_interrupt(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	see(payload, docs, hits, n);
	cache_interrupt(many->cache);
	return 0;
}

/* An interrupt between two statements counts as well. */
static void test_interrupt_between(void **state)
{
	(void)state;
	static const char *const texts[] = { "storm", "is:unread storm", "is:unread", "/storm/", "/a/ OR is:read" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct seen s = { 0 };
		struct err err = { "" };
		struct query *q = query_parse(texts[i], false);
		assert_int_equal(search_run(many->cache, many->state, q, see_and_interrupt, &s, &err), 1);
		assert_int_equal(s.batches, 1);
		query_free(q);
		assert_int_equal(run("storm", false, 0, 0).n, MANY);
	}
}

static size_t search_docs(struct small_library *l, const char *text)
{
	struct seen s = { 0 };
	struct err err = { "" };
	struct query *q = query_parse(text, false);
	assert_int_equal(search_run(l->cache, l->state, q, see, &s, &err), 0);
	query_free(q);
	return s.n;
}

static size_t count_copies(struct small_library *l)
{
	return search_docs(l, "is:copy");
}

/* What a search keeps for the next is good until the cache changes. */
static void test_copies_come_and_go(void **state)
{
	(void)state;
	static const char text[] = "A narwhal swims into the harbour of the town\n\n"
				   "OSLO (Reuters) - A narwhal swam into the harbour on Monday, people there said.\n";
	struct small_library *l = small_library_new();
	struct build_progress done;
	struct err err = { "" };
	small_library_add(l, "a.txt", text);
	small_library_index(l);
	assert_int_equal(count_copies(l), 0);
	assert_int_equal(count_copies(l), 0);
	small_library_add(l, "b.txt", text);
	assert_int_equal(build_run(&l->lib, &(struct build_options){ 0 }, &done, &err), 0);
	assert_int_equal(count_copies(l), 2);
	assert_int_equal(count_copies(l), 2);
	small_library_add(l, "b.txt", "Something else\n\nIt is quite another story, they said in town on Monday.\n");
	assert_int_equal(build_run(&l->lib, &(struct build_options){ 0 }, &done, &err), 0);
	assert_int_equal(count_copies(l), 0);
	small_library_free(l);
}

/* Copies of several articles, so many of each that they do not fit into one go. */
static void test_many_copies(void **state)
{
	(void)state;
	struct small_library *l = small_library_new();
	for (int i = 0; i < 90; i++) {
		char name[32];
		struct buf text = BUF_INIT;
		snprintf(name, sizeof name, "%03d.txt", i);
		buf_addf(&text, "A narwhal swims into harbour %d of the town\n\n", i < 60 ? i % 2 : i);
		buf_addf(&text, "OSLO (Reuters) - Narwhal %d swam into the harbour on Monday, it was said.\n",
		         i < 60 ? i % 2 : i);
		small_library_add(l, name, text.p);
		buf_release(&text);
	}
	small_library_index(l);
	assert_int_equal(search_docs(l, "narwhal is:copy"), 60); /* put off */
	assert_int_equal(search_docs(l, "-is:copy"), 30);        /* as a set, begun before */
	assert_int_equal(search_docs(l, "narwhal -is:copy"), 30);
	assert_int_equal(search_docs(l, "is:copy"), 60);
	small_library_free(l);
}

static void test_regexes(void **state)
{
	(void)state;
	assert_int_equal(run("/(light|boat)house/", false, 0, 0).n, MANY / 10);
	assert_int_equal(run("/storm/", false, 0, 0).hits, 2 * MANY);
	assert_int_equal(run("headline:/storm/", false, 0, 0).hits, MANY);
	assert_int_equal(run("/storm number [0-9]{2} / coast", false, 0, 0).n, 90);
	assert_int_equal(run("/n[a-z]+whal/ OR /lighthous./", false, 0, 0).n, MANY / 10 + 1);
	assert_int_equal(run("lighthouse -/number 1/", false, 0, 0).n, 19);
	assert_int_equal(run("place:/^os/ agency:/^reut/ /wh(ale|al)/", false, 0, 0).n, 1);
	assert_int_equal(run("/unicorns?/", false, 0, 0).n, 0);
	assert_int_equal(run("/o/", true, 1, 1).batches, 1);
	struct seen s = run("/storm/", true, 0, 0);
	assert_true(s.ordered && s.n == MANY);
}

static void test_marks(void **state)
{
	(void)state;
	struct err err;
	struct article a;
	doc_id doc = small_library_doc(many, "number 7 ");
	assert_int_equal(cache_article(many->cache, doc, &a, &err), 1);
	assert_int_equal(state_set_read(many->state, a.fingerprint, true, &err), 0);
	assert_int_equal(run("is:read", false, 0, 0).last, doc);
	assert_int_equal(run("is:unread", false, 0, 0).n, MANY - 1);
	assert_int_equal(run("storm -is:unread", false, 0, 0).n, 1);
	assert_int_equal(state_set_read(many->state, a.fingerprint, false, &err), 0);
	article_release(&a);

	/* no state: nothing is read */
	struct seen s = { 0 };
	struct query *q = query_parse("is:read OR is:starred", false);
	assert_int_equal(search_run(many->cache, NULL, q, see, &s, &err), 0);
	assert_int_equal(s.n, 0);
	query_free(q);
}

struct docs {
	doc_id at[MANY];
	size_t n;
};

static int keep_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct docs *d = payload;
	(void)hits;
	for (size_t i = 0; i < n; i++)
		d->at[d->n++] = docs[i];
	return 0;
}

/* Marks some of the articles, counted from 0. The state is as another process has it: a connection of its own. */
static void mark_elsewhere(size_t from, size_t to, bool read)
{
	struct err err;
	struct state *other;
	struct docs all = { .n = 0 };
	struct query *q = query_parse("", false);
	assert_int_equal(search_run(many->cache, NULL, q, keep_docs, &all, &err), 0);
	query_free(q);
	assert_int_equal(all.n, MANY);
	assert_int_equal(state_open(&other, &many->lib, NULL, &err), 0);
	for (size_t i = from; i < to; i++) {
		struct article a;
		assert_int_equal(cache_article(many->cache, all.at[i], &a, &err), 1);
		assert_int_equal(state_set_read(other, a.fingerprint, read, &err), 0);
		article_release(&a);
	}
	state_close(other);
}

static void assert_read(size_t n)
{
	for (int again = 0; again < 2; again++) {
		assert_int_equal(run("is:read", true, 0, 0).n, n);
		assert_int_equal(run("is:unread st", true, 0, 0).n, MANY - n);
		assert_int_equal(run("storm -is:read", true, 0, 0).n, MANY - n);
		assert_int_equal(run("-is:unread /storm/", true, 0, 0).n, n);
		assert_int_equal(run("is:read OR is:starred", true, 0, 0).n, n);
	}
}

/* Searches keep which docs are marked, and must see each change all the same. */
static void test_marks_of_others(void **state)
{
	(void)state;
	assert_read(0);
	mark_elsewhere(0, 200, true);
	assert_read(200);
	mark_elsewhere(10, 11, false);
	mark_elsewhere(250, 252, true);
	assert_read(201);
	mark_elsewhere(0, 252, false);
	assert_read(0);
}

/* A connection that is closed and opened again is another. */
static void test_marks_of_another_connection(void **state)
{
	(void)state;
	struct err err;
	assert_read(0);
	for (size_t n = 1; n < 4; n++) {
		mark_elsewhere(0, n, true);
		state_close(many->state);
		assert_int_equal(state_open(&many->state, &many->lib, NULL, &err), 0);
		assert_read(n);
	}
	mark_elsewhere(0, 4, false);
	assert_read(0);
}

struct countdown {
	int steps;
};

static int interrupt_after(void *payload)
{
	struct countdown *c = payload;
	return c->steps-- == 0;
}

/* A search that was given up in the middle leaves nothing half done behind. */
static void test_interrupted_filters(void **state)
{
	(void)state;
	for (int steps = 0; steps < 60; steps++) {
		static const char *const texts[] = { "is:unread storm", "storm is:copy", "is:read" };
		struct countdown c = { steps };
		struct err err = { "" };
		struct seen seen = { 0 };
		struct query *q = query_parse(texts[steps % 3], false);
		mark_elsewhere(0, 150, steps % 2);
		sqlite3_progress_handler(many->cache->db, 50, interrupt_after, &c);
		assert_true(search_run(many->cache, many->state, q, see, &seen, &err) >= 0);
		sqlite3_progress_handler(many->cache->db, 0, NULL, NULL);
		query_free(q);
		assert_int_equal(run("is:read", false, 0, 0).n, steps % 2 ? 150 : 0);
		assert_int_equal(run("storm is:unread", false, 0, 0).n, steps % 2 ? MANY - 150 : MANY);
		assert_int_equal(run("is:copy", false, 0, 0).n, 0);
	}
	mark_elsewhere(0, 150, false);
}

/* Sets made beforehand, however often that is interrupted. */
static void test_prepare(void **state)
{
	(void)state;
	struct err err = { "" };
	int rc = 1, steps = 5;
	mark_elsewhere(0, 150, true);
	for (; rc == 1; steps += 5) {
		struct countdown c = { steps };
		sqlite3_progress_handler(many->cache->db, 50, interrupt_after, &c);
		rc = search_prepare(many->cache, many->state, &err);
		sqlite3_progress_handler(many->cache->db, 0, NULL, NULL);
	}
	assert_int_equal(rc, 0);
	assert_true(steps > 10); /* it was interrupted */
	assert_read(150);
	assert_int_equal(search_prepare(many->cache, NULL, &err), 0);
	mark_elsewhere(0, 150, false);
	assert_int_equal(search_prepare(many->cache, many->state, &err), 0);
	assert_read(0);
}

static void test_in(void **state)
{
	(void)state;
	assert_int_equal(run("in:12", false, 0, 0).n, 13); /* 012, 112, 212, 120 to 129 */
	assert_int_equal(run("in:07.TXT storm", false, 0, 0).n, 3);
	assert_int_equal(run("in:wire", false, 0, 0).n, 0); /* the root is not shown */
}

/* --- ranking --- */

static void test_ranked_regex(void **state)
{
	(void)state;
	struct err err;
	doc_id found[4];
	struct query *regex = query_parse("/n.rwhal|lighth/ storm", false);
	assert_int_equal(search_ranked(many->cache, many->state, regex, found, 4, &err), 4);
	query_free(regex);
	regex = query_parse("/n.rwhal/", false);
	assert_int_equal(search_ranked(many->cache, many->state, regex, found, 4, &err), 1);
	assert_int_equal(found[0], small_library_doc(many, "number 123 "));
	query_free(regex);
}

static void test_ranked(void **state)
{
	(void)state;
	struct err err;
	doc_id docs[20], narwhal = small_library_doc(many, "number 123 ");
	struct query *q = query_parse("storm OR narwhal", false);
	assert_int_equal(search_ranked(many->cache, many->state, q, docs, 20, &err), 20);
	assert_int_equal(docs[0], narwhal);
	query_free(q);

	q = query_parse("narwhal OR in:00", false);
	assert_int_equal(search_ranked(many->cache, many->state, q, docs, 5, &err), 5);
	assert_int_equal(docs[0], narwhal);
	/* what no word speaks for: in doc order */
	assert_int_equal(docs[1], small_library_doc(many, "number 0 "));
	assert_int_equal(docs[2], small_library_doc(many, "number 1 "));
	query_free(q);

	q = query_parse("lighthouse in:29", false);
	assert_int_equal(search_ranked(many->cache, many->state, q, docs, 20, &err), 1);
	query_free(q);
	q = query_parse("", false);
	assert_int_equal(search_ranked(many->cache, many->state, q, docs, 3, &err), 3);
	assert_int_equal(docs[2], small_library_doc(many, "number 2 "));
	assert_int_equal(search_ranked(many->cache, many->state, q, docs, 0, &err), 0);
	query_free(q);
}

/* --- any text at all --- */

static uint32_t seed = 5;
static uint32_t number(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static const char *const pieces[] = {
	"\"",       "(",
	")",        "-",
	"*",        "^",
	"OR",       " OR ",
	"AND",      "NEAR",
	"NEAR(",    "NEAR/3",
	",",        ":",
	"by:",      "is:",
	"date:",    "in:",
	"kind:",    "is:read",
	"2017",     "..",
	">=",       "{",
	"}",        "+",
	"'",        "don't",
	"20.04",    "U.S.",
	" ",        " ",
	" ",        "storm",
	"coast",    "\xe6\x9d\xb1",
	"\xff",     "\xc3",
	"\x01",     "\\",
	";",        "--",
	"%",        "_",
	"a",        "st",
	"oslo",     "\xe2\x80\x9c",
	"\xc2\xa0", "\xf0\x9f\x98\x80",
	"/",        "=",
	" /",       "/ ",
	"/st.*m/",  "/(",
	"|",        "[",
	"]",        "{9}",
};

static void make_text(struct buf *out)
{
	uint32_t n = number(12);
	buf_clear(out);
	for (uint32_t i = 0; i < n; i++)
		if (number(8))
			buf_adds(out, pieces[number(sizeof pieces / sizeof *pieces)]);
		else
			buf_addc(out, (char)(1 + number(255)));
}

static void test_any_text(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	struct err err = { "" };
	const char *more = getenv("LEDE_TEST_QUERIES");
	long n = more ? atol(more) : RANDOM_TEXTS;
	for (long i = 0; i < n; i++) {
		struct seen s = { 0 };
		make_text(&text);
		struct query *q = query_parse(buf_str(&text), i % 2);
		if (search_run(many->cache, many->state, q, see, &s, &err) != 0)
			fail_msg("%s: %s", buf_str(&text), err.text);
		query_free(q);
	}
	buf_release(&text);
}

/* --- plans --- */

/* Keeps the SQL of each statement that runs; the plan is asked for afterwards, on the same connection. */
struct traced {
	char *sql[64];
	size_t n;
};

static int trace(unsigned kind, void *payload, void *statement, void *unused)
{
	(void)kind;
	(void)unused;
	struct traced *t = payload;
	const char *sql = sqlite3_sql(statement);
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->sql[i], sql) == 0)
			return 0;
	if (strncmp(sql, "SELECT", 6) == 0 && !strstr(sql, "'main'.")) {
		assert_true(t->n < sizeof t->sql / sizeof *t->sql);
		t->sql[t->n++] = mem_strdup(sql);
	}
	return 0;
}

/* A line of a plan that reads the articles' rows from first to last, or sorts. */
static bool is_bad(const char *line)
{
	if (strstr(line, "USE TEMP B-TREE"))
		return true;
	return strstr(line, "SCAN fts_idx") || (strstr(line, "SCAN article") && !strstr(line, "COVERING INDEX"));
}

static void check_plan(sqlite3 *db, const char *sql)
{
	char *explain = mem_printf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *s;
	assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &s, NULL), SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(s, 3);
		if (is_bad(line))
			fail_msg("%s: %s", sql, line);
	}
	sqlite3_finalize(s);
	free(explain);
}

static void check_plans(sqlite3 *db, struct traced *t)
{
	for (size_t i = 0; i < t->n; i++) {
		check_plan(db, t->sql[i]);
		free(t->sql[i]);
	}
}

/* What is asked of one doc: searches do so for as long as the clock lets them. */
static void ask_of_one_doc(void)
{
	struct err err = { "" };
	struct search s = { .c = many->cache, .state = many->state, .err = &err };
	struct query *q = query_parse("date:2017", false);
	doc_id doc = small_library_doc(many, "number 7 ");
	bool is = true;
	assert_int_equal(search_is_copy(&s, doc, &is), 0);
	assert_false(is);
	assert_int_equal(search_is_in_list(&s, q->root, doc, &is), 0);
	assert_false(is);
	assert_int_equal(search_is_marked(&s, STATE_STARRED, doc, &is), 0);
	assert_false(is);
	assert_int_equal(search_is_marked(&s, STATE_READ, doc, &is), 0);
	assert_true(is);
	query_free(q);
}

static void test_plans(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"storm is:copy is:read", "storm",  "st",        "is:copy",    "kind:brief", "kind:article storm",
		"date:2017 storm",       "-storm", "is:unread", "is:starred", "in:12",      "is:doubtful",
		"storm OR kind:brief",
	};
	struct traced t = { .n = 0 }, marks = { .n = 0 };
	struct err err = { "" };
	mark_elsewhere(0, 100, true); /* something to find out, by connections that know nothing yet */
	cache_close(many->cache);
	state_close(many->state);
	assert_int_equal(cache_open(&many->cache, &many->lib, NULL, &err), 0);
	assert_int_equal(state_open(&many->state, &many->lib, NULL, &err), 0);
	sqlite3_trace_v2(many->cache->db, SQLITE_TRACE_STMT, trace, &t);
	sqlite3_trace_v2(many->state->db, SQLITE_TRACE_STMT, trace, &marks);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		doc_id docs[4];
		struct query *q = query_parse(texts[i], true);
		run(texts[i], true, 0, 0);
		assert_true(search_ranked(many->cache, many->state, q, docs, 4, &err) >= 0);
		query_free(q);
	}
	ask_of_one_doc();
	sqlite3_trace_v2(many->cache->db, 0, NULL, NULL);
	sqlite3_trace_v2(many->state->db, 0, NULL, NULL);
	mark_elsewhere(0, 100, false);
	assert_true(t.n > 15);
	assert_int_equal(marks.n, 3);
	check_plans(many->cache->db, &t);
	check_plans(many->state->db, &marks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_phrases_that_go_on),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_marks_of_others),
		cmocka_unit_test(test_marks_of_another_connection),
		cmocka_unit_test(test_interrupted_filters),
		cmocka_unit_test(test_prepare),
		cmocka_unit_test(test_in),
		cmocka_unit_test(test_ranked),
		cmocka_unit_test(test_any_text),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_copies_come_and_go),
		cmocka_unit_test(test_many_copies),
		cmocka_unit_test(test_ranked_regex),
		cmocka_unit_test(test_regexes),
		cmocka_unit_test(test_interrupt_between),
	};
	return cmocka_run_group_tests(tests, make_many, free_many);
}
