/* An article read for a search: what the index cannot answer, or not at once, is looked up in its text. */
#include <stdlib.h>
#include <string.h>

#include "search_internal.h"

/* 1, 0 gone, 2 interrupted, -1. */
int search_article_read(struct search *s, doc_id doc, struct search_article *out)
{
	article_release(&out->row);
	out->has_words = false;
	buf_clear(&out->text);
	int rc = cache_article_row(s->c, doc, &out->row, s->err);
	if (rc == 1 && cache_text(s->c, &out->row, &out->text, s->err) < 0)
		rc = -1;
	return rc < 0 && sqlite3_errcode(s->c->db) == SQLITE_INTERRUPT ? 2 : rc;
}

static void read_column(struct search_article *a, enum query_column column, const char *text, size_t n)
{
	match_words_read(&a->words.column[column], text, n);
}

const struct match_article *search_article_words(struct search_article *a)
{
	const struct article *row = &a->row;
	if (a->has_words)
		return &a->words;
	buf_clear(&a->index);
	article_index_text(&a->index, row->blocks, row->n_blocks, buf_str(&a->text), row->start_off);
	read_column(a, QUERY_ANYWHERE, buf_str(&a->index), a->index.len);
	read_column(a, QUERY_HEADLINE, row->headline, strlen(row->headline));
	read_column(a, QUERY_BYLINE, row->byline, strlen(row->byline));
	read_column(a, QUERY_PLACE, row->place, strlen(row->place));
	read_column(a, QUERY_AGENCY, row->agency, strlen(row->agency));
	a->has_words = true;
	return &a->words;
}

void search_article_release(struct search_article *a)
{
	article_release(&a->row);
	match_article_release(&a->words);
	buf_release(&a->text);
	buf_release(&a->index);
}
