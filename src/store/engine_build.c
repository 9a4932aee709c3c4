/*
 * The builder's thread: a build, told to the screen as it goes, and the files that were mended meanwhile. While another
 * program builds the same cache this one waits its turn, showing what the other has committed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine_internal.h"
#include "lock.h"

enum { FOLLOW_S = 1 };
static const double SOURCES_S = 0.25; /* between two tables */

struct run {
	struct engine *e;
	uint64_t revision; /* the last that the screen was told of */
	double told;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void post_progress(struct engine *e, const struct build_progress *p)
{
	struct engine_event ev = { .kind = ENGINE_PROGRESS, .progress = *p, .rereads = e->rereads_over };
	event_queue_post(e->events, &ev);
}

static void on_report(void *payload, const struct build_progress *p)
{
	struct run *r = payload;
	if (p->done) /* told when the thread is over, so that a new build can be asked for then */
		return;
	post_progress(r->e, p);
	if (p->revision == r->revision || now() - r->told < SOURCES_S)
		return;
	r->revision = p->revision;
	r->told = now();
	engine_want_sources(r->e);
}

/* The first problem of the worse kind, for the notice. */
struct problem {
	char shown[160], reason[160];
	int status;
};

static int on_problem(void *payload, const struct source *s)
{
	struct problem *p = payload;
	if (p->shown[0] && s->status != SOURCE_FAILED)
		return 0;
	snprintf(p->shown, sizeof p->shown, "%s", s->shown);
	snprintf(p->reason, sizeof p->reason, "%s", s->reason);
	p->status = s->status;
	return s->status == SOURCE_FAILED;
}

static void tell_problems(struct engine *e, const struct build_progress *p)
{
	struct problem first = { "", "", 0 };
	struct cache *c;
	struct err line = { "" };
	if (!p->failed && !p->skipped)
		return;
	if (cache_open(&c, e->lib, NULL, NULL) < 0)
		return;
	cache_each_problem(c, on_problem, &first, NULL);
	cache_close(c);
	uint64_t n = p->failed + p->skipped;
	if (n == 1)
		err_set(&line, "%s was not read: %s", first.shown, first.reason);
	else
		err_set(&line, "%llu files were not read, among them %s: %s", (unsigned long long)n, first.shown,
		        first.reason);
	event_queue_notice(e->events, line.text);
}

/* Waits while somebody else builds; false: stopped. */
static bool follow(struct engine *e)
{
	struct lock *lock = NULL;
	int rc = 2;
	while (rc == 2) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += FOLLOW_S;
		pthread_mutex_lock(&e->mutex);
		while (!atomic_load(&e->stop) && pthread_cond_timedwait(&e->build_stopped, &e->mutex, &until) == 0)
			;
		pthread_mutex_unlock(&e->mutex);
		if (atomic_load(&e->stop))
			return false;
		engine_want_sources(e);
		rc = lock_take(&lock, e->lib, NULL);
		lock_release(lock);
	}
	return rc == 0;
}

static void run_once(struct run *r, const char *reread, struct build_progress *p, int *rc, struct err *err)
{
	struct build_options o = { .reread = reread, .report = on_report, .payload = r, .stop = &r->e->stop };
	*rc = build_run(r->e->lib, &o, p, err);
	if (p->revision)
		engine_want_sources(r->e);
}

/* One build, waited for where somebody else is at it. */
static void run_build(struct run *r, const char *reread, struct build_progress *p)
{
	struct engine *e = r->e;
	struct err err = { "" };
	int rc;
	run_once(r, reread, p, &rc, &err);
	if (rc == 2) {
		event_queue_notice(e->events, err.text);
		while (rc == 2 && follow(e))
			run_once(r, reread, p, &rc, &err);
	}
	if (rc < 0)
		event_queue_notice(e->events, err.text);
	if (rc == 0 || rc == 1)
		tell_problems(e, p);
}

/* ---- files read again by themselves */

uint32_t engine_reread(struct engine *e, const char *path)
{
	pthread_mutex_lock(&e->mutex);
	e->rereads = mem_grow(e->rereads, &e->cap_rereads, e->n_rereads + 1, sizeof *e->rereads);
	e->rereads[e->n_rereads++] = mem_strdup(path);
	bool building = e->building;
	e->only_rereads |= !building;
	uint32_t asked = ++e->rereads_asked;
	pthread_mutex_unlock(&e->mutex);
	if (!building)
		engine_build(e);
	return asked;
}

void engine_rereads_free(struct engine *e)
{
	for (size_t i = 0; i < e->n_rereads; i++)
		free(e->rereads[i]);
	free(e->rereads);
}

/* The next file, the caller's to free. NULL: there is none, and the builder is over. */
static char *next_reread(struct engine *e)
{
	char *path = NULL;
	pthread_mutex_lock(&e->mutex);
	if (e->n_rereads && !atomic_load(&e->closing)) {
		path = e->rereads[0];
		memmove(e->rereads, e->rereads + 1, --e->n_rereads * sizeof *e->rereads);
		atomic_store(&e->stop, false);
	} else {
		e->building = false;
	}
	pthread_mutex_unlock(&e->mutex);
	return path;
}

static bool take_only_rereads(struct engine *e)
{
	pthread_mutex_lock(&e->mutex);
	bool only = e->only_rereads;
	e->only_rereads = false;
	pthread_mutex_unlock(&e->mutex);
	return only;
}

void *engine_run_build(void *engine)
{
	struct engine *e = engine;
	struct run r = { .e = e };
	struct build_progress p = { 0 };
	if (!take_only_rereads(e))
		run_build(&r, NULL, &p);
	for (char *path; (path = next_reread(e));) {
		run_build(&r, path, &p);
		free(path);
		e->rereads_over++; /* nobody else looks */
	}
	p.done = true;
	post_progress(e, &p);
	return NULL;
}
