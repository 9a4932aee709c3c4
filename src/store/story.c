/* An article made ready for reading: paragraphs as display text. */
#include <stdlib.h>
#include <string.h>

#include "lede/article.h"
#include "lede/unicode.h"

static char *display_text(const char *p, size_t n, size_t *len)
{
	struct buf raw = BUF_INIT, clean = BUF_INIT;
	split_block_text(&raw, p, n);
	text_clean(&clean, buf_str(&raw), raw.len);
	buf_release(&raw);
	*len = clean.len;
	return buf_detach(&clean);
}

/* A caption is often printed twice: under the picture and again above the text. */
static bool said_before(const struct story *s, const struct story_block *b)
{
	if (b->label == SPLIT_REPEAT)
		return true;
	if (b->label != SPLIT_CAPTION)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (s->blocks[i].label == SPLIT_CAPTION && s->blocks[i].len == b->len &&
		    memcmp(s->blocks[i].text, b->text, b->len) == 0)
			return true;
	return false;
}

static bool lies_inside(const struct split_block *b, const struct article *a, size_t len)
{
	return b->off >= a->start_off && b->off - a->start_off <= len && b->len <= len - (b->off - a->start_off);
}

static void add_block(struct story *s, const struct split_block *b, const char *text)
{
	struct story_block *to = &s->blocks[s->n];
	*to = (struct story_block){ .label = b->label, .line = b->line };
	to->text = display_text(text, b->len, &to->len);
	if (!to->len) {
		free(to->text);
		return;
	}
	to->folded = said_before(s, to);
	s->n++;
}

void story_make(struct story *out, const struct article *a, const char *text, size_t len)
{
	struct buf headline = BUF_INIT;
	text_clean(&headline, a->headline, strlen(a->headline));
	*out = (struct story){ .headline = buf_detach(&headline) };
	out->blocks = mem_zalloc(a->n_blocks, sizeof *out->blocks);
	for (size_t i = 0; i < a->n_blocks; i++) {
		const struct split_block *b = &a->blocks[i];
		if (b->label != SPLIT_HEADLINE && lies_inside(b, a, len))
			add_block(out, b, text + (b->off - a->start_off));
	}
}

void story_release(struct story *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->blocks[i].text);
	free(s->blocks);
	free(s->headline);
	*s = (struct story){ 0 };
}
