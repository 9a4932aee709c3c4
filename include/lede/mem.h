/*
 * Memory that cannot fail: each function ends the program with one line on
 * stderr when there is no memory left. A hook runs first, so that a program
 * that holds the terminal can give it back.
 */
#ifndef LEDE_MEM_H
#define LEDE_MEM_H

#include <stddef.h>

#define MEM_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

void *mem_alloc(size_t n); /* uninitialised; free() it */
void *mem_zalloc(size_t count, size_t size);
void *mem_realloc(void *p, size_t n);
char *mem_strdup(const char *s); /* NULL gives NULL */
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) MEM_PRINTF(1, 2);

/* Called once, before the program ends for want of memory. May be NULL. */
void mem_on_exhausted(void (*hook)(void));

/* Grows an array by doubling: returns p with room for at least want items. */
void *mem_grow(void *p, size_t *cap, size_t want, size_t item_size);

/* Gives the system back what was freed, where the C library would keep it. Takes milliseconds: for when there is nothing to do. */
void mem_give_back(void);

#endif
