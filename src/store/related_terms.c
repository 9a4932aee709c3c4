/* An article as a bag of words. */
#include "related_terms.h"

#include <stdlib.h>
#include <string.h>

#include "lede/token.h"
#include "tokenize.h"

enum {
	SLOTS_FIRST = 1024,
	ABBREVIATION_MAX = 3, /* bytes */
	QUOTE_LEAD = 0xE2     /* curly quotes and dashes begin with this byte */
};

static uint32_t *slot_of(const struct related_terms *t, uint64_t hash)
{
	size_t i = hash & (t->n_slots - 1);
	while (t->slots[i] && t->term[t->slots[i] - 1].hash != hash)
		i = (i + 1) & (t->n_slots - 1);
	return &t->slots[i];
}

static void grow_slots(struct related_terms *t)
{
	if (t->n_slots && t->n * 2 < t->n_slots)
		return;
	free(t->slots);
	t->n_slots = t->n_slots ? t->n_slots * 2 : SLOTS_FIRST;
	t->slots = mem_zalloc(t->n_slots, sizeof *t->slots);
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->term[i].hash) = (uint32_t)i + 1;
}

struct related_term *related_terms_find(const struct related_terms *t, uint64_t hash)
{
	uint32_t slot = t->n ? *slot_of(t, hash) : 0;
	return slot ? &t->term[slot - 1] : NULL;
}

void related_terms_clear(struct related_terms *t)
{
	if (t->slots)
		memset(t->slots, 0, t->n_slots * sizeof *t->slots);
	t->n = 0;
	buf_clear(&t->folded);
}

void related_terms_release(struct related_terms *t)
{
	free(t->term);
	free(t->slots);
	buf_release(&t->folded);
	*t = (struct related_terms){ 0 };
}

bool related_term_is_name(const struct related_term *t)
{
	return t->named && t->named > t->small;
}

/* Reading a text word by word. */
struct reader {
	struct related_terms *terms;
	const char *p;
	bool headline;
	struct token word; /* the one before; text is kept in before */
	char before[TOKEN_MAX];
	uint32_t before_len;
	uint64_t before_hash;
	uint32_t last; /* index of the term before, or RELATED_NONE */
};

/* Whether a sentence ends between two words. The stop of "St." or of an initial ends none. */
static bool sentence_ends(const struct reader *r, const struct token *next)
{
	size_t from = r->word.end, to = next->start;
	if (r->word.capital && r->word.end - r->word.start <= ABBREVIATION_MAX && to - from == 2 && r->p[from] == '.' &&
	    r->p[from + 1] == ' ')
		return false;
	for (size_t i = from; i < to; i++)
		if (strchr(".!?:\"\n", r->p[i]) || (unsigned char)r->p[i] == QUOTE_LEAD)
			return true;
	return false;
}

static struct related_term *new_term(struct reader *r, uint64_t hash, const struct token *word)
{
	struct related_terms *t = r->terms;
	t->term = mem_grow(t->term, &t->cap, t->n + 1, sizeof *t->term);
	struct related_term *term = &t->term[t->n++];
	*term = (struct related_term){ .hash = hash, .before = RELATED_NONE, .in_headline = r->headline };
	term->pair = word->joined;
	term->start = (uint32_t)(word->joined ? r->word.start : word->start);
	term->end = (uint32_t)word->end;
	if (!t->keep_text)
		return term;
	term->text = (uint32_t)t->folded.len;
	if (word->joined) {
		buf_add(&t->folded, r->before, r->before_len);
		buf_addc(&t->folded, ' ');
	}
	buf_add(&t->folded, word->text, word->len);
	term->text_len = (uint16_t)(t->folded.len - term->text);
	return term;
}

static struct related_term *count(struct reader *r, uint64_t hash, const struct token *word)
{
	grow_slots(r->terms);
	uint32_t *slot = slot_of(r->terms, hash);
	struct related_term *term;
	if (*slot) {
		term = &r->terms->term[*slot - 1];
	} else {
		term = new_term(r, hash, word);
		*slot = (uint32_t)r->terms->n;
	}
	term->count++;
	return term;
}

/* Nothing but a space or a stop and a space (as in "St. Ives") stands between this word and the one before. */
static bool adjoins(const struct reader *r, const struct token *word)
{
	size_t from = r->word.end, n = word->start - from;
	return n && n <= 2 && r->p[from + n - 1] == ' ' && (n == 1 || r->p[from] == '.');
}

static void read_word(struct reader *r, const struct token *word, uint64_t hash)
{
	struct related_term *term = count(r, word->joined ? tokenize_pair(r->before_hash, hash) : hash, word);
	bool opens = !r->word.end || sentence_ends(r, word);
	if (!r->headline && !opens) {
		term->named += word->capital;
		term->small += !word->capital;
	}
	if (term->count == 1 && (word->joined || (!opens && adjoins(r, word))))
		term->before = r->last;
	r->last = (uint32_t)(term - r->terms->term);
}

void related_terms_add(struct related_terms *t, const char *p, size_t n, bool headline)
{
	struct reader r = { .terms = t, .p = p, .headline = headline, .last = RELATED_NONE };
	struct tokenizer words;
	struct token word;
	token_init(&words, p, n);
	while (token_next(&words, &word)) {
		uint64_t hash = token_hash(word.text, word.len);
		read_word(&r, &word, hash);
		memcpy(r.before, word.text, word.len);
		r.before_len = word.len;
		r.before_hash = hash;
		r.word = word;
	}
}

static void insert(struct related_sketch *s, uint64_t hash)
{
	if (s->n == RELATED_SKETCH && hash >= s->hash[s->n - 1])
		return;
	size_t at = s->n < RELATED_SKETCH ? s->n++ : s->n - 1;
	for (; at && s->hash[at - 1] > hash; at--)
		s->hash[at] = s->hash[at - 1];
	s->hash[at] = hash;
}

void related_sketch_make(struct related_sketch *s, const struct related_terms *t)
{
	s->n = 0;
	for (size_t i = 0; i < t->n; i++)
		insert(s, t->term[i].hash);
}

double related_sketch_likeness(const struct related_sketch *a, const struct related_sketch *b)
{
	size_t i = 0, k = 0, both = 0, all = 0;
	for (; all < RELATED_SKETCH && i < a->n && k < b->n; all++) {
		uint64_t x = a->hash[i], y = b->hash[k];
		both += x == y;
		i += x <= y;
		k += y <= x;
	}
	if (all < RELATED_SKETCH) /* short texts: what is left of one stands in it alone */
		all += a->n - i + b->n - k;
	return all ? (double)both / (double)all : 0;
}
