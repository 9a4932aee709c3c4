/* Inside the store only: a query's text terms against words that have been read from a text. */
#ifndef LEDE_STORE_QUERY_MATCH_H
#define LEDE_STORE_QUERY_MATCH_H

#include "query_score.h"

struct match_word {
	size_t start, end; /* bytes of the text */
	uint32_t at, len;  /* its folded form in the arena */
};
/* The words of a text in order. Zero-initialise. */
struct match_words {
	struct match_word *word;
	size_t n, cap;
	struct buf arena;
};
void match_words_read(struct match_words *w, const char *p, size_t n); /* forgets what was there */
void match_words_release(struct match_words *w);

/* Where a phrase stands: indexes of its first words, ascending. Zero-initialise. */
struct match_places {
	size_t *first;
	size_t n, cap;
};
void match_places_release(struct match_places *p);
/* Sets out to the places of a phrase. */
void match_phrase(const struct query_node *phrase, const struct match_words *w, struct match_places *out);
/* Sets out[i] to those places of the i-th phrase of a NEAR that stand near one of each other phrase. Whether there are any. */
bool match_near(const struct query_node *near, const struct match_words *w, struct match_places *out);

/* An article in memory, column by column as the full-text index has it. Zero-initialise. */
struct match_article {
	struct match_words column[QUERY_COLUMNS];
};
void match_article_release(struct match_article *a);
/* Whether the article is what a tree of text (query_is_text_or_not) looks for. Adds what speaks for it to score. */
bool match_tree(const struct query_node *n, const struct match_article *a, struct query_score *score);
/* The same for the beginning of a word by itself, where the whole word weighs more than longer ones. */
bool match_beginning(const struct query_node *phrase, const struct match_article *a, struct query_score *score);

#endif
