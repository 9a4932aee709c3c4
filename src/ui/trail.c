/*
 * Where one has been. One array holds both ways: stops before `at` lie behind, those from `at` on ahead. Going back takes the nearest stop
 * out and leaves the present place in its slot, which is thereby the first one ahead; going forward is the same the other way.
 */
#include "lede/trail.h"

#include <stdlib.h>
#include <string.h>

struct trail {
	struct trail_stop stops[TRAIL_MAX];
	size_t n, at;
	struct trail_stop taken; /* what was handed out last */
};

static struct trail_stop copy_of(const struct trail_stop *s)
{
	struct trail_stop copy = *s;
	copy.query = mem_strdup(s->query ? s->query : "");
	return copy;
}

static void drop_from(struct trail *t, size_t from)
{
	while (t->n > from)
		free(t->stops[--t->n].query);
}

struct trail *trail_new(void)
{
	return mem_zalloc(1, sizeof(struct trail));
}

void trail_free(struct trail *t)
{
	if (!t)
		return;
	drop_from(t, 0);
	free(t->taken.query);
	free(t);
}

void trail_push(struct trail *t, const struct trail_stop *here)
{
	struct trail_stop stop = copy_of(here); /* first: here may be one of ours */
	drop_from(t, t->at);
	if (t->n == TRAIL_MAX) {
		free(t->stops[0].query);
		memmove(t->stops, t->stops + 1, (TRAIL_MAX - 1) * sizeof *t->stops);
		t->n--;
	}
	t->stops[t->n++] = stop;
	t->at = t->n;
}

static const struct trail_stop *exchange(struct trail *t, size_t slot, const struct trail_stop *here)
{
	struct trail_stop stop = copy_of(here);
	free(t->taken.query);
	t->taken = t->stops[slot];
	t->stops[slot] = stop;
	return &t->taken;
}

const struct trail_stop *trail_back(struct trail *t, const struct trail_stop *here)
{
	return trail_can_back(t) ? exchange(t, --t->at, here) : NULL;
}

const struct trail_stop *trail_forward(struct trail *t, const struct trail_stop *here)
{
	return trail_can_forward(t) ? exchange(t, t->at++, here) : NULL;
}

bool trail_can_back(const struct trail *t)
{
	return t->at > 0;
}

bool trail_can_forward(const struct trail *t)
{
	return t->at < t->n;
}
