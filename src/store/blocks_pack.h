/* Inside the store only: an article's blocks as a few bytes each. */
#ifndef LEDE_STORE_BLOCKS_PACK_H
#define LEDE_STORE_BLOCKS_PACK_H

#include "lede/split.h"

/* Where an article starts: what its blocks are packed against. */
struct blocks_origin {
	uint64_t off, src;
	uint32_t line;
};

void blocks_pack(struct buf *out, const struct split_block *blocks, size_t n, struct blocks_origin at);
/* 0 or -1 where the bytes are no such thing. *out: the caller's, NULL for none. The blocks' keys are 0. */
int blocks_unpack(struct split_block **out, size_t *n, const void *p, size_t len, struct blocks_origin at);

#endif
