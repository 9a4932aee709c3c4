/* What the engine reports: hits, related stories, sources, the build. */
#include <inttypes.h>
#include <string.h>

#include "app.h"

enum { EVENTS_A_TURN = 16 };

/* After a change of the cache the story being read may have another number, or be gone; what is on the screen stays readable. */
static void reading_again(struct app *a)
{
	struct reading *r = a->reading;
	struct article now;
	char id[2 * FINGERPRINT_LEN + 1];
	doc_id found;
	shelf_clear(a->shelf, r);
	if (!r)
		return;
	if (cache_article_row(a->cache, r->doc, &now, NULL) == 1) {
		bool same = memcmp(now.fingerprint, r->article.fingerprint, FINGERPRINT_LEN) == 0;
		article_release(&now);
		if (same)
			return;
	}
	article_id(id, r->article.fingerprint, 2 * FINGERPRINT_LEN);
	if (cache_find(a->cache, id, &found, 1, NULL) > 0)
		r->doc = r->article.doc = found;
	else if (a->focus == FOCUS_LIST)
		a->reading = NULL;
	else {
		r->doc = r->article.doc = UINT32_MAX; /* no story has this number */
		app_notice(a, "the story shown is not in its file any more");
	}
}

/* Until a key is pressed the list is seen from its beginning, whatever comes in above the first story shown. */
static void stay_at_the_top(struct app *a)
{
	doc_id doc = reader_selected_doc(a);
	if (a->touched || !doc)
		return;
	list_select(a->list, 0);
	list_select_doc(a->list, doc);
}

static void sources(struct app *a, struct engine_event *ev)
{
	const struct source_table *before = list_sources(a->list);
	bool first = !before || before->n == 0;
	if (!before || before->revision != ev->sources->revision)
		lookup_again_later(a);
	list_set_sources(a->list, ev->sources);
	ev->sources = NULL;
	rowcache_clear(a->rows);
	reading_again(a);
	if (first)
		list_select(a->list, 1); /* not the heading but a story, so that there is something to read */
	stay_at_the_top(a);
	place_seek(a);
	mend_listed(a);
	if (first || !a->reading)
		reader_follow_later(a);
	a->dirty = true;
}

void events_count_read(struct app *a)
{
	a->marks_changed = false;
	engine_count_read(a->engine);
}

/* Counts that were under way when a mark was set do not know of it: they are asked for once more. */
static void read_counts(struct app *a, const struct engine_event *ev)
{
	const struct source_table *t = list_sources(a->list);
	if (a->marks_changed) {
		events_count_read(a);
		return;
	}
	if (!t || t->revision != ev->revision || t->n != ev->n)
		return;
	list_set_read(a->list, ev->read_counts, ev->n);
	a->dirty = true;
}

static void related(struct app *a, struct engine_event *ev)
{
	struct reading *r = shelf_peek(a->shelf, ev->doc);
	if (!r)
		return;
	reading_set_related(r, ev->related, ev->n);
	ev->related = NULL;
	if (r != a->reading)
		return;
	reader_refresh(a);
	if (a->related.wanted) {
		size_t wanted = a->related.wanted;
		a->related.wanted = 0;
		a->notice[0] = '\0';
		related_open(a, wanted - 1);
	}
}

static int first_problem(void *payload, const struct source *s)
{
	struct buf *out = payload;
	if (out->len == 0)
		buf_addf(out, "%s: %s", s->shown, s->reason);
	return 1;
}

static void say_result(struct app *a, const struct build_progress *p)
{
	struct buf why = BUF_INIT;
	if (a->prompt.kind != PROMPT_NONE)
		return; /* what is being typed has the row */
	uint64_t bad = p->failed + p->skipped;
	if (bad && cache_each_problem(a->cache, first_problem, &why, NULL) >= 0 && why.len) {
		if (bad > 1)
			app_notice(a, "%s (and %" PRIu64 " more: lede stats lists them)", why.p, bad - 1);
		else
			app_notice(a, "%s", why.p);
	} else if (p->articles || p->removed)
		app_notice(a, "%" PRIu64 " articles read in from %" PRIu64 " files in %.1f s", p->articles,
		           p->files_done, p->seconds);
	else if (a->built)
		app_notice(a, "nothing new");
	buf_release(&why);
}

static void progress(struct app *a, const struct engine_event *ev)
{
	bool was = a->building;
	a->progress = ev->progress;
	a->building = !ev->progress.done;
	a->dirty |= a->building || was;
	if (!ev->progress.done)
		return;
	if (!mend_built(a, ev) && (!a->notice[0] || a->built))
		say_result(a, &ev->progress);
	a->built = true;
	events_count_read(a);
	a->dirty = true;
}

static void take(struct app *a, struct engine_event *ev)
{
	switch (ev->kind) {
	case ENGINE_HITS:
		lookup_hits(a, ev);
		break;
	case ENGINE_RELATED:
		related(a, ev);
		break;
	case ENGINE_SOURCES:
		sources(a, ev);
		break;
	case ENGINE_READ:
		read_counts(a, ev);
		break;
	case ENGINE_PROGRESS:
		progress(a, ev);
		break;
	case ENGINE_NOTICE:
		app_notice(a, "%s", ev->text);
		break;
	case ENGINE_SPREAD:
		lookup_spread(a, ev);
		break;
	case ENGINE_SAVED:
		saved_event(a, ev);
		break;
	case ENGINE_CONCORD:
		concord_event(a, ev);
		break;
	}
}

void events_drain(struct app *a)
{
	struct engine_event ev;
	for (int i = 0; i < EVENTS_A_TURN && engine_next(a->engine, &ev); i++) {
		take(a, &ev);
		engine_event_release(&ev);
	}
}
