/* The commands that stand on the cache: index, list, search, related, stats, check. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/store/db.h"
#include "lede/buf.h"
#include "lede/path.h"
#include "support/json.h"
#include "support/news.h"

static void index_says_what_it_found(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "index");
	assert_status(r, 0);
	assert_string_equal(r->err, "");
	assert_non_null(strstr(r->out, ": 5 articles and 0 briefs in 3 sources; 3 files read in "));
	ran_free(r);
	r = RUN(w, "index"); /* nothing is new */
	assert_non_null(strstr(r->out, ": 5 articles and 0 briefs in 3 sources; 0 files read in "));
	ran_free(r);
	r = RUN(w, "index", "--rebuild");
	assert_non_null(strstr(r->out, "; 3 files read in "));
	ran_free(r);
	free(folder);
}

static void index_follows_its_files(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	ran_free(RUN(w, "index", folder));
	free(world_text(w, "news/new.txt",
	                "Tram line four opens a year late\n\nOSK (Meridian) – The fourth tram line opened on Sunday, a "
	                "year later than planned, the city said.\n\nThe tram runs every ten minutes.\n"));
	char *gone = world_path(w, "news/harbour/frost.txt");
	assert_int_equal(unlink(gone), 0);
	struct ran *r = RUN(w, "index", folder);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, ": 5 articles and 0 briefs in 3 sources; 1 file read in "));
	assert_non_null(strstr(r->out, ", 1 gone\n"));
	ran_free(r);
	r = RUN(w, "list");
	assert_non_null(strstr(r->out, "Tram line four"));
	assert_null(strstr(r->out, "Late frost"));
	ran_free(r);
	free(gone);
	free(folder);
}

static void list_builds_what_was_never_built(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "list", "--json");
	char **lines;
	assert_status(r, 0);
	assert_string_equal(r->err, "");
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, NEWS_ARTICLES);
	for (size_t i = 0; i < n; i++) {
		char *members = json_members(lines[i]);
		assert_string_equal(members, "id,source,file,kind,headline,start_line,end_line,start_byte,end_byte,"
		                             "byline,place,agency,section,confidence,words,read,starred,copies,date");
		free(members);
	}
	char *path = path_join(folder, "canal.txt");
	assert_json(lines[0], "$.source", path);
	assert_json(lines[0], "$.file", "canal.txt");
	assert_json(lines[0], "$.headline", "Port Ellery council votes to drain the Lambert canal");
	assert_json(lines[0], "$.byline[1]", "Tobin Hale");
	assert_json(lines[0], "$.copies", "1");
	assert_json(lines[0], "$.read", "0"); /* SQLite's false */
	assert_json(lines[1], "$.copies", "0");
	assert_json(lines[1], "$.start_line", "11");
	assert_json(lines[4], "$.file", "harbour/frost.txt");
	free(path);
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void list_takes_a_query(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "list", "canal", "-protest");
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "council votes"));
	assert_null(strstr(r->out, "Boat owners"));
	assert_null(strstr(r->out, "Ferry"));
	ran_free(r);
	r = RUN(w, "list", "in:frost");
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "Late frost"));
	assert_null(strstr(r->out, "Ferry"));
	ran_free(r);
	r = RUN(w, "list", "volcano");
	assert_status(r, 1);
	assert_complaint(r, "nothing found");
	ran_free(r);
	free(folder);
}

static void every_line_of_list_stands_for_an_article(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "list");
	size_t lines = 0;
	for (const char *at = r->out; (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, NEWS_ARTICLES);
	assert_non_null(strstr(r->out, "  canal.txt:11\n"));
	ran_free(r);
	free(folder);
}

static void search_adds_hits_and_a_passage(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	struct ran *r = RUN(w, "search", "--json", "ferry");
	char **lines;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 1);
	assert_int_equal(json_number(lines[0], "$.hits"), 4);
	char *snippet = json_get(lines[0], "$.snippet");
	assert_non_null(strstr(snippet, "ferry"));
	free(snippet);
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void search_limits(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	char **lines;
	struct ran *r = RUN(w, "search", "--json", "Meridian");
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, NEWS_ARTICLES);
	json_free(lines, n);
	ran_free(r);
	r = RUN(w, "search", "--json", "--limit", "2", "Meridian");
	n = json_lines(r->out, &lines);
	assert_int_equal(n, 2);
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void no_query_is_an_error(void **state)
{
	static const char *const queries[] = { "\"",  "don't",   "20.04", "oil AND",      "((",    "*",  "NEAR(",
		                               "in:", "is:blue", "-",     "\x01\xff\xfe", "a:b:c", "OR", "^" };
	struct world *w = *state;
	char *folder = news_library(w);
	for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
		struct ran *r = RUN(w, "search", "--", queries[i]);
		if (r->status > 1)
			print_error("%s: %d %s\n", queries[i], r->status, r->err);
		assert_true(r->status <= 1);
		ran_free(r);
	}
	free(folder);
}

static void related_says_why_and_leaves_copies_out(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	char *id = news_id(w, "council votes");
	struct ran *r = RUN(w, "related", "--json", id);
	char **lines;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_true(n >= 1);
	assert_json(lines[0], "$.headline", "Boat owners chain themselves to locks of Lambert canal");
	char *score = json_get(lines[0], "$.score"), *shared = json_get(lines[0], "$.shared[0]");
	assert_true(atof(score) > 0 && atof(score) <= 1);
	assert_true(shared && shared[0]);
	for (size_t i = 0; i < n; i++)
		assert_null(strstr(lines[i], "council votes"));
	free(score);
	free(shared);
	json_free(lines, n);
	ran_free(r);
	free(id);
	free(folder);
}

static void stats_count(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	free(world_file(w, "news/picture.txt", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1", 25));
	ran_free(RUN(w, "index"));
	struct ran *r = RUN(w, "stats", "--json");
	char **lines;
	assert_status(r, 0);
	assert_int_equal(json_lines(r->out, &lines), 1);
	assert_json(lines[0], "$.articles", "5");
	assert_json(lines[0], "$.sources", "3");
	assert_json(lines[0], "$.skipped", "1");
	assert_json(lines[0], "$.problems[0].status", "skipped");
	char *cache = json_get(lines[0], "$.cache"), *problem = json_get(lines[0], "$.problems[0].source");
	struct stat st;
	assert_int_equal(stat(cache, &st), 0);
	assert_int_equal(json_number(lines[0], "$.cache_bytes"), st.st_size);
	assert_non_null(strstr(problem, "picture.txt"));
	free(problem);
	free(cache);
	json_free(lines, 1);
	ran_free(r);
	r = RUN(w, "stats");
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "articles                    5\n"));
	ran_free(r);
	free(folder);
}

static void check_sees_a_changed_source(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	ran_free(RUN(w, "index"));
	struct ran *r = RUN(w, "check");
	assert_status(r, 0);
	assert_string_equal(r->out, "");
	ran_free(r);
	free(world_text(w, "news/harbour/frost.txt",
	                "Something else altogether\n\nOSK (Meridian) – Nothing is as it was.\n"));
	r = RUN(w, "check");
	assert_status(r, 1);
	assert_non_null(strstr(r->out, "frost.txt"));
	assert_non_null(strstr(r->err, "--repair"));
	ran_free(r);
	r = RUN(w, "check", "--repair");
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "check");
	assert_status(r, 0);
	ran_free(r);
	free(folder);
}

static void empty_the_index(const char *cache)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(cache, &db), SQLITE_OK);
	assert_int_equal(db_register_tokenizer(db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "INSERT INTO fts(fts) VALUES('delete-all')", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void check_sees_an_article_that_is_not_in_the_index(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), **lines;
	ran_free(RUN(w, "index"));
	struct ran *r = RUN(w, "stats", "--json");
	json_lines(r->out, &lines);
	char *cache = json_get(lines[0], "$.cache");
	empty_the_index(cache);
	ran_free(r);
	r = RUN(w, "check");
	assert_status(r, 1);
	assert_non_null(strstr(r->out, "is not in the index"));
	ran_free(r);
	ran_free(RUN(w, "check", "--repair"));
	r = RUN(w, "check");
	assert_status(r, 0);
	ran_free(r);
	json_free(lines, 1);
	free(cache);
	free(folder);
}

static void the_last_library_is_remembered(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	world_env(w, "LEDE_LIBRARY", NULL);
	ran_free(RUN(w, "index", folder));
	struct ran *r = RUN(w, "list", "--json");
	char **lines;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, NEWS_ARTICLES);
	json_free(lines, n);
	ran_free(r);
	free(folder);
}

static void a_library_can_be_named_in_three_ways(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *one = path_join(folder, "canal.txt"), *two = path_join(folder, "harbour");
	char *both = mem_printf("%s:%s", one, two);
	struct ran *r = RUN(w, "-l", one, "list", "ferry");
	assert_status(r, 1); /* -l wins over LEDE_LIBRARY */
	ran_free(r);
	r = RUN(w, "list", "-l", one, "-l", two, "ferry");
	assert_status(r, 0);
	ran_free(r);
	world_env(w, "LEDE_LIBRARY", both);
	r = RUN(w, "list", "ferry");
	assert_status(r, 0);
	ran_free(r);
	free(both);
	free(one);
	free(two);
	free(folder);
}

static void cache_and_state_can_be_moved(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *cache = world_path(w, "elsewhere/cache.db"),
	     *st = world_path(w, "other/state.db");
	char *usual = world_path(w, "cache/lede");
	struct ran *r = RUN(w, "index", "--cache", cache, "--state", st);
	assert_status(r, 0);
	assert_int_equal(access(cache, F_OK), 0);
	assert_int_equal(access(st, F_OK), 0);
	assert_int_equal(access(usual, F_OK), -1);
	ran_free(r);
	free(usual);
	free(cache);
	free(st);
	free(folder);
}

static void sources_are_never_written(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = path_join(folder, "canal.txt");
	struct stat before, after;
	size_t n, m;
	char *old = world_read(file, &n);
	assert_int_equal(stat(file, &before), 0);
	ran_free(RUN(w, "index"));
	ran_free(RUN(w, "check", "--repair"));
	char *now = world_read(file, &m);
	assert_int_equal(stat(file, &after), 0);
	assert_int_equal(n, m);
	assert_memory_equal(old, now, n);
	assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	free(old);
	free(now);
	free(file);
	free(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(index_says_what_it_found),
		TEST(index_follows_its_files),
		TEST(list_builds_what_was_never_built),
		TEST(list_takes_a_query),
		TEST(every_line_of_list_stands_for_an_article),
		TEST(search_adds_hits_and_a_passage),
		TEST(search_limits),
		TEST(no_query_is_an_error),
		TEST(related_says_why_and_leaves_copies_out),
		TEST(stats_count),
		TEST(check_sees_a_changed_source),
		TEST(check_sees_an_article_that_is_not_in_the_index),
		TEST(the_last_library_is_remembered),
		TEST(a_library_can_be_named_in_three_ways),
		TEST(cache_and_state_can_be_moved),
		TEST(sources_are_never_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
