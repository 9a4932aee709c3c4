/* Inside the engine only: a concordance under way. */
#ifndef LEDE_STORE_ENGINE_CONCORD_H
#define LEDE_STORE_ENGINE_CONCORD_H

#include "engine_internal.h"

struct concord_job;

struct concord_job *concord_job_new(const char *text, int side, uint32_t ticket);
void concord_job_free(struct concord_job *j);             /* accepts NULL */
uint32_t concord_job_ticket(const struct concord_job *j); /* NULL: 0 */
/* Does a slice of it and posts what it found. True: that was all. */
bool concord_job_work(struct work *w, struct concord_job *j);

#endif
