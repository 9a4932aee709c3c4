/*
 * Classes of characters, by ranges: what is a letter, a capital, a bullet, a quotation mark. Coarser than the Unicode
 * tables and many times as fast; a letter of a script that is not named here counts as a letter without case.
 */
#include "split_internal.h"

bool split_is_space_beyond_ascii(uint32_t c)
{
	return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200f) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x2060 || c == 0x3000 || c == 0xfeff || c == 0x1f || c == 0x1e;
}

bool split_is_wide(uint32_t c)
{
	if (c < 0x0e00)
		return false;
	return c < 0x0f00 || (c >= 0x1000 && c < 0x10a0) || (c >= 0x1780 && c < 0x1800) ||
	       (c >= 0x3041 && c < 0x3130) || (c >= 0x31f0 && c < 0xa4d0 && c != 0x3220) ||
	       (c >= 0xf900 && c < 0xfb00) || (c >= 0xff66 && c < 0xffa0) || (c >= 0x20000 && c < 0x33000) ||
	       c == 0x3005;
}

bool split_is_bullet(uint32_t c)
{
	return c == 0x2022 || c == 0x2023 || c == 0x25cf || c == 0x25cb || c == 0x25aa || c == 0x25a0 || c == 0x25b6 ||
	       c == 0x25ba || c == 0x25c6 || c == 0x2043 || c == 0x25e6 || c == 0xb7 || c == 0x2219 || c == 0x2666;
}

bool split_is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xff0d || c == 0xfe58;
}

bool split_is_open_quote(uint32_t c)
{
	return c == '"' || c == '\'' || c == '`' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) ||
	       c == 0x2039 || (c >= 0x300c && c <= 0x300f) || c == 0x300a || c == 0x301d || c == 0xff02;
}

bool split_is_close_quote(uint32_t c)
{
	return c == '"' || c == '\'' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x203a ||
	       (c >= 0x300c && c <= 0x300f) || c == 0x300b || c == 0x301e || c == 0x301f || c == 0xff02;
}

bool split_is_stop(uint32_t c)
{
	return c == '.' || c == '!' || c == 0x3002 || c == 0xff0e || c == 0xff01 || c == 0x0964 || c == 0x06d4 ||
	       c == 0x1362 || c == 0xff61 || c == 0x0589 || c == 0x104b || c == 0x17d4 || c == 0x1368;
}

bool split_is_letter_beyond_ascii(uint32_t c)
{
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	if (c < 0x2000)
		return c != 0xd7 && c != 0xf7 && !(c >= 0x2b0 && c < 0x370 && !(c >= 0x300)) && c != 0x060c &&
		       c != 0x061b && c != 0x061f && c != 0x06d4 && !(c >= 0x0660 && c <= 0x066d) &&
		       !(c >= 0x06f0 && c <= 0x06f9) && c != 0x0964 && c != 0x0965 && !(c >= 0x1361 && c <= 0x1368) &&
		       c != 0x0589 && c != 0x1680;
	if (c < 0x3041)
		return (c >= 0x2c00 && c < 0x2e00) || c == 0x3005 || c == 0x3007;
	return c != 0x30fb && !(c >= 0xfe10 && c < 0xfe70) && !(c >= 0xff01 && c <= 0xff0f) &&
	       !(c >= 0xff10 && c <= 0xff20) && !(c >= 0xff3b && c <= 0xff40) && !(c >= 0xff5b && c <= 0xff65) &&
	       c < 0xfff0;
}

bool split_is_upper_beyond_ascii(uint32_t c)
{
	if (c < 0x100)
		return c >= 0xc0 && c <= 0xde && c != 0xd7;
	if (c < 0x180)
		return (c < 0x138 || (c > 0x148 && c < 0x178)) ? !(c & 1) : (c & 1) || c == 0x178;
	if (c < 0x370)
		return false;
	if (c < 0x400)
		return c >= 0x386 && c <= 0x3ab && c != 0x390;
	if (c < 0x530)
		return c <= 0x42f || (c >= 0x460 && !(c & 1));
	if (c >= 0x1e00 && c < 0x1f00)
		return !(c & 1);
	return (c >= 0x531 && c <= 0x556) || (c >= 0xff21 && c <= 0xff3a);
}

uint32_t split_lower(uint32_t c)
{
	if (!split_is_upper(c))
		return c;
	if (c < 0x100 || (c >= 0x386 && c < 0x400) || (c >= 0x410 && c <= 0x42f) || c >= 0xff00)
		return c + 32;
	if (c == 0x178)
		return 0xff;
	if (c < 0x180 || (c >= 0x460 && c < 0x530) || (c >= 0x1e00 && c < 0x1f00))
		return c + 1;
	if (c < 0x410)
		return c + 80;
	return c + 48;
}

struct split_text split_trim(const char *p, size_t n)
{
	const char *end = p + n;
	uint32_t c;
	while (p < end) {
		size_t step = split_char(p, end, &c);
		if (!split_is_space(c))
			break;
		p += step;
	}
	while (end > p) {
		const char *q = end - 1;
		while (q > p && ((unsigned char)*q & 0xc0) == 0x80)
			q--;
		split_char(q, end, &c);
		if (!split_is_space(c))
			break;
		end = q;
	}
	return (struct split_text){ p, (size_t)(end - p) };
}

struct split_text split_unbullet(struct split_text t)
{
	uint32_t c;
	t = split_trim(t.p, t.n);
	if (!t.n)
		return t;
	size_t step = split_char(t.p, t.p + t.n, &c);
	bool starred = (c == '*' || c == '-') && t.n > 2 && t.p[1] == ' ';
	if (!split_is_bullet(c) && !starred)
		return t;
	return split_trim(t.p + step, t.n - step);
}
