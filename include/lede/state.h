/*
 * What the user made: read marks, stars, places, history, saved searches, mends. Lives in a file of its own, keyed by
 * the fingerprint of an article's text, so that it follows the text wherever it goes. Written as it happens. A damaged file is never
 * deleted: it is left as it is, lede says so and goes on in memory.
 */
#ifndef LEDE_STATE_H
#define LEDE_STATE_H

#include "lede/article.h"
#include "lede/library.h"

struct state;

/* One connection, one thread. note gets a line where the file cannot be used and memory stands in. */
int state_open(struct state **out, const struct library *lib, struct err *note, struct err *err);
void state_close(struct state *s); /* accepts NULL */

struct mark {
	bool read, starred;
	uint32_t block, offset; /* reading place: story block and byte in its text */
	int64_t opened;         /* seconds since 1970 of the last opening; 0 never */
};
/* 1 there is a mark, 0 none (out is zeroed), -1 err. */
int state_mark(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], struct mark *out, struct err *err);
int state_set_read(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], bool read, struct err *err);
int state_set_starred(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], bool starred, struct err *err);
/* Sets the reading place and the time of opening. */
int state_set_place(struct state *s, const unsigned char fingerprint[FINGERPRINT_LEN], uint32_t block, uint32_t offset,
                    int64_t now, struct err *err);

/* Marks all docs of the cache read (or those given); one transaction, and one step of undo. */
int state_set_read_many(struct state *s, const unsigned char (*fingerprints)[FINGERPRINT_LEN], size_t n, bool read,
                        struct err *err);

enum state_flag { STATE_READ, STATE_STARRED, STATE_FLAGS };
/* Calls cb for each fingerprint that has the flag, in their order. cb returns non-zero to stop. */
int state_each(struct state *s, enum state_flag flag,
               int (*cb)(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN]), void *payload,
               struct err *err);

/* Small texts by name for a library (its key) or for all (""): the last place, the layout, the last library. *out is NULL
 * where there is none; the caller frees. */
int state_get(struct state *s, const char *library, const char *name, char **out, struct err *err);
int state_put(struct state *s, const char *library, const char *name, const char *value, struct err *err);

/* History of what was typed: newest first, no duplicates. kind: "search", "find", "export". */
int state_history_add(struct state *s, const char *kind, const char *text, struct err *err);
int state_history(struct state *s, const char *kind, char **out, size_t max,
                  struct err *err); /* count or -1; free each */

/* Searches of a library kept by name. key: the digit that runs it, 0 none. */
struct saved_search {
	char *name, *query;
	int key;
	int64_t looked; /* seconds since 1970 of the last look; 0 never */
};
int state_saved(struct state *s, const char *library, struct saved_search **out, size_t *n, struct err *err);
void saved_searches_free(struct saved_search *list, size_t n);
/* Keeps a search; one of that name gets the new query. */
int state_saved_put(struct state *s, const char *library, const char *name, const char *query, struct err *err);
int state_saved_remove(struct state *s, const char *library, const char *name, struct err *err);
/* Brings back the one removed last: 1, 0 there is none, -1 err. *name is the caller's. */
int state_saved_undo(struct state *s, const char *library, char **name, struct err *err);

/* Mends of a source's cuts, kept by the text around them (split.h), not by the file's name. An empty array where none. */
int state_mends(struct state *s, struct split_mend **out, size_t *n, struct err *err);
int state_mend_add(struct state *s, const struct split_mend *m, struct err *err);
int state_mend_remove(struct state *s, const struct split_mend *m, struct err *err); /* the newest like this one */
int state_mend_undo(struct state *s, struct split_mend *undone, struct err *err);    /* 1 undone, 0 none left, -1 */

/* lede state export|import: JSON lines. */
int state_export(struct state *s, int (*line)(void *payload, const char *json), void *payload, struct err *err);
int state_import(struct state *s, const char *json_line, struct err *err);

#endif
