/*
 * Events on their way to the screen. One byte lies in a pipe while the queue is
 * not empty. Hits pass only with the ticket of the last search: the check and the queue are under
 * one lock, so nothing of an older search comes out after a new one was asked for.
 */
#include "event_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct node {
	struct engine_event ev;
	struct node *next;
};

struct event_queue {
	pthread_mutex_t mutex;
	struct node *first, **tail;
	int pipe[2];
	bool signalled;
	atomic_uint ticket;
};

struct event_queue *event_queue_new(struct err *err)
{
	struct event_queue *q = mem_zalloc(1, sizeof *q);
	if (pipe2(q->pipe, O_CLOEXEC | O_NONBLOCK) < 0) {
		err_errno(err, errno, "cannot make a pipe");
		free(q);
		return NULL;
	}
	pthread_mutex_init(&q->mutex, NULL);
	q->tail = &q->first;
	return q;
}

void event_queue_free(struct event_queue *q)
{
	if (!q)
		return;
	while (q->first) {
		struct node *n = q->first;
		q->first = n->next;
		engine_event_release(&n->ev);
		free(n);
	}
	close(q->pipe[0]);
	close(q->pipe[1]);
	pthread_mutex_destroy(&q->mutex);
	free(q);
}

int event_queue_fd(const struct event_queue *q)
{
	return q->pipe[0];
}

/* Makes the descriptor readable, or not, as the queue is. Under the lock. */
static void signal_state(struct event_queue *q)
{
	bool wanted = q->first != NULL;
	char byte = 0;
	ssize_t n = 1;
	if (wanted && !q->signalled)
		n = write(q->pipe[1], &byte, 1);
	else if (!wanted && q->signalled)
		n = read(q->pipe[0], &byte, 1);
	if (n == 1)
		q->signalled = wanted;
}

/* Removes what drop says. Under the lock. */
static void remove_if(struct event_queue *q, bool (*drop)(const struct engine_event *ev, const void *arg),
                      const void *arg)
{
	struct node **at = &q->first;
	while (*at) {
		struct node *n = *at;
		if (!drop(&n->ev, arg)) {
			at = &n->next;
			continue;
		}
		*at = n->next;
		engine_event_release(&n->ev);
		free(n);
	}
	q->tail = at;
}

static bool is_replaced(const struct engine_event *waiting, const void *arg)
{
	const struct engine_event *ev = arg;
	if (waiting->kind != ev->kind || waiting->progress.done)
		return false;
	return ev->kind == ENGINE_PROGRESS || ev->kind == ENGINE_SOURCES || ev->kind == ENGINE_READ;
}

static bool is_old_hits(const struct engine_event *ev, const void *arg)
{
	return ev->kind == ENGINE_HITS && ev->ticket != *(const uint32_t *)arg;
}

bool event_queue_post(struct event_queue *q, struct engine_event *ev)
{
	struct node *n = mem_zalloc(1, sizeof *n);
	n->ev = *ev;
	pthread_mutex_lock(&q->mutex);
	bool wanted = ev->kind != ENGINE_HITS || ev->ticket == atomic_load(&q->ticket);
	if (wanted) {
		remove_if(q, is_replaced, &n->ev);
		*q->tail = n;
		q->tail = &n->next;
		signal_state(q);
	}
	pthread_mutex_unlock(&q->mutex);
	if (!wanted) {
		engine_event_release(&n->ev);
		free(n);
	}
	return wanted;
}

void event_queue_notice(struct event_queue *q, const char *text)
{
	struct engine_event ev = { .kind = ENGINE_NOTICE };
	snprintf(ev.text, sizeof ev.text, "%s", text);
	event_queue_post(q, &ev);
}

bool event_queue_take(struct event_queue *q, struct engine_event *out)
{
	pthread_mutex_lock(&q->mutex);
	struct node *n = q->first;
	if (n) {
		q->first = n->next;
		if (!q->first)
			q->tail = &q->first;
	}
	signal_state(q);
	pthread_mutex_unlock(&q->mutex);
	if (!n)
		return false;
	*out = n->ev;
	free(n);
	return true;
}

void event_queue_set_ticket(struct event_queue *q, uint32_t ticket)
{
	pthread_mutex_lock(&q->mutex);
	atomic_store(&q->ticket, ticket);
	remove_if(q, is_old_hits, &ticket);
	signal_state(q);
	pthread_mutex_unlock(&q->mutex);
}

uint32_t event_queue_ticket(const struct event_queue *q)
{
	return atomic_load(&q->ticket);
}
