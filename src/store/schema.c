/*
 * The cache's tables. The schema number stands in the cache's file name, so a
 * change here is a new number and a new file: an older and a newer lede never
 * fight over one. There is nothing to migrate, for a cache only costs time.
 */
#include "schema.h"

const char schema_sql[] =
	/* Small facts by name: revision, totals, a packed source table. */
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
	/* A source: a file, or a member of an archive (then path is ARCHIVE/MEMBER and file the archive's path).
	 * Its articles are docs first_doc … first_doc + articles - 1; room is how many numbers are kept for it. */
	"CREATE TABLE source("
	" id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, file TEXT NOT NULL,"
	" status INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '', encoding TEXT NOT NULL DEFAULT '',"
	" size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,"
	" articles INTEGER NOT NULL DEFAULT 0, first_doc INTEGER NOT NULL DEFAULT 0, room INTEGER NOT NULL DEFAULT 0,"
	" text_len INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL);"
	"CREATE INDEX source_file ON source(file);"
	"CREATE INDEX source_first ON source(first_doc) WHERE articles > 0;"
	/* The decoded text of a source in packed pieces (chunks.h); key is source << 40 | where it starts. */
	"CREATE TABLE chunk(key INTEGER PRIMARY KEY, data BLOB NOT NULL);"
	"CREATE TABLE article("
	" doc INTEGER PRIMARY KEY, source INTEGER NOT NULL, kind INTEGER NOT NULL, fingerprint BLOB NOT NULL,"
	" headline TEXT NOT NULL, byline TEXT NOT NULL, place TEXT NOT NULL, agency TEXT NOT NULL, section TEXT NOT "
	"NULL,"
	" date TEXT NOT NULL, start_line INTEGER NOT NULL, end_line INTEGER NOT NULL,"
	" start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL, start_off INTEGER NOT NULL, end_off INTEGER NOT NULL,"
	" words INTEGER NOT NULL, confidence REAL NOT NULL, end_confidence REAL NOT NULL, blocks BLOB NOT NULL);"
	"CREATE INDEX article_fingerprint ON article(fingerprint);"
	"CREATE INDEX article_kind ON article(kind) WHERE kind <> 0;"
	"CREATE INDEX article_date ON article(date) WHERE date <> '';"
	"CREATE INDEX article_doubt ON article(min(confidence, end_confidence)) WHERE min(confidence, end_confidence) "
	"< 0.5;"
	/* Hashed counters of how many articles a word stands in (terms.c): 256 to a row. */
	"CREATE TABLE term(block INTEGER PRIMARY KEY, counts BLOB NOT NULL);"
	"CREATE VIRTUAL TABLE fts USING fts5(headline, text, byline, place, agency, content='', columnsize=0, "
	"tokenize='lede');"
	/* A build writes its words at each commit, not before, and merges late, which saves a third of its time; a search over some dozen
	 * segments is as quick as over one. */
	"INSERT INTO fts(fts, rank) VALUES('hashsize', 25165824);"
	"INSERT INTO fts(fts, rank) VALUES('automerge', 16);"
	"INSERT INTO fts(fts, rank) VALUES('crisismerge', 64);";
