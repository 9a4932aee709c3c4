/* Bylines taken apart: "By Ann Lee, Bo Berg and Cy Dahl in Oslo" names three people. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "split_internal.h"

enum { NAME_MAX_BYTES = 80 };

/* What parts two names. Longest first where one begins another. */
static const char *const joints[] = { ", and ", " and ", " und ", " et ", " y ", " e ", " en ", " och ", " og ",
	                              " и ",    " & ",   ", ",    "; ",   " | ", "、",  "，",   " و " };

/* What ends the names and begins something else. */
static const char *const ends[] = { " for ", " in ", " at ", " of ", " from ", " für ", " fuer ", " pour ", " para ",
	                            " | ",   " — ",  " – ",  " - ",  " (",     " /",    "@",      " with " };

/* Parts that are no names but say what somebody is or for whom he writes. */
static const char *const offices[] = { "writer",  "press",    "correspondent", "editor",    "reporter",
	                               "staff",   "news",     "special",       "columnist", "contributor",
	                               "reuters", "agency",   "redaktion",     "bureau",    "published",
	                               "updated", "politics", "journalist",    "analyst",   "producer",
	                               "fellow" };

static size_t find_any(struct split_text t, const char *const *list, size_t n, size_t *len)
{
	for (size_t i = 0; i < t.n; i++)
		for (size_t k = 0; k < n; k++) {
			*len = strlen(list[k]);
			if (t.n - i >= *len && !strncasecmp(t.p + i, list[k], *len))
				return i;
		}
	return t.n;
}

static bool is_person(struct split_text t)
{
	struct split_scan scan;
	size_t len;
	if (!t.n || t.n > NAME_MAX_BYTES || (t.p[0] >= 'a' && t.p[0] <= 'z'))
		return false;
	split_scan(&scan, t.p, t.n);
	if (scan.digits || !scan.letters)
		return false;
	if (find_any(t, offices, sizeof offices / sizeof *offices, &len) < t.n)
		return false;
	return scan.upper == 0 || (scan.titled_words * 2 >= scan.total_words && scan.total_words <= 6);
}

static void add_name(struct split_facts *f, struct split_text t)
{
	t = split_trim(t.p, t.n);
	while (t.n && (t.p[t.n - 1] == ',' || t.p[t.n - 1] == ';' || t.p[t.n - 1] == ':'))
		t = split_trim(t.p, t.n - 1);
	if (!is_person(t))
		return;
	f->byline = mem_realloc(f->byline, (f->bylines + 1) * sizeof *f->byline);
	f->byline[f->bylines++] = mem_strndup(t.p, t.n);
}

void split_add_names(struct split_facts *f, struct split_text t)
{
	size_t len, opening = split_byline_opening(t);
	t = (struct split_text){ t.p + opening, t.n - opening };
	t.n = find_any(t, ends, sizeof ends / sizeof *ends, &len);
	while (t.n) {
		size_t at = find_any(t, joints, sizeof joints / sizeof *joints, &len);
		add_name(f, (struct split_text){ t.p, at });
		if (at == t.n)
			break;
		t = (struct split_text){ t.p + at + len, t.n - at - len };
	}
}
