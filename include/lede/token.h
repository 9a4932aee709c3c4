/*
 * Words, folded: the one function behind index, query, highlight, find and
 * snippets. What it gives for a text and for a query is the same, so that what
 * is typed is found however it was printed.
 *
 * Folding: full case folding, compatibility decomposition (ligatures, width
 * forms), marks removed (accents, Arabic harakat, tatweel), quotes and dashes
 * of any shape alike. An abbreviation loses its stops (U.S. -> us), an
 * English possessive its ending (Putin's -> putin), other apostrophes inside a word
 * vanish (don't -> dont). Letters and digits make words; everything else parts them.
 * Scripts without spaces (Han, Hiragana, Katakana, Hangul, Thai, Lao, Khmer, Burmese)
 * give one token a character: neighbours are searched as a phrase.
 */
#ifndef LEDE_TOKEN_H
#define LEDE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOKEN_MAX = 96 }; /* bytes of a folded token; what is longer is cut */

struct token {
	const char *text;  /* folded UTF-8, not NUL-terminated; borrowed until the next call */
	uint32_t len;      /* 1 to TOKEN_MAX */
	size_t start, end; /* the bytes of the original text that it stands for; end exclusive */
	bool capital;      /* the original began with a capital letter */
	bool joined;       /* stands right after the one before it in a script without spaces */
};

struct tokenizer { /* fields are private */
	const char *p;
	size_t n, at;
	size_t last_end;
	char out[TOKEN_MAX + 8];
};

/* Reads p, which must stay. Works on any bytes. No allocation, so nothing to release. */
void token_init(struct tokenizer *t, const char *p, size_t n);
bool token_next(struct tokenizer *t, struct token *out);

/* 64-bit hash of a token's text: XXH3 (the xxHash library), the same on every machine. */
uint64_t token_hash(const char *text, size_t len);

#endif
