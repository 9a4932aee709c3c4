/* Runs the real binary without a terminal. */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "lede/buf.h"
#include "lede/path.h"

enum { RUN_SECONDS = 240, ARGS_MAX = 32 }; /* sanitizers are slow; this only ends what hangs */

/* --- the world --------------------------------------------------------- */

struct world *world_new(void)
{
	struct world *w = mem_zalloc(1, sizeof *w);
	w->root = mem_strdup("/tmp/lede-test-XXXXXX");
	assert_non_null(mkdtemp(w->root));
	static const char *const folders[][2] = { { "HOME", "home" },
		                                  { "XDG_CACHE_HOME", "cache" },
		                                  { "XDG_STATE_HOME", "state" },
		                                  { "XDG_CONFIG_HOME", "config" } };
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		char *path = world_path(w, folders[i][1]);
		world_env(w, folders[i][0], path);
		free(path);
	}
	world_env(w, "LANG", "C.UTF-8");
	world_env(w, "TZ", "UTC");
	world_env(w, "LC_ALL", NULL);
	world_env(w, "LEDE_LIBRARY", NULL);
	world_env(w, "LEDE_RESTRICTED", NULL);
	return w;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void world_free(struct world *w)
{
	if (!w)
		return;
	nftw(w->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	for (size_t i = 0; i < w->n_env; i++) {
		free(w->env[i][0]);
		free(w->env[i][1]);
	}
	free(w->root);
	free(w);
}

int world_setup(void **state)
{
	*state = world_new();
	return 0;
}

int world_teardown(void **state)
{
	world_free(*state);
	return 0;
}

char *world_path(const struct world *w, const char *name)
{
	return path_join(w->root, name);
}

char *world_file(const struct world *w, const char *name, const void *p, size_t n)
{
	char *path = world_path(w, name);
	char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
	assert_int_equal(path_make_folders(folder, NULL), 0);
	free(folder);
	FILE *f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	return path;
}

char *world_text(const struct world *w, const char *name, const char *text)
{
	return world_file(w, name, text, strlen(text));
}

void world_env(struct world *w, const char *name, const char *value)
{
	size_t i = 0;
	while (i < w->n_env && strcmp(w->env[i][0], name) != 0)
		i++;
	assert_true(i < sizeof w->env / sizeof w->env[0]);
	if (i == w->n_env)
		w->env[w->n_env++][0] = mem_strdup(name);
	free(w->env[i][1]);
	w->env[i][1] = mem_strdup(value);
}

char *world_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "re");
	if (!f)
		return NULL;
	struct buf all = BUF_INIT;
	char bytes[65536];
	size_t got;
	while ((got = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(&all, bytes, got);
	fclose(f);
	if (n)
		*n = all.len;
	return buf_detach(&all);
}

/* --- running ----------------------------------------------------------- */

static void redirect(const char *path, int flags, int fd)
{
	int from = open(path, flags, 0600);
	if (from < 0 || dup2(from, fd) < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		_exit(126);
	}
	close(from);
}

static _Noreturn void child(const struct world *w, const char *in, const char *out, const char *err,
                            const char *const args[])
{
	const char *lede = getenv("LEDE");
	const char *argv[ARGS_MAX + 2] = { "lede" };
	for (size_t i = 0; args[i] && i < ARGS_MAX; i++)
		argv[i + 1] = args[i];
	for (size_t i = 0; i < w->n_env; i++) {
		if (w->env[i][1])
			setenv(w->env[i][0], w->env[i][1], 1);
		else
			unsetenv(w->env[i][0]);
	}
	redirect(in ? in : "/dev/null", O_RDONLY, STDIN_FILENO);
	redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
	redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
	alarm(RUN_SECONDS);
	execv(lede ? lede : "build/lede", (char *const *)argv);
	_exit(127);
}

struct ran *run_with(const struct world *w, const char *stdin_path, const char *stdout_path, const char *const args[])
{
	struct ran *r = mem_zalloc(1, sizeof *r);
	char *out = world_path(w, ".out"), *err = world_path(w, ".err");
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		child(w, stdin_path, stdout_path ? stdout_path : out, err, args);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	r->out = stdout_path ? mem_strdup("") : world_read(out, &r->out_len);
	r->err = world_read(err, &r->err_len);
	free(out);
	free(err);
	return r;
}

void ran_free(struct ran *r)
{
	free(r->out);
	free(r->err);
	free(r);
}

void assert_status(const struct ran *r, int status)
{
	if (r->status != status)
		print_error("exit status %d\nstdout: %s\nstderr: %s\n", r->status, r->out, r->err);
	assert_int_equal(r->status, status);
}

void assert_complaint(const struct ran *r, const char *text)
{
	size_t n = strlen(r->err);
	int ok = strncmp(r->err, "lede: ", 6) == 0 && strstr(r->err, text) && strchr(r->err, '\n') == r->err + n - 1;
	if (!ok)
		print_error("not the one line about \"%s\": %s\n", text, r->err);
	assert_true(ok);
}
