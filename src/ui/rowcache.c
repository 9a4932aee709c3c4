/*
 * What the rows on the screen say. A doc's number names a set of slots, of which the one not used for longest is
 * given away: neighbours fall into different sets, and the strewn hits of a search rarely meet more than WAYS in one.
 */
#include "rowcache.h"

#include <stdlib.h>
#include <string.h>

#include "lede/search.h"
#include "lede/unicode.h"

enum { SETS = 128, WAYS = 4, SOURCE_SLOTS = 256 };

struct rowcache {
	struct cache *cache;
	struct state *state;
	struct row_info slots[SETS][WAYS];
	uint64_t clock;
	struct {
		uint32_t id;
		char *name; /* NULL: free */
	} sources[SOURCE_SLOTS];
};

struct rowcache *rowcache_new(struct cache *c, struct state *s)
{
	struct rowcache *rc = mem_zalloc(1, sizeof *rc);
	rc->cache = c;
	rc->state = s;
	return rc;
}

static void release(struct row_info *r)
{
	free(r->headline);
	free(r->snippet);
	memset(r, 0, sizeof *r);
}

void rowcache_clear(struct rowcache *rc)
{
	for (size_t i = 0; i < SETS; i++)
		for (size_t k = 0; k < WAYS; k++)
			release(&rc->slots[i][k]);
	for (size_t i = 0; i < SOURCE_SLOTS; i++) {
		free(rc->sources[i].name);
		rc->sources[i].name = NULL;
	}
}

void rowcache_free(struct rowcache *rc)
{
	if (!rc)
		return;
	rowcache_clear(rc);
	free(rc);
}

static void fill(struct rowcache *rc, struct row_info *r, const struct article *a)
{
	struct buf headline = BUF_INIT;
	struct mark mark;
	text_clean(&headline, a->headline, strlen(a->headline));
	if (headline.len == 0)
		buf_adds(&headline, "(no headline)");
	r->doc = a->doc;
	memcpy(r->fingerprint, a->fingerprint, FINGERPRINT_LEN);
	r->len = headline.len;
	r->headline = buf_detach(&headline);
	r->copies = a->copies;
	r->doubtful = article_is_doubtful(a);
	if (state_mark(rc->state, a->fingerprint, &mark, NULL) > 0) {
		r->read = mark.read;
		r->starred = mark.starred;
	}
}

/* The slot that holds doc, or the one to be given to it. */
static struct row_info *slot_of(struct rowcache *rc, doc_id doc)
{
	struct row_info *set = rc->slots[doc % SETS], *oldest = set;
	for (size_t k = 0; k < WAYS; k++) {
		if (set[k].doc == doc)
			return &set[k];
		if (set[k].used < oldest->used)
			oldest = &set[k];
	}
	return oldest;
}

static struct row_info *get(struct rowcache *rc, doc_id doc)
{
	struct row_info *r = slot_of(rc, doc);
	struct article a;
	r->used = ++rc->clock;
	if (r->doc == doc)
		return r;
	if (cache_article(rc->cache, doc, &a, NULL) != 1)
		return NULL;
	release(r);
	fill(rc, r, &a);
	r->used = rc->clock;
	article_release(&a);
	return r;
}

const struct row_info *rowcache_get(struct rowcache *rc, doc_id doc)
{
	return get(rc, doc);
}

const char *rowcache_source(struct rowcache *rc, uint32_t id)
{
	struct source s;
	size_t slot = id % SOURCE_SLOTS;
	if (rc->sources[slot].name && rc->sources[slot].id == id)
		return rc->sources[slot].name;
	struct buf name = BUF_INIT;
	if (cache_source(rc->cache, id, &s, NULL) == 1) {
		text_clean(&name, s.shown, strlen(s.shown));
		source_release(&s);
	}
	free(rc->sources[slot].name);
	rc->sources[slot].id = id;
	rc->sources[slot].name = buf_detach(&name);
	return rc->sources[slot].name;
}

void rowcache_set_mark(struct rowcache *rc, const unsigned char fingerprint[FINGERPRINT_LEN], bool read, bool starred)
{
	for (size_t i = 0; i < SETS * WAYS; i++) {
		struct row_info *r = &rc->slots[i / WAYS][i % WAYS];
		if (r->doc && memcmp(r->fingerprint, fingerprint, FINGERPRINT_LEN) == 0) {
			r->read = read;
			r->starred = starred;
		}
	}
}

static void make_snippet(struct rowcache *rc, struct row_info *r, const struct query *q, int width)
{
	struct buf text = BUF_INIT, snippet = BUF_INIT;
	struct article a;
	if (cache_article_row(rc->cache, r->doc, &a, NULL) == 1) {
		if (cache_text(rc->cache, &a, &text, NULL) == 0) {
			struct story s;
			story_make(&s, &a, buf_str(&text), text.len);
			search_snippet(q, &s, width, &snippet);
			story_release(&s);
		}
		article_release(&a);
	}
	free(r->snippet);
	r->snippet_len = snippet.len;
	r->snippet = buf_detach(&snippet);
	buf_release(&text);
}

const char *rowcache_snippet(struct rowcache *rc, doc_id doc, const struct query *q, unsigned serial, int width,
                             bool may_make, size_t *len)
{
	struct row_info *r = get(rc, doc);
	*len = 0;
	if (!r)
		return "";
	if (!r->snippet || r->snippet_serial != serial || r->snippet_width != width) {
		if (!may_make)
			return NULL;
		make_snippet(rc, r, q, width);
		r->snippet_serial = serial;
		r->snippet_width = width;
	}
	*len = r->snippet_len;
	return r->snippet;
}
