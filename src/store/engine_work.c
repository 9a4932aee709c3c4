/* The query worker: one wish after another, searches first, on connections of its own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db.h"
#include "engine_internal.h"
#include "lede/log.h"

enum {
	PROGRESS_STEPS = 2000, /* instructions of SQLite's machine between looks at the ticket */
	IDLE_S = 1,
	BREATH_NS =
		1000000 /* after the first hits: where there are two processors somebody has to bring them to the user */
};

/* ---- searches */

static bool is_stale(struct work *w)
{
	return atomic_load(&w->e->closing) || (w->ticket && event_queue_ticket(w->e->events) != w->ticket) ||
	       (w->aside && asides_give_way(w));
}

static int on_progress(void *payload)
{
	return is_stale(payload);
}

static doc_id *copy_docs(const doc_id *docs, size_t n)
{
	doc_id *copy = mem_alloc((n + 1) * sizeof *copy);
	memcpy(copy, docs, n * sizeof *copy);
	return copy;
}

/* When the best are known this is the last event of the search: the screen need not show a few hits first in one order and then in
 * another. */
static void add_best(struct work *w, struct engine_event *ev)
{
	const doc_id *best = search_best_docs(w->best, &ev->n_best);
	if (!best)
		return;
	ev->best = copy_docs(best, ev->n_best);
	ev->done = w->told_best = true;
}

static int on_hits(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct work *w = payload;
	struct engine_event ev = { .kind = ENGINE_HITS, .ticket = w->ticket, .n = n };
	ev.docs = copy_docs(docs, n);
	for (size_t i = 0; i < n; i++)
		ev.hits += hits[i];
	asides_hits(w, docs, n);
	add_best(w, &ev);
	bool go_on = event_queue_post(w->e->events, &ev);
	if (go_on && w->first && !w->told_best)
		nanosleep(&(struct timespec){ .tv_nsec = BREATH_NS }, NULL);
	w->first = false;
	return !go_on;
}

/* False: it was a search that nobody waits for any more. */
static bool end_hits(struct work *w)
{
	struct engine_event end = { .kind = ENGINE_HITS, .ticket = w->ticket, .done = true };
	if (w->told_best)
		return event_queue_ticket(w->e->events) == w->ticket;
	add_best(w, &end);
	return event_queue_post(w->e->events, &end);
}

static void search(struct work *w, const char *text, bool typing, uint32_t ticket)
{
	struct err err = { "" };
	struct query *q = query_parse(text, typing);
	w->ticket = ticket;
	w->best = search_best_new(ENGINE_BEST);
	w->told_best = false;
	w->first = true;
	asides_search_begins(w);
	int rc = search_run_best(w->cache, w->state, q, on_hits, w, w->best, &err);
	query_free(q);
	if (rc < 0 && !is_stale(w))
		event_queue_notice(w->e->events, err.text);
	if (end_hits(w))
		asides_search_ended(w);
	search_best_free(w->best);
	w->best = NULL;
	w->ticket = 0;
	pthread_mutex_lock(&w->e->mutex);
	w->e->searching = false; /* what comes next must not be interrupted by the next search */
	w->e->asides.filters = strstr(text, "is:");
	asides_prepare(w->e);
	pthread_mutex_unlock(&w->e->mutex);
}

/* ---- the rest */

static void load_sources(struct work *w)
{
	struct err err = { "" };
	struct engine_event ev = { .kind = ENGINE_SOURCES };
	if (source_table_load(&ev.sources, w->cache, &err) < 0) {
		log_line("engine", "the table of sources: %s", err.text);
		return;
	}
	ev.revision = ev.sources->revision;
	event_queue_post(w->e->events, &ev);
}

struct count {
	struct work *w;
	const struct source_table *table;
	uint32_t *counts;
};

static bool search_waits(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	bool waits = e->wishes.search || atomic_load(&e->closing);
	pthread_mutex_unlock(&e->mutex);
	return waits;
}

static int count_fingerprint(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN])
{
	struct count *c = payload;
	sqlite3_stmt *s = db_prepare(c->w->cache, "SELECT doc FROM article WHERE fingerprint = ?", NULL);
	if (!s)
		return 1;
	sqlite3_bind_blob(s, 1, fingerprint, FINGERPRINT_LEN, SQLITE_STATIC);
	while (sqlite3_step(s) == SQLITE_ROW) {
		long i = source_table_of(c->table, (doc_id)sqlite3_column_int64(s, 0));
		if (i >= 0)
			c->counts[i]++;
	}
	sqlite3_reset(s);
	return search_waits(c->w->e);
}

/* False: a search wants to be first. */
static bool count_read(struct work *w)
{
	struct err err = { "" };
	struct source_table *table;
	if (!w->state)
		return true;
	if (db_exec(w->cache, "BEGIN", &err) < 0 || source_table_load(&table, w->cache, &err) < 0) {
		sqlite3_exec(w->cache->db, "COMMIT", NULL, NULL, NULL);
		log_line("engine", "counting what is read: %s", err.text);
		return true;
	}
	struct engine_event ev = { .kind = ENGINE_READ, .n = table->n, .revision = table->revision };
	ev.read_counts = mem_zalloc(table->n, sizeof *ev.read_counts);
	struct count c = { w, table, ev.read_counts };
	state_each(w->state, STATE_READ, count_fingerprint, &c, &err);
	sqlite3_exec(w->cache->db, "COMMIT", NULL, NULL, NULL);
	source_table_free(table);
	bool whole = !search_waits(w->e);
	if (whole)
		event_queue_post(w->e->events, &ev);
	else
		engine_event_release(&ev);
	return whole;
}

/* ---- the loop */

static bool has_wish(const struct wishes *w)
{
	return w->search || w->sources || w->read;
}

/* Under the lock. The next letter's search can use the memory of the last one's; when none comes, the system gets it. */
static void wait_for_wish(struct engine *e)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += IDLE_S;
	if (!e->searched) {
		pthread_cond_wait(&e->wish_made, &e->mutex);
	} else if (pthread_cond_timedwait(&e->wish_made, &e->mutex, &until) == ETIMEDOUT) {
		e->searched = false;
		pthread_mutex_unlock(&e->mutex);
		mem_give_back();
		pthread_mutex_lock(&e->mutex);
	}
}

/* Takes the most urgent wish out; the others stay. False: closing. */
static bool take_wish(struct engine *e, struct wishes *out, uint32_t *ticket)
{
	*out = (struct wishes){ 0 };
	pthread_mutex_lock(&e->mutex);
	while (!atomic_load(&e->closing) && !has_wish(&e->wishes) && !asides_wished(e))
		wait_for_wish(e);
	struct wishes *w = &e->wishes;
	*ticket = e->ticket;
	if (w->search) {
		e->searching = e->searched = true;
		out->search = w->search;
		out->typing = w->typing;
		w->search = NULL;
	} else if (w->sources) {
		out->sources = true;
		w->sources = false;
	} else if (asides_wished(e)) {
		out->aside = true;
	} else {
		out->read = w->read;
		w->read = false;
	}
	bool go = !atomic_load(&e->closing);
	pthread_mutex_unlock(&e->mutex);
	if (!go)
		free(out->search);
	return go;
}

static void fulfil(struct work *w, const struct wishes *wish, uint32_t ticket)
{
	if (wish->search)
		search(w, wish->search, wish->typing, ticket);
	else if (wish->sources)
		load_sources(w);
	else if (wish->aside)
		asides_work(w);
	else if (!count_read(w))
		engine_count_read(w->e);
}

void *engine_work(void *engine)
{
	struct engine *e = engine;
	struct work w = { .e = e, .cache = e->cache, .asides = asides_new() };
	struct wishes wish;
	struct err err = { "" };
	uint32_t ticket;
	if (state_open(&w.state, e->lib, NULL, &err) < 0)
		log_line("engine", "%s", err.text);
	sqlite3_progress_handler(w.cache->db, PROGRESS_STEPS, on_progress, &w);
	while (take_wish(e, &wish, &ticket)) {
		fulfil(&w, &wish, ticket);
		free(wish.search);
	}
	sqlite3_progress_handler(w.cache->db, 0, NULL, NULL);
	asides_free(w.asides);
	state_close(w.state);
	return NULL;
}
