/* Keys out of bytes: what half a key becomes when the line drops, and signals under input that does not end. */
#include "support/cmocka_all.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../src/ui/keyboard.h"
#include "../src/ui/signals.h"

enum { TURNS = 10 };

struct line {
	struct keyboard *keys;
	int in, out;
};

static struct line line_open(void)
{
	struct line l;
	struct err err = { "" };
	int ends[2];
	assert_int_equal(setenv("TERM", "xterm-256color", 1), 0);
	assert_int_equal(pipe(ends), 0);
	l.in = ends[0];
	l.out = ends[1];
	if (keyboard_open(&l.keys, l.in, &err) < 0)
		fail_msg("%s", err.text);
	return l;
}

static void line_send(const struct line *l, const char *bytes)
{
	assert_int_equal(write(l->out, bytes, strlen(bytes)), strlen(bytes));
}

static void line_close(struct line *l)
{
	keyboard_close(l->keys);
	close(l->in);
}

/* The next that is not NOTHING, as the loop would find it without its timers. */
static enum keyboard_kind next(struct line *l, struct key *key)
{
	enum keyboard_kind kind = KEYBOARD_NOTHING;
	for (int i = 0; i < TURNS && kind == KEYBOARD_NOTHING; i++) {
		keyboard_fill(l->keys);
		kind = keyboard_next(l->keys, key);
	}
	return kind;
}

static void keys_have_names(void **state)
{
	(void)state;
	struct line l = line_open();
	struct key key;
	line_send(&l, "j\x1b[6~\xc3\xa9");
	assert_int_equal(next(&l, &key), KEYBOARD_KEY);
	assert_string_equal(key.name, "j");
	assert_int_equal(next(&l, &key), KEYBOARD_KEY);
	assert_string_equal(key.name, "<PageDown>");
	assert_int_equal(next(&l, &key), KEYBOARD_KEY);
	assert_string_equal(key.text, "\xc3\xa9");
	assert_int_equal(next(&l, &key), KEYBOARD_NOTHING);
	close(l.out);
	assert_int_equal(next(&l, &key), KEYBOARD_GONE);
	line_close(&l);
}

/* It was waited for as if the rest could still come, with the processor running. */
static void half_a_key_does_not_hide_that_the_line_dropped(void **state)
{
	(void)state;
	static const char *const halves[] = { "\x1b", "\x1b[", "\x1b[20", "\x1bO", "\xe3\x81", "\x1b[200~pasted" };
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
		struct line l = line_open();
		struct key key;
		enum keyboard_kind kind = KEYBOARD_KEY;
		line_send(&l, halves[i]);
		keyboard_fill(l.keys);
		while (keyboard_next(l.keys, &key) != KEYBOARD_NOTHING)
			;
		close(l.out);
		for (int turn = 0; turn < TURNS && kind == KEYBOARD_KEY; turn++)
			kind = next(&l, &key);
		assert_int_equal(kind, KEYBOARD_GONE);
		line_close(&l);
	}
}

/* Every later key was taken for a part of it, Esc too. */
static void a_paste_without_an_end_ends_all_the_same(void **state)
{
	(void)state;
	struct line l = line_open();
	struct key key;
	line_send(&l, "\x1b[200~pasted");
	assert_int_equal(next(&l, &key), KEYBOARD_NOTHING);
	assert_true(keyboard_wait_ms(l.keys) > 0);
	keyboard_settle(l.keys);
	assert_int_equal(keyboard_next(l.keys, &key), KEYBOARD_PASTE);
	assert_int_equal(key.paste_len, 6);
	assert_memory_equal(key.paste, "pasted", 6);
	assert_int_equal(keyboard_wait_ms(l.keys), -1);
	line_send(&l, "j");
	assert_int_equal(next(&l, &key), KEYBOARD_KEY);
	close(l.out);
	line_close(&l);
}

/* The loop waits only when there is nothing to do; a signal does not wait for that. */
static void a_signal_is_seen_without_waiting(void **state)
{
	(void)state;
	signals_open(NULL);
	assert_int_equal(raise(SIGTERM), 0);
	struct signals_seen seen = signals_take();
	assert_int_equal(seen.end, SIGTERM);
	assert_int_equal(signals_take().end, 0);
	signals_close();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_have_names),
		cmocka_unit_test(half_a_key_does_not_hide_that_the_line_dropped),
		cmocka_unit_test(a_paste_without_an_end_ends_all_the_same),
		cmocka_unit_test(a_signal_is_seen_without_waiting),
	};
	return cmocka_run_group_tests_name("keyboard", tests, NULL, NULL);
}
