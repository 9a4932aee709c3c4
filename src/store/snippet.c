/*
 * The passage of a story that shows a query best: the stretch of one block, about as wide as asked for, that
 * holds the most different terms and, of those, the most hits. Where only the headline has any, and only beyond such a width, it is
 * the headline's.
 */
#include <stdlib.h>
#include <string.h>

#include "highlight.h"
#include "lede/search.h"
#include "lede/split.h"
#include "lede/unicode.h"

enum {
	NEW_TERM = 8,    /* a term that is not yet in the stretch counts for so many hits */
	TERM_BITS = 64,  /* terms beyond are not told apart */
	CELL_BYTES = 4,  /* a cell takes at most so many bytes, combining marks aside */
	WORD_REACH = 24, /* how far on the next word may begin for the passage to begin there */
	HITS_MAX = 2000  /* of a block: those after are not looked at */
};

struct passage {
	const struct story_block *block; /* NULL: no hits */
	size_t start, end;               /* from the first hit to the last */
	size_t score;
};

/* No text takes more cells than bytes, so that most need not be measured. */
static bool fits(const char *p, size_t n, int width)
{
	if (n <= (size_t)width)
		return true;
	return n <= (size_t)width * CELL_BYTES && text_width(p, n) <= width;
}

/* The best stretch that begins with hit i. */
static struct passage stretch(const struct story_block *b, const struct highlights *h, size_t i, int width)
{
	struct passage p = { b, h->at[i].start, h->at[i].end, 0 };
	uint64_t terms = 0;
	for (size_t k = i; k < h->n; k++) {
		if (k > i && !fits(b->text + p.start, h->at[k].end - p.start, width))
			break;
		uint64_t bit = UINT64_C(1) << h->at[k].term % TERM_BITS;
		p.score += terms & bit ? 1 : NEW_TERM;
		terms |= bit;
		p.end = h->at[k].end;
	}
	return p;
}

static void consider(struct passage *best, const struct story_block *b, const struct highlights *h, int width)
{
	for (size_t i = 0; i < h->n && i < HITS_MAX; i++) {
		struct passage p = stretch(b, h, i, width);
		if (p.score > best->score)
			*best = p;
	}
}

/* A byte from which the passage may be shown: at most cells before `at`, at the start of a word where one is near. */
static size_t begin_before(const struct story_block *b, size_t at, int cells)
{
	size_t reach = (size_t)cells * CELL_BYTES, from = at > reach ? at - reach : 0;
	while (from && ((unsigned char)b->text[from] & 0xC0) == 0x80)
		from--;
	while (from < at && text_width(b->text + from, at - from) > cells) {
		int one;
		from += text_grapheme(b->text + from, at - from, &one);
	}
	if (!from)
		return 0;
	const char *space = memchr(b->text + from, ' ', at - from);
	if (space && space - (b->text + from) <= WORD_REACH)
		from = (size_t)(space - b->text) + 1;
	return from;
}

static void show_passage(const struct passage *p, int width, struct buf *out)
{
	const struct story_block *b = p->block;
	int taken = text_width(b->text + p->start, p->end - p->start);
	int spare = width > taken ? width - taken : 0, after = spare / 2, left = width;
	size_t rest = b->len - p->end;
	if (rest < (size_t)spare * CELL_BYTES) { /* the block ends soon: more of what stands before can be shown */
		int cells = text_width(b->text + p->end, rest);
		after = cells < after ? cells : after;
	}
	size_t from = spare - after > 1 ? begin_before(b, p->start, spare - after - 1) : p->start;
	if (from) {
		buf_adds(out, "\u2026");
		left--;
	}
	text_ellipsize(out, b->text + from, b->len - from, left);
}

/* Nothing to show a hit of: the opening of the story. */
static void show_opening(const struct story *s, int width, struct buf *out)
{
	const struct story_block *opening = NULL;
	for (size_t i = 0; i < s->n && !(opening && opening->label == SPLIT_LEDE); i++)
		if (s->blocks[i].label == SPLIT_LEDE || (!opening && s->blocks[i].label == SPLIT_BODY))
			opening = &s->blocks[i];
	if (!opening && s->n)
		opening = &s->blocks[0];
	if (opening)
		text_ellipsize(out, opening->text, opening->len, width);
}

/* Where a headline is shown in this width, its first hit cannot be seen. */
static bool cut_off(const char *headline, const struct highlights *h, int width)
{
	return h->n && text_width(headline, h->at[0].end) > width;
}

size_t search_snippet(const struct query *q, const struct story *s, int width, struct buf *out)
{
	struct match_words words = { 0 };
	struct highlights found = { 0 };
	struct passage best = { 0 }, in_headline = { 0 };
	struct story_block headline = { .text = s->headline, .len = strlen(s->headline) };
	highlight_find(q, headline.text, headline.len, true, &words, &found);
	if (cut_off(headline.text, &found, width))
		consider(&in_headline, &headline, &found, width);
	size_t hits = found.n;
	for (size_t i = 0; i < s->n; i++) {
		highlight_find(q, s->blocks[i].text, s->blocks[i].len, false, &words, &found);
		hits += found.n;
		if (!s->blocks[i].folded)
			consider(&best, &s->blocks[i], &found, width);
	}
	if (!best.block)
		best = in_headline;
	if (width > 0 && best.block)
		show_passage(&best, width, out);
	else if (width > 0)
		show_opening(s, width, out);
	highlights_release(&found);
	match_words_release(&words);
	return hits;
}
