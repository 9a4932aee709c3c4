/*
 * One line of error text, kept beside the returned code. A function that can
 * fail in a way the user must hear of takes a struct err * last, returns 0 or
 * -1, and on -1 has filled it: it names the thing and says what to do.
 */
#ifndef LEDE_ERR_H
#define LEDE_ERR_H

#include "lede/mem.h"

struct err {
	char text[512];
};

/* Formats the line (cut to fit, control characters made harmless). Always returns -1. err may be NULL. */
int err_set(struct err *err, const char *fmt, ...) MEM_PRINTF(2, 3);
/* The same with ": " and strerror(errno_value) after it. */
int err_errno(struct err *err, int errno_value, const char *fmt, ...) MEM_PRINTF(3, 4);

#endif
