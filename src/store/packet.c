/* Packets, and the queue in which they wait to be written. */
#include "packet.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct packet_queue {
	pthread_mutex_t mutex;
	pthread_cond_t filled, emptied;
	struct packet *first, **tail;
	size_t bytes, max;
	bool ended, closed;
};

void packet_free(struct packet *p)
{
	if (!p)
		return;
	buf_release(&p->arena);
	buf_release(&p->chunks);
	free(p->articles);
	free(p->terms);
	free(p->chunk);
	free(p->mends);
	free(p->member);
	free(p->reason);
	free(p);
}

size_t packet_bytes(const struct packet *p)
{
	return sizeof *p + p->arena.cap + p->chunks.cap + p->cap * sizeof *p->articles +
	       p->cap_terms * sizeof *p->terms;
}

struct span packet_add(struct packet *p, const char *text, size_t n)
{
	struct span s = { (uint32_t)p->arena.len, (uint32_t)n };
	buf_add(&p->arena, text, n);
	return s;
}

struct packet_queue *packet_queue_new(size_t max_bytes)
{
	struct packet_queue *q = mem_zalloc(1, sizeof *q);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&q->mutex, NULL);
	pthread_cond_init(&q->filled, &attr);
	pthread_cond_init(&q->emptied, NULL);
	pthread_condattr_destroy(&attr);
	q->tail = &q->first;
	q->max = max_bytes;
	return q;
}

void packet_queue_free(struct packet_queue *q)
{
	if (!q)
		return;
	while (q->first) {
		struct packet *p = q->first;
		q->first = p->next;
		packet_free(p);
	}
	pthread_cond_destroy(&q->filled);
	pthread_cond_destroy(&q->emptied);
	pthread_mutex_destroy(&q->mutex);
	free(q);
}

bool packet_put(struct packet_queue *q, struct packet *p)
{
	size_t n = packet_bytes(p);
	pthread_mutex_lock(&q->mutex);
	while (!q->closed && q->first && q->bytes + n > q->max)
		pthread_cond_wait(&q->emptied, &q->mutex);
	bool taken = !q->closed;
	if (taken) {
		p->next = NULL;
		*q->tail = p;
		q->tail = &p->next;
		q->bytes += n;
		pthread_cond_signal(&q->filled);
	}
	pthread_mutex_unlock(&q->mutex);
	return taken;
}

static struct timespec in_ms(int ms)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += (long)ms * 1000000;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return t;
}

struct packet *packet_take(struct packet_queue *q, int ms, bool *ended)
{
	struct timespec until = in_ms(ms);
	int rc = 0;
	pthread_mutex_lock(&q->mutex);
	while (!q->first && !q->ended && rc == 0)
		rc = pthread_cond_timedwait(&q->filled, &q->mutex, &until);
	struct packet *p = q->first;
	if (p) {
		q->first = p->next;
		if (!q->first)
			q->tail = &q->first;
		q->bytes -= packet_bytes(p);
		pthread_cond_signal(&q->emptied);
	}
	*ended = !p && q->ended;
	pthread_mutex_unlock(&q->mutex);
	return p;
}

void packet_end(struct packet_queue *q)
{
	pthread_mutex_lock(&q->mutex);
	q->ended = true;
	pthread_cond_signal(&q->filled);
	pthread_mutex_unlock(&q->mutex);
}

void packet_close(struct packet_queue *q)
{
	pthread_mutex_lock(&q->mutex);
	q->closed = true;
	pthread_cond_signal(&q->emptied);
	pthread_mutex_unlock(&q->mutex);
}
