/*
 * From labelled blocks to pieces that tile the source: articles and briefs from headline to headline, remainders of debris
 * between them.
 */
#include <math.h>

#include "split_internal.h"

static const float FORCED = .97f, MENDED = 1.f, FIRST = .98f;

static float confidence(const struct split_marks *m, size_t i)
{
	if (m->mended && m->force == FORCE_START)
		return MENDED;
	if (m->force == FORCE_START && !m->kept)
		return FORCED;
	/* The model's odds as they are: `make score` shows that they keep what they promise, on the careful side. */
	float p = 1.f / (1.f + expf(-(float)m->score / 100.f));
	return i == 0 && p < FIRST ? FIRST : p;
}

static bool begins_piece(const struct split *s, size_t i)
{
	const struct split_marks *m = &s->marks[i];
	bool between = m->between;
	if (i == 0 || s->blocks[i].label == SPLIT_HEADLINE)
		return true;
	return between != (m[-1].between);
}

static uint8_t kind_of(const struct split_marks *m)
{
	if (m->between)
		return SPLIT_REMAINDER;
	return m->marks & MARK_SIDEBAR ? SPLIT_BRIEF : SPLIT_ARTICLE;
}

static void close_piece(struct split *s, size_t end)
{
	struct split_piece *p = &s->pieces[s->pieces_count - 1];
	const struct split_block *a = &s->blocks[p->block], *z = &s->blocks[end - 1];
	p->blocks = (uint32_t)(end - p->block);
	p->start_line = a->line;
	p->start_byte = a->src;
	p->start_off = a->off;
	p->end_line = z->line + z->lines - 1;
	p->end_byte = z->src + z->src_len;
	p->end_off = z->off + z->len;
}

static struct split_piece *add_piece(struct split *s)
{
	s->pieces = mem_grow(s->pieces, &s->pieces_cap, s->pieces_count + 1, sizeof *s->pieces);
	s->pieces[s->pieces_count] = (struct split_piece){ .confidence = 1.f };
	return &s->pieces[s->pieces_count++];
}

static void open_piece(struct split *s, size_t i)
{
	struct split_piece *p = add_piece(s);
	p->block = (uint32_t)i;
	p->kind = kind_of(&s->marks[i]);
	if (p->kind != SPLIT_REMAINDER)
		p->confidence = confidence(&s->marks[i], i);
}

/* In a brief what stands above the text names section and outlet: text, as far as labels go. */
static void label_brief(struct split *s, const struct split_piece *p)
{
	for (size_t i = p->block + 1; i < p->block + p->blocks; i++) {
		uint8_t *label = &s->blocks[i].label;
		if (*label == SPLIT_CAPTION || *label == SPLIT_BYLINE || *label == SPLIT_SUBHEAD ||
		    *label == SPLIT_CREDIT)
			*label = SPLIT_BODY;
		if (*label == SPLIT_LEDE)
			return;
	}
}

/* A source of blank lines alone. */
static void add_blank(struct split *s)
{
	struct split_piece *p = add_piece(s);
	p->kind = SPLIT_REMAINDER;
	p->start_line = 1;
	p->end_line = s->last_line;
	p->end_byte = s->end_src;
	p->end_off = s->lines_off ? s->lines_off - 1 : 0;
}

void split_cut(struct split *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (!begins_piece(s, i))
			continue;
		if (i)
			close_piece(s, i);
		open_piece(s, i);
	}
	if (s->count)
		close_piece(s, s->count);
	else if (s->last_line)
		add_blank(s);
	for (size_t k = 0; k < s->pieces_count; k++)
		if (s->pieces[k].kind == SPLIT_BRIEF)
			label_brief(s, &s->pieces[k]);
}
