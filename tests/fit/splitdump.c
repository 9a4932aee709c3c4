/*
 * Prints what the splitter makes of a file, in the form of `lede split --json`, without the rest of the program: takes the
 * same arguments (`splitdump split --json FILE`), so that scorers can run either.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/decode.h"
#include "lede/split.h"

struct reading {
	struct split *split;
	struct buf text; /* decoded, to take the facts from */
};

static int take_line(void *payload, const struct text_line *line)
{
	struct reading *r = payload;
	split_line(r->split, line);
	buf_add(&r->text, line->text, line->len);
	if (!line->more)
		buf_addc(&r->text, '\n');
	return 0;
}

static void read_all(struct reading *r, FILE *in)
{
	static char bytes[1 << 16];
	struct err err;
	struct decoder *d = decode_new(NULL, take_line, r, &err);
	size_t n;
	while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
		decode_feed(d, bytes, n);
	decode_finish(d);
	decode_free(d);
	split_finish(r->split);
}

static void add_field(struct buf *b, const char *name, const char *value)
{
	buf_addf(b, ",\"%s\":", name);
	if (value)
		buf_add_json(b, value, strlen(value));
	else
		buf_adds(b, "null");
}

static void print_piece(const struct reading *r, const struct split_piece *p, const struct split_block *blocks,
                        const char *file)
{
	struct split_facts f;
	struct buf b = BUF_INIT;
	split_facts(&f, blocks + p->block, p->blocks, p->kind, r->text.p + p->start_off, p->end_off - p->start_off);
	buf_adds(&b, "{\"file\":");
	buf_add_json(&b, file, strlen(file));
	add_field(&b, "kind", split_kind_name(p->kind));
	add_field(&b, "headline", f.headline);
	buf_addf(&b, ",\"start_line\":%u,\"end_line\":%u,\"start_byte\":%llu,\"end_byte\":%llu,\"byline\":[",
	         p->start_line, p->end_line, (unsigned long long)p->start_byte, (unsigned long long)p->end_byte);
	for (size_t i = 0; i < f.bylines; i++) {
		buf_adds(&b, i ? "," : "");
		buf_add_json(&b, f.byline[i], strlen(f.byline[i]));
	}
	buf_adds(&b, "]");
	add_field(&b, "place", f.place);
	add_field(&b, "agency", f.agency);
	add_field(&b, "section", f.section);
	add_field(&b, "date", f.date[0] ? f.date : NULL);
	buf_addf(&b, ",\"words\":%u,\"confidence\":%.3f,\"blocks\":[", f.words, (double)p->confidence);
	for (uint32_t i = p->block; i < p->block + p->blocks; i++)
		buf_addf(&b, "%s{\"label\":\"%s\",\"start_line\":%u,\"end_line\":%u}", i > p->block ? "," : "",
		         split_label_name(blocks[i].label), blocks[i].line, blocks[i].line + blocks[i].lines - 1);
	buf_adds(&b, "]}\n");
	fwrite(b.p, 1, b.len, stdout);
	buf_release(&b);
	split_facts_release(&f);
}

int main(int argc, char **argv)
{
	const char *file = argv[argc - 1];
	FILE *in = argc > 1 ? fopen(file, "rb") : NULL;
	if (!in) {
		fprintf(stderr, "usage: splitdump [split --json] FILE\n");
		return 2;
	}
	struct reading r = { split_new(NULL, 0), BUF_INIT };
	read_all(&r, in);
	size_t n, count;
	const struct split_block *blocks = split_blocks(r.split, &count);
	const struct split_piece *pieces = split_pieces(r.split, &n);
	for (size_t i = 0; i < n; i++)
		print_piece(&r, &pieces[i], blocks, file);
	split_free(r.split);
	buf_release(&r.text);
	fclose(in);
	return 0;
}
