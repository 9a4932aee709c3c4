/* Marking all stories shown read: some thousand a turn of the loop, so that keys are answered meanwhile; Esc stops it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { SLICE_MS = 8, BATCH = 4096 };

void bulk_stop(struct app *a)
{
	free(a->bulk.fingerprints);
	memset(&a->bulk, 0, sizeof a->bulk);
}

void bulk_start(struct app *a)
{
	bulk_stop(a);
	a->bulk.next = list_step(a->list, 0, 1);
	a->bulk.total = list_articles(a->list);
	a->bulk.fingerprints = mem_alloc(BATCH * sizeof *a->bulk.fingerprints);
}

static void write_batch(struct app *a)
{
	struct bulk *b = &a->bulk;
	struct err err;
	if (b->n && state_set_read_many(a->state, (const unsigned char(*)[FINGERPRINT_LEN])b->fingerprints, b->n, true,
	                                &err) < 0) {
		app_notice(a, "%s", err.text);
		b->next = 0;
		b->total = 0;
	}
	b->n = 0;
}

static void finish(struct app *a)
{
	uint64_t done = a->bulk.done;
	bool failed = a->bulk.total == 0;
	bulk_stop(a);
	rowcache_clear(a->rows);
	events_count_read(a);
	if (!failed)
		app_notice(a, "%" PRIu64 " stories marked read", done);
}

void bulk_cancel(struct app *a)
{
	write_batch(a);
	a->bulk.total = 0;
	finish(a);
	app_notice(a, "stopped: what was marked so far stays marked");
}

void bulk_step(struct app *a)
{
	struct bulk *b = &a->bulk;
	int64_t until = app_now_ms() + SLICE_MS;
	while (b->next && app_now_ms() < until) {
		struct article art;
		if (cache_article_row(a->cache, b->next, &art, NULL) == 1) {
			memcpy(b->fingerprints[b->n++], art.fingerprint, FINGERPRINT_LEN);
			article_release(&art);
		}
		b->done++;
		b->next = list_step(a->list, b->next, 1);
		if (b->n == BATCH)
			write_batch(a);
	}
	if (b->next) {
		app_notice(a, "marking read: %" PRIu64 " of %" PRIu64 "  (Esc stops)", b->done, b->total);
		return;
	}
	write_batch(a);
	finish(a);
}
