/* Inside the store only: putting single articles into the cache's tables, and taking them out. */
#ifndef LEDE_STORE_WRITER_ARTICLE_H
#define LEDE_STORE_WRITER_ARTICLE_H

#include "db.h"
#include "packet.h"

/* terms listens on c (terms.h). */
int article_put(struct cache *c, struct term_counts *terms, uint32_t source, doc_id doc, const struct packet *p,
                const struct packet_article *a, struct err *err);
/* Puts a in the place of old, whose text is still in the cache. Where its words have not changed the index is left alone. */
int article_replace(struct cache *c, struct term_counts *terms, uint32_t source, doc_id doc, const struct article *old,
                    const struct packet *p, const struct packet_article *a, struct err *err);
int article_take_out(struct cache *c, struct term_counts *terms, const struct article *old, struct err *err);

#endif
