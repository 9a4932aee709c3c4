/* The real program on a terminal: launch, list, fold, read, resize, layouts. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/archive.h"

#define FERRY "Ferry Halcyon runs aground"
#define SURVEY "Harbour board admits survey"
#define DERBY "Quillan Rovers win derby"

static void first_launch_reads_the_files_in_and_shows_headlines(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 24, 80);
	assert_true(term_shows(t, "wire"));
	assert_true(term_shows(t, "3 sources"));
	assert_true(term_shows(t, "2031-03-council.txt"));
	archive_quit(t);
	assert_true(archive_has(a, "state/lede/state.db"));
}

static void second_launch_shows_the_same_list_without_reading_again(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_opened(a, 24, 80);
	assert_true(term_shows(t, ARCHIVE_FIRST));
	archive_quit(t);
}

static void a_new_file_is_found_by_the_next_launch(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	archive_write(
		a, "wire/2031-02-lights.txt",
		"Lighthouse keeper of Teller Rock retires after forty winters\n\n"
		"PORT QUILLAN (Meridian) – The keeper of the Teller Rock lighthouse put out his lamp on Friday.\n\n"
		"He said that he would miss the quiet, and that the quiet would not miss him.\n\n"
		"(Reporting by Ines Marlowe; Editing by Wilma Prout)\n");
	struct term *t = archive_open(a, 24, 80);
	term_wait(t, "10 articles");
	term_send(t, "gg");
	term_wait(t, "Lighthouse keeper");
	archive_quit(t);
}

static void a_file_that_is_gone_leaves_the_list(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	char *command = NULL;
	assert_true(asprintf(&command, "rm '%s/2031-03-council.txt'", a->wire) > 0);
	assert_int_equal(system(command), 0);
	free(command);
	struct term *t = archive_open(a, 24, 80);
	term_wait(t, "6 articles");
	term_wait_gone(t, "2031-03-council.txt");
	archive_quit(t);
}

static void folding_hides_a_source_s_headlines_and_unfolding_brings_them_back(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "gg");
	term_send(t, "h");
	term_wait_gone(t, "Concert hall architect");
	assert_true(term_shows(t, "2031-03-council.txt"));
	term_send(t, "l");
	term_wait(t, "Concert hall architect");
	archive_quit(t);
}

static void opening_a_story_shows_its_text_and_marks_it_read(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_wait(t, "9 unread");
	term_send(t, "ggjl");
	term_wait(t, "ferries came before");
	term_wait(t, "8 unread");
	term_wait(t, "By Dorrit Kane");
	assert_true(term_shows(t, "PORT QUILLAN (Meridian)"));
	archive_quit(t);
}

static void the_reader_follows_the_selection_when_the_hand_rests(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggjj");
	term_wait(t, "I was shaving");
	term_wait(t, "9 unread");
	archive_quit(t);
}

static void space_pages_to_the_end_and_then_to_the_next_story(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_opened(a, 12, 60);
	term_send(t, "ggjl");
	term_wait(t, "votes to dredge");
	for (int i = 0; i < 12 && !term_shows(t, "I was shaving"); i++)
		term_send(t, " ");
	term_wait(t, "Concert hall architect");
	archive_quit(t);
}

static void capital_j_goes_to_the_next_story_from_the_reader(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "ggjlO");
	term_send(t, "J");
	term_wait(t, "Emil Tarrant");
	term_send(t, "K");
	term_wait(t, "ferries came before");
	archive_quit(t);
}

static void counts_and_percent_move_as_in_vi(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "gg3j");
	term_wait(t, "lead line"); /* third story: Rook resigns */
	term_send(t, "G");
	term_wait(t, "no rule for such a case");
	term_send(t, "gg");
	term_send(t, "100%");
	term_wait(t, "no rule for such a case");
	archive_quit(t);
}

static void a_copy_is_marked_in_the_list(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	int row = term_find_row(t, "Salvage tug pulls");
	assert_true(row >= 0);
	assert_non_null(strstr(term_row(t, row), "2"));
	archive_quit(t);
}

static void resizing_keeps_the_story_and_the_line(void **state)
{
	struct term *t = archive_opened(*state, 12, 70);
	term_send(t, "ggjlOO");
	term_send(t, "jjjj");
	term_resize(t, 40, 130);
	term_wait(t, "ferries came before");
	term_resize(t, 10, 40);
	term_resize(t, 24, 80);
	term_wait(t, "Seventeen members");
	archive_quit(t);
}

static void a_terminal_that_is_too_small_says_so_and_comes_back(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_resize(t, 4, 19);
	term_wait(t, "small");
	term_resize(t, 24, 80);
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

static void it_works_at_twenty_by_five(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_open(a, 5, 20);
	term_wait(t, "Council");
	term_send(t, "ggjl");
	term_wait(t, "Quillan votes to");
	archive_quit(t);
}

static void the_layout_is_remembered(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 40, 120);
	term_send(t, "ggj");
	term_wait(t, "ferries came before");
	term_send(t, "O");
	term_send(t, "O");
	term_wait_gone(t, "ferries came before");
	archive_quit(t);
	t = archive_opened(a, 40, 120);
	assert_false(term_shows(t, "ferries came before"));
	archive_quit(t);
}

static void a_star_and_a_read_mark_are_there_next_time(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_opened(a, 40, 120);
	term_send(t, "ggj*l");
	term_wait(t, "8 unread");
	archive_quit(t);
	t = archive_opened(a, 40, 120);
	term_wait(t, "8 unread");
	term_wait(t, "*  Council of Port");
	archive_quit(t);
}

static void the_reading_place_is_there_next_time(void **state)
{
	struct archive *a = *state;
	archive_index(a);
	struct term *t = archive_opened(a, 12, 60);
	term_send(t, "ggj");
	term_send(t, "l");
	term_wait(t, "votes to dredge");
	term_send(t, "G");
	term_wait(t, "Editing by");
	archive_quit(t);
	t = archive_open(a, 12, 60);
	term_wait(t, "articles");
	term_send(t, "l");
	term_wait(t, "Editing by");
	archive_quit(t);
}

static void help_lists_the_keys_of_the_table(void **state)
{
	struct term *t = archive_opened(*state, 24, 80);
	term_send(t, "?");
	term_wait(t, "half a page down");
	term_send(t, "\x1b");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

static void where_am_i_tells_file_and_lines(void **state)
{
	struct term *t = archive_opened(*state, 40, 120);
	term_send(t, "ggj=");
	term_wait(t, "2031-03-council.txt");
	term_wait(t, "ines");
	term_send(t, "q");
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(first_launch_reads_the_files_in_and_shows_headlines),
		E2E(second_launch_shows_the_same_list_without_reading_again),
		E2E(a_new_file_is_found_by_the_next_launch),
		E2E(a_file_that_is_gone_leaves_the_list),
		E2E(folding_hides_a_source_s_headlines_and_unfolding_brings_them_back),
		E2E(opening_a_story_shows_its_text_and_marks_it_read),
		E2E(the_reader_follows_the_selection_when_the_hand_rests),
		E2E(space_pages_to_the_end_and_then_to_the_next_story),
		E2E(capital_j_goes_to_the_next_story_from_the_reader),
		E2E(counts_and_percent_move_as_in_vi),
		E2E(a_copy_is_marked_in_the_list),
		E2E(resizing_keeps_the_story_and_the_line),
		E2E(a_terminal_that_is_too_small_says_so_and_comes_back),
		E2E(it_works_at_twenty_by_five),
		E2E(the_layout_is_remembered),
		E2E(a_star_and_a_read_mark_are_there_next_time),
		E2E(the_reading_place_is_there_next_time),
		E2E(help_lists_the_keys_of_the_table),
		E2E(where_am_i_tells_file_and_lines),
	};
	return cmocka_run_group_tests_name("end to end: reading", tests, NULL, NULL);
}
