/*
 * Everything a key can do: one table, from which key lookup, the help screen and
 * the manual's list are drawn. A handler changes the app's state and marks it for drawing.
 */
#ifndef LEDE_UI_ACTIONS_H
#define LEDE_UI_ACTIONS_H

#include <stddef.h>

struct app;

enum action_context {
	CTX_LIST = 1,
	CTX_READER = 2,
	CTX_RELATED = 4,  /* the pane of related stories */
	CTX_PAGER = 8,    /* help, and other texts that cover the screen */
	CTX_PROMPT = 16,  /* a line is being typed; keys that mean nothing here are text */
	CTX_CONCORD = 32, /* hits one to a line */
	CTX_SOURCE = 64,  /* source lines beside their labels */
	CTX_SAVED = 128,  /* saved searches */
	CTX_COVER = CTX_PAGER | CTX_CONCORD | CTX_SOURCE | CTX_SAVED, /* what covers the screen */
	CTX_BROWSE = CTX_LIST | CTX_READER | CTX_RELATED
};

enum action_group {
	GROUP_LIST,
	GROUP_READER,
	GROUP_GO,
	GROUP_SEARCH,
	GROUP_CONCORD,
	GROUP_SAVED,
	GROUP_RELATED,
	GROUP_MARKS,
	GROUP_MEND,
	GROUP_SOURCE,
	GROUP_SCREEN,
	GROUP_PAGER,
	GROUP_PROMPT,
	GROUP_CAP
};

/* count: as typed before the key (`5j`), 0 where none was. arg: the table's, so that one handler serves both directions. */
typedef void action_run(struct app *a, int arg, long count);

struct action {
	const char *name;
	const char *help;
	enum action_group group;
	unsigned contexts; /* enum action_context, ORed */
	const char *keys;  /* parted by spaces, in termkey's format; several keys in a row as in "gg" */
	action_run *run;
	int arg;
};

const struct action *actions(size_t *n);
const char *action_group_title(enum action_group group);

#endif
