/* The stories opened last. */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

#include "lede/unicode.h"

enum { SHELF_MAX = 8 };

struct shelf {
	struct cache *cache;
	struct state *state;
	struct reading slots[SHELF_MAX];
	uint64_t clock;
};

struct shelf *shelf_new(struct cache *c, struct state *s)
{
	struct shelf *sh = mem_zalloc(1, sizeof *sh);
	sh->cache = c;
	sh->state = s;
	return sh;
}

static void release(struct reading *r)
{
	if (!r->doc)
		return;
	layout_free(r->layout);
	story_release(&r->story);
	article_release(&r->article);
	related_free(r->related, r->n_related);
	free(r->source);
	memset(r, 0, sizeof *r);
}

void shelf_clear(struct shelf *sh, const struct reading *keep)
{
	for (size_t i = 0; i < SHELF_MAX; i++)
		if (&sh->slots[i] != keep)
			release(&sh->slots[i]);
}

void shelf_free(struct shelf *sh)
{
	if (!sh)
		return;
	shelf_clear(sh, NULL);
	free(sh);
}

struct reading *shelf_peek(struct shelf *sh, doc_id doc)
{
	for (size_t i = 0; i < SHELF_MAX; i++)
		if (doc && sh->slots[i].doc == doc)
			return &sh->slots[i];
	return NULL;
}

static struct reading *oldest(struct shelf *sh)
{
	struct reading *r = &sh->slots[0];
	for (size_t i = 1; i < SHELF_MAX; i++)
		if (sh->slots[i].used < r->used)
			r = &sh->slots[i];
	return r;
}

static char *source_name(struct shelf *sh, uint32_t id)
{
	struct source s;
	struct buf name = BUF_INIT;
	if (cache_source(sh->cache, id, &s, NULL) == 1) {
		text_clean(&name, s.shown, strlen(s.shown));
		source_release(&s);
	}
	return buf_detach(&name);
}

/* Puts the story into the slot; its line at the top is where the reader left it. */
static int fetch(struct shelf *sh, struct reading *r, doc_id doc, const struct layout_options *opts, struct err *err)
{
	struct article a;
	struct buf text = BUF_INIT;
	int found = cache_article(sh->cache, doc, &a, err);
	if (found == 0)
		err_set(err, "this story is not in the cache any more (R looks again)");
	if (found != 1)
		return -1;
	if (cache_text(sh->cache, &a, &text, err) < 0) {
		article_release(&a);
		buf_release(&text);
		return -1;
	}
	release(r);
	r->doc = doc;
	r->article = a;
	story_make(&r->story, &r->article, buf_str(&text), text.len);
	buf_release(&text);
	r->source = source_name(sh, a.source);
	r->options = *opts;
	r->layout = layout_new(&r->article, &r->story, opts);
	if (state_mark(sh->state, a.fingerprint, &r->mark, NULL) > 0 && (r->mark.block || r->mark.offset))
		r->top = layout_line_at(r->layout, r->mark.block, r->mark.offset);
	return 0;
}

struct reading *shelf_open(struct shelf *sh, doc_id doc, const struct layout_options *opts, struct err *err)
{
	struct reading *r = shelf_peek(sh, doc);
	if (!r) {
		r = oldest(sh);
		if (fetch(sh, r, doc, opts, err) < 0)
			return NULL;
	}
	r->used = ++sh->clock;
	reading_layout(r, opts);
	return r;
}

static bool same_options(const struct layout_options *a, const struct layout_options *b)
{
	return a->width == b->width && a->wrap == b->wrap && a->unfold == b->unfold;
}

void reading_layout(struct reading *r, const struct layout_options *opts)
{
	if (same_options(&r->options, opts))
		return;
	bool anchored = r->top > 0 && r->top < layout_lines(r->layout);
	uint32_t block = 0, offset = 0;
	if (anchored) {
		const struct layout_line *line = layout_line(r->layout, r->top);
		block = line->block;
		offset = line->offset;
	}
	r->options = *opts;
	layout_resize(r->layout, opts);
	r->top = anchored ? layout_line_at(r->layout, block, offset) : 0;
}

void reading_set_related(struct reading *r, struct related *related, size_t n)
{
	related_free(r->related, r->n_related);
	r->related = related;
	r->n_related = n;
	r->related_known = true;
	r->foot = SIZE_MAX; /* to be set by whoever knows how tall the pane is */
}
