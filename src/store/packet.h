/*
 * Inside the store only: what the reading thread of a build hands to the writing one. A packet is a
 * stretch of one source, ready for the cache: articles with their facts, and the
 * text in packed pieces. Most sources are one packet; a long one is several.
 */
#ifndef LEDE_STORE_PACKET_H
#define LEDE_STORE_PACKET_H

#include "lede/cache.h"

/* Bytes of the packet's arena. */
struct span {
	uint32_t at, len;
};

/* A packed piece of text: where it starts in the source's text, and how many bytes it takes. */
struct packet_chunk {
	uint64_t off;
	uint32_t len;
};

/* The columns of the index, in its order. */
enum { INDEX_HEADLINE, INDEX_TEXT, INDEX_BYLINE, INDEX_PLACE, INDEX_AGENCY, INDEX_COLUMNS };

struct packet_article {
	uint8_t kind;
	unsigned char fingerprint[FINGERPRINT_LEN];
	struct span headline, byline, place, agency, section, date, blocks;
	struct span index[INDEX_COLUMNS]; /* folded, a space behind each */
	struct span terms;                /* in the packet's terms */
	uint32_t start_line, end_line, words;
	uint64_t start_byte, end_byte, start_off, end_off;
	float confidence, end_confidence;
};

struct packet {
	struct packet *next;
	size_t job;       /* number of the file in the plan */
	char *member;     /* NULL, or the name of the archive's member that this is about */
	bool first, last; /* of its source */
	bool file_ended; /* last packet of its file; what an archive as a whole came to is then told in status and reason */
	bool archive;    /* the file has members */
	bool changed;    /* the file changed while it was read */
	bool retry;      /* failed in a way that may be over next time though the file has not changed */
	bool has_source; /* false: only the end of an archive */
	struct buf arena;
	struct packet_article *articles;
	size_t n, cap;
	uint32_t *terms; /* slots of the counted terms (terms.h) */
	size_t n_terms, cap_terms;
	struct buf chunks; /* the packed pieces, one after another */
	struct packet_chunk *chunk;
	size_t n_chunks, cap_chunks;
	struct split_mend *mends; /* that applied in it */
	size_t n_mends, cap_mends;
	/* With last: */
	uint8_t status; /* enum source_status */
	char *reason;   /* NULL: none */
	char encoding[32];
	uint64_t text_len;
	uint64_t stretch_len; /* decoded bytes of this packet, for pacing */
};

void packet_free(struct packet *p); /* accepts NULL */
size_t packet_bytes(const struct packet *p);
struct span packet_add(struct packet *p, const char *text, size_t n);

/* A queue between the two threads, bounded by the bytes that wait in it. */
struct packet_queue;
struct packet_queue *packet_queue_new(size_t max_bytes);
void packet_queue_free(struct packet_queue *q);
/* Waits while the queue is full. False: the taker has closed it, and the packet is still the caller's. */
bool packet_put(struct packet_queue *q, struct packet *p);
/* The next packet, or NULL: with *ended there will be none any more, otherwise none came within ms. */
struct packet *packet_take(struct packet_queue *q, int ms, bool *ended);
/* The giver has no more. */
void packet_end(struct packet_queue *q);
/* The taker wants no more: wakes the giver. */
void packet_close(struct packet_queue *q);

#endif
