/* Inside the store only: listening to the words that go into the full-text index. */
#ifndef LEDE_STORE_TOKENIZE_H
#define LEDE_STORE_TOKENIZE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* FTS5's door for tokenizers and functions; NULL where this SQLite has no FTS5. */
fts5_api *tokenize_fts5(sqlite3 *db);

/* Called for each word of a document that is put into, or taken out of, the index of a connection. */
typedef void tokenize_word(void *payload, uint64_t token_hash);

/* Words of scripts without spaces are single characters, which say little. So each two neighbours are heard as one more word,
 * which has this hash. */
uint64_t tokenize_pair(uint64_t first, uint64_t second);
/* Tells a listener of a word; before is what the call for the word before returned. */
struct token;
uint64_t tokenize_tell(tokenize_word *listener, void *payload, const struct token *word, uint64_t before);

/* What is done with the documents of a connection. */
struct tokenize_mode {
	bool folded;             /* they are words already, folded and parted by spaces: nobody hears of them */
	tokenize_word *listener; /* NULL: none. Saves whoever counts words a second pass over each text */
	void *payload;
};
/* That of a connection that db_register_tokenizer has seen, to be changed by its owner. Lives as long as the connection. */
struct tokenize_mode *tokenize_mode(sqlite3 *db);

#endif
