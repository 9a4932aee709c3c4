/*
 * Mending wrong cuts: a story's source lines beside their labels, a mend made from one of them, and what has to follow it. A mend
 * lives in the state file (state.h); it takes effect when its source is read again (build_options.reread, engine_reread).
 */
#ifndef LEDE_MEND_H
#define LEDE_MEND_H

#include "lede/cache.h"
#include "lede/state.h"

#define SOURCE_NO_BLOCK UINT32_MAX

struct source_line {
	uint64_t off; /* in the source's decoded text */
	uint32_t len;
	uint32_t number; /* from 1 */
	uint32_t block;  /* which of the view's blocks; SOURCE_NO_BLOCK: a blank line */
};
struct source_block {
	struct split_block block; /* label: the cache's, where it belongs to an article */
	doc_id doc;               /* its article; 0: it stands between two */
	bool starts;              /* the article begins with it */
	float confidence;         /* of that */
};

/* The lines of an article and of some of its neighbours in the source. */
struct source_view {
	uint32_t source;
	char *file;       /* what is read again: the source's path or, for a member, its archive's */
	bool first, last; /* reaches to the source's beginning, to its end */
	uint64_t base;    /* offset of text in the source's decoded text */
	struct buf text;
	struct source_line *lines;
	size_t n;
	struct source_block *blocks;
	size_t n_blocks;
};
/* 0; -1 err. */
int source_view_make(struct source_view *out, struct cache *c, const struct article *a, struct err *err);
void source_view_release(struct source_view *v);
/* The last line that begins at or before off. */
size_t source_view_line(const struct source_view *v, uint64_t off);
const char *source_view_text(const struct source_view *v, size_t line); /* lines[line].len bytes */
/* The block of the line or, on a blank line, of the next one below; SOURCE_NO_BLOCK at the end. */
uint32_t source_view_block(const struct source_view *v, size_t line);

/* The mend that does this to the block. -1 with err where it would change nothing or the view does not reach far enough. */
int mend_make(struct split_mend *out, const struct source_view *v, uint32_t block, enum split_mend_kind kind,
              struct err *err);

/* Where a mend applied when the sources were last read. */
struct mend_place {
	uint32_t source;
	uint64_t off; /* of its block, in the decoded text */
	char *file;
};
int mend_places(struct cache *c, const struct split_mend *m, struct mend_place **out, size_t *n, struct err *err);
void mend_places_free(struct mend_place *p, size_t n);

/* 1: it applies in this library; -1: it did once; 0: neither. -2 err. */
int mend_standing(struct cache *c, const struct split_mend *m, struct err *err);

struct mend_counts {
	size_t all;  /* in the state file */
	size_t fit;  /* apply in this library */
	size_t lost; /* applied once and do not any more */
};
int mend_count(struct cache *c, struct state *s, struct mend_counts *out, struct err *err);

/* The article that holds this place of a source, or the nearest above it, or else the source's first. 0: none. */
doc_id mend_article_at(struct cache *c, uint32_t source, uint64_t off);

/*
 * Stories that a mend makes are new texts, which no mark knows. Taken before the source is read again, carried over after: a new
 * story is read if all were that it consists of for the most part, and starred if one was whose star no other has. No mark is
 * ever taken away.
 */
struct mend_marks;
struct mend_marks *mend_marks_take(struct cache *c, struct state *s, uint32_t source, uint64_t off);
int mend_marks_carry(const struct mend_marks *m, struct cache *c, struct state *s, struct err *err);
void mend_marks_free(struct mend_marks *m); /* accepts NULL */

#endif
