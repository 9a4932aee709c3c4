/* An article as plain text, Markdown or JSON, and writing it safely. */
#ifndef LEDE_EXPORT_H
#define LEDE_EXPORT_H

#include "lede/cache.h"

enum export_format { EXPORT_TEXT, EXPORT_MARKDOWN, EXPORT_JSON };

/* Text: headline, byline, dateline, the body wrapped at width cells (0: unwrapped), then one line of provenance: file,
 * lines, fingerprint. Appends to out. */
void export_article(struct buf *out, const struct article *a, const struct story *s, const char *source_path, int width,
                    enum export_format format);

/* A file name from the headline: lower case, words joined with '-', at most 60 bytes, no path, never empty, with the
 * format's ending. The caller frees. */
char *export_name(const struct article *a, enum export_format format);

/* Writes to a temporary file in the same folder, syncs it, and links it into place. Without force an existing file is never replaced:
 * returns 1 with err saying so. 0 written; -1 err (what stood there before is untouched, nothing half-written is left). A
 * leading ~/ is HOME. */
int export_write(const char *path, const char *p, size_t n, bool force, struct err *err);

#endif
