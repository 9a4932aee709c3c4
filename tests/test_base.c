/* The base library: buffers, errors, paths, the log. */
#include "support/cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/buf.h"
#include "lede/err.h"
#include "lede/log.h"
#include "lede/path.h"

static void buffer_grows_and_stays_terminated(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	assert_string_equal(buf_str(&b), "");
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%d,", i);
	assert_int_equal(b.len, strlen(b.p));
	assert_memory_equal(b.p + b.len - 4, "999,", 4);
	buf_truncate(&b, 2);
	assert_string_equal(buf_str(&b), "0,");
	buf_clear(&b);
	assert_string_equal(buf_str(&b), "");
	char *s = buf_detach(&b);
	assert_string_equal(s, "");
	assert_null(b.p);
	free(s);
}

static void json_strings_escape_what_json_forbids(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	buf_add_json(&b, "a\"b\\c\nd\te\x01\x7f\xc3\xa9", 13);
	assert_string_equal(b.p, "\"a\\\"b\\\\c\\nd\\te\\u0001\\u007f\xc3\xa9\"");
	buf_release(&b);
}

static void error_lines_hold_no_control_characters(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(err_set(&e, "no such file: %s", "a\x1b[2Jb\nc"), -1);
	assert_string_equal(e.text, "no such file: a?[2Jb?c");
	assert_int_equal(err_errno(&e, ENOENT, "cannot open %s", "x"), -1);
	assert_string_equal(e.text, "cannot open x: No such file or directory");
	assert_int_equal(err_set(NULL, "nobody listens"), -1);
}

static void a_long_error_is_cut_not_overrun(void **state)
{
	(void)state;
	struct err e;
	char name[2000];
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	err_errno(&e, EACCES, "%s", name);
	assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void check_absolute(const char *path, const char *want)
{
	char *got = path_absolute(path);
	assert_string_equal(got, want);
	free(got);
}

static void absolute_paths_are_tidied_even_where_nothing_exists(void **state)
{
	(void)state;
	check_absolute("/no/such/./place//x/../y/", "/no/such/place/y");
	check_absolute("/../..", "/");
	check_absolute("/", "/");
}

static void home_is_expanded_and_shown(void **state)
{
	(void)state;
	setenv("HOME", "/home/ines", 1);
	char *a = path_expand_home("~/wire"), *b = path_show("/home/ines/wire"), *c = path_show("/home/inesita");
	char *d = path_expand_home("~other/x");
	assert_string_equal(a, "/home/ines/wire");
	assert_string_equal(b, "~/wire");
	assert_string_equal(c, "/home/inesita");
	assert_string_equal(d, "~other/x");
	free(a);
	free(b);
	free(c);
	free(d);
}

static void xdg_folders_ignore_relative_values(void **state)
{
	(void)state;
	setenv("HOME", "/home/ines", 1);
	setenv("XDG_CACHE_HOME", "relative", 1);
	setenv("XDG_STATE_HOME", "/var/state", 1);
	char *cache = path_cache_home(), *st = path_state_home();
	assert_string_equal(cache, "/home/ines/.cache/lede");
	assert_string_equal(st, "/var/state/lede");
	free(cache);
	free(st);
}

static void folders_are_made_with_their_parents(void **state)
{
	(void)state;
	char top[] = "/tmp/lede-base-XXXXXX";
	assert_non_null(mkdtemp(top));
	char *deep = path_join(top, "a/b/c"), *file = path_join(top, "f");
	struct err e;
	struct stat st;
	assert_int_equal(path_make_folders(deep, &e), 0);
	assert_int_equal(path_make_folders(deep, &e), 0);
	assert_int_equal(stat(deep, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	FILE *f = fopen(file, "w");
	assert_non_null(f);
	fclose(f);
	char *through = path_join(file, "x");
	assert_int_equal(path_make_folders(through, &e), -1);
	assert_non_null(strstr(e.text, file));
	char *rm = mem_printf("rm -r %s", top);
	assert_int_equal(system(rm), 0);
	free(rm);
	free(through);
	free(file);
	free(deep);
}

static void the_log_writes_lines_only_when_open(void **state)
{
	(void)state;
	char path[] = "/tmp/lede-log-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	struct err e;
	log_line("test", "before");
	assert_int_equal(log_open(path, &e), 0);
	log_line("test", "within %d", 7);
	log_close();
	log_line("test", "after");
	char text[200] = "";
	ssize_t n = read(fd, text, sizeof text - 1);
	assert_true(n > 0);
	assert_non_null(strstr(text, " test: within 7\n"));
	assert_null(strstr(text, "before"));
	assert_null(strstr(text, "after"));
	close(fd);
	unlink(path);
	assert_int_equal(log_open("/no/such/folder/log", &e), -1);
}

static void arrays_grow_by_doubling(void **state)
{
	(void)state;
	size_t cap = 0;
	int *a = mem_grow(NULL, &cap, 1, sizeof *a);
	assert_true(cap >= 1);
	size_t was = cap;
	a = mem_grow(a, &cap, was, sizeof *a);
	assert_int_equal(cap, was);
	a = mem_grow(a, &cap, was + 1, sizeof *a);
	assert_int_equal(cap, was * 2);
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffer_grows_and_stays_terminated),
		cmocka_unit_test(json_strings_escape_what_json_forbids),
		cmocka_unit_test(error_lines_hold_no_control_characters),
		cmocka_unit_test(a_long_error_is_cut_not_overrun),
		cmocka_unit_test(absolute_paths_are_tidied_even_where_nothing_exists),
		cmocka_unit_test(home_is_expanded_and_shown),
		cmocka_unit_test(xdg_folders_ignore_relative_values),
		cmocka_unit_test(folders_are_made_with_their_parents),
		cmocka_unit_test(the_log_writes_lines_only_when_open),
		cmocka_unit_test(arrays_grow_by_doubling),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
