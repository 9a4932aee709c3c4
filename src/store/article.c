/* An article: what it is known by, what the index holds of it, and its names. */
#include "lede/article.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "db.h"
#include "lede/token.h"

enum { WORD_ROOM = TOKEN_MAX + 2 };

static const float DOUBT = .5f; /* the same in the query of is:doubtful and in the index for it */

bool article_is_doubtful(const struct article *a)
{
	return a->confidence < DOUBT || a->end_confidence < DOUBT;
}

void article_release(struct article *a)
{
	free(a->headline);
	free(a->byline);
	free(a->place);
	free(a->agency);
	free(a->section);
	free(a->blocks);
	*a = (struct article){ 0 };
}

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
static void add_words(struct buf *out, const char *p, size_t n)
{
	struct tokenizer words;
	struct token word;
	token_init(&words, p, n);
	while (token_next(&words, &word)) {
		if (out->cap - out->len < WORD_ROOM)
			buf_reserve(out, n + WORD_ROOM);
		memcpy(out->p + out->len, word.text, word.len);
		out->len += word.len;
		out->p[out->len++] = ' ';
	}
}

/* Words first of the headline, then of the text, so that equal fingerprints mean equal columns in the index. */
static void add_folded(struct buf *out, const struct split_block *blocks, size_t n, const char *text,
                       uint64_t start_off)
{
	for (size_t i = 0; i < n; i++)
		if (blocks[i].label == SPLIT_HEADLINE)
			add_words(out, text + (blocks[i].off - start_off), blocks[i].len);
	buf_addc(out, '\n');
	for (size_t i = 0; i < n; i++)
		if (is_in_index(&blocks[i]))
			add_words(out, text + (blocks[i].off - start_off), blocks[i].len);
}

void article_fingerprint(unsigned char out[FINGERPRINT_LEN], const struct split_block *blocks, size_t n,
                         const char *text, uint64_t start_off)
{
	struct buf folded = BUF_INIT;
	add_folded(&folded, blocks, n, text, start_off);
	if (folded.len == 1) /* not one word: its bytes must do */
		for (size_t i = 0; i < n; i++)
			buf_add(&folded, text + (blocks[i].off - start_off), blocks[i].len);
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, XXH3_128bits(folded.p, folded.len));
	memcpy(out, canonical.digest, FINGERPRINT_LEN);
	buf_release(&folded);
}

void article_id(char *out, const unsigned char fingerprint[FINGERPRINT_LEN], size_t digits)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = digits < (size_t)FINGERPRINT_LEN * 2 ? digits : (size_t)FINGERPRINT_LEN * 2;
	for (size_t i = 0; i < n; i++)
		out[i] = hex[i % 2 ? fingerprint[i / 2] & 15 : fingerprint[i / 2] >> 4];
	out[n] = '\0';
}

void article_add_names(struct buf *out, const struct article *a)
{
	const char *p = a->byline ? a->byline : "";
	for (bool first = true; *p; first = false) {
		size_t n = strcspn(p, "\n");
		bool last = !p[n] || !p[n + 1];
		if (!first)
			buf_adds(out, last ? " and " : ", ");
		buf_add(out, p, n);
		p += n + (p[n] ? 1 : 0);
	}
}
