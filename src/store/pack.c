/* Numbers as bytes, the same on every machine. */
#include "pack.h"

enum { VARINT_BITS = 7, VARINT_MORE = 0x80, VARINT_SHIFT_MAX = 63 };

void pack_varint(struct buf *out, uint64_t v)
{
	for (; v >= VARINT_MORE; v >>= VARINT_BITS)
		buf_addc(out, (char)(v | VARINT_MORE));
	buf_addc(out, (char)v);
}

void pack_signed(struct buf *out, int64_t v)
{
	uint64_t u = (uint64_t)v;
	pack_varint(out, (u << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

uint64_t unpack_varint(struct unpack *u)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift <= VARINT_SHIFT_MAX; shift += VARINT_BITS) {
		if (u->p == u->end)
			break;
		unsigned char c = *u->p++;
		v |= (uint64_t)(c & (VARINT_MORE - 1)) << shift;
		if (!(c & VARINT_MORE))
			return v;
	}
	u->bad = true;
	return 0;
}

int64_t unpack_signed(struct unpack *u)
{
	uint64_t v = unpack_varint(u);
	return (int64_t)((v >> 1) ^ (v & 1 ? UINT64_MAX : 0));
}

void pack_u32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

uint32_t unpack_u32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void pack_u64(unsigned char *p, uint64_t v)
{
	pack_u32(p, (uint32_t)v);
	pack_u32(p + 4, (uint32_t)(v >> 32));
}

uint64_t unpack_u64(const unsigned char *p)
{
	return unpack_u32(p) | (uint64_t)unpack_u32(p + 4) << 32;
}
