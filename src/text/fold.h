/* What a character is to the tokenizer and what it folds to. Behind token.h. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
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
	const char *text; /* UTF-8, lives as long as the program; FOLD_SLACK bytes can be read wherever it ends */
	uint8_t len;      /* 0 for all but WORD, SOLO, VOICED and a MARK that is kept */
	uint8_t kind;
	bool capital;
};

enum { FOLD_SLACK = 8, FOLD_PAGE_SIZE = 256, FOLD_PAGES = 0x110000 / FOLD_PAGE_SIZE };

struct fold_page {
	struct fold of[FOLD_PAGE_SIZE];
	char pool[];
};

/* For fold_char alone. The pages made so far, and one more made. */
extern _Atomic(struct fold_page *) fold_pages[FOLD_PAGES];
struct fold_page *fold_page_make(size_t index);

/* c at most U+10FFFF. Safe from any thread. */
static inline const struct fold *fold_char(uint32_t c)
{
	struct fold_page *page = atomic_load_explicit(&fold_pages[c / FOLD_PAGE_SIZE], memory_order_acquire);
	if (!page)
		page = fold_page_make(c / FOLD_PAGE_SIZE);
	return &page->of[c % FOLD_PAGE_SIZE];
}

#endif
