/* Inside the store only: rows of table source, as the builder needs them. */
#ifndef LEDE_STORE_SOURCE_ROW_H
#define LEDE_STORE_SOURCE_ROW_H

#include "db.h"

enum source_row_kind {
	ROW_PLAIN,  /* a file: column file is its path */
	ROW_MEMBER, /* of an archive: file is the archive's path */
	ROW_ARCHIVE /* the archive itself: file is empty; it has no articles and is written after all members */
};

struct source_row {
	uint32_t id; /* 0: there is none yet */
	enum source_row_kind kind;
	int status; /* enum source_status */
	uint32_t articles;
	doc_id first, room;
	uint64_t text_len;
	uint64_t revision; /* of the build that wrote it */
	int64_t size, mtime_ns, inode;
	char *path;                           /* owned */
	const char *file, *reason, *encoding; /* borrowed; NULL in a row that was read */
	bool saved;                           /* it is in the table */
};

/* 1 found, 0 not (row zeroed), -1 err. The path is the caller's to free. */
int source_row_by_path(struct cache *c, const char *path, struct source_row *out, struct err *err);
int source_row_by_id(struct cache *c, uint32_t id, struct source_row *out, struct err *err);
/* A member of the archive that was not written by this build. */
int source_row_old_member(struct cache *c, const char *archive, uint64_t build, struct source_row *out,
                          struct err *err);

int source_row_save(struct cache *c, struct source_row *r, struct err *err);
int source_row_rename(struct cache *c, uint32_t id, const char *path, struct err *err);
int source_row_delete(struct cache *c, uint32_t id, struct err *err);
/* The first free id and doc. */
int source_row_next(struct cache *c, uint32_t *id, doc_id *doc, struct err *err);

#endif
