/* Inside the store only: what the builder leaves for source_table_load. */
#ifndef LEDE_STORE_SOURCES_H
#define LEDE_STORE_SOURCES_H

#include "db.h"

/* The table of all sources, from their rows; revision is not set. */
int sources_collect(struct source_table **out, struct cache *c, struct err *err);
/* Packs it into meta under its revision. */
int sources_save(struct cache *c, const struct source_table *t, struct err *err);

#endif
