/* What is kept from one launch to the next: the layout for all libraries, the place for each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { ID_DIGITS = 2 * FINGERPRINT_LEN };

static enum panes_layout layout_named(const char *name)
{
	for (int i = PANES_AUTO; i <= PANES_SINGLE; i++)
		if (strcmp(panes_name((enum panes_layout)i), name) == 0)
			return (enum panes_layout)i;
	return PANES_AUTO;
}

static int bounded(int share, int otherwise)
{
	return share >= PANES_SHARE_MIN && share <= PANES_SHARE_MAX ? share : otherwise;
}

static void load_layout(struct app *a)
{
	char *text = NULL, name[16], wrap[8];
	int side, stacked;
	a->choice = panes_default();
	a->wrap = true;
	if (state_get(a->state, "", "layout", &text, NULL) < 0 || !text)
		return;
	if (sscanf(text, "%15s %d %d %7s", name, &side, &stacked, wrap) == 4) {
		a->choice.layout = layout_named(name);
		a->choice.side_share = bounded(side, a->choice.side_share);
		a->choice.stacked_share = bounded(stacked, a->choice.stacked_share);
		a->wrap = strcmp(wrap, "nowrap") != 0;
	}
	free(text);
}

static void load_order(struct app *a)
{
	char *text = NULL;
	if (state_get(a->state, "", "order", &text, NULL) < 0 || !text)
		return;
	a->lookup.by_source = strcmp(text, "source") == 0;
	free(text);
}

void place_keep_order(struct app *a)
{
	struct err err;
	if (state_put(a->state, "", "order", a->lookup.by_source ? "source" : "best", &err) < 0)
		app_notice(a, "%s", err.text);
}

void place_load(struct app *a)
{
	char *text = NULL, id[ID_DIGITS + 1], focus[8];
	load_layout(a);
	load_order(a);
	if (state_get(a->state, a->lib->key, "place", &text, NULL) < 0 || !text)
		return;
	if (sscanf(text, "%32s %7s", id, focus) == 2) {
		a->place_wanted = mem_strdup(id);
		a->place_reading = strcmp(focus, "reader") == 0;
	}
	free(text);
}

void place_seek(struct app *a)
{
	doc_id doc;
	if (!a->place_wanted || cache_find(a->cache, a->place_wanted, &doc, 1, NULL) < 1)
		return;
	if (list_place(a->list, doc) < 0 || !list_select_doc(a->list, doc))
		return;
	free(a->place_wanted);
	a->place_wanted = NULL;
	if (a->place_reading)
		reader_open(a, doc);
	else
		reader_follow(a);
}

/* The fingerprint of the story that one is at, as hex; false: at none. */
static bool place_id(struct app *a, char id[ID_DIGITS + 1])
{
	struct article art;
	doc_id doc = reader_selected_doc(a);
	if (a->focus != FOCUS_LIST && a->reading) {
		article_id(id, a->reading->article.fingerprint, ID_DIGITS);
		return true;
	}
	if (!doc || cache_article_row(a->cache, doc, &art, NULL) != 1)
		return false;
	article_id(id, art.fingerprint, ID_DIGITS);
	article_release(&art);
	return true;
}

void place_keep_layout(struct app *a)
{
	char text[64];
	struct err err;
	snprintf(text, sizeof text, "%s %d %d %s", panes_name(a->choice.layout), a->choice.side_share,
	         a->choice.stacked_share, a->wrap ? "wrap" : "nowrap");
	if (state_put(a->state, "", "layout", text, &err) < 0)
		app_notice(a, "%s", err.text);
}

void place_keep(struct app *a)
{
	char id[ID_DIGITS + 1], text[64];
	struct err err;
	if (!place_id(a, id))
		return;
	snprintf(text, sizeof text, "%s %s", id, a->focus == FOCUS_LIST ? "list" : "reader");
	if (state_put(a->state, a->lib->key, "place", text, &err) < 0)
		app_notice(a, "%s", err.text);
}

void place_save(struct app *a)
{
	reader_leave(a);
	place_keep(a);
}
