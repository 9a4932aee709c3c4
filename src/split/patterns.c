/*
 * Patterns of bylines, credits, captions and page furniture in several languages: openings and phrases, no names of
 * outlets. Each is weak evidence alone; the model and labels.c weigh it. Only a block's first and last bytes are looked at.
 */
#include <string.h>
#include <strings.h>

#include "split_internal.h"

enum {
	LEAD = 96,   /* bytes looked at from the start */
	TRAIL = 120, /* and from the end */
	SHORT = 160, /* bytes of a byline or a call at most */
	FURNITURE = 260
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const byline_openings[] = {
	"by ",     "by: ",   "von ",    "par ",    "por ",     "di ",      "door ",     "av ",
	"af ",     "na ",    "oleh ",   "autor: ", "autora: ", "author: ", "words by ", "written by ",
	"автор: ", "автор ", "текст: ", "բ",       "بقلم",     "كتب ",     "كتبت ",     "إعداد",
	"تقرير",   "記者 ",  "记者 ",   "文/",     "文 /",     "作者：",   "作者:",     "执笔",
	"текст ",  "przez ", "yazan: ", "від ",    "ca ",      "از ",
};

static const char *const credit_phrases[] = {
	"reporting by",   "editing by",    "writing by",     "edited by",      "compiled by", "additional reporting",
	"reported by",    "written by",    "redigert",       "bearbeitet von", "redaktion:",  "édité par",
	"edité par",      "reportage",     "version fran",   "editado por",    "redacción",   "с участием",
	"редактор",       "责任编辑",      "责编",           "編集",           "(编辑",       "（编辑",
	"translation by", "translated by", "reporting from", "newsroom",
};

static const char *const weak_credits[] = {
	"contributed to this report",
	"contributed reporting",
	"contributed to this story",
	"contributed to this article",
	"contributed.",
	"all rights reserved",
	"copyright ©",
	"copyright (c)",
	"©",
	"(c) 20",
	"with assistance",
	"inputs from",
	"contributing:",
	"apa/",
	"(apa",
	"(dpa",
	"(afp)",
	"mit material von",
	"follow him on",
	"follow her on",
	"can be reached at",
	"is a staff writer",
	"is a reporter",
	"is a columnist",
	"is the author of",
	"the associated press.",
	"source:",
	"quelle:",
	"来源：",
	"来源:",
	"المصدر",
	"источник",
};

static const char *const photo_phrases[] = {
	"photo by",      "photo:",       "photos:",   "(photo",        "file photo",    "photograph",
	"/ap",           "ap photo",     "ap images", "getty images",  "/getty",        "reuters/",
	"/reuters",      "(ap)",         "/afp",      "afp/",          "image:",        "image copyright",
	"image caption", "image source", "image via", "picture:",      "courtesy of",   "foto:",
	"fotos:",        "(foto",        "bild:",     "crédit",        "fotografía",    "imagen:",
	"фото:",         "фото ",        "写真",      "图为",          "资料图",        "صورة",
	"screenshot",    "shutterstock", "(file)",    "in this photo", "in this image", "in this file",
	"handout",       "pictured",     "credit:",   "media caption",
};

static const char *const weak_photo[] = {
	" is seen ",
	" are seen ",
	"(l)",
	"(r)",
	"(c)",
	" poses ",
	" pose for ",
	"shakes hands",
	" gestures ",
	"interior view",
	"a view ",
	"aerial view",
	" speaks during",
	" listens ",
	" attends ",
	" arrives ",
	" walks ",
	" stand near",
	" stands near",
	", left,",
	", right,",
	", center,",
	" look on",
	" looks on",
	" during a ",
	" a file ",
	" shows ",
	" delivers ",
	" in the village of",
	" hold ",
	" patrols ",
};

/* Calls and furniture: what a page says to its reader. */
static const char *const furniture[] = {
	"advertisement",
	"see full article",
	"read more",
	"read also",
	"read the full",
	"read or share",
	"sign up",
	"subscribe",
	"share this",
	"share on",
	"follow us",
	"click here",
	"click to",
	"tap here",
	"more on this",
	"related:",
	"related stor",
	"related article",
	"more:",
	"more from",
	"get more",
	"get the latest",
	"get our",
	"watch:",
	"watch the",
	"watch now",
	"video:",
	"photos:",
	"gallery:",
	"slideshow",
	"story highlights",
	"listen to article",
	"download ",
	"comments",
	"loading",
	"continue reading",
	"story continues",
	"skip to",
	"this story has been",
	"this article has been",
	"this post has been",
	"see also",
	"also read",
	"also see",
	"join the conversation",
	"leave a comment",
	"newsletter",
	"email this",
	"print this",
	"tweet",
	"close",
	"replay",
	"play video",
	"autoplay",
	"scroll down",
	"most read",
	"most popular",
	"trending",
	"recommended",
	"editor's note",
	"correction:",
	"min read",
	"lire aussi",
	"à lire",
	"lisez",
	"partager",
	"abonnez",
	"inscrivez",
	"publicité",
	"mehr zum thema",
	"lesen sie",
	"siehe auch",
	"anzeige",
	"werbung",
	"newsletter",
	"zum thema",
	"lea también",
	"lee también",
	"suscr",
	"comparte",
	"publicidad",
	"leia também",
	"compartilhe",
	"leggi anche",
	"lees ook",
	"читайте также",
	"читать далее",
	"подпис",
	"реклама",
	"смотрите",
	"اقرأ",
	"مقالات أخرى",
	"شاهد",
	"للمزيد",
	"関連",
	"相关",
	"更多",
	"点击",
	"分享",
	"もっと見る",
	"続きを読む",
	"soma zaidi",
	"karanta",
	"wo fídíò",
	"unaweza pia",
	"maelezo ya",
	"hakkin mallakar",
	"ተጨማሪ",
	"http://",
	"https://",
	"www.",
};

static struct split_text lead_of(struct split_text t, size_t n)
{
	return (struct split_text){ t.p, t.n < n ? t.n : n };
}

static struct split_text trail_of(struct split_text t, size_t n)
{
	return t.n < n ? t : (struct split_text){ t.p + t.n - n, n };
}

static bool starts_fold(struct split_text t, const char *lower)
{
	size_t n = strlen(lower);
	return t.n >= n && !strncasecmp(t.p, lower, n);
}

bool split_has_fold(struct split_text t, const char *lower)
{
	size_t n = strlen(lower);
	unsigned char first = (unsigned char)lower[0];
	unsigned char other = first >= 'a' && first <= 'z' ? (unsigned char)(first - 32) : first;
	for (size_t i = 0; i + n <= t.n; i++) {
		unsigned char c = (unsigned char)t.p[i];
		if ((c == first || c == other) && !strncasecmp(t.p + i, lower, n))
			return true;
	}
	return false;
}

static bool any(struct split_text t, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (split_has_fold(t, list[i]))
			return true;
	return false;
}

static bool any_start(struct split_text t, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (starts_fold(t, list[i]))
			return true;
	return false;
}

/* Whether the words that follow are names: mostly capitalised, no sentence. */
static bool looks_like_names(struct split_text t)
{
	struct split_scan scan;
	split_scan(&scan, t.p, t.n);
	if (!scan.letters || scan.sentences > 1)
		return false;
	if (scan.upper == 0) /* a script without case */
		return t.n < 60;
	return scan.titled_words * 2 >= scan.total_words && scan.total_words <= 24;
}

size_t split_byline_opening(struct split_text t)
{
	if (!t.n || t.n > SHORT)
		return 0;
	for (size_t i = 0; i < COUNT(byline_openings); i++) {
		size_t n = strlen(byline_openings[i]);
		if (!starts_fold(t, byline_openings[i]) || t.n <= n)
			continue;
		uint32_t c;
		split_char(t.p, t.p + t.n, &c);
		bool capital = split_is_upper(c) || c >= 0x530;
		if (capital && looks_like_names((struct split_text){ t.p + n, t.n - n }))
			return n;
	}
	return 0;
}

/* Two to five capitalised words and nothing else, or several such names. */
static bool is_name(struct split_text t, const struct split_scan *scan)
{
	if (t.n > 90 || scan->digits || scan->sentences || scan->total_words < 2 || scan->total_words > 9)
		return false;
	if (scan->upper == 0 || scan->upper == scan->letters)
		return false;
	if (memchr(t.p, '?', t.n) || memchr(t.p, ':', t.n) || memchr(t.p, '"', t.n))
		return false;
	return scan->titled_words + 1 >= scan->total_words &&
	       scan->total_words <= 5 + 4 * (memchr(t.p, ',', t.n) != NULL);
}

bool split_is_credit(struct split_text t)
{
	if (t.n > 1200)
		return false;
	bool bracketed = t.n && (t.p[0] == '(' || t.p[0] == '[');
	struct split_text lead = lead_of(t, bracketed ? LEAD : LEAD / 2);
	if (any(lead, credit_phrases, COUNT(credit_phrases)))
		return bracketed || t.n < 300;
	return bracketed && any(t, credit_phrases, 6);
}

static uint32_t people_marks(struct split_text head, const struct split_scan *scan)
{
	uint32_t marks = 0;
	if (split_is_credit(head))
		marks |= MARK_CREDIT;
	else if (head.n < 400 && any(head, weak_credits, COUNT(weak_credits)))
		marks |= MARK_CREDIT_WEAK;
	if (split_byline_opening(head))
		marks |= MARK_BYLINE;
	else if (is_name(head, scan))
		marks |= MARK_NAME;
	return marks;
}

static uint32_t picture_marks(struct split_text head, struct split_text tail)
{
	uint32_t marks = 0;
	struct split_text lead = lead_of(head, LEAD), trail = trail_of(tail, TRAIL);
	if (any(lead, photo_phrases, COUNT(photo_phrases)) || any(trail, photo_phrases, COUNT(photo_phrases)))
		marks |= MARK_PHOTO;
	else if (head.n < 500 && any(lead_of(head, 2 * LEAD), weak_photo, COUNT(weak_photo)))
		marks |= MARK_PHOTO_WEAK;
	return marks;
}

/* A year, or a year in brackets, in the last words. */
static bool ends_with_year(struct split_text tail)
{
	struct split_text t = trail_of(tail, 8);
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
	if (!scan->digits)
		return 0;
	if (split_find_date(lead_of(head, 2 * LEAD), &at, &date)) {
		marks |= MARK_YEAR;
		if (head.n < 70 && scan->total_words < 9)
			marks |= MARK_STAMP;
	}
	if (ends_with_year(tail))
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
	return (a == '(' && z == ')') || (a == '[' && z == ']');
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
	if (memchr(lead.p, ':', lead.n) || memmem(lead.p, lead.n, "\xef\xbc\x9a", 3))
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

static uint32_t page_marks(struct split_text head)
{
	uint32_t marks = 0;
	struct split_text lead = lead_of(head, FURNITURE);
	if (memmem(lead.p, lead.n, "http", 4) || memmem(lead.p, lead.n, "www.", 4) ||
	    memmem(lead.p, lead.n, "pic.twitter", 11))
		marks |= MARK_URL;
	if (memchr(lead.p, '@', lead.n))
		marks |= MARK_EMAIL;
	if (head.n < FURNITURE && any_start(head, furniture, COUNT(furniture)))
		marks |= MARK_BOILER;
	else if (head.n < 80 && (split_has_fold(head, "min read") || split_has_fold(head, "newsletter") ||
	                         split_has_fold(head, "share this")))
		marks |= MARK_BOILER;
	return marks;
}

uint32_t split_patterns(struct split_text head, struct split_text tail, const struct split_scan *scan)
{
	struct split_dateline dateline;
	uint32_t marks = 0;
	if (!head.n || !tail.n)
		return 0;
	if (split_parse_dateline(&dateline, head))
		marks |= dateline.strong ? MARK_DATELINE : MARK_DATELINE_WEAK;
	marks |= people_marks(head, scan);
	marks |= picture_marks(head, tail);
	marks |= date_marks(head, tail, scan);
	marks |= shape_marks(head, tail, scan);
	marks |= page_marks(head);
	return marks;
}
