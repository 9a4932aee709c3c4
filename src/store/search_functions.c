/* The functions that searches call inside SQL. */
#include "search_functions.h"

#include "query_score.h"
#include "search_docset.h"
#include "search_ends.h"
#include "tokenize.h"

/* A phrase's part in the row at hand. */
static void add_phrase(const Fts5ExtensionApi *api, Fts5Context *fts, int i, const struct query_use *use,
                       struct query_score *score)
{
	Fts5PhraseIter at;
	int column, offset;
	uint32_t count = 0;
	float often = 0;
	if (api->xPhraseFirst(fts, i, &at, &column, &offset) != SQLITE_OK)
		return;
	for (; column >= 0; api->xPhraseNext(fts, &at, &column, &offset)) {
		often += query_score_column(column);
		count++;
	}
	if (use->counts)
		score->hits += count;
	query_score_add(score, use->weight, often);
}

/*
 * lede_hits(fts, uses, score): how often the query's phrases stand in the row, as far as they count as hits. uses is a blob with a
 * struct query_use for each phrase; score, a pointer to a struct query_score (or NULL), is set to the whole answer.
 */
static void count_hits(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out, int n_args,
                       sqlite3_value **args)
{
	const struct query_use *uses = n_args == 2 ? sqlite3_value_blob(args[0]) : NULL;
	struct query_score *into = n_args == 2 ? sqlite3_value_pointer(args[1], SEARCH_SCORE_POINTER) : NULL;
	struct query_score score = { 0 };
	int n = api->xPhraseCount(fts);
	if (!uses || sqlite3_value_bytes(args[0]) < n * (int)sizeof *uses)
		n = 0;
	for (int i = 0; i < n; i++)
		if (uses[i].counts || uses[i].weight > 0)
			add_phrase(api, fts, i, &uses[i], &score);
	if (into)
		*into = score;
	sqlite3_result_int64(out, score.hits);
}

/* lede_ends(fts, ends): notes where the row's phrase ends. */
static void note_ends(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out, int n_args,
                      sqlite3_value **args)
{
	struct search_ends *ends = n_args == 1 ? sqlite3_value_pointer(args[0], SEARCH_ENDS_POINTER) : NULL;
	doc_id doc = (doc_id)api->xRowid(fts);
	Fts5PhraseIter at;
	int column, offset;
	(void)out;
	if (!ends || api->xPhraseFirst(fts, 0, &at, &column, &offset) != SQLITE_OK)
		return;
	for (; column >= 0; api->xPhraseNext(fts, &at, &column, &offset))
		search_ends_add(ends, doc, (uint32_t)column, (uint32_t)offset);
}

/* lede_in(docset, doc): whether the doc is in a set that is bound as a pointer; everything is where none is bound. Asked before
 * anything is counted, so that what a filter leaves out costs little. */
static void is_in(sqlite3_context *out, int n_args, sqlite3_value **args)
{
	(void)n_args;
	const struct docset *set = sqlite3_value_pointer(args[0], DOCSET_POINTER);
	sqlite3_result_int(out, !set || docset_has(set, (doc_id)sqlite3_value_int64(args[1])));
}

int search_functions_register(sqlite3 *db)
{
	fts5_api *api = tokenize_fts5(db);
	if (!api)
		return SQLITE_ERROR;
	int rc = sqlite3_create_function_v2(db, "lede_in", 2, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, is_in, NULL, NULL,
	                                    NULL);
	if (rc == SQLITE_OK)
		rc = api->xCreateFunction(api, "lede_hits", NULL, count_hits, NULL);
	return rc == SQLITE_OK ? api->xCreateFunction(api, "lede_ends", NULL, note_ends, NULL) : rc;
}
