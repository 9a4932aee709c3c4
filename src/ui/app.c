/*
 * The screen program: opening, the one loop, closing.
 *
 * A turn of the loop answers signals, then the engine's events, then every key that waits, then the
 * timers; draws once if anything changed; and waits. Nothing is running while it waits, so an idle lede costs nothing.
 */
#include "app.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lede/log.h"
#include "lede/unicode.h"
#include "signals.h"

enum { DIGIT_MS = 250, BREATH_MS = 2, STATUS_CANNOT = 3, STATUS_SIGNAL = 128 };

int64_t app_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void app_notice(struct app *a, const char *fmt, ...)
{
	char raw[sizeof a->notice];
	struct buf clean = BUF_INIT;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(raw, sizeof raw, fmt, ap);
	va_end(ap);
	text_clean(&clean, raw, strlen(raw));
	snprintf(a->notice, sizeof a->notice, "%s", buf_str(&clean));
	buf_release(&clean);
	a->dirty = true;
}

void app_place_panes(struct app *a)
{
	bool reading = a->focus == FOCUS_READER;
	panes_place(&a->panes, &a->choice, screen_rows(a->screen), screen_cols(a->screen), reading);
	if (!a->panes.too_small) {
		list_resize(a->list, (size_t)lookup_list_rows(a));
		reader_refresh(a);
		pager_wrap(a);
		concord_fit(a);
		saved_fit(a);
		source_fit(a);
	}
	a->dirty = true;
}

void app_set_focus(struct app *a, enum focus focus)
{
	if (a->focus == focus)
		return;
	a->focus = focus;
	app_place_panes(a);
}

void app_resize(struct app *a)
{
	screen_resize(a->screen);
	app_place_panes(a);
	a->dirty = true;
}

void app_suspend(struct app *a)
{
	place_save(a);
	screen_suspend(a->screen);
	keyboard_suspend(a->keyboard);
	signals_stop_self();
	keyboard_resume(a->keyboard);
	screen_resume(a->screen);
	app_resize(a);
}

unsigned app_context(const struct app *a)
{
	if (a->prompt.kind != PROMPT_NONE)
		return CTX_PROMPT;
	if (a->pager.open)
		return CTX_PAGER;
	if (a->concord.open)
		return CTX_CONCORD;
	if (a->saved.open)
		return CTX_SAVED;
	if (a->source)
		return CTX_SOURCE;
	return a->focus == FOCUS_LIST ? CTX_LIST : a->focus == FOCUS_READER ? CTX_READER : CTX_RELATED;
}

static void run(struct app *a, const struct action *action, long count)
{
	a->digit = NULL;
	a->digit_at = 0;
	a->dirty = true;
	action->run(a, action->arg, count);
}

static void run_digit(struct app *a)
{
	const struct action *action = a->digit;
	long count = a->keys.count;
	keys_reset(&a->keys);
	run(a, action, count);
}

static void browse_key(struct app *a, const struct key *key)
{
	const struct action *action;
	long count;
	unsigned context = app_context(a);
	if (keys_pending(&a->keys) && keys_find(CTX_BROWSE, key->name) == keys_find(CTX_BROWSE, "<Escape>")) {
		keys_reset(&a->keys);
		a->digit = NULL;
		a->digit_at = 0;
		return;
	}
	a->digit = NULL;
	a->digit_at = 0;
	switch (keys_feed(&a->keys, context, key->name, &action, &count)) {
	case KEYS_ACTION:
		run(a, action, count);
		break;
	case KEYS_DIGIT:
		a->digit = action;
		a->digit_at = app_now_ms() + DIGIT_MS;
		if (context & (CTX_RELATED | CTX_SAVED))
			run_digit(a);
		break;
	case KEYS_UNKNOWN:
		app_notice(a, "%s does nothing here  (? lists the keys)", key->name);
		break;
	default:
		break;
	}
}

void app_key(struct app *a, const struct key *key)
{
	if (a->marking.late && a->prompt.kind != PROMPT_SEARCH)
		lookup_mark_now(a);
	a->notice[0] = '\0';
	if (!a->touched)
		list_select_loosely(a->list);
	a->dirty = a->touched = true;
	a->related.wanted = 0;
	free(a->place_wanted); /* the user has begun: the last place does not call any more */
	a->place_wanted = NULL;
	if (a->panes.too_small) {
		const struct action *action = keys_find(CTX_LIST, key->name);
		if (action && (action == keys_find(CTX_LIST, "Q") || action == keys_find(CTX_LIST, "<C-z>")))
			run(a, action, 0);
		else if (strcmp(key->name, "q") == 0)
			a->quit = true;
	} else if (a->prompt.kind != PROMPT_NONE)
		prompt_key(a, key);
	else
		browse_key(a, key);
}

static void answer_keys(struct app *a)
{
	struct key key;
	bool any = false;
	keyboard_fill(a->keyboard);
	while (!a->quit) {
		switch (keyboard_next(a->keyboard, &key)) {
		case KEYBOARD_KEY:
			app_key(a, &key);
			any = true;
			break;
		case KEYBOARD_PASTE:
			if (a->prompt.kind != PROMPT_NONE)
				prompt_paste(a, key.paste, key.paste_len);
			break;
		case KEYBOARD_GONE:
			a->quit = true;
			break;
		default:
			if (a->marking.late && !any)
				lookup_mark_now(a);
			return;
		}
	}
}

static void answer_signals(struct app *a)
{
	struct signals_seen seen = signals_take();
	struct key cancel = { .name = "<C-c>" };
	if (seen.end) {
		a->quit = true;
		a->status = STATUS_SIGNAL + seen.end;
	}
	if (seen.suspend)
		app_suspend(a);
	if (seen.continued)
		screen_repaint(a->screen); /* stopped by SIGSTOP: others wrote on the screen meanwhile */
	if (seen.resized || seen.continued)
		app_resize(a);
	if (seen.interrupt)
		app_key(a, &cancel);
}

static void answer_timers(struct app *a)
{
	int64_t now = app_now_ms();
	if (a->follow_at && now >= a->follow_at)
		reader_follow(a);
	if (a->lookup.again.at && now >= a->lookup.again.at)
		lookup_again_begin(a);
	if (a->digit && now >= a->digit_at)
		run_digit(a);
	if (a->bulk.next)
		bulk_step(a);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* How long to wait for something to happen, in ms; -1: for ever. */
static int64_t patience(const struct app *a)
{
	int64_t now = app_now_ms(), wait = keyboard_wait_ms(a->keyboard);
	if (a->bulk.next)
		return 0;
	if (a->more_to_draw || a->marking.late)
		return a->breathe_until > now ? a->breathe_until - now : 0;
	if (a->follow_at)
		wait = sooner(wait, a->follow_at > now ? a->follow_at - now : 0);
	if (a->lookup.again.at)
		wait = sooner(wait, a->lookup.again.at > now ? a->lookup.again.at - now : 0);
	if (a->digit)
		wait = sooner(wait, a->digit_at > now ? a->digit_at - now : 0);
	return wait;
}

static void wait_for_something(struct app *a, int tty_fd)
{
	struct pollfd fds[] = { { .fd = tty_fd, .events = POLLIN }, { .fd = engine_fd(a->engine), .events = POLLIN } };
	int64_t ms = patience(a);
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	bool half_a_key = keyboard_wait_ms(a->keyboard) >= 0;
	int n = ppoll(fds, 2, ms < 0 ? NULL : &t, signals_mask());
	if (n == 0 && half_a_key)
		keyboard_settle(a->keyboard);
}

static void frame(struct app *a)
{
	if (!a->dirty && !a->more_to_draw)
		return;
	a->dirty = a->more_to_draw = false;
	lookup_fit(a);
	draw(a);
	a->breathe_until = app_now_ms() + BREATH_MS;
}

static void loop(struct app *a, int tty_fd)
{
	while (!a->quit) {
		answer_signals(a);
		events_drain(a);
		answer_keys(a);
		answer_timers(a);
		if (a->quit)
			break;
		frame(a);
		wait_for_something(a, tty_fd);
	}
}

static int open_store(struct app *a, struct err *err)
{
	struct err note = { "" };
	struct source_table *table = NULL;
	if (cache_open(&a->cache, a->lib, &note, err) < 0)
		return -1;
	if (note.text[0])
		app_notice(a, "%s", note.text);
	note.text[0] = '\0';
	if (state_open(&a->state, a->lib, &note, err) < 0)
		return -1;
	if (note.text[0])
		app_notice(a, "%s", note.text);
	if (a->lib->cache_note)
		app_notice(a, "%s", a->lib->cache_note);
	if (source_table_load(&table, a->cache, err) < 0)
		return -1;
	a->list = list_new();
	list_set_sources(a->list, table);
	a->rows = rowcache_new(a->cache, a->state);
	a->shelf = shelf_new(a->cache, a->state);
	a->trail = trail_new();
	a->lookup.text = mem_strdup("");
	a->hit = SIZE_MAX;
	return 0;
}

/* Keys come from the terminal even where standard input is a pipe. */
static int open_tty(struct err *err)
{
	if (!isatty(STDOUT_FILENO))
		return err_set(err, "standard output is not a terminal: lede needs one to be read on "
		                    "(`lede list`, `lede search` and `lede show` do not)");
	if (isatty(STDIN_FILENO))
		return STDIN_FILENO;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);
	return fd >= 0 ? fd : err_errno(err, errno, "no terminal to read keys from (/dev/tty)");
}

static int open_terminal(struct app *a, int tty_fd, struct err *err)
{
	if (keyboard_open(&a->keyboard, tty_fd, err) < 0)
		return -1;
	return screen_open(&a->screen, tty_fd, err);
}

/* The first screen stands before the engine is started: its threads and connections come after. */
static int start(struct app *a, struct err *err)
{
	place_load(a);
	app_place_panes(a);
	list_select(a->list, 1);
	place_seek(a);
	reader_follow(a);
	frame(a);
	log_line("ui", "first screen: %dx%d", screen_cols(a->screen), screen_rows(a->screen));
	if (engine_open(&a->engine, a->lib, err) < 0)
		return -1;
	events_count_read(a);
	if (!a->lib->frozen)
		engine_build(a->engine);
	mend_resume(a);
	log_line("ui", "engine open");
	if (a->reading) /* shown before there was an engine to ask */
		engine_related(a->engine, a->reading->doc, 20);
	return 0;
}

static void close_store(struct app *a)
{
	prompt_close(a);
	pager_close(a);
	concord_forget(a);
	saved_close(a);
	source_close(a);
	mend_release(a);
	bulk_stop(a);
	lookup_release(a);
	trail_free(a->trail);
	shelf_free(a->shelf);
	rowcache_free(a->rows);
	list_free(a->list);
	free(a->place_wanted);
	state_close(a->state);
	cache_close(a->cache);
}

int ui_run(const struct library *lib, const struct ui_options *opts, struct err *err)
{
	struct app a = { .lib = lib, .opts = opts };
	int tty_fd = open_tty(err);
	if (tty_fd < 0 || screen_prepare(tty_fd, err) < 0)
		return STATUS_CANNOT;
	signals_open(screen_emergency);
	mem_on_exhausted(screen_emergency);
	int failed = open_store(&a, err) < 0 || open_terminal(&a, tty_fd, err) < 0 || start(&a, err) < 0;
	if (!failed) {
		loop(&a, tty_fd);
		place_save(&a);
	}
	screen_close(a.screen);
	keyboard_close(a.keyboard);
	engine_close(a.engine);
	a.engine = NULL; /* nothing is asked of it any more */
	close_store(&a);
	mem_on_exhausted(NULL);
	signals_close();
	if (tty_fd != STDIN_FILENO)
		close(tty_fd);
	return failed ? STATUS_CANNOT : a.status;
}
