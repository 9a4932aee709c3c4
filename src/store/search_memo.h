/* Inside the store only: what searches keep with a connection. */
#ifndef LEDE_STORE_SEARCH_MEMO_H
#define LEDE_STORE_SEARCH_MEMO_H

struct search_memo;

void search_memo_free(struct search_memo *m); /* accepts NULL */

#endif
