/* Inside the store only: where a phrase would go on if it had another word, article by article. */
#ifndef LEDE_STORE_SEARCH_ENDS_H
#define LEDE_STORE_SEARCH_ENDS_H

#include "search_internal.h"

/* A walk over the rows of a phrase of so many words; of those in a set (NULL: all). text is borrowed. 0 or -1. */
struct search_ends;
int search_ends_new(struct search_ends **out, struct search *s, const struct search_text *text, uint32_t words,
                    const struct docset *within);
void search_ends_free(struct search_ends *e); /* accepts NULL */
/* Takes in the next articles and forgets those before; *more: there are others yet. 0, 1, -1. */
int search_ends_next(struct search_ends *e, bool *more);

/* The ends in an article that was taken in, or NULL. */
const uint32_t *search_ends_of(const struct search_ends *e, doc_id doc);
/* Whether one is there. Columns and positions are asked for in ascending order; *end moves along. */
bool search_ends_at(const uint32_t **end, uint32_t column, uint32_t position);

/* What the SQL function lede_ends calls: one place of the phrase in a row. */
#define SEARCH_ENDS_POINTER "lede-ends"
void search_ends_add(struct search_ends *e, doc_id doc, uint32_t column, uint32_t position);

#endif
