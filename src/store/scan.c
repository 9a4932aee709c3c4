/*
 * The files under a library's roots. Folders behind links wait until all others
 * have been walked, so that a folder that is reached both ways is shown where it really
 * is; device and inode tell what was walked, and that ends every loop.
 */
#include "scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/path.h"

enum { SEEN_MIN = 64 }; /* a power of two */

struct folder {
	dev_t dev;
	ino_t inode;
};

struct walk {
	struct scan *out;
	size_t cap;
	const struct library *lib;
	const atomic_bool *stop;
	struct folder *seen; /* a hash table; inode 0 is an empty place */
	size_t n_seen, cap_seen;
	char **waiting; /* folders behind links */
	size_t n_waiting, cap_waiting;
	bool stopped;
};

static void take_stat(struct scan_file *f, const struct stat *st)
{
	f->size = st->st_size;
	f->mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
	f->inode = (int64_t)st->st_ino;
}

bool scan_stat(struct scan_file *f)
{
	struct stat st;
	if (strcmp(f->path, "-") == 0)
		return true;
	if (stat(f->path, &st) < 0)
		return false;
	take_stat(f, &st);
	return true;
}

static const char *reason_of(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	if (S_ISFIFO(mode))
		return "a FIFO, not a text file";
	if (S_ISSOCK(mode))
		return "a socket, not a text file";
	return "a device, not a text file";
}

static void add_file(struct walk *w, char *path, const struct stat *st, const char *reason)
{
	struct scan *s = w->out;
	s->files = mem_grow(s->files, &w->cap, s->n + 1, sizeof *s->files);
	struct scan_file *f = &s->files[s->n++];
	*f = (struct scan_file){ .path = path, .reason = reason };
	if (st)
		take_stat(f, st);
}

/* The cache and the state change while a build runs: they must not be listed where they lie in the library, whatever the path that
 * leads there. */
static bool is_own_file(const struct walk *w, int folder, const char *name)
{
	const char *const own[] = { w->lib->cache_path, w->lib->state_path };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		const char *base = own[i] ? path_base(own[i]) : "";
		size_t n = strlen(base);
		struct stat here, there;
		if (!n || strncmp(name, base, n) != 0 || (name[n] && name[n] != '-' && name[n] != '.'))
			continue;
		char *parent = mem_strndup(own[i], (size_t)(base - own[i]));
		bool same = fstat(folder, &here) == 0 && stat(parent, &there) == 0 && here.st_ino == there.st_ino &&
		            here.st_dev == there.st_dev;
		free(parent);
		if (same)
			return true;
	}
	return false;
}

/* The place of a folder in the table: its own, or the empty one where it belongs. */
static struct folder *place_of(struct folder *table, size_t cap, struct folder f)
{
	size_t i = (size_t)(((uint64_t)f.inode * 0x9e3779b97f4a7c15u ^ f.dev) >> 16);
	for (;; i++) {
		struct folder *at = &table[i & (cap - 1)];
		if (!at->inode || (at->inode == f.inode && at->dev == f.dev))
			return at;
	}
}

static void grow_seen(struct walk *w)
{
	size_t cap = w->cap_seen ? w->cap_seen * 2 : SEEN_MIN;
	struct folder *table = mem_zalloc(cap, sizeof *table);
	for (size_t i = 0; i < w->cap_seen; i++)
		if (w->seen[i].inode)
			*place_of(table, cap, w->seen[i]) = w->seen[i];
	free(w->seen);
	w->seen = table;
	w->cap_seen = cap;
}

/* Notes that a folder is being walked; true: it was before. */
static bool was_seen(struct walk *w, const struct stat *st)
{
	if (w->n_seen * 2 >= w->cap_seen)
		grow_seen(w);
	struct folder f = { st->st_dev, st->st_ino };
	struct folder *at = place_of(w->seen, w->cap_seen, f);
	if (at->inode)
		return true;
	*at = f;
	w->n_seen++;
	return false;
}

static void wait_for(struct walk *w, char *path)
{
	w->waiting = mem_grow(w->waiting, &w->cap_waiting, w->n_waiting + 1, sizeof *w->waiting);
	w->waiting[w->n_waiting++] = path;
}

static void walk_folder(struct walk *w, const char *path);

static void visit_link(struct walk *w, char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		add_file(w, path, NULL, errno == ELOOP ? "a link that leads to itself" : "a link to nothing");
	else if (S_ISDIR(st.st_mode))
		wait_for(w, path);
	else
		add_file(w, path, &st, reason_of(st.st_mode));
}

static void visit(struct walk *w, int folder, const char *name, char *path)
{
	struct stat st;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		free(path); /* gone since it was listed */
	} else if (S_ISLNK(st.st_mode)) {
		visit_link(w, path);
	} else if (S_ISDIR(st.st_mode)) {
		if (!was_seen(w, &st))
			walk_folder(w, path);
		free(path);
	} else if (is_own_file(w, folder, name)) {
		free(path);
	} else {
		add_file(w, path, &st, reason_of(st.st_mode));
	}
}

static void walk_folder(struct walk *w, const char *path)
{
	DIR *d = opendir(path);
	if (!d) {
		add_file(w, mem_strdup(path), NULL,
		         errno == EACCES ? "a folder that may not be read" : "a folder that cannot be read");
		return;
	}
	for (struct dirent *e; !w->stopped && (e = readdir(d));) {
		if (e->d_name[0] == '.')
			continue;
		w->stopped = w->stop && atomic_load(w->stop);
		visit(w, dirfd(d), e->d_name, path_join(path, e->d_name));
	}
	closedir(d);
}

static int walk_root(struct walk *w, const char *root, struct err *err)
{
	struct stat st = { 0 };
	if (strcmp(root, "-") == 0) {
		add_file(w, mem_strdup(root), &st, NULL);
		return 0;
	}
	if (stat(root, &st) < 0)
		return errno == ENOENT ? err_set(err, "no such file or folder: %s", root)
		                       : err_errno(err, errno, "cannot read %s", root);
	if (!S_ISDIR(st.st_mode))
		add_file(w, mem_strdup(root), &st, reason_of(st.st_mode));
	else if (!was_seen(w, &st))
		walk_folder(w, root);
	return 0;
}

/* A folder behind a link that was walked already is a loop or a second way to it: both would only repeat. */
static void walk_waiting(struct walk *w)
{
	for (size_t i = 0; i < w->n_waiting; i++) { /* grows while it is walked */
		struct stat st;
		char *path = w->waiting[i];
		if (w->stopped || stat(path, &st) < 0) {
			free(path);
		} else if (was_seen(w, &st)) {
			add_file(w, path, NULL, "a link to a folder that is read anyway");
		} else {
			walk_folder(w, path);
			free(path);
		}
	}
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct scan_file *)a)->path, ((const struct scan_file *)b)->path);
}

int scan_library(struct scan *out, const struct library *lib, const atomic_bool *stop, struct err *err)
{
	struct walk w = { .out = out, .lib = lib, .stop = stop };
	int rc = 0;
	*out = (struct scan){ 0 };
	for (size_t i = 0; rc == 0 && i < lib->n; i++)
		rc = walk_root(&w, lib->roots[i], err);
	walk_waiting(&w);
	free(w.waiting);
	free(w.seen);
	if (out->n)
		qsort(out->files, out->n, sizeof *out->files, compare_files);
	if (rc < 0)
		scan_release(out);
	return rc == 0 && w.stopped ? 1 : rc;
}

void scan_release(struct scan *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->files[i].path);
	free(s->files);
	*s = (struct scan){ 0 };
}
