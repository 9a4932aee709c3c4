/* End to end: in which order the list shows what a search finds. */
#include "support/cmocka_all.h"

#include "support/archive.h"

#define BEST "Best first"
#define BY_SOURCE "listed by source"

/* The row of a headline, which must be on the screen. */
static int row_of(struct term *t, const char *headline)
{
	int row = term_find_row(t, headline);
	assert_in_range(row, 1, 40);
	return row;
}

static void search(struct term *t)
{
	term_send(t, "/survey\r");
	term_wait(t, BEST);
	term_wait_row(t, -1, "3 articles · 5 hits");
}

static void the_best_stand_first(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	search(t);
	term_wait_row(t, 1, "3 of 3");
	assert_true(row_of(t, "Harbour board admits survey") < row_of(t, "Ferry Halcyon runs aground"));
	assert_true(row_of(t, "Harbour board admits survey") < row_of(t, "Rook resigns"));
	archive_quit(t);
}

static void o_lists_by_source_and_is_remembered(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	search(t);
	term_send(t, "o");
	term_wait_row(t, -1, BY_SOURCE);
	term_wait_row(t, 1, "2031-03-council");
	assert_true(row_of(t, "Rook resigns") < row_of(t, "Harbour board admits survey"));
	archive_quit(t);

	t = archive_reopened(*state, 24, 80);
	term_send(t, "/survey\r");
	term_wait_row(t, -1, "3 articles · 5 hits");
	term_wait_row(t, 1, "2031-03-council");
	term_send(t, "o");
	term_wait_row(t, 1, BEST);
	archive_quit(t);
}

/* The heading folds like a source's, and says what it is. */
static void the_best_fold(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	search(t);
	term_send(t, "gg");
	term_wait_row(t, 1, "v " BEST);
	term_send(t, "h");
	term_wait_row(t, 1, "> " BEST);
	term_wait_gone(t, "Rook resigns");
	term_send(t, "l");
	term_wait(t, "Rook resigns");
	archive_quit(t);
}

/* J goes on to the next best, not to the next of the file. */
static void reading_on_goes_by_rank(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	search(t);
	term_send(t, "ggjl");
	term_wait(t, "advice of accountants");
	term_send(t, "J"); /* by source this would be the tug */
	term_wait(t, "By Ines Marlowe and Tobin");
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(the_best_stand_first),
		E2E(o_lists_by_source_and_is_remembered),
		E2E(the_best_fold),
		E2E(reading_on_goes_by_rank),
	};
	return cmocka_run_group_tests_name("end to end: the order of hits", tests, NULL, NULL);
}
