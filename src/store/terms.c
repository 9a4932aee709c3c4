/*
 * In how many articles a word stands: TERM_SLOTS counters, a word's hash choosing
 * its own. Words that meet in one counter make it too high, never too low, which for a weight that
 * is a logarithm does not matter. In a file each block of counters is a row of varints (most counters are small), with runs of zeros as
 * a zero and how many more follow, so that a reader fetches one row for a word and a small archive has few of them.
 *
 * The slots of an article's words are collected in a table that is small as the article is, each once. The counters are eight
 * megabytes; what is to be added waits until it is much, and is then added in the order of its places.
 */
#include "terms.h"

#include <stdlib.h>
#include <string.h>

enum {
	TERM_SLOTS = 1 << 21,
	BLOCK_SLOTS = 256, /* counters in a row */
	BLOCKS = TERM_SLOTS / BLOCK_SLOTS,
	VARINT_MAX = 5,
	SET_LEAST = 1 << 10,
	WAITING_MAX = 1 << 16,
	NEAR_BITS = 12, /* so many counters, 16 KB, stay in the processor's first cache */
	REGIONS = TERM_SLOTS >> NEAR_BITS
};
_Static_assert((SET_LEAST & (SET_LEAST - 1)) == 0, "a slot's low bits choose its place in a set");

struct term_set {
	uint32_t *table; /* slot + 1; 0: free */
	uint32_t *taken; /* the places in the table that are not free; room for half of them */
	size_t size, n;
};

struct term_counts {
	uint32_t *counts;      /* TERM_SLOTS */
	unsigned char *change; /* a byte for each block: it is to be saved */
	struct term_set *set;  /* of the article that is taken out */
	uint32_t *waiting;     /* slots that are to be counted; room for WAITING_MAX */
	uint32_t *sorted;      /* scratch for as many */
	size_t n_waiting;
};

static uint32_t slot_of(uint64_t token_hash)
{
	return (uint32_t)(token_hash & (TERM_SLOTS - 1));
}

/* ---- the slots of an article */

static void set_tables(struct term_set *s, size_t size)
{
	s->size = size;
	s->n = 0;
	s->table = mem_zalloc(size, sizeof *s->table);
	s->taken = mem_alloc(size / 2 * sizeof *s->taken);
}

struct term_set *term_set_new(void)
{
	struct term_set *s = mem_zalloc(1, sizeof *s);
	set_tables(s, SET_LEAST);
	return s;
}

void term_set_free(struct term_set *s)
{
	if (!s)
		return;
	free(s->table);
	free(s->taken);
	free(s);
}

static void set_add(struct term_set *s, uint32_t slot)
{
	size_t at = slot & (s->size - 1);
	while (s->table[at] && s->table[at] != slot + 1)
		at = (at + 1) & (s->size - 1);
	if (s->table[at])
		return;
	s->table[at] = slot + 1;
	s->taken[s->n++] = (uint32_t)at;
}

static void set_grow(struct term_set *s)
{
	struct term_set old = *s;
	set_tables(s, old.size * 2);
	for (size_t i = 0; i < old.n; i++)
		set_add(s, old.table[old.taken[i]] - 1);
	free(old.table);
	free(old.taken);
}

void term_set_hear(void *set, uint64_t token_hash)
{
	struct term_set *s = set;
	if (s->n == s->size / 2)
		set_grow(s);
	set_add(s, slot_of(token_hash));
}

size_t term_set_count(const struct term_set *s)
{
	return s->n;
}

void term_set_take(struct term_set *s, uint32_t *out)
{
	for (size_t i = 0; i < s->n; i++) {
		out[i] = s->table[s->taken[i]] - 1;
		s->table[s->taken[i]] = 0;
	}
	s->n = 0;
}

/* ---- the counters */

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

static void get_block(uint32_t *counts, const unsigned char *p, size_t n)
{
	const unsigned char *end = p + n;
	for (size_t i = 0; i < BLOCK_SLOTS;) {
		uint32_t count = get_varint(&p, end);
		uint32_t zeros = count ? 0 : get_varint(&p, end);
		for (counts[i++] = count; zeros && i < BLOCK_SLOTS; zeros--)
			counts[i++] = 0;
	}
}

static void read_block(struct term_counts *t, int64_t block, const unsigned char *p, size_t n)
{
	if (block >= 0 && block < BLOCKS)
		get_block(t->counts + (size_t)block * BLOCK_SLOTS, p, n);
}

struct term_counts *term_counts_load(struct cache *c, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT block, counts FROM term", err);
	if (!s)
		return NULL;
	struct term_counts *t = mem_zalloc(1, sizeof *t);
	t->counts = mem_zalloc(TERM_SLOTS, sizeof *t->counts);
	t->change = mem_zalloc(BLOCKS, 1);
	t->set = term_set_new();
	t->waiting = mem_alloc(WAITING_MAX * sizeof *t->waiting);
	t->sorted = mem_alloc(WAITING_MAX * sizeof *t->sorted);
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
	free(t->change);
	term_set_free(t->set);
	free(t->waiting);
	free(t->sorted);
	free(t);
}

/* Sorts what waits by region. */
static void sort_waiting(struct term_counts *t)
{
	size_t end[REGIONS + 1] = { 0 }; /* of a region's slots in sorted, behind what stands there already */
	for (size_t i = 0; i < t->n_waiting; i++)
		end[(t->waiting[i] >> NEAR_BITS) + 1]++;
	for (size_t k = 1; k <= REGIONS; k++)
		end[k] += end[k - 1];
	for (size_t i = 0; i < t->n_waiting; i++)
		t->sorted[end[t->waiting[i] >> NEAR_BITS]++] = t->waiting[i];
}

static void count_waiting(struct term_counts *t)
{
	sort_waiting(t);
	for (size_t i = 0; i < t->n_waiting; i++) {
		t->counts[t->sorted[i]]++;
		t->change[t->sorted[i] / BLOCK_SLOTS] = 1;
	}
	t->n_waiting = 0;
}

void term_counts_add(struct term_counts *t, const uint32_t *slots, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t->n_waiting == WAITING_MAX)
			count_waiting(t);
		t->waiting[t->n_waiting++] = slots[i];
	}
}

struct term_set *term_counts_set(struct term_counts *t)
{
	return t->set;
}

void term_counts_remove(struct term_counts *t)
{
	size_t n = term_set_count(t->set);
	uint32_t *slots = mem_alloc(n * sizeof *slots + 1);
	count_waiting(t);
	term_set_take(t->set, slots);
	for (size_t i = 0; i < n; i++) {
		if (t->counts[slots[i]])
			t->counts[slots[i]]--;
		t->change[slots[i] / BLOCK_SLOTS] = 1;
	}
	free(slots);
}

static size_t put_block(unsigned char *out, const uint32_t *counts)
{
	size_t n = 0;
	for (size_t i = 0, run; i < BLOCK_SLOTS; i += run) {
		run = 1;
		n += put_varint(out + n, counts[i]);
		if (counts[i])
			continue;
		while (i + run < BLOCK_SLOTS && !counts[i + run])
			run++;
		n += put_varint(out + n, (uint32_t)run - 1);
	}
	return n;
}

static int save_block(struct term_counts *t, struct cache *c, size_t block, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO term(block, counts) VALUES(?1, ?2)", err);
	if (!s)
		return -1;
	unsigned char row[BLOCK_SLOTS * VARINT_MAX];
	size_t n = put_block(row, t->counts + block * BLOCK_SLOTS);
	sqlite3_bind_int64(s, 1, (sqlite3_int64)block);
	sqlite3_bind_blob(s, 2, row, (int)n, SQLITE_STATIC);
	int rc = sqlite3_step(s);
	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return rc == SQLITE_DONE ? 0 : db_error(c, err);
}

int term_counts_save(struct term_counts *t, struct cache *c, struct err *err)
{
	count_waiting(t);
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
		uint32_t counts[BLOCK_SLOTS];
		get_block(counts, sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0));
		count = counts[slot % BLOCK_SLOTS];
	}
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? (long)count : db_error(c, err);
}
