/* Inside the store only: what a saved search had found when it was last looked at. */
#ifndef LEDE_STORE_STATE_SAVED_H
#define LEDE_STORE_STATE_SAVED_H

#include "state_db.h"

/* Of more stories than this only the number is kept. */
enum { SAVED_SEEN_MAX = 50000 };

/* The first four bytes of the stories' fingerprints, sorted; so one in some 80,000 new stories is taken for seen at the worst. */
struct saved_seen {
	uint32_t *prefix;
	size_t n;
	uint64_t total; /* articles, copies too */
};
void saved_seen_release(struct saved_seen *seen);
void saved_seen_settle(struct saved_seen *seen); /* sorts, and keeps each once */
/* How many stories of now were not there before. */
uint64_t saved_seen_fresh(const struct saved_seen *before, const struct saved_seen *now);

int state_saved_seen(struct state *s, const char *library, const char *name, struct saved_seen *out, struct err *err);
int state_saved_look(struct state *s, const char *library, const char *name, const struct saved_seen *seen, int64_t now,
                     struct err *err);

#endif
