/*
 * The writing half of a build: packets into tables. A source of one packet is
 * replaced article by article in the numbers that it had, as long as they suffice;
 * one that outgrew them, or comes in several packets, moves to the end. Readers see whole sources only, but for a new
 * one of many packets, which grows before their eyes.
 */
#include "writer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chunks.h"
#include "lede/path.h"
#include "mended.h"
#include "source_row.h"
#include "sources.h"
#include "terms.h"
#include "totals.h"
#include "writer_article.h"

enum { ROOM_MIN = 8, ROOM_SHARE = 8, TABLE_SHARE = 20 };

struct writer {
	struct cache *c;
	struct cache_totals totals;
	struct article_tables tables;
	struct writer_counts counts;
	struct mended mended;
	uint64_t build; /* the revision that this build's sources get: tells what it has written */
	uint32_t next_id;
	doc_id next_doc;
	struct source_row row; /* the source under way */
	bool replacing;        /* it takes the place of one that readers know: no commit before its end */
	bool open;             /* a transaction is */
	uint64_t waiting;
	double table_cost, table_at; /* seconds that saving the table took, and when */
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int begin(struct writer *w, struct err *err)
{
	if (w->open)
		return 0;
	if (db_exec(w->c, "BEGIN IMMEDIATE", err) < 0)
		return -1;
	w->open = true;
	return 0;
}

int writer_new(struct writer **out, struct cache *c, struct err *err)
{
	struct writer *w = *out = mem_zalloc(1, sizeof *w);
	w->c = c;
	w->tables = (struct article_tables){ c, term_counts_load(c, err), tokenize_mode(c->db) };
	if (!w->tables.terms || cache_totals(c, &w->totals, err) < 0 || mended_load(&w->mended, c, err) < 0 ||
	    source_row_next(c, &w->next_id, &w->next_doc, err) < 0) {
		writer_free(w);
		*out = NULL;
		return -1;
	}
	w->build = w->totals.revision + 1;
	return 0;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	if (w->open)
		sqlite3_exec(w->c->db, "ROLLBACK", NULL, NULL, NULL);
	term_counts_free(w->tables.terms);
	mended_release(&w->mended);
	free(w->row.path);
	free(w);
}

/* Adds what a row is to the totals, or takes it away again. */
static void count_row(struct writer *w, const struct source_row *r, uint64_t by)
{
	struct cache_totals *t = &w->totals;
	if (r->status == SOURCE_READ && r->kind != ROW_ARCHIVE)
		t->sources += by;
	if (r->status == SOURCE_SKIPPED || r->status == SOURCE_FAILED)
		t->skipped += by;
	t->text_bytes += by * r->text_len;
	if (r->status == SOURCE_READ && r->kind != ROW_MEMBER)
		t->source_bytes += by * (uint64_t)r->size;
}

static const uint64_t once = 1, away = UINT64_MAX;

/* ---- articles */

static void count_article(struct writer *w, int kind, uint64_t by)
{
	if (kind == SPLIT_BRIEF)
		w->totals.briefs += by;
	else
		w->totals.articles += by;
}

static int take_out(struct writer *w, doc_id doc, struct err *err)
{
	struct article old;
	int rc = cache_article_row(w->c, doc, &old, err);
	if (rc <= 0)
		return rc;
	count_article(w, old.kind, away);
	rc = article_take_out(&w->tables, &old, err);
	article_release(&old);
	return rc;
}

static int put_in(struct writer *w, doc_id doc, const struct packet *p, const struct packet_article *a, struct err *err)
{
	count_article(w, a->kind, once);
	w->counts.articles++;
	return article_put(&w->tables, w->row.id, doc, p, a, err);
}

/* One number: what stood there, if anything, gives way. */
static int put_over(struct writer *w, doc_id doc, const struct packet *p, const struct packet_article *a,
                    struct err *err)
{
	struct article old;
	int rc = cache_article_row(w->c, doc, &old, err);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return put_in(w, doc, p, a, err);
	count_article(w, old.kind, away);
	count_article(w, a->kind, once);
	w->counts.articles++;
	rc = article_replace(&w->tables, w->row.id, doc, &old, p, a, err);
	article_release(&old);
	return rc;
}

static int take_out_range(struct writer *w, doc_id first, uint32_t n, struct err *err)
{
	for (uint32_t i = 0; i < n; i++)
		if (take_out(w, first + i, err) < 0)
			return -1;
	return 0;
}

/* Everything that a source has, but for its row. */
static int empty_source(struct writer *w, const struct source_row *r, struct err *err)
{
	if (take_out_range(w, r->first, r->articles, err) < 0)
		return -1;
	return chunks_delete(w->c, r->id, err);
}

static int put_chunks(struct writer *w, const struct packet *p, struct err *err)
{
	const char *at = p->chunks.p;
	for (size_t i = 0; i < p->n_chunks; i++) {
		if (chunk_put(w->c, w->row.id, p->chunk[i].off, at, p->chunk[i].len, err) < 0)
			return -1;
		at += p->chunk[i].len;
	}
	return 0;
}

/* Room to grow in place. */
static int take_room(struct writer *w, struct source_row *r, uint32_t n, struct err *err)
{
	uint32_t spare = n / ROOM_SHARE > ROOM_MIN ? n / ROOM_SHARE : ROOM_MIN;
	if (UINT32_MAX - w->next_doc < (uint64_t)n + spare)
		return err_set(err, "%s: no article numbers are left; remove the cache and it is built again",
		               w->c->path);
	r->first = w->next_doc;
	r->room = n ? n + spare : 0;
	w->next_doc += r->room;
	return 0;
}

/* The whole of a source that had articles before, in one packet. */
static int replace_whole(struct writer *w, const struct packet *p, struct err *err)
{
	struct source_row *r = &w->row;
	doc_id old_first = r->first;
	uint32_t old_n = r->articles, n = (uint32_t)p->n;
	if (n > r->room) {
		if (take_out_range(w, old_first, old_n, err) < 0 || take_room(w, r, n, err) < 0)
			return -1;
		old_n = 0;
	}
	for (uint32_t i = 0; i < n; i++)
		if ((i < old_n ? put_over(w, r->first + i, p, &p->articles[i], err)
		               : put_in(w, r->first + i, p, &p->articles[i], err)) < 0)
			return -1;
	if (old_n > n && take_out_range(w, r->first + n, old_n - n, err) < 0)
		return -1;
	r->articles = n;
	return chunks_delete(w->c, r->id, err) < 0 ? -1 : put_chunks(w, p, err);
}

/* A stretch of a source of many, or the whole of a new one: at the end of all numbers. */
static int append(struct writer *w, const struct packet *p, struct err *err)
{
	struct source_row *r = &w->row;
	if (!r->articles)
		r->first = w->next_doc;
	for (size_t i = 0; i < p->n; i++)
		if (put_in(w, r->first + r->articles + (uint32_t)i, p, &p->articles[i], err) < 0)
			return -1;
	r->articles += (uint32_t)p->n;
	if (p->last || p->n) {
		w->next_doc = r->first;
		if (take_room(w, r, r->articles, err) < 0)
			return -1;
	}
	return put_chunks(w, p, err);
}

static int save_row(struct writer *w, struct err *err)
{
	w->row.revision = w->build;
	return source_row_save(w->c, &w->row, err);
}

/* ---- packets */

static char *path_of(const struct scan_file *file, const struct packet *p, int nth)
{
	if (!p->member)
		return mem_strdup(file->path);
	char *path = path_join(file->path, p->member);
	if (nth < 2)
		return path;
	char *again = mem_printf("%s (%d)", path, nth);
	free(path);
	return again;
}

/* Finds the source's row. An archive may hold two members of one name: the second gets a number. */
static int find_source(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err)
{
	struct source_row *r = &w->row;
	for (int nth = 1;; nth++) {
		char *path = path_of(file, p, nth);
		free(r->path);
		r->path = NULL;
		int rc = source_row_by_path(w->c, path, r, err);
		if (rc == 0) {
			r->id = 0;
			r->path = path;
			return 0;
		}
		free(path);
		if (rc < 0)
			return -1;
		if (!p->member || r->revision != w->build || r->status == SOURCE_PENDING)
			return 0;
	}
}

static bool says_nothing_new(const struct source_row *old, const struct packet *p)
{
	return old->id && p->last && p->status != SOURCE_READ && old->status == p->status && !old->articles &&
	       p->retry && old->mtime_ns == -1;
}

static int begin_source(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err)
{
	struct source_row *r = &w->row;
	if (find_source(w, file, p, err) < 0)
		return -1;
	bool half = r->id && r->status == SOURCE_PENDING;
	bool whole = p->last && p->status == SOURCE_READ;
	w->replacing = r->id && r->articles && !p->last && !half;
	if (r->id && !whole) {
		if (empty_source(w, r, err) < 0)
			return -1;
	}
	if (r->id)
		count_row(w, r, away);
	else
		r->id = w->next_id++;
	r->kind = p->member ? ROW_MEMBER : ROW_PLAIN;
	r->file = p->member ? file->path : r->path;
	if (!whole) {
		r->articles = 0;
		r->room = 0;
	}
	return 0;
}

static void describe(struct writer *w, const struct scan_file *file, const struct packet *p)
{
	struct source_row *r = &w->row;
	r->status = p->status;
	r->reason = p->reason;
	r->encoding = p->encoding;
	r->text_len = p->text_len;
	r->size = p->member ? (int64_t)p->text_len : file->size;
	r->mtime_ns = p->changed || p->retry ? -1 : file->mtime_ns;
	r->inode = file->inode;
	if (p->status == SOURCE_FAILED)
		w->counts.failed++;
	if (p->status == SOURCE_SKIPPED)
		w->counts.skipped++;
}

static int write_text(struct writer *w, const struct packet *p, struct err *err)
{
	if (p->first && p->last && w->row.articles)
		return replace_whole(w, p, err);
	if (p->first && chunks_delete(w->c, w->row.id, err) < 0)
		return -1;
	return append(w, p, err);
}

/* A source that failed after its beginning was taken in keeps nothing. */
static int drop_text(struct writer *w, struct err *err)
{
	struct source_row *r = &w->row;
	if (empty_source(w, r, err) < 0)
		return -1;
	r->articles = 0;
	r->room = 0;
	return 0;
}

static void note_mends(struct writer *w, const struct packet *p)
{
	if (p->first)
		mended_forget(&w->mended, w->row.id);
	for (size_t i = 0; i < p->n_mends; i++)
		mended_add(&w->mended, w->row.id, p->mends[i].off, &p->mends[i]);
}

static int write_source(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err)
{
	if (p->first && begin_source(w, file, p, err) < 0)
		return -1;
	if (!p->first)
		count_row(w, &w->row, away);
	bool problem = p->status == SOURCE_FAILED || p->status == SOURCE_SKIPPED;
	if ((problem ? drop_text(w, err) : write_text(w, p, err)) < 0)
		return -1;
	describe(w, file, p);
	count_row(w, &w->row, once);
	if (p->last)
		w->replacing = false;
	note_mends(w, p);
	w->waiting += p->stretch_len;
	return save_row(w, err);
}

/* Removes a source and its row. */
static int remove_row(struct writer *w, const struct source_row *r, struct err *err)
{
	if (empty_source(w, r, err) < 0)
		return -1;
	count_row(w, r, away);
	mended_forget(&w->mended, r->id);
	return source_row_delete(w->c, r->id, err);
}

/* Removes members of an archive that this build has not written. */
static int remove_members(struct writer *w, const char *archive, struct err *err)
{
	struct source_row r;
	int rc;
	while ((rc = source_row_old_member(w->c, archive, w->build, &r, err)) == 1) {
		rc = remove_row(w, &r, err);
		free(r.path);
		if (rc < 0)
			break;
	}
	return rc;
}

/* The row of an archive itself: written last, it says that all members have been read. */
static int write_archive(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err)
{
	struct packet none = { .first = true, .last = true, .status = p->status };
	if (begin_source(w, file, &none, err) < 0 || drop_text(w, err) < 0)
		return -1;
	w->row.kind = ROW_ARCHIVE;
	w->row.file = "";
	w->row.text_len = 0;
	describe(w, file, p);
	count_row(w, &w->row, once);
	if (save_row(w, err) < 0)
		return -1;
	return remove_members(w, file->path, err);
}

int writer_packet(struct writer *w, const struct scan_file *file, const struct packet *p, struct err *err)
{
	if (p->retry) { /* a file that cannot be opened is tried each time; mostly there is nothing to write */
		struct source_row old = { 0 };
		int rc = source_row_by_path(w->c, file->path, &old, err);
		bool known = rc == 1 && says_nothing_new(&old, p);
		if (rc == 1)
			free(old.path);
		w->counts.failed += known;
		if (rc < 0 || known)
			return rc < 0 ? -1 : 0;
	}
	if (begin(w, err) < 0)
		return -1;
	if (p->has_source && write_source(w, file, p, err) < 0)
		return -1;
	if (p->archive)
		return write_archive(w, file, p, err);
	/* What was an archive may have become a text. */
	return p->file_ended && remove_members(w, file->path, err) < 0 ? -1 : 0;
}

int writer_gone(struct writer *w, uint32_t id, struct err *err)
{
	struct source_row r = { 0 };
	if (begin(w, err) < 0)
		return -1;
	int rc = source_row_by_id(w->c, id, &r, err);
	if (rc == 1)
		rc = remove_row(w, &r, err) < 0 || remove_members(w, r.path, err) < 0 ? -1 : 0;
	free(r.path);
	w->counts.removed++;
	return rc;
}

int writer_rename(struct writer *w, const struct plan_rename *r, struct err *err)
{
	if (begin(w, err) < 0)
		return -1;
	return source_row_rename(w->c, r->id, r->path, err);
}

/* ---- commits */

uint64_t writer_waiting(const struct writer *w)
{
	return w->waiting;
}

bool writer_may_commit(const struct writer *w)
{
	return w->open && !w->replacing;
}

struct writer_counts writer_counts(const struct writer *w)
{
	return w->counts;
}

/* The packed table is left out now and then where it takes long: readers then make it from the rows. */
static int save_table(struct writer *w, bool final, struct err *err)
{
	double start = now();
	if (!final && start - w->table_at < w->table_cost * TABLE_SHARE)
		return 0;
	struct source_table *t;
	if (sources_collect(&t, w->c, err) < 0)
		return -1;
	t->revision = w->totals.revision;
	int rc = sources_save(w->c, t, err);
	source_table_free(t);
	w->table_at = now();
	w->table_cost = w->table_at - start;
	return rc;
}

int writer_commit(struct writer *w, bool final, struct err *err)
{
	if (!w->open)
		return 0;
	w->totals.revision++;
	if (save_table(w, final, err) < 0 || term_counts_save(w->tables.terms, w->c, err) < 0 ||
	    totals_save(w->c, &w->totals, err) < 0 || mended_save(&w->mended, w->c, err) < 0 ||
	    db_exec(w->c, "COMMIT", err) < 0)
		return -1;
	w->open = false;
	w->waiting = 0;
	w->counts.revision = w->totals.revision;
	return 0;
}
