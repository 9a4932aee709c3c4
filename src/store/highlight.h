/* Inside the store only: the hits of a query, each with the term that it is a hit of. */
#ifndef LEDE_STORE_HIGHLIGHT_H
#define LEDE_STORE_HIGHLIGHT_H

#include "query_match.h"

struct highlight {
	size_t start, end; /* bytes of the text; end exclusive */
	uint32_t term;     /* which of the query's positive terms, from 0; of several that overlap, the first */
	uint32_t count;    /* how many occurrences of terms it covers */
};
struct highlights {
	struct highlight *at;
	size_t n, cap;
};
/* Sets out to the hits in order, not overlapping. w is for the words, so that its memory serves again. */
void highlight_find(const struct query *q, const char *text, size_t n, bool in_headline, struct match_words *w,
                    struct highlights *out);
void highlights_release(struct highlights *h);

#endif
