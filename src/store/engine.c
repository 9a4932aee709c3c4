/* The engine as the screen's thread sees it: wishes go in, events come out. */
#include "lede/engine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine_internal.h"

static int start(struct engine *e, struct err *err)
{
	struct err note = { "" };
	e->events = event_queue_new(err);
	if (!e->events || cache_open(&e->cache, e->lib, &note, err) < 0)
		return -1;
	if (note.text[0])
		event_queue_notice(e->events, note.text);
	int rc = pthread_create(&e->worker, NULL, engine_work, e);
	return rc == 0 ? 0 : err_errno(err, rc, "cannot start a thread");
}

static void destroy(struct engine *e)
{
	cache_close(e->cache);
	event_queue_free(e->events);
	pthread_mutex_destroy(&e->mutex);
	pthread_cond_destroy(&e->wish_made);
	pthread_cond_destroy(&e->build_stopped);
	pthread_cond_destroy(&e->related.wished);
	engine_rereads_free(e);
	free(e->wishes.search);
	free(e->asides.concord);
	free(e->asides.saved_look);
	free(e);
}

static void init_waiting(struct engine *e)
{
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&e->mutex, NULL);
	pthread_cond_init(&e->wish_made, &attr);
	pthread_cond_init(&e->related.wished, NULL);
	pthread_cond_init(&e->build_stopped, &attr);
	pthread_condattr_destroy(&attr);
}

int engine_open(struct engine **out, const struct library *lib, struct err *err)
{
	struct engine *e = mem_zalloc(1, sizeof *e);
	e->lib = lib;
	init_waiting(e);
	if (start(e, err) < 0) {
		destroy(e);
		*out = NULL;
		return -1;
	}
	*out = e;
	return 0;
}

void engine_close(struct engine *e)
{
	if (!e)
		return;
	pthread_mutex_lock(&e->mutex);
	atomic_store(&e->closing, true);
	atomic_store(&e->stop, true);
	pthread_cond_broadcast(&e->wish_made);
	pthread_cond_broadcast(&e->build_stopped);
	cache_interrupt(e->cache);
	pthread_mutex_unlock(&e->mutex);
	engine_related_end(e);
	pthread_join(e->worker, NULL);
	if (e->builder_exists)
		pthread_join(e->builder, NULL);
	destroy(e);
}

int engine_fd(const struct engine *e)
{
	return event_queue_fd(e->events);
}

bool engine_next(struct engine *e, struct engine_event *out)
{
	return event_queue_take(e->events, out);
}

void engine_event_release(struct engine_event *ev)
{
	free(ev->docs);
	free(ev->best);
	if (ev->related)
		related_free(ev->related, ev->n);
	source_table_free(ev->sources);
	free(ev->read_counts);
	if (ev->lines)
		concord_lines_release(ev->lines);
	free(ev->lines);
	spread_free(ev->spread);
	ev->spread = NULL;
	ev->lines = NULL;
	ev->docs = NULL;
	ev->best = NULL;
	ev->related = NULL;
	ev->sources = NULL;
	ev->read_counts = NULL;
}

static void set_search(struct engine *e, char *text, bool typing)
{
	pthread_mutex_lock(&e->mutex);
	if (!++e->ticket)
		e->ticket = 1;
	event_queue_set_ticket(e->events, e->ticket);
	free(e->wishes.search);
	e->wishes.search = text;
	e->wishes.typing = typing;
	pthread_cond_signal(&e->wish_made);
	/* Should it be between two statements the interrupt is lost; then its progress handler sees the ticket. */
	if (e->searching)
		cache_interrupt(e->cache);
	pthread_mutex_unlock(&e->mutex);
}

uint32_t engine_search(struct engine *e, const char *text, bool typing)
{
	set_search(e, mem_strdup(text), typing);
	return e->ticket;
}

void engine_search_cancel(struct engine *e)
{
	set_search(e, NULL, false);
}

void engine_count_read(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	e->wishes.read = true;
	pthread_cond_signal(&e->wish_made);
	pthread_mutex_unlock(&e->mutex);
}

void engine_want_sources(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	e->wishes.sources = true;
	pthread_cond_signal(&e->wish_made);
	pthread_mutex_unlock(&e->mutex);
}

bool engine_building(const struct engine *e)
{
	struct engine *locked = (struct engine *)e;
	pthread_mutex_lock(&locked->mutex);
	bool building = e->building;
	pthread_mutex_unlock(&locked->mutex);
	return building;
}

void engine_build(struct engine *e)
{
	if (engine_building(e))
		return;
	if (e->builder_exists)
		pthread_join(e->builder, NULL);
	atomic_store(&e->stop, false);
	e->building = true; /* nobody else looks: there is no builder */
	e->builder_exists = pthread_create(&e->builder, NULL, engine_run_build, e) == 0;
	if (!e->builder_exists) {
		e->building = false;
		event_queue_notice(e->events, "cannot start a thread for reading; close something and press R");
	}
}

void engine_build_stop(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	atomic_store(&e->stop, true);
	pthread_cond_broadcast(&e->build_stopped);
	pthread_mutex_unlock(&e->mutex);
}
