/*
 * A log for bug reports: off unless log_open was called (lede --log FILE).
 * Safe from any thread; a line each, with seconds since the start.
 */
#ifndef LEDE_LOG_H
#define LEDE_LOG_H

#include "lede/err.h"

int log_open(const char *path, struct err *err);
void log_close(void);
void log_line(const char *module, const char *fmt, ...) MEM_PRINTF(2, 3);

#endif
