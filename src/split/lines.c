/*
 * Lines to blocks. Some sources put a paragraph on one line, some wrap it at a fixed column, with or without
 * blank lines between paragraphs. Which it is shows only over many lines, so lines wait in a window of some hundred;
 * each window is judged, then its lines are joined to blocks. In wrapped text a line goes on in the next one when the
 * next one's first word would not have fitted on it; in other text every line is a block.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "split_internal.h"

enum {
	WINDOW_LINES = 256,
	WINDOW_BYTES = 64 * 1024,
	COLUMNS_MAX = 200,  /* wider lines are all alike: not wrapped */
	WRAP_COLUMNS = 140, /* nobody wraps wider than that */
	WRAP_NARROW = 24,   /* nor narrower */
	HEADLINE_RAGGED = 8,
	WRAP_PAIRS = 3 /* so many lines that go on, at least, before a text is held for wrapped */
};

struct line {
	size_t at;     /* in text */
	uint32_t kept; /* bytes in text: the head, and after it the tail */
	uint32_t tail; /* how many of them are the tail; 0: the line is whole */
	uint32_t number;
	uint64_t off, end_off, src, end_src;
	uint16_t columns, first; /* of the line; of its first word */
	uint16_t indent;
	uint32_t marks;
	uint8_t tag;
	bool after_blank;
};

enum { TAG_OUTSIDE, TAG_IN_HEAD };

struct split_lines {
	struct split *s;
	struct line line[WINDOW_LINES];
	size_t count;
	struct buf text;
	struct line now; /* the line that comes in pieces */
	bool in_line;
	bool blank;       /* a blank line has just gone by */
	bool tagged;      /* <DOC> has been seen */
	int region;       /* within a tag */
	unsigned wrap;    /* column of the last judged window; 0: not wrapped */
	bool spaced;      /* its paragraphs are parted by blank lines */
	struct line last; /* the line that the draft ends with */
	struct split_draft draft;
};

struct split_lines *split_lines_new(struct split *s)
{
	struct split_lines *l = mem_zalloc(1, sizeof *l);
	l->s = s;
	l->blank = true;
	return l;
}

void split_lines_free(struct split_lines *l)
{
	if (!l)
		return;
	buf_release(&l->text);
	buf_release(&l->draft.head);
	free(l);
}

/* ---- what a line is */

struct tag_name {
	const char *name;
	uint8_t tag;
};

static const struct tag_name tag_names[] = {
	{ "doc", SPLIT_TAG_DOC },         { "reuters", SPLIT_TAG_DOC },     { "article", SPLIT_TAG_DOC },
	{ "title", SPLIT_TAG_HEAD },      { "headline", SPLIT_TAG_HEAD },   { "hl", SPLIT_TAG_HEAD },
	{ "head", SPLIT_TAG_HEAD },       { "ttl", SPLIT_TAG_HEAD },        { "h1", SPLIT_TAG_HEAD },
	{ "docno", SPLIT_TAG_OTHER },     { "docid", SPLIT_TAG_OTHER },     { "text", SPLIT_TAG_OTHER },
	{ "body", SPLIT_TAG_OTHER },      { "p", SPLIT_TAG_OTHER },         { "date", SPLIT_TAG_OTHER },
	{ "dateline", SPLIT_TAG_OTHER },  { "byline", SPLIT_TAG_OTHER },    { "author", SPLIT_TAG_OTHER },
	{ "date_time", SPLIT_TAG_OTHER }, { "doctype", SPLIT_TAG_OTHER },   { "txttype", SPLIT_TAG_OTHER },
	{ "slug", SPLIT_TAG_OTHER },      { "category", SPLIT_TAG_OTHER },  { "country", SPLIT_TAG_OTHER },
	{ "source", SPLIT_TAG_OTHER },    { "fileid", SPLIT_TAG_OTHER },    { "dd", SPLIT_TAG_OTHER },
	{ "so", SPLIT_TAG_OTHER },        { "in", SPLIT_TAG_OTHER },        { "graphic", SPLIT_TAG_OTHER },
	{ "header", SPLIT_TAG_OTHER },    { "trailer", SPLIT_TAG_OTHER },   { "endtime", SPLIT_TAG_OTHER },
	{ "topics", SPLIT_TAG_OTHER },    { "places", SPLIT_TAG_OTHER },    { "people", SPLIT_TAG_OTHER },
	{ "orgs", SPLIT_TAG_OTHER },      { "exchanges", SPLIT_TAG_OTHER }, { "companies", SPLIT_TAG_OTHER },
	{ "unknown", SPLIT_TAG_OTHER },
};

static uint8_t tag_of(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof tag_names / sizeof *tag_names; i++) {
		const char *name = tag_names[i].name;
		size_t len = strlen(name);
		if (n == len && !strncasecmp(p, name, len))
			return tag_names[i].tag;
	}
	return SPLIT_TAG_NONE;
}

/* Length of the name at p, which stands behind "<" or "</". */
static size_t name_length(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && n < 16 &&
	       (split_is_letter((unsigned char)p[n]) || p[n] == '_' || (p[n] >= '0' && p[n] <= '9')))
		n++;
	return n;
}

/* Markup as archives of documents use it: counts only from a <DOC> on, so that a stray "<p>" is text. */
static void look_for_tag(struct split_lines *l, struct line *line, struct split_text t)
{
	bool closing = t.n > 2 && t.p[1] == '/';
	const char *name = t.p + 1 + closing, *end = t.p + t.n;
	size_t n = t.n > 2 && t.p[0] == '<' ? name_length(name, end) : 0;
	uint8_t tag = n ? tag_of(name, n) : SPLIT_TAG_NONE;
	const char *after = tag && name + n < end ? memchr(name + n, '>', (size_t)(end - name) - n) : NULL;
	if (after && tag == SPLIT_TAG_DOC)
		l->tagged = true;
	if (!l->tagged || !after) {
		if (l->tagged && l->region == TAG_IN_HEAD)
			line->marks |= MARK_TAG_HEAD;
		if (l->tagged && l->region == TAG_IN_HEAD && memmem(t.p, t.n, "</", 2))
			l->region = TAG_OUTSIDE;
		return;
	}
	line->tag = tag;
	bool alone = after + 1 == end || (after + 2 < end && after[1] == '<' && after[2] == '/');
	if (tag == SPLIT_TAG_HEAD && !closing) {
		bool closed = memmem(after, (size_t)(end - after), "</", 2) != NULL;
		l->region = closed ? TAG_OUTSIDE : TAG_IN_HEAD;
		line->marks |= alone ? MARK_TAG : MARK_TAG_HEAD;
	} else {
		l->region = TAG_OUTSIDE;
		line->marks |= MARK_TAG;
	}
}

/* A line of one repeated sign, four at least: which sign; 0: none. Three or fewer, or with spaces: a break within a text. */
static uint8_t rule_of(struct split_text t, uint32_t *marks)
{
	if (!t.n || !strchr("-=*_#~|+.", t.p[0]))
		return 0;
	size_t signs = 0, gaps = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] == t.p[0])
			signs++;
		else if (t.p[i] == ' ')
			gaps++;
		else
			return 0;
	}
	if (signs >= 4 && !gaps && t.p[0] != '.') {
		*marks |= MARK_RULE;
		return (uint8_t)t.p[0];
	}
	*marks |= MARK_BREAK;
	return 0;
}

static uint16_t indent_of(const char *p, size_t n)
{
	uint16_t in = 0;
	for (size_t i = 0; i < n && in < 64; i++) {
		if (p[i] == '\t')
			in = (uint16_t)(in + 8);
		else if (p[i] == ' ')
			in++;
		else
			break;
	}
	return in;
}

/* How many of the bytes at p are ASCII, up to most. */
static size_t ascii_run(const char *p, const char *end, size_t most)
{
	size_t n = (size_t)(end - p) < most ? (size_t)(end - p) : most, i = 0;
	uint64_t eight;
	for (; i + sizeof eight <= n; i += sizeof eight) {
		memcpy(&eight, p + i, sizeof eight);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	return i;
}

static void measure(struct line *line, const char *p, size_t n)
{
	const char *end = p + n;
	bool in_first = true, leading = true;
	unsigned columns = 0, first = 0;
	while (p < end && columns < COLUMNS_MAX) {
		uint32_t c;
		if (!in_first) {
			size_t run = ascii_run(p, end, COLUMNS_MAX - columns);
			p += run;
			columns += (unsigned)run;
			if (p == end || columns == COLUMNS_MAX)
				break;
		}
		p += split_char(p, end, &c);
		bool space = split_is_space(c), wide = c >= 0x1100 && split_is_wide(c);
		if (!space && leading)
			leading = false;
		else if (!leading && (space || wide))
			in_first = false;
		columns += 1u + wide;
		if (in_first && !leading)
			first += 1u + wide;
	}
	line->columns = (uint16_t)(columns < COLUMNS_MAX ? columns : COLUMNS_MAX); /* a wide one may overshoot */
	line->first = (uint16_t)first;
}

static bool starts_with_bullet(struct split_text t)
{
	uint32_t c;
	split_char(t.p, t.p + t.n, &c);
	return split_is_bullet(c) || ((c == '*' || c == '-') && t.n > 2 && t.p[1] == ' ' && t.p[2] != ' ');
}

static void classify(struct split_lines *l, struct line *line)
{
	const char *p = l->text.p + line->at;
	size_t n = line->kept;
	if (n && *p == '\f')
		line->marks |= MARK_RULE_BEFORE;
	struct split_text t = split_trim(p, n);
	line->indent = indent_of(p, n);
	measure(line, p, n);
	line->tag = rule_of(t, &line->marks);
	if (starts_with_bullet(t) && !(line->marks & (MARK_RULE | MARK_BREAK)))
		line->marks |= MARK_BULLET;
	if (*t.p == '<' || l->region != TAG_OUTSIDE)
		look_for_tag(l, line, t);
}

/* ---- wrapped or not */

static bool is_full(const struct line *a, const struct line *b, unsigned wrap)
{
	return a->columns < COLUMNS_MAX && a->columns + 1u + b->first > wrap;
}

static bool stands_alone(const struct line *line)
{
	return line->after_blank ||
	       (line->marks & (MARK_BULLET | MARK_RULE | MARK_TAG | MARK_TAG_HEAD | MARK_RULE_BEFORE | MARK_BREAK));
}

/* The column that all but a few lines keep within. */
static unsigned right_margin(const struct split_lines *l)
{
	size_t at[COLUMNS_MAX + 1] = { 0 }, over = 0;
	for (size_t i = 0; i < l->count; i++)
		at[l->line[i].columns]++;
	for (unsigned c = COLUMNS_MAX; c > 0; c--) {
		over += at[c];
		if (over > l->count * 3 / 100)
			return c;
	}
	return 0;
}

static void judge(struct split_lines *l)
{
	unsigned margin = right_margin(l);
	size_t pairs = 0, full = 0, breaks = 0;
	for (size_t i = 1; i < l->count; i++) {
		breaks += l->line[i].after_blank;
		if (stands_alone(&l->line[i]))
			continue;
		pairs++;
		full += is_full(&l->line[i - 1], &l->line[i], margin);
	}
	if (pairs < WRAP_PAIRS && margin <= l->wrap)
		return; /* too little to tell: as before */
	bool wrapped = pairs >= WRAP_PAIRS && margin <= WRAP_COLUMNS && margin >= WRAP_NARROW && full * 10 >= pairs * 6;
	l->wrap = wrapped ? margin : 0;
	l->spaced = breaks * 2 > pairs - full;
}

/* ---- joining */

static void close_draft(struct split_lines *l)
{
	if (l->draft.open)
		split_add_block(l->s, &l->draft);
	l->draft.open = false;
}

static void open_draft(struct split_lines *l, const struct line *line)
{
	struct split_draft *d = &l->draft;
	buf_clear(&d->head);
	d->tail_len = 0;
	d->block = (struct split_block){ .off = line->off, .src = line->src, .line = line->number };
	d->marks = line->marks | (line->indent > 1 ? (uint32_t)MARK_INDENT : 0);
	d->tag = line->tag;
	d->open = true;
}

/* Keeps the last bytes of what does not fit into the head. */
static void keep_tail(struct split_draft *d, const char *p, size_t n)
{
	if (n >= SPLIT_TAIL_MAX) {
		memcpy(d->tail, p + n - SPLIT_TAIL_MAX, SPLIT_TAIL_MAX);
		d->tail_len = SPLIT_TAIL_MAX;
		return;
	}
	size_t stay = d->tail_len + n > SPLIT_TAIL_MAX ? SPLIT_TAIL_MAX - n : d->tail_len;
	memmove(d->tail, d->tail + d->tail_len - stay, stay);
	memcpy(d->tail + stay, p, n);
	d->tail_len = stay + n;
}

static void extend_draft(struct split_lines *l, const struct line *line)
{
	struct split_draft *d = &l->draft;
	const char *p = l->text.p + line->at;
	size_t head = line->kept - line->tail;
	size_t room = d->head.len + 1 < SPLIT_HEAD_MAX ? SPLIT_HEAD_MAX - d->head.len - 1 : 0;
	if (d->head.len && room)
		buf_addc(&d->head, '\n');
	size_t fits = head < room ? head : room;
	while (fits > 0 && fits < head && ((unsigned char)p[fits] & 0xc0) == 0x80)
		fits--;
	buf_add(&d->head, p, fits);
	if (fits < head || line->tail || d->tail_len)
		keep_tail(d, p + fits, line->kept - fits);
	d->block.lines++;
	d->end_off = line->end_off;
	d->end_src = line->end_src;
	l->last = *line;
}

static bool is_byline(const struct split_lines *l, const struct line *line)
{
	return split_byline_opening(split_trim(l->text.p + line->at, line->kept)) != 0;
}

static bool goes_on(const struct split_lines *l, const struct line *line)
{
	if (!l->draft.open || stands_alone(line) || (l->draft.marks & (MARK_RULE | MARK_TAG | MARK_BREAK)))
		return false;
	if ((l->draft.marks & MARK_TAG_HEAD) != (line->marks & MARK_TAG_HEAD))
		return false;
	if (line->indent > l->last.indent + 1 && !(l->draft.marks & MARK_BULLET))
		return false;
	if (!l->wrap || is_full(&l->last, line, l->wrap))
		return l->wrap != 0;
	/* A headline may be wrapped narrower than the text, its last line no longer than the others. */
	return l->spaced && l->last.columns >= WRAP_NARROW && line->columns <= l->last.columns + HEADLINE_RAGGED &&
	       !is_byline(l, line);
}

static void flush(struct split_lines *l)
{
	judge(l);
	for (size_t i = 0; i < l->count; i++) {
		const struct line *line = &l->line[i];
		if (!goes_on(l, line)) {
			close_draft(l);
			open_draft(l, line);
		}
		extend_draft(l, line);
	}
	l->count = 0;
	buf_clear(&l->text);
}

/* ---- lines that come in pieces */

static bool is_blank(const struct split_lines *l, const struct line *line)
{
	return !split_trim(l->text.p + line->at, line->kept).n;
}

/* Of a long line the head is kept, and a tail that the next piece replaces. */
static void add_piece(struct split_lines *l, const struct text_line *in)
{
	struct line *now = &l->now;
	size_t head = now->kept - now->tail;
	size_t room = now->tail ? 0 : SPLIT_HEAD_MAX - head;
	size_t fits = in->len < room ? in->len : room;
	while (fits > 0 && fits < in->len && ((unsigned char)in->text[fits] & 0xc0) == 0x80)
		fits--;
	size_t rest = in->len - fits;
	size_t tail = rest < SPLIT_TAIL_MAX ? rest : SPLIT_TAIL_MAX;
	if (rest && tail < SPLIT_TAIL_MAX && now->tail) { /* a short last piece: the one before it helps out */
		size_t drop = now->tail + tail > SPLIT_TAIL_MAX ? now->tail + tail - SPLIT_TAIL_MAX : 0;
		memmove(l->text.p + now->at + head, l->text.p + now->at + head + drop, now->tail - drop);
		l->text.len -= drop;
		now->tail -= (uint32_t)drop;
	} else if (rest) {
		buf_truncate(&l->text, now->at + head);
		now->tail = 0;
	}
	buf_add(&l->text, in->text, fits);
	buf_add(&l->text, in->text + in->len - tail, tail);
	now->tail += (uint32_t)tail;
	now->kept = (uint32_t)(l->text.len - now->at);
}

static void end_line(struct split_lines *l)
{
	struct line *now = &l->now;
	l->in_line = false;
	if (is_blank(l, now)) {
		if (now->kept && memchr(l->text.p + now->at, '\f', now->kept))
			l->s->pending_rule |= MARK_RULE_BEFORE;
		buf_truncate(&l->text, now->at);
		l->blank = true;
		return;
	}
	now->after_blank = l->blank;
	now->marks = l->s->pending_rule;
	l->s->pending_rule = 0;
	l->blank = false;
	classify(l, now);
	l->line[l->count++] = *now;
	if (l->count == WINDOW_LINES || l->text.len >= WINDOW_BYTES)
		flush(l);
}

void split_lines_add(struct split_lines *l, const struct text_line *in)
{
	struct split *s = l->s;
	if (!l->in_line) {
		l->now = (struct line){
			.at = l->text.len, .number = in->number, .off = s->lines_off, .src = in->src_start
		};
		l->in_line = true;
	}
	add_piece(l, in);
	s->lines_off += in->len;
	l->now.end_off = s->lines_off;
	l->now.end_src = in->src_end;
	if (in->more)
		return;
	s->lines_off++;
	s->end_src = in->src_end;
	s->last_line = in->number;
	end_line(l);
}

void split_lines_finish(struct split_lines *l)
{
	if (l->in_line) /* the last piece was announced to go on */
		end_line(l);
	flush(l);
	close_draft(l);
}
