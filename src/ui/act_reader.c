/* Keys in a story. */
#include "act.h"
#include "app.h"

static void scroll(struct app *a, long lines)
{
	if (!a->reading)
		return;
	size_t top = a->reading->top;
	reader_touch(a);
	if (lines < 0 && (size_t)-lines > top)
		reader_scroll_to(a, 0);
	else
		reader_scroll_to(a, top + (size_t)lines);
}

/* One line of the page before stays on the screen, where the pane is tall enough to spare it. */
static long page(const struct app *a)
{
	return a->panes.reader.rows > 4 ? a->panes.reader.rows - 1 : a->panes.reader.rows;
}

static long times(int direction, long count)
{
	return direction * (count ? count : 1);
}

void act_reader_line(struct app *a, int arg, long count)
{
	scroll(a, times(arg, count));
}

void act_reader_half(struct app *a, int arg, long count)
{
	long half = a->panes.reader.rows / 2;
	scroll(a, times(arg, count) * (half ? half : 1));
}

void act_reader_page(struct app *a, int arg, long count)
{
	scroll(a, times(arg, count) * page(a));
}

void act_reader_end(struct app *a, int arg, long count)
{
	if (!a->reading)
		return;
	reader_touch(a);
	if (count > 0)
		reader_scroll_to(a, (size_t)count - 1);
	else
		reader_scroll_to(a, arg < 0 ? 0 : SIZE_MAX);
}

void act_reader_percent(struct app *a, int arg, long count)
{
	(void)arg;
	if (count == 0) {
		app_notice(a, "type a number first: 30%% goes to a third of the story");
		return;
	}
	if (a->reading)
		reader_scroll_to(a, layout_lines(a->reading->layout) * (size_t)(count > 100 ? 100 : count) / 100);
}

void act_reader_leave(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	reader_leave(a);
	if (!concord_return(a))
		app_set_focus(a, FOCUS_LIST);
}

/* Shows the story that the list's selection means; true where it was on the screen already. */
static bool catch_up(struct app *a)
{
	doc_id doc = reader_selected_doc(a);
	if (!a->panes.reader_shown) {
		if (doc)
			go_open(a, doc);
		else
			act_go_story(a, 1, 0);
		return false;
	}
	if (doc && doc != reader_doc(a)) {
		reader_show(a, doc);
		reader_touch(a);
		return false;
	}
	if (!doc) {
		act_go_story(a, 1, 0);
		reader_follow(a);
		return false;
	}
	return true;
}

static void go_on(struct app *a)
{
	struct reading *before = a->reading;
	act_go_story(a, 1, 0);
	if (a->focus == FOCUS_LIST)
		reader_follow(a);
	if (a->reading != before)
		reader_touch(a);
}

/* Space and b: from the list too, without going there. */
void act_page(struct app *a, int arg, long count)
{
	if (a->focus == FOCUS_LIST && !catch_up(a))
		return;
	if (arg > 0 && reader_at_end(a)) {
		reader_touch(a);
		go_on(a);
	} else
		act_reader_page(a, arg, count);
}
