/*
 * Articles out of undelimited text: lines in; labelled blocks, articles, briefs
 * and remainders out. Pure: no file system, no database, no terminal.
 *
 * A splitter is fed the lines of one source in order. A block is a paragraph: a line, or where the source is wrapped at a
 * column the lines that the wrapping parted; a blank line (white space, U+00A0 among it), a bullet, an explicit separator or
 * markup always ends one. Lines wait in a window of some hundred until it shows whether they are wrapped. A block's features
 * are taken once and its text let go, so that memory is about a hundred bytes a block beside that window, whatever
 * the file's size and however long its lines. split_finish scores the blocks in two passes, the second with the
 * file's own habits, decodes labels (Viterbi), and cuts.
 *
 * The pieces tile the source: each block belongs to exactly one piece, an article, a brief or a remainder, and the pieces stand
 * in the order of the source without overlap. Between the end of one and the start of the next there are only blank lines
 * (and the line end): they belong to the piece before them, those at the top of the file to the first piece. A source of
 * nothing but blank lines is one remainder without blocks, an empty one has no pieces. How the lines are cut into pieces for
 * reading, and how many blank lines stand where one stands, makes no difference to blocks, labels and cuts.
 */
#ifndef LEDE_SPLIT_H
#define LEDE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lede/buf.h"
#include "lede/decode.h"

enum split_label {
	SPLIT_HEADLINE,
	SPLIT_REPEAT, /* the headline again */
	SPLIT_CAPTION,
	SPLIT_BYLINE,
	SPLIT_LEDE,
	SPLIT_BODY,
	SPLIT_SUBHEAD,
	SPLIT_CREDIT,
	SPLIT_BOILERPLATE,
	SPLIT_LABEL_CAP
};
const char *split_label_name(enum split_label label); /* as in --json: "headline", "repeat", ... */

enum split_kind {
	SPLIT_ARTICLE,
	SPLIT_BRIEF,     /* a headline with a line or two */
	SPLIT_REMAINDER, /* debris between articles, a sidebar's title, an explicit separator */
	SPLIT_KIND_CAP
};
const char *split_kind_name(enum split_kind kind);

/* Offsets called "off" count bytes of the decoded text: the lines fed, each with one '\n' after it. */
struct split_block {
	uint64_t off; /* in the decoded text */
	uint64_t src; /* in the source */
	uint32_t len; /* bytes of decoded text, last line end excluded */
	uint32_t src_len;
	uint32_t line;  /* first line, from 1 */
	uint32_t lines; /* how many, at least 1 */
	uint32_t words; /* of its text for reading, CJK one a character; 0: not counted */
	uint8_t label;  /* enum split_label */
	uint64_t key;   /* hash of its folded words: anchors a mend */
};

struct split_piece {
	uint8_t kind;                  /* enum split_kind */
	uint32_t block;                /* index of its first block */
	uint32_t blocks;               /* how many; a remainder of blank lines alone has none */
	float confidence;              /* 0 to 1: how likely this is a piece's true start */
	uint32_t start_line, end_line; /* 1-based, inclusive, no blank lines at the ends */
	uint64_t start_byte,
		end_byte; /* in the source: from the first byte of start_line to before the line end of end_line */
	uint64_t start_off, end_off; /* the same in the decoded text */
};

/* A correction by hand. It applies where a block with this key stands beside one of these neighbours (a join: below the one
 * above) and, where several do, to the one whose neighbours fit best. kind says what. */
enum split_mend_kind {
	SPLIT_MEND_START,    /* an article starts at this block, which is its headline */
	SPLIT_MEND_JOIN,     /* no article starts at this block: it goes on with the one above */
	SPLIT_MEND_HEADLINE, /* this block is its article's headline: what stands above it in the article goes before */
	SPLIT_MEND_DEBRIS    /* this block is boilerplate */
};
struct split_mend {
	uint8_t kind;
	uint64_t key, before, after; /* the block's key and its neighbours'; 0: none */
	bool applied;                /* out: found and used by split_finish */
	uint64_t off;                /* out, where applied: the block's place in the decoded text */
};

struct split;

/* Mends are borrowed until split_free and get their applied flags in split_finish. mends may be NULL with n = 0. */
struct split *split_new(struct split_mend *mends, size_t n);
void split_free(struct split *s); /* accepts NULL */

/* Takes the next line (it may be a piece of one: line->more). Never fails. */
void split_line(struct split *s, const struct text_line *line);
/* To be called once, after the last line. */
void split_finish(struct split *s);

/* After split_finish; the arrays live as long as s. Pieces stand in the order of the source. */
const struct split_block *split_blocks(const struct split *s, size_t *n);
const struct split_piece *split_pieces(const struct split *s, size_t *n);

/* What an article's text says of it: made from its blocks and its decoded text. Strings are NULL where nothing was printed. */
struct split_facts {
	char *headline; /* one line, white space folded, a brief's without its bullet; "" where there is none */
	char **byline;  /* the names, one each */
	size_t bylines;
	char *place; /* as printed in dateline or credit */
	char *agency;
	char *section;      /* a brief's */
	char date[11];      /* "YYYY-MM-DD", "YYYY-MM" or "": only where the text gives it with a year */
	uint32_t date_line; /* the evidence: first line of the block that says so, 0 where there is no date, … */
	uint8_t date_label; /* … and the block's label */
	uint32_t words;     /* of headline and text, repeats and boilerplate not counted; CJK: one a character */
};
/* text: the decoded bytes from piece->start_off to piece->end_off; blocks: its n blocks. */
void split_facts(struct split_facts *out, const struct split_block *blocks, size_t n, enum split_kind kind,
                 const char *text, size_t len);
void split_facts_release(struct split_facts *f);

/* A block's text for reading: hard-wrapped lines rejoined (a hyphen at a line end kept), bullets and indentation gone, white
 * space folded. Appends to out. text: the block's decoded bytes. */
void split_block_text(struct buf *out, const char *text, size_t len);

#endif
