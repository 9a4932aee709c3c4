/* A query as a tree: making, joining, releasing. query_parse.c reads the language, query_compile.c writes FTS5's. */
#include "query_tree.h"

#include <stdlib.h>
#include <string.h>

#include "lede/token.h"

struct query_node *query_node_new(enum query_op op)
{
	struct query_node *n = mem_zalloc(1, sizeof *n);
	n->op = op;
	n->weight = 1;
	return n;
}

void query_node_free(struct query_node *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->n; i++)
		query_node_free(n->child[i]);
	free(n->child);
	buf_release(&n->text);
	free(n->tokens);
	query_regex_free(n->regex);
	free(n->value);
	free(n);
}

void query_node_add(struct query_node *parent, struct query_node *child)
{
	parent->child = mem_grow(parent->child, &parent->cap, parent->n + 1, sizeof *parent->child);
	parent->child[parent->n++] = child;
}

static bool is_same_phrase(const struct query_node *a, const struct query_node *b)
{
	return a->op == QUERY_PHRASE && b->op == QUERY_PHRASE && a->column == b->column && a->text.len == b->text.len &&
	       memcmp(a->text.p, b->text.p, a->text.len) == 0;
}

/* A phrase that is there already would count twice: it is let go. Where one of the two is the beginning of a word, all that matters is
 * whether both are wanted or either. */
static bool is_there(enum query_op op, struct query_node *there, struct query_node *phrase)
{
	if (op == QUERY_NEAR || !is_same_phrase(there, phrase))
		return false;
	there->prefix = op == QUERY_AND ? there->prefix && phrase->prefix : there->prefix || phrase->prefix;
	query_node_free(phrase);
	return true;
}

static void add_new(struct query_node *parent, struct query_node *child)
{
	for (size_t i = 0; i < parent->n; i++)
		if (is_there(parent->op, parent->child[i], child))
			return;
	query_node_add(parent, child);
}

/* Moves the children of from into parent. */
static void adopt(struct query_node *parent, struct query_node *from)
{
	for (size_t i = 0; i < from->n; i++)
		add_new(parent, from->child[i]);
	from->n = 0;
	query_node_free(from);
}

struct query_node *query_node_join(enum query_op op, struct query_node *a, struct query_node *b)
{
	if (!a || !b)
		return a ? a : b;
	if (is_there(op, a, b))
		return a;
	struct query_node *all = a;
	if (a->op != op) {
		all = query_node_new(op);
		query_node_add(all, a);
	}
	if (b->op == op)
		adopt(all, b);
	else
		add_new(all, b);
	return all;
}

/* The tokens point into text, which moves as it grows: to be called when it is complete. */
static void point_tokens(struct query_node *phrase)
{
	size_t at = 0;
	for (size_t i = 0; i < phrase->n_tokens; i++) {
		phrase->tokens[i].text = phrase->text.p + at;
		at += phrase->tokens[i].len + 1;
	}
}

struct query_node *query_phrase_new(const char *p, size_t n, size_t limit)
{
	struct query_node *phrase = query_node_new(QUERY_PHRASE);
	struct tokenizer t;
	struct token word;
	size_t cap = 0;
	token_init(&t, p, n);
	while (phrase->n_tokens < limit && token_next(&t, &word)) {
		if (phrase->n_tokens)
			buf_addc(&phrase->text, ' ');
		buf_add(&phrase->text, word.text, word.len);
		phrase->tokens = mem_grow(phrase->tokens, &cap, phrase->n_tokens + 1, sizeof *phrase->tokens);
		phrase->tokens[phrase->n_tokens++].len = word.len;
	}
	point_tokens(phrase);
	if (phrase->n_tokens)
		return phrase;
	query_node_free(phrase);
	return NULL;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	query_node_free(q->root);
	free(q->note);
	free(q);
}

bool query_is_empty(const struct query *q)
{
	return !q->root;
}

const char *query_note(const struct query *q)
{
	return q->note;
}

bool query_phrase_counts(const struct query_node *phrase)
{
	return phrase->column == QUERY_ANYWHERE || phrase->column == QUERY_HEADLINE;
}

bool query_has_regex(const struct query_node *n)
{
	bool found = n->op == QUERY_REGEX;
	for (size_t i = 0; i < n->n && !found; i++)
		found = query_has_regex(n->child[i]);
	return found;
}

void query_each_positive(const struct query_node *n, void (*cb)(void *payload, const struct query_node *node),
                         void *payload)
{
	if (!n || n->op == QUERY_NOT || n->op == QUERY_FILTER)
		return;
	if (n->op == QUERY_PHRASE || n->op == QUERY_NEAR || n->op == QUERY_REGEX) {
		cb(payload, n);
		return;
	}
	for (size_t i = 0; i < n->n; i++)
		query_each_positive(n->child[i], cb, payload);
}
