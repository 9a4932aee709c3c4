/* The lock file beside a cache. */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/log.h"

enum { BUILD_BYTE = 0, OPENING_BYTE = 1 };

/* Locks that belong to the open file, where there are such: then two builds in one process also see each other. */
#ifdef F_OFD_SETLK
enum { TRY_LOCK = F_OFD_SETLK, WAIT_LOCK = F_OFD_SETLKW };
#else
enum { TRY_LOCK = F_SETLK, WAIT_LOCK = F_SETLKW };
#endif

struct lock {
	int fd; /* -1: a cache in memory */
};

/* A cache in memory is this process's alone. */
static pthread_mutex_t memory_lock = PTHREAD_MUTEX_INITIALIZER;

static int open_lock_file(const char *cache_path)
{
	char *path = mem_printf("%s.lock", cache_path);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	free(path);
	return fd;
}

static int lock_byte(int fd, int how, off_t byte)
{
	struct flock f = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
	int rc;
	do
		rc = fcntl(fd, how, &f);
	while (rc < 0 && errno == EINTR);
	return rc;
}

static void write_pid(int fd)
{
	char pid[32];
	int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) < 0 || pwrite(fd, pid, (size_t)n, 0) != n)
		log_line("lock", "the pid could not be written"); /* it is only for showing: the lock stands */
}

static long read_pid(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	return atol(text);
}

static int take_memory(struct lock *l, struct err *err)
{
	l->fd = -1;
	if (pthread_mutex_trylock(&memory_lock) == 0)
		return 0;
	err_set(err, "the index is already being built (pid %ld)", (long)getpid());
	return 2;
}

static int take_file(struct lock *l, const char *cache_path, struct err *err)
{
	l->fd = open_lock_file(cache_path);
	if (l->fd < 0)
		return err_errno(err, errno, "cannot make the lock file %s.lock", cache_path);
	if (lock_byte(l->fd, TRY_LOCK, BUILD_BYTE) == 0) {
		write_pid(l->fd);
		return 0;
	}
	int why = errno;
	if (why != EAGAIN && why != EACCES) {
		close(l->fd);
		return err_errno(err, why, "cannot lock %s.lock", cache_path);
	}
	err_set(err, "somebody else is indexing (pid %ld)", read_pid(l->fd));
	close(l->fd);
	return 2;
}

int lock_take(struct lock **out, const struct library *lib, struct err *err)
{
	struct lock *l = mem_zalloc(1, sizeof *l);
	int rc = lib->cache_path ? take_file(l, lib->cache_path, err) : take_memory(l, err);
	if (rc != 0) {
		free(l);
		l = NULL;
	}
	*out = l;
	return rc;
}

void lock_release(struct lock *l)
{
	if (!l)
		return;
	if (l->fd < 0)
		pthread_mutex_unlock(&memory_lock);
	else
		close(l->fd); /* the file stays: removing it would let two hold locks of the same name */
	free(l);
}

int lock_opening(const char *cache_path)
{
	int fd = open_lock_file(cache_path);
	if (fd >= 0)
		lock_byte(fd, WAIT_LOCK, OPENING_BYTE);
	return fd;
}

void lock_opening_done(int guard)
{
	if (guard >= 0)
		close(guard);
}
