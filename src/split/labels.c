/*
 * How well a block would do as caption, byline, lede and so on, from its marks. Scores are hundredths, set by hand: they
 * only have to beat one another, and viterbi.c's transitions bring in where the block stands.
 */
#include "split_internal.h"

struct view {
	const struct split_marks *m;
	bool closed, small, paragraph; /* under half the median; a sentence at least */
};

static struct view view_of(const struct split *s, size_t i)
{
	const struct split_marks *m = &s->marks[i];
	struct view v = { .m = m };
	v.closed = m->close == CLOSE_STOP || m->close == CLOSE_ELLIPSIS || (m->close == CLOSE_QUESTION && m->words > 9);
	v.small = m->words <= 9 && m->size < 90;
	v.paragraph = v.closed && m->words > 5;
	return v;
}

static int when(uint32_t marks, uint32_t mask, int points)
{
	return marks & mask ? points : 0;
}

static int caption(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = -160;
	score += when(m->marks, MARK_PHOTO, 330) + when(m->marks, MARK_PHOTO_WEAK, 110) +
	         when(m->marks, MARK_ENDS_YEAR, 190);
	score += (m->same_next || m->same_prev) && m->words > 5 ? 250 : 0;
	score += m->close == CLOSE_BRACKET && m->words > 5 ? 200 : 0;
	score += !v->closed && m->words > 9 ? 120 : 0;
	score -= when(m->marks, MARK_DATELINE | MARK_CREDIT, 500) + when(m->marks, MARK_BYLINE, 300);
	score -= m->open == OPEN_QUOTE || m->marks & MARK_SPEECH ? 120 : 0;
	score -= when(m->marks, MARK_CONTINUES | MARK_LONG, 150) + when(m->marks, MARK_BOILER, 200);
	score -= m->sentences > 2 ? 100 : 0;
	score -= v->small && m->words < 4 ? 120 : 0;
	return score;
}

static int byline(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = -420 + when(m->marks, MARK_BYLINE, 900) + when(m->marks, MARK_NAME, 350);
	return score + (v->small && !v->closed ? 60 : -200);
}

static int lede(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = when(m->marks, MARK_DATELINE, 400) + when(m->marks, MARK_DATELINE_WEAK | MARK_CAPS_LEAD, 150);
	score += v->paragraph ? 60 : -160;
	score -= v->small ? 150 : 0;
	score -= when(m->marks, MARK_CREDIT, 500) + when(m->marks, MARK_BYLINE | MARK_BOILER, 400) +
	         when(m->marks, MARK_PHOTO, 150);
	return score - when(m->marks, MARK_RULE | MARK_TAG, 2000);
}

static int body(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = v->paragraph ? 40 : v->small && !v->closed ? -160 : -20;
	score -= when(m->marks, MARK_CREDIT, 350) + when(m->marks, MARK_CREDIT_WEAK, 100) +
	         when(m->marks, MARK_BYLINE, 150);
	score -= when(m->marks, MARK_PHOTO, 200) + when(m->marks, MARK_BOILER, 300) +
	         when(m->marks, MARK_RULE | MARK_TAG, 2000);
	return score - when(m->marks, MARK_DATELINE, 150);
}

static int subhead(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = -260 + (v->small && !v->closed ? 240 : -300);
	score += when(m->marks, MARK_CAPITALS, 150) + (m->close == CLOSE_NONE ? 30 : 0);
	score -= when(m->marks, MARK_BULLET | MARK_CONTINUES | MARK_URL | MARK_EMAIL | MARK_BYLINE | MARK_CREDIT, 250);
	return score - when(m->marks, MARK_BOILER | MARK_PHOTO | MARK_STAMP, 150);
}

static int credit(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = -400 + when(m->marks, MARK_CREDIT, 950) + when(m->marks, MARK_CREDIT_WEAK, 520);
	score += m->marks & MARK_BYLINE && !(m->marks & MARK_CREDIT) ? 900 : 0;
	score += m->marks & MARK_BRACKETED && v->small && !(m->marks & (MARK_CREDIT | MARK_PHOTO)) ? 560 : 0;
	return score - (m->words > 60 ? 200 : 0);
}

static int boilerplate(const struct view *v)
{
	const struct split_marks *m = v->m;
	int score = -380 + when(m->marks, MARK_BOILER, 750) + when(m->marks, MARK_RULE | MARK_TAG | MARK_BREAK, 2500);
	score += m->marks & MARK_STAMP && v->small ? 330 : 0;
	score += m->marks & MARK_URL && v->small ? 250 : 0;
	score += m->force == FORCE_DEBRIS ? 5000 : 0;
	return score - (m->words > 25 ? 250 : 0);
}

void split_label_scores(int *out, const struct split *s, size_t i)
{
	struct view v = view_of(s, i);
	out[SPLIT_HEADLINE] = 0;
	out[SPLIT_REPEAT] = 0;
	out[SPLIT_CAPTION] = caption(&v);
	out[SPLIT_BYLINE] = byline(&v);
	out[SPLIT_LEDE] = lede(&v);
	out[SPLIT_BODY] = body(&v);
	out[SPLIT_SUBHEAD] = subhead(&v);
	out[SPLIT_CREDIT] = credit(&v);
	out[SPLIT_BOILERPLATE] = boilerplate(&v);
}
