/*
 * The features by name: each is a byte. X(name, what it says). The table of weights and the fitter use these names.
 * Sizes and ratios are logarithms: a SIZE is 16 log2(characters); _REL is 128 + 24 log2(size / the file's median).
 * A two-step feature is 2 for a sure, 1 for a weak sign. Shares are in 1/255.
 */
#ifndef SPLIT_FEATURES_DEF_H
#define SPLIT_FEATURES_DEF_H

#define SPLIT_OWN_FEATURES(X)                                                                                          \
	X(SIZE, "its size")                                                                                            \
	X(REL, "its size against the file's paragraphs")                                                               \
	X(WORDS, "words")                                                                                              \
	X(SENTENCES, "sentence ends within")                                                                           \
	X(CLOSED, "ends as a sentence does")                                                                           \
	X(END_STOP, "ends in a full stop")                                                                             \
	X(END_QUESTION, "ends in a question mark")                                                                     \
	X(END_COLON, "ends in a colon or comma")                                                                       \
	X(END_QUOTE, "ends in a quotation mark without a stop")                                                        \
	X(END_BRACKET, "ends in a bracket")                                                                            \
	X(END_DIGIT, "ends in a digit")                                                                                \
	X(END_DOTS, "ends in an ellipsis")                                                                             \
	X(OPEN_SMALL, "begins in lower case or with a dash")                                                           \
	X(OPEN_QUOTED, "begins with a quotation mark")                                                                 \
	X(OPEN_IN_BRACKET, "begins with a bracket")                                                                    \
	X(OPEN_NUMBER, "begins with a digit")                                                                          \
	X(CAPITALS, "share of letters that are capitals")                                                              \
	X(TITLED, "share of words that begin with a capital")                                                          \
	X(TITLED_REL, "the same against the file's paragraphs")                                                        \
	X(DIGITS, "share of digits")                                                                                   \
	X(DATELINE, "dateline, two-step")                                                                              \
	X(PEOPLE, "byline, or a name alone: two-step")                                                                 \
	X(CREDIT, "credit, two-step")                                                                                  \
	X(PHOTO, "caption, two-step")                                                                                  \
	X(BOILER, "call or furniture")                                                                                 \
	X(URL, "holds an address")                                                                                     \
	X(YEAR, "a date with a year; 2: little else")                                                                  \
	X(ENDS_YEAR, "ends in a year")                                                                                 \
	X(BULLET, "bullet or number before it")                                                                        \
	X(COLON, "a colon among its first words")                                                                      \
	X(BRACKETED, "stands in brackets")                                                                             \
	X(WIDE, "a script without spaces")                                                                             \
	X(CAPS_LEAD, "begins with a word in capitals")                                                                 \
	X(SPEECH, "quotation marks within")                                                                            \
	X(RULE_BEFORE, "an explicit separator before it")                                                              \
	X(SAME_NEXT, "the same text again soon: distance")                                                             \
	X(SAME_PREV, "the same text shortly before: distance")                                                         \
	X(AHEAD1, "words that come back in the next block")                                                            \
	X(AHEAD3, "... 3 blocks")                                                                                      \
	X(AHEAD8, "... 8 blocks")                                                                                      \
	X(AHEAD16, "... 16 blocks")                                                                                    \
	X(BEHIND1, "words that stood in the block before")                                                             \
	X(BEHIND3, "... 3 blocks before")                                                                              \
	X(BEHIND8, "... 8 blocks before")                                                                              \
	X(BEHIND16, "... 16 blocks before")                                                                            \
	X(FRESH, "words that are new and come back within 8")                                                          \
	X(NET3, "128 + half of AHEAD3 less BEHIND3")                                                                   \
	X(NET8, "the same for 8")                                                                                      \
	X(NET16, "and for 16")                                                                                         \
	X(BRIDGE4, "ties over the gap before it, within 4 blocks")                                                     \
	X(BRIDGE8, "... 8")                                                                                            \
	X(BRIDGE16, "... 16")                                                                                          \
	X(DEPTH8, "how much stronger the ties are on the weaker side of the gap")                                      \
	X(DEPTH_AFTER, "the same, but the gap after it")                                                               \
	X(NEXT_BACK, "words of the next block that stood 2 to 8 blocks before it")                                     \
	X(NEXT2_BACK, "words of the second next block that stood 3 to 8 before it")                                    \
	X(NEXT_AHEAD8, "words of the next block that come back within 8")                                              \
	X(NEXT_BEHIND1, "words of the next block that stand in this one")                                              \
	X(FROM_START, "blocks from the start of the file or the last separator")                                       \
	X(TO_END, "blocks to the end of the file")

/* Of the blocks around: suffix M3 is the third before, P4 the fourth after. */
#define SPLIT_NEIGHBOUR_FEATURES(X, K)                                                                                 \
	X(REL_##K, "size")                                                                                             \
	X(CLOSED_##K, "ends as a sentence does")                                                                       \
	X(DATELINE_##K, "dateline, two-step")                                                                          \
	X(PEOPLE_##K, "byline or name, two-step")                                                                      \
	X(CREDIT_##K, "credit, two-step")                                                                              \
	X(PHOTO_##K, "caption, two-step")                                                                              \
	X(FURNITURE_##K, "call, address, or a bare date")                                                              \
	X(TITLED_##K, "share of words that begin with a capital")                                                      \
	X(BRIDGE_##K, "ties over the gap before it, within 8")

#define SPLIT_FILE_FEATURES(X)                                                                                         \
	X(FILE_MEDIAN, "median size of a block that ends as a sentence does")                                          \
	X(FILE_OPEN_ENDED, "share of blocks that do not")                                                              \
	X(FILE_CREDITS, "share of blocks that are credits, times 8")                                                   \
	X(FILE_DATELINES, "share with a dateline, times 8")                                                            \
	X(FILE_PEOPLE, "share of bylines and names, times 8")                                                          \
	X(FILE_CAPITALS, "share of short blocks in capitals")                                                          \
	X(FILE_REPEATS, "share of blocks said twice, times 8")                                                         \
	X(FILE_BLOCKS, "16 log2 of the number of blocks")                                                              \
	X(FILE_WIDE, "share of blocks in a script without spaces")                                                     \
	X(FILE_BRIDGE, "mean of BRIDGE8")

/* Known from the second pass on. */
#define SPLIT_HABIT_FEATURES(X)                                                                                        \
	X(BEFORE_SCORE, "128 + 12 times the log odds of the pass before")                                              \
	X(SCORE_M1, "the same of the block before")                                                                    \
	X(SCORE_M3, "the best of the two before that")                                                                 \
	X(SCORE_P1, "of the block after")                                                                              \
	X(SCORE_P3, "the best of the two after that")                                                                  \
	X(HABIT_FORM, "128 + 12 times the log ratio: looks as the file's starts do")                                   \
	X(HABIT_BEFORE, "the same for what stands before it")                                                          \
	X(HABIT_AFTER, "and after it")                                                                                 \
	X(HABIT, "the sum of the three")                                                                               \
	X(STARTS, "16 log2 of the number of sure starts in the file")                                                  \
	X(GAP_BACK, "32 log2 of blocks since the last likely start against the usual, + 128")                          \
	X(GAP_AHEAD, "the same to the next one")

#define SPLIT_ALL_FEATURES(X)                                                                                          \
	SPLIT_OWN_FEATURES(X)                                                                                          \
	SPLIT_NEIGHBOUR_FEATURES(X, M3)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, M2)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, M1)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, P1)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, P2)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, P3)                                                                                \
	SPLIT_NEIGHBOUR_FEATURES(X, P4)                                                                                \
	SPLIT_FILE_FEATURES(X)                                                                                         \
	SPLIT_HABIT_FEATURES(X)

#define SPLIT_FEATURE_ENUM(name, text) X_##name,
enum split_feature { SPLIT_ALL_FEATURES(SPLIT_FEATURE_ENUM) FEATURES };
enum { FILE_FEATURES = X_FILE_BRIDGE - X_FILE_MEDIAN + 1, HABIT_FIRST = X_BEFORE_SCORE };
enum { SPLIT_TREE_DEPTH = 5 };

#endif
