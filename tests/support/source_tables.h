/* Tables of sources made by hand, and a dice that always falls the same way. */
#ifndef LEDE_TESTS_SOURCE_TABLES_H
#define LEDE_TESTS_SOURCE_TABLES_H

#include <stdlib.h>

#include "lede/cache.h"
#include "lede/mem.h"

static uint32_t seed = 1;

static inline uint32_t roll(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return below ? (seed >> 8) % below : 0;
}

static const struct source_table *sorting;

static inline int by_first(const void *a, const void *b)
{
	doc_id x = sorting->entries[*(const uint32_t *)a].first, y = sorting->entries[*(const uint32_t *)b].first;
	return (x > y) - (x < y);
}

static inline void finish_table(struct source_table *t)
{
	t->articles = 0;
	for (size_t i = 0; i < t->n; i++) {
		t->entries[i].before = (uint32_t)t->articles;
		t->articles += t->entries[i].articles;
		t->by_doc[i] = (uint32_t)i;
	}
	sorting = t;
	qsort(t->by_doc, t->n, sizeof *t->by_doc, by_first);
}

static inline struct source_table *empty_table(size_t n)
{
	struct source_table *t = mem_zalloc(1, sizeof *t);
	t->entries = mem_zalloc(n + 1, sizeof *t->entries);
	t->by_doc = mem_zalloc(n + 1, sizeof *t->by_doc);
	t->n = n;
	return t;
}

/* Sources 1, 2, … with so many articles each, doc order the same as list order. */
static inline struct source_table *plain_table(const uint32_t *articles, size_t n)
{
	struct source_table *t = empty_table(n);
	doc_id doc = 1;
	for (size_t i = 0; i < n; i++) {
		t->entries[i] = (struct source_entry){ .id = (uint32_t)i + 1, .articles = articles[i], .first = doc };
		doc += articles[i];
	}
	finish_table(t);
	return t;
}

#endif
