/* Inside the engine only: counting what saved searches find, one a slice. */
#ifndef LEDE_STORE_ENGINE_SAVED_H
#define LEDE_STORE_ENGINE_SAVED_H

#include "engine_internal.h"

struct saved_job;

/* look: the name of the one that has been looked at, so that all it finds counts as seen; NULL: all are counted. */
struct saved_job *saved_job_new(struct work *w, const char *look);
void saved_job_free(struct saved_job *j); /* accepts NULL */
/* Counts the next one. True: that was all. */
bool saved_job_work(struct work *w, struct saved_job *j);

#endif
