/* What saved searches find now, and how much of it is new since they were last looked at. */
#include "engine_saved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db.h"
#include "lede/log.h"
#include "pack.h"
#include "state_saved.h"

enum { LOOK_EVERY = 256 }; /* articles between looks at what else is wanted */

struct saved_job {
	struct saved_search *list;
	size_t n, next;
	char *look;
};

struct saved_job *saved_job_new(struct work *w, const char *look)
{
	struct err err = { "" };
	struct saved_job *j = mem_zalloc(1, sizeof *j);
	j->look = mem_strdup(look);
	if (w->state && state_saved(w->state, w->e->lib->key, &j->list, &j->n, &err) < 0)
		log_line("engine", "saved searches: %s", err.text);
	return j;
}

void saved_job_free(struct saved_job *j)
{
	if (!j)
		return;
	saved_searches_free(j->list, j->n);
	free(j->look);
	free(j);
}

struct found {
	struct work *w;
	doc_id *docs;
	size_t n, cap;
	uint64_t total;
};

static int take_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	struct found *f = payload;
	(void)hits;
	f->total += n;
	if (f->total <= SAVED_SEEN_MAX) {
		f->docs = mem_grow(f->docs, &f->cap, f->n + n, sizeof *f->docs);
		memcpy(f->docs + f->n, docs, n * sizeof *docs);
		f->n += n;
	}
	return 0;
}

/* False: something else is wanted first. */
static bool add_prefixes(struct work *w, const struct found *f, struct saved_seen *seen)
{
	sqlite3_stmt *q = db_prepare(w->cache, "SELECT fingerprint FROM article WHERE doc = ?", NULL);
	seen->prefix = mem_alloc((f->n + 1) * sizeof *seen->prefix);
	for (size_t i = 0; q && i < f->n; i++) {
		if (i % LOOK_EVERY == 0 && asides_give_way(w))
			return false;
		sqlite3_bind_int64(q, 1, f->docs[i]);
		if (sqlite3_step(q) == SQLITE_ROW && sqlite3_column_bytes(q, 0) == FINGERPRINT_LEN)
			seen->prefix[seen->n++] = unpack_u32(sqlite3_column_blob(q, 0));
		sqlite3_reset(q);
	}
	saved_seen_settle(seen);
	return true;
}

/* What a search finds now; false: not now. */
static bool find(struct work *w, const char *query, struct saved_seen *now)
{
	struct err err = { "" };
	struct found f = { .w = w };
	struct query *q = query_parse(query, true);
	int rc = search_run(w->cache, w->state, q, take_docs, &f, &err);
	bool done = !(rc != 0 && asides_give_way(w));
	query_free(q);
	*now = (struct saved_seen){ .total = f.total };
	if (done && f.total <= SAVED_SEEN_MAX)
		done = add_prefixes(w, &f, now);
	free(f.docs);
	return done;
}

static void post(struct work *w, const struct saved_search *s, uint64_t total, uint64_t fresh)
{
	struct engine_event ev = { .kind = ENGINE_SAVED, .n = total, .hits = fresh };
	snprintf(ev.text, sizeof ev.text, "%s", s->name);
	event_queue_post(w->e->events, &ev);
}

static bool count(struct work *w, const struct saved_job *j, const struct saved_search *s)
{
	struct err err = { "" };
	struct saved_seen now, before;
	bool done = find(w, s->query, &now);
	if (!done) {
		saved_seen_release(&now);
		return false;
	}
	int rc = j->look ? state_saved_look(w->state, w->e->lib->key, s->name, &now, time(NULL), &err)
	                 : state_saved_seen(w->state, w->e->lib->key, s->name, &before, &err);
	if (rc < 0)
		event_queue_notice(w->e->events, err.text);
	else
		post(w, s, now.total, j->look ? 0 : saved_seen_fresh(&before, &now));
	if (rc == 0 && !j->look)
		saved_seen_release(&before);
	saved_seen_release(&now);
	return true;
}

bool saved_job_work(struct work *w, struct saved_job *j)
{
	while (j->next < j->n && j->look && strcmp(j->list[j->next].name, j->look) != 0)
		j->next++;
	if (j->next < j->n && count(w, j, &j->list[j->next]))
		j->next++;
	return j->next == j->n;
}
