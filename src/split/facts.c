/*
 * What an article's text says of it: headline, names, place and agency, section, date, number of words. Made from its
 * labelled blocks when a piece is stored or shown; the splitter itself keeps no text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "split_internal.h"

enum { SECTION_LINE_MAX = 90 };

static void set(char **field, struct split_text t)
{
	if (!*field && t.n)
		*field = mem_strndup(t.p, t.n);
}

/* ---- place and agency */

/* "... with inputs from Agencies": for whom it was written stands before that. */
static void agency_before(struct split_facts *f, struct split_text t)
{
	static const char *const behind[] = { " with inputs from", " with input from", " with agencies" };
	for (size_t k = 0; k < sizeof behind / sizeof *behind; k++) {
		size_t len = strlen(behind[k]);
		for (size_t i = 1; i + len <= t.n && i < 60; i++)
			if (split_same_fold(t.p + i, behind[k], len))
				set(&f->agency, (struct split_text){ t.p, i });
	}
}

/* "By Ann Lee for The Daily Post". */
static void agency_after(struct split_facts *f, struct split_text t)
{
	static const char *const joints[] = { " for ",     " für das ", " für die ", " für den ", " für ",
		                              " pour le ", " pour la ", " pour ",    " para " };
	for (size_t k = 0; k < sizeof joints / sizeof *joints; k++) {
		size_t len = strlen(joints[k]);
		const char *at = memmem(t.p, t.n, joints[k], len);
		if (at) {
			set(&f->agency, split_trim(at + len, t.n - (size_t)(at + len - t.p)));
			return;
		}
	}
}

/* "(Evening Post)" as the last line: two to four words and nothing about who did what. */
static void agency_alone(struct split_facts *f, struct split_text t)
{
	struct split_scan scan;
	if (t.n < 4 || t.n > 50 || t.p[0] != '(' || t.p[t.n - 1] != ')')
		return;
	struct split_text in = split_trim(t.p + 1, t.n - 2);
	split_scan(&scan, in.p, in.n);
	if (scan.digits || !scan.upper || scan.titled_words < scan.total_words || scan.total_words > 4 ||
	    memchr(in.p, '/', in.n))
		return;
	set(&f->agency, in);
}

static void credit_agency(struct split_facts *f, uint8_t label, struct split_text t)
{
	agency_before(f, t);
	if (split_byline_opening(t))
		agency_after(f, t);
	else if (label == SPLIT_CREDIT)
		agency_alone(f, t);
}

static void dateline(struct split_facts *f, struct split_text t)
{
	struct split_dateline d;
	if (!split_parse_dateline(&d, t) || !d.strong)
		return;
	set(&f->place, d.place);
	set(&f->agency, d.agency);
	if (d.name.n)
		split_add_names(f, d.name);
}

/* ---- a brief's section and outlet: "World News Daily Post", "Sport | Daily Post" */

static const char *const section_words[] = {
	"news",          "sport",      "sports", "business", "politics", "world",    "opinion",
	"entertainment", "technology", "tech",   "science",  "health",   "life",     "culture",
	"money",         "arts",       "travel", "weather",  "local",    "national", "markets",
};

static bool is_section_word(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof section_words / sizeof *section_words; i++)
		if (strlen(section_words[i]) == n && !strncasecmp(p, section_words[i], n))
			return true;
	return false;
}

/* Where the section's name ends: at a bar or dash, else behind the last of the leading words for a section. */
static size_t section_end(struct split_text t, size_t *outlet)
{
	static const char *const bars[] = { " | ", " – ", " — ", " - ", " / ", " · " };
	for (size_t k = 0; k < sizeof bars / sizeof *bars; k++) {
		const char *bar = memmem(t.p, t.n, bars[k], strlen(bars[k]));
		if (bar) {
			*outlet = (size_t)(bar - t.p) + strlen(bars[k]);
			return (size_t)(bar - t.p);
		}
	}
	bool found = false;
	for (size_t i = 0, from = 0; i <= t.n; i++) {
		if (i < t.n && t.p[i] != ' ')
			continue;
		bool word = is_section_word(t.p + from, i - from);
		if (found && !word)
			return *outlet - 1;
		found = word && (found || from > 0 || i < t.n);
		*outlet = i + 1;
		from = i + 1;
	}
	return 0;
}

static void section_line(struct split_facts *f, struct split_text t)
{
	size_t outlet = 0, end;
	if (t.n > SECTION_LINE_MAX || f->section)
		return;
	end = section_end(t, &outlet);
	if (!end || outlet >= t.n)
		return;
	set(&f->section, split_trim(t.p, end));
	set(&f->agency, split_trim(t.p + outlet, t.n - outlet));
}

/* ---- the date */

static bool later(const struct split_date *a, const struct split_date *b)
{
	if (a->year != b->year)
		return a->year > b->year;
	return a->month != b->month ? a->month > b->month : a->day > b->day;
}

/* A date and the block that says it. */
struct dating {
	struct split_date date;
	const struct split_block *block; /* NULL: none yet */
};

/* Captions and stamps can name older events besides the day; the latest date is the nearest to the article's own. */
static void latest_date(struct dating *best, const struct split_block *block, struct split_text t)
{
	struct split_date d;
	size_t at = 0;
	while (split_find_date(t, &at, &d))
		if (later(&d, &best->date))
			*best = (struct dating){ d, block };
}

static void print_date(struct split_facts *f, const struct dating *found)
{
	char text[40];
	const struct split_date *d = &found->date;
	if (!found->block || !d->year || !d->month)
		return;
	f->date_line = found->block->line;
	f->date_label = found->block->label;
	if (d->day)
		snprintf(text, sizeof text, "%04d-%02d-%02d", d->year, d->month, d->day);
	else
		snprintf(text, sizeof text, "%04d-%02d", d->year, d->month);
	memcpy(f->date, text, sizeof f->date);
	f->date[sizeof f->date - 1] = '\0';
}

/* A date that stands with a dateline: "PARIS, March 3, 2016 (AFP) -". */
static struct split_text stamp_of(struct split_text t)
{
	struct split_dateline d;
	return split_parse_dateline(&d, t) ? d.stamp : (struct split_text){ t.p, 0 };
}

static void date_of(struct dating *best, const struct split_block *block, struct split_text t)
{
	enum { STAMP_MAX = 140 };
	uint8_t label = block->label;
	if (label == SPLIT_CAPTION)
		latest_date(best, block, t);
	else if (label == SPLIT_LEDE)
		latest_date(best, block, stamp_of(t));
	else if ((label == SPLIT_BYLINE || label == SPLIT_BOILERPLATE || label == SPLIT_CREDIT) && t.n < STAMP_MAX)
		latest_date(best, block, t);
}

/* ---- all of it */

static void take_block(struct split_facts *f, uint8_t label, enum split_kind kind, struct split_text t, bool *lede_seen)
{
	bool brief = kind == SPLIT_BRIEF;
	if (label == SPLIT_HEADLINE && !f->headline)
		f->headline = mem_strndup(t.p, t.n);
	else if (label == SPLIT_BYLINE)
		split_add_names(f, t);
	else if (label == SPLIT_CREDIT && split_byline_opening(t))
		split_add_names(f, t);
	if (label == SPLIT_CREDIT || label == SPLIT_BYLINE)
		credit_agency(f, label, t);
	if (brief && !*lede_seen && label != SPLIT_HEADLINE && label != SPLIT_LEDE)
		section_line(f, t);
	if (label == SPLIT_LEDE && !brief && !*lede_seen)
		dateline(f, t);
	*lede_seen |= label == SPLIT_LEDE;
}

static uint32_t count_words(struct split_text t)
{
	struct split_scan scan;
	split_scan(&scan, t.p, t.n);
	return split_count_words(&scan);
}

static bool has_words(uint8_t label)
{
	return label != SPLIT_REPEAT && label != SPLIT_BOILERPLATE;
}

/* Whether nothing is looked for in such a block; most are. */
static bool says_nothing(uint8_t label, enum split_kind kind, bool lede_seen)
{
	bool text = label == SPLIT_BODY || label == SPLIT_SUBHEAD || label == SPLIT_REPEAT;
	return text && (kind != SPLIT_BRIEF || lede_seen);
}

void split_facts(struct split_facts *out, const struct split_block *blocks, size_t n, enum split_kind kind,
                 const char *text, size_t len)
{
	struct buf b = BUF_INIT;
	struct dating date = { 0 };
	bool lede_seen = false;
	*out = (struct split_facts){ 0 };
	for (size_t i = 0; i < n; i++) {
		uint64_t at = blocks[i].off - blocks[0].off;
		if (at >= len)
			break;
		size_t size = blocks[i].len < len - at ? blocks[i].len : (size_t)(len - at);
		uint8_t label = blocks[i].label;
		bool counted = !has_words(label) || (blocks[i].words && size == blocks[i].len);
		if (counted && has_words(label))
			out->words += blocks[i].words;
		if (counted && says_nothing(label, kind, lede_seen))
			continue;
		buf_clear(&b);
		split_block_text(&b, text + at, size);
		struct split_text t = { buf_str(&b), b.len };
		take_block(out, label, kind, t, &lede_seen);
		date_of(&date, &blocks[i], t);
		if (!counted)
			out->words += count_words(t);
	}
	if (!out->headline)
		out->headline = mem_strdup("");
	print_date(out, &date);
	buf_release(&b);
}

void split_facts_release(struct split_facts *f)
{
	for (size_t i = 0; i < f->bylines; i++)
		free(f->byline[i]);
	free(f->byline);
	free(f->headline);
	free(f->place);
	free(f->agency);
	free(f->section);
	*f = (struct split_facts){ 0 };
}
