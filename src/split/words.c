/*
 * One pass over a block's text: its words as hashes (case folded, cut to six letters so that endings matter less;
 * scripts without spaces give pairs of neighbours), and counts of letters, capitals, digits and sentence ends.
 * No allocation. ASCII letters go through a table, everything else through split_char.
 */
#include <string.h>

#include "split_internal.h"

enum { WORD_CUT = 6 };
static const uint64_t KEY_START = 0x2545f4914f6cdd1du;

struct word {
	uint32_t hash;
	unsigned len;
	bool first_upper, digit;
	uint32_t last[2]; /* its last two letters */
};

static uint32_t mix(uint32_t h, uint32_t c)
{
	return (h ^ c) * 0x9e3779b1u ^ (h >> 15);
}

static uint64_t mix64(uint64_t h, uint32_t c)
{
	h = (h ^ c) * 0x9ddfea08eb382d69u;
	return h ^ h >> 29;
}

static void keep(struct split_scan *out, uint32_t h)
{
	out->key = mix64(out->key, h);
	if (out->words < SPLIT_WORDS_MAX)
		out->hash[out->words++] = h;
}

static void end_word(struct split_scan *out, struct word *w)
{
	if (!w->len)
		return;
	out->total_words++;
	out->titled_words += w->first_upper;
	if (w->len > 1 || w->digit)
		keep(out, w->hash);
	*w = (struct word){ 0 };
}

/* The Arabic article, with what may stand before it (and, with, to, for, as), is no part of the word: what has been read so
 * far is forgotten when it turns out to be that. */
static void drop_article(struct word *w, uint32_t c)
{
	bool article = c == 0x644 && w->last[0] == 0x627;
	bool joined = w->last[1] == 0x648 || w->last[1] == 0x628 || w->last[1] == 0x641 || w->last[1] == 0x643;
	bool doubled = c == 0x644 && w->last[0] == 0x644;
	if ((article && (w->len == 2 || (w->len == 3 && joined))) || (doubled && w->len == 2)) {
		w->hash = 0;
		w->len = 0;
	}
	w->last[1] = w->last[0];
	w->last[0] = c;
}

static void add_letter(struct split_scan *out, struct word *w, uint32_t c)
{
	bool upper = split_is_upper(c);
	uint32_t low = upper ? split_lower(c) : c;
	if (!w->len)
		w->first_upper = upper;
	if (w->len < WORD_CUT)
		w->hash = mix(w->hash, low);
	w->len++;
	if (c >= 0x620 && c < 0x650)
		drop_article(w, c);
	out->letters++;
	out->upper += upper;
	out->lower += !upper;
}

/* A sentence ends where a stop is followed by space and then by no small letter. */
static bool ends_sentence(uint32_t c, const char *p, const char *end)
{
	uint32_t next;
	bool stop = c < 0x80 ? c == '.' || c == '!' || c == '?' : split_is_stop(c) || c == 0xff1f || c == 0x061f;
	if (!stop)
		return false;
	if (c > 0x2fff)
		return p < end;
	if (p >= end || (*p != ' ' && *p != '\n'))
		return false;
	while (p < end && (*p == ' ' || *p == '\n'))
		p++;
	if (p >= end)
		return false;
	split_char(p, end, &next);
	return split_is_upper(next) || (next > 0x500 && split_is_letter(next)) || split_is_open_quote(next);
}

/* What follows the apostrophe in "Ann's" or "don't" does not make a word of its own. */
static const char *skip_apostrophe(const char *p, const char *end)
{
	const char *q = p;
	while (q < end && q - p <= 2 && (*q | 32) >= 'a' && (*q | 32) <= 'z')
		q++;
	return q - p <= 2 ? q : p;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019;
}

static bool is_silent(uint32_t c)
{
	return (c >= 0x64b && c <= 0x652) || c == 0x640 || (c >= 0x300 && c < 0x370) || c == 0xad;
}

static void other_char(struct split_scan *out, struct word *w, uint32_t c, const char **p, const char *end)
{
	if (c >= '0' && c <= '9') {
		if (w->len < WORD_CUT)
			w->hash = mix(w->hash, c);
		w->len++;
		w->digit = true;
		out->digits++;
		return;
	}
	unsigned len = w->len;
	end_word(out, w);
	if (len && is_apostrophe(c))
		*p = skip_apostrophe(*p, end);
	else if (len > 1 || c > 0x2fff)
		out->sentences += ends_sentence(c, *p, end);
	out->quotes += c == '"' || c == 0x201c || c == 0xab || c == 0x300c;
}

static bool is_ascii_letter(unsigned char c)
{
	return (unsigned)((c | 32) - 'a') < 26u;
}

/* A run of ASCII letters: most of most texts, and so by the shortest way. */
static const char *ascii_letters(struct split_scan *out, struct word *w, const char *p, const char *end)
{
	const char *from = p;
	unsigned upper = 0;
	uint32_t hash = w->hash;
	unsigned room = w->len < WORD_CUT ? WORD_CUT - w->len : 0;
	if (!w->len)
		w->first_upper = *p < 'a';
	for (; p < end && is_ascii_letter((unsigned char)*p); p++) {
		upper += *p < 'a';
		if (room) {
			hash = mix(hash, (unsigned char)(*p | 32));
			room--;
		}
	}
	unsigned n = (unsigned)(p - from);
	w->hash = hash;
	w->len += n;
	out->letters += n;
	out->chars += n;
	out->upper += upper;
	out->lower += n - upper;
	return p;
}

static const uint64_t EACH = 0x0101010101010101u, HIGH = 0x8080808080808080u;

/* Bits 0x80 where the bytes of eight are from 'a' to 'z'; none of them may be above 0x7f. */
static uint64_t small_letters(uint64_t eight)
{
	return (eight + (0x80 - 'a') * EACH) & ~(eight + (0x80 - 'z' - 1) * EACH) & HIGH;
}

/* Eight bytes, the first one lowest. */
static uint64_t load_eight(const char *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* The hash of a word's first letters, in small letters: all six are made and the right one taken, since how long the next word
 * is cannot be guessed. */
static uint32_t hash_letters(uint64_t small, unsigned n)
{
	uint32_t h[WORD_CUT + 1];
	h[0] = 0;
	h[1] = mix(h[0], small & 0xff);
	h[2] = mix(h[1], small >> 8 & 0xff);
	h[3] = mix(h[2], small >> 16 & 0xff);
	h[4] = mix(h[3], small >> 24 & 0xff);
	h[5] = mix(h[4], small >> 32 & 0xff);
	h[6] = mix(h[5], small >> 40 & 0xff);
	return h[n < WORD_CUT ? n : WORD_CUT];
}

/* What a run of words adds up to. */
struct run {
	uint32_t words, titled, letters, upper, chars, sentences, quotes;
};

static void add_run(struct split_scan *out, const struct run *run)
{
	out->total_words += run->words;
	out->titled_words += run->titled;
	out->letters += run->letters;
	out->upper += run->upper;
	out->lower += run->letters - run->upper;
	out->chars += run->chars;
	out->sentences += run->sentences;
	out->quotes += run->quotes;
}

/* How many of the eight bytes, from the first on, are ASCII letters; *capitals gets bits 0x80 where they are capitals. */
static inline __attribute__((always_inline)) unsigned leading_letters(uint64_t eight, uint64_t *capitals)
{
	uint64_t small = (eight | 0x20 * EACH) & ~HIGH;
	uint64_t others = ~(small_letters(small) & ~eight) & HIGH;
	*capitals = ~eight << 2 & ((others & -others) - 1) & HIGH;
	return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}

/* The letters at p, as far as eight bytes can be read at a time; *upper is raised by the capitals among them. */
static unsigned more_letters(uint32_t *upper, const char *p, const char *end)
{
	unsigned n = 0, some = 8;
	for (; some == 8 && end - p >= 8; p += some) {
		uint64_t capitals;
		some = leading_letters(load_eight(p), &capitals);
		*upper += (uint32_t)((capitals >> 7) * EACH >> 56); /* their sum */
		n += some;
	}
	return n;
}

/* Neither letter nor digit. */
static bool is_ascii_sign(unsigned char c)
{
	return c < 0x80 && !is_ascii_letter(c) && (unsigned)(c - '0') >= 10u;
}

/* The sign c has been read behind n letters; p is what follows. Returns where to go on. */
static const char *ascii_sign(struct run *run, unsigned char c, unsigned n, const char *p, const char *end)
{
	if (n && c == '\'')
		return skip_apostrophe(p, end);
	run->sentences += n > 1 && ends_sentence(c, p, end);
	run->quotes += c == '"';
	if (p < end && *p == ' ') { /* as mostly */
		run->chars++;
		p++;
	}
	return p;
}

/* Words of ASCII letters with ASCII signs between them are most of most texts, and so by the shortest way. The last word is left
 * in w, or as much of it as was in reach. */
static const char *ascii_words(struct split_scan *out, struct word *w, const char *p, const char *end)
{
	struct run run = { 0 };
	while (end - p >= 8) {
		uint64_t capitals, eight = load_eight(p);
		unsigned n = leading_letters(eight, &capitals);
		run.upper += (uint32_t)((capitals >> 7) * EACH >> 56);
		p += n;
		if (n == 8) {
			unsigned more = more_letters(&run.upper, p, end);
			p += more;
			n += more;
		}
		bool known = p < end && (*p == ' ' || is_ascii_sign((unsigned char)*p));
		if (!n && !known)
			break;
		run.letters += n;
		run.chars += n;
		uint32_t hash = hash_letters(eight | 0x20 * EACH, n);
		if (!known) {
			*w = (struct word){ hash, n, capitals >> 7 & 1, false, { w->last[0], w->last[1] } };
			break;
		}
		run.words += n > 0;
		run.titled += capitals >> 7 & 1;
		if (n > 1)
			keep(out, hash);
		w->last[0] = w->last[1] = 0;
		run.chars++;
		unsigned char c = (unsigned char)*p++;
		if (c != ' ')
			p = ascii_sign(&run, c, n, p, end);
	}
	add_run(out, &run);
	return p;
}

static const char *ascii_run(struct split_scan *out, struct word *w, const char *p, const char *end)
{
	if (!w->len && !w->digit)
		p = ascii_words(out, w, p, end);
	return p < end && is_ascii_letter((unsigned char)*p) ? ascii_letters(out, w, p, end) : p;
}

static void wide_char(struct split_scan *out, struct word *w, uint32_t c, uint32_t before)
{
	end_word(out, w);
	out->wide++;
	out->letters++;
	if (before)
		keep(out, mix(mix(0, before), c));
}

void split_scan(struct split_scan *out, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct word w = { 0 };
	uint32_t before = 0; /* the character before, if it is of a script without spaces */
	*out = (struct split_scan){ .key = KEY_START };
	while (p < end) {
		uint32_t c;
		if (is_ascii_letter((unsigned char)*p)) {
			p = ascii_run(out, &w, p, end);
			before = 0;
			continue;
		}
		p += split_char(p, end, &c);
		out->chars++;
		if (c >= 0x3000)
			out->folds |= c == 0xfeff ? FOLDS_ANYWHERE : FOLDS_AT_LINE_ENDS;
		if (c >= 0x80 && is_silent(c))
			continue;
		bool wide = c >= 0xe00 && split_is_wide(c);
		if (wide)
			wide_char(out, &w, c, before);
		else if (split_is_letter(c))
			add_letter(out, &w, c);
		else
			other_char(out, &w, c, &p, end);
		before = wide ? c : 0;
	}
	end_word(out, &w);
	if (out->wide)
		out->total_words += out->wide * 2 / 5;
}

uint32_t split_count_words(const struct split_scan *scan)
{
	return scan->total_words - scan->wide * 2 / 5 + scan->wide;
}

uint32_t split_short_key(uint64_t key)
{
	return (uint32_t)(key ^ key >> 32);
}

bool split_begins_with(const struct split_scan *scan, uint32_t short_key)
{
	uint64_t key = KEY_START;
	for (size_t i = 0; i < scan->words; i++) {
		key = mix64(key, scan->hash[i]);
		if (split_short_key(key) == short_key)
			return true;
	}
	return false;
}
