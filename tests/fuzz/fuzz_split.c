/* Any bytes through the splitter: it must not crash, and its pieces must lie in order without touching. */
#include <stdint.h>
#include <stdlib.h>

#include "lede/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x) ((x) ? (void)0 : abort())

struct run {
	struct split *split;
	struct buf text;
};

static int on_line(void *payload, const struct text_line *line)
{
	struct run *all = payload;
	split_line(all->split, line);
	buf_add(&all->text, line->text, line->len);
	if (!line->more)
		buf_addc(&all->text, '\n');
	return 0;
}

static void check_facts(const struct split_piece *p, const struct split_block *b, const struct buf *text)
{
	struct split_facts f;
	split_facts(&f, b + p->block, p->blocks, p->kind, text->p + p->start_off, (size_t)(p->end_off - p->start_off));
	MUST(f.headline != NULL);
	split_facts_release(&f);
}

static void check_pieces(const struct split *s, const struct buf *text, size_t n)
{
	size_t pieces, blocks;
	const struct split_piece *p = split_pieces(s, &pieces);
	const struct split_block *b = split_blocks(s, &blocks);
	uint64_t off = 0, byte = 0;
	for (size_t i = 0; i < pieces; i++) {
		MUST(p[i].block + p[i].blocks <= blocks);
		MUST(p[i].confidence >= 0 && p[i].confidence <= 1);
		if (!p[i].blocks)
			continue;
		MUST(p[i].start_off >= off && p[i].end_off >= p[i].start_off && p[i].end_off <= text->len);
		MUST(p[i].start_byte >= byte && p[i].end_byte >= p[i].start_byte && p[i].end_byte <= n);
		off = p[i].end_off;
		byte = p[i].end_byte;
		check_facts(&p[i], b, text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct run all = { split_new(NULL, 0), BUF_INIT };
	struct decoder *d = decode_new("UTF-8", on_line, &all, NULL);
	buf_reserve(&all.text, 1);
	decode_feed(d, data, n);
	decode_finish(d);
	split_finish(all.split);
	check_pieces(all.split, &all.text, n);
	split_free(all.split);
	decode_free(d);
	buf_release(&all.text);
	return 0;
}
