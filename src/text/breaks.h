/* Where a line may end. Behind wrap.h. */
#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H

#include <stddef.h>

/* Sets may[i], for each of the n bytes of display text, to 1 where a line may begin with the character at i, else to 0. */
void breaks_find(const char *text, size_t n, char *may);

#endif
