/* What goes wrong: each bad input gets one clear line that names it, the right exit status, and nothing else is lost by it. */
#include "support/cmocka_all.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/buf.h"
#include "lede/path.h"
#include "support/json.h"
#include "support/news.h"

/* Whether the other articles of the library are all there. */
static void assert_news_intact(struct world *w)
{
	char **lines;
	struct ran *r = RUN(w, "list", "--json");
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, NEWS_ARTICLES);
	json_free(lines, n);
	ran_free(r);
}

/* --- what is opened ---------------------------------------------------- */

static void an_empty_folder(void **state)
{
	struct world *w = *state;
	char *folder = world_path(w, "empty");
	assert_int_equal(mkdir(folder, 0700), 0);
	struct ran *r = RUN(w, "index", folder);
	assert_status(r, 1);
	assert_complaint(r, folder);
	ran_free(r);
	r = RUN(w, "-l", folder, "list");
	assert_status(r, 1);
	assert_complaint(r, folder);
	ran_free(r);
	free(folder);
}

static void a_file_without_an_article(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "blank.txt", "\n \n\xc2\xa0\n\t\n");
	struct ran *r = RUN(w, "index", path);
	assert_status(r, 1);
	assert_complaint(r, "blank.txt");
	ran_free(r);
	free(path);
}

static void a_folder_that_is_not_there(void **state)
{
	struct world *w = *state;
	static const char *const commands[] = { "index", "list", "stats" };
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct ran *r = RUN(w, "-l", "/nowhere/at/all", commands[i]);
		assert_status(r, 3);
		assert_complaint(r, "/nowhere/at/all");
		assert_string_equal(r->out, "");
		ran_free(r);
	}
}

static void a_binary_file(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	char *path = world_file(w, "news/program",
	                        "\x7f"
	                        "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0",
	                        20);
	struct ran *r = RUN(w, "index");
	assert_status(r, 0); /* passed over, which is no failure */
	assert_complaint(r, "program");
	ran_free(r);
	assert_news_intact(w);
	r = RUN(w, "split", path);
	assert_int_not_equal(r->status, 0);
	assert_complaint(r, path);
	assert_string_equal(r->out, "");
	ran_free(r);
	free(path);
	free(folder);
}

static void a_file_that_may_not_be_read(void **state)
{
	struct world *w = *state;
	if (geteuid() == 0)
		skip(); /* root may read everything */
	char *folder = news_library(w), *path = world_text(w, "news/secret.txt", "Nobody may read this\n");
	assert_int_equal(chmod(path, 0), 0);
	struct ran *r = RUN(w, "index");
	assert_status(r, 1);
	assert_complaint(r, "secret.txt");
	ran_free(r);
	r = RUN(w, "split", path);
	assert_status(r, 3);
	assert_complaint(r, path);
	ran_free(r);
	assert_news_intact(w);
	free(path);
	free(folder);
}

static void a_fifo_is_not_waited_for(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *path = path_join(folder, "pipe.txt");
	assert_int_equal(mkfifo(path, 0600), 0);
	struct ran *r = RUN(w, "index");
	assert_status(r, 0);
	ran_free(r);
	assert_news_intact(w);
	r = RUN(w, "index", path);
	assert_status(r, 3);
	assert_complaint(r, "FIFO");
	ran_free(r);
	r = RUN(w, "split", path);
	assert_status(r, 3);
	assert_complaint(r, "FIFO");
	ran_free(r);
	free(path);
	free(folder);
}

static void a_device_is_not_read(void **state)
{
	struct world *w = *state;
	struct ran *r = RUN(w, "split", "/dev/zero");
	assert_status(r, 3);
	assert_complaint(r, "/dev/zero");
	ran_free(r);
	r = RUN(w, "index", "/dev/zero");
	assert_status(r, 3);
	assert_complaint(r, "/dev/zero");
	ran_free(r);
}

static void a_loop_of_links_is_left(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *loop = path_join(folder, "harbour/again"), *self = path_join(folder, "self");
	assert_int_equal(symlink(folder, loop), 0);
	assert_int_equal(symlink("self", self), 0);
	struct ran *r = RUN(w, "index");
	assert_true(r->status <= 1);
	ran_free(r);
	assert_news_intact(w);
	free(self);
	free(loop);
	free(folder);
}

/* --- what stands in the files ------------------------------------------ */

static void one_endless_line(void **state)
{
	enum { MEGA = 1 << 20, SIZE = 20 * MEGA };
	struct world *w = *state;
	char *folder = news_library(w), *bytes = mem_alloc(SIZE);
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = i % 7 == 6 ? ' ' : (char)('a' + i % 23);
	char *path = world_file(w, "news/endless.txt", bytes, SIZE);
	struct ran *r = RUN(w, "index");
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "list", "--json", "council");
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "split", "--json", path);
	assert_true(r->status <= 1);
	char **lines;
	size_t n = json_lines(r->out, &lines);
	json_free(lines, n);
	ran_free(r);
	free(path);
	free(bytes);
	free(folder);
}

static void bytes_that_are_no_text(void **state)
{
	static const char TEXT[] =
		"Harbour \xff\xfe master \xc3( counts \0 boats\n\nKELL (Meridian) \xe2\x80 The harbour of "
		"Kell took in many boats \x1b[2J\x9b"
		"31m today, the master said.\n\nBoats \xed\xa0\x80 "
		"were counted.\n";
	struct world *w = *state;
	char *folder = news_library(w), *path = world_file(w, "news/bytes.txt", TEXT, sizeof TEXT - 1);
	struct ran *r = RUN(w, "list", "--json", "in:bytes");
	char **lines;
	size_t n = json_lines(r->out, &lines); /* valid, whatever it holds */
	json_free(lines, n);
	ran_free(r);
	r = RUN(w, "split", "--json", path);
	assert_true(r->status <= 1);
	n = json_lines(r->out, &lines);
	assert_true(n > 0);
	json_free(lines, n);
	ran_free(r);
	free(path);
	free(folder);
}

/* --- where things are kept --------------------------------------------- */

static void a_cache_folder_that_cannot_be_made(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = world_text(w, "file", ""), *inside = path_join(file, "cache");
	world_env(w, "XDG_CACHE_HOME", inside);
	struct ran *r = RUN(w, "list");
	assert_status(r, 0); /* it works all the same */
	assert_complaint(r, inside);
	assert_non_null(strstr(r->out, "Late frost"));
	ran_free(r);
	free(inside);
	free(file);
	free(folder);
}

static void a_state_file_that_cannot_be_made(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = world_text(w, "file", ""), *inside = path_join(file, "state");
	world_env(w, "XDG_STATE_HOME", inside);
	struct ran *r = RUN(w, "list");
	assert_status(r, 0);
	assert_complaint(r, inside);
	assert_non_null(strstr(r->out, "Late frost"));
	ran_free(r);
	free(inside);
	free(file);
	free(folder);
}

static void a_damaged_cache_is_built_again(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *cache = world_path(w, "c.db");
	ran_free(RUN(w, "index", "--cache", cache));
	char noise[65536];
	memset(noise, 'x', sizeof noise);
	free(world_file(w, "c.db", noise, sizeof noise));
	struct ran *r = RUN(w, "list", "--cache", cache);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "Late frost"));
	assert_non_null(strstr(r->err, "damaged"));
	ran_free(r);
	free(cache);
	free(folder);
}

static void a_damaged_state_file_is_left_alone(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *path = world_text(w, "s.db", "this was my state once");
	struct ran *r = RUN(w, "list", "--state", path);
	assert_status(r, 0);
	assert_complaint(r, "s.db");
	char *now = world_read(path, NULL);
	assert_string_equal(now, "this was my state once");
	free(now);
	ran_free(r);
	r = RUN(w, "--state", path, "state", "export", "-");
	assert_status(r, 3);
	ran_free(r);
	free(path);
	free(folder);
}

static void a_full_disk(void **state)
{
	struct world *w = *state;
	char *small = world_path(w, "small");
	assert_int_equal(mkdir(small, 0700), 0);
	if (mount("none", small, "tmpfs", 0, "size=256k") < 0) {
		free(small);
		skip(); /* only root may make a disk */
	}
	char *folder = news_library(w);
	world_env(w, "XDG_CACHE_HOME", small);
	struct buf text = BUF_INIT;
	for (int i = 0; i < 3000; i++)
		buf_addf(&text,
		         "%sReport %d\n\nKELL (Meridian) – Boat %d of day %d.\n\nAll was well aboard number %x.\n",
		         i ? "\n----\n\n" : "", i, i * 7, i, i * 7919);
	free(world_file(w, "news/many.txt", text.p, text.len));
	struct ran *r = RUN(w, "index");
	umount(small);
	assert_status(r, 3);
	assert_non_null(strstr(r->err, "full"));
	ran_free(r);
	world_env(w, "XDG_CACHE_HOME", NULL);
	buf_release(&text);
	free(folder);
	free(small);
}

/* --- standard output, no terminal -------------------------------------- */

static void a_full_standard_output(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = path_join(folder, "canal.txt");
	const char *const list[] = { "list", "--json", NULL }, *const split[] = { "split", file, NULL };
	const char *const *const runs[] = { list, split, (const char *const[]){ "--help", NULL } };
	for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		struct ran *r = run_with(w, NULL, "/dev/full", runs[i]);
		assert_status(r, 3);
		assert_complaint(r, "standard output");
		ran_free(r);
	}
	free(file);
	free(folder);
}

static void no_terminal(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *cache = world_path(w, "cache/lede");
	struct ran *r = RUN(w, folder);
	assert_status(r, 3);
	assert_complaint(r, "terminal");
	assert_int_equal(access(cache, F_OK), -1); /* and nothing was built for nothing */
	ran_free(r);
	free(cache);
	free(folder);
}

static void usage_is_status_two(void **state)
{
	struct world *w = *state;
	struct ran *r = RUN(w, "--nonsense");
	assert_status(r, 2);
	assert_complaint(r, "--nonsense");
	ran_free(r);
	r = RUN(w, "show");
	assert_status(r, 2);
	ran_free(r);
}

static void a_log_that_cannot_be_written(void **state)
{
	struct world *w = *state;
	struct ran *r = RUN(w, "--log", "/nowhere/at/all", "stats");
	assert_status(r, 3);
	assert_complaint(r, "/nowhere/at/all");
	ran_free(r);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_folder),
		TEST(a_file_without_an_article),
		TEST(a_folder_that_is_not_there),
		TEST(a_binary_file),
		TEST(a_file_that_may_not_be_read),
		TEST(a_fifo_is_not_waited_for),
		TEST(a_device_is_not_read),
		TEST(a_loop_of_links_is_left),
		TEST(one_endless_line),
		TEST(bytes_that_are_no_text),
		TEST(a_cache_folder_that_cannot_be_made),
		TEST(a_state_file_that_cannot_be_made),
		TEST(a_damaged_cache_is_built_again),
		TEST(a_damaged_state_file_is_left_alone),
		TEST(a_full_disk),
		TEST(a_full_standard_output),
		TEST(no_terminal),
		TEST(usage_is_status_two),
		TEST(a_log_that_cannot_be_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
