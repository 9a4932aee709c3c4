/* The query language: what each text is read as, what is said of it, and what it highlights. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/query_tree.h"

static void dump(const struct query_node *n, struct buf *out);

static void dump_list(const char *name, const struct query_node *n, struct buf *out)
{
	buf_adds(out, name);
	for (size_t i = 0; i < n->n; i++) {
		buf_addc(out, i ? ' ' : '(');
		dump(n->child[i], out);
	}
	buf_addc(out, ')');
}

static void dump_phrase(const struct query_node *n, struct buf *out)
{
	static const char *const columns[] = { "", "headline:", "by:", "place:", "agency:" };
	buf_adds(out, columns[n->column]);
	if (n->n_tokens > 1)
		buf_addc(out, '"');
	buf_add(out, n->text.p, n->text.len);
	if (n->n_tokens > 1)
		buf_addc(out, '"');
	if (n->prefix)
		buf_addc(out, '*');
}

static void dump_regex(const struct query_node *n, struct buf *out)
{
	static const char *const columns[] = { "", "headline:", "by:", "place:", "agency:" };
	buf_addf(out, "%s/%s/", columns[n->column], n->value);
}

static void dump_filter(const struct query_node *n, struct buf *out)
{
	static const char *const names[] = { "in", "kind", "unread", "read", "starred", "copy", "doubtful", "date" };
	buf_adds(out, names[n->filter]);
	if (n->filter == QUERY_SOURCE)
		buf_addf(out, "=%s", n->value);
	else if (n->filter == QUERY_KIND)
		buf_addf(out, "=%d", n->number);
	else if (n->filter == QUERY_DATE)
		buf_addf(out, "[%s,%s)", n->from, n->to);
}

static void dump(const struct query_node *n, struct buf *out)
{
	switch (n->op) {
	case QUERY_PHRASE:
		dump_phrase(n, out);
		break;
	case QUERY_REGEX:
		dump_regex(n, out);
		break;
	case QUERY_FILTER:
		dump_filter(n, out);
		break;
	case QUERY_NEAR:
		buf_addf(out, "%d", n->distance);
		dump_list("NEAR", n, out);
		break;
	case QUERY_NOT:
		dump_list("NOT", n, out);
		break;
	default:
		dump_list(n->op == QUERY_AND ? "AND" : "OR", n, out);
		break;
	}
}

struct sample {
	const char *text, *tree; /* tree "": empty */
	const char *note;        /* a part of it; NULL: none */
};

static void check(const struct sample *samples, size_t n, bool typing)
{
	for (size_t i = 0; i < n; i++) {
		struct buf out = BUF_INIT;
		struct query *q = query_parse(samples[i].text, typing);
		if (q->root)
			dump(q->root, &out);
		if (strcmp(buf_str(&out), samples[i].tree) != 0)
			fail_msg("%s: read as %s, not %s", samples[i].text, buf_str(&out), samples[i].tree);
		assert_int_equal(query_is_empty(q), !samples[i].tree[0]);
		const char *note = query_note(q);
		if (!samples[i].note != !note || (note && !strstr(note, samples[i].note)))
			fail_msg("%s: note is %s, not %s", samples[i].text, note ? note : "(none)",
			         samples[i].note ? samples[i].note : "(none)");
		query_free(q);
		buf_release(&out);
	}
}
#define CHECK(samples, typing) check(samples, sizeof samples / sizeof *samples, typing)

static void test_words(void **state)
{
	static const struct sample samples[] = {
		{ "harbour", "harbour", NULL },
		{ "Harbour STORM", "AND(harbour storm)", NULL },
		{ "harb*", "harb*", NULL },
		{ "don\u2019t", "dont", NULL },
		{ "don't", "dont", NULL },
		{ "20.04", "\"20 04\"", NULL },
		{ "U.S.", "us", NULL },
		{ "multi-agent", "\"multi agent\"", NULL },
		{ "caf\u00e9\u00a0na\u00efve", "AND(cafe naive)", NULL },
		{ "\u6771\u4eac", "\"\u6771 \u4eac\"", NULL },
		{ "a:b", "\"a b\"", NULL },
		{ "http://x.org", "\"http x org\"", NULL },
		{ "", "", NULL },
		{ "  \t ", "", NULL },
		{ "*", "", "no letters" },
		{ "^ -- !!", "", "no letters" },
		{ "^storm", "storm", NULL },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_phrases(void **state)
{
	static const struct sample samples[] = {
		{ "\"saint petersburg\"", "\"saint petersburg\"", NULL },
		{ "\u201csaint petersburg\u201d", "\"saint petersburg\"", NULL },
		{ "\"saint peter*\"", "\"saint peter\"*", NULL },
		{ "\"saint peter\"*", "\"saint peter\"*", NULL },
		{ "a \"b c\" d", "AND(a \"b c\" d)", NULL },
		{ "\"b c", "\"b c\"", "closing quote" },
		{ "\"", "", "closing quote" },
		{ "\"\"", "", "no letters" },
		{ "a\"b\"", "AND(a b)", NULL },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_operators(void **state)
{
	static const struct sample samples[] = {
		{ "a -b", "AND(a NOT(b))", NULL },
		{ "-a", "NOT(a)", NULL },
		{ "-\"a b\" c", "AND(NOT(\"a b\") c)", NULL },
		{ "a - b", "AND(a b)", NULL },
		{ "--a", "a", NULL },
		{ "a OR b", "OR(a b)", NULL },
		{ "a b OR c d", "OR(AND(a b) AND(c d))", NULL },
		{ "a (b OR c)", "AND(a OR(b c))", NULL },
		{ "a OR b OR c", "OR(a b c)", NULL },
		{ "(a b) c", "AND(a b c)", NULL },
		{ "a AND b", "AND(a b)", NULL },
		{ "a or b", "AND(a or b)", NULL },
		{ "oil AND", "AND(oil and)", "AND" },
		{ "OR oil", "AND(or oil)", "OR" },
		{ "a OR OR b", "OR(a AND(or b))", "OR" },
		{ "oil OR", "AND(oil or)", "OR" },
		{ "a OR !!", "a", NULL },
		{ "ORANGE a", "AND(orange a)", NULL },
		{ "(a OR b", "OR(a b)", "bracket" },
		{ "a) b", "AND(a b)", NULL },
		{ ")(", "", "bracket" },
		{ "()", "", "no letters" },
		{ "-(a b)", "NOT(AND(a b))", NULL },
		{ "-(-a)", "NOT(NOT(a))", NULL },
		{ "f(x)", "AND(f x)", NULL },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_near(void **state)
{
	static const struct sample samples[] = {
		{ "a NEAR b", "10NEAR(a b)", NULL },
		{ "a NEAR/3 b c", "AND(3NEAR(a b) c)", NULL },
		{ "x a NEAR/3 \"b c\"", "AND(x 3NEAR(a \"b c\"))", NULL },
		{ "NEAR(a b)", "10NEAR(a b)", NULL },
		{ "NEAR(a b, 4) c", "AND(4NEAR(a b) c)", NULL },
		{ "NEAR(a \"b c\" d,4)", "4NEAR(a \"b c\" d)", NULL },
		{ "NEAR(a)", "a", NULL },
		{ "NEAR()", "", "no letters" },
		{ "NEAR", "near", "NEAR" },
		{ "a NEAR", "AND(a near)", "NEAR" },
		{ "a NEAR -b", "AND(a near NOT(b))", "NEAR" },
		{ "a NEAR is:read", "AND(a near read)", "NEAR" },
		{ "a NEAR/ b", "AND(a near b)", NULL },
		{ "by:a NEAR b", "AND(by:a near b)", "NEAR" },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_fields(void **state)
{
	static const struct sample samples[] = {
		{ "by:rivers", "by:rivers", NULL },
		{ "BY:rivers", "by:rivers", NULL },
		{ "by:\"ada rivers\" flood", "AND(by:\"ada rivers\" flood)", NULL },
		{ "by:(rivers OR stone)", "OR(by:rivers by:stone)", NULL },
		{ "place:oslo agency:nordwire", "AND(place:oslo agency:nordwire)", NULL },
		{ "headline:flood", "headline:flood", NULL },
		{ "-by:rivers", "NOT(by:rivers)", NULL },
		{ "in:Wire/2017", "in=wire/2017", NULL },
		{ "in:\"a b\"", "in=a b", NULL },
		{ "kind:brief", "kind=1", NULL },
		{ "kind:article", "kind=0", NULL },
		{ "is:unread is:copy", "AND(unread copy)", NULL },
		{ "IS:READ", "read", NULL },
		{ "is:doubtful OR is:starred", "OR(doubtful starred)", NULL },
		{ "by:", "by", "by: a name" },
		{ "by: x", "AND(by x)", "by: a name" },
		{ "is:", "is", "is: unread" },
		{ "is:foo", "\"is foo\"", "is: unread" },
		{ "is:re", "\"is re\"", "is: unread" },
		{ "kind:", "kind", "kind: article" },
		{ "in:", "in", "in: a part" },
		{ "ruby:x", "\"ruby x\"", NULL },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_dates(void **state)
{
	static const struct sample samples[] = {
		{ "date:2017", "date[2017,2017~)", NULL },
		{ "date:2017-12", "date[2017-12,2017-12~)", NULL },
		{ "date:2017-1", "date[2017-01,2017-01~)", NULL },
		{ "date:2017-12-28", "date[2017-12-28,2017-12-28~)", NULL },
		{ "date:2017-11..2018-02", "date[2017-11,2018-02~)", NULL },
		{ "date:2017..", "date[2017,)", NULL },
		{ "date:..2017", "date[,2017~)", NULL },
		{ "date:>=2017", "date[2017,)", NULL },
		{ "date:>2017", "date[2017~,)", NULL },
		{ "date:<=2017-06", "date[,2017-06~)", NULL },
		{ "date:<2017-06", "date[,2017-06)", NULL },
		{ "date:", "date", "date: 2017" },
		{ "date:..", "date", "date: 2017" },
		{ "date:2017-13", "\"date 2017 13\"", "date: 2017" },
		{ "date:17", "\"date 17\"", "date: 2017" },
		{ "date:2017-12-28-3", "\"date 2017 12 28 3\"", "date: 2017" },
		{ "date:yesterday", "\"date yesterday\"", "date: 2017" },
	};
	(void)state;
	CHECK(samples, false);
}

/* What stands at the end is unfinished: nothing is complained of and the last word is a prefix. */
static void test_typing(void **state)
{
	static const struct sample samples[] = {
		{ "harb", "harb*", NULL },
		{ "storm harb", "AND(storm harb*)", NULL },
		{ "storm ", "storm", NULL },
		{ "\"saint pet", "\"saint pet\"*", NULL },
		{ "\"saint ", "saint", NULL },
		{ "\"saint pet\"", "\"saint pet\"", NULL },
		{ "a -b", "AND(a NOT(b))", NULL },
		{ "a OR", "a", NULL },
		{ "a OR ", "a", NULL },
		{ "a OR b", "OR(a b*)", NULL },
		{ "a NEAR ", "a", NULL },
		{ "(a OR b", "OR(a b*)", NULL },
		{ "NEAR(a b", "10NEAR(a b*)", NULL },
		{ "by:", "", "by: a name" },
		{ "x by:", "x", "by: a name" },
		{ "by:riv", "by:riv*", NULL },
		{ "is:", "", "is: unread" },
		{ "is:un", "", "is: unread" },
		{ "is:unread", "unread", NULL },
		{ "is:foo", "\"is foo\"*", "is: unread" },
		{ "date:2", "date[2,2~)", NULL },
		{ "date:2017-1", "date[2017-1,2017-1~)", NULL },
		{ "date:2017..", "date[2017,)", NULL },
		{ "date:2017..20", "date[2017,20~)", NULL },
		{ "date:>", "", "date: 2017" },
		{ "in:wi", "in=wi", NULL },
		{ "-", "", "no letters" },
	};
	(void)state;
	CHECK(samples, true);
}

static void test_limits(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < QUERY_TERMS_MAX + 50; i++)
		buf_addf(&text, "w%d ", i);
	struct query *q = query_parse(text.p, false);
	assert_int_equal(q->root->n, QUERY_TERMS_MAX);
	assert_non_null(strstr(query_note(q), "only the first"));
	query_free(q);

	char *quoted = mem_printf("\"%s\"", text.p);
	q = query_parse(quoted, false);
	assert_int_equal(q->root->n_tokens, QUERY_TERMS_MAX);
	query_free(q);
	free(quoted);

	buf_clear(&text);
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, i % 2 ? "-(" : "(a OR ");
	q = query_parse(text.p, false);
	assert_non_null(query_note(q));
	query_free(q);
	buf_release(&text);
}

static void check_hits(const char *query, const char *text, const char *marked)
{
	struct query *q = query_parse(query, false);
	struct hit *hits;
	struct buf out = BUF_INIT;
	size_t n = query_hits(q, text, strlen(text), false, &hits), at = 0;
	for (size_t i = 0; i < n; i++) {
		buf_add(&out, text + at, hits[i].start - at);
		buf_addf(&out, "[%.*s]", (int)(hits[i].end - hits[i].start), text + hits[i].start);
		at = hits[i].end;
	}
	buf_adds(&out, text + at);
	assert_string_equal(buf_str(&out), marked);
	assert_int_equal(!n, !hits);
	free(hits);
	query_free(q);
	buf_release(&out);
}

static void test_hits(void **state)
{
	(void)state;
	check_hits("storm", "A Storm; storms.", "A [Storm]; storms.");
	check_hits("stor*", "A Storm; storms.", "A [Storm]; [storms].");
	check_hits("\"old town\"", "Old Town, old  town, the old.", "[Old Town], [old  town], the old.");
	check_hits("new \"new york\"", "in new New York", "in [new] [New York]");
	check_hits("\"a b a\"", "a b a b a", "[a b a b a]");
	check_hits("storm -wind", "storm wind", "[storm] wind");
	check_hits("by:storm headline:wind rain", "storm wind rain", "storm wind [rain]");
	check_hits("storm OR wind", "wind and storm", "[wind] and [storm]");
	check_hits("cafe", "Caf\u00e9!", "[Caf\u00e9]!");
	check_hits("\u4eac", "\u6771\u4eac", "\u6771[\u4eac]");
	check_hits("\u6771\u4eac", "\u6771\u4eac\u90fd", "[\u6771\u4eac]\u90fd");
	check_hits("is:read", "read", "read");
	check_hits("", "anything", "anything");
	check_hits("a NEAR/1 b", "a x b  a x x b", "[a] x [b]  [a] x x b");
	check_hits("a NEAR/1 b", "b a  x x x  a x x b", "[b] [a]  x x x  a x x b");
}

static void test_regexes(void **state)
{
	static const struct sample samples[] = {
		{ "/bomb(ing|er)/ -storm", "AND(/bomb(ing|er)/ NOT(storm))", NULL },
		{ "storm OR -/wind?s/", "OR(storm NOT(/wind?s/))", NULL },
		{ "(/a b/ c)", "AND(/a b/ c)", NULL },
		{ "(c /a+/)", "AND(c /a+/)", NULL },
		{ "headline:/^storm/", "headline:/^storm/", NULL },
		{ "by:(/a/ b)", "AND(by:/a/ by:b)", NULL },
		{ "/and\\/or/", "/and/or/", NULL },
		{ "/and/or/", "/and/or/", NULL },
		{ "/a\\b/", "/a\\b/", NULL },
		{ "and/or", "\"and or\"", NULL },
		{ "storm /", "storm", NULL },
		{ "/usr/lib", "\"usr lib\"", "ends in a slash" },
		{ "/storm", "storm", "ends in a slash" },
		{ "/storm(wind|rain", "AND(storm \"wind rain\")", "ends in a slash" },
		{ "/storm(wind/", "\"storm wind\"", "not understood" },
		{ "/[storm/", "storm", "not understood" },
		{ "/(storm)\\1/", "\"storm 1\"", "refers back" },
		{ "/(storm)?/", "storm", "nothing" },
		{ "/a{200}{200}/", "\"a 200 200\"", "repeats" },
		{ "/((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+/", "a", "repeats" },
		{ "/((a{1,30}b){2,}){,30}/", "\"a 1 30 b 2 30\"", "repeats" },
		{ "/[({+]{20}/", "/[({+]{20}/", NULL },
		{ "//", "", "no letters" },
	};
	(void)state;
	CHECK(samples, false);
}

static void test_regex_limits(void **state)
{
	(void)state;
	char text[QUERY_REGEX_LEN + 8] = "/";
	memset(text + 1, 'a', QUERY_REGEX_LEN);
	strcpy(text + 1 + QUERY_REGEX_LEN, "/");
	struct query *q = query_parse(text, false);
	assert_int_equal(q->root->op, QUERY_REGEX);
	query_free(q);
	strcpy(text + 1 + QUERY_REGEX_LEN, "a/");
	q = query_parse(text, false);
	assert_int_equal(q->root->op, QUERY_PHRASE);
	assert_non_null(strstr(query_note(q), "too long"));
	query_free(q);
	q = query_parse("/a/ /b/ /c/ /d/ /e/ /f/ /g/ /h/ /i/", false);
	assert_int_equal(q->root->n, QUERY_REGEX_MAX + 1);
	assert_int_equal(q->root->child[QUERY_REGEX_MAX]->op, QUERY_PHRASE);
	assert_non_null(strstr(query_note(q), "only 8"));
	query_free(q);
}

static void test_regex_hits(void **state)
{
	(void)state;
	check_hits("/bomb(ing|er)/", "Bombing, a bomber, bombs", "[Bombing], a [bomber], bombs");
	check_hits("/\\bba/", "baba ba", "[ba]ba [ba]");
	check_hits("/storm/ a", "a Storm", "[a] [Storm]");
	check_hits("/^a|b$/", "a b a b\na b", "[a] b a b\na [b]");
	check_hits("/wind.and rain/", "the wind\nand rain", "the [wind\nand rain]");
	check_hits("/x*\\>/", "ax bxx c", "a[x] b[xx] c");
	check_hits("/\u00e9.\u00c9/", "\u00c9t\u00e9 \u6771\u4eac", "[\u00c9t\u00e9] \u6771\u4eac");
	check_hits("/\u6771.$/", "\u6771\u4eac", "[\u6771\u4eac]");
	check_hits("-/a/ b", "a b", "a [b]");
	check_hits("headline:/a/ b", "a b", "a [b]");
	check_hits("by:/a/ b", "a b", "a [b]");
}

/* A line longer than any paragraph is matched in pieces, cut between words: nothing of it is left out. */
static void test_regex_long_line(void **state)
{
	(void)state;
	enum { WORDS = 40000 };
	struct buf text = BUF_INIT;
	struct hit *hits;
	for (int i = 0; i < WORDS; i++)
		buf_adds(&text, i % 100 ? "caf\u00e9 " : "storm ");
	struct query *q = query_parse("/stor[m]/", false);
	assert_int_equal(query_hits(q, text.p, text.len, false, &hits), WORDS / 100);
	for (size_t i = 0; i < WORDS / 100; i++)
		assert_memory_equal(text.p + hits[i].start, "storm", 5);
	free(hits);
	query_free(q);
	q = query_parse("/(.*)*(.*)*x/", false); /* what takes others years */
	assert_int_equal(query_hits(q, text.p, text.len / 16, false, &hits), 0);
	query_free(q);
	buf_release(&text);
}

static void test_headline_hits(void **state)
{
	(void)state;
	struct query *q = query_parse("headline:flood", false);
	struct hit *hits;
	assert_int_equal(query_hits(q, "Flood", 5, true, &hits), 1);
	assert_int_equal(hits[0].start, 0);
	assert_int_equal(hits[0].end, 5);
	free(hits);
	assert_int_equal(query_hits(q, "Flood", 5, false, &hits), 0);
	query_free(q);
}

static void test_find_in_story(void **state)
{
	(void)state;
	static const char text[] = "is:read OR (the) -mark; is read, or the Markets";
	struct hit *hits;
	struct query *q = query_parse_find("IS:READ or the mark");
	assert_int_equal(query_hits(q, text, strlen(text), false, &hits), 2);
	assert_int_equal(hits[0].start, 0);
	assert_int_equal(hits[1].end, strlen(text));
	free(hits);
	query_free(q);
	q = query_parse_find("-\"*");
	assert_true(query_is_empty(q));
	query_free(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_operators),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_headline_hits),
		cmocka_unit_test(test_find_in_story),
		cmocka_unit_test(test_regexes),
		cmocka_unit_test(test_regex_limits),
		cmocka_unit_test(test_regex_hits),
		cmocka_unit_test(test_regex_long_line),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
