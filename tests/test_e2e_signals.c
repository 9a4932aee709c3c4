/* The real program on a terminal: suspend, signals, a dropped line, a terminal that is none. */
#include "support/cmocka_all.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "support/archive.h"

static void suspend_gives_the_terminal_back_and_fg_redraws(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "\x1a");
	term_wait_stopped(t);
	term_assert_restored(t);
	term_resume(t);
	term_wait(t, ARCHIVE_FIRST);
	term_send(t, "?");
	term_wait(t, "half a page down");
	term_send(t, "Q");
	archive_ended(t, 0);
}

static void a_stop_from_outside_gives_the_terminal_back_too(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_signal(t, SIGTSTP);
	term_wait_stopped(t);
	term_assert_restored(t);
	term_resume(t);
	term_wait(t, ARCHIVE_FIRST);
	term_send(t, "Q");
	archive_ended(t, 0);
}

static void sigterm_restores_the_terminal_and_keeps_the_marks(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_reopened(a, 24, 80);
	term_wait(t, "9 unread");
	term_send(t, "ggjl");
	term_wait(t, "8 unread");
	term_signal(t, SIGTERM);
	term_wait_exit(t);
	term_assert_restored(t);
	term_free(t);
	t = archive_open(a, 24, 80);
	term_wait(t, "8 unread");
	term_send(t, "Q");
	archive_ended(t, 0);
}

static void sighup_restores_the_terminal(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_signal(t, SIGHUP);
	term_wait_exit(t);
	term_assert_restored(t);
	term_free(t);
}

static void a_dropped_line_ends_the_program(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_hangup(t);
	term_wait_exit(t);
	term_free(t);
}

static void control_c_does_not_kill(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "\x03");
	term_send(t, "?");
	term_wait(t, "half a page down");
	term_send(t, "Q");
	archive_ended(t, 0);
}

static void held_keys_are_all_taken(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "ggjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk");
	term_send(t, "jl");
	term_wait(t, "votes to dredge");
	term_send(t, "Q");
	archive_ended(t, 0);
}

static void with_term(struct archive *a, const char *name, const char *says)
{
	const char *argv[] = { a->lede, "wire", NULL };
	struct term_options opts = { .term = name, .home = a->home };
	struct term *t = term_start(argv, &opts);
	assert_int_equal(term_wait_exit(t), 3);
	size_t n;
	const char *raw = term_raw(t, &n);
	assert_non_null(memmem(raw, n, says, strlen(says)));
	term_assert_restored(t);
	term_free(t);
}

static void a_dumb_terminal_is_told_so(void **state)
{
	with_term(*state, "dumb", "TERM");
}

static void an_unset_or_unknown_term_is_told_so(void **state)
{
	with_term(*state, "", "TERM");
	with_term(*state, "no-such-terminal", "no-such-terminal");
}

static void it_runs_on_old_and_plain_terminals(void **state)
{
	struct archive *a = *state;
	static const char *const names[] = { "vt100", "xterm", "linux", "screen" };
	archive_index(a);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *argv[] = { a->lede, "wire", NULL };
		struct term_options opts = { .term = names[i], .home = a->home };
		struct term *t = term_start(argv, &opts);
		term_wait(t, ARCHIVE_FIRST);
		term_send(t, "ggjl");
		term_wait(t, "votes to dredge");
		term_send(t, "Q");
		assert_int_equal(term_wait_exit(t), 0);
		term_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(suspend_gives_the_terminal_back_and_fg_redraws),
		E2E(a_stop_from_outside_gives_the_terminal_back_too),
		E2E(sigterm_restores_the_terminal_and_keeps_the_marks),
		E2E(sighup_restores_the_terminal),
		E2E(a_dropped_line_ends_the_program),
		E2E(control_c_does_not_kill),
		E2E(held_keys_are_all_taken),
		E2E(a_dumb_terminal_is_told_so),
		E2E(an_unset_or_unknown_term_is_told_so),
		E2E(it_runs_on_old_and_plain_terminals),
	};
	return cmocka_run_group_tests_name("end to end: signals", tests, NULL, NULL);
}
