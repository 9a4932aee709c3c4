/* The hits of a query in an article: where they are for programs, and one to a line for people. */
#include "hits.h"

#include <stdlib.h>

#include "lede/concord.h"
#include "record.h"

static void add_block_offsets(struct buf *b, const struct query *q, const struct split_block *block, const char *text,
                              size_t from)
{
	struct hit *hits;
	size_t n = query_hits(q, text + from, block->len, block->label == SPLIT_HEADLINE, &hits);
	for (size_t i = 0; i < n; i++)
		buf_addf(b, "%s[%zu,%zu]", b->p[b->len - 1] == '[' ? "" : ",", from + hits[i].start,
		         from + hits[i].end);
	free(hits);
}

void hits_add_offsets(struct buf *b, const struct query *q, const struct article *a, const char *text, size_t len)
{
	buf_adds(b, ",\"offsets\":[");
	for (size_t i = 0; i < a->n_blocks; i++) {
		const struct split_block *block = &a->blocks[i];
		size_t from = (size_t)(block->off - a->start_off);
		if (block->off >= a->start_off && from <= len && block->len <= len - from)
			add_block_offsets(b, q, block, text, from);
	}
	buf_addc(b, ']');
}

static struct concord *lines_of(const struct query *q, const struct article *a, const struct story *s, int side)
{
	struct concord_lines lines = { 0 };
	struct concord *c = concord_new();
	concord_story(&lines, q, a, s, side);
	concord_add(c, &lines);
	concord_lines_release(&lines);
	return c;
}

static void add_part(struct buf *b, const char *name, const char *p, size_t n)
{
	char *text = mem_strndup(p, n);
	record_text(b, name, text);
	free(text);
}

void hits_add_context_json(struct buf *b, const struct query *q, const struct article *a, const struct story *s,
                           int side)
{
	struct concord *c = lines_of(q, a, s, side);
	buf_adds(b, ",\"context\":[");
	for (size_t i = 0; i < concord_rows(c); i++) {
		struct concord_parts p;
		concord_parts(c, i, side, &p);
		buf_adds(b, i ? ",{" : "{");
		add_part(b, "before", p.left, p.left_len);
		add_part(b, "hit", p.hit, p.hit_len);
		add_part(b, "after", p.right, p.right_len);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
	concord_free(c);
}

void hits_add_context(struct buf *b, const struct query *q, const struct article *a, const struct story *s, int side,
                      int indent)
{
	struct concord *c = lines_of(q, a, s, side);
	for (size_t i = 0; i < concord_rows(c); i++) {
		struct concord_parts p;
		concord_parts(c, i, side, &p);
		buf_addf(b, "%*s", indent + p.pad, "");
		buf_add(b, p.left, p.left_len);
		buf_add(b, p.hit, p.hit_len);
		buf_add(b, p.right, p.right_len);
		buf_addc(b, '\n');
	}
	concord_free(c);
}
