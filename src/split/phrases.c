/*
 * The phrases that give away credits, captions and calls, in several languages, and a search for all of them at once: a
 * bit for each three bytes that some phrase begins with sends nearly every position on its way after one look.
 */
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

struct phrase {
	const char *text; /* ASCII letters in lower case */
	uint8_t class;
};

/* clang-format off */
static const struct phrase phrases[] = {
	/* who reported, wrote and edited */
	{ "reporting by", PHRASE_CREDIT }, { "editing by", PHRASE_CREDIT }, { "writing by", PHRASE_CREDIT },
	{ "edited by", PHRASE_CREDIT }, { "compiled by", PHRASE_CREDIT }, { "additional reporting", PHRASE_CREDIT },
	{ "reported by", PHRASE_CREDIT }, { "written by", PHRASE_CREDIT }, { "translated by", PHRASE_CREDIT },
	{ "reporting from", PHRASE_CREDIT }, { "newsroom", PHRASE_CREDIT }, { "bearbeitet von", PHRASE_CREDIT },
	{ "redaktion:", PHRASE_CREDIT }, { "redaktion)", PHRASE_CREDIT }, { "édité par", PHRASE_CREDIT }, { "edité par", PHRASE_CREDIT },
	{ "version fran", PHRASE_CREDIT }, { "editado por", PHRASE_CREDIT }, { "redacción", PHRASE_CREDIT },
	{ "редактор", PHRASE_CREDIT }, { "责任编辑", PHRASE_CREDIT }, { "責任編輯", PHRASE_CREDIT }, { "责编", PHRASE_CREDIT },
	{ "（编辑", PHRASE_CREDIT }, { "(编辑", PHRASE_CREDIT }, { "（編集", PHRASE_CREDIT }, { "(編集", PHRASE_CREDIT },
	{ "إعداد", PHRASE_CREDIT }, { "تحرير", PHRASE_CREDIT },
	/* weaker: shared copy, rights, the author's note */
	{ "contributed to this", PHRASE_CREDIT_WEAK }, { "contributed reporting", PHRASE_CREDIT_WEAK },
	{ "all rights reserved", PHRASE_CREDIT_WEAK }, { "copyright", PHRASE_CREDIT_WEAK }, { "© ", PHRASE_CREDIT_WEAK },
	{ "(c) 20", PHRASE_CREDIT_WEAK }, { "(c) 19", PHRASE_CREDIT_WEAK }, { "with assistance", PHRASE_CREDIT_WEAK },
	{ "inputs from", PHRASE_CREDIT_WEAK }, { "contributing:", PHRASE_CREDIT_WEAK }, 
	  { "mit material von", PHRASE_CREDIT_WEAK },
	{ "follow him on", PHRASE_CREDIT_WEAK }, { "follow her on", PHRASE_CREDIT_WEAK }, { "follow them on", PHRASE_CREDIT_WEAK },
	{ "can be reached at", PHRASE_CREDIT_WEAK }, { "is a staff writer", PHRASE_CREDIT_WEAK }, { "is a reporter", PHRASE_CREDIT_WEAK },
	{ "is a columnist", PHRASE_CREDIT_WEAK }, { "is the author of", PHRASE_CREDIT_WEAK }, { "is a contributor", PHRASE_CREDIT_WEAK },
	 { "source:", PHRASE_CREDIT_WEAK }, { "quelle:", PHRASE_CREDIT_WEAK },
	{ "来源", PHRASE_CREDIT_WEAK }, { "作者", PHRASE_CREDIT_WEAK }, { "المصدر", PHRASE_CREDIT_WEAK }, { "источник", PHRASE_CREDIT_WEAK },
	{ "[h/t", PHRASE_CREDIT_WEAK }, { "h/t", PHRASE_CREDIT_WEAK }, { "(via ", PHRASE_CREDIT_WEAK }, { "reprint permission", PHRASE_CREDIT_WEAK },
	/* pictures: who took or sold them */
	{ "photo by", PHRASE_PHOTO }, { "photo:", PHRASE_PHOTO }, { "photo :", PHRASE_PHOTO }, { "photos:", PHRASE_PHOTO },
	{ "(photo", PHRASE_PHOTO }, { "file photo", PHRASE_PHOTO }, { "photograph", PHRASE_PHOTO }, 
	{ " photo)", PHRASE_PHOTO }, { " images)", PHRASE_PHOTO }, { " images ", PHRASE_PHOTO }, 
	   
	{ "photo/", PHRASE_PHOTO }, { "image:", PHRASE_PHOTO }, { "image copyright", PHRASE_PHOTO }, { "image caption", PHRASE_PHOTO },
	{ "image source", PHRASE_PHOTO }, { "image via", PHRASE_PHOTO }, { "picture:", PHRASE_PHOTO }, { "courtesy of", PHRASE_PHOTO },
	{ "foto:", PHRASE_PHOTO }, { "fotos:", PHRASE_PHOTO }, { "(foto", PHRASE_PHOTO }, { "bild:", PHRASE_PHOTO },
	{ "crédit", PHRASE_PHOTO }, { "fotografía", PHRASE_PHOTO }, { "imagen:", PHRASE_PHOTO }, { "фото:", PHRASE_PHOTO },
	{ "фото ", PHRASE_PHOTO }, { "写真", PHRASE_PHOTO }, { "图为", PHRASE_PHOTO }, { "资料图", PHRASE_PHOTO }, { "صورة", PHRASE_PHOTO }, { "تصوير", PHRASE_PHOTO }, { "摄", PHRASE_PHOTO },
	{ "screenshot", PHRASE_PHOTO },  { "(file)", PHRASE_PHOTO }, { "in this photo", PHRASE_PHOTO },
	{ "in this image", PHRASE_PHOTO }, { "in this file", PHRASE_PHOTO }, { "handout", PHRASE_PHOTO }, { "credit:", PHRASE_PHOTO },
	{ "media caption", PHRASE_PHOTO }, { "maelezo ya picha", PHRASE_PHOTO }, { "hakkin mallakar", PHRASE_PHOTO },
	/* what pictures show */
	{ " is seen ", PHRASE_SCENE }, { " are seen ", PHRASE_SCENE }, { "(l)", PHRASE_SCENE }, { "(r)", PHRASE_SCENE }, { "(c)", PHRASE_SCENE },
	{ " poses ", PHRASE_SCENE }, { " pose for ", PHRASE_SCENE }, { "shakes hands", PHRASE_SCENE }, { " gestures ", PHRASE_SCENE },
	{ "interior view", PHRASE_SCENE }, { "a view ", PHRASE_SCENE }, { "aerial view", PHRASE_SCENE }, { " speaks during", PHRASE_SCENE },
	{ " listens ", PHRASE_SCENE }, { " attends ", PHRASE_SCENE }, { " arrives ", PHRASE_SCENE }, { " walks ", PHRASE_SCENE },
	{ " stand near", PHRASE_SCENE }, { " stands near", PHRASE_SCENE }, { ", left,", PHRASE_SCENE }, { ", right,", PHRASE_SCENE },
	{ ", center,", PHRASE_SCENE }, { " look on", PHRASE_SCENE }, { " looks on", PHRASE_SCENE }, { " during a ", PHRASE_SCENE },
	{ " shows ", PHRASE_SCENE }, { " delivers ", PHRASE_SCENE }, { " hold ", PHRASE_SCENE }, { " patrols ", PHRASE_SCENE },
	{ "pictured", PHRASE_SCENE }, { " disembarks ", PHRASE_SCENE }, { "images from", PHRASE_SCENE }, { " react as ", PHRASE_SCENE },
	/* calls and furniture, at the beginning only */
	{ "advertis", PHRASE_CALL }, { "see full article", PHRASE_CALL }, { "read more", PHRASE_CALL }, { "read also", PHRASE_CALL },
	{ "read the full", PHRASE_CALL }, { "read or share", PHRASE_CALL }, { "read the rest", PHRASE_CALL }, { "sign up", PHRASE_CALL },
	{ "subscribe", PHRASE_CALL }, { "share this", PHRASE_CALL }, { "share on", PHRASE_CALL }, { "share:", PHRASE_CALL },
	{ "follow us", PHRASE_CALL }, { "click here", PHRASE_CALL }, { "click to", PHRASE_CALL }, { "tap here", PHRASE_CALL },
	{ "more on this", PHRASE_CALL }, { "related:", PHRASE_CALL }, { "related stor", PHRASE_CALL }, { "related article", PHRASE_CALL },
	{ "related content", PHRASE_CALL }, { "related news", PHRASE_CALL }, { "more:", PHRASE_CALL }, { "more from", PHRASE_CALL },
	{ "get more", PHRASE_CALL }, { "get the latest", PHRASE_CALL }, { "get our", PHRASE_CALL }, { "watch:", PHRASE_CALL },
	{ "watch the", PHRASE_CALL }, { "watch now", PHRASE_CALL }, { "watch video", PHRASE_CALL }, { "watch more", PHRASE_CALL },
	{ "video:", PHRASE_CALL }, { "photos:", PHRASE_CALL }, { "gallery:", PHRASE_CALL }, { "slideshow", PHRASE_CALL },
	{ "story highlights", PHRASE_CALL }, { "listen to article", PHRASE_CALL }, { "download ", PHRASE_CALL }, { "comments", PHRASE_CALL },
	{ "loading", PHRASE_CALL }, { "continue reading", PHRASE_CALL }, { "story continues", PHRASE_CALL }, { "skip to", PHRASE_CALL },
	{ "this story has been", PHRASE_CALL }, { "this article has been", PHRASE_CALL }, { "this post has been", PHRASE_CALL },
	{ "see also", PHRASE_CALL }, { "also read", PHRASE_CALL }, { "also see", PHRASE_CALL }, { "join the conversation", PHRASE_CALL },
	{ "leave a comment", PHRASE_CALL }, { "newsletter", PHRASE_CALL }, { "email this", PHRASE_CALL }, { "print this", PHRASE_CALL },
	{ "tweet ", PHRASE_CALL }, { "replay", PHRASE_CALL }, { "play video", PHRASE_CALL }, { "autoplay", PHRASE_CALL },
	{ "scroll down", PHRASE_CALL }, { "most read", PHRASE_CALL }, { "most popular", PHRASE_CALL }, { "trending", PHRASE_CALL },
	{ "recommended", PHRASE_CALL }, { "editor's note", PHRASE_CALL }, { "editor’s note", PHRASE_CALL }, { "correction:", PHRASE_CALL },
	{ "lire aussi", PHRASE_CALL }, { "à lire", PHRASE_CALL }, { "lisez", PHRASE_CALL }, { "partager", PHRASE_CALL },
	{ "abonnez", PHRASE_CALL }, { "inscrivez", PHRASE_CALL }, { "publicité", PHRASE_CALL }, { "mehr zum thema", PHRASE_CALL },
	{ "lesen sie", PHRASE_CALL }, { "siehe auch", PHRASE_CALL }, { "anzeige", PHRASE_CALL }, { "werbung", PHRASE_CALL },
	{ "zum thema", PHRASE_CALL }, { "lea también", PHRASE_CALL }, { "lee también", PHRASE_CALL }, { "suscr", PHRASE_CALL },
	{ "comparte", PHRASE_CALL }, { "publicidad", PHRASE_CALL }, { "leia também", PHRASE_CALL }, { "compartilhe", PHRASE_CALL },
	{ "leggi anche", PHRASE_CALL }, { "lees ook", PHRASE_CALL }, { "читайте также", PHRASE_CALL }, { "читать далее", PHRASE_CALL },
	{ "подпишитесь", PHRASE_CALL }, { "подписывайтесь", PHRASE_CALL }, { "реклама", PHRASE_CALL }, { "смотрите", PHRASE_CALL },
	{ "اقرأ", PHRASE_CALL }, { "مقالات أخرى", PHRASE_CALL }, { "شاهد", PHRASE_CALL }, { "للمزيد", PHRASE_CALL }, { "関連", PHRASE_CALL },
	{ "相关", PHRASE_CALL }, { "更多", PHRASE_CALL }, { "点击", PHRASE_CALL }, { "分享", PHRASE_CALL }, { "もっと見る", PHRASE_CALL },
	{ "続きを読む", PHRASE_CALL }, { "soma zaidi", PHRASE_CALL }, { "karanta", PHRASE_CALL }, { "unaweza pia", PHRASE_CALL },
	{ "ተጨማሪ", PHRASE_CALL }, { "http://", PHRASE_CALL }, { "https://", PHRASE_CALL }, { "www.", PHRASE_CALL },
	/* addresses anywhere */
	{ "http://", PHRASE_ADDRESS }, { "https://", PHRASE_ADDRESS }, { "www.", PHRASE_ADDRESS }, { "pic.twitter", PHRASE_ADDRESS },
	{ "min read", PHRASE_CALL_SHORT }, { "newsletter", PHRASE_CALL_SHORT }, { "share this", PHRASE_CALL_SHORT }, { "share tweet", PHRASE_CALL_SHORT },
};
/* clang-format on */

enum {
	COUNT = sizeof phrases / sizeof *phrases,
	HEAD_LOG = 12, /* of the tables: few places shall hit where nothing is, and each source has tables of its own */
	TAIL_LOG = 10,
	CALLS_LOG = 6,
	STRIDE = 4 /* places that are looked at together */
};
_Static_assert(2 * STRIDE >= 8, "a text is folded by eight bytes");
_Static_assert(COUNT < UINT16_MAX, "phrases are numbered in 16 bits");

/* The phrases that count in one part of a block. */
struct set {
	const uint16_t *first; /* by the first three bytes: number + 1 */
	const uint16_t *next;
	unsigned log; /* how many there are in first */
};

struct split_phrases {
	uint16_t head[1 << HEAD_LOG], tail[1 << TAIL_LOG], calls[1 << CALLS_LOG];
	uint16_t head_next[COUNT], tail_next[COUNT]; /* a phrase is looked for at the start or a call, not both */
	uint8_t length[COUNT];
};

/* A phrase is in the head's set or the calls', so that these share what comes next. */
/* Of four bytes, which are read at once, the first three count. */
static unsigned opening_at(const unsigned char *p, unsigned log)
{
	uint32_t four = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
	return ((four & 0xffffff) * 0x9e3779b1u) >> (32 - log);
}

static void add_phrase(uint16_t *first, uint16_t *next, unsigned log, unsigned i)
{
	unsigned opening = opening_at((const unsigned char *)phrases[i].text, log);
	next[i] = first[opening];
	first[opening] = (uint16_t)(i + 1);
}

/* Calls count only where a text begins with them; at its end only pictures and the weaker credits count. */
struct split_phrases *split_phrases_new(void)
{
	struct split_phrases *ph = mem_zalloc(1, sizeof *ph);
	for (unsigned i = 0; i < COUNT; i++) {
		uint8_t class = phrases[i].class;
		ph->length[i] = (uint8_t)strlen(phrases[i].text);
		if (class == PHRASE_CALL)
			add_phrase(ph->calls, ph->head_next, CALLS_LOG, i);
		else
			add_phrase(ph->head, ph->head_next, HEAD_LOG, i);
		if (class == PHRASE_PHOTO || class == PHRASE_CREDIT_WEAK)
			add_phrase(ph->tail, ph->tail_next, TAIL_LOG, i);
	}
	return ph;
}

void split_phrases_free(struct split_phrases *ph)
{
	free(ph);
}

/* A text in lower case, with room behind it to look at whole strides. */
struct folded {
	unsigned char p[SPLIT_PHRASES_MAX + 2 * STRIDE];
	size_t n;
};

static bool stands_at(const struct folded *t, size_t at, const char *phrase, size_t length)
{
	const unsigned char *p = t->p + at;
	return t->n - at >= length && p[length - 1] == (unsigned char)phrase[length - 1] && !memcmp(p, phrase, length);
}

static void match(const struct split_phrases *ph, struct set set, const struct folded *t, size_t at, uint16_t *found)
{
	for (unsigned k = set.first[opening_at(t->p + at, set.log)]; k; k = set.next[k - 1]) {
		const struct phrase *p = &phrases[k - 1];
		if (found[p->class] == PHRASE_ABSENT && stands_at(t, at, p->text, ph->length[k - 1]))
			found[p->class] = (uint16_t)at;
	}
}

/* Eight bytes at a time, capitals of ASCII made small: the bit that parts them is 0x20. */
static uint64_t lower_eight(uint64_t w)
{
	const uint64_t each = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t low = w & ~high;
	uint64_t capitals = (low + (0x80 - 'A') * each) & ~(low + (0x80 - 'Z' - 1) * each) & ~w & high;
	return w | capitals >> 2;
}

static void fold(struct folded *out, struct split_text t)
{
	out->n = t.n < SPLIT_PHRASES_MAX ? t.n : SPLIT_PHRASES_MAX;
	memcpy(out->p, t.p, out->n);
	memset(out->p + out->n, 0, 2 * STRIDE);
	for (size_t i = 0; i < out->n; i += 8) {
		uint64_t eight;
		memcpy(&eight, out->p + i, sizeof eight);
		eight = lower_eight(eight);
		memcpy(out->p + i, &eight, sizeof eight);
	}
}

static unsigned first_at(struct set set, const unsigned char *p)
{
	return set.first[opening_at(p, set.log)];
}

static inline void find(const struct split_phrases *ph, struct set set, const struct folded *t, uint16_t *found)
{
	for (size_t i = 0; i < t->n; i += STRIDE) {
		const unsigned char *p = t->p + i;
		if (!(first_at(set, p) | first_at(set, p + 1) | first_at(set, p + 2) | first_at(set, p + 3)))
			continue;
		for (size_t k = i; k < i + STRIDE && k < t->n; k++)
			if (first_at(set, t->p + k))
				match(ph, set, t, k, found);
	}
}

static void clear(uint16_t *found)
{
	for (int k = 0; k < PHRASE_CLASSES; k++)
		found[k] = PHRASE_ABSENT;
}

void split_phrases_find(const struct split_phrases *ph, struct split_text t, uint16_t *found)
{
	struct folded folded;
	clear(found);
	fold(&folded, t);
	find(ph, (struct set){ ph->head, ph->head_next, HEAD_LOG }, &folded, found);
	match(ph, (struct set){ ph->calls, ph->head_next, CALLS_LOG }, &folded, 0, found);
}

void split_phrases_find_last(const struct split_phrases *ph, struct split_text t, uint16_t *found)
{
	struct folded folded;
	clear(found);
	fold(&folded, t);
	find(ph, (struct set){ ph->tail, ph->tail_next, TAIL_LOG }, &folded, found);
}
