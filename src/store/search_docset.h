/* Inside the store only: a set of docs, a bit for each number. A million articles take 125 KB. */
#ifndef LEDE_STORE_SEARCH_DOCSET_H
#define LEDE_STORE_SEARCH_DOCSET_H

#include <stdbool.h>

#include "lede/cache.h"

struct docset {
	uint64_t *words;
	size_t n_words; /* bits from 0; docs beyond are not in the set */
};

/* The name under which a set is bound to a statement for the SQL function lede_in (tokenize.c). */
#define DOCSET_POINTER "lede-docset"

/* Empty, with room for docs up to max. */
void docset_init(struct docset *d, doc_id max);
void docset_release(struct docset *d);
void docset_add(struct docset *d, doc_id doc); /* docs beyond the room are left out */
void docset_put(struct docset *d, doc_id doc, bool in);
void docset_add_range(struct docset *d, doc_id first, doc_id n);
bool docset_has(const struct docset *d, doc_id doc);
/* Sets of the same room. */
void docset_and(struct docset *d, const struct docset *with);
void docset_or(struct docset *d, const struct docset *with);
void docset_and_not(struct docset *d, const struct docset *without);
/* The first doc of the set that is at least from, or 0. */
doc_id docset_next(const struct docset *d, doc_id from);
doc_id docset_last(const struct docset *d); /* or 0 */

#endif
