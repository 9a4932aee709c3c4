/*
 * The FTS5 tokenizer "lede", and the functions that searching uses in SQL.
 *
 * Documents are cut by token.h. A query comes from query_compile.c, which has
 * tokenised what was typed by the same function already and parts the tokens by
 * spaces; tokenising them again might change them once more (folding need not be idempotent), so
 * in a query the tokenizer only cuts at spaces.
 *
 * Each connection has a struct context, which SQLite owns: it is the user data of the tokenizer and of
 * the SQL function lede_tokenizer(), through which tokenize_listen finds it again.
 */
#include "tokenize.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "lede/token.h"

static const char context_type[] = "lede-tokenizer";

struct context {
	tokenize_word *listener;
	void *payload;
};

/* FTS5 wants an object of its own for each table; ours has no state but the connection's. */
struct Fts5Tokenizer {
	struct context *context;
};

typedef int token_sink(void *payload, int flags, const char *token, int len, int start, int end);

static int create(void *user, const char **args, int n_args, Fts5Tokenizer **out)
{
	(void)args;
	if (n_args)
		return SQLITE_ERROR;
	*out = mem_alloc(sizeof **out);
	(*out)->context = user;
	return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *t)
{
	free(t);
}

static int cut_query(const char *p, size_t n, token_sink *sink, void *payload)
{
	int rc = SQLITE_OK;
	for (size_t at = 0; at < n && rc == SQLITE_OK;) {
		const char *space = memchr(p + at, ' ', n - at);
		size_t end = space ? (size_t)(space - p) : n;
		if (end > at)
			rc = sink(payload, 0, p + at, (int)(end - at), (int)at, (int)end);
		at = end + 1;
	}
	return rc;
}

uint64_t tokenize_pair(uint64_t first, uint64_t second)
{
	return (first ^ second >> 29) * UINT64_C(0x9E3779B97F4A7C15) + second;
}

/* Returns the token's hash, for the next one. */
static uint64_t tell(const struct context *c, const struct token *word, uint64_t before)
{
	uint64_t hash = token_hash(word->text, word->len);
	c->listener(c->payload, hash);
	if (word->joined)
		c->listener(c->payload, tokenize_pair(before, hash));
	return hash;
}

static int cut_document(const struct context *c, const char *p, size_t n, token_sink *sink, void *payload)
{
	struct tokenizer t;
	struct token word;
	uint64_t before = 0;
	int rc = SQLITE_OK;
	token_init(&t, p, n);
	while (rc == SQLITE_OK && token_next(&t, &word)) {
		if (c->listener)
			before = tell(c, &word, before);
		rc = sink(payload, 0, word.text, (int)word.len, (int)word.start, (int)word.end);
	}
	return rc;
}

static int tokenize(Fts5Tokenizer *t, void *payload, int flags, const char *p, int n, token_sink *sink)
{
	if (!p || n <= 0)
		return SQLITE_OK;
	if (flags & FTS5_TOKENIZE_QUERY)
		return cut_query(p, (size_t)n, sink, payload);
	return cut_document(t->context, p, (size_t)n, sink, payload);
}

/* lede_tokenizer(where to write the address of the connection's context). */
static void give_context(sqlite3_context *out, int n_args, sqlite3_value **args)
{
	(void)n_args;
	struct context **into = sqlite3_value_pointer(args[0], context_type);
	struct context *c = sqlite3_user_data(out);
	if (into)
		*into = c;
}

fts5_api *tokenize_fts5(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(s);
	}
	sqlite3_finalize(s);
	return api;
}

int db_register_tokenizer(sqlite3 *db)
{
	fts5_tokenizer methods = { create, destroy, tokenize };
	fts5_api *api = tokenize_fts5(db);
	if (!api)
		return SQLITE_ERROR;
	struct context *c = mem_zalloc(1, sizeof *c);
	/* From here on SQLite frees it, also where the call fails. */
	int rc = sqlite3_create_function_v2(db, "lede_tokenizer", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, c, give_context,
	                                    NULL, NULL, free);
	if (rc == SQLITE_OK)
		rc = api->xCreateTokenizer(api, "lede", c, &methods, NULL);
	return rc;
}

void tokenize_listen(sqlite3 *db, tokenize_word *listener, void *payload)
{
	struct context *c = NULL;
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, "SELECT lede_tokenizer(?1)", -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(s, 1, &c, context_type, NULL);
		sqlite3_step(s);
	}
	sqlite3_finalize(s);
	if (!c)
		return;
	c->listener = listener;
	c->payload = payload;
}
