/* Search by brute force. */
#include "brute.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../../src/store/search_internal.h"
#include "cmocka_all.h"
#include "lede/token.h"

enum { DOCS_MAX = 400, WORDS_MAX = 4000, CHILDREN = 3, SOME = 40, LEAVES = 243 };

static struct brute_words given;
static uint32_t seed;

void brute_seed(uint32_t from)
{
	seed = from;
}

uint32_t brute_number(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

#define number brute_number

/* --- every article as words --- */

enum { FIELDS = 5 }; /* headline, text, byline, place, agency */

struct field {
	char *word[WORDS_MAX];
	size_t n;
	char *printed[SOME]; /* some of them as they stand in the text */
	size_t n_printed;
};
struct brute {
	doc_id doc;
	struct field field[FIELDS];
	char *text[2]; /* headline and text, in lower case */
	char *shown;
	char date[11];
	bool copy, read, starred, brief, doubtful;
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
		if (f->n_printed < SOME && (f->n < SOME / 2 || number(8) == 0))
			f->printed[f->n_printed++] = mem_strndup(p + word.start, word.end - word.start);
	}
}

static void mark_some(struct small_library *l, struct brute *b, const struct article *a)
{
	struct err err;
	static const char *const dates[] = { "", "2017-11-05", "2017-12-28", "2018-01", "2018-02-14" };
	strcpy(b->date, dates[b->doc % 5]);
	b->doubtful = b->doc % 11 == 4;
	char *sql = sqlite3_mprintf("UPDATE article SET date = %Q, confidence = %f, end_confidence = 1 WHERE doc = %d",
	                            b->date, b->doubtful ? .4 : .5, (int)b->doc);
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

void brute_read(struct small_library *l, const struct brute_words *words)
{
	doc_id last = small_library_last(l);
	given = *words;
	for (doc_id doc = 1; doc <= last; doc++)
		read_doc(l, doc);
	read_marks(l);
}

size_t brute_docs(void)
{
	return n_docs;
}

doc_id brute_doc(size_t i)
{
	return docs[i]->doc;
}

static void free_field(struct field *f)
{
	while (f->n)
		free(f->word[--f->n]);
	while (f->n_printed)
		free(f->printed[--f->n_printed]);
}

void brute_forget(void)
{
	while (n_docs) {
		struct brute *b = docs[--n_docs];
		for (int i = 0; i < FIELDS; i++)
			free_field(&b->field[i]);
		free(b->text[0]);
		free(b->text[1]);
		free(b->shown);
		free(b);
	}
}

/* --- queries as trees --- */

enum kind { WORD, NEAR, AND, OR, NOT, FILTER, REGEX };
enum where { ANYWHERE, HEADLINE, BYLINE, PLACE, AGENCY };

struct brute_query {
	enum kind kind;
	struct brute_query *child[CHILDREN];
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
	{ "/zunic[a-z]+/", { NULL } },
};
enum { REGEXES = sizeof regexes / sizeof *regexes };

static struct brute_query *make_tree(int depth);

/* A word of some article, of those that were given, or as it is printed somewhere in this field. */
static const char *any(const struct strings *s, int field)
{
	if (s->n)
		return s->v[number((uint32_t)s->n)];
	for (;;) {
		const struct field *f = &docs[number((uint32_t)n_docs)]->field[field];
		if (f->n_printed)
			return f->printed[number((uint32_t)f->n_printed)];
	}
}

static void add_words(struct buf *out, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		buf_addf(out, "%s%s", i ? " " : "", any(&given.words, number(8) ? 1 : 0));
}

/* Words that stand side by side. */
static void add_neighbours(struct buf *out, uint32_t n)
{
	const struct field *f = &docs[number((uint32_t)n_docs)]->field[1];
	size_t from = f->n > n ? number((uint32_t)(f->n - n)) : 0;
	for (size_t i = from; i < f->n && i < from + n; i++)
		buf_addf(out, "%s%s", i > from ? " " : "", f->word[i]);
}

static void finish_word(struct brute_query *t)
{
	read_field(&t->words, t->printed, strlen(t->printed));
}

static struct brute_query *make_word(enum where where)
{
	struct brute_query *t = mem_zalloc(1, sizeof *t);
	struct buf text = BUF_INIT;
	t->kind = WORD;
	t->where = where;
	uint32_t n = number(3) ? 1 : 2 + number(2);
	if (where == BYLINE)
		buf_adds(&text, any(&given.names, 2));
	else if (where == PLACE)
		buf_adds(&text, any(&given.places, 3));
	else if (where == AGENCY)
		buf_adds(&text, any(&given.agencies, 4));
	else if (n > 1 && number(2))
		add_neighbours(&text, n);
	else
		add_words(&text, n);
	snprintf(t->printed, sizeof t->printed, "%.190s", buf_str(&text));
	buf_release(&text);
	size_t len = strlen(t->printed);
	if (!number(4) && len > 1 && strspn(t->printed, "abcdefghijklmnopqrstuvwxyz") == len) {
		t->printed[1 + number((uint32_t)len)] = '\0';
		t->prefix = true;
	}
	finish_word(t);
	return t;
}

static struct brute_query *make_near(void)
{
	struct brute_query *t = mem_zalloc(1, sizeof *t);
	t->kind = NEAR;
	t->n = 2;
	t->distance = (int)number(12);
	for (int i = 0; i < 2; i++)
		t->child[i] = make_word(ANYWHERE);
	return t;
}

/* Filters, and what they come to: a flag, a part of the path, or the beginnings of the dates that they take. */
static const struct filter {
	const char *text;
	size_t flag; /* offset in struct brute; 0: none */
	bool want;
	const char *dates[3];
} filters[] = {
	{ "is:read", offsetof(struct brute, read), true, { NULL } },
	{ "is:unread", offsetof(struct brute, read), false, { NULL } },
	{ "is:starred", offsetof(struct brute, starred), true, { NULL } },
	{ "is:copy", offsetof(struct brute, copy), true, { NULL } },
	{ "is:doubtful", offsetof(struct brute, doubtful), true, { NULL } },
	{ "kind:brief", offsetof(struct brute, brief), true, { NULL } },
	{ "kind:article", offsetof(struct brute, brief), false, { NULL } },
	{ "date:2017-12", 0, true, { "2017-12" } },
	{ "date:2017-12-28", 0, true, { "2017-12-28" } },
	{ "date:2017", 0, true, { "2017" } },
	{ "date:>=2018", 0, true, { "2018" } },
	{ "date:>2017-11", 0, true, { "2017-12", "2018" } },
	{ "date:<2017-12", 0, true, { "2017-11" } },
	{ "date:<=2017", 0, true, { "2017" } },
	{ "date:2017-12..2018-01", 0, true, { "2017-12", "2018-01" } },
	{ "date:2018-02-14..2019", 0, true, { "2018-02-14" } },
	{ "in:", 0, true, { NULL } },
};
enum { FILTERS = sizeof filters / sizeof *filters, PARTS = FILTERS - 1 };

static struct brute_query *make_filter(void)
{
	struct brute_query *t = mem_zalloc(1, sizeof *t);
	t->kind = FILTER;
	t->filter = (int)number(FILTERS);
	if (t->filter == PARTS)
		snprintf(t->printed, sizeof t->printed, "%s", any(&given.parts, 0));
	return t;
}

static struct brute_query *make_regex(void)
{
	struct brute_query *t = mem_zalloc(1, sizeof *t);
	t->kind = REGEX;
	t->where = number(3) ? ANYWHERE : HEADLINE;
	t->filter = (int)number(REGEXES);
	return t;
}

static struct brute_query *make_group(int depth)
{
	struct brute_query *t = mem_zalloc(1, sizeof *t);
	uint32_t kind = number(7);
	t->kind = kind < 3 ? AND : kind < 5 ? OR : NOT;
	t->n = t->kind == NOT ? 1 : 2 + (int)number(2);
	for (int i = 0; i < t->n; i++)
		t->child[i] = make_tree(depth - 1);
	return t;
}

static struct brute_query *make_tree(int depth)
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

struct brute_query *brute_query_new(int depth)
{
	return make_tree(depth);
}

void brute_query_free(struct brute_query *t)
{
	for (int i = 0; i < t->n; i++)
		brute_query_free(t->child[i]);
	for (size_t i = 0; i < t->words.n; i++)
		free(t->words.word[i]);
	for (size_t i = 0; i < t->words.n_printed; i++)
		free(t->words.printed[i]);
	free(t);
}

void brute_query_write(const struct brute_query *t, struct buf *out)
{
	static const char *const fields[] = { "", "headline:", "by:", "place:", "agency:" };
	static const char *const between[] = { "", "", " ", " OR ", "" };
	switch (t->kind) {
	case WORD:
		buf_addf(out, "%s\"%s%s\"", fields[t->where], t->printed, t->prefix ? "*" : "");
		return;
	case FILTER:
		buf_addf(out, "%s%s", filters[t->filter].text, t->printed);
		return;
	case REGEX:
		buf_addf(out, "%s%s", fields[t->where], regexes[t->filter].text);
		return;
	case NEAR:
		buf_adds(out, "NEAR(");
		brute_query_write(t->child[0], out);
		buf_addc(out, ' ');
		brute_query_write(t->child[1], out);
		buf_addf(out, ", %d)", t->distance);
		return;
	default:
		buf_adds(out, t->kind == NOT ? "-(" : "(");
		for (int i = 0; i < t->n; i++) {
			buf_adds(out, i ? between[t->kind] : "");
			brute_query_write(t->child[i], out);
		}
		buf_addc(out, ')');
	}
}

/* --- the brute-force answer --- */

static bool phrase_at(const struct brute_query *t, const struct field *f, size_t at)
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

static size_t count_in(const struct brute_query *t, const struct field *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += phrase_at(t, f, i);
	return n;
}

static bool word_matches(const struct brute_query *t, const struct brute *b)
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

static size_t count_regex(const struct brute_query *t, const struct brute *b)
{
	const struct regex *r = &regexes[t->filter];
	return count_meant(r, b->text[0]) + (t->where == ANYWHERE ? count_meant(r, b->text[1]) : 0);
}

static bool near_in(const struct brute_query *t, const struct field *f)
{
	const struct brute_query *x = t->child[0], *y = t->child[1];
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

static bool filter_matches(const struct brute_query *t, const struct brute *b)
{
	const struct filter *f = &filters[t->filter];
	if (f->flag)
		return *(const bool *)((const char *)b + f->flag) == f->want;
	if (t->filter == PARTS)
		return contains(b->shown, t->printed);
	for (size_t i = 0; i < 3 && f->dates[i]; i++)
		if (strncmp(b->date, f->dates[i], strlen(f->dates[i])) == 0)
			return true;
	return false;
}

static bool matches(const struct brute_query *t, const struct brute *b)
{
	switch (t->kind) {
	case WORD:
		return word_matches(t, b);
	case NEAR:
		return near_in(t, &b->field[0]) || near_in(t, &b->field[1]);
	case FILTER:
		return filter_matches(t, b);
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

bool brute_matches(const struct brute_query *q, size_t i)
{
	return matches(q, docs[i]);
}

static bool same_words(const struct brute_query *a, const struct brute_query *b)
{
	bool same = a->where == b->where && a->words.n == b->words.n;
	for (size_t i = 0; same && i < a->words.n; i++)
		same = strcmp(a->words.word[i], b->words.word[i]) == 0;
	return same;
}

/* The words that an AND wants, however it is nested. */
struct wanted {
	const struct brute_query *word[LEAVES];
	size_t n;
};

static bool gather(const struct brute_query *t, const struct brute *b, struct wanted *w, uint64_t *hits)
{
	bool known = t->kind != OR && t->kind != NEAR;
	if (t->kind == WORD)
		w->word[w->n++] = t;
	else if (t->kind == REGEX)
		*hits += count_regex(t, b);
	for (int i = 0; i < t->n && known && t->kind == AND; i++)
		known = gather(t->child[i], b, w, hits);
	return known;
}

static uint64_t count_word(const struct brute_query *t, const struct brute *b)
{
	uint64_t hits = t->where == ANYWHERE || t->where == HEADLINE ? count_in(t, &b->field[0]) : 0;
	return t->where == ANYWHERE ? hits + count_in(t, &b->field[1]) : hits;
}

/* What is written twice counts once; as the beginning of a word only if it is that each time. */
static uint64_t count_once(const struct wanted *w, size_t i, const struct brute *b)
{
	struct brute_query once = *w->word[i];
	for (size_t k = 0; k < w->n; k++) {
		bool same = k != i && same_words(w->word[k], &once);
		if (same && k < i)
			return 0;
		once.prefix &= !same || w->word[k]->prefix;
	}
	return count_word(&once, b);
}

static bool count_hits(const struct brute_query *t, const struct brute *b, uint64_t *hits)
{
	struct wanted w = { .n = 0 };
	bool known = gather(t, b, &w, hits);
	for (size_t i = 0; i < w.n; i++)
		*hits += count_once(&w, i, b);
	return known;
}

bool brute_hits(const struct brute_query *q, size_t i, uint64_t *hits)
{
	return count_hits(q, docs[i], hits);
}

bool brute_has_or(const struct brute_query *t)
{
	bool found = t->kind == OR;
	for (int i = 0; i < t->n; i++)
		found |= brute_has_or(t->child[i]);
	return found;
}
