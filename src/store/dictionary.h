/*
 * Inside the store only: a piece of the library's own text that helps to pack its texts. With it small pieces pack as
 * well as large ones do alone, so that one story can be read without unpacking its neighbours.
 */
#ifndef LEDE_STORE_DICTIONARY_H
#define LEDE_STORE_DICTIONARY_H

#include "db.h"
#include "plan.h"

/* Appends the cache's dictionary; nothing where it has none. It never changes once it was made. */
int dictionary_load(struct cache *c, struct buf *out, struct err *err);
/* Makes and keeps one from the plan's files where there is none yet and the plan is worth it. */
int dictionary_make(struct cache *c, const struct plan *plan, struct err *err);

#endif
