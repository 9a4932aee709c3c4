/* The real program on a terminal: source lines, each kind of mend, taking it back, and that it stays. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/archive.h"

#define HALL "Concert hall architect says"
#define ROOK "Rook resigns from harbour"
#define VOTED "Seventeen members voted"

/* ---- the source lines */

static void v_shows_lines_beside_their_labels(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "ggjjv");
	term_wait(t, "Source lines of 2031-03-council.txt");
	int row = term_find_row(t, HALL);
	assert_true(row > 0);
	assert_non_null(strstr(term_row(t, row), "13 headline"));
	assert_non_null(strstr(term_row(t, row), "%"));
	assert_non_null(strstr(term_row(t, row - 2), "11 credit"));
	assert_non_null(strstr(term_row(t, row + 2), "15 lede"));
	int y, x;
	term_cursor(t, &y, &x);
	assert_int_equal(y, row);
	term_send(t, "\x1b");
	term_wait_gone(t, "Source lines");
	archive_quit(t);
}

static void the_lines_are_moved_in_like_any_text(void **state)
{
	struct term *t = archive_opened(*state, 12, 80);
	term_send(t, "ggjv");
	term_wait(t, "line 1");
	term_send(t, "4j");
	term_wait(t, "line 5");
	term_send(t, "G");
	term_wait(t, "line 31");
	term_send(t, "23G");
	term_wait(t, "line 23");
	term_send(t, "k");
	term_wait(t, "line 22");
	term_send(t, "gg");
	term_wait_row(t, -1, "line 1");
	term_send(t, "d");
	term_wait(t, "line 6");
	term_send(t, " ");
	term_wait(t, "line 16");
	term_send(t, "b");
	term_wait(t, "line 6");
	term_send(t, "u");
	term_wait_row(t, 1, "1 headline");
	term_send(t, "?");
	term_wait(t, "half a page");
	term_send(t, "q");
	term_wait(t, "Source lines");
	term_send(t, "q");
	term_wait(t, "9 articles");
	archive_quit(t);
}

static void the_lines_fit_any_screen(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "ggjv");
	term_wait(t, "1 headline");
	term_resize(t, 5, 20);
	term_wait(t, "1 head");
	term_resize(t, 40, 120);
	term_wait(t, "23 headline");
	archive_quit(t);
}

/* ---- mends */

static void e_tells_what_may_follow(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "ggjjE");
	term_wait_row(t, -1, "undo");
	term_send(t, "\x1b");
	term_wait_gone(t, "s split");
	archive_quit(t);
}

static void em_joins_a_story_to_the_one_above(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 40, 120);
	term_send(t, "ggjjEm");
	term_wait(t, "8 articles");
	term_wait(t, "Eu undoes it");
	assert_true(term_shows(t, "joined"));
	int row = term_find_row(t, "• Council of Port Quillan");
	assert_true(row > 0 && term_cell_reverse(t, row, 4));
	term_wait(t, "180 words");
	archive_quit(t);
	t = archive_open(a, 40, 120);
	term_wait(t, "8 articles");
	archive_quit(t);
}

static void es_splits_at_the_line_under_the_cursor(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 40, 120);
	term_send(t, "ggjv7GEs");
	term_wait(t, "7 headline    100%");
	term_wait(t, "Eu undoes it");
	assert_true(term_shows(t, "split at"));
	term_send(t, "q");
	term_wait(t, "10 articles");
	int row = term_find_row(t, "• " VOTED);
	assert_true(row > 0 && term_cell_reverse(t, row, 4));
	archive_quit(t);
}

static void eh_makes_the_line_the_headline(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggjjv15GEh");
	term_wait(t, "15 headline    100%");
	term_wait(t, "headline: “");
	assert_null(strstr(term_row(t, term_find_row(t, "13 ")), "headline"));
	term_send(t, "q");
	term_wait(t, "9 articles");
	assert_true(term_find_row(t, "BRENNICK (Meridian)") > 0);
	archive_quit(t);
}

static void ed_sets_a_line_apart(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggjv9GEd");
	term_wait(t, "9 boilerplate");
	term_wait(t, "set apart");
	archive_quit(t);
}

static void eu_takes_one_back_after_the_other(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggjjEm");
	term_wait(t, "Eu undoes it");
	term_send(t, "ggjjEm");
	term_wait(t, "7 articles");
	term_wait(t, "Eu undoes it");
	term_send(t, "Eu");
	term_wait(t, "8 articles");
	term_wait(t, "is taken back");
	term_send(t, "jEu");
	term_wait(t, "9 articles");
	term_wait(t, "is taken back");
	term_wait(t, HALL);
	term_send(t, "jEu");
	term_wait(t, "nothing was mended");
	archive_quit(t);
}

static void in_a_story_the_line_at_the_top_is_meant(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_opened(a, 9, 60);
	term_send(t, "ggjl");
	term_wait(t, "votes to dredge");
	term_send(t, "G");
	term_wait(t, "Related");
	term_send(t, "11gg");
	term_wait_row(t, 1, VOTED);
	term_send(t, "Es");
	term_wait(t, "split at “Seventeen");
	term_wait(t, "10 articles");
	term_wait_row(t, 1, VOTED);
	term_send(t, "q");
	term_wait(t, "10 articles");
	archive_quit(t);
}

static void at_a_story_s_head_the_lines_are_shown_first(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "ggjlEs");
	term_wait(t, "Source lines");
	term_wait(t, "go to the line");
	term_send(t, "6jEs");
	term_wait(t, "7 headline    100%");
	archive_quit(t);
}

static void what_makes_no_sense_is_said_and_changes_nothing(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 24, 80);
	term_send(t, "ggjEm");
	term_wait(t, "no story stands above");
	term_send(t, "vEs");
	term_wait(t, "begins here already");
	term_send(t, "q");
	term_wait(t, "9 articles");
	archive_quit(t);
}

static void read_marks_go_over_to_the_parts(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggjl");
	term_wait(t, "8 unread");
	term_send(t, "qv7GEs");
	term_wait(t, "7 headline    100%");
	term_send(t, "q");
	term_wait(t, "10 articles");
	term_wait(t, "8 unread");
	archive_quit(t);
}

static void a_mend_in_a_search_keeps_the_search(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "/rook\r");
	term_wait(t, "3 of 3");
	term_send(t, "o");
	term_wait(t, "1 of 3");
	term_send(t, "ggjj");
	term_send(t, "v");
	term_wait(t, "Source lines");
	term_send(t, "q");
	term_wait(t, "/rook");
	term_send(t, "ggjv7GEs");
	term_wait(t, "7 headline    100%");
	term_send(t, "q");
	term_wait(t, VOTED);
	term_send(t, "\x1b");
	term_wait(t, "• " HALL);
	term_wait(t, "10 articles");
	archive_quit(t);
}

static void a_lost_mend_is_told_of(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 24, 80);
	term_send(t, "ggjjEm");
	term_wait(t, "Eu undoes it");
	archive_quit(t);
	archive_write(
		a, "wire/2031-03-council.txt",
		"Lighthouse keeper of Teller Rock retires after forty winters\n\n"
		"PORT QUILLAN (Meridian) – The keeper of the Teller Rock lighthouse put out his lamp on Friday.\n");
	t = archive_open(a, 24, 80);
	term_wait(t, "Lighthouse keeper");
	term_wait(t, "1 mend fits nothing any more");
	archive_quit(t);
}

/* Leaving before the file was read again loses nothing: the next launch sees to it. */
static void a_mend_in_the_last_moment_shows_next_time(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_opened(a, 24, 80);
	term_send(t, "ggjjEmQ");
	assert_int_equal(term_wait_exit(t), 0);
	term_free(t);
	t = archive_open(a, 24, 80);
	term_wait(t, "8 articles");
	archive_quit(t);
}

static void lede_split_knows_the_mends_of_a_library_that_is_named(void **state)
{
	struct archive *a = *state;
	const char *plain[] = { "split", "wire/2031-03-council.txt", NULL };
	const char *mended[] = { "split", "-l", "wire", "wire/2031-03-council.txt", NULL };
	struct term *t = archive_opened(a, 24, 80);
	term_send(t, "ggjjEm");
	term_wait(t, "Eu undoes it");
	archive_quit(t);
	t = archive_run(a, 50, 120, plain);
	term_wait(t, "council.txt:1-11 ");
	assert_int_equal(term_wait_exit(t), 0);
	term_free(t);
	t = archive_run(a, 50, 120, mended);
	term_wait(t, "council.txt:1-21 ");
	assert_int_equal(term_wait_exit(t), 0);
	term_free(t);
}

static void a_story_in_an_archive_is_mended(void **state)
{
	struct archive *a = *state;
	char *command = NULL;
	assert_true(asprintf(&command, "cd '%s' && tar czf all.tar.gz *.txt && rm *.txt", a->wire) > 0);
	assert_int_equal(system(command), 0);
	free(command);
	struct term *t = archive_opened(a, 40, 120);
	term_send(t, "ggjjEm");
	term_wait(t, "Eu undoes it");
	term_wait(t, "8 articles");
	term_send(t, "Eu");
	term_wait(t, "9 articles");
	term_wait(t, "is taken back");
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(v_shows_lines_beside_their_labels),
		E2E(the_lines_are_moved_in_like_any_text),
		E2E(the_lines_fit_any_screen),
		E2E(e_tells_what_may_follow),
		E2E(em_joins_a_story_to_the_one_above),
		E2E(es_splits_at_the_line_under_the_cursor),
		E2E(eh_makes_the_line_the_headline),
		E2E(ed_sets_a_line_apart),
		E2E(eu_takes_one_back_after_the_other),
		E2E(in_a_story_the_line_at_the_top_is_meant),
		E2E(at_a_story_s_head_the_lines_are_shown_first),
		E2E(what_makes_no_sense_is_said_and_changes_nothing),
		E2E(read_marks_go_over_to_the_parts),
		E2E(a_mend_in_a_search_keeps_the_search),
		E2E(a_lost_mend_is_told_of),
		E2E(a_mend_in_the_last_moment_shows_next_time),
		E2E(lede_split_knows_the_mends_of_a_library_that_is_named),
		E2E(a_story_in_an_archive_is_mended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
