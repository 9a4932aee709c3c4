/*
 * The source lines of a story beside their labels, so that one sees why the text was cut as it was, and from which one mends it.
 * They cover the screen; leaving comes back to where one was.
 */
#include "act_source.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "lede/unicode.h"

enum { LINES_ABOVE = 3 }; /* of the neighbour, above the story */

size_t source_height(const struct app *a)
{
	int rows = screen_rows(a->screen) - 2;
	return rows > 0 ? (size_t)rows : 1;
}

void source_close(struct app *a)
{
	if (!a->source)
		return;
	source_view_release(&a->source->view);
	free(a->source->name);
	free(a->source);
	a->source = NULL;
	a->dirty = true;
}

static void scroll_to(struct app *a, size_t top)
{
	struct source_screen *s = a->source;
	size_t height = source_height(a), last = s->view.n > height ? s->view.n - height : 0;
	if (s->line < top)
		top = s->line;
	if (s->line >= top + height)
		top = s->line - height + 1;
	s->top = top < last ? top : last;
	a->dirty = true;
}

static void select_line(struct app *a, long line)
{
	struct source_screen *s = a->source;
	long last = (long)s->view.n - 1;
	line = line > last ? last : line;
	s->line = line > 0 ? (size_t)line : 0;
	scroll_to(a, s->top);
}

void source_fit(struct app *a)
{
	if (a->source)
		scroll_to(a, a->source->top);
}

static char *source_name(struct app *a, uint32_t id)
{
	struct source src;
	struct buf name = BUF_INIT;
	if (cache_source(a->cache, id, &src, NULL) == 1) {
		text_clean(&name, src.shown, strlen(src.shown));
		source_release(&src);
	}
	return buf_detach(&name);
}

size_t source_line_numbered(const struct source_view *v, uint32_t number)
{
	size_t i = 0;
	while (i + 1 < v->n && v->lines[i].number < number)
		i++;
	return i;
}

bool source_open(struct app *a, doc_id doc, uint32_t number)
{
	struct article art;
	struct err err = { "this story is not in the cache any more" };
	struct source_view v;
	if (cache_article_row(a->cache, doc, &art, &err) != 1) {
		app_notice(a, "%s", err.text);
		return false;
	}
	int rc = source_view_make(&v, a->cache, &art, &err);
	if (rc == 0) {
		source_close(a);
		a->source = mem_zalloc(1, sizeof *a->source);
		a->source->view = v;
		a->source->doc = doc;
		a->source->name = source_name(a, art.source);
		a->source->line = source_line_numbered(&v, number ? number : art.start_line);
		scroll_to(a, a->source->line > LINES_ABOVE ? a->source->line - LINES_ABOVE : 0);
	} else {
		app_notice(a, "%s", err.text);
	}
	article_release(&art);
	return rc == 0;
}

void source_again(struct app *a, doc_id doc)
{
	uint32_t number = a->source->view.n ? a->source->view.lines[a->source->line].number : 0;
	size_t above = a->source->line - a->source->top;
	if (!doc || !source_open(a, doc, number))
		source_close(a);
	else
		scroll_to(a, a->source->line > above ? a->source->line - above : 0);
}

uint32_t source_line_read(const struct app *a)
{
	const struct reading *r = a->reading;
	if (!r || r->top >= layout_lines(r->layout))
		return 0;
	uint32_t block = layout_line(r->layout, r->top)->block;
	return block < r->story.n ? r->story.blocks[block].line : 0;
}

void act_source(struct app *a, int arg, long count)
{
	doc_id doc = a->focus == FOCUS_LIST ? reader_selected_doc(a) : reader_doc(a);
	(void)arg;
	(void)count;
	if (doc)
		source_open(a, doc, a->focus == FOCUS_LIST ? 0 : source_line_read(a));
	else
		app_notice(a, "no story is chosen");
}

void act_source_move(struct app *a, int arg, long count)
{
	select_line(a, (long)a->source->line + arg * (count ? count : 1));
}

/* Half pages: the window and the line go together. */
void act_source_page(struct app *a, int arg, long count)
{
	struct source_screen *s = a->source;
	long half = (long)source_height(a) / 2, step = arg * (half ? half : 1) * (count ? count : 1);
	size_t above = s->line - s->top;
	select_line(a, (long)s->line + step);
	scroll_to(a, s->line > above ? s->line - above : 0);
}

void act_source_end(struct app *a, int arg, long count)
{
	if (count > 0)
		select_line(a, (long)source_line_numbered(&a->source->view, (uint32_t)count));
	else
		select_line(a, arg < 0 ? 0 : (long)a->source->view.n);
}

void act_source_leave(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	source_close(a);
}
