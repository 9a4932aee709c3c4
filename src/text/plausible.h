/* The encodings in use and how plausible bytes are as text in each. Behind detect.h. */
#ifndef TEXT_PLAUSIBLE_H
#define TEXT_PLAUSIBLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The i-th candidate's name, the likeliest first; NULL after the last. */
const char *plausible_encoding(size_t i);
/* Whether name, as uchardet writes it, is that candidate or one that it contains. */
bool plausible_is_named(size_t i, const char *name);
/* From about 2 (every character as it should be) down; below 0: no text in this encoding. */
double plausible_score(size_t i, const char *p, size_t n);

/* Whether c stands in texts at all: assigned, no control but white space. */
bool plausible_in_text(uint32_t c);

#endif
