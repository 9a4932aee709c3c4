/*
 * The reading half of a build: bytes to lines to articles, one file after
 * another. What cannot be read becomes a packet that says why.
 */
#include "ingest.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chunks.h"
#include "lede/input.h"
#include "stretch.h"

enum { READ_SIZE = 64 * 1024, STOPPED = 1 };

struct ingest {
	pthread_t thread;
	struct ingest_options options;
	struct packet_queue *queue;
	struct split_mend *mends;
	struct chunk_packer *packer;
	struct stretch *stretch;
	/* The source under way. */
	size_t job;
	char *member;
	struct decoder *decoder;
	bool begun; /* a packet of it is in the queue */
	char bytes[READ_SIZE];
};

static bool is_stopped(const struct ingest *in)
{
	return in->options.stop && atomic_load(in->options.stop);
}

static const struct scan_file *file_of(const struct ingest *in)
{
	return in->options.plan->jobs[in->job].file;
}

static int put(struct ingest *in, struct packet *p)
{
	p->job = in->job;
	if (packet_put(in->queue, p))
		return 0;
	packet_free(p);
	return STOPPED;
}

/* Whether the file is not any more what it was when it was listed. */
static bool has_changed(const struct ingest *in)
{
	struct scan_file now = *file_of(in);
	return !scan_stat(&now) || now.size != file_of(in)->size || now.mtime_ns != file_of(in)->mtime_ns ||
	       now.inode != file_of(in)->inode;
}

/* The stretch's sink: what a packet does not know of itself. */
static int on_packet(void *payload, struct packet *p)
{
	struct ingest *in = payload;
	p->member = mem_strdup(in->member);
	in->begun = true;
	if (p->last) {
		snprintf(p->encoding, sizeof p->encoding, "%s", decode_encoding(in->decoder));
		p->file_ended = !in->member;
		p->changed = p->file_ended && has_changed(in);
	}
	return put(in, p);
}

/* Ends the source under way without articles. */
static int put_problem(struct ingest *in, enum source_status status, const char *reason, bool retry)
{
	struct packet *p = mem_zalloc(1, sizeof *p);
	p->has_source = true;
	p->first = !in->begun;
	p->last = true;
	p->file_ended = !in->member;
	p->member = mem_strdup(in->member);
	p->status = (uint8_t)status;
	p->reason = mem_strdup(reason);
	p->retry = retry;
	return put(in, p);
}

static int put_archive_end(struct ingest *in, enum source_status status, const char *reason)
{
	struct packet *p = mem_zalloc(1, sizeof *p);
	p->archive = p->file_ended = true;
	p->status = (uint8_t)status;
	p->reason = mem_strdup(reason);
	p->changed = has_changed(in);
	return put(in, p);
}

/* The path at the start of a reason says nothing new: it stands beside it. */
static const char *without_path(const struct ingest *in, const char *reason)
{
	size_t n = strlen(file_of(in)->path);
	if (strncmp(reason, file_of(in)->path, n) == 0) {
		reason += n;
		reason += strspn(reason, ": ");
		if (strncmp(reason, "is ", 3) == 0)
			reason += 3;
	}
	return reason;
}

/* Feeds the decoder to the end of the member. 0, STOPPED, -1 err. */
static int feed(struct ingest *in, struct input *input, size_t n, struct err *err)
{
	while (n) {
		if (is_stopped(in))
			return STOPPED;
		int rc = decode_feed(in->decoder, in->bytes, n);
		if (rc != 0)
			return rc;
		ssize_t got = input_read(input, in->bytes, sizeof in->bytes, err);
		if (got < 0)
			return -1;
		n = (size_t)got;
	}
	int rc = decode_finish(in->decoder);
	return rc != 0 ? rc : stretch_end(in->stretch);
}

static int read_text(struct ingest *in, struct input *input, size_t n, struct err *err)
{
	in->decoder = decode_new(in->options.encoding, stretch_line, in->stretch, err);
	if (!in->decoder)
		return -1;
	int rc = feed(in, input, n, err);
	decode_free(in->decoder);
	in->decoder = NULL;
	if (rc != 0)
		stretch_reset(in->stretch);
	return rc;
}

/* Reads one source. 0, STOPPED, or -1: the input cannot go on, and what was to be said of this source has been said. */
static int read_source(struct ingest *in, struct input *input, struct err *err)
{
	in->begun = false;
	ssize_t n = input_read(input, in->bytes, sizeof in->bytes, err);
	if (n > 0 && !in->options.encoding && decode_looks_binary(in->bytes, (size_t)n))
		return put_problem(in, SOURCE_SKIPPED, "binary, not text", false);
	int rc = n < 0 ? -1 : read_text(in, input, (size_t)n, err);
	if (rc != -1)
		return rc;
	return put_problem(in, SOURCE_FAILED, without_path(in, err->text), false) == 0 ? -1 : STOPPED;
}

static int read_members(struct ingest *in, struct input *input, const char *name)
{
	struct err err = { "" };
	int rc = 1;
	while (rc == 1) {
		in->member = mem_strdup(name);
		rc = read_source(in, input, &err);
		free(in->member);
		in->member = NULL;
		if (rc == 0)
			rc = input_next(input, &name, &err);
		else if (rc == STOPPED)
			return STOPPED;
	}
	if (rc < 0)
		return put_archive_end(in, SOURCE_FAILED, without_path(in, err.text));
	return put_archive_end(in, SOURCE_READ, NULL);
}

static int read_input(struct ingest *in, struct input *input)
{
	struct err err = { "" };
	const char *name;
	int rc = input_next(input, &name, &err);
	in->begun = false;
	if (rc < 0)
		return put_problem(in, SOURCE_FAILED, without_path(in, err.text), false);
	if (rc == 0)
		return put_problem(in, SOURCE_SKIPPED, "an archive with no text in it", false);
	if (name)
		return read_members(in, input, name);
	return read_source(in, input, &err) == STOPPED ? STOPPED : 0;
}

static int read_file(struct ingest *in)
{
	struct err err = { "" };
	struct input *input;
	in->begun = false;
	if (file_of(in)->reason)
		return put_problem(in, SOURCE_SKIPPED, file_of(in)->reason, false);
	if (input_open(&input, file_of(in)->path, &err) < 0)
		return put_problem(in, SOURCE_FAILED, without_path(in, err.text), true);
	int rc = read_input(in, input);
	input_close(input);
	return rc;
}

static void *run(void *payload)
{
	struct ingest *in = payload;
	pthread_setname_np(pthread_self(), "lede-read"); /* for whoever looks with ps or perf */
	for (in->job = 0; in->job < in->options.plan->n; in->job++)
		if (is_stopped(in) || read_file(in) == STOPPED)
			break;
	packet_end(in->queue);
	return NULL;
}

static void ingest_free(struct ingest *in)
{
	stretch_free(in->stretch);
	chunk_packer_free(in->packer);
	free(in->mends);
	free(in);
}

int ingest_start(struct ingest **out, const struct ingest_options *o, struct packet_queue *queue, struct err *err)
{
	struct ingest *in = mem_alloc(sizeof *in);
	memset(in, 0, offsetof(struct ingest, bytes));
	in->options = *o;
	in->queue = queue;
	in->mends = mem_zalloc(o->n_mends, sizeof *in->mends);
	if (o->n_mends)
		memcpy(in->mends, o->mends, o->n_mends * sizeof *in->mends);
	in->packer = chunk_packer_new(o->dictionary, o->dictionary_len);
	in->stretch = stretch_new(in->mends, o->n_mends, in->packer, on_packet, in);
	*out = in;
	int rc = pthread_create(&in->thread, NULL, run, in);
	if (rc == 0)
		return 0;
	ingest_free(in);
	*out = NULL;
	return err_errno(err, rc, "cannot start a thread for reading");
}

void ingest_join(struct ingest *in)
{
	pthread_join(in->thread, NULL);
	ingest_free(in);
}
