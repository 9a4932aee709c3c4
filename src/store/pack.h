/* Inside the store only: numbers as bytes. */
#ifndef LEDE_STORE_PACK_H
#define LEDE_STORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/buf.h"

/* Little-endian base 128, low digits first. */
void pack_varint(struct buf *out, uint64_t v);
/* Small numbers of either sign take few bytes. */
void pack_signed(struct buf *out, int64_t v);

/* Reads from bytes; fails for good (bad) where they end too early. */
struct unpack {
	const unsigned char *p, *end;
	bool bad;
};
uint64_t unpack_varint(struct unpack *u);
int64_t unpack_signed(struct unpack *u);

void pack_u32(unsigned char *p, uint32_t v);
uint32_t unpack_u32(const unsigned char *p);
void pack_u64(unsigned char *p, uint64_t v);
uint64_t unpack_u64(const unsigned char *p);

#endif
