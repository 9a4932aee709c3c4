/*
 * The file's own habits: what its confident starts have in common. For each trait (a small number that says how the block
 * or one near it looks) the log ratio of its rate among the starts to its rate in the file, the block itself left out, summed
 * over traits. So a house style is learnt on the spot: capitals, credits, repeated headlines, whatever it is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

enum trait {
	T_SIZE,
	T_CLOSE,
	T_OPEN,
	T_TITLED,
	T_CAPITALS,
	T_COLON,
	T_WORDS,
	FORM_TRAITS,
	T_BEFORE_CLOSE = FORM_TRAITS,
	T_BEFORE_SIZE,
	T_BEFORE_CREDIT,
	T_BEFORE_PEOPLE,
	T_BEFORE_PHOTO,
	T_BEFORE_FURNITURE,
	T_BEFORE2_CREDIT,
	BEFORE_TRAITS,
	T_AFTER_CLOSE = BEFORE_TRAITS,
	T_AFTER_SIZE,
	T_AFTER_PEOPLE,
	T_AFTER_DATELINE,
	T_AFTER_PHOTO,
	T_AFTER_SAME,
	T_AFTER2_PEOPLE,
	T_AFTER2_DATELINE,
	T_AFTER2_SIZE,
	T_AFTER_FURNITURE,
	TRAITS
};
enum { VALUES = 12 };
static const float SURE = .5f, PRIOR = 1.5f;

struct split_habits {
	float starts[TRAITS][VALUES], all[TRAITS][VALUES];
	float sure, blocks; /* weight of the starts; number of blocks */
	uint16_t median_size, usual_gap;
};

static unsigned size_step(unsigned size, unsigned median)
{
	unsigned q = median ? size * 8 / median : 8;
	static const unsigned upto[] = { 0, 1, 2, 3, 4, 6, 8, 11, 16, 24 };
	unsigned k = 0;
	while (k < sizeof upto / sizeof *upto && q > upto[k])
		k++;
	return k;
}

static unsigned people(const struct split_marks *m)
{
	return m->marks & MARK_BYLINE ? 2 : m->marks & MARK_NAME ? 1 : 0;
}

static unsigned dateline(const struct split_marks *m)
{
	return m->marks & MARK_DATELINE ? 2 : m->marks & MARK_DATELINE_WEAK ? 1 : 0;
}

static unsigned credit(const struct split_marks *m)
{
	return m->marks & MARK_CREDIT ? 2 : m->marks & MARK_CREDIT_WEAK ? 1 : 0;
}

static unsigned photo(const struct split_marks *m)
{
	return m->marks & MARK_PHOTO ? 2 : m->marks & MARK_PHOTO_WEAK ? 1 : 0;
}

static unsigned furniture(const struct split_marks *m)
{
	return m->marks & MARK_BOILER ? 2 : m->marks & (MARK_URL | MARK_STAMP) ? 1 : 0;
}

static void form_traits(uint8_t *t, const struct split_marks *m, unsigned median)
{
	t[T_SIZE] = (uint8_t)size_step(m->size, median);
	t[T_CLOSE] = m->close;
	t[T_OPEN] = m->open;
	t[T_TITLED] = m->titled / 52;
	t[T_CAPITALS] = m->marks & MARK_CAPITALS ? 2 : m->marks & MARK_CAPS_LEAD ? 1 : 0;
	t[T_COLON] = (m->marks & MARK_COLON) != 0;
	t[T_WORDS] = m->words > 20 ? 11 : m->words / 2;
}

static void traits_of(uint8_t *t, const struct split *s, size_t i, unsigned median)
{
	static const struct split_marks none = { .close = CLOSE_OTHER + 1 };
	const struct split_marks *m = &s->marks[i];
	const struct split_marks *b1 = i > 0 ? m - 1 : &none, *b2 = i > 1 ? m - 2 : &none;
	const struct split_marks *a1 = i + 1 < s->count ? m + 1 : &none, *a2 = i + 2 < s->count ? m + 2 : &none;
	form_traits(t, m, median);
	t[T_BEFORE_CLOSE] = b1->close;
	t[T_BEFORE_SIZE] = (uint8_t)size_step(b1->size, median);
	t[T_BEFORE_CREDIT] = (uint8_t)credit(b1);
	t[T_BEFORE_PEOPLE] = (uint8_t)people(b1);
	t[T_BEFORE_PHOTO] = (uint8_t)photo(b1);
	t[T_BEFORE_FURNITURE] = (uint8_t)furniture(b1);
	t[T_BEFORE2_CREDIT] = (uint8_t)credit(b2);
	t[T_AFTER_CLOSE] = a1->close;
	t[T_AFTER_SIZE] = (uint8_t)size_step(a1->size, median);
	t[T_AFTER_PEOPLE] = (uint8_t)people(a1);
	t[T_AFTER_DATELINE] = (uint8_t)dateline(a1);
	t[T_AFTER_PHOTO] = (uint8_t)photo(a1);
	t[T_AFTER_SAME] = m->same_next;
	t[T_AFTER2_PEOPLE] = (uint8_t)people(a2);
	t[T_AFTER2_DATELINE] = (uint8_t)dateline(a2);
	t[T_AFTER2_SIZE] = (uint8_t)size_step(a2->size, median);
	t[T_AFTER_FURNITURE] = (uint8_t)furniture(a1);
}

static float odds_to_p(int score)
{
	return 1.f / (1.f + expf(-(float)score / 100.f));
}

static float weight_of(const struct split_marks *m)
{
	float p = odds_to_p(m->score);
	return p > SURE ? p : 0;
}

static int compare_gaps(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static uint16_t usual_gap(const struct split *s)
{
	enum { GAPS = 1024 };
	uint32_t *gap = mem_alloc(GAPS * sizeof *gap);
	size_t n = 0, last = 0;
	for (size_t i = 1; i < s->count && n < GAPS; i++)
		if (s->marks[i].score > 0) {
			gap[n++] = (uint32_t)(i - last);
			last = i;
		}
	if (n < 3)
		gap[n++] = (uint32_t)(s->count - last);
	qsort(gap, n, sizeof *gap, compare_gaps);
	uint32_t median = gap[n / 2];
	free(gap);
	return median > UINT16_MAX ? UINT16_MAX : (uint16_t)(median ? median : 1);
}

struct split_habits *split_habits_new(const struct split *s, const struct split_profile *p)
{
	struct split_habits *h = mem_zalloc(1, sizeof *h);
	uint8_t t[TRAITS];
	h->median_size = p->median_size;
	h->usual_gap = usual_gap(s);
	for (size_t i = 0; i < s->count; i++) {
		float w = weight_of(&s->marks[i]);
		traits_of(t, s, i, h->median_size);
		for (int k = 0; k < TRAITS; k++) {
			h->all[k][t[k]] += 1.f;
			h->starts[k][t[k]] += w;
		}
		h->sure += w;
		h->blocks += 1.f;
	}
	return h;
}

void split_habits_free(struct split_habits *h)
{
	free(h);
}

static float log_ratio(const struct split_habits *h, int k, unsigned v, float own)
{
	float among = (h->starts[k][v] - own + PRIOR * h->all[k][v] / h->blocks) / (h->sure - own + PRIOR);
	float rate = h->all[k][v] / h->blocks;
	return logf(among / rate + 1e-3f);
}

static uint8_t byte(float v)
{
	return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)v;
}

static uint8_t score_byte(int score)
{
	return byte(128.f + (float)score * .12f);
}

static int score_at(const struct split *s, size_t i, int offset)
{
	if (offset < 0 ? i < (size_t)-offset : i + (size_t)offset >= s->count)
		return -2000;
	return s->marks[i + (size_t)offset].score;
}

static int better(int a, int b)
{
	return a > b ? a : b;
}

/* Blocks to the nearest likely start in one direction, against the usual distance. */
static uint8_t gap(const struct split *s, size_t i, int dir, unsigned usual)
{
	unsigned n = 1, most = usual * 8 < 200 ? usual * 8 : 200;
	while (n < most) {
		bool outside = dir < 0 ? i < n : i + n >= s->count;
		if (outside || s->marks[dir < 0 ? i - n : i + n].score > 0)
			break;
		n++;
	}
	return byte(128.f + 32.f * log2f((float)n / (float)usual));
}

void split_habit_features(uint8_t *x, const struct split_habits *h, const struct split *s, size_t i)
{
	uint8_t t[TRAITS];
	float own = weight_of(&s->marks[i]), sum[3] = { 0 };
	traits_of(t, s, i, h->median_size);
	for (int k = 0; k < TRAITS; k++)
		sum[k < FORM_TRAITS ? 0 : k < BEFORE_TRAITS ? 1 : 2] += log_ratio(h, k, t[k], own);
	x[X_HABIT_FORM] = byte(128.f + 12.f * sum[0]);
	x[X_HABIT_BEFORE] = byte(128.f + 12.f * sum[1]);
	x[X_HABIT_AFTER] = byte(128.f + 12.f * sum[2]);
	x[X_HABIT] = byte(128.f + 6.f * (sum[0] + sum[1] + sum[2]));
	x[X_BEFORE_SCORE] = score_byte(s->marks[i].score);
	x[X_SCORE_M1] = score_byte(score_at(s, i, -1));
	x[X_SCORE_M3] = score_byte(better(score_at(s, i, -2), score_at(s, i, -3)));
	x[X_SCORE_P1] = score_byte(score_at(s, i, 1));
	x[X_SCORE_P3] = score_byte(better(score_at(s, i, 2), score_at(s, i, 3)));
	x[X_STARTS] = byte(16.f * log2f(h->sure - own + 1.f));
	x[X_GAP_BACK] = gap(s, i, -1, h->usual_gap);
	x[X_GAP_AHEAD] = gap(s, i, 1, h->usual_gap);
}
