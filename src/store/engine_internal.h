/* Inside the engine only: what its three files share. */
#ifndef LEDE_STORE_ENGINE_INTERNAL_H
#define LEDE_STORE_ENGINE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "event_queue.h"

/* What the query worker has been asked for. The newest of each kind counts. */
struct wishes {
	char *search; /* NULL: no search is waited for */
	bool typing;
	bool related, sources, read;
	doc_id related_doc;
	size_t related_limit;
};

struct engine {
	const struct library *lib;
	struct event_queue *events;
	struct cache *cache; /* the query worker's; others may only interrupt it */
	pthread_t worker, builder;

	pthread_mutex_t mutex;
	pthread_cond_t wish_made; /* also when closing */
	struct wishes wishes;
	uint32_t ticket; /* of the last search; 0: none */
	bool searching;  /* the worker is: it may be interrupted */
	bool building, builder_exists;
	pthread_cond_t build_stopped;
	atomic_bool closing, stop;
};

void *engine_work(void *engine);
/* The builder's thread. */
void *engine_run_build(void *engine);
/* From any thread: the worker shall load the source table and post it. */
void engine_want_sources(struct engine *e);

#endif
