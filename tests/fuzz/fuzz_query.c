/* Any bytes as a query, and as a text that it is looked for in: no error, no crash, hits in order and within the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "lede/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x) ((x) ? (void)0 : abort())

static void check_hits(const struct query *q, const char *text, size_t n)
{
	struct hit *hits;
	size_t count = query_hits(q, text, n, false, &hits), end = 0;
	for (size_t i = 0; i < count; i++) {
		MUST(hits[i].start >= end && hits[i].end > hits[i].start && hits[i].end <= n);
		end = hits[i].end;
	}
	free(hits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	size_t half = n / 2;
	char *text = mem_strndup((const char *)data, half);
	for (int typing = 0; typing < 2; typing++) {
		struct query *q = query_parse(text, typing);
		check_hits(q, (const char *)data + half, n - half);
		query_free(q);
	}
	struct query *find = query_parse_find(text);
	check_hits(find, (const char *)data + half, n - half);
	query_free(find);
	free(text);
	return 0;
}
