/* Running sums over a growing array of counts (Fenwick 1994): change, sum and search are each O(log n). */
#ifndef LEDE_LIST_TREE_H
#define LEDE_LIST_TREE_H

#include <stddef.h>
#include <stdint.h>

struct list_tree {
	uint32_t *sums;
	size_t n, cap;
	uint64_t total;
};

void list_tree_release(struct list_tree *t);
void list_tree_clear(struct list_tree *t); /* keeps the memory */
/* Makes it n counts in O(n); fill them in with list_tree_raw, then list_tree_build. */
void list_tree_size(struct list_tree *t, size_t n);
void list_tree_raw(struct list_tree *t, size_t i, uint32_t count);
void list_tree_build(struct list_tree *t);
void list_tree_append(struct list_tree *t, uint32_t count);
void list_tree_add(struct list_tree *t, size_t i, int64_t delta);
/* Sum of the first i counts. */
uint64_t list_tree_before(const struct list_tree *t, size_t i);
/* Takes each item as 1 + weight * count units long and finds the item that holds unit `at`; *within gets its place in the item. Returns n where
 * `at` is beyond the last. */
size_t list_tree_find(const struct list_tree *t, uint64_t at, unsigned weight, uint64_t *within);

#endif
