/* What the index holds of an article, its words, and the fingerprint that is made of them. */
#include "article_words.h"

#include <string.h>
#include <xxhash.h>

#include "db.h"
#include "lede/token.h"

enum { WORD_ROOM = TOKEN_MAX + 2 };

static bool is_in_index(const struct split_block *b)
{
	return b->label != SPLIT_HEADLINE && b->label != SPLIT_REPEAT && b->label != SPLIT_BOILERPLATE;
}

void article_index_text(struct buf *out, const struct split_block *blocks, size_t n, const char *text,
                        uint64_t start_off)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_in_index(&blocks[i]))
			continue;
		buf_add(out, text + (blocks[i].off - start_off), blocks[i].len);
		buf_addc(out, '\n');
	}
}

/* Room for any word, reserved now and then: there are millions of them in a build. */
void article_words_add(struct buf *out, const char *p, size_t n, tokenize_word *listener, void *payload)
{
	struct tokenizer words;
	struct token word;
	uint64_t before = 0;
	token_init(&words, p, n);
	while (token_next(&words, &word)) {
		if (out->cap - out->len < WORD_ROOM)
			buf_reserve(out, n + WORD_ROOM);
		memcpy(out->p + out->len, word.text, word.len);
		out->len += word.len;
		out->p[out->len++] = ' ';
		if (listener)
			before = tokenize_tell(listener, payload, &word, before);
	}
}

/* The headline's words first, so that equal fingerprints mean equal columns in the index. A word ends with its block, so that block
 * by block they are those of the whole text. */
size_t article_words_of(struct buf *out, const struct split_block *blocks, size_t n, const char *text,
                        uint64_t start_off, tokenize_word *listener, void *payload)
{
	for (size_t i = 0; i < n; i++)
		if (blocks[i].label == SPLIT_HEADLINE)
			article_words_add(out, text + (blocks[i].off - start_off), blocks[i].len, NULL, NULL);
	buf_addc(out, '\n');
	size_t at = out->len;
	for (size_t i = 0; i < n; i++)
		if (is_in_index(&blocks[i]))
			article_words_add(out, text + (blocks[i].off - start_off), blocks[i].len, listener, payload);
	return at;
}

static void fingerprint(unsigned char out[FINGERPRINT_LEN], const char *p, size_t n)
{
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, XXH3_128bits(p, n));
	memcpy(out, canonical.digest, FINGERPRINT_LEN);
}

void article_words_fingerprint(unsigned char out[FINGERPRINT_LEN], const char *words, size_t len,
                               const struct split_block *blocks, size_t n, const char *text, uint64_t start_off)
{
	if (len > 1) {
		fingerprint(out, words, len);
		return;
	}
	struct buf bytes = BUF_INIT; /* not one word: its bytes must do */
	buf_add(&bytes, words, len);
	for (size_t i = 0; i < n; i++)
		buf_add(&bytes, text + (blocks[i].off - start_off), blocks[i].len);
	fingerprint(out, bytes.p, bytes.len);
	buf_release(&bytes);
}

void article_fingerprint(unsigned char out[FINGERPRINT_LEN], const struct split_block *blocks, size_t n,
                         const char *text, uint64_t start_off)
{
	struct buf words = BUF_INIT;
	article_words_of(&words, blocks, n, text, start_off, NULL, NULL);
	article_words_fingerprint(out, words.p, words.len, blocks, n, text, start_off);
	buf_release(&words);
}
