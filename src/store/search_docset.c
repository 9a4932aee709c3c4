/* A set of docs as bits. */
#include "search_docset.h"

#include <stdlib.h>

enum { WORD_BITS = 64 };

void docset_init(struct docset *d, doc_id max)
{
	d->n_words = max / WORD_BITS + 1;
	d->words = mem_zalloc(d->n_words, sizeof *d->words);
}

void docset_release(struct docset *d)
{
	free(d->words);
	*d = (struct docset){ 0 };
}

void docset_add(struct docset *d, doc_id doc)
{
	if (doc / WORD_BITS < d->n_words)
		d->words[doc / WORD_BITS] |= UINT64_C(1) << doc % WORD_BITS;
}

void docset_put(struct docset *d, doc_id doc, bool in)
{
	uint64_t bit = UINT64_C(1) << doc % WORD_BITS;
	if (doc / WORD_BITS >= d->n_words)
		return;
	if (in)
		d->words[doc / WORD_BITS] |= bit;
	else
		d->words[doc / WORD_BITS] &= ~bit;
}

void docset_add_range(struct docset *d, doc_id first, doc_id n)
{
	while (n && first % WORD_BITS) {
		docset_add(d, first++);
		n--;
	}
	for (; n >= WORD_BITS && first / WORD_BITS < d->n_words; n -= WORD_BITS, first += WORD_BITS)
		d->words[first / WORD_BITS] = ~UINT64_C(0);
	while (n && first / WORD_BITS < d->n_words) {
		docset_add(d, first++);
		n--;
	}
}

bool docset_has(const struct docset *d, doc_id doc)
{
	return doc / WORD_BITS < d->n_words && d->words[doc / WORD_BITS] >> doc % WORD_BITS & 1;
}

void docset_and(struct docset *d, const struct docset *with)
{
	for (size_t i = 0; i < d->n_words; i++)
		d->words[i] &= with->words[i];
}

void docset_or(struct docset *d, const struct docset *with)
{
	for (size_t i = 0; i < d->n_words; i++)
		d->words[i] |= with->words[i];
}

void docset_and_not(struct docset *d, const struct docset *without)
{
	for (size_t i = 0; i < d->n_words; i++)
		d->words[i] &= ~without->words[i];
}

doc_id docset_next(const struct docset *d, doc_id from)
{
	size_t i = from / WORD_BITS;
	if (i >= d->n_words)
		return 0;
	uint64_t word = d->words[i] & ~UINT64_C(0) << from % WORD_BITS;
	while (!word)
		if (++i == d->n_words)
			return 0;
		else
			word = d->words[i];
	return (doc_id)(i * WORD_BITS + (size_t)__builtin_ctzll(word));
}

doc_id docset_last(const struct docset *d)
{
	for (size_t i = d->n_words; i-- > 0;)
		if (d->words[i])
			return (doc_id)(i * WORD_BITS + WORD_BITS - 1 - (size_t)__builtin_clzll(d->words[i]));
	return 0;
}
