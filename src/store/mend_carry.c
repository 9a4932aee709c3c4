/*
 * Read marks and stars over a mended cut. The file did not change, so places in its text are the same before and after: a new
 * story inherits from those of the old ones that share most of their text with it.
 */
#include <stdlib.h>
#include <string.h>

#include "lede/mend.h"

enum { AROUND = 6 }; /* stories above and below that one mend may change */

struct old_story {
	uint64_t start, end;
	unsigned char fingerprint[FINGERPRINT_LEN];
	bool read, starred;
};

struct mend_marks {
	uint32_t source;
	uint64_t off;
	struct old_story stories[2 * AROUND + 1];
	size_t n;
};

/* The last article of the range that starts at or before off. */
static doc_id last_before(struct cache *c, doc_id first, doc_id end, uint64_t off)
{
	while (end - first > 1) {
		doc_id middle = first + (end - first) / 2;
		struct article a;
		if (cache_article_row(c, middle, &a, NULL) != 1)
			break;
		if (a.start_off <= off)
			first = middle;
		else
			end = middle;
		article_release(&a);
	}
	return first;
}

doc_id mend_article_at(struct cache *c, uint32_t source, uint64_t off)
{
	struct source s;
	if (cache_source(c, source, &s, NULL) != 1)
		return 0;
	doc_id doc = s.articles ? last_before(c, s.first, s.first + s.articles, off) : 0;
	source_release(&s);
	return doc;
}

/* The articles around a place, in order; up to 2 * AROUND + 1. */
static size_t around(struct cache *c, uint32_t source, uint64_t off, struct article *out)
{
	struct source s;
	size_t n = 0;
	doc_id at = mend_article_at(c, source, off);
	if (!at || cache_source(c, source, &s, NULL) != 1)
		return 0;
	doc_id first = at - s.first > AROUND ? at - AROUND : s.first, end = s.first + s.articles;
	for (doc_id doc = first; doc < end && doc <= at + AROUND; doc++)
		n += cache_article_row(c, doc, &out[n], NULL) == 1;
	source_release(&s);
	return n;
}

struct mend_marks *mend_marks_take(struct cache *c, struct state *s, uint32_t source, uint64_t off)
{
	struct mend_marks *m = mem_zalloc(1, sizeof *m);
	struct article articles[2 * AROUND + 1];
	m->source = source;
	m->off = off;
	m->n = around(c, source, off, articles);
	for (size_t i = 0; i < m->n; i++) {
		struct old_story *o = &m->stories[i];
		struct mark mark = { 0 };
		state_mark(s, articles[i].fingerprint, &mark, NULL);
		*o = (struct old_story){ articles[i].start_off, articles[i].end_off, { 0 }, mark.read, mark.starred };
		memcpy(o->fingerprint, articles[i].fingerprint, FINGERPRINT_LEN);
		article_release(&articles[i]);
	}
	return m;
}

/* Whether the two have most of one of them in common. */
static bool is_part(const struct old_story *o, const struct article *a)
{
	uint64_t from = o->start > a->start_off ? o->start : a->start_off;
	uint64_t to = o->end < a->end_off ? o->end : a->end_off;
	uint64_t n = from < to ? to - from : 0;
	return n && (2 * n >= o->end - o->start || 2 * n >= a->end_off - a->start_off);
}

static bool is_known(const struct mend_marks *m, const struct article *a)
{
	for (size_t i = 0; i < m->n; i++)
		if (memcmp(m->stories[i].fingerprint, a->fingerprint, FINGERPRINT_LEN) == 0)
			return true;
	return false;
}

/* What the new stories are, with the marks that they have by themselves. */
struct new_stories {
	struct article articles[2 * AROUND + 1];
	struct mark marks[2 * AROUND + 1];
	size_t n;
};

/* A star that one part has from before, as when a join is taken back, is not given to the others. */
static bool star_is_kept(const struct new_stories *new, const struct old_story *o)
{
	for (size_t i = 0; i < new->n; i++)
		if (new->marks[i].starred && is_part(o, &new->articles[i]))
			return true;
	return false;
}

static struct mark inherit(const struct mend_marks *m, const struct new_stories *new, size_t k)
{
	struct mark out = { .read = true };
	bool any = false;
	for (size_t i = 0; i < m->n; i++) {
		const struct old_story *o = &m->stories[i];
		if (!is_part(o, &new->articles[k]))
			continue;
		any = true;
		out.read &= o->read;
		out.starred |= o->starred && !star_is_kept(new, o);
	}
	out.read &= any;
	return out;
}

static int give(struct state *s, const struct article *a, const struct mark *m, struct err *err)
{
	if (m->read && state_set_read(s, a->fingerprint, true, err) < 0)
		return -1;
	return m->starred ? state_set_starred(s, a->fingerprint, true, err) : 0;
}

int mend_marks_carry(const struct mend_marks *m, struct cache *c, struct state *s, struct err *err)
{
	struct new_stories new;
	int rc = 0;
	new.n = around(c, m->source, m->off, new.articles);
	for (size_t i = 0; i < new.n; i++)
		if (state_mark(s, new.articles[i].fingerprint, &new.marks[i], NULL) < 1)
			new.marks[i] = (struct mark){ 0 };
	for (size_t i = 0; i < new.n; i++) {
		struct mark mark = inherit(m, &new, i);
		if (rc == 0 && !is_known(m, &new.articles[i]))
			rc = give(s, &new.articles[i], &mark, err);
	}
	for (size_t i = 0; i < new.n; i++)
		article_release(&new.articles[i]);
	return rc;
}

void mend_marks_free(struct mend_marks *m)
{
	free(m);
}
