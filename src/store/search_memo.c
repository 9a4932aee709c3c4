/* What searches keep with a connection. */
#include "search_memo.h"

#include <stdlib.h>

#include "search_internal.h"

void search_memo_free(struct search_memo *m)
{
	if (!m)
		return;
	docset_release(&m->copies.docs);
	for (size_t i = 0; i < STATE_FLAGS; i++) {
		docset_release(&m->marks[i].docs);
		free(m->marks[i].sums);
	}
	for (size_t i = 0; i < MEMO_LISTED; i++)
		docset_release(&m->listed[i].docs);
	free(m);
}

struct search_memo *search_memo(struct search *s)
{
	struct search_memo *m = s->c->memo;
	if (m && m->revision == s->sources->revision)
		return m;
	search_memo_free(m);
	m = s->c->memo = mem_zalloc(1, sizeof *m);
	m->revision = s->sources->revision;
	return m;
}
