/* A text that covers the screen and can be scrolled: help, where am I. */
#include <string.h>

#include "act.h"
#include "app.h"
#include "lede/unicode.h"

enum { LABEL_CELLS = 13, HANG_CELLS = 4, HANG_MAX = 30 };

void pager_add(struct buf *text, const char *label, const char *value)
{
	buf_addf(text, "%s%*s", label, (int)(LABEL_CELLS - strlen(label)), "");
	text_clean(text, value, strlen(value));
	buf_addc(text, '\n');
}

/* Where the rest of a line that is too long begins: under its second column, where that leaves room. */
static int hang_of(const char *p, size_t n, int width)
{
	const char *gap = n > 2 ? memmem(p + 2, n - 2, "  ", 2) : NULL;
	if (!gap)
		return HANG_CELLS;
	while (gap < p + n && *gap == ' ')
		gap++;
	int hang = text_width(p, (size_t)(gap - p));
	return hang <= HANG_MAX && hang <= width / 2 ? hang : HANG_CELLS;
}

static void wrap_line(struct buf *out, const char *p, size_t n, int width)
{
	int hang = hang_of(p, n, width), indent = 0;
	do {
		int used;
		size_t fit = text_fit(p, n, width - indent, &used);
		if (fit < n)
			for (size_t i = fit; i > 1; i--)
				if (p[i] == ' ' && p[i - 1] != ' ') {
					fit = i;
					break;
				}
		buf_addf(out, "%*s", indent, "");
		buf_add(out, p, fit);
		buf_addc(out, '\n');
		p += fit;
		n -= fit;
		while (n && *p == ' ')
			p++, n--;
		indent = hang;
	} while (n);
}

void pager_wrap(struct app *a)
{
	struct pager *p = &a->pager;
	int width = screen_cols(a->screen) - 2;
	if (!p->open || width < 2 * HANG_CELLS)
		return;
	buf_clear(&p->shown);
	for (size_t at = 0; at < p->text.len;) {
		const char *line = p->text.p + at, *nl = memchr(line, '\n', p->text.len - at);
		size_t n = nl ? (size_t)(nl - line) : p->text.len - at;
		wrap_line(&p->shown, line, n, width);
		at += n + 1;
	}
	p->lines = 0;
	for (size_t i = 0; i < p->shown.len; i++)
		p->lines += p->shown.p[i] == '\n';
	size_t height = pager_height(a), last = p->lines > height ? p->lines - height : 0;
	p->top = p->top > last ? last : p->top;
}

void pager_open(struct app *a, const char *title, struct buf *text)
{
	struct pager *p = &a->pager;
	pager_close(a);
	p->open = true;
	p->title = title;
	p->text = *text;
	memset(text, 0, sizeof *text);
	pager_wrap(a);
}

void pager_close(struct app *a)
{
	buf_release(&a->pager.text);
	buf_release(&a->pager.shown);
	memset(&a->pager, 0, sizeof a->pager);
	a->dirty = true;
}

size_t pager_height(const struct app *a)
{
	int rows = screen_rows(a->screen) - 2;
	return rows > 0 ? (size_t)rows : 1;
}

static void scroll_to(struct app *a, long top)
{
	struct pager *p = &a->pager;
	long last = (long)p->lines - (long)pager_height(a);
	top = top > last ? last : top;
	p->top = top > 0 ? (size_t)top : 0;
	a->dirty = true;
}

void act_pager_line(struct app *a, int arg, long count)
{
	scroll_to(a, (long)a->pager.top + arg * (count ? count : 1));
}

void act_pager_page(struct app *a, int arg, long count)
{
	(void)count;
	scroll_to(a, (long)a->pager.top + arg * ((long)pager_height(a) - 1));
}

void act_pager_end(struct app *a, int arg, long count)
{
	(void)count;
	scroll_to(a, arg < 0 ? 0 : (long)a->pager.lines);
}

void act_pager_leave(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	pager_close(a);
}
