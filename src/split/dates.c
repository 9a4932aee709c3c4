/*
 * Dates that name a year: "July 1, 2016", "1 July 2016", "Nov. 24, 2015", "2016-07-01", "01.07.2016", "1. Juli 2016",
 * "1er juillet 2016", "1 июля 2016", "1 يوليو 2016", "2016年7月1日".
 */
#include <string.h>

#include "split_internal.h"

struct month_name {
	const char *name; /* how it begins; the longer one first where one begins like another */
	uint8_t month;
	uint8_t len;
};
#define MONTH(name, number)                                                                                            \
	{                                                                                                              \
		name, number, sizeof name - 1                                                                          \
	}

/* clang-format off */
static const struct month_name months[] = {
	MONTH("january", 1),   MONTH("february", 2), MONTH("march", 3),     MONTH("april", 4),    MONTH("june", 6),
	MONTH("july", 7),      MONTH("august", 8),   MONTH("september", 9), MONTH("october", 10), MONTH("november", 11),
	MONTH("december", 12), MONTH("sept", 9),     MONTH("jan", 1),       MONTH("feb", 2),      MONTH("mars", 3),
	MONTH("mar", 3),       MONTH("apr", 4),      MONTH("may", 5),       MONTH("mai", 5),      MONTH("juni", 6),
	MONTH("juli", 7),      MONTH("juin", 6),     MONTH("juil", 7),      MONTH("jun", 6),      MONTH("jul", 7),
	MONTH("aug", 8),       MONTH("août", 8),     MONTH("aout", 8),      MONTH("sep", 9),      MONTH("oct", 10),
	MONTH("okt", 10),      MONTH("nov", 11),     MONTH("dec", 12),      MONTH("dez", 12),     MONTH("déc", 12),
	MONTH("jän", 1),       MONTH("jän", 1),      MONTH("märz", 3),      MONTH("fév", 2),      MONTH("avr", 4),
	MONTH("ene", 1),       MONTH("abr", 4),      MONTH("ago", 8),       MONTH("dic", 12),     MONTH("gen", 1),
	MONTH("mag", 5),       MONTH("giu", 6),      MONTH("lug", 7),       MONTH("set", 9),      MONTH("ott", 10),
	MONTH("fev", 2),       MONTH("out", 10),     MONTH("янв", 1),       MONTH("фев", 2),      MONTH("мар", 3),
	MONTH("апр", 4),       MONTH("мая", 5),      MONTH("май", 5),       MONTH("июн", 6),      MONTH("июл", 7),
	MONTH("авг", 8),       MONTH("сен", 9),      MONTH("окт", 10),      MONTH("ноя", 11),     MONTH("дек", 12),
	MONTH("يناير", 1),     MONTH("فبراير", 2),   MONTH("مارس", 3),      MONTH("أبريل", 4),    MONTH("ابريل", 4),
	MONTH("إبريل", 4),     MONTH("مايو", 5),     MONTH("يونيو", 6),     MONTH("يوليو", 7),    MONTH("أغسطس", 8),
	MONTH("اغسطس", 8),     MONTH("سبتمبر", 9),   MONTH("أكتوبر", 10),   MONTH("اكتوبر", 10),  MONTH("نوفمبر", 11),
	MONTH("ديسمبر", 12),
};
/* clang-format on */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that ends before at (white space, stops and ordinal endings between); 0: none. */
static int number_before(const char *p, size_t at)
{
	size_t i = at;
	while (i > 0 && at - i < 6 && !is_digit(p[i - 1])) {
		if (!strchr(" .,thsndre\xc2\xba\xa0", p[i - 1]))
			return 0;
		i--;
	}
	int n = 0, unit = 1;
	for (int k = 0; k < 2 && i > 0 && is_digit(p[i - 1]); k++, i--, unit *= 10)
		n += (p[i - 1] - '0') * unit;
	return i > 0 && is_digit(p[i - 1]) ? 0 : n;
}

/* Four digits at p that are a year of the news; 0: none. */
static int year_at(const char *p, size_t n)
{
	if (n < 4 || !is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) || !is_digit(p[3]) ||
	    (n > 4 && is_digit(p[4])))
		return 0;
	int y = (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + p[3] - '0';
	return y >= 1600 && y < 2100 ? y : 0;
}

/* Behind a month's name: "1, 2016", "2016", "de 2016". *end gets the offset behind the year. */
static int year_after(const char *p, size_t n, size_t at, int *day, size_t *end)
{
	size_t i = at;
	while (i < n && i < at + 24) {
		if (!is_digit(p[i])) {
			bool gap = strchr(" .,\ndeDEl\xc2\xa0", p[i]) != NULL;
			if (!gap)
				return 0;
			i++;
			continue;
		}
		int year = year_at(p + i, n - i);
		if (year) {
			*end = i + 4;
			return year;
		}
		if (*day)
			return 0;
		*day = p[i] - '0';
		if (++i < n && is_digit(p[i]))
			*day = *day * 10 + p[i++] - '0';
		if (*day > 31 || (i < n && is_digit(p[i])))
			return 0;
		while (i < n && strchr("thsndr", p[i]))
			i++;
	}
	return 0;
}

static size_t letters_after(const char *p, size_t n, size_t at)
{
	const char *q = p + at, *end = p + n;
	uint32_t c;
	while (q < end) {
		size_t step = split_char(q, end, &c);
		if (!split_is_letter(c))
			break;
		q += step;
	}
	return (size_t)(q - p);
}

static bool month_date(struct split_text t, size_t at, struct split_date *out, size_t *end)
{
	unsigned char first = (unsigned char)t.p[at] < 0x80 ? (unsigned char)t.p[at] | 32 : (unsigned char)t.p[at];
	for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
		size_t len = months[i].len;
		if ((unsigned char)months[i].name[0] != first || t.n - at < len ||
		    !split_same_fold(t.p + at, months[i].name, len))
			continue;
		int day = number_before(t.p, at);
		size_t behind = letters_after(t.p, t.n, at + len);
		int year = day > 31 ? 0 : year_after(t.p, t.n, behind, &day, end);
		if (!year)
			return false;
		*out = (struct split_date){ year, months[i].month, day };
		return true;
	}
	return false;
}

/* 2016-07-01, 2016/7/1, 2016年7月1日 */
static bool year_first(struct split_text t, size_t at, struct split_date *out, size_t *end)
{
	int year = year_at(t.p + at, t.n - at), part[2] = { 0, 0 };
	size_t i = at + 4;
	if (!year || (at && is_digit(t.p[at - 1])))
		return false;
	for (int k = 0; k < 2 && i < t.n; k++) {
		if (t.p[i] == '-' || t.p[i] == '/' || t.p[i] == '.')
			i++;
		else if (t.n - i > 3 && (!memcmp(t.p + i, "年", 3) || !memcmp(t.p + i, "月", 3)))
			i += 3;
		else
			return false;
		size_t from = i;
		while (i < t.n && i < from + 2 && is_digit(t.p[i]))
			part[k] = part[k] * 10 + t.p[i++] - '0';
		if (from == i)
			return false;
	}
	if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > 31)
		return false;
	*out = (struct split_date){ year, part[0], part[1] };
	*end = i;
	return true;
}

/* 01.07.2016: the day first, as wherever stops are used; with slashes only where no other reading is possible. */
static bool year_last(struct split_text t, size_t at, struct split_date *out, size_t *end)
{
	int part[2] = { 0, 0 };
	size_t i = at;
	char mark = 0;
	if (at && is_digit(t.p[at - 1]))
		return false;
	for (int k = 0; k < 2; k++) {
		size_t from = i;
		while (i < t.n && i < from + 2 && is_digit(t.p[i]))
			part[k] = part[k] * 10 + t.p[i++] - '0';
		if (i == from || i >= t.n || (t.p[i] != '.' && t.p[i] != '/') || (k && t.p[i] != mark))
			return false;
		mark = t.p[i++];
	}
	int year = year_at(t.p + i, t.n - i);
	bool swap = mark == '/' && part[1] > 12;
	int day = swap ? part[1] : part[0], month = swap ? part[0] : part[1];
	if (!year || month < 1 || month > 12 || day < 1 || day > 31 ||
	    (mark == '/' && !swap && day <= 12 && day != month))
		return false;
	*out = (struct split_date){ year, month, day };
	*end = i + 4;
	return true;
}

#define BIT(letter) (1u << ((letter) - 'a'))
/* The ASCII letters that months' names begin with. */
static const uint32_t initials = BIT('a') | BIT('d') | BIT('e') | BIT('f') | BIT('g') | BIT('j') | BIT('l') | BIT('m') |
                                 BIT('n') | BIT('o') | BIT('s');

/* Whether four digits, a year perhaps, stand together in t from at on: any four take in one of each fourth place. */
static bool has_four_digits(struct split_text t, size_t at)
{
	for (size_t i = at + 3; i < t.n; i += 4) {
		if (!is_digit(t.p[i]))
			continue;
		size_t from = i, end = i + 1;
		while (from > at && is_digit(t.p[from - 1]))
			from--;
		while (end < t.n && is_digit(t.p[end]))
			end++;
		if (end - from >= 4)
			return true;
	}
	return false;
}

bool split_find_date(struct split_text t, size_t *at, struct split_date *out)
{
	bool in_word = false;
	if (!has_four_digits(t, *at))
		return false;
	for (size_t i = *at; i < t.n; i++) {
		unsigned char c = (unsigned char)t.p[i];
		unsigned letter = (c | 32u) - 'a';
		size_t end;
		bool found = false;
		if (is_digit((char)c))
			found = year_first(t, i, out, &end) || year_last(t, i, out, &end);
		else if (!in_word && (letter < 26 ? initials >> letter & 1 : c >= 0xc3))
			found = month_date(t, i, out, &end);
		in_word = letter < 26 || c >= 0x80;
		if (found) {
			*at = end;
			return true;
		}
	}
	return false;
}
