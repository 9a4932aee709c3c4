/* A small library of invented news for the black-box tests. */
#ifndef LEDE_TESTS_NEWS_H
#define LEDE_TESTS_NEWS_H

#include "program.h"

/* canal.txt: two articles on the canal (lines 1-9 and 11-19). harbour/ferry.txt: the ferry, and the first canal article again,
 * letter for letter. harbour/frost.txt: an article about something else. Five articles, one of them a copy. */
enum { NEWS_ARTICLES = 5, NEWS_SOURCES = 3 };

/* Writes it into the world and returns its folder, which the caller frees. LEDE_LIBRARY is set to it. */
char *news_library(struct world *w);
/* The id of the first article whose headline holds text; the caller frees. The test fails where there is none. */
char *news_id(struct world *w, const char *text);

#endif
