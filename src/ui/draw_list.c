/*
 * The headline list: one row each. Columns: the gutter's mark, fold sign, star, unread sign, then the text.
 *
 * A line of context costs the reading of a story; those that do not fit into a frame's time are left for the next
 * frame, which comes at once unless a key does. New hits are on the screen before any of them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { TEXT_COL = 5, NAME_COL = 3, CONTEXT_COL = 7, CONTEXT_MS = 3 };

struct budget { /* for lines of context; the first is always made, so that every frame gets further */
	int64_t until_ms;
	bool spent;
};

struct pen { /* where a row goes and how it looks */
	int row, col, cols;
	unsigned face;
	bool selected;
};

static void put_sign(struct app *a, const struct pen *p, int at, const char *sign)
{
	screen_puts(a->screen, p->row, p->col + at, 1, sign, p->face);
}

/* Puts the text at the right end of the row; returns the cells that are left before it. */
static int put_right(struct app *a, const struct pen *p, const char *text, unsigned face)
{
	int cells = text_width(text, strlen(text));
	if (!*text || cells + TEXT_COL + 8 > p->cols)
		return p->cols - 1;
	screen_puts(a->screen, p->row, p->col + p->cols - cells - 1, cells, text, face);
	return p->cols - cells - 2;
}

/* Text that may be cut: what is cut shows an ellipsis, and the hits in what is left are picked out. */
static void put_cut(struct app *a, const struct pen *p, int at, int until, const char *text, size_t n, bool headline,
                    unsigned face)
{
	struct buf cut = BUF_INIT;
	if (until <= at)
		return;
	text_ellipsize(&cut, text, n, until - at);
	draw_hits(a, p->row, p->col + at, until - at, buf_str(&cut), cut.len, headline, face);
	buf_release(&cut);
}

static void draw_article(struct app *a, const struct pen *p, doc_id doc)
{
	const struct row_info *info = rowcache_get(a->rows, doc);
	char copies[24] = "";
	if (!info)
		return;
	if (info->copies)
		snprintf(copies, sizeof copies, "%sx%" PRIu32, info->doubtful ? "? " : "", info->copies + 1);
	else if (info->doubtful)
		snprintf(copies, sizeof copies, "?");
	if (info->starred)
		put_sign(a, p, 2, "*");
	if (!info->read)
		put_sign(a, p, 3, "•");
	int until = put_right(a, p, copies, p->face);
	put_cut(a, p, TEXT_COL, until, info->headline, info->len, true, p->face);
}

static void put_heading(struct app *a, const struct pen *p, size_t entry, const char *name, const char *count)
{
	struct buf cut = BUF_INIT;
	put_sign(a, p, 1, list_folded(a->list, entry) ? ">" : "v");
	int until = put_right(a, p, count, p->face);
	text_ellipsize(&cut, name, strlen(name), until - NAME_COL);
	screen_text(a->screen, p->row, p->col + NAME_COL, until - NAME_COL, buf_str(&cut), cut.len,
	            p->face | FACE_BOLD);
	buf_release(&cut);
}

static void draw_best(struct app *a, const struct pen *p)
{
	struct buf count = BUF_INIT;
	draw_add_number(&count, list_hits_best_docs(a->list));
	buf_adds(&count, " of ");
	draw_add_number(&count, list_hit_docs(a->list));
	put_heading(a, p, LIST_BEST, "Best first", buf_str(&count));
	buf_release(&count);
}

static void draw_source(struct app *a, const struct pen *p, size_t entry)
{
	if (entry == LIST_BEST) {
		draw_best(a, p);
		return;
	}
	const struct source_entry *e = &list_sources(a->list)->entries[entry];
	char count[48];
	long unread = list_entry_unread(a->list, entry);
	if (list_searching(a->list))
		snprintf(count, sizeof count, "%zu of %" PRIu32, list_entry_count(a->list, entry), e->articles);
	else if (unread > 0 && (uint32_t)unread == e->articles)
		snprintf(count, sizeof count, "•%ld", unread);
	else if (unread > 0)
		snprintf(count, sizeof count, "%" PRIu32 " •%ld", e->articles, unread);
	else
		snprintf(count, sizeof count, "%" PRIu32, e->articles);
	put_heading(a, p, entry, rowcache_source(a->rows, e->id), count);
}

static void draw_context(struct app *a, const struct pen *p, doc_id doc, struct budget *b)
{
	size_t len;
	int width = p->cols - CONTEXT_COL - 1;
	if (!a->lookup.listed || width < 8)
		return;
	const struct query *q = a->lookup.listed;
	const char *text = rowcache_snippet(a->rows, doc, q, a->lookup.serial, width, false, &len);
	if (!text && !b->spent) {
		text = rowcache_snippet(a->rows, doc, q, a->lookup.serial, width, true, &len);
		b->spent = app_now_ms() >= b->until_ms;
	}
	if (!text)
		a->more_to_draw = true;
	else
		put_cut(a, p, CONTEXT_COL, p->cols - 1, text, len, false, FACE_DIM);
}

/* A bar where the hand is; elsewhere, and where a bar is not wanted, a mark in the gutter. */
static void draw_selection(struct app *a, struct pen *p)
{
	bool bar = p->selected && a->focus == FOCUS_LIST && !a->opts->mark;
	if (bar) {
		p->face = FACE_REVERSE;
		screen_fill(a->screen, p->row, p->col, p->cols, p->face);
	}
	if (p->selected && !bar)
		put_sign(a, p, 0, ">");
	if (p->selected && a->focus == FOCUS_LIST)
		screen_cursor(a->screen, p->row, p->col);
}

static void draw_row(struct app *a, struct row row, struct pen *p, struct budget *b)
{
	draw_selection(a, p);
	if (row.kind == ROW_SOURCE)
		draw_source(a, p, row.entry);
	else if (row.kind == ROW_ARTICLE)
		draw_article(a, p, row.doc);
	else if (row.kind == ROW_CONTEXT)
		draw_context(a, p, row.doc, b);
}

static void lines(struct app *a, const struct rect *r, const char *const *text, size_t n)
{
	for (size_t i = 0; i < n && (int)i < r->rows; i++) {
		struct buf clean = BUF_INIT;
		text_clean(&clean, text[i], strlen(text[i]));
		screen_text(a->screen, r->row + (int)i, r->col + 1, r->cols - 2, buf_str(&clean), clean.len,
		            FACE_PLAIN);
		buf_release(&clean);
	}
	screen_cursor(a->screen, r->row, r->col);
}

static void draw_no_hits(struct app *a)
{
	const char *const none[] = { a->lookup.done ? "No story matches." : "Searching …", "", "Esc goes back." };
	lines(a, &a->panes.list, none, sizeof none / sizeof *none);
}

/* Nothing to list: why, and what to do. */
void draw_empty(struct app *a)
{
	const struct build_progress *p = &a->progress;
	const struct rect all = { 1, 0, a->panes.status.row - 1, screen_cols(a->screen) };
	static const char *const reading[] = { "Reading in …" };
	char looked[64], left_out[96] = "";
	if (a->building || !a->built) {
		lines(a, &all, reading, 1);
		return;
	}
	snprintf(looked, sizeof looked, "Files looked at: %" PRIu64, p->files_done + p->skipped + p->failed);
	if (p->skipped || p->failed)
		snprintf(left_out, sizeof left_out, "No text: %" PRIu64 "   Could not be read: %" PRIu64, p->skipped,
		         p->failed);
	const char *const empty[] = { "There are no articles here.",
		                      "",
		                      a->lib->name,
		                      looked,
		                      left_out,
		                      "",
		                      "lede reads plain-text files that hold",
		                      "news articles. Put some there and",
		                      "press R, or q and name another folder." };
	lines(a, &all, empty, sizeof empty / sizeof *empty);
}

void draw_list(struct app *a)
{
	const struct rect *r = &a->panes.list;
	size_t top = list_top(a->list), selected = list_selected(a->list);
	struct budget budget = { app_now_ms() + CONTEXT_MS, a->lookup.fresh };
	if (list_rows(a->list) == 0) {
		draw_no_hits(a);
		return;
	}
	int rows = lookup_list_rows(a);
	if (rows < r->rows)
		draw_spread(a, r->row + rows);
	for (int i = 0; i < rows; i++) {
		struct row row = list_row(a->list, top + (size_t)i);
		struct pen p = { r->row + i, r->col, r->cols, FACE_PLAIN, top + (size_t)i == selected };
		if (row.kind == ROW_NONE)
			break;
		draw_row(a, row, &p, &budget);
	}
	a->lookup.fresh = false;
}
