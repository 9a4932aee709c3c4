/* Keys in the headline list. */
#include "act.h"
#include "app.h"

static void moved(struct app *a)
{
	lookup_moved(a);
	reader_follow_later(a);
}

static long times(int direction, long count)
{
	return direction * (count ? count : 1);
}

void act_list_move(struct app *a, int arg, long count)
{
	list_move(a->list, times(arg, count));
	moved(a);
}

void act_list_half(struct app *a, int arg, long count)
{
	list_page(a->list, times(arg, count));
	moved(a);
}

void act_list_page(struct app *a, int arg, long count)
{
	list_page(a->list, 2 * times(arg, count));
	moved(a);
}

static void select_row(struct app *a, size_t row)
{
	size_t rows = list_rows(a->list);
	list_select(a->list, rows && row >= rows ? rows - 1 : row);
	moved(a);
}

void act_list_end(struct app *a, int arg, long count)
{
	if (count > 0)
		select_row(a, (size_t)count - 1);
	else
		select_row(a, arg < 0 ? 0 : SIZE_MAX);
}

void act_list_percent(struct app *a, int arg, long count)
{
	(void)arg;
	if (count == 0)
		app_notice(a, "type a number first: 30%% goes to a third of the list");
	else
		select_row(a, (size_t)((double)list_rows(a->list) * (double)(count > 100 ? 100 : count) / 100.0));
}

void act_list_open(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	struct row row = list_row(a->list, list_selected(a->list));
	if (row.kind == ROW_ARTICLE)
		go_open(a, row.doc);
	else if (row.kind == ROW_SOURCE) {
		if (list_folded(a->list, row.entry))
			list_fold(a->list, row.entry, false);
		else
			list_move(a->list, 1);
		moved(a);
	}
}

void act_list_fold(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	struct row row = list_row(a->list, list_selected(a->list));
	if (row.kind == ROW_NONE)
		return;
	list_fold(a->list, row.entry, true);
	long heading = list_row_of_entry(a->list, row.entry);
	if (heading >= 0)
		list_select(a->list, (size_t)heading);
	moved(a);
}

void act_list_toggle(struct app *a, int arg, long count)
{
	struct row row = list_row(a->list, list_selected(a->list));
	if (row.kind == ROW_SOURCE && list_folded(a->list, row.entry))
		act_list_open(a, arg, count);
	else
		act_list_fold(a, arg, count);
}

void act_list_fold_all(struct app *a, int arg, long count)
{
	(void)count;
	list_fold_all(a->list, arg != 0);
	moved(a);
}
