/* Searching the archive, finding in a story, and going through the hits. */
#include "act.h"
#include "app.h"

/* In the list one searches the archive, in a story one finds in it; arg 1: the other of the two. */
void act_search_prompt(struct app *a, int arg, long count)
{
	(void)count;
	bool find = (a->focus == FOCUS_READER) != (arg == 1);
	if (find && a->focus == FOCUS_LIST) {
		doc_id doc = reader_selected_doc(a);
		if (doc)
			reader_show(a, doc);
	}
	if (find && !a->reading) {
		app_notice(a, "no story is open to find in");
		return;
	}
	prompt_open(a, find ? PROMPT_FIND : PROMPT_SEARCH, "", find ? "find" : "search");
	if (find)
		app_set_focus(a, FOCUS_READER);
	else if (a->panes.layout == PANES_SINGLE)
		app_set_focus(a, FOCUS_LIST);
}

/* Whether the hit gone to last is still on the screen: once scrolled away, one goes on from what is. */
static bool hit_in_sight(const struct app *a)
{
	if (a->hit >= layout_hits(a->reading->layout))
		return false;
	size_t line = layout_hit_line(a->reading->layout, a->hit), top = a->reading->top;
	return line >= top && line < top + (size_t)a->panes.reader.rows;
}

/* The hit that comes next on the way; false: none left in this story. */
static bool hit_in_story(struct app *a, int step, size_t *hit)
{
	struct layout *l = a->reading->layout;
	size_t n = layout_hits(l);
	if (hit_in_sight(a)) {
		if (step < 0 && a->hit == 0)
			return false;
		*hit = step > 0 ? a->hit + 1 : a->hit - 1;
		return *hit < n;
	}
	*hit = layout_hit_from(l, a->reading->top);
	if (step > 0)
		return *hit < n;
	if (*hit == 0)
		return false;
	(*hit)--;
	return true;
}

static void next_story(struct app *a, int step)
{
	if (a->marking.find) {
		lookup_chase(a, step);
		return;
	}
	doc_id doc = list_step(a->list, reader_doc(a), step);
	if (!doc) {
		app_notice(a, step > 0 ? "that was the last hit" : "that was the first hit");
		return;
	}
	lookup_moved(a);
	if (a->focus == FOCUS_LIST) {
		list_select_doc(a->list, doc);
		reader_show(a, doc);
	} else if (!go_open(a, doc))
		return;
	size_t hits = layout_hits(a->reading->layout);
	if (hits)
		reader_go_to_hit(a, step > 0 ? 0 : hits - 1);
}

/* In a list that fills the screen there is no text to go through: n goes from story to story. */
static bool step_list(struct app *a, int step)
{
	if (a->focus != FOCUS_LIST || a->panes.reader_shown)
		return false;
	doc_id doc = list_step(a->list, reader_selected_doc(a), step);
	lookup_moved(a);
	if (doc)
		list_select_doc(a->list, doc);
	else
		app_notice(a, step > 0 ? "that was the last story" : "that was the first story");
	a->dirty = true;
	return true;
}

void act_search_hit(struct app *a, int arg, long count)
{
	size_t hit;
	if (!a->marking.query) {
		app_notice(a, "nothing is sought yet: / begins");
		return;
	}
	if (step_list(a, arg))
		return;
	if (a->focus == FOCUS_LIST && reader_selected_doc(a) && reader_selected_doc(a) != reader_doc(a))
		reader_follow(a);
	if (!a->reading) {
		next_story(a, arg);
		return;
	}
	for (long i = 0; i < (count ? count : 1); i++) {
		if (!hit_in_story(a, arg, &hit)) {
			next_story(a, arg);
			return;
		}
		reader_go_to_hit(a, hit);
	}
	if (a->focus == FOCUS_READER)
		reader_touch(a);
}

void act_search_order(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	lookup_change_order(a);
	app_notice(a, a->lookup.by_source ? "what a search finds is listed by source"
	                                  : "what a search finds is listed best first");
}
