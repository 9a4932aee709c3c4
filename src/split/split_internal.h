/*
 * What the files of src/split share. Three arrays grow with the source, one
 * item a block: the public block, its marks (the few bytes that are kept of
 * its text) and, while decoding, two words of scratch.
 */
#ifndef SPLIT_INTERNAL_H
#define SPLIT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/buf.h"
#include "lede/split.h"

enum {
	SPLIT_HEAD_MAX = 4096, /* bytes of a block that are looked at from its start */
	SPLIT_TAIL_MAX = 256,  /* and from its end, where it is longer */
	SPLIT_REACH = 16,      /* blocks before and after whose words count */
	SPLIT_WORDS_MAX = 160  /* words of a block that count */
};

/* What a block's own text shows. Evidence, not verdict: labels.c and the model weigh it. */
enum split_mark {
	MARK_DATELINE = 1u << 0,      /* PLACE (Agency) - text */
	MARK_DATELINE_WEAK = 1u << 1, /* Place - text */
	MARK_BYLINE = 1u << 2,        /* By Some Name */
	MARK_NAME = 1u << 3,          /* nothing but two to five capitalised words */
	MARK_CREDIT = 1u << 4,        /* (Reporting by ...; Editing by ...) */
	MARK_CREDIT_WEAK = 1u << 5,   /* ... contributed to this report, copyright lines */
	MARK_PHOTO = 1u << 6,         /* names a photographer, a picture agency */
	MARK_PHOTO_WEAK = 1u << 7,    /* "is seen", "(L)", ends in a date */
	MARK_BOILER = 1u << 8,        /* a call or a page's furniture */
	MARK_URL = 1u << 9,
	MARK_YEAR = 1u << 10,  /* a date with a year */
	MARK_STAMP = 1u << 11, /* little else than a date or a time */
	MARK_BULLET = 1u << 12,
	MARK_INDENT = 1u << 13,
	MARK_CAPITALS = 1u << 14,    /* all letters are capitals */
	MARK_COLON = 1u << 15,       /* a colon within the first words */
	MARK_BRACKETED = 1u << 16,   /* opens and closes with brackets */
	MARK_NUMBERED = 1u << 17,    /* begins as an item of a numbered list */
	MARK_WIDE = 1u << 18,        /* written without spaces */
	MARK_CAPS_LEAD = 1u << 19,   /* begins with a word in capitals, goes on without */
	MARK_RULE = 1u << 20,        /* an explicit separator */
	MARK_RULE_BEFORE = 1u << 21, /* stands behind one */
	MARK_TAG = 1u << 22,         /* markup and nothing else */
	MARK_TAG_HEAD = 1u << 23,    /* marked up as headline */
	MARK_LONG = 1u << 24,        /* longer than SPLIT_HEAD_MAX */
	MARK_SPEECH = 1u << 25,      /* an inner "said", quotes inside */
	MARK_BREAK = 1u << 26,       /* three asterisks and the like */
	MARK_CONTINUES = 1u << 27,   /* begins in lower case or with a dash: goes on from above */
	MARK_SIDEBAR = 1u << 28,     /* opens a brief of a bulleted run */
	MARK_EMAIL = 1u << 29,       /* an address or an @handle */
	MARK_ENDS_YEAR = 1u << 30    /* a year is among the last words */
};

/* How a block begins and ends. */
enum split_open { OPEN_UPPER, OPEN_LOWER, OPEN_CASELESS, OPEN_DIGIT, OPEN_QUOTE, OPEN_BRACKET, OPEN_DASH, OPEN_OTHER };
enum split_close {
	CLOSE_NONE,
	CLOSE_STOP,
	CLOSE_QUESTION,
	CLOSE_COLON,
	CLOSE_COMMA,
	CLOSE_QUOTE,
	CLOSE_BRACKET,
	CLOSE_ELLIPSIS,
	CLOSE_DIGIT,
	CLOSE_OTHER
};

/* Shares are in 1/255; sizes count characters, those of scripts without spaces 2.5 times. */
struct split_marks {
	uint32_t marks;
	uint32_t hash; /* of the folded words, to find repetitions */
	uint16_t size;
	uint8_t words;
	uint8_t sentences; /* sentence ends within */
	uint8_t open, close;
	uint8_t capitals;             /* share of letters that are capitals */
	uint8_t titled;               /* share of words that begin with one */
	uint8_t digits;               /* share of characters */
	uint8_t same_next, same_prev; /* distance to the same text within three blocks; 0: none */
	/* Cohesion: weighted share of the words that come back within 1, 3, 8, 16 blocks, and that stood before. */
	uint8_t ahead[4], behind[4];
	uint8_t fresh;     /* new here and back within 8 */
	uint8_t bridge[3]; /* ties over the gap before this block, within 4, 8, 16 blocks */
	uint8_t force;     /* enum split_force */
	bool mended;       /* a mend speaks of this block */
	bool kept;         /* force says what was decoded: a mend elsewhere does not change it */
	bool between;      /* decoded as debris between articles */
	uint8_t tag;       /* rule or tag class, 0: none */
	int16_t score;     /* hundredths of log odds that an article starts here */
};

enum split_force { FORCE_NONE, FORCE_START, FORCE_JOIN, FORCE_DEBRIS };

/* ---- characters */

static inline size_t split_char(const char *p, const char *end, uint32_t *out)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t n = (size_t)(end - p);
	if (s[0] < 0x80) {
		*out = s[0];
		return 1;
	}
	if (s[0] >= 0xc2 && s[0] < 0xe0 && n > 1) {
		*out = (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	}
	if (s[0] >= 0xe0 && s[0] < 0xf0 && n > 2) {
		*out = (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
		return 3;
	}
	if (s[0] >= 0xf0 && s[0] < 0xf5 && n > 3) {
		*out = (uint32_t)(s[0] & 7) << 18 | (uint32_t)(s[1] & 0x3f) << 12 | (uint32_t)(s[2] & 0x3f) << 6 |
		       (s[3] & 0x3f);
		return 4;
	}
	*out = 0xfffd;
	return 1;
}

bool split_is_space_beyond_ascii(uint32_t c);
bool split_is_letter_beyond_ascii(uint32_t c);
bool split_is_upper_beyond_ascii(uint32_t c);

static inline bool split_is_space(uint32_t c) /* U+00A0, U+3000 and zero width ones too */
{
	return c < 0x80 ? c == ' ' || (c >= 9 && c <= 13) || c == 0x1e || c == 0x1f : split_is_space_beyond_ascii(c);
}

static inline bool split_is_letter(uint32_t c)
{
	return c < 0x80 ? (c | 32) - 'a' < 26u : split_is_letter_beyond_ascii(c);
}

static inline bool split_is_upper(uint32_t c)
{
	return c < 0x80 ? c - 'A' < 26u : split_is_upper_beyond_ascii(c);
}

bool split_is_wide(uint32_t c); /* of a script without spaces */
bool split_is_bullet(uint32_t c);
bool split_is_dash(uint32_t c);
bool split_is_open_quote(uint32_t c); /* any quotation mark that may open */
bool split_is_close_quote(uint32_t c);
bool split_is_stop(uint32_t c);   /* ends a sentence */
uint32_t split_lower(uint32_t c); /* simple folding of Latin, Greek, Cyrillic */

/* Whether the n bytes at p are lower, ASCII case aside; lower has no capitals. */
static inline bool split_same_fold(const char *p, const char *lower, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c + 32);
		if (c != (unsigned char)lower[i])
			return false;
	}
	return true;
}

/* The text without the white space at its ends. */
struct split_text {
	const char *p;
	size_t n;
};
struct split_text split_trim(const char *p, size_t n);
/* Without a bullet and white space before it. */
struct split_text split_unbullet(struct split_text t);

/* ---- words (words.c) */

struct split_scan {
	uint32_t hash[SPLIT_WORDS_MAX]; /* of the words, in order; a word is cut to six letters */
	size_t words;                   /* as many are in hash */
	uint64_t key;                   /* of all words scanned */
	uint32_t total_words, titled_words;
	uint32_t letters, upper, lower, digits, chars, wide;
	uint32_t sentences;
	uint32_t quotes;
	uint32_t folds; /* enum split_folds: what the text holds */
};
/* Signs that make words be parted in another way once white space is folded (split_block_text). */
enum split_folds {
	FOLDS_AT_LINE_ENDS = 1 /* full width */,
	FOLDS_ANYWHERE = 2 /* U+FEFF: a letter, and white space too */
};
void split_scan(struct split_scan *out, const char *text, size_t len);
/* Words as readers count them: of scripts without spaces each character is one. */
uint32_t split_count_words(const struct split_scan *scan);
uint32_t split_short_key(uint64_t key);
/* Whether the text's first words are those of the text with this short key. */
bool split_begins_with(const struct split_scan *scan, uint32_t short_key);

/* ---- cohesion (cohesion.c) */

struct split_cohesion;
struct split_cohesion *split_cohesion_new(void);
void split_cohesion_free(struct split_cohesion *c);
/* The words of block number index (from 0, without gaps); marks of blocks that left the reach are filled in all[]. */
void split_cohesion_add(struct split_cohesion *c, size_t index, const struct split_scan *scan, struct split_marks *all);
void split_cohesion_finish(struct split_cohesion *c, size_t count, struct split_marks *all);

/* ---- patterns (patterns.c, dateline.c) */

struct split_dateline {
	struct split_text place, agency; /* n is 0 where not printed */
	struct split_text name;          /* of the reporter, where it stands in the dateline */
	struct split_text stamp;         /* the whole dateline, dash included */
	bool strong;
};
bool split_parse_dateline(struct split_dateline *out, struct split_text t);

/* Phrases in a text: found[class] is the offset of the first one, or PHRASE_ABSENT. */
enum split_phrase {
	PHRASE_CREDIT,
	PHRASE_CREDIT_WEAK,
	PHRASE_PHOTO,
	PHRASE_SCENE,
	PHRASE_CALL,
	PHRASE_CALL_SHORT,
	PHRASE_ADDRESS,
	PHRASE_CLASSES
};
enum { PHRASE_ABSENT = UINT16_MAX, SPLIT_PHRASES_MAX = 192 }; /* bytes that are searched */
struct split_phrases;
struct split_phrases *split_phrases_new(void);
void split_phrases_free(struct split_phrases *ph);
/* At a block's start: a call is found only where it is the first thing. */
void split_phrases_find(const struct split_phrases *ph, struct split_text t, uint16_t *found);
/* At its end: PHRASE_PHOTO and PHRASE_CREDIT_WEAK alone. */
void split_phrases_find_last(const struct split_phrases *ph, struct split_text t, uint16_t *found);

uint32_t split_patterns(const struct split_phrases *ph, struct split_text head, struct split_text tail,
                        const struct split_scan *scan);
/* Length of a byline's opening word ("By ") at the start of t; 0: none. */
size_t split_byline_opening(struct split_text t);
/* Adds the names in a byline's text to f. */
void split_add_names(struct split_facts *f, struct split_text t);

/* ---- dates (dates.c) */

struct split_date {
	int year, month, day; /* 0: not given */
};
/* The first date with a year in t at or after *at; *at is set to behind it. */
bool split_find_date(struct split_text t, size_t *at, struct split_date *out);

/* ---- lines to blocks (lines.c, blocks.c) */

struct split_lines;
enum split_tag { SPLIT_TAG_NONE, SPLIT_TAG_DOC, SPLIT_TAG_HEAD, SPLIT_TAG_OTHER };
struct split_lines *split_lines_new(struct split *s);
void split_lines_free(struct split_lines *l);
void split_lines_add(struct split_lines *l, const struct text_line *line);
void split_lines_finish(struct split_lines *l);

/* A block as it is being read. */
struct split_draft {
	struct buf head; /* at most SPLIT_HEAD_MAX bytes */
	char tail[SPLIT_TAIL_MAX];
	size_t tail_len; /* 0 while head holds all */
	struct split_block block;
	uint64_t end_off, end_src;
	uint32_t marks; /* what the lines said: rule, tag, bullet, indent */
	uint8_t tag;
	bool open;
};
void split_add_block(struct split *s, struct split_draft *d);

/* ---- the whole */

#include "features.def.h"

struct split_profile { /* of the file as a whole, in the units of the features */
	uint8_t f[FILE_FEATURES];
	uint16_t median_size;
	uint8_t titled; /* mean share of capitalised words in blocks that end as sentences do */
};

struct split {
	struct split_lines *lines;
	struct split_cohesion *cohesion;
	struct split_phrases *phrases;
	struct split_block *blocks;
	size_t blocks_cap;
	struct split_marks *marks;
	size_t marks_cap;
	size_t count; /* of blocks */
	struct split_piece *pieces;
	size_t pieces_cap, pieces_count;
	struct split_mend *mends;
	size_t mends_count;
	uint64_t lines_off;    /* decoded bytes so far */
	uint32_t pending_rule; /* MARK_RULE_BEFORE for the next block */
	uint64_t end_src;
	uint32_t last_line;
	struct split_profile profile; /* from split_read_end on */
};

/* ---- scoring (features.c, habits.c, model.c) */

struct split_habits;
/* What the confident starts of the file have in common; scores must be set. */
struct split_habits *split_habits_new(const struct split *s, const struct split_profile *p);
void split_habits_free(struct split_habits *h);

void split_profile(struct split_profile *out, const struct split *s);

/* Fills x[FEATURES] for block i; habits NULL in the first pass. */
void split_features(uint8_t *x, const struct split *s, size_t i, const struct split_profile *p,
                    const struct split_habits *h);
/* The part of it that needs habits. */
void split_habit_features(uint8_t *x, const struct split_habits *h, const struct split *s, size_t i);
extern const char *const split_feature_names[FEATURES];

struct split_tree {
	uint8_t feature[SPLIT_TREE_DEPTH], above[SPLIT_TREE_DEPTH]; /* is x[feature] > above? */
	int16_t leaf[1 << SPLIT_TREE_DEPTH];                        /* hundredths of log odds */
};
struct split_model {
	const struct split_tree *trees;
	size_t count;
	int16_t bias;
};
extern const struct split_model split_model_first, split_model_again;

/* Everything up to the scores. */
void split_read_end(struct split *s);
/* A pass: sets the score of each block. Those that the first one puts under SPLIT_HOPELESS are not asked again. */
enum { SPLIT_HOPELESS = -600 };
void split_score_first(struct split *s, const struct split_model *m);
void split_score_again(struct split *s, const struct split_model *m);
void split_score(struct split *s); /* all passes */

/* ---- decoding (separators.c, mends.c, viterbi.c, labels.c, pieces.c) */

void split_find_rules(struct split *s);
void split_find_sidebars(struct split *s);
void split_apply_mends(struct split *s);
enum { LABELS = SPLIT_LABEL_CAP };
/* Scores of block i for each label but headline, in hundredths. */
void split_label_scores(int *out, const struct split *s, size_t i);
void split_decode(struct split *s);
void split_cut(struct split *s);

#endif
