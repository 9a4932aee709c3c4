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
static bool joins_tight(const struct buf *out, uint32_t next)
{
	uint32_t last = 0;
	size_t at = out->len;
	if (!at)
		return true;
	while (at > 0 && ((unsigned char)out->p[--at] & 0xc0) == 0x80)
		;
	split_char(out->p + at, out->p + out->len, &last);
	if (last == '-')
		return out->len > 1 && out->p[out->len - 2] != ' ' && out->p[out->len - 2] != '-';
	bool wide_last = split_is_wide(last) || (last >= 0x3000 && last < 0x3100) || (last >= 0xff00 && last < 0xfff0);
	return wide_last &&
	       (split_is_wide(next) || (next >= 0x3000 && next < 0x3100) || (next >= 0xff00 && next < 0xfff0));
}

void split_block_text(struct buf *out, const char *text, size_t len)
{
	struct buf folded = BUF_INIT;
	struct split_text t = without_tags(split_unbullet((struct split_text){ text, len }));
	const char *p = t.p, *end = t.p + t.n;
	bool space = false, line_end = false;
	while (p < end) {
		uint32_t c;
		size_t step = split_char(p, end, &c);
		if (split_is_space(c)) {
			space = true;
			line_end |= c == '\n';
		} else {
			if (space && !(line_end && joins_tight(&folded, c)))
				buf_addc(&folded, ' ');
			buf_add(&folded, p, step);
			space = line_end = false;
		}
		p += step;
	}
	buf_add(out, buf_str(&folded), folded.len);
	buf_release(&folded);
}
