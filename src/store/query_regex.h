/* Inside the store only: the regular expressions of a query. */
#ifndef LEDE_STORE_QUERY_REGEX_H
#define LEDE_STORE_QUERY_REGEX_H

#include "lede/query.h"

enum { QUERY_REGEX_LEN = 256, QUERY_REGEX_MAX = 8 /* in one query */ };

struct query_regex;

/* POSIX extended, case ignored. NULL where it is not taken; why then gets a few words. */
struct query_regex *query_regex_new(const char *p, size_t n, char *why, size_t why_size);
void query_regex_free(struct query_regex *r); /* accepts NULL */

/* Calls found for each match in text, in order. The text is one paragraph: a line end in it is like a space.
 * A match is never empty; in a very long text it lies within a piece. Returns how many there are. found may be NULL. */
size_t query_regex_each(struct query_regex *r, const char *text, size_t n, void (*found)(void *payload, struct hit hit),
                        void *payload);

#endif
