/* The state file: marks, texts, history, mends; two writers, a killed one, and files that are of no use. */
#include "store_fixture.h"

#include <signal.h>

#include "lede/state.h"

struct world {
	struct fixture f;
	struct state *s;
};

static struct state *open_state(struct fixture *f, struct err *note)
{
	struct state *s;
	struct err err = { "" };
	if (state_open(&s, &f->lib, note, &err) < 0)
		fail_msg("%s", err.text);
	return s;
}

static int set_up(void **state)
{
	struct world *w = mem_zalloc(1, sizeof *w);
	fixture_init(&w->f);
	w->s = open_state(&w->f, NULL);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	state_close(w->s);
	fixture_release(&w->f);
	free(w);
	return 0;
}

static void reopen(struct world *w)
{
	state_close(w->s);
	w->s = open_state(&w->f, NULL);
}

static const unsigned char one[FINGERPRINT_LEN] = { 1, 2, 3 }, two[FINGERPRINT_LEN] = { 2 },
			   three[FINGERPRINT_LEN] = { 3 };

static void test_marks_stay(void **state)
{
	struct world *w = *state;
	struct mark m;
	assert_int_equal(state_mark(w->s, one, &m, NULL), 0);
	assert_int_equal(state_set_read(w->s, one, true, NULL), 0);
	assert_int_equal(state_set_starred(w->s, two, true, NULL), 0);
	assert_int_equal(state_set_place(w->s, one, 7, 300, 1234567890123, NULL), 0);
	reopen(w);
	assert_int_equal(state_mark(w->s, one, &m, NULL), 1);
	assert_true(m.read && !m.starred);
	assert_int_equal(m.block, 7);
	assert_int_equal(m.offset, 300);
	assert_true(m.opened == 1234567890123);
	assert_int_equal(state_mark(w->s, two, &m, NULL), 1);
	assert_true(m.starred && !m.read);
	assert_int_equal(state_set_read(w->s, one, false, NULL), 0);
	assert_int_equal(state_mark(w->s, one, &m, NULL), 1);
	assert_false(m.read);
	assert_int_equal(m.block, 7);
}

static int sum_first_bytes(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN])
{
	*(int *)payload += fingerprint[0];
	return 0;
}

static void test_flags_are_listed(void **state)
{
	struct world *w = *state;
	unsigned char many[3][FINGERPRINT_LEN];
	int sum = 0;
	memcpy(many[0], one, FINGERPRINT_LEN);
	memcpy(many[1], two, FINGERPRINT_LEN);
	memcpy(many[2], three, FINGERPRINT_LEN);
	const unsigned char(*fingerprints)[FINGERPRINT_LEN] = (const unsigned char(*)[FINGERPRINT_LEN])many;
	assert_int_equal(state_set_read_many(w->s, fingerprints, 3, true, NULL), 0);
	assert_int_equal(state_set_starred(w->s, two, true, NULL), 0);
	assert_int_equal(state_each(w->s, STATE_READ, sum_first_bytes, &sum, NULL), 0);
	assert_int_equal(sum, 6);
	sum = 0;
	assert_int_equal(state_each(w->s, STATE_STARRED, sum_first_bytes, &sum, NULL), 0);
	assert_int_equal(sum, 2);
	sum = 0;
	assert_int_equal(state_set_read_many(w->s, fingerprints + 1, 2, false, NULL), 0);
	assert_int_equal(state_each(w->s, STATE_READ, sum_first_bytes, &sum, NULL), 0);
	assert_int_equal(sum, 1);
}

static void test_texts(void **state)
{
	struct world *w = *state;
	char *text;
	assert_int_equal(state_get(w->s, "lib", "place", &text, NULL), 0);
	assert_null(text);
	assert_int_equal(state_put(w->s, "lib", "place", "first", NULL), 0);
	assert_int_equal(state_put(w->s, "lib", "place", "second", NULL), 0);
	assert_int_equal(state_put(w->s, "", "place", "of all", NULL), 0);
	reopen(w);
	assert_int_equal(state_get(w->s, "lib", "place", &text, NULL), 0);
	assert_string_equal(text, "second");
	free(text);
	assert_int_equal(state_get(w->s, "", "place", &text, NULL), 0);
	assert_string_equal(text, "of all");
	free(text);
}

static void test_history_has_no_duplicates(void **state)
{
	struct world *w = *state;
	char *lines[600];
	static const char *const typed[] = { "harbour", "mayor", "harbour", "\"old tramway\"" };
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(state_history_add(w->s, "search", typed[i], NULL), 0);
	assert_int_equal(state_history_add(w->s, "export", "file.txt", NULL), 0);
	assert_int_equal(state_history(w->s, "search", lines, 600, NULL), 3);
	assert_string_equal(lines[0], "\"old tramway\"");
	assert_string_equal(lines[1], "harbour");
	assert_string_equal(lines[2], "mayor");
	for (int i = 0; i < 3; i++)
		free(lines[i]);
	for (int i = 0; i < 520; i++) {
		char text[32];
		snprintf(text, sizeof text, "query %d", i);
		assert_int_equal(state_history_add(w->s, "search", text, NULL), 0);
	}
	int n = state_history(w->s, "search", lines, 600, NULL);
	assert_int_equal(n, 500);
	assert_string_equal(lines[0], "query 519");
	assert_string_equal(lines[499], "query 20");
	for (int i = 0; i < n; i++)
		free(lines[i]);
	assert_int_equal(state_history(w->s, "export", lines, 2, NULL), 1);
	free(lines[0]);
}

static void test_mends_and_undo(void **state)
{
	struct world *w = *state;
	struct split_mend *mends, undone;
	size_t n;
	const struct split_mend first = {
		.kind = SPLIT_MEND_JOIN, .key = 0xfedcba9876543210, .before = 1, .after = UINT64_MAX
	};
	const struct split_mend second = { .kind = SPLIT_MEND_START, .key = 42, .after = 7 };
	assert_int_equal(state_mends(w->s, &mends, &n, NULL), 0);
	assert_int_equal(n, 0);
	free(mends);
	assert_int_equal(state_mend_undo(w->s, &undone, NULL), 0);
	assert_int_equal(state_mend_add(w->s, &first, NULL), 0);
	assert_int_equal(state_mend_add(w->s, &second, NULL), 0);
	reopen(w);
	assert_int_equal(state_mends(w->s, &mends, &n, NULL), 0);
	assert_int_equal(n, 2);
	assert_true(mends[0].key == first.key && mends[0].after == UINT64_MAX && mends[0].kind == SPLIT_MEND_JOIN);
	free(mends);
	assert_int_equal(state_mend_undo(w->s, &undone, NULL), 1);
	assert_true(undone.key == 42 && undone.after == 7);
	assert_int_equal(state_mends(w->s, &mends, &n, NULL), 0);
	assert_int_equal(n, 1);
	free(mends);
}

static int collect_line(void *payload, const char *json)
{
	struct buf *b = payload;
	buf_addf(b, "%s\n", json);
	return 0;
}

static char *export_all(struct state *s)
{
	struct buf b = BUF_INIT;
	buf_adds(&b, "");
	assert_int_equal(state_export(s, collect_line, &b, NULL), 0);
	return buf_detach(&b);
}

static void import_all(struct state *s, char *lines)
{
	struct err err = { "" };
	for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n"))
		if (state_import(s, line, &err) < 0)
			fail_msg("%s", err.text);
}

static void fill(struct state *s)
{
	const struct split_mend mend = {
		.kind = SPLIT_MEND_DEBRIS, .key = 0xffffffffffffffff, .before = 2, .after = 3
	};
	assert_int_equal(state_set_read(s, one, true, NULL), 0);
	assert_int_equal(state_set_place(s, one, 3, 4, 5, NULL), 0);
	assert_int_equal(state_set_starred(s, two, true, NULL), 0);
	assert_int_equal(state_put(s, "lib", "last", "tab\there \"quoted\"", NULL), 0);
	assert_int_equal(state_history_add(s, "search", "b", NULL), 0);
	assert_int_equal(state_history_add(s, "search", "a", NULL), 0);
	assert_int_equal(state_mend_add(s, &mend, NULL), 0);
}

static void test_export_and_import(void **state)
{
	struct world *w = *state;
	fill(w->s);
	char *lines = export_all(w->s), *copy = mem_strdup(lines);
	state_close(w->s);
	unlink(w->f.state);
	w->s = open_state(&w->f, NULL);
	assert_int_equal(state_set_starred(w->s, one, true, NULL), 0); /* what is here already stays */
	import_all(w->s, copy);
	free(copy);
	copy = mem_strdup(lines);
	import_all(w->s, copy); /* twice does no harm */
	struct mark m;
	assert_int_equal(state_mark(w->s, one, &m, NULL), 1);
	assert_true(m.read && m.starred);
	assert_int_equal(m.offset, 4);
	assert_int_equal(state_set_starred(w->s, one, false, NULL), 0);
	char *again = export_all(w->s);
	assert_string_equal(again, lines);
	free(again);
	free(copy);
	free(lines);
}

static void test_bad_lines_are_refused(void **state)
{
	struct world *w = *state;
	static const char *const bad[] = { "",
		                           "{",
		                           "[]",
		                           "{}",
		                           "null",
		                           "{\"type\":\"mark\"}",
		                           "{\"type\":\"mark\",\"fingerprint\":\"zz\"}",
		                           "{\"type\":\"mark\",\"fingerprint\":\"0102\"}",
		                           "{\"type\":\"note\"}",
		                           "{\"type\":\"history\",\"kind\":\"search\"}" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(state_import(w->s, bad[i], NULL), -1);
	assert_int_equal(state_import(w->s, "{\"type\":\"of a newer lede\"}", NULL), 0);
	char *lines = export_all(w->s);
	assert_string_equal(lines, "");
	free(lines);
}

/* ---- two writers, and a killed one */

enum { WRITES = 300 };

static void write_marks(struct fixture *f, unsigned char writer)
{
	struct state *s = open_state(f, NULL);
	for (int i = 0; i < WRITES; i++) {
		unsigned char fingerprint[FINGERPRINT_LEN] = { 1, writer, (unsigned char)i, (unsigned char)(i >> 8) };
		if (state_set_read(s, fingerprint, true, NULL) < 0)
			_exit(1);
	}
	state_close(s);
}

static void test_two_writers(void **state)
{
	struct world *w = *state;
	int status, sum = 0;
	pid_t child = fork();
	if (child == 0) {
		write_marks(&w->f, 1);
		_exit(0);
	}
	assert_true(child > 0);
	write_marks(&w->f, 2);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(state_each(w->s, STATE_READ, sum_first_bytes, &sum, NULL), 0);
	assert_int_equal(sum, WRITES * 2);
}

static void test_first_use_by_two(void **state)
{
	struct world *w = *state;
	int status;
	state_close(w->s);
	for (int round = 0; round < 5; round++) { /* the file does not exist when both begin */
		unlink(w->f.state);
		pid_t child = fork();
		if (child == 0) {
			write_marks(&w->f, 1);
			_exit(0);
		}
		assert_true(child > 0);
		write_marks(&w->f, 2);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	w->s = open_state(&w->f, NULL);
	int sum = 0;
	assert_int_equal(state_each(w->s, STATE_READ, sum_first_bytes, &sum, NULL), 0);
	assert_int_equal(sum, WRITES * 2);
}

static void test_killed_writer_loses_nothing(void **state)
{
	struct world *w = *state;
	int fd[2];
	unsigned char done = 0;
	assert_int_equal(pipe(fd), 0);
	pid_t child = fork();
	if (child == 0) {
		struct state *s = open_state(&w->f, NULL);
		for (;;) {
			unsigned char fingerprint[FINGERPRINT_LEN] = { 9, done++ };
			if (state_set_read(s, fingerprint, true, NULL) < 0 || write(fd[1], &done, 1) != 1)
				_exit(1);
		}
	}
	assert_true(child > 0);
	while (done < 20)
		assert_int_equal(read(fd[0], &done, 1), 1);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	for (unsigned char i = 0; i < 20; i++) {
		unsigned char fingerprint[FINGERPRINT_LEN] = { 9, i };
		struct mark m;
		assert_int_equal(state_mark(w->s, fingerprint, &m, NULL), 1);
		assert_true(m.read);
	}
	close(fd[0]);
	close(fd[1]);
}

/* ---- files that are of no use */

static char *read_all(const char *path, size_t *n)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	*n = (size_t)st.st_size;
	char *p = mem_alloc(*n);
	int fd = open(path, O_RDONLY);
	assert_int_equal(read(fd, p, *n), (ssize_t)*n);
	close(fd);
	return p;
}

/* The file must be as it was, and the marks work all the same, for every connection of this process. */
static void assert_stands_in(struct world *w, const char *what)
{
	struct err note = { "" };
	size_t n, m;
	char *before = read_all(w->f.state, &n);
	w->s = open_state(&w->f, &note);
	if (!strstr(note.text, what))
		fail_msg("\"%s\" does not say: %s", note.text, what);
	assert_int_equal(state_set_read(w->s, one, true, NULL), 0);
	struct state *other = open_state(&w->f, NULL);
	struct mark mark;
	assert_int_equal(state_mark(other, one, &mark, NULL), 1);
	state_close(other);
	char *after = read_all(w->f.state, &m);
	assert_int_equal(n, m);
	assert_memory_equal(before, after, n);
	free(before);
	free(after);
}

static void test_damaged_file_is_left(void **state)
{
	struct world *w = *state;
	fill(w->s);
	state_close(w->s);
	size_t n;
	char *bytes = read_all(w->f.state, &n);
	memset(bytes + 100, 0xa5, n - 100);
	write_bytes(w->f.state, bytes, n);
	free(bytes);
	assert_stands_in(w, "damaged");
}

static void test_foreign_file_is_left(void **state)
{
	struct world *w = *state;
	state_close(w->s);
	const char *text =
		"These are the notes of somebody who keeps them in a file of this name. They are longer than "
		"a database's header, and they stay.";
	write_bytes(w->f.state, text, strlen(text));
	assert_stands_in(w, w->f.state);
}

static void test_cut_file_is_left(void **state)
{
	struct world *w = *state;
	for (unsigned i = 0; i < 2000; i++) {
		unsigned char fingerprint[FINGERPRINT_LEN] = { 1, (unsigned char)i, (unsigned char)(i >> 8) };
		assert_int_equal(state_set_read(w->s, fingerprint, true, NULL), 0);
	}
	state_close(w->s);
	struct stat st;
	assert_int_equal(stat(w->f.state, &st), 0);
	assert_int_equal(truncate(w->f.state, st.st_size / 2), 0);
	assert_stands_in(w, "damaged");
}

static void test_folder_that_cannot_be(void **state)
{
	struct world *w = *state;
	struct err note = { "" };
	state_close(w->s);
	free(w->f.lib.state_path);
	w->f.lib.state_path = path_join(w->f.state, "under/a/file.db");
	w->s = open_state(&w->f, &note);
	assert_non_null(strstr(note.text, "in memory"));
	assert_int_equal(state_set_read(w->s, one, true, NULL), 0);
}

/* In a child, which may give up being root: 0 where the mark is seen and the note tells why it cannot be kept. */
static int sees_the_mark(struct fixture *f)
{
	struct state *s;
	struct mark m;
	struct err note = { "" }, err = { "" };
	if (geteuid() == 0 && setuid(65534) < 0)
		return 1;
	if (state_open(&s, &f->lib, &note, &err) < 0)
		return 2;
	return state_mark(s, one, &m, NULL) == 1 && m.read && strstr(note.text, "in memory") ? 0 : 3;
}

static void test_marks_of_a_file_that_cannot_be_written_are_seen(void **state)
{
	struct world *w = *state;
	int status;
	assert_int_equal(state_set_read(w->s, one, true, NULL), 0);
	state_close(w->s);
	w->s = NULL;
	char *folder = mem_strndup(w->f.state, (size_t)(strrchr(w->f.state, '/') - w->f.state));
	assert_int_equal(chmod(w->f.state, 0444), 0);
	assert_int_equal(chmod(folder, 0555), 0);
	pid_t child = fork();
	if (child == 0)
		_exit(sees_the_mark(&w->f));
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	chmod(folder, 0755);
	free(folder);
	assert_int_equal(status, 0);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_marks_stay),
		CASE(test_flags_are_listed),
		CASE(test_texts),
		CASE(test_history_has_no_duplicates),
		CASE(test_mends_and_undo),
		CASE(test_export_and_import),
		CASE(test_bad_lines_are_refused),
		CASE(test_two_writers),
		CASE(test_first_use_by_two),
		CASE(test_killed_writer_loses_nothing),
		CASE(test_damaged_file_is_left),
		CASE(test_foreign_file_is_left),
		CASE(test_cut_file_is_left),
		CASE(test_folder_that_cannot_be),
		CASE(test_marks_of_a_file_that_cannot_be_written_are_seen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
