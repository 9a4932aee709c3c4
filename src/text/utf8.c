/*
 * UTF-8: one character at a time, and the longest valid prefix of many.
 * Strict as Unicode has it: no overlong forms, no surrogates, nothing past
 * U+10FFFF. ASCII, the bulk of most news, is passed over in whole words.
 */
#include "lede/unicode.h"

#include <string.h>

#include "utf8.h"

#define HIGH_BITS 0x8080808080808080u
#define LOW_BITS 0x0101010101010101u

/* The second byte's range where the lead byte narrows it: E0 and F0 bar overlong forms, ED surrogates, F4 the end. */
static bool second_ok(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xe0:
		return second >= 0xa0 && second <= 0xbf;
	case 0xed:
		return second >= 0x80 && second <= 0x9f;
	case 0xf0:
		return second >= 0x90 && second <= 0xbf;
	case 0xf4:
		return second >= 0x80 && second <= 0x8f;
	default:
		return (second & 0xc0) == 0x80;
	}
}

/* Length of a character by its first byte; 0 where none begins with it. */
static size_t lead_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2)
		return 0;
	if (lead < 0xe0)
		return 2;
	if (lead < 0xf0)
		return 3;
	return lead < 0xf5 ? 4 : 0;
}

size_t utf8_sequence(const unsigned char *s, size_t n)
{
	size_t len = lead_length(s[0]);
	if (len <= 1)
		return len;
	if (len > n || !second_ok(s[0], s[1]))
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool utf8_is_truncated(const unsigned char *s, size_t n)
{
	size_t len = lead_length(s[0]);
	if (len <= n)
		return false;
	if (n > 1 && !second_ok(s[0], s[1]))
		return false;
	return n < 3 || (s[2] & 0xc0) == 0x80;
}

size_t utf8_next(const char *p, size_t n, uint32_t *out)
{
	const unsigned char *s = (const unsigned char *)p;
	if (s[0] < 0x80) {
		*out = s[0];
		return 1;
	}
	switch (utf8_sequence(s, n)) {
	case 2:
		*out = (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	case 3:
		*out = (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
		return 3;
	case 4:
		*out = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3f) << 12 | (uint32_t)(s[2] & 0x3f) << 6 |
		       (s[3] & 0x3f);
		return 4;
	default:
		*out = UTF8_REPLACEMENT;
		return 1;
	}
}

size_t utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = UTF8_REPLACEMENT;
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static uint64_t load_word(const char *p)
{
	uint64_t w;
	memcpy(&w, p, sizeof w);
	return w;
}

size_t utf8_ascii_prefix(const char *p, size_t n)
{
	size_t i = 0;
	for (; i + 32 <= n; i += 32) {
		uint64_t any = load_word(p + i) | load_word(p + i + 8) | load_word(p + i + 16) | load_word(p + i + 24);
		if (any & HIGH_BITS)
			break;
	}
	for (; i + 8 <= n && !(load_word(p + i) & HIGH_BITS); i += 8)
		;
	while (i < n && !(p[i] & 0x80))
		i++;
	return i;
}

/* A byte is NUL or not ASCII where taking 1 from it, or it itself, has the high bit (a borrow may give a false
 * alarm above a NUL, which is why the caller looks at the bytes one by one then). */
static uint64_t odd_bytes(const char *p)
{
	uint64_t w = load_word(p);
	return (w | (w - LOW_BITS)) & HIGH_BITS;
}

size_t utf8_plain_prefix(const char *p, size_t n)
{
	size_t i = 0;
	for (; i + 32 <= n; i += 32)
		if (odd_bytes(p + i) | odd_bytes(p + i + 8) | odd_bytes(p + i + 16) | odd_bytes(p + i + 24))
			break;
	for (; i + 8 <= n && !odd_bytes(p + i); i += 8)
		;
	while (i < n && (signed char)p[i] > 0)
		i++;
	return i;
}

/* Length of the valid character that begins with a byte that is not ASCII; those of two bytes and most of three
 * without a call, since in Cyrillic, Arabic or Chinese there is little else. */
static inline size_t multibyte_length(const unsigned char *s, size_t n)
{
	if (s[0] >= 0xc2 && s[0] < 0xe0 && n >= 2)
		return (s[1] & 0xc0) == 0x80 ? 2 : 0;
	if (s[0] > 0xe0 && s[0] < 0xed && n >= 3)
		return (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80 ? 3 : 0;
	return utf8_sequence(s, n);
}

/* ASCII is passed over in long strides only where eight bytes of it follow: between two words of another script
 * stands a single space. */
static inline size_t valid_prefix(const char *p, size_t n, bool nul_is_valid)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t i = 0;
	while (i < n) {
		size_t len = 1;
		if (s[i] >= 0x80)
			len = multibyte_length(s + i, n - i);
		else if (i + 8 <= n && !odd_bytes(p + i))
			len = utf8_plain_prefix(p + i, n - i);
		else if (s[i] == 0 && !nul_is_valid)
			break;
		if (len == 0)
			break;
		i += len;
	}
	return i;
}

size_t utf8_valid_prefix(const char *p, size_t n)
{
	return valid_prefix(p, n, true);
}

size_t utf8_text_prefix(const char *p, size_t n)
{
	return valid_prefix(p, n, false);
}
