/*
 * What the query worker does between searches, a slice at a time: spreads and concordances. A wish stays until it is fulfilled; a
 * search that comes in the middle of a slice ends it, and the slice is done again after.
 */
#include <stdlib.h>
#include <string.h>

#include "engine_concord.h"
#include "lede/log.h"

struct asides {
	struct concord_job *concord;
	doc_id *docs; /* the hits of the last search */
	size_t n, cap;
	struct spread_years years;
};

struct asides *asides_new(void)
{
	return mem_zalloc(1, sizeof(struct asides));
}

void asides_free(struct asides *a)
{
	concord_job_free(a->concord);
	spread_years_release(&a->years);
	free(a->docs);
	free(a);
}

bool asides_wished(const struct engine *e)
{
	return e->asides.spread || e->asides.concord || e->asides.concord_goes_on;
}

bool asides_give_way(struct work *w)
{
	struct engine *e = w->e;
	pthread_mutex_lock(&e->mutex);
	bool cancelled = w->asides->concord && concord_job_ticket(w->asides->concord) != e->asides.concord_ticket;
	bool give_way = atomic_load(&e->closing) || e->wishes.search || cancelled;
	pthread_mutex_unlock(&e->mutex);
	return give_way;
}

/* ---- spreads */

static void set_spread(struct engine *e, uint32_t ticket)
{
	pthread_mutex_lock(&e->mutex);
	e->asides.spread = ticket;
	pthread_mutex_unlock(&e->mutex);
}

static void forget_docs(struct asides *a)
{
	free(a->docs);
	a->docs = NULL;
	a->n = a->cap = 0;
}

void asides_search_begins(struct work *w)
{
	set_spread(w->e, 0);
	forget_docs(w->asides);
}

void asides_hits(struct work *w, const doc_id *docs, size_t n)
{
	struct asides *a = w->asides;
	a->docs = mem_grow(a->docs, &a->cap, a->n + n, sizeof *a->docs);
	memcpy(a->docs + a->n, docs, n * sizeof *docs);
	a->n += n;
}

void asides_search_ended(struct work *w)
{
	set_spread(w->e, w->ticket);
}

static void spread(struct work *w, uint32_t ticket)
{
	struct err err = { "" };
	struct asides *a = w->asides;
	struct engine_event ev = { .kind = ENGINE_SPREAD, .ticket = ticket };
	ev.spread = spread_make(w->cache, &a->years, a->docs, a->n, &err);
	if (!ev.spread && asides_give_way(w))
		return; /* after the search that came, unless that has hits of its own */
	if (ev.spread)
		event_queue_post(w->e->events, &ev);
	else
		log_line("engine", "where the hits fall: %s", err.text);
	set_spread(w->e, 0);
	forget_docs(a);
}

/* ---- concordances */

static void set_concord(struct engine *e, char *text, int side, uint32_t ticket)
{
	pthread_mutex_lock(&e->mutex);
	free(e->asides.concord);
	e->asides.concord = text;
	e->asides.concord_side = side;
	e->asides.concord_ticket = ticket;
	e->asides.concord_goes_on = true; /* also to forget the one under way */
	pthread_cond_signal(&e->wish_made);
	pthread_mutex_unlock(&e->mutex);
}

uint32_t engine_concord(struct engine *e, const char *text, int side)
{
	if (!++e->concords)
		e->concords = 1;
	set_concord(e, mem_strdup(text), side, e->concords);
	return e->concords;
}

void engine_concord_cancel(struct engine *e)
{
	set_concord(e, NULL, 0, 0);
}

/* Begins the one wished for, and forgets the one under way if it is wished for no more. */
static void renew_concord(struct work *w)
{
	struct engine *e = w->e;
	struct concord_job **job = &w->asides->concord;
	pthread_mutex_lock(&e->mutex);
	struct aside_wishes *wish = &e->asides;
	char *text = wish->concord;
	wish->concord = NULL;
	if (concord_job_ticket(*job) != wish->concord_ticket) {
		concord_job_free(*job);
		*job = text ? concord_job_new(text, wish->concord_side, wish->concord_ticket) : NULL;
	}
	wish->concord_goes_on = *job != NULL;
	pthread_mutex_unlock(&e->mutex);
	free(text);
}

static void end_concord(struct work *w)
{
	struct engine *e = w->e;
	pthread_mutex_lock(&e->mutex);
	e->asides.concord_goes_on =
		e->asides.concord || e->asides.concord_ticket != concord_job_ticket(w->asides->concord);
	pthread_mutex_unlock(&e->mutex);
	concord_job_free(w->asides->concord);
	w->asides->concord = NULL;
}

void asides_work(struct work *w)
{
	pthread_mutex_lock(&w->e->mutex);
	uint32_t ticket = w->e->asides.spread;
	pthread_mutex_unlock(&w->e->mutex);
	w->aside = true;
	renew_concord(w);
	if (ticket)
		spread(w, ticket);
	else if (w->asides->concord && concord_job_work(w, w->asides->concord))
		end_concord(w);
	w->aside = false;
}
