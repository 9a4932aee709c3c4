/* How fast a file is split: `splitbench FILE` prints MB/s (of processor time) of reading lines and of the whole, and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "lede/decode.h"
#include "lede/split.h"

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int take_line(void *payload, const struct text_line *line)
{
	split_line(payload, line);
	return 0;
}

int main(int argc, char **argv)
{
	static char bytes[1 << 16];
	FILE *in = argc > 1 ? fopen(argv[1], "rb") : stdin;
	struct err err;
	struct split *s = split_new(NULL, 0);
	struct decoder *d = decode_new(NULL, take_line, s, &err);
	size_t n, total = 0, pieces, blocks;
	double began = now();
	if (!in)
		return 2;
	while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
		decode_feed(d, bytes, n);
		total += n;
	}
	decode_finish(d);
	double read = now();
	split_finish(s);
	double done = now();
	split_pieces(s, &pieces);
	split_blocks(s, &blocks);
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	printf("%.1f MB, %zu blocks, %zu pieces: read %.1f MB/s, all %.1f MB/s, peak %.1f MB\n", (double)total / 1e6,
	       blocks, pieces, (double)total / 1e6 / (read - began), (double)total / 1e6 / (done - began),
	       (double)u.ru_maxrss / 1e3);
	split_free(s);
	decode_free(d);
	return 0;
}
