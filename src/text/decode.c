/*
 * The decoder: bytes in, lines out.
 *
 * Bytes wait in one buffer until a line is whole; lines of UTF-8 are handed out from
 * there without a copy. The buffer's first byte has a known place in the source and
 * line ends are found in the raw bytes, so places are exact in every encoding. The decoder goes
 * through four stages; when it leaves one depends on the bytes alone, never on how they were fed:
 *
 *   HEAD    the first bytes: a byte order mark, UTF-16 without one
 *   ASCII   lines go out as they are, until a byte that is not ASCII
 *   SAMPLE  bytes are gathered from there, then the encoding is decided
 *   RUN     lines are converted
 *
 * A line longer than the buffer may grow is converted by and by into a second buffer and
 * leaves it in pieces.
 */
#include "lede/decode.h"

#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "detect.h"
#include "lede/buf.h"
#include "utf8.h"

enum {
	FEED_SLICE = 64 * 1024,    /* bytes taken in at a time */
	RAW_MAX = DECODE_LINE_MAX, /* bytes of an unfinished line that wait unconverted */
	ESCAPE = 0x1b
};

enum stage { STAGE_HEAD, STAGE_ASCII, STAGE_SAMPLE, STAGE_RUN };

struct decoder {
	decode_sink *sink;
	void *payload;
	struct codec *codec;
	enum stage stage;
	bool forced;  /* the encoding was given */
	bool decided; /* the encoding is known */
	int stopped;  /* what the sink returned */

	struct buf raw;   /* bytes not handed out yet */
	uint64_t raw_off; /* where raw begins in the source */
	char dropped;     /* the byte before raw */
	size_t scanned;   /* no line end stands before it in raw */
	size_t looked;    /* in STAGE_ASCII: all before it is ASCII; in STAGE_SAMPLE: the first byte that is not */

	char *out; /* DECODE_LINE_MAX bytes of converted line, made when first needed */
	size_t out_len;
	uint64_t piece_start; /* where the piece being made begins in the source */
	uint32_t number;
	uint64_t replaced;
};

struct decoder *decode_new(const char *encoding, decode_sink *sink, void *payload, struct err *err)
{
	struct codec *codec = codec_open(encoding ? encoding : "UTF-8", err);
	if (!codec)
		return NULL;
	struct decoder *d = mem_zalloc(1, sizeof *d);
	d->sink = sink;
	d->payload = payload;
	d->codec = codec;
	d->forced = d->decided = encoding != NULL;
	d->number = 1;
	d->dropped = '\n';
	return d;
}

void decode_free(struct decoder *d)
{
	if (!d)
		return;
	codec_close(d->codec);
	buf_release(&d->raw);
	free(d->out);
	free(d);
}

static void set_encoding(struct decoder *d, const char *name)
{
	struct codec *codec = codec_open(name, NULL);
	d->decided = true;
	if (!codec) /* a C library without that converter: UTF-8 with replacements is the best left */
		return;
	codec_close(d->codec);
	d->codec = codec;
}

/* Hands out a piece of text that ends at src_end; the line ends there or goes on. */
static void hand_out(struct decoder *d, const char *text, size_t len, uint64_t src_end, uint64_t src_next, bool more)
{
	struct text_line line = { .text = text,
		                  .len = len,
		                  .src_start = d->piece_start,
		                  .src_end = src_end,
		                  .src_next = src_next,
		                  .number = d->number,
		                  .more = more };
	d->stopped = d->sink(d->payload, &line);
	d->piece_start = src_next;
	if (!more)
		d->number++;
}

/* Converts n raw bytes at p into the line being made, handing out pieces as they fill. Returns the bytes used: all,
 * but for a character cut off at the end unless last is set. */
static size_t convert(struct decoder *d, const char *p, size_t n, bool last)
{
	uint64_t off = d->raw_off + (uint64_t)(p - d->raw.p);
	if (!d->out)
		d->out = mem_alloc(DECODE_LINE_MAX);
	struct codec_flow f = {
		.src = p, .n = n, .out = d->out, .room = DECODE_LINE_MAX, .made = d->out_len, .last = last
	};
	while (codec_convert(d->codec, &f) == CODEC_FULL && !d->stopped) {
		hand_out(d, d->out, f.made, off + f.used, off + f.used, true);
		f.made = 0;
	}
	d->out_len = f.made;
	d->replaced += f.replaced;
	return f.used;
}

/* The raw bytes from..end are what is left of a line whose end reaches to next. */
static void end_line(struct decoder *d, size_t from, size_t end, size_t next)
{
	const char *p = d->raw.p + from;
	size_t n = end - from;
	bool as_it_is = codec_form(d->codec)->is_utf8 && d->out_len == 0 && n <= DECODE_LINE_MAX;
	if (as_it_is && utf8_text_prefix(p, n) == n) {
		hand_out(d, p, n, d->raw_off + end, d->raw_off + next, false);
		return;
	}
	convert(d, p, n, true);
	if (d->stopped)
		return;
	size_t len = d->out_len;
	d->out_len = 0;
	hand_out(d, d->out, len, d->raw_off + end, d->raw_off + next, false);
}

/* A search for line ends in raw; lf and cr are the next ones known, n where there is none. */
struct scan {
	const struct codec_form *form;
	const char *p;
	size_t n;
	size_t lf, cr;
};

static bool is_unit(const struct codec_form *form, const char *p, unsigned char value)
{
	size_t low = form->big_endian ? form->unit - 1u : 0;
	for (size_t i = 0; i < form->unit; i++)
		if ((unsigned char)p[i] != (i == low ? value : 0))
			return false;
	return true;
}

static size_t scan_for(const struct scan *s, size_t from, unsigned char value)
{
	size_t unit = s->form->unit;
	if (unit == 1) {
		const char *hit = from < s->n ? memchr(s->p + from, value, s->n - from) : NULL;
		return hit ? (size_t)(hit - s->p) : s->n;
	}
	for (size_t i = from; i + unit <= s->n; i += unit)
		if (is_unit(s->form, s->p + i, value))
			return i;
	return s->n;
}

static void scan_from(struct scan *s, size_t at)
{
	if (s->lf < at)
		s->lf = scan_for(s, at, s->form->lf);
	if (s->cr < at)
		s->cr = scan_for(s, at, s->form->cr);
}

/* The first line end: *end is where it begins, *next what follows it. False where there is none, or where it is a
 * carriage return and whether a line feed follows is not known yet. */
static bool scan_next(const struct scan *s, bool final, size_t *end, size_t *next)
{
	size_t unit = s->form->unit;
	*end = s->lf < s->cr ? s->lf : s->cr;
	if (*end >= s->n)
		return false;
	*next = *end + unit;
	if (*end == s->lf)
		return true;
	if (*next + unit > s->n)
		return final;
	if (is_unit(s->form, s->p + *next, s->form->lf))
		*next += unit;
	return true;
}

/* Forgets the first n bytes of raw. */
static void drop_raw(struct decoder *d, size_t n)
{
	if (n == 0)
		return;
	d->dropped = d->raw.p[n - 1];
	memmove(d->raw.p, d->raw.p + n, d->raw.len - n);
	buf_truncate(&d->raw, d->raw.len - n);
	d->raw_off += n;
	d->scanned = d->scanned > n ? d->scanned - n : 0;
	d->looked = d->looked > n ? d->looked - n : 0;
}

/* Hands out the lines that end in the first n bytes of raw. */
static void take_lines(struct decoder *d, size_t n, bool final)
{
	struct scan s = { codec_form(d->codec), d->raw.p, n, 0, 0 };
	size_t from = 0, end, next;
	s.lf = scan_for(&s, d->scanned, s.form->lf);
	s.cr = scan_for(&s, d->scanned, s.form->cr);
	while (!d->stopped && scan_next(&s, final, &end, &next)) {
		end_line(d, from, end, next);
		from = next;
		scan_from(&s, from);
	}
	if (d->stopped)
		return;
	if (final && (n > from || d->out_len > 0)) {
		end_line(d, from, n, n);
		from = n;
	}
	size_t whole = n - ((n - from) & (s.form->unit - 1u)); /* units have 1, 2 or 4 bytes */
	d->scanned = s.cr < whole ? s.cr : whole;
	if (d->scanned - from > RAW_MAX)
		from += convert(d, d->raw.p + from, d->scanned - from, false);
	drop_raw(d, from);
}

/* A mark at the beginning names the encoding, and so does the form of UTF-16; neither overrules what was given, but
 * says which UTF-16 or UTF-32 was meant. */
static bool head_done(struct decoder *d, bool final)
{
	if (d->raw.len < DETECT_HEAD && !final)
		return false;
	const unsigned char *p = (const unsigned char *)buf_str(&d->raw);
	size_t mark = 0;
	const char *name = detect_bom(p, d->raw.len, &mark);
	if (!name)
		name = detect_utf16(p, d->raw.len < DETECT_HEAD ? d->raw.len : DETECT_HEAD);
	bool fits = name && (!d->forced || codec_accepts(d->codec, name));
	if (fits) {
		set_encoding(d, name);
		drop_raw(d, mark);
	}
	d->stage = fits || d->forced ? STAGE_RUN : STAGE_ASCII;
	return true;
}

/* Looks for an escape sequence of ISO-2022 in the ASCII from d->looked to limit. Returns where one begins, or may
 * begin once more is known; limit where there is none. */
static size_t find_escape(const struct decoder *d, size_t limit, bool final, const char **name)
{
	const char *p = d->raw.p;
	for (size_t at = d->looked; at < limit; at++) {
		const char *hit = memchr(p + at, ESCAPE, limit - at);
		if (!hit)
			break;
		at = (size_t)(hit - p);
		if (d->raw.len - at < DETECT_ESCAPE && !final)
			return at;
		*name = detect_escape((const unsigned char *)hit, d->raw.len - at);
		if (*name)
			return at;
	}
	return limit;
}

static bool ascii_done(struct decoder *d, bool final)
{
	const char *name = NULL;
	size_t limit = d->looked;
	if (d->raw.len > limit)
		limit += utf8_ascii_prefix(d->raw.p + limit, d->raw.len - limit);
	size_t at = find_escape(d, limit, final, &name);
	bool trigger = at < d->raw.len && (name || at == limit);
	d->looked = at;
	if (!trigger) {
		take_lines(d, at, final);
		return false;
	}
	take_lines(d, at, false);
	d->stage = name ? STAGE_RUN : STAGE_SAMPLE;
	if (name)
		set_encoding(d, name);
	return true;
}

static bool sample_done(struct decoder *d, bool final)
{
	size_t have = d->raw.len - d->looked;
	if (have < DETECT_SAMPLE && !final)
		return false;
	bool whole = have < DETECT_SAMPLE;
	const unsigned char *p = (const unsigned char *)d->raw.p + d->looked;
	char before = d->looked > 0 ? d->raw.p[d->looked - 1] : d->dropped;
	set_encoding(d, detect_encoding((unsigned char)before, p, whole ? have : DETECT_SAMPLE, whole));
	d->stage = STAGE_RUN;
	return true;
}

static void advance(struct decoder *d, bool final)
{
	if (d->stage == STAGE_HEAD && !head_done(d, final))
		return;
	if (d->stage == STAGE_ASCII && !ascii_done(d, final))
		return;
	if (d->stage == STAGE_SAMPLE && !sample_done(d, final))
		return;
	if (!d->stopped)
		take_lines(d, d->raw.len, final);
}

int decode_feed(struct decoder *d, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0 && !d->stopped) {
		size_t some = n < FEED_SLICE ? n : FEED_SLICE;
		buf_add(&d->raw, p, some);
		advance(d, false);
		p += some;
		n -= some;
	}
	return d->stopped;
}

int decode_finish(struct decoder *d)
{
	if (!d->stopped)
		advance(d, true);
	return d->stopped;
}

const char *decode_encoding(const struct decoder *d)
{
	return d->decided ? codec_name(d->codec) : "ASCII";
}

uint64_t decode_replaced(const struct decoder *d)
{
	return d->replaced;
}
