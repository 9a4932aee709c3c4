/* Inside the store only: events on their way to the screen, with a descriptor that is readable while some wait. */
#ifndef LEDE_STORE_EVENT_QUEUE_H
#define LEDE_STORE_EVENT_QUEUE_H

#include "lede/engine.h"

struct event_queue;

struct event_queue *event_queue_new(struct err *err);
void event_queue_free(struct event_queue *q); /* accepts NULL */
int event_queue_fd(const struct event_queue *q);

/* Takes the event's memory. Progress and source tables replace one of their kind that still waits. HITS of another ticket than
 * event_queue_ticket's are dropped: false then. */
bool event_queue_post(struct event_queue *q, struct engine_event *ev);
void event_queue_notice(struct event_queue *q, const char *text);
bool event_queue_take(struct event_queue *q, struct engine_event *out);

/* From now on only hits of this ticket pass; those of others that wait are dropped. */
void event_queue_set_ticket(struct event_queue *q, uint32_t ticket);
/* Same as the last set. Safe from any thread without waiting. */
uint32_t event_queue_ticket(const struct event_queue *q);

#endif
