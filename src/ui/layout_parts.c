/* What a story's layout consists of: which texts are shown, in which order and style. */
#include "layout_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/unicode.h"

#define MIDDLE_DOT "\xc2\xb7"

static const char *const month_names[12] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static struct layout_part *add_part(struct layout *l, const char *text, size_t len, enum style style, uint32_t block)
{
	l->parts = mem_grow(l->parts, &l->parts_cap, l->n_parts + 1, sizeof *l->parts);
	struct layout_part *p = &l->parts[l->n_parts++];
	*p = (struct layout_part){ .text = text, .len = len, .style = style, .block = block };
	return p;
}

/* Texts of the head that the story does not hold. Their bytes are counted on from those of the headline, so that each line of the
 * head is a place of its own. Takes text over. */
static void add_head(struct layout *l, char *text, bool near)
{
	size_t len = strlen(text);
	if (!len) {
		free(text);
		return;
	}
	uint32_t base = 0;
	for (size_t i = 0; i < l->n_parts; i++)
		if (l->parts[i].block == LAYOUT_HEADLINE)
			base = l->parts[i].base + (uint32_t)l->parts[i].len + 1;
	struct layout_part *p = add_part(l, text, len, STYLE_META, LAYOUT_HEADLINE);
	p->owned = text;
	p->base = base;
	p->near = near;
}

static enum style style_of(enum split_label label)
{
	switch (label) {
	case SPLIT_REPEAT:
		return STYLE_NOTE;
	case SPLIT_CAPTION:
		return STYLE_CAPTION;
	case SPLIT_SUBHEAD:
		return STYLE_SUBHEAD;
	case SPLIT_CREDIT:
	case SPLIT_BYLINE:
		return STYLE_CREDIT;
	case SPLIT_BOILERPLATE:
		return STYLE_BOILERPLATE;
	default:
		return STYLE_TEXT;
	}
}

/* How many blocks stand before the text itself. */
static size_t blocks_before_text(const struct story *s)
{
	size_t i = 0;
	while (i < s->n && s->blocks[i].label != SPLIT_LEDE && s->blocks[i].label != SPLIT_BODY)
		i++;
	return i;
}

static bool belongs_to_head(const struct story_block *b)
{
	return b->label == SPLIT_BYLINE && !b->folded;
}

/* The byline as printed, wherever before the text it stands; where it is not printed there, the names. Returns whether there is one. */
static bool add_byline(struct layout *l, const struct article *a, const struct story *s, size_t before_text)
{
	bool any = false;
	for (size_t i = 0; i < before_text; i++) {
		const struct story_block *b = &s->blocks[i];
		if (!belongs_to_head(b))
			continue;
		struct layout_part *p = add_part(l, b->text, b->len, STYLE_META, (uint32_t)i);
		p->near = any;
		p->searched = any = true;
	}
	if (any || !a->byline[0])
		return any;
	struct buf raw = BUF_INIT, clean = BUF_INIT;
	article_add_names(&raw, a);
	text_clean(&clean, buf_str(&raw), raw.len);
	buf_release(&raw);
	any = clean.len > 0;
	add_head(l, buf_detach(&clean), false);
	return any;
}

static void add_block(struct layout *l, const struct story_block *b, uint32_t number)
{
	struct layout_part *p = add_part(l, b->text, b->len, style_of(b->label), number);
	p->folded = b->folded;
	p->quoted = b->label == SPLIT_CAPTION || b->label == SPLIT_BOILERPLATE || b->label == SPLIT_REPEAT;
	p->searched = true;
}

void layout_make_parts(struct layout *l, const struct article *a, const struct story *s)
{
	size_t headline = strlen(s->headline), before_text = blocks_before_text(s);
	if (headline)
		add_part(l, s->headline, headline, STYLE_HEADLINE, LAYOUT_HEADLINE)->searched = true;
	bool byline = add_byline(l, a, s, before_text);
	struct buf meta = BUF_INIT;
	layout_meta(&meta, a);
	add_head(l, buf_detach(&meta), byline);
	for (size_t i = 0; i < s->n; i++)
		if (i >= before_text || !belongs_to_head(&s->blocks[i]))
			add_block(l, &s->blocks[i], (uint32_t)i);
}

void layout_free_parts(struct layout *l)
{
	for (size_t i = 0; i < l->n_parts; i++) {
		free(l->parts[i].owned);
		wrap_free(l->parts[i].wrap);
	}
	free(l->parts);
}

/* "2017-12-28" as "28 Dec 2017", "2017-12" as "Dec 2017". */
static void add_date(struct buf *out, const char *date)
{
	int year, month, day = 0;
	int n = sscanf(date, "%4d-%2d-%2d", &year, &month, &day);
	if (n < 2 || month < 1 || month > 12)
		return;
	if (n == 3 && day > 0)
		buf_addf(out, "%d ", day);
	buf_addf(out, "%s %d", month_names[month - 1], year);
}

static void add_clean(struct buf *out, const char *text)
{
	text_clean(out, text, strlen(text));
}

static void add_where(struct buf *out, const struct article *a)
{
	struct buf agency = BUF_INIT;
	add_clean(&agency, a->agency);
	add_clean(out, a->place);
	if (out->len && agency.len)
		buf_addf(out, " (%s)", agency.p);
	else
		buf_add(out, buf_str(&agency), agency.len);
	buf_release(&agency);
}

static void add_words(struct buf *out, const struct article *a)
{
	if (a->words)
		buf_addf(out, "%u word%s", a->words, a->words == 1 ? "" : "s");
}

/* Takes the piece's text, if it has any, to the end of out. */
static void move_piece(struct buf *out, struct buf *piece, bool *any)
{
	if (piece->len && *any)
		buf_adds(out, " " MIDDLE_DOT " ");
	*any = *any || piece->len;
	buf_add(out, buf_str(piece), piece->len);
	buf_clear(piece);
}

void layout_meta(struct buf *out, const struct article *a)
{
	struct buf piece = BUF_INIT;
	bool any = false;
	add_clean(&piece, a->section);
	move_piece(out, &piece, &any);
	add_where(&piece, a);
	move_piece(out, &piece, &any);
	add_date(&piece, a->date);
	move_piece(out, &piece, &any);
	add_words(&piece, a);
	move_piece(out, &piece, &any);
	buf_release(&piece);
}
