/* Inside the store only: putting single articles into the cache's tables, and taking them out. */
#ifndef LEDE_STORE_WRITER_ARTICLE_H
#define LEDE_STORE_WRITER_ARTICLE_H

#include "db.h"
#include "packet.h"
#include "tokenize.h"

/* What articles are put into. */
struct article_tables {
	struct cache *c;
	struct term_counts *terms;
	struct tokenize_mode *tokenizer; /* of c */
};

int article_put(const struct article_tables *t, uint32_t source, doc_id doc, const struct packet *p,
                const struct packet_article *a, struct err *err);
/* Puts a in the place of old, whose text is still in the cache. Where its words have not changed the index is left alone. */
int article_replace(const struct article_tables *t, uint32_t source, doc_id doc, const struct article *old,
                    const struct packet *p, const struct packet_article *a, struct err *err);
int article_take_out(const struct article_tables *t, const struct article *old, struct err *err);

#endif
