/* An article: what it is known by, and its names. */
#include "lede/article.h"

#include <stdlib.h>
#include <string.h>

static const float DOUBT = .5f; /* the same in the query of is:doubtful and in the index for it */

bool article_is_doubtful(const struct article *a)
{
	return a->confidence < DOUBT || a->end_confidence < DOUBT;
}

void article_release(struct article *a)
{
	free(a->headline);
	free(a->byline);
	free(a->place);
	free(a->agency);
	free(a->section);
	free(a->blocks);
	*a = (struct article){ 0 };
}

void article_id(char *out, const unsigned char fingerprint[FINGERPRINT_LEN], size_t digits)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = digits < (size_t)FINGERPRINT_LEN * 2 ? digits : (size_t)FINGERPRINT_LEN * 2;
	for (size_t i = 0; i < n; i++)
		out[i] = hex[i % 2 ? fingerprint[i / 2] & 15 : fingerprint[i / 2] >> 4];
	out[n] = '\0';
}

void article_add_names(struct buf *out, const struct article *a)
{
	const char *p = a->byline ? a->byline : "";
	for (bool first = true; *p; first = false) {
		size_t n = strcspn(p, "\n");
		bool last = !p[n] || !p[n + 1];
		if (!first)
			buf_adds(out, last ? " and " : ", ");
		buf_add(out, p, n);
		p += n + (p[n] ? 1 : 0);
	}
}
