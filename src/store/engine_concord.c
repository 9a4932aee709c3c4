/*
 * A concordance on the query worker: first the docs of the query, brought into list order, then their stories in slices. Between
 * two slices searches and related stories are answered; a search that comes in the middle of one ends it, and it goes on after.
 */
#include "engine_concord.h"

#include <stdlib.h>

enum { SLICE_LINES = 256, SLICE_DOCS = 64, FIRST_DOCS = 12 }; /* the first ones are on the screen soon */

struct concord_job {
	uint32_t ticket;
	struct query *query;
	int side;
	doc_id *docs;
	size_t n, cap, next;
	size_t lines;
	uint64_t hits; /* in the docs, as the index counts them */
	bool collected, capped;
};

struct concord_job *concord_job_new(const char *text, int side, uint32_t ticket)
{
	struct concord_job *j = mem_zalloc(1, sizeof *j);
	j->ticket = ticket;
	j->side = side;
	j->query = query_parse(text, true);
	return j;
}

void concord_job_free(struct concord_job *j)
{
	if (!j)
		return;
	query_free(j->query);
	free(j->docs);
	free(j);
}

uint32_t concord_job_ticket(const struct concord_job *j)
{
	return j ? j->ticket : 0;
}

/* ---- the docs */

/* Enough is known where the docs have as many hits as will be shown. */
static int take_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct concord_job *j = payload;
	j->docs = mem_grow(j->docs, &j->cap, j->n + n, sizeof *j->docs);
	for (size_t i = 0; i < n && !j->capped; i++) {
		j->docs[j->n++] = docs[i];
		j->hits += hits[i] ? hits[i] : 1;
		j->capped = j->hits > CONCORD_MAX;
	}
	return j->capped;
}

struct placed {
	long entry;
	doc_id doc;
};

static int compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Sources that came late have the last numbers but not the last places. */
static void into_list_order(struct work *w, struct concord_job *j)
{
	struct source_table *t;
	struct err err;
	if (!j->n)
		return;
	if (source_table_load(&t, w->cache, &err) < 0)
		return;
	struct placed *at = mem_alloc(j->n * sizeof *at);
	for (size_t i = 0; i < j->n; i++)
		at[i] = (struct placed){ source_table_of(t, j->docs[i]), j->docs[i] };
	qsort(at, j->n, sizeof *at, compare_placed);
	for (size_t i = 0; i < j->n; i++)
		j->docs[i] = at[i].doc;
	free(at);
	source_table_free(t);
}

static void collect(struct work *w, struct concord_job *j)
{
	struct err err = { "" };
	j->n = 0;
	j->hits = 0;
	j->capped = false;
	int rc = search_run(w->cache, w->state, j->query, take_docs, j, &err);
	if (rc != 0 && !j->capped && asides_give_way(w))
		return;
	if (rc < 0) /* goes on with what there is */
		event_queue_notice(w->e->events, err.text);
	into_list_order(w, j);
	j->collected = true;
}

/* ---- the lines */

/* False: to be tried again, for a search came first. */
static bool add_story(struct work *w, struct concord_job *j, struct concord_lines *lines)
{
	struct article a;
	struct buf text = BUF_INIT;
	struct err err;
	int found = cache_article_row(w->cache, j->docs[j->next], &a, &err);
	if (found != 1)
		return found == 0 || !asides_give_way(w);
	int rc = cache_text(w->cache, &a, &text, &err);
	if (rc == 0) {
		struct story s;
		story_make(&s, &a, buf_str(&text), text.len);
		concord_story(lines, j->query, &a, &s, j->side);
		story_release(&s);
	}
	buf_release(&text);
	article_release(&a);
	return rc == 0 || !asides_give_way(w);
}

/* Leaves out what is beyond the greatest number of lines. */
static void cap(struct concord_job *j, struct concord_lines *lines)
{
	if (lines->n <= CONCORD_MAX - j->lines)
		return;
	lines->n = CONCORD_MAX - j->lines;
	j->capped = true;
	j->next = j->n;
}

static void slice(struct work *w, struct concord_job *j)
{
	struct engine_event ev = { .kind = ENGINE_CONCORD, .ticket = j->ticket };
	ev.lines = mem_zalloc(1, sizeof *ev.lines);
	int most = j->next ? SLICE_DOCS : FIRST_DOCS;
	for (int docs = 0; docs < most && ev.lines->n < SLICE_LINES && j->next < j->n; docs++) {
		if (asides_give_way(w) || !add_story(w, j, ev.lines))
			break;
		j->next++;
	}
	cap(j, ev.lines);
	j->lines += ev.lines->n;
	ev.done = j->next == j->n;
	ev.capped = ev.done && j->capped;
	if (ev.lines->n || ev.done)
		event_queue_post(w->e->events, &ev);
	else
		engine_event_release(&ev);
}

bool concord_job_work(struct work *w, struct concord_job *j)
{
	if (!j->collected) {
		collect(w, j);
		return false;
	}
	slice(w, j);
	return j->next == j->n;
}
