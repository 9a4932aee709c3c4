/*
 * Keys as values, on libtermkey.
 *
 * A bracketed paste comes as unknown control sequences 200 and 201 round ordinary keys; it is gathered
 * here and handed out whole, so that pasted text can never act as commands. Focus reports are dropped.
 */
#include "keyboard.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <termkey.h>

#include "lede/buf.h"

/* A sequence comes in one piece even over a slow line; longer than this an Esc does not wait for the rest of one. */
enum { ESC_WAIT_MS = 25, BUFFER_BYTES = 4096, PASTE_BEGIN = 200, PASTE_END = 201, PASTE_MAX = 64 * 1024 };
/* A paste whose end got lost ends when nothing has come for so long. */
enum { PASTE_WAIT_MS = 1000 };

struct keyboard {
	TermKey *tk;
	int fd;
	bool partial; /* the bytes waiting may become a longer key */
	bool settle;
	bool gone;
	bool pasting;
	struct buf paste;
};

int keyboard_open(struct keyboard **out, int tty_fd, struct err *err)
{
	struct keyboard *k = mem_zalloc(1, sizeof *k);
	k->fd = tty_fd;
	k->tk = termkey_new(tty_fd, TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_CTRLC | TERMKEY_FLAG_EINTR);
	if (!k->tk) {
		free(k);
		return err_errno(err, errno, "cannot read keys for TERM=%s", getenv("TERM"));
	}
	termkey_set_canonflags(k->tk, TERMKEY_CANON_DELBS | TERMKEY_CANON_SPACESYMBOL);
	termkey_set_buffer_size(k->tk, BUFFER_BYTES);
	termkey_set_waittime(k->tk, ESC_WAIT_MS);
	*out = k;
	return 0;
}

void keyboard_close(struct keyboard *k)
{
	if (!k)
		return;
	termkey_destroy(k->tk);
	buf_release(&k->paste);
	free(k);
}

void keyboard_suspend(struct keyboard *k)
{
	termkey_stop(k->tk);
}

void keyboard_resume(struct keyboard *k)
{
	termkey_start(k->tk);
}

void keyboard_fill(struct keyboard *k)
{
	struct pollfd p = { .fd = k->fd, .events = POLLIN };
	if (k->gone || poll(&p, 1, 0) <= 0)
		return;
	TermKeyResult r = termkey_advisereadable(k->tk);
	if (r == TERMKEY_RES_ERROR && errno != EAGAIN && errno != EINTR)
		k->gone = true;
	k->settle = r == TERMKEY_RES_NONE; /* the end of file: half a key is all that will ever come of it */
}

static void paste_add(struct keyboard *k, const TermKeyKey *key)
{
	if (k->paste.len >= PASTE_MAX)
		return;
	if (key->type == TERMKEY_TYPE_UNICODE && !(key->modifiers & ~TERMKEY_KEYMOD_SHIFT))
		buf_adds(&k->paste, key->utf8);
	else if (key->type == TERMKEY_TYPE_KEYSYM && key->code.sym == TERMKEY_SYM_SPACE)
		buf_addc(&k->paste, ' ');
	else
		buf_addc(&k->paste, '\n');
}

/* Sets *number to the first argument of an unknown sequence that ends in '~'; false for any other. */
static bool unknown_number(struct keyboard *k, const TermKeyKey *key, long *number)
{
	long args[16];
	size_t n = sizeof args / sizeof *args;
	unsigned long command = 0;
	if (key->type != TERMKEY_TYPE_UNKNOWN_CSI)
		return false;
	if (termkey_interpret_csi(k->tk, key, args, &n, &command) != TERMKEY_RES_KEY)
		return false;
	*number = n > 0 && (command & 0xff) == '~' ? args[0] : 0;
	return true;
}

static void name_key(struct keyboard *k, const TermKeyKey *key, struct key *out)
{
	TermKeyKey named = *key;
	memset(out, 0, sizeof *out);
	termkey_strfkey(k->tk, out->name, sizeof out->name, &named, TERMKEY_FORMAT_VIM);
	if (key->type == TERMKEY_TYPE_UNICODE && !(key->modifiers & (TERMKEY_KEYMOD_CTRL | TERMKEY_KEYMOD_ALT)))
		memcpy(out->text, key->utf8, sizeof key->utf8);
	else if (key->type == TERMKEY_TYPE_KEYSYM && key->code.sym == TERMKEY_SYM_SPACE && key->modifiers == 0)
		out->text[0] = ' ';
}

static enum keyboard_kind end_paste(struct keyboard *k, struct key *out)
{
	k->pasting = false;
	memset(out, 0, sizeof *out);
	out->paste = buf_str(&k->paste);
	out->paste_len = k->paste.len;
	return KEYBOARD_PASTE;
}

/* What one key from termkey means: NOTHING where it is only part of a paste or a report. */
static enum keyboard_kind take(struct keyboard *k, const TermKeyKey *key, struct key *out)
{
	long number;
	if (unknown_number(k, key, &number)) {
		if (number == PASTE_BEGIN) {
			k->pasting = true;
			buf_clear(&k->paste);
		} else if (number == PASTE_END && k->pasting) {
			return end_paste(k, out);
		}
		return KEYBOARD_NOTHING;
	}
	if (k->pasting) {
		paste_add(k, key);
		return KEYBOARD_NOTHING;
	}
	if (key->type != TERMKEY_TYPE_UNICODE && key->type != TERMKEY_TYPE_KEYSYM && key->type != TERMKEY_TYPE_FUNCTION)
		return KEYBOARD_NOTHING;
	name_key(k, key, out);
	return KEYBOARD_KEY;
}

enum keyboard_kind keyboard_next(struct keyboard *k, struct key *out)
{
	for (;;) {
		TermKeyKey key;
		TermKeyResult r = k->settle ? termkey_getkey_force(k->tk, &key) : termkey_getkey(k->tk, &key);
		k->partial = r == TERMKEY_RES_AGAIN;
		if (r != TERMKEY_RES_KEY) {
			bool settled = k->settle;
			k->settle = false;
			k->gone |= r == TERMKEY_RES_EOF;
			if (k->gone)
				return KEYBOARD_GONE;
			return settled && k->pasting ? end_paste(k, out) : KEYBOARD_NOTHING;
		}
		enum keyboard_kind kind = take(k, &key, out);
		if (kind != KEYBOARD_NOTHING)
			return kind;
	}
}

int keyboard_wait_ms(const struct keyboard *k)
{
	if (k->partial)
		return termkey_get_waittime(k->tk);
	return k->pasting ? PASTE_WAIT_MS : -1;
}

void keyboard_settle(struct keyboard *k)
{
	k->settle = true;
}
