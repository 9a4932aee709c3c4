/*
 * Putting an export on disk so that at no moment there is half a file under its name: written to a
 * temporary file in the same folder, synced, then linked (which fails where the name
 * is taken) or, with force, renamed over it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/export.h"
#include "lede/path.h"

enum { TEMPORARY_TRIES = 100, NAME_TAKEN = 1 };

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return 0;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* A new file beside the target; *name is the caller's to free. */
static int make_temporary(const char *folder, char **name)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		*name = mem_printf("%s/.lede-%ld-%d", folder, (long)getpid(), i);
		int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
		free(*name);
		*name = NULL;
	}
	return -1;
}

static int taken(const char *path, struct err *err)
{
	err_set(err, "%s exists already; nothing was written", path);
	return NAME_TAKEN;
}

/* Gives the finished file its name. Some file systems have no links: there the name is claimed first, by an empty file, and
 * then replaced. */
static int put_in_place(const char *temporary, const char *path, bool force, struct err *err)
{
	if (force)
		return rename(temporary, path) == 0 ? 0 : err_errno(err, errno, "cannot write %s", path);
	if (link(temporary, path) == 0) {
		unlink(temporary);
		return 0;
	}
	if (errno == EEXIST)
		return taken(path, err);
	int claimed = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (claimed < 0)
		return errno == EEXIST ? taken(path, err) : err_errno(err, errno, "cannot write %s", path);
	close(claimed);
	if (rename(temporary, path) == 0)
		return 0;
	int why = errno;
	unlink(path);
	return err_errno(err, why, "cannot write %s", path);
}

static int check_target(const char *path, bool force, struct err *err)
{
	struct stat st;
	size_t n = strlen(path);
	if (!n)
		return err_set(err, "no file name given");
	if (path[n - 1] == '/' || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		return err_set(err, "%s is a folder; give a file name in it", path);
	if (lstat(path, &st) < 0)
		return 0;
	if (!force)
		return taken(path, err);
	if (!S_ISREG(st.st_mode))
		return err_set(err, "%s is not a regular file; choose another name", path);
	return 0;
}

static int write_temporary(int fd, const char *path, const char *p, size_t n, struct err *err)
{
	int rc = 0;
	if (write_all(fd, p, n) < 0 || fsync(fd) < 0)
		rc = err_errno(err, errno, "cannot write %s", path);
	if (close(fd) < 0 && rc == 0)
		rc = err_errno(err, errno, "cannot write %s", path);
	return rc;
}

static int write_and_place(const char *path, const char *p, size_t n, bool force, struct err *err)
{
	char *folder = folder_of(path), *temporary = NULL;
	int fd = make_temporary(folder, &temporary);
	int rc = fd < 0 ? err_errno(err, errno, "cannot write in folder %s", folder)
	                : write_temporary(fd, path, p, n, err);
	if (rc == 0)
		rc = put_in_place(temporary, path, force, err);
	if (rc != 0 && fd >= 0)
		unlink(temporary);
	free(temporary);
	free(folder);
	return rc;
}

int export_write(const char *path, const char *p, size_t n, bool force, struct err *err)
{
	char *target = path_expand_home(path);
	int rc = check_target(target, force, err);
	if (rc == 0)
		rc = write_and_place(target, p, n, force, err);
	free(target);
	return rc;
}
