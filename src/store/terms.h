/*
 * Inside the store only: counting words without a second pass over the text (db.h has the rest of term_counts).
 *
 * After term_counts_listen the words of what is put into fts on c are collected; term_counts_article then counts them as one
 * article (by = 1) or takes one away (by = -1) and begins the next. term_counts_add and _remove are not needed then.
 */
#ifndef LEDE_STORE_TERMS_H
#define LEDE_STORE_TERMS_H

#include "db.h"

void term_counts_listen(struct term_counts *t, struct cache *c);
void term_counts_unlisten(struct cache *c);
void term_counts_article(struct term_counts *t, int by);

#endif
