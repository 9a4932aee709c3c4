/*
 * The words of the full-text index, read off the pages on which FTS5 keeps them. By SQL each article of each word is a
 * row, and rows are what it takes its time for; read so, the words of a letter take a tenth of it.
 *
 * The format is the one that FTS5's source describes (ext/fts5/fts5_index.c), with which every later SQLite must read what is
 * in files. The index is a few segments, the newer before the older. A segment is a list of pages. A page has two bytes
 * that say where the first article begins of a word that goes on from the page before (0: none does), two that say
 * where its footer begins, words with their articles, and the footer: where each word begins, as steps. A word is a number of bytes,
 * but for a page's first preceded by how many it shares with the word before. Its articles follow: a step from the last (the
 * first of a word or a page: from 0), the size of its places times two, with a bit that does not matter here, and the places. Only places go on
 * over the end of a page.
 */
#include "fts_words.h"

#include <stdlib.h>
#include <string.h>

enum {
	STRUCTURE_ID = 10, /* of the row that lists the segments */
	COOKIE = 4,
	PAGE_BITS = 37, /* of a row's id: the page; above it the segment */
	PAGE_HEAD = 4,
	MAIN_INDEX = '0', /* before each word */
	SEGMENTS_MAX = 2000,
	VARINT_MAX = 9,
	COLUMN_FOLLOWS = 1, /* among places; every other number is a step and two */
	STEP_FROM = 2,
	ENTRIES = 1024 /* told at a time: about a page of them */
};

/* Bytes that are read; past their end comes nothing but `bad`. */
struct reader {
	const unsigned char *p;
	size_t at, end;
	bool bad;
};

struct segment {
	uint64_t id, page, last;
	struct buf data, word;
	size_t at;         /* behind what was read */
	size_t text_end;   /* where the footer begins */
	size_t footer;     /* what comes next of it */
	size_t first_doc;  /* where the first article begins of a word that goes on; 0: none does */
	size_t next_word;  /* where the next word begins; 0: on another page */
	bool whole, ended; /* the page's next word is its first; there are no more words */
};

struct fts_words {
	struct cache *c;
	struct buf beginning, word, places;
	struct segment *segments;
	size_t n;
	bool told;
	size_t n_entries;
	struct fts_entry entries[ENTRIES];
};

static uint64_t varint(struct reader *r)
{
	uint64_t v = 0;
	for (int i = 0; i < VARINT_MAX; i++) {
		if (r->at >= r->end) {
			r->bad = true;
			return 0;
		}
		unsigned char c = r->p[r->at++];
		if (i == VARINT_MAX - 1)
			return v << 8 | c;
		v = v << 7 | (c & 0x7f);
		if (!(c & 0x80))
			break;
	}
	return v;
}

static int damaged(struct fts_words *w, struct err *err)
{
	return err_set(err, "%s: the cache is damaged; remove it and it is built again", w->c->path);
}

static int failed(struct fts_words *w, struct err *err)
{
	return sqlite3_errcode(w->c->db) == SQLITE_INTERRUPT ? 1 : db_error(w->c, err);
}

static int load(struct fts_words *w, uint64_t id, struct buf *out, struct err *err)
{
	sqlite3_stmt *row = db_prepare(w->c, "SELECT block FROM fts_data WHERE id = ?1", err);
	if (!row)
		return failed(w, err);
	sqlite3_bind_int64(row, 1, (sqlite3_int64)id);
	int step = sqlite3_step(row);
	buf_clear(out);
	if (step == SQLITE_ROW)
		buf_add(out, sqlite3_column_blob(row, 0), (size_t)sqlite3_column_bytes(row, 0));
	int rc = step == SQLITE_ROW ? 0 : step == SQLITE_DONE ? damaged(w, err) : failed(w, err);
	sqlite3_reset(row);
	return rc;
}

/* ---- pages */

static struct reader reader_of(const struct segment *g, size_t end)
{
	return (struct reader){ (const unsigned char *)g->data.p, g->at, end, false };
}

/* Where the word begins that the footer has next. */
static bool read_footer(struct segment *g)
{
	struct reader r = reader_of(g, g->data.len);
	r.at = g->footer;
	size_t before = g->next_word;
	g->next_word = 0;
	if (r.at >= r.end)
		return true;
	g->next_word = before + varint(&r);
	g->footer = r.at;
	return !r.bad && g->next_word > before && g->next_word < g->text_end;
}

static bool read_head(struct segment *g)
{
	const unsigned char *p = (const unsigned char *)g->data.p;
	if (g->data.len < PAGE_HEAD)
		return false;
	g->first_doc = (size_t)p[0] << 8 | p[1];
	g->text_end = (size_t)p[2] << 8 | p[3];
	g->at = PAGE_HEAD;
	g->footer = g->text_end;
	g->next_word = 0;
	g->whole = true;
	return g->text_end >= PAGE_HEAD && g->text_end <= g->data.len && g->first_doc <= g->text_end && read_footer(g);
}

static int load_page(struct fts_words *w, struct segment *g, struct err *err)
{
	int rc = load(w, g->id << PAGE_BITS | g->page, &g->data, err);
	return rc ? rc : read_head(g) ? 0 : damaged(w, err);
}

/* The page after it; the segment may end. */
static int turn_page(struct fts_words *w, struct segment *g, struct err *err)
{
	g->ended = g->page >= g->last;
	if (g->ended)
		return 0;
	g->page++;
	return load_page(w, g, err);
}

/* ---- words */

static bool read_word(struct segment *g)
{
	g->at = g->next_word;
	struct reader r = reader_of(g, g->text_end);
	uint64_t shared = g->whole ? 0 : varint(&r), n = varint(&r);
	if (r.bad || shared > g->word.len || n > r.end - r.at)
		return false;
	g->word.len = shared;
	buf_add(&g->word, r.p + r.at, n);
	g->at = r.at + n;
	g->whole = false;
	return read_footer(g);
}

/* Also where the articles of the one before were not read. */
static int next_word(struct fts_words *w, struct segment *g, struct err *err)
{
	int rc = 0;
	while (rc == 0 && !g->ended && !g->next_word)
		rc = turn_page(w, g, err);
	if (rc || g->ended)
		return rc;
	return read_word(g) ? 0 : damaged(w, err);
}

static int compare(const struct buf *a, const struct buf *b)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int d = n ? memcmp(a->p, b->p, n) : 0;
	return d ? d : (a->len > b->len) - (a->len < b->len);
}

static bool begins(const struct fts_words *w, const struct buf *word)
{
	return word->len >= w->beginning.len && memcmp(word->p, w->beginning.p, w->beginning.len) == 0;
}

/* The first word that begins so, or what comes after it. */
static int seek(struct fts_words *w, struct segment *g, struct err *err)
{
	sqlite3_stmt *row = db_prepare(w->c,
	                               "SELECT pgno / 2 FROM fts_idx WHERE segid = ?1 AND term <= ?2"
	                               " ORDER BY term DESC LIMIT 1",
	                               err);
	if (!row)
		return failed(w, err);
	sqlite3_bind_int64(row, 1, (sqlite3_int64)g->id);
	sqlite3_bind_blob(row, 2, w->beginning.p, (int)w->beginning.len, SQLITE_STATIC);
	int step = sqlite3_step(row);
	if (step == SQLITE_ROW && (uint64_t)sqlite3_column_int64(row, 0) > g->page)
		g->page = (uint64_t)sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	int rc = step == SQLITE_ROW || step == SQLITE_DONE ? load_page(w, g, err) : failed(w, err);
	do
		rc = rc ? rc : next_word(w, g, err);
	while (rc == 0 && !g->ended && compare(&g->word, &w->beginning) < 0);
	return rc;
}

/* ---- articles */

/* Places that go on over pages, put together. */
static int read_places(struct fts_words *w, struct segment *g, size_t n, struct err *err)
{
	buf_clear(&w->places);
	for (;;) {
		size_t here = g->text_end - g->at < n ? g->text_end - g->at : n;
		buf_add(&w->places, g->data.p + g->at, here);
		g->at += here;
		n -= here;
		if (!n)
			return 0;
		int rc = turn_page(w, g, err);
		if (rc || g->ended)
			return rc ? rc : damaged(w, err);
	}
}

static void tell(struct fts_words *w, fts_words_hear *hear, void *payload)
{
	if (w->n_entries)
		hear(payload, w->entries, w->n_entries);
	w->n_entries = 0;
}

static void add_entry(struct fts_words *w, doc_id doc, const void *places, size_t n)
{
	w->entries[w->n_entries++] = (struct fts_entry){ doc, (uint32_t)n, places };
}

/* Articles up to the end of the page or the word. */
static int tell_page(struct fts_words *w, struct segment *g, fts_words_hear *hear, void *payload, struct err *err)
{
	uint64_t doc = 0;
	int rc = 0;
	while (rc == 0 && g->at < (g->next_word ? g->next_word : g->text_end)) {
		struct reader r = reader_of(g, g->text_end);
		doc += varint(&r);
		uint64_t n = varint(&r) / 2;
		if (r.bad || doc > UINT32_MAX || n > UINT32_MAX)
			return damaged(w, err);
		g->at = r.at;
		if (n <= r.end - r.at) {
			add_entry(w, (doc_id)doc, r.p + r.at, n);
			g->at += n;
		} else { /* what comes behind is on another page */
			tell(w, hear, payload);
			rc = read_places(w, g, n, err);
			add_entry(w, (doc_id)doc, w->places.p, rc ? 0 : n);
			doc = 0;
		}
		if (w->n_entries == ENTRIES)
			tell(w, hear, payload);
	}
	tell(w, hear, payload);
	return rc;
}

static int tell_segment(struct fts_words *w, struct segment *g, fts_words_hear *hear, void *payload, struct err *err)
{
	int rc = tell_page(w, g, hear, payload, err);
	while (rc == 0 && !g->next_word) {
		rc = turn_page(w, g, err);
		if (rc || g->ended || !g->first_doc)
			break;
		g->at = g->first_doc;
		rc = tell_page(w, g, hear, payload, err);
	}
	return rc ? rc : next_word(w, g, err);
}

int fts_words_tell(struct fts_words *w, fts_words_hear *hear, void *payload, struct err *err)
{
	int rc = 0;
	w->told = true;
	for (size_t i = 0; rc == 0 && i < w->n; i++) {
		struct segment *g = &w->segments[i];
		if (!g->ended && compare(&g->word, &w->word) == 0)
			rc = tell_segment(w, g, hear, payload, err);
	}
	return rc;
}

/* ---- the walk */

static int pass(struct fts_words *w, struct err *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < w->n; i++)
		if (!w->segments[i].ended && compare(&w->segments[i].word, &w->word) == 0)
			rc = next_word(w, &w->segments[i], err);
	return rc;
}

int fts_words_next(struct fts_words *w, const struct buf **word, struct err *err)
{
	const struct buf *least = NULL;
	*word = NULL;
	int rc = w->told ? 0 : pass(w, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < w->n; i++)
		if (!w->segments[i].ended && (!least || compare(&w->segments[i].word, least) < 0))
			least = &w->segments[i].word;
	if (!least || !begins(w, least))
		return 0;
	buf_clear(&w->word);
	buf_add(&w->word, least->p, least->len);
	w->told = false;
	*word = &w->word;
	return 0;
}

/* Of a level the last segment is the newest. */
static bool add_level(struct fts_words *w, struct reader *r)
{
	varint(r); /* how many of them are being merged */
	uint64_t n = varint(r);
	if (r->bad || n > SEGMENTS_MAX - w->n)
		return false;
	w->segments = mem_realloc(w->segments, (w->n + n + 1) * sizeof *w->segments);
	for (size_t i = n; i-- > 0;) {
		uint64_t id = varint(r), first = varint(r), last = varint(r);
		w->segments[w->n + i] = (struct segment){ .id = id, .page = first, .last = last };
	}
	w->n += n;
	return !r->bad;
}

static bool read_structure(struct fts_words *w, const struct buf *data)
{
	struct reader r = { (const unsigned char *)data->p, COOKIE, data->len, false };
	uint64_t levels = varint(&r);
	varint(&r); /* how many segments there are */
	varint(&r); /* how much was written */
	bool good = !r.bad;
	for (uint64_t i = 0; good && i < levels; i++)
		good = add_level(w, &r);
	return good;
}

int fts_words_new(struct fts_words **out, struct cache *c, const char *beginning, size_t n, struct err *err)
{
	struct fts_words *w = *out = mem_zalloc(1, sizeof *w);
	struct buf structure = BUF_INIT;
	w->c = c;
	w->told = true;
	buf_addc(&w->beginning, MAIN_INDEX);
	buf_add(&w->beginning, beginning, n);
	int rc = load(w, STRUCTURE_ID, &structure, err);
	if (rc == 0 && !read_structure(w, &structure))
		rc = damaged(w, err);
	for (size_t i = 0; rc == 0 && i < w->n; i++)
		rc = seek(w, &w->segments[i], err);
	buf_release(&structure);
	return rc;
}

void fts_words_free(struct fts_words *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++) {
		buf_release(&w->segments[i].data);
		buf_release(&w->segments[i].word);
	}
	free(w->segments);
	buf_release(&w->beginning);
	buf_release(&w->word);
	buf_release(&w->places);
	free(w);
}

bool fts_place_next(struct fts_place *p, const unsigned char *places, size_t n)
{
	struct reader r = { places, p->at, n, false };
	uint64_t v = varint(&r);
	if (v == COLUMN_FOLLOWS && !r.bad) {
		p->column = (uint32_t)varint(&r);
		p->position = 0;
		v = varint(&r);
	}
	p->at = r.at;
	p->position += (uint32_t)(v - STEP_FROM);
	return !r.bad;
}
