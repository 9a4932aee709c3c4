/*
 * The reader pane: which story it shows and which line stands at its top.
 *
 * Moving in the list shows a story for a moment (reader_follow); that alone marks nothing. Opening it, or paging
 * through it, does, and from then on its place is kept when it is left.
 */
#include <stdlib.h>
#include <time.h>

#include "app.h"

enum { FOLLOW_MS = 120, RELATED_LIMIT = 20, FOOT_TALL = 9, FOOT_MIDDLE = 5, FOOT_SHORT = 3, COPIES_MAX = 64 };

doc_id reader_doc(const struct app *a)
{
	return a->reading ? a->reading->doc : 0;
}

doc_id reader_selected_doc(const struct app *a)
{
	struct row row = list_row(a->list, list_selected(a->list));
	return row.kind == ROW_ARTICLE ? row.doc : 0;
}

static struct layout_options options(const struct app *a)
{
	int width = a->panes.column_cols;
	return (struct layout_options){ .width = width < 8 ? 8 : width, .wrap = a->wrap };
}

size_t reader_last_top(const struct app *a)
{
	size_t lines = a->reading ? layout_lines(a->reading->layout) : 0;
	size_t height = a->panes.reader.rows > 0 ? (size_t)a->panes.reader.rows : 1;
	return lines > height ? lines - height : 0;
}

bool reader_at_end(const struct app *a)
{
	return !a->reading || a->reading->top >= reader_last_top(a);
}

void reader_scroll_to(struct app *a, size_t top)
{
	size_t last = reader_last_top(a);
	if (!a->reading)
		return;
	top = top > last ? last : top;
	if (top != a->reading->top) {
		a->reading->top = top;
		a->reading->placed = true;
		a->dirty = true;
	}
}

/* The related stories at the foot: as many as the pane has room for beside the text. */
static void set_foot(struct app *a, struct reading *r)
{
	const char *headlines[FOOT_TALL] = { NULL }, *reasons[FOOT_TALL] = { NULL };
	char *copies[FOOT_TALL];
	struct buf why[FOOT_TALL] = { BUF_INIT };
	size_t want = a->panes.reader.rows >= 30 ? FOOT_TALL : a->panes.reader.rows >= 16 ? FOOT_MIDDLE : FOOT_SHORT;
	size_t n = r->n_related < want ? r->n_related : want;
	if (r->foot == n)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct row_info *row = rowcache_get(a->rows, r->related[i].doc);
		headlines[i] = copies[i] = mem_strdup(row ? row->headline : "(gone)");
		for (size_t k = 0; k < RELATED_SHARED_MAX && r->related[i].shared[k]; k++)
			buf_addf(&why[i], "%s%s", k ? ", " : "", r->related[i].shared[k]);
		reasons[i] = buf_str(&why[i]);
	}
	layout_set_related(r->layout, headlines, reasons, n);
	r->foot = n;
	for (size_t i = 0; i < n; i++) {
		free(copies[i]);
		buf_release(&why[i]);
	}
}

static void set_hits(struct app *a, struct reading *r)
{
	if (r->marking == a->marking.serial)
		return;
	layout_set_query(r->layout, a->marking.query);
	r->marking = a->marking.serial;
}

void reader_refresh(struct app *a)
{
	struct layout_options opts = options(a);
	if (!a->reading)
		return;
	reading_layout(a->reading, &opts);
	set_hits(a, a->reading);
	bool at_end = a->reading->top > 0 && reader_at_end(a);
	if (a->reading->related_known)
		set_foot(a, a->reading);
	size_t last = reader_last_top(a);
	if (a->reading->top > last || at_end) /* who stands at the end stays there when the foot comes in */
		a->reading->top = last;
	a->dirty = true;
}

void reader_leave(struct app *a)
{
	struct reading *r = a->reading;
	if (!r || !a->opened || !r->placed || layout_lines(r->layout) == 0)
		return;
	const struct layout_line *line = layout_line(r->layout, r->top);
	bool start = r->top == 0 || line->block == LAYOUT_HEADLINE;
	struct err err;
	r->placed = false;
	r->mark.block = start ? 0 : line->block;
	r->mark.offset = start ? 0 : line->offset;
	if (line->block == LAYOUT_FOOT)
		r->mark.block = r->story.n ? (uint32_t)r->story.n - 1 : 0;
	if (state_set_place(a->state, r->article.fingerprint, r->mark.block, r->mark.offset, time(NULL), &err) < 0)
		app_notice(a, "%s", err.text);
}

bool reader_show(struct app *a, doc_id doc)
{
	struct layout_options opts = options(a);
	struct err err = { "" };
	if (doc == reader_doc(a))
		return true;
	reader_leave(a);
	struct reading *r = shelf_open(a->shelf, doc, &opts, &err);
	if (!r) {
		app_notice(a, "%s", err.text);
		return false;
	}
	a->reading = r;
	a->opened = false;
	a->hit = SIZE_MAX;
	a->follow_at = 0;
	reader_refresh(a);
	if (!r->related_known && a->engine)
		engine_related(a->engine, doc, RELATED_LIMIT);
	return true;
}

/* A text that is read is read in all its copies: each source's count follows. */
static void count_copies(struct app *a, const struct article *art, int delta)
{
	doc_id docs[COPIES_MAX];
	const struct source_table *t = list_sources(a->list);
	int n = cache_copies(a->cache, art->fingerprint, docs, COPIES_MAX, NULL);
	for (int i = 0; i < n; i++) {
		long entry = source_table_of(t, docs[i]);
		if (entry >= 0)
			list_add_read(a->list, (size_t)entry, delta);
	}
}

void reader_mark_read(struct app *a, const struct article *art, bool read)
{
	struct mark mark;
	struct err err;
	if (state_mark(a->state, art->fingerprint, &mark, &err) < 0) {
		app_notice(a, "%s", err.text);
		return;
	}
	if (mark.read == read)
		return;
	if (state_set_read(a->state, art->fingerprint, read, &err) < 0) {
		app_notice(a, "%s", err.text);
		return;
	}
	rowcache_set_mark(a->rows, art->fingerprint, read, mark.starred);
	a->marks_changed = true;
	if (list_sources(a->list))
		count_copies(a, art, read ? 1 : -1);
	a->dirty = true;
}

void reader_touch(struct app *a)
{
	if (!a->reading || a->opened)
		return;
	a->opened = true;
	a->reading->placed = true; /* the time of opening is kept too */
	reader_mark_read(a, &a->reading->article, true);
}

bool reader_open(struct app *a, doc_id doc)
{
	if (!reader_show(a, doc))
		return false;
	if (doc != reader_selected_doc(a))
		list_select_doc(a->list, doc);
	a->follow_at = 0;
	app_set_focus(a, FOCUS_READER);
	reader_touch(a);
	place_keep(a);
	return true;
}

void reader_follow_later(struct app *a)
{
	a->follow_at = app_now_ms() + FOLLOW_MS;
	a->dirty = true;
}

void reader_follow(struct app *a)
{
	lookup_rank(a);
	doc_id doc = reader_selected_doc(a);
	a->follow_at = 0;
	a->dirty = true;
	if (a->focus == FOCUS_LIST && a->panes.reader_shown && doc)
		reader_show(a, doc);
}

void reader_go_to_hit(struct app *a, size_t hit)
{
	size_t line = layout_hit_line(a->reading->layout, hit);
	size_t height = (size_t)a->panes.reader.rows, margin = height / 4;
	a->hit = hit;
	a->dirty = true;
	if (line < a->reading->top + (height > 4 ? 1 : 0) || line >= a->reading->top + height - (height > 4 ? 1 : 0))
		reader_scroll_to(a, line > margin ? line - margin : 0);
}
