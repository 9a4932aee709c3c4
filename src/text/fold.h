/* What a character is to the tokenizer and what it folds to. Behind token.h. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stdint.h>

enum fold_kind {
	FOLD_BREAK,      /* parts words */
	FOLD_WORD,       /* a letter or digit of a word */
	FOLD_SOLO,       /* a letter of a script without spaces: a token of its own */
	FOLD_MARK,       /* belongs to the letter before it */
	FOLD_VOICED,     /* the sound mark of kana: a mark that makes another letter of the one before it */
	FOLD_IGNORE,     /* as if it were not there */
	FOLD_APOSTROPHE, /* what it does depends on its neighbours */
};

struct fold {
	const char *text; /* UTF-8, lives as long as the program */
	uint8_t len;      /* 0 for all but WORD, SOLO, VOICED and a MARK that is kept */
	uint8_t kind;
	bool capital;
};

/* c at most U+10FFFF. Safe from any thread. */
const struct fold *fold_char(uint32_t c);

#endif
