/* The title line and the status line. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { RIGHT_MIN_COLS = 34 };

void draw_add_number(struct buf *out, uint64_t n)
{
	char digits[32];
	int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_addc(out, ',');
		buf_addc(out, digits[i]);
	}
}

static void add_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
	draw_add_number(out, n);
	buf_addf(out, " %s", n == 1 ? one : many);
}

/* Left and right text in one row; the right one gives way. */
static void put_both(struct app *a, int row, const char *left, unsigned left_face, const char *right)
{
	int cols = screen_cols(a->screen), right_cells = text_width(right, strlen(right));
	struct buf cut = BUF_INIT;
	int room = cols - 2;
	if (cols >= RIGHT_MIN_COLS && right_cells < cols / 2 + 10) {
		room -= right_cells + 1;
		screen_puts(a->screen, row, cols - 1 - right_cells, right_cells, right, FACE_PLAIN);
	}
	text_ellipsize(&cut, left, strlen(left), room > 0 ? room : 0);
	screen_text(a->screen, row, 1, room, buf_str(&cut), cut.len, left_face);
	buf_release(&cut);
}

enum detail { DETAIL_ALL, DETAIL_SOME, DETAIL_LEAST };

/* How much there is to read, in fewer words on a narrow screen. */
static void add_totals(struct app *a, struct buf *out, enum detail detail)
{
	const struct source_table *t = list_sources(a->list);
	long unread = list_unread(a->list);
	if (!t)
		return;
	if (detail < DETAIL_LEAST || unread < 0)
		add_count(out, t->articles, "article", "articles");
	if (detail == DETAIL_ALL) {
		buf_adds(out, "  ");
		add_count(out, t->n, "source", "sources");
	}
	if (unread < 0)
		return;
	buf_adds(out, out->len ? "  " : "");
	draw_add_number(out, (uint64_t)unread);
	buf_adds(out, " unread");
}

void draw_title(struct app *a)
{
	struct buf counts = BUF_INIT, name = BUF_INIT;
	text_clean(&name, a->lib->name, strlen(a->lib->name));
	int room = screen_cols(a->screen) - 3 - text_width(buf_str(&name), name.len);
	for (int detail = DETAIL_ALL; detail <= DETAIL_LEAST; detail++) {
		buf_clear(&counts);
		add_totals(a, &counts, (enum detail)detail);
		if (text_width(buf_str(&counts), counts.len) <= room)
			break;
	}
	put_both(a, 0, buf_str(&name), FACE_BOLD, buf_str(&counts));
	buf_release(&counts);
	buf_release(&name);
}

static void add_search_counts(struct app *a, struct buf *out)
{
	const struct lookup *l = &a->lookup;
	if (!*l->text)
		return;
	if (!l->begun && !l->done) {
		buf_adds(out, "…");
		return;
	}
	buf_adds(out, l->done ? "" : "≥ ");
	add_count(out, list_hit_docs(a->list), "article", "articles");
	if (l->hits) {
		buf_adds(out, " · ");
		add_count(out, l->hits, "hit", "hits");
	}
	if (!l->done)
		buf_adds(out, " …");
	const char *note = query_note(l->query);
	if (note)
		buf_addf(out, "  (%s)", note);
}

static void add_find_counts(struct app *a, struct buf *out)
{
	size_t n = a->reading ? layout_hits(a->reading->layout) : 0;
	if (!a->marking.query)
		return;
	if (a->hit < n)
		buf_addf(out, "%zu of ", a->hit + 1);
	add_count(out, n, "hit", "hits");
}

static void add_time_left(struct buf *out, const struct build_progress *p)
{
	if (p->seconds < 0.5 || p->scanning || !p->bytes_done || p->bytes_total <= p->bytes_done)
		return;
	long s = (long)(p->seconds * (double)(p->bytes_total - p->bytes_done) / (double)p->bytes_done) + 1;
	if (s < 60)
		buf_addf(out, " · %ld s left", s);
	else
		buf_addf(out, " · %ld:%02ld left", s / 60, s % 60);
}

static void add_rate(struct buf *out, const struct build_progress *p)
{
	if (p->seconds < 0.5)
		return;
	buf_adds(out, " · ");
	draw_add_number(out, (uint64_t)((double)p->articles / p->seconds));
	buf_adds(out, "/s");
}

static void add_progress(struct app *a, struct buf *out, enum detail detail)
{
	const struct build_progress *p = &a->progress;
	buf_adds(out, p->scanning ? "looking at files: " : "reading in: ");
	draw_add_number(out, p->files_done);
	buf_addc(out, '/');
	draw_add_number(out, p->files_total);
	if (detail < DETAIL_LEAST) {
		buf_adds(out, " files · ");
		add_count(out, p->articles, "article", "articles");
	}
	if (detail == DETAIL_ALL)
		add_rate(out, p);
	add_time_left(out, p);
	buf_adds(out, "  Esc stops");
}

static void add_fitting_progress(struct app *a, struct buf *out)
{
	int room = screen_cols(a->screen) - 15;
	for (int detail = DETAIL_ALL; detail <= DETAIL_LEAST; detail++) {
		buf_clear(out);
		add_progress(a, out, (enum detail)detail);
		if (text_width(buf_str(out), out->len) <= room)
			return;
	}
}

/* Where one is: story 12 of 46 in its source. */
static void add_position(struct app *a, struct buf *out)
{
	doc_id doc = a->focus == FOCUS_LIST ? reader_selected_doc(a) : reader_doc(a);
	long place = doc ? list_place(a->list, doc) : -1;
	if (a->focus == FOCUS_RELATED) {
		buf_adds(out, "Enter or a number opens  Esc goes back");
		return;
	}
	struct row row = list_row(a->list, list_selected(a->list));
	if (a->focus == FOCUS_LIST && row.kind == ROW_SOURCE) {
		if (row.entry == LIST_BEST)
			buf_adds(out, "the best first; o lists by source");
		else
			buf_addf(out, "source %zu of %zu", row.entry + 1, list_sources(a->list)->n);
		return;
	}
	if (place >= 0) {
		draw_add_number(out, (uint64_t)place + 1);
		buf_adds(out, " of ");
		draw_add_number(out, list_articles(a->list));
	}
	if (a->focus == FOCUS_READER && a->reading)
		buf_addf(out, "%s%s", place >= 0 ? "  " : "", a->reading->source);
}

static void add_state(struct app *a, struct buf *out)
{
	if (mend_choices(a))
		buf_adds(out, mend_choices(a));
	else if (a->notice[0])
		buf_adds(out, a->notice);
	else if (a->focus == FOCUS_READER && a->marking.find && a->marking.query) {
		buf_addf(out, "/%s  ", a->marking.text);
		add_find_counts(a, out);
	} else if (*a->lookup.text) {
		buf_addf(out, "/%s  ", a->lookup.text);
		add_search_counts(a, out);
		if (a->reading && a->hit < layout_hits(a->reading->layout))
			buf_addf(out, "  %zu of %zu here", a->hit + 1, layout_hits(a->reading->layout));
	} else if (a->building)
		add_fitting_progress(a, out);
	else
		buf_adds(out, a->position);
}

static void add_percent(struct app *a, struct buf *out)
{
	size_t rows = list_rows(a->list);
	if (a->focus == FOCUS_LIST) {
		if (rows)
			buf_addf(out, "%3zu%%", (list_selected(a->list) + 1) * 100 / rows);
	} else if (a->reading && reader_at_end(a))
		buf_adds(out, "END");
	else if (a->reading)
		buf_addf(out, "%3zu%%",
		         (a->reading->top + (size_t)a->panes.reader.rows) * 100 / layout_lines(a->reading->layout));
}

static void add_right(struct app *a, struct buf *out)
{
	if (keys_pending(&a->keys)) {
		keys_add_pending(out, &a->keys);
		buf_adds(out, "  ");
	}
	buf_adds(out, "?:help ");
	buf_adds(out, a->percent);
}

/* While a key is held down in the list the numbers stand still: they would cost more bytes than the move. */
static void renew_numbers(struct app *a)
{
	struct buf text = BUF_INIT;
	if (a->follow_at && a->percent[0])
		return;
	add_position(a, &text);
	snprintf(a->position, sizeof a->position, "%s", buf_str(&text));
	buf_clear(&text);
	add_percent(a, &text);
	snprintf(a->percent, sizeof a->percent, "%s", buf_str(&text));
	buf_release(&text);
}

/* The line being typed, with what it finds beside it. */
static void draw_typing(struct app *a, int row, const char *label)
{
	const struct prompt *p = &a->prompt;
	int cols = screen_cols(a->screen), at = text_width(label, strlen(label)), cursor;
	size_t len;
	struct buf counts = BUF_INIT;
	if (a->notice[0])
		buf_adds(&counts, a->notice);
	else if (p->kind == PROMPT_SEARCH)
		add_search_counts(a, &counts);
	else if (p->kind == PROMPT_FIND && p->edit.text.len)
		add_find_counts(a, &counts);
	int counts_cells = text_width(buf_str(&counts), counts.len);
	int room = cols - at - 1 - (counts_cells ? counts_cells + 2 : 0);
	if (room < 10)
		room = cols - at - 1 < 10 ? cols - at - 1 : 10;
	const char *text = lineedit_window(&p->edit, room, &len, &cursor);
	screen_puts(a->screen, row, 0, at, label, FACE_PLAIN);
	int used = screen_text(a->screen, row, at, room, text, len, FACE_PLAIN);
	screen_text(a->screen, row, at + used + 2, cols - at - used - 3, buf_str(&counts), counts.len, FACE_PLAIN);
	screen_cursor(a->screen, row, at + cursor);
	buf_release(&counts);
}

static void draw_question(struct app *a, int row)
{
	struct buf text = BUF_INIT;
	text_clean(&text, a->prompt.question, strlen(a->prompt.question));
	buf_adds(&text, " y/n");
	int used = screen_text(a->screen, row, 0, screen_cols(a->screen) - 1, buf_str(&text), text.len, FACE_BOLD);
	screen_cursor(a->screen, row, used);
	buf_release(&text);
}

static void draw_state(struct app *a, int row)
{
	struct buf left = BUF_INIT, right = BUF_INIT;
	renew_numbers(a);
	add_state(a, &left);
	add_right(a, &right);
	put_both(a, row, buf_str(&left), FACE_PLAIN, buf_str(&right));
	buf_release(&left);
	buf_release(&right);
}

void draw_status(struct app *a)
{
	static const char *const labels[] = { [PROMPT_SEARCH] = "/",
		                              [PROMPT_FIND] = "find: ",
		                              [PROMPT_EXPORT] = "save as: ",
		                              [PROMPT_SAVE] = "keep this search as: " };
	int row = a->panes.status.row;
	if (a->prompt.kind == PROMPT_NONE)
		draw_state(a, row);
	else if (a->prompt.kind == PROMPT_CONFIRM)
		draw_question(a, row);
	else
		draw_typing(a, row, labels[a->prompt.kind]);
}
