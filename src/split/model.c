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

/* Blocks are scored by the batch, each feature of all of them in a row, so that one vector compares it for all. */
enum { BATCH = 16 };
typedef uint8_t vector __attribute__((vector_size(BATCH))); /* as gcc and clang have it, on any machine */
struct batch {
	union {
		uint8_t of[BATCH];
		vector all;
	} x[FEATURES];
	size_t block[BATCH];
	unsigned n;
	int16_t *score; /* of all blocks */
};

static void score_tree(const struct split_tree *tree, const struct batch *b, int *score)
{
	uint8_t leaf[BATCH];
	vector answers = { 0 };
	for (int k = 0; k < SPLIT_TREE_DEPTH; k++)
		answers |= (vector)(b->x[tree->feature[k]].all > tree->above[k]) & (uint8_t)(1u << k);
	memcpy(leaf, &answers, sizeof leaf);
	for (int i = 0; i < BATCH; i++)
		score[i] += tree->leaf[leaf[i]];
}

/* Scores what the batch holds, and empties it. */
static void score_batch(struct batch *b, const struct split_model *m)
{
	int score[BATCH] = { 0 };
	for (size_t t = 0; b->n && t < m->count; t++)
		score_tree(&m->trees[t], b, score);
	for (unsigned i = 0; i < b->n; i++) {
		int sum = score[i] + m->bias;
		b->score[b->block[i]] = (int16_t)(sum < -2000 ? -2000 : sum > 2000 ? 2000 : sum);
	}
	b->n = 0;
}

static void add_to_batch(struct batch *b, size_t block, const uint8_t *x, const struct split_model *m)
{
	for (int k = 0; k < FEATURES; k++)
		b->x[k].of[b->n] = x[k];
	b->block[b->n++] = block;
	if (b->n == BATCH)
		score_batch(b, m);
}

static bool never_starts(const struct split_marks *m)
{
	return m->marks & (MARK_RULE | MARK_TAG | MARK_BREAK) || m->same_prev == 1;
}

/* Scores have a place of their own until all are known: neighbours' scores are features, and must be those of the pass before. */
static void take_scores(struct split *s, struct batch *b, const struct split_model *m)
{
	score_batch(b, m);
	for (size_t i = 0; i < s->count; i++)
		s->marks[i].score = b->score[i];
	free(b->score);
}

static struct batch new_batch(const struct split *s)
{
	return (struct batch){ .score = mem_alloc(s->count * sizeof(int16_t) + 1) };
}

void split_score_first(struct split *s, const struct split_model *m)
{
	struct batch batch = new_batch(s);
	uint8_t x[FEATURES];
	for (size_t i = 0; i < s->count; i++) {
		batch.score[i] = -2000;
		if (never_starts(&s->marks[i]))
			continue;
		split_features(x, s, i, &s->profile, NULL);
		add_to_batch(&batch, i, x, m);
	}
	take_scores(s, &batch, m);
}

void split_score_again(struct split *s, const struct split_model *m)
{
	struct batch batch = new_batch(s);
	uint8_t x[FEATURES];
	struct split_habits *h = split_habits_new(s, &s->profile);
	for (size_t i = 0; i < s->count; i++) {
		batch.score[i] = s->marks[i].score;
		if (batch.score[i] < SPLIT_HOPELESS)
			continue;
		split_features(x, s, i, &s->profile, h);
		add_to_batch(&batch, i, x, m);
	}
	take_scores(s, &batch, m);
	split_habits_free(h);
}

void split_score(struct split *s)
{
	split_score_first(s, &split_model_first);
	for (int k = 0; k < PASSES && split_model_again.count; k++)
		split_score_again(s, &split_model_again);
}
