/*
 * The search in force, and what is highlighted.
 *
 * The engine answers as events. The list keeps showing what it showed until the first of them has come, so that a letter typed
 * never blanks the screen. Sought text (find) stays within a story; to go on to the next story that has it, a
 * search is sent after it whose hits the list never sees (the chase).
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { CONTEXT_MIN_ROWS = 6, SPREAD_MIN_ROWS = 8, SOON_MS = 40 };

static void set_text(struct app *a, const char *text)
{
	char *copy = mem_strdup(text);
	if (strcmp(text, a->lookup.text) != 0)
		concord_forget(a);
	free(a->lookup.text);
	query_free(a->lookup.query);
	a->lookup.text = copy;
	a->lookup.query = *copy ? query_parse(copy, true) : NULL;
}

/* Rows speak of the search whose hits they are, also while the next one is on its way. */
static void set_listed(struct app *a)
{
	struct lookup *l = &a->lookup;
	query_free(l->listed);
	l->listed = *l->text ? query_parse(l->text, true) : NULL;
	l->serial++;
	l->fresh = true;
}

/* ---- the line below the hits */

int lookup_list_rows(const struct app *a)
{
	int rows = a->panes.list.rows;
	return rows >= SPREAD_MIN_ROWS && list_searching(a->list) ? rows - 1 : rows;
}

void lookup_fit(struct app *a)
{
	int rows = lookup_list_rows(a);
	if (!a->panes.too_small && rows != a->lookup.list_rows)
		list_resize(a->list, (size_t)rows);
	a->lookup.list_rows = rows;
}

static void forget_spread(struct app *a)
{
	spread_free(a->lookup.spread);
	a->lookup.spread = NULL;
}

void lookup_spread(struct app *a, struct engine_event *ev)
{
	if (ev->ticket != a->lookup.ticket || !*a->lookup.text)
		return;
	forget_spread(a);
	a->lookup.spread = ev->spread;
	ev->spread = NULL;
	a->dirty = true;
}

/* ---- the search */

static void set_marking(struct app *a, const char *text, bool find)
{
	char *copy = mem_strdup(text && *text ? text : NULL);
	free(a->marking.text);
	query_free(a->marking.query);
	a->marking.text = copy;
	a->marking.find = find;
	a->marking.query = !copy ? NULL : find ? query_parse_find(copy) : query_parse(copy, true);
	a->marking.serial++;
	a->hit = SIZE_MAX;
	a->dirty = true;
}

void lookup_mark(struct app *a, const char *text, bool find)
{
	set_marking(a, text, find);
	lookup_mark_now(a);
}

void lookup_mark_now(struct app *a)
{
	a->marking.late = false;
	reader_refresh(a);
}

void lookup_run(struct app *a, const char *text)
{
	if (!*text) {
		lookup_clear(a);
		return;
	}
	if (!*a->lookup.text && !a->lookup.home)
		a->lookup.home = list_save(a->list);
	set_text(a, text);
	a->lookup.begun = a->lookup.done = false;
	a->lookup.restored = RESTORED_NOT;
	list_hits_await(a->list);
	a->lookup.chase = 0;
	lookup_again_end(a);
	a->lookup.ticket = a->engine ? engine_search(a->engine, text, true) : 0;
	set_marking(a, text, false);
	a->marking.late = true; /* the letter is on the screen before the story is gone through for it */
}

void lookup_clear(struct app *a)
{
	if (a->engine)
		engine_search_cancel(a->engine);
	set_text(a, "");
	set_listed(a);
	lookup_again_end(a);
	a->lookup.ticket = a->lookup.chase = 0;
	a->lookup.hits = 0;
	a->lookup.begun = false;
	lookup_forget_best(a);
	forget_spread(a);
	if (a->lookup.home)
		list_restore(a->list, a->lookup.home);
	list_view_free(a->lookup.home);
	a->lookup.home = NULL;
	lookup_mark(a, NULL, false);
}

void lookup_release(struct app *a)
{
	lookup_again_end(a);
	lookup_forget_best(a);
	forget_spread(a);
	list_view_free(a->lookup.home);
	query_free(a->lookup.query);
	query_free(a->lookup.listed);
	query_free(a->marking.query);
	free(a->lookup.text);
	free(a->marking.text);
}

/* Whether doc stands on the far side of the story being read, nearer than what was found so far. */
static void chase_hits(struct app *a, const struct engine_event *ev)
{
	struct lookup *l = &a->lookup;
	long from = list_place(a->list, reader_doc(a));
	for (size_t i = 0; i < ev->n; i++) {
		long place = list_place(a->list, ev->docs[i]);
		long found = l->chase_found ? list_place(a->list, l->chase_found) : -1;
		bool beyond = place >= 0 && (l->chase_step > 0 ? place > from : place < from);
		if (beyond && (found < 0 || (l->chase_step > 0 ? place < found : place > found)))
			l->chase_found = ev->docs[i];
	}
	if (!ev->done)
		return;
	l->chase = 0;
	a->notice[0] = '\0';
	if (!l->chase_found) {
		app_notice(a, l->chase_step > 0 ? "no story further down has it" : "no story further up has it");
		return;
	}
	go_open(a, l->chase_found);
	size_t hits = layout_hits(a->reading->layout);
	if (hits)
		reader_go_to_hit(a, l->chase_step > 0 ? 0 : hits - 1);
}

void lookup_chase(struct app *a, int step)
{
	struct buf text = BUF_INIT;
	buf_addc(&text, '"');
	for (const char *p = a->marking.text; *p; p++)
		buf_addc(&text, *p == '"' ? ' ' : *p);
	buf_addc(&text, '"');
	a->lookup.chase_step = step;
	a->lookup.chase_found = 0;
	lookup_again_put_off(a);
	a->lookup.chase = engine_search(a->engine, buf_str(&text), true);
	buf_release(&text);
	app_notice(a, "looking on for it …");
}

/* All are there. They are put in order at once where the eye has not got used to another; else when the hand rests. */
static void ended(struct app *a, struct engine_event *ev)
{
	struct lookup *l = &a->lookup;
	list_hits_end(a->list);
	lookup_take_best(a, ev);
	l->moved = l->moved || l->restored == RESTORED_AS_LISTED;
	bool few = list_hit_docs(a->list) <= l->n_best, soon = app_now_ms() - l->begun_at <= SOON_MS;
	if (l->restored == RESTORED_BEST_FIRST || few || soon)
		lookup_rank(a);
	l->restored = RESTORED_NOT;
}

void lookup_hits(struct app *a, struct engine_event *ev)
{
	struct lookup *l = &a->lookup;
	if (l->chase && ev->ticket == l->chase) {
		chase_hits(a, ev);
		return;
	}
	if (lookup_again_hits(a, ev) || ev->ticket != l->ticket || !*l->text)
		return;
	if (!l->begun) {
		list_hits_begin(a->list, a->panes.list.rows >= CONTEXT_MIN_ROWS);
		l->begun = true;
		l->begun_at = app_now_ms();
		set_listed(a);
		lookup_forget_best(a);
		forget_spread(a);
		l->moved = false;
		l->hits = 0;
	}
	list_hits_add(a->list, ev->docs, ev->n);
	l->hits += ev->hits;
	l->done = ev->done;
	if (ev->done)
		ended(a, ev);
	reader_follow_later(a);
}
