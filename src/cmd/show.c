/* lede show: an article for reading, or as it stands in its file. */
#include "commands.h"

#include "lede/export.h"
#include "session.h"

enum { READING_WIDTH = 72 };

/* The decoded text, unchanged; only a terminal is spared what could command it. */
static int show_raw(struct session *s, const struct article *a, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = cache_text(s->cache, a, &text, err);
	if (rc == 0) {
		if (!text.len || text.p[text.len - 1] != '\n')
			buf_addc(&text, '\n');
		out_text(&s->out, text.p, text.len);
	}
	buf_release(&text);
	return rc;
}

static int reading_width(const struct session *s)
{
	if (s->opts->width != OPTION_WIDTH_UNSET)
		return s->opts->width;
	return s->out.width && s->out.width < READING_WIDTH ? s->out.width : READING_WIDTH;
}

static int show_story(struct session *s, const struct article *a, struct err *err)
{
	struct source source = { 0 };
	struct story story;
	struct buf text = BUF_INIT;
	if (session_story(s, a, &story, err) < 0)
		return -1;
	int found = cache_source(s->cache, a->source, &source, err);
	if (found > 0) {
		export_article(&text, a, &story, source.path, reading_width(s), EXPORT_TEXT);
		out_text(&s->out, buf_str(&text), text.len);
		source_release(&source);
	}
	buf_release(&text);
	story_release(&story);
	return found < 0 ? -1 : 0;
}

static int show(struct session *s, struct err *err)
{
	struct article a;
	int status = session_find(s, s->opts->args[0], &a, err);
	if (status != CMD_DONE)
		return status;
	int rc = s->opts->raw ? show_raw(s, &a, err) : show_story(s, &a, err);
	article_release(&a);
	return rc;
}

int cmd_show(const struct options *opts)
{
	return session_run(opts, show);
}
