/*
 * Explicit structure that overrides the model: separators in regular use, markup of document archives, and sidebars of
 * bulleted briefs. A line of dashes also stands within articles, so a kind of rule decides only where what follows it
 * mostly looks like a start and where few sure starts stand elsewhere. Form feeds and <DOC> always decide.
 */
#include "split_internal.h"

enum {
	KINDS = 128,
	LIKELY = -150,    /* score from which a block behind a rule counts as a start */
	SURE = 250,       /* score of a start elsewhere that speaks against the rule */
	BRIEF_BLOCKS = 3, /* text blocks of a brief at most */
	BRIEF_RUN = 3,    /* bullets that make a sidebar */
	BRIEF_HEAD = 160  /* size of a brief's headline at most */
};

struct usage {
	size_t rules, starts, headings, sure_inside;
};

static bool looks_like_heading(const struct split_marks *m)
{
	bool closed = m->close == CLOSE_STOP || m->close == CLOSE_COMMA || m->close == CLOSE_COLON;
	return !closed && m->words < 25 && !(m->marks & (MARK_CONTINUES | MARK_CREDIT | MARK_PHOTO));
}

static size_t next_text(const struct split *s, size_t i)
{
	while (i < s->count && s->marks[i].marks & (MARK_RULE | MARK_TAG))
		i++;
	return i;
}

static bool is_rule_kind(const struct split_marks *m, unsigned kind)
{
	return m->marks & MARK_RULE && m->tag == kind;
}

static struct usage usage_of(const struct split *s, unsigned kind)
{
	struct usage u = { 0 };
	bool behind = true;
	for (size_t i = 0; i < s->count; i++) {
		const struct split_marks *m = &s->marks[i];
		if (is_rule_kind(m, kind)) {
			size_t next = next_text(s, i + 1);
			u.rules++;
			u.starts += next >= s->count || s->marks[next].score > LIKELY;
			u.headings += next >= s->count || looks_like_heading(&s->marks[next]);
			behind = true;
		} else if (!(m->marks & (MARK_RULE | MARK_TAG))) {
			u.sure_inside += !behind && m->score > SURE;
			behind = false;
		}
	}
	return u;
}

/* Behind a break within an article its text goes on: where headings stand behind every rule, the rules part articles, even
 * if the model sees starts in between. */
static bool decides(const struct usage *u)
{
	if (u->rules > 1 && u->headings * 10 >= u->rules * 9)
		return u->sure_inside <= u->rules * 2;
	return u->rules && u->starts * 10 >= u->rules * 6 && u->sure_inside * 4 <= u->rules;
}

/* Every part holds one article: a start behind each rule, none within. */
static void force_parts(struct split *s, const bool *kinds, bool marked)
{
	bool behind = true;
	for (size_t i = 0; i < s->count; i++) {
		struct split_marks *m = &s->marks[i];
		if (m->marks & MARK_RULE && kinds[m->tag & (KINDS - 1)]) {
			behind = true;
			continue;
		}
		if (marked && m->marks & MARK_RULE_BEFORE)
			behind = true;
		if (m->marks & (MARK_RULE | MARK_TAG))
			continue;
		m->force = behind ? FORCE_START : FORCE_JOIN;
		behind = false;
	}
}

static bool find_rules(struct split *s)
{
	bool kinds[KINDS] = { false }, seen[KINDS] = { false }, any = false, marked = false;
	for (size_t i = 0; i < s->count; i++) {
		const struct split_marks *m = &s->marks[i];
		marked |= i > 0 && (m->marks & MARK_RULE_BEFORE) != 0;
		if (m->marks & MARK_RULE)
			seen[m->tag & (KINDS - 1)] = true;
	}
	for (unsigned k = 0; k < KINDS; k++) {
		if (!seen[k])
			continue;
		struct usage u = usage_of(s, k);
		any |= kinds[k] = decides(&u);
	}
	if (any || marked)
		force_parts(s, kinds, marked);
	return any || marked;
}

/* Documents in markup: the headline where it is marked up, else the first text of the document. */
static bool find_documents(struct split *s)
{
	bool any = false, wants_head = false;
	for (size_t i = 0; i < s->count; i++) {
		struct split_marks *m = &s->marks[i];
		if (m->marks & MARK_TAG && m->tag == SPLIT_TAG_DOC) {
			any = true;
			wants_head = true;
		} else if (any && !(m->marks & MARK_TAG)) {
			m->force = wants_head ? FORCE_START : FORCE_JOIN;
			wants_head = false;
		}
	}
	return any;
}

void split_find_rules(struct split *s)
{
	if (!find_documents(s))
		find_rules(s);
}

/* ---- sidebars */

static bool is_brief_head(const struct split_marks *m)
{
	return m->marks & MARK_BULLET && m->size < BRIEF_HEAD && m->close != CLOSE_STOP && m->words > 1;
}

/* Blocks from a bulleted headline to the next; 0 where it is no brief. */
static size_t brief_length(const struct split *s, size_t i)
{
	size_t n = 1;
	while (n <= BRIEF_BLOCKS && i + n < s->count && !(s->marks[i + n].marks & (MARK_BULLET | MARK_RULE)))
		n++;
	return n > 1 && n <= BRIEF_BLOCKS ? n : 0;
}

static size_t sidebar_length(const struct split *s, size_t i)
{
	size_t n = 0, len;
	while (i < s->count && is_brief_head(&s->marks[i])) {
		len = brief_length(s, i);
		n++;
		if (!len)
			break;
		i += len;
	}
	return n;
}

static size_t mark_sidebar(struct split *s, size_t i)
{
	size_t len = 1;
	while (i < s->count && is_brief_head(&s->marks[i])) {
		size_t here = brief_length(s, i);
		if (s->marks[i].force == FORCE_NONE)
			s->marks[i].force = FORCE_START;
		s->marks[i].marks |= MARK_SIDEBAR;
		len = here ? here : len; /* the last one ends where the others do */
		for (size_t k = 1; k < len && i + k < s->count; k++)
			s->marks[i + k].force = FORCE_JOIN;
		i += len;
	}
	return i;
}

void split_find_sidebars(struct split *s)
{
	size_t i = 0;
	while (i < s->count) {
		bool head = is_brief_head(&s->marks[i]) && s->marks[i].force != FORCE_JOIN;
		i = head && sidebar_length(s, i) >= BRIEF_RUN ? mark_sidebar(s, i) : i + 1;
	}
}
