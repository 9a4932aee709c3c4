/* Saved searches: keeping one, the list of them with what is new in each, running and removing them. */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"

void saved_close(struct app *a)
{
	struct saved_view *v = &a->saved;
	saved_searches_free(v->list, v->n);
	free(v->found);
	memset(v, 0, sizeof *v);
}

void saved_fit(struct app *a)
{
	struct saved_view *v = &a->saved;
	size_t height = screen_rows(a->screen) > 3 ? (size_t)screen_rows(a->screen) - 2 : 1;
	if (v->row >= v->n)
		v->row = v->n ? v->n - 1 : 0;
	if (v->row < v->top)
		v->top = v->row;
	if (v->row >= v->top + height)
		v->top = v->row - height + 1;
	a->dirty = true;
}

/* Reads the list anew and has it counted. The selection stays in its row. */
static void load(struct app *a)
{
	struct saved_view *v = &a->saved;
	size_t row = v->row;
	struct err err;
	saved_close(a);
	if (state_saved(a->state, a->lib->key, &v->list, &v->n, &err) < 0)
		app_notice(a, "%s", err.text);
	v->found = mem_zalloc(v->n ? v->n : 1, sizeof *v->found);
	v->open = true;
	v->row = row;
	engine_saved_count(a->engine);
	saved_fit(a);
}

void saved_event(struct app *a, const struct engine_event *ev)
{
	struct saved_view *v = &a->saved;
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->list[i].name, ev->text) == 0)
			v->found[i] = (struct saved_found){ true, ev->n, ev->hits };
	a->dirty |= v->open;
}

/* ---- keeping one */

void act_saved_keep(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (!*a->lookup.text) {
		app_notice(a, "M keeps a search: / in the list begins one");
		return;
	}
	prompt_open(a, PROMPT_SAVE, a->lookup.text, NULL);
}

static int key_of(struct app *a, const char *name)
{
	struct saved_search *list;
	size_t n;
	int key = 0;
	if (state_saved(a->state, a->lib->key, &list, &n, NULL) < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].name, name) == 0)
			key = list[i].key;
	saved_searches_free(list, n);
	return key;
}

void saved_accept(struct app *a)
{
	struct err err;
	if (!a->prompt.edit.text.len) {
		app_notice(a, "type a name, or Esc");
		return;
	}
	char *name = mem_strdup(buf_str(&a->prompt.edit.text));
	prompt_close(a);
	if (state_saved_put(a->state, a->lib->key, name, a->lookup.text, &err) < 0)
		app_notice(a, "%s", err.text);
	else {
		int key = key_of(a, name);
		engine_saved_look(a->engine, name);
		if (key)
			app_notice(a, "kept as %s: '%d searches for it again", name, key);
		else
			app_notice(a, "kept as %s: ' lists the searches kept", name);
	}
	free(name);
}

/* ---- the list */

void act_saved(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	load(a);
}

void act_saved_leave(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	saved_close(a);
}

static void select_row(struct app *a, long row)
{
	long last = (long)a->saved.n - 1;
	row = row > last ? last : row;
	a->saved.row = row > 0 ? (size_t)row : 0;
	saved_fit(a);
}

void act_saved_move(struct app *a, int arg, long count)
{
	(void)count;
	select_row(a, (long)a->saved.row + arg);
}

void act_saved_end(struct app *a, int arg, long count)
{
	(void)count;
	select_row(a, arg < 0 ? 0 : (long)a->saved.n);
}

static void run(struct app *a, size_t i)
{
	char *name = mem_strdup(a->saved.list[i].name), *query = mem_strdup(a->saved.list[i].query);
	saved_close(a);
	go_push(a);
	app_set_focus(a, FOCUS_LIST);
	lookup_run(a, query);
	engine_saved_look(a->engine, name);
	free(name);
	free(query);
}

void act_saved_run(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->saved.row < a->saved.n)
		run(a, a->saved.row);
}

void act_saved_number(struct app *a, int arg, long count)
{
	(void)arg;
	for (size_t i = 0; i < a->saved.n; i++)
		if (a->saved.list[i].key == (int)count) {
			run(a, i);
			return;
		}
	app_notice(a, "no search has the key %ld", count);
}

void act_saved_remove(struct app *a, int arg, long count)
{
	struct saved_view *v = &a->saved;
	struct err err;
	(void)arg;
	(void)count;
	if (v->row >= v->n)
		return;
	char *name = mem_strdup(v->list[v->row].name);
	if (state_saved_remove(a->state, a->lib->key, name, &err) < 0)
		app_notice(a, "%s", err.text);
	else {
		load(a);
		app_notice(a, "%s removed: u brings it back", name);
	}
	free(name);
}

void act_saved_undo(struct app *a, int arg, long count)
{
	struct err err;
	char *name = NULL;
	(void)arg;
	(void)count;
	int rc = state_saved_undo(a->state, a->lib->key, &name, &err);
	if (rc < 0)
		app_notice(a, "%s", err.text);
	else if (rc == 0)
		app_notice(a, "nothing was removed");
	else {
		load(a);
		for (size_t i = 0; i < a->saved.n; i++)
			if (strcmp(a->saved.list[i].name, name) == 0)
				select_row(a, (long)i);
		app_notice(a, "%s is back", name);
	}
	free(name);
}
