/*
 * Lexical cohesion in one pass (after Hearst 1997). Each word remembers the block it last stood in. When it comes
 * back within reach, the two blocks are tied: the earlier one's word "comes back", the later one's "stood before", and
 * every gap between them is bridged. So all shares come out of one table look-up a word, and nothing is kept of a
 * block once it is SPLIT_REACH blocks back. Words are weighted by rarity in the file so far.
 */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

enum {
	BITS_LEAST = 10, /* the table starts small: most sources are */
	BITS_MOST = 15,
	CROWDED = 4, /* grows when one entry in so many is taken */
	RING = 64,   /* a power of two above twice the reach */
	WAYS = 2
};
_Static_assert(RING > 2 * SPLIT_REACH + 2, "a gap's ties must stay until both sides are known");

static const unsigned bridge_reach[3] = { 4, 8, 16 };

/* Four sums at once, as gcc and clang have vectors on any machine. */
enum { LANES = 4 };
typedef float sums __attribute__((vector_size(LANES * sizeof(float))));
typedef uint32_t choice __attribute__((vector_size(LANES * sizeof(uint32_t)))); /* all bits of a lane, or none */

#define WITHIN(a, d) ((d) <= (a) ? UINT32_MAX : 0u)
#define CHOICES(d)                                                                                                     \
	{                                                                                                              \
		{ WITHIN(1, d), WITHIN(3, d), WITHIN(8, d), WITHIN(16, d) },                                           \
		{                                                                                                      \
			WITHIN(4, d), WITHIN(8, d), WITHIN(16, d), WITHIN(8, d)                                        \
		}                                                                                                      \
	}
/* For a distance in blocks: which of the reaches it is within; of those for bridges the last one is that of fresh words. */
static const struct reaches {
	choice words, bridge;
} reaches[SPLIT_REACH + 1] = {
	CHOICES(0),  CHOICES(1),  CHOICES(2),  CHOICES(3),  CHOICES(4),  CHOICES(5),
	CHOICES(6),  CHOICES(7),  CHOICES(8),  CHOICES(9),  CHOICES(10), CHOICES(11),
	CHOICES(12), CHOICES(13), CHOICES(14), CHOICES(15), CHOICES(16),
};

/* The number in the lanes chosen, zero in the others. */
static sums chosen(choice lanes, float x)
{
	sums all = { x, x, x, x };
	return (sums)((choice)all & lanes);
}

struct entry {
	uint32_t hash;
	uint32_t block; /* number + 1; 0: free */
	uint16_t seen;  /* blocks that had it */
	uint8_t fresh;  /* had not stood within reach when it last stood */
	float weight;   /* as in that block */
};

struct slot { /* of one block in reach */
	sums ahead, behind;
	sums bridge; /* change at this gap of the ties that span it; the last lane is not used */
	float total, fresh;
};

struct split_cohesion {
	struct entry *table;
	unsigned bits;
	size_t taken;
	struct slot ring[RING];
	float span[3]; /* running sums of bridge up to the last finished gap */
	size_t done;   /* blocks that are filled in */
};

static void new_table(struct split_cohesion *c, unsigned bits)
{
	c->bits = bits;
	c->taken = 0;
	c->table = mem_zalloc((size_t)1 << bits, sizeof *c->table);
}

struct split_cohesion *split_cohesion_new(void)
{
	struct split_cohesion *c = mem_zalloc(1, sizeof *c);
	new_table(c, BITS_LEAST);
	return c;
}

void split_cohesion_free(struct split_cohesion *c)
{
	if (!c)
		return;
	free(c->table);
	free(c);
}

static struct slot *slot_of(struct split_cohesion *c, size_t index)
{
	return &c->ring[index & (RING - 1)];
}

static uint8_t share(float part, float whole)
{
	float q = whole > 0 ? part / whole * 255.f : 0;
	return q >= 255.f ? 255 : (uint8_t)(q + .5f);
}

/* The words within n blocks before the gap at i, and behind it, whichever are fewer. */
static float sides(struct split_cohesion *c, size_t i, size_t last, unsigned n)
{
	float left = 0, right = 0;
	for (size_t k = 1; k <= n && k <= i; k++)
		left += slot_of(c, i - k)->total;
	for (size_t k = 0; k < n && i + k <= last; k++)
		right += slot_of(c, i + k)->total;
	return left < right ? left : right;
}

static void fill_in(struct split_cohesion *c, size_t i, size_t last, struct split_marks *m)
{
	const struct slot *s = slot_of(c, i);
	for (int k = 0; k < 4; k++) {
		m->ahead[k] = share(s->ahead[k], s->total);
		m->behind[k] = share(s->behind[k], s->total);
	}
	m->fresh = share(s->fresh, s->total);
	for (int k = 0; k < 3; k++) {
		c->span[k] += s->bridge[k];
		if (c->span[k] < 0)
			c->span[k] = 0;
		m->bridge[k] = share(c->span[k], sides(c, i, last, bridge_reach[k] < 8 ? bridge_reach[k] : 8));
	}
}

/* A word that last stood in the block that e names stands in block index. */
static void tie(struct split_cohesion *c, const struct entry *e, size_t index, float weight)
{
	size_t from = e->block - 1;
	const struct reaches *r = &reaches[index - from];
	struct slot *a = slot_of(c, from);
	sums bridge = chosen(r->bridge, weight);
	a->ahead += chosen(r->words, e->weight);
	slot_of(c, index)->behind += chosen(r->words, weight);
	slot_of(c, from + 1)->bridge += bridge;
	slot_of(c, index + 1)->bridge -= bridge;
	a->fresh += e->fresh && r->bridge[LANES - 1] ? e->weight : 0;
}

static struct entry *bucket(struct split_cohesion *c, uint32_t hash)
{
	return &c->table[(hash * 0x85ebca6bu) >> (32 - c->bits) & ~(uint32_t)(WAYS - 1)];
}

/* Where the word is or, where it is not, the entry to be given up for it. */
static inline struct entry *look_up(struct split_cohesion *c, uint32_t hash)
{
	struct entry *e = bucket(c, hash);
	if (e[0].hash == hash)
		return &e[0];
	if (e[1].hash == hash)
		return &e[1];
	return e[0].block <= e[1].block ? &e[0] : &e[1];
}

/* A logarithm with a straight line between powers of two, read off the float's own bits: the same on every machine. */
static float rarity(unsigned seen, size_t blocks)
{
	float x = ((float)blocks + 30.f) / ((float)seen + 1.f);
	uint32_t bits;
	memcpy(&bits, &x, sizeof bits);
	int power = (int)(bits >> 23) - 127;
	if (power < 0)
		return x - 1.f + .2f;
	bits = (bits & 0x7fffff) | 0x3f800000;
	memcpy(&x, &bits, sizeof x);
	return (float)power + x - 1.f + .2f;
}

static void grow(struct split_cohesion *c)
{
	struct entry *old = c->table;
	size_t n = (size_t)1 << c->bits;
	new_table(c, c->bits + 1);
	for (size_t i = 0; i < n; i++) {
		if (!old[i].block)
			continue;
		*look_up(c, old[i].hash) = old[i];
		c->taken++;
	}
	free(old);
}

/* Returns the word's weight in this block; 0: it has stood in it already. unseen is that of a new word. */
static float add_word(struct split_cohesion *c, size_t index, uint32_t hash, float unseen)
{
	struct entry *e = look_up(c, hash);
	bool known = e->hash == hash && e->block;
	if (known && e->block == index + 1)
		return 0;
	float weight = known ? rarity(e->seen, index) : unseen;
	bool near = known && index + 1 - e->block <= SPLIT_REACH;
	if (near)
		tie(c, e, index, weight);
	if (!known) {
		c->taken += !e->block;
		*e = (struct entry){ .hash = hash };
	}
	e->block = (uint32_t)index + 1;
	e->seen += e->seen < UINT16_MAX;
	e->fresh = !near;
	e->weight = weight;
	return weight;
}

static void add_words(struct split_cohesion *c, size_t index, const uint32_t *hash, size_t n)
{
	float unseen = rarity(0, index), total = slot_of(c, index)->total;
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(bucket(c, hash[i]), 1);
	for (size_t i = 0; i < n; i++)
		total += add_word(c, index, hash[i], unseen);
	slot_of(c, index)->total = total;
}

void split_cohesion_add(struct split_cohesion *c, size_t index, const struct split_scan *scan, struct split_marks *all)
{
	*slot_of(c, index + 1) = (struct slot){ 0 }; /* this block's own slot holds the ends of ties already */
	if (c->taken * CROWDED > (size_t)1 << c->bits && c->bits < BITS_MOST)
		grow(c);
	if (!all[index].same_prev) /* a repetition ties nothing: what counts comes after it */
		add_words(c, index, scan->hash, scan->words);
	if (index >= SPLIT_REACH) {
		fill_in(c, index - SPLIT_REACH, index, &all[index - SPLIT_REACH]);
		c->done = index - SPLIT_REACH + 1;
	}
}

void split_cohesion_finish(struct split_cohesion *c, size_t count, struct split_marks *all)
{
	for (; c->done < count; c->done++)
		fill_in(c, c->done, count - 1, &all[c->done]);
}
