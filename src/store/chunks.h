/* Inside the store only: the decoded text of sources, kept in compressed pieces. */
#ifndef LEDE_STORE_CHUNKS_H
#define LEDE_STORE_CHUNKS_H

#include "db.h"

enum { CHUNK_MAX = 128 * 1024, CHUNK_OFF_BITS = 40, CHUNK_LEVEL = 3 };

/* Packs pieces, one after another, in one context. */
struct chunk_packer;
struct chunk_packer *chunk_packer_new(const char *dictionary, size_t n); /* copied; n may be 0 */
void chunk_packer_free(struct chunk_packer *p);                          /* accepts NULL */
/* How many bytes of text the next piece should have: so many that, by what the last ones came to, it fills its pages well. */
size_t chunk_size_wanted(const struct chunk_packer *p);
/* Appends n bytes (at most CHUNK_MAX), packed, to out; returns the packed length. */
size_t chunk_pack(struct chunk_packer *p, struct buf *out, const char *text, size_t n);

/* off: where the piece starts in the source's text. */
int chunk_put(struct cache *c, uint32_t source, uint64_t off, const void *packed, size_t n, struct err *err);
int chunks_delete(struct cache *c, uint32_t source, struct err *err);
/* Appends the text of source between two offsets. */
int chunks_read(struct cache *c, uint32_t source, uint64_t from, uint64_t to, struct buf *out, struct err *err);
void chunk_slot_free(struct chunk_slot *s); /* accepts NULL */

#endif
