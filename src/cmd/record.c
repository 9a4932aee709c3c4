/* Articles as lines of output. */
#include "record.h"

#include <string.h>

#include "lede/unicode.h"

static void add_name(struct buf *b, const char *name)
{
	if (b->len && b->p[b->len - 1] != '{')
		buf_addc(b, ',');
	buf_addf(b, "\"%s\":", name);
}

/* A file's name may be any bytes, and JSON is UTF-8. */
static void add_string(struct buf *b, const char *text)
{
	size_t n = strlen(text);
	if (utf8_valid_prefix(text, n) == n) {
		buf_add_json(b, text, n);
		return;
	}
	struct buf valid = BUF_INIT;
	for (size_t i = 0; i < n;) {
		uint32_t c;
		char bytes[4];
		i += utf8_next(text + i, n - i, &c);
		buf_add(&valid, bytes, utf8_put(bytes, c));
	}
	buf_add_json(b, valid.p, valid.len);
	buf_release(&valid);
}

void record_text(struct buf *b, const char *name, const char *text)
{
	add_name(b, name);
	if (text)
		add_string(b, text);
	else
		buf_adds(b, "null");
}

void record_number(struct buf *b, const char *name, uint64_t number)
{
	add_name(b, name);
	buf_addf(b, "%llu", (unsigned long long)number);
}

void record_share(struct buf *b, const char *name, double share)
{
	add_name(b, name);
	buf_addf(b, "%.3f", share);
}

void record_bool(struct buf *b, const char *name, bool value)
{
	add_name(b, name);
	buf_adds(b, value ? "true" : "false");
}

void record_array(struct buf *b, const char *name, const char *const *texts, size_t n)
{
	add_name(b, name);
	buf_addc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(b, ',');
		add_string(b, texts[i]);
	}
	buf_addc(b, ']');
}

void record_piece(struct buf *b, const struct record_piece *p)
{
	record_text(b, "kind", p->kind);
	record_text(b, "headline", p->headline);
	record_number(b, "start_line", p->start_line);
	record_number(b, "end_line", p->end_line);
	record_number(b, "start_byte", p->start_byte);
	record_number(b, "end_byte", p->end_byte);
	record_array(b, "byline", p->byline, p->bylines);
	record_text(b, "place", p->place);
	record_text(b, "agency", p->agency);
	record_text(b, "section", p->section);
	record_share(b, "confidence", p->confidence);
}
