/* An article as plain text, Markdown or JSON, and a file name for it. export_write.c puts it on disk. */
#include "lede/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lede/token.h"
#include "lede/unicode.h"
#include "lede/wrap.h"

enum { NAME_MAX_BYTES = 60 };

/* What is printed of an article goes through text_clean: an export is opened in terminals, too. */
static void add_clean(struct buf *out, const char *s)
{
	text_clean(out, s, strlen(s));
}

/* Display text as lines of at most width cells, each after prefix; width 0: one line. */
static void add_wrapped(struct buf *out, const char *text, size_t n, int width, const char *prefix)
{
	struct wrap_line *lines = NULL;
	struct wrap *w = width > 0 ? wrap_new(text, n) : NULL;
	size_t count = w ? wrap_fill(w, text, width, &lines) : 0;
	for (size_t i = 0; i < count; i++) {
		buf_adds(out, prefix);
		buf_add(out, text + lines[i].start, lines[i].len);
		buf_addc(out, '\n');
	}
	if (!w) {
		buf_adds(out, prefix);
		buf_add(out, text, n);
		buf_addc(out, '\n');
	}
	free(lines);
	wrap_free(w);
}

static void add_part(struct buf *out, const char *sep, const char *s)
{
	struct buf clean = BUF_INIT;
	add_clean(&clean, s);
	if (clean.len) {
		buf_adds(out, out->len ? sep : "");
		buf_add(out, clean.p, clean.len);
	}
	buf_release(&clean);
}

static bool is_shown(const struct story_block *b)
{
	return !b->folded && b->len && b->label != SPLIT_HEADLINE && b->label != SPLIT_REPEAT &&
	       b->label != SPLIT_BYLINE && b->label != SPLIT_BOILERPLATE;
}

/* Most texts open with their dateline: then it needs no line of its own. */
static bool opens_with_place(const struct story *s, const struct article *a)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_shown(&s->blocks[i]) && s->blocks[i].label != SPLIT_CAPTION &&
		    s->blocks[i].label != SPLIT_SUBHEAD)
			return a->place[0] && strncasecmp(s->blocks[i].text, a->place, strlen(a->place)) == 0;
	return false;
}

/* "MOSCOW (Reuters), 2017-12-28", whatever of it is known and does not open the text. */
static void make_dateline(struct buf *out, const struct article *a, const struct story *s)
{
	if (opens_with_place(s, a))
		return;
	add_part(out, "", a->place);
	if (a->agency[0]) {
		buf_adds(out, out->len ? " (" : "(");
		add_clean(out, a->agency);
		buf_addc(out, ')');
	}
	add_part(out, ", ", a->date);
}

static void make_byline(struct buf *out, const struct article *a)
{
	struct buf raw = BUF_INIT;
	if (!a->byline[0])
		return;
	buf_adds(&raw, "By ");
	article_add_names(&raw, a);
	add_part(out, "", buf_str(&raw));
	buf_release(&raw);
}

/* "name.txt, lines 3-40, 9f86d081884c7d65...": where the text comes from. */
static void add_provenance(struct buf *out, const struct article *a, const char *source_path)
{
	char id[2 * FINGERPRINT_LEN + 1];
	article_id(id, a->fingerprint, 2 * FINGERPRINT_LEN);
	add_clean(out, source_path);
	if (a->start_line == a->end_line)
		buf_addf(out, ", line %u, %s", a->start_line, id);
	else
		buf_addf(out, ", lines %u-%u, %s", a->start_line, a->end_line, id);
}

static void export_text(struct buf *out, const struct article *a, const struct story *s, const char *source_path,
                        int width)
{
	struct buf line = BUF_INIT;
	add_wrapped(out, s->headline, strlen(s->headline), width, "");
	make_byline(&line, a);
	if (line.len)
		add_wrapped(out, line.p, line.len, width, "");
	buf_clear(&line);
	make_dateline(&line, a, s);
	if (line.len)
		add_wrapped(out, line.p, line.len, width, "");
	for (size_t i = 0; i < s->n; i++) {
		if (!is_shown(&s->blocks[i]))
			continue;
		buf_addc(out, '\n');
		add_wrapped(out, s->blocks[i].text, s->blocks[i].len, width, "");
	}
	buf_addc(out, '\n');
	add_provenance(out, a, source_path);
	buf_addc(out, '\n');
	buf_release(&line);
}

/* Characters that Markdown would take for its own are escaped; at the start of a line more of them are. */
static void add_markdown(struct buf *out, const char *p, size_t n)
{
	size_t digits = 0;
	while (digits < n && p[digits] >= '0' && p[digits] <= '9')
		digits++;
	for (size_t i = 0; i < n; i++) {
		bool opens = i == 0 && strchr("#+-=~>|", p[i]);
		bool numbers = digits && i == digits && (p[i] == '.' || p[i] == ')');
		if (opens || numbers || strchr("\\`*_[]<", p[i]))
			buf_addc(out, '\\');
		buf_addc(out, p[i]);
	}
}

static void add_markdown_block(struct buf *out, const struct story_block *b)
{
	buf_addc(out, '\n');
	if (b->label == SPLIT_SUBHEAD)
		buf_adds(out, "## ");
	else if (b->label == SPLIT_CAPTION)
		buf_adds(out, "> ");
	add_markdown(out, b->text, b->len);
	buf_addc(out, '\n');
}

static void add_emphasis(struct buf *out, const struct buf *line)
{
	if (!line->len)
		return;
	buf_adds(out, "\n*");
	add_markdown(out, line->p, line->len);
	buf_adds(out, "*\n");
}

/* Paragraphs stay one line each: Markdown is wrapped by whoever shows it. */
static void export_markdown(struct buf *out, const struct article *a, const struct story *s, const char *source_path)
{
	struct buf line = BUF_INIT;
	buf_adds(out, "# ");
	add_markdown(out, s->headline, strlen(s->headline));
	buf_addc(out, '\n');
	make_byline(&line, a);
	add_emphasis(out, &line);
	buf_clear(&line);
	make_dateline(&line, a, s);
	add_emphasis(out, &line);
	for (size_t i = 0; i < s->n; i++)
		if (is_shown(&s->blocks[i]))
			add_markdown_block(out, &s->blocks[i]);
	buf_clear(&line);
	add_provenance(&line, a, source_path);
	buf_adds(out, "\n---\n\n");
	add_markdown(out, line.p, line.len);
	buf_addc(out, '\n');
	buf_release(&line);
}

static void add_field(struct buf *out, const char *name, const char *value)
{
	struct buf clean = BUF_INIT;
	add_clean(&clean, value);
	buf_addf(out, "\"%s\":", name);
	buf_add_json(out, buf_str(&clean), clean.len);
	buf_addc(out, ',');
	buf_release(&clean);
}

static void add_names(struct buf *out, const char *names)
{
	struct buf clean = BUF_INIT;
	buf_adds(out, "\"byline\":[");
	for (const char *p = names; *p;) {
		size_t n = strcspn(p, "\n");
		buf_clear(&clean);
		text_clean(&clean, p, n);
		buf_adds(out, p == names ? "" : ",");
		buf_add_json(out, buf_str(&clean), clean.len);
		p += n + (p[n] == '\n');
	}
	buf_adds(out, "],");
	buf_release(&clean);
}

static void add_blocks(struct buf *out, const struct story *s)
{
	size_t added = 0;
	buf_adds(out, "\"text\":[");
	for (size_t i = 0; i < s->n; i++) {
		if (!is_shown(&s->blocks[i]))
			continue;
		buf_addf(out, "%s{\"label\":\"%s\",\"text\":", added++ ? "," : "",
		         split_label_name(s->blocks[i].label));
		buf_add_json(out, s->blocks[i].text, s->blocks[i].len);
		buf_addc(out, '}');
	}
	buf_adds(out, "]");
}

/* One object on one line: the fields of `lede list --json`, and the text. */
static void export_json(struct buf *out, const struct article *a, const struct story *s, const char *source_path)
{
	char id[2 * FINGERPRINT_LEN + 1];
	article_id(id, a->fingerprint, 2 * FINGERPRINT_LEN);
	buf_addc(out, '{');
	add_field(out, "id", id);
	add_field(out, "source", source_path);
	add_field(out, "kind", split_kind_name(a->kind));
	add_field(out, "headline", s->headline);
	buf_addf(out, "\"start_line\":%u,\"end_line\":%u,\"start_byte\":%llu,\"end_byte\":%llu,", a->start_line,
	         a->end_line, (unsigned long long)a->start_byte, (unsigned long long)a->end_byte);
	add_names(out, a->byline);
	add_field(out, "place", a->place);
	add_field(out, "agency", a->agency);
	add_field(out, "section", a->section);
	if (a->date[0])
		add_field(out, "date", a->date);
	buf_addf(out, "\"confidence\":%.3f,\"words\":%u,", (double)a->confidence, a->words);
	add_blocks(out, s);
	buf_adds(out, "}\n");
}

void export_article(struct buf *out, const struct article *a, const struct story *s, const char *source_path, int width,
                    enum export_format format)
{
	switch (format) {
	case EXPORT_MARKDOWN:
		export_markdown(out, a, s, source_path);
		break;
	case EXPORT_JSON:
		export_json(out, a, s, source_path);
		break;
	default:
		export_text(out, a, s, source_path, width);
		break;
	}
}

static const char *ending(enum export_format format)
{
	return format == EXPORT_MARKDOWN ? ".md" : format == EXPORT_JSON ? ".json" : ".txt";
}

char *export_name(const struct article *a, enum export_format format)
{
	struct buf name = BUF_INIT;
	struct tokenizer t;
	struct token word;
	size_t room = NAME_MAX_BYTES - strlen(ending(format));
	token_init(&t, a->headline, strlen(a->headline));
	while (token_next(&t, &word)) {
		bool dash = name.len && !word.joined;
		if (name.len + dash + word.len > room)
			break;
		if (dash)
			buf_addc(&name, '-');
		buf_add(&name, word.text, word.len);
	}
	if (!name.len) {
		char id[ID_SHOWN + 1];
		article_id(id, a->fingerprint, ID_SHOWN);
		buf_addf(&name, "article-%s", id);
	}
	buf_adds(&name, ending(format));
	return buf_detach(&name);
}
