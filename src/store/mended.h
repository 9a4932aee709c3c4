/*
 * Inside the store only: which mends applied in which sources, kept in the cache as one small text. From it one learns what must
 * be read again when a mend is taken back, and which mends have lost the text that they were made for.
 */
#ifndef LEDE_STORE_MENDED_H
#define LEDE_STORE_MENDED_H

#include "db.h"

struct mended_row {
	uint32_t source; /* 0: nowhere any more */
	uint64_t off;    /* of the block, in the source's decoded text */
	struct split_mend mend;
};
struct mended { /* zero-initialised: empty */
	struct mended_row *rows;
	size_t n, cap;
	bool changed;
};

int mended_load(struct mended *m, struct cache *c, struct err *err);
/* Writes it down if it changed. */
int mended_save(struct mended *m, struct cache *c, struct err *err);
void mended_release(struct mended *m);

void mended_add(struct mended *m, uint32_t source, uint64_t off, const struct split_mend *mend);
/* The source is read again or gone: its mends apply nowhere until they are added again. */
void mended_forget(struct mended *m, uint32_t source);

bool mended_same(const struct split_mend *a, const struct split_mend *b);

#endif
