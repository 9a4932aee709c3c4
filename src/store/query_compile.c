/*
 * From the tree to FTS5's language. Tokens come from token.h, hold letters and digits alone and are quoted
 * one and all, so that nothing that was typed can be an operator. Each phrase names its columns.
 */
#include "query_tree.h"

bool query_is_text(const struct query_node *n)
{
	bool positive = false;
	switch (n->op) {
	case QUERY_PHRASE:
	case QUERY_NEAR:
		return true;
	case QUERY_OR:
		for (size_t i = 0; i < n->n; i++)
			if (!query_is_text(n->child[i]))
				return false;
		return true;
	case QUERY_AND:
		for (size_t i = 0; i < n->n; i++) {
			if (!query_is_text_or_not(n->child[i]))
				return false;
			positive |= n->child[i]->op != QUERY_NOT;
		}
		return positive;
	default:
		return false;
	}
}

bool query_is_text_or_not(const struct query_node *n)
{
	return query_is_text(n->op == QUERY_NOT ? n->child[0] : n);
}

static const char *column_filter(enum query_column column)
{
	switch (column) {
	case QUERY_HEADLINE:
		return "{headline}:";
	case QUERY_BYLINE:
		return "{byline}:";
	case QUERY_PLACE:
		return "{place}:";
	case QUERY_AGENCY:
		return "{agency}:";
	default:
		return "{headline text}:";
	}
}

static void add_quoted(const struct query_node *phrase, bool positive, struct buf *out, struct buf *uses)
{
	buf_addc(out, '"');
	buf_add(out, phrase->text.p, phrase->text.len);
	buf_adds(out, phrase->prefix ? "\"*" : "\"");
	struct query_use use = { positive ? phrase->weight : 0, positive && query_phrase_counts(phrase) };
	buf_add(uses, &use, sizeof use);
}

static void add_near(const struct query_node *near, bool positive, struct buf *out, struct buf *uses)
{
	buf_adds(out, "NEAR(");
	for (size_t i = 0; i < near->n; i++) {
		if (i)
			buf_addc(out, ' ');
		add_quoted(near->child[i], positive, out, uses);
	}
	buf_addf(out, ",%d)", near->distance);
}

static void add_node(const struct query_node *n, bool positive, struct buf *out, struct buf *uses);

static void add_list(const struct query_node *const *nodes, size_t n, const char *between, bool negative, bool positive,
                     struct buf *out, struct buf *uses)
{
	size_t added = 0;
	buf_addc(out, '(');
	for (size_t i = 0; i < n; i++) {
		if ((nodes[i]->op == QUERY_NOT) != negative)
			continue;
		if (added++)
			buf_adds(out, between);
		add_node(negative ? nodes[i]->child[0] : nodes[i], positive, out, uses);
	}
	buf_addc(out, ')');
}

static bool has_not(const struct query_node *const *nodes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (nodes[i]->op == QUERY_NOT)
			return true;
	return false;
}

/* (a AND b) NOT (c OR d): FTS5's NOT has two sides. */
static void add_and(const struct query_node *const *nodes, size_t n, bool positive, struct buf *out, struct buf *uses)
{
	bool negative = has_not(nodes, n);
	if (negative)
		buf_addc(out, '(');
	add_list(nodes, n, " AND ", false, positive, out, uses);
	if (!negative)
		return;
	buf_adds(out, " NOT ");
	add_list(nodes, n, " OR ", true, false, out, uses);
	buf_addc(out, ')');
}

static void add_node(const struct query_node *n, bool positive, struct buf *out, struct buf *uses)
{
	switch (n->op) {
	case QUERY_PHRASE:
		buf_adds(out, column_filter(n->column));
		add_quoted(n, positive, out, uses);
		break;
	case QUERY_NEAR:
		buf_adds(out, column_filter(n->child[0]->column));
		add_near(n, positive, out, uses);
		break;
	case QUERY_OR:
		add_list((const struct query_node *const *)n->child, n->n, " OR ", false, positive, out, uses);
		break;
	default:
		add_and((const struct query_node *const *)n->child, n->n, positive, out, uses);
		break;
	}
}

void query_compile(const struct query_node *n, struct buf *out, struct buf *uses)
{
	add_node(n, true, out, uses);
}

void query_compile_all(const struct query_node *const *nodes, size_t n, struct buf *out, struct buf *uses)
{
	add_and(nodes, n, true, out, uses);
}

void query_compile_any(const struct query_node *const *nodes, size_t n, struct buf *out, struct buf *uses)
{
	add_list(nodes, n, " OR ", false, true, out, uses);
}
