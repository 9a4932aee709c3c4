/* Where a text has what a query looks for. Occurrences that overlap are one hit, from the first byte to the last. */
#include "highlight.h"

#include <stdlib.h>

struct finder {
	const struct match_words *words;
	struct highlights *out;
	bool in_headline;
	uint32_t term;
	const char *text;
	size_t len;
};

static bool looks_here(const struct finder *f, const struct query_node *phrase)
{
	return phrase->column == QUERY_ANYWHERE || (phrase->column == QUERY_HEADLINE && f->in_headline);
}

static void add_match(void *payload, struct hit hit)
{
	struct finder *f = payload;
	struct highlights *out = f->out;
	out->at = mem_grow(out->at, &out->cap, out->n + 1, sizeof *out->at);
	out->at[out->n++] = (struct highlight){ hit.start, hit.end, f->term, 1 };
}

static void add_places(struct finder *f, const struct query_node *phrase, const struct match_places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct match_word *first = &f->words->word[p->first[i]];
		add_match(f, (struct hit){ first->start, first[phrase->n_tokens - 1].end });
	}
}

static void find_phrase(struct finder *f, const struct query_node *phrase)
{
	struct match_places places = { 0 };
	match_phrase(phrase, f->words, &places);
	add_places(f, phrase, &places);
	match_places_release(&places);
}

static void find_near(struct finder *f, const struct query_node *near)
{
	struct match_places *places = mem_zalloc(near->n, sizeof *places);
	match_near(near, f->words, places);
	for (size_t i = 0; i < near->n; i++) {
		add_places(f, near->child[i], &places[i]);
		match_places_release(&places[i]);
		f->term++;
	}
	free(places);
}

static void find_term(void *payload, const struct query_node *n)
{
	struct finder *f = payload;
	bool near = n->op == QUERY_NEAR;
	if (!looks_here(f, near ? n->child[0] : n)) {
		f->term += near ? (uint32_t)n->n : 1;
	} else if (near) {
		find_near(f, n);
	} else if (n->op == QUERY_REGEX) {
		query_regex_each(n->regex, f->text, f->len, add_match, f);
		f->term++;
	} else {
		find_phrase(f, n);
		f->term++;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct highlight *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end == y->end ? (int)x->term - (int)y->term : x->end < y->end ? -1 : 1;
}

static void merge_overlapping(struct highlights *h)
{
	size_t kept = 0;
	for (size_t i = 0; i < h->n; i++) {
		struct highlight *last = kept ? &h->at[kept - 1] : NULL;
		if (!last || h->at[i].start >= last->end) {
			h->at[kept++] = h->at[i];
			continue;
		}
		last->count += h->at[i].count;
		if (last->end < h->at[i].end)
			last->end = h->at[i].end;
	}
	h->n = kept;
}

void highlight_find(const struct query *q, const char *text, size_t n, bool in_headline, struct match_words *w,
                    struct highlights *out)
{
	struct finder f = { w, out, in_headline, 0, text, n };
	out->n = 0;
	if (!q->root)
		return;
	match_words_read(w, text, n);
	query_each_positive(q->root, find_term, &f);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_place);
	merge_overlapping(out);
}

void highlights_release(struct highlights *h)
{
	free(h->at);
	*h = (struct highlights){ 0 };
}

size_t query_hits(const struct query *q, const char *text, size_t n, bool in_headline, struct hit **out)
{
	struct match_words words = { 0 };
	struct highlights found = { 0 };
	highlight_find(q, text, n, in_headline, &words, &found);
	*out = found.n ? mem_alloc(found.n * sizeof **out) : NULL;
	for (size_t i = 0; i < found.n; i++)
		(*out)[i] = (struct hit){ found.at[i].start, found.at[i].end };
	size_t count = found.n;
	highlights_release(&found);
	match_words_release(&words);
	return count;
}
