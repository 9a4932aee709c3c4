/*
 * A concordance in the order asked for. The order is an array of line numbers; lines that come are sorted by themselves and
 * merged into it. Most comparisons are of the first sixteen bytes of a key, kept as two numbers beside it.
 */
#include <stdlib.h>
#include <string.h>

#include "lede/concord.h"
#include "lede/unicode.h"

enum { PREFIXES = 2, PREFIX_BYTES = 8 };

struct place { /* of a line in the order */
	uint64_t prefix[PREFIXES];
	uint32_t id;
};

struct concord {
	struct concord_lines all;
	struct place *order;
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

static const char *key_of(const struct concord *c, const struct concord_line *l, size_t *n)
{
	const char *left = c->all.text.p + l->at + l->left + l->hit + l->right;
	bool by_left = c->sort == CONCORD_BY_LEFT;
	*n = by_left ? l->left_key : l->right_key;
	return by_left ? left : left + l->left_key;
}

static struct place place_of(const struct concord *c, uint32_t id)
{
	const struct concord_line *l = &c->all.line[id];
	struct place at = { { 0 }, id };
	size_t n;
	if (c->sort == CONCORD_BY_DATE)
		at.prefix[0] = l->date ? l->date : UINT32_MAX;
	if (c->sort == CONCORD_BY_DATE || c->sort == CONCORD_BY_SOURCE)
		return at;
	const unsigned char *key = (const unsigned char *)key_of(c, l, &n);
	for (size_t i = 0; i < (size_t)PREFIXES * PREFIX_BYTES; i++)
		at.prefix[i / PREFIX_BYTES] = at.prefix[i / PREFIX_BYTES] << 8 | (i < n ? key[i] : 0);
	return at;
}

/* Lines that are alike stay in list order. */
static int compare(const void *a, const void *b, void *concord)
{
	const struct concord *c = concord;
	const struct place *x = a, *y = b;
	for (size_t i = 0; i < PREFIXES; i++)
		if (x->prefix[i] != y->prefix[i])
			return x->prefix[i] < y->prefix[i] ? -1 : 1;
	if (c->sort == CONCORD_BY_LEFT || c->sort == CONCORD_BY_RIGHT) {
		size_t n, m;
		const char *p = key_of(c, &c->all.line[x->id], &n), *q = key_of(c, &c->all.line[y->id], &m);
		int rc = memcmp(p, q, n < m ? n : m);
		if (rc || n != m)
			return rc ? rc : n < m ? -1 : 1;
	}
	return (x->id > y->id) - (x->id < y->id);
}

static void place_lines(struct concord *c, size_t from)
{
	for (size_t i = from; i < c->all.n; i++)
		c->order[i] = place_of(c, (uint32_t)i);
	if (c->sort != CONCORD_BY_SOURCE && c->all.n > from)
		qsort_r(c->order + from, c->all.n - from, sizeof *c->order, compare, c);
}

/* Merges the sorted lines from `from` on into those before them, from the end. */
static void merge(struct concord *c, size_t from)
{
	size_t n = c->all.n - from, old = from;
	if (!n)
		return;
	struct place *fresh = mem_alloc(n * sizeof *fresh);
	memcpy(fresh, c->order + from, n * sizeof *fresh);
	for (size_t to = c->all.n; n;) {
		bool take_old = old && compare(&c->order[old - 1], &fresh[n - 1], c) > 0;
		c->order[--to] = take_old ? c->order[--old] : fresh[--n];
	}
	free(fresh);
}

void concord_add(struct concord *c, const struct concord_lines *lines)
{
	size_t from = c->all.n, text = c->all.text.len;
	if (!lines->n)
		return;
	buf_add(&c->all.text, buf_str(&lines->text), lines->text.len);
	c->all.line = mem_grow(c->all.line, &c->all.cap, from + lines->n, sizeof *c->all.line);
	c->order = mem_grow(c->order, &c->order_cap, from + lines->n, sizeof *c->order);
	for (size_t i = 0; i < lines->n; i++) {
		c->all.line[from + i] = lines->line[i];
		c->all.line[from + i].at += text;
	}
	c->all.n += lines->n;
	place_lines(c, from);
	if (c->sort != CONCORD_BY_SOURCE)
		merge(c, from);
}

void concord_order(struct concord *c, enum concord_sort sort)
{
	c->sort = sort;
	place_lines(c, 0);
}

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
	return c->order[row].id;
}

size_t concord_row_of(const struct concord *c, size_t id)
{
	size_t row = 0;
	while (row < c->all.n && c->order[row].id != id)
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
