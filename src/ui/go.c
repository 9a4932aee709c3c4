/* Jumps from story to story, and the way back: H and L. */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"

enum { UNREAD_LOOK_MAX = 20000 };

/* Where one is now. The query is borrowed. */
static struct trail_stop here(struct app *a)
{
	struct trail_stop stop = { 0 };
	stop.selected = reader_selected_doc(a);
	stop.query = a->lookup.text;
	if (a->reading) {
		size_t lines = layout_lines(a->reading->layout);
		const struct layout_line *line = lines ? layout_line(a->reading->layout, a->reading->top) : NULL;
		stop.block = line ? line->block : 0;
		stop.offset = line ? line->offset : 0;
		if (a->focus == FOCUS_READER || (a->focus == FOCUS_RELATED && a->related.from == FOCUS_READER))
			stop.doc = a->reading->doc;
	}
	return stop;
}

void go_push(struct app *a)
{
	struct trail_stop stop = here(a);
	trail_push(a->trail, &stop);
}

bool go_open(struct app *a, doc_id doc)
{
	if (a->focus != FOCUS_LIST && doc == reader_doc(a)) {
		app_set_focus(a, FOCUS_READER);
		return true;
	}
	go_push(a);
	lookup_moved(a);
	return reader_open(a, doc);
}

/* Goes to a stop; its query is searched again where it is not the one in force. */
static void arrive(struct app *a, const struct trail_stop *stop)
{
	const char *query = stop->query ? stop->query : "";
	if (strcmp(query, a->lookup.text) != 0) {
		if (*query)
			lookup_run(a, query);
		else
			lookup_clear(a);
	}
	if (stop->selected)
		list_select_doc(a->list, stop->selected);
	if (stop->doc) {
		if (reader_open(a, stop->doc))
			reader_scroll_to(a, layout_line_at(a->reading->layout, stop->block, stop->offset));
		if (stop->selected)
			list_select_doc(a->list, stop->selected);
		return;
	}
	app_set_focus(a, FOCUS_LIST);
	reader_follow(a);
}

static void travel(struct app *a, const struct trail_stop *(*step)(struct trail *, const struct trail_stop *),
                   long count, const char *no_further)
{
	if (count < 1)
		count = 1;
	while (count-- > 0) {
		struct trail_stop from = here(a);
		const struct trail_stop *to = step(a->trail, &from);
		if (!to) {
			app_notice(a, "%s", no_further);
			return;
		}
		arrive(a, to);
	}
}

void act_go_back(struct app *a, int arg, long count)
{
	(void)arg;
	if (concord_return(a))
		return;
	travel(a, trail_back, count, "this is where it began");
}

void act_go_forward(struct app *a, int arg, long count)
{
	(void)arg;
	travel(a, trail_forward, count, "no further forward");
}

/* The story that steps are counted from; 0: begin at the list's end. On a source's heading it is a neighbour of the heading; *step is then
 * lessened by the step that was taken to it. */
static doc_id origin(struct app *a, int direction, bool *stepped)
{
	struct row row = list_row(a->list, list_selected(a->list));
	*stepped = false;
	if (a->focus != FOCUS_LIST && a->reading && list_place(a->list, a->reading->doc) >= 0)
		return a->reading->doc;
	if (row.kind == ROW_ARTICLE)
		return row.doc;
	if (row.kind != ROW_SOURCE)
		return 0;
	list_fold(a->list, row.entry, false);
	doc_id first = list_row(a->list, list_selected(a->list) + 1).doc;
	*stepped = true;
	return direction > 0 ? first : list_step(a->list, first, -1);
}

/* From the list one stays in the list; from a story one goes on reading. */
static void go_to(struct app *a, doc_id doc)
{
	if (a->focus == FOCUS_LIST) {
		lookup_moved(a);
		list_select_doc(a->list, doc);
		reader_follow_later(a);
	} else
		go_open(a, doc);
}

void act_go_story(struct app *a, int arg, long count)
{
	bool stepped;
	doc_id doc = origin(a, arg, &stepped), next = stepped ? doc : 0;
	for (long i = stepped ? 1 : 0; i < (count ? count : 1) && !(stepped && !doc); i++) {
		doc_id step = list_step(a->list, doc, arg);
		if (!step)
			break;
		doc = next = step;
	}
	if (next)
		go_to(a, next);
	else
		app_notice(a, arg > 0 ? "the last story of the list" : "the first story of the list");
}

static bool is_unread(struct app *a, doc_id doc)
{
	const struct source_table *t = list_sources(a->list);
	long entry = t ? source_table_of(t, doc) : -1;
	struct article art;
	struct mark mark = { 0 };
	if (entry >= 0 && list_entry_unread(a->list, (size_t)entry) == 0)
		return false;
	if (cache_article_row(a->cache, doc, &art, NULL) != 1)
		return false;
	state_mark(a->state, art.fingerprint, &mark, NULL);
	article_release(&art);
	return !mark.read;
}

void act_go_unread(struct app *a, int arg, long count)
{
	bool stepped;
	doc_id doc = origin(a, arg, &stepped);
	(void)count;
	if (!stepped)
		doc = list_step(a->list, doc, arg);
	long looked = 0;
	while (doc && !is_unread(a, doc) && ++looked < UNREAD_LOOK_MAX)
		doc = list_step(a->list, doc, arg);
	if (doc && looked < UNREAD_LOOK_MAX)
		go_to(a, doc);
	else if (doc) {
		go_to(a, doc);
		app_notice(a, "none unread among %d stories: press again to look further", UNREAD_LOOK_MAX);
	} else
		app_notice(a, arg > 0 ? "no unread story further down" : "no unread story further up");
}

void act_go_source(struct app *a, int arg, long count)
{
	size_t before = list_selected(a->list);
	lookup_moved(a);
	list_move_source(a->list, arg * (count ? count : 1));
	struct row row = list_row(a->list, list_selected(a->list));
	if (list_selected(a->list) == before) {
		app_notice(a, arg > 0 ? "the last source" : "the first source");
		return;
	}
	a->dirty = true;
	if (a->focus == FOCUS_LIST) {
		reader_follow_later(a);
		return;
	}
	if (row.kind == ROW_SOURCE) {
		list_fold(a->list, row.entry, false);
		row = list_row(a->list, list_selected(a->list) + 1);
	}
	if (row.kind == ROW_ARTICLE)
		go_open(a, row.doc);
}
