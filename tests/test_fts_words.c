/* The words of the index as read off its pages, against what FTS5 itself says stands there. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/store/fts_words.h"
#include "lede/build.h"
#include "support/small_library.h"

enum { FILES = 700, ROUNDS = 6, TIMES = 9000, DOCS_MAX = 20000 };

static uint32_t seed = 5;
static uint32_t roll(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

static void add_story(struct small_library *l, int i, int round)
{
	static const char *const words[] = { "harbour",      "harbours", "tram",    "trams", "ferry", "h\u00e9lice",
		                             "\u6771\u4eac", "night",    "nightly", "a",     "stone" };
	char name[32];
	struct buf text = BUF_INIT;
	snprintf(name, sizeof name, "%03d.txt", i);
	buf_addf(&text, "Report %d of day %d\n\nOSLO (Reuters) - It was a day at the coast, people there said", i,
	         round);
	for (uint32_t n = 20 + roll(60); n; n--)
		buf_addf(&text, " %s", words[roll(sizeof words / sizeof *words)]);
	for (int n = i == 7 ? TIMES : 0; n; n--) /* places that fill pages */
		buf_addf(&text, " gull%s", n % 90 == 0 ? " word" : "");
	buf_addf(&text, " h%dx.\n\n", (int)roll(5000));
	small_library_add(l, name, text.p);
	buf_release(&text);
}

static void build(struct small_library *l)
{
	struct build_progress done;
	struct err err = { "" };
	if (build_run(&l->lib, &(struct build_options){ 0 }, &done, &err) != 0)
		fail_msg("%s", err.text);
}

/* Each build leaves a segment or more, in which articles are new, changed and gone. */
static struct small_library *make_library(void)
{
	struct small_library *l = small_library_new();
	for (int i = 0; i < FILES; i++)
		add_story(l, i, 0);
	small_library_index(l);
	for (int round = 1; round < ROUNDS; round++) {
		for (int k = 0; k < 40; k++)
			add_story(l, k < 20 ? k * round : (int)roll(FILES), round);
		for (int k = 0; k < 5; k++) {
			char name[32];
			snprintf(name, sizeof name, "wire/%03d.txt", 100 * round + k);
			char *path = world_path(l->world, name);
			remove(path);
			free(path);
		}
		build(l);
	}
	return l;
}

/* Where words stand, as lines. */
struct heard {
	const struct buf *word;
	struct buf *lines;
	unsigned char *told; /* of each doc: it was told of this word */
	size_t replaced;
};

static void hear_one(struct heard *h, const struct fts_entry *e)
{
	struct fts_place p = { 0 };
	assert_true(e->doc < DOCS_MAX);
	h->replaced += h->told[e->doc];
	if (h->told[e->doc])
		return;
	h->told[e->doc] = 1;
	while (p.at < e->n) {
		assert_true(fts_place_next(&p, e->places, e->n));
		buf_addf(h->lines, "%.*s %u %u %u\n", (int)h->word->len - 1, h->word->p + 1, e->doc, p.column,
		         p.position);
	}
}

static void hear(void *payload, const struct fts_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hear_one(payload, &entries[i]);
}

static int by_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In an order that does not depend on the segments. */
static void sort_lines(struct buf *lines)
{
	size_t n = 0, i = 0;
	for (size_t k = 0; k < lines->len; k++)
		n += lines->p[k] == '\n';
	char **line = mem_zalloc(n + 1, sizeof *line), *copy = mem_strndup(buf_str(lines), lines->len), *next = copy;
	for (; i < n; i++) {
		line[i] = next;
		next = strchr(next, '\n') + 1;
		next[-1] = '\0';
	}
	qsort(line, n, sizeof *line, by_line);
	buf_clear(lines);
	for (i = 0; i < n; i++)
		buf_addf(lines, "%s\n", line[i]);
	free(line);
	free(copy);
}

static size_t read_pages(struct small_library *l, const char *beginning, bool every, struct buf *out)
{
	struct err err = { "" };
	struct fts_words *w;
	struct heard h = { .lines = out, .told = mem_zalloc(DOCS_MAX, 1) };
	assert_int_equal(fts_words_new(&w, l->cache, beginning, strlen(beginning), &err), 0);
	for (;;) {
		if (fts_words_next(w, &h.word, &err) != 0)
			fail_msg("%s: %s", beginning, err.text);
		if (!h.word)
			break;
		memset(h.told, 0, DOCS_MAX);
		if ((every || h.word->len % 2) && fts_words_tell(w, hear, &h, &err) != 0)
			fail_msg("%s: %s", beginning, err.text);
	}
	fts_words_free(w);
	free(h.told);
	sort_lines(out);
	return h.replaced;
}

static void ask_fts5(struct small_library *l, const char *beginning, bool every, struct buf *out)
{
	static const char *const columns[] = { "headline", "text", "byline", "place", "agency" };
	sqlite3_stmt *rows = db_prepare(l->cache,
	                                "SELECT term, doc, col, offset, length(CAST(term AS BLOB)) FROM word"
	                                " WHERE term >= ?1 AND term < ?1 || char(0x10ffff)",
	                                NULL);
	assert_non_null(rows);
	sqlite3_bind_text(rows, 1, beginning, -1, SQLITE_STATIC);
	while (sqlite3_step(rows) == SQLITE_ROW) {
		unsigned column = 0;
		while (strcmp(columns[column], (const char *)sqlite3_column_text(rows, 2)) != 0)
			column++;
		if (every || sqlite3_column_int(rows, 4) % 2 == 0)
			buf_addf(out, "%s %d %u %d\n", (const char *)sqlite3_column_text(rows, 0),
			         sqlite3_column_int(rows, 1), column, sqlite3_column_int(rows, 3));
	}
	sqlite3_reset(rows);
	sort_lines(out);
}

static size_t compare(struct small_library *l, const char *beginning, bool every)
{
	struct buf got = BUF_INIT, want = BUF_INIT;
	size_t replaced = read_pages(l, beginning, every, &got);
	ask_fts5(l, beginning, every, &want);
	if (strcmp(buf_str(&got), buf_str(&want)) != 0)
		fail_msg("%s%s: %zu bytes, not %zu", beginning, every ? "" : " (some)", got.len, want.len);
	assert_true(!every || !want.len == !strcmp(beginning, "zzz"));
	buf_release(&got);
	buf_release(&want);
	return replaced;
}

static void the_pages_say_what_fts5_says(void **state)
{
	(void)state;
	static const char *const beginnings[] = { "h", "ha",     "harbours", "h1", "g",   "gull", "n",  "a",
		                                  "t", "\u6771", "he",       "wo", "zzz", "1",    "osl" };
	struct small_library *l = make_library();
	size_t replaced = 0;
	struct err err = { "" };
	assert_int_equal(db_exec(l->cache, "CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, fts, instance)", &err),
	                 0);
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		replaced += compare(l, beginnings[i], true);
		compare(l, beginnings[i], false);
	}
	assert_true(replaced > 0); /* or the library is none to test this on */
	small_library_free(l);
}

static void an_interrupt_ends_the_walk(void **state)
{
	(void)state;
	struct small_library *l = small_library_new();
	struct fts_words *w = NULL;
	struct err err = { "" };
	add_story(l, 7, 0);
	small_library_index(l);
	sqlite3_stmt *guard = db_prepare(l->cache, "SELECT 1 UNION ALL SELECT 2", &err);
	assert_int_equal(sqlite3_step(guard), SQLITE_ROW);
	cache_interrupt(l->cache);
	assert_int_equal(fts_words_new(&w, l->cache, "g", 1, &err), 1);
	fts_words_free(w);
	sqlite3_reset(guard);
	assert_int_equal(fts_words_new(&w, l->cache, "g", 1, &err), 0);
	fts_words_free(w);
	small_library_free(l);
}

static const char *const damage[] = {
	"UPDATE fts_data SET block = zeroblob(length(block)) WHERE id > 100",
	"UPDATE fts_data SET block = substr(block, 1, 3) WHERE id > 100",
	"UPDATE fts_data SET block = substr(block, 1, length(block) / 2) WHERE id > 100",
	"UPDATE fts_data SET block = CAST(substr(block, 1, 4) || randomblob(length(block) - 4) AS BLOB) WHERE id > 100",
	"UPDATE fts_data SET block = randomblob(length(block)) WHERE id > 100",
	"DELETE FROM fts_data WHERE id > 100",
	"UPDATE fts_data SET block = randomblob(length(block)) WHERE id = 10",
	"UPDATE fts_data SET block = zeroblob(2) WHERE id = 10",
};

static void ignore(void *payload, const struct fts_entry *entries, size_t n)
{
	(void)payload;
	for (size_t i = 0; i < n; i++) {
		struct fts_place p = { 0 };
		while (p.at < entries[i].n && fts_place_next(&p, entries[i].places, entries[i].n))
			;
	}
}

/* Says so, or has nothing to say; and reads nothing that is not there. */
static void a_damaged_index_is_no_crash(void **state)
{
	(void)state;
	struct small_library *l = small_library_new();
	add_story(l, 7, 0);
	small_library_index(l);
	for (int i = 0; i < 400; i++) {
		struct err err = { "" };
		struct fts_words *w = NULL;
		const struct buf *word = NULL;
		assert_int_equal(db_exec(l->cache, "BEGIN", &err), 0);
		assert_int_equal(db_exec(l->cache, damage[(size_t)i % (sizeof damage / sizeof *damage)], &err), 0);
		int rc = fts_words_new(&w, l->cache, i % 3 ? "" : "g", i % 3 ? 0 : 1, &err);
		while (rc == 0 && (rc = fts_words_next(w, &word, &err)) == 0 && word)
			rc = fts_words_tell(w, ignore, NULL, &err);
		assert_true(rc == 0 || (rc == -1 && strstr(err.text, "is damaged")));
		fts_words_free(w);
		assert_int_equal(db_exec(l->cache, "ROLLBACK", &err), 0);
	}
	small_library_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pages_say_what_fts5_says),
		cmocka_unit_test(an_interrupt_ends_the_walk),
		cmocka_unit_test(a_damaged_index_is_no_crash),
	};
	return cmocka_run_group_tests_name("words of the index", tests, NULL, NULL);
}
