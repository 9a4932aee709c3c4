/* Inside the store only: the state file's connection. */
#ifndef LEDE_STORE_STATE_DB_H
#define LEDE_STORE_STATE_DB_H

#include <sqlite3.h>

#include "lede/state.h"

enum { STATE_STATEMENTS_MAX = 48 };

struct state {
	sqlite3 *db;
	char *path; /* for messages */
	struct {
		const char *sql;
		sqlite3_stmt *stmt;
	} statements[STATE_STATEMENTS_MAX];
	size_t n;
	int64_t opened_ns; /* tells this connection from one that was here before */
};

/* Of what the file held, as one connection saw it; what nothing has changed since is the same. */
struct state_version {
	int64_t connection;
	int64_t others, own; /* changes */
};
bool state_version_is(const struct state_version *a, const struct state_version *b);
/* What is read until the end is of this one version. Writes nothing. */
int state_read_begin(struct state *s, struct state_version *out, struct err *err);
void state_read_end(struct state *s);

/* A statement prepared once for a string literal, reset and without bindings. NULL with err. */
sqlite3_stmt *state_prepare(struct state *s, const char *sql, struct err *err);
/* Runs it to its end, and resets it. */
int state_run(struct state *s, sqlite3_stmt *stmt, struct err *err);
int state_error(struct state *s, struct err *err); /* -1 */
int state_exec(struct state *s, const char *sql, struct err *err);

/* Makes the tables, or brings old ones up to date. 1: a newer lede made this file, or it is no state file at all. */
int state_migrate(struct state *s, struct err *err);

#endif
