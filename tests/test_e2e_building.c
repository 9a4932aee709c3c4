/* The real program on a terminal: a search while files are being read in shows what is there, and more as it comes. */
#include "support/cmocka_all.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lede/buf.h"
#include "support/archive.h"

enum { MANY_FILES = 40, MANY_STORIES = 60 };

/* Holds the lock of the library's cache, as another program that builds it would: the reader must wait with its own build. */
static int hold_build(const struct archive *a)
{
	char *pattern = mem_printf("%s/cache/lede/*.lock", a->home);
	glob_t found;
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);
	int fd = open(found.gl_pathv[0], O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_SETLK, &lock), 0);
	globfree(&found);
	free(pattern);
	return fd;
}

static void add_story(struct buf *out, const char *headline, const char *text)
{
	buf_addf(out,
	         "%s\n\nPORT QUILLAN (Meridian) \u2013 %s the harbour board of Port Quillan said on Tuesday.\n\n"
	         "Nobody was hurt, and nothing was lost but a hat.\n\n(Reporting by Ines Marlowe; Editing by Wilma "
	         "Prout)\n\n",
	         headline, text);
}

static void write_story(const struct archive *a, const char *name, const char *headline, const char *text)
{
	struct buf story = BUF_INIT;
	add_story(&story, headline, text);
	archive_write(a, name, story.p);
	buf_release(&story);
}

/* The library as it was, and two sources more, one above it and one below, that nobody may read in yet. */
static struct term *opened_while_held(const struct archive *a, int *held)
{
	archive_index(a);
	write_story(a, "wire/2031-02-buoy.txt", "Buoy of Teller Rock found on a goalkeeper\u2019s lawn",
	            "The buoy that a goalkeeper found on his lawn will be put back,");
	write_story(a, "wire/2031-04-hat.txt", "Goalkeeper saves hat from the harbour",
	            "A goalkeeper caught a hat that the wind had taken,");
	*held = hold_build(a);
	struct term *t = archive_opened(a, 40, 120);
	term_wait(t, "somebody else is indexing");
	return t;
}

static void a_search_shows_what_is_there_and_then_what_comes(void **state)
{
	int held;
	struct term *t = opened_while_held(*state, &held);
	term_send(t, "/goalkeeper");
	term_wait_row(t, -1, "/goalkeeper  2 articles");
	term_wait(t, "Honest goalkeeper");
	assert_false(term_shows(t, "Buoy of Teller Rock"));
	close(held);
	term_wait(t, "4 of 4");
	term_wait(t, "Buoy of Teller Rock");
	term_wait(t, "saves hat");
	term_send(t, "\x1b");
	term_wait(t, "11 articles");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

static void the_selection_stays_on_its_story_while_hits_come_in(void **state)
{
	int held;
	struct term *t = opened_while_held(*state, &held);
	term_send(t, "/goalkeeper\r");
	term_wait_row(t, -1, "2 articles");
	term_send(t, "Gl");
	term_wait_row(t, -1, "/goalkeeper");
	term_wait(t, ">    ");
	int row = term_find_row(t, ">    ");
	char *headline = strndup(strstr(term_row(t, row), ">    "), 30);
	close(held);
	term_wait_row(t, 0, "11 articles");
	term_wait(t, "4 of 4");
	term_wait(t, headline);
	free(headline);
	term_send(t, "hq");
	term_wait(t, "11 articles");
	archive_quit(t);
}

static void write_many(const struct archive *a)
{
	for (int i = 0; i < MANY_FILES; i++) {
		struct buf text = BUF_INIT;
		char name[64], headline[80];
		for (int k = 0; k < MANY_STORIES; k++) {
			snprintf(headline, sizeof headline, "Storm number %d of the year closes the port",
			         i * MANY_STORIES + k);
			add_story(&text, headline, "The storm that closed the port was the last of its kind,");
		}
		snprintf(name, sizeof name, "wire/2032-%03d.txt", i);
		archive_write(a, name, text.p);
		buf_release(&text);
	}
}

/* Whenever it was typed, before the first story was read in or between two of them: at the end all are found. */
static void a_search_typed_into_the_first_build_finds_all_at_its_end(void **state)
{
	struct archive *a = *state;
	char all[64];
	write_many(a);
	snprintf(all, sizeof all, "of %d,%03d", MANY_FILES * MANY_STORIES / 1000, MANY_FILES * MANY_STORIES % 1000);
	struct term *t = archive_open(a, 40, 120);
	term_send(t, "/storm");
	term_wait(t, "v Best first");
	term_wait(t, all);
	term_send(t, "\x1b");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(a_search_shows_what_is_there_and_then_what_comes),
		E2E(the_selection_stays_on_its_story_while_hits_come_in),
		E2E(a_search_typed_into_the_first_build_finds_all_at_its_end),
	};
	return cmocka_run_group_tests_name("end to end: searching while reading in", tests, NULL, NULL);
}
