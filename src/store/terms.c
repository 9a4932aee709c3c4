/*
 * In how many articles a word stands: TERM_SLOTS counters, a word's hash choosing
 * its own. Words that meet in one counter make it too high, never too low, which for a weight that
 * is a logarithm does not matter. In a file each block of counters is a row of varints
 * (most counters are small), so that a reader fetches one row for a word.
 *
 * While an article goes by, the slots of its words are collected, each once: a bit for
 * each slot says whether it is there already.
 */
#include "terms.h"

#include <stdlib.h>
#include <string.h>

#include "lede/token.h"
#include "tokenize.h"

enum {
	TERM_SLOTS = 1 << 21,
	BLOCK_SLOTS = 256, /* counters in a row */
	BLOCKS = TERM_SLOTS / BLOCK_SLOTS,
	VARINT_MAX = 5
};

struct term_counts {
	uint32_t *counts;      /* TERM_SLOTS */
	unsigned char *seen;   /* a bit for each slot: it is in words */
	unsigned char *change; /* a byte for each block: it is to be saved */
	uint32_t *words;       /* slots of the article under way */
	size_t n_words, cap;
};

static uint32_t slot_of(uint64_t token_hash)
{
	return (uint32_t)(token_hash & (TERM_SLOTS - 1));
}

static size_t put_varint(unsigned char *out, uint32_t v)
{
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		out[n++] = (unsigned char)(v | 0x80);
	out[n++] = (unsigned char)v;
	return n;
}

/* Reads one; bytes that run out read as zero, so that a damaged row gives numbers, not a crash. */
static uint32_t get_varint(const unsigned char **p, const unsigned char *end)
{
	uint32_t v = 0;
	for (int shift = 0; *p < end && shift < 7 * VARINT_MAX; shift += 7) {
		unsigned char c = *(*p)++;
		v |= (uint32_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			break;
	}
	return v;
}

static void read_block(struct term_counts *t, int64_t block, const unsigned char *p, size_t n)
{
	if (block < 0 || block >= BLOCKS)
		return;
	const unsigned char *end = p + n;
	for (size_t i = 0; i < BLOCK_SLOTS; i++)
		t->counts[(size_t)block * BLOCK_SLOTS + i] = get_varint(&p, end);
}

struct term_counts *term_counts_load(struct cache *c, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT block, counts FROM term", err);
	if (!s)
		return NULL;
	struct term_counts *t = mem_zalloc(1, sizeof *t);
	t->counts = mem_zalloc(TERM_SLOTS, sizeof *t->counts);
	t->seen = mem_zalloc(TERM_SLOTS / 8, 1);
	t->change = mem_zalloc(BLOCKS, 1);
	int rc;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		read_block(t, sqlite3_column_int64(s, 0), sqlite3_column_blob(s, 1),
		           (size_t)sqlite3_column_bytes(s, 1));
	sqlite3_reset(s);
	if (rc == SQLITE_DONE)
		return t;
	db_error(c, err);
	term_counts_free(t);
	return NULL;
}

void term_counts_free(struct term_counts *t)
{
	if (!t)
		return;
	free(t->counts);
	free(t->seen);
	free(t->change);
	free(t->words);
	free(t);
}

static void collect(void *payload, uint64_t token_hash)
{
	struct term_counts *t = payload;
	uint32_t slot = slot_of(token_hash);
	unsigned char bit = (unsigned char)(1u << (slot & 7));
	if (t->seen[slot >> 3] & bit)
		return;
	t->seen[slot >> 3] |= bit;
	t->words = mem_grow(t->words, &t->cap, t->n_words + 1, sizeof *t->words);
	t->words[t->n_words++] = slot;
}

void term_counts_article(struct term_counts *t, int by)
{
	for (size_t i = 0; i < t->n_words; i++) {
		uint32_t slot = t->words[i];
		t->seen[slot >> 3] = 0;
		t->change[slot / BLOCK_SLOTS] = 1;
		if (by > 0)
			t->counts[slot]++;
		else if (t->counts[slot])
			t->counts[slot]--;
	}
	t->n_words = 0;
}

void term_counts_listen(struct term_counts *t, struct cache *c)
{
	tokenize_listen(c->db, collect, t);
}

void term_counts_unlisten(struct cache *c)
{
	tokenize_listen(c->db, NULL, NULL);
}

static void collect_text(struct term_counts *t, const char *p, size_t n)
{
	struct tokenizer words;
	struct token word;
	uint64_t before = 0;
	token_init(&words, p, n);
	while (token_next(&words, &word)) {
		uint64_t hash = token_hash(word.text, word.len);
		collect(t, hash);
		if (word.joined)
			collect(t, tokenize_pair(before, hash));
		before = hash;
	}
}

void term_counts_add(struct term_counts *t, const char *headline, const char *text, size_t len)
{
	collect_text(t, headline, strlen(headline));
	collect_text(t, text, len);
	term_counts_article(t, 1);
}

void term_counts_remove(struct term_counts *t, const char *headline, const char *text, size_t len)
{
	collect_text(t, headline, strlen(headline));
	collect_text(t, text, len);
	term_counts_article(t, -1);
}

static int save_block(struct term_counts *t, struct cache *c, size_t block, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO term(block, counts) VALUES(?1, ?2)", err);
	if (!s)
		return -1;
	unsigned char row[BLOCK_SLOTS * VARINT_MAX];
	size_t n = 0;
	for (size_t i = 0; i < BLOCK_SLOTS; i++)
		n += put_varint(row + n, t->counts[block * BLOCK_SLOTS + i]);
	sqlite3_bind_int64(s, 1, (sqlite3_int64)block);
	sqlite3_bind_blob(s, 2, row, (int)n, SQLITE_STATIC);
	int rc = sqlite3_step(s);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return rc == SQLITE_DONE ? 0 : db_error(c, err);
}

int term_counts_save(struct term_counts *t, struct cache *c, struct err *err)
{
	for (size_t block = 0; block < BLOCKS; block++) {
		if (!t->change[block])
			continue;
		if (save_block(t, c, block, err) < 0)
			return -1;
		t->change[block] = 0;
	}
	return 0;
}

long term_count(struct cache *c, uint64_t token_hash, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT counts FROM term WHERE block = ?1", err);
	if (!s)
		return -1;
	uint32_t slot = slot_of(token_hash);
	sqlite3_bind_int64(s, 1, slot / BLOCK_SLOTS);
	uint32_t count = 0;
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		const unsigned char *p = sqlite3_column_blob(s, 0), *end = p + sqlite3_column_bytes(s, 0);
		for (uint32_t i = 0; i <= slot % BLOCK_SLOTS; i++)
			count = get_varint(&p, end);
	}
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? (long)count : db_error(c, err);
}
