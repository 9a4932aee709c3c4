/*
 * The splitter's public face: takes lines, then decodes and cuts. The work is elsewhere: lines.c and blocks.c while lines
 * come in; features.c, habits.c, model.c, separators.c, mends.c, viterbi.c and pieces.c once, at the end.
 */
#include "lede/split.h"

#include <stdlib.h>

#include "split_internal.h"

const char *split_label_name(enum split_label label)
{
	static const char *const names[SPLIT_LABEL_CAP] = {
		[SPLIT_HEADLINE] = "headline", [SPLIT_REPEAT] = "repeat", [SPLIT_CAPTION] = "caption",
		[SPLIT_BYLINE] = "byline",     [SPLIT_LEDE] = "lede",     [SPLIT_BODY] = "body",
		[SPLIT_SUBHEAD] = "subhead",   [SPLIT_CREDIT] = "credit", [SPLIT_BOILERPLATE] = "boilerplate",
	};
	return label < SPLIT_LABEL_CAP ? names[label] : "body";
}

const char *split_kind_name(enum split_kind kind)
{
	static const char *const names[SPLIT_KIND_CAP] = {
		[SPLIT_ARTICLE] = "article",
		[SPLIT_BRIEF] = "brief",
		[SPLIT_REMAINDER] = "remainder",
	};
	return kind < SPLIT_KIND_CAP ? names[kind] : "remainder";
}

struct split *split_new(struct split_mend *mends, size_t n)
{
	struct split *s = mem_zalloc(1, sizeof *s);
	s->mends = mends;
	s->mends_count = n;
	s->cohesion = split_cohesion_new();
	s->phrases = split_phrases_new();
	s->lines = split_lines_new(s);
	return s;
}

void split_free(struct split *s)
{
	if (!s)
		return;
	split_lines_free(s->lines);
	split_cohesion_free(s->cohesion);
	split_phrases_free(s->phrases);
	free(s->blocks);
	free(s->marks);
	free(s->pieces);
	free(s);
}

void split_line(struct split *s, const struct text_line *line)
{
	split_lines_add(s->lines, line);
}

void split_read_end(struct split *s)
{
	split_lines_finish(s->lines);
	split_cohesion_finish(s->cohesion, s->count, s->marks);
	split_profile(&s->profile, s);
}

void split_finish(struct split *s)
{
	split_read_end(s);
	split_score(s);
	split_find_rules(s);
	split_find_sidebars(s);
	split_apply_mends(s);
	split_decode(s);
	split_cut(s);
}

const struct split_block *split_blocks(const struct split *s, size_t *n)
{
	*n = s->count;
	return s->blocks;
}

const struct split_piece *split_pieces(const struct split *s, size_t *n)
{
	*n = s->pieces_count;
	return s->pieces;
}
