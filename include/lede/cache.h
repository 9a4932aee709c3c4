/*
 * The cache: an SQLite file that holds, of each source, its decoded text
 * (compressed), its articles and their blocks, and a full-text index. Derived
 * and disposable. src/store/schema.c is where its tables are written down.
 *
 * A struct cache is one connection, used by one thread at a time. One process
 * writes (it holds the lock file beside the cache); any number read.
 */
#ifndef LEDE_CACHE_H
#define LEDE_CACHE_H

#include "lede/article.h"
#include "lede/library.h"

struct cache;

/* Opens for reading, making an empty cache where there is none. A damaged or foreign file is moved aside (…db.damaged-N) and a line
 * about it is put into note (may be NULL). For an in-memory cache every cache_open of the same library in this process sees
 * the same data. */
int cache_open(struct cache **out, const struct library *lib, struct err *note, struct err *err);
void cache_close(struct cache *c); /* accepts NULL */
/* From any thread: makes the query under way on c end early. */
void cache_interrupt(struct cache *c);

struct cache_totals {
	uint64_t articles, briefs, sources, skipped, text_bytes, source_bytes;
	uint64_t revision; /* grows with every change that the writer commits */
};
int cache_totals(struct cache *c, struct cache_totals *out, struct err *err);

/* 1 found, 0 there is none (any more), -1 err. The article's strings are the caller's: article_release. Its blocks' keys are 0:
 * who needs them takes them from the splitter. */
int cache_article(struct cache *c, doc_id doc, struct article *out, struct err *err);
/* The same without counting copies (copies is 0), for who reads many. */
int cache_article_row(struct cache *c, doc_id doc, struct article *out, struct err *err);
/* The article's decoded text (start_off to end_off). 0, or -1: also where the article was replaced since it was read. */
int cache_text(struct cache *c, const struct article *a, struct buf *out, struct err *err);
/* Decoded text of a source between two offsets, for the view of source lines. */
int cache_source_text(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err);

/* Looks an id up: hex digits, the start of a fingerprint. Sets up to max docs, in doc order; returns how many there are (counted up to
 * max), -1 err. Copies share an id, so several docs need not mean that it is ambiguous. */
int cache_find(struct cache *c, const char *id, doc_id *out, size_t max, struct err *err);
/* All docs with this fingerprint, in doc order: the article whose copies are wanted is among them. */
int cache_copies(struct cache *c, const unsigned char fingerprint[FINGERPRINT_LEN], doc_id *out, size_t max,
                 struct err *err);

enum source_status {
	SOURCE_READ,
	SOURCE_PENDING, /* known, not read yet */
	SOURCE_SKIPPED, /* not a source: binary, a FIFO, a loop; reason says which */
	SOURCE_FAILED   /* could not be read */
};
struct source {
	uint32_t id;
	uint8_t status; /* enum source_status */
	char *path;     /* absolute; a member of an archive as ARCHIVE/MEMBER */
	char *shown;    /* relative to its root where there is one root; what lists and in: use */
	char *reason;   /* "" or one line */
	char *encoding;
	uint64_t size;
	uint32_t articles; /* and briefs */
	doc_id first;      /* its articles are first … first + articles - 1 */
};
int cache_source(struct cache *c, uint32_t id, struct source *out, struct err *err); /* 1, 0, -1 */
void source_release(struct source *s);

/*
 * All sources that hold articles, in list order (by path, digits by value), as a snapshot of plain numbers: some 16 bytes
 * a source. It does not change after it was made, and may be read by any thread.
 */
struct source_entry {
	uint32_t id;
	uint32_t articles;
	doc_id first;
	uint32_t before; /* articles in all entries above */
};
struct source_table {
	struct source_entry *entries;
	size_t n;
	uint64_t articles; /* in all */
	uint64_t revision;
	uint32_t *by_doc; /* indexes into entries in order of first */
};
int source_table_load(struct source_table **out, struct cache *c, struct err *err);
void source_table_free(struct source_table *t);
/* Index of the entry that doc belongs to, or -1. */
long source_table_of(const struct source_table *t, doc_id doc);

/* Sources that were skipped or failed, for the notice and for `lede stats`; cb returns non-zero to stop. */
int cache_each_problem(struct cache *c, int (*cb)(void *payload, const struct source *s), void *payload,
                       struct err *err);

#endif
