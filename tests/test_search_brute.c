/*
 * Search against a brute-force reading: random queries are answered twice, by search_run and by looking at every word of every
 * article, on a generated library and on the sample.
 */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/search_internal.h"
#include "support/brute.h"

enum { FILES = 60, QUERIES = 4000, SAMPLE_QUERIES = 2500, PHRASES = 1500, FRESH_EVERY = 5, DOCS_MAX = 400 };

/* clang-format off */
static const char *const vocabulary[] = {
	"storm", "Storms", "STORMING", "harbour", "caf\u00e9", "cafe", "don't", "don\u2019t", "U.S.",
	"us", "20.04", "20", "O\u2019Neil", "multi-agent", "multi", "\u6771\u4eac", "\u4eac\u90fd",
	"\u6771", "\u041c\u043e\u0441\u043a\u0432\u0430", "\u043c\u043e\u0441\u043a\u0432\u0435",
	"\u0627\u0644\u0639\u0631\u0628", "St.", "Oslo", "Putney\u2019s", "putney", "a", "an", "\ufb01re",
	"fire", "Stra\u00dfe", "strasse", "river",
};
/* clang-format on */
enum { VOCABULARY = sizeof vocabulary / sizeof *vocabulary };
static const char *const names[] = { "Ada Rivers", "Bo Stone", "Cy Rivers" };
static const char *const places[] = { "OSLO", "ST. IVES", "PORT RIVERS" };
static const char *const agencies[] = { "Reuters", "AP" };

static const char *const parts[] = { "alpha/file", "FILE1", "beta", "file", "zz" };

#define ALL(a)                                                                                                         \
	{                                                                                                              \
		(a), sizeof(a) / sizeof *(a)                                                                           \
	}
static const struct brute_words generated = { ALL(vocabulary), ALL(names), ALL(places), ALL(agencies), ALL(parts) };
static const char *const sample_parts[] = { "world", "2019-03", "HARBOUR", ".txt", "singles/2019-04" };
static const struct brute_words from_the_sample = { .parts = ALL(sample_parts) };

/* --- the library --- */

static void add_words(struct buf *out, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		buf_addf(out, "%s%s", i ? " " : "", vocabulary[brute_number(VOCABULARY)]);
}

static void add_story(struct buf *out, int i)
{
	buf_addf(out, "Headline %d of the ", i);
	add_words(out, 3 + brute_number(4));
	buf_addf(out, "\n\nBy %s\n\n%s (%s) - The ", names[brute_number(3)], places[brute_number(3)],
	         agencies[brute_number(2)]);
	for (int k = 0; k < 3; k++) {
		add_words(out, 30 + brute_number(30));
		buf_adds(out, " came in the evening, it was said.\n\n");
	}
}

static struct small_library *make_library(void)
{
	struct small_library *l = small_library_new();
	for (int i = 0; i < FILES; i++) {
		struct buf text = BUF_INIT;
		char name[64];
		snprintf(name, sizeof name, "%s/File%d.txt", i % 3 ? "Alpha" : "beta", i);
		bool copy = i % 10 == 9; /* one story again and again, elsewhere */
		brute_seed(copy ? 77u : 1000u + (uint32_t)i);
		add_story(&text, copy ? 9 : i);
		small_library_add(l, name, text.p);
		buf_release(&text);
	}
	small_library_index(l);
	return l;
}

struct found {
	doc_id docs[DOCS_MAX];
	uint64_t hits[DOCS_MAX];
	size_t n;
};

static int keep(void *payload, const doc_id *found, const uint32_t *hits, size_t n)
{
	struct found *f = payload;
	for (size_t i = 0; i < n; i++) {
		assert_true(f->n < DOCS_MAX);
		f->hits[f->n] = hits[i];
		f->docs[f->n++] = found[i];
	}
	return 0;
}

static int keep_one(void *payload, doc_id doc, const struct query_score *score)
{
	return score ? keep(payload, &doc, &score->hits, 1) : 0;
}

/* The first docs found by reading articles must be the first of all, with the same hits. (In an OR, FTS5 counts the words of
 * a NEAR that is not near.) */
static void compare_probe(struct small_library *l, const struct query *q, const struct brute_query *t, const char *text,
                          const struct found *all)
{
	struct err err = { "" };
	struct found probed = { .n = 0 };
	struct search s = { .c = l->cache, .state = l->state, .q = q, .err = &err };
	struct search_plan plan;
	doc_id next = 1;
	size_t before = 0;
	assert_int_equal(search_begin(&s), 0);
	assert_int_equal(search_plan(&s, &plan), 0);
	if (plan.nodes.n && !plan.tests.n)
		assert_int_equal(search_probe(&s, &plan, 30, INT32_MAX, keep_one, &probed, &next), 0);
	while (before < all->n && (!next || all->docs[before] < next))
		before++;
	if (plan.tests.n) /* the probe knows nothing of them, and is not asked */
		probed.n = before = 0;
	else if (plan.nodes.n && probed.n != before)
		fail_msg("%s: probed %d, not %d", text, (int)probed.n, (int)before);
	for (size_t i = 0; i < probed.n; i++)
		if (probed.docs[i] != all->docs[i] || (!brute_has_or(t) && probed.hits[i] != all->hits[i]))
			fail_msg("%s: probed doc %u with %d hits, not %u with %d", text, probed.docs[i],
			         (int)probed.hits[i], all->docs[i], (int)all->hits[i]);
	search_plan_release(&plan);
	search_end(&s);
	search_release(&s);
}

/* Returns how many docs the query has. */
static size_t compare(struct small_library *l, const struct brute_query *t)
{
	struct buf text = BUF_INIT;
	struct found f = { .n = 0 };
	struct err err = { "" };
	brute_query_write(t, &text);
	struct query *q = query_parse(text.p, false);
	int rc = search_run(l->cache, l->state, q, keep, &f, &err);
	if (rc != 0)
		fail_msg("%s: %d %s", text.p, rc, err.text);
	size_t at = 0;
	for (size_t i = 0; i < brute_docs(); i++) {
		bool want = query_is_empty(q) || brute_matches(t, i);
		bool got = at < f.n && f.docs[at] == brute_doc(i);
		uint64_t hits = 0;
		if (want != got)
			fail_msg("%s: doc %u %s", text.p, brute_doc(i), want ? "is missing" : "should not be there");
		if (got && brute_hits(t, i, &hits) && hits != f.hits[at])
			fail_msg("%s: doc %u has %d hits, not %d", text.p, brute_doc(i), (int)hits, (int)f.hits[at]);
		at += got;
	}
	assert_int_equal(at, f.n);
	if (!query_is_empty(q))
		compare_probe(l, q, t, text.p, &f);
	query_free(q);
	buf_release(&text);
	return f.n;
}

/* A phrase that ends in a prefix is put together of the index's own pages; FTS5 has another way to the same. */
static size_t compare_phrase(struct small_library *l, const char *text)
{
	struct err err = { "" };
	struct found f = { .n = 0 };
	struct query *q = query_parse(text, false);
	struct search s = { .c = l->cache, .q = q, .err = &err };
	struct search_text t = { 0 };
	size_t n = 0;
	assert_int_equal(search_run(l->cache, l->state, q, keep, &f, &err), 0);
	query_compile(q->root, &t.match, &t.uses);
	sqlite3_stmt *rows = search_rows(&s, &t, 1, UINT32_MAX, NULL);
	for (; sqlite3_step(rows) == SQLITE_ROW; n++)
		if (n >= f.n || f.docs[n] != (doc_id)sqlite3_column_int64(rows, 0) || f.hits[n] != t.score.hits)
			fail_msg("%s: doc %d with %d hits", text, sqlite3_column_int(rows, 0), (int)t.score.hits);
	assert_int_equal(n, f.n);
	sqlite3_reset(rows);
	search_text_release(&t);
	query_free(q);
	return n;
}

static void compare_phrases(struct small_library *l)
{
	size_t n = 0, none = 0;
	for (int i = 0; i < PHRASES; i++) {
		const char *last = vocabulary[brute_number(VOCABULARY)];
		struct buf text = BUF_INIT;
		buf_adds(&text, brute_number(4) ? "\"" : "headline:\"");
		for (uint32_t k = 1 + brute_number(2); k; k--)
			buf_addf(&text, "%s ", vocabulary[brute_number(VOCABULARY)]);
		buf_addf(&text, "%.*s*\"", (unsigned char)*last < 0x80 ? 1 + (int)brute_number(3) : 40, last);
		size_t found = compare_phrase(l, buf_str(&text));
		n += found;
		none += !found;
		buf_release(&text);
	}
	assert_true(n > PHRASES && none > 0 && none < PHRASES);
}

/* What the connections keep of earlier queries is to be found out again. */
static void reopen(struct small_library *l)
{
	struct err err = { "" };
	cache_close(l->cache);
	state_close(l->state);
	if (cache_open(&l->cache, &l->lib, NULL, &err) < 0 || state_open(&l->state, &l->lib, NULL, &err) < 0)
		fail_msg("%s", err.text);
}

static void run_queries(struct small_library *l, const struct brute_words *words, int queries)
{
	int some = 0;
	brute_read(l, words);
	assert_true(brute_docs() >= FILES / 2);
	for (int i = 0; i < queries; i++) {
		struct brute_query *t = brute_query_new(3);
		if (i % FRESH_EVERY == 0)
			reopen(l);
		size_t n = compare(l, t);
		some += n > 0 && n < brute_docs();
		brute_query_free(t);
	}
	assert_true(some > queries / 2); /* else the queries test little */
	brute_forget();
	small_library_free(l);
}

static void test_random_queries(void **state)
{
	(void)state;
	brute_seed(1);
	run_queries(make_library(), &generated, QUERIES);
}

static void test_phrases_that_go_on(void **state)
{
	(void)state;
	struct small_library *l = make_library();
	brute_seed(3);
	compare_phrases(l);
	small_library_free(l);
}

static void test_random_queries_on_the_sample(void **state)
{
	(void)state;
	struct small_library *l = small_library_new();
	char *wire = world_path(l->world, "wire"), *copy = mem_printf("cp -R share/sample '%s'", wire);
	assert_int_equal(system(copy), 0);
	free(wire);
	free(copy);
	small_library_index(l);
	brute_seed(2);
	run_queries(l, &from_the_sample, SAMPLE_QUERIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_queries),
		cmocka_unit_test(test_phrases_that_go_on),
		cmocka_unit_test(test_random_queries_on_the_sample),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
