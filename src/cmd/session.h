/* What a command works on: the library it was given, its cache and the user's state. */
#ifndef LEDE_CMD_SESSION_H
#define LEDE_CMD_SESSION_H

#include "lede/cache.h"
#include "lede/options.h"
#include "lede/state.h"
#include "out.h"

struct session {
	const struct options *opts;
	struct library lib;
	struct cache *cache;
	struct state *state;
	struct out out;
};

/* Opens the library that the options name, and says what the user should know of it. 0 or -1. */
int session_library(struct library *lib, const struct options *opts, struct err *err);
/* Where the state file is or will be. The caller frees. */
char *session_state_path(const struct options *opts);
/* Remembers the library as the one to open next time, if it was named. */
void session_remember(const struct library *lib, const struct options *opts);

/* The command's work. Returns an exit status, or -1 with err. */
typedef int session_body(struct session *s, struct err *err);
/* Opens everything (a cache that was never built is built), runs body, closes everything. Returns the exit status. */
int session_run(const struct options *opts, session_body *body);

/* The article that an id names. 0; CMD_NOTHING where there is none or there are several, which the user is told; -1 with err. */
int session_find(struct session *s, const char *id, struct article *out, struct err *err);
/* The article's text made ready for reading. 0 or -1. */
int session_story(struct session *s, const struct article *a, struct story *out, struct err *err);

#endif
