/*
 * A line being typed in the status row: a search, something to find in the story, a file name; or a question
 * that y or n answers. Cancelling puts everything back as it was when the prompt was opened.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act.h"
#include "app.h"

enum { HISTORY_MAX = 100 };

static void remember(struct app *a)
{
	struct prompt *p = &a->prompt;
	list_view_free(p->view);
	free(p->text);
	free(p->marked);
	p->view = list_save(a->list);
	p->text = mem_strdup(a->lookup.text);
	p->hits = a->lookup.hits;
	p->done = a->lookup.done;
	p->moved = a->lookup.moved;
	p->ranked = list_hits_best_docs(a->list) > 0;
	p->marked = mem_strdup(a->marking.text);
	p->marked_find = a->marking.find;
	p->doc = reader_doc(a);
	p->top = a->reading ? a->reading->top : 0;
	p->hit = a->hit;
	p->focus = a->focus;
}

void prompt_open(struct app *a, enum prompt_kind kind, const char *text, const char *history)
{
	char *lines[HISTORY_MAX], **owned = NULL;
	int n = history ? state_history(a->state, history, lines, HISTORY_MAX, NULL) : 0;
	if (n > 0) {
		owned = mem_alloc((size_t)n * sizeof *owned);
		memcpy(owned, lines, (size_t)n * sizeof *owned);
	}
	if (a->prompt.kind == PROMPT_NONE)
		remember(a);
	else
		lineedit_release(&a->prompt.edit);
	a->prompt.kind = kind;
	lineedit_start(&a->prompt.edit, text, owned, n > 0 ? (size_t)n : 0);
	a->notice[0] = '\0';
	a->dirty = true;
}

void prompt_ask(struct app *a, char *question, void (*answer)(struct app *a, bool yes))
{
	prompt_open(a, PROMPT_CONFIRM, "", NULL);
	free(a->prompt.question);
	a->prompt.question = question;
	a->prompt.answer = answer;
}

void prompt_close(struct app *a)
{
	struct prompt *p = &a->prompt;
	lineedit_release(&p->edit);
	list_view_free(p->view);
	free(p->text);
	free(p->marked);
	free(p->question);
	free(p->path);
	memset(p, 0, sizeof *p);
	a->dirty = true;
}

/* The search that was in force is in force again; what its list showed comes back at once. */
static void restore_search(struct app *a)
{
	struct prompt *p = &a->prompt;
	if (strcmp(p->text, a->lookup.text) != 0) {
		if (*p->text) {
			lookup_run(a, p->text);
			a->lookup.restored = p->ranked  ? RESTORED_BEST_FIRST
			                     : p->moved ? RESTORED_AS_LISTED
			                                : RESTORED_NOT;
		} else
			lookup_clear(a);
	}
	list_restore(a->list, p->view);
	a->lookup.hits = p->hits;
}

static void restore(struct app *a)
{
	struct prompt *p = &a->prompt;
	if (p->kind == PROMPT_SEARCH || *p->text || *a->lookup.text)
		restore_search(a);
	if (p->kind == PROMPT_SEARCH || p->kind == PROMPT_FIND) {
		lookup_mark(a, p->marked, p->marked_find);
		if (p->doc)
			reader_show(a, p->doc);
		reader_scroll_to(a, p->top);
		a->hit = p->hit;
	}
	app_set_focus(a, p->focus);
	a->follow_at = 0;
}

void act_prompt_cancel(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->prompt.kind != PROMPT_CONFIRM)
		restore(a);
	prompt_close(a);
}

static void find_changed(struct app *a)
{
	lookup_mark(a, buf_str(&a->prompt.edit.text), true);
	if (!a->reading)
		return;
	reader_scroll_to(a, a->prompt.top);
	size_t hit = layout_hit_from(a->reading->layout, a->prompt.top), hits = layout_hits(a->reading->layout);
	if (hits)
		reader_go_to_hit(a, hit < hits ? hit : 0);
}

static void search_changed(struct app *a)
{
	const char *text = buf_str(&a->prompt.edit.text);
	if (*text)
		lookup_run(a, text);
	else {
		lookup_clear(a);
		if (!*a->prompt.text)
			list_restore(a->list, a->prompt.view);
		reader_follow_later(a);
	}
}

static void changed(struct app *a)
{
	a->dirty = true;
	if (a->prompt.kind == PROMPT_SEARCH)
		search_changed(a);
	else if (a->prompt.kind == PROMPT_FIND)
		find_changed(a);
}

static void accept_search(struct app *a)
{
	const char *text = buf_str(&a->prompt.edit.text);
	struct trail_stop from = { .selected = reader_selected_doc(a), .query = a->prompt.text };
	if (*text) {
		state_history_add(a->state, "search", text, NULL);
		trail_push(a->trail, &from);
	}
	lookup_rank(a);
	if (a->lookup.done)
		list_select(a->list, list_selected(a->list)); /* what is selected now is the user's choice */
	prompt_close(a);
	app_set_focus(a, FOCUS_LIST);
	reader_follow_later(a);
}

static void accept_find(struct app *a)
{
	const char *text = buf_str(&a->prompt.edit.text);
	if (*text)
		state_history_add(a->state, "find", text, NULL);
	if (*text && a->reading && layout_hits(a->reading->layout) == 0)
		app_notice(a, "not in this story: n looks on in the list");
	reader_touch(a);
	prompt_close(a);
}

void export_accept(struct app *a); /* act_export.c */

void act_prompt_accept(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	switch (a->prompt.kind) {
	case PROMPT_SEARCH:
		accept_search(a);
		break;
	case PROMPT_FIND:
		accept_find(a);
		break;
	case PROMPT_EXPORT:
		export_accept(a);
		break;
	case PROMPT_SAVE:
		saved_accept(a);
		break;
	default:
		break;
	}
}

/* ^T: what was typed goes from the archive to the story, or the other way. */
void act_prompt_switch(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	struct prompt *p = &a->prompt;
	if (p->kind != PROMPT_SEARCH && p->kind != PROMPT_FIND)
		return;
	bool to_find = p->kind == PROMPT_SEARCH;
	if (to_find && !p->doc) {
		app_notice(a, "no story is open to find in");
		return;
	}
	char *text = mem_strdup(buf_str(&p->edit.text));
	restore(a);
	if (to_find)
		app_set_focus(a, FOCUS_READER);
	else if (a->panes.layout == PANES_SINGLE)
		app_set_focus(a, FOCUS_LIST);
	prompt_open(a, to_find ? PROMPT_FIND : PROMPT_SEARCH, text, to_find ? "find" : "search");
	changed(a);
	free(text);
}

void act_prompt_edit(struct app *a, int arg, long count)
{
	static bool (*const edits[])(struct lineedit *) = {
		[EDIT_BACKSPACE] = lineedit_backspace,   [EDIT_DELETE] = lineedit_delete,
		[EDIT_KILL_WORD] = lineedit_kill_word,   [EDIT_KILL_BEFORE] = lineedit_kill_before,
		[EDIT_KILL_AFTER] = lineedit_kill_after, [EDIT_OLDER] = lineedit_older,
		[EDIT_NEWER] = lineedit_newer,
	};
	static void (*const moves[])(struct lineedit *) = {
		[EDIT_LEFT] = lineedit_left,
		[EDIT_RIGHT] = lineedit_right,
		[EDIT_HOME] = lineedit_home,
		[EDIT_END] = lineedit_end,
	};
	(void)count;
	a->dirty = true;
	if (arg <= EDIT_END)
		moves[arg](&a->prompt.edit);
	else if (arg == EDIT_BACKSPACE && a->prompt.edit.text.len == 0)
		act_prompt_cancel(a, 0, 0); /* as in vi: backspace out of an empty line */
	else if (edits[arg](&a->prompt.edit))
		changed(a);
}

static void answer(struct app *a, const struct key *key)
{
	bool yes = strcasecmp(key->name, "y") == 0;
	bool no = strcasecmp(key->name, "n") == 0 || strcasecmp(key->name, "q") == 0 ||
	          keys_find(CTX_PROMPT, key->name) == keys_find(CTX_PROMPT, "<Escape>");
	void (*then)(struct app *, bool) = a->prompt.answer;
	if (yes || no)
		then(a, yes);
}

void prompt_key(struct app *a, const struct key *key)
{
	if (a->prompt.kind == PROMPT_CONFIRM) {
		answer(a, key);
		return;
	}
	const struct action *action = keys_find(CTX_PROMPT, key->name);
	if (action)
		action->run(a, action->arg, 0);
	else if (key->text[0] && lineedit_insert(&a->prompt.edit, key->text, strlen(key->text)))
		changed(a);
}

void prompt_paste(struct app *a, const char *p, size_t n)
{
	if (a->prompt.kind != PROMPT_CONFIRM && lineedit_insert(&a->prompt.edit, p, n))
		changed(a);
}
