/* The stories opened last, laid out and ready: going back to one costs nothing. */
#ifndef LEDE_UI_SHELF_H
#define LEDE_UI_SHELF_H

#include "lede/cache.h"
#include "lede/layout.h"
#include "lede/related.h"
#include "lede/state.h"

struct reading {
	doc_id doc;
	struct article article;
	struct story story;
	struct layout *layout;
	struct layout_options options;
	struct mark mark;
	char *source;     /* its file's path as shown, display text */
	size_t top;       /* first line on the screen */
	bool placed;      /* moved in since the place was last kept */
	unsigned marking; /* serial of the query whose hits the layout marks; 0 none */
	struct related *related;
	size_t n_related;
	bool related_known;
	size_t foot; /* related stories at its foot */
	uint64_t used;
};

struct shelf;

/* Cache and state are borrowed. */
struct shelf *shelf_new(struct cache *c, struct state *s);
void shelf_free(struct shelf *sh);

/* The story, read from the cache where it is not on the shelf; it lies open where it was left. NULL with err. Borrowed until SHELF_MAX - 1
 * others have been opened after it. */
struct reading *shelf_open(struct shelf *sh, doc_id doc, const struct layout_options *opts, struct err *err);
struct reading *shelf_peek(struct shelf *sh, doc_id doc); /* NULL: not on it */
/* The cache changed: puts away all but keep (NULL: all). */
void shelf_clear(struct shelf *sh, const struct reading *keep);

/* Lays it out for other options; the line at the top stays there. */
void reading_layout(struct reading *r, const struct layout_options *opts);
/* Takes over the related stories. */
void reading_set_related(struct reading *r, struct related *related, size_t n);

#endif
