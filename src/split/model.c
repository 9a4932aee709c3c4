/*
 * The model: a sum of small trees, each a few questions of the kind "is feature F above T?", all asked, whose answers make an
 * index into the tree's leaves. The trees stand in weights.inc, which tests/fit makes. Scores are hundredths of log odds.
 *
 * The passes: the first model knows nothing of the file's habits; the second is asked again and again, each time with the
 * habits of the starts that the time before was sure of. Blocks that the first pass rules out are not asked again.
 */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

#include "weights.inc"

enum { PASSES = 1 }; /* of the second model */

int split_model_score(const struct split_model *m, const uint8_t *x)
{
	int score = m->bias;
	for (size_t t = 0; t < m->count; t++) {
		const struct split_tree *tree = &m->trees[t];
		unsigned leaf = 0;
		for (int k = 0; k < SPLIT_TREE_DEPTH; k++)
			leaf |= (unsigned)(x[tree->feature[k]] > tree->above[k]) << k;
		score += tree->leaf[leaf];
	}
	return score < -2000 ? -2000 : score > 2000 ? 2000 : score;
}

static bool never_starts(const struct split_marks *m)
{
	return m->marks & (MARK_RULE | MARK_TAG | MARK_BREAK) || m->same_prev == 1;
}

void split_score_first(struct split *s, const struct split_model *m)
{
	struct split_profile p;
	uint8_t x[FEATURES];
	split_profile(&p, s);
	for (size_t i = 0; i < s->count; i++) {
		s->marks[i].score = -2000;
		if (never_starts(&s->marks[i]))
			continue;
		split_features(x, s, i, &p, NULL);
		s->marks[i].score = (int16_t)split_model_score(m, x);
	}
}

void split_score_again(struct split *s, const struct split_model *m)
{
	struct split_profile p;
	uint8_t x[FEATURES];
	split_profile(&p, s);
	struct split_habits *h = split_habits_new(s, &p);
	int16_t *score = mem_alloc(s->count * sizeof *score + 1);
	for (size_t i = 0; i < s->count; i++) {
		score[i] = s->marks[i].score;
		if (score[i] < SPLIT_HOPELESS)
			continue;
		split_features(x, s, i, &p, h);
		score[i] = (int16_t)split_model_score(m, x);
	}
	for (size_t i = 0; i < s->count; i++)
		s->marks[i].score = score[i];
	free(score);
	split_habits_free(h);
}

void split_score(struct split *s)
{
	split_score_first(s, &split_model_first);
	for (int k = 0; k < PASSES && split_model_again.count; k++)
		split_score_again(s, &split_model_again);
}
