/* Inside the store only: an article's words, folded once, for all that is made of them: fingerprint, index, counted terms. */
#ifndef LEDE_STORE_ARTICLE_WORDS_H
#define LEDE_STORE_ARTICLE_WORDS_H

#include "lede/article.h"
#include "tokenize.h"

/* Appends the words of a text, each with a space behind it; the listener (NULL: none) hears them as tokenize.h says. */
void article_words_add(struct buf *out, const char *p, size_t n, tokenize_word *listener, void *payload);
/* Appends the words of the printed headline, a newline, and the words of what article_index_text gives, of which the listener
 * hears. Returns where in out the latter begin. */
size_t article_words_of(struct buf *out, const struct split_block *blocks, size_t n, const char *text,
                        uint64_t start_off, tokenize_word *listener, void *payload);
/* article_fingerprint, of words that article_words_of has made. */
void article_words_fingerprint(unsigned char out[FINGERPRINT_LEN], const char *words, size_t len,
                               const struct split_block *blocks, size_t n, const char *text, uint64_t start_off);

#endif
