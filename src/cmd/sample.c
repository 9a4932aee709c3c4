/*
 * The sample library: beside the program in a checkout, under the same prefix where it was installed (wherever that has
 * been moved to), else where `make install` was told to put it.
 */
#include "sample.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/mem.h"
#include "lede/path.h"

#ifndef LEDE_DATADIR
#error "LEDE_DATADIR is the Makefile's to define"
#endif

/* The folder of the running program, or NULL. */
static char *program_folder(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n <= 0)
		return NULL;
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	return slash ? mem_strndup(path, (size_t)(slash - path)) : NULL;
}

/* path without its detours, if it is there; frees path. */
static char *if_there(char *path)
{
	char *found = access(path, R_OK | X_OK) == 0 ? path_absolute(path) : NULL;
	free(path);
	return found;
}

char *sample_path(void)
{
	static const char *const near[] = { "share/sample", "../share/sample", "../share/lede/sample" };
	char *found = NULL;
	char *folder = program_folder();
	for (size_t i = 0; folder && !found && i < sizeof near / sizeof near[0]; i++)
		found = if_there(path_join(folder, near[i]));
	free(folder);
	return found ? found : if_there(path_join(LEDE_DATADIR, "sample"));
}
