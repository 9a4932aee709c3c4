/*
 * The cache held against its sources. Each file is read again by the same decoder
 * and compared with the text in the cache, byte by byte; then the articles must lie in that text one
 * after another, with their blocks inside them and an entry in the index each.
 */
#include <stdlib.h>
#include <string.h>

#include "chunks.h"
#include "lede/build.h"
#include "lede/decode.h"
#include "lede/input.h"
#include "lede/token.h"
#include "scan.h"

enum { READ_SIZE = 64 * 1024, COMPARE_SIZE = 256 * 1024 };

struct check {
	struct cache *c;
	void (*cb)(void *payload, const char *line);
	void *payload;
	long faults;
	/* The source under way. */
	struct source source;
	int64_t mtime_ns, inode;
	uint64_t text_len;
	struct buf fresh; /* decoded and not compared yet */
	uint64_t compared;
	bool differs;
	bool index_lacks;   /* any article of all sources is not in the index */
	struct err failure; /* the cache could not be read */
};

static void fault(struct check *k, const char *what)
{
	struct err line;
	err_set(&line, "%s: %s", k->source.shown, what);
	k->cb(k->payload, line.text);
	k->faults++;
}

/* ---- the text */

/* Holds what was decoded against the cache. Non-zero where they differ or the cache fails. */
static int compare(struct check *k)
{
	struct buf kept = BUF_INIT;
	uint64_t end = k->compared + k->fresh.len;
	int rc = 0;
	if (end > k->text_len) {
		k->differs = true;
	} else {
		rc = chunks_read(k->c, k->source.id, k->compared, end, &kept, &k->failure);
		k->differs = rc == 0 && k->fresh.len && memcmp(kept.p, k->fresh.p, k->fresh.len) != 0;
	}
	buf_release(&kept);
	buf_clear(&k->fresh);
	k->compared = end;
	return rc < 0 || k->differs;
}

static int on_line(void *payload, const struct text_line *line)
{
	struct check *k = payload;
	buf_add(&k->fresh, line->text, line->len);
	if (!line->more)
		buf_addc(&k->fresh, '\n');
	return k->fresh.len < COMPARE_SIZE ? 0 : compare(k);
}

static int decode_member(struct check *k, struct input *in, const char *encoding, struct err *err)
{
	struct decoder *d = decode_new(encoding, on_line, k, err);
	if (!d)
		return -1;
	char *bytes = mem_alloc(READ_SIZE);
	ssize_t n = 0;
	int rc = 0;
	while (rc == 0 && (n = input_read(in, bytes, READ_SIZE, err)) > 0)
		rc = decode_feed(d, bytes, (size_t)n);
	if (rc == 0 && n == 0 && decode_finish(d) == 0)
		compare(k);
	free(bytes);
	decode_free(d);
	return n < 0 ? -1 : 0;
}

/* Goes to the source in its file: the file itself, or the member of that name. */
static int find_member(const struct check *k, struct input *in, const char *file, struct err *err)
{
	const char *name;
	int rc;
	while ((rc = input_next(in, &name, err)) == 1) {
		char *path = name ? mem_printf("%s/%s", file, name) : mem_strdup(file);
		bool found = strcmp(path, k->source.path) == 0;
		free(path);
		if (found)
			return 1;
	}
	return rc;
}

/* 1: the member was read and compared, 0: it is not there, -1 err. */
static int compare_file(struct check *k, const char *file, const char *encoding, struct err *err)
{
	struct input *in;
	buf_clear(&k->fresh);
	k->compared = 0;
	k->differs = false;
	k->failure.text[0] = '\0';
	if (input_open(&in, file, err) < 0)
		return -1;
	int rc = find_member(k, in, file, err);
	if (rc == 1 && decode_member(k, in, encoding, err) < 0)
		rc = -1;
	input_close(in);
	k->differs |= rc == 1 && k->compared != k->text_len;
	return rc;
}

static void check_text(struct check *k, const char *file)
{
	struct err err = { "" };
	int rc = compare_file(k, file, NULL, &err);
	if (rc == 1 && k->differs) /* perhaps its encoding was given by hand */
		rc = compare_file(k, file, k->source.encoding, &err);
	if (rc < 0)
		fault(k, err.text);
	else if (rc == 0)
		fault(k, "the archive does not hold it any more");
	else if (k->failure.text[0])
		fault(k, k->failure.text);
	else if (k->differs)
		fault(k, "the cache holds another text; lede check --repair reads it again");
}

/* ---- the articles */

static bool blocks_lie_inside(const struct article *a)
{
	uint64_t at = a->start_off;
	for (size_t i = 0; i < a->n_blocks; i++) {
		const struct split_block *b = &a->blocks[i];
		if (b->off < at || b->off + b->len > a->end_off)
			return false;
		at = b->off + b->len;
	}
	return a->n_blocks > 0;
}

static bool has_same_fingerprint(struct check *k, const struct article *a)
{
	unsigned char now[FINGERPRINT_LEN];
	struct buf text = BUF_INIT;
	bool same = false;
	if (chunks_read(k->c, a->source, a->start_off, a->end_off, &text, NULL) == 0) {
		article_fingerprint(now, a->blocks, a->n_blocks, buf_str(&text), a->start_off);
		same = memcmp(now, a->fingerprint, FINGERPRINT_LEN) == 0;
	}
	buf_release(&text);
	return same;
}

/* Whether the index finds it by the first word of its headline. */
static bool is_indexed(struct check *k, const struct article *a)
{
	struct tokenizer words;
	struct token word;
	token_init(&words, a->headline, strlen(a->headline));
	if (!token_next(&words, &word))
		return true; /* nothing to look for */
	sqlite3_stmt *s = db_prepare(k->c, "SELECT 1 FROM fts WHERE fts MATCH ?1 AND rowid = ?2", NULL);
	if (!s)
		return false;
	char *match = mem_printf("headline:\"%.*s\"", (int)word.len, word.text);
	sqlite3_bind_text(s, 1, match, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, a->doc);
	bool found = sqlite3_step(s) == SQLITE_ROW;
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	free(match);
	return found;
}

/* NULL, or what is wrong with it. at: where the one before it ended. */
static const char *article_fault(struct check *k, const struct article *a, uint64_t at)
{
	if (a->source != k->source.id)
		return "belongs to another source";
	if (a->start_off < at || a->end_off < a->start_off || a->end_off > k->text_len)
		return "lies over its neighbour or outside the text";
	if (!blocks_lie_inside(a))
		return "has blocks outside itself";
	if (!has_same_fingerprint(k, a))
		return "has another text than its fingerprint says";
	if (is_indexed(k, a))
		return NULL;
	k->index_lacks = true;
	return "is not in the index";
}

static void check_articles(struct check *k)
{
	uint64_t at = 0;
	for (uint32_t i = 0; i < k->source.articles; i++) {
		struct article a;
		struct err err = { "" };
		int rc = cache_article_row(k->c, k->source.first + i, &a, &err);
		const char *what = rc == 1 ? article_fault(k, &a, at) : rc == 0 ? "is missing" : err.text;
		if (what) {
			struct err line;
			err_set(&line, "article %u of %u %s", i + 1, k->source.articles, what);
			fault(k, line.text);
		}
		at = rc == 1 ? a.end_off : at;
		article_release(&a);
	}
}

/* ---- the whole */

static bool is_unchanged(const struct check *k, const char *file, bool *exists)
{
	struct scan_file now = { .path = (char *)file };
	*exists = scan_stat(&now);
	return *exists && now.mtime_ns == k->mtime_ns && now.inode == k->inode;
}

static void check_source(struct check *k, const char *file)
{
	bool exists;
	if (k->source.status == SOURCE_PENDING) {
		fault(k, "was not read to its end; lede index goes on");
	} else if (!is_unchanged(k, file, &exists)) {
		fault(k, exists ? "has changed since it was read; lede index reads it again"
		                : "is gone; lede index takes it out");
	} else if (strcmp(file, "-") != 0) {
		check_text(k, file);
	}
	check_articles(k);
}

static int each_source(struct check *k, struct err *err)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(
		    k->c->db,
		    "SELECT id, mtime_ns, inode, text_len, file FROM source WHERE status IN (0, 1) AND file <> ''"
		    " ORDER BY path",
		    -1, &s, NULL) != SQLITE_OK)
		return db_error(k->c, err);
	int rc;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		k->mtime_ns = sqlite3_column_int64(s, 1);
		k->inode = sqlite3_column_int64(s, 2);
		k->text_len = (uint64_t)sqlite3_column_int64(s, 3);
		if (cache_source(k->c, (uint32_t)sqlite3_column_int64(s, 0), &k->source, err) == 1)
			check_source(k, (const char *)sqlite3_column_text(s, 4));
		source_release(&k->source);
	}
	int out = rc == SQLITE_DONE ? 0 : db_error(k->c, err);
	sqlite3_finalize(s);
	return out;
}

/* The counts that readers trust, against the rows. */
static int check_totals(struct check *k, struct err *err)
{
	struct cache_totals t;
	sqlite3_stmt *s = db_prepare(k->c,
	                             "SELECT count(*), coalesce(sum(kind = 1), 0), (SELECT coalesce(sum(articles), 0) "
	                             "FROM source) FROM article",
	                             err);
	if (!s || cache_totals(k->c, &t, err) < 0)
		return -1;
	int rc = sqlite3_step(s) == SQLITE_ROW ? 0 : db_error(k->c, err);
	uint64_t all = (uint64_t)sqlite3_column_int64(s, 0), briefs = (uint64_t)sqlite3_column_int64(s, 1);
	uint64_t in_sources = (uint64_t)sqlite3_column_int64(s, 2);
	sqlite3_reset(s);
	if (rc == 0 && (all != t.articles + t.briefs || briefs != t.briefs || all != in_sources)) {
		k->cb(k->payload, "the totals are not those of the articles; lede check --repair counts again");
		k->faults++;
	}
	return rc;
}

long build_check(const struct library *lib, void (*cb)(void *payload, const char *line), void *payload,
                 bool *index_lacks, struct err *err)
{
	struct check k = { .cb = cb, .payload = payload };
	if (cache_open(&k.c, lib, NULL, err) < 0)
		return -1;
	/* One snapshot for all: a build that runs meanwhile does no harm. */
	int rc = db_exec(k.c, "BEGIN", err);
	if (rc == 0)
		rc = check_totals(&k, err);
	if (rc == 0)
		rc = each_source(&k, err);
	buf_release(&k.fresh);
	cache_close(k.c);
	*index_lacks = k.index_lacks;
	return rc < 0 ? -1 : k.faults;
}
