/* Running sums: sums[i] holds the sum of the lowbit(i + 1) counts that end with count i. */
#include "list_tree.h"

#include <stdlib.h>

#include "lede/mem.h"

static size_t lowbit(size_t i)
{
	return i & (~i + 1);
}

void list_tree_release(struct list_tree *t)
{
	free(t->sums);
	*t = (struct list_tree){ 0 };
}

void list_tree_clear(struct list_tree *t)
{
	t->n = 0;
	t->total = 0;
}

void list_tree_size(struct list_tree *t, size_t n)
{
	t->sums = mem_grow(t->sums, &t->cap, n, sizeof *t->sums);
	t->n = n;
	t->total = 0;
}

void list_tree_raw(struct list_tree *t, size_t i, uint32_t count)
{
	t->sums[i] = count;
	t->total += count;
}

void list_tree_build(struct list_tree *t)
{
	for (size_t i = 1; i <= t->n; i++) {
		size_t parent = i + lowbit(i);
		if (parent <= t->n)
			t->sums[parent - 1] += t->sums[i - 1];
	}
}

void list_tree_append(struct list_tree *t, uint32_t count)
{
	t->sums = mem_grow(t->sums, &t->cap, t->n + 1, sizeof *t->sums);
	size_t i = ++t->n;
	uint32_t sum = count;
	for (size_t step = 1; step < lowbit(i); step <<= 1)
		sum += t->sums[i - step - 1];
	t->sums[i - 1] = sum;
	t->total += count;
}

void list_tree_add(struct list_tree *t, size_t i, int64_t delta)
{
	for (i++; i <= t->n; i += lowbit(i))
		t->sums[i - 1] = (uint32_t)(t->sums[i - 1] + delta);
	t->total = (uint64_t)((int64_t)t->total + delta);
}

uint64_t list_tree_before(const struct list_tree *t, size_t i)
{
	uint64_t sum = 0;
	for (; i; i -= lowbit(i))
		sum += t->sums[i - 1];
	return sum;
}

size_t list_tree_find(const struct list_tree *t, uint64_t at, unsigned weight, uint64_t *within)
{
	size_t step = 1, i = 0;
	while (step <= t->n / 2)
		step <<= 1;
	for (; step; step >>= 1) {
		if (i + step > t->n)
			continue;
		uint64_t len = step + (uint64_t)weight * t->sums[i + step - 1];
		if (len > at)
			continue;
		i += step;
		at -= len;
	}
	*within = at;
	return i;
}
