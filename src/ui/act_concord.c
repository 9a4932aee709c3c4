/*
 * The concordance on the screen: every hit of the search in force, one to a line. A story opened from it
 * has it behind: leaving that story comes back to the line, leaving the concordance to exactly where one was before.
 */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"

_Static_assert(CONCORD_HEADLINE == LAYOUT_HEADLINE, "a headline is the same place in both");

static const char *const sort_names[CONCORD_SORTS] = { [CONCORD_BY_SOURCE] = "source",
	                                               [CONCORD_BY_LEFT] = "the words before",
	                                               [CONCORD_BY_RIGHT] = "the words after",
	                                               [CONCORD_BY_DATE] = "date" };

size_t concord_height(const struct app *a)
{
	int rows = screen_rows(a->screen) - 2;
	return rows > 0 ? (size_t)rows : 1;
}

void concord_forget(struct app *a)
{
	struct concord_view *v = &a->concord;
	if (v->lines && a->engine)
		engine_concord_cancel(a->engine);
	concord_free(v->lines);
	list_view_free(v->view);
	free(v->text);
	free(v->marked);
	memset(v, 0, sizeof *v);
}

/* ---- selection and window */

static void scroll_to(struct app *a, size_t top)
{
	struct concord_view *v = &a->concord;
	size_t height = concord_height(a), rows = concord_rows(v->lines), last = rows > height ? rows - height : 0;
	if (v->row < top)
		top = v->row;
	if (v->row >= top + height)
		top = v->row - height + 1;
	v->top = top < last ? top : last;
	a->dirty = true;
}

static void select_row(struct app *a, long row)
{
	struct concord_view *v = &a->concord;
	long last = (long)concord_rows(v->lines) - 1;
	row = row > last ? last : row;
	v->row = row > 0 ? (size_t)row : 0;
	v->moved = true;
	scroll_to(a, v->top);
}

/* The line comes to the middle unless it is in sight. */
static void follow_line(struct app *a, size_t id)
{
	struct concord_view *v = &a->concord;
	size_t half = concord_height(a) / 2;
	v->row = concord_row_of(v->lines, id);
	bool in_sight = v->row >= v->top && v->row < v->top + concord_height(a);
	scroll_to(a, in_sight ? v->top : v->row > half ? v->row - half : 0);
}

void concord_fit(struct app *a)
{
	if (a->concord.open)
		scroll_to(a, a->concord.top);
}

/* ---- lines as they come */

void concord_event(struct app *a, struct engine_event *ev)
{
	struct concord_view *v = &a->concord;
	if (!v->lines || ev->ticket != v->ticket)
		return;
	bool follows = v->moved && concord_rows(v->lines);
	size_t id = follows ? concord_id(v->lines, v->row) : 0;
	size_t below = v->row - v->top;
	concord_add(v->lines, ev->lines);
	v->done = ev->done;
	v->capped = ev->capped;
	if (follows) {
		v->row = concord_row_of(v->lines, id);
		v->top = v->row > below ? v->row - below : 0;
	}
	concord_fit(a);
}

/* ---- coming and going */

static void remember(struct app *a)
{
	struct concord_view *v = &a->concord;
	v->view = list_save(a->list);
	v->marked = mem_strdup(a->marking.text);
	v->marked_find = a->marking.find;
	v->doc = reader_doc(a);
	v->doc_top = a->reading ? a->reading->top : 0;
	v->hit = a->hit;
	v->focus = a->focus;
}

void act_concord(struct app *a, int arg, long count)
{
	struct concord_view *v = &a->concord;
	(void)arg;
	(void)count;
	if (!*a->lookup.text) {
		app_notice(a, "C lists the hits of a search: / in the list begins one");
		return;
	}
	concord_forget(a);
	remember(a);
	v->text = mem_strdup(a->lookup.text);
	v->lines = concord_new();
	v->ticket = engine_concord(a->engine, v->text, screen_cols(a->screen) / 2);
	v->open = true;
	a->follow_at = 0;
}

static void mark_again(struct app *a, const char *text, bool find)
{
	const char *now = a->marking.text ? a->marking.text : "";
	if (strcmp(now, text ? text : "") != 0 || a->marking.find != find)
		lookup_mark(a, text, find);
}

void act_concord_leave(struct app *a, int arg, long count)
{
	struct concord_view was = a->concord;
	(void)arg;
	(void)count;
	a->concord.view = NULL; /* ours now */
	a->concord.marked = NULL;
	concord_forget(a);
	list_restore(a->list, was.view);
	mark_again(a, was.marked, was.marked_find);
	if (was.doc && reader_show(a, was.doc))
		reader_scroll_to(a, was.doc_top);
	a->hit = was.hit;
	a->follow_at = 0;
	app_set_focus(a, was.focus);
	list_view_free(was.view);
	free(was.marked);
	a->dirty = true;
}

bool concord_return(struct app *a)
{
	struct concord_view *v = &a->concord;
	if (!v->lines || v->open || a->focus != FOCUS_READER || reader_doc(a) != v->opened)
		return false;
	v->open = true;
	concord_fit(a);
	return true;
}

/* The hit that begins at a byte of a block; how many there are where none does. */
static size_t hit_at(const struct layout *l, uint32_t block, uint32_t offset)
{
	size_t n, i = layout_line_at(l, block, offset);
	const struct layout_line *line = layout_line(l, i);
	const struct layout_span *spans = layout_spans(l, i, &n);
	for (size_t k = 0; k < n; k++)
		if (line->block == block && line->offset + spans[k].start == offset)
			return spans[k].hit;
	return layout_hits(l);
}

void act_concord_open(struct app *a, int arg, long count)
{
	struct concord_view *v = &a->concord;
	(void)arg;
	(void)count;
	if (v->row >= concord_rows(v->lines))
		return;
	struct concord_line line = *concord_line(v->lines, concord_id(v->lines, v->row));
	mark_again(a, v->text, false);
	v->moved = true;
	if (!reader_open(a, line.doc))
		return;
	v->open = false;
	v->opened = line.doc;
	size_t hit = hit_at(a->reading->layout, line.block, line.offset);
	if (hit < layout_hits(a->reading->layout))
		reader_go_to_hit(a, hit);
	else
		app_notice(a, "this story has changed since: C once more looks again");
}

/* ---- moving and sorting */

void act_concord_move(struct app *a, int arg, long count)
{
	select_row(a, (long)a->concord.row + arg * (count ? count : 1));
}

static void page(struct app *a, long rows)
{
	struct concord_view *v = &a->concord;
	long top = (long)v->top + rows;
	select_row(a, (long)v->row + rows);
	scroll_to(a, top > 0 ? (size_t)top : 0);
}

void act_concord_page(struct app *a, int arg, long count)
{
	page(a, arg * (long)concord_height(a) * (count ? count : 1));
}

void act_concord_half(struct app *a, int arg, long count)
{
	page(a, arg * ((long)concord_height(a) / 2 + 1) * (count ? count : 1));
}

void act_concord_end(struct app *a, int arg, long count)
{
	select_row(a, count > 0 ? count - 1 : arg < 0 ? 0 : KEYS_COUNT_MAX);
}

void act_concord_percent(struct app *a, int arg, long count)
{
	(void)arg;
	if (count > 0)
		select_row(a, (long)concord_rows(a->concord.lines) * (count > 100 ? 100 : count) / 100);
}

void act_concord_sort(struct app *a, int arg, long count)
{
	struct concord_view *v = &a->concord;
	enum concord_sort sort = arg < 0 ? (concord_sorted(v->lines) + 1) % CONCORD_SORTS : (enum concord_sort)arg;
	(void)count;
	size_t id = v->moved && concord_rows(v->lines) ? concord_id(v->lines, v->row) : SIZE_MAX;
	concord_order(v->lines, sort);
	app_notice(a, "sorted by %s", sort_names[sort]);
	if (id != SIZE_MAX)
		follow_line(a, id);
}
