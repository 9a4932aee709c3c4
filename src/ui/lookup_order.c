/*
 * The order of what a search finds: by source, with the best in a group of their own above. Nothing changes its place under a hand that has
 * moved among the hits; the next search begins anew.
 */
#include <stdlib.h>

#include "app.h"

void lookup_forget_best(struct app *a)
{
	free(a->lookup.best);
	a->lookup.best = NULL;
	a->lookup.n_best = 0;
}

static void order(struct app *a)
{
	const struct lookup *l = &a->lookup;
	list_hits_best(a->list, l->best, l->by_source ? 0 : l->n_best);
	a->lookup.fresh = true;
	a->dirty = true;
}

void lookup_rank(struct app *a)
{
	const struct lookup *l = &a->lookup;
	bool here = a->focus == FOCUS_LIST || a->prompt.kind == PROMPT_SEARCH;
	if (here && l->begun && l->done && l->best && !l->moved && !l->by_source && !list_hits_best_docs(a->list))
		order(a);
}

void lookup_moved(struct app *a)
{
	if (*a->lookup.text)
		a->lookup.moved = true;
}

void lookup_take_best(struct app *a, struct engine_event *ev)
{
	lookup_forget_best(a);
	a->lookup.best = ev->best;
	a->lookup.n_best = ev->n_best;
	ev->best = NULL;
}

void lookup_change_order(struct app *a)
{
	bool known = *a->lookup.text && a->lookup.best;
	a->lookup.by_source = known ? list_hits_best_docs(a->list) > 0 : !a->lookup.by_source;
	if (known)
		order(a);
	place_keep_order(a);
	reader_follow_later(a);
}
