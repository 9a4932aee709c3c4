/* A log for bug reports. */
#include "lede/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *out;
static struct timespec start;

int log_open(const char *path, struct err *err)
{
	FILE *f = fopen(path, "ae");
	if (!f)
		return err_errno(err, errno, "cannot write the log %s", path);
	pthread_mutex_lock(&lock);
	if (out)
		fclose(out);
	out = f;
	clock_gettime(CLOCK_MONOTONIC, &start);
	pthread_mutex_unlock(&lock);
	return 0;
}

void log_close(void)
{
	pthread_mutex_lock(&lock);
	if (out)
		fclose(out);
	out = NULL;
	pthread_mutex_unlock(&lock);
}

void log_line(const char *module, const char *fmt, ...)
{
	pthread_mutex_lock(&lock);
	if (out) {
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC, &now);
		double s = (double)(now.tv_sec - start.tv_sec) + (double)(now.tv_nsec - start.tv_nsec) / 1e9;
		fprintf(out, "%.6f %s: ", s, module);
		va_list ap;
		va_start(ap, fmt);
		vfprintf(out, fmt, ap);
		va_end(ap);
		fputc('\n', out);
		fflush(out);
	}
	pthread_mutex_unlock(&lock);
}
