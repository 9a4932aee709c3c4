/*
 * Where phrases would go on. FTS5 says where they stand; what is one phrase further is kept in a list, each article's ascending,
 * with its place in the list by doc. The list is kept short: who asks goes through the articles part by part.
 */
#include "search_ends.h"

#include <stdlib.h>
#include <string.h>

enum {
	ENDS_MAX = 1 << 22, /* taken in at a time */
	COLUMN_SHIFT = 29   /* of a number that says column and position */
};

#define NO_MORE UINT32_MAX

struct search_ends {
	struct search *s;
	sqlite3_stmt *rows; /* NULL: they have ended */
	uint32_t words;
	uint32_t *first; /* of each doc: where its ends begin, and 1; 0: it has none */
	doc_id doc;      /* to which the last was added */
	uint32_t *ends;  /* those of one doc, ascending, then NO_MORE, and so on */
	size_t n, cap;
};

int search_ends_new(struct search_ends **out, struct search *s, const struct search_text *text, uint32_t words,
                    const struct docset *within)
{
	struct search_ends *e = *out = mem_zalloc(1, sizeof *e);
	e->s = s;
	e->words = words;
	e->first = mem_zalloc((size_t)s->max + 1, sizeof *e->first);
	e->rows = db_prepare(
		s->c, "SELECT lede_ends(fts, ?2) FROM fts WHERE fts MATCH ?1 AND lede_in(?3, rowid) ORDER BY rowid",
		s->err);
	if (!e->rows)
		return -1;
	sqlite3_bind_text(e->rows, 1, text->match.p, (int)text->match.len, SQLITE_STATIC);
	sqlite3_bind_pointer(e->rows, 2, e, SEARCH_ENDS_POINTER, NULL);
	sqlite3_bind_pointer(e->rows, 3, (void *)within, DOCSET_POINTER, NULL);
	return 0;
}

void search_ends_free(struct search_ends *e)
{
	if (!e)
		return;
	if (e->rows)
		sqlite3_reset(e->rows);
	free(e->first);
	free(e->ends);
	free(e);
}

static void add(struct search_ends *e, uint32_t end)
{
	e->ends = mem_grow(e->ends, &e->cap, e->n + 1, sizeof *e->ends);
	e->ends[e->n++] = end;
}

void search_ends_add(struct search_ends *e, doc_id doc, uint32_t column, uint32_t position)
{
	if (doc > e->s->max || position >= (1u << COLUMN_SHIFT) - e->words)
		return;
	if (doc != e->doc) {
		if (e->n)
			add(e, NO_MORE);
		e->first[doc] = (uint32_t)e->n + 1;
		e->doc = doc;
	}
	add(e, column << COLUMN_SHIFT | (position + e->words));
}

static void forget(struct search_ends *e)
{
	if (e->n)
		memset(e->first, 0, ((size_t)e->s->max + 1) * sizeof *e->first);
	e->n = 0;
	e->doc = 0;
}

int search_ends_next(struct search_ends *e, bool *more)
{
	int step = SQLITE_ROW;
	forget(e);
	while (e->rows && e->n < ENDS_MAX && (step = sqlite3_step(e->rows)) == SQLITE_ROW)
		;
	if (e->n)
		add(e, NO_MORE);
	*more = step == SQLITE_ROW;
	return search_rc(e->s, step);
}

const uint32_t *search_ends_of(const struct search_ends *e, doc_id doc)
{
	return e->first[doc] ? e->ends + e->first[doc] - 1 : NULL;
}

bool search_ends_at(const uint32_t **end, uint32_t column, uint32_t position)
{
	uint32_t at = column << COLUMN_SHIFT | position;
	while (**end < at)
		++*end;
	return **end == at;
}
