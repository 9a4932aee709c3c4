/* A library of a few files in a temporary folder, indexed, with its cache and state open. */
#ifndef LEDE_TESTS_SMALL_LIBRARY_H
#define LEDE_TESTS_SMALL_LIBRARY_H

#include "lede/cache.h"
#include "lede/library.h"
#include "lede/state.h"
#include "program.h"

struct small_library {
	struct world *world;
	struct library lib;
	struct cache *cache; /* after small_library_index */
	struct state *state;
};

struct small_library *small_library_new(void);
void small_library_free(struct small_library *l);
/* A file under the root. */
void small_library_add(struct small_library *l, const char *name, const char *text);
/* Builds the cache and opens it. To be called again after files were added. */
void small_library_index(struct small_library *l);
/* The article whose headline contains the text; fails the test where there is none. */
doc_id small_library_doc(struct small_library *l, const char *headline);
doc_id small_library_last(struct small_library *l); /* the greatest doc */

#endif
