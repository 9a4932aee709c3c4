/*
 * Nothing that can be typed or given on a command line is an error: random and mutated queries, UTF-8 and not, are parsed, run
 * on a small library, ranked, and looked for in a text. One that takes a watch of seconds is named and ends the test.
 */
#include "support/cmocka_all.h"

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/query.h"
#include "lede/search.h"
#include "lede/unicode.h"
#include "support/small_library.h"

enum { QUERIES = 200000, FEW_PIECES = 7, MANY_PIECES = 60, RANKED_EVERY = 8, WATCH_S = 30, DOCS = 64 };

/* The same numbers on every machine. */
static uint32_t seed = 4;
static uint32_t number(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* What the language is made of, what it could be mistaken for, and what is no text at all. */
/* clang-format off */
static const char *const pieces[] = {
	"storm", "Harbour", "don't", "don\u2019t", "U.S.", "20.04", "multi-agent", "a", "\u6771\u4eac", "\u4eac", "\u0627\u0644", "caf\u00e9",
	"cafe\u0301", "\ufb01re", "\u0130", "\u1e9e", "AND", "OR", "NOT", "NEAR", "NEAR/3", "NEAR/99999999999", "NEAR(", "a NEAR b",
	"\"", "\"storm harbour\"", "\u201c", "\u201d", "'", "(", ")", "((", "))", "*", "-", "--", "+", "^", "{", "}", "[", "]",
	":", ",", ";", "/", "//", "/storm|fire/", "/[a-z]+ing/", "/(/", "/[/", "/\\/", "/a{99999}/", "/(a*)*b/", "/^$/", "/.*/",
	"/(s|st|sto)+m/", "headline:", "by:", "place:", "agency:", "in:", "kind:", "is:", "date:", "kind:article", "kind:brief",
	"is:read", "is:unread", "is:starred", "is:copy", "is:doubtful", "is:not", "date:2017", "date:2017-12..", "date:..2018",
	"date:2018..2017", "date:>=2017-02-31", "date:<", "date:99999", "headline:(", "by:\"", "-(", "-\"", "-is:read", " ", "  ", "\t",
	"\n", "\r\n", "\\", "%", "_", "\x7f", "\x1b[31m", "\x01", "\xff", "\xc3", "\xe6\x9d", "\xf0\x9f\x98\x80", "\xed\xa0\x80",
	"\xc0\xaf", "\xf4\x90\x80\x80", "\u200b", "\u202e", "\ufeff", "\u0301", "\u3000", "\uff08", "\uff02", "\uff21",
};
/* clang-format on */
enum { PIECES = sizeof pieces / sizeof *pieces };

static void add_pieces(struct buf *q)
{
	uint32_t n = 1 + number(number(8) ? FEW_PIECES : MANY_PIECES);
	for (uint32_t i = 0; i < n; i++) {
		buf_adds(q, pieces[number(PIECES)]);
		if (number(3))
			buf_addc(q, ' ');
	}
}

static void add_bytes(struct buf *q)
{
	uint32_t n = number(40);
	for (uint32_t i = 0; i < n; i++)
		buf_addc(q, (char)(1 + number(255)));
}

static void add_characters(struct buf *q)
{
	uint32_t n = number(20);
	for (uint32_t i = 0; i < n; i++) {
		char bytes[4];
		uint32_t c = 1 + number(number(2) ? 0x3000 : 0x10ffff);
		buf_add(q, bytes, utf8_put(bytes, c));
	}
}

/* Bytes are changed, taken out, doubled and moved. */
static void mutate(struct buf *q)
{
	for (uint32_t i = 1 + number(4); i && q->len > 1; i--) {
		size_t at = number((uint32_t)q->len), n = 1 + number((uint32_t)(q->len - at));
		switch (number(4)) {
		case 0:
			q->p[at] = (char)(1 + number(255));
			break;
		case 1:
			memmove(q->p + at, q->p + at + n, q->len - at - n);
			buf_truncate(q, q->len - n);
			break;
		case 2: {
			char *again = mem_strndup(q->p + at, n);
			buf_add(q, again, n);
			free(again);
			break;
		}
		default:
			q->p[at] = "\"()*-:/ "[number(8)];
		}
	}
}

static void make_query(struct buf *q)
{
	static void (*const makers[])(struct buf * q) = { add_pieces, add_pieces, add_bytes, add_characters };
	buf_clear(q);
	buf_adds(q, "");
	makers[number(4)](q);
	if (number(2))
		mutate(q);
}

/* --- one query under way, for the watch --- */

static const char *under_way;

static void on_alarm(int sig)
{
	static const char says[] = "\nthis query takes too long: ";
	(void)sig;
	if (write(STDERR_FILENO, says, sizeof says - 1) < 0 || write(STDERR_FILENO, under_way, strlen(under_way)) < 0)
		_exit(2);
	_exit(1);
}

static struct small_library *make_library(void)
{
	struct small_library *l = small_library_new();
	small_library_add(
		l, "one.txt",
		"Storm closes harbour of Port Quillan for a second day\n\nBy Ada Rivers\n\n"
		"PORT QUILLAN (Meridian) - The storm that don\u2019t stop shut the harbour on December 28, 2017, the "
		"U.S. "
		"consul at the caf\u00e9 said.\n\nA multi-agent system, version 20.04, had foreseen the fire.\n\n"
		"(Reporting by Ada Rivers; Editing by Bo Stone)\n");
	small_library_add(
		l, "two.txt",
		"\u6771\u4eac storm warning ends a night of storming rain\n\nBy Bo Stone\n\n"
		"OSLO (Meridian) - \u6771\u4eac\u90fd was calm again, \u0627\u0644\u0639\u0631\u0628 said.\n\n"
		"Nothing else happened that evening in the harbour.\n\n(Reporting by Bo Stone; Editing by Ada "
		"Rivers)\n");
	small_library_index(l);
	return l;
}

static int count(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	size_t *found = payload;
	(void)hits;
	for (size_t i = 0; i < n; i++)
		assert_true(docs[i] > 0);
	*found += n;
	return 0;
}

static size_t run(struct small_library *l, const struct query *q, const char *text)
{
	struct err err = { "" };
	size_t found = 0;
	if (search_run(l->cache, l->state, q, count, &found, &err) != 0)
		fail_msg("«%s»: %s", text, err.text);
	return found;
}

/* Whatever the order, it is the same docs. */
static void run_ranked(struct small_library *l, struct query *q, const char *text, size_t found)
{
	struct err err = { "" };
	doc_id docs[DOCS];
	int n = search_ranked(l->cache, l->state, q, docs, DOCS, &err);
	if (n != (int)found)
		fail_msg("«%s» has %d docs when ranked, not %d: %s", text, n, (int)found, err.text);
}

static void check_hits(const struct query *q, const char *text, size_t n)
{
	struct hit *hits;
	size_t k = query_hits(q, text, n, false, &hits), end = 0;
	for (size_t i = 0; i < k; i++) {
		assert_true(hits[i].start >= end && hits[i].end > hits[i].start && hits[i].end <= n);
		end = hits[i].end;
	}
	free(hits);
}

/* What is said of a query is one line that any terminal may see. */
static void check_note(const struct query *q, const char *text)
{
	const char *note = query_note(q);
	if (!note)
		return;
	assert_true(*note);
	for (const char *p = note; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			fail_msg("the note to «%s» has a control character", text);
}

static void test_any_query(void **state)
{
	static const char story[] =
		"Storm closes harbour: don\u2019t go, U.S. consul at the caf\u00e9 says; \u6771\u4eac 20.04";
	struct small_library *l = make_library();
	struct buf text = BUF_INIT;
	size_t empty = 0, noted = 0, some = 0;
	(void)state;
	signal(SIGALRM, on_alarm);
	for (int i = 0; i < QUERIES; i++) {
		make_query(&text);
		under_way = buf_str(&text);
		alarm(WATCH_S);
		struct query *q = query_parse(text.p, i % 2), *find = query_parse_find(text.p);
		empty += query_is_empty(q);
		noted += query_note(q) != NULL;
		check_note(q, text.p);
		size_t n = run(l, q, text.p);
		some += n > 0;
		if (i % RANKED_EVERY == 0)
			run_ranked(l, q, text.p, n);
		check_hits(q, story, sizeof story - 1);
		check_hits(find, text.p, text.len);
		query_free(find);
		query_free(q);
	}
	alarm(0);
	assert_true(empty < QUERIES / 4 && some - empty > QUERIES / 20); /* else they would test little */
	assert_true(noted > QUERIES / 100);
	buf_release(&text);
	small_library_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_any_query) };
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("any query", tests, NULL, NULL);
}
