/* lede list: every article, or those of a query, in the order of the reader's list. */
#include "commands.h"

#include <stdlib.h>

#include "lede/search.h"
#include "listing.h"

struct listed {
	struct listing listing;
	struct err *err;
	uint64_t n;
	int failed;
};

static int print_some(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	static const struct listing_extra none = { 0 };
	struct listed *l = payload;
	(void)hits;
	for (size_t i = 0; i < n && !l->failed; i++) {
		if (listing_print(&l->listing, docs[i], &none, l->err) < 0)
			l->failed = 1;
		l->n++;
	}
	return l->failed || out_failed(&l->listing.s->out);
}

static int list(struct session *s, struct err *err)
{
	struct listed l = { .listing = { .s = s }, .err = err };
	char *text = listing_query_text(s->opts);
	struct query *q = query_parse(text, false);
	if (query_note(q))
		complain("%s", query_note(q));
	int rc = search_run(s->cache, s->state, q, print_some, &l, err);
	if (rc >= 0 && !l.failed && !l.n)
		complain(query_is_empty(q) ? "no article in %s" : "nothing found in %s", s->lib.name);
	query_free(q);
	free(text);
	listing_release(&l.listing);
	if (rc < 0 || l.failed)
		return -1;
	return l.n ? CMD_DONE : CMD_NOTHING;
}

int cmd_list(const struct options *opts)
{
	return session_run(opts, list);
}
