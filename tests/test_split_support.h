/* Splitting a text in a test: decoded in chunks of a given size, with its text kept for the facts. */
#ifndef TEST_SPLIT_SUPPORT_H
#define TEST_SPLIT_SUPPORT_H

#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/decode.h"
#include "lede/split.h"

struct sample {
	struct split *split;
	struct buf text; /* decoded */
	const struct split_block *blocks;
	const struct split_piece *pieces;
	size_t block_count, count;
};

static inline int sample_line(void *payload, const struct text_line *line)
{
	struct sample *s = payload;
	split_line(s->split, line);
	buf_add(&s->text, line->text, line->len);
	if (!line->more)
		buf_addc(&s->text, '\n');
	return 0;
}

static inline void sample_split_mended(struct sample *s, const char *bytes, size_t n, size_t chunk,
                                       struct split_mend *mends, size_t count)
{
	struct err err;
	*s = (struct sample){ .split = split_new(mends, count) };
	struct decoder *d = decode_new("UTF-8", sample_line, s, &err);
	assert_non_null(d);
	for (size_t i = 0; i < n; i += chunk)
		decode_feed(d, bytes + i, n - i < chunk ? n - i : chunk);
	decode_finish(d);
	decode_free(d);
	split_finish(s->split);
	s->blocks = split_blocks(s->split, &s->block_count);
	s->pieces = split_pieces(s->split, &s->count);
}

static inline void sample_split(struct sample *s, const char *bytes, size_t n, size_t chunk)
{
	sample_split_mended(s, bytes, n, chunk, NULL, 0);
}

static inline void sample_release(struct sample *s)
{
	split_free(s->split);
	buf_release(&s->text);
}

static inline void sample_facts(struct split_facts *f, const struct sample *s, size_t piece)
{
	const struct split_piece *p = &s->pieces[piece];
	split_facts(f, s->blocks + p->block, p->blocks, p->kind, buf_str(&s->text) + p->start_off,
	            (size_t)(p->end_off - p->start_off));
}

/* The articles and briefs must have these headlines, in order; NULL ends the list. */
static inline void assert_headlines(const struct sample *s, const char *const *want)
{
	struct split_facts f;
	size_t k = 0;
	for (size_t i = 0; i < s->count; i++) {
		if (s->pieces[i].kind == SPLIT_REMAINDER)
			continue;
		sample_facts(&f, s, i);
		assert_non_null(want[k]);
		assert_string_equal(f.headline, want[k]);
		split_facts_release(&f);
		k++;
	}
	assert_null(want[k]);
}

static inline enum split_label label_at(const struct sample *s, uint32_t line)
{
	for (size_t i = 0; i < s->block_count; i++)
		if (line >= s->blocks[i].line && line < s->blocks[i].line + s->blocks[i].lines)
			return s->blocks[i].label;
	return SPLIT_LABEL_CAP;
}

#endif
