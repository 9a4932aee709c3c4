/* Inside the store only: the words of the full-text index and where they stand, read off its own pages. */
#ifndef LEDE_STORE_FTS_WORDS_H
#define LEDE_STORE_FTS_WORDS_H

#include "db.h"
#include "lede/buf.h"

/* Where a word stands in an article: n bytes, for fts_place_next; none where the article no longer has it. */
struct fts_entry {
	doc_id doc;
	uint32_t n;
	const unsigned char *places;
};
/* Some of a word's entries, good until it returns. Of an article the first that is told holds: what comes later is older and was
 * replaced. */
typedef void fts_words_hear(void *payload, const struct fts_entry *entries, size_t n);

/* A walk over the words that begin so, in order. 0, 1 interrupted, -1 err. A transaction is open from begin to end. */
struct fts_words;
int fts_words_new(struct fts_words **out, struct cache *c, const char *beginning, size_t n, struct err *err);
void fts_words_free(struct fts_words *w); /* accepts NULL */
/* The next word, good until the one after it; *word is NULL where there are no more. */
int fts_words_next(struct fts_words *w, const struct buf **word, struct err *err);
/* Tells which articles have it, segment by segment, each in doc order. Once for a word, or not at all. */
int fts_words_tell(struct fts_words *w, fts_words_hear *hear, void *payload, struct err *err);

/* Reading places: all zero at first, then the column and position of one after the other. False at the end. */
struct fts_place {
	size_t at;
	uint32_t column, position;
};
bool fts_place_next(struct fts_place *p, const unsigned char *places, size_t n);

#endif
