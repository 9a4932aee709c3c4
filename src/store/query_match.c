/*
 * Phrases and NEAR on a text in memory, with the answers that FTS5 gives: for
 * highlighting, for snippets, and for the first screenful of a search whose full-text expression takes long to begin.
 */
#include "query_match.h"

#include <stdlib.h>
#include <string.h>

#include "lede/token.h"

void match_words_read(struct match_words *w, const char *p, size_t n)
{
	struct tokenizer t;
	struct token word;
	w->n = 0;
	buf_clear(&w->arena);
	token_init(&t, p, n);
	while (token_next(&t, &word)) {
		w->word = mem_grow(w->word, &w->cap, w->n + 1, sizeof *w->word);
		w->word[w->n++] = (struct match_word){ word.start, word.end, (uint32_t)w->arena.len, word.len };
		buf_add(&w->arena, word.text, word.len);
	}
}

void match_words_release(struct match_words *w)
{
	free(w->word);
	buf_release(&w->arena);
	*w = (struct match_words){ 0 };
}

void match_places_release(struct match_places *p)
{
	free(p->first);
	*p = (struct match_places){ 0 };
}

static void add_place(struct match_places *p, size_t first)
{
	p->first = mem_grow(p->first, &p->cap, p->n + 1, sizeof *p->first);
	p->first[p->n++] = first;
}

static bool word_is(const struct match_words *w, size_t i, const struct query_token *t, bool prefix)
{
	const struct match_word *word = &w->word[i];
	if (prefix ? word->len < t->len : word->len != t->len)
		return false;
	return memcmp(w->arena.p + word->at, t->text, t->len) == 0;
}

static bool phrase_at(const struct query_node *phrase, const struct match_words *w, size_t first)
{
	for (size_t k = 0; k < phrase->n_tokens; k++)
		if (!word_is(w, first + k, &phrase->tokens[k], phrase->prefix && k + 1 == phrase->n_tokens))
			return false;
	return true;
}

void match_phrase(const struct query_node *phrase, const struct match_words *w, struct match_places *out)
{
	out->n = 0;
	for (size_t i = 0; i + phrase->n_tokens <= w->n; i++)
		if (phrase_at(phrase, w, i))
			add_place(out, i);
}

struct near_reader {
	struct match_places places;
	size_t at;
};

static size_t place_of(const struct near_reader *r)
{
	return r->places.first[r->at];
}

/* Moves the readers on until all stand near one another; false when one has come to its end. */
static bool settle(const struct query_node *near, struct near_reader *r)
{
	size_t max = place_of(&r[0]);
	for (bool settled = false; !settled;) {
		settled = true;
		for (size_t i = 0; i < near->n; i++) {
			size_t reach = near->child[i]->n_tokens + (size_t)near->distance;
			if (place_of(&r[i]) + reach >= max && place_of(&r[i]) <= max)
				continue;
			settled = false;
			while (place_of(&r[i]) + reach < max)
				if (++r[i].at == r[i].places.n)
					return false;
			if (place_of(&r[i]) > max)
				max = place_of(&r[i]);
		}
	}
	return true;
}

/* The reader whose next place comes first, or NULL where none has a next. */
static struct near_reader *next_reader(struct near_reader *r, size_t n)
{
	struct near_reader *first = NULL;
	for (size_t i = 0; i < n; i++) {
		if (r[i].at + 1 == r[i].places.n)
			continue;
		if (!first || r[i].places.first[r[i].at + 1] < first->places.first[first->at + 1])
			first = &r[i];
	}
	return first;
}

static bool have_all(const struct near_reader *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!r[i].places.n)
			return false;
	return true;
}

bool match_near(const struct query_node *near, const struct match_words *w, struct match_places *out)
{
	struct near_reader *r = mem_zalloc(near->n, sizeof *r), *next = r;
	for (size_t i = 0; i < near->n; i++) {
		match_phrase(near->child[i], w, &r[i].places);
		out[i].n = 0;
	}
	while (next && have_all(r, near->n) && settle(near, r)) {
		for (size_t i = 0; i < near->n; i++)
			if (!out[i].n || out[i].first[out[i].n - 1] != place_of(&r[i]))
				add_place(&out[i], place_of(&r[i]));
		next = next_reader(r, near->n);
		if (next)
			next->at++;
	}
	for (size_t i = 0; i < near->n; i++)
		match_places_release(&r[i].places);
	free(r);
	return out[0].n > 0;
}

void match_article_release(struct match_article *a)
{
	for (int i = 0; i < QUERY_COLUMNS; i++)
		match_words_release(&a->column[i]);
}

/* What was found of one phrase. */
struct found {
	uint32_t count;
	float often; /* weighed by column */
};

static float column_weight(enum query_column column)
{
	return query_score_column(column == QUERY_ANYWHERE ? 1 : column == QUERY_HEADLINE ? 0 : (int)column);
}

static void add_found(struct found *f, enum query_column column, size_t count)
{
	f->count += (uint32_t)count;
	f->often += (float)count * column_weight(column);
}

static void count_phrase(const struct query_node *n, const struct match_article *a, enum query_column column,
                         struct found *f)
{
	const struct match_words *w = &a->column[column];
	size_t count = 0;
	for (size_t i = 0; i + n->n_tokens <= w->n; i++)
		count += phrase_at(n, w, i);
	add_found(f, column, count);
}

/* f: one for each phrase of the NEAR. */
static void count_near(const struct query_node *near, const struct match_article *a, enum query_column column,
                       struct found *f)
{
	struct match_places *places = mem_zalloc(near->n, sizeof *places);
	match_near(near, &a->column[column], places);
	for (size_t i = 0; i < near->n; i++) {
		add_found(&f[i], column, places[i].n);
		match_places_release(&places[i]);
	}
	free(places);
}

static bool take_found(const struct query_node *phrase, const struct found *f, struct query_score *score)
{
	if (query_phrase_counts(phrase))
		score->hits += f->count;
	query_score_add(score, phrase->weight, f->often);
	return f->count > 0;
}

static bool match_phrases(const struct query_node *n, const struct match_article *a, struct query_score *score)
{
	struct found f = { 0 };
	count_phrase(n, a, n->column, &f);
	if (n->column == QUERY_ANYWHERE)
		count_phrase(n, a, QUERY_HEADLINE, &f);
	return take_found(n, &f, score);
}

static bool match_nears(const struct query_node *near, const struct match_article *a, struct query_score *score)
{
	struct found *f = mem_zalloc(near->n, sizeof *f);
	enum query_column column = near->child[0]->column;
	bool any = false;
	count_near(near, a, column, f);
	if (column == QUERY_ANYWHERE)
		count_near(near, a, QUERY_HEADLINE, f);
	for (size_t i = 0; i < near->n; i++)
		any |= take_found(near->child[i], &f[i], score);
	free(f);
	return any;
}

static void count_beginning(const struct query_node *phrase, const struct match_article *a, enum query_column column,
                            struct found *whole, struct found *longer)
{
	const struct match_words *w = &a->column[column];
	size_t n_whole = 0, n_longer = 0;
	for (size_t i = 0; i < w->n; i++) {
		if (!word_is(w, i, &phrase->tokens[0], true))
			continue;
		if (w->word[i].len == phrase->tokens[0].len)
			n_whole++;
		else
			n_longer++;
	}
	add_found(whole, column, n_whole);
	add_found(longer, column, n_longer);
}

bool match_beginning(const struct query_node *phrase, const struct match_article *a, struct query_score *score)
{
	struct found whole = { 0 }, longer = { 0 };
	count_beginning(phrase, a, phrase->column, &whole, &longer);
	if (phrase->column == QUERY_ANYWHERE)
		count_beginning(phrase, a, QUERY_HEADLINE, &whole, &longer);
	whole.count += longer.count;
	whole.often += longer.often * QUERY_SCORE_LONGER;
	return take_found(phrase, &whole, score);
}

/* As in FTS5, what stands in a group that does not match as a whole is no hit. */
static bool match_all(const struct query_node *n, const struct match_article *a, struct query_score *score)
{
	struct query_score inside = { 0 };
	for (size_t i = 0; i < n->n; i++)
		if (!match_tree(n->child[i], a, &inside))
			return false;
	query_score_join(score, inside);
	return true;
}

bool match_tree(const struct query_node *n, const struct match_article *a, struct query_score *score)
{
	struct query_score unused = { 0 };
	bool any = false;
	switch (n->op) {
	case QUERY_NOT:
		return !match_tree(n->child[0], a, &unused);
	case QUERY_AND:
		return match_all(n, a, score);
	case QUERY_OR:
		for (size_t i = 0; i < n->n; i++)
			any |= match_tree(n->child[i], a, score);
		return any;
	case QUERY_NEAR:
		return match_nears(n, a, score);
	default:
		return match_phrases(n, a, score);
	}
}
