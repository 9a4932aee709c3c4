/* Articles as rows: what list, search and related print. */
#ifndef LEDE_CMD_LISTING_H
#define LEDE_CMD_LISTING_H

#include "session.h"

struct listing {
	struct session *s;
	struct source source; /* of the last article: neighbours share it */
	struct buf line;      /* being made */
};

void listing_release(struct listing *l);

/* What a command adds to an article. */
struct listing_extra {
	const struct query *query; /* search: NULL where there is none */
	const struct related *related;
};
/* Prints the article. 0; -1 with err. An article that is gone since it was found is passed over. */
int listing_print(struct listing *l, doc_id doc, const struct listing_extra *extra, struct err *err);

/* The words of a query, joined as typed. The caller frees. */
char *listing_query_text(const struct options *opts);

#endif
