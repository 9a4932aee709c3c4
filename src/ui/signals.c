/* Signals as flags: handlers do nothing but set one. */
#include "signals.h"

#include <stddef.h>
#include <string.h>

static const int handled[] = { SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGTSTP };
static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT };
enum { HANDLED = sizeof handled / sizeof *handled, CRASHES = sizeof crashes / sizeof *crashes };

static volatile sig_atomic_t seen[HANDLED];
static struct sigaction before[HANDLED], before_crash[CRASHES], before_pipe;
static sigset_t mask_before;
static void (*crash_hook)(void);

static void note(int sig)
{
	for (int i = 0; i < HANDLED; i++)
		if (handled[i] == sig)
			seen[i] = 1;
}

static void crash(int sig)
{
	if (crash_hook)
		crash_hook();
	signal(sig, SIG_DFL);
	raise(sig);
}

void signals_open(void (*on_crash)(void))
{
	struct sigaction sa;
	sigset_t block;
	memset(&sa, 0, sizeof sa);
	sigemptyset(&block);
	crash_hook = on_crash;
	sa.sa_handler = crash;
	sa.sa_flags = SA_NODEFER;
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &sa, &before_crash[i]);
	sa.sa_handler = note;
	sa.sa_flags = 0;
	for (int i = 0; i < HANDLED; i++) {
		seen[i] = 0;
		sigaction(handled[i], &sa, &before[i]);
		sigaddset(&block, handled[i]);
	}
	sa.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &sa, &before_pipe);
	pthread_sigmask(SIG_BLOCK, &block, &mask_before);
}

void signals_close(void)
{
	for (int i = 0; i < HANDLED; i++)
		sigaction(handled[i], &before[i], NULL);
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &before_crash[i], NULL);
	sigaction(SIGPIPE, &before_pipe, NULL);
	pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
	crash_hook = NULL;
}

const sigset_t *signals_mask(void)
{
	return &mask_before;
}

static bool take(int sig)
{
	for (int i = 0; i < HANDLED; i++)
		if (handled[i] == sig && seen[i]) {
			seen[i] = 0;
			return true;
		}
	return false;
}

/* ppoll lets signals in only when it waits, which it does not where input never ends. */
static void let_in(void)
{
	sigset_t pending, ours;
	bool any = false;
	if (sigpending(&pending) < 0)
		return;
	for (int i = 0; i < HANDLED; i++)
		any |= sigismember(&pending, handled[i]) == 1;
	if (!any)
		return;
	pthread_sigmask(SIG_SETMASK, &mask_before, &ours);
	pthread_sigmask(SIG_SETMASK, &ours, NULL);
}

struct signals_seen signals_take(void)
{
	let_in();
	struct signals_seen s = { 0 };
	s.resized = take(SIGWINCH);
	s.continued = take(SIGCONT);
	s.suspend = take(SIGTSTP);
	s.interrupt = take(SIGINT);
	if (take(SIGTERM))
		s.end = SIGTERM;
	if (take(SIGHUP))
		s.end = SIGHUP;
	return s;
}

void signals_stop_self(void)
{
	struct sigaction sa, ours;
	sigset_t stop;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = SIG_DFL;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &sa, &ours);
	raise(SIGTSTP); /* pending: the process stops as soon as it is unblocked */
	pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &ours, NULL);
}
