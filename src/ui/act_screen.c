/* Layout, help, and the keys that leave something. */
#include <stdio.h>
#include <string.h>

#include "act.h"
#include "app.h"

enum { SHARE_STEP = 5, KEYS_CELLS = 24 };

void act_screen_layout(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	static const char *const names[] = {
		[PANES_SIDE] = "side by side", [PANES_STACKED] = "list above story", [PANES_SINGLE] = "one at a time"
	};
	a->choice.layout = panes_next(&a->choice, screen_rows(a->screen), screen_cols(a->screen));
	app_place_panes(a);
	place_keep_layout(a);
	app_notice(a, "layout: %s", names[a->panes.layout]);
}

void act_screen_share(struct app *a, int arg, long count)
{
	int *share = a->panes.layout == PANES_SIDE ? &a->choice.side_share : &a->choice.stacked_share;
	if (a->panes.layout == PANES_SINGLE) {
		app_notice(a, "one pane fills the screen: O changes that");
		return;
	}
	long n = *share + arg * SHARE_STEP * (count ? count : 1);
	n = n < PANES_SHARE_MIN ? PANES_SHARE_MIN : n;
	*share = (int)(n > PANES_SHARE_MAX ? PANES_SHARE_MAX : n);
	app_place_panes(a);
	place_keep_layout(a);
}

void act_screen_wrap(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	a->wrap = !a->wrap;
	reader_refresh(a);
	place_keep_layout(a);
	app_notice(a, a->wrap ? "paragraphs are wrapped" : "one line for each paragraph");
}

struct help {
	struct buf text;
	char group[64];
};

static void help_row(void *payload, const char *group, const char *keys, const char *help)
{
	struct help *h = payload;
	if (strcmp(h->group, group) != 0) {
		if (h->text.len)
			buf_addc(&h->text, '\n');
		buf_addf(&h->text, "\t%s\n", group);
		snprintf(h->group, sizeof h->group, "%s", group);
	}
	if (strlen(keys) >= KEYS_CELLS)
		buf_addf(&h->text, "  %s\n  %-*s%s\n", keys, KEYS_CELLS, "", help);
	else
		buf_addf(&h->text, "  %-*s%s\n", KEYS_CELLS, keys, help);
}

static const char search_help[] = "\n\tWhat can be searched for\n"
				  "  bomb blast              both words; the last may be the beginning of one\n"
				  "  \"bomb blast\"            the words in this order\n"
				  "  bomb -trial             without that word;  bomb OR blast  either\n"
				  "  by: place: agency:      who wrote it, where it happened, who sent it\n"
				  "  in:004 kind:brief       the file's name; article or brief\n"
				  "  is:unread               or read, starred, copy, doubtful\n"
				  "\n\tSigns in the list\n"
				  "  v >                     an unfolded, a folded source\n"
				  "  * •                     starred, unread\n"
				  "  x2                      stands twice in the library: one copy elsewhere\n"
				  "  ?                       begins or ends doubtfully: v shows where, E mends\n"
				  "\nNumbers before a key repeat it (5j) or say where to (30%, 12G).\n";

void act_screen_help(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	struct help h;
	memset(&h, 0, sizeof h);
	ui_key_table(help_row, &h);
	buf_adds(&h.text, search_help);
	pager_open(a, "Keys", &h.text);
}

void act_screen_rescan(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->lib->frozen)
		app_notice(a, "this library is opened as it is: no new files are looked for");
	else if (engine_building(a->engine))
		app_notice(a, "already looking");
	else {
		memset(&a->progress, 0, sizeof a->progress);
		a->progress.scanning = a->building = true;
		engine_build(a->engine);
	}
}

void act_screen_redraw(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	screen_repaint(a->screen);
	a->dirty = true;
}

void act_screen_suspend(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->opts->restricted)
		app_notice(a, "suspending is switched off here (restricted)");
	else
		app_suspend(a);
}

/* Leaves what is innermost; false at the top. */
static bool leave_something(struct app *a)
{
	if (a->focus == FOCUS_RELATED)
		act_related_leave(a, 0, 0);
	else if (a->focus == FOCUS_READER)
		act_reader_leave(a, 0, 0);
	else if (*a->lookup.text) {
		go_push(a);
		lookup_clear(a);
		reader_follow_later(a);
	} else
		return false;
	return true;
}

/* What was sought in the story is forgotten first: the highlight goes, the place stays. */
static bool leave_find(struct app *a)
{
	if (a->focus != FOCUS_READER || !a->marking.find || !a->marking.query)
		return false;
	lookup_mark(a, *a->lookup.text ? a->lookup.text : NULL, false);
	return true;
}

void act_screen_cancel(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->bulk.next) {
		bulk_cancel(a);
		return;
	}
	if (leave_find(a) || leave_something(a))
		return;
	if (engine_building(a->engine)) {
		engine_build_stop(a->engine);
		app_notice(a, "stopped: R goes on");
	} else
		app_notice(a, "q quits");
}

void act_screen_leave(struct app *a, int arg, long count)
{
	if (!leave_something(a))
		act_screen_quit(a, arg, count);
}

void act_screen_quit(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	a->quit = true;
}
