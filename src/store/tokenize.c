/*
 * The FTS5 tokenizer "lede", and the functions that searching uses in SQL.
 *
 * Documents are cut by token.h. A query comes from query_compile.c, which has
 * tokenised what was typed by the same function already and parts the tokens by
 * spaces; tokenising them again might change them once more (folding need not be idempotent), so
 * in a query the tokenizer only cuts at spaces. A build folds words on its reading thread, and its documents are cut in the same way.
 *
 * Each connection has a struct tokenize_mode, which SQLite owns: it is the user data of the tokenizer and of
 * the SQL function lede_tokenizer(), through which tokenize_mode finds it again.
 */
#include "tokenize.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "lede/token.h"

static const char mode_type[] = "lede-tokenizer";

/* FTS5 wants an object of its own for each table; ours has no state but the connection's mode. */
struct Fts5Tokenizer {
	struct tokenize_mode *mode;
};

typedef int token_sink(void *payload, int flags, const char *token, int len, int start, int end);

static int create(void *user, const char **args, int n_args, Fts5Tokenizer **out)
{
	(void)args;
	if (n_args)
		return SQLITE_ERROR;
	*out = mem_alloc(sizeof **out);
	(*out)->mode = user;
	return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *t)
{
	free(t);
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* Where the next space stands, from at on; n: nowhere. Words are short: eight bytes hold most of them. */
static size_t find_space(const char *p, size_t at, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	for (; n - at >= 8; at += 8) {
		uint64_t w;
		memcpy(&w, p + at, sizeof w);
		w ^= ' ' * EACH_BYTE;
		w = (w - EACH_BYTE) & ~w & 0x80 * EACH_BYTE; /* the lowest bit stands for the first space */
		if (w)
			return at + (size_t)__builtin_ctzll(w) / 8;
	}
#endif
	while (at < n && p[at] != ' ')
		at++;
	return at;
}

static int cut_words(const char *p, size_t n, token_sink *sink, void *payload)
{
	int rc = SQLITE_OK;
	for (size_t at = 0; at < n && rc == SQLITE_OK;) {
		size_t end = find_space(p, at, n);
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

uint64_t tokenize_tell(tokenize_word *listener, void *payload, const struct token *word, uint64_t before)
{
	uint64_t hash = token_hash(word->text, word->len);
	listener(payload, hash);
	if (word->joined)
		listener(payload, tokenize_pair(before, hash));
	return hash;
}

static int cut_document(const struct tokenize_mode *mode, const char *p, size_t n, token_sink *sink, void *payload)
{
	struct tokenizer t;
	struct token word;
	uint64_t before = 0;
	int rc = SQLITE_OK;
	token_init(&t, p, n);
	while (rc == SQLITE_OK && token_next(&t, &word)) {
		if (mode->listener)
			before = tokenize_tell(mode->listener, mode->payload, &word, before);
		rc = sink(payload, 0, word.text, (int)word.len, (int)word.start, (int)word.end);
	}
	return rc;
}

static int tokenize(Fts5Tokenizer *t, void *payload, int flags, const char *p, int n, token_sink *sink)
{
	if (!p || n <= 0)
		return SQLITE_OK;
	if (flags & FTS5_TOKENIZE_QUERY || t->mode->folded)
		return cut_words(p, (size_t)n, sink, payload);
	return cut_document(t->mode, p, (size_t)n, sink, payload);
}

/* lede_tokenizer(where to write the address of the connection's mode). */
static void give_mode(sqlite3_context *out, int n_args, sqlite3_value **args)
{
	(void)n_args;
	struct tokenize_mode **into = sqlite3_value_pointer(args[0], mode_type);
	struct tokenize_mode *c = sqlite3_user_data(out);
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
	struct tokenize_mode *c = mem_zalloc(1, sizeof *c);
	/* From here on SQLite frees it, also where the call fails. */
	int rc = sqlite3_create_function_v2(db, "lede_tokenizer", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, c, give_mode,
	                                    NULL, NULL, free);
	if (rc == SQLITE_OK)
		rc = api->xCreateTokenizer(api, "lede", c, &methods, NULL);
	return rc;
}

struct tokenize_mode *tokenize_mode(sqlite3 *db)
{
	struct tokenize_mode *mode = NULL;
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, "SELECT lede_tokenizer(?1)", -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(s, 1, &mode, mode_type, NULL);
		sqlite3_step(s);
	}
	sqlite3_finalize(s);
	if (!mode)
		abort();
	return mode;
}
