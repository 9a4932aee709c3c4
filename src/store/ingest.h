/* Inside the store only: the reading half of a build, on a thread of its own. */
#ifndef LEDE_STORE_INGEST_H
#define LEDE_STORE_INGEST_H

#include <stdatomic.h>

#include "packet.h"
#include "plan.h"

struct ingest_options {
	const struct plan *plan;
	const char *encoding;           /* NULL: detect */
	const struct split_mend *mends; /* copied */
	size_t n_mends;
	const char *dictionary; /* for packing texts; copied */
	size_t dictionary_len;
	const atomic_bool *stop; /* may be NULL */
};

struct ingest;

/* Starts reading the plan's files in order; packets arrive in the queue, which is ended after the last. */
int ingest_start(struct ingest **out, const struct ingest_options *o, struct packet_queue *queue, struct err *err);
/* Waits for the thread; packet_close the queue first to make it end early. */
void ingest_join(struct ingest *in);

#endif
