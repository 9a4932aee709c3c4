/* Inside the store only: the parts of a query that are answered by reading articles. */
#ifndef LEDE_STORE_SEARCH_TEST_H
#define LEDE_STORE_SEARCH_TEST_H

#include "search_internal.h"

struct search_test;

/* A test for all of the nodes, which it borrows. As the functions of search_internal.h: 0, 1 or -1; to be freed in any case. */
int search_test_new(struct search_test **out, struct search *s, const struct search_nodes *nodes);
void search_test_free(struct search_test *t); /* accepts NULL */
/* Whether the article matches, in *matches; adds what speaks for it to *score then. Likewise 0, 1 or -1. */
int search_test_doc(struct search_test *t, doc_id doc, struct query_score *score, bool *matches);

#endif
