/*
 * The bytes of a source. A plain file is read with read(2) and nothing between;
 * only where the opening bytes are those of a compressed file or an archive is
 * libarchive asked. It gets the bytes through us, so that what was read can be
 * held against what came out of it.
 */
#include "lede/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/path.h"

enum { INPUT_BUFFER = 64 * 1024, MAGIC_LEN = 512, TAR_MAGIC_AT = 257 };

struct input {
	char *path;
	int fd;
	bool regular, ended, raw, started;
	struct archive *archive; /* NULL: plain */
	uint64_t taken, given;   /* bytes read from the file, bytes handed out */
	size_t head_len, head_at;
	char head[INPUT_BUFFER]; /* opening bytes, read ahead to see what it is */
	char buffer[INPUT_BUFFER];
};

static int refuse_kind(const char *path, mode_t mode, struct err *err)
{
	if (S_ISREG(mode))
		return 0;
	const char *what = S_ISDIR(mode)    ? "a folder"
	                   : S_ISFIFO(mode) ? "a FIFO"
	                   : S_ISSOCK(mode) ? "a socket"
	                                    : "a device";
	return err_set(err, "%s is %s, not a text file", path, what);
}

static int open_named(struct input *in, struct err *err)
{
	struct stat st;
	in->fd = open(in->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (in->fd < 0)
		return errno == ENXIO ? err_set(err, "%s is a device or socket, not a text file", in->path)
		                      : err_errno(err, errno, "cannot read %s", in->path);
	if (fstat(in->fd, &st) < 0)
		return err_errno(err, errno, "cannot read %s", in->path);
	in->regular = true;
	return refuse_kind(in->path, st.st_mode, err);
}

static int open_stdin(struct input *in, struct err *err)
{
	struct stat st;
	if (isatty(STDIN_FILENO))
		return err_set(err, "standard input is a terminal; pipe a text in, or name a file");
	in->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (in->fd < 0 || fstat(in->fd, &st) < 0)
		return err_errno(err, errno, "cannot read standard input");
	in->regular = S_ISREG(st.st_mode) && lseek(in->fd, 0, SEEK_CUR) == 0;
	return 0;
}

static ssize_t read_some(struct input *in, void *p, size_t n, struct err *err)
{
	ssize_t got;
	do
		got = read(in->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_errno(err, errno, "cannot read %s", in->path);
	in->taken += (uint64_t)got;
	return got;
}

static int read_head(struct input *in, struct err *err)
{
	while (in->head_len < sizeof in->head) {
		ssize_t got = read_some(in, in->head + in->head_len, sizeof in->head - in->head_len, err);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		in->head_len += (size_t)got;
	}
	return 0;
}

static bool begins_with(const struct input *in, size_t at, const char *magic, size_t n)
{
	return in->head_len >= at + n && memcmp(in->head + at, magic, n) == 0;
}

static bool is_packed(const struct input *in)
{
	return begins_with(in, 0, "\x1f\x8b\x08", 3) ||
	       begins_with(in, 0,
	                   "\xfd"
	                   "7zXZ\0",
	                   6) ||
	       begins_with(in, 0, "\x28\xb5\x2f\xfd", 4) || begins_with(in, 0, "PK\3\4", 4) ||
	       (begins_with(in, 0, "BZh", 3) && begins_with(in, 4, "1AY&SY", 6)) ||
	       begins_with(in, TAR_MAGIC_AT, "ustar", 5);
}

static la_ssize_t on_read(struct archive *a, void *payload, const void **out)
{
	struct input *in = payload;
	if (in->head_at < in->head_len) {
		*out = in->head + in->head_at;
		size_t n = in->head_len - in->head_at;
		in->head_at = in->head_len;
		return (la_ssize_t)n;
	}
	struct err why;
	ssize_t got = read_some(in, in->buffer, sizeof in->buffer, &why);
	if (got < 0)
		archive_set_error(a, errno, "%s", why.text);
	*out = in->buffer;
	return got < 0 ? ARCHIVE_FATAL : got;
}

static la_int64_t on_seek(struct archive *a, void *payload, la_int64_t offset, int whence)
{
	(void)a;
	struct input *in = payload;
	if (!in->regular)
		return ARCHIVE_FATAL;
	if (whence == SEEK_CUR) /* what it has read ahead is ours to count off */
		offset -= (la_int64_t)(in->head_len - in->head_at);
	in->head_at = in->head_len;
	off_t at = lseek(in->fd, offset, whence);
	return at < 0 ? ARCHIVE_FATAL : at;
}

static int archive_failed(struct input *in, struct err *err)
{
	const char *why = archive_error_string(in->archive);
	return err_set(err, "%s: %s", in->path, why ? why : "not a whole archive");
}

static int open_archive(struct input *in, struct err *err)
{
	struct archive *a = in->archive = archive_read_new();
	if (!a)
		abort();
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_zip(a);
	archive_read_support_format_raw(a);
	archive_read_support_format_empty(a);
	archive_read_set_read_callback(a, on_read);
	if (in->regular)
		archive_read_set_seek_callback(a, on_seek);
	archive_read_set_callback_data(a, in);
	return archive_read_open1(a) == ARCHIVE_OK ? 0 : archive_failed(in, err);
}

int input_open(struct input **out, const char *path, struct err *err)
{
	struct input *in = mem_alloc(sizeof *in);
	memset(in, 0, offsetof(struct input, head));
	bool from_stdin = strcmp(path, "-") == 0;
	in->path = mem_strdup(from_stdin ? "standard input" : path);
	in->fd = -1;
	if ((from_stdin ? open_stdin(in, err) : open_named(in, err)) < 0 || read_head(in, err) < 0 ||
	    (is_packed(in) && open_archive(in, err) < 0)) {
		input_close(in);
		*out = NULL;
		return -1;
	}
	*out = in;
	return 0;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	if (in->archive)
		archive_read_free(in->archive);
	if (in->fd >= 0)
		close(in->fd);
	free(in->path);
	free(in);
}

uint64_t input_taken(const struct input *in)
{
	return in->taken;
}

static int next_plain(struct input *in, const char **name)
{
	*name = NULL;
	bool first = !in->started;
	in->started = true;
	return first;
}

/* Folders, links and what hides are no texts. */
static bool is_member(struct archive_entry *e)
{
	const char *name = archive_entry_pathname(e);
	return archive_entry_filetype(e) == AE_IFREG && !archive_entry_hardlink(e) && name && *name &&
	       path_base(name)[0] != '.';
}

/* Office documents and e-books are archives of pages that nobody wants to read as they are. */
static bool is_document(const char *name)
{
	return strcmp(name, "[Content_Types].xml") == 0 || strcmp(name, "mimetype") == 0;
}

int input_next(struct input *in, const char **name, struct err *err)
{
	if (!in->archive)
		return next_plain(in, name);
	struct archive_entry *e;
	int rc;
	while ((rc = archive_read_next_header(in->archive, &e)) == ARCHIVE_OK || rc == ARCHIVE_WARN ||
	       rc == ARCHIVE_RETRY) {
		bool first = !in->started;
		in->started = true;
		in->ended = false;
		*name = NULL;
		if ((archive_format(in->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW)
			return 1;
		if (!is_member(e))
			continue;
		*name = archive_entry_pathname(e);
		if (first && is_document(*name))
			return err_set(err, "%s is an office document or e-book, not a text file", in->path);
		return 1;
	}
	return rc == ARCHIVE_EOF ? 0 : archive_failed(in, err);
}

static ssize_t read_plain(struct input *in, void *p, size_t n, struct err *err)
{
	if (in->head_at == in->head_len)
		return in->ended ? 0 : read_some(in, p, n, err);
	size_t left = in->head_len - in->head_at;
	if (n > left)
		n = left;
	memcpy(p, in->head + in->head_at, n);
	in->head_at += n;
	in->ended = in->head_at == in->head_len && in->head_len < sizeof in->head;
	return (ssize_t)n;
}

static bool is_bomb(const struct input *in)
{
	return in->given > INPUT_FREE_BYTES && in->given / INPUT_RATIO_MAX > in->taken;
}

ssize_t input_read(struct input *in, void *p, size_t n, struct err *err)
{
	if (!in->archive)
		return read_plain(in, p, n, err);
	la_ssize_t got = archive_read_data(in->archive, p, n);
	if (got < 0)
		return archive_failed(in, err);
	in->given += (uint64_t)got;
	if (is_bomb(in))
		return err_set(err, "%s unpacks to more than %d times its size; it is not read", in->path,
		               INPUT_RATIO_MAX);
	return got;
}
