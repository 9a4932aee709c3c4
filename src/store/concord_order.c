/*
 * A concordance in the order asked for. The order is an array of line numbers. Lines that come are sorted by themselves and
 * merged into it; another order is made at once, by radix: fifty thousand lines take a few milliseconds, less than a key may.
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "lede/concord.h"
#include "lede/unicode.h"

enum {
	CHUNK_BYTES = 8, /* of what lines are sorted by, looked at in one go */
	DIGITS = 256,
	FEW = 32 /* lines that are sorted by comparing */
};

struct concord {
	struct concord_lines all;
	uint32_t *order;
	size_t order_cap;
	enum concord_sort sort;
};

struct concord *concord_new(void)
{
	return mem_zalloc(1, sizeof(struct concord));
}

void concord_free(struct concord *c)
{
	if (!c)
		return;
	concord_lines_release(&c->all);
	free(c->order);
	free(c);
}

/* ---- what lines are sorted by */

static uint64_t list_chunk(const struct concord_line *l)
{
	return (uint64_t)l->place << 32 | l->doc;
}

/* The part of a line's key that stands at a depth; of words, eight bytes, the first one highest. */
static uint64_t chunk_of(const struct concord *c, uint32_t id, size_t depth)
{
	const struct concord_keys *keys = &c->all.keys[id];
	uint64_t chunk;
	if (c->sort == CONCORD_BY_SOURCE)
		return list_chunk(&c->all.line[id]);
	if (c->sort == CONCORD_BY_DATE)
		return c->all.line[id].date ? c->all.line[id].date : UINT32_MAX;
	memcpy(&chunk, (c->sort == CONCORD_BY_LEFT ? keys->left : keys->right) + depth * CHUNK_BYTES, CHUNK_BYTES);
	return be64toh(chunk);
}

static size_t depth_of(enum concord_sort sort)
{
	return sort == CONCORD_BY_LEFT || sort == CONCORD_BY_RIGHT ? CONCORD_KEY / CHUNK_BYTES : 1;
}

/* Lines that are alike are in list order; those of a story stay as they came. */
static int compare(const struct concord *c, uint32_t a, uint32_t b)
{
	uint64_t x = 0, y = 0;
	for (size_t depth = 0; depth < depth_of(c->sort) && x == y; depth++) {
		x = chunk_of(c, a, depth);
		y = chunk_of(c, b, depth);
	}
	if (x == y) {
		x = list_chunk(&c->all.line[a]);
		y = list_chunk(&c->all.line[b]);
	}
	return x != y ? (x < y ? -1 : 1) : (a > b) - (a < b);
}

/* ---- sorting all of them */

struct keyed {
	uint64_t chunk;
	uint32_t id;
};

static bool is_sorted(const struct keyed *at, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (at[i - 1].chunk > at[i].chunk)
			return false;
	return true;
}

static void sort_few(struct keyed *at, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct keyed one = at[i];
		size_t k = i;
		for (; k && at[k - 1].chunk > one.chunk; k--)
			at[k] = at[k - 1];
		at[k] = one;
	}
}

/* Brings them into the order of one byte of their chunks, those alike in it as they were. False: all are alike, nothing was moved. */
static bool sort_digit(const struct keyed *at, struct keyed *to, size_t n, unsigned shift)
{
	size_t start[DIGITS] = { 0 }, sum = 0;
	for (size_t i = 0; i < n; i++)
		start[at[i].chunk >> shift & (DIGITS - 1)]++;
	if (start[at[0].chunk >> shift & (DIGITS - 1)] == n)
		return false;
	for (size_t i = 0; i < DIGITS; i++) {
		size_t count = start[i];
		start[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[at[i].chunk >> shift & (DIGITS - 1)]++] = at[i];
	return true;
}

static void sort_many(struct keyed *at, struct keyed *spare, size_t n)
{
	struct keyed *from = at, *to = spare;
	for (unsigned shift = 0; shift < CHUNK_BYTES * 8; shift += 8) {
		if (!sort_digit(from, to, n, shift))
			continue;
		struct keyed *sorted = to;
		to = from;
		from = sorted;
	}
	if (from != at)
		memcpy(at, from, n * sizeof *at);
}

/* Sorts lines whose keys are alike down to a depth. Those that are alike to the end stay as they are. */
static void sort_from(const struct concord *c, struct keyed *at, struct keyed *spare, size_t n, size_t depth)
{
	for (size_t i = 0; i < n; i++)
		at[i].chunk = chunk_of(c, at[i].id, depth);
	if (n <= FEW)
		sort_few(at, n);
	else if (!is_sorted(at, n))
		sort_many(at, spare, n);
	for (size_t from = 0, to; depth + 1 < depth_of(c->sort) && from < n; from = to) {
		for (to = from + 1; to < n && at[to].chunk == at[from].chunk; to++)
			;
		if (to - from > 1 && at[from].chunk)
			sort_from(c, at + from, spare, to - from, depth + 1);
	}
}

static void sort_by(struct concord *c, enum concord_sort sort, struct keyed *at, struct keyed *spare)
{
	c->sort = sort;
	sort_from(c, at, spare, c->all.n, 0);
}

void concord_order(struct concord *c, enum concord_sort sort)
{
	size_t n = c->all.n;
	struct keyed *at = mem_alloc((2 * n + 1) * sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = (struct keyed){ 0, (uint32_t)i };
	sort_by(c, CONCORD_BY_SOURCE, at, at + n);
	if (sort != CONCORD_BY_SOURCE)
		sort_by(c, sort, at, at + n);
	for (size_t i = 0; i < n; i++)
		c->order[i] = at[i].id;
	free(at);
}

/* ---- lines that come */

static int compare_ids(const void *a, const void *b, void *concord)
{
	return compare(concord, *(const uint32_t *)a, *(const uint32_t *)b);
}

/* How many of the first n rows come before a line. */
static size_t rows_before(const struct concord *c, size_t n, uint32_t id)
{
	size_t from = 0;
	while (from < n) {
		size_t middle = from + (n - from) / 2;
		if (compare(c, c->order[middle], id) < 0)
			from = middle + 1;
		else
			n = middle;
	}
	return from;
}

static bool in_order(const struct concord *c, const uint32_t *ids, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (compare(c, ids[i - 1], ids[i]) > 0)
			return false;
	return true;
}

/* Merges lines that are in order into the rows there are, from the end. */
static void merge(struct concord *c, size_t rows, const uint32_t *fresh, size_t n)
{
	if (!rows || compare(c, c->order[rows - 1], fresh[0]) < 0) {
		memcpy(c->order + rows, fresh, n * sizeof *fresh);
		return;
	}
	for (; n; n--) {
		size_t before = rows_before(c, rows, fresh[n - 1]);
		memmove(c->order + before + n, c->order + before, (rows - before) * sizeof *c->order);
		c->order[before + n - 1] = fresh[n - 1];
		rows = before;
	}
}

static void place_lines(struct concord *c, size_t from)
{
	size_t n = c->all.n - from;
	uint32_t *fresh = mem_alloc(n * sizeof *fresh);
	for (size_t i = 0; i < n; i++)
		fresh[i] = (uint32_t)(from + i);
	if (!in_order(c, fresh, n))
		qsort_r(fresh, n, sizeof *fresh, compare_ids, c);
	merge(c, from, fresh, n);
	free(fresh);
}

void concord_add(struct concord *c, const struct concord_lines *lines)
{
	size_t from = c->all.n, text = c->all.text.len;
	if (!lines->n)
		return;
	buf_add(&c->all.text, buf_str(&lines->text), lines->text.len);
	c->all.line = mem_grow(c->all.line, &c->all.cap, from + lines->n, sizeof *c->all.line);
	c->all.keys = mem_grow(c->all.keys, &c->all.keys_cap, from + lines->n, sizeof *c->all.keys);
	memcpy(c->all.keys + from, lines->keys, lines->n * sizeof *lines->keys);
	c->order = mem_grow(c->order, &c->order_cap, from + lines->n, sizeof *c->order);
	for (size_t i = 0; i < lines->n; i++) {
		c->all.line[from + i] = lines->line[i];
		c->all.line[from + i].at += text;
	}
	c->all.n += lines->n;
	place_lines(c, from);
}

/* ---- rows and lines */

enum concord_sort concord_sorted(const struct concord *c)
{
	return c->sort;
}

size_t concord_rows(const struct concord *c)
{
	return c->all.n;
}

size_t concord_id(const struct concord *c, size_t row)
{
	return c->order[row];
}

size_t concord_row_of(const struct concord *c, size_t id)
{
	size_t row = 0;
	while (row < c->all.n && c->order[row] != id)
		row++;
	return row;
}

const struct concord_line *concord_line(const struct concord *c, size_t id)
{
	return &c->all.line[id];
}

void concord_parts(const struct concord *c, size_t id, int before, struct concord_parts *out)
{
	const struct concord_line *l = &c->all.line[id];
	const char *left = c->all.text.p + l->at;
	size_t len = l->left;
	int cells = l->left_cells;
	while (len && cells > before) {
		int one;
		size_t n = text_grapheme(left, len, &one);
		left += n;
		len -= n;
		cells -= one;
	}
	*out = (struct concord_parts){ .left = left, .left_len = len, .pad = before - cells };
	out->hit = left + len;
	out->hit_len = l->hit;
	out->right = out->hit + l->hit;
	out->right_len = l->right;
}
