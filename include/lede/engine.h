/*
 * The store for a program that must never wait: workers for searches, for related stories and for the build, each with
 * connections of its own. Asking returns at once; answers come as events through a queue whose file descriptor becomes
 * readable. Every call here is made on one thread (the screen's).
 */
#ifndef LEDE_ENGINE_H
#define LEDE_ENGINE_H

#include "lede/build.h"
#include "lede/concord.h"
#include "lede/related.h"
#include "lede/search.h"
#include "lede/spread.h"

struct engine;

enum { ENGINE_BEST = 200 }; /* docs of a search that are ranked */

enum engine_event_kind {
	ENGINE_HITS,     /* more docs of the search `ticket`; done is set on the last */
	ENGINE_RELATED,  /* related stories of `doc` */
	ENGINE_SOURCES,  /* a new source table: the event's receiver owns it (source_table_free) */
	ENGINE_READ,     /* how many articles of each source are read: receiver frees read_counts */
	ENGINE_PROGRESS, /* the build goes on (or, with progress.done, has ended) */
	ENGINE_NOTICE,   /* one line for the user */
	ENGINE_SPREAD,   /* where the hits of the search `ticket` fall; comes after the last of them */
	ENGINE_SAVED,    /* the saved search called `text` finds n articles, `hits` of them new since the last look */
	ENGINE_CONCORD   /* more lines of the concordance `ticket`, which puts them in order; done is set on the last */
};

struct engine_event {
	enum engine_event_kind kind;
	uint32_t ticket; /* HITS, SPREAD, CONCORD */
	doc_id doc;      /* RELATED */
	doc_id *docs;    /* HITS: n docs in doc order; freed by engine_event_release */
	size_t n;        /* HITS, RELATED, READ */
	uint64_t hits;   /* HITS: occurrences in these docs */
	doc_id *best;  /* HITS, done: the n_best best of all, best first; freed by engine_event_release unless taken */
	size_t n_best; /* at most ENGINE_BEST */
	bool done;     /* HITS, CONCORD */
	bool capped;   /* CONCORD, done: there are more hits than CONCORD_MAX */
	struct concord_lines *lines;    /* CONCORD: may be NULL; freed by engine_event_release */
	struct spread *spread;          /* SPREAD: freed by engine_event_release unless taken (set to NULL) */
	struct related *related;        /* RELATED: freed by engine_event_release unless taken (set to NULL) */
	struct source_table *sources;   /* SOURCES: freed by engine_event_release unless taken (set to NULL) */
	uint32_t *read_counts;          /* READ: one for each entry of the table with this revision; likewise */
	uint64_t revision;              /* READ, SOURCES */
	struct build_progress progress; /* PROGRESS */
	uint32_t rereads;               /* PROGRESS: of engine_reread, how many are over */
	char text[512];                 /* NOTICE */
};

/* Starts the workers. The first engine_open of a library makes an empty cache. */
int engine_open(struct engine **out, const struct library *lib, struct err *err);
/* Stops the build after the source under way, interrupts queries, joins the workers. Accepts NULL. */
void engine_close(struct engine *e);

int engine_fd(const struct engine *e);                        /* poll it for reading */
bool engine_next(struct engine *e, struct engine_event *out); /* false: nothing waiting */
void engine_event_release(struct engine_event *ev);

/* Starts (or starts again) the build; ENGINE_PROGRESS and ENGINE_SOURCES follow. Does nothing while one runs. */
void engine_build(struct engine *e);
/* Reads one file again by itself, after a build under way (engine_build_stop does not take this back). Returns how many times this was
 * asked for by now: the file has been read when ENGINE_PROGRESS is done and its rereads have come to that number. */
uint32_t engine_reread(struct engine *e, const char *path);
void engine_build_stop(struct engine *e);
bool engine_building(const struct engine *e);

/* Searches for text; a search under way is cancelled and none of its events come any more. Returns the ticket of this one. */
uint32_t engine_search(struct engine *e, const char *text, bool typing);
void engine_search_cancel(struct engine *e);
/* Asks for related stories of doc; an earlier request that was not begun is dropped. */
void engine_related(struct engine *e, doc_id doc, size_t limit);
/* The hits of text one to a line, with at most side cells of context each way; another concordance under way ends. It goes on
 * between searches and never delays one. Returns its ticket, which is never 0. */
uint32_t engine_concord(struct engine *e, const char *text, int side);
void engine_concord_cancel(struct engine *e);
/* Asks for ENGINE_SAVED of all saved searches. */
void engine_saved_count(struct engine *e);
/* The saved search is being looked at: what it finds now is not new any more; ENGINE_SAVED follows. */
void engine_saved_look(struct engine *e, const char *name);
/* Asks for ENGINE_READ, after marks changed in bulk or the table is new. */
void engine_count_read(struct engine *e);

#endif
