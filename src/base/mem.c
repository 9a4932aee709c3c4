/* Memory that cannot fail. */
#include "lede/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__ /* which the headers above define */
#include <malloc.h>
#endif

static void (*exhausted_hook)(void);

static _Noreturn void exhausted(void)
{
	void (*hook)(void) = exhausted_hook;
	exhausted_hook = NULL;
	if (hook)
		hook();
	fputs("lede: out of memory\n", stderr);
	exit(3);
}

void mem_on_exhausted(void (*hook)(void))
{
	exhausted_hook = hook;
}

void *mem_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);
	if (!p)
		exhausted();
	return p;
}

void *mem_zalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		exhausted();
	return p;
}

void *mem_realloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		exhausted();
	return p;
}

char *mem_strdup(const char *s)
{
	return s ? mem_strndup(s, strlen(s)) : NULL;
}

char *mem_strndup(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *mem_printf(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return mem_strdup("");
	char *p = mem_alloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *mem_grow(void *p, size_t *cap, size_t want, size_t item_size)
{
	if (want <= *cap)
		return p;
	size_t next = *cap ? *cap : 8;
	while (next < want) {
		if (next > SIZE_MAX / 2)
			exhausted();
		next *= 2;
	}
	if (next > SIZE_MAX / item_size)
		exhausted();
	*cap = next;
	return mem_realloc(p, next * item_size);
}

void mem_give_back(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
