/*
 * A build with its progress on standard error: one line, written over itself, and only where somebody watches.
 */
#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static atomic_bool stopped; /* the signal handler has no other way to be told where it is */

static void stop(int sig)
{
	(void)sig;
	atomic_store(&stopped, true);
}

static void add_rate(struct buf *line, const struct build_progress *p)
{
	const double mega = 1e6;
	if (p->seconds < 0.5 || !p->bytes_done)
		return;
	double rate = (double)p->bytes_done / p->seconds;
	buf_addf(line, ", %.1f MB/s", rate / mega);
	if (!p->scanning && p->bytes_total > p->bytes_done)
		buf_addf(line, ", %.0f s left", (double)(p->bytes_total - p->bytes_done) / rate);
}

static void show(void *payload, const struct build_progress *p)
{
	size_t *shown = payload;
	struct buf line = BUF_INIT;
	buf_addf(&line, "Reading %llu of %llu files%s, %llu articles", (unsigned long long)p->files_done,
	         (unsigned long long)p->files_total, p->scanning ? " so far" : "", (unsigned long long)p->articles);
	add_rate(&line, p);
	if (p->done)
		buf_clear(&line);
	size_t used = line.len;
	while (line.len < *shown)
		buf_addc(&line, ' ');
	fprintf(stderr, "\r%s%s", buf_str(&line), p->done ? "\r" : "");
	fflush(stderr);
	*shown = used;
	buf_release(&line);
}

int progress_build(const struct library *lib, const struct options *opts, bool rebuild, struct build_progress *out,
                   struct err *err)
{
	size_t shown = 0;
	struct build_options build = { .encoding = opts->encoding, .rebuild = rebuild, .payload = &shown };
	struct sigaction old, action = { .sa_handler = stop, .sa_flags = (int)SA_RESETHAND };
	if (isatty(STDERR_FILENO))
		build.report = show;
	build.stop = &stopped;
	atomic_store(&stopped, false);
	sigaction(SIGINT, &action, &old);
	int rc = build_run(lib, &build, out, err);
	sigaction(SIGINT, &old, NULL);
	return rc;
}

bool progress_interrupted(void)
{
	return atomic_load(&stopped);
}
