/*
 * Standard output for the commands.
 *
 * What stands in a text may be anything. In a pipe it is passed on as it is; on a terminal no control or formatting
 * character gets through. Commands make display text where they can; this is the last line of defence, and the only
 * one for `show --raw` and for JSON.
 */
#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lede/unicode.h"

struct out out_standard(void)
{
	struct out o = { .tty = isatty(STDOUT_FILENO) };
	struct winsize size;
	if (o.tty)
		o.width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
	return o;
}

static void put(struct out *o, const char *p, size_t n)
{
	if (!o->why && fwrite(p, 1, n, stdout) != n)
		o->why = errno ? errno : EIO;
}

/* Whether a terminal may take the character for more than a letter: C0, DEL, C1, marks of direction, invisible ones. */
static bool is_harmful(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	       (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

typedef void replace(struct buf *out, uint32_t c);

static void replace_with_mark(struct buf *out, uint32_t c)
{
	(void)c;
	buf_adds(out, "\xef\xbf\xbd");
}

/* Such a character can only stand inside a string, where an escape means the same. */
static void replace_with_escape(struct buf *out, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		buf_addf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
	} else {
		buf_addf(out, "\\u%04x", c);
	}
}

static void put_harmless(struct out *o, const char *p, size_t n, replace *with)
{
	struct buf safe = BUF_INIT;
	for (size_t i = 0; i < n;) {
		uint32_t c;
		size_t len = utf8_next(p + i, n - i, &c);
		if (c == '\n' || c == '\t')
			buf_addc(&safe, (char)c);
		else if (is_harmful(c))
			with(&safe, c);
		else if (c == 0xfffd)
			buf_adds(&safe, "\xef\xbf\xbd");
		else
			buf_add(&safe, p + i, len);
		i += len;
	}
	put(o, buf_str(&safe), safe.len);
	buf_release(&safe);
}

void out_text(struct out *o, const char *p, size_t n)
{
	if (o->tty)
		put_harmless(o, p, n, replace_with_mark);
	else
		put(o, p, n);
}

void out_json(struct out *o, const char *p, size_t n)
{
	if (o->tty)
		put_harmless(o, p, n, replace_with_escape);
	else
		put(o, p, n);
}

bool out_failed(const struct out *o)
{
	return o->why != 0;
}

int out_finish(struct out *o, struct err *err)
{
	if (fflush(stdout) != 0 && !o->why)
		o->why = errno;
	if (!o->why || o->why == EPIPE)
		return 0;
	return err_errno(err, o->why, "cannot write to standard output");
}

void complain_err(const struct err *err)
{
	fflush(stdout);
	fprintf(stderr, "lede: %s\n", err->text);
}

void complain_lines(const char *lines)
{
	fputs(lines, stderr);
}

void complain(const char *fmt, ...)
{
	char text[1024];
	struct err err;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	err_set(&err, "%s", text);
	complain_err(&err);
}
