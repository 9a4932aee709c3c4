/*
 * plain_fts FOLDER PLAIN.db: the yardstick for building the cache, and for searching it. Takes the articles that lede's cache of
 * FOLDER holds, already split, and puts them into a plain FTS5 table t(headline, text) (default tokenizer, content stored, one
 * transaction), timing SQLite alone. Prints seconds, articles, bytes of text and bytes of database.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lede/cache.h"

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void stop(const char *why)
{
	fprintf(stderr, "plain_fts: %s\n", why);
	exit(3);
}

static sqlite3 *make_table(const char *path, sqlite3_stmt **insert)
{
	sqlite3 *db;
	unlink(path);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA journal_mode=off; CREATE VIRTUAL TABLE t USING fts5(headline, text); BEGIN", NULL,
	                 NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?1, ?2)", -1, insert, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(db));
	return db;
}

struct load {
	struct cache *cache;
	sqlite3_stmt *insert;
	double seconds;
	unsigned long articles, bytes;
};

static void load_article(struct load *l, doc_id doc)
{
	struct article a;
	struct buf text = BUF_INIT;
	struct err err;
	if (cache_article(l->cache, doc, &a, &err) != 1 || cache_text(l->cache, &a, &text, &err) < 0)
		stop(err.text);
	double start = now();
	sqlite3_bind_text(l->insert, 1, a.headline, -1, SQLITE_STATIC);
	sqlite3_bind_text(l->insert, 2, buf_str(&text), (int)text.len, SQLITE_STATIC);
	if (sqlite3_step(l->insert) != SQLITE_DONE)
		stop("cannot insert");
	sqlite3_reset(l->insert);
	l->seconds += now() - start;
	l->articles++;
	l->bytes += text.len;
	buf_release(&text);
	article_release(&a);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		stop("usage: plain_fts FOLDER PLAIN.db");
	struct library lib;
	struct library_options opts = { 0 };
	struct load l = { 0 };
	struct source_table *table;
	struct err err;
	if (library_open(&lib, argv + 1, 1, &opts, &err) < 0 || cache_open(&l.cache, &lib, NULL, &err) < 0 ||
	    source_table_load(&table, l.cache, &err) < 0)
		stop(err.text);
	sqlite3 *db = make_table(argv[2], &l.insert);
	for (size_t i = 0; i < table->n; i++)
		for (doc_id d = 0; d < table->entries[i].articles; d++)
			load_article(&l, table->entries[i].first + d);
	double start = now();
	sqlite3_finalize(l.insert);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		stop(sqlite3_errmsg(db));
	l.seconds += now() - start;
	sqlite3_close(db);
	struct stat st = { 0 };
	stat(argv[2], &st);
	printf("%.3f %lu %lu %lld\n", l.seconds, l.articles, l.bytes, (long long)st.st_size);
	source_table_free(table);
	cache_close(l.cache);
	library_release(&lib);
	return 0;
}
