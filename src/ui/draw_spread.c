/* The line below the hits: the sources they fall in, those with the most first, and at the right the years as small bars. */
#include <stdio.h>
#include <string.h>

#include "draw.h"
#include "lede/unicode.h"

enum { YEAR_CELLS = 4, BARS_MAX = 24, YEARS_FROM = 30, LEVELS = 8 };

static const char *bar(uint64_t docs, uint64_t most)
{
	static const char *const bars[LEVELS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	if (!docs)
		return "·";
	return bars[(docs * LEVELS - 1) / most];
}

/* One bar for each year, or for as many years as must share one. */
static void add_bars(struct buf *out, const struct spread *s, size_t room)
{
	size_t share = (s->n_years + room - 1) / room, bars = (s->n_years + share - 1) / share;
	uint64_t docs[BARS_MAX] = { 0 }, most = 1;
	for (size_t i = 0; i < s->n_years; i++)
		docs[i / share] += s->years[i];
	for (size_t i = 0; i < bars; i++)
		most = docs[i] > most ? docs[i] : most;
	for (size_t i = 0; i < bars; i++)
		buf_adds(out, bar(docs[i], most));
}

static void add_years(struct buf *out, const struct spread *s, int width)
{
	int room = width / 2 - 2 * (YEAR_CELLS + 1);
	size_t last = s->first_year + s->n_years - 1;
	if (!s->n_years)
		return;
	buf_addf(out, "%u", s->first_year);
	if (s->n_years == 1)
		return;
	buf_addc(out, ' ');
	add_bars(out, s, room < 2 ? 2 : room > BARS_MAX ? BARS_MAX : (size_t)room);
	buf_addf(out, " %zu", last);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

static void add_sources(struct app *a, struct buf *out, const struct spread *s)
{
	if (s->sources > 1) {
		draw_add_number(out, s->sources);
		buf_adds(out, " sources: ");
	}
	for (size_t i = 0; i < s->n_top; i++) {
		buf_addf(out, "%s%s ", i ? ", " : "", base_name(rowcache_source(a->rows, s->top[i].id)));
		draw_add_number(out, s->top[i].docs);
	}
	if (s->sources > s->n_top)
		buf_adds(out, " …");
}

void draw_spread(struct app *a, int row)
{
	const struct rect *r = &a->panes.list;
	const struct spread *s = a->lookup.spread;
	struct buf sources = BUF_INIT, years = BUF_INIT, cut = BUF_INIT;
	int width = r->cols - 2;
	if (!s || !s->sources || width < 1)
		return;
	if (width >= YEARS_FROM)
		add_years(&years, s, width);
	int cells = text_width(buf_str(&years), years.len);
	add_sources(a, &sources, s);
	text_ellipsize(&cut, buf_str(&sources), sources.len, width - (cells ? cells + 2 : 0));
	screen_text(a->screen, row, r->col + 1, width, buf_str(&cut), cut.len, FACE_DIM);
	screen_text(a->screen, row, r->col + 1 + width - cells, cells, buf_str(&years), years.len, FACE_PLAIN);
	buf_release(&sources);
	buf_release(&years);
	buf_release(&cut);
}
