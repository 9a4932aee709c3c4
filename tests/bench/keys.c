/*
 * keys LEDE FOLDER HOME ROWS COLS: what each key costs on the screen. Runs the real program on the test
 * terminal and prints, a line for each action: name, median and p95 of the
 * milliseconds until the last byte, median of the bytes. The archive must be indexed already (the same
 * HOME). A key's cost ends with its last byte before QUIET_MS of silence.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/term.h"

enum { QUIET_MS = 60, TIMES_MAX = 64 };

struct sample {
	double ms;
	size_t bytes;
};

static int by_ms(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;
	return (x->ms > y->ms) - (x->ms < y->ms);
}

static int by_bytes(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;
	return (x->bytes > y->bytes) - (x->bytes < y->bytes);
}

static void report(const char *name, struct sample *s, size_t n)
{
	qsort(s, n, sizeof *s, by_bytes);
	size_t bytes = s[n / 2].bytes;
	qsort(s, n, sizeof *s, by_ms);
	printf("%-28s p50 %8.2f ms  p95 %8.2f ms  %6zu bytes\n", name, s[n / 2].ms, s[n * 95 / 100].ms, bytes);
	fflush(stdout);
}

static void one(struct term *t, const char *keys, struct sample *s)
{
	size_t before = term_bytes(t);
	term_send(t, keys);
	s->ms = term_last_byte_ms(t, QUIET_MS);
	s->bytes = term_bytes(t) - before;
}

static void measure(struct term *t, const char *name, const char *keys, size_t times)
{
	struct sample s[TIMES_MAX];
	for (size_t i = 0; i < times; i++)
		one(t, keys, &s[i]);
	report(name, s, times);
}

/* A search typed letter by letter: each letter on its own. */
static void measure_typing(struct term *t, const char *words)
{
	struct sample s[TIMES_MAX];
	size_t n = 0;
	for (const char *p = words; *p && n < TIMES_MAX; p++) {
		char key[2] = { *p, '\0' };
		one(t, key, &s[n++]);
	}
	report("a letter of a search", s, n);
}

static void measure_open_and_back(struct term *t)
{
	struct sample open[20], back[20];
	for (int i = 0; i < 20; i++) {
		one(t, "l", &open[i]);
		one(t, "h", &back[i]);
		struct sample skip;
		one(t, "j", &skip);
	}
	report("open a story", open, 20);
	report("back to the list", back, 20);
}

int main(int argc, char **argv)
{
	if (argc != 6) {
		fputs("usage: keys LEDE FOLDER HOME ROWS COLS\n", stderr);
		return 2;
	}
	const char *run[] = { argv[1], argv[2], NULL };
	struct term_options opts = { .rows = atoi(argv[4]), .cols = atoi(argv[5]), .home = argv[3], .folder = "/" };
	struct sample start[12];
	for (int i = 0; i < 12; i++) {
		struct term *t = term_start(run, &opts);
		start[i].ms = term_last_byte_ms(t, 300);
		start[i].bytes = term_bytes(t);
		term_free(t);
	}
	report("exec to a quiet first screen", start, 12);
	struct term *t = term_start(run, &opts);
	term_last_byte_ms(t, 300);
	printf("%-28s %ld KiB\n", "resident memory", term_resident_kib(t));
	measure(t, "move in the list", "j", 50);
	measure(t, "page in the list", "\x1b[6~", 20);
	measure(t, "half the library away", "50%", 1);
	measure_open_and_back(t);
	term_send(t, "l");
	term_last_byte_ms(t, QUIET_MS);
	measure(t, "scroll the reader a line", "j", 10);
	measure(t, "next story", "J", 20);
	term_send(t, "h/");
	term_last_byte_ms(t, QUIET_MS);
	measure_typing(t, "harbour bridge strike");
	term_send(t, "\x1b");
	term_last_byte_ms(t, QUIET_MS);
	printf("%-28s %ld KiB\n", "resident memory at the end", term_resident_kib(t));
	term_free(t);
	return 0;
}
