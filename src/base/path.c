/* Paths. */
#include "lede/path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/buf.h"

char *path_join(const char *folder, const char *name)
{
	size_t n = strlen(folder);
	return mem_printf("%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
}

/* Removes ".", ".." and doubled slashes by text alone; path is absolute. */
static char *tidy(const char *path)
{
	struct buf out = BUF_INIT;
	while (*path) {
		while (*path == '/')
			path++;
		size_t n = strcspn(path, "/");
		if (n == 2 && path[0] == '.' && path[1] == '.') {
			while (out.len && out.p[out.len - 1] != '/')
				buf_truncate(&out, out.len - 1);
			if (out.len)
				buf_truncate(&out, out.len - 1);
		} else if (n && !(n == 1 && path[0] == '.')) {
			buf_addc(&out, '/');
			buf_add(&out, path, n);
		}
		path += n;
	}
	if (!out.len)
		buf_addc(&out, '/');
	return buf_detach(&out);
}

char *path_absolute(const char *path)
{
	char *real = realpath(path, NULL);
	if (real)
		return real;
	if (path[0] == '/')
		return tidy(path);
	char cwd[PATH_MAX];
	if (!getcwd(cwd, sizeof cwd))
		return mem_strdup(path);
	char *joined = path_join(cwd, path);
	char *out = tidy(joined);
	free(joined);
	return out;
}

static const char *home(void)
{
	const char *h = getenv("HOME");
	return h && h[0] == '/' ? h : NULL;
}

char *path_expand_home(const char *path)
{
	if (path[0] != '~' || (path[1] && path[1] != '/') || !home())
		return mem_strdup(path);
	return path[1] ? path_join(home(), path + 2) : mem_strdup(home());
}

char *path_show(const char *path)
{
	const char *h = home();
	size_t n = h ? strlen(h) : 0;
	if (n > 1 && strncmp(path, h, n) == 0 && (path[n] == '/' || !path[n]))
		return mem_printf("~%s", path + n);
	return mem_strdup(path);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] ? slash + 1 : path;
}

static char *xdg(const char *variable, const char *under_home)
{
	const char *v = getenv(variable);
	if (v && v[0] == '/')
		return path_join(v, "lede");
	char *base = path_join(home() ? home() : "/tmp", under_home);
	char *out = path_join(base, "lede");
	free(base);
	return out;
}

char *path_cache_home(void)
{
	return xdg("XDG_CACHE_HOME", ".cache");
}

char *path_state_home(void)
{
	return xdg("XDG_STATE_HOME", ".local/state");
}

char *path_config_home(void)
{
	return xdg("XDG_CONFIG_HOME", ".config");
}

int path_make_folders(const char *path, struct err *err)
{
	char *p = mem_strdup(path);
	int rc = 0;
	for (char *at = p + 1; rc == 0; at++) {
		if (*at && *at != '/')
			continue;
		char keep = *at;
		*at = '\0';
		if (mkdir(p, 0700) < 0 && errno != EEXIST) {
			struct stat st;
			int why = errno;
			if (stat(p, &st) < 0 || !S_ISDIR(st.st_mode))
				rc = err_errno(err, why, "cannot make folder %s", p);
		}
		*at = keep;
		if (!keep)
			break;
	}
	free(p);
	return rc;
}
