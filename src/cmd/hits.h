/* The hits of a query in an article, as search prints them. */
#ifndef LEDE_CMD_HITS_H
#define LEDE_CMD_HITS_H

#include "lede/article.h"
#include "lede/query.h"

/* A JSON member: "offsets":[[start,end],...], bytes of the article's text as lede show --raw prints it. */
void hits_add_offsets(struct buf *b, const struct query *q, const struct article *a, const char *text, size_t len);
/* A JSON member: "context":[{"before","hit","after"},...] with at most side cells each way. */
void hits_add_context_json(struct buf *b, const struct query *q, const struct article *a, const struct story *s,
                           int side);
/* The same for people, a line each, under one another, indent cells to the right. */
void hits_add_context(struct buf *b, const struct query *q, const struct article *a, const struct story *s, int side,
                      int indent);

#endif
