/* Where one has been: stories, searches and places, to go back and forward through as in a browser (H, L). */
#ifndef LEDE_TRAIL_H
#define LEDE_TRAIL_H

#include "lede/article.h"

struct trail_stop {
	doc_id doc;             /* the story open; 0: the list */
	doc_id selected;        /* the list's selection */
	uint32_t block, offset; /* place in the story */
	char *query;            /* the search in force, "" none; owned */
};

enum { TRAIL_MAX = 200 }; /* older stops are forgotten */

struct trail;
struct trail *trail_new(void);
void trail_free(struct trail *t);
/* Leaves here for somewhere new: what lay ahead is forgotten. The stop is copied. */
void trail_push(struct trail *t, const struct trail_stop *here);
/* Goes one back (or forward), leaving here behind for the way back. NULL: no further. Borrowed until the next call. */
const struct trail_stop *trail_back(struct trail *t, const struct trail_stop *here);
const struct trail_stop *trail_forward(struct trail *t, const struct trail_stop *here);
bool trail_can_back(const struct trail *t);
bool trail_can_forward(const struct trail *t);

#endif
