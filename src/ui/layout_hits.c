/* A query's hits in a layout: found once in the parts, laid on the lines again whenever these are filled anew. */
#include "layout_internal.h"

#include <stdlib.h>

static void search_part(struct layout *l, const struct query *q, size_t part)
{
	const struct layout_part *p = &l->parts[part];
	struct hit *hits;
	if (!p->searched)
		return;
	size_t n = query_hits(q, p->text, p->len, p->style == STYLE_HEADLINE, &hits);
	l->found = mem_grow(l->found, &l->found_cap, l->n_found + n, sizeof *l->found);
	for (size_t i = 0; i < n; i++)
		l->found[l->n_found++] =
			(struct layout_found){ (uint32_t)part, (uint32_t)hits[i].start, (uint32_t)hits[i].end };
	free(hits);
}

size_t layout_set_query(struct layout *l, const struct query *q)
{
	l->n_found = 0;
	for (size_t i = 0; q && i < l->n_parts; i++)
		search_part(l, q, i);
	layout_mark(l);
	return l->n_hits;
}

static void add_span(struct layout *l, size_t line, struct layout_span span)
{
	l->spans = mem_grow(l->spans, &l->spans_cap, l->n_spans + 1, sizeof *l->spans);
	l->span_lines = mem_grow(l->span_lines, &l->span_lines_cap, l->n_spans + 1, sizeof *l->span_lines);
	l->spans[l->n_spans] = span;
	l->span_lines[l->n_spans++] = (uint32_t)line;
}

/* Marks one hit from line on, at or after which it begins; returns the line that it begins in. */
static size_t mark_hit(struct layout *l, const struct layout_found *f, size_t line)
{
	const struct layout_part *p = &l->parts[f->part];
	size_t end = p->line + p->lines, begin = line;
	bool begun = false;
	for (; line < end; line++) {
		const struct layout_line *at = &l->lines[line];
		uint32_t from = at->offset - p->base, to = from + (uint32_t)at->len;
		if (from >= f->end)
			break;
		if (to <= f->start)
			continue;
		uint32_t start = f->start > from ? f->start - from : 0;
		add_span(l, line,
		         (struct layout_span){ start, (f->end < to ? f->end : to) - from, (uint32_t)l->n_hits });
		if (!begun)
			begin = line;
		begun = true;
	}
	return begin;
}

void layout_mark(struct layout *l)
{
	size_t line = 0, part = SIZE_MAX;
	l->n_spans = l->n_hits = 0;
	for (size_t i = 0; i < l->n_found; i++) {
		const struct layout_found *f = &l->found[i];
		if (!layout_shows(l, &l->parts[f->part]))
			continue;
		if (f->part != part)
			line = l->parts[part = f->part].line;
		line = mark_hit(l, f, line);
		l->hit_lines = mem_grow(l->hit_lines, &l->hit_lines_cap, l->n_hits + 1, sizeof *l->hit_lines);
		l->hit_lines[l->n_hits++] = (uint32_t)line;
	}
}

size_t layout_hits(const struct layout *l)
{
	return l->n_hits;
}

/* The first of n ascending numbers that is at least want. */
static size_t first_from(const uint32_t *v, size_t n, size_t want)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (v[mid] < want)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct layout_span *layout_spans(const struct layout *l, size_t i, size_t *n)
{
	size_t from = first_from(l->span_lines, l->n_spans, i);
	*n = 0;
	while (from + *n < l->n_spans && l->span_lines[from + *n] == i)
		++*n;
	return *n ? &l->spans[from] : NULL;
}

size_t layout_hit_line(const struct layout *l, size_t hit)
{
	return hit < l->n_hits ? l->hit_lines[hit] : 0;
}

size_t layout_hit_from(const struct layout *l, size_t i)
{
	return first_from(l->hit_lines, l->n_hits, i);
}

void layout_free_hits(struct layout *l)
{
	free(l->found);
	free(l->spans);
	free(l->span_lines);
	free(l->hit_lines);
}
