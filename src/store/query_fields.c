/* The fields of the query language: their names, and filters from their values. */
#include "query_tree.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <wctype.h>

#include "lede/split.h"
#include "lede/unicode.h"

struct field {
	const char *name;
	enum query_field field;
	const char *hint;
};

static const struct field fields[] = {
	{ "by", QUERY_FIELD_BY, "by: a name in the byline" },
	{ "place", QUERY_FIELD_PLACE, "place: a place in the dateline" },
	{ "agency", QUERY_FIELD_AGENCY, "agency: an agency, such as Reuters" },
	{ "headline", QUERY_FIELD_HEADLINE, "headline: words of the headline" },
	{ "in", QUERY_FIELD_IN, "in: a part of the source's path" },
	{ "kind", QUERY_FIELD_KIND, "kind: article or brief" },
	{ "is", QUERY_FIELD_IS, "is: unread, read, starred, copy or doubtful" },
	{ "date", QUERY_FIELD_DATE, "date: 2017, 2017-12, 2017-12-28, 2017..2018, >=2017" },
};

struct word {
	const char *name;
	enum query_field field;
	enum query_filter filter;
	int number;
};

static const struct word words[] = {
	{ "article", QUERY_FIELD_KIND, QUERY_KIND, SPLIT_ARTICLE },
	{ "brief", QUERY_FIELD_KIND, QUERY_KIND, SPLIT_BRIEF },
	{ "unread", QUERY_FIELD_IS, QUERY_UNREAD, 0 },
	{ "read", QUERY_FIELD_IS, QUERY_READ, 0 },
	{ "starred", QUERY_FIELD_IS, QUERY_STARRED, 0 },
	{ "copy", QUERY_FIELD_IS, QUERY_COPY, 0 },
	{ "doubtful", QUERY_FIELD_IS, QUERY_DOUBTFUL, 0 },
};

enum { N_FIELDS = sizeof fields / sizeof *fields, N_WORDS = sizeof words / sizeof *words };

enum query_field query_field_at(const char *p, size_t n, size_t *len)
{
	for (size_t i = 0; i < N_FIELDS; i++) {
		size_t name = strlen(fields[i].name);
		if (n <= name || p[name] != ':' || strncasecmp(p, fields[i].name, name) != 0)
			continue;
		*len = name + 1;
		return fields[i].field;
	}
	return QUERY_FIELD_NONE;
}

const char *query_field_hint(enum query_field field)
{
	for (size_t i = 0; i < N_FIELDS; i++)
		if (fields[i].field == field)
			return fields[i].hint;
	return "";
}

bool query_field_is_text(enum query_field field, enum query_column *column)
{
	switch (field) {
	case QUERY_FIELD_BY:
		*column = QUERY_BYLINE;
		return true;
	case QUERY_FIELD_PLACE:
		*column = QUERY_PLACE;
		return true;
	case QUERY_FIELD_AGENCY:
		*column = QUERY_AGENCY;
		return true;
	case QUERY_FIELD_HEADLINE:
		*column = QUERY_HEADLINE;
		return true;
	default:
		return false;
	}
}

static struct query_node *filter_new(enum query_filter filter, int number)
{
	struct query_node *n = query_node_new(QUERY_FILTER);
	n->filter = filter;
	n->number = number;
	return n;
}

static struct query_node *word_filter(enum query_field field, const char *value, size_t n, bool last, bool *pending)
{
	for (size_t i = 0; i < N_WORDS; i++) {
		if (words[i].field != field || strncasecmp(words[i].name, value, n) != 0)
			continue;
		if (!words[i].name[n])
			return filter_new(words[i].filter, words[i].number);
		*pending |= last;
	}
	return NULL;
}

/* Reads up to max digits, at least one; returns how many there are. */
static size_t read_number(const char *p, size_t n, size_t max, int *out)
{
	size_t i = 0;
	*out = 0;
	for (; i < n && i < max && p[i] >= '0' && p[i] <= '9'; i++)
		*out = *out * 10 + (p[i] - '0');
	return i;
}

/* "2017", "2017-3", "2017-03-09" -> "2017", "2017-03", "2017-03-09". */
static bool read_date(char out[QUERY_DATE_LEN], const char *p, size_t n)
{
	int year, month = 1, day = 1;
	size_t at = read_number(p, n, 4, &year), got;
	if (at != 4)
		return false;
	snprintf(out, QUERY_DATE_LEN, "%04d", year);
	if (at == n)
		return true;
	if (p[at++] != '-' || !(got = read_number(p + at, n - at, 2, &month)) || month < 1 || month > 12)
		return false;
	at += got;
	snprintf(out + 4, QUERY_DATE_LEN - 4, "-%02d", month);
	if (at == n)
		return true;
	if (p[at++] != '-' || !(got = read_number(p + at, n - at, 2, &day)) || day < 1 || day > 31)
		return false;
	snprintf(out + 7, QUERY_DATE_LEN - 7, "-%02d", day);
	return at + got == n;
}

/* A date that is still being typed: as far as it goes, it is the beginning of one. */
static bool begins_date(char out[QUERY_DATE_LEN], const char *p, size_t n)
{
	static const char form[] = "dddd-dd-dd";
	if (!n || n >= sizeof form)
		return false;
	for (size_t i = 0; i < n; i++)
		if (form[i] == 'd' ? p[i] < '0' || p[i] > '9' : p[i] != form[i])
			return false;
	memcpy(out, p, n);
	out[n] = '\0';
	return true;
}

/* Just after everything that begins with the date: '~' comes after digits and '-'. */
static void after_date(char date[QUERY_DATE_LEN])
{
	size_t n = strlen(date);
	date[n] = '~';
	date[n + 1] = '\0';
}

static bool read_edge(char out[QUERY_DATE_LEN], const char *p, size_t n, bool last)
{
	return (last && begins_date(out, p, n)) || read_date(out, p, n);
}

/* ">=D", ">D", "<=D", "<D". */
static bool read_compared(struct query_node *f, const char *p, size_t n, bool last)
{
	bool or_equal = n > 1 && p[1] == '=';
	char *edge = p[0] == '>' ? f->from : f->to;
	size_t skip = or_equal ? 2 : 1;
	if (!read_edge(edge, p + skip, n - skip, last))
		return false;
	if ((p[0] == '>') != or_equal)
		after_date(edge);
	return true;
}

static bool read_range(struct query_node *f, const char *p, size_t n, bool last)
{
	const char *dots = memmem(p, n, "..", 2);
	size_t first = dots ? (size_t)(dots - p) : n;
	size_t second = dots ? n - first - 2 : n;
	if (first && !read_edge(f->from, p, first, last && !dots))
		return false;
	if (second && !read_edge(f->to, dots ? dots + 2 : p, second, last))
		return false;
	if (second)
		after_date(f->to);
	return first || second;
}

static struct query_node *date_filter(const char *value, size_t n, bool last, bool *pending)
{
	struct query_node *f = filter_new(QUERY_DATE, 0);
	bool compared = n && (value[0] == '<' || value[0] == '>');
	if (n && (compared ? read_compared(f, value, n, last) : read_range(f, value, n, last)))
		return f;
	*pending = last && strspn(value, "0123456789-<>=.") >= n;
	query_node_free(f);
	return NULL;
}

void query_fold_path(struct buf *out, const char *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		uint32_t c;
		char folded[4];
		size_t len = utf8_next(p + at, n - at, &c);
		if (c < 0x80)
			buf_addc(out, (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
		else if (c == 0xFFFD) /* a path may hold any bytes: they stand for themselves */
			buf_add(out, p + at, len);
		else
			buf_add(out, folded, utf8_put(folded, (uint32_t)towlower((wint_t)c)));
		at += len;
	}
}

struct query_node *query_filter_new(enum query_field field, const char *value, size_t n, bool last, bool *pending)
{
	*pending = last && !n;
	if (!n)
		return NULL;
	if (field == QUERY_FIELD_DATE)
		return date_filter(value, n, last, pending);
	if (field != QUERY_FIELD_IN)
		return word_filter(field, value, n, last, pending);
	struct query_node *f = filter_new(QUERY_SOURCE, 0);
	struct buf folded = BUF_INIT;
	query_fold_path(&folded, value, n);
	f->value = buf_detach(&folded);
	return f;
}
