/*
 * The tokenizer: finds the words of a text and folds them.
 *
 * Most news is ASCII with a few curly quotes, so ASCII letters and digits are
 * lowered by table in a tight loop; any other character is looked up in fold.c,
 * two loads away. Three things need a look ahead: an apostrophe (possessive, elision
 * or part of the word), the stops of an abbreviation, and what follows a letter
 * of a script without spaces.
 */
#include "lede/token.h"

#include <string.h>
#include <uninorm.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "fold.h"
#include "lede/unicode.h"

/* What an ASCII byte gives in a word; 0 parts words. */
static const unsigned char ascii_word[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7',
	['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
	['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
	['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v',
	['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
	['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l',
	['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
	['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define LOWER_BIT UINT64_C(0x20) /* what a small letter has over its capital */

/* The word being read. */
struct word {
	size_t len;    /* of t->out */
	size_t end;    /* after its last letter or mark in the text */
	size_t after;  /* where the next token is looked for; t->at when reading is over */
	size_t chars;  /* letters and digits so far */
	bool full;     /* TOKEN_MAX is reached: the rest is not kept */
	bool finished; /* an apostrophe ended it */
};

struct look {
	const struct fold *fold; /* NULL at the end of the text */
	size_t len;
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The character at at: those of two bytes, and of three that need no further check, without a call. */
static inline struct look look_at(const struct tokenizer *t, size_t at)
{
	if (at >= t->n)
		return (struct look){ NULL, 0 };
	const char *p = t->p + at;
	size_t left = t->n - at;
	unsigned char lead = (unsigned char)p[0];
	uint32_t c;
	if (lead >= 0xc2 && lead < 0xe0 && left >= 2 && is_continuation(p[1])) {
		c = (uint32_t)(lead & 0x1f) << 6 | (p[1] & 0x3f);
		return (struct look){ fold_char(c), 2 };
	}
	if (lead > 0xe0 && lead < 0xed && left >= 3 && is_continuation(p[1]) && is_continuation(p[2])) {
		c = (uint32_t)(lead & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		return (struct look){ fold_char(c), 3 };
	}
	size_t len = utf8_next(p, left, &c);
	return (struct look){ fold_char(c), len };
}

static bool is_kind(struct look k, enum fold_kind kind)
{
	return k.fold && k.fold->kind == kind;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What a character folds to is mostly two or three bytes: eight are copied, which takes one load and one store. */
static void word_add(struct tokenizer *t, struct word *w, const struct fold *f)
{
	if (w->full || w->len + f->len > TOKEN_MAX) {
		w->full = true;
		return;
	}
	if (f->len <= FOLD_SLACK)
		memcpy(t->out + w->len, f->text, FOLD_SLACK);
	else
		memcpy(t->out + w->len, f->text, f->len);
	w->len += f->len;
}

/* Eight bytes at a time: each byte of the result is 0x80 where that of w is a letter, of either case. */
static uint64_t letters_of(uint64_t w)
{
	uint64_t low = (w | LOWER_BIT * EACH_BYTE) & 0x7f * EACH_BYTE;
	return (low + (0x80 - 'a') * EACH_BYTE) & ~(low + (0x7f - 'z') * EACH_BYTE) & ~w & 0x80 * EACH_BYTE;
}

static uint64_t digits_of(uint64_t w)
{
	uint64_t low = w & 0x7f * EACH_BYTE;
	return (low + (0x80 - '0') * EACH_BYTE) & ~(low + (0x7f - '9') * EACH_BYTE) & ~w & 0x80 * EACH_BYTE;
}

/* How many of eight bytes, in the order of memory, come before the first whose mark is not 0. */
static size_t bytes_before(uint64_t marks)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return (size_t)__builtin_clzll(marks) / 8;
#else
	return (size_t)__builtin_ctzll(marks) / 8;
#endif
}

/* Folds the letters and digits at p, of which eight bytes can be read, to out, where eight can be written. Returns
 * how many there were, at most eight. */
static inline size_t fold_eight(char *out, const char *p)
{
	uint64_t w;
	memcpy(&w, p, sizeof w);
	uint64_t letters = letters_of(w);
	uint64_t others = ~(letters | digits_of(w)) & 0x80 * EACH_BYTE;
	w |= letters / (0x80 / LOWER_BIT);
	memcpy(out, &w, sizeof w);
	return others ? bytes_before(others) : 8;
}

/* What is left when the word is long or the text ends. */
static size_t word_ascii_slowly(struct tokenizer *t, struct word *w, size_t at)
{
	for (; at < t->n; at++) {
		unsigned char folded = ascii_word[(unsigned char)t->p[at]];
		if (!folded)
			break;
		if (w->len == TOKEN_MAX)
			w->full = true;
		if (!w->full)
			t->out[w->len++] = (char)folded;
	}
	return at;
}

static void word_ascii(struct tokenizer *t, struct word *w)
{
	size_t at = w->after, some = 8;
	while (some == 8 && !w->full && w->len + 8 <= TOKEN_MAX && t->n - at >= 8) {
		some = fold_eight(t->out + w->len, t->p + at);
		w->len += some;
		at += some;
	}
	if (some == 8)
		at = word_ascii_slowly(t, w, at);
	if (at == w->after)
		return;
	w->chars += at - w->after;
	w->after = w->end = at;
}

/* Words that lose their last vowel before another: l'Oise, d'Estaing, qu'il, dell'anno. */
static bool is_elided(const char *s, size_t n)
{
	static const char *const whole[] = { "un", "all", "dall", "dell", "nell", "sull", "quell", "quest" };
	if (n == 1)
		return s[0] && strchr("ldjcnstm", s[0]);
	if (n >= 2 && s[n - 2] == 'q' && s[n - 1] == 'u')
		return true;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (n == strlen(whole[i]) && memcmp(s, whole[i], n) == 0)
			return true;
	return false;
}

/* Length of apostrophe and s at at, where the word ends with them; else 0. */
static size_t possessive_at(const struct tokenizer *t, size_t at)
{
	struct look mark = look_at(t, at);
	if (!is_kind(mark, FOLD_APOSTROPHE))
		return 0;
	struct look s = look_at(t, at + mark.len);
	if (!is_kind(s, FOLD_WORD) || s.fold->len != 1 || s.fold->text[0] != 's')
		return 0;
	struct look next = look_at(t, at + mark.len + s.len);
	if (is_kind(next, FOLD_WORD) || is_kind(next, FOLD_MARK))
		return 0;
	return mark.len + s.len;
}

/* An apostrophe of mark_len bytes stands at w->after. */
static void word_apostrophe(struct tokenizer *t, struct word *w, size_t mark_len)
{
	struct look next = look_at(t, w->after + mark_len);
	size_t possessive = possessive_at(t, w->after);
	w->finished = true;
	if (possessive) {
		w->after += possessive;
		return;
	}
	if (!is_kind(next, FOLD_WORD))
		return;
	char first = next.fold->text[0];
	if (is_elided(t->out, w->len) && strchr("aeiouyh0123456789", first))
		return;
	if (is_digit(first) || is_digit(t->out[w->len - 1]))
		return;
	w->after += mark_len;
	w->finished = false;
}

/* Takes the character at w->after where it belongs to the word. */
static void word_other(struct tokenizer *t, struct word *w)
{
	struct look k = look_at(t, w->after);
	if (!k.fold) {
		w->finished = true;
		return;
	}
	switch (k.fold->kind) {
	case FOLD_WORD:
		w->chars++;
		/* fall through */
	case FOLD_MARK:
		word_add(t, w, k.fold);
		w->after += k.len;
		w->end = w->after;
		break;
	case FOLD_IGNORE:
		w->after += k.len;
		break;
	case FOLD_APOSTROPHE:
		word_apostrophe(t, w, k.len);
		break;
	default:
		w->finished = true;
	}
}

/* The single letter of an abbreviation at at: its length with its marks, 0 where there is none. */
static size_t initial_at(const struct tokenizer *t, size_t at, struct look *letter)
{
	*letter = look_at(t, at);
	if (!is_kind(*letter, FOLD_WORD) || is_digit(letter->fold->text[0]))
		return 0;
	size_t len = letter->len;
	struct look next = look_at(t, at + len);
	while (is_kind(next, FOLD_MARK)) {
		len += next.len;
		next = look_at(t, at + len);
	}
	return is_kind(next, FOLD_WORD) ? 0 : len;
}

static bool stop_at(const struct tokenizer *t, size_t at)
{
	return at < t->n && t->p[at] == '.';
}

/* After a single letter with a stop: the letters that follow, each with a stop but perhaps the last, join it. */
static void word_abbreviation(struct tokenizer *t, struct word *w)
{
	while (stop_at(t, w->end)) {
		struct look letter;
		size_t len = initial_at(t, w->end + 1, &letter);
		if (len == 0)
			break;
		word_add(t, w, letter.fold);
		w->chars++;
		w->end += 1 + len;
	}
	if (w->chars < 2)
		return;
	if (stop_at(t, w->end))
		w->end++;
	w->after = w->end + possessive_at(t, w->end);
}

static void read_word(struct tokenizer *t, struct word *w)
{
	while (w->after < t->n && !w->finished) {
		unsigned char c = (unsigned char)t->p[w->after];
		if (ascii_word[c])
			word_ascii(t, w);
		else if (c >= 0x80 || c == '\'')
			word_other(t, w);
		else
			break;
	}
	if (w->chars == 1 && stop_at(t, w->end) && !is_digit(t->out[0]))
		word_abbreviation(t, w);
}

/* The one character that a folded text is; 0 where it is more or none. */
static uint32_t single_char(const char *text, size_t len)
{
	uint32_t c;
	return len > 0 && utf8_next(text, len, &c) == len ? c : 0;
}

/* Whether a character may be the second part of a letter written apart: the sound mark of kana, a vowel or final
 * jamo (U+1161 to U+11C2, whose UTF-8 begins with 0xe1). */
static bool may_compose(struct look next)
{
	if (is_kind(next, FOLD_VOICED))
		return true;
	return is_kind(next, FOLD_SOLO) && (unsigned char)next.fold->text[0] == 0xe1;
}

/* The letter of its two parts; 0 where they are not the parts of one. */
static uint32_t compose(uint32_t first, struct look next)
{
	uint32_t second = single_char(next.fold->text, next.fold->len);
	return first && second ? uc_composition(first, second) : 0;
}

static void read_solo(struct tokenizer *t, struct word *w)
{
	struct look k = look_at(t, w->after);
	word_add(t, w, k.fold);
	uint32_t whole = single_char(k.fold->text, k.fold->len);
	w->after += k.len;
	for (;;) {
		k = look_at(t, w->after);
		uint32_t composed = may_compose(k) ? compose(whole, k) : 0;
		if (composed) {
			whole = composed;
			w->len = utf8_put(t->out, whole);
		} else if (is_kind(k, FOLD_MARK)) {
			whole = 0;
			word_add(t, w, k.fold);
		} else if (!is_kind(k, FOLD_VOICED)) {
			break;
		}
		w->after += k.len;
	}
	w->end = w->after;
}

/* Moves to the next letter or digit. Returns its kind, FOLD_BREAK at the end; *gap: something stood before it. */
static enum fold_kind skip_to_word(struct tokenizer *t, bool *gap, bool *capital)
{
	const unsigned char *p = (const unsigned char *)t->p;
	while (t->at < t->n) {
		unsigned char c = p[t->at];
		if (ascii_word[c]) {
			*capital = c >= 'A' && c <= 'Z';
			return FOLD_WORD;
		}
		if (c < 0x80) {
			*gap = true;
			t->at++;
			continue;
		}
		struct look k = look_at(t, t->at);
		if (k.fold->kind == FOLD_WORD || k.fold->kind == FOLD_SOLO) {
			*capital = k.fold->capital;
			return k.fold->kind;
		}
		*gap = *gap || k.fold->kind == FOLD_BREAK || k.fold->kind == FOLD_APOSTROPHE;
		t->at += k.len;
	}
	return FOLD_BREAK;
}

void token_init(struct tokenizer *t, const char *p, size_t n)
{
	t->p = p;
	t->n = n;
	t->at = 0;
	t->last_end = 0;
}

/* Any word; apart from token_next, so that plain ones are not made to pay for what it needs. */
static __attribute__((noinline)) bool next_of_any(struct tokenizer *t, struct token *out)
{
	bool gap = t->last_end == 0 || t->at != t->last_end;
	enum fold_kind kind = skip_to_word(t, &gap, &out->capital);
	if (kind == FOLD_BREAK)
		return false;
	struct word w = { .after = t->at, .end = t->at };
	if (kind == FOLD_SOLO)
		read_solo(t, &w);
	else
		read_word(t, &w);
	out->text = t->out;
	out->len = (uint32_t)w.len;
	out->start = t->at;
	out->end = w.end;
	out->joined = kind == FOLD_SOLO && !gap;
	t->at = w.after;
	t->last_end = w.end;
	return true;
}

/* How many of sixteen bytes at p are ASCII letters and digits, folded to out. 0: all of them, or behind them stands what may belong
 * to the word or tell more of it. */
static inline size_t fold_plain(char *out, const char *p)
{
	size_t n = fold_eight(out, p);
	if (n == 8)
		n += fold_eight(out + 8, p + 8);
	if (n == 16)
		return 0;
	unsigned char next = (unsigned char)p[n];
	return next >= 0x80 || next == '\'' || (next == '.' && n == 1) ? 0 : n;
}

/* Short words of ASCII are most of most texts, and so by the shortest way. */
bool token_next(struct tokenizer *t, struct token *out)
{
	size_t at = t->at, n = 0;
	while (at < t->n && (unsigned char)t->p[at] < 0x80 && !ascii_word[(unsigned char)t->p[at]])
		at++;
	if (at < t->n && t->n - at >= 16)
		n = fold_plain(t->out, t->p + at);
	if (!n)
		return next_of_any(t, out);
	*out = (struct token){ .text = t->out,
		               .len = (uint32_t)n,
		               .start = at,
		               .end = at + n,
		               .capital = t->p[at] >= 'A' && t->p[at] <= 'Z' };
	t->at = t->last_end = at + n;
	return true;
}

uint64_t token_hash(const char *text, size_t len)
{
	return XXH3_64bits(text, len);
}
