/* A library for tests. */
#include "small_library.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "lede/build.h"
#include "lede/path.h"

struct small_library *small_library_new(void)
{
	struct small_library *l = mem_zalloc(1, sizeof *l);
	l->world = world_new();
	return l;
}

static void close_all(struct small_library *l)
{
	cache_close(l->cache);
	state_close(l->state);
	library_release(&l->lib);
	l->cache = NULL;
	l->state = NULL;
}

void small_library_free(struct small_library *l)
{
	if (!l)
		return;
	close_all(l);
	world_free(l->world);
	free(l);
}

void small_library_add(struct small_library *l, const char *name, const char *text)
{
	char *inside = path_join("wire", name);
	free(world_text(l->world, inside, text));
	free(inside);
}

void small_library_index(struct small_library *l)
{
	struct err err = { "" };
	struct build_progress done;
	char *root = world_path(l->world, "wire");
	char *cache = world_path(l->world, "cache.db"), *state = world_path(l->world, "state.db");
	struct library_options opts = { cache, state };
	close_all(l);
	if (library_open(&l->lib, &root, 1, &opts, &err) < 0 ||
	    build_run(&l->lib, &(struct build_options){ 0 }, &done, &err) != 0 ||
	    cache_open(&l->cache, &l->lib, NULL, &err) < 0 || state_open(&l->state, &l->lib, NULL, &err) < 0)
		fail_msg("%s", err.text);
	free(root);
	free(cache);
	free(state);
}

doc_id small_library_last(struct small_library *l)
{
	struct source_table *t;
	struct err err;
	doc_id last = 0;
	assert_int_equal(source_table_load(&t, l->cache, &err), 0);
	for (size_t i = 0; i < t->n; i++)
		if (last < t->entries[i].first + t->entries[i].articles - 1)
			last = t->entries[i].first + t->entries[i].articles - 1;
	source_table_free(t);
	return last;
}

doc_id small_library_doc(struct small_library *l, const char *headline)
{
	struct err err;
	struct article a;
	doc_id last = small_library_last(l);
	for (doc_id doc = 1; doc <= last; doc++) {
		if (cache_article(l->cache, doc, &a, &err) != 1)
			continue;
		bool found = strstr(a.headline, headline) != NULL;
		article_release(&a);
		if (found)
			return doc;
	}
	fail_msg("no article is called %s", headline);
	return 0;
}
