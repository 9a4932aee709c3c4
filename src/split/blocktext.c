/* A block's text for reading: wrapped lines rejoined, bullet, indentation and markup around it gone, white space folded. */
#include <ctype.h>
#include <string.h>

#include "split_internal.h"

static bool is_tag_text(const char *p, size_t n)
{
	size_t i = 0;
	if (n && p[0] == '/')
		i++;
	if (i >= n || !isalpha((unsigned char)p[i]))
		return false;
	for (; i < n; i++)
		if (p[i] == '<' || (unsigned char)p[i] < ' ')
			return false;
	return n < 80;
}

/* <TITLE>Some headline</TITLE>: what stands between. */
static struct split_text without_tags(struct split_text t)
{
	const char *gt = t.n && t.p[0] == '<' ? memchr(t.p, '>', t.n) : NULL;
	if (!gt || !is_tag_text(t.p + 1, (size_t)(gt - t.p) - 1))
		return t;
	struct split_text in = split_trim(gt + 1, t.n - (size_t)(gt + 1 - t.p));
	for (size_t i = in.n; i-- > 1;)
		if (in.p[i - 1] == '<' && in.p[i] == '/') {
			in = split_trim(in.p, i - 1);
			break;
		}
	return in.n ? in : t;
}

/* Whether a line end between these two characters stands for no space: after a hyphen, within scripts without spaces. */
static bool joins_tight(struct split_text before, uint32_t next)
{
	uint32_t last = 0;
	size_t at = before.n;
	if (!at)
		return true;
	while (at > 0 && ((unsigned char)before.p[--at] & 0xc0) == 0x80)
		;
	split_char(before.p + at, before.p + before.n, &last);
	if (last == '-')
		return before.n > 1 && before.p[before.n - 2] != ' ' && before.p[before.n - 2] != '-';
	bool wide_last = split_is_wide(last) || (last >= 0x3000 && last < 0x3100) || (last >= 0xff00 && last < 0xfff0);
	return wide_last &&
	       (split_is_wide(next) || (next >= 0x3000 && next < 0x3100) || (next >= 0xff00 && next < 0xfff0));
}

static bool is_plain(char c)
{
	return (unsigned char)c - 0x21u < 0x5eu;
}

/* Words of ASCII with single spaces between stay as they are: how many bytes of them stand at p. */
static size_t plain_run(const char *p, const char *end)
{
	const char *q = p;
	while (q < end && is_plain(*q)) {
		q++;
		if (end - q > 1 && *q == ' ' && is_plain(q[1]))
			q++;
	}
	return (size_t)(q - p);
}

/* The same or fewer bytes, at to; returns how many. */
static size_t fold_spaces(char *to, struct split_text t)
{
	const char *p = t.p, *end = t.p + t.n;
	bool space = false, line_end = false;
	size_t n = 0;
	while (p < end) {
		uint32_t c;
		size_t step = split_char(p, end, &c);
		if (split_is_space(c)) {
			space = true;
			line_end |= c == '\n';
		} else {
			size_t run = plain_run(p, end);
			step = run ? run : step;
			if (space && !(line_end && joins_tight((struct split_text){ to, n }, c)))
				to[n++] = ' ';
			memcpy(to + n, p, step);
			n += step;
			space = line_end = false;
		}
		p += step;
	}
	return n;
}

void split_block_text(struct buf *out, const char *text, size_t len)
{
	struct split_text t = without_tags(split_unbullet((struct split_text){ text, len }));
	buf_reserve(out, t.n);
	out->len += fold_spaces(out->p + out->len, t);
	out->p[out->len] = '\0';
}
