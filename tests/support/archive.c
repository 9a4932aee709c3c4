/* A home folder for one end-to-end test. */
#include "archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "lede/buf.h"
#include "lede/path.h"

/* The program under test: LEDE in the environment, else beside the working folder. */
static const char *program(void)
{
	static char path[4096];
	if (!*path) {
		const char *said = getenv("LEDE");
		char *whole = path_absolute(said ? said : "./lede");
		snprintf(path, sizeof path, "%s", whole);
		free(whole);
	}
	return path;
}

static void shell(const char *command)
{
	int status = system(command);
	if (status != 0)
		print_error("failed: %s\n", command);
	assert_int_equal(status, 0);
}

int archive_setup(void **state)
{
	struct archive *a = mem_zalloc(1, sizeof *a);
	char folder[] = "/tmp/lede-e2e-XXXXXX";
	assert_non_null(mkdtemp(folder));
	a->home = mem_strdup(folder);
	a->wire = path_join(folder, "wire");
	a->lede = program();
	char *copy = mem_printf("cp -R tests/fixtures/e2e '%s'", a->wire);
	shell(copy);
	free(copy);
	*state = a;
	return 0;
}

int archive_teardown(void **state)
{
	struct archive *a = *state;
	char *remove = mem_printf("chmod -R u+rwX '%s' && rm -rf '%s'", a->home, a->home);
	shell(remove);
	free(remove);
	free(a->wire);
	free(a->home);
	free(a);
	return 0;
}

struct term *archive_run(const struct archive *a, int rows, int cols, const char *const *args)
{
	const char *argv[16] = { a->lede };
	for (size_t i = 0; args[i] && i + 2 < sizeof argv / sizeof *argv; i++)
		argv[i + 1] = args[i];
	struct term_options opts = { .rows = rows, .cols = cols, .home = a->home };
	return term_start(argv, &opts);
}

struct term *archive_open(const struct archive *a, int rows, int cols)
{
	const char *args[] = { "wire", NULL };
	return archive_run(a, rows, cols, args);
}

void archive_index(const struct archive *a)
{
	const char *args[] = { "index", "wire", NULL };
	struct term *t = archive_run(a, 24, 80, args);
	assert_int_equal(term_wait_exit(t), 0);
	term_free(t);
}

struct term *archive_opened(const struct archive *a, int rows, int cols)
{
	struct term *t = archive_open(a, rows, cols);
	term_wait(t, "9 articles");
	term_wait(t, ARCHIVE_FIRST);
	return t;
}

struct term *archive_reopened(const struct archive *a, int rows, int cols)
{
	archive_index(a);
	return archive_opened(a, rows, cols);
}

void archive_ended(struct term *t, int status)
{
	assert_int_equal(term_wait_exit(t), status);
	term_assert_restored(t);
	term_free(t);
}

void archive_quit(struct term *t)
{
	term_send(t, "Q");
	archive_ended(t, 0);
}

char *archive_read(const struct archive *a, const char *name)
{
	char *path = path_join(a->home, name);
	FILE *f = fopen(path, "r");
	free(path);
	if (!f)
		return NULL;
	struct buf text = BUF_INIT;
	char bytes[4096];
	for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
		buf_add(&text, bytes, n);
	fclose(f);
	return buf_detach(&text);
}

void archive_write(const struct archive *a, const char *name, const char *text)
{
	char *path = path_join(a->home, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
	free(path);
}

bool archive_has(const struct archive *a, const char *name)
{
	char *path = path_join(a->home, name);
	bool there = access(path, F_OK) == 0;
	free(path);
	return there;
}
