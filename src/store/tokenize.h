/* Inside the store only: listening to the words that go into the full-text index. */
#ifndef LEDE_STORE_TOKENIZE_H
#define LEDE_STORE_TOKENIZE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* FTS5's door for tokenizers and functions; NULL where this SQLite has no FTS5. */
fts5_api *tokenize_fts5(sqlite3 *db);

/* Called for each word of a document that is put into, or taken out of, the index of a connection. */
typedef void tokenize_word(void *payload, uint64_t token_hash);

/* Words of scripts without spaces are single characters, which say little. So each two neighbours are heard as one more word,
 * which has this hash. */
uint64_t tokenize_pair(uint64_t first, uint64_t second);

/* From now on (listener NULL: no longer) documents tokenised on db, which db_register_tokenizer has seen, are heard. This saves
 * whoever counts words a second pass over each text. */
void tokenize_listen(sqlite3 *db, tokenize_word *listener, void *payload);

#endif
