/*
 * Related stories, on a thread and a connection of their own: whoever opens a story while a long search is still counting
 * does not wait for it. Most launches of a program that only lists never begin it.
 */
#include <stdlib.h>

#include "engine_internal.h"
#include "lede/log.h"

static void find(struct engine *e, struct cache *c, doc_id doc, size_t limit)
{
	struct err err = { "" };
	struct engine_event ev = { .kind = ENGINE_RELATED, .doc = doc };
	int n = c ? related_find(c, doc, limit, &ev.related, &err) : 0;
	if (n < 0)
		log_line("engine", "related stories of %u: %s", doc, err.text);
	ev.n = n < 0 ? 0 : (size_t)n;
	if (!ev.n && ev.related) {
		related_free(ev.related, 0);
		ev.related = NULL;
	}
	event_queue_post(e->events, &ev);
}

/* False: closing. */
static bool take_wish(struct engine *e, doc_id *doc, size_t *limit)
{
	struct related_wish *r = &e->related;
	pthread_mutex_lock(&e->mutex);
	while (!atomic_load(&e->closing) && !r->waiting)
		pthread_cond_wait(&r->wished, &e->mutex);
	*doc = r->doc;
	*limit = r->limit;
	r->waiting = false;
	bool go = !atomic_load(&e->closing);
	pthread_mutex_unlock(&e->mutex);
	return go;
}

static void set_cache(struct engine *e, struct cache *c)
{
	pthread_mutex_lock(&e->mutex);
	e->related.cache = c;
	pthread_mutex_unlock(&e->mutex);
}

static void *work(void *engine)
{
	struct engine *e = engine;
	struct cache *c = NULL;
	struct err note = { "" }, err = { "" };
	doc_id doc;
	size_t limit;
	if (cache_open(&c, e->lib, &note, &err) < 0) {
		log_line("engine", "related stories: %s", err.text);
		c = NULL;
	}
	set_cache(e, c);
	while (take_wish(e, &doc, &limit))
		find(e, c, doc, limit);
	set_cache(e, NULL);
	cache_close(c);
	return NULL;
}

void engine_related(struct engine *e, doc_id doc, size_t limit)
{
	struct related_wish *r = &e->related;
	pthread_mutex_lock(&e->mutex);
	r->waiting = true;
	r->doc = doc;
	r->limit = limit;
	if (!r->exists)
		r->exists = pthread_create(&r->thread, NULL, work, e) == 0;
	if (!r->exists)
		log_line("engine", "cannot start a thread for related stories");
	pthread_cond_signal(&r->wished);
	asides_prepare(e); /* for a story that was opened, and so is read now */
	pthread_mutex_unlock(&e->mutex);
}

void engine_related_end(struct engine *e)
{
	struct related_wish *r = &e->related;
	if (!r->exists)
		return;
	pthread_mutex_lock(&e->mutex);
	pthread_cond_broadcast(&r->wished);
	if (r->cache)
		cache_interrupt(r->cache);
	pthread_mutex_unlock(&e->mutex);
	pthread_join(r->thread, NULL);
}
