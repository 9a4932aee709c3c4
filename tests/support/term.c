/* A terminal for tests. */
#include "term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

#include "cmocka_all.h"
#include "lede/buf.h"

enum { DEADLINE_MS = 15000 };

struct term {
	int master;
	int slave; /* kept open so that termios can be read after the end */
	pid_t pid, shell;
	int reports, orders; /* from and to the stand-in for a shell */
	bool ended, stopped;
	int status;
	VTerm *vt;
	VTermScreen *screen;
	struct termios before;
	bool alt, cursor_visible;
	VTermPos cursor;
	struct buf raw;
	struct buf row;
};

/* ---- libvterm's side */

static int on_prop(VTermProp prop, VTermValue *value, void *user)
{
	struct term *t = user;
	if (prop == VTERM_PROP_ALTSCREEN)
		t->alt = value->boolean;
	if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_visible = value->boolean;
	return 1;
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
	(void)old;
	(void)visible;
	((struct term *)user)->cursor = pos;
	return 1;
}

static const VTermScreenCallbacks screen_callbacks = { .settermprop = on_prop, .movecursor = on_cursor };

static void on_output(const char *bytes, size_t n, void *user)
{
	struct term *t = user;
	if (t->master >= 0 && write(t->master, bytes, n) < 0)
		return; /* the program is gone; what it asked is of no use any more */
}

static void make_screen(struct term *t, int rows, int cols)
{
	t->vt = vterm_new(rows, cols);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, on_output, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_set_callbacks(t->screen, &screen_callbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	t->cursor_visible = true;
}

/* ---- starting */

static void set_under(const char *name, const char *home, const char *folder)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", home, folder);
	setenv(name, path, 1);
}

static void pin_environment(const struct term_options *o)
{
	clearenv();
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	setenv("LANG", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("HOME", o->home, 1);
	setenv("ASAN_OPTIONS", "abort_on_error=0:exitcode=99:detect_leaks=1", 1);
	setenv("UBSAN_OPTIONS", "halt_on_error=1:exitcode=99", 1);
	set_under("XDG_CACHE_HOME", o->home, "cache");
	set_under("XDG_STATE_HOME", o->home, "state");
	set_under("XDG_CONFIG_HOME", o->home, "config");
	const char *name = o->term ? o->term : "xterm-256color";
	if (*name)
		setenv("TERM", name, 1);
}

static _Noreturn void become(const char *const argv[], const struct term_options *o)
{
	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpid());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	pin_environment(o);
	if (chdir(o->folder ? o->folder : o->home) < 0)
		_exit(126);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

struct report {
	char what; /* 'p' pid, 's' stopped, 'e' ended */
	int value;
};

static void tell(int fd, char what, int value)
{
	struct report r = { .what = what, .value = value };
	if (write(fd, &r, sizeof r) != (ssize_t)sizeof r)
		_exit(0);
}

/*
 * Stands where a shell would: the program is a job in a process group of its
 * own, so that it can be stopped and go on. Each change is reported; after a
 * stop one byte on orders lets the job go on in the foreground.
 */
static _Noreturn void act_as_shell(const char *const argv[], const struct term_options *o, int reports, int orders)
{
	signal(SIGTTOU, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	pid_t job = fork();
	if (job == 0)
		become(argv, o);
	tell(reports, 'p', job);
	for (;;) {
		int status;
		if (waitpid(job, &status, WUNTRACED) != job)
			continue;
		if (!WIFSTOPPED(status)) {
			tell(reports, 'e', WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
			_exit(0);
		}
		char go;
		tcsetpgrp(STDIN_FILENO, getpgrp());
		tell(reports, 's', 0);
		if (read(orders, &go, 1) != 1) {
			kill(job, SIGKILL);
			_exit(0);
		}
		tcsetpgrp(STDIN_FILENO, job);
		kill(-job, SIGCONT);
	}
}

static struct report next_report(struct term *t)
{
	struct report r = { 0 };
	ssize_t n = read(t->reports, &r, sizeof r);
	if (n != (ssize_t)sizeof r)
		r.what = '\0';
	return r;
}

static void start_shell(struct term *t, const char *const argv[], const struct term_options *o)
{
	int reports[2], orders[2];
	assert_int_equal(pipe2(reports, O_CLOEXEC), 0);
	assert_int_equal(pipe2(orders, O_CLOEXEC), 0);
	fflush(NULL);
	t->shell = fork();
	assert_true(t->shell >= 0);
	if (t->shell == 0) {
		close(t->master);
		close(reports[0]);
		close(orders[1]);
		if (login_tty(t->slave) < 0)
			_exit(125);
		act_as_shell(argv, o, reports[1], orders[0]);
	}
	close(reports[1]);
	close(orders[0]);
	t->reports = reports[0];
	t->orders = orders[1];
	struct report r = next_report(t);
	assert_int_equal(r.what, 'p');
	t->pid = r.value;
}

struct term *term_start(const char *const argv[], const struct term_options *o)
{
	struct term *t = mem_zalloc(1, sizeof *t);
	struct winsize size = { .ws_row = (unsigned short)(o->rows ? o->rows : 24),
		                .ws_col = (unsigned short)(o->cols ? o->cols : 80) };
	assert_int_equal(openpty(&t->master, &t->slave, NULL, NULL, &size), 0);
	fcntl(t->master, F_SETFD, FD_CLOEXEC);
	fcntl(t->slave, F_SETFD, FD_CLOEXEC);
	tcgetattr(t->slave, &t->before);
	make_screen(t, size.ws_row, size.ws_col);
	start_shell(t, argv, o);
	return t;
}

void term_free(struct term *t)
{
	if (!t->ended)
		kill(t->pid, SIGKILL);
	close(t->orders);
	waitpid(t->shell, NULL, 0);
	close(t->reports);
	if (t->master >= 0)
		close(t->master);
	close(t->slave);
	vterm_free(t->vt);
	buf_release(&t->raw);
	buf_release(&t->row);
	free(t);
}

/* ---- reading and waiting */

double term_now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

bool term_take(struct term *t, int ms, double *at)
{
	char bytes[8192];
	struct pollfd p = { .fd = t->master, .events = POLLIN };
	if (t->master < 0 || poll(&p, 1, ms) <= 0)
		return false;
	ssize_t n = read(t->master, bytes, sizeof bytes);
	if (n <= 0)
		return false;
	*at = term_now_ms();
	buf_add(&t->raw, bytes, (size_t)n);
	vterm_input_write(t->vt, bytes, (size_t)n);
	return true;
}

/* Takes what the program wrote, waiting at most ms for it. False when nothing came. */
static bool pump(struct term *t, int ms)
{
	double at;
	return term_take(t, ms, &at);
}

static long now_ms(void)
{
	return (long)term_now_ms();
}

/* Takes the reports that are there. */
static void reap(struct term *t)
{
	struct pollfd p = { .fd = t->reports, .events = POLLIN };
	while (!t->ended && poll(&p, 1, 0) > 0) {
		struct report r = next_report(t);
		t->stopped = r.what == 's';
		t->ended = r.what == 'e' || !r.what;
		t->status = r.value;
	}
}

static _Noreturn void give_up(struct term *t, const char *what, const char *text)
{
	char *screen = term_screen(t);
	fprintf(stderr, "waited in vain: %s%s%s\n%s%s\n", what, text ? " " : "", text ? text : "",
	        t->ended ? "(the program has ended)\n" : "", screen);
	free(screen);
	fail();
	abort();
}

void term_wait_until(struct term *t, bool (*cond)(struct term *t, void *payload), void *payload, const char *what)
{
	long end = now_ms() + DEADLINE_MS;
	while (!cond(t, payload)) {
		if (pump(t, 20))
			continue;
		reap(t);
		if (t->ended && !pump(t, 0) && !cond(t, payload))
			give_up(t, what, NULL);
		if (now_ms() > end)
			give_up(t, what, NULL);
	}
}

static bool has_text(struct term *t, void *text)
{
	return term_shows(t, text);
}

static bool lacks_text(struct term *t, void *text)
{
	return !term_shows(t, text);
}

struct row_text {
	int row;
	const char *text;
};

static bool row_has(struct term *t, void *payload)
{
	struct row_text *w = payload;
	return strstr(term_row(t, w->row), w->text) != NULL;
}

void term_wait(struct term *t, const char *text)
{
	char what[256];
	snprintf(what, sizeof what, "the screen to show «%s»", text);
	term_wait_until(t, has_text, (void *)(uintptr_t)text, what);
}

void term_wait_gone(struct term *t, const char *text)
{
	char what[256];
	snprintf(what, sizeof what, "the screen to be without «%s»", text);
	term_wait_until(t, lacks_text, (void *)(uintptr_t)text, what);
}

void term_wait_row(struct term *t, int row, const char *text)
{
	char what[256];
	struct row_text w = { row, text };
	snprintf(what, sizeof what, "row %d to show «%s»", row, text);
	term_wait_until(t, row_has, &w, what);
}

void term_wait_stopped(struct term *t)
{
	long end = now_ms() + DEADLINE_MS;
	while (!t->stopped) {
		pump(t, 20);
		reap(t);
		if (now_ms() > end || t->ended)
			give_up(t, "the program to stop", NULL);
	}
	while (pump(t, 0))
		;
}

void term_resume(struct term *t)
{
	t->stopped = false;
	assert_int_equal(write(t->orders, "g", 1), 1);
}

double term_last_byte_ms(struct term *t, int quiet_ms)
{
	double from = term_now_ms(), last = from;
	while (term_take(t, quiet_ms, &last))
		;
	return last - from;
}

long term_resident_kib(struct term *t)
{
	char path[64];
	long pages = 0;
	snprintf(path, sizeof path, "/proc/%d/statm", (int)t->pid);
	FILE *f = fopen(path, "r");
	if (f && fscanf(f, "%*s %ld", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

int term_wait_exit(struct term *t)
{
	long end = now_ms() + DEADLINE_MS;
	while (!t->ended) {
		pump(t, 20);
		reap(t);
		if (now_ms() > end)
			give_up(t, "the program to end", NULL);
	}
	while (pump(t, 0))
		;
	return t->status;
}

/* ---- doing */

void term_send(struct term *t, const char *bytes)
{
	size_t n = strlen(bytes);
	while (n) {
		ssize_t k = write(t->master, bytes, n);
		assert_true(k > 0);
		bytes += k;
		n -= (size_t)k;
	}
}

void term_resize(struct term *t, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	while (pump(t, 0))
		;
	vterm_set_size(t->vt, rows, cols);
	assert_int_equal(ioctl(t->master, TIOCSWINSZ, &size), 0);
}

void term_signal(struct term *t, int sig)
{
	assert_int_equal(kill(t->pid, sig), 0);
}

void term_hangup(struct term *t)
{
	close(t->master);
	t->master = -1;
	close(t->slave);
	t->slave = open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* ---- looking */

static void add_cell(struct buf *out, const VTermScreenCell *cell)
{
	if (!cell->chars[0]) {
		buf_addc(out, ' ');
		return;
	}
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		uint32_t c = cell->chars[i];
		if (c < 0x80) {
			buf_addc(out, (char)c);
		} else if (c < 0x800) {
			buf_addc(out, (char)(0xc0 | c >> 6));
			buf_addc(out, (char)(0x80 | (c & 63)));
		} else {
			if (c >= 0x10000) {
				buf_addc(out, (char)(0xf0 | c >> 18));
				buf_addc(out, (char)(0x80 | (c >> 12 & 63)));
			} else {
				buf_addc(out, (char)(0xe0 | c >> 12));
			}
			buf_addc(out, (char)(0x80 | (c >> 6 & 63)));
			buf_addc(out, (char)(0x80 | (c & 63)));
		}
	}
}

static VTermScreenCell cell_at(struct term *t, int row, int col)
{
	VTermScreenCell cell;
	memset(&cell, 0, sizeof cell);
	vterm_screen_get_cell(t->screen, (VTermPos){ .row = row, .col = col }, &cell);
	return cell;
}

static void add_row(struct term *t, int row, struct buf *out)
{
	int rows, cols;
	vterm_get_size(t->vt, &rows, &cols);
	if (row < 0)
		row += rows;
	for (int col = 0; col < cols;) {
		VTermScreenCell cell = cell_at(t, row, col);
		add_cell(out, &cell);
		col += cell.width > 1 ? cell.width : 1;
	}
	while (out->len && out->p[out->len - 1] == ' ')
		buf_truncate(out, out->len - 1);
}

const char *term_row(struct term *t, int row)
{
	buf_clear(&t->row);
	add_row(t, row, &t->row);
	return buf_str(&t->row);
}

char *term_screen(struct term *t)
{
	struct buf out = BUF_INIT;
	for (int row = 0; row < term_rows(t); row++) {
		struct buf line = BUF_INIT;
		add_row(t, row, &line);
		buf_add(&out, buf_str(&line), line.len);
		buf_addc(&out, '\n');
		buf_release(&line);
	}
	return buf_detach(&out);
}

bool term_shows(struct term *t, const char *text)
{
	return term_find_row(t, text) >= 0;
}

int term_find_row(struct term *t, const char *text)
{
	for (int row = 0; row < term_rows(t); row++)
		if (strstr(term_row(t, row), text))
			return row;
	return -1;
}

bool term_cell_reverse(struct term *t, int row, int col)
{
	return cell_at(t, row, col).attrs.reverse;
}

bool term_cell_bold(struct term *t, int row, int col)
{
	return cell_at(t, row, col).attrs.bold;
}

void term_cursor(struct term *t, int *row, int *col)
{
	*row = t->cursor.row;
	*col = t->cursor.col;
}

int term_rows(struct term *t)
{
	int rows, cols;
	vterm_get_size(t->vt, &rows, &cols);
	return rows;
}

size_t term_bytes(struct term *t)
{
	return t->raw.len;
}

const char *term_raw(struct term *t, size_t *n)
{
	*n = t->raw.len;
	return buf_str(&t->raw);
}

bool term_looks_like(struct term *t, void *payload)
{
	struct term_shot *shot = payload;
	int row, col;
	term_cursor(t, &row, &col);
	char *text = term_screen(t);
	bool same = row == shot->row && col == shot->col && strcmp(text, shot->text) == 0;
	free(text);
	return same;
}

void term_assert_restored(struct term *t)
{
	struct termios now;
	assert_int_equal(tcgetattr(t->slave, &now), 0);
	assert_int_equal(now.c_iflag, t->before.c_iflag);
	assert_int_equal(now.c_oflag, t->before.c_oflag);
	assert_int_equal(now.c_lflag, t->before.c_lflag);
	assert_false(t->alt);
	assert_true(t->cursor_visible);
}
