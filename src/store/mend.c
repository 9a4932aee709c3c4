/*
 * The lines of a source with their labels, and mends made from them.
 *
 * The cache keeps no keys of blocks, and nothing at all of the blocks between articles. So the splitter takes the text around the
 * article once more, which gives blocks and keys as a build sees them; labels and boundaries come from the cache.
 */
#include "lede/mend.h"

#include <stdlib.h>
#include <string.h>

#include "mended.h"

static const float SURE = .9f;

enum { CONTEXT_BYTES = 16 * 1024, CONTEXT_ARTICLES = 64 };

/* ---- the text around an article */

struct source_facts {
	uint64_t text_len;
	doc_id first, end;
};

static int source_facts(struct cache *c, uint32_t source, struct source_facts *out, char **file, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT text_len, first_doc, articles, file FROM source WHERE id = ?", err);
	if (!s)
		return -1;
	sqlite3_bind_int64(s, 1, source);
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW) {
		const char *path = (const char *)sqlite3_column_text(s, 3);
		out->text_len = (uint64_t)sqlite3_column_int64(s, 0);
		out->first = (doc_id)sqlite3_column_int64(s, 1);
		out->end = out->first + (doc_id)sqlite3_column_int64(s, 2);
		*file = mem_strdup(path ? path : "");
		rc = 0;
	} else {
		rc = rc == SQLITE_DONE ? err_set(err, "this file is not in the cache any more") : db_error(c, err);
	}
	sqlite3_reset(s);
	return rc;
}

/* The articles that the view is made of. */
struct window {
	struct article *articles;
	size_t n, cap;
	uint64_t from, to;
	uint32_t line; /* number of the first line */
};

static void window_release(struct window *w)
{
	for (size_t i = 0; i < w->n; i++)
		article_release(&w->articles[i]);
	free(w->articles);
}

/* How far the view reaches from doc in one direction. */
static doc_id reach(struct cache *c, const struct article *a, doc_id limit, int step)
{
	doc_id doc = a->doc;
	for (int i = 0; i < CONTEXT_ARTICLES && doc != limit; i++) {
		struct article next;
		if (cache_article_row(c, doc + (doc_id)step, &next, NULL) != 1)
			break;
		doc = next.doc;
		uint64_t far = step < 0 ? a->start_off - next.start_off : next.end_off - a->end_off;
		article_release(&next);
		if (far > CONTEXT_BYTES)
			break;
	}
	return doc;
}

static int window_fill(struct window *w, struct cache *c, const struct article *a, const struct source_facts *f,
                       struct err *err)
{
	doc_id from = reach(c, a, f->first, -1), to = reach(c, a, f->end - 1, 1);
	for (doc_id doc = from; doc <= to; doc++) {
		w->articles = mem_grow(w->articles, &w->cap, w->n + 1, sizeof *w->articles);
		int rc = cache_article_row(c, doc, &w->articles[w->n], err);
		if (rc != 1)
			return rc < 0 ? -1 : err_set(err, "this file is being read again; try once more");
		w->n++;
	}
	const struct article *first = &w->articles[0], *last = &w->articles[w->n - 1];
	bool at_start = from == f->first, at_end = to + 1 == f->end;
	w->from = at_start ? 0 : first->start_off;
	w->line = at_start ? 1 : first->start_line;
	w->to = at_end || last->end_off + 1 > f->text_len ? f->text_len : last->end_off + 1;
	return 0;
}

/* ---- the view */

static void add_line(struct source_view *v, size_t *cap, uint64_t at, size_t len, uint32_t number)
{
	v->lines = mem_grow(v->lines, cap, v->n + 1, sizeof *v->lines);
	v->lines[v->n++] = (struct source_line){ v->base + at, (uint32_t)len, number, SOURCE_NO_BLOCK };
}

static void find_lines(struct source_view *v, uint32_t number)
{
	size_t cap = 0;
	for (size_t at = 0; at < v->text.len;) {
		const char *p = v->text.p + at, *nl = memchr(p, '\n', v->text.len - at);
		size_t len = nl ? (size_t)(nl - p) : v->text.len - at;
		add_line(v, &cap, at, len, number++);
		at += len + 1;
	}
}

static void find_blocks(struct source_view *v)
{
	struct split *s = split_new(NULL, 0);
	size_t n;
	for (size_t i = 0; i < v->n; i++) {
		struct text_line line = { .text = source_view_text(v, i),
			                  .len = v->lines[i].len,
			                  .number = v->lines[i].number };
		split_line(s, &line);
	}
	split_finish(s);
	const struct split_block *blocks = split_blocks(s, &n);
	v->blocks = mem_zalloc(n, sizeof *v->blocks);
	v->n_blocks = n;
	for (size_t i = 0; i < n; i++) {
		v->blocks[i].block = blocks[i];
		v->blocks[i].block.off += v->base;
		v->blocks[i].block.label = SPLIT_BOILERPLATE;
	}
	split_free(s);
}

static void tell_lines_their_blocks(struct source_view *v)
{
	size_t k = 0;
	for (size_t i = 0; i < v->n; i++) {
		const struct source_line *line = &v->lines[i];
		while (k < v->n_blocks && v->blocks[k].block.off + v->blocks[k].block.len <= line->off && line->len)
			k++;
		if (k < v->n_blocks && line->len && line->off >= v->blocks[k].block.off)
			v->lines[i].block = (uint32_t)k;
	}
}

static void tell_blocks_their_labels(struct source_view *v, const struct window *w)
{
	size_t k = 0;
	for (size_t i = 0; i < w->n; i++)
		for (size_t b = 0; b < w->articles[i].n_blocks; b++) {
			const struct article *a = &w->articles[i];
			while (k < v->n_blocks && v->blocks[k].block.off < a->blocks[b].off)
				k++;
			if (k == v->n_blocks || v->blocks[k].block.off != a->blocks[b].off)
				continue;
			v->blocks[k].block.label = a->blocks[b].label;
			v->blocks[k].doc = a->doc;
			v->blocks[k].starts = b == 0;
			v->blocks[k].confidence = a->confidence;
		}
}

int source_view_make(struct source_view *out, struct cache *c, const struct article *a, struct err *err)
{
	struct source_facts facts;
	struct window w = { 0 };
	*out = (struct source_view){ .source = a->source };
	int rc = source_facts(c, a->source, &facts, &out->file, err);
	if (rc == 0)
		rc = window_fill(&w, c, a, &facts, err);
	if (rc == 0) {
		out->base = w.from;
		out->first = w.from == 0;
		out->last = w.to == facts.text_len;
		rc = cache_source_text(c, a->source, w.from, w.to, &out->text, err);
	}
	if (rc == 0) {
		find_lines(out, w.line);
		find_blocks(out);
		tell_lines_their_blocks(out);
		tell_blocks_their_labels(out, &w);
	} else {
		source_view_release(out);
	}
	window_release(&w);
	return rc;
}

void source_view_release(struct source_view *v)
{
	free(v->file);
	free(v->lines);
	free(v->blocks);
	buf_release(&v->text);
	*v = (struct source_view){ 0 };
}

size_t source_view_line(const struct source_view *v, uint64_t off)
{
	size_t i = 0;
	while (i + 1 < v->n && v->lines[i + 1].off <= off)
		i++;
	return i;
}

const char *source_view_text(const struct source_view *v, size_t line)
{
	return buf_str(&v->text) + (v->lines[line].off - v->base);
}

uint32_t source_view_block(const struct source_view *v, size_t line)
{
	while (line < v->n && v->lines[line].block == SOURCE_NO_BLOCK)
		line++;
	return line < v->n ? v->lines[line].block : SOURCE_NO_BLOCK;
}

/* ---- a mend */

static const char *pointless(const struct source_block *b, enum split_mend_kind kind)
{
	switch (kind) {
	case SPLIT_MEND_START:
		return b->starts && b->confidence >= SURE ? "a story begins here already"
		                                          : NULL; /* else: confirms it */
	case SPLIT_MEND_JOIN:
		return b->starts ? NULL : "no story begins here";
	case SPLIT_MEND_HEADLINE:
		if (!b->doc)
			return "this stands between stories: split here makes a story begin";
		return b->starts ? "this is the headline already" : NULL;
	default:
		return b->block.label == SPLIT_BOILERPLATE ? "this is set apart already" : NULL;
	}
}

int mend_make(struct split_mend *out, const struct source_view *v, uint32_t block, enum split_mend_kind kind,
              struct err *err)
{
	if (block >= v->n_blocks)
		return err_set(err, "no text stands here");
	const struct source_block *b = &v->blocks[block];
	const char *why = pointless(b, kind);
	bool first = block == 0, last = block + 1 == v->n_blocks;
	if (why)
		return err_set(err, "%s", why);
	if (kind == SPLIT_MEND_JOIN && first && v->first)
		return err_set(err, "no story stands above this one in its file");
	if ((first && !v->first) || (last && !v->last))
		return err_set(err, "too far from the story: open the one that this line belongs to");
	*out = (struct split_mend){ .kind = (uint8_t)kind,
		                    .key = b->block.key,
		                    .before = first ? 0 : b[-1].block.key,
		                    .after = last ? 0 : b[1].block.key };
	return 0;
}

/* ---- where mends apply */

int mend_places(struct cache *c, const struct split_mend *m, struct mend_place **out, size_t *n, struct err *err)
{
	struct mended all;
	struct source_facts facts;
	size_t cap = 0;
	*out = NULL;
	*n = 0;
	if (mended_load(&all, c, err) < 0)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		struct mend_place p = { all.rows[i].source, all.rows[i].off, NULL };
		if (!p.source || !mended_same(&all.rows[i].mend, m) ||
		    source_facts(c, p.source, &facts, &p.file, NULL) < 0)
			continue;
		*out = mem_grow(*out, &cap, *n + 1, sizeof **out);
		(*out)[(*n)++] = p;
	}
	mended_release(&all);
	return 0;
}

void mend_places_free(struct mend_place *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(p[i].file);
	free(p);
}

/* 0: it never applied here; 1: it does; -1: it did. */
static int standing(const struct mended *all, const struct split_mend *m)
{
	int out = 0;
	for (size_t i = 0; i < all->n && out < 1; i++)
		if (mended_same(&all->rows[i].mend, m))
			out = all->rows[i].source ? 1 : -1;
	return out;
}

int mend_standing(struct cache *c, const struct split_mend *m, struct err *err)
{
	struct mended all;
	if (mended_load(&all, c, err) < 0)
		return -2;
	int out = standing(&all, m);
	mended_release(&all);
	return out;
}

int mend_count(struct cache *c, struct state *s, struct mend_counts *out, struct err *err)
{
	struct mended all;
	struct split_mend *mends;
	*out = (struct mend_counts){ 0 };
	if (mended_load(&all, c, err) < 0)
		return -1;
	int rc = state_mends(s, &mends, &out->all, err);
	for (size_t i = 0; rc == 0 && i < out->all; i++) {
		int is = standing(&all, &mends[i]);
		out->fit += is > 0;
		out->lost += is < 0;
	}
	free(mends);
	mended_release(&all);
	return rc;
}
