/*
 * Inside the store only: the decoded lines of one source, cut into stretches, split, and made into packets. A source of any
 * size takes the memory of one stretch: where a stretch is full the splitter finishes it, and the pieces at its end, of whose
 * boundaries too little was seen yet, begin the next one again.
 */
#ifndef LEDE_STORE_STRETCH_H
#define LEDE_STORE_STRETCH_H

#include "lede/decode.h"
#include "packet.h"

enum {
	STRETCH_MAX = 4 * 1024 * 1024, /* decoded bytes before a stretch is finished */
	STRETCH_TAIL = 1024 * 1024     /* from its end: where the next one may begin */
};

struct chunk_packer;
struct stretch;

/* A finished packet; the sink owns it. Non-zero stops. */
typedef int stretch_sink(void *payload, struct packet *p);

/* mends and packer are borrowed. */
struct stretch *stretch_new(struct split_mend *mends, size_t n, struct chunk_packer *packer, stretch_sink *sink,
                            void *payload);
void stretch_free(struct stretch *s); /* accepts NULL */

/* A decode_sink: payload is the stretch. */
int stretch_line(void *stretch, const struct text_line *line);
/* Hands out the last packet, with last set and text_len. What follows begins a new source. */
int stretch_end(struct stretch *s);
/* Begins again, forgetting what was not handed out yet. */
void stretch_reset(struct stretch *s);

#endif
