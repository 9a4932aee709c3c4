/* The real program on a terminal: all hits of a search one to a line, and where they fall. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "support/archive.h"

/* Searches for "survey" (5 hits in 3 stories), keeps it, and opens the concordance. */
static void list_hits(struct term *t)
{
	term_send(t, "/survey\r");
	term_wait_row(t, -1, "3 articles");
	term_send(t, "C");
	term_wait_row(t, 0, "5 hits of /survey");
	term_wait_row(t, -1, "1 of 5"); /* drawn last */
}

/* Every one of the rows has the word in the same column. */
static void assert_aligned(struct term *t, int from, int to)
{
	const char *row = term_row(t, from), *at = strstr(row, "survey");
	assert_non_null(at);
	long col = at - row;
	for (int i = from; i <= to; i++) {
		row = term_row(t, i);
		assert_true((long)strlen(row) > col);
		assert_int_equal(memcmp(row + col, "survey", 6), 0);
	}
}

static void hits_stand_under_one_another(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	list_hits(t);
	assert_aligned(t, 1, 5);
	assert_non_null(strstr(term_row(t, 1), "criticised over a survey of the"));
	assert_non_null(strstr(term_row(t, 3), "The harbour board said the survey had been"));
	term_wait_row(t, -1, "1 of 5");
	archive_quit(t);
}

static void wide_screens_name_source_and_date(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	list_hits(t);
	assert_non_null(strstr(term_row(t, 1), "2031-03-council.txt"));
	assert_non_null(strstr(term_row(t, 2), "2031-03-harbour.txt"));
	assert_aligned(t, 1, 5);
	archive_quit(t);
}

static void orders_by_what_stands_before_and_after(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	list_hits(t);
	term_send(t, "<"); /* a (off), a (over), admits, new, the */
	term_wait_row(t, 1, "had put off a survey");
	term_wait_row(t, 5, "said the survey");
	term_send(t, ">"); /* had, last, of Teller, of the, of the */
	term_wait_row(t, 1, "survey had been");
	term_wait_row(t, 2, "survey last autumn");
	term_wait_row(t, 3, "survey of Teller");
	term_send(t, "s");
	term_wait_row(t, 1, "criticised over a survey of the");
	term_send(t, "jj<"); /* the selection stays with its line */
	term_wait_row(t, 5, "said the survey");
	term_wait_row(t, -1, "5 of 5");
	archive_quit(t);
}

static void enter_opens_at_the_hit_and_the_way_back_is_exact(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	list_hits(t);
	term_send(t, "jj\r");
	term_wait(t, "The harbour board said the survey");
	term_wait_row(t, -1, "2 of 2");
	term_send(t, "H");
	term_wait_row(t, 0, "5 hits of /survey");
	term_wait_row(t, -1, "3 of 5");
	term_send(t, "\r");
	term_wait_row(t, -1, "2 of 2");
	term_send(t, "q");
	term_wait_row(t, -1, "3 of 5");
	archive_quit(t);
}

static bool cursor_is_there(struct term *t, void *payload)
{
	const struct term_shot *want = payload;
	int row, col;
	term_cursor(t, &row, &col);
	return row == want->row && col == want->col;
}

/* The cursor goes to its place after all has been drawn. */
static struct term_shot shot_of(struct term *t, int row, int col)
{
	struct term_shot shot = { NULL, row, col };
	term_wait_until(t, cursor_is_there, &shot, "the cursor in its place");
	shot.text = term_screen(t);
	return shot;
}

static void leaving_restores_list_and_story(void **state)
{
	static const char *const leave[] = { "\x1b", "q", "H" };
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/survey\r");
	term_wait_row(t, -1, "3 articles");
	term_send(t, "o");
	term_wait_row(t, -1, "by source");
	term_send(t, "G");
	term_wait(t, "Harbour board admits survey");
	term_wait(t, "soundings and got a thank-you card");
	term_wait(t, "7 Salvage tug");
	struct term_shot before = shot_of(t, 7, 0);
	for (size_t i = 0; i < sizeof leave / sizeof *leave; i++) {
		term_send(t, "C");
		term_wait_row(t, 0, "5 hits of /survey");
		term_send(t, "G");
		term_wait_row(t, -1, "5 of 5");
		term_send(t, leave[i]);
		term_wait_until(t, term_looks_like, &before, "the screen and cursor as they were");
	}
	free(before.text);
	archive_quit(t);
}

static void from_a_story_and_back_to_its_line(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "/survey\r");
	term_wait_row(t, -1, "3 articles");
	term_send(t, "o");
	term_wait_row(t, -1, "by source");
	term_send(t, "ggjlG");
	term_wait_row(t, -1, "END");
	term_wait(t, "8 unread");
	term_wait(t, "3 Ferry Halcyon"); /* the last of what comes */
	struct term_shot before = shot_of(t, 10, 4);
	term_send(t, "C");
	term_wait_row(t, 0, "5 hits");
	term_send(t, "gg\r"); /* it is read already: no sign in the list changes */
	term_wait_row(t, -1, "1 of 1");
	term_send(t, "h");
	term_wait_row(t, -1, "1 of 5");
	term_send(t, "\x1b");
	term_wait_until(t, term_looks_like, &before, "the screen and cursor as they were");
	free(before.text);
	archive_quit(t);
}

static void without_a_search_it_says_how_to_begin(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "C");
	term_wait_row(t, -1, "/ in the list begins one");
	term_send(t, "/is:unread\r");
	term_wait_row(t, -1, "9 articles");
	term_send(t, "C");
	term_wait(t, "no words to list");
	term_send(t, "jkG<>\rdu"); /* nothing to move in, nothing to open */
	term_send(t, "\x1b");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

static void it_follows_the_size_of_the_screen(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	list_hits(t);
	term_send(t, "G");
	term_wait_row(t, -1, "5 of 5");
	term_resize(t, 6, 60);
	term_wait_row(t, 4, "put off a survey");
	term_send(t, "?");
	term_wait(t, "The list");
	term_send(t, "q");
	term_wait_row(t, 4, "put off a survey");
	term_resize(t, 24, 120);
	term_wait_row(t, 5, "2031-03-harbour.txt");
	archive_quit(t);
}

static void below_the_hits_stands_where_they_fall(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/survey");
	term_wait_row(t, -2, "2 sources: 2031-03-harbour.txt 2, 2031-03-co");
	term_send(t, " soundings");
	term_wait_row(t, -2, "2031-03-harbour.txt 1");
	term_send(t, " zzyzx");
	term_wait(t, "No story matches");
	term_send(t, "\x1b");
	term_wait_row(t, -1, "?:help");
	term_wait_gone(t, "2 sources:");
	archive_quit(t);
}

static bool last_column_is(struct term *t, int row, const char *sign)
{
	const char *text = term_row(t, row);
	size_t n = strlen(text), m = strlen(sign);
	return n > m && strcmp(text + n - m, sign) == 0;
}

static bool third_hit_is_marked(struct term *t, void *payload)
{
	(void)payload;
	int others = 0, here = 0;
	for (int row = 1; row < term_rows(t) - 1; row++) {
		others += last_column_is(t, row, "•");
		here += last_column_is(t, row, "<");
	}
	return others == 2 && here == 1;
}

static void marks_at_the_edge_show_where_hits_are(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/bell\r"); /* none in it: no marks */
	term_wait_row(t, -1, "0 articles");
	term_send(t, "/\x15halcyon free\r");
	term_wait_row(t, -1, "2 articles");
	term_send(t, "nnn");
	term_wait_row(t, -1, "3 of ");
	term_wait_until(t, third_hit_is_marked, NULL, "marks where the hits are");
	term_send(t, "\x1b");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(hits_stand_under_one_another),           E2E(wide_screens_name_source_and_date),
		E2E(orders_by_what_stands_before_and_after), E2E(enter_opens_at_the_hit_and_the_way_back_is_exact),
		E2E(leaving_restores_list_and_story),        E2E(from_a_story_and_back_to_its_line),
		E2E(without_a_search_it_says_how_to_begin),  E2E(it_follows_the_size_of_the_screen),
		E2E(below_the_hits_stands_where_they_fall),  E2E(marks_at_the_edge_show_where_hits_are),
	};
	return cmocka_run_group_tests_name("end to end: all hits", tests, NULL, NULL);
}
