/*
 * A library: which files and folders are opened together, and where what lede
 * keeps of them lies.
 */
#include "lede/library.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "lede/buf.h"
#include "lede/path.h"
#include "schema.h"

enum { NAME_KEPT_MAX = 40 };
static const char SCRATCH_PREFIX[] = "lede-";

static bool is_stdin(const char *root)
{
	return strcmp(root, "-") == 0;
}

static int check_root(const char *path, struct err *err)
{
	struct stat st;
	if (is_stdin(path))
		return 0;
	if (stat(path, &st) < 0) {
		if (errno == ENOENT)
			return err_set(err, "no such file or folder: %s", path);
		return err_errno(err, errno, "cannot read %s", path);
	}
	if (S_ISFIFO(st.st_mode))
		return err_set(err, "%s is a FIFO, not a text file; pipe it in and give - as the path", path);
	if (S_ISSOCK(st.st_mode))
		return err_set(err, "%s is a socket, not a text file", path);
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return err_set(err, "%s is a device, not a text file", path);
	if (access(path, S_ISDIR(st.st_mode) ? R_OK | X_OK : R_OK) < 0)
		return err_errno(err, errno, "cannot read %s", path);
	return 0;
}

static int compare_roots(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether path is root or lies in it. */
static bool is_inside(const char *path, const char *root)
{
	size_t n = strlen(root);
	if (n == 1 && root[0] == '/')
		return path[0] == '/';
	return strncmp(path, root, n) == 0 && (path[n] == '/' || !path[n]);
}

bool library_holds(const struct library *lib, const char *path)
{
	for (size_t i = 0; i < lib->n; i++)
		if (is_inside(path, lib->roots[i]))
			return true;
	return false;
}

/* Sorts the roots and drops those that lie in another. */
static void merge_roots(struct library *lib)
{
	qsort(lib->roots, lib->n, sizeof *lib->roots, compare_roots);
	size_t kept = 0;
	for (size_t i = 0; i < lib->n; i++) {
		bool inside = false;
		for (size_t k = 0; k < kept && !inside; k++)
			inside = is_inside(lib->roots[i], lib->roots[k]);
		if (inside)
			free(lib->roots[i]);
		else
			lib->roots[kept++] = lib->roots[i];
	}
	lib->n = kept;
}

uint64_t library_hash(const struct library *lib)
{
	struct buf all = BUF_INIT;
	for (size_t i = 0; i < lib->n; i++)
		buf_add(&all, lib->roots[i], strlen(lib->roots[i]) + 1);
	uint64_t hash = XXH3_64bits(all.p, all.len);
	buf_release(&all);
	return hash;
}

/* What the file's name shows of the first root. */
static void add_kept_name(struct buf *out, const char *root)
{
	const char *base = is_stdin(root) ? "stdin" : path_base(root);
	size_t n = 0;
	for (; base[n] && n < NAME_KEPT_MAX; n++) {
		unsigned char c = (unsigned char)base[n];
		bool plain =
			(c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (n && strchr("._-", c));
		buf_addc(out, plain ? (char)c : '_');
	}
}

static char *cache_file_name(const struct library *lib)
{
	struct buf name = BUF_INIT;
	add_kept_name(&name, lib->roots[0]);
	buf_addf(&name, "-%012llx.%d.db", (unsigned long long)(library_hash(lib) >> 16), SCHEMA_NUMBER);
	return buf_detach(&name);
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where the cache ought to be; *folder gets the folder that must be writable. */
static char *wanted_cache(const struct library *lib, const char *asked, char **folder)
{
	size_t n = asked ? strlen(asked) : 0;
	if (n && asked[n - 1] != '/' && !is_folder(asked)) {
		char *file = path_absolute(asked);
		char *slash = strrchr(file, '/');
		*folder = slash > file ? mem_strndup(file, (size_t)(slash - file)) : mem_strdup("/");
		return file;
	}
	*folder = n ? path_absolute(asked) : path_cache_home();
	char *name = cache_file_name(lib);
	char *file = path_join(*folder, name);
	free(name);
	return file;
}

static void remove_folder(const char *path)
{
	DIR *d = opendir(path);
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	rmdir(path);
}

/* The process that made the temporary folder of this name, or 0 where the name is not one of ours. */
static pid_t scratch_owner(const char *name)
{
	size_t n = sizeof SCRATCH_PREFIX - 1;
	char *end;
	if (strncmp(name, SCRATCH_PREFIX, n) != 0)
		return 0;
	long pid = strtol(name + n, &end, 10);
	return pid > 0 && pid < INT_MAX && *end == '-' && strlen(end) == 7 ? (pid_t)pid : 0;
}

/* Removes the temporary folders of programs that were killed. */
static void sweep_scratch(const char *parent)
{
	DIR *d = opendir(parent);
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));) {
		struct stat st;
		pid_t pid = scratch_owner(e->d_name);
		if (!pid || kill(pid, 0) == 0 || errno != ESRCH)
			continue;
		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISDIR(st.st_mode) ||
		    st.st_uid != geteuid())
			continue;
		char *path = path_join(parent, e->d_name);
		remove_folder(path);
		free(path);
	}
	closedir(d);
}

static char *make_scratch(void)
{
	const char *tmp = getenv("TMPDIR");
	const char *parents[] = { tmp && tmp[0] == '/' ? tmp : "/tmp", "/tmp", "/var/tmp", "/dev/shm" };
	for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) {
		sweep_scratch(parents[i]);
		char *path = mem_printf("%s/%s%ld-XXXXXX", parents[i], SCRATCH_PREFIX, (long)getpid());
		if (mkdtemp(path))
			return path;
		free(path);
	}
	return NULL;
}

/* Takes a private temporary folder, or none: then the cache is in memory. why is NULL or goes into the note. */
static void fall_back(struct library *lib, const char *why)
{
	lib->scratch = make_scratch();
	lib->cache_path = lib->scratch ? path_join(lib->scratch, "cache.db") : NULL;
	if (why)
		lib->cache_note = mem_printf("%s; the index is kept in %s for this run only", why,
		                             lib->scratch ? lib->scratch : "memory");
}

static void place_cache(struct library *lib, const char *asked)
{
	struct err why = { "" };
	char *folder;
	char *file = wanted_cache(lib, asked, &folder);
	bool exists = access(file, F_OK) == 0;
	if (asked && exists && access(file, R_OK) == 0 && (access(file, W_OK) < 0 || access(folder, W_OK) < 0)) {
		lib->frozen = lib->read_only = true;
		lib->cache_note = mem_printf("%s cannot be written; this is what it held when it was made", file);
		lib->cache_path = file;
	} else if (path_make_folders(folder, &why) < 0) {
		fall_back(lib, why.text);
	} else if (access(folder, W_OK | X_OK) < 0 || (exists && access(file, R_OK | W_OK) < 0)) {
		err_errno(&why, errno, "cannot write the cache %s", exists ? file : folder);
		fall_back(lib, why.text);
	} else {
		lib->cache_path = file;
	}
	if (lib->cache_path != file)
		free(file);
	free(folder);
}

static void name_library(struct library *lib)
{
	char *first = is_stdin(lib->roots[0]) ? mem_strdup("standard input") : path_show(lib->roots[0]);
	lib->name = lib->n > 1 ? mem_printf("%s +%zu", first, lib->n - 1) : mem_strdup(first);
	free(first);
	struct buf key = BUF_INIT;
	for (size_t i = 0; i < lib->n; i++)
		buf_addf(&key, "%s%s", i ? "\n" : "", lib->roots[i]);
	lib->key = buf_detach(&key);
}

static bool reads_stdin(const struct library *lib)
{
	for (size_t i = 0; i < lib->n; i++)
		if (is_stdin(lib->roots[i]))
			return true;
	return false;
}

/*
 * What --cache names may be anything; a file that is no cache must not be moved aside as a damaged one would be. Whose a database is
 * stands in its header: SQLite's first 16 bytes, and at byte 68 the application's number (https://www.sqlite.org/fileformat2.html).
 */
static int check_cache(const char *path, struct err *err)
{
	enum { APPLICATION_AT = 68, HEAD = APPLICATION_AT + 4 };
	unsigned char head[HEAD] = { 0 };
	struct stat st;
	if (!path || stat(path, &st) < 0 || S_ISDIR(st.st_mode) || st.st_size == 0)
		return 0;
	FILE *f = S_ISREG(st.st_mode) ? fopen(path, "re") : NULL;
	size_t n = f ? fread(head, 1, HEAD, f) : 0;
	if (f)
		fclose(f);
	const unsigned char *p = head + APPLICATION_AT;
	uint32_t application = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	if (n == HEAD && memcmp(head, "SQLite format 3", 16) == 0 && application == SCHEMA_APPLICATION_ID)
		return 0;
	char *lock = mem_printf("%s.lock", path); /* stands beside every cache that was built */
	bool ours = access(lock, F_OK) == 0;
	free(lock);
	if (ours)
		return 0; /* damaged: it will be moved aside */
	return err_set(err,
	               "%s is not a cache of lede's and is left alone: name another file, or a folder, with --cache",
	               path);
}

int library_open(struct library *lib, char *const *paths, size_t n, const struct library_options *opts, struct err *err)
{
	static const struct library_options none = { NULL, NULL };
	opts = opts ? opts : &none;
	*lib = (struct library){ 0 };
	if (!n)
		return err_set(err, "no file or folder was given");
	if (check_cache(opts->cache, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (check_root(paths[i], err) < 0)
			return -1;
	lib->roots = mem_zalloc(n, sizeof *lib->roots);
	lib->n = n;
	for (size_t i = 0; i < n; i++)
		lib->roots[i] = is_stdin(paths[i]) ? mem_strdup("-") : path_absolute(paths[i]);
	merge_roots(lib);
	name_library(lib);
	if (reads_stdin(lib))
		fall_back(lib, lib->n > 1 ? "standard input can be read only once" : NULL);
	else
		place_cache(lib, opts->cache);
	char *home = opts->state ? NULL : path_state_home();
	lib->state_path = opts->state ? path_absolute(opts->state) : path_join(home, "state.db");
	free(home);
	return 0;
}

void library_release(struct library *lib)
{
	if (lib->scratch)
		remove_folder(lib->scratch);
	for (size_t i = 0; i < lib->n; i++)
		free(lib->roots[i]);
	free(lib->roots);
	free(lib->name);
	free(lib->key);
	free(lib->cache_path);
	free(lib->cache_note);
	free(lib->state_path);
	free(lib->scratch);
	*lib = (struct library){ 0 };
}
