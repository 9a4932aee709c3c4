/*
 * The beginning of a word. FTS5 answers it by merging the rows of all words that begin so before it gives the first, in
 * memory and for long stretches deaf to interrupts: for one letter in a million articles that is seconds and hundreds of megabytes.
 * To ask for the words one by one and to add up what stands where takes no longer, four bytes an article, and ends
 * when it is told to.
 */
#include <stdlib.h>

#include "search_functions.h"
#include "search_internal.h"

bool search_is_prefix(const struct query_node *n)
{
	return n->op == QUERY_PHRASE && n->prefix && n->n_tokens == 1;
}

/* The words of the index: FTS5's own view of it, kept with the connection and not in the file. */
static sqlite3_stmt *words_from(struct search *s)
{
	static const char make[] = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, fts, row)";
	if (db_exec(s->c, make, s->err) < 0)
		return NULL;
	return db_prepare(s->c, "SELECT term FROM temp.word WHERE term >= ?1 AND term < ?2", s->err);
}

struct adder {
	struct search *s;
	struct docset *docs;
	struct query_score *scores;
	float *often; /* of each doc, all words together; NULL: nothing is ranked */
	struct search_text text;
};

static void add_row(struct adder *a, doc_id doc, float share)
{
	docset_add(a->docs, doc);
	if (!a->scores || doc > a->s->max)
		return;
	a->scores[doc].hits += a->text.score.hits;
	if (a->often)
		a->often[doc] += a->text.score.often * share;
}

/* Adds the rows of one whole word, of which only a share counts in ranking. */
static int add_word(struct adder *a, const struct query_node *word, float share)
{
	buf_clear(&a->text.match);
	buf_clear(&a->text.uses);
	query_compile(word, &a->text.match, &a->text.uses);
	sqlite3_stmt *rows =
		db_prepare(a->s->c, "SELECT rowid, lede_hits(fts, ?2, ?3) FROM fts WHERE fts MATCH ?1", a->s->err);
	if (!rows)
		return -1;
	int step;
	sqlite3_bind_text(rows, 1, a->text.match.p, (int)a->text.match.len, SQLITE_STATIC);
	sqlite3_bind_blob(rows, 2, a->text.uses.p, (int)a->text.uses.len, SQLITE_STATIC);
	sqlite3_bind_pointer(rows, 3, &a->text.score, SEARCH_SCORE_POINTER, NULL);
	while ((step = sqlite3_step(rows)) == SQLITE_ROW)
		add_row(a, (doc_id)sqlite3_column_int64(rows, 0), share);
	sqlite3_reset(rows);
	return search_rc(a->s, step);
}

static int add_words(struct adder *a, const struct query_node *phrase, sqlite3_stmt *words)
{
	struct query_node word = *phrase;
	int rc = 0, step;
	word.prefix = false;
	word.text = (struct buf){ 0 };
	while (rc == 0 && (step = sqlite3_step(words)) == SQLITE_ROW) {
		buf_clear(&word.text);
		buf_add(&word.text, sqlite3_column_text(words, 0), (size_t)sqlite3_column_bytes(words, 0));
		rc = add_word(a, &word, word.text.len > phrase->text.len ? QUERY_SCORE_LONGER : 1);
	}
	buf_release(&word.text);
	return rc ? rc : search_rc(a->s, step);
}

/* What all its words together say of each doc. */
static void weigh(struct adder *a, const struct query_node *phrase)
{
	for (doc_id doc = docset_next(a->docs, 1); doc; doc = docset_next(a->docs, doc + 1))
		query_score_add(&a->scores[doc], phrase->weight, a->often[doc]);
}

int search_prefix(struct search *s, const struct query_node *phrase, struct docset *docs, struct query_score *scores)
{
	int rc = search_sources(s);
	docset_init(docs, s->max);
	sqlite3_stmt *words = rc == 0 ? words_from(s) : NULL;
	if (!words)
		return rc ? rc : sqlite3_errcode(s->c->db) == SQLITE_INTERRUPT ? 1 : -1;
	struct adder a = { .s = s, .docs = docs, .scores = scores };
	if (scores && s->best)
		a.often = mem_zalloc((size_t)s->max + 1, sizeof *a.often);
	char *end = mem_strndup(phrase->text.p, phrase->text.len);
	end[phrase->text.len - 1]++; /* the first that does not begin so: no byte of UTF-8 is the last there is */
	sqlite3_bind_text(words, 1, phrase->text.p, (int)phrase->text.len, SQLITE_STATIC);
	sqlite3_bind_text(words, 2, end, (int)phrase->text.len, SQLITE_STATIC);
	rc = add_words(&a, phrase, words);
	if (rc == 0 && a.often)
		weigh(&a, phrase);
	sqlite3_reset(words);
	search_text_release(&a.text);
	free(a.often);
	free(end);
	return rc;
}
