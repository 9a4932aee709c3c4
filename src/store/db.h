/* Inside the store only: the connection, prepared statements, and what builder and searcher agree on. */
#ifndef LEDE_STORE_DB_H
#define LEDE_STORE_DB_H

#include <sqlite3.h>

#include "lede/cache.h"

struct chunk_slot;
struct search_memo;

struct cache {
	sqlite3 *db;
	char *path;                       /* for messages */
	char *root;                       /* the library's only root, or NULL where there are several */
	struct db_statements *statements; /* prepared on first use, by db_prepare */
	struct chunk_slot *chunk;         /* the piece of text that was unpacked last (chunks.c) */
	struct search_memo *memo;         /* what searches found out and will ask again (search_memo.c) */
};

/* A prepared statement for sql (a string literal: its address is the key), reset and ready to bind. Kept until db_close. NULL with err.
 * Reset it when done with it: a statement that still stands on a row holds its snapshot of the cache. */
sqlite3_stmt *db_prepare(struct cache *c, const char *sql, struct err *err);
/* err gets "PATH: sqlite's words", with what to do where the disk is full or the file damaged. Returns -1. */
int db_error(struct cache *c, struct err *err);
int db_exec(struct cache *c, const char *sql, struct err *err);
/* Runs a statement that gives no rows, and resets it. 0 or -1. */
int db_run(struct cache *c, sqlite3_stmt *s, struct err *err);
/* What the last error means: the file's bytes are no good. */
bool db_is_damaged(struct cache *c);
/* To be called before any connection is opened, as often as one likes. */
void db_begin(void);
/* Opens lib's cache as cache_open does, without looking at what is in it. */
int db_open(struct cache **out, const struct library *lib, struct err *err);
void db_close(struct cache *c);

/* What the schema does on a new connection: registers the tokenizer "lede" (tokenize.c). */
int db_register_tokenizer(sqlite3 *db);

/*
 * What stands in the full-text index for an article: five columns of table fts, contentless, whose rowid is the doc:
 * headline, text, byline, place, agency. "text" is what article_index_text gives: the decoded text of all blocks but the
 * headline's, its repeats and boilerplate, each followed by a newline. To take an article out of a contentless index its old
 * columns must be given again, so this function must give the same bytes for the same article.
 */
void article_index_text(struct buf *out, const struct split_block *blocks, size_t n, const char *text,
                        uint64_t start_off);

/*
 * How many articles a word stands in, for weighing related stories: hashed counters kept by the builder (terms.h). Saved in the
 * same transaction as the articles.
 */
struct term_counts;
struct term_counts *term_counts_load(struct cache *c, struct err *err);
void term_counts_free(struct term_counts *t);
int term_counts_save(struct term_counts *t, struct cache *c, struct err *err);
/* For readers, one word at a time, without loading all: an estimate, never too low. -1 err. */
long term_count(struct cache *c, uint64_t token_hash, struct err *err);

#endif
