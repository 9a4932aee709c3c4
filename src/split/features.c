/*
 * The features of a block, as the model sees them: its own marks, those of three blocks before and four after, the
 * file's profile and, from the second pass on, the file's habits. All of them bytes, made when they are needed.
 */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

#define NAME(name, text) #name,
const char *const split_feature_names[FEATURES] = { SPLIT_ALL_FEATURES(NAME) };

enum { ABSENT = 255 }; /* size of a block beyond the file's ends */

/* 16 log2(x + 1), by table-free steps that give the same everywhere. */
static unsigned log16(uint32_t x)
{
	x++;
	unsigned bits = 31u - (unsigned)__builtin_clz(x | 1);
	unsigned frac = bits >= 4 ? (x >> (bits - 4)) & 15 : (x << (4 - bits)) & 15;
	return bits * 16 + frac;
}

static uint8_t byte(int v)
{
	return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)v;
}

static uint8_t relative(unsigned size, unsigned median)
{
	return byte(128 + ((int)log16(size) - (int)log16(median)) * 3 / 2);
}

static bool closed(const struct split_marks *m)
{
	return m->close == CLOSE_STOP || m->close == CLOSE_QUESTION || m->close == CLOSE_ELLIPSIS;
}

static uint8_t two_step(const struct split_marks *m, uint32_t sure, uint32_t weak)
{
	return m->marks & sure ? 2 : m->marks & weak ? 1 : 0;
}

static uint8_t furniture(const struct split_marks *m)
{
	return m->marks & (MARK_BOILER | MARK_TAG | MARK_RULE) ? 2 : m->marks & (MARK_URL | MARK_STAMP) ? 1 : 0;
}

/* ---- the file */

static int compare_sizes(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;
	return (x > y) - (x < y);
}

enum { MEDIAN_SAMPLE = 4096 };

static uint16_t median_size(const struct split *s)
{
	uint16_t *size = mem_alloc((MEDIAN_SAMPLE + 1) * sizeof *size);
	size_t n = 0, step = s->count / MEDIAN_SAMPLE + 1;
	for (int any = 0; any < 2 && n < 3; any++)
		for (size_t i = 0; i < s->count && n < MEDIAN_SAMPLE; i += step)
			if (any || closed(&s->marks[i]))
				size[n++] = s->marks[i].size;
	qsort(size, n, sizeof *size, compare_sizes);
	uint16_t median = n ? size[n / 2] : 1;
	free(size);
	return median ? median : 1;
}

struct tally {
	size_t open_ended, credits, datelines, people, capitals, shorts, repeats, wide, bridge, titled;
};

static void count_block(struct tally *t, const struct split_marks *m, unsigned median)
{
	t->open_ended += !closed(m);
	t->titled += closed(m) ? m->titled : 0;
	t->credits += (m->marks & (MARK_CREDIT | MARK_CREDIT_WEAK)) != 0;
	t->datelines += (m->marks & MARK_DATELINE) != 0;
	t->people += (m->marks & (MARK_BYLINE | MARK_NAME)) != 0;
	t->repeats += m->same_prev != 0;
	t->wide += (m->marks & MARK_WIDE) != 0;
	t->bridge += m->bridge[1];
	if (m->size < median) {
		t->shorts++;
		t->capitals += (m->marks & MARK_CAPITALS) != 0;
	}
}

static uint8_t rate(size_t part, size_t whole, unsigned scale)
{
	return whole ? byte((int)(part * 255 * scale / whole > 255 ? 255 : part * 255 * scale / whole)) : 0;
}

void split_profile(struct split_profile *out, const struct split *s)
{
	struct tally t = { 0 };
	uint8_t *f = out->f;
	out->median_size = median_size(s);
	for (size_t i = 0; i < s->count; i++)
		count_block(&t, &s->marks[i], out->median_size);
	out->titled = s->count > t.open_ended ? byte((int)(t.titled / (s->count - t.open_ended))) : 0;
	f[X_FILE_MEDIAN - X_FILE_MEDIAN] = byte((int)log16(out->median_size));
	f[X_FILE_OPEN_ENDED - X_FILE_MEDIAN] = rate(t.open_ended, s->count, 1);
	f[X_FILE_CREDITS - X_FILE_MEDIAN] = rate(t.credits, s->count, 8);
	f[X_FILE_DATELINES - X_FILE_MEDIAN] = rate(t.datelines, s->count, 8);
	f[X_FILE_PEOPLE - X_FILE_MEDIAN] = rate(t.people, s->count, 8);
	f[X_FILE_CAPITALS - X_FILE_MEDIAN] = rate(t.capitals, t.shorts, 1);
	f[X_FILE_REPEATS - X_FILE_MEDIAN] = rate(t.repeats, s->count, 8);
	f[X_FILE_BLOCKS - X_FILE_MEDIAN] =
		byte((int)log16(s->count > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)s->count));
	f[X_FILE_WIDE - X_FILE_MEDIAN] = rate(t.wide, s->count, 1);
	f[X_FILE_BRIDGE - X_FILE_MEDIAN] = s->count ? byte((int)(t.bridge / s->count)) : 0;
}

/* ---- a block */

static void own_form(uint8_t *x, const struct split_marks *m, unsigned median)
{
	x[X_SIZE] = byte((int)log16(m->size));
	x[X_REL] = relative(m->size, median);
	x[X_WORDS] = m->words;
	x[X_SENTENCES] = m->sentences;
	x[X_CLOSED] = closed(m);
	x[X_END_STOP] = m->close == CLOSE_STOP;
	x[X_END_QUESTION] = m->close == CLOSE_QUESTION;
	x[X_END_COLON] = m->close == CLOSE_COLON || m->close == CLOSE_COMMA;
	x[X_END_QUOTE] = m->close == CLOSE_QUOTE;
	x[X_END_BRACKET] = m->close == CLOSE_BRACKET;
	x[X_END_DIGIT] = m->close == CLOSE_DIGIT;
	x[X_END_DOTS] = m->close == CLOSE_ELLIPSIS;
	x[X_OPEN_SMALL] = m->open == OPEN_LOWER || m->open == OPEN_DASH;
	x[X_OPEN_QUOTED] = m->open == OPEN_QUOTE;
	x[X_OPEN_IN_BRACKET] = m->open == OPEN_BRACKET;
	x[X_OPEN_NUMBER] = m->open == OPEN_DIGIT;
	x[X_CAPITALS] = m->capitals;
	x[X_TITLED] = m->titled;
	x[X_DIGITS] = m->digits;
}

static void own_marks(uint8_t *x, const struct split_marks *m)
{
	x[X_DATELINE] = two_step(m, MARK_DATELINE, MARK_DATELINE_WEAK);
	x[X_PEOPLE] = two_step(m, MARK_BYLINE, MARK_NAME);
	x[X_CREDIT] = two_step(m, MARK_CREDIT, MARK_CREDIT_WEAK);
	x[X_PHOTO] = two_step(m, MARK_PHOTO, MARK_PHOTO_WEAK);
	x[X_BOILER] = (m->marks & (MARK_BOILER | MARK_TAG | MARK_RULE)) != 0;
	x[X_URL] = two_step(m, MARK_URL, MARK_EMAIL);
	x[X_YEAR] = two_step(m, MARK_STAMP, MARK_YEAR);
	x[X_ENDS_YEAR] = (m->marks & MARK_ENDS_YEAR) != 0;
	x[X_BULLET] = two_step(m, MARK_BULLET, MARK_NUMBERED);
	x[X_COLON] = (m->marks & MARK_COLON) != 0;
	x[X_BRACKETED] = (m->marks & MARK_BRACKETED) != 0;
	x[X_WIDE] = (m->marks & MARK_WIDE) != 0;
	x[X_CAPS_LEAD] = two_step(m, MARK_CAPITALS, MARK_CAPS_LEAD);
	x[X_SPEECH] = (m->marks & MARK_SPEECH) != 0;
	x[X_RULE_BEFORE] = (m->marks & MARK_RULE_BEFORE) != 0;
	x[X_SAME_NEXT] = m->same_next;
	x[X_SAME_PREV] = m->same_prev;
}

/* How far the ties rise on either side of the gap before block i, the lower of the two. */
static uint8_t depth(const struct split *s, size_t i)
{
	int here = s->marks[i].bridge[1], left = here, right = here;
	for (size_t k = 1; k <= 4; k++) {
		if (k <= i && s->marks[i - k].bridge[1] > left)
			left = s->marks[i - k].bridge[1];
		if (i + k < s->count && s->marks[i + k].bridge[1] > right)
			right = s->marks[i + k].bridge[1];
	}
	return byte((left < right ? left : right) - here);
}

static uint8_t net(int ahead, int behind)
{
	return byte(128 + (ahead - behind) / 2);
}

static void own_cohesion(uint8_t *x, const struct split *s, size_t i)
{
	const struct split_marks *m = &s->marks[i];
	const struct split_marks none = { 0 };
	const struct split_marks *next = i + 1 < s->count ? m + 1 : &none, *next2 = i + 2 < s->count ? m + 2 : &none;
	memcpy(&x[X_AHEAD1], m->ahead, 4);
	memcpy(&x[X_BEHIND1], m->behind, 4);
	x[X_FRESH] = m->fresh;
	x[X_NET3] = net(m->ahead[1], m->behind[1]);
	x[X_NET8] = net(m->ahead[2], m->behind[2]);
	x[X_NET16] = net(m->ahead[3], m->behind[3]);
	memcpy(&x[X_BRIDGE4], m->bridge, 3);
	x[X_DEPTH8] = depth(s, i);
	x[X_DEPTH_AFTER] = i + 1 < s->count ? depth(s, i + 1) : 0;
	x[X_NEXT_BACK] = byte(next->behind[2] - next->behind[0]);
	x[X_NEXT2_BACK] = byte(next2->behind[2] - next2->behind[1]);
	x[X_NEXT_AHEAD8] = next->ahead[2];
	x[X_NEXT_BEHIND1] = next->behind[0];
	x[X_FROM_START] = byte((int)i);
	x[X_TO_END] = byte((int)(s->count - i > 255 ? 255 : s->count - i));
}

enum { PER_NEIGHBOUR = X_REL_M2 - X_REL_M3 };

static void neighbour(uint8_t *x, const struct split_marks *m, unsigned median)
{
	x[0] = relative(m->size, median);
	x[1] = closed(m);
	x[2] = two_step(m, MARK_DATELINE, MARK_DATELINE_WEAK);
	x[3] = two_step(m, MARK_BYLINE, MARK_NAME);
	x[4] = two_step(m, MARK_CREDIT, MARK_CREDIT_WEAK);
	x[5] = two_step(m, MARK_PHOTO, MARK_PHOTO_WEAK);
	x[6] = furniture(m);
	x[7] = m->titled;
	x[8] = m->bridge[1];
}

static void neighbours(uint8_t *x, const struct split *s, size_t i, unsigned median)
{
	static const int at[] = { -3, -2, -1, 1, 2, 3, 4 };
	for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
		uint8_t *to = x + X_REL_M3 + k * PER_NEIGHBOUR;
		bool inside = at[k] < 0 ? i >= (size_t)-at[k] : i + (size_t)at[k] < s->count;
		if (inside)
			neighbour(to, &s->marks[i + (size_t)at[k]], median);
		else
			to[0] = ABSENT;
	}
}

void split_features(uint8_t *x, const struct split *s, size_t i, const struct split_profile *p,
                    const struct split_habits *h)
{
	memset(x, 0, FEATURES);
	own_form(x, &s->marks[i], p->median_size);
	own_marks(x, &s->marks[i]);
	own_cohesion(x, s, i);
	neighbours(x, s, i, p->median_size);
	memcpy(&x[X_FILE_MEDIAN], p->f, FILE_FEATURES);
	x[X_TITLED_REL] = byte(128 + (s->marks[i].titled - p->titled) / 2);
	if (h)
		split_habit_features(x, h, s, i);
}
