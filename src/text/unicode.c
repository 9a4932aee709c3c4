/*
 * Display text: what may reach the screen and how many cells it takes there.
 *
 * text_clean sorts each character into one of five classes. The common letters
 * are known by range; the rest is asked of libunistring. What Unicode or the
 * C library does not know (unassigned, private use, no width) is shown as
 * U+FFFD, since a terminal may do anything with it.
 */
#include "lede/unicode.h"

#include <langinfo.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>
#include <wchar.h>

#include "utf8.h"

enum {
	MARKS_MAX = 4, /* zero-width characters on one base: what a cell of curses holds */
	DOTTED_CIRCLE = 0x25cc,
	ELLIPSIS = 0x2026,
	ZERO_WIDTH_JOINER = 0x200d
};

enum clean_class {
	CLEAN_SHOW,
	CLEAN_MARK, /* needs a character to stand on */
	CLEAN_SPACE,
	CLEAN_DROP,
	CLEAN_REPLACE
};

struct range {
	uint32_t first, last;
};

static bool locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int text_char_width(uint32_t c)
{
	if (c < 0x7f)
		return c >= 0x20;
	int w = wcwidth((wchar_t)c);
	if (w < 0 && !locale_is_utf8())
		w = uc_width(c, "UTF-8");
	return w > 0 ? w : 0;
}

/* Assigned letters and signs that are plainly shown: most of what is not ASCII in the news. */
static bool is_common(uint32_t c)
{
	static const struct range common[] = {
		{ 0xa1, 0xac },     { 0xae, 0x17f },    { 0x2010, 0x2027 }, { 0x410, 0x451 },
		{ 0x621, 0x63a },   { 0x641, 0x64a },   { 0x3001, 0x3029 }, { 0x3041, 0x3096 },
		{ 0x30a1, 0x30fe }, { 0x4e00, 0x9fa5 }, { 0xac00, 0xd7a3 },
	};
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (c >= common[i].first && c <= common[i].last)
			return true;
	return false;
}

static bool is_hangul_filler(uint32_t c)
{
	return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0;
}

/* Skin tones: a terminal that does not join them to the emoji before them would give them two cells of their own. */
static bool is_emoji_modifier(uint32_t c)
{
	return c >= 0x1f3fb && c <= 0x1f3ff;
}

static enum clean_class class_of_control(uint32_t c)
{
	return (c >= '\t' && c <= '\r') || c == 0x85 ? CLEAN_SPACE : CLEAN_DROP;
}

static enum clean_class class_of_category(uint32_t c)
{
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Z))
		return CLEAN_SPACE;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf))
		return CLEAN_DROP;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_C))
		return CLEAN_REPLACE;
	if (locale_is_utf8() && wcwidth((wchar_t)c) < 0)
		return CLEAN_REPLACE;
	if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M) || text_char_width(c) == 0)
		return CLEAN_MARK;
	return CLEAN_SHOW;
}

static enum clean_class clean_class(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return class_of_control(c);
	if (c == ' ')
		return CLEAN_SPACE;
	if (c < 0x7f || is_common(c))
		return CLEAN_SHOW;
	if (is_hangul_filler(c))
		return CLEAN_SPACE;
	if (uc_is_property_default_ignorable_code_point(c) || is_emoji_modifier(c))
		return CLEAN_DROP;
	return class_of_category(c);
}

struct cleaner {
	struct buf *out;
	bool started; /* something has been shown: a space may follow */
	bool space;   /* a space is due before the next character */
	bool base;    /* the last thing shown can carry a mark */
	int marks;    /* zero-width characters on it */
};

static void put_char(struct buf *out, uint32_t c)
{
	char bytes[4];
	buf_add(out, bytes, utf8_put(bytes, c));
}

static void clean_begin(struct cleaner *k)
{
	if (k->space && k->started)
		buf_addc(k->out, ' ');
	k->space = false;
	k->started = true;
}

static void clean_show(struct cleaner *k, uint32_t c)
{
	clean_begin(k);
	put_char(k->out, c);
	k->base = true;
	k->marks = 0;
}

static void clean_mark(struct cleaner *k, uint32_t c)
{
	if (!k->base || k->space)
		clean_show(k, DOTTED_CIRCLE);
	if (text_char_width(c) > 0)
		k->marks = 0;
	else if (++k->marks > MARKS_MAX)
		return;
	put_char(k->out, c);
}

static void clean_char(struct cleaner *k, uint32_t c)
{
	switch (clean_class(c)) {
	case CLEAN_SHOW:
		clean_show(k, c);
		break;
	case CLEAN_MARK:
		clean_mark(k, c);
		break;
	case CLEAN_SPACE:
		k->space = true;
		break;
	case CLEAN_REPLACE:
		clean_show(k, UTF8_REPLACEMENT);
		break;
	case CLEAN_DROP:
		break;
	}
}

/* Length of the run of ASCII at p that is clean already: words with single spaces between, a word at either end. */
static size_t clean_run(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && p[i] >= 0x20 && p[i] < 0x7f && (p[i] != ' ' || (i > 0 && p[i - 1] != ' ')))
		i++;
	return i > 0 && p[i - 1] == ' ' ? i - 1 : i;
}

void text_clean(struct buf *out, const char *p, size_t n)
{
	struct cleaner k = { .out = out };
	buf_reserve(out, n);
	buf_add(out, "", 0); /* ends with NUL even where nothing is left */
	for (size_t i = 0; i < n;) {
		size_t run = clean_run(p + i, n - i);
		if (run > 0) {
			clean_begin(&k);
			buf_add(out, p + i, run);
			k.base = true;
			k.marks = 0;
			i += run;
			continue;
		}
		uint32_t c;
		i += utf8_next(p + i, n - i, &c);
		clean_char(&k, c);
	}
}

int text_width(const char *p, size_t n)
{
	int width = 0;
	for (size_t i = 0; i < n;) {
		uint32_t c = (unsigned char)p[i];
		i += c < 0x80 ? 1 : utf8_next(p + i, n - i, &c);
		width += c >= 0x20 && c < 0x7f ? 1 : text_char_width(c);
	}
	return width;
}

/* What UAX #29 needs to know of a cluster beyond its last character. */
struct cluster {
	uint32_t last;
	int indicators; /* regional indicators in a row */
	bool picture;   /* a pictograph, then nothing but what extends it */
};

static bool is_regional_indicator(uint32_t c)
{
	return c >= 0x1f1e6 && c <= 0x1f1ff;
}

static bool is_picture(uint32_t c)
{
	return c >= 0xa9 && uc_is_property_extended_pictographic(c);
}

static bool cluster_takes(const struct cluster *k, uint32_t c)
{
	if (is_regional_indicator(k->last) && is_regional_indicator(c))
		return k->indicators % 2 == 1;
	if (k->last == ZERO_WIDTH_JOINER && k->picture && is_picture(c))
		return true;
	return !uc_is_grapheme_break(k->last, c);
}

static void cluster_add(struct cluster *k, uint32_t c)
{
	bool extends = uc_graphemeclusterbreak_property(c) == GBP_EXTEND || c == ZERO_WIDTH_JOINER;
	k->indicators = is_regional_indicator(c) ? k->indicators + 1 : 0;
	k->picture = is_picture(c) || (k->picture && extends);
	k->last = c;
}

/* Between two characters below U+0300 there is a boundary, but for CR LF. */
static bool is_plain_pair(uint32_t first, const char *rest, size_t n)
{
	return n == 0 || (first < 0x300 && (unsigned char)rest[0] < 0xcc && first != '\r');
}

size_t text_grapheme(const char *p, size_t n, int *width)
{
	*width = 0;
	if (n == 0)
		return 0;
	uint32_t c;
	size_t len = utf8_next(p, n, &c);
	*width = text_char_width(c);
	if (is_plain_pair(c, p + len, n - len))
		return len;
	struct cluster k = { 0 };
	cluster_add(&k, c);
	while (len < n) {
		size_t more = utf8_next(p + len, n - len, &c);
		if (!cluster_takes(&k, c))
			break;
		cluster_add(&k, c);
		*width += text_char_width(c);
		len += more;
	}
	return len;
}

size_t text_fit(const char *p, size_t n, int width, int *used)
{
	size_t at = 0;
	*used = 0;
	while (at < n) {
		int cells;
		size_t len = text_grapheme(p + at, n - at, &cells);
		if (*used + cells > width)
			break;
		*used += cells;
		at += len;
	}
	return at;
}

int text_ellipsize(struct buf *out, const char *p, size_t n, int width)
{
	int used;
	size_t fits = text_fit(p, n, width, &used);
	if (fits == n) {
		buf_add(out, p, n);
		return used;
	}
	if (width < 1)
		return 0;
	fits = text_fit(p, n, width - 1, &used);
	while (fits > 0 && p[fits - 1] == ' ') {
		fits--;
		used--;
	}
	buf_add(out, p, fits);
	put_char(out, ELLIPSIS);
	return used + 1;
}
