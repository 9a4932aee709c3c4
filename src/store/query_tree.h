/*
 * Inside the store only: a query as a tree, which parser, compiler, highlighter and
 * searcher share. A tree never holds an empty group: an AND or OR has two children or more, a NOT has
 * one, a NEAR has two phrases or more, a phrase one token or more. The root may be NULL: everything matches.
 */
#ifndef LEDE_STORE_QUERY_TREE_H
#define LEDE_STORE_QUERY_TREE_H

#include "lede/query.h"

#include <stdint.h>

#include "lede/buf.h"
#include "query_regex.h"

enum query_op { QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_NEAR, QUERY_PHRASE, QUERY_REGEX, QUERY_FILTER };

/* Columns of the full-text index in which a phrase is looked for; anywhere: in headline and text. */
enum query_column { QUERY_ANYWHERE, QUERY_HEADLINE, QUERY_BYLINE, QUERY_PLACE, QUERY_AGENCY, QUERY_COLUMNS };

enum query_filter {
	QUERY_SOURCE, /* value: part of the path as shown, folded */
	QUERY_KIND,   /* number: enum split_kind */
	QUERY_UNREAD,
	QUERY_READ,
	QUERY_STARRED,
	QUERY_COPY,
	QUERY_DOUBTFUL,
	QUERY_DATE /* from <= date < to, as text; either may be "" for open */
};

enum { QUERY_TERMS_MAX = 200, QUERY_DEPTH_MAX = 24, QUERY_NEAR_DEFAULT = 10, QUERY_DATE_LEN = 16 };

struct query_token {
	const char *text; /* folded; in the phrase's own memory */
	uint32_t len;
};

struct query_node {
	enum query_op op;
	struct query_node **child; /* AND, OR, NOT, NEAR */
	size_t n, cap;

	/* PHRASE */
	struct buf text; /* the tokens, one space between two */
	struct query_token *tokens;
	size_t n_tokens;
	bool prefix; /* the last token is only the beginning of a word */
	enum query_column column;
	float weight; /* in ranking: how rare it is (search_weigh); 1 until then */

	int distance; /* NEAR: at most so many other words between two */

	struct query_regex *regex; /* REGEX: what `value` says, looked for in `column` */

	/* FILTER */
	enum query_filter filter;
	int number;
	char *value;
	char from[QUERY_DATE_LEN], to[QUERY_DATE_LEN];
};

struct query {
	struct query_node *root; /* NULL: empty */
	char *note;
};

struct query_node *query_node_new(enum query_op op);
void query_node_free(struct query_node *n); /* accepts NULL */
/* Joins two trees, either of which may be NULL; a child with the same op is taken apart, so that lists stay flat. */
struct query_node *query_node_join(enum query_op op, struct query_node *a, struct query_node *b);
void query_node_add(struct query_node *parent, struct query_node *child);
/* A phrase of the words of p, at most limit of them, or NULL where there are none. */
struct query_node *query_phrase_new(const char *p, size_t n, size_t limit);

/*
 * What stands after a field's colon (query_fields.c). A filter from its name and value, with last set where it is still being
 * typed. Returns NULL where the value says nothing; *pending is then set if it may yet become something.
 */
enum query_field {
	QUERY_FIELD_NONE,
	QUERY_FIELD_BY,
	QUERY_FIELD_PLACE,
	QUERY_FIELD_AGENCY,
	QUERY_FIELD_HEADLINE,
	QUERY_FIELD_IN,
	QUERY_FIELD_KIND,
	QUERY_FIELD_IS,
	QUERY_FIELD_DATE
};
/* The field whose name and colon stand at p; *len is their length. */
enum query_field query_field_at(const char *p, size_t n, size_t *len);
bool query_field_is_text(enum query_field field, enum query_column *column);
const char *query_field_hint(enum query_field field); /* what may stand after its colon */
struct query_node *query_filter_new(enum query_field field, const char *value, size_t n, bool last, bool *pending);
/* Lower case, for comparing paths. Appends. */
void query_fold_path(struct buf *out, const char *p, size_t n);

/* A phrase of a full-text expression, in the order that FTS5 numbers them. */
struct query_use {
	float weight; /* 0 under a NOT */
	bool counts;  /* its occurrences are hits */
};

/* The full-text expression of trees that are text alone (query_is_text): appends it to out, and to uses a struct query_use for each phrase. */
bool query_is_text(const struct query_node *n);
/* Also true for a NOT of text, which can follow a positive part. */
bool query_is_text_or_not(const struct query_node *n);
void query_compile(const struct query_node *n, struct buf *out, struct buf *uses);
/* The AND of several trees, at least one of them query_is_text, the others query_is_text_or_not. */
void query_compile_all(const struct query_node *const *nodes, size_t n, struct buf *out, struct buf *uses);
/* The OR of several trees that are query_is_text. */
void query_compile_any(const struct query_node *const *nodes, size_t n, struct buf *out, struct buf *uses);

/* Whether a regular expression is anywhere in the tree: such a part is answered by reading articles. */
bool query_has_regex(const struct query_node *n);

/* Calls cb for each phrase, NEAR and regular expression that a match holds (none under a NOT). */
void query_each_positive(const struct query_node *n, void (*cb)(void *payload, const struct query_node *node),
                         void *payload);
/* Whether the occurrences of a phrase or regular expression are hits: it looks in headline and text. */
bool query_phrase_counts(const struct query_node *phrase);

#endif
