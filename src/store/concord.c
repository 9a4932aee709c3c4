/* The lines of a concordance: each hit of a story with the text round it and the words to sort it by. */
#include "lede/concord.h"

#include <stdlib.h>
#include <string.h>

#include "lede/token.h"
#include "lede/unicode.h"

enum {
	HIT_CELLS_MAX = 60, /* of a long phrase the beginning says enough */
	CELL_BYTES = 4,     /* a cell takes at most so many bytes, combining marks aside */
	WORDS_MAX = 128     /* of a stretch of context */
};

void concord_lines_release(struct concord_lines *l)
{
	free(l->line);
	free(l->keys);
	buf_release(&l->text);
	*l = (struct concord_lines){ 0 };
}

static uint32_t date_number(const char *date)
{
	uint32_t n = 0;
	size_t digits = 0;
	for (; *date; date++)
		if (*date >= '0' && *date <= '9') {
			n = n * 10 + (uint32_t)(*date - '0');
			digits++;
		}
	for (; digits && digits < 8; digits++)
		n *= 10;
	return n;
}

/* A byte, at a grapheme's start, from which no more than cells stand before end; *used gets how many do. */
static size_t start_within(const char *p, size_t end, int cells, int *used)
{
	size_t reach = (size_t)cells * CELL_BYTES, from = end > reach ? end - reach : 0;
	while (from && ((unsigned char)p[from] & 0xC0) == 0x80)
		from--;
	*used = text_width(p + from, end - from);
	while (from<end && * used> cells) {
		int one;
		from += text_grapheme(p + from, end - from, &one);
		*used -= one;
	}
	while (from && from < end) { /* a mark whose letter was cut away shows nothing */
		uint32_t c;
		size_t n = utf8_next(p + from, end - from, &c);
		if (text_char_width(c) > 0)
			break;
		from += n;
	}
	return from;
}

/* Folded words of a stretch, joined by spaces, the first (or, backwards, the last) word first. */
static void make_key(unsigned char key[CONCORD_KEY], const char *p, size_t n, bool backwards)
{
	struct buf words = BUF_INIT;
	struct {
		size_t at, len;
	} word[WORDS_MAX];
	struct tokenizer t;
	struct token token;
	size_t count = 0, len = 0;
	token_init(&t, p, n);
	while (count < WORDS_MAX && token_next(&t, &token)) {
		word[count].at = words.len;
		word[count++].len = token.len;
		buf_add(&words, token.text, token.len);
	}
	memset(key, 0, CONCORD_KEY);
	for (size_t i = 0; i < count && len < CONCORD_KEY; i++) {
		size_t k = backwards ? count - 1 - i : i, room = CONCORD_KEY - len;
		size_t take = word[k].len < room ? word[k].len : room;
		memcpy(key + len, words.p + word[k].at, take);
		len += take;
		if (len < CONCORD_KEY && i + 1 < count)
			key[len++] = ' ';
	}
	buf_release(&words);
}

static void add_line(struct concord_lines *l, struct concord_line line, const char *p, size_t n, struct hit hit,
                     int side)
{
	int used;
	size_t from = start_within(p, hit.start, side, &used), rest = n - hit.end;
	line.offset = (uint32_t)hit.start;
	line.at = l->text.len;
	line.left = (uint16_t)(hit.start - from);
	line.left_cells = (uint16_t)used;
	line.hit = (uint16_t)text_fit(p + hit.start, hit.end - hit.start, HIT_CELLS_MAX, &used);
	line.hit_cells = (uint16_t)used;
	line.right = (uint16_t)text_fit(p + hit.end, rest, side, &used);
	if (line.hit < hit.end - hit.start) /* it goes on where it was cut */
		line.right = (uint16_t)text_fit(p + hit.start + line.hit, n - hit.start - line.hit, side, &used);
	buf_add(&l->text, p + from, (size_t)line.left + line.hit + line.right);
	l->line = mem_grow(l->line, &l->cap, l->n + 1, sizeof *l->line);
	l->keys = mem_grow(l->keys, &l->keys_cap, l->n + 1, sizeof *l->keys);
	make_key(l->keys[l->n].left, p + from, line.left, true);
	make_key(l->keys[l->n].right, p + hit.start + line.hit, line.right, false);
	l->line[l->n++] = line;
}

static void add_text(struct concord_lines *l, const struct query *q, struct concord_line line, const char *p, size_t n,
                     int side)
{
	struct hit *hits;
	size_t count = query_hits(q, p, n, line.block == CONCORD_HEADLINE, &hits);
	for (size_t i = 0; i < count; i++)
		add_line(l, line, p, n, hits[i], side);
	free(hits);
}

size_t concord_story(struct concord_lines *l, const struct query *q, const struct article *a, const struct story *s,
                     int side)
{
	size_t before = l->n;
	struct concord_line line = { .doc = a->doc, .source = a->source, .date = date_number(a->date) };
	side = side < 1 ? 1 : side > CONCORD_SIDE_MAX ? CONCORD_SIDE_MAX : side;
	line.block = CONCORD_HEADLINE;
	add_text(l, q, line, s->headline, strlen(s->headline), side);
	for (size_t i = 0; i < s->n; i++) {
		line.block = (uint32_t)i;
		if (!s->blocks[i].folded)
			add_text(l, q, line, s->blocks[i].text, s->blocks[i].len, side);
	}
	return l->n - before;
}
