/*
 * The decoded text of sources, in pieces of some dozen KB, each packed by
 * itself with zstd: any place can be read without what stands before it. The
 * cache's dictionary (dictionary.c) stands in for the text before; pieces that were packed before there was one
 * unpack with it all the same, since they never look back beyond their start. A
 * connection keeps the piece that it unpacked last, since articles are mostly
 * read in order and several share a piece.
 *
 * SQLite puts a long blob's pages' worth on pages of their own and the rest beside its key. Pieces that come to a
 * little more than two pages leave next to nothing empty; cut at round numbers of text they wasted a fifth of the file.
 */
#include "chunks.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "dictionary.h"

enum {
	PACKED_WANTED = 17900, /* bytes: two pages of 8 KB and the start that SQLite keeps with the key */
	SIZE_MIN = 16 * 1024,
	SIZE_FIRST = 40 * 1024
};

struct chunk_slot {
	ZSTD_DCtx *zstd;
	ZSTD_DDict *dictionary; /* NULL: none, or there was none yet when it was looked for */
	uint32_t source;        /* 0: empty */
	uint64_t off;           /* where the piece starts */
	uint32_t version;       /* the file's when the piece was read */
	size_t n;
	char text[CHUNK_MAX];
};

struct chunk_packer {
	ZSTD_CCtx *zstd;
	size_t wanted;
};

/* How zstd looks for what it has seen, where it has a dictionary: that holds the words, and matches shorter than this are not worth
 * the time. Packs news as tightly as the level does by itself, in three quarters of its time. */
enum { DICTIONARY_STRATEGY = ZSTD_fast, DICTIONARY_MATCH_MIN = 6, DICTIONARY_HASH_LOG = 16 };

static void set(struct chunk_packer *p, ZSTD_cParameter what, int value)
{
	if (ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, what, value)))
		abort();
}

struct chunk_packer *chunk_packer_new(const char *dictionary, size_t n)
{
	struct chunk_packer *p = mem_zalloc(1, sizeof *p);
	p->zstd = ZSTD_createCCtx();
	p->wanted = SIZE_FIRST;
	if (!p->zstd)
		abort();
	set(p, ZSTD_c_compressionLevel, CHUNK_LEVEL);
	if (!n)
		return p;
	set(p, ZSTD_c_strategy, DICTIONARY_STRATEGY);
	set(p, ZSTD_c_minMatch, DICTIONARY_MATCH_MIN);
	set(p, ZSTD_c_hashLog, DICTIONARY_HASH_LOG);
	if (ZSTD_isError(ZSTD_CCtx_loadDictionary(p->zstd, dictionary, n)))
		abort();
	return p;
}

void chunk_packer_free(struct chunk_packer *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->zstd);
	free(p);
}

size_t chunk_size_wanted(const struct chunk_packer *p)
{
	return p->wanted;
}

/* Follows the ratio slowly: one odd piece says little of the next. */
static void learn(struct chunk_packer *p, size_t n, size_t packed)
{
	if (n < SIZE_MIN / 2)
		return;
	size_t fits = n * PACKED_WANTED / packed;
	size_t wanted = (p->wanted * 3 + fits) / 4;
	p->wanted = wanted < SIZE_MIN ? SIZE_MIN : wanted > CHUNK_MAX ? CHUNK_MAX : wanted;
}

size_t chunk_pack(struct chunk_packer *p, struct buf *out, const char *text, size_t n)
{
	size_t bound = ZSTD_compressBound(n);
	buf_reserve(out, bound);
	char *to = out->p + out->len;
	size_t got = ZSTD_compress2(p->zstd, to, bound, text, n);
	if (ZSTD_isError(got))
		abort();
	out->len += got;
	learn(p, n, got);
	return got;
}

static sqlite3_int64 chunk_key(uint32_t source, uint64_t off)
{
	return (sqlite3_int64)((uint64_t)source << CHUNK_OFF_BITS | off);
}

static void slot_forget(struct cache *c)
{
	if (c->chunk)
		c->chunk->source = 0;
}

int chunk_put(struct cache *c, uint32_t source, uint64_t off, const void *packed, size_t n, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO chunk(key, data) VALUES(?, ?)", err);
	if (!s)
		return -1;
	slot_forget(c);
	if (off >> CHUNK_OFF_BITS)
		return err_set(err, "a source of more than a terabyte cannot be kept");
	sqlite3_bind_int64(s, 1, chunk_key(source, off));
	sqlite3_bind_blob64(s, 2, packed, n, SQLITE_STATIC);
	return db_run(c, s, err);
}

int chunks_delete(struct cache *c, uint32_t source, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "DELETE FROM chunk WHERE key >= ? AND key < ?", err);
	if (!s)
		return -1;
	slot_forget(c);
	sqlite3_bind_int64(s, 1, chunk_key(source, 0));
	sqlite3_bind_int64(s, 2, chunk_key(source + 1, 0));
	return db_run(c, s, err);
}

/* A number that changes when another connection commits; our own writes empty the slot. */
static uint32_t file_version(struct cache *c)
{
	uint32_t v = 0;
	sqlite3_file_control(c->db, "main", SQLITE_FCNTL_DATA_VERSION, &v);
	return v;
}

static int load_dictionary(struct cache *c, struct chunk_slot *slot, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = dictionary_load(c, &text, err);
	if (rc == 0 && text.len) {
		slot->dictionary = ZSTD_createDDict(text.p, text.len);
		if (!slot->dictionary)
			abort();
	}
	buf_release(&text);
	return rc;
}

static struct chunk_slot *slot_of(struct cache *c)
{
	if (!c->chunk) {
		c->chunk = mem_zalloc(1, sizeof *c->chunk);
		c->chunk->zstd = ZSTD_createDCtx();
		if (!c->chunk->zstd)
			abort();
	}
	return c->chunk;
}

void chunk_slot_free(struct chunk_slot *s)
{
	if (!s)
		return;
	ZSTD_freeDCtx(s->zstd);
	ZSTD_freeDDict(s->dictionary);
	free(s);
}

/* Unpacks into the slot; false where the bytes are no such thing. */
static bool unpack(struct cache *c, struct chunk_slot *slot, const void *packed, size_t n)
{
	if (!slot->dictionary && load_dictionary(c, slot, NULL) < 0)
		return false;
	size_t got = slot->dictionary ? ZSTD_decompress_usingDDict(slot->zstd, slot->text, sizeof slot->text, packed, n,
	                                                           slot->dictionary)
	                              : ZSTD_decompressDCtx(slot->zstd, slot->text, sizeof slot->text, packed, n);
	slot->n = ZSTD_isError(got) ? 0 : got;
	return !ZSTD_isError(got);
}

/* Puts the piece that holds off into the connection's slot. */
static int slot_load(struct cache *c, struct chunk_slot *slot, uint32_t source, uint64_t off, struct err *err)
{
	sqlite3_stmt *s =
		db_prepare(c, "SELECT key, data FROM chunk WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1", err);
	if (!s)
		return -1;
	slot->source = 0;
	sqlite3_bind_int64(s, 1, chunk_key(source, 0));
	sqlite3_bind_int64(s, 2, chunk_key(source, off));
	int rc = sqlite3_step(s);
	if (rc != SQLITE_ROW) {
		rc = rc == SQLITE_DONE ? err_set(err, "%s: the source's text is gone; it is being read again", c->path)
		                       : db_error(c, err);
		sqlite3_reset(s);
		return rc;
	}
	slot->off = (uint64_t)(sqlite3_column_int64(s, 0) - chunk_key(source, 0));
	bool ok = unpack(c, slot, sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1));
	sqlite3_reset(s);
	if (!ok)
		return err_set(err, "%s: the cache is damaged; remove it and it is built again", c->path);
	slot->source = source;
	slot->version = file_version(c);
	return 0;
}

static bool slot_holds(struct cache *c, const struct chunk_slot *slot, uint32_t source, uint64_t off)
{
	return slot->source == source && off >= slot->off && off - slot->off < slot->n &&
	       slot->version == file_version(c);
}

int chunks_read(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err)
{
	struct chunk_slot *slot = slot_of(c);
	while (from < to) {
		if (!slot_holds(c, slot, source, from) && slot_load(c, slot, source, from, err) < 0)
			return -1;
		uint64_t at = from - slot->off;
		if (at >= slot->n)
			return err_set(err, "%s: the source's text is shorter than it was", c->path);
		uint64_t n = slot->n - at;
		if (n > to - from)
			n = to - from;
		buf_add(out, slot->text + at, (size_t)n);
		from += n;
	}
	return 0;
}
