/*
 * keys LEDE FOLDER HOME ROWS COLS: what each key costs on the screen. Runs the real program on the test
 * terminal and prints, a line for each action: name, median and p95 of the
 * milliseconds until the last byte, median of the bytes. The archive must be indexed already (the same
 * HOME). A key's cost ends with its last byte before QUIET_MS of silence.
 */
#include <stdio.h>
#include <stdlib.h>

#include "support/bench.h"
#include "support/term.h"

enum { QUIET_MS = 60 };

struct samples {
	struct figures ms, bytes;
};

static void report(const char *name, struct samples *s)
{
	printf("%-28s p50 %8.2f ms  p95 %8.2f ms  %6.0f bytes\n", name, figures_at(&s->ms, .5), figures_at(&s->ms, .95),
	       figures_at(&s->bytes, .5));
	fflush(stdout);
	figures_release(&s->ms);
	figures_release(&s->bytes);
}

static void one(struct term *t, const char *keys, struct samples *s)
{
	size_t before = term_bytes(t);
	double sent = term_now_ms(), last = sent; /* before the sending: it may hand the processor to the program */
	term_send(t, keys);
	while (term_take(t, QUIET_MS, &last))
		;
	figures_add(&s->ms, last - sent);
	figures_add(&s->bytes, (double)(term_bytes(t) - before));
}

static void rest(struct term *t, const char *keys)
{
	term_send(t, keys);
	term_last_byte_ms(t, QUIET_MS);
}

static void measure(struct term *t, const char *name, const char *keys, int times)
{
	struct samples s = { 0 };
	for (int i = 0; i < times; i++)
		one(t, keys, &s);
	report(name, &s);
}

static void measure_open_and_back(struct term *t)
{
	struct samples open = { 0 }, back = { 0 };
	for (int i = 0; i < 20; i++) {
		one(t, "l", &open);
		one(t, "h", &back);
		rest(t, "j");
	}
	report("open a story", &open);
	report("back to the list", &back);
}

static void measure_start(const char *const run[], const struct term_options *opts)
{
	struct samples start = { 0 };
	for (int i = 0; i < 12; i++) {
		struct term *t = term_start(run, opts);
		figures_add(&start.ms, term_last_byte_ms(t, 300));
		figures_add(&start.bytes, (double)term_bytes(t));
		term_free(t);
	}
	report("exec to a quiet first screen", &start);
}

int main(int argc, char **argv)
{
	if (argc != 6) {
		fputs("usage: keys LEDE FOLDER HOME ROWS COLS\n", stderr);
		return 2;
	}
	const char *run[] = { argv[1], argv[2], NULL };
	struct term_options opts = { .rows = atoi(argv[4]), .cols = atoi(argv[5]), .home = argv[3], .folder = "/" };
	measure_start(run, &opts);
	struct term *t = term_start(run, &opts);
	term_last_byte_ms(t, 300);
	printf("%-28s %ld KiB\n", "resident memory", term_resident_kib(t));
	measure(t, "move in the list", "j", 50);
	measure(t, "page in the list", "\x1b[6~", 20);
	measure(t, "half the library away", "50%", 1);
	measure_open_and_back(t);
	rest(t, "l");
	measure(t, "scroll the reader a line", "j", 10);
	measure(t, "next story", "J", 20);
	printf("%-28s %ld KiB\n", "resident memory at the end", term_resident_kib(t));
	term_free(t);
	return 0;
}
