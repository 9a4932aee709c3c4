/*
 * Datelines: the place, and often the day and the agency, that stand before a report's first sentence:
 * "MOSCOW (Reuters) – ", "PARIS, March 3 (AFP) - ", "Wien/Berlin – ", "(Reuters) - ", "МОСКВА, 3 мар — ", "北京3日电".
 * Known by form alone: capitals or capitalised words, an agency in brackets, a dash; no list of places.
 */
#include <string.h>

#include "split_internal.h"

enum {
	PLACE_MAX = 60,  /* bytes up to brackets or dash in a dateline without capitals */
	STRONG_MAX = 110 /* and in one with capitals or an agency */
};

struct reader {
	const char *start, *p, *end;
};

static uint32_t peek(const struct reader *r)
{
	uint32_t c = 0;
	if (r->p < r->end)
		split_char(r->p, r->end, &c);
	return c;
}

static void step(struct reader *r)
{
	uint32_t c;
	r->p += split_char(r->p, r->end, &c);
}

static void spaces(struct reader *r)
{
	while (r->p < r->end && split_is_space(peek(r)))
		step(r);
}

/* A dash, or two hyphens, with a space behind it (a long dash needs none). */
static bool dash(struct reader *r)
{
	struct reader was = *r;
	spaces(r);
	bool spaced = r->p > was.p;
	uint32_t c = peek(r);
	if (!split_is_dash(c) && c != '_') {
		*r = was;
		return false;
	}
	step(r);
	bool doubled = peek(r) == c && c == '-';
	while (split_is_dash(peek(r)))
		step(r);
	if (!split_is_space(peek(r)) && !(c != '-' || doubled)) {
		*r = was;
		return false;
	}
	if (!spaced && !doubled && c == '-') {
		*r = was;
		return false;
	}
	spaces(r);
	return r->p < r->end;
}

/* "(Reuters)", "[AFP]": the agency inside. */
static bool agency(struct reader *r, struct split_text *out)
{
	struct reader was = *r;
	spaces(r);
	uint32_t open = peek(r);
	if (open != '(' && open != '[') {
		*r = was;
		return false;
	}
	step(r);
	const char *from = r->p;
	while (r->p < r->end && r->p - from < 40 && peek(r) != ')' && peek(r) != ']')
		step(r);
	if (peek(r) != ')' && peek(r) != ']') {
		*r = was;
		return false;
	}
	*out = split_trim(from, (size_t)(r->p - from));
	step(r);
	return out->n > 0;
}

struct words {
	unsigned count, upper, titled, plain; /* in capitals, capitalised, neither */
	const char *upper_end;                /* behind the last word of the leading run in capitals */
};

/* One word: letters, and the stops, hyphens and apostrophes that places are written with. */
static void word(struct reader *r, struct words *w)
{
	unsigned letters = 0, upper = 0, digits = 0;
	uint32_t initial = peek(r);
	bool first = split_is_upper(initial) || initial >= 0x590; /* a script without case: all its words are alike */
	while (r->p < r->end) {
		uint32_t c = peek(r);
		if (split_is_upper(c))
			upper++;
		if (split_is_letter(c))
			letters++;
		else if (c >= '0' && c <= '9')
			digits++;
		else if (c != '.' && c != '\'' && c != 0x2019 &&
		         !(c == '-' && r->p + 1 < r->end && r->p[1] != ' ' && r->p[1] != '-'))
			break;
		step(r);
	}
	if (letters + digits == 0 && r->p < r->end)
		step(r);
	w->count++;
	if (letters > 1 && upper == letters) {
		w->upper++;
		if (w->titled + w->plain == 0)
			w->upper_end = r->p;
	} else if (first || digits)
		w->titled++;
	else
		w->plain++;
}

static bool parts_words(uint32_t c)
{
	return split_is_space(c) || c == ',' || c == '/' || c == '&' || c == '.';
}

/* Whether brackets or a dash may stand at r, white space before them: not where the next word goes on or begins. */
static bool may_end_place(const struct reader *r)
{
	const char *p = r->p;
	if (*p == ' ' && p + 1 < r->end)
		p++;
	return (unsigned)((*p | 32) - 'a') >= 26u;
}

/* Words up to brackets or a dash; false where anything else comes first. */
static bool place_words(struct reader *r, struct words *w)
{
	while (r->p < r->end && r->p - r->start < STRONG_MAX) {
		struct reader at = *r, again = *r;
		struct split_text skip;
		if (w->count && may_end_place(r) && (dash(&at) || agency(&again, &skip)))
			return true;
		uint32_t c = peek(r);
		if (parts_words(c))
			step(r);
		else if (split_is_letter(c) || (c >= '0' && c <= '9') || c == '\'' || c == 0x2018)
			word(r, w);
		else
			return false;
		if (w->count > 12 || w->plain > 3)
			return false;
	}
	return false;
}

/* "PARIS, March 3" is the place PARIS: a day is not part of it. "SOCHI, Russia" stays. */
static struct split_text without_day(struct split_text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] < '0' || t.p[i] > '9')
			continue;
		size_t cut = i;
		while (cut > 0 && t.p[cut] != ',')
			cut--;
		return cut ? split_trim(t.p, cut) : (struct split_text){ t.p, 0 };
	}
	return t;
}

/* 北京3月3日电, 東京 3日 ロイター: a day and a sign for a wire within the first characters. */
static bool wide_dateline(struct split_text t)
{
	static const char *const signs[] = { "日电", "日電", "电 ", "讯 ", "本报讯", "日 ロイター", "日ロイター" };
	struct split_text lead = { t.p, t.n < 60 ? t.n : 60 };
	if (t.n < 40)
		return false;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (memmem(lead.p, lead.n, signs[i], strlen(signs[i])))
			return true;
	return false;
}

/* The place is what stands before the first gap or ＝ in the brackets, the agency behind the last gap, a name behind ＝. */
static bool split_brackets(struct split_dateline *out, struct split_text in)
{
	static const char equals[] = "\xef\xbc\x9d", gap[] = "\xe3\x80\x80";
	const char *at = memmem(in.p, in.n, equals, 3);
	const char *end = in.p + in.n;
	if (at) {
		out->name = split_trim(at + 3, (size_t)(end - at) - 3);
	} else if ((at = memmem(in.p, in.n, gap, 3)) || (at = memchr(in.p, ' ', in.n))) {
		const char *last = at, *next;
		while ((next = memmem(last + 1, (size_t)(end - last) - 1, gap, 3)) ||
		       (next = memchr(last + 1, ' ', (size_t)(end - last) - 1)))
			last = next;
		out->agency = split_trim(last, (size_t)(end - last));
		if (!memcmp(out->agency.p, gap, 3))
			out->agency = split_trim(out->agency.p + 3, out->agency.n - 3);
	}
	out->place = at ? split_trim(in.p, (size_t)(at - in.p)) : in;
	return at && out->place.n > 0;
}

/* ［東京　３日　社名］ text, 【東京＝氏名】 text */
static bool bracket_dateline(struct split_dateline *out, struct split_text t)
{
	static const char *const pairs[][2] = { { "\xef\xbc\xbb", "\xef\xbc\xbd" },
		                                { "\xe3\x80\x90", "\xe3\x80\x91" } };
	for (size_t k = 0; k < 2; k++) {
		if (t.n < 40 || memcmp(t.p, pairs[k][0], 3))
			continue;
		const char *close = memmem(t.p + 3, 100 < t.n - 3 ? 100 : t.n - 3, pairs[k][1], 3);
		if (!close)
			return false;
		out->stamp = (struct split_text){ t.p, (size_t)(close + 3 - t.p) };
		return split_brackets(out, (struct split_text){ t.p + 3, (size_t)(close - t.p) - 3 });
	}
	return false;
}

/* PLACE (Agency), or in a script without case Place (Country) (Agency). */
static bool last_agency(struct reader *r, struct split_text *place, struct split_text *out)
{
	struct reader more = *r;
	if (!agency(r, out))
		return false;
	more = *r;
	struct split_text second;
	if (agency(&more, &second)) {
		*place = split_trim(place->p, (size_t)(r->p - place->p));
		*out = second;
		*r = more;
	}
	return true;
}

bool split_parse_dateline(struct split_dateline *out, struct split_text t)
{
	struct reader r = { t.p, t.p, t.p + t.n };
	struct words w = { 0 };
	*out = (struct split_dateline){ 0 };
	if (t.n < 8)
		return false;
	if ((unsigned char)t.p[0] >= 0xe3 && (bracket_dateline(out, t) || wide_dateline(t)))
		return out->strong = true;
	if (agency(&r, &out->agency)) {
		bool ok = dash(&r) && out->agency.n < 24 && !memchr(out->agency.p, ';', out->agency.n);
		out->stamp = (struct split_text){ t.p, (size_t)(r.p - t.p) };
		return out->strong = ok;
	}
	out->agency.n = 0;
	if (!place_words(&r, &w))
		return false;
	struct split_text place = split_trim(t.p, (size_t)(r.p - t.p));
	bool named = last_agency(&r, &place, &out->agency);
	if (!dash(&r) && !(named && peek(&r) == ':'))
		return false;
	bool capitals = w.upper > 0 && w.upper_end && !w.plain;
	out->strong = capitals || (named && w.plain <= 1);
	if (!out->strong && (w.plain || place.n > PLACE_MAX || w.count > 4))
		return false;
	out->place = without_day(place);
	out->stamp = (struct split_text){ t.p, (size_t)(r.p - t.p) };
	return true;
}
