/*
 * The search language. Words are ANDed, and the word being typed is a prefix, as is any word*; "a phrase"; -not; OR, which joins less
 * tightly than AND; ( ) for grouping; a NEAR b, a NEAR/5 b, NEAR(a b, 5): at most so many other words between (10 where no number is
 * given). Fields: by: place: agency: headline: take a word, a "phrase" or a ( group ); in: a part of the source's path; kind:article|brief;
 * is:unread|read|starred|copy|doubtful; date:2017, 2017-12, 2017-12-28, 2017-11..2018-02, >=2017-12 (and > <= <). A word under a "-" is
 * whole even while it is typed.
 *
 * /a regular expression/ is POSIX's extended kind, case ignored, and is looked for in the headline and the text as they are shown: not
 * folded, each match within a paragraph. It takes at most 256 bytes and no references back, and the second slash stands before white space, a
 * closing bracket or the end; after headline: by: place: agency: it looks there. Without an index behind it, it is tested on what the rest
 * of the query leaves.
 *
 * Parsing never fails: what cannot be understood is searched as text and query_note says so. A query also finds its own hits in any
 * display text, with the tokenizer that made the index.
 */
#ifndef LEDE_QUERY_H
#define LEDE_QUERY_H

#include <stdbool.h>
#include <stddef.h>

struct query;

/* typing: the last word is still being typed, so it is a prefix. text may be any bytes. Never NULL. */
struct query *query_parse(const char *text, bool typing);
/* For finding inside one story: the whole text is words or a phrase to be found in order (no fields, no operators), the last a prefix. */
struct query *query_parse_find(const char *text);
void query_free(struct query *q); /* accepts NULL */

bool query_is_empty(const struct query *q);    /* nothing to look for: everything matches */
const char *query_note(const struct query *q); /* NULL, or one quiet line; lives as long as q */

struct hit {
	size_t start, end; /* bytes of the text searched; end exclusive */
};
/* The hits of the query's positive text terms in display text, in order, not overlapping. Returns how many; *out is the
 * caller's to free (NULL for none). in_headline: the text is a headline (field terms that name another field do not count). */
size_t query_hits(const struct query *q, const char *text, size_t n, bool in_headline, struct hit **out);

#endif
