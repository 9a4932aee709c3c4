/*
 * Corrections by hand. A mend names a block by the hash of its words and its neighbours'; it applies to the block with
 * that hash whose neighbours fit best, and is marked as applied. One of the neighbours must be there still, for the same
 * words also stand elsewhere; a join speaks of the block above and needs that one. Mends are facts: they go over rules and
 * model alike, and a later one over an earlier one.
 */
#include "split_internal.h"

enum { SURE = 250 }; /* hundredths of log odds: 92 % */

static uint64_t key_at(const struct split *s, size_t i, bool inside)
{
	return inside ? s->blocks[i].key : 0;
}

static int fit(const struct split *s, size_t i, const struct split_mend *m)
{
	if (s->blocks[i].key != m->key)
		return -1;
	bool above = key_at(s, i - 1, i > 0) == m->before;
	bool below = key_at(s, i + 1, i + 1 < s->count) == m->after;
	if (!above && (!below || m->kind == SPLIT_MEND_JOIN))
		return -1;
	return above + below;
}

static size_t find(const struct split *s, const struct split_mend *m)
{
	size_t best = s->count;
	int best_fit = -1;
	for (size_t i = 0; i < s->count; i++) {
		int f = fit(s, i, m);
		if (f > best_fit) {
			best = i;
			best_fit = f;
		}
	}
	return best;
}

/* Whether an article starts here, as decoded without mends and changed by those applied so far. */
static bool starts(const struct split *s, size_t i)
{
	uint8_t force = s->marks[i].force;
	return force == FORCE_START || (force == FORCE_NONE && s->blocks[i].label == SPLIT_HEADLINE);
}

/* Nothing starts between the two: the decoder would else put the start that it lost on one of them. */
static void bind(struct split *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s->marks[i].force == FORCE_NONE)
			s->marks[i].force = FORCE_JOIN;
}

static void join(struct split *s, size_t i)
{
	size_t end = i + 1;
	while (end < s->count && !starts(s, end))
		end++;
	s->marks[i].force = FORCE_JOIN;
	bind(s, i + 1, end);
}

/* This block is the headline: the article's start moves here, and what stood above it goes to the article before or, at
 * the source's beginning, is set apart. */
static void move_headline(struct split *s, size_t i)
{
	size_t start = i;
	while (start > 0 && !starts(s, start))
		start--;
	if (start > 0 && start < i) {
		s->marks[start].force = FORCE_JOIN;
		bind(s, start + 1, i);
	}
	for (size_t k = 0; start == 0 && k < i; k++)
		s->marks[k].force = FORCE_DEBRIS;
	s->marks[i].force = FORCE_START;
}

static void apply(struct split *s, size_t i, const struct split_mend *m)
{
	if (m->kind == SPLIT_MEND_START)
		s->marks[i].force = FORCE_START;
	else if (m->kind == SPLIT_MEND_JOIN)
		join(s, i);
	else if (m->kind == SPLIT_MEND_DEBRIS)
		s->marks[i].force = FORCE_DEBRIS;
	else
		move_headline(s, i);
	s->marks[i].mended = true;
}

/* What was sure without mends stays as it was; what was doubtful may look otherwise beside a mend. */
static void keep_sure(struct split *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct split_marks *m = &s->marks[i];
		bool was_start = s->blocks[i].label == SPLIT_HEADLINE;
		if (m->force != FORCE_NONE || (was_start ? m->score < SURE : m->score > -SURE))
			continue;
		m->force = was_start ? FORCE_START : FORCE_JOIN;
		m->kept = true;
	}
}

void split_apply_mends(struct split *s)
{
	bool decoded = false;
	for (size_t k = 0; k < s->mends_count; k++) {
		struct split_mend *m = &s->mends[k];
		size_t i = find(s, m);
		m->applied = i < s->count;
		if (!m->applied)
			continue;
		if (!decoded) /* where articles start only the decoder knows */
			split_decode(s);
		decoded = true;
		m->off = s->blocks[i].off;
		apply(s, i, m);
	}
	if (decoded)
		keep_sure(s);
}
