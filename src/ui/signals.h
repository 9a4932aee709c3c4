/*
 * Signals of a terminal program as flags. They stay blocked but for the moment in
 * which the loop waits (signals_mask goes to ppoll), so that none is lost between a test and the
 * wait, and worker threads, which inherit the mask, never see one.
 */
#ifndef LEDE_UI_SIGNALS_H
#define LEDE_UI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct signals_seen {
	bool resized, continued, suspend, interrupt;
	int end; /* SIGTERM or SIGHUP; 0 none */
};

/* on_crash: called from the handler of SIGSEGV and the like before the program dies of it; async-signal-safe. */
void signals_open(void (*on_crash)(void));
void signals_close(void); /* as they were */
const sigset_t *signals_mask(void);
struct signals_seen signals_take(void); /* and forgets them */
void signals_stop_self(void);           /* stops the process as ^Z does; returns when it goes on */

#endif
