/* What the text folder's own files share of UTF-8, beside include/lede/unicode.h. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#define UTF8_REPLACEMENT 0xfffdu
#define UTF8_REPLACEMENT_BYTES "\xef\xbf\xbd"
enum { UTF8_REPLACEMENT_LEN = 3 };

/* Length of the valid character at s (n > 0), 0 where there is none. */
size_t utf8_sequence(const unsigned char *s, size_t n);
/* Whether the n > 0 bytes at s are the beginning of a character and end before it does. */
bool utf8_is_truncated(const unsigned char *s, size_t n);
/* Longest prefix of ASCII; of ASCII without NUL; of valid UTF-8 without NUL. */
size_t utf8_ascii_prefix(const char *p, size_t n);
size_t utf8_plain_prefix(const char *p, size_t n);
size_t utf8_text_prefix(const char *p, size_t n);

#endif
