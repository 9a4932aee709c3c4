/*
 * Docs whose articles are marked. The state file knows fingerprints, the cache their docs, and both are in order of the
 * fingerprints: they are gone through side by side. That is done share by share of all the fingerprints there can be, and of each share's
 * marks a sum is kept. So where some marks have changed, in this process or another, the shares that they fall in are done again
 * and no others.
 */
#include <stdlib.h>
#include <string.h>

#include "search_internal.h"
#include "search_memo.h"

enum {
	SHARE_BITS = 14, /* of a fingerprint: of a million articles, some sixty are in a share */
	SHARES = 1 << SHARE_BITS,
	LOOK_EVERY = 256 /* shares between looks at whether the search is wanted any more */
};

struct walk {
	struct search *s;
	struct memo_marks *kept;
	size_t rows;                          /* that may be gone through yet */
	unsigned share;                       /* the one whose marks are being read: */
	unsigned char (*at)[FINGERPRINT_LEN]; /* they, in order */
	size_t n, cap;
	uint64_t sum;
	int rc;
};

static unsigned share_of(const unsigned char *fingerprint)
{
	return ((unsigned)fingerprint[0] << 8 | fingerprint[1]) >> (16 - SHARE_BITS);
}

/* Fingerprints are hashes themselves. */
static uint64_t number_of(const unsigned char *fingerprint)
{
	uint64_t number;
	memcpy(&number, fingerprint + FINGERPRINT_LEN - sizeof number, sizeof number);
	return number;
}

static void spend(struct walk *w)
{
	w->rows -= w->rows > 0;
}

static void first_of(unsigned share, unsigned char fingerprint[FINGERPRINT_LEN])
{
	unsigned from = share << (16 - SHARE_BITS);
	memset(fingerprint, 0, FINGERPRINT_LEN);
	fingerprint[0] = (unsigned char)(from >> 8);
	fingerprint[1] = (unsigned char)from;
}

static void last_of(unsigned share, unsigned char fingerprint[FINGERPRINT_LEN])
{
	unsigned to = (share << (16 - SHARE_BITS)) + (1u << (16 - SHARE_BITS)) - 1;
	memset(fingerprint, 0xFF, FINGERPRINT_LEN);
	fingerprint[0] = (unsigned char)(to >> 8);
	fingerprint[1] = (unsigned char)to;
}

static sqlite3_stmt *articles_of(struct walk *w, unsigned share)
{
	unsigned char first[FINGERPRINT_LEN], last[FINGERPRINT_LEN];
	sqlite3_stmt *rows = db_prepare(
		w->s->c,
		"SELECT fingerprint, doc FROM article WHERE fingerprint BETWEEN ?1 AND ?2 ORDER BY fingerprint",
		w->s->err);
	if (!rows)
		return NULL;
	first_of(share, first);
	last_of(share, last);
	sqlite3_bind_blob(rows, 1, first, sizeof first, SQLITE_TRANSIENT);
	sqlite3_bind_blob(rows, 2, last, sizeof last, SQLITE_TRANSIENT);
	return rows;
}

/* Marks and articles of the share side by side. */
static int mark_share(struct walk *w)
{
	sqlite3_stmt *rows = articles_of(w, w->share);
	if (!rows)
		return -1;
	size_t i = 0;
	int step;
	while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
		const void *fingerprint = sqlite3_column_blob(rows, 0);
		spend(w);
		if (!fingerprint || sqlite3_column_bytes(rows, 0) != FINGERPRINT_LEN)
			continue;
		while (i < w->n && memcmp(w->at[i], fingerprint, FINGERPRINT_LEN) < 0)
			i++;
		bool marked = i < w->n && memcmp(w->at[i], fingerprint, FINGERPRINT_LEN) == 0;
		docset_put(&w->kept->docs, (doc_id)sqlite3_column_int64(rows, 1), marked);
	}
	sqlite3_reset(rows);
	return search_rc(w->s, step);
}

/* All marks of the share have been read. */
static void end_share(struct walk *w)
{
	if (w->sum != w->kept->sums[w->share]) {
		w->rc = w->rows ? mark_share(w) : SEARCH_UNFINISHED;
		if (w->rc)
			return;
		w->kept->sums[w->share] = w->sum;
	}
	w->n = 0;
	w->sum = 0;
	if (++w->share % LOOK_EVERY == 0 && search_stopped(w->s))
		w->rc = 1;
}

static void end_shares(struct walk *w, unsigned next)
{
	while (w->rc == 0 && w->share < next)
		end_share(w);
}

static void take_mark(struct walk *w, const unsigned char *fingerprint)
{
	end_shares(w, share_of(fingerprint));
	if (w->rc == 0 && !w->rows)
		w->rc = SEARCH_UNFINISHED;
	if (w->rc)
		return;
	spend(w);
	w->at = mem_grow(w->at, &w->cap, w->n + 1, sizeof *w->at);
	memcpy(w->at[w->n++], fingerprint, FINGERPRINT_LEN);
	w->sum += number_of(fingerprint);
}

static sqlite3_stmt *marks_from(struct walk *w, enum state_flag flag)
{
	static const char *const sql[STATE_FLAGS] = {
		"SELECT fingerprint FROM mark WHERE read <> 0 AND fingerprint >= ?1 ORDER BY fingerprint",
		"SELECT fingerprint FROM mark WHERE starred <> 0 AND fingerprint >= ?1 ORDER BY fingerprint"
	};
	unsigned char first[FINGERPRINT_LEN];
	first_of(w->share, first);
	sqlite3_stmt *marks = state_prepare(w->s->state, sql[flag], w->s->err);
	if (marks)
		sqlite3_bind_blob(marks, 1, first, sizeof first, SQLITE_TRANSIENT);
	return marks;
}

/* From the share on. */
static int go_through(struct walk *w, enum state_flag flag)
{
	sqlite3_stmt *marks = marks_from(w, flag);
	int step = SQLITE_ROW;
	if (!marks)
		return -1;
	while (w->rc == 0 && (step = sqlite3_step(marks)) == SQLITE_ROW)
		if (sqlite3_column_bytes(marks, 0) == FINGERPRINT_LEN)
			take_mark(w, sqlite3_column_blob(marks, 0));
	if (step != SQLITE_ROW && step != SQLITE_DONE)
		w->rc = state_error(w->s->state, w->s->err);
	sqlite3_reset(marks);
	end_shares(w, SHARES);
	return w->rc;
}

/* The memo's set for the marks as they are now; the state is being read. */
static int renew(struct search *s, enum state_flag flag, const struct state_version *version, size_t rows)
{
	struct memo_marks *k = &search_memo(s)->marks[flag];
	if (!k->sums) {
		docset_init(&k->docs, s->max);
		k->sums = mem_zalloc(SHARES, sizeof *k->sums);
	}
	if (!state_version_is(&k->version, version))
		k->done = 0;
	k->version = *version;
	if (k->done == SHARES)
		return 0;
	struct walk w = { .s = s, .kept = k, .rows = rows, .share = k->done };
	int rc = go_through(&w, flag);
	k->done = w.share;
	free(w.at);
	return rc;
}

int search_marked(struct search *s, enum state_flag flag, size_t rows, const struct docset **out)
{
	struct state_version version;
	int rc = search_sources(s);
	if (rc)
		return rc;
	if (state_read_begin(s->state, &version, s->err) < 0)
		return -1;
	rc = renew(s, flag, &version, rows);
	state_read_end(s->state);
	*out = &search_memo(s)->marks[flag].docs;
	return rc;
}

int search_is_marked(struct search *s, enum state_flag flag, doc_id doc, bool *is)
{
	struct mark mark;
	*is = false;
	sqlite3_stmt *row = db_prepare(s->c, "SELECT fingerprint FROM article WHERE doc = ?1", s->err);
	if (!row)
		return -1;
	sqlite3_bind_int64(row, 1, doc);
	int step = sqlite3_step(row), found = 0;
	if (step == SQLITE_ROW && sqlite3_column_bytes(row, 0) == FINGERPRINT_LEN)
		found = state_mark(s->state, sqlite3_column_blob(row, 0), &mark, s->err);
	sqlite3_reset(row);
	if (found == 1)
		*is = flag == STATE_READ ? mark.read : mark.starred;
	return found < 0 ? -1 : search_rc(s, step);
}
