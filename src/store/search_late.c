/*
 * Filters whose sets are long in the making. A screenful is often found sooner by testing docs one by one, so a plan puts
 * these filters off; who runs it tests what comes until that is enough or takes too long, and then has the sets made.
 */
#include <stdlib.h>

#include "search_internal.h"
#include "search_memo.h"

enum {
	SOON_ROWS = 4096, /* rows of the index that are gone through in a millisecond or two */
	SOON_SHARE = 8    /* in a small archive less, that it be no other than a large one */
};

/* 0: the set is there. */
static int make_soon(struct search *s, const struct query_node *f)
{
	enum query_filter filter = f->filter;
	const struct docset *set;
	size_t share = s->sources->articles / SOON_SHARE, rows = share < SOON_ROWS ? share : SOON_ROWS;
	if (filter == QUERY_COPY)
		return search_copies(s, rows, &set);
	if (search_is_listed(f))
		return search_listed(s, f, rows, &set);
	if (!s->state)
		return 0;
	if (filter == QUERY_READ || filter == QUERY_UNREAD)
		return search_marked(s, STATE_READ, rows, &set);
	return filter == QUERY_STARRED ? search_marked(s, STATE_STARRED, rows, &set) : 0;
}

static const struct query_node *filter_in(const struct query_node *part)
{
	if (part->op == QUERY_NOT)
		part = part->child[0];
	return part->op == QUERY_FILTER ? part : NULL;
}

int search_is_late(struct search *s, const struct query_node *part, bool *late)
{
	const struct query_node *filter = filter_in(part);
	int rc = filter ? search_sources(s) : 0;
	if (rc == 0 && filter)
		rc = make_soon(s, filter);
	*late = rc == SEARCH_UNFINISHED;
	return *late ? 0 : rc;
}

static int test_filter(struct search *s, const struct query_node *filter, doc_id doc, bool *passes)
{
	if (filter->filter == QUERY_COPY)
		return search_is_copy(s, doc, passes);
	if (search_is_listed(filter))
		return search_is_in_list(s, filter, doc, passes);
	int rc = search_is_marked(s, filter->filter == QUERY_STARRED ? STATE_STARRED : STATE_READ, doc, passes);
	*passes = *passes != (filter->filter == QUERY_UNREAD);
	return rc;
}

int search_late_test(struct search *s, const struct search_plan *p, doc_id doc, bool *passes)
{
	int rc = 0;
	*passes = true;
	for (size_t i = 0; rc == 0 && *passes && i < p->late.n; i++) {
		rc = test_filter(s, filter_in(p->late.at[i]), doc, passes);
		*passes = *passes != (p->late.at[i]->op == QUERY_NOT);
	}
	return rc;
}

static int make_all(struct search *s)
{
	const struct docset *set;
	int rc = search_copies(s, SEARCH_ROWS_ALL, &set);
	if (rc == 0 && s->state)
		rc = search_marked(s, STATE_READ, SEARCH_ROWS_ALL, &set);
	if (rc == 0 && s->state)
		rc = search_marked(s, STATE_STARRED, SEARCH_ROWS_ALL, &set);
	return rc;
}

int search_prepare(struct cache *c, struct state *state, struct err *err)
{
	struct search s = { .c = c, .state = state, .err = err };
	int rc = search_begin(&s);
	if (rc == 0)
		rc = make_all(&s);
	search_end(&s);
	search_release(&s);
	return rc;
}
