/* What the commands write where: to a terminal, to a pipe that closes, under a plain locale. */
#include "support/cmocka_all.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lede/buf.h"
#include "support/json.h"
#include "support/news.h"
#include "support/term.h"

/* Everything a text could say to a terminal: C0, C1 in both forms, a title, marks of direction, tags. */
static const char HOSTILE[] =
	"Harbour \x1b]0;owned\x07 master \x1b[31mcounts\x1b[0m boats\xc2\x9b"
	"2J\n\n"
	"KELL (Meridian) – The \x1b[2Jharbour of Kell took in \xe2\x80\xae"
	"many\xe2\x80\xac boats\r\x08 on Monday, the "
	"harbour\x0e master said.\n\nThe boats were \x1bPq#0\x1b\\counted at \xf3\xa0\x81\x81noon.\n";

/* What the terminal got, when the program has ended. */
static char *on_terminal(struct world *w, const char *const args[], int *status)
{
	const char *lede = getenv("LEDE");
	const char *argv[16] = { lede ? lede : "build/lede" };
	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	char *home = world_path(w, "home");
	mkdir(home, 0700);
	struct term_options opts = { .rows = 24, .cols = 80, .home = home, .folder = w->root };
	struct term *t = term_start(argv, &opts);
	*status = term_wait_exit(t);
	size_t n;
	const char *raw = term_raw(t, &n);
	char *text = mem_strndup(raw, n);
	assert_int_equal(strlen(text), n); /* no NUL either */
	term_free(t);
	free(home);
	return text;
}

static void assert_harmless(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x20 && *p != '\n' && *p != '\r')
			print_error("byte %02x in: %s\n", *p, text);
		assert_true(*p >= 0x20 || *p == '\n' || *p == '\r');
		assert_false(p[0] == 0xc2 && p[1] < 0xa0);
		assert_int_not_equal(*p, 0x7f);
	}
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, "\xf3\xa0\x81\x81"));
}

static void nothing_in_a_text_commands_the_terminal(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "news/\x1b[41mbad.txt", HOSTILE), *folder = world_path(w, "news");
	world_env(w, "LEDE_LIBRARY", folder);
	char *id = news_id(w, "boats");
	const char *const runs[][8] = {
		{ "-l", folder, "list" },
		{ "-l", folder, "list", "--json" },
		{ "-l", folder, "search", "boats" },
		{ "-l", folder, "search", "--json", "boats" },
		{ "-l", folder, "show", id },
		{ "-l", folder, "show", "--raw", id },
		{ "-l", folder, "export", "-o", "-", id },
		{ "split", path },
		{ "split", "--json", path },
		{ "-l", folder, "stats" },
		{ "split", "/no\x1b[2Jwhere" },
		{ "-l", "/no\x1b[2Jwhere", "list" },
		{ "--\x1b[2J" },
	};
	for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		int status;
		char *text = on_terminal(w, runs[i], &status);
		assert_true(text[0]);
		assert_harmless(text);
		free(text);
	}
	free(id);
	free(folder);
	free(path);
}

static void json_on_a_terminal_is_still_json(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "hostile.txt", HOSTILE);
	int status;
	char *text = on_terminal(w, (const char *const[]){ "split", "--json", path, NULL }, &status), *to = text;
	assert_int_equal(status, 0);
	for (char *from = text; *from; from++) /* the terminal's line discipline adds these */
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	char **lines;
	size_t n = json_lines(text, &lines);
	json_free(lines, n);
	free(text);
	free(path);
}

static void a_list_fits_the_terminal(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w);
	int status;
	char *text = on_terminal(w, (const char *const[]){ "-l", folder, "list", NULL }, &status);
	assert_int_equal(status, 0);
	for (char *line = strtok(text, "\r\n"); line; line = strtok(NULL, "\r\n")) {
		size_t cells = 0;
		for (const char *p = line; *p; p++)
			cells += ((unsigned char)*p & 0xc0) != 0x80;
		if (strncmp(line, "Reading", 7) != 0)
			assert_in_range(cells, 20, 80);
	}
	free(text);
	free(folder);
}

/* Runs a command whose reader goes away at once. Some parents leave SIGPIPE ignored. */
static int run_into_closed_pipe(struct world *w, const char *file, void (*sigpipe)(int), char **err)
{
	const char *lede = getenv("LEDE");
	char *complaints = world_path(w, "complaints");
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	pid_t pid = fork();
	if (pid == 0) {
		signal(SIGPIPE, sigpipe);
		int fd = open(complaints, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd < 0 || dup2(fd, STDERR_FILENO) < 0 || dup2(ends[1], STDOUT_FILENO) < 0)
			_exit(126);
		alarm(60);
		execl(lede ? lede : "build/lede", "lede", "split", "--json", file, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*err = world_read(complaints, NULL);
	free(complaints);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void a_reader_that_goes_away_is_no_error(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = mem_printf("%s/canal.txt", folder), *err;
	assert_int_equal(run_into_closed_pipe(w, file, SIG_DFL, &err), 128 + SIGPIPE);
	assert_string_equal(err, "");
	free(err);
	assert_int_equal(run_into_closed_pipe(w, file, SIG_IGN, &err), 0);
	assert_string_equal(err, "");
	free(err);
	free(file);
	free(folder);
}

static void a_plain_locale_changes_no_bytes(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *file = mem_printf("%s/canal.txt", folder);
	struct ran *a = RUN(w, "split", "--json", file);
	world_env(w, "LC_ALL", "C");
	struct ran *b = RUN(w, "split", "--json", file);
	assert_status(b, 0);
	assert_string_equal(a->out, b->out);
	ran_free(a);
	ran_free(b);
	free(file);
	free(folder);
}

static void help_and_version_are_results(void **state)
{
	struct world *w = *state;
	struct ran *r = RUN(w, "--help");
	assert_status(r, 0);
	assert_string_equal(r->err, "");
	assert_non_null(strstr(r->out, "lede related"));
	ran_free(r);
	r = RUN(w, "--version");
	assert_status(r, 0);
	assert_memory_equal(r->out, "lede ", 5);
	ran_free(r);
}

static void a_log_is_written_when_asked_for(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *log = world_path(w, "log");
	struct ran *r = RUN(w, "--log", log, "index");
	assert_status(r, 0);
	char *text = world_read(log, NULL);
	assert_non_null(text);
	free(text);
	ran_free(r);
	free(log);
	free(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_in_a_text_commands_the_terminal),
		TEST(json_on_a_terminal_is_still_json),
		TEST(a_list_fits_the_terminal),
		TEST(a_reader_that_goes_away_is_no_error),
		TEST(a_plain_locale_changes_no_bytes),
		TEST(help_and_version_are_results),
		TEST(a_log_is_written_when_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
