/* The dictionary: samples from all over the files that are to be read. */
#include "dictionary.h"

#include <fcntl.h>
#include <unistd.h>

#include "lede/decode.h"
#include "lede/unicode.h"

enum { SAMPLES = 32, SAMPLE_SIZE = 4096, USEFUL_MIN = 16 * 1024, PLAN_MIN = 2 * 1024 * 1024 };

int dictionary_load(struct cache *c, struct buf *out, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT value FROM meta WHERE name = 'dictionary'", err);
	if (!s)
		return -1;
	int rc = sqlite3_step(s);
	if (rc == SQLITE_ROW)
		buf_add(out, sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0));
	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : db_error(c, err);
	sqlite3_reset(s);
	return rc;
}

static int save(struct cache *c, const struct buf *text, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "INSERT INTO meta(name, value) VALUES('dictionary', ?)", err);
	if (!s)
		return -1;
	sqlite3_bind_blob64(s, 1, text->p, text->len, SQLITE_STATIC);
	return db_run(c, s, err);
}

/* Only UTF-8 helps: all text is that once it is decoded. */
static void add_text(struct buf *out, const char *p, size_t n)
{
	size_t skip = 0;
	while (skip < n && skip < 4 && ((unsigned char)p[skip] & 0xc0) == 0x80)
		skip++;
	size_t valid = utf8_valid_prefix(p + skip, n - skip);
	if (skip + valid + 4 >= n && !decode_looks_binary(p, n))
		buf_add(out, p + skip, valid);
}

static void add_sample(struct buf *out, const struct scan_file *f, uint64_t at)
{
	char bytes[SAMPLE_SIZE];
	int fd = f->reason ? -1 : open(f->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t n = pread(fd, bytes, sizeof bytes, (off_t)at);
	if (n > 0)
		add_text(out, bytes, (size_t)n);
	close(fd);
}

/* Takes samples at equal distances, as if all files were one. */
static void sample(struct buf *out, const struct plan *plan)
{
	uint64_t step = plan->bytes / SAMPLES, next = 0, before = 0;
	for (size_t i = 0; i < plan->n; i++) {
		const struct scan_file *f = plan->jobs[i].file;
		uint64_t size = f->reason ? 0 : (uint64_t)f->size;
		for (; next < before + size; next += step)
			add_sample(out, f, next - before);
		before += size;
	}
}

int dictionary_make(struct cache *c, const struct plan *plan, struct err *err)
{
	struct buf text = BUF_INIT;
	if (plan->bytes < PLAN_MIN)
		return 0;
	int rc = dictionary_load(c, &text, err);
	if (rc == 0 && !text.len) {
		sample(&text, plan);
		if (text.len >= USEFUL_MIN)
			rc = save(c, &text, err);
	}
	buf_release(&text);
	return rc;
}
