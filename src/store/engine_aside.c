/*
 * What the query worker does between searches, a slice at a time: spreads, concordances, what saved searches find. A wish stays until it is fulfilled; a
 * search that comes in the middle of a slice ends it, and the slice is done again after.
 */
#include <stdlib.h>
#include <string.h>

#include "engine_concord.h"
#include "engine_saved.h"
#include "lede/log.h"

struct asides {
	struct concord_job *concord;
	struct saved_job *saved;
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
	saved_job_free(a->saved);
	spread_years_release(&a->years);
	free(a->docs);
	free(a);
}

bool asides_wished(const struct engine *e)
{
	const struct aside_wishes *w = &e->asides;
	return w->spread || w->prepare || w->concord || w->concord_goes_on || w->saved_look || w->saved_count ||
	       w->saved_goes_on;
}

bool asides_give_way(struct work *w)
{
	struct engine *e = w->e;
	pthread_mutex_lock(&e->mutex);
	bool cancelled = w->asides->concord && concord_job_ticket(w->asides->concord) != e->asides.concord_ticket;
	bool give_way = atomic_load(&e->closing) || e->wishes.search || e->asides.concord || cancelled;
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

/* ---- filters */

void asides_prepare(struct engine *e)
{
	if (!e->asides.filters)
		return;
	e->asides.prepare = true;
	pthread_cond_signal(&e->wish_made);
}

static void prepare(struct work *w)
{
	struct err err = { "" };
	int rc = search_prepare(w->cache, w->state, &err);
	if (rc && asides_give_way(w))
		return; /* it goes on from there */
	if (rc < 0)
		log_line("engine", "marks and copies: %s", err.text);
	pthread_mutex_lock(&w->e->mutex);
	w->e->asides.prepare = false;
	pthread_mutex_unlock(&w->e->mutex);
}

/* ---- saved searches */

void engine_saved_count(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	e->asides.saved_count = true;
	pthread_cond_signal(&e->wish_made);
	pthread_mutex_unlock(&e->mutex);
}

void engine_saved_look(struct engine *e, const char *name)
{
	pthread_mutex_lock(&e->mutex);
	char *waiting = e->asides.saved_look;
	e->asides.saved_look = waiting ? mem_printf("%s\n%s", waiting, name) : mem_strdup(name);
	free(waiting);
	pthread_cond_signal(&e->wish_made);
	pthread_mutex_unlock(&e->mutex);
}

/* Takes the first of the lines out; NULL: there is none. Under the lock. */
static char *first_line(char **lines)
{
	char *all = *lines, *end = all ? strchr(all, '\n') : NULL;
	if (!end) {
		*lines = NULL;
		return all;
	}
	*lines = mem_strdup(end + 1);
	*end = '\0';
	return all;
}

/* Begins what is wished for where nothing is under way; a look before a count, so that the count knows of it. */
static void begin_saved(struct work *w)
{
	struct aside_wishes *wish = &w->e->asides;
	char *look = NULL;
	bool begin = false;
	pthread_mutex_lock(&w->e->mutex);
	if (!w->asides->saved && (wish->saved_look || wish->saved_count)) {
		begin = wish->saved_goes_on = true;
		look = first_line(&wish->saved_look);
		if (!look)
			wish->saved_count = false;
	}
	pthread_mutex_unlock(&w->e->mutex);
	if (begin)
		w->asides->saved = saved_job_new(w, look);
	free(look);
}

static void work_on_saved(struct work *w)
{
	struct asides *a = w->asides;
	begin_saved(w);
	if (a->saved && !saved_job_work(w, a->saved))
		return;
	saved_job_free(a->saved);
	a->saved = NULL;
	pthread_mutex_lock(&w->e->mutex);
	w->e->asides.saved_goes_on = false;
	pthread_mutex_unlock(&w->e->mutex);
}

void asides_work(struct work *w)
{
	pthread_mutex_lock(&w->e->mutex);
	uint32_t ticket = w->e->asides.spread;
	bool prepares = w->e->asides.prepare;
	pthread_mutex_unlock(&w->e->mutex);
	w->aside = true;
	renew_concord(w);
	if (ticket)
		spread(w, ticket);
	else if (prepares)
		prepare(w);
	else if (!w->asides->concord)
		work_on_saved(w);
	else if (concord_job_work(w, w->asides->concord))
		end_concord(w);
	w->aside = false;
}
