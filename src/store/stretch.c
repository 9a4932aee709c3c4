/* The decoded lines of a source made into packets, a stretch at a time. */
#include "stretch.h"

#include <stdlib.h>
#include <string.h>

#include "article_words.h"
#include "blocks_pack.h"
#include "chunks.h"
#include "db.h"
#include "terms.h"

enum { CARRIED_BLOCKS = 24 }; /* a boundary with fewer blocks after it is decided again */

/* A line near a stretch's end, kept in case the next stretch begins with it. */
struct line_place {
	uint64_t off, src_start, src_end, src_next;
	uint32_t len, number;
	bool more;
};

/* Offsets are of the source's decoded text, but for those that the splitter gives: they count from begin. */
struct stretch {
	struct split *split;
	struct split_mend *mends;
	size_t n_mends;
	struct chunk_packer *packer;
	struct term_set *terms;
	stretch_sink *sink;
	void *payload;

	struct buf text;   /* of this stretch */
	struct buf column; /* scratch */
	uint64_t begin;    /* where it begins */
	float begin_confidence;
	struct line_place *tail;
	size_t n_tail, cap_tail;
	struct packet *packet; /* being made */
	bool first;
};

static struct packet *new_packet(void)
{
	return mem_zalloc(1, sizeof(struct packet));
}

void stretch_reset(struct stretch *s)
{
	packet_free(s->packet);
	s->packet = new_packet();
	split_free(s->split);
	s->split = split_new(s->mends, s->n_mends);
	buf_clear(&s->text);
	s->begin = 0;
	s->begin_confidence = -1;
	s->n_tail = 0;
	s->first = true;
}

struct stretch *stretch_new(struct split_mend *mends, size_t n, struct chunk_packer *packer, stretch_sink *sink,
                            void *payload)
{
	struct stretch *s = mem_zalloc(1, sizeof *s);
	s->mends = mends;
	s->n_mends = n;
	s->packer = packer;
	s->terms = term_set_new();
	s->sink = sink;
	s->payload = payload;
	stretch_reset(s);
	return s;
}

void stretch_free(struct stretch *s)
{
	if (!s)
		return;
	packet_free(s->packet);
	split_free(s->split);
	term_set_free(s->terms);
	buf_release(&s->text);
	buf_release(&s->column);
	free(s->tail);
	free(s);
}

static uint64_t end_of_text(const struct stretch *s)
{
	return s->begin + s->text.len;
}

static const char *text_at(const struct stretch *s, uint64_t off)
{
	return s->text.p + (off - s->begin);
}

/* Packs the text up to next: with the articles goes all of their text, since readers may ask for it as soon as they see them. */
static void pack_pieces(struct stretch *s, uint64_t next)
{
	struct packet *p = s->packet;
	for (uint64_t at = s->begin; at < next;) {
		size_t n = chunk_size_wanted(s->packer);
		if (n > next - at)
			n = (size_t)(next - at);
		p->chunk = mem_grow(p->chunk, &p->cap_chunks, p->n_chunks + 1, sizeof *p->chunk);
		struct packet_chunk *chunk = &p->chunk[p->n_chunks++];
		chunk->off = at;
		chunk->len = (uint32_t)chunk_pack(s->packer, &p->chunks, text_at(s, at), n);
		at += n;
	}
}

static struct span add_string(struct packet *p, const char *text)
{
	return packet_add(p, text ? text : "", text ? strlen(text) : 0);
}

static void add_facts(struct packet *p, struct packet_article *a, const struct split_facts *f)
{
	a->headline = add_string(p, f->headline);
	a->place = add_string(p, f->place);
	a->agency = add_string(p, f->agency);
	a->section = add_string(p, f->section);
	a->date = add_string(p, f->date);
	a->words = f->words;
	a->byline.at = (uint32_t)p->arena.len;
	for (size_t i = 0; i < f->bylines; i++) {
		if (i)
			buf_addc(&p->arena, '\n');
		buf_adds(&p->arena, f->byline[i]);
	}
	a->byline.len = (uint32_t)p->arena.len - a->byline.at;
}

static void add_blocks(struct packet *p, struct packet_article *a, const struct split_piece *piece,
                       const struct split_block *blocks)
{
	struct blocks_origin at = { piece->start_off, piece->start_byte, piece->start_line };
	a->blocks.at = (uint32_t)p->arena.len;
	blocks_pack(&p->arena, blocks, piece->blocks, at);
	a->blocks.len = (uint32_t)p->arena.len - a->blocks.at;
}

static void add_column(struct stretch *s, struct packet_article *a, int column, struct span text)
{
	struct packet *p = s->packet;
	buf_clear(&s->column);
	buf_add(&s->column, p->arena.p + text.at, text.len); /* the arena may move while words are added to it */
	a->index[column].at = (uint32_t)p->arena.len;
	article_words_add(&p->arena, buf_str(&s->column), s->column.len, term_set_hear, s->terms);
	a->index[column].len = (uint32_t)p->arena.len - a->index[column].at;
}

/* Folds the article's words for the index, the counted terms and the fingerprint at once. */
static void add_words(struct stretch *s, struct packet_article *a, const struct split_piece *piece,
                      const struct split_block *blocks, const char *text)
{
	struct packet *p = s->packet;
	size_t from = p->arena.len;
	size_t at = article_words_of(&p->arena, blocks, piece->blocks, text, piece->start_off, term_set_hear, s->terms);
	article_words_fingerprint(a->fingerprint, p->arena.p + from, p->arena.len - from, blocks, piece->blocks, text,
	                          piece->start_off);
	a->index[INDEX_TEXT] = (struct span){ (uint32_t)at, (uint32_t)(p->arena.len - at) };
	add_column(s, a, INDEX_HEADLINE, a->headline);
	add_column(s, a, INDEX_BYLINE, a->byline);
	add_column(s, a, INDEX_PLACE, a->place);
	add_column(s, a, INDEX_AGENCY, a->agency);
	a->terms = (struct span){ (uint32_t)p->n_terms, (uint32_t)term_set_count(s->terms) };
	p->terms = mem_grow(p->terms, &p->cap_terms, p->n_terms + a->terms.len, sizeof *p->terms);
	term_set_take(s->terms, p->terms + p->n_terms);
	p->n_terms += a->terms.len;
}

static void add_article(struct stretch *s, const struct split_piece *piece, const struct split_block *all)
{
	struct packet *p = s->packet;
	const struct split_block *blocks = all + piece->block;
	const char *text = text_at(s, s->begin + piece->start_off);
	size_t len = (size_t)(piece->end_off - piece->start_off);
	struct split_facts facts;
	p->articles = mem_grow(p->articles, &p->cap, p->n + 1, sizeof *p->articles);
	struct packet_article *a = &p->articles[p->n++];
	*a = (struct packet_article){ .kind = piece->kind,
		                      .start_line = piece->start_line,
		                      .end_line = piece->end_line,
		                      .start_byte = piece->start_byte,
		                      .end_byte = piece->end_byte,
		                      .start_off = s->begin + piece->start_off,
		                      .end_off = s->begin + piece->end_off,
		                      .confidence = piece->confidence,
		                      .end_confidence = 1 };
	split_facts(&facts, blocks, piece->blocks, piece->kind, text, len);
	add_facts(p, a, &facts);
	split_facts_release(&facts);
	add_blocks(p, a, piece, blocks);
	add_words(s, a, piece, blocks, text);
}

/* The number of pieces that are decided. With the source at its end all are; otherwise those before the last boundary
 * that was seen with enough after it, if the lines from there on can be fed again. */
static size_t decided(const struct stretch *s, const struct split_piece *pieces, size_t n, size_t n_blocks, bool end)
{
	if (end || !s->n_tail)
		return n;
	for (size_t i = n; i-- > 1;) {
		if (s->begin + pieces[i].start_off < s->tail[0].off)
			break;
		if (n_blocks - pieces[i].block >= CARRIED_BLOCKS)
			return i;
	}
	return n;
}

static void add_articles(struct stretch *s, const struct split_piece *pieces, size_t n, size_t all)
{
	size_t n_blocks;
	const struct split_block *blocks = split_blocks(s->split, &n_blocks);
	for (size_t i = 0; i < n; i++) {
		if (pieces[i].kind == SPLIT_REMAINDER)
			continue;
		add_article(s, &pieces[i], blocks);
		struct packet_article *a = &s->packet->articles[s->packet->n - 1];
		if (i == 0 && s->begin_confidence >= 0)
			a->confidence = s->begin_confidence;
		if (i + 1 < all)
			a->end_confidence = pieces[i + 1].confidence;
	}
}

static int hand_out(struct stretch *s, bool last)
{
	struct packet *p = s->packet;
	p->first = s->first;
	p->last = last;
	p->has_source = true;
	p->status = last ? SOURCE_READ : SOURCE_PENDING;
	p->text_len = s->begin;
	s->first = false;
	s->packet = new_packet();
	return s->sink(s->payload, p);
}

static void feed_again(struct stretch *s, const struct line_place *at)
{
	struct text_line line = { .text = text_at(s, at->off),
		                  .len = at->len,
		                  .src_start = at->src_start,
		                  .src_end = at->src_end,
		                  .src_next = at->src_next,
		                  .number = at->number,
		                  .more = at->more };
	split_line(s->split, &line);
}

/* A new splitter takes the lines from next on; the rest is done with. */
static void begin_again(struct stretch *s, uint64_t next)
{
	split_free(s->split);
	s->split = split_new(s->mends, s->n_mends);
	for (size_t i = 0; i < s->n_tail; i++)
		if (s->tail[i].off >= next)
			feed_again(s, &s->tail[i]);
	s->n_tail = 0;
	size_t gone = (size_t)(next - s->begin);
	memmove(s->text.p, s->text.p + gone, s->text.len - gone);
	buf_truncate(&s->text, s->text.len - gone);
	s->begin = next;
}

/* Mends that applied to blocks of this stretch; off counts from begin. */
static void note_mends(struct stretch *s, uint64_t len)
{
	struct packet *p = s->packet;
	for (size_t i = 0; i < s->n_mends; i++) {
		if (!s->mends[i].applied || s->mends[i].off >= len)
			continue;
		p->mends = mem_grow(p->mends, &p->cap_mends, p->n_mends + 1, sizeof *p->mends);
		p->mends[p->n_mends] = s->mends[i];
		p->mends[p->n_mends++].off += s->begin;
	}
}

static int finish(struct stretch *s, bool end)
{
	size_t n, n_blocks;
	split_finish(s->split);
	const struct split_piece *pieces = split_pieces(s->split, &n);
	split_blocks(s->split, &n_blocks);
	size_t done = decided(s, pieces, n, n_blocks, end);
	add_articles(s, pieces, done, n);
	uint64_t next = done < n ? s->begin + pieces[done].start_off : end_of_text(s);
	pack_pieces(s, next);
	s->packet->stretch_len = next - s->begin;
	note_mends(s, s->packet->stretch_len);
	s->begin_confidence = done < n ? pieces[done].confidence : -1;
	if (end)
		s->begin = next;
	else
		begin_again(s, next);
	return hand_out(s, end);
}

static void keep_place(struct stretch *s, const struct text_line *line, uint64_t off)
{
	s->tail = mem_grow(s->tail, &s->cap_tail, s->n_tail + 1, sizeof *s->tail);
	s->tail[s->n_tail++] = (struct line_place){ .off = off,
		                                    .src_start = line->src_start,
		                                    .src_end = line->src_end,
		                                    .src_next = line->src_next,
		                                    .len = (uint32_t)line->len,
		                                    .number = line->number,
		                                    .more = line->more };
}

int stretch_line(void *payload, const struct text_line *line)
{
	struct stretch *s = payload;
	uint64_t off = end_of_text(s), in_stretch = off - s->begin;
	if (in_stretch >= STRETCH_MAX - STRETCH_TAIL)
		keep_place(s, line, off);
	split_line(s->split, line);
	buf_add(&s->text, line->text, line->len);
	if (!line->more)
		buf_addc(&s->text, '\n');
	if (end_of_text(s) - s->begin < STRETCH_MAX)
		return 0;
	return finish(s, false);
}

int stretch_end(struct stretch *s)
{
	int rc = finish(s, true);
	stretch_reset(s);
	return rc;
}
