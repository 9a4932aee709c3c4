/*
 * Reading the query language. There is no wrong query: whatever the grammar
 * below cannot take is a word like any other, and the first such thing is told in the note.
 *
 *	any     = all { "OR" all }
 *	all     = operand { [ "AND" | "NEAR" [ "/" digits ] ] operand }
 *	operand = [ "-" ] ( "(" any ")" | phrase | regex | "NEAR(" operand... [ "," digits ] ")" | field | word )
 *	phrase  = '"' words '"' [ "*" ]
 *	regex   = "/" anything "/", the second before white space, a closing bracket or the end
 *	field   = name ":" ( phrase | regex | "(" any ")" | word )
 *	word    = everything up to white space, a quote or a bracket; a "*" at its end makes it a prefix
 *
 * An operator with nothing on one of its sides is a word. While the text is being
 * typed, what stands at its end is taken as unfinished: no complaints, and the last
 * word is a prefix, but not under a "-", where each letter on the way would throw out nearly everything.
 */
#include "query_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REGEX_REACH = 2 * QUERY_REGEX_LEN };

struct parser {
	const char *p;
	size_t n, at;
	bool typing, negated;
	int depth;
	size_t terms; /* words taken so far */
	int regexes;
	enum query_column column;
	struct query *q;
};

static struct query_node *parse_any(struct parser *p);
static struct query_node *parse_operand(struct parser *p);
static struct query_node *parse_primary(struct parser *p);

static void MEM_PRINTF(2, 3) note(struct parser *p, const char *fmt, ...)
{
	if (p->q->note)
		return;
	va_list ap;
	char line[200];
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	p->q->note = mem_strdup(line);
}

/* Length of the character at p if it is one of the set, each of which is NUL-terminated; else 0. */
static size_t one_of(const char *p, size_t n, const char *const *set)
{
	for (; *set; set++) {
		size_t len = strlen(*set);
		if (len <= n && memcmp(p, *set, len) == 0)
			return len;
	}
	return 0;
}

static size_t quote_at(const struct parser *p, size_t at)
{
	static const char *const quotes[] = { "\"", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", NULL };
	return one_of(p->p + at, p->n - at, quotes);
}

static size_t space_at(const struct parser *p, size_t at)
{
	static const char *const wide[] = { "\u00a0", "\u3000", "\u2009", "\u202f", NULL };
	if (at < p->n && (unsigned char)p->p[at] <= ' ')
		return 1;
	return one_of(p->p + at, p->n - at, wide);
}

static void skip_space(struct parser *p)
{
	size_t len;
	while (p->at < p->n && (len = space_at(p, p->at)))
		p->at += len;
}

static size_t word_end(const struct parser *p, size_t at)
{
	while (at < p->n && p->p[at] != '(' && p->p[at] != ')' && !space_at(p, at) && !quote_at(p, at))
		at++;
	return at;
}

/* Whether what is read up to end is still being typed. */
static bool unfinished(const struct parser *p, size_t end)
{
	return p->typing && end == p->n;
}

/* The words from .. to as a phrase; those past the limit are left out. */
static struct query_node *make_phrase(struct parser *p, size_t from, size_t to, bool prefix)
{
	size_t left = QUERY_TERMS_MAX - p->terms;
	struct query_node *phrase = query_phrase_new(p->p + from, to - from, left + 1);
	if (!phrase)
		return NULL;
	if (phrase->n_tokens > left) {
		note(p, "only the first %d words are looked for", QUERY_TERMS_MAX);
		query_node_free(phrase);
		p->terms = QUERY_TERMS_MAX;
		phrase = left ? query_phrase_new(p->p + from, to - from, left) : NULL;
		if (!phrase)
			return NULL;
		prefix = false;
	} else {
		p->terms += phrase->n_tokens;
	}
	phrase->column = p->column;
	phrase->prefix = prefix;
	return phrase;
}

/* A star says so, and so does the end of what is being typed, where the last word is not done. */
static bool ends_in_prefix(const struct parser *p, size_t from, size_t to)
{
	if (to == from)
		return false;
	return p->p[to - 1] == '*' || (unfinished(p, to) && !p->negated && p->p[to - 1] != ' ');
}

static struct query_node *parse_phrase(struct parser *p)
{
	size_t from = p->at += quote_at(p, p->at), len = 0;
	while (p->at < p->n && !(len = quote_at(p, p->at)))
		p->at++;
	size_t to = p->at;
	bool prefix = ends_in_prefix(p, from, to);
	if (!len && !p->typing)
		note(p, "no closing quote: the rest is taken as a phrase");
	p->at += len;
	if (len && p->at < p->n && p->p[p->at] == '*') {
		prefix = true;
		p->at++;
	}
	return make_phrase(p, from, to, prefix);
}

/* The slash that ends the expression that begins at `from`, or 0 where there is none in reach. */
static size_t regex_end(const struct parser *p, size_t from)
{
	for (size_t at = from; at < p->n && at < from + REGEX_REACH; at++) {
		if (p->p[at] == '/' && at > from && (at + 1 == p->n || p->p[at + 1] == ')' || space_at(p, at + 1)))
			return at;
		at += p->p[at] == '\\';
	}
	return 0;
}

/* The expression as it is meant: a slash that was written \/ is a slash. */
static struct query_node *regex_new(struct parser *p, size_t from, size_t to)
{
	char why[120];
	struct buf pattern = BUF_INIT;
	for (size_t i = from; i < to; i++)
		if (p->p[i] != '\\' || i + 1 == to || p->p[i + 1] != '/')
			buf_addc(&pattern, p->p[i]);
	struct query_regex *regex = query_regex_new(buf_str(&pattern), pattern.len, why, sizeof why);
	if (!regex) {
		note(p, "the regular expression %s (searched as text)", why);
		buf_release(&pattern);
		return NULL;
	}
	struct query_node *n = query_node_new(QUERY_REGEX);
	n->regex = regex;
	n->value = buf_detach(&pattern);
	n->column = p->column;
	return n;
}

/* A slash is at p->at. Where no expression begins there, what follows is read as if it were not. */
static struct query_node *parse_regex(struct parser *p)
{
	size_t from = p->at + 1, end = regex_end(p, from);
	if (!end) {
		while (p->at < p->n && p->p[p->at] == '/')
			p->at++;
		if (p->at == p->n || space_at(p, p->at))
			return NULL;
		note(p, "a regular expression ends in a slash (searched as text)");
		return parse_primary(p);
	}
	p->at = end + 1;
	if (p->regexes == QUERY_REGEX_MAX) {
		note(p, "only %d regular expressions are taken (the others are searched as text)", QUERY_REGEX_MAX);
		return make_phrase(p, from, end, false);
	}
	struct query_node *regex = regex_new(p, from, end);
	if (!regex)
		return make_phrase(p, from, end, false);
	p->regexes++;
	return regex;
}

static struct query_node *parse_group(struct parser *p)
{
	p->at++;
	if (p->depth >= QUERY_DEPTH_MAX) {
		note(p, "brackets stand too deep in one another: some are ignored");
		return NULL;
	}
	p->depth++;
	struct query_node *inside = parse_any(p);
	p->depth--;
	if (p->at < p->n)
		p->at++;
	else if (!p->typing)
		note(p, "a bracket is not closed");
	return inside;
}

static struct query_node *parse_text(struct parser *p, size_t from, size_t to)
{
	return make_phrase(p, from, to, ends_in_prefix(p, from, to));
}

/* The value is unusable: say so, and take the field as a word like any other, unless it is still being typed. */
static struct query_node *parse_field_as_text(struct parser *p, enum query_field field, size_t from, bool pending)
{
	note(p, "%s%s", query_field_hint(field), pending ? "" : " (searched as text)");
	return pending ? NULL : parse_text(p, from, p->at);
}

static struct query_node *parse_text_field(struct parser *p, enum query_field field, enum query_column column,
                                           size_t from)
{
	enum query_column outer = p->column;
	p->column = column;
	struct query_node *value = NULL;
	if (p->at < p->n && p->p[p->at] == '(') {
		value = parse_group(p);
	} else if (quote_at(p, p->at)) {
		value = parse_phrase(p);
	} else if (p->at < p->n && p->p[p->at] == '/' && regex_end(p, p->at + 1)) {
		value = parse_regex(p);
	} else {
		size_t start = p->at;
		p->at = word_end(p, start);
		value = parse_text(p, start, p->at);
	}
	p->column = outer;
	return value || p->terms == QUERY_TERMS_MAX ? value : parse_field_as_text(p, field, from, unfinished(p, p->at));
}

static struct query_node *parse_filter_field(struct parser *p, enum query_field field, size_t from)
{
	size_t quote = quote_at(p, p->at), value = p->at += quote;
	while (quote ? p->at < p->n && !quote_at(p, p->at) : p->at < word_end(p, value))
		p->at++;
	size_t end = p->at;
	bool last = unfinished(p, end), pending;
	if (quote && p->at < p->n)
		p->at += quote_at(p, p->at);
	struct query_node *filter = query_filter_new(field, p->p + value, end - value, last, &pending);
	return filter ? filter : parse_field_as_text(p, field, from, pending);
}

static struct query_node *parse_word(struct parser *p)
{
	size_t from = p->at, len;
	enum query_column column;
	enum query_field field = query_field_at(p->p + from, p->n - from, &len);
	if (field) {
		p->at += len;
		if (query_field_is_text(field, &column))
			return parse_text_field(p, field, column, from);
		return parse_filter_field(p, field, from);
	}
	p->at = word_end(p, from);
	return parse_text(p, from, p->at);
}

/* Whether the operator stands at `at` as a word of its own with something to work on after it; *next is then where that begins. */
static bool operator_at(const struct parser *p, const char *name, size_t at, size_t *next)
{
	size_t len = strlen(name);
	if (p->n - at < len || memcmp(p->p + at, name, len) != 0)
		return false;
	struct parser ahead = *p;
	ahead.at = at + len;
	if (ahead.at < p->n && !space_at(p, ahead.at) && p->p[ahead.at] != '(' && !quote_at(p, ahead.at))
		return false;
	skip_space(&ahead);
	*next = ahead.at;
	return ahead.at < p->n && p->p[ahead.at] != ')';
}

/* "NEAR" or "NEAR/5" between two operands. */
static bool near_at(const struct parser *p, int *distance, size_t *next)
{
	char name[16];
	int digits = 0;
	*distance = QUERY_NEAR_DEFAULT;
	if (p->n - p->at > 5 && memcmp(p->p + p->at, "NEAR/", 5) == 0) {
		size_t at = p->at + 5;
		for (*distance = 0; at < p->n && digits < 3 && p->p[at] >= '0' && p->p[at] <= '9'; at++, digits++)
			*distance = *distance * 10 + (p->p[at] - '0');
		snprintf(name, sizeof name, "NEAR/%.*s", digits, p->p + p->at + 5);
		return digits && operator_at(p, name, p->at, next);
	}
	return operator_at(p, "NEAR", p->at, next);
}

/* Joins b to a, which is a phrase or a NEAR, if b is a phrase that looks in the same place. */
static bool join_near(struct query_node **a, struct query_node *b, int distance)
{
	if (!b || b->op != QUERY_PHRASE)
		return false;
	const struct query_node *first = (*a)->op == QUERY_NEAR ? (*a)->child[0] : *a;
	if (first->column != b->column)
		return false;
	*a = query_node_join(QUERY_NEAR, *a, b);
	if ((*a)->distance < distance)
		(*a)->distance = distance;
	return true;
}

static bool can_be_near(const struct query_node *n)
{
	return n && (n->op == QUERY_PHRASE || n->op == QUERY_NEAR);
}

/* ", 5" before a closing bracket: cuts it off the range and gives the number. */
static int near_number(struct parser *p, size_t from)
{
	size_t at = p->n;
	while (at > from && p->p[at - 1] == ' ')
		at--;
	size_t end = at;
	while (at > from && p->p[at - 1] >= '0' && p->p[at - 1] <= '9')
		at--;
	size_t digits = at;
	while (at > from && p->p[at - 1] == ' ')
		at--;
	if (digits == end || end - digits > 3 || at == from || p->p[at - 1] != ',')
		return QUERY_NEAR_DEFAULT;
	p->n = at - 1;
	return atoi(p->p + digits);
}

/* "NEAR(" has been read. The words inside are read as by themselves, with the end of the text at the bracket. */
static struct query_node *parse_near_group(struct parser *p)
{
	const char *close = memchr(p->p + p->at, ')', p->n - p->at);
	size_t whole = p->n;
	if (close)
		p->n = (size_t)(close - p->p);
	bool typing = p->typing;
	p->typing = typing && !close;
	int distance = near_number(p, p->at);
	struct query_node *all = NULL, *near = NULL;
	while (skip_space(p), p->at < p->n) {
		struct query_node *next = parse_operand(p);
		if (!near && can_be_near(next))
			near = next;
		else if (!near || !join_near(&near, next, distance))
			all = query_node_join(QUERY_AND, all, next);
	}
	p->typing = typing;
	p->n = whole;
	p->at = close ? (size_t)(close - p->p) + 1 : whole;
	return query_node_join(QUERY_AND, near, all);
}

static bool near_group_at(const struct parser *p)
{
	return p->n - p->at > 5 && memcmp(p->p + p->at, "NEAR(", 5) == 0;
}

static struct query_node *parse_primary(struct parser *p)
{
	if (p->p[p->at] == '(')
		return parse_group(p);
	if (p->p[p->at] == ')') { /* closes nothing */
		p->at++;
		return NULL;
	}
	if (quote_at(p, p->at))
		return parse_phrase(p);
	if (p->p[p->at] == '/')
		return parse_regex(p);
	if (near_group_at(p) && p->depth < QUERY_DEPTH_MAX) {
		p->at += 5;
		p->depth++;
		struct query_node *near = parse_near_group(p);
		p->depth--;
		return near;
	}
	return parse_word(p);
}

static bool minus_at(const struct parser *p)
{
	return p->p[p->at] == '-' && p->at + 1 < p->n && p->p[p->at + 1] != '-' && p->p[p->at + 1] != ')' &&
	       !space_at(p, p->at + 1);
}

/* Always moves on. */
static struct query_node *parse_operand(struct parser *p)
{
	if (!minus_at(p))
		return parse_primary(p);
	bool outer = p->negated;
	p->at++;
	p->negated = true;
	struct query_node *what = parse_primary(p);
	p->negated = outer;
	if (!what)
		return NULL;
	struct query_node *not = query_node_new(QUERY_NOT);
	query_node_add(not, what);
	return not ;
}

/* A word that would be an operator if it had something on both sides. Skipped at the end of what is being typed. */
static bool skip_loose_operator(struct parser *p, bool left)
{
	static const char *const names[] = { "AND", "OR", "NEAR", NULL };
	size_t len = one_of(p->p + p->at, p->n - p->at, names);
	if (!len || word_end(p, p->at) != p->at + len || near_group_at(p))
		return false;
	if (p->typing && p->at + len == p->n && !left) /* it may be the beginning of a word in capitals */
		return false;
	struct parser rest = *p;
	rest.at += len;
	skip_space(&rest);
	if (p->typing && rest.at == p->n) {
		p->at = p->n;
		return true;
	}
	note(p, "%.*s is searched as a word: nothing stands on one of its sides", (int)len, p->p + p->at);
	return false;
}

/* a NEAR b has been seen as far as b: joins b to *last, or takes "near" as a word. */
static void parse_near(struct parser *p, struct query_node **all, struct query_node **last, int distance, size_t next)
{
	size_t word = p->at;
	p->at = next;
	struct query_node *b = parse_operand(p);
	if (join_near(last, b, distance))
		return;
	note(p, "NEAR is searched as a word: it joins words and phrases only");
	struct query_node *near = make_phrase(p, word, word + 4, false);
	*all = query_node_join(QUERY_AND, query_node_join(QUERY_AND, *all, *last), near);
	*last = b;
}

static struct query_node *parse_all(struct parser *p)
{
	struct query_node *all = NULL, *last = NULL;
	int distance;
	size_t next;
	while (skip_space(p), p->at < p->n) {
		bool left = all || last;
		if (p->p[p->at] == ')' && p->depth)
			break;
		if (left && operator_at(p, "OR", p->at, &next))
			break;
		if (left && operator_at(p, "AND", p->at, &next)) {
			p->at = next;
		} else if (can_be_near(last) && near_at(p, &distance, &next) && !near_group_at(p)) {
			parse_near(p, &all, &last, distance, next);
			continue;
		} else if (skip_loose_operator(p, left)) {
			continue;
		}
		all = query_node_join(QUERY_AND, all, last);
		last = parse_operand(p);
	}
	return query_node_join(QUERY_AND, all, last);
}

static struct query_node *parse_any(struct parser *p)
{
	struct query_node *any = parse_all(p);
	size_t next;
	while (p->at < p->n && p->p[p->at] != ')' && operator_at(p, "OR", p->at, &next)) {
		p->at = next;
		any = query_node_join(QUERY_OR, any, parse_all(p));
	}
	return any;
}

struct query *query_parse(const char *text, bool typing)
{
	struct query *q = mem_zalloc(1, sizeof *q);
	struct parser p = { .p = text, .n = strlen(text), .typing = typing, .q = q };
	q->root = parse_any(&p);
	skip_space(&p);
	if (!q->root && p.n && strspn(text, " \t") < p.n)
		note(&p, "no letters or digits to look for");
	return q;
}

struct query *query_parse_find(const char *text)
{
	struct query *q = mem_zalloc(1, sizeof *q);
	q->root = query_phrase_new(text, strlen(text), QUERY_TERMS_MAX);
	if (q->root)
		q->root->prefix = true;
	return q;
}
