/*
 * Folding, a character at a time, from tables that are made as they are needed.
 *
 * libunistring knows decompositions and case, but takes a microsecond a
 * character. So a page of 256 characters is folded when the first of them is
 * met, and kept: news in one language touches two or three pages, Chinese some
 * eighty (whose letters need no work). Pages are published with one atomic
 * exchange; the loser of a race frees its own.
 */
#include "fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "lede/buf.h"
#include "lede/unicode.h"

enum {
	FOLD_CHARS_MAX = 32, /* the longest compatibility decomposition has 18 */
	FOLD_BYTES_MAX = 4 * FOLD_CHARS_MAX,
	TATWEEL = 0x640
};

/* The one table of the program: filled on demand, never emptied. */
_Atomic(struct fold_page *) fold_pages[FOLD_PAGES];

struct chars {
	uint32_t c[FOLD_CHARS_MAX];
	size_t n;
};

struct substitute {
	uint32_t from;
	const char *to;
};

/* Letters that Unicode does not take apart but that are typed, and often printed, as others: Latin letters with
 * a stroke or hook, ligatures, and the Arabic forms that light stemming treats as one. */
static const struct substitute substitutes[] = {
	{ 0xe6, "ae" },      { 0xf0, "d" },       { 0xf8, "o" },       { 0xfe, "th" },      { 0x111, "d" },
	{ 0x127, "h" },      { 0x131, "i" },      { 0x142, "l" },      { 0x153, "oe" },     { 0x167, "t" },
	{ 0x199, "k" },      { 0x1b4, "y" },      { 0x253, "b" },      { 0x257, "d" },      { 0x629, "\u0647" },
	{ 0x649, "\u064a" }, { 0x671, "\u0627" }, { 0x6a9, "\u0643" }, { 0x6be, "\u0647" }, { 0x6c1, "\u0647" },
	{ 0x6cc, "\u064a" },
};

static const char *substitute_for(uint32_t c)
{
	for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++)
		if (substitutes[i].from == c)
			return substitutes[i].to;
	return NULL;
}

static bool in_category(uint32_t c, uint32_t mask)
{
	return uc_is_general_category_withtable(c, mask);
}

static bool is_han_or_hangul(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

/* A script that does not put spaces between words (Korean does, but its words take endings). */
static bool is_spaceless(uint32_t c)
{
	static const char *const names[] = {
		"Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"
	};
	if (c == 0x3006 || c == 0x30fc) /* shared by scripts, so of none: the closing mark, the long vowel */
		return true;
	const uc_script_t *script = uc_script(c);
	for (size_t i = 0; script && i < sizeof names / sizeof *names; i++)
		if (strcmp(script->name, names[i]) == 0)
			return true;
	return false;
}

static bool is_voiced_mark(uint32_t c)
{
	return c == 0x3099 || c == 0x309a || c == 0xff9e || c == 0xff9f;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0xb4 || c == 0x2bb || c == 0x2bc || (c >= 0x2018 && c <= 0x201b && c != 0x201a) ||
	       c == 0x2032 || c == 0x5f3 || c == 0x5f4 || c == 0xff07;
}

/* Formatting characters, the stretch of Arabic, and the half rings of romanised Arabic (Shi with an ayn, a). */
static bool is_ignored(uint32_t c)
{
	return c == TATWEEL || (c >= 0x2b9 && c <= 0x2c1) || in_category(c, UC_CATEGORY_MASK_Cf) ||
	       (uc_is_property_default_ignorable_code_point(c) && !in_category(c, UC_CATEGORY_MASK_L));
}

/* Accents go; the vowel signs of India and its neighbours are letters in all but name and stay. */
static bool is_kept_mark(uint32_t c)
{
	if (c < 0x900 || (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x2de0 && c <= 0x2dff) || (c >= 0xa66f && c <= 0xa69f))
		return false;
	if (in_category(c, UC_CATEGORY_MASK_Mc) || is_spaceless(c))
		return true;
	if (in_category(c, UC_CATEGORY_MASK_Me))
		return false;
	bool virama = uc_combining_class((ucs4_t)c) == UC_CCC_VR;
	return virama || (uc_is_property_alphabetic(c) && !uc_is_property_diacritic(c));
}

/* A symbol may stand for letters (a Kelvin sign, "kg" in one character), but not a raised or ringed one: the
 * trade mark sign is no part of the name before it. */
static bool is_symbol_of_letters(uint32_t c)
{
	uint32_t decomposed[UC_DECOMPOSITION_MAX_LENGTH];
	int tag = UC_DECOMP_CANONICAL;
	if (uc_decomposition(c, &tag, decomposed) <= 0)
		return false;
	return tag != UC_DECOMP_SUPER && tag != UC_DECOMP_CIRCLE && tag != UC_DECOMP_FRACTION;
}

static bool is_of_words(uint32_t c)
{
	if (in_category(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Nl))
		return true;
	if (in_category(c, UC_CATEGORY_MASK_No)) {
		uint32_t decomposed[UC_DECOMPOSITION_MAX_LENGTH];
		int tag = UC_DECOMP_CANONICAL;
		int n = uc_decomposition(c, &tag, decomposed);
		return n < 0 || (tag != UC_DECOMP_CIRCLE && tag != UC_DECOMP_FRACTION);
	}
	return in_category(c, UC_CATEGORY_MASK_S) && is_symbol_of_letters(c);
}

static void chars_add(struct chars *s, uint32_t c)
{
	if (s->n < FOLD_CHARS_MAX)
		s->c[s->n++] = c;
}

static void chars_take(struct chars *s, const uint32_t *from, size_t n)
{
	s->n = 0;
	for (size_t i = 0; i < n; i++)
		chars_add(s, from[i]);
}

static void chars_decompose(struct chars *s)
{
	uint32_t room[FOLD_CHARS_MAX];
	size_t n = FOLD_CHARS_MAX;
	uint32_t *r = u32_normalize(UNINORM_NFKD, s->c, s->n, room, &n);
	if (!r)
		return;
	chars_take(s, r, n);
	if (r != room)
		free(r);
}

static void chars_casefold(struct chars *s)
{
	uint32_t room[FOLD_CHARS_MAX];
	size_t n = FOLD_CHARS_MAX;
	uint32_t *r = u32_casefold(s->c, s->n, NULL, NULL, room, &n);
	if (!r)
		return;
	chars_take(s, r, n);
	if (r != room)
		free(r);
}

static void chars_drop_marks(struct chars *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t c = s->c[i];
		bool mark = in_category(c, UC_CATEGORY_MASK_M);
		if (!is_ignored(c) && !is_apostrophe(c) && (!mark || is_kept_mark(c)))
			s->c[n++] = c;
	}
	s->n = n;
}

static void chars_substitute(struct chars *s)
{
	struct chars old = *s;
	s->n = 0;
	for (size_t i = 0; i < old.n; i++) {
		const char *to = substitute_for(old.c[i]);
		int digit = uc_decimal_value(old.c[i]);
		if (to)
			for (size_t at = 0, len = strlen(to); at < len;) {
				uint32_t c;
				at += utf8_next(to + at, len - at, &c);
				chars_add(s, c);
			}
		else
			chars_add(s, digit >= 0 ? (uint32_t)('0' + digit) : old.c[i]);
	}
}

/* Marks go before case is folded, since folding makes a letter of the Greek iota below. */
static void chars_fold(struct chars *s)
{
	chars_decompose(s);
	chars_drop_marks(s);
	chars_casefold(s);
	chars_decompose(s);
	chars_drop_marks(s);
	chars_substitute(s);
}

/* Only the letters and digits stay; where a symbol held anything else it is no word. */
static bool chars_keep_words(struct chars *s, bool all)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (in_category(s->c[i], UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_M))
			s->c[n++] = s->c[i];
	bool lost = n < s->n;
	s->n = n;
	return n > 0 && !(all && lost);
}

static bool chars_any_spaceless(const struct chars *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_spaceless(s->c[i]))
			return true;
	return false;
}

/* Letters of spaceless scripts stay what they are unless they are another form of one other letter (half-width,
 * a radical): to take a voiced kana or a Thai vowel apart would part what readers hold for one. */
static enum fold_kind fold_spaceless(uint32_t c, struct chars *s)
{
	bool symbol = in_category(c, UC_CATEGORY_MASK_S);
	if (symbol && s->n != 1)
		return FOLD_BREAK;
	if (s->n != 1 || (c >= 0x3040 && c <= 0x30ff))
		*s = (struct chars){ { c }, 1 };
	return FOLD_SOLO;
}

static enum fold_kind fold_letter(uint32_t c, struct chars *s)
{
	*s = (struct chars){ { c }, 1 };
	if (is_han_or_hangul(c))
		return FOLD_SOLO;
	chars_fold(s);
	if (!chars_keep_words(s, in_category(c, UC_CATEGORY_MASK_S)))
		return in_category(c, UC_CATEGORY_MASK_L) ? FOLD_IGNORE : FOLD_BREAK;
	return chars_any_spaceless(s) ? fold_spaceless(c, s) : FOLD_WORD;
}

static enum fold_kind fold_mark(uint32_t c, struct chars *s)
{
	*s = (struct chars){ { c }, 1 };
	chars_decompose(s);
	chars_drop_marks(s);
	return FOLD_MARK;
}

static enum fold_kind fold_of(uint32_t c, struct chars *s)
{
	s->n = 0;
	if (is_voiced_mark(c)) {
		*s = (struct chars){ { c >= 0xff00 ? c - 0xff9e + 0x3099 : c }, 1 };
		return FOLD_VOICED;
	}
	if (is_apostrophe(c))
		return FOLD_APOSTROPHE;
	if (is_ignored(c))
		return FOLD_IGNORE;
	if (in_category(c, UC_CATEGORY_MASK_M))
		return fold_mark(c, s);
	return is_of_words(c) ? fold_letter(c, s) : FOLD_BREAK;
}

static size_t fold_write(char out[FOLD_BYTES_MAX], const struct chars *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += utf8_put(out + n, s->c[i]);
	return n;
}

static void fold_fill(struct fold *f, struct buf *pool, uint32_t c)
{
	struct chars s;
	char bytes[FOLD_BYTES_MAX];
	f->kind = (uint8_t)fold_of(c, &s);
	if (f->kind == FOLD_BREAK || f->kind == FOLD_IGNORE)
		s.n = 0;
	f->len = (uint8_t)fold_write(bytes, &s);
	f->capital = in_category(c, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
	buf_add(pool, bytes, f->len);
}

static struct fold_page *fold_page_new(uint32_t first)
{
	struct fold of[FOLD_PAGE_SIZE] = { { 0 } };
	struct buf pool = BUF_INIT;
	for (uint32_t i = 0; i < FOLD_PAGE_SIZE; i++)
		fold_fill(&of[i], &pool, first + i);
	struct fold_page *page = mem_zalloc(1, sizeof *page + pool.len + FOLD_SLACK);
	memcpy(page->of, of, sizeof of);
	memcpy(page->pool, buf_str(&pool), pool.len);
	const char *text = page->pool;
	for (size_t i = 0; i < FOLD_PAGE_SIZE; i++) {
		page->of[i].text = text;
		text += page->of[i].len;
	}
	buf_release(&pool);
	return page;
}

struct fold_page *fold_page_make(size_t index)
{
	struct fold_page *mine = fold_page_new((uint32_t)index * FOLD_PAGE_SIZE);
	struct fold_page *other = NULL;
	if (atomic_compare_exchange_strong_explicit(&fold_pages[index], &other, mine, memory_order_acq_rel,
	                                            memory_order_acquire))
		return mine;
	free(mine);
	return other;
}
