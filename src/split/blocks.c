/*
 * A finished block: its text is scanned once, the few bytes that are kept of it are filled in, and the text is let go.
 */
#include <string.h>

#include "split_internal.h"

enum {
	SAME_REACH = 3,
	TWIN_WORDS = 6 /* of a caption at least */
};

static uint8_t portion(uint32_t part, uint32_t whole)
{
	return whole ? (uint8_t)((uint64_t)part * 255 / whole) : 0;
}

static uint8_t opening(struct split_text t)
{
	uint32_t c;
	if (!t.n)
		return OPEN_OTHER;
	split_char(t.p, t.p + t.n, &c);
	if (split_is_open_quote(c))
		return OPEN_QUOTE;
	if (c == '(' || c == '[' || c == 0xff08 || c == 0x3010 || c == 0xff3b)
		return OPEN_BRACKET;
	if (split_is_dash(c))
		return OPEN_DASH;
	if (c >= '0' && c <= '9')
		return OPEN_DIGIT;
	if (!split_is_letter(c))
		return OPEN_OTHER;
	if (split_is_upper(c))
		return OPEN_UPPER;
	return split_lower(c) == c && (c < 0x530 || (c >= 0x1e00 && c < 0x2000)) ? OPEN_LOWER : OPEN_CASELESS;
}

/* The last character of t, which is cut off. */
static uint32_t last_char(struct split_text *t)
{
	uint32_t c;
	size_t at = t->n - 1;
	while (at > 0 && ((unsigned char)t->p[at] & 0xc0) == 0x80)
		at--;
	split_char(t->p + at, t->p + t->n, &c);
	*t = split_trim(t->p, at);
	return c;
}

static bool is_bracket_end(uint32_t c)
{
	return c == ')' || c == ']' || c == 0xff09 || c == 0x3011 || c == 0xff3d;
}

static uint8_t closing_mark(uint32_t c)
{
	if (c == 0x2026)
		return CLOSE_ELLIPSIS;
	if (split_is_stop(c))
		return CLOSE_STOP;
	if (c == '?' || c == 0xff1f || c == 0x061f)
		return CLOSE_QUESTION;
	if (c == ':' || c == 0xff1a)
		return CLOSE_COLON;
	if (c == ',' || c == ';' || c == 0xff0c || c == 0x3001 || c == 0x060c || split_is_dash(c))
		return CLOSE_COMMA;
	if (c >= '0' && c <= '9')
		return CLOSE_DIGIT;
	return split_is_letter(c) || (c >= 0x300 && c < 0x370) ? CLOSE_NONE : CLOSE_OTHER;
}

/* Behind closing quotation marks and brackets a stop still closes the block. */
static uint8_t closing(struct split_text t)
{
	if (!t.n)
		return CLOSE_NONE;
	uint32_t c = last_char(&t);
	bool quote = split_is_close_quote(c), bracket = is_bracket_end(c);
	if (!quote && !bracket) {
		if (c == '.' && t.n > 2 && t.p[t.n - 1] == '.')
			return CLOSE_ELLIPSIS;
		return closing_mark(c);
	}
	while (t.n && (split_is_close_quote(c) || is_bracket_end(c)))
		c = last_char(&t);
	uint8_t inner = closing_mark(c);
	if (inner == CLOSE_STOP || inner == CLOSE_QUESTION || inner == CLOSE_ELLIPSIS)
		return inner;
	if (inner == CLOSE_COMMA && quote)
		return CLOSE_STOP;
	return quote ? CLOSE_QUOTE : CLOSE_BRACKET;
}

static uint16_t weighted_size(const struct split_scan *scan, const struct split_draft *d)
{
	uint64_t size = scan->chars + scan->wide * 3u / 2;
	if (d->block.len > d->head.len && d->head.len)
		size = size * d->block.len / d->head.len;
	return size > UINT16_MAX ? UINT16_MAX : (uint16_t)size;
}

static uint32_t case_marks(const struct split_scan *scan, uint8_t open)
{
	uint32_t marks = 0;
	if (scan->upper >= 4 && scan->upper * 20 >= (scan->upper + scan->lower) * 17 && scan->wide == 0)
		marks |= MARK_CAPITALS;
	if (scan->wide * 3 > scan->letters)
		marks |= MARK_WIDE;
	if (open == OPEN_LOWER || open == OPEN_DASH)
		marks |= MARK_CONTINUES;
	return marks;
}

static void look_back(struct split *s, size_t i)
{
	struct split_marks *m = &s->marks[i];
	for (unsigned d = 1; d <= SAME_REACH && d <= i; d++) {
		struct split_marks *before = &s->marks[i - d];
		if (before->hash != m->hash || !m->words)
			continue;
		m->same_prev = (uint8_t)d;
		if (!before->same_next)
			before->same_next = (uint8_t)d;
		return;
	}
}

/* A caption is often printed twice, the second time with who took the picture: then the first is one too. */
static void look_for_twin(struct split *s, size_t i, const struct split_scan *scan)
{
	if (!i || !(s->marks[i].marks & MARK_PHOTO))
		return;
	struct split_marks *before = &s->marks[i - 1];
	if (before->words >= TWIN_WORDS && split_begins_with(scan, before->hash))
		before->marks |= MARK_PHOTO;
}

static void fill_marks(const struct split *s, struct split_marks *m, const struct split_draft *d,
                       const struct split_scan *scan)
{
	struct split_text head = split_unbullet((struct split_text){ d->head.p, d->head.len });
	struct split_text tail = head;
	if (d->tail_len)
		tail = split_trim(d->tail, d->tail_len);
	*m = (struct split_marks){ .marks = d->marks, .tag = d->tag };
	m->open = opening(head);
	m->close = closing(tail);
	m->hash = split_short_key(scan->key);
	m->size = weighted_size(scan, d);
	m->words = scan->total_words > 255 ? 255 : (uint8_t)scan->total_words;
	m->sentences = scan->sentences > 255 ? 255 : (uint8_t)scan->sentences;
	m->capitals = portion(scan->upper, scan->letters);
	m->titled = portion(scan->titled_words, scan->total_words);
	m->digits = portion(scan->digits, scan->chars);
	m->marks |= case_marks(scan, m->open);
	if (d->tail_len)
		m->marks |= MARK_LONG;
	if (!(m->marks & (MARK_RULE | MARK_TAG)))
		m->marks |= split_patterns(s->phrases, head, tail, scan);
}

/* The words of the block's text for reading, where they are sure to be those of the text as it stands; else 0. */
static uint32_t words_as_read(const struct split_draft *d, const struct split_scan *scan)
{
	bool whole = d->head.len == d->block.len && !d->tail_len;
	struct split_text t = split_unbullet((struct split_text){ d->head.p, d->head.len });
	bool tagged = t.n && t.p[0] == '<';
	bool folds = scan->folds & FOLDS_ANYWHERE || (scan->folds && d->block.lines > 1);
	return whole && !tagged && !folds ? split_count_words(scan) : 0;
}

void split_add_block(struct split *s, struct split_draft *d)
{
	struct split_scan scan;
	size_t i = s->count++;
	s->blocks = mem_grow(s->blocks, &s->blocks_cap, s->count, sizeof *s->blocks);
	s->marks = mem_grow(s->marks, &s->marks_cap, s->count, sizeof *s->marks);
	split_scan(&scan, d->head.p, d->head.len);
	d->block.len = (uint32_t)(d->end_off - d->block.off);
	d->block.src_len = (uint32_t)(d->end_src - d->block.src);
	d->block.key = scan.key;
	d->block.words = words_as_read(d, &scan);
	s->blocks[i] = d->block;
	fill_marks(s, &s->marks[i], d, &scan);
	look_back(s, i);
	look_for_twin(s, i, &scan);
	split_cohesion_add(s->cohesion, i, &scan, s->marks);
}
