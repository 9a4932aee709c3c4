/*
 * The search in force, made again while stories are being read in, so that it shows what has come. The list keeps
 * what it shows until all hits are there, and the search rests in between, so that a long one does not hold up the build.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { REST_MS = 500, REST_SHARE = 4 /* it may take a fifth of the time */ };

void lookup_again_later(struct app *a)
{
	struct lookup_again *g = &a->lookup.again;
	int64_t now = app_now_ms();
	if (*a->lookup.text && !g->at)
		g->at = g->rest_until > now ? g->rest_until : now;
}

static bool can_begin(const struct app *a)
{
	const struct lookup *l = &a->lookup;
	return *l->text && l->begun && l->done && !l->chase && !l->again.ticket;
}

void lookup_again_begin(struct app *a)
{
	struct lookup_again *g = &a->lookup.again;
	int64_t now = app_now_ms();
	g->at = now + REST_MS;
	if (!can_begin(a))
		return;
	g->at = 0;
	g->began = now;
	g->n = 0;
	g->hits = 0;
	g->ticket = engine_search(a->engine, a->lookup.text, true);
}

static void forget_docs(struct lookup_again *g)
{
	free(g->docs);
	g->docs = NULL;
	g->n = g->cap = 0;
}

static void replace(struct app *a, struct engine_event *ev)
{
	struct lookup *l = &a->lookup;
	bool ranked = list_hits_best_docs(a->list) > 0;
	list_hits_replace(a->list, l->again.docs, l->again.n);
	l->hits = l->again.hits;
	l->ticket = ev->ticket;
	lookup_take_best(a, ev);
	if (ranked)
		list_hits_best(a->list, l->best, l->n_best);
	a->dirty = true;
}

bool lookup_again_hits(struct app *a, struct engine_event *ev)
{
	struct lookup_again *g = &a->lookup.again;
	if (!g->ticket || ev->ticket != g->ticket)
		return false;
	g->docs = mem_grow(g->docs, &g->cap, g->n + ev->n, sizeof *g->docs);
	if (ev->n)
		memcpy(g->docs + g->n, ev->docs, ev->n * sizeof *g->docs);
	g->n += ev->n;
	g->hits += ev->hits;
	if (!ev->done)
		return true;
	int64_t now = app_now_ms(), took = now - g->began;
	replace(a, ev);
	g->ticket = 0;
	g->rest_until = now + REST_MS + REST_SHARE * took;
	forget_docs(g);
	return true;
}

void lookup_again_put_off(struct app *a)
{
	struct lookup_again *g = &a->lookup.again;
	if (g->ticket)
		g->at = app_now_ms() + REST_MS;
	g->ticket = 0;
	forget_docs(g);
}

void lookup_again_end(struct app *a)
{
	struct lookup_again *g = &a->lookup.again;
	forget_docs(g);
	g->ticket = 0;
	g->at = 0;
}
