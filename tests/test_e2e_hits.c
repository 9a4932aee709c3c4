/* The real program on a terminal: the hits of a search, picked out wherever they are shown, gone through with n and N. */
#include "support/cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/path.h"
#include "lede/unicode.h"
#include "support/archive.h"

enum { ROWS = 40, COLS = 120, RULE_COL = 54 };

/* --- what stands out --- */

struct standing_out {
	const char *text;
	int from, to; /* columns */
};

static bool stands_out(struct term *t, int row, int col)
{
	return term_cell_bold(t, row, col) || term_cell_reverse(t, row, col);
}

/* Only the first cell of a wide character tells how it looks. */
static bool stands_out_alone(struct term *t, int row, int col, const char *text)
{
	if (stands_out(t, row, col - 1))
		return false;
	for (const char *p = text; *p;) {
		uint32_t c;
		size_t n = utf8_next(p, strlen(p), &c);
		if (text_char_width(c) && !stands_out(t, row, col))
			return false;
		col += text_char_width(c);
		p += n;
	}
	return !stands_out(t, row, col);
}

/* Some occurrence of the text stands out, and neither what is before it nor what comes after. */
static bool is_picked_out(struct term *t, void *payload)
{
	const struct standing_out *s = payload;
	int cells = text_width(s->text, strlen(s->text));
	for (int row = 1; row < term_rows(t) - 1; row++) {
		char *line = mem_strdup(term_row(t, row));
		bool found = false;
		for (const char *p = line; (p = strstr(p, s->text)) && !found; p++) {
			int col = text_width(line, (size_t)(p - line));
			found = col >= s->from && col + cells <= s->to && stands_out_alone(t, row, col, s->text);
		}
		free(line);
		if (found)
			return true;
	}
	return false;
}

static void wait_picked_out(struct term *t, const char *query, const char *text, int from, int to, const char *where)
{
	char what[160];
	struct standing_out s = { text, from, to };
	snprintf(what, sizeof what, "%s: «%s» to stand out in %s", query, text, where);
	term_wait_until(t, is_picked_out, &s, what);
}

static struct term *sample_opened(const struct archive *a)
{
	char *sample = path_absolute("share/sample");
	const char *index[] = { "index", sample, NULL }, *read[] = { sample, NULL };
	struct term *t = archive_run(a, ROWS, COLS, index);
	assert_int_equal(term_wait_exit(t), 0);
	term_free(t);
	t = archive_run(a, ROWS, COLS, read);
	term_wait(t, "75 articles");
	free(sample);
	return t;
}

static void hits_stand_out_in_list_and_text_in_every_script(void **state)
{
	static const struct {
		const char *query, *list, *text;
	} sought[] = {
		{ "headline:ferry", "ferry", NULL },
		{ "ferry", "ferry", "ferry" },
		{ "Sarrow\u2019s", "Sarrow", "Sarrow" },
		{ "U.S.", "us", "us" },
		{ "strasse", "Stra\u00dfe", "Stra\u00dfe" },
		{ "cafe", "caf\u00e9", "caf\u00e9" },
		{ "\u30d5\u30a7\u30ea\u30fc", "\u30d5\u30a7\u30ea\u30fc", "\u30d5\u30a7\u30ea\u30fc" },
		{ "\u6e2f\u6e7e", "\u6e2f\u6e7e", "\u6e2f\u6e7e" },
		{ "\u043f\u0430\u0440\u043e\u043c", "\u041f\u0430\u0440\u043e\u043c",
		  "\u043f\u0430\u0440\u043e\u043c" },
		{ "\"aground on\"", "aground on", "aground on" },
		{ "/[r-t]kerrin lif/", "Skerrin lif", "Skerrin lif" },
	};
	struct term *t = sample_opened(*state);
	for (size_t i = 0; i < sizeof sought / sizeof *sought; i++) {
		term_send(t, "/\x15");
		term_send(t, sought[i].query);
		term_send(t, "\r");
		term_wait_row(t, -1, sought[i].query);
		term_wait_row(t, -1, " article");
		wait_picked_out(t, sought[i].query, sought[i].list, 1, RULE_COL, "the list");
		if (sought[i].text)
			wait_picked_out(t, sought[i].query, sought[i].text, RULE_COL + 1, COLS - 1, "the story");
	}
	archive_quit(t);
}

/* The row has no room for the headline's last word: the line below it has. */
static void a_hit_at_a_long_headline_s_end_is_shown(void **state)
{
	struct term *t = archive_reopened(*state, ROWS, COLS);
	term_send(t, "/safe\r");
	term_wait_row(t, -1, "1 article");
	wait_picked_out(t, "safe", "safe", 1, RULE_COL, "the list");
	term_send(t, "/\x15shaving\r");
	term_wait_row(t, -1, "/shaving  1 article");
	wait_picked_out(t, "shaving", "shaving", 1, RULE_COL, "the list");
	archive_quit(t);
}

/* --- n and N --- */

#define TUG "Salvage tug pulls"
#define TIDE "/tide\r"

/* Each step of the way, and what the status line then says. */
static void n_goes_on_into_the_next_story_and_back(void **state)
{
	static const struct {
		const char *keys, *says, *story;
	} way[] = {
		{ "ogg", "3 articles", "aground" },
		{ "jn", "1 of 2 here", "aground" },
		{ "n", "2 of 2 here", "aground" },
		{ "n", "1 of 1 here", TUG },
		{ "N", "2 of 2 here", "aground" },
		{ "N", "1 of 2 here", "aground" },
		{ "N", "that was the first hit", "aground" },
		{ "3n", "1 of 1 here", TUG },
		{ "n", "1 of 1 here", TUG }, /* its copy */
		{ "n", "that was the last hit", TUG },
	};
	struct term *t = archive_reopened(*state, ROWS, COLS);
	term_send(t, TIDE);
	term_wait_row(t, -1, "3 articles");
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		term_send(t, way[i].keys);
		term_wait_row(t, -1, way[i].says);
		term_wait(t, way[i].story);
	}
	archive_quit(t);
}

/* --- beside and below --- */

struct mark {
	const char *line, *sign;
};

/* The sign is the last thing on the row that shows the line. */
static bool is_marked(struct term *t, void *payload)
{
	const struct mark *m = payload;
	int row = term_find_row(t, m->line);
	if (row < 0)
		return false;
	const char *text = term_row(t, row);
	size_t len = strlen(text), n = strlen(m->sign);
	return len > n && strcmp(text + len - n, m->sign) == 0;
}

static void marks_at_the_edge_say_where_hits_are(void **state)
{
	struct term *t = archive_reopened(*state, ROWS, COLS);
	term_send(t, "/plaster\r");
	term_wait_row(t, -1, "1 article");
	term_wait_until(t, is_marked, &(struct mark){ "driftwood won", "\u2022" }, "a mark beside the hit");
	term_send(t, "n");
	term_wait_until(t, is_marked, &(struct mark){ "driftwood won", "<" }, "a mark of its own for the hit");
	term_send(t, "/moles\r");
	term_wait_until(t, is_marked, &(struct mark){ "already begun on the site", "\u2022" },
	                "a mark beside the other hit");
	term_wait_until(t, is_marked, &(struct mark){ "driftwood won", "plaster on.\u201d" }, "no mark any more");
	archive_quit(t);
}

static void write_storm(const struct archive *a, const char *name, int year)
{
	char *text = mem_printf(
		"Storm of %d closes the port of Quillan for a day\n\n"
		"The port of Quillan, Ostravia, March 3, %d. MERIDIAN/Tobin Achterberg\n\n"
		"PORT QUILLAN (Meridian) \u2013 The storm closed the port for a day, the coast guard said.\n\n"
		"Nobody was hurt, and nothing was lost but a hat.\n\n"
		"(Reporting by Ines Marlowe; Editing by Wilma Prout)\n",
		year, year);
	archive_write(a, name, text);
	free(text);
}

static void a_line_below_says_which_sources_and_years(void **state)
{
	struct archive *a = *state;
	write_storm(a, "wire/a.txt", 2028);
	write_storm(a, "wire/b.txt", 2031);
	archive_index(a);
	struct term *t = archive_open(a, ROWS, COLS);
	term_wait(t, "11 articles");
	term_send(t, "/storm");
	term_wait_row(t, -2, "2 sources: a.txt 1, b.txt 1");
	term_wait_row(t, -2, "2028 \u2588\u00b7\u00b7\u2588 2031");
	term_send(t, " 2031");
	term_wait_row(t, -2, " b.txt 1");
	term_wait_row(t, -2, " 2031 \u2502");
	term_send(t, "\x1b");
	term_wait_row(t, -1, "?:help");
	assert_null(strstr(term_row(t, -2), "b.txt"));
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(hits_stand_out_in_list_and_text_in_every_script), E2E(a_hit_at_a_long_headline_s_end_is_shown),
		E2E(n_goes_on_into_the_next_story_and_back),          E2E(marks_at_the_edge_say_where_hits_are),
		E2E(a_line_below_says_which_sources_and_years),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("end to end: hits", tests, NULL, NULL);
}
