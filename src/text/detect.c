/*
 * Which encoding bytes are in.
 *
 * Marks and UTF-8 are certain or nearly so. For the rest each encoding in use is
 * tried on what is not ASCII in the sample and judged by what comes of it (plausible.c):
 * letters of one script where letters should be, the common ones common, no
 * capital behind a small letter, no symbols within words. uchardet's opinion is one more
 * voice, not the judge: it gives no confidence, and on short texts it is often wrong.
 */
#include "detect.h"

#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#include "lede/buf.h"
#include "lede/decode.h"
#include "lede/unicode.h"
#include "plausible.h"
#include "utf8.h"

enum {
	UTF8_GOOD_PER_BAD = 4, /* valid characters for each invalid byte in what is still UTF-8 */
	CONDENSED_MAX = 4096,  /* bytes that candidates are tried on */
	CONTEXT = 4,           /* ASCII bytes kept on either side of others */
	UCHARDET_LETTERS = 40, /* bytes that are not ASCII below which uchardet is not asked */
	BINARY_LOOK = 8192,
	UTF16_NULS_PER_UNITS = 10 /* of ASCII in UTF-16 at most one unit in so many has no NUL */
};

#define UCHARDET_BONUS 0.04 /* settles what is as good as equal */
#define BASE_SCORE 0.2      /* below it nothing fits and CP1252 is the last resort */

struct mark {
	const char *bytes;
	size_t len;
	const char *encoding;
};

const char *detect_bom(const unsigned char *p, size_t n, size_t *len)
{
	static const struct mark marks[] = {
		{ "\xef\xbb\xbf", 3, "UTF-8" }, { "\xff\xfe\0\0", 4, "UTF-32LE" }, { "\0\0\xfe\xff", 4, "UTF-32BE" },
		{ "\xff\xfe", 2, "UTF-16LE" },  { "\xfe\xff", 2, "UTF-16BE" },     { "\x84\x31\x95\x33", 4, "GB18030" },
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (n >= marks[i].len && memcmp(p, marks[i].bytes, marks[i].len) == 0) {
			*len = marks[i].len;
			return marks[i].encoding;
		}
	return NULL;
}

const char *detect_escape(const unsigned char *p, size_t n)
{
	if (n < DETECT_ESCAPE || p[1] != '$')
		return NULL;
	if (p[2] == 'B' || p[2] == '@')
		return "ISO-2022-JP";
	return NULL;
}

/* Whether n bytes are text as UTF-16 of that byte order: nothing but characters in use, and no controls. */
static bool is_utf16(const unsigned char *p, size_t n, bool big_endian)
{
	bool high = false;
	for (size_t i = 0; i + 2 <= n; i += 2) {
		uint32_t c = big_endian ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
		bool low = c >= 0xdc00 && c < 0xe000;
		if (low != high)
			return false;
		high = c >= 0xd800 && c < 0xdc00;
		if (!high && !low && !plausible_in_text(c))
			return false;
	}
	return true;
}

/* Whether the bytes that are not NUL are all of plain ASCII text. */
static bool is_ascii_with_nuls(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 0x7f || (p[i] && p[i] < 0x20 && !(p[i] >= '\t' && p[i] <= '\r')))
			return false;
	return true;
}

/* Spaces and line ends have a NUL for their upper half. So: NULs there must be; the bytes must be text in
 * one byte order (the likelier by its NULs where in both); and what would be ASCII but for the NULs must have one
 * in nearly every unit, or it is ASCII with a few NULs. Half a unit at the end speaks against it. */
const char *detect_utf16(const unsigned char *p, size_t n)
{
	size_t nuls[2] = { 0, 0 };
	if (n % 2)
		return NULL;
	for (size_t i = 0; i < n; i++)
		nuls[i % 2] += p[i] == 0;
	if (nuls[0] + nuls[1] == 0)
		return NULL;
	if (is_ascii_with_nuls(p, n) && (nuls[0] + nuls[1]) * UTF16_NULS_PER_UNITS < n / 2 * (UTF16_NULS_PER_UNITS - 1))
		return NULL;
	bool big = nuls[0] > 0 && is_utf16(p, n, true);
	bool little = nuls[1] > 0 && is_utf16(p, n, false);
	if (big && little)
		big = nuls[0] > nuls[1];
	return big ? "UTF-16BE" : little ? "UTF-16LE" : NULL;
}

struct utf8_count {
	size_t good, bad;
};

static struct utf8_count count_utf8(const unsigned char *p, size_t n, bool whole)
{
	struct utf8_count count = { 0, 0 };
	for (size_t i = 0; i < n;) {
		i += utf8_ascii_prefix((const char *)p + i, n - i);
		if (i >= n || (!whole && utf8_is_truncated(p + i, n - i)))
			break;
		size_t len = utf8_sequence(p + i, n - i);
		if (len > 0)
			count.good++;
		else
			count.bad++;
		i += len > 0 ? len : 1;
	}
	return count;
}

/* Keeps what is not ASCII with a few bytes around it, so that candidates are tried on what differs between them. */
static void condense(struct buf *out, const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n && out->len < CONDENSED_MAX) {
		size_t run = utf8_ascii_prefix((const char *)p + i, n - i);
		if (run > 2 * CONTEXT) {
			buf_add(out, p + i, CONTEXT);
			buf_add(out, "\n", 1);
			buf_add(out, p + i + run - CONTEXT, CONTEXT);
		} else {
			buf_add(out, p + i, run);
		}
		i += run;
		while (i < n && p[i] >= 0x80 && out->len < CONDENSED_MAX)
			buf_addc(out, (char)p[i++]);
	}
}

static size_t count_high(const unsigned char *p, size_t n)
{
	size_t high = 0;
	for (size_t i = 0; i < n; i++)
		high += p[i] >= 0x80;
	return high;
}

/* uchardet's answer, or "" where it has none or too little to go by. */
static void ask_uchardet(const unsigned char *p, size_t n, char *answer, size_t size)
{
	answer[0] = '\0';
	if (count_high(p, n) < UCHARDET_LETTERS)
		return;
	uchardet_t u = uchardet_new();
	if (!u)
		return;
	if (uchardet_handle_data(u, (const char *)p, n) == 0) {
		uchardet_data_end(u);
		strncpy(answer, uchardet_get_charset(u), size - 1);
		answer[size - 1] = '\0';
	}
	uchardet_delete(u);
}

static const char *best_candidate(const struct buf *sample, const char *opinion)
{
	const char *best = "WINDOWS-1252";
	double best_score = BASE_SCORE;
	for (size_t i = 0; plausible_encoding(i); i++) {
		double score = plausible_score(i, sample->p, sample->len);
		if (score > 0 && plausible_is_named(i, opinion))
			score += UCHARDET_BONUS;
		if (score > best_score) {
			best_score = score;
			best = plausible_encoding(i);
		}
	}
	return best;
}

const char *detect_encoding(unsigned char before, const unsigned char *p, size_t n, bool whole)
{
	struct utf8_count utf8 = count_utf8(p, n, whole);
	if (utf8.good >= utf8.bad * UTF8_GOOD_PER_BAD)
		return "UTF-8";
	struct buf sample = BUF_INIT;
	char opinion[64];
	buf_addc(&sample, (char)before);
	condense(&sample, p, n);
	ask_uchardet((const unsigned char *)sample.p, sample.len, opinion, sizeof opinion);
	const char *name = best_candidate(&sample, opinion);
	buf_release(&sample);
	return name;
}

static bool has_magic(const unsigned char *p, size_t n)
{
	static const struct mark magics[] = {
		{ "\x1f\x8b", 2, "gzip" },
		{ "BZh91AY&SY", 10, "bzip2" },
		{ "\xfd"
		  "7zXZ",
		  5, "xz" },
		{ "\x28\xb5\x2f\xfd", 4, "zstd" },
		{ "PK\x03\x04", 4, "zip" },
		{ "7z\xbc\xaf\x27\x1c", 6, "7z" },
		{ "%PDF-", 5, "PDF" },
		{ "\x89PNG", 4, "PNG" },
		{ "\xff\xd8\xff", 3, "JPEG" },
		{ "GIF8", 4, "GIF" },
		{ "\x7f"
		  "ELF",
		  4, "ELF" },
		{ "SQLite format 3", 16, "SQLite" },
		{ "\xd0\xcf\x11\xe0", 4, "OLE" },
		{ "ID3\x03", 4, "MP3" },
		{ "ID3\x04", 4, "MP3" },
		{ "OggS", 4, "Ogg" },
		{ "Rar!", 4, "RAR" },
	};
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (n >= magics[i].len && memcmp(p, magics[i].bytes, magics[i].len) == 0)
			return true;
	return false;
}

/* Controls that text does not hold. Escape is in ISO-2022 and in logs of terminals, form feed and vertical tab part
 * pages. */
static bool is_odd_control(unsigned char c)
{
	return (c < 0x20 && !(c >= '\b' && c <= '\r') && c != 0x1b && c != 0x1a) || c == 0x7f;
}

bool decode_looks_binary(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t mark, odd = 0;
	if (n > BINARY_LOOK)
		n = BINARY_LOOK;
	if (n == 0 || detect_bom(p, n, &mark) || detect_utf16(p, n - n % 2))
		return false;
	if (has_magic(p, n))
		return true;
	for (size_t i = 0; i < n; i++)
		odd += is_odd_control(p[i]);
	return odd * 100 > n;
}
