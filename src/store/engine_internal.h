/* Inside the engine only: what its files share. */
#ifndef LEDE_STORE_ENGINE_INTERNAL_H
#define LEDE_STORE_ENGINE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "event_queue.h"

/* What the query worker has been asked for. The newest of each kind counts. */
struct wishes {
	char *search; /* NULL: no search is waited for */
	bool typing;
	bool sources, read, aside;
};

/* What it does between the others, a slice at a time (engine_aside.c). */
struct aside_wishes {
	char *concord; /* a new one to begin; NULL: none */
	int concord_side;
	uint32_t concord_ticket; /* of the one wanted; 0: none */
	bool concord_goes_on;
	char *saved_look; /* saved searches that are looked at, a line each; NULL: none */
	bool saved_count, saved_goes_on;
	uint32_t spread; /* the search whose hits are to be spread; 0: none */
	bool prepare;    /* what filters by marks and copies need */
	bool filters;    /* the last search has such, or is about to */
};

/* The thread that looks for related stories, begun with the first wish (engine_related.c). */
struct related_wish {
	pthread_t thread;
	bool exists, waiting;
	pthread_cond_t wished; /* also when closing */
	struct cache *cache;   /* its own; others may only interrupt it. NULL: not open */
	doc_id doc;
	size_t limit;
};

struct engine {
	const struct library *lib;
	struct event_queue *events;
	struct cache *cache; /* the query worker's; others may only interrupt it */
	pthread_t worker, builder;

	pthread_mutex_t mutex;
	pthread_cond_t wish_made; /* also when closing */
	struct wishes wishes;
	struct aside_wishes asides;
	struct related_wish related;
	uint32_t ticket;   /* of the last search; 0: none */
	bool searching;    /* the worker is: it may be interrupted */
	bool searched;     /* it has, since memory was given back */
	uint32_t concords; /* tickets given out; the screen's thread alone looks */
	bool building, builder_exists;
	bool only_rereads; /* what the next builder does */
	char **rereads;    /* files that wait to be read again by themselves */
	size_t n_rereads, cap_rereads;
	uint32_t rereads_asked, rereads_over;
	pthread_cond_t build_stopped;
	atomic_bool closing, stop;
};

/* The query worker's own. */
struct asides;
struct work {
	struct engine *e;
	struct cache *cache;
	struct state *state;      /* NULL where it cannot be opened */
	uint32_t ticket;          /* of the search under way; 0: none */
	struct search_best *best; /* of it */
	bool told_best;           /* they have been posted */
	bool first;               /* no hits have been posted */
	bool aside;               /* what is under way gives way to a search */
	struct asides *asides;
};

struct asides *asides_new(void);
void asides_free(struct asides *a);
bool asides_wished(const struct engine *e); /* under the lock */
bool asides_give_way(struct work *w);       /* what is under way is not wanted any more, or not now */
void asides_work(struct work *w);
/* The hits of the search under way, for their spread: its beginning, each batch, its end. */
void asides_search_begins(struct work *w);
void asides_hits(struct work *w, const doc_id *docs, size_t n);
void asides_search_ended(struct work *w);
/* Searches like the last one are to find what they need prepared; wished for again where marks may have changed. Under the lock. */
void asides_prepare(struct engine *e);

void *engine_work(void *engine);
/* closing is set: ends the thread that looks for related stories. */
void engine_related_end(struct engine *e);
/* The builder's thread. */
void *engine_run_build(void *engine);
void engine_rereads_free(struct engine *e);
/* From any thread: the worker shall load the source table and post it. */
void engine_want_sources(struct engine *e);

#endif
