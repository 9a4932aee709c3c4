/* One line of error text. */
#include "lede/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is printed may hold a file's name: no byte of it may command a terminal. */
static void make_harmless(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
}

static void format(struct err *err, const char *fmt, va_list ap)
{
	vsnprintf(err->text, sizeof err->text, fmt, ap);
}

int err_set(struct err *err, const char *fmt, ...)
{
	if (!err)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	format(err, fmt, ap);
	va_end(ap);
	make_harmless(err->text);
	return -1;
}

int err_errno(struct err *err, int errno_value, const char *fmt, ...)
{
	if (!err)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	format(err, fmt, ap);
	va_end(ap);
	size_t n = strlen(err->text);
	/* strerror is safe among threads in glibc (2.32) and musl; strerror_r has two shapes. */
	snprintf(err->text + n, sizeof err->text - n, ": %s", strerror(errno_value));
	make_harmless(err->text);
	return -1;
}
