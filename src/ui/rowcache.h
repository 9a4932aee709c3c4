/* What the rows on the screen say, fetched once and kept for a few screens' worth of rows. */
#ifndef LEDE_UI_ROWCACHE_H
#define LEDE_UI_ROWCACHE_H

#include "lede/cache.h"
#include "lede/query.h"
#include "lede/state.h"

struct row_info {
	doc_id doc; /* 0: free */
	unsigned char fingerprint[FINGERPRINT_LEN];
	char *headline; /* display text */
	size_t len;
	uint32_t copies;
	bool read, starred;
	bool doubtful; /* its beginning or end is */
	char *snippet; /* display text; NULL: not made */
	size_t snippet_len;
	unsigned snippet_serial; /* of the query that it was made for */
	int snippet_width;
	uint64_t used;
};

struct rowcache;

/* Cache and state are borrowed. */
struct rowcache *rowcache_new(struct cache *c, struct state *s);
void rowcache_free(struct rowcache *rc);
void rowcache_clear(struct rowcache *rc);

/* NULL where there is no such article any more. Borrowed until the next call. */
const struct row_info *rowcache_get(struct rowcache *rc, doc_id doc);
/* A source's name as lists show it, display text. Borrowed until the next call. */
const char *rowcache_source(struct rowcache *rc, uint32_t source);
/* Marks changed: the rows of this text follow. */
void rowcache_set_mark(struct rowcache *rc, const unsigned char fingerprint[FINGERPRINT_LEN], bool read, bool starred);

/*
 * The line of context under a hit. serial names the query. It costs the reading of a whole story, so it is made only where may_make is
 * set; NULL: not made yet.
 */
const char *rowcache_snippet(struct rowcache *rc, doc_id doc, const struct query *q, unsigned serial, int width,
                             bool may_make, size_t *len);

#endif
