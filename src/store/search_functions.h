/* Inside the store only. */
#ifndef LEDE_STORE_SEARCH_FUNCTIONS_H
#define LEDE_STORE_SEARCH_FUNCTIONS_H

#include <sqlite3.h>

#define SEARCH_SCORE_POINTER "lede_score" /* the type of a bound struct query_score */

/* Once for a connection, after the tokenizer. An SQLite result code. */
int search_functions_register(sqlite3 *db);

#endif
