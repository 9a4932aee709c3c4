/*
 * Search against a brute-force reading. Random queries are made as trees, written out in the search language, and
 * answered twice: by search_run, and by looking at every word of every article.
 */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/search_internal.h"
#include "lede/token.h"
#include "support/small_library.h"

enum { FILES = 60, QUERIES = 4000, FRESH_EVERY = 5, DOCS_MAX = 400, WORDS_MAX = 4000, CHILDREN = 3 };

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

/* The same numbers on every machine. */
static uint32_t seed;
static uint32_t number(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static const char *any_word(void)
{
	return vocabulary[number(VOCABULARY)];
}

/* --- the library --- */

static void add_words(struct buf *out, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		buf_addf(out, "%s%s", i ? " " : "", any_word());
}

static void add_story(struct buf *out, int i)
{
	buf_addf(out, "Headline %d of the ", i);
	add_words(out, 3 + number(4));
	buf_addf(out, "\n\nBy %s\n\n%s (%s) - The ", names[number(3)], places[number(3)], agencies[number(2)]);
	for (int k = 0; k < 3; k++) {
		add_words(out, 30 + number(30));
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
		uint32_t before = seed;
		if (i % 10 == 9) /* the last one again, elsewhere */
			seed = 77u;
		add_story(&text, i % 10 == 9 ? 9 : i);
		if (i % 10 == 9)
			seed = before + (uint32_t)i;
		small_library_add(l, name, text.p);
		buf_release(&text);
	}
	small_library_index(l);
	return l;
}

/* --- every article as words --- */

enum { FIELDS = 5 }; /* headline, text, byline, place, agency */

struct field {
	char *word[WORDS_MAX];
	size_t n;
};
struct brute {
	doc_id doc;
	struct field field[FIELDS];
	char *text[2]; /* headline and text, in lower case */
	char *shown;
	char date[11];
	bool copy, read, starred, brief;
};

static struct brute *docs[DOCS_MAX];
static size_t n_docs;

static void read_field(struct field *f, const char *p, size_t n)
{
	struct tokenizer t;
	struct token word;
	token_init(&t, p, n);
	while (token_next(&t, &word)) {
		assert_true(f->n < WORDS_MAX);
		f->word[f->n++] = mem_strndup(word.text, word.len);
	}
}

static void mark_some(struct small_library *l, struct brute *b, const struct article *a)
{
	struct err err;
	static const char *const dates[] = { "", "2017-11-05", "2017-12-28", "2018-01", "2018-02-14" };
	strcpy(b->date, dates[b->doc % 5]);
	char *sql = sqlite3_mprintf("UPDATE article SET date = %Q WHERE doc = %d", b->date, (int)b->doc);
	assert_int_equal(db_exec(l->cache, sql, &err), 0);
	sqlite3_free(sql);
	if (b->doc % 3 == 0)
		assert_int_equal(state_set_read(l->state, a->fingerprint, true, &err), 0);
	if (b->doc % 7 == 0)
		assert_int_equal(state_set_starred(l->state, a->fingerprint, true, &err), 0);
}

static char *lower(const char *p)
{
	char *copy = mem_strdup(p);
	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + 'a' - 'A');
	return copy;
}

static void read_doc(struct small_library *l, doc_id doc)
{
	struct article a;
	struct source source;
	struct err err;
	if (cache_article(l->cache, doc, &a, &err) != 1)
		return;
	assert_true(n_docs < DOCS_MAX);
	struct brute *b = docs[n_docs++] = mem_zalloc(1, sizeof *b);
	struct buf raw = BUF_INIT, text = BUF_INIT;
	b->doc = doc;
	assert_int_equal(cache_text(l->cache, &a, &raw, &err), 0);
	article_index_text(&text, a.blocks, a.n_blocks, raw.p, a.start_off);
	const char *fields[FIELDS] = { a.headline, buf_str(&text), a.byline, a.place, a.agency };
	for (int i = 0; i < FIELDS; i++)
		read_field(&b->field[i], fields[i], strlen(fields[i]));
	for (int i = 0; i < 2; i++)
		b->text[i] = lower(fields[i]);
	assert_int_equal(cache_source(l->cache, a.source, &source, &err), 1);
	b->shown = mem_strdup(source.shown);
	b->copy = a.copies > 0;
	b->brief = a.kind == SPLIT_BRIEF;
	mark_some(l, b, &a);
	source_release(&source);
	article_release(&a);
	buf_release(&raw);
	buf_release(&text);
}

/* Marks belong to a text, so copies share them. */
static void read_marks(struct small_library *l)
{
	for (size_t i = 0; i < n_docs; i++) {
		struct article a;
		struct mark mark;
		struct err err;
		assert_int_equal(cache_article(l->cache, docs[i]->doc, &a, &err), 1);
		assert_true(state_mark(l->state, a.fingerprint, &mark, &err) >= 0);
		docs[i]->read = mark.read;
		docs[i]->starred = mark.starred;
		article_release(&a);
	}
}

static void read_docs(struct small_library *l)
{
	doc_id last = small_library_last(l);
	for (doc_id doc = 1; doc <= last; doc++)
		read_doc(l, doc);
	read_marks(l);
	assert_true(n_docs >= FILES / 2);
}

static void forget_docs(void)
{
	while (n_docs) {
		struct brute *b = docs[--n_docs];
		for (int i = 0; i < FIELDS; i++)
			for (size_t k = 0; k < b->field[i].n; k++)
				free(b->field[i].word[k]);
		free(b->text[0]);
		free(b->text[1]);
		free(b->shown);
		free(b);
	}
}

/* --- queries as trees --- */

enum kind { WORD, NEAR, AND, OR, NOT, FILTER, REGEX };
enum where { ANYWHERE, HEADLINE, BYLINE, PLACE, AGENCY };

struct tree {
	enum kind kind;
	struct tree *child[CHILDREN];
	int n;
	char printed[200]; /* WORD: what is written; FILTER: the whole of it */
	struct field words;
	bool prefix;
	enum where where;
	int distance;
	int filter; /* FILTER and REGEX: which */
};

/* Regular expressions with what they come to: the longest first. */
static const struct regex {
	const char *text;
	const char *means[4];
} regexes[] = {
	{ "/storm(s|ing)?/", { "storming", "storms", "storm" } },
	{ "/CAF(e|\u00e9)/", { "cafe", "caf\u00e9" } },
	{ "/20\\.04/", { "20.04" } },
	{ "/don.t/", { "don't", "don\u2019t" } },
	{ "/(str|gr)a(ss|\u00df)e/", { "strasse", "stra\u00dfe" } },
	{ "/of the [r]iver[s ]/", { "of the river " } },
	{ "/[\u6771\u90fd]\u4eac?/", { "\u6771\u4eac", "\u6771", "\u90fd" } },
	{ "/it was said\\.$/", { "it was said." } },
	{ "/unic[a-z]+/", { NULL } },
};
enum { REGEXES = sizeof regexes / sizeof *regexes };

static struct tree *make_tree(int depth);

static void finish_word(struct tree *t)
{
	read_field(&t->words, t->printed, strlen(t->printed));
}

static struct tree *make_word(enum where where)
{
	struct tree *t = mem_zalloc(1, sizeof *t);
	struct buf text = BUF_INIT;
	t->kind = WORD;
	t->where = where;
	uint32_t n = number(3) ? 1 : 2 + number(2);
	if (where == BYLINE)
		buf_adds(&text, names[number(3)] + (number(2) ? 0 : 3));
	else if (where == PLACE)
		buf_adds(&text, places[number(3)]);
	else if (where == AGENCY)
		buf_adds(&text, agencies[number(2)]);
	else
		add_words(&text, n);
	snprintf(t->printed, sizeof t->printed, "%s", text.p);
	buf_release(&text);
	size_t len = strlen(t->printed);
	if (!number(4) && len > 1 && strspn(t->printed, "abcdefghijklmnopqrstuvwxyz") == len) {
		t->printed[1 + number((uint32_t)len)] = '\0';
		t->prefix = true;
	}
	finish_word(t);
	return t;
}

static struct tree *make_near(void)
{
	struct tree *t = mem_zalloc(1, sizeof *t);
	t->kind = NEAR;
	t->n = 2;
	t->distance = (int)number(12);
	for (int i = 0; i < 2; i++)
		t->child[i] = make_word(ANYWHERE);
	return t;
}

static const char *const filters[] = { "is:read",
	                               "is:unread",
	                               "is:starred",
	                               "is:copy",
	                               "kind:brief",
	                               "kind:article",
	                               "in:alpha/file",
	                               "in:FILE1",
	                               "date:2017-12",
	                               "date:2017",
	                               "date:>=2018",
	                               "date:<2017-12",
	                               "date:2017-12..2018-01" };
enum { FILTERS = sizeof filters / sizeof *filters };

static struct tree *make_filter(void)
{
	struct tree *t = mem_zalloc(1, sizeof *t);
	t->kind = FILTER;
	t->filter = (int)number(FILTERS);
	return t;
}

static struct tree *make_regex(void)
{
	struct tree *t = mem_zalloc(1, sizeof *t);
	t->kind = REGEX;
	t->where = number(3) ? ANYWHERE : HEADLINE;
	t->filter = (int)number(REGEXES);
	return t;
}

static struct tree *make_group(int depth)
{
	struct tree *t = mem_zalloc(1, sizeof *t);
	uint32_t kind = number(7);
	t->kind = kind < 3 ? AND : kind < 5 ? OR : NOT;
	t->n = t->kind == NOT ? 1 : 2 + (int)number(2);
	for (int i = 0; i < t->n; i++)
		t->child[i] = make_tree(depth - 1);
	return t;
}

static struct tree *make_tree(int depth)
{
	uint32_t kind = number(22);
	if (depth > 0 && kind < 10)
		return make_group(depth);
	if (kind < 15)
		return make_word(ANYWHERE);
	if (kind < 17)
		return make_word((enum where)(HEADLINE + number(4)));
	if (kind < 18)
		return make_near();
	return kind < 20 ? make_filter() : make_regex();
}

static void free_tree(struct tree *t)
{
	for (int i = 0; i < t->n; i++)
		free_tree(t->child[i]);
	for (size_t i = 0; i < t->words.n; i++)
		free(t->words.word[i]);
	free(t);
}

static void write_tree(const struct tree *t, struct buf *out)
{
	static const char *const fields[] = { "", "headline:", "by:", "place:", "agency:" };
	static const char *const between[] = { "", "", " ", " OR ", "" };
	switch (t->kind) {
	case WORD:
		buf_addf(out, "%s\"%s%s\"", fields[t->where], t->printed, t->prefix ? "*" : "");
		return;
	case FILTER:
		buf_adds(out, filters[t->filter]);
		return;
	case REGEX:
		buf_addf(out, "%s%s", fields[t->where], regexes[t->filter].text);
		return;
	case NEAR:
		buf_adds(out, "NEAR(");
		write_tree(t->child[0], out);
		buf_addc(out, ' ');
		write_tree(t->child[1], out);
		buf_addf(out, ", %d)", t->distance);
		return;
	default:
		buf_adds(out, t->kind == NOT ? "-(" : "(");
		for (int i = 0; i < t->n; i++) {
			buf_adds(out, i ? between[t->kind] : "");
			write_tree(t->child[i], out);
		}
		buf_addc(out, ')');
	}
}

/* --- the brute-force answer --- */

static bool phrase_at(const struct tree *t, const struct field *f, size_t at)
{
	for (size_t i = 0; i < t->words.n; i++) {
		if (at + i >= f->n)
			return false;
		bool begins = t->prefix && i + 1 == t->words.n;
		size_t len = strlen(t->words.word[i]);
		if (begins ? strncmp(f->word[at + i], t->words.word[i], len) != 0
		           : strcmp(f->word[at + i], t->words.word[i]) != 0)
			return false;
	}
	return t->words.n > 0;
}

static size_t count_in(const struct tree *t, const struct field *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += phrase_at(t, f, i);
	return n;
}

static bool word_matches(const struct tree *t, const struct brute *b)
{
	if (t->where == ANYWHERE)
		return count_in(t, &b->field[0]) || count_in(t, &b->field[1]);
	return count_in(t, &b->field[t->where == HEADLINE ? 0 : (int)t->where]) > 0;
}

static size_t count_meant(const struct regex *r, const char *text)
{
	size_t n = 0;
	while (*text) {
		size_t len = 0;
		for (int i = 0; i < 4 && r->means[i] && !len; i++)
			if (strncmp(text, r->means[i], strlen(r->means[i])) == 0)
				len = strlen(r->means[i]);
		n += len > 0;
		text += len ? len : 1;
	}
	return n;
}

static size_t count_regex(const struct tree *t, const struct brute *b)
{
	const struct regex *r = &regexes[t->filter];
	return count_meant(r, b->text[0]) + (t->where == ANYWHERE ? count_meant(r, b->text[1]) : 0);
}

static bool near_in(const struct tree *t, const struct field *f)
{
	const struct tree *x = t->child[0], *y = t->child[1];
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; phrase_at(x, f, i) && k < f->n; k++) {
			if (!phrase_at(y, f, k))
				continue;
			size_t first = i < k ? i + x->words.n : k + y->words.n, second = i < k ? k : i;
			if (second <= first + (size_t)t->distance)
				return true;
		}
	return false;
}

static bool contains(const char *shown, const char *part)
{
	for (; *shown; shown++)
		if (strncasecmp(shown, part, strlen(part)) == 0)
			return true;
	return false;
}

static bool filter_matches(int filter, const struct brute *b)
{
	const char *d = b->date;
	switch (filter) {
	case 0:
		return b->read;
	case 1:
		return !b->read;
	case 2:
		return b->starred;
	case 3:
		return b->copy;
	case 4:
		return b->brief;
	case 5:
		return !b->brief;
	case 6:
	case 7:
		return contains(b->shown, filter == 6 ? "alpha/file" : "FILE1");
	case 8:
		return strncmp(d, "2017-12", 7) == 0;
	case 9:
		return strncmp(d, "2017", 4) == 0;
	case 10:
		return strncmp(d, "2018", 4) == 0;
	case 11:
		return strncmp(d, "2017-11", 7) == 0;
	default:
		return strncmp(d, "2017-12", 7) == 0 || strncmp(d, "2018-01", 7) == 0;
	}
}

static bool matches(const struct tree *t, const struct brute *b)
{
	switch (t->kind) {
	case WORD:
		return word_matches(t, b);
	case NEAR:
		return near_in(t, &b->field[0]) || near_in(t, &b->field[1]);
	case FILTER:
		return filter_matches(t->filter, b);
	case REGEX:
		return count_regex(t, b) > 0;
	case NOT:
		return !matches(t->child[0], b);
	default:
		for (int i = 0; i < t->n; i++)
			if (matches(t->child[i], b) != (t->kind == AND))
				return t->kind == OR;
		return t->kind == AND;
	}
}

/* --- both side by side --- */

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

/* Occurrences of a lone word or of words joined by AND: elsewhere what counts is not worth writing down twice. */
static bool count_hits(const struct tree *t, const struct brute *b, uint64_t *hits)
{
	if (t->kind == WORD) {
		if (t->where == ANYWHERE || t->where == HEADLINE)
			*hits += count_in(t, &b->field[0]);
		if (t->where == ANYWHERE)
			*hits += count_in(t, &b->field[1]);
		return true;
	}
	if (t->kind == REGEX) {
		*hits += count_regex(t, b);
		return true;
	}
	bool known = t->kind == AND || t->kind == FILTER || t->kind == NOT;
	for (int i = 0; i < t->n && known && t->kind == AND; i++)
		known = count_hits(t->child[i], b, hits);
	return known;
}

static int keep_one(void *payload, doc_id doc, const struct query_score *score)
{
	return keep(payload, &doc, &score->hits, 1);
}

static bool has_or(const struct tree *t)
{
	bool found = t->kind == OR;
	for (int i = 0; i < t->n; i++)
		found |= has_or(t->child[i]);
	return found;
}

/* The first docs found by reading articles must be the first of all, with the same hits. (In an OR, FTS5 counts the words of
 * a NEAR that is not near.) */
static void compare_probe(struct small_library *l, const struct query *q, const struct tree *t, const char *text,
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
		assert_int_equal(search_probe(&s, &plan, 100, 1000, keep_one, &probed, &next), 0);
	while (before < all->n && (!next || all->docs[before] < next))
		before++;
	if (plan.tests.n) /* the probe knows nothing of them, and is not asked */
		probed.n = before = 0;
	else if (plan.nodes.n && probed.n != before)
		fail_msg("%s: probed %d, not %d", text, (int)probed.n, (int)before);
	for (size_t i = 0; i < probed.n; i++)
		if (probed.docs[i] != all->docs[i] || (!has_or(t) && probed.hits[i] != all->hits[i]))
			fail_msg("%s: probed doc %u with %d hits, not %u with %d", text, probed.docs[i],
			         (int)probed.hits[i], all->docs[i], (int)all->hits[i]);
	search_plan_release(&plan);
	search_end(&s);
	search_release(&s);
}

/* Returns how many docs the query has. */
static size_t compare(struct small_library *l, const struct tree *t)
{
	struct buf text = BUF_INIT;
	struct found f = { .n = 0 };
	struct err err = { "" };
	write_tree(t, &text);
	struct query *q = query_parse(text.p, false);
	int rc = search_run(l->cache, l->state, q, keep, &f, &err);
	if (rc != 0)
		fail_msg("%s: %d %s", text.p, rc, err.text);
	size_t at = 0;
	for (size_t i = 0; i < n_docs; i++) {
		bool want = query_is_empty(q) || matches(t, docs[i]);
		bool got = at < f.n && f.docs[at] == docs[i]->doc;
		uint64_t hits = 0;
		if (want != got)
			fail_msg("%s: doc %u %s", text.p, docs[i]->doc, want ? "is missing" : "should not be there");
		if (got && count_hits(t, docs[i], &hits) && hits != f.hits[at])
			fail_msg("%s: doc %u has %d hits, not %d", text.p, docs[i]->doc, (int)hits, (int)f.hits[at]);
		at += got;
	}
	assert_int_equal(at, f.n);
	if (!query_is_empty(q))
		compare_probe(l, q, t, text.p, &f);
	query_free(q);
	buf_release(&text);
	return f.n;
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

static void test_random_queries(void **state)
{
	(void)state;
	seed = 1;
	struct small_library *l = make_library();
	read_docs(l);
	int some = 0;
	for (int i = 0; i < QUERIES; i++) {
		struct tree *t = make_tree(3);
		if (i % FRESH_EVERY == 0)
			reopen(l);
		size_t n = compare(l, t);
		some += n > 0 && n < n_docs;
		free_tree(t);
	}
	assert_true(some > QUERIES / 2); /* else the queries test little */
	forget_docs();
	small_library_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_random_queries) };
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
