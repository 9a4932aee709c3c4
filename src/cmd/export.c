/*
 * lede export: articles into files, or onto standard output.
 *
 * Several articles that go to one place stand in it one after another: text and Markdown with a form feed between, which lede takes for
 * a separator when it reads them again, JSON one object a line.
 */
#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lede/export.h"
#include "lede/path.h"
#include "session.h"

enum { EXPORT_WIDTH = 72 };

/* Where the articles go. */
struct target {
	const char *path; /* -o, or the current folder */
	bool standard_output, folder;
};

static bool is_folder(const char *path)
{
	struct stat st;
	size_t n = strlen(path);
	char *expanded = path_expand_home(path);
	bool there = stat(expanded, &st) == 0 && S_ISDIR(st.st_mode);
	free(expanded);
	return there || (n && path[n - 1] == '/');
}

static struct target find_target(const char *output)
{
	struct target t = { .path = output ? output : "." };
	t.standard_output = strcmp(t.path, "-") == 0;
	t.folder = !t.standard_output && is_folder(t.path);
	return t;
}

static int format_article(struct session *s, const struct article *a, struct buf *out, struct err *err)
{
	struct source source = { 0 };
	struct story story;
	int width = s->opts->width == OPTION_WIDTH_UNSET ? EXPORT_WIDTH : s->opts->width;
	if (session_story(s, a, &story, err) < 0)
		return -1;
	int found = cache_source(s->cache, a->source, &source, err);
	if (found > 0) {
		export_article(out, a, &story, source.path, width, s->opts->format);
		source_release(&source);
	}
	story_release(&story);
	return found < 0 ? -1 : 0;
}

/* 0, CMD_NOTHING where a file stands in the way, -1 with err. */
static int write_file(struct session *s, const char *path, const struct buf *text, struct err *err)
{
	int rc = export_write(path, buf_str(text), text->len, s->opts->force, err);
	if (rc > 0) {
		complain("%s (--force replaces it)", err->text);
		return CMD_NOTHING;
	}
	if (rc == 0) {
		struct buf line = BUF_INIT;
		buf_addf(&line, "%s\n", path);
		out_text(&s->out, line.p, line.len);
		buf_release(&line);
	}
	return rc;
}

static int write_into_folder(struct session *s, const struct target *t, const struct article *a, const struct buf *text,
                             struct err *err)
{
	char *name = export_name(a, s->opts->format);
	char *path = path_join(t->path, name);
	int status = write_file(s, path, text, err);
	free(name);
	free(path);
	return status;
}

/* Adds the article to what is collected, or writes its file. Statuses as above. */
static int export_one(struct session *s, const struct target *t, const char *id, struct buf *all, struct err *err)
{
	struct article a;
	int status = session_find(s, id, &a, err);
	if (status != 0)
		return status;
	if (t->folder) {
		struct buf text = BUF_INIT;
		status = format_article(s, &a, &text, err);
		if (status == 0)
			status = write_into_folder(s, t, &a, &text, err);
		buf_release(&text);
	} else {
		if (all->len && s->opts->format != EXPORT_JSON)
			buf_adds(all, "\n\f\n");
		status = format_article(s, &a, all, err);
	}
	article_release(&a);
	return status;
}

static int export_all(struct session *s, struct err *err)
{
	const struct options *o = s->opts;
	struct target t = find_target(o->output);
	struct buf all = BUF_INIT;
	int status = CMD_DONE;
	for (size_t i = 0; i < o->n_args && status >= 0; i++) {
		int one = export_one(s, &t, o->args[i], &all, err);
		status = one < 0 ? -1 : status | one;
	}
	if (status >= 0 && all.len && t.standard_output)
		out_text(&s->out, all.p, all.len);
	else if (status >= 0 && all.len) {
		int one = write_file(s, t.path, &all, err);
		status = one < 0 ? -1 : status | one;
	}
	buf_release(&all);
	return status;
}

int cmd_export(const struct options *opts)
{
	if (opts->restricted && !(opts->output && strcmp(opts->output, "-") == 0)) {
		complain("writing files is switched off (--restricted); -o - prints the article");
		return CMD_FAILED;
	}
	return session_run(opts, export_all);
}
