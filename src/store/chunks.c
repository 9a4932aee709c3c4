/*
 * The decoded text of sources, in pieces of CHUNK_SIZE bytes, each packed by
 * itself with zstd: any place can be read without what stands before it. A
 * connection keeps the piece that it unpacked last, since articles are mostly
 * read in order and several share a piece.
 */
#include "chunks.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

struct chunk_slot {
	ZSTD_DCtx *zstd;
	sqlite3_int64 key; /* 0: empty */
	uint32_t version;  /* the file's when the piece was read */
	size_t n;
	char text[CHUNK_SIZE];
};

struct chunk_packer {
	ZSTD_CCtx *zstd;
};

struct chunk_packer *chunk_packer_new(void)
{
	struct chunk_packer *p = mem_zalloc(1, sizeof *p);
	p->zstd = ZSTD_createCCtx();
	if (!p->zstd)
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

size_t chunk_pack(struct chunk_packer *p, struct buf *out, const char *text, size_t n)
{
	size_t bound = ZSTD_compressBound(n);
	buf_reserve(out, bound);
	size_t got = ZSTD_compressCCtx(p->zstd, out->p + out->len, bound, text, n, CHUNK_LEVEL);
	if (ZSTD_isError(got))
		abort();
	out->len += got;
	return got;
}

static sqlite3_int64 chunk_key(uint32_t source, uint64_t piece)
{
	return (sqlite3_int64)(((uint64_t)source << CHUNK_KEY_BITS) | piece);
}

static void slot_forget(struct cache *c)
{
	if (c->chunk)
		c->chunk->key = 0;
}

int chunk_put(struct cache *c, uint32_t source, uint64_t piece, const void *packed, size_t n, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "INSERT OR REPLACE INTO chunk(key, data) VALUES(?, ?)", err);
	if (!s)
		return -1;
	slot_forget(c);
	if (piece >> CHUNK_KEY_BITS)
		return err_set(err, "a source of more than a terabyte cannot be kept");
	sqlite3_bind_int64(s, 1, chunk_key(source, piece));
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
	free(s);
}

/* Puts a piece into the connection's slot. */
static int slot_load(struct cache *c, struct chunk_slot *slot, sqlite3_int64 key, struct err *err)
{
	sqlite3_stmt *s = db_prepare(c, "SELECT data FROM chunk WHERE key = ?", err);
	if (!s)
		return -1;
	slot->key = 0;
	sqlite3_bind_int64(s, 1, key);
	int rc = sqlite3_step(s);
	if (rc != SQLITE_ROW) {
		rc = rc == SQLITE_DONE ? err_set(err, "%s: the source's text is gone; it is being read again", c->path)
		                       : db_error(c, err);
		sqlite3_reset(s);
		return rc;
	}
	const void *packed = sqlite3_column_blob(s, 0);
	size_t n = (size_t)sqlite3_column_bytes(s, 0);
	size_t got = ZSTD_decompressDCtx(slot->zstd, slot->text, sizeof slot->text, packed, n);
	sqlite3_reset(s);
	if (ZSTD_isError(got))
		return err_set(err, "%s: the cache is damaged; remove it and it is built again", c->path);
	slot->key = key;
	slot->n = got;
	slot->version = file_version(c);
	return 0;
}

int chunks_read(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err)
{
	struct chunk_slot *slot = slot_of(c);
	while (from < to) {
		sqlite3_int64 key = chunk_key(source, from / CHUNK_SIZE);
		bool stale = slot->key != key || slot->version != file_version(c);
		if (stale && slot_load(c, slot, key, err) < 0)
			return -1;
		size_t at = (size_t)(from % CHUNK_SIZE);
		if (at >= slot->n)
			return err_set(err, "%s: the source's text is shorter than it was", c->path);
		size_t n = slot->n - at;
		if (n > to - from)
			n = (size_t)(to - from);
		buf_add(out, slot->text + at, n);
		from += n;
	}
	return 0;
}
