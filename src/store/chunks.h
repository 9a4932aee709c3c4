/* Inside the store only: the decoded text of sources, kept in compressed pieces. */
#ifndef LEDE_STORE_CHUNKS_H
#define LEDE_STORE_CHUNKS_H

#include "db.h"

enum { CHUNK_SIZE = 128 * 1024, CHUNK_KEY_BITS = 24, CHUNK_LEVEL = 3 };

/* Packs pieces, one after another, in one context. */
struct chunk_packer;
struct chunk_packer *chunk_packer_new(void);
void chunk_packer_free(struct chunk_packer *p); /* accepts NULL */
/* Appends n bytes (at most CHUNK_SIZE), packed, to out; returns the packed length. */
size_t chunk_pack(struct chunk_packer *p, struct buf *out, const char *text, size_t n);

int chunk_put(struct cache *c, uint32_t source, uint64_t piece, const void *packed, size_t n, struct err *err);
int chunks_delete(struct cache *c, uint32_t source, struct err *err);
/* Appends the text of source between two offsets. */
int chunks_read(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err);
void chunk_slot_free(struct chunk_slot *s); /* accepts NULL */

#endif
