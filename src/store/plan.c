/*
 * What a build has to do. Files and rows are both sorted by path, so one walk
 * along the two finds what is new, changed and gone. A file that went and one
 * that came with the same inode, size and time are one that was renamed: its row moves, nothing is read.
 */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "order.h"

struct row {
	char *path, *reason;
	uint32_t id;
	int status;
	int64_t size, mtime_ns, inode;
	bool archive;
};

struct walk {
	struct plan *plan;
	const struct plan_options *options;
	size_t cap_jobs, cap_gone, cap_renamed;
	struct row *gone; /* rows of plan->gone */
	size_t cap_rows;
};

static char *column_text(sqlite3_stmt *s, int i)
{
	const char *p = (const char *)sqlite3_column_text(s, i);
	return mem_strdup(p ? p : "");
}

/* 1: there is a row, 0: no more. */
static int next_row(struct cache *c, sqlite3_stmt *s, struct row *r, struct err *err)
{
	*r = (struct row){ 0 };
	int rc = sqlite3_step(s);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 : db_error(c, err);
	r->path = column_text(s, 0);
	r->id = (uint32_t)sqlite3_column_int64(s, 1);
	r->status = sqlite3_column_int(s, 2);
	r->size = sqlite3_column_int64(s, 3);
	r->mtime_ns = sqlite3_column_int64(s, 4);
	r->inode = sqlite3_column_int64(s, 5);
	r->reason = column_text(s, 6);
	r->archive = sqlite3_column_int(s, 7);
	return 1;
}

static void row_release(struct row *r)
{
	free(r->path);
	free(r->reason);
}

static bool same_stat(const struct row *r, const struct scan_file *f)
{
	return r->size == f->size && r->mtime_ns == f->mtime_ns && r->inode == f->inode;
}

static bool is_unchanged(const struct walk *w, const struct row *r, const struct scan_file *f)
{
	if (f->reason)
		return r->status == SOURCE_SKIPPED && strcmp(r->reason, f->reason) == 0;
	if (strcmp(f->path, "-") == 0)
		return r->status == SOURCE_READ; /* it can be read only once */
	if (w->options->all || w->options->reread)
		return false;
	return r->status != SOURCE_PENDING && same_stat(r, f);
}

static void add_job(struct walk *w, const struct scan_file *f, uint32_t id)
{
	struct plan *p = w->plan;
	p->jobs = mem_grow(p->jobs, &w->cap_jobs, p->n + 1, sizeof *p->jobs);
	p->jobs[p->n++] = (struct plan_job){ f, id };
}

/* Takes the row's strings. */
static void add_gone(struct walk *w, struct row *r)
{
	struct plan *p = w->plan;
	p->gone = mem_grow(p->gone, &w->cap_gone, p->n_gone + 1, sizeof *p->gone);
	p->gone[p->n_gone] = r->id;
	w->gone = mem_grow(w->gone, &w->cap_rows, p->n_gone + 1, sizeof *w->gone);
	w->gone[p->n_gone++] = *r;
	*r = (struct row){ 0 };
}

/* Where one file is wanted the others are as if they were not there, on both sides. */
static bool is_wanted(const struct walk *w, const char *path)
{
	return !w->options->reread || strcmp(w->options->reread, path) == 0;
}

static int walk_both(struct walk *w, struct cache *c, sqlite3_stmt *s, const struct scan *scan, struct err *err)
{
	struct row r;
	int rc = next_row(c, s, &r, err);
	for (size_t i = 0; rc >= 0 && (rc == 1 || i < scan->n);) {
		const struct scan_file *f = i < scan->n ? &scan->files[i] : NULL;
		int diff = !f ? -1 : rc == 0 ? 1 : strcmp(r.path, f->path);
		if (!is_wanted(w, diff < 0 ? r.path : f->path))
			;
		else if (diff < 0)
			add_gone(w, &r);
		else if (diff > 0)
			add_job(w, f, 0);
		else if (!is_unchanged(w, &r, f))
			add_job(w, f, r.id);
		i += diff >= 0;
		if (diff <= 0) {
			row_release(&r);
			rc = next_row(c, s, &r, err);
		}
	}
	return rc;
}

/* For finding renamed files: rows that went, by inode. */
static int compare_inode(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return (x->inode > y->inode) - (x->inode < y->inode);
}

static struct row *find_renamed(const struct walk *w, const struct scan_file *f)
{
	struct row key = { .inode = f->inode };
	if (f->reason || !w->plan->n_gone)
		return NULL;
	struct row *r = bsearch(&key, w->gone, w->plan->n_gone, sizeof *w->gone, compare_inode);
	return r && r->id && r->status == SOURCE_READ && !r->archive && same_stat(r, f) ? r : NULL;
}

static void match_renamed(struct walk *w)
{
	struct plan *p = w->plan;
	if (!p->n_gone || w->options->all)
		return;
	qsort(w->gone, p->n_gone, sizeof *w->gone, compare_inode);
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct row *r = p->jobs[i].id ? NULL : find_renamed(w, p->jobs[i].file);
		if (!r) {
			p->jobs[kept++] = p->jobs[i];
			continue;
		}
		p->renamed = mem_grow(p->renamed, &w->cap_renamed, p->n_renamed + 1, sizeof *p->renamed);
		p->renamed[p->n_renamed++] = (struct plan_rename){ r->id, p->jobs[i].file->path };
		r->id = 0;
	}
	p->n = kept;
	for (size_t i = kept = 0; i < p->n_gone; i++)
		if (w->gone[i].id)
			p->gone[kept++] = w->gone[i].id;
	for (size_t i = 0; i < p->n_gone; i++)
		row_release(&w->gone[i]);
	p->n_gone = kept;
	free(w->gone);
	w->gone = NULL;
}

static int compare_jobs(const void *a, const void *b)
{
	return order_paths(((const struct plan_job *)a)->file->path, ((const struct plan_job *)b)->file->path);
}

int plan_make(struct plan *out, struct cache *c, const struct scan *scan, const struct plan_options *o, struct err *err)
{
	*out = (struct plan){ 0 };
	struct walk w = { .plan = out, .options = o };
	sqlite3_stmt *s = db_prepare(c,
	                             "SELECT path, id, status, size, mtime_ns, inode, reason, file = '' FROM source"
	                             " WHERE file IN (path, '') ORDER BY path",
	                             err);
	int rc = s ? walk_both(&w, c, s, scan, err) : -1;
	if (s)
		sqlite3_reset(s);
	if (rc == 0)
		match_renamed(&w);
	for (size_t i = 0; w.gone && i < out->n_gone; i++)
		row_release(&w.gone[i]);
	free(w.gone);
	if (out->n)
		qsort(out->jobs, out->n, sizeof *out->jobs, compare_jobs);
	for (size_t i = 0; i < out->n; i++)
		if (!out->jobs[i].file->reason)
			out->bytes += (uint64_t)out->jobs[i].file->size;
	return rc;
}

void plan_release(struct plan *p)
{
	free(p->jobs);
	free(p->gone);
	free(p->renamed);
	*p = (struct plan){ 0 };
}

bool plan_is_empty(const struct plan *p)
{
	return !p->n && !p->n_gone && !p->n_renamed;
}
