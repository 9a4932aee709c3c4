/* The pane of related stories, and the numbers that go straight to one. */
#include "act.h"
#include "app.h"

static size_t related_count(const struct app *a)
{
	return a->reading ? a->reading->n_related : 0;
}

void act_related_show(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	doc_id doc = reader_selected_doc(a);
	if (a->focus == FOCUS_LIST && doc)
		reader_show(a, doc);
	if (!a->reading) {
		app_notice(a, "no story is chosen");
		return;
	}
	a->related.from = a->focus;
	a->related.selected = a->related.top = 0;
	app_set_focus(a, FOCUS_RELATED);
}

static void select_related(struct app *a, long i)
{
	long last = (long)related_count(a) - 1;
	i = i > last ? last : i;
	a->related.selected = i < 0 ? 0 : (size_t)i;
	a->dirty = true;
}

void act_related_move(struct app *a, int arg, long count)
{
	select_related(a, (long)a->related.selected + arg * (count ? count : 1));
}

void act_related_end(struct app *a, int arg, long count)
{
	select_related(a, count > 0 ? count - 1 : arg < 0 ? 0 : KEYS_COUNT_MAX);
}

void related_open(struct app *a, size_t i)
{
	if (i < related_count(a))
		go_open(a, a->reading->related[i].doc);
	else if (a->reading && !a->reading->related_known) {
		a->related.wanted = i + 1;
		app_notice(a, "still looking for related stories …");
	} else
		app_notice(a, "there is no related story %zu", i + 1);
}

void act_related_open(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (related_count(a))
		related_open(a, a->related.selected);
}

void act_related_number(struct app *a, int arg, long count)
{
	(void)arg;
	related_open(a, (size_t)count - 1);
}

void act_related_leave(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	app_set_focus(a, a->related.from);
}
