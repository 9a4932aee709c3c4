/* lede search: what a query finds, best first, with the best passage of each. */
#include "commands.h"

#include <stdlib.h>

#include "lede/search.h"
#include "listing.h"

static int print_ranked(struct session *s, const struct query *q, const doc_id *docs, size_t n, struct err *err)
{
	struct listing listing = { .s = s };
	struct listing_extra extra = { .query = q };
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0 && !out_failed(&s->out); i++)
		rc = listing_print(&listing, docs[i], &extra, err);
	listing_release(&listing);
	return rc;
}

static int run_query(struct session *s, struct query *q, struct err *err)
{
	struct cache_totals totals;
	if (cache_totals(s->cache, &totals, err) < 0)
		return -1;
	size_t limit = totals.articles + totals.briefs;
	if (s->opts->limit && s->opts->limit < limit)
		limit = s->opts->limit;
	doc_id *docs = mem_alloc(limit * sizeof *docs);
	int n = search_ranked(s->cache, s->state, q, docs, limit, err);
	int rc = n < 0 ? -1 : print_ranked(s, q, docs, (size_t)n, err);
	free(docs);
	if (n == 0)
		complain("nothing found in %s", s->lib.name);
	if (rc < 0)
		return -1;
	return n ? CMD_DONE : CMD_NOTHING;
}

static int search(struct session *s, struct err *err)
{
	char *text = listing_query_text(s->opts);
	struct query *q = query_parse(text, false);
	if (query_note(q))
		complain("%s", query_note(q));
	int status = run_query(s, q, err);
	query_free(q);
	free(text);
	return status;
}

int cmd_search(const struct options *opts)
{
	return session_run(opts, search);
}
