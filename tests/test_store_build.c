/* Building the cache: what comes, changes, moves and goes; what is no text; and being killed in the middle. */
#include "store_fixture.h"

#include <signal.h>

#include "../src/store/db.h"
#include "../src/store/stretch.h"

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

static struct cache_totals totals_of(struct fixture *f)
{
	struct cache_totals t;
	struct cache *c = fixture_cache(f);
	assert_int_equal(cache_totals(c, &t, NULL), 0);
	cache_close(c);
	return t;
}

static void assert_list(struct fixture *f, const char *expected)
{
	char *list = fixture_list(f);
	assert_string_equal(list, expected);
	free(list);
}

static void assert_list_has(struct fixture *f, const char *part)
{
	char *list = fixture_list(f);
	if (!strstr(list, part))
		fail_msg("no \"%s\" in:\n%s", part, list);
	free(list);
}

static void assert_list_lacks(struct fixture *f, const char *part)
{
	char *list = fixture_list(f);
	assert_null(strstr(list, part));
	free(list);
}

static void test_first_build(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	write_articles(f, "part 10.txt", 3, 2);
	write_articles(f, "part 9.txt", 2, 3);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_done, 2);
	assert_int_equal(p.articles, 5);
	assert_true(p.done);
	assert_list(f,
	            "part 9.txt: Karsund council votes to reopen the old harbour no. 2000 | Tolmezza council votes to "
	            "reopen the old orchard no. 2001 | Norrby council votes to reopen the old tramway no. 2002\n"
	            "part 10.txt: Tolmezza council votes to reopen the old harbour no. 3000 | Norrby council votes to "
	            "reopen the old orchard no. 3001\n");
	struct cache_totals t = totals_of(f);
	assert_int_equal(t.articles, 5);
	assert_int_equal(t.sources, 2);
	assert_int_equal(t.skipped, 0);
	assert_int_equal(t.text_bytes, t.source_bytes);
	assert_sound(f);
}

static void test_nothing_new_writes_nothing(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	struct stat before, after;
	write_articles(f, "a.txt", 1, 4);
	assert_int_equal(fixture_build(f, NULL), 0);
	uint64_t revision = totals_of(f).revision;
	assert_int_equal(stat(f->cache, &before), 0);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_total, 0);
	assert_int_equal(p.revision, 0);
	assert_int_equal(stat(f->cache, &after), 0);
	assert_int_equal(totals_of(f).revision, revision);
	assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
}

static void test_changed_file_is_read_again(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	write_articles(f, "a.txt", 1, 3);
	write_articles(f, "b.txt", 2, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	write_articles(f, "a.txt", 7, 5);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_done, 1);
	assert_list_has(f, "no. 7004");
	assert_list_lacks(f, "no. 1000");
	assert_int_equal(totals_of(f).articles, 8);
	assert_sound(f);
}

/* Shrinks and grows within its room, then beyond it. */
static void test_a_source_changes_size(void **state)
{
	struct fixture *f = *state;
	static const unsigned sizes[] = { 1, 6, 9, 2, 40, 0, 3 };
	write_articles(f, "b.txt", 2, 3);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		write_articles(f, "a.txt", 10 + (unsigned)i, sizes[i]);
		assert_int_equal(fixture_build(f, NULL), 0);
		assert_int_equal(totals_of(f).articles, sizes[i] + 3);
		assert_sound(f);
	}
	char *list = fixture_list(f);
	assert_memory_equal(list, "a.txt:", 6); /* the list follows the paths wherever the numbers are */
	free(list);
}

/* What is found is what is there: words that went are not found, those that came are. */
static long count_matches(struct fixture *f, const char *word)
{
	char *sql = mem_printf("SELECT count(*) FROM fts WHERE fts MATCH '%s'", word);
	struct cache *c = fixture_cache(f);
	sqlite3_stmt *s;
	assert_int_equal(sqlite3_prepare_v2(c->db, sql, -1, &s, NULL), 0);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	long n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	cache_close(c);
	free(sql);
	return n;
}

static void test_index_follows_changes(void **state)
{
	struct fixture *f = *state;
	write_articles(f, "a.txt", 1, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(count_matches(f, "item1x2"), 1);
	assert_int_equal(count_matches(f, "council"), 3);
	write_articles(f, "a.txt", 2, 2);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(count_matches(f, "item1x2"), 0);
	assert_int_equal(count_matches(f, "item2x1"), 1);
	assert_int_equal(count_matches(f, "council"), 2);
}

/* Articles at the top keep numbers and index while new ones come below. */
static void test_appending_keeps_what_stands_above(void **state)
{
	struct fixture *f = *state;
	char *text = make_articles(4, 6), *cut = strstr(text, "no. 4004");
	while (*cut != '-')
		cut--;
	struct buf top = BUF_INIT;
	buf_add(&top, text, (size_t)(cut - text));
	write_news(f, "a.txt", top.p);
	assert_int_equal(fixture_build(f, NULL), 0);
	write_news(f, "a.txt", text);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, 6);
	assert_int_equal(count_matches(f, "item4x0"), 1);
	assert_int_equal(count_matches(f, "item4x5"), 1);
	assert_int_equal(count_matches(f, "council"), 6);
	assert_sound(f);
	buf_release(&top);
	free(text);
}

static void test_removed_file_leaves(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	write_articles(f, "a.txt", 1, 3);
	write_articles(f, "b.txt", 2, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	char *path = fixture_path(f, "a.txt");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.removed, 1);
	assert_list_lacks(f, "a.txt");
	assert_int_equal(count_matches(f, "item1x0"), 0);
	assert_int_equal(totals_of(f).sources, 1);
	assert_sound(f);
	free(path);
}

static void test_renamed_file_is_not_read(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	write_articles(f, "a.txt", 1, 3);
	write_articles(f, "m.txt", 2, 1);
	assert_int_equal(fixture_build(f, NULL), 0);
	char *from = fixture_path(f, "a.txt"), *to = fixture_path(f, "z.txt");
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_done, 0);
	assert_int_equal(p.removed, 0);
	char *list = fixture_list(f);
	assert_memory_equal(list, "m.txt:", 6);
	assert_non_null(strstr(list, "z.txt: Ostrava Bay council"));
	assert_null(strstr(list, "a.txt"));
	assert_sound(f);
	free(list);
	free(from);
	free(to);
}

static int count_problem(void *payload, const struct source *s)
{
	struct buf *b = payload;
	buf_addf(b, "%s: %s\n", s->shown, s->reason);
	return 0;
}

static char *problems(struct fixture *f)
{
	struct buf b = BUF_INIT;
	struct cache *c = fixture_cache(f);
	buf_adds(&b, "");
	assert_int_equal(cache_each_problem(c, count_problem, &b, NULL), 0);
	cache_close(c);
	return buf_detach(&b);
}

static void test_what_is_no_text(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	write_articles(f, "good.txt", 1, 2);
	write_articles(f, ".hidden.txt", 2, 2);
	char *picture = fixture_path(f, "picture.png"), *fifo = fixture_path(f, "fifo"),
	     *loop = fixture_path(f, "loop");
	char *nowhere = fixture_path(f, "nowhere"), *self = fixture_path(f, "self");
	write_bytes(picture, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\10\6\0\0\0", 29);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(symlink("..", loop), 0);
	assert_int_equal(symlink("not-there", nowhere), 0);
	assert_int_equal(symlink("self", self), 0);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(totals_of(f).articles, 2);
	char *list = problems(f);
	assert_non_null(strstr(list, "picture.png: binary, not text\n"));
	assert_non_null(strstr(list, "fifo: a FIFO, not a text file\n"));
	assert_non_null(strstr(list, "nowhere: a link to nothing\n"));
	assert_non_null(strstr(list, "self: a link that leads to itself\n"));
	assert_null(strstr(list, "hidden"));
	free(list);
	assert_int_equal(fixture_build(f, &p), 0); /* known now: nothing to do */
	assert_int_equal(p.files_total, 0);
	free(picture);
	free(fifo);
	free(loop);
	free(nowhere);
	free(self);
}

static void test_folder_reached_twice_is_read_once(void **state)
{
	struct fixture *f = *state;
	char *real = fixture_path(f, "z"), *link = fixture_path(f, "a"), *up = fixture_path(f, "z/up");
	assert_int_equal(mkdir(real, 0755), 0);
	assert_int_equal(symlink("z", link), 0);
	assert_int_equal(symlink("..", up), 0);
	write_articles(f, "z/one.txt", 1, 2);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, 2);
	assert_list_has(f, "z/one.txt:");
	char *list = problems(f);
	assert_non_null(strstr(list, "a: a link to a folder that is read anyway\n"));
	assert_non_null(strstr(list, "z/up: a link to a folder that is read anyway\n"));
	free(list);
	free(real);
	free(link);
	free(up);
}

static void test_empty_folder_and_file(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_list(f, "");
	write_news(f, "empty.txt", "");
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).sources, 1);
	assert_int_equal(totals_of(f).articles, 0);
	assert_sound(f);
}

static void test_broken_archive_fails(void **state)
{
	struct fixture *f = *state;
	struct build_progress p;
	char *path = fixture_path(f, "broken.gz");
	write_bytes(path, "\x1f\x8b\x08\0\0\0\0\0\0\3garbage that does not inflate", 40);
	write_articles(f, "good.txt", 1, 2);
	assert_int_equal(fixture_build(f, &p), 1);
	assert_int_equal(p.failed, 1);
	assert_int_equal(totals_of(f).articles, 2);
	char *list = problems(f);
	assert_memory_equal(list, "broken.gz: ", 11);
	free(list);
	assert_int_equal(fixture_build(f, &p), 1); /* tried again, but there is nothing new to write */
	assert_int_equal(p.failed, 1);
	assert_int_equal(p.revision, 0);
	free(path);
}

static void test_cache_inside_the_library(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	struct build_progress p;
	char *const paths[] = { f->top };
	write_articles(f, "a.txt", 1, 2);
	library_release(&f->lib);
	assert_int_equal(library_open(&f->lib, paths, 1, &f->options, &err), 0);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_total, 0);
	assert_int_equal(totals_of(f).skipped, 0);
}

/* ---- sources of many stretches */

static char *make_long(size_t bytes, unsigned *n)
{
	struct buf b = BUF_INIT;
	for (*n = 0; b.len < bytes; *n += 50) {
		char *part = make_articles(*n / 50 + 1, 50);
		if (b.len)
			buf_adds(&b, "----------------\n\n");
		buf_adds(&b, part);
		free(part);
	}
	return buf_detach(&b);
}

static void test_long_source(void **state)
{
	struct fixture *f = *state;
	unsigned n;
	char *text = make_long((size_t)STRETCH_MAX * 3 / 2, &n);
	write_news(f, "long.txt", text);
	write_articles(f, "after.txt", 9999, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, n + 3);
	assert_int_equal(totals_of(f).text_bytes, totals_of(f).source_bytes);
	assert_sound(f);
	text[strlen(text) - 1] = '.'; /* changed: replaced as a whole */
	write_news(f, "long.txt", text);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, n + 3);
	assert_sound(f);
	free(text);
}

/* One endless line: whatever is made of it, no byte is lost and nothing overflows. */
static void test_one_long_line(void **state)
{
	struct fixture *f = *state;
	size_t n = (size_t)STRETCH_MAX + 12345;
	char *text = mem_alloc(n + 1);
	for (size_t i = 0; i < n; i++)
		text[i] = i % 7 == 6 ? ' ' : (char)('a' + i % 26);
	text[n] = '\0';
	write_news(f, "line.txt", text);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).text_bytes, n + 1);
	assert_sound(f);
	free(text);
}

/* ---- two at once, and killed */

static void test_second_builder_is_turned_away(void **state)
{
	struct fixture *f = *state;
	int ready[2], go[2];
	char byte = 0;
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	write_articles(f, "a.txt", 1, 2);
	assert_int_equal(fixture_build(f, NULL), 0);
	pid_t child = fork();
	if (child == 0) { /* holds the lock as a build does */
		char *path = mem_printf("%s.lock", f->cache);
		int fd = open(path, O_RDWR);
		struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
		char pid[32];
		int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
		if (fcntl(fd, F_SETLK, &l) < 0 || pwrite(fd, pid, (size_t)n, 0) != n || write(ready[1], &byte, 1) != 1)
			_exit(1);
		_exit(read(go[0], &byte, 1) != 1);
	}
	assert_true(child > 0);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	write_articles(f, "b.txt", 2, 2);
	struct build_options o = { 0 };
	struct err err = { "" };
	char pid[32];
	assert_int_equal(build_run(&f->lib, &o, NULL, &err), 2);
	snprintf(pid, sizeof pid, "%ld", (long)child);
	assert_non_null(strstr(err.text, pid));
	assert_int_equal(totals_of(f).articles, 2); /* readers are not kept out */
	assert_int_equal(write(go[1], &byte, 1), 1);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, 4);
}

struct told {
	int fd;
	uint64_t revision;
};

static void tell_first_commit(void *payload, const struct build_progress *p)
{
	struct told *t = payload;
	char byte = 1;
	if (p->revision && !t->revision)
		t->revision = write(t->fd, &byte, 1) == 1;
}

/* A child builds; it is killed when its first commit is done. */
static void build_and_kill(struct fixture *f)
{
	int seen[2];
	char byte;
	assert_int_equal(pipe(seen), 0);
	pid_t child = fork();
	if (child == 0) {
		struct told t = { seen[1], 0 };
		struct build_options o = { .report = tell_first_commit, .payload = &t };
		close(seen[0]);
		build_run(&f->lib, &o, NULL, NULL);
		_exit(0);
	}
	assert_true(child > 0);
	close(seen[1]);
	assert_int_equal(read(seen[0], &byte, 1), 1);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	close(seen[0]);
}

static void test_killed_build_goes_on(void **state)
{
	struct fixture *f = *state;
	enum { FILES = 60, ARTICLES = 300 };
	for (unsigned i = 0; i < FILES; i++) {
		char name[32];
		snprintf(name, sizeof name, "n%u.txt", i);
		write_articles(f, name, i + 1, ARTICLES);
	}
	build_and_kill(f);
	uint64_t before = totals_of(f).articles;
	assert_true(before > 0 && before % ARTICLES == 0); /* whole sources only */
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, FILES * ARTICLES);
	assert_sound(f);
}

static void test_killed_in_a_long_source(void **state)
{
	struct fixture *f = *state;
	unsigned n;
	char *text = make_long((size_t)STRETCH_MAX * 2, &n);
	write_news(f, "long.txt", text);
	build_and_kill(f);
	assert_true(totals_of(f).articles > 0);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, n);
	assert_sound(f);
	free(text);
}

static void stop_at_commit(void *payload, const struct build_progress *p)
{
	if (p->revision)
		atomic_store((atomic_bool *)payload, true);
}

static void test_stopped_build_goes_on(void **state)
{
	struct fixture *f = *state;
	atomic_bool stop = false;
	struct build_options o = { .report = stop_at_commit, .payload = &stop, .stop = &stop };
	struct err err = { "" };
	unsigned n;
	char *text = make_long((size_t)STRETCH_MAX * 2, &n);
	write_news(f, "long.txt", text);
	write_articles(f, "z.txt", 3, 2);
	assert_int_equal(build_run(&f->lib, &o, NULL, &err), 1);
	assert_true(totals_of(f).articles < n);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(totals_of(f).articles, n + 2);
	assert_sound(f);
	free(text);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_first_build),
		CASE(test_nothing_new_writes_nothing),
		CASE(test_changed_file_is_read_again),
		CASE(test_a_source_changes_size),
		CASE(test_index_follows_changes),
		CASE(test_appending_keeps_what_stands_above),
		CASE(test_removed_file_leaves),
		CASE(test_renamed_file_is_not_read),
		CASE(test_what_is_no_text),
		CASE(test_folder_reached_twice_is_read_once),
		CASE(test_empty_folder_and_file),
		CASE(test_broken_archive_fails),
		CASE(test_cache_inside_the_library),
		CASE(test_long_source),
		CASE(test_one_long_line),
		CASE(test_second_builder_is_turned_away),
		CASE(test_killed_build_goes_on),
		CASE(test_killed_in_a_long_source),
		CASE(test_stopped_build_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
