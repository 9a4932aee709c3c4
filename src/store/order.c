/* The order of paths in lists. */
#include "order.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(const char *p)
{
	size_t n = 0;
	while (is_digit(p[n]))
		n++;
	return n;
}

/* Compares two numbers by value; steps over them. */
static int compare_numbers(const char **a, const char **b)
{
	const char *p = *a, *q = *b;
	while (*p == '0')
		p++;
	while (*q == '0')
		q++;
	size_t n = digits(p), m = digits(q);
	*a = p + n;
	*b = q + m;
	if (n != m)
		return n < m ? -1 : 1;
	return memcmp(p, q, n);
}

/* A slash comes before everything else, so that "a/x" stands before "a b". */
static int rank(char c)
{
	return !c ? 0 : c == '/' ? 1 : (unsigned char)c + 2;
}

int order_paths(const char *a, const char *b)
{
	const char *p = a, *q = b;
	while (*p && *q) {
		int diff;
		if (is_digit(*p) && is_digit(*q)) {
			diff = compare_numbers(&p, &q);
		} else {
			diff = rank(*p) - rank(*q);
			p++;
			q++;
		}
		if (diff)
			return diff;
	}
	int diff = rank(*p) - rank(*q);
	return diff ? diff : strcmp(a, b);
}
