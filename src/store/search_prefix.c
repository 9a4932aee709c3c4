/*
 * The beginning of a word. FTS5 answers it by merging the rows of all words that begin so before it gives the first, in
 * memory and for long stretches deaf to interrupts: for one letter in a million articles that is seconds and hundreds of megabytes.
 * To go through the words one by one and to add up what stands where takes a tenth of the time, a few bytes an article, and ends
 * when it is told to. Where it is a phrase's last word, it is first noted where the phrase would go on.
 */
#include <stdlib.h>

#include "fts_words.h"
#include "search_ends.h"
#include "search_internal.h"

/* Columns as the index numbers them, a bit each. */
enum { HEADLINE_BIT = 1, TEXT_BIT = 2 };
enum { AHEAD = 12 /* articles whose sums the processor is told to fetch before they are added to */ };

bool search_is_prefix(const struct query_node *n)
{
	return n->op == QUERY_PHRASE && n->prefix && n->n_tokens == 1;
}

static bool has_prefix(const struct query_node *n)
{
	bool found = n->op == QUERY_PHRASE && n->prefix;
	for (size_t i = 0; !found && i < n->n; i++)
		found = has_prefix(n->child[i]);
	return found;
}

bool search_is_walked(const struct query_node *n)
{
	if (n->op != QUERY_OR || !has_prefix(n))
		return n->op == QUERY_PHRASE && n->prefix;
	for (size_t i = 0; i < n->n; i++)
		if (has_prefix(n->child[i]) ? !search_is_walked(n->child[i]) : !query_is_text(n->child[i]))
			return false;
	return true;
}

/* What is found of an article, in one place: there are millions of words to be added, and an article is seldom near the one before. */
struct sum {
	uint32_t hits;
	float often;   /* all words together */
	uint32_t last; /* the last word that was told of it, by its number; 0: none */
};

struct adder {
	struct sum *sums; /* of each doc */
	doc_id max;
	uint32_t word;
	float says[QUERY_COLUMNS]; /* each column; 0: it is not looked in */
	float share;               /* of what the word says */
	bool alone;                /* in the query; then the whole word says more than longer ones */
	struct search_ends *ends;  /* where it must stand; NULL: anywhere */
};

static void set_columns(struct adder *a, enum query_column column)
{
	unsigned in = column == QUERY_ANYWHERE   ? HEADLINE_BIT | TEXT_BIT
	              : column == QUERY_HEADLINE ? HEADLINE_BIT
	                                         : 1u << (unsigned)column;
	for (int i = 0; i < QUERY_COLUMNS; i++)
		a->says[i] = in >> i & 1 ? query_score_column(i) : 0;
}

static void add_entry(struct adder *a, const struct fts_entry *e)
{
	struct sum *sum = &a->sums[e->doc];
	struct fts_place p = { 0 };
	float often = 0;
	if (sum->last == a->word)
		return;
	sum->last = a->word;
	const uint32_t *end = a->ends ? search_ends_of(a->ends, e->doc) : NULL;
	if (a->ends && !end)
		return;
	while (p.at < e->n && fts_place_next(&p, e->places, e->n)) {
		float says = p.column < QUERY_COLUMNS ? a->says[p.column] : 0;
		if (end && !search_ends_at(&end, p.column, p.position))
			continue;
		sum->hits += says > 0;
		often += says;
	}
	sum->often += often * a->share;
}

static void add_entries(void *payload, const struct fts_entry *entries, size_t n)
{
	struct adder *a = payload;
	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n && entries[i + AHEAD].doc <= a->max)
			__builtin_prefetch(&a->sums[entries[i + AHEAD].doc], 1);
		if (entries[i].doc <= a->max)
			add_entry(a, &entries[i]);
	}
}

static int add_words(struct adder *a, struct search *s, const struct query_node *phrase)
{
	const struct query_token *t = &phrase->tokens[phrase->n_tokens - 1];
	struct fts_words *words;
	const struct buf *word;
	int rc = fts_words_new(&words, s->c, t->text, t->len, s->err);
	while (rc == 0 && (rc = fts_words_next(words, &word, s->err)) == 0 && word) {
		a->word++;
		a->share = a->alone && word->len > t->len + 1 ? QUERY_SCORE_LONGER : 1;
		rc = fts_words_tell(words, add_entries, a, s->err);
	}
	fts_words_free(words);
	return rc;
}

/* As many articles at a time as there is room for. */
static int add_ends(struct adder *a, struct search *s, const struct query_node *phrase, const struct docset *within)
{
	struct search_text text = { 0 };
	struct query_node before = search_shortened(phrase);
	bool more = true;
	query_compile(&before, &text.match, &text.uses);
	int rc = search_ends_new(&a->ends, s, &text, (uint32_t)before.n_tokens, within);
	while (rc == 0 && more) {
		rc = search_ends_next(a->ends, &more);
		if (rc == 0)
			rc = add_words(a, s, phrase);
	}
	search_ends_free(a->ends);
	search_text_release(&text);
	return rc;
}

static void take_sums(const struct search *s, const struct adder *a, const struct query_node *phrase,
                      struct docset *docs, struct query_score *scores)
{
	bool counts = query_phrase_counts(phrase);
	for (doc_id doc = 1; doc <= a->max; doc++) {
		const struct sum *sum = &a->sums[doc];
		if (!sum->hits)
			continue;
		docset_add(docs, doc);
		if (scores && counts)
			scores[doc].hits += sum->hits;
		if (scores && s->best) /* what all its words together say */
			query_score_add(&scores[doc], phrase->weight, sum->often);
	}
}

static int find_phrase(struct search *s, const struct query_node *phrase, bool alone, const struct docset *within,
                       struct docset *docs, struct query_score *scores)
{
	struct adder a = { .max = s->max, .sums = mem_zalloc((size_t)s->max + 1, sizeof *a.sums) };
	bool single = search_is_prefix(phrase);
	a.alone = alone && single;
	set_columns(&a, phrase->column);
	int rc = single ? add_words(&a, s, phrase) : add_ends(&a, s, phrase, within);
	if (rc == 0)
		take_sums(s, &a, phrase, docs, scores);
	free(a.sums);
	return rc;
}

static int find_rows(struct search *s, const struct query_node *n, const struct docset *within, struct docset *docs,
                     struct query_score *scores)
{
	struct search_text text = { 0 };
	query_compile(n, &text.match, &text.uses);
	sqlite3_stmt *rows = search_rows(s, &text, 1, s->max, within);
	int step = SQLITE_DONE, rc = rows ? 0 : -1;
	while (rows && (step = sqlite3_step(rows)) == SQLITE_ROW) {
		doc_id doc = (doc_id)sqlite3_column_int64(rows, 0);
		docset_add(docs, doc);
		if (scores)
			query_score_join(&scores[doc], text.score);
	}
	if (rows)
		sqlite3_reset(rows);
	search_text_release(&text);
	return rc ? rc : search_rc(s, step);
}

/* Each part of an OR speaks for itself. */
static int find_any(struct search *s, const struct query_node *n, const struct docset *within, struct docset *docs,
                    struct query_score *scores)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n->n; i++) {
		const struct query_node *part = n->child[i];
		if (!has_prefix(part))
			rc = find_rows(s, part, within, docs, scores);
		else if (part->op == QUERY_OR)
			rc = find_any(s, part, within, docs, scores);
		else
			rc = find_phrase(s, part, false, within, docs, scores);
	}
	return rc;
}

int search_prefix(struct search *s, const struct query_node *n, const struct docset *within, struct docset *docs,
                  struct query_score *scores)
{
	int rc = search_sources(s);
	docset_init(docs, s->max);
	if (rc)
		return rc;
	return n->op == QUERY_OR ? find_any(s, n, within, docs, scores) : find_phrase(s, n, true, within, docs, scores);
}
