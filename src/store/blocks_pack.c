/*
 * An article's blocks as a few bytes each. Most blocks are one line long, stand
 * one blank line below the last and have the same length in the source and in
 * the decoded text: those are a label and a length. The rest say everything.
 */
#include "blocks_pack.h"

#include <stdlib.h>

#include "pack.h"

enum { LABEL_MASK = 0x0f, IRREGULAR = 0x10, LINE_END = 1, BLANK_LINE = 2 };

/* Where the next block stands when nothing is unusual. */
struct cursor {
	uint64_t off, src;
	uint32_t line;
};

static struct cursor cursor_after(const struct split_block *b)
{
	return (struct cursor){ b->off + b->len + LINE_END + 1, b->src + b->src_len + LINE_END + 1,
		                b->line + b->lines - 1 + BLANK_LINE };
}

static bool is_regular(const struct split_block *b, struct cursor at)
{
	return b->off == at.off && b->src == at.src && b->line == at.line && b->lines == 1 && b->len == b->src_len;
}

void blocks_pack(struct buf *out, const struct split_block *blocks, size_t n, struct blocks_origin origin)
{
	struct cursor at = { origin.off, origin.src, origin.line };
	for (size_t i = 0; i < n; i++) {
		const struct split_block *b = &blocks[i];
		bool regular = is_regular(b, at);
		buf_addc(out, (char)(b->label | (regular ? 0 : IRREGULAR)));
		pack_varint(out, b->len);
		if (!regular) {
			pack_signed(out, (int64_t)(b->off - at.off));
			pack_signed(out, (int64_t)(b->src - at.src));
			pack_signed(out, (int64_t)b->src_len - (int64_t)b->len);
			pack_signed(out, (int64_t)b->line - (int64_t)at.line);
			pack_varint(out, b->lines);
		}
		at = cursor_after(b);
	}
}

static void unpack_one(struct unpack *u, struct split_block *b, struct cursor at)
{
	unsigned char head = *u->p++;
	*b = (struct split_block){
		.label = head & LABEL_MASK, .off = at.off, .src = at.src, .line = at.line, .lines = 1
	};
	b->len = b->src_len = (uint32_t)unpack_varint(u);
	if (!(head & IRREGULAR))
		return;
	b->off += (uint64_t)unpack_signed(u);
	b->src += (uint64_t)unpack_signed(u);
	b->src_len += (uint32_t)unpack_signed(u);
	b->line += (uint32_t)unpack_signed(u);
	b->lines = (uint32_t)unpack_varint(u);
}

int blocks_unpack(struct split_block **out, size_t *n, const void *p, size_t len, struct blocks_origin origin)
{
	struct unpack u = { p, len ? (const unsigned char *)p + len : p, false };
	struct cursor at = { origin.off, origin.src, origin.line };
	size_t cap = 0;
	*out = NULL;
	*n = 0;
	while (u.p != u.end && !u.bad) {
		*out = mem_grow(*out, &cap, *n + 1, sizeof **out);
		struct split_block *b = &(*out)[(*n)++];
		unpack_one(&u, b, at);
		at = cursor_after(b);
	}
	if (!u.bad)
		return 0;
	free(*out);
	*out = NULL;
	*n = 0;
	return -1;
}
