/*
 * The terminal as a grid of cells, on curses.
 *
 * One curses window is erased and drawn again for each frame, and curses' own
 * comparison decides what is sent; it also finds rows that scrolled across the full width (idlok).
 * clearok is kept for ^L. Only attributes of the default palette are used.
 *
 * Where the locale is not UTF-8 curses could not place our text: it is then spelt in ASCII.
 */
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "lede/buf.h"
#include "lede/unicode.h"

struct screen {
	SCREEN *sp;
	FILE *in;
	int fd;
	int cursor_row, cursor_col;
	bool utf8;
	bool paste;             /* bracketed paste is on */
	struct buf safe, ascii; /* what screen_text puts in place of a text */
};

/* What a signal handler needs to hand the terminal back; a handler can reach nothing but statics. */
static struct {
	volatile sig_atomic_t active;
	int fd;
	struct termios modes;
	char bytes[256];
	size_t len;
} emergency;

static const char *capability(const char *name)
{
	char *s = tigetstr(name);
	return s && s != (char *)-1 ? s : NULL;
}

/* In signal handlers tputs may not be called: its padding ("$<5>") is dropped here. */
static void emergency_add(const char *s)
{
	while (s && *s && emergency.len < sizeof emergency.bytes) {
		if (s[0] == '$' && s[1] == '<') {
			s = strchr(s, '>');
			s = s ? s + 1 : NULL;
			continue;
		}
		emergency.bytes[emergency.len++] = *s++;
	}
}

static void emergency_learn(bool paste)
{
	emergency.len = 0;
	if (paste)
		emergency_add(capability("BD"));
	emergency_add(capability("sgr0"));
	emergency_add(capability("rmcup"));
	emergency_add(capability("rmkx"));
	emergency_add(capability("cnorm"));
}

void screen_emergency(void)
{
	if (!emergency.active)
		return;
	emergency.active = 0;
	int saved = errno;
	ssize_t n = write(STDOUT_FILENO, emergency.bytes, emergency.len);
	(void)n; /* nothing more can be done */
	tcsetattr(emergency.fd, TCSANOW, &emergency.modes);
	errno = saved;
}

/* 0, or -1 with err where this terminal cannot be drawn on. */
static int check_term(const char *term, struct err *err)
{
	int found = 0;
	if (!term || !*term)
		return err_set(err, "TERM is not set: lede cannot tell what this terminal understands "
		                    "(try TERM=xterm; `lede list` and `lede search` need no terminal)");
	if (setupterm(term, STDOUT_FILENO, &found) != OK)
		return err_set(err, "TERM=%s is not in the terminfo database here (try TERM=xterm or TERM=vt100)",
		               term);
	bool moves = capability("cup") != NULL;
	del_curterm(cur_term); /* newterm reads it for itself */
	if (!moves)
		return err_set(err,
		               "TERM=%s cannot move its cursor, so lede cannot draw on it "
		               "(`lede list` and `lede search` work anywhere)",
		               term);
	return 0;
}

int screen_prepare(int tty_fd, struct err *err)
{
	if (check_term(getenv("TERM"), err) < 0)
		return -1;
	if (tcgetattr(tty_fd, &emergency.modes) < 0)
		return err_errno(err, errno, "cannot read the terminal's modes");
	emergency.fd = tty_fd;
	return 0;
}

/* putp writes through stdio, curses through a buffer of its own: flushed at once, neither comes between the other's bytes. */
static void put_capability(const char *name)
{
	putp((char *)capability(name));
	fflush(stdout);
}

static void paste_on(struct screen *s)
{
	s->paste = capability("BE") && capability("BD");
	if (s->paste)
		put_capability("BE");
}

static void paste_off(struct screen *s)
{
	if (s->paste)
		put_capability("BD");
}

/*
 * Until its screen has been ended once, ncurses 6.4 writes out after every cursor motion (_nc_mvcur, ewInitial): a page
 * would be some fifty writes. So it is ended before it began, where nobody sees it.
 */
static void write_whole_frames(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC), saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (null >= 0 && saved >= 0 && dup2(null, STDOUT_FILENO) >= 0) {
		endwin();
		dup2(saved, STDOUT_FILENO);
	}
	if (null >= 0)
		close(null);
	if (saved >= 0)
		close(saved);
}

int screen_open(struct screen **out, int tty_fd, struct err *err)
{
	struct screen *s = mem_zalloc(1, sizeof *s);
	s->fd = tty_fd;
	s->in = tty_fd == STDIN_FILENO ? stdin : fdopen(dup(tty_fd), "r");
	s->sp = s->in ? newterm(NULL, stdout, s->in) : NULL;
	if (!s->sp) {
		free(s);
		return err_set(err, "cannot start the screen for TERM=%s", getenv("TERM"));
	}
	s->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	raw();
	noecho();
	nonl();
	typeahead(-1); /* keys are drained before each frame: a frame once begun is finished */
	intrflush(stdscr, FALSE);
	idlok(stdscr, TRUE);
	write_whole_frames();
	paste_on(s);
	emergency_learn(s->paste);
	emergency.active = 1;
	screen_resize(s);
	*out = s;
	return 0;
}

void screen_close(struct screen *s)
{
	if (!s)
		return;
	paste_off(s);
	endwin();
	emergency.active = 0;
	delscreen(s->sp);
	if (s->in != stdin)
		fclose(s->in);
	buf_release(&s->safe);
	buf_release(&s->ascii);
	free(s);
}

void screen_suspend(struct screen *s)
{
	paste_off(s);
	endwin();
	emergency.active = 0;
}

void screen_resume(struct screen *s)
{
	emergency.active = 1;
	raw(); /* modes as they were are no longer certain after another program had the terminal */
	noecho();
	nonl();
	clearok(stdscr, TRUE);
	paste_on(s);
	screen_resize(s);
}

void screen_resize(struct screen *s)
{
	struct winsize size;
	if (ioctl(s->fd, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
		return;
	if (size.ws_row != LINES || size.ws_col != COLS)
		resizeterm(size.ws_row, size.ws_col);
}

int screen_rows(const struct screen *s)
{
	(void)s;
	return LINES;
}

int screen_cols(const struct screen *s)
{
	(void)s;
	return COLS;
}

static attr_t attributes(unsigned face)
{
	attr_t a = A_NORMAL;
	if (face & FACE_BOLD)
		a |= A_BOLD;
	if (face & FACE_DIM)
		a |= A_DIM;
	if (face & FACE_REVERSE)
		a |= A_REVERSE;
	if (face & FACE_UNDERLINE)
		a |= A_UNDERLINE;
	return a;
}

void screen_erase(struct screen *s)
{
	attrset(A_NORMAL);
	erase();
	s->cursor_row = s->cursor_col = 0;
}

/* The signs that lede itself draws, and the commonest of printed text, in ASCII. */
static char ascii_of(uint32_t c)
{
	static const struct {
		uint32_t from;
		char to;
	} table[] = { { 0x2026, '.' }, { 0x00b7, '-' },  { 0x2022, 'o' },  { 0x2502, '|' }, { 0x2500, '-' },
		      { 0x00d7, 'x' }, { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201c, '"' }, { 0x201d, '"' },
		      { 0x2013, '-' }, { 0x2014, '-' },  { 0x00a0, ' ' } };
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].from == c)
			return table[i].to;
	return c < 0x80 ? (char)c : '?';
}

static const char *spell_ascii(struct screen *s, const char *p, size_t n, size_t *len)
{
	buf_clear(&s->ascii);
	for (size_t i = 0; i < n;) {
		uint32_t c;
		i += utf8_next(p + i, n - i, &c);
		for (int w = text_char_width(c); w > 0; w--)
			buf_addc(&s->ascii, ascii_of(c));
	}
	*len = s->ascii.len;
	return buf_str(&s->ascii);
}

/* What must never reach a terminal, whoever forgot to clean it: controls, and what changes direction or takes no cell of its own. */
static bool is_harmful(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static const char *make_harmless(struct screen *s, const char *p, size_t n, size_t *len)
{
	uint32_t c;
	size_t i = 0;
	while (i < n && (unsigned char)p[i] >= 0x20 && (unsigned char)p[i] < 0x7f)
		i++;
	while (i < n) {
		size_t step = utf8_next(p + i, n - i, &c);
		if (is_harmful(c) || (step == 1 && c == 0xfffd))
			break;
		i += step;
	}
	*len = n;
	if (i == n)
		return p;
	buf_clear(&s->safe);
	for (i = 0; i < n;) {
		size_t step = utf8_next(p + i, n - i, &c);
		if (is_harmful(c) || (step == 1 && c == 0xfffd))
			buf_addc(&s->safe, '?');
		else
			buf_add(&s->safe, p + i, step);
		i += step;
	}
	*len = s->safe.len;
	return buf_str(&s->safe);
}

int screen_text(struct screen *s, int row, int col, int width, const char *p, size_t n, unsigned face)
{
	int used = 0;
	if (width > COLS - col)
		width = COLS - col;
	if (row < 0 || row >= LINES || col < 0 || width <= 0)
		return 0;
	p = make_harmless(s, p, n, &n);
	n = text_fit(p, n, width, &used);
	if (!s->utf8)
		p = spell_ascii(s, p, n, &n);
	attrset(attributes(face));
	mvaddnstr(row, col, p, (int)n);
	return used;
}

int screen_puts(struct screen *s, int row, int col, int width, const char *text, unsigned face)
{
	return screen_text(s, row, col, width, text, strlen(text), face);
}

void screen_fill(struct screen *s, int row, int col, int width, unsigned face)
{
	(void)s;
	if (width <= 0)
		return;
	attrset(A_NORMAL);
	mvhline(row, col, ' ' | attributes(face), width);
}

void screen_rule(struct screen *s, int row, int col, int width)
{
	for (int i = 0; i < width; i++)
		screen_puts(s, row, col + i, 1, "─", FACE_PLAIN);
}

void screen_bar(struct screen *s, int row, int col, int height)
{
	for (int i = 0; i < height; i++)
		screen_puts(s, row + i, col, 1, "│", FACE_PLAIN);
}

void screen_cursor(struct screen *s, int row, int col)
{
	s->cursor_row = row < LINES ? row : LINES - 1;
	s->cursor_col = col < COLS ? col : COLS - 1;
}

void screen_flush(struct screen *s)
{
	move(s->cursor_row, s->cursor_col);
	wnoutrefresh(stdscr);
	doupdate();
}

void screen_repaint(struct screen *s)
{
	(void)s;
	clearok(stdscr, TRUE);
}
