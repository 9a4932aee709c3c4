/*
 * Three ways to UTF-8: check it where it is UTF-8 already; a table of 256 entries
 * for the encodings of one byte a character, made through iconv when one is opened; iconv
 * itself for the others. iconv is given no NUL, since what it makes of one
 * would have to be found again in its output.
 */
#include "codec.h"

#include <errno.h>
#include <iconv.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lede/unicode.h"
#include "utf8.h"

enum { CODEC_NAME_MAX = 64, CODEC_TABLE = 256 };

struct table_entry {
	uint8_t len; /* 0: no character */
	char text[3];
};

/* Tables are few and small: each is made once and kept. Sources in old encodings often come by the thousand, and each
 * is tried with every encoding. */
struct table {
	struct table *next;
	char name[CODEC_NAME_MAX];
	struct table_entry of[CODEC_TABLE];
};

static _Atomic(struct table *) tables;

struct codec {
	char name[CODEC_NAME_MAX];
	struct codec_form form;
	iconv_t iconv;                   /* no_iconv() where a table or UTF-8 does */
	const struct table_entry *table; /* borrowed from tables */
	bool any_order;                  /* of UTF-16 or UTF-32: asked for without one */
	bool stateful;                   /* escapes last from line to line, so iconv must not be reset */
};

struct alias {
	const char *name;
	const char *iconv;
};

/* The name shown, and the iconv name of what such text really is: each is the superset that is in use. */
static const struct alias aliases[] = {
	{ "ASCII", "UTF-8" },       { "US-ASCII", "UTF-8" },   { "UTF8", "UTF-8" },       { "ISO-8859-1", "CP1252" },
	{ "LATIN1", "CP1252" },     { "ISO8859-1", "CP1252" }, { "SHIFT_JIS", "CP932" },  { "SHIFT-JIS", "CP932" },
	{ "SJIS", "CP932" },        { "GB2312", "GB18030" },   { "GBK", "GB18030" },      { "EUC-KR", "CP949" },
	{ "UHC", "CP949" },         { "BIG5", "BIG5-HKSCS" },  { "EUC-JP", "EUC-JP-MS" }, { "TIS-620", "CP874" },
	{ "WINDOWS-874", "CP874" }, { "UTF-16", "UTF-16LE" },  { "UCS-2", "UTF-16LE" },   { "UTF-32", "UTF-32LE" },
	{ "UCS-4", "UTF-32BE" },    { "UCS-2LE", "UTF-16LE" }, { "UCS-2BE", "UTF-16BE" }, { "UTF16", "UTF-16LE" },
	{ "UTF32", "UTF-32LE" },
};

static const char *iconv_name(const char *name)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (strcasecmp(aliases[i].name, name) == 0)
			return aliases[i].iconv;
	return name;
}

/* What iconv_open returns for a failure. */
static iconv_t no_iconv(void)
{
	return (iconv_t)-1; /* NOLINT(performance-no-int-to-ptr) */
}

static bool starts_with(const char *s, const char *prefix)
{
	return strncasecmp(s, prefix, strlen(prefix)) == 0;
}

/* One character of one byte, or false. */
static bool convert_byte(iconv_t cd, unsigned char byte, struct table_entry *e)
{
	char in = (char)byte, text[8];
	char *src = &in, *dst = text;
	size_t n = 1, room = sizeof text;
	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &src, &n, &dst, &room) == (size_t)-1 || n > 0)
		return false;
	size_t len = (size_t)(dst - text);
	if (len == 0 || len > sizeof e->text)
		return false;
	e->len = (uint8_t)len;
	memcpy(e->text, text, len);
	return true;
}

/* Whether every byte is by itself a character or no beginning of one. Stateful and multi-byte encodings are out:
 * there a byte may be cut off (EINVAL) or swallowed. */
static bool fill_table(iconv_t cd, struct table_entry *of)
{
	for (unsigned i = 0; i < CODEC_TABLE; i++) {
		errno = 0;
		if (!convert_byte(cd, (unsigned char)i, &of[i]) && errno != EILSEQ)
			return false;
	}
	of[0] = (struct table_entry){ 0, "" };
	return true;
}

static const struct table_entry *find_table(const char *name)
{
	for (struct table *t = atomic_load(&tables); t; t = t->next)
		if (strcasecmp(t->name, name) == 0)
			return t->of;
	return NULL;
}

/* NULL where the encoding is not one of single bytes. */
static const struct table_entry *make_table(iconv_t cd, const char *name)
{
	struct table *t = mem_zalloc(1, sizeof *t);
	if (!fill_table(cd, t->of)) {
		free(t);
		iconv(cd, NULL, NULL, NULL, NULL);
		return NULL;
	}
	memcpy(t->name, name, strlen(name) + 1); /* fits: is_name */
	t->next = atomic_load(&tables);
	while (!atomic_compare_exchange_weak(&tables, &t->next, t))
		;
	return t->of;
}

static void find_line_ends(struct codec *c)
{
	for (unsigned i = 0; c->table && i < CODEC_TABLE; i++) {
		if (c->table[i].len == 1 && c->table[i].text[0] == '\n')
			c->form.lf = (unsigned char)i;
		if (c->table[i].len == 1 && c->table[i].text[0] == '\r')
			c->form.cr = (unsigned char)i;
	}
}

static struct codec_form form_of(const char *name)
{
	struct codec_form form = { .unit = 1, .lf = '\n', .cr = '\r' };
	if (starts_with(name, "UTF-16"))
		form.unit = 2;
	else if (starts_with(name, "UTF-32"))
		form.unit = 4;
	form.big_endian = starts_with(name, "UTF-16BE") || starts_with(name, "UTF-32BE");
	form.is_utf8 = strcasecmp(name, "UTF-8") == 0;
	return form;
}

static bool lacks_byte_order(const char *name)
{
	static const char *const names[] = { "UTF-16", "UTF16", "UCS-2", "UTF-32", "UTF32", "UCS-4" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static void set_name(struct codec *c, const char *name)
{
	size_t n = strlen(name);
	for (size_t i = 0; i < n && i < CODEC_NAME_MAX - 1; i++)
		c->name[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 'a' + 'A' : name[i]);
}

/* A name with a slash would ask iconv for transliteration, an empty one for the locale's encoding. */
static bool is_name(const char *name)
{
	return *name && strlen(name) < CODEC_NAME_MAX && !strchr(name, '/');
}

/* Finds or makes the means to convert from the encoding; false where there are none. */
static bool find_means(struct codec *c, const char *real)
{
	c->table = find_table(real);
	if (c->table)
		return true;
	c->iconv = iconv_open("UTF-8", real);
	if (c->iconv == no_iconv())
		return false;
	if (c->form.unit == 1)
		c->table = make_table(c->iconv, real);
	if (c->table) {
		iconv_close(c->iconv);
		c->iconv = no_iconv();
	}
	return true;
}

struct codec *codec_open(const char *name, struct err *err)
{
	const char *real = iconv_name(name);
	struct codec *c = mem_zalloc(1, sizeof *c);
	c->form = form_of(real);
	c->any_order = lacks_byte_order(name);
	c->stateful = starts_with(real, "ISO-2022");
	c->iconv = no_iconv();
	set_name(c, c->form.is_utf8 ? real : name);
	if (c->form.is_utf8)
		return c;
	if (!is_name(name) || !find_means(c, real)) {
		err_set(err, "encoding %s: not known; iconv -l lists the names", name);
		free(c);
		return NULL;
	}
	find_line_ends(c);
	return c;
}

void codec_close(struct codec *c)
{
	if (!c)
		return;
	if (c->iconv != no_iconv())
		iconv_close(c->iconv);
	free(c);
}

const char *codec_name(const struct codec *c)
{
	return c->name;
}

const struct codec_form *codec_form(const struct codec *c)
{
	return &c->form;
}

static bool put(struct codec_flow *f, const char *text, size_t len)
{
	if (f->room - f->made < len)
		return false;
	memcpy(f->out + f->made, text, len);
	f->made += len;
	return true;
}

/* Puts U+FFFD for len bytes of src. */
static bool replace(struct codec_flow *f, size_t len)
{
	if (!put(f, UTF8_REPLACEMENT_BYTES, UTF8_REPLACEMENT_LEN))
		return false;
	f->used += len;
	f->replaced++;
	return true;
}

bool codec_accepts(const struct codec *c, const char *name)
{
	if (strcasecmp(c->name, name) == 0)
		return true;
	return c->any_order && form_of(name).unit == c->form.unit && c->form.unit > 1;
}

/* As much of the valid text at p as room holds in whole characters. */
static size_t cut_to_room(const char *p, size_t n, size_t room)
{
	if (n <= room)
		return n;
	while (room > 0 && ((unsigned char)p[room] & 0xc0) == 0x80)
		room--;
	return room;
}

static enum codec_stop convert_utf8(struct codec_flow *f)
{
	while (f->used < f->n) {
		const char *p = f->src + f->used;
		size_t left = f->n - f->used;
		size_t valid = utf8_text_prefix(p, left);
		size_t some = cut_to_room(p, valid, f->room - f->made);
		put(f, p, some);
		f->used += some;
		if (some < valid)
			return CODEC_FULL;
		if (valid == left)
			break;
		if (!f->last && utf8_is_truncated((const unsigned char *)p + valid, left - valid))
			return CODEC_CUT;
		if (!replace(f, 1))
			return CODEC_FULL;
	}
	return CODEC_DONE;
}

static enum codec_stop convert_table(struct codec_flow *f, const struct table_entry *table)
{
	while (f->used < f->n) {
		const struct table_entry *e = &table[(unsigned char)f->src[f->used]];
		if (e->len == 0) {
			if (!replace(f, 1))
				return CODEC_FULL;
			continue;
		}
		if (!put(f, e->text, e->len))
			return CODEC_FULL;
		f->used++;
	}
	return CODEC_DONE;
}

static bool is_zero(const char *p, size_t unit)
{
	return unit == 2 ? (p[0] | p[1]) == 0 : (p[0] | p[1] | p[2] | p[3]) == 0;
}

/* Where the first NUL of whole units stands; n where none does. */
static size_t find_nul(const char *p, size_t n, size_t unit)
{
	if (unit == 1) {
		const char *z = memchr(p, 0, n);
		return z ? (size_t)(z - p) : n;
	}
	for (size_t i = 0; i + unit <= n; i += unit)
		if (is_zero(p + i, unit))
			return i;
	return n;
}

/* One call of iconv on len bytes. CODEC_DONE: go on, a bad character has been replaced. */
static enum codec_stop iconv_run(struct codec_flow *f, iconv_t cd, size_t len, size_t unit)
{
	char *src = (char *)(f->src + f->used), *out = f->out + f->made;
	size_t left = len, room = f->room - f->made;
	size_t rc = iconv(cd, &src, &left, &out, &room);
	int why = errno;
	f->used += len - left;
	f->made = f->room - room;
	if (rc != (size_t)-1)
		return CODEC_DONE;
	if (why == E2BIG)
		return CODEC_FULL;
	if (why == EINVAL && !f->last && f->used + left == f->n)
		return CODEC_CUT;
	size_t bad = why == EINVAL || left < unit ? left : unit;
	return replace(f, bad) ? CODEC_DONE : CODEC_FULL;
}

/* Some converters hold a character back to see what follows it. */
static enum codec_stop iconv_flush(struct codec_flow *f, iconv_t cd)
{
	char *out = f->out + f->made;
	size_t room = f->room - f->made;
	size_t rc = iconv(cd, NULL, NULL, &out, &room);
	f->made = f->room - room;
	return rc == (size_t)-1 && errno == E2BIG ? CODEC_FULL : CODEC_DONE;
}

static enum codec_stop convert_iconv(struct codec_flow *f, const struct codec *c)
{
	size_t unit = c->form.unit;
	size_t nul = f->used + find_nul(f->src + f->used, f->n - f->used, unit);
	while (f->used < f->n) {
		enum codec_stop stop = CODEC_DONE;
		if (f->used < nul)
			stop = iconv_run(f, c->iconv, nul - f->used, unit);
		else if (!replace(f, unit))
			stop = CODEC_FULL;
		if (stop != CODEC_DONE)
			return stop;
		if (f->used > nul)
			nul = f->used + find_nul(f->src + f->used, f->n - f->used, unit);
	}
	return f->last && !c->stateful ? iconv_flush(f, c->iconv) : CODEC_DONE;
}

enum codec_stop codec_convert(struct codec *c, struct codec_flow *f)
{
	if (c->form.is_utf8)
		return convert_utf8(f);
	if (c->table)
		return convert_table(f, c->table);
	return convert_iconv(f, c);
}
