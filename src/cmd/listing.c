/*
 * Articles as rows. For people a row is
 *
 *	ID  MARKS  HEADLINE  SOURCE:LINE
 *
 * with the marks of the reader's list (* starred, + not read, = there are copies), and on a terminal it is cut to its width. For programs it
 * is a JSON object.
 */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

#include "hits.h"
#include "lede/query.h"
#include "lede/related.h"
#include "lede/search.h"
#include "lede/unicode.h"
#include "record.h"

enum {
	SNIPPET_CELLS = 160, /* in JSON, where no terminal says how much fits */
	INDENT = 14,         /* under the headline */
	BYLINES_MAX = 32,
	ID_DIGITS = 16, /* for programs: eight digits meet by chance somewhere in a million articles */
	WIDTH_UNKNOWN = 200
};

struct row {
	const struct article *a;
	struct mark mark;
	const struct listing_extra *extra;
	struct buf snippet; /* with --context: all hits, for people as lines */
	struct buf members; /* search: what JSON has besides */
	size_t hits;
};

void listing_release(struct listing *l)
{
	source_release(&l->source);
	buf_release(&l->line);
	*l = (struct listing){ 0 };
}

char *listing_query_text(const struct options *opts)
{
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < opts->n_args; i++)
		buf_addf(&text, "%s%s", i ? " " : "", opts->args[i]);
	return buf_detach(&text);
}

static int load_source(struct listing *l, uint32_t id, struct err *err)
{
	if (l->source.path && l->source.id == id)
		return 1;
	source_release(&l->source);
	l->source = (struct source){ 0 };
	return cache_source(l->s->cache, id, &l->source, err);
}

/* --- for programs ------------------------------------------------------ */

/* Cuts names at their line ends, in place. */
static size_t cut_names(char *names, const char **out, size_t max)
{
	size_t n = 0;
	for (char *at = names; at && *at && n < max;) {
		out[n++] = at;
		at = strchr(at, '\n');
		if (at)
			*at++ = '\0';
	}
	return n;
}

static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

static void add_article(struct buf *b, const struct article *a)
{
	const char *names[BYLINES_MAX];
	char *byline = mem_strdup(a->byline);
	struct record_piece piece = { .kind = split_kind_name(a->kind),
		                      .headline = a->headline,
		                      .start_line = a->start_line,
		                      .end_line = a->end_line,
		                      .start_byte = a->start_byte,
		                      .end_byte = a->end_byte,
		                      .byline = names,
		                      .bylines = cut_names(byline, names, BYLINES_MAX),
		                      .place = or_null(a->place),
		                      .agency = or_null(a->agency),
		                      .section = or_null(a->section),
		                      .confidence = a->confidence };
	record_piece(b, &piece);
	free(byline);
}

static void add_related(struct buf *b, const struct related *r)
{
	size_t n = 0;
	while (n < RELATED_SHARED_MAX && r->shared[n])
		n++;
	record_share(b, "score", r->score);
	record_array(b, "shared", (const char *const *)r->shared, n);
}

static void print_json(struct listing *l, const struct row *row)
{
	char id[2 * FINGERPRINT_LEN + 1];
	const struct article *a = row->a;
	struct buf *b = &l->line;
	article_id(id, a->fingerprint, ID_DIGITS);
	buf_addc(b, '{');
	record_text(b, "id", id);
	record_text(b, "source", l->source.path);
	record_text(b, "file", l->source.shown);
	add_article(b, a);
	record_number(b, "words", a->words);
	record_bool(b, "read", row->mark.read);
	record_bool(b, "starred", row->mark.starred);
	record_number(b, "copies", a->copies);
	record_text(b, "date", or_null(a->date));
	if (row->extra->query) {
		record_number(b, "hits", row->hits);
		record_text(b, "snippet", buf_str(&row->snippet));
		buf_add(b, buf_str(&row->members), row->members.len);
	}
	if (row->extra->related)
		add_related(b, row->extra->related);
	buf_adds(b, "}\n");
	out_json(&l->s->out, b->p, b->len);
}

/* --- for people -------------------------------------------------------- */

static void add_clean(struct buf *b, const char *text, int width)
{
	struct buf clean = BUF_INIT;
	text_clean(&clean, text, strlen(text));
	text_ellipsize(b, buf_str(&clean), clean.len, width);
	buf_release(&clean);
}

static void add_spaces(struct buf *b, int n)
{
	while (n-- > 0)
		buf_addc(b, ' ');
}

/* The headline, filled up with spaces so that the sources stand under one another. */
static void add_headline(struct buf *b, const char *headline, int width)
{
	size_t start = b->len;
	add_clean(b, headline[0] ? headline : "(no headline)", width);
	add_spaces(b, width - text_width(b->p + start, b->len - start));
}

static void add_first_line(struct listing *l, const struct row *row, int width)
{
	enum { SOURCE_CELLS = 30, HEADLINE_MIN = 20, HEADLINE_PIPE = 60 };
	char id[ID_SHOWN + 1];
	const struct article *a = row->a;
	struct buf *b = &l->line, place = BUF_INIT;
	article_id(id, a->fingerprint, ID_SHOWN);
	buf_addf(b, "%s  %c%c%c ", id, row->mark.starred ? '*' : ' ', row->mark.read ? ' ' : '+',
	         a->copies ? '=' : ' ');
	buf_addf(&place, "%s:%u", l->source.shown, a->start_line);
	if (width) {
		int headline = width - INDENT - SOURCE_CELLS - 2;
		add_headline(b, a->headline, headline > HEADLINE_MIN ? headline : HEADLINE_MIN);
		buf_adds(b, "  ");
		add_clean(b, buf_str(&place), SOURCE_CELLS);
	} else {
		size_t start = b->len;
		text_clean(b, a->headline, strlen(a->headline));
		add_spaces(b, HEADLINE_PIPE - text_width(b->p + start, b->len - start));
		buf_adds(b, "  ");
		text_clean(b, buf_str(&place), place.len);
	}
	buf_addc(b, '\n');
	buf_release(&place);
}

static void add_reasons(struct listing *l, const struct related *r, int width)
{
	struct buf text = BUF_INIT;
	buf_addf(&text, "%.2f  shares: ", (double)r->score);
	for (size_t i = 0; i < RELATED_SHARED_MAX && r->shared[i]; i++)
		buf_addf(&text, "%s%s", i ? ", " : "", r->shared[i]);
	add_spaces(&l->line, INDENT);
	add_clean(&l->line, buf_str(&text), width - INDENT);
	buf_addc(&l->line, '\n');
	buf_release(&text);
}

static void print_text(struct listing *l, const struct row *row)
{
	int width = l->s->out.width;
	int room = width ? width : WIDTH_UNKNOWN;
	add_first_line(l, row, width);
	if (l->s->opts->context)
		buf_add(&l->line, buf_str(&row->snippet), row->snippet.len);
	else if (row->snippet.len) {
		add_spaces(&l->line, INDENT);
		text_ellipsize(&l->line, row->snippet.p, row->snippet.len, room - INDENT);
		buf_addc(&l->line, '\n');
	}
	if (row->extra->related)
		add_reasons(l, row->extra->related, room);
	out_text(&l->s->out, l->line.p, l->line.len);
}

/* ----------------------------------------------------------------------- */

static void add_hits(struct session *s, struct row *row, const struct story *story, const struct buf *text)
{
	const struct query *q = row->extra->query;
	int cells = s->out.width > INDENT ? s->out.width - INDENT : SNIPPET_CELLS, side = s->opts->context;
	bool json = s->opts->json;
	row->hits = search_snippet(q, story, json || !side ? cells : 0, &row->snippet);
	if (json)
		hits_add_offsets(&row->members, q, row->a, buf_str(text), text->len);
	if (json && side)
		hits_add_context_json(&row->members, q, row->a, story, side);
	else if (side)
		hits_add_context(&row->snippet, q, row->a, story, side, INDENT);
}

static int find_hits(struct session *s, struct row *row, struct err *err)
{
	struct buf text = BUF_INIT;
	if (!row->extra->query)
		return 0;
	int rc = cache_text(s->cache, row->a, &text, err);
	if (rc == 0) {
		struct story story;
		story_make(&story, row->a, buf_str(&text), text.len);
		add_hits(s, row, &story, &text);
		story_release(&story);
	}
	buf_release(&text);
	return rc;
}

static int print_row(struct listing *l, struct row *row, struct err *err)
{
	if (load_source(l, row->a->source, err) < 0 || !l->source.path ||
	    state_mark(l->s->state, row->a->fingerprint, &row->mark, err) < 0 || find_hits(l->s, row, err) < 0)
		return -1;
	buf_clear(&l->line);
	if (l->s->opts->json)
		print_json(l, row);
	else
		print_text(l, row);
	return 0;
}

int listing_print(struct listing *l, doc_id doc, const struct listing_extra *extra, struct err *err)
{
	struct article a;
	int found = cache_article(l->s->cache, doc, &a, err);
	if (found <= 0)
		return found;
	struct row row = { .a = &a, .extra = extra };
	int rc = print_row(l, &row, err);
	buf_release(&row.snippet);
	buf_release(&row.members);
	article_release(&a);
	return rc;
}
