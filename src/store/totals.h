/* Inside the store only: what the builder keeps of the whole cache, in table meta. */
#ifndef LEDE_STORE_TOTALS_H
#define LEDE_STORE_TOTALS_H

#include "db.h"

int totals_save(struct cache *c, const struct cache_totals *t, struct err *err);

#endif
