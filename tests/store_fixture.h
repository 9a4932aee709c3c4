/* For the store's tests: temporary folders, files with invented news, and a library opened on them. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lede/build.h"
#include "lede/path.h"

struct fixture {
	char *top;  /* the temporary folder */
	char *news; /* the library's folder in it */
	struct library lib;
	struct library_options options;
	char *cache, *state;
};

static inline char *fixture_path(const struct fixture *f, const char *name)
{
	return path_join(f->news, name);
}

static inline void write_bytes(const char *path, const char *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	while (n) {
		ssize_t did = write(fd, p, n);
		assert_true(did > 0);
		p += did;
		n -= (size_t)did;
	}
	assert_int_equal(close(fd), 0);
}

static inline void write_news(const struct fixture *f, const char *name, const char *text)
{
	char *path = fixture_path(f, name);
	write_bytes(path, text, strlen(text));
	free(path);
}

/* n invented articles, parted by rules so that where they begin does not hang on the splitter's judgement. seed varies their words. */
static inline char *make_articles(unsigned seed, unsigned n)
{
	static const char *const towns[] = { "Vellin", "Ostrava Bay", "Karsund", "Tolmezza", "Norrby", "Quillan" };
	static const char *const things[] = { "harbour", "orchard", "tramway", "lighthouse", "observatory", "granary" };
	struct buf b = BUF_INIT;
	for (unsigned i = 0; i < n; i++) {
		const char *town = towns[(seed + i) % 6], *thing = things[(seed / 6 + i) % 6];
		if (i)
			buf_adds(&b, "----------------\n\n");
		buf_addf(&b, "%s council votes to reopen the old %s no. %u\n\n", town, thing, seed * 1000 + i);
		buf_addf(&b, "By Mirela Anders%u\n\n", seed);
		buf_addf(&b,
		         "%s (Orbit) - The council of %s voted on Monday to reopen the %s, closed since a storm took "
		         "its "
		         "roof, after a debate of %u hours that divided the chamber.\n\n",
		         town, town, thing, i + 2);
		buf_addf(
			&b,
			"\"We have waited for this %s for nine years,\" said the mayor, who had promised it in both of "
			"her campaigns. Work is to begin when the ice is gone, item%ux%u.\n\n",
			thing, seed, i);
	}
	return buf_detach(&b);
}

static inline void write_articles(const struct fixture *f, const char *name, unsigned seed, unsigned n)
{
	char *text = make_articles(seed, n);
	write_news(f, name, text);
	free(text);
}

static inline void fixture_open_library(struct fixture *f)
{
	struct err err = { "" };
	char *const paths[] = { f->news };
	f->options = (struct library_options){ .cache = f->cache, .state = f->state };
	if (library_open(&f->lib, paths, 1, &f->options, &err) < 0)
		fail_msg("%s", err.text);
}

static inline void fixture_init(struct fixture *f)
{
	char name[] = "/tmp/lede-test-XXXXXX";
	assert_non_null(mkdtemp(name));
	*f = (struct fixture){ .top = path_absolute(name) };
	f->news = path_join(f->top, "news");
	f->cache = path_join(f->top, "cache.db");
	f->state = path_join(f->top, "state.db");
	assert_int_equal(mkdir(f->news, 0755), 0);
	fixture_open_library(f);
}

static inline int fixture_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void remove_tree(const char *path)
{
	nftw(path, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void fixture_release(struct fixture *f)
{
	library_release(&f->lib);
	remove_tree(f->top);
	free(f->top);
	free(f->news);
	free(f->cache);
	free(f->state);
}

/* Builds and returns what build_run returned; out may be NULL. */
static inline int fixture_build(struct fixture *f, struct build_progress *out)
{
	struct build_options o = { 0 };
	struct err err = { "" };
	int rc = build_run(&f->lib, &o, out, &err);
	if (rc < 0)
		fail_msg("%s", err.text);
	return rc;
}

static inline struct cache *fixture_cache(struct fixture *f)
{
	struct cache *c;
	struct err err = { "" };
	if (cache_open(&c, &f->lib, NULL, &err) < 0)
		fail_msg("%s", err.text);
	return c;
}

/* The list as text: "PATH: HEADLINE | HEADLINE\n" for each source, in list order. The caller frees. */
static inline char *fixture_list(struct fixture *f)
{
	struct cache *c = fixture_cache(f);
	struct source_table *t;
	struct buf b = BUF_INIT;
	buf_adds(&b, "");
	assert_int_equal(source_table_load(&t, c, NULL), 0);
	for (size_t i = 0; i < t->n; i++) {
		struct source s;
		assert_int_equal(cache_source(c, t->entries[i].id, &s, NULL), 1);
		buf_addf(&b, "%s:", s.shown);
		for (uint32_t k = 0; k < t->entries[i].articles; k++) {
			struct article a;
			assert_int_equal(cache_article(c, t->entries[i].first + k, &a, NULL), 1);
			assert_int_equal(a.source, t->entries[i].id);
			buf_addf(&b, "%s %s", k ? " |" : "", a.headline);
			article_release(&a);
		}
		buf_addc(&b, '\n');
		source_release(&s);
	}
	source_table_free(t);
	cache_close(c);
	return buf_detach(&b);
}

static inline void print_fault(void *payload, const char *line)
{
	(void)payload;
	print_message("fault: %s\n", line);
}

/* The cache must be what the files are. */
static inline void assert_sound(struct fixture *f)
{
	struct err err = { "" };
	bool index_lacks;
	long faults = build_check(&f->lib, print_fault, NULL, &index_lacks, &err);
	if (faults < 0)
		fail_msg("%s", err.text);
	assert_int_equal(faults, 0);
}

#endif
