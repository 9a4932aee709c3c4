/*
 * The decoder: the best sequence of states over all blocks. A state is a label together with where in an article it stands
 * (above the lede or below), plus one for debris between articles. A block's score for headline is the model's; for the
 * other labels labels.c's; what may follow what, and how readily, is one table. Forced starts and joins are hard.
 */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

enum state {
	HEAD,
	REPEAT,
	TOP_CAPTION,
	TOP_BYLINE,
	TOP_BOILER,
	LEDE,
	BODY,
	SUBHEAD,
	CAPTION,
	CREDIT,
	BYLINE,
	BOILER,
	DEBRIS,
	STATES,
	ROW = 16 /* a row of scores, filled up to whole vectors */
};

enum { NO = -30000, NEVER = -1000000000 };
enum { NEARLY_ALL = 190 }; /* of a block's words, in 1/255 */

static const uint8_t label_of[STATES] = {
	[HEAD] = SPLIT_HEADLINE,      [REPEAT] = SPLIT_REPEAT,          [TOP_CAPTION] = SPLIT_CAPTION,
	[TOP_BYLINE] = SPLIT_BYLINE,  [TOP_BOILER] = SPLIT_BOILERPLATE, [LEDE] = SPLIT_LEDE,
	[BODY] = SPLIT_BODY,          [SUBHEAD] = SPLIT_SUBHEAD,        [CAPTION] = SPLIT_CAPTION,
	[CREDIT] = SPLIT_CREDIT,      [BYLINE] = SPLIT_BYLINE,          [BOILER] = SPLIT_BOILERPLATE,
	[DEBRIS] = SPLIT_BOILERPLATE,
};

/* From the row's state to the column's, in hundredths. An article has a lede before anything else may follow its top, and a
 * subhead stands between texts. */
/* clang-format off */
static const int follows[STATES][ROW] = {
	/*                 HEAD  REPT  TCAP  TBYL  TBOI  LEDE  BODY  SUBH  CAPT  CRED  BYLN  BOIL  DEBR */
	[HEAD] =        { -500,    0,   -60,    0,  -40,    0,   NO,   NO,   NO,   NO,   NO,   NO,   NO },
	[REPEAT] =      {   NO,   NO,   -60,    0,  -40,    0,   NO,   NO,   NO,   NO,   NO,   NO,   NO },
	[TOP_CAPTION] = {   NO, -200,   -40,    0,  -60,    0,   NO,   NO,   NO,   NO,   NO,   NO,   NO },
	[TOP_BYLINE] =  {   NO, -200,   -80,  -60,  -40,    0,   NO,   NO,   NO,   NO,   NO,   NO,   NO },
	[TOP_BOILER] =  {   NO, -100,   -60,    0,  -20,    0,   NO,   NO,   NO,   NO,   NO,   NO,   NO },
	[LEDE] =        {    0,   NO,    NO,   NO,   NO,   NO,    0,  -60,  -60,    0,  -80,    0, -150 },
	[BODY] =        {    0,   NO,    NO,   NO,   NO,   NO,    0,    0,  -60,    0, -100,    0, -150 },
	[SUBHEAD] =     { -400,   NO,    NO,   NO,   NO,   NO,    0, -250, -120, -300, -300,  -60, -400 },
	[CAPTION] =     {  -40,   NO,    NO,   NO,   NO,   NO,    0,  -40,    0,  -20, -100,    0, -200 },
	[CREDIT] =      {   60,   NO,    NO,   NO,   NO,   NO,  -60, -150, -100,    0,  -60,    0,  -40 },
	[BYLINE] =      {   30,   NO,    NO,   NO,   NO,   NO,  -20, -150, -100,    0,  -40,    0, -100 },
	[BOILER] =      {    0,   NO,    NO,   NO,   NO,   NO,    0,  -40,  -60,    0,  -60,    0, -350 },
	[DEBRIS] =      {  100,   NO,    NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,   NO,    0 },
};
/* clang-format on */

/* Between articles stand separators, markup, and what announces a sidebar. */
static int debris_score(const struct split *s, size_t i)
{
	const struct split_marks *m = &s->marks[i];
	bool before_sidebar = i + 1 < s->count && m[1].marks & MARK_SIDEBAR;
	bool title = before_sidebar && !(m->marks & MARK_SIDEBAR) && m->words < 12 && m->close != CLOSE_STOP;
	if (m->marks & (MARK_RULE | MARK_TAG))
		return 3000;
	if (m->force == FORCE_DEBRIS)
		return 4000; /* boilerplate of the article around it, if there is one */
	if (title)
		return 400;
	return m->marks & MARK_BOILER ? 300 : -700;
}

/* Takes the best score of the states from a to b off each of them. */
static void level(int *e, int a, int b)
{
	int best = NEVER;
	for (int k = a; k <= b; k++)
		best = e[k] > best ? e[k] : best;
	for (int k = a; k <= b; k++)
		e[k] -= best;
}

/* The headline again: the same words as one of the two blocks above that starts an article, or nearly. */
static int repeat_score(const struct split *s, size_t i, const uint8_t *starts)
{
	const struct split_marks *m = &s->marks[i];
	for (size_t d = 1; d <= 3 && d <= i; d++)
		if (m[-(ptrdiff_t)d].hash == m->hash && (!starts || starts[i - d]))
			return 700;
	bool near = m->behind[0] > NEARLY_ALL && m->words > 3 && m->close != CLOSE_STOP;
	return near && (!starts || (i && starts[i - 1])) ? 150 : -1500;
}

/* Where articles start is decided first, and for that the states above and below the lede are levelled apart from one
 * another: the model has weighed all that labels could say. What is what within an article is decided then. */
static void emissions(int *e, const struct split *s, size_t i, const uint8_t *starts)
{
	const struct split_marks *m = &s->marks[i];
	int label[SPLIT_LABEL_CAP];
	bool start = starts ? starts[i] : m->force == FORCE_START;
	bool joined = starts ? !starts[i] : m->force != FORCE_NONE || (m->marks & (MARK_RULE | MARK_TAG));
	split_label_scores(label, s, i);
	for (int k = 0; k < STATES; k++)
		e[k] = k == DEBRIS ? debris_score(s, i) : label[label_of[k]];
	e[REPEAT] = repeat_score(s, i, starts);
	e[BYLINE] -= 150; /* below the lede it is rare */
	if (!starts) {
		level(e, REPEAT, LEDE);
		level(e, BODY, DEBRIS);
	}
	e[HEAD] = m->score;
	if (start)
		for (int k = 0; k < STATES; k++)
			e[k] = k == HEAD ? 0 : NO;
	else if (joined)
		e[HEAD] = NO;
}

/* How a file may open: with a headline, or with debris before it. */
static void begin(int *best, const struct split *s, const uint8_t *starts)
{
	int e[STATES];
	emissions(e, s, 0, starts);
	for (int k = 0; k < STATES; k++)
		best[k] = NEVER;
	best[HEAD] = !starts && s->marks[0].force == FORCE_NONE ? 300 : e[HEAD];
	best[DEBRIS] = e[DEBRIS];
}

static void step(int *best, uint8_t *from, const int *e)
{
	int next[ROW], at[ROW] = { 0 };
	for (int k = 0; k < ROW; k++)
		next[k] = NEVER;
	for (int j = 0; j < STATES; j++)
		for (int k = 0; k < ROW; k++) {
			int v = best[j] + follows[j][k];
			at[k] = v > next[k] ? j : at[k];
			next[k] = v > next[k] ? v : next[k];
		}
	int most = NEVER; /* kept near zero, so that no file is too long for an int */
	for (int k = 0; k < STATES; k++) {
		next[k] += e[k];
		from[k] = (uint8_t)at[k];
		most = next[k] > most ? next[k] : most;
	}
	for (int k = 0; k < STATES; k++)
		best[k] = next[k] - most < NEVER ? NEVER : next[k] - most;
}

/* The best way through all blocks, into states; from is scratch. */
static void best_way(const struct split *s, uint8_t *states, uint8_t *from, const uint8_t *starts)
{
	int best[STATES], e[STATES], state = 0;
	begin(best, s, starts);
	for (size_t i = 1; i < s->count; i++) {
		emissions(e, s, i, starts);
		step(best, from + i * STATES, e);
	}
	for (int k = 0; k < STATES; k++)
		state = best[k] > best[state] ? k : state;
	for (size_t i = s->count; i-- > 0;) {
		states[i] = (uint8_t)state;
		state = i ? from[i * STATES + (size_t)state] : 0;
	}
}

void split_decode(struct split *s)
{
	if (!s->count)
		return;
	uint8_t *from = mem_zalloc(s->count, STATES), *starts = mem_alloc(s->count), *states = mem_alloc(s->count);
	best_way(s, states, from, NULL);
	for (size_t i = 0; i < s->count; i++)
		starts[i] = states[i] == HEAD;
	best_way(s, states, from, starts);
	for (size_t i = 0; i < s->count; i++) {
		s->blocks[i].label =
			s->marks[i].force == FORCE_DEBRIS ? (uint8_t)SPLIT_BOILERPLATE : label_of[states[i]];
		s->marks[i].between = states[i] == DEBRIS;
	}
	free(from);
	free(starts);
	free(states);
}
