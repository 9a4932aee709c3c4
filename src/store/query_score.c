#include "query_score.h"

#include <math.h>

/* How soon more of the same word says no more (BM25's k1). */
#define SATURATION 1.2f

float query_score_column(int number)
{
	static const float weight[] = { 6, 1, 2, 2, 1 }; /* headline, text, byline, place, agency */
	return number >= 0 && number < (int)(sizeof weight / sizeof *weight) ? weight[number] : 0;
}

void query_score_add(struct query_score *score, float weight, float often)
{
	score->often += often;
	if (often > 0)
		score->weight += weight * often / (often + SATURATION);
}

void query_score_join(struct query_score *score, struct query_score more)
{
	score->hits += more.hits;
	score->often += more.often;
	score->weight += more.weight;
}

float query_score_rarity(uint64_t n, uint64_t all)
{
	if (n > all)
		n = all;
	return logf(1 + ((float)(all - n) + 0.5f) / ((float)n + 0.5f));
}
