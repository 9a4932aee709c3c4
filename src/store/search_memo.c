/* What is the same for every search until the cache changes, and long in finding out. It is kept with the connection. */
#include "search_memo.h"

#include <stdlib.h>

#include "search_internal.h"

struct search_memo {
	uint64_t revision;
	struct docset copies;
};

bool search_memo_copies(const struct search *s, struct docset *out)
{
	const struct search_memo *m = s->c->memo;
	if (!m || m->revision != s->sources->revision || m->copies.n_words != out->n_words)
		return false;
	docset_or(out, &m->copies);
	return true;
}

void search_memo_keep_copies(struct search *s, const struct docset *copies)
{
	search_memo_free(s->c->memo);
	struct search_memo *m = s->c->memo = mem_zalloc(1, sizeof *m);
	m->revision = s->sources->revision;
	docset_init(&m->copies, s->max);
	docset_or(&m->copies, copies);
}

void search_memo_free(struct search_memo *m)
{
	if (!m)
		return;
	docset_release(&m->copies);
	free(m);
}
