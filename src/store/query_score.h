/*
 * Inside the store only: what speaks for an article, one sum over the query's phrases, whether they were found by the index or by
 * reading. It is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond") with weighted
 * columns (BM25F) but for the article's length, which is looked up only for those that come near the top (search_rank.c).
 */
#ifndef LEDE_STORE_QUERY_SCORE_H
#define LEDE_STORE_QUERY_SCORE_H

#include "query_tree.h"

struct query_score {
	uint32_t hits; /* how often the phrases stand in it that count as hits */
	float often;   /* how often any stand in it, each time weighed by the column */
	float weight;
};

/* How much one occurrence in a column says, by the number that the column has in the full-text index. */
float query_score_column(int number);
/* Adds a phrase or beginning that stands in the article so often, each time weighed by its column. */
void query_score_add(struct query_score *score, float weight, float often);
void query_score_join(struct query_score *score, struct query_score more);
/* The weight of a word that stands in n of all articles. */
float query_score_rarity(uint64_t n, uint64_t all);

/* A longer word that only begins as the query has it says less than the word itself. */
#define QUERY_SCORE_LONGER 0.4f

#endif
