/* The real program on a terminal: searches kept under a name, from one launch to the next. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/mem.h"
#include "support/archive.h"

/* On a library that may have grown since. */
static struct term *launched(const struct archive *a)
{
	archive_index(a);
	struct term *t = archive_open(a, 24, 80);
	term_wait_row(t, -1, "?:help");
	return t;
}

static void keep(struct term *t, const char *query, const char *name)
{
	char *search = mem_printf("/\x15%s\r", query), *save = mem_printf("M\x15%s\r", name);
	char *said = mem_printf("kept as %s", name);
	term_send(t, search);
	term_wait_row(t, -1, "?:help");
	term_send(t, save);
	term_wait_row(t, -1, said);
	free(search);
	free(save);
	free(said);
}

static void a_search_is_kept_and_says_what_is_new(void **state)
{
	struct archive *a = *state;
	struct term *t = launched(a);
	keep(t, "survey", "Sand");
	keep(t, "goalkeeper", "Fog");
	term_send(t, "'");
	term_wait_row(t, 1, "1  Sand");
	term_wait_row(t, 2, "2  Fog");
	term_wait_row(t, 1, " 3");
	term_wait_row(t, 2, " 2");
	archive_quit(t);
	archive_write(a, "wire/2031-04-sand.txt",
	              "Survey finds the Teller sandbank where it was\n\n"
	              "PORT QUILLAN (Meridian) – The survey of the Teller sandbank found it where it was.\n\n"
	              "(Reporting by Dorrit Kane; Editing by Hugo Lenz)\n");
	t = launched(a);
	term_send(t, "'");
	term_wait_row(t, 1, "1 new of 4");
	term_wait_row(t, 2, " 2");
	term_send(t, "1");
	term_wait_row(t, -1, "4 articles");
	term_send(t, "'");
	term_wait(t, "Saved searches");
	term_wait_row(t, 1, " 4");
	term_wait_gone(t, "new of");
	archive_quit(t);
}

static void running_one_can_be_gone_back_from(void **state)
{
	struct term *t = launched(*state);
	keep(t, "survey", "Sand");
	keep(t, "goalkeeper", "Fog");
	term_wait(t, "Honest goalkeeper");
	term_send(t, "'\r");
	term_wait_row(t, -1, "/survey  3 articles");
	term_send(t, "H");
	term_wait_row(t, -1, "/goalkeeper  2 articles");
	term_send(t, "'5");
	term_wait_row(t, -1, "no search has the key 5");
	term_send(t, "\x1b");
	term_wait_row(t, -1, "/goalkeeper  2 articles");
	archive_quit(t);
}

static void removing_can_be_undone(void **state)
{
	struct term *t = launched(*state);
	keep(t, "survey", "Sand");
	keep(t, "goalkeeper", "Fog");
	term_send(t, "'jx");
	term_wait_row(t, -1, "Fog removed");
	assert_int_equal(term_find_row(t, "2  Fog"), -1);
	term_send(t, "u");
	term_wait_row(t, 2, "2  Fog");
	term_send(t, "uxx");
	term_wait(t, "None yet");
	term_send(t, "x\r1"); /* nothing there to do anything with */
	term_wait_row(t, -1, "no search has the key 1");
	term_send(t, "q");
	term_wait_row(t, -1, "/goalkeeper");
	archive_quit(t);
}

static void it_says_how_to_begin(void **state)
{
	struct term *t = launched(*state);
	term_send(t, "M");
	term_wait_row(t, -1, "/ in the list begins one");
	term_send(t, "'");
	term_wait(t, "None yet: M keeps the search in force.");
	term_send(t, "q");
	term_wait_gone(t, "None yet");
	term_send(t, "/fog\rM\x15\r");
	term_wait_row(t, -1, "type a name, or Esc");
	term_send(t, "\x1b");
	term_wait_row(t, -1, "?:help");
	term_wait_row(t, -1, "/fog");
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(a_search_is_kept_and_says_what_is_new),
		E2E(running_one_can_be_gone_back_from),
		E2E(removing_can_be_undone),
		E2E(it_says_how_to_begin),
	};
	return cmocka_run_group_tests_name("end to end: saved searches", tests, NULL, NULL);
}
