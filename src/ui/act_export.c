/* Saving a story as plain text: asks for a name, never overwrites unasked, says where. */
#include <limits.h>
#include <stdlib.h>

#include "act.h"
#include "app.h"
#include "lede/export.h"
#include "lede/path.h"

enum { EXPORT_WIDTH = 72 };

void export_accept(struct app *a);

static void finish(struct app *a, const char *path)
{
	char *expanded = path_expand_home(path);
	char *absolute = path_absolute(expanded);
	char *shown = path_show(absolute);
	state_history_add(a->state, "export", path, NULL);
	prompt_close(a);
	app_notice(a, "saved as %s", shown);
	free(expanded);
	free(absolute);
	free(shown);
}

/* As export_write: 1 where the file exists. */
static int write_story(struct app *a, const char *path, bool force, struct err *err)
{
	struct buf text = BUF_INIT;
	const struct article *art = &a->reading->article;
	struct source s;
	int found = cache_source(a->cache, art->source, &s, err);
	if (found != 1)
		return found < 0 ? -1 : err_set(err, "this story is not in the cache any more");
	export_article(&text, art, &a->reading->story, s.path, EXPORT_WIDTH, EXPORT_TEXT);
	source_release(&s);
	int r = export_write(path, buf_str(&text), text.len, force, err);
	buf_release(&text);
	return r;
}

static void overwrite_answered(struct app *a, bool yes)
{
	struct err err;
	char *path = a->prompt.path;
	a->prompt.path = NULL;
	if (!yes) {
		prompt_close(a);
		app_notice(a, "not saved: %s is as it was", path);
	} else if (write_story(a, path, true, &err) < 0) {
		prompt_close(a);
		app_notice(a, "%s", err.text);
	} else
		finish(a, path);
	free(path);
}

void export_accept(struct app *a)
{
	struct err err;
	char *path = mem_strdup(buf_str(&a->prompt.edit.text));
	int r = *path ? write_story(a, path, false, &err) : err_set(&err, "a name is needed (Esc leaves)");
	if (r == 0)
		finish(a, path);
	else if (r < 0)
		app_notice(a, "%s", err.text); /* the prompt stays, for another name */
	else {
		free(a->prompt.path);
		a->prompt.path = mem_strdup(path);
		prompt_ask(a, mem_printf("%s exists. Overwrite it?", path), overwrite_answered);
	}
	free(path);
}

void act_mark_export(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (a->opts->restricted) {
		app_notice(a, "saving is switched off here (restricted)");
		return;
	}
	doc_id doc = reader_selected_doc(a);
	if (a->focus == FOCUS_LIST && doc)
		reader_show(a, doc);
	if (!a->reading || (a->focus == FOCUS_LIST && !doc)) {
		app_notice(a, "no story is chosen");
		return;
	}
	char *name = export_name(&a->reading->article, EXPORT_TEXT);
	prompt_open(a, PROMPT_EXPORT, name, "export");
	lineedit_end(&a->prompt.edit);
	free(name);
}
