/* Ranking: what weighs more than what, and that the order found while searching is the order that reading every article gives. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/search_internal.h"
#include "support/small_library.h"

enum { ARTICLES = 120, QUERIES = 600 };

static struct small_library *l;

static uint32_t seed = 7;
static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static const char *const words[] = { "harbour", "harbours", "tram",       "trams",   "ferry",  "ferries", "mayor",
	                             "council", "storm",    "lighthouse", "orchard", "strike", "vote",    "night" };

static const char *word(void)
{
	uint32_t n = sizeof words / sizeof *words, a = roll(n), b = roll(n);
	return words[a < b ? a : b]; /* the first are the most common */
}

static void add_sentence(struct buf *text, unsigned n)
{
	buf_adds(text, "The report of that day named");
	while (n--)
		buf_addf(text, " the %s", word());
	buf_adds(text, " and said no more.\n\n");
}

static void add_random(int i)
{
	char name[32];
	struct buf text = BUF_INIT;
	snprintf(name, sizeof name, "random%03d.txt", i);
	buf_addf(&text, "Report %d on the %s and the %s of the island\n\nOSLO (Reuters) - It was a %s.\n\n", i, word(),
	         word(), word());
	for (unsigned k = 1 + roll(6); k; k--)
		add_sentence(&text, 1 + roll(9));
	small_library_add(l, name, text.p);
	buf_release(&text);
}

static void add_plain(const char *name, const char *headline, const char *body, unsigned idle)
{
	struct buf text = BUF_INIT;
	buf_addf(&text, "%s\n\nOSLO (Reuters) - %s\n\n", headline, body);
	while (idle--)
		buf_adds(&text,
		         "Nothing else was heard of from there, and people went on as they had before that.\n\n");
	small_library_add(l, name, text.p);
	buf_release(&text);
}

static int make(void **state)
{
	(void)state;
	l = small_library_new();
	add_plain("a.txt", "Pelican crosses the island on foot", "A bird was seen there on Monday by many people.", 3);
	add_plain("b.txt", "Bird crosses the island on foot", "A pelican was seen there on Monday by many people.", 3);
	add_plain("c.txt", "Walker crosses the island on skis", "A quagga was seen there on Monday by many people.", 3);
	add_plain("d.txt", "Walker crosses the island again on skis",
	          "A quagga was seen there on Tuesday by many people.", 40);
	add_plain("e.txt", "Printer opens a shop in the town",
	          "Of zithers he has one, and of a zitherist nothing is known.", 3);
	add_plain("f.txt", "Printer closes a shop in the town", "Of a zither he says nothing, and of zithers no more.",
	          3);
	for (int i = 0; i < ARTICLES; i++)
		add_random(i);
	small_library_index(l);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	small_library_free(l);
	return 0;
}

/* The two docs named stand in this order among all that the query finds. */
static void assert_before(const char *query, bool typing, const char *first, const char *second)
{
	struct err err = { "" };
	doc_id docs[ARTICLES + 20], a = small_library_doc(l, first), b = small_library_doc(l, second);
	struct query *q = query_parse(query, typing);
	int n = search_ranked(l->cache, l->state, q, docs, ARTICLES + 20, &err), at_a = -1, at_b = -1;
	for (int i = 0; i < n; i++) {
		at_a = docs[i] == a ? i : at_a;
		at_b = docs[i] == b ? i : at_b;
	}
	if (at_a < 0 || at_b < 0 || at_a > at_b)
		fail_msg("%s: %s at %d, %s at %d", query, first, at_a, second, at_b);
	query_free(q);
}

static void a_headline_weighs_more_than_text(void **state)
{
	(void)state;
	assert_before("pelican", false, "Pelican crosses", "Bird crosses");
	assert_before("bird", false, "Bird crosses", "Pelican crosses");
}

static void a_rare_word_weighs_more_than_a_common_one(void **state)
{
	(void)state;
	assert_before("quagga OR island", false, "Walker crosses the island on", "Bird crosses");
}

static void a_longer_article_weighs_less(void **state)
{
	(void)state;
	assert_before("quagga", false, "island on skis", "island again on skis");
}

static void a_whole_word_weighs_more_than_a_longer_one(void **state)
{
	(void)state;
	assert_before("zither", true, "Printer closes", "Printer opens");
	assert_before("zithers", true, "Printer opens", "Printer opens");
}

/* ---- against reading */

static void add_term(struct buf *q)
{
	const char *w = word();
	switch (roll(6)) {
	case 0:
		buf_addf(q, "\"the %s\"", w);
		break;
	case 4:
		buf_addf(q, "\"the %.*s*\"", 1 + (int)roll(3), w);
		break;
	case 1:
		buf_addf(q, "%.*s*", (int)strlen(w) - 1, w);
		break;
	case 2:
		buf_addf(q, "(%s OR %s)", w, word());
		break;
	case 3:
		buf_addf(q, "headline:%s", w);
		break;
	default:
		buf_adds(q, w);
	}
}

/* Either all is ORed or all is ANDed: in an OR of groups FTS5 also counts words of a group that does not match
 * as a whole, and after an OR under a NOT it may overlook one. */
static void make_query(struct buf *q)
{
	bool any = roll(2);
	buf_clear(q);
	for (uint32_t n = 1 + roll(3); n; n--) {
		add_term(q);
		buf_adds(q, any ? " OR " : " ");
	}
	add_term(q);
	if (!any && !strchr(buf_str(q), '(') && roll(2))
		buf_addf(q, " -%s", word());
	if (!any && roll(3) == 0)
		buf_adds(q, " in:random0");
}

static float weight_read(struct search *s, doc_id doc, float average)
{
	struct search_article a = { 0 };
	struct query_score score = { 0 };
	const struct query_node *root = s->q->root;
	const struct query_node *const *part = (const struct query_node *const *)root->child;
	size_t n = root->op == QUERY_AND ? root->n : 1;
	assert_int_equal(search_article_read(s, doc, &a), 1);
	for (size_t i = 0; i < n; i++) {
		const struct query_node *p = root->op == QUERY_AND ? part[i] : root;
		if (p->op == QUERY_FILTER || p->op == QUERY_NOT)
			continue;
		(search_is_prefix(p) ? match_beginning : match_tree)(p, search_article_words(&a), &score);
	}
	float weight = score.weight / (0.65f + 0.35f * (float)a.row.words / average);
	search_article_release(&a);
	return weight;
}

static void check_order(struct query *q, const char *text)
{
	struct err err = { "" };
	doc_id docs[ARTICLES + 20];
	struct cache_totals totals;
	int n = search_ranked(l->cache, l->state, q, docs, ARTICLES + 20, &err);
	struct search s = { .c = l->cache, .state = l->state, .q = q, .err = &err };
	assert_true(n >= 0);
	assert_int_equal(cache_totals(l->cache, &totals, &err), 0);
	float average = (float)totals.text_bytes / (float)(totals.articles + totals.briefs) / 6, last = 0;
	assert_int_equal(search_begin(&s), 0);
	for (int i = 0; i < n; i++) {
		float weight = weight_read(&s, docs[i], average);
		if (i && weight > last * 1.0001f)
			fail_msg("%s: the %dth weighs %g, the one before it %g", text, i, (double)weight, (double)last);
		last = weight;
	}
	search_end(&s);
	search_release(&s);
}

/* Words, phrases, beginnings, fields, OR, NOT and filters: by whatever way a doc was found, it weighs what its text says. */
static void the_order_is_that_of_reading_every_article(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < QUERIES; i++) {
		make_query(&text);
		struct query *q = query_parse(buf_str(&text), false);
		check_order(q, buf_str(&text));
		query_free(q);
	}
	buf_release(&text);
}

struct count {
	size_t n;
	bool known_at_last;
	const struct search_best *best;
};

static int count_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	(void)docs;
	(void)hits;
	struct count *c = payload;
	size_t best;
	c->n += n;
	c->known_at_last = search_best_docs(c->best, &best) != NULL;
	return 0;
}

/* Who shows the hits can show them in order from the first time, where they are few. */
static void the_best_are_known_with_the_last_batch(void **state)
{
	(void)state;
	struct err err = { "" };
	struct query *q = query_parse("island", true);
	struct search_best *best = search_best_new(5);
	struct count c = { .best = best };
	size_t n;
	assert_int_equal(search_run_best(l->cache, l->state, q, count_docs, &c, best, &err), 0);
	assert_true(c.n > SEARCH_FIRST_BATCH);
	assert_true(c.known_at_last);
	assert_non_null(search_best_docs(best, &n));
	assert_int_equal(n, 5);
	search_best_free(best);
	query_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_headline_weighs_more_than_text),
		cmocka_unit_test(a_rare_word_weighs_more_than_a_common_one),
		cmocka_unit_test(a_longer_article_weighs_less),
		cmocka_unit_test(a_whole_word_weighs_more_than_a_longer_one),
		cmocka_unit_test(the_order_is_that_of_reading_every_article),
		cmocka_unit_test(the_best_are_known_with_the_last_batch),
	};
	return cmocka_run_group_tests_name("ranking", tests, make, drop);
}
