/*
 * Words, folded: the one function behind index, query, highlight, find and
 * snippets. What it gives for a text and for a query is the same, so that what
 * is typed is found however it was printed.
 *
 * Folding: full case folding, compatibility decomposition (ligatures, width
 * forms), marks removed (accents, Arabic harakat, tatweel; the vowel signs of
 * India and its neighbours stay), letters with a stroke or hook and the
 * dotless i as the plain ones (Łódź -> lodz), digits of any script as ASCII.
 * Arabic as in light stemming: alef with hamza or madda is alef, teh marbuta
 * is heh, alef maksura is yeh. Formatting characters are as if not there.
 * An abbreviation loses its stops (U.S. -> us), an English possessive its
 * ending (Putin's -> putin, U.N.'s -> un). Before a vowel, h or digit an
 * elided word is a word of its own, so that what follows is found (l'école ->
 * l ecole, qu'il -> qu il, dell'Italia -> dell italia; after l d j c n s t m,
 * qu and a few of Italian); other apostrophes between letters vanish (don't ->
 * dont, O'Brien -> obrien). Letters and digits make words; everything else
 * parts them (20.04 -> 20 04, multi-agent -> multi agent).
 * Scripts without spaces (Han, Hiragana, Katakana, Hangul, Thai, Lao, Khmer,
 * Burmese) give one token a character, its marks with it: neighbours are
 * searched as a phrase. Kana and Hangul written in parts (half-width,
 * decomposed) give the whole letter.
 *
 * A folded token tokenizes to itself.
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
	size_t start, end; /* the bytes of the original text that it stands for; end exclusive. With the stops of an
	                      abbreviation, without the ending of a possessive */
	bool capital;      /* the original began with a capital letter */
	bool joined;       /* of a script without spaces, and nothing stands between it and the token before it */
};

struct tokenizer { /* fields are private */
	const char *p;
	size_t n, at;
	size_t last_end;
	char out[TOKEN_MAX + 8];
};

/* Reads p, which must stay. Works on any bytes, in any locale, from any thread. Nothing to release (tables of folded
 * characters are made when first needed and kept). */
void token_init(struct tokenizer *t, const char *p, size_t n);
bool token_next(struct tokenizer *t, struct token *out);

/* 64-bit hash of a token's text: XXH3 (the xxHash library), the same on every machine. */
uint64_t token_hash(const char *text, size_t len);

#endif
