/*
 * Which library a command works on: the paths it was given, else -l, else LEDE_LIBRARY, else the last one that was opened,
 * else the sample.
 */
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/path.h"
#include "sample.h"

static const char LAST_LIBRARY[] = "library"; /* its name in the state file: paths, one a line */

struct paths {
	char **p;
	size_t n, cap;
};

static void add_path(struct paths *paths, char *path)
{
	paths->p = mem_grow(paths->p, &paths->cap, paths->n + 1, sizeof *paths->p);
	paths->p[paths->n++] = path;
}

static void free_paths(struct paths *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		free(paths->p[i]);
	free(paths->p);
}

/* Adds the parts of text between separators. */
static void add_parts(struct paths *paths, const char *text, char separator)
{
	const char end[2] = { separator, '\0' };
	while (*text) {
		size_t n = strcspn(text, end);
		if (n)
			add_path(paths, mem_strndup(text, n));
		text += n + (text[n] != '\0');
	}
}

static bool takes_paths(const struct options *opts)
{
	return opts->command == COMMAND_OPEN || opts->command == COMMAND_INDEX;
}

static void add_given(struct paths *paths, const struct options *opts)
{
	for (size_t i = 0; i < opts->n_libraries; i++)
		add_path(paths, mem_strdup(opts->libraries[i]));
	for (size_t i = 0; takes_paths(opts) && i < opts->n_args; i++)
		add_path(paths, mem_strdup(opts->args[i]));
}

/* LEDE_LIBRARY is one path, or several with colons between: a name may hold a colon too. */
static void add_environment(struct paths *paths)
{
	const char *v = getenv("LEDE_LIBRARY");
	if (v && access(v, F_OK) == 0)
		add_path(paths, mem_strdup(v));
	else if (v)
		add_parts(paths, v, ':');
}

char *session_state_path(const struct options *opts)
{
	if (opts->state)
		return path_expand_home(opts->state);
	char *home = path_state_home();
	char *path = path_join(home, "state.db");
	free(home);
	return path;
}

static void add_last(struct paths *paths, const struct options *opts)
{
	struct library nothing = { .key = (char[]){ "" }, .state_path = session_state_path(opts) };
	struct state *state = NULL;
	char *last = NULL;
	if (access(nothing.state_path, R_OK) == 0 && state_open(&state, &nothing, NULL, NULL) == 0)
		state_get(state, "", LAST_LIBRARY, &last, NULL);
	if (last)
		add_parts(paths, last, '\n');
	free(last);
	state_close(state);
	free(nothing.state_path);
}

static void add_sample(struct paths *paths, const struct options *opts)
{
	char *sample = sample_path();
	if (!sample)
		return;
	add_path(paths, sample);
	if (opts->command != COMMAND_OPEN)
		complain("no library was named (-l PATH or LEDE_LIBRARY): taking the sample, %s", sample);
}

int session_library(struct library *lib, const struct options *opts, struct err *err)
{
	struct paths paths = { 0 };
	struct library_options where = { .cache = opts->cache, .state = opts->state };
	add_given(&paths, opts);
	if (!paths.n)
		add_environment(&paths);
	if (!paths.n)
		add_last(&paths, opts);
	if (!paths.n)
		add_sample(&paths, opts);
	int rc = paths.n ? library_open(lib, paths.p, paths.n, &where, err)
	                 : err_set(err, "no library: name a folder of news text, as in lede FOLDER");
	if (rc == 0) {
		lib->frozen |= opts->frozen;
		if (lib->cache_note)
			complain("%s", lib->cache_note);
	}
	free_paths(&paths);
	return rc;
}

static bool is_kept(const struct library *lib)
{
	for (size_t i = 0; i < lib->n; i++)
		if (lib->roots[i][0] != '/' || strchr(lib->roots[i], '\n'))
			return false; /* standard input; a name that our own list cannot hold */
	return true;
}

void session_remember(const struct library *lib, const struct options *opts)
{
	struct state *state;
	struct buf list = BUF_INIT;
	if (!is_kept(lib) || !takes_paths(opts) || !(opts->n_libraries || opts->n_args))
		return;
	for (size_t i = 0; i < lib->n; i++)
		buf_addf(&list, "%s%s", i ? "\n" : "", lib->roots[i]);
	/* Only a convenience is lost when this fails, and what hinders it is told when the state is opened for good. */
	if (state_open(&state, lib, NULL, NULL) == 0) {
		state_put(state, "", LAST_LIBRARY, buf_str(&list), NULL);
		state_close(state);
	}
	buf_release(&list);
}
