/* Any bytes through decoding, cleaning, wrapping and folding: nothing may crash, and what is promised must hold. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lede/decode.h"
#include "lede/token.h"
#include "lede/unicode.h"
#include "lede/wrap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x) ((x) ? (void)0 : abort())

static void check_clean(const struct buf *text)
{
	for (size_t i = 0; i < text->len;) {
		uint32_t c;
		i += utf8_next(text->p + i, text->len - i, &c);
		MUST(c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0));
		MUST(!(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069) && c != 0x200b);
	}
}

static void check_wrap(const struct buf *text, int width)
{
	struct wrap *w = wrap_new(buf_str(text), text->len);
	struct wrap_line *lines;
	size_t n = wrap_fill(w, buf_str(text), width, &lines), end = 0;
	for (size_t i = 0; i < n; i++) {
		MUST(lines[i].start >= end && lines[i].start + lines[i].len <= text->len);
		for (size_t k = end; k < lines[i].start; k++)
			MUST(text->p[k] == ' ');
		MUST(text_width(text->p + lines[i].start, lines[i].len) <= (width < 2 ? 2 : width));
		end = lines[i].start + lines[i].len;
	}
	free(lines);
	wrap_free(w);
}

static void check_tokens(const char *p, size_t n)
{
	struct tokenizer t;
	struct token k;
	size_t end = 0;
	for (token_init(&t, p, n); token_next(&t, &k);) {
		MUST(k.len >= 1 && k.len <= TOKEN_MAX);
		MUST(k.start >= end || k.start < k.end);
		MUST(k.start < k.end && k.end <= n);
		end = k.end;
	}
}

struct seen {
	uint64_t at;
	struct buf text;
};

static int on_line(void *payload, const struct text_line *line)
{
	struct seen *s = payload;
	MUST(line->src_start >= s->at && line->src_end >= line->src_start && line->src_next >= line->src_end);
	MUST(utf8_valid_prefix(line->text, line->len) == line->len);
	s->at = line->src_end;
	text_clean(&s->text, line->text, line->len);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct seen s = { 0 };
	struct decoder *d = decode_new(NULL, on_line, &s, NULL);
	size_t step = n ? 1 + data[0] % 64 : 1;
	for (size_t i = 0; i < n; i += step)
		decode_feed(d, data + i, n - i < step ? n - i : step);
	decode_finish(d);
	decode_free(d);
	check_clean(&s.text);
	check_wrap(&s.text, n ? 1 + data[n - 1] % 100 : 1);
	check_tokens((const char *)data, n);
	check_tokens(buf_str(&s.text), s.text.len);
	buf_release(&s.text);
	return 0;
}
