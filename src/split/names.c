/* Bylines taken apart: "By Ann Lee, Bo Berg and Cy Dahl in Oslo" names three people. */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

enum { NAME_MAX_BYTES = 80 };

struct phrase {
	const char *text; /* no capitals */
	size_t n;
};
#define PHRASE(text)                                                                                                   \
	{                                                                                                              \
		text, sizeof text - 1                                                                                  \
	}
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* What parts two names. Longest first where one begins another. */
static const struct phrase joints[] = {
	PHRASE(", and "), PHRASE(" and "), PHRASE(" und "), PHRASE(" et "), PHRASE(" y "), PHRASE(" e "),
	PHRASE(" en "),   PHRASE(" och "), PHRASE(" og "),  PHRASE(" и "),  PHRASE(" & "), PHRASE(", "),
	PHRASE("; "),     PHRASE(" | "),   PHRASE("、"),    PHRASE("，"),   PHRASE(" و "),
};

/* What ends the names and begins something else. */
static const struct phrase ends[] = {
	PHRASE(" for "),  PHRASE(" in "),   PHRASE(" at "),   PHRASE(" of "), PHRASE(" from "), PHRASE(" für "),
	PHRASE(" fuer "), PHRASE(" pour "), PHRASE(" para "), PHRASE(" | "),  PHRASE(" — "),    PHRASE(" – "),
	PHRASE(" - "),    PHRASE(" ("),     PHRASE(" /"),     PHRASE("@"),    PHRASE(" with "),
};

/* Parts that are no names but say what somebody is or for whom he writes. */
static const struct phrase offices[] = {
	PHRASE("writer"),  PHRASE("press"),    PHRASE("correspondent"), PHRASE("editor"),    PHRASE("reporter"),
	PHRASE("staff"),   PHRASE("news"),     PHRASE("special"),       PHRASE("columnist"), PHRASE("contributor"),
	PHRASE("reuters"), PHRASE("agency"),   PHRASE("redaktion"),     PHRASE("bureau"),    PHRASE("published"),
	PHRASE("updated"), PHRASE("politics"), PHRASE("journalist"),    PHRASE("analyst"),   PHRASE("producer"),
	PHRASE("fellow"),
};

static size_t find_any(struct split_text t, const struct phrase *list, size_t n, size_t *len)
{
	for (size_t i = 0; i < t.n; i++) {
		char c = t.p[i] >= 'A' && t.p[i] <= 'Z' ? (char)(t.p[i] + 'a' - 'A') : t.p[i];
		for (size_t k = 0; k < n; k++) {
			*len = list[k].n;
			if (list[k].text[0] == c && t.n - i >= *len && split_same_fold(t.p + i, list[k].text, *len))
				return i;
		}
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
	if (find_any(t, offices, COUNT(offices), &len) < t.n)
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
	t.n = find_any(t, ends, COUNT(ends), &len);
	while (t.n) {
		size_t at = find_any(t, joints, COUNT(joints), &len);
		add_name(f, (struct split_text){ t.p, at });
		if (at == t.n)
			break;
		t = (struct split_text){ t.p + at + len, t.n - at - len };
	}
}
