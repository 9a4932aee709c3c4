/*
 * typing LEDE FOLDER HOME ROWS COLS WORDS LOG: what each letter of a search costs. Types the words into the real program on the
 * test terminal and prints, for each class of words, how long after a letter the screen showed it in the prompt (echo), the
 * first page of hits for exactly what is typed, their final count and, for a word's last letter, the list ranked. The archive
 * must be indexed already (the same HOME).
 *
 * First each letter waits until the screen is at rest after the one before; then all is typed once more by a fast typist, a
 * letter each BEAT_MS whatever the screen shows. What the screen shows is looked up after each read of what the program wrote,
 * with the time of that read: the status row is the last of a frame, so when it shows a count the page above it is there.
 * LOG gets a line for each letter of the first pass.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "lede/unicode.h"
#include "support/bench.h"
#include "support/term.h"

/* After so many words without a ranked list, and none with one, no further word is waited for. */
enum { RANKED_TRIES = 5 };
enum { QUIET_MS = 60, START_QUIET_MS = 500, LIMIT_MS = 5000, BEAT_MS = 30, LETTERS_MAX = 64, START_MAX = 600 };

enum measure { ECHO, PAGE, FINAL, RANKED, FAST_ECHO, FAST_PAGE, MEASURES };

static const char *const measure_names[] = {
	[ECHO] = "letter to its echo, ms",     [PAGE] = "letter to first page, ms",
	[FINAL] = "letter to final count, ms", [RANKED] = "last letter to ranked, ms",
	[FAST_ECHO] = "fast typist: echo, ms", [FAST_PAGE] = "fast: last letter to page, ms",
};

struct tally {
	struct figures of[WORD_CLASSES_MAX];
	struct figures all;
	size_t missed; /* not shown within LIMIT_MS: infinite figures */
};

/* A letter on its way: when it was typed, and when the screen showed what came of it; NAN: not yet. */
struct letter {
	size_t end; /* of the text typed with it */
	double typed, at[FAST_ECHO];
	bool last; /* of its word */
	bool none; /* nothing was found, so nothing is ranked */
};

struct typist {
	struct term *term;
	const struct words *words;
	struct tally tallies[MEASURES];
	struct figures whole_page; /* first page after the last letter, without the words of one letter */
	FILE *log;
};

static _Noreturn void stop(struct term *t, const char *why)
{
	char *screen = term_screen(t);
	fprintf(stderr, "typing: %s\n%s", why, screen);
	exit(3);
}

/* ---- what the screen shows */

/* The prompt's row from behind the text, when it begins with that text and the cursor stands behind it; or NULL. */
static const char *behind(struct term *t, const char *text, size_t n)
{
	int row, col;
	const char *shown = term_row(t, -1);
	term_cursor(t, &row, &col);
	bool typed = shown[0] == '/' && strncmp(shown + 1, text, n) == 0;
	return typed && row == term_rows(t) - 1 && col >= 1 + text_width(text, n) ? shown + 1 + n : NULL;
}

static void see_count(struct letter *l, const char *count, double at)
{
	bool at_least = strncmp(count, "≥", strlen("≥")) == 0;
	if (!at_least && (*count < '0' || *count > '9'))
		return;
	if (isnan(l->at[PAGE]))
		l->at[PAGE] = at;
	const char *note = strstr(count, "  (");
	const char *dots = strstr(count, "…");
	if (isnan(l->at[FINAL]) && !at_least && (!dots || (note && note < dots))) {
		l->at[FINAL] = at;
		l->none = *count == '0';
	}
}

static bool shows_ranked(struct term *t)
{
	for (int row = 1; row < term_rows(t) - 1; row++)
		if (strstr(term_row(t, row), "v Best first"))
			return true;
	return false;
}

/* Notes what the screen shows of a letter, now that something came. */
static void see(struct term *t, struct letter *l, const char *text, double at)
{
	const char *rest = behind(t, text, l->end);
	if (!rest)
		return;
	if (isnan(l->at[ECHO]))
		l->at[ECHO] = at;
	if (rest[0] == ' ' && rest[1] == ' ' && rest[2] && rest[2] != ' ')
		see_count(l, rest + 2, at);
	if (l->last && !isnan(l->at[PAGE]) && isnan(l->at[RANKED]) && shows_ranked(t))
		l->at[RANKED] = at;
}

/* ---- typing */

static void settle(struct term *t)
{
	term_last_byte_ms(t, QUIET_MS);
}

static void open_prompt(struct term *t)
{
	term_send(t, "/");
	settle(t);
	if (!behind(t, "", 0))
		stop(t, "/ opens no prompt");
}

static void leave_prompt(struct term *t)
{
	term_send(t, "\x1b");
	settle(t);
	while (behind(t, "", 0))
		settle(t);
}

static size_t letter_length(const char *p)
{
	size_t n = 1;
	while ((p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void press(struct term *t, struct letter *l, const char *text, size_t start)
{
	char key[8] = "";
	*l = (struct letter){ .end = start + letter_length(text + start) };
	for (int i = 0; i < FAST_ECHO; i++)
		l->at[i] = NAN;
	memcpy(key, text + start, l->end - start);
	l->last = !text[l->end];
	l->typed = term_now_ms();
	term_send(t, key);
}

static bool complete(const struct typist *y, const struct letter *l)
{
	const struct tally *ranked = &y->tallies[RANKED];
	bool never = ranked->missed >= RANKED_TRIES && ranked->missed == ranked->all.n;
	return !isnan(l->at[FINAL]) && (!l->last || l->none || never || !isnan(l->at[RANKED]));
}

static void tally_add(struct tally *y, size_t class, double ms)
{
	if (isnan(ms)) {
		y->missed++;
		ms = INFINITY;
	}
	figures_add(&y->of[class], ms);
	figures_add(&y->all, ms);
}

static double took(const struct letter *l, enum measure m)
{
	return l->at[m] - l->typed;
}

static void note_letter(struct typist *y, const struct word *w, const struct letter *l)
{
	for (enum measure m = ECHO; m <= FINAL; m++)
		tally_add(&y->tallies[m], w->class, took(l, m));
	if (l->last && !l->none)
		tally_add(&y->tallies[RANKED], w->class, took(l, RANKED));
	if (l->last && l->end > 1)
		figures_add(&y->whole_page, isnan(l->at[PAGE]) ? INFINITY : took(l, PAGE));
	fprintf(y->log, "%.2f\t%.2f\t%.2f\t%.2f\t%.*s\n", took(l, PAGE), took(l, FINAL), took(l, RANKED), took(l, ECHO),
	        (int)l->end, w->typed);
}

static void type_letter(struct typist *y, const struct word *w, size_t start)
{
	struct letter l;
	double at;
	press(y->term, &l, w->typed, start);
	for (double left = LIMIT_MS; left > 0 && !complete(y, &l); left = l.typed + LIMIT_MS - term_now_ms())
		if (term_take(y->term, (int)left + 1, &at))
			see(y->term, &l, w->typed, at);
	note_letter(y, w, &l);
	settle(y->term);
}

static void type_word(struct typist *y, const struct word *w)
{
	open_prompt(y->term);
	for (size_t at = 0; w->typed[at]; at += letter_length(w->typed + at))
		type_letter(y, w, at);
	leave_prompt(y->term);
}

/* ---- the fast typist */

/* Looks at the screen until the time comes, for all the letters that are on their way. */
static void watch(struct term *t, struct letter *l, size_t n, const char *text, double until)
{
	double at;
	for (double left = until - term_now_ms(); left > 0; left = until - term_now_ms())
		if (term_take(t, (int)left, &at))
			for (size_t i = 0; i < n; i++)
				if (i + 1 == n || isnan(l[i].at[ECHO]))
					see(t, &l[i], text, at);
}

static void type_fast(struct typist *y, const struct word *w)
{
	struct letter l[LETTERS_MAX];
	size_t n = 0, at = 0;
	open_prompt(y->term);
	while (w->typed[at] && n < LETTERS_MAX) {
		press(y->term, &l[n], w->typed, at);
		at = l[n++].end;
		if (w->typed[at])
			watch(y->term, l, n, w->typed, l[0].typed + (double)n * BEAT_MS);
	}
	while (isnan(l[n - 1].at[PAGE]) && term_now_ms() < l[n - 1].typed + LIMIT_MS)
		watch(y->term, l, n, w->typed, term_now_ms() + 1);
	for (size_t i = 0; i < n; i++)
		tally_add(&y->tallies[FAST_ECHO], w->class, took(&l[i], ECHO));
	tally_add(&y->tallies[FAST_PAGE], w->class, took(&l[n - 1], PAGE));
	settle(y->term);
	leave_prompt(y->term);
}

/* ---- the report */

static void report(const struct typist *y, enum measure m)
{
	struct tally *t = (struct tally *)&y->tallies[m];
	figures_heading(measure_names[m]);
	if (t->missed == t->all.n) {
		printf("  not shown\n");
		return;
	}
	for (size_t i = 0; i < y->words->n_classes; i++)
		figures_line(y->words->classes[i], &t->of[i]);
	figures_line("all", &t->all);
	if (t->missed)
		printf("  not shown within %d s (inf above): %zu\n", LIMIT_MS / 1000, t->missed);
}

/* Until the screen is at rest and nothing is being read in any more. */
static struct term *start(char **argv)
{
	const char *run[] = { argv[1], argv[2], NULL };
	struct term_options opts = { .rows = atoi(argv[4]), .cols = atoi(argv[5]), .home = argv[3], .folder = "/" };
	struct term *t = term_start(run, &opts);
	for (int i = 0; i < START_MAX; i++) {
		term_last_byte_ms(t, START_QUIET_MS);
		const char *status = term_row(t, -1);
		if (*status && !strstr(status, "reading in") && !strstr(status, "looking at files"))
			return t;
	}
	stop(t, "the archive is still being read in");
}

static void measure_all(struct typist *y)
{
	long before = term_resident_kib(y->term);
	for (size_t i = 0; i < y->words->n; i++)
		type_word(y, &y->words->of[i]);
	for (size_t i = 0; i < y->words->n; i++)
		type_fast(y, &y->words->of[i]);
	for (enum measure m = ECHO; m < MEASURES; m++)
		report(y, m);
	printf("\nresident memory: %ld KiB before the first letter, %ld KiB after the last\n", before,
	       term_resident_kib(y->term));
	printf("whole words: first page p50 %.2f ms, ranked p50 %.2f ms\n", figures_at(&y->whole_page, .5),
	       figures_at(&y->tallies[RANKED].all, .5));
}

int main(int argc, char **argv)
{
	static struct typist y;
	struct words words;
	if (argc != 8) {
		fputs("usage: typing LEDE FOLDER HOME ROWS COLS WORDS LOG\n", stderr);
		return 2;
	}
	words_read(&words, argv[6]);
	y.words = &words;
	y.log = fopen(argv[7], "w");
	if (!y.log) {
		fprintf(stderr, "typing: cannot write %s\n", argv[7]);
		return 3;
	}
	y.term = start(argv);
	measure_all(&y);
	term_free(y.term);
	fclose(y.log);
	words_release(&words);
	return 0;
}
