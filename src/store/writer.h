/* Inside the store only: the writing half of a build. Every call but writer_free is inside the builder's thread. */
#ifndef LEDE_STORE_WRITER_H
#define LEDE_STORE_WRITER_H

#include "packet.h"
#include "plan.h"

struct writer_counts {
	uint64_t articles, failed, skipped, removed;
	uint64_t revision; /* of the last commit; 0: none yet */
};

struct writer;

/* Gets the cache ready for writing. c is borrowed. */
int writer_new(struct writer **out, struct cache *c, struct err *err);
/* Rolls back what was not committed. Accepts NULL. */
void writer_free(struct writer *w);

int writer_gone(struct writer *w, uint32_t id, struct err *err);
int writer_rename(struct writer *w, const struct plan_rename *r, struct err *err);
int writer_packet(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err);

/* Bytes of text that were written since the last commit; whether a commit may be made now. */
uint64_t writer_waiting(const struct writer *w);
bool writer_may_commit(const struct writer *w);
/* Commits what there is. final: whatever it costs, so that the next start is quick. */
int writer_commit(struct writer *w, bool final, struct err *err);
struct writer_counts writer_counts(const struct writer *w);

#endif
