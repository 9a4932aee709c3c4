/*
 * A concordance on the query worker: first the docs of the query, brought into list order, then their stories in slices. The
 * first screenful does not wait for the last doc: it is made of the docs that the search gives first, while it goes on. Between
 * two slices searches and related stories are answered; a search that comes in the middle of one ends it, and it goes on after.
 */
#include "engine_concord.h"

#include <stdlib.h>

#include "query_tree.h"

enum {
	SLICE_LINES = 256,
	SLICE_DOCS = 64,
	FIRST_DOCS = 12,  /* the first ones are on the screen soon */
	EARLY_DOCS = 64,  /* are looked at while the search goes on, */
	EARLY_LINES = 100 /* until there are so many lines */
};

struct concord_job {
	uint32_t ticket;
	struct query *query;
	int side;
	struct source_table *table; /* for places in list order */
	doc_id *docs;
	size_t n, cap, next;
	doc_id last; /* of those done while the search went on */
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
	source_table_free(j->table);
	free(j->docs);
	free(j);
}

uint32_t concord_job_ticket(const struct concord_job *j)
{
	return j ? j->ticket : 0;
}

/* ---- the lines */

/* A source that came after the search has no place yet: the last. */
static uint32_t place_of(const struct concord_job *j, doc_id doc)
{
	return (uint32_t)source_table_of(j->table, doc);
}

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
		size_t i = lines->n;
		story_make(&s, &a, buf_str(&text), text.len);
		concord_story(lines, j->query, &a, &s, j->side);
		for (; i < lines->n; i++)
			lines->line[i].place = place_of(j, a.doc);
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
	ev.done = j->collected && j->next == j->n;
	ev.capped = ev.done && j->capped;
	if (ev.lines->n || ev.done)
		event_queue_post(w->e->events, &ev);
	else
		engine_event_release(&ev);
}

/* ---- the docs */

struct collecting {
	struct work *w;
	struct concord_job *j;
};

/* Enough is known where the docs have as many hits as will be shown. */
static int take_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct work *w = ((struct collecting *)payload)->w;
	struct concord_job *j = ((struct collecting *)payload)->j;
	j->docs = mem_grow(j->docs, &j->cap, j->n + n, sizeof *j->docs);
	for (size_t i = 0; i < n && !j->capped; i++) {
		j->next += docs[i] <= j->last;
		j->docs[j->n++] = docs[i];
		j->hits += hits[i] ? hits[i] : 1;
		j->capped = j->hits > CONCORD_MAX;
	}
	while (j->lines < EARLY_LINES && j->next < j->n && j->next < EARLY_DOCS && !asides_give_way(w))
		slice(w, j);
	j->last = j->next ? j->docs[j->next - 1] : 0;
	return j->capped;
}

struct placed {
	uint32_t place;
	doc_id doc;
};

static int compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

/* Sources that came late have the last numbers but not the last places: what is on top of the list comes before what is below. */
static void into_list_order(struct concord_job *j)
{
	size_t n = j->n - j->next;
	doc_id *docs = j->docs + j->next;
	struct placed *at = mem_alloc((n + 1) * sizeof *at);
	for (size_t i = 0; i < n; i++)
		at[i] = (struct placed){ place_of(j, docs[i]), docs[i] };
	if (n)
		qsort(at, n, sizeof *at, compare_placed);
	for (size_t i = 0; i < n; i++)
		docs[i] = at[i].doc;
	free(at);
}

static void note_word(void *payload, const struct query_node *word)
{
	*(bool *)payload |= query_phrase_counts(word);
}

/* Whether the query looks for anything that can be listed. */
static bool has_words(const struct query *q)
{
	bool any = false;
	if (!query_is_empty(q))
		query_each_positive(q->root, note_word, &any);
	return any;
}

static void collect(struct work *w, struct concord_job *j)
{
	struct err err = { "" };
	struct collecting c = { w, j };
	j->n = j->next = 0;
	j->hits = 0;
	j->capped = false;
	j->collected = !has_words(j->query);
	if (j->collected)
		return;
	int rc = j->table ? 0 : source_table_load(&j->table, w->cache, &err);
	if (rc == 0)
		rc = search_run(w->cache, w->state, j->query, take_docs, &c, &err);
	if (rc != 0 && !j->capped && asides_give_way(w))
		return;
	if (rc < 0) /* goes on with what there is */
		event_queue_notice(w->e->events, err.text);
	into_list_order(j);
	j->collected = true;
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
