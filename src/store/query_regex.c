/*
 * Regular expressions: those of libc, made harmless. libc builds its automaton as it goes and keeps all of it, copies
 * what is repeated as often as the expression says, and tries each beginning in turn. So an expression that would
 * become large is refused, long paragraphs are matched in pieces, and after some text the automaton is built anew.
 */
#include "query_regex.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"

enum {
	PIECE = 2048,     /* bytes of a line that are matched at once */
	WEIGHT_MAX = 256, /* characters with repetitions written out: with more a piece can take a second */
	RENEW = 1 << 16,  /* bytes of text after which the automaton is built anew */
	DEPTH_MAX = 24,
	FLAGS = REG_EXTENDED | REG_ICASE | REG_NEWLINE
};

struct query_regex {
	char *pattern;
	regex_t compiled;
	size_t read; /* bytes of text since it was compiled */
	struct buf piece;
};

/* ---- whether to take it */

struct weigher {
	const char *p;
	size_t n, at;
	size_t sum[DEPTH_MAX],
		last[DEPTH_MAX]; /* by depth of brackets: all so far, and what a repetition would repeat */
	int depth;
};

static void add_weight(struct weigher *w, size_t weight)
{
	w->sum[w->depth] += weight;
	w->last[w->depth] = weight;
}

static void repeat(struct weigher *w, size_t times)
{
	size_t last = w->last[w->depth], more = last * (times > 1 ? times - 1 : 0);
	w->sum[w->depth] += more;
	w->last[w->depth] += more;
}

/* "{2,5}" at w->at, which is moved to its end: how many copies that makes. */
static size_t read_times(struct weigher *w)
{
	size_t times = 1, number = 0;
	for (; w->at < w->n && w->p[w->at] != '}'; w->at++) {
		char c = w->p[w->at];
		number = c >= '0' && c <= '9' && number <= WEIGHT_MAX ? number * 10 + (size_t)(c - '0') : 0;
		if (times < number + 1)
			times = number + 1;
	}
	return times;
}

/* "[^]a-z[:alpha:]]" at w->at, which is moved to its last byte. */
static void skip_set(struct weigher *w)
{
	size_t at = w->at + 1;
	if (at < w->n && w->p[at] == '^')
		at++;
	if (at < w->n && w->p[at] == ']')
		at++;
	while (at < w->n && w->p[at] != ']') {
		const char *kind = at + 1 < w->n && w->p[at] == '[' ? strchr(":.=", w->p[at + 1]) : NULL;
		at += kind ? 2 : 1;
		while (kind && at + 1 < w->n && !(w->p[at] == *kind && w->p[at + 1] == ']'))
			at++;
		at += kind ? 2 : 0;
	}
	w->at = at;
}

static bool close_group(struct weigher *w)
{
	if (!w->depth)
		return true; /* regcomp has its own mind about it */
	size_t inside = w->sum[w->depth--];
	add_weight(w, inside + 1);
	return true;
}

static bool open_group(struct weigher *w)
{
	if (++w->depth == DEPTH_MAX)
		return false;
	w->sum[w->depth] = w->last[w->depth] = 0;
	return true;
}

/* One element of the expression. False: too deep. */
static bool weigh(struct weigher *w)
{
	switch (w->p[w->at]) {
	case '(':
		return open_group(w);
	case ')':
		return close_group(w);
	case '+':
		repeat(w, 2);
		return true;
	case '{':
		repeat(w, read_times(w));
		return true;
	case '[':
		skip_set(w);
		break;
	case '\\':
		w->at++;
		break;
	default:
		break;
	}
	add_weight(w, 1);
	return true;
}

static bool is_light(const char *p, size_t n)
{
	struct weigher w = { .p = p, .n = n };
	for (; w.at < n; w.at++)
		if (!weigh(&w) || w.sum[w.depth] > WEIGHT_MAX)
			return false;
	size_t all = 0;
	for (int i = 0; i <= w.depth; i++)
		all += w.sum[i];
	return all <= WEIGHT_MAX;
}

static bool has_reference(const char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (p[i] == '\\') {
			i++;
			if (p[i] >= '1' && p[i] <= '9')
				return true;
		}
	return false;
}

static const char *reason_against(const char *p, size_t n)
{
	if (!n)
		return "is empty";
	if (n > QUERY_REGEX_LEN)
		return "is too long";
	if (has_reference(p, n))
		return "refers back, which is not supported";
	return is_light(p, n) ? NULL : "repeats too much";
}

/* ---- matching */

/* The text as a string: where it may be told where to begin and end, libc looks at what stands before. */
static bool match_from(const struct query_regex *r, size_t from, regmatch_t *m)
{
#ifdef REG_STARTEND
	m->rm_so = (regoff_t)from;
	m->rm_eo = (regoff_t)r->piece.len;
	return regexec(&r->compiled, r->piece.p, 1, m, REG_STARTEND) == 0;
#else
	if (regexec(&r->compiled, r->piece.p + from, 1, m, from ? REG_NOTBOL : 0) != 0)
		return false;
	m->rm_so += (regoff_t)from;
	m->rm_eo += (regoff_t)from;
	return true;
#endif
}

static void renew(struct query_regex *r)
{
	regex_t anew;
	r->read = 0;
	if (regcomp(&anew, r->pattern, FLAGS) != 0)
		return; /* it did before: no memory, then; the old one does */
	regfree(&r->compiled);
	r->compiled = anew;
}

/* The end of the piece that begins at from: at a space where there is one. */
static size_t piece_end(const char *text, size_t n, size_t from)
{
	if (n - from <= PIECE)
		return n;
	const char *space = memrchr(text + from, ' ', PIECE);
	if (space && space > text + from)
		return (size_t)(space - text);
	size_t end = from + PIECE;
	while (end > from + 1 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	return end;
}

/* The next match in the piece. */
static bool match_piece(struct query_regex *r, size_t from, regmatch_t *m)
{
	while (from < r->piece.len && match_from(r, from, m)) {
		if (m->rm_eo > m->rm_so)
			return true;
		for (from = (size_t)m->rm_eo + 1; from < r->piece.len; from++)
			if (((unsigned char)r->piece.p[from] & 0xC0) != 0x80)
				break;
	}
	return false;
}

static void take_piece(struct query_regex *r, const char *p, size_t n)
{
	buf_clear(&r->piece);
	buf_add(&r->piece, p, n);
	for (char *c = r->piece.p; (c = memchr(c, '\n', n - (size_t)(c - r->piece.p)));) /* wrapped, as a rule */
		*c = ' ';
	r->read += n;
	if (r->read > RENEW)
		renew(r);
}

size_t query_regex_each(struct query_regex *r, const char *text, size_t n, void (*found)(void *payload, struct hit hit),
                        void *payload)
{
	size_t count = 0;
	for (size_t from = 0; from < n;) {
		size_t end = piece_end(text, n, from), at = 0;
		regmatch_t m;
		take_piece(r, text + from, end - from);
		for (; match_piece(r, at, &m); at = (size_t)m.rm_eo, count++)
			if (found)
				found(payload, (struct hit){ from + (size_t)m.rm_so, from + (size_t)m.rm_eo });
		from = end < n && text[end] == ' ' ? end + 1 : end;
	}
	return count;
}

/* ---- making */

struct query_regex *query_regex_new(const char *p, size_t n, char *why, size_t why_size)
{
	const char *reason = reason_against(p, n);
	if (reason) {
		snprintf(why, why_size, "%s", reason);
		return NULL;
	}
	struct query_regex *r = mem_zalloc(1, sizeof *r);
	r->pattern = mem_strndup(p, n);
	int rc = regcomp(&r->compiled, r->pattern, FLAGS);
	if (rc == 0 && regexec(&r->compiled, "", 0, NULL, 0) != 0)
		return r;
	if (rc == 0) {
		regfree(&r->compiled);
		snprintf(why, why_size, "matches even where there is nothing");
	} else {
		size_t len = (size_t)snprintf(why, why_size, "is not understood: ");
		if (len < why_size)
			regerror(rc, &r->compiled, why + len, why_size - len);
	}
	free(r->pattern);
	free(r);
	return NULL;
}

void query_regex_free(struct query_regex *r)
{
	if (!r)
		return;
	regfree(&r->compiled);
	buf_release(&r->piece);
	free(r->pattern);
	free(r);
}
