/* A text that covers the screen and can be scrolled: help, where am I. */
#include <string.h>

#include "act.h"
#include "app.h"
#include "lede/unicode.h"

enum { LABEL_CELLS = 13 };

void pager_add(struct buf *text, const char *label, const char *value)
{
	buf_addf(text, "%s%*s", label, (int)(LABEL_CELLS - strlen(label)), "");
	text_clean(text, value, strlen(value));
	buf_addc(text, '\n');
}

void pager_open(struct app *a, const char *title, struct buf *text)
{
	struct pager *p = &a->pager;
	pager_close(a);
	p->open = true;
	p->title = title;
	p->text = *text;
	memset(text, 0, sizeof *text);
	for (size_t i = 0; i < p->text.len; i++)
		p->lines += p->text.p[i] == '\n';
}

void pager_close(struct app *a)
{
	buf_release(&a->pager.text);
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
