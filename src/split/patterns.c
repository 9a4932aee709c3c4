/*
 * Patterns of bylines, credits, captions, dates and page furniture, by form and by phrases (phrases.c); no names of
 * outlets. Each is weak evidence alone; the model and labels.c weigh it. Only a block's first and last bytes are looked at.
 */
#include <string.h>

#include "split_internal.h"

enum {
	LEAD = 96,   /* bytes looked at from the start */
	TRAIL = 120, /* and from the end */
	SHORT = 160, /* bytes of a byline or a call at most */
	CREDIT_MAX = 1200,
	FURNITURE = 260
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct opening {
	const char *text; /* no capitals */
	size_t n;
};
#define OPENING(text)                                                                                                  \
	{                                                                                                              \
		text, sizeof text - 1                                                                                  \
	}

static const struct opening byline_openings[] = {
	OPENING("by "),         OPENING("by: "),    OPENING("von "),     OPENING("par "),     OPENING("por "),
	OPENING("di "),         OPENING("door "),   OPENING("av "),      OPENING("af "),      OPENING("na "),
	OPENING("oleh "),       OPENING("autor: "), OPENING("autora: "), OPENING("author: "), OPENING("words by "),
	OPENING("written by "), OPENING("автор: "), OPENING("автор "),   OPENING("текст: "),  OPENING("բ"),
	OPENING("بقلم"),        OPENING("كتب "),    OPENING("كتبت "),    OPENING("إعداد"),    OPENING("تقرير"),
	OPENING("記者 "),       OPENING("记者 "),   OPENING("文/"),      OPENING("文 /"),     OPENING("作者："),
	OPENING("作者:"),       OPENING("执笔"),    OPENING("текст "),   OPENING("przez "),   OPENING("yazan: "),
	OPENING("від "),        OPENING("ca "),     OPENING("از "),      OPENING("من "),
};

static struct split_text lead_of(struct split_text t, size_t n)
{
	return (struct split_text){ t.p, t.n < n ? t.n : n };
}

static struct split_text trail_of(struct split_text t, size_t n)
{
	return t.n < n ? t : (struct split_text){ t.p + t.n - n, n };
}

/* Where these three bytes, a sign beyond ASCII, first stand; NULL: nowhere. */
static const char *find_sign(struct split_text t, const char *sign)
{
	const char *p = t.p, *end = t.p + t.n;
	while ((p = memchr(p, (unsigned char)sign[0], (size_t)(end - p))) != NULL) {
		if (end - p < 3)
			return NULL;
		if (!memcmp(p, sign, 3))
			return p;
		p++;
	}
	return NULL;
}

/* Whether the words that follow are names: mostly capitalised, no sentence. */
static bool looks_like_names(struct split_text t)
{
	struct split_scan scan;
	split_scan(&scan, t.p, t.n);
	if (!scan.letters || scan.sentences > 1 || (t.p[0] >= 'a' && t.p[0] <= 'z'))
		return false;
	if (scan.upper == 0) /* a script without case */
		return t.n < 60;
	return scan.titled_words * 2 >= scan.total_words && scan.total_words <= 24;
}

size_t split_byline_opening(struct split_text t)
{
	if (!t.n || t.n > SHORT)
		return 0;
	uint32_t c;
	split_char(t.p, t.p + t.n, &c);
	if (!split_is_upper(c) && c < 0x530)
		return 0;
	char first = c < 0x80 ? (char)(c | 32) : t.p[0];
	for (size_t i = 0; i < COUNT(byline_openings); i++) {
		const struct opening *o = &byline_openings[i];
		if (o->text[0] != first || t.n <= o->n || !split_same_fold(t.p, o->text, o->n))
			continue;
		if (looks_like_names((struct split_text){ t.p + o->n, t.n - o->n }))
			return o->n;
	}
	return 0;
}

/* Two to five capitalised words and nothing else, or several such names: one word in three may be an "and" or a "van". */
static bool is_name(struct split_text t, const struct split_scan *scan)
{
	if (t.n > 90 || scan->digits || scan->sentences || scan->total_words < 2 || scan->total_words > 9)
		return false;
	if (scan->upper == 0 || scan->upper == scan->letters)
		return false;
	if (memchr(t.p, '?', t.n) || memchr(t.p, ':', t.n) || memchr(t.p, '"', t.n) || t.p[t.n - 1] == '.')
		return false;
	bool titled = scan->titled_words + (scan->total_words > 2) >= scan->total_words;
	return titled && scan->total_words <= 5 + 4 * (memchr(t.p, ',', t.n) != NULL);
}

/* A credit is short or stands in brackets, and says so near its start. */
static bool is_credit(struct split_text t, const uint16_t *found)
{
	if (t.n > CREDIT_MAX)
		return false;
	bool bracketed = t.p[0] == '(' || t.p[0] == '[' || !memcmp(t.p, "\xef\xbc\x88", t.n < 3 ? t.n : 3);
	return bracketed ? found[PHRASE_CREDIT] < 2 * LEAD : found[PHRASE_CREDIT] < LEAD / 2 && t.n < 300;
}

static uint32_t people_marks(struct split_text head, const struct split_scan *scan, const uint16_t *found,
                             const uint16_t *at_end)
{
	uint32_t marks = 0;
	if (is_credit(head, found))
		marks |= MARK_CREDIT;
	else if (head.n < 400 &&
	         (found[PHRASE_CREDIT_WEAK] != PHRASE_ABSENT || at_end[PHRASE_CREDIT_WEAK] != PHRASE_ABSENT))
		marks |= MARK_CREDIT_WEAK;
	if (split_byline_opening(head))
		marks |= MARK_BYLINE;
	else if (is_name(head, scan))
		marks |= MARK_NAME;
	return marks;
}

/* AGENCY/Ann Lee, (Ann Lee/Agency): capitals on both sides of a slash near the end. */
static bool has_slash_credit(struct split_text tail)
{
	struct split_text t = trail_of(tail, 60);
	for (size_t i = 2; i + 2 < t.n; i++) {
		if (t.p[i] != '/')
			continue;
		if (split_is_letter((unsigned char)t.p[i - 1]) && split_is_upper((unsigned char)t.p[i + 1]))
			return true;
	}
	return false;
}

static uint32_t picture_marks(struct split_text head, struct split_text tail, const uint16_t *found,
                              const uint16_t *at_end)
{
	const char *equals = find_sign(tail, "\xef\xbc\x9d"); /* what it shows ＝ day, who took it */
	if (equals && (size_t)(tail.p + tail.n - equals) < 60 && equals > tail.p)
		return MARK_PHOTO;
	if (has_slash_credit(tail) || found[PHRASE_PHOTO] < LEAD || at_end[PHRASE_PHOTO] != PHRASE_ABSENT)
		return MARK_PHOTO;
	return head.n < 500 && found[PHRASE_SCENE] < 2 * LEAD ? (uint32_t)MARK_PHOTO_WEAK : 0;
}

static bool has_year(struct split_text t)
{
	for (size_t i = 0; i + 4 <= t.n; i++) {
		bool era = (t.p[i] == '1' && t.p[i + 1] == '9') || (t.p[i] == '2' && t.p[i + 1] == '0');
		if (era && t.p[i + 2] >= '0' && t.p[i + 2] <= '9' && t.p[i + 3] >= '0' && t.p[i + 3] <= '9')
			return true;
	}
	return false;
}

static uint32_t date_marks(struct split_text head, struct split_text tail, const struct split_scan *scan)
{
	uint32_t marks = 0;
	struct split_date date;
	size_t at = 0;
	if (scan->digits < 4)
		return 0;
	if (has_year(lead_of(head, 2 * LEAD)) && split_find_date(lead_of(head, 2 * LEAD), &at, &date)) {
		marks |= MARK_YEAR;
		if (head.n < 70 && scan->total_words < 9)
			marks |= MARK_STAMP;
	}
	if (has_year(trail_of(tail, 8))) /* the last word, or in the last brackets */
		marks |= MARK_ENDS_YEAR;
	return marks;
}

static bool is_numbered(struct split_text t)
{
	size_t i = 0;
	while (i < t.n && i < 3 && t.p[i] >= '0' && t.p[i] <= '9')
		i++;
	return i && i + 1 < t.n && (t.p[i] == '.' || t.p[i] == ')') && t.p[i + 1] == ' ';
}

static bool is_bracketed(struct split_text head, struct split_text tail)
{
	char a = head.p[0], z = tail.p[tail.n - 1];
	if ((a == '(' && z == ')') || (a == '[' && z == ']'))
		return true;
	return head.n > 6 && tail.n > 6 && !memcmp(head.p, "\xef\xbc\x88", 3) &&
	       !memcmp(tail.p + tail.n - 3, "\xef\xbc\x89", 3);
}

/* "CAIRO In the", "WASHINGTON Senators": the first word in capitals, the rest not. */
static bool has_caps_lead(struct split_text t)
{
	size_t i = 0;
	while (i < t.n && i < 40 && ((t.p[i] >= 'A' && t.p[i] <= 'Z') || t.p[i] == '.' || t.p[i] == '\''))
		i++;
	return i >= 4 && i + 4 < t.n && (t.p[i] == ' ' || t.p[i] == ',') && t.n > 80;
}

static uint32_t shape_marks(struct split_text head, struct split_text tail, const struct split_scan *scan)
{
	uint32_t marks = 0;
	struct split_text lead = lead_of(head, 40);
	if (memchr(lead.p, ':', lead.n) || find_sign(lead, "\xef\xbc\x9a"))
		marks |= MARK_COLON;
	if (is_bracketed(head, tail))
		marks |= MARK_BRACKETED;
	if (is_numbered(head))
		marks |= MARK_NUMBERED;
	if (has_caps_lead(head))
		marks |= MARK_CAPS_LEAD;
	if (scan->quotes >= 2)
		marks |= MARK_SPEECH;
	return marks;
}

static uint32_t page_marks(struct split_text head, const uint16_t *found)
{
	uint32_t marks = 0;
	if (found[PHRASE_ADDRESS] != PHRASE_ABSENT)
		marks |= MARK_URL;
	if (memchr(head.p, '@', head.n < FURNITURE ? head.n : FURNITURE))
		marks |= MARK_EMAIL;
	if (head.n < FURNITURE && found[PHRASE_CALL] == 0)
		marks |= MARK_BOILER;
	else if (head.n < 80 && found[PHRASE_CALL_SHORT] != PHRASE_ABSENT)
		marks |= MARK_BOILER;
	return marks;
}

/* A block that was searched whole need not be searched again for what was not found. */
static void find_phrases(const struct split_phrases *ph, struct split_text head, struct split_text tail,
                         uint16_t *found, uint16_t *at_end)
{
	struct split_text lead = lead_of(head, head.n < 500 ? 2 * LEAD : LEAD);
	bool whole = tail.p == head.p && lead.n == head.n;
	split_phrases_find(ph, lead, found);
	if (whole && found[PHRASE_PHOTO] == PHRASE_ABSENT && found[PHRASE_CREDIT_WEAK] == PHRASE_ABSENT)
		memcpy(at_end, found, PHRASE_CLASSES * sizeof *at_end);
	else
		split_phrases_find_last(ph, trail_of(tail, TRAIL), at_end);
}

uint32_t split_patterns(const struct split_phrases *ph, struct split_text head, struct split_text tail,
                        const struct split_scan *scan)
{
	struct split_dateline dateline;
	uint16_t found[PHRASE_CLASSES], at_end[PHRASE_CLASSES];
	uint32_t marks = 0;
	if (!head.n || !tail.n)
		return 0;
	find_phrases(ph, head, tail, found, at_end);
	if (split_parse_dateline(&dateline, head))
		marks |= dateline.strong ? MARK_DATELINE : MARK_DATELINE_WEAK;
	marks |= people_marks(head, scan, found, at_end);
	marks |= picture_marks(head, tail, found, at_end);
	marks |= date_marks(head, tail, scan);
	marks |= shape_marks(head, tail, scan);
	marks |= page_marks(head, found);
	return marks;
}
