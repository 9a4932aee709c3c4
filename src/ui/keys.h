/*
 * From keys to actions: counts as in vi (`5j`, `30%`), keys in a row (`gg`), and
 * how a key is written for people. Pure: no terminal.
 */
#ifndef LEDE_UI_KEYS_H
#define LEDE_UI_KEYS_H

#include <stdbool.h>

#include "actions.h"
#include "lede/buf.h"

enum { KEYS_COUNT_MAX = 9999999, KEYS_SEQUENCE_MAX = 64 };

struct keys { /* zero-initialised: nothing pending */
	char sequence[KEYS_SEQUENCE_MAX];
	long count;
};

enum keys_outcome {
	KEYS_UNKNOWN, /* means nothing here; nothing is pending any more */
	KEYS_PENDING, /* more must come */
	KEYS_DIGIT,   /* a first digit that is a count if a key follows, and the action `*out` if none does */
	KEYS_ACTION   /* *out with *count (0: none typed) */
};

enum keys_outcome keys_feed(struct keys *k, unsigned context, const char *name, const struct action **out, long *count);
void keys_reset(struct keys *k);
bool keys_pending(const struct keys *k);
void keys_add_pending(struct buf *out, const struct keys *k); /* for showing: "5g" */

/* What name (one key or several in a row) does in the context, or NULL. */
const struct action *keys_find(unsigned context, const char *name);
/* Appends a binding as people write it: `<C-l>` as "^L", `<PageDown>` as "PgDn". */
void keys_add_shown(struct buf *out, const char *binding, size_t len);
/* All bindings of an action, so written, parted by spaces. */
void keys_add_bindings(struct buf *out, const struct action *a);

#endif
