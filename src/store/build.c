/*
 * A build: scan, plan, and then two threads. One reads and splits, the other (the
 * caller's) writes and commits every second or two, so that readers see the articles come.
 */
#include "lede/build.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db.h"
#include "dictionary.h"
#include "ingest.h"
#include "lede/log.h"
#include "lede/unicode.h"
#include "lock.h"
#include "plan.h"
#include "writer.h"

enum {
	QUEUE_BYTES = 16 * 1024 * 1024,
	COMMIT_BYTES = 64 * 1024 * 1024,
	COMMIT_MEMORY_BYTES = 1024 * 1024, /* in memory readers wait while a transaction is open */
	TAKE_MS = 50,
	EMPTY_SHARE = 64 /* of all pages: more empty ones are given back */
};
static const double FIRST_COMMIT_S = 0.1, COMMIT_S = 2.0, REPORT_S = 0.1;

struct build {
	const struct library *lib;
	const struct build_options *options;
	struct build_progress *progress;
	struct cache *cache;
	struct scan scan;
	struct plan plan;
	struct writer *writer;
	size_t job;           /* the file under way */
	uint64_t jobs_bytes;  /* of files that are done */
	uint64_t source_text; /* written of the file under way */
	double started, reported, committed, commit_after;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool is_stopped(const struct build *b)
{
	return b->options->stop && atomic_load(b->options->stop);
}

/* ---- progress */

static void show_path(struct build_progress *p, const char *path)
{
	struct buf clean = BUF_INIT;
	text_clean(&clean, path, strlen(path));
	size_t n = clean.len < sizeof p->path ? clean.len : utf8_valid_prefix(buf_str(&clean), sizeof p->path - 1);
	memcpy(p->path, buf_str(&clean), n);
	p->path[n] = '\0';
	buf_release(&clean);
}

static void report(struct build *b, bool always)
{
	struct build_progress *p = b->progress;
	double t = now();
	if (!always && t - b->reported < REPORT_S)
		return;
	b->reported = t;
	p->seconds = t - b->started;
	if (b->writer) {
		struct writer_counts n = writer_counts(b->writer);
		p->articles = n.articles;
		p->failed = n.failed;
		p->skipped = n.skipped;
		p->removed = n.removed;
		p->revision = n.revision;
	}
	if (b->job < b->plan.n) {
		uint64_t size = (uint64_t)b->plan.jobs[b->job].file->size;
		p->bytes_done = b->jobs_bytes + (b->source_text < size ? b->source_text : size);
		show_path(p, b->plan.jobs[b->job].file->path);
	} else {
		p->bytes_done = b->jobs_bytes;
		p->path[0] = '\0';
	}
	if (b->options->report)
		b->options->report(b->options->payload, p);
}

static void count_packet(struct build *b, const struct packet *p)
{
	const struct scan_file *file = b->plan.jobs[p->job].file;
	b->job = p->job;
	b->source_text += p->stretch_len;
	if (!p->file_ended)
		return;
	b->job++;
	b->source_text = 0;
	b->progress->files_done++;
	if (!file->reason)
		b->jobs_bytes += (uint64_t)file->size;
}

/* ---- writing */

static int commit_if_due(struct build *b, struct err *err)
{
	uint64_t bytes = b->lib->cache_path ? COMMIT_BYTES : COMMIT_MEMORY_BYTES;
	if (!writer_may_commit(b->writer))
		return 0;
	if (now() - b->committed < b->commit_after && writer_waiting(b->writer) < bytes)
		return 0;
	int rc = writer_commit(b->writer, false, err);
	b->committed = now();
	b->commit_after = b->commit_after * 2 < COMMIT_S ? b->commit_after * 2 : COMMIT_S;
	return rc;
}

static int write_removals(struct build *b, struct err *err)
{
	for (size_t i = 0; i < b->plan.n_gone; i++)
		if (is_stopped(b) || writer_gone(b->writer, b->plan.gone[i], err) < 0 || commit_if_due(b, err) < 0)
			return is_stopped(b) ? 0 : -1;
	for (size_t i = 0; i < b->plan.n_renamed; i++)
		if (writer_rename(b->writer, &b->plan.renamed[i], err) < 0)
			return -1;
	return 0;
}

static int write_packets(struct build *b, struct packet_queue *queue, struct err *err)
{
	bool ended = false;
	while (!ended && !is_stopped(b)) {
		struct packet *p = packet_take(queue, TAKE_MS, &ended);
		int rc = 0;
		if (p) {
			rc = writer_packet(b->writer, b->plan.jobs[p->job].file, p, err);
			count_packet(b, p);
			packet_free(p);
		}
		if (rc < 0 || commit_if_due(b, err) < 0)
			return -1;
		report(b, false);
	}
	return 0;
}

static int read_and_write(struct build *b, const struct ingest_options *o, struct err *err)
{
	struct packet_queue *queue = packet_queue_new(QUEUE_BYTES);
	struct ingest *ingest;
	int rc = ingest_start(&ingest, o, queue, err);
	if (rc == 0) {
		rc = write_packets(b, queue, err);
		packet_close(queue);
		ingest_join(ingest);
	}
	packet_queue_free(queue);
	return rc;
}

/* The mends are few; they are read once, before the reading thread starts. */
static int load_mends(struct build *b, struct split_mend **mends, size_t *n, struct err *err)
{
	struct state *state;
	*mends = NULL;
	*n = 0;
	if (state_open(&state, b->lib, NULL, err) < 0)
		return -1;
	int rc = state_mends(state, mends, n, err);
	state_close(state);
	return rc;
}

/* A file that is read again for a mend alone stays in the encoding that it was read in: that may have been given by hand. The caller
 * frees; NULL: detect. */
static char *encoding_before(struct build *b)
{
	struct source s;
	char *out = NULL;
	if (!b->options->reread || b->plan.n != 1 || !b->plan.jobs[0].id ||
	    cache_source(b->cache, b->plan.jobs[0].id, &s, NULL) != 1)
		return NULL;
	if (s.status == SOURCE_READ && *s.encoding && strcmp(s.encoding, "ASCII") != 0 &&
	    s.size == (uint64_t)b->plan.jobs[0].file->size)
		out = mem_strdup(s.encoding);
	source_release(&s);
	return out;
}

static int run_plan(struct build *b, struct err *err)
{
	struct split_mend *mends;
	char *before = b->options->encoding ? NULL : encoding_before(b);
	struct ingest_options o = { .plan = &b->plan, .encoding = b->options->encoding, .stop = b->options->stop };
	if (load_mends(b, &mends, &o.n_mends, err) < 0) {
		free(before);
		return -1;
	}
	o.mends = mends;
	if (before)
		o.encoding = before;
	struct buf dictionary = BUF_INIT;
	int rc = dictionary_load(b->cache, &dictionary, err);
	o.dictionary = dictionary.p;
	o.dictionary_len = dictionary.len;
	if (rc == 0)
		rc = write_removals(b, err);
	if (rc == 0)
		rc = read_and_write(b, &o, err);
	buf_release(&dictionary);
	/* Stopped in the middle of a source that takes another's place: the transaction is let go. */
	if (rc == 0 && writer_may_commit(b->writer))
		rc = writer_commit(b->writer, true, err);
	free(mends);
	free(before);
	return rc;
}

/* ---- the whole */

static int tune(struct build *b, struct err *err)
{
	if (db_exec(b->cache, "PRAGMA cache_size = -49152", err) < 0)
		return -1;
	return b->lib->cache_path ? db_exec(b->cache, "PRAGMA wal_autocheckpoint = 2000", err) : 0;
}

static int make_plan(struct build *b, struct err *err)
{
	struct plan_options o = { b->options->rebuild, b->options->reread };
	plan_release(&b->plan);
	int rc = plan_make(&b->plan, b->cache, &b->scan, &o, err);
	b->progress->files_total = b->plan.n;
	b->progress->bytes_total = b->plan.bytes;
	return rc;
}

static sqlite3_int64 pragma_number(struct build *b, const char *sql)
{
	sqlite3_stmt *s = db_prepare(b->cache, sql, NULL);
	sqlite3_int64 n = s && sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_reset(s);
	return n;
}

/* Merging the index leaves pages empty; the next build would fill them, but there may be none. */
static void give_back_pages(struct build *b)
{
	sqlite3_int64 empty = pragma_number(b, "PRAGMA freelist_count"), all = pragma_number(b, "PRAGMA page_count");
	if (empty > all / EMPTY_SHARE)
		db_exec(b->cache, "PRAGMA incremental_vacuum", NULL);
}

static int write_plan(struct build *b, struct err *err)
{
	struct lock *lock;
	int rc = lock_take(&lock, b->lib, err);
	if (rc != 0)
		return rc;
	/* Somebody else may have built while we were not holding the lock. */
	rc = make_plan(b, err);
	if (rc == 0 && tune(b, err) == 0 && dictionary_make(b->cache, &b->plan, err) == 0 &&
	    writer_new(&b->writer, b->cache, err) == 0)
		rc = run_plan(b, err);
	else
		rc = -1;
	report(b, true);
	bool damaged = rc < 0 && db_is_damaged(b->cache);
	writer_free(b->writer);
	b->writer = NULL;
	if (rc == 0)
		give_back_pages(b);
	if (rc == 0 && b->lib->cache_path)
		sqlite3_wal_checkpoint_v2(b->cache->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (damaged)
		log_line("build", "%s is damaged", b->cache->path);
	lock_release(lock);
	return rc;
}

static int run(struct build *b, struct err *err)
{
	b->progress->scanning = true;
	report(b, true);
	int rc = scan_library(&b->scan, b->lib, b->options->stop, err);
	if (rc != 0)
		return rc;
	rc = make_plan(b, err);
	b->progress->scanning = false;
	if (rc == 0 && !plan_is_empty(&b->plan))
		rc = write_plan(b, err);
	if (rc == 0 && (is_stopped(b) || b->progress->failed))
		rc = 1;
	return rc;
}

int build_run(const struct library *lib, const struct build_options *opts, struct build_progress *out, struct err *err)
{
	struct build_progress progress;
	struct build b = { .lib = lib, .options = opts, .progress = out ? out : &progress };
	*b.progress = (struct build_progress){ 0 };
	b.started = b.committed = now();
	b.commit_after = FIRST_COMMIT_S;
	int rc = 0;
	if (!lib->frozen) {
		rc = cache_open(&b.cache, lib, NULL, err);
		if (rc == 0)
			rc = run(&b, err);
		cache_close(b.cache);
	}
	b.progress->scanning = false;
	b.progress->done = true;
	report(&b, true);
	plan_release(&b.plan);
	scan_release(&b.scan);
	return rc;
}
