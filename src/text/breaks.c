/*
 * Line breaking opportunities: libunistring's UAX #14, and what it lacks that
 * readers of news would see at once: a stop within a word (U.S., e.g., a.m., lede.example) is no place to break (LB29).
 */
#include "breaks.h"

#include <stdbool.h>
#include <stdint.h>
#include <unictype.h>
#include <unilbrk.h>

#include "lede/unicode.h"

static bool is_infix_stop(char c)
{
	return c == '.' || c == ',' || c == ':' || c == ';';
}

/* A letter of a script with words: not the wide ones, which may begin a line anywhere. */
static bool begins_with_letter(const char *p, size_t n)
{
	uint32_t c;
	utf8_next(p, n, &c);
	return uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L) && text_char_width(c) < 2;
}

void breaks_find(const char *text, size_t n, char *may)
{
	u8_possible_linebreaks((const uint8_t *)text, n, "UTF-8", may);
	bool line_ended = false;
	for (size_t i = 0; i < n; i++) {
		bool possible = line_ended || may[i] == UC_BREAK_POSSIBLE;
		line_ended = may[i] == UC_BREAK_MANDATORY;
		if (possible && i > 0 && is_infix_stop(text[i - 1]) && begins_with_letter(text + i, n - i))
			possible = false;
		may[i] = possible;
	}
}
