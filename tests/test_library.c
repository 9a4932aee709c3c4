/* Opening a library: roots, names, where the cache lies, and what happens where it cannot. */
#include "store_fixture.h"

static int set_up(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof *f);
	fixture_init(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	fixture_release(*state);
	free(*state);
	return 0;
}

/* Opens again with these paths and options. */
static int reopen(struct fixture *f, char *const *paths, size_t n, const char *cache, struct err *err)
{
	library_release(&f->lib);
	struct library_options o = { cache, f->state };
	return library_open(&f->lib, paths, n, &o, err);
}

static void test_roots_are_merged(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *sub = path_join(f->news, "sub"), *sibling = path_join(f->top, "newsletter");
	char *dotted = mem_printf("%s/./sub/..", f->news);
	assert_int_equal(mkdir(sub, 0755), 0);
	assert_int_equal(mkdir(sibling, 0755), 0);
	char *const paths[] = { sub, sibling, dotted, f->news };
	assert_int_equal(reopen(f, paths, 4, f->cache, &err), 0);
	assert_int_equal(f->lib.n, 2);
	assert_string_equal(f->lib.roots[0], f->news);
	assert_string_equal(f->lib.roots[1], sibling);
	assert_true(library_holds(&f->lib, sub));
	assert_false(library_holds(&f->lib, f->top));
	assert_non_null(strstr(f->lib.name, "+1"));
	free(sub);
	free(sibling);
	free(dotted);
}

static void test_missing_path_is_named(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *none = path_join(f->top, "none");
	char *const paths[] = { none };
	assert_int_equal(reopen(f, paths, 1, f->cache, &err), -1);
	assert_non_null(strstr(err.text, "no such file or folder"));
	assert_non_null(strstr(err.text, none));
	free(none);
}

static void test_fifo_is_refused(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *fifo = path_join(f->top, "fifo");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	char *const paths[] = { fifo };
	assert_int_equal(reopen(f, paths, 1, f->cache, &err), -1);
	assert_non_null(strstr(err.text, "FIFO"));
	free(fifo);
}

static void test_a_file_that_is_no_cache_is_left_alone(void **state)
{
	struct fixture *f = *state;
	struct err err;
	char *notes = path_join(f->top, "notes.txt");
	char *const paths[] = { f->news };
	write_bytes(notes,
	            "These are my notes, and they are longer than the head of a database: a hundred bytes, or so.", 91);
	assert_int_equal(reopen(f, paths, 1, notes, &err), -1);
	assert_non_null(strstr(err.text, "not a cache"));
	assert_int_equal(access(notes, F_OK), 0);
	free(notes);
}

static void test_cache_has_a_stable_name(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *folder = mem_printf("%s/", f->top);
	char *const paths[] = { f->news };
	assert_int_equal(reopen(f, paths, 1, folder, &err), 0);
	char *first = mem_strdup(f->lib.cache_path);
	assert_non_null(strstr(first, "/news-"));
	assert_int_equal(reopen(f, paths, 1, folder, &err), 0);
	assert_string_equal(first, f->lib.cache_path);
	char *const other[] = { f->top };
	assert_int_equal(reopen(f, other, 1, folder, &err), 0);
	assert_string_not_equal(first, f->lib.cache_path);
	free(first);
	free(folder);
}

static void test_cache_follows_xdg(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *home = path_join(f->top, "xdg"), *folder = path_join(home, "lede/news-");
	setenv("XDG_CACHE_HOME", home, 1);
	char *const paths[] = { f->news };
	assert_int_equal(reopen(f, paths, 1, NULL, &err), 0);
	assert_memory_equal(f->lib.cache_path, folder, strlen(folder));
	assert_null(f->lib.cache_note);
	unsetenv("XDG_CACHE_HOME");
	free(home);
	free(folder);
}

static void test_unwritable_cache_falls_back(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	char *blocked = path_join(f->top, "blocked"), *under = path_join(blocked, "x/cache.db");
	write_bytes(blocked, "not a folder", 12);
	char *const paths[] = { f->news };
	assert_int_equal(reopen(f, paths, 1, under, &err), 0);
	assert_non_null(f->lib.cache_note);
	assert_non_null(strstr(f->lib.cache_note, blocked));
	assert_non_null(f->lib.scratch);
	write_articles(f, "a.txt", 1, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	char *scratch = mem_strdup(f->lib.scratch);
	assert_int_equal(access(scratch, F_OK), 0);
	assert_int_equal(reopen(f, paths, 1, f->cache, &err), 0);
	assert_int_not_equal(access(scratch, F_OK), 0); /* gone with its library */
	free(scratch);
	free(blocked);
	free(under);
}

static void test_leftover_scratch_is_swept(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid); /* this pid is free now */
	char *left = mem_printf("%s/lede-%ld-AbCdEf", f->top, (long)pid), *inside = path_join(left, "cache.db");
	assert_int_equal(mkdir(left, 0700), 0);
	write_bytes(inside, "x", 1);
	setenv("TMPDIR", f->top, 1);
	char *blocked = path_join(f->top, "blocked"), *under = path_join(blocked, "cache.db");
	write_bytes(blocked, "", 0);
	char *const paths[] = { f->news };
	assert_int_equal(reopen(f, paths, 1, under, &err), 0);
	unsetenv("TMPDIR");
	assert_int_not_equal(access(left, F_OK), 0);
	free(left);
	free(inside);
	free(blocked);
	free(under);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_roots_are_merged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_missing_path_is_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_fifo_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_file_that_is_no_cache_is_left_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cache_has_a_stable_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cache_follows_xdg, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_unwritable_cache_falls_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_leftover_scratch_is_swept, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
