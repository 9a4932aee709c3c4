/*
 * Regular expressions have no index: the parts of a query that hold one are tested on each article that the other parts
 * leave, one after another in doc order. Text is matched as it is shown, paragraph by paragraph.
 */
#include "search_test.h"

#include <stdlib.h>
#include <string.h>

#include "lede/split.h"

struct filter {
	const struct query_node *node;
	struct docset docs;
};

struct search_test {
	struct search *s;
	const struct search_nodes *nodes;
	struct search_article article;
	struct story story;
	struct filter *filters;
	size_t n_filters, cap;
};

/* ---- filters inside the parts, as sets */

static int add_filters(struct search_test *t, const struct query_node *n)
{
	int rc = 0;
	if (n->op == QUERY_FILTER) {
		t->filters = mem_grow(t->filters, &t->cap, t->n_filters + 1, sizeof *t->filters);
		struct filter *f = &t->filters[t->n_filters++];
		f->node = n;
		return search_filter(t->s, n, &f->docs);
	}
	for (size_t i = 0; rc == 0 && i < n->n; i++)
		rc = add_filters(t, n->child[i]);
	return rc;
}

static bool passes(const struct search_test *t, const struct query_node *filter)
{
	for (size_t i = 0; i < t->n_filters; i++)
		if (t->filters[i].node == filter)
			return docset_has(&t->filters[i].docs, t->article.row.doc);
	return false;
}

/* ---- one article */

static uint32_t count_text(const struct query_node *regex, const char *text, size_t n)
{
	return (uint32_t)query_regex_each(regex->regex, text, n, NULL, NULL);
}

/* What the full-text index leaves out says nothing twice. */
static bool is_text(const struct story_block *b)
{
	return b->label != SPLIT_REPEAT && b->label != SPLIT_BOILERPLATE;
}

static uint32_t count_story(const struct search_test *t, const struct query_node *regex)
{
	uint32_t count = count_text(regex, t->story.headline, strlen(t->story.headline));
	for (size_t i = 0; i < t->story.n && !search_stopped(t->s); i++)
		if (is_text(&t->story.blocks[i]))
			count += count_text(regex, t->story.blocks[i].text, t->story.blocks[i].len);
	return count;
}

static bool test_regex(const struct search_test *t, const struct query_node *n, struct query_score *score)
{
	const struct article *row = &t->article.row;
	const char *field = n->column == QUERY_HEADLINE ? t->story.headline
	                    : n->column == QUERY_BYLINE ? row->byline
	                    : n->column == QUERY_PLACE  ? row->place
	                                                : row->agency;
	uint32_t count = n->column == QUERY_ANYWHERE ? count_story(t, n) : count_text(n, field, strlen(field));
	if (query_phrase_counts(n))
		score->hits += count;
	return count > 0;
}

static bool test_tree(struct search_test *t, const struct query_node *n, struct query_score *score);

/* As elsewhere, what stands in a group that does not match as a whole is no hit. */
static bool test_all(struct search_test *t, const struct query_node *const *nodes, size_t n, struct query_score *score)
{
	struct query_score inside = { 0 };
	for (size_t i = 0; i < n; i++)
		if (!test_tree(t, nodes[i], &inside))
			return false;
	query_score_join(score, inside);
	return true;
}

static bool test_tree(struct search_test *t, const struct query_node *n, struct query_score *score)
{
	struct query_score unused = { 0 };
	bool any = false;
	switch (n->op) {
	case QUERY_NOT:
		return !test_tree(t, n->child[0], &unused);
	case QUERY_AND:
		return test_all(t, (const struct query_node *const *)n->child, n->n, score);
	case QUERY_OR:
		for (size_t i = 0; i < n->n; i++)
			any |= test_tree(t, n->child[i], score);
		return any;
	case QUERY_REGEX:
		return test_regex(t, n, score);
	case QUERY_FILTER:
		return passes(t, n);
	default:
		return match_tree(n, search_article_words(&t->article), score);
	}
}

int search_test_doc(struct search_test *t, doc_id doc, struct query_score *score, bool *matches)
{
	*matches = false;
	int rc = search_article_read(t->s, doc, &t->article);
	if (rc != 1)
		return rc == 2 ? 1 : rc;
	story_make(&t->story, &t->article.row, buf_str(&t->article.text), t->article.text.len);
	*matches = test_all(t, t->nodes->at, t->nodes->n, score);
	story_release(&t->story);
	return search_stopped(t->s) ? 1 : 0;
}

int search_test_new(struct search_test **out, struct search *s, const struct search_nodes *nodes)
{
	struct search_test *t = *out = mem_zalloc(1, sizeof *t);
	t->s = s;
	t->nodes = nodes;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < nodes->n; i++)
		rc = add_filters(t, nodes->at[i]);
	return rc;
}

void search_test_free(struct search_test *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_filters; i++)
		docset_release(&t->filters[i].docs);
	free(t->filters);
	search_article_release(&t->article);
	free(t);
}
