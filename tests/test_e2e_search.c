/* The real program on a terminal: search, find, hits, related stories, back and forward, export. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "support/archive.h"

static void leave_prompt(struct term *t)
{
	term_send(t, "\x1b");
	term_wait_row(t, -1, "?:help");
}

static void typing_narrows_the_list_letter_by_letter(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/");
	term_send(t, "goal");
	term_wait_row(t, -1, "2 articles");
	term_wait_gone(t, ARCHIVE_FIRST);
	term_send(t, "keeper ev");
	term_wait_row(t, -1, "0 articles");
	term_send(t, "\x17");
	term_wait_row(t, -1, "2 articles");
	term_send(t, "season");
	term_wait_row(t, -1, "1 article ");
	leave_prompt(t);
	archive_quit(t);
}

static void escape_restores_list_selection_and_scroll(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "ggjj");
	term_wait(t, "I was shaving");
	term_wait(t, "Related");
	struct term_shot before = { .text = term_screen(t) };
	term_cursor(t, &before.row, &before.col);
	term_send(t, "/goalkeeper");
	term_wait_gone(t, ARCHIVE_FIRST);
	term_send(t, "\x1b");
	term_wait_until(t, term_looks_like, &before, "the screen and cursor as they were");
	free(before.text);
	archive_quit(t);
}

static void enter_keeps_the_narrowed_list_and_escape_ends_it(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/goalkeeper\r");
	term_wait_gone(t, ARCHIVE_FIRST);
	term_wait(t, "Honest goalkeeper");
	term_send(t, "\x1b");
	term_wait(t, ARCHIVE_FIRST);
	archive_quit(t);
}

/* The word, and nothing beside it, stands out on the reader's half of some row. */
static bool shaving_is_marked(struct term *t, void *payload)
{
	(void)payload;
	for (int row = 1; row < term_rows(t) - 1; row++)
		for (int col = 60; col < 112; col++) {
			int n = 0;
			while (term_cell_reverse(t, row, col + n) || term_cell_bold(t, row, col + n))
				n++;
			if (n == 7 && strstr(term_row(t, row), "I was shaving"))
				return true;
			col += n;
		}
	return false;
}

static void hits_are_highlighted_in_the_text(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/shaving\r");
	term_wait_row(t, -1, "1 article");
	term_send(t, "l");
	term_wait(t, "I was shaving");
	term_wait_until(t, shaving_is_marked, NULL, "the hit to stand out in the text");
	archive_quit(t);
}

static void n_walks_the_hits_and_on_into_the_next_story(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/fiddles OR torch\r");
	term_wait_row(t, -1, "2 articles");
	term_send(t, "o");
	term_wait_row(t, -1, "by source");
	term_send(t, "gg");
	term_send(t, "n");
	term_wait(t, "before fiddles");
	term_send(t, "n");
	term_wait(t, "use the torch");
	archive_quit(t);
}

static void find_in_the_story_moves_as_one_types(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "ggjl");
	term_wait(t, "votes to dredge");
	term_send(t, "/");
	term_send(t, "fiddles");
	term_wait(t, "came before fiddles");
	term_send(t, "\r");
	term_wait(t, "1");
	archive_quit(t);
}

static void nothing_that_is_typed_is_an_error(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "/\"don't AND ( * ) OR -");
	term_wait(t, "don't AND");
	term_send(t, "\x15halcyon");
	term_wait(t, "halcyon");
	term_wait_row(t, -1, "hits");
	leave_prompt(t);
	term_wait(t, "Rook resigns");
	archive_quit(t);
}

static void a_search_without_hits_says_so(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, "/zzyzx");
	term_wait_row(t, -1, "0 articles");
	term_wait(t, "No story matches");
	leave_prompt(t);
	term_wait(t, "Rook resigns");
	archive_quit(t);
}

static void related_stories_say_why_and_back_returns_to_the_line(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "gg3jl");
	term_wait(t, "somebody had to");
	term_wait(t, "Related");
	term_send(t, "r");
	term_wait(t, "shares");
	term_send(t, "1");
	term_wait_gone(t, "somebody had to");
	term_send(t, "H");
	term_wait(t, "somebody had to");
	term_send(t, "L");
	term_wait_gone(t, "somebody had to");
	archive_quit(t);
}

static void a_story_is_exported_and_never_written_over_unasked(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_reopened(a, 24, 80);
	term_send(t, "ggjls");
	term_wait_row(t, -1, ".txt");
	term_send(t, "\x15out.txt\r");
	term_wait_row(t, -1, "saved as");
	char *text = archive_read(a, "out.txt");
	assert_non_null(text);
	assert_non_null(strstr(text, "Council of Port Quillan votes to dredge the channel\n"));
	assert_non_null(strstr(text, "2031-03-council.txt"));
	free(text);
	archive_write(a, "mine.txt", "mine\n");
	term_send(t, "s");
	term_wait_row(t, -1, ".txt");
	term_send(t, "\x15mine.txt\r");
	term_wait_row(t, -1, "exists");
	term_send(t, "n");
	term_wait_gone(t, "exists");
	text = archive_read(a, "mine.txt");
	assert_string_equal(text, "mine\n");
	free(text);
	archive_quit(t);
}

#define PASTED(text) "\x1b[200~" text "\x1b[201~"

static void a_pasted_query_is_text_and_not_keys(void **state)
{
	struct term *t = archive_reopened(*state, 24, 80);
	term_send(t, PASTED("QA/q\x1b")); /* where nothing is typed it goes nowhere */
	term_send(t, "/" PASTED("goalkeeper\nQq") "x");
	term_wait_row(t, -1, "/goalkeeper Qqx");
	leave_prompt(t);
	archive_quit(t);
}

static void what_is_no_text_in_a_paste_is_left_out(void **state)
{
	struct term *t = archive_reopened(*state, 40, 120);
	term_send(t, "/" PASTED("\x07\x1b[31mgoal\x1bQ\x03\xff\xc3(\x15\x1b[A\r\n\t\xe2\x80\xae\x7f"
	                        "fog") " -torch");
	term_wait_row(t, -1, "fog -torch");
	assert_non_null(strstr(term_row(t, -1), "/"));
	assert_non_null(strstr(term_row(t, -1), "goal"));
	term_wait_row(t, -1, "1 article");
	leave_prompt(t);
	archive_quit(t);
}

/* So much of it as a line takes is searched for, what is typed after it is not lost, and Esc restores. */
static void paste_long(void **state, size_t bytes, const char *words, const char *shown, const char *with_more)
{
	struct term *t = archive_reopened(*state, 40, 120);
	struct buf paste = BUF_INIT;
	buf_adds(&paste, "/\x1b[200~goalkeeper ");
	while (paste.len < bytes)
		buf_adds(&paste, words);
	buf_adds(&paste, "\x1b[201~");
	term_wait(t, "9 unread");
	term_wait(t, "Related");
	struct term_shot before = { .text = term_screen(t) };
	term_cursor(t, &before.row, &before.col);
	term_send(t, paste.p);
	term_wait_row(t, -1, "2 articles");
	term_wait_row(t, -1, shown);
	term_send(t, "\x17\x17\x17\x17 zzyzx");
	term_wait_row(t, -1, "zzyzx");
	term_wait_row(t, -1, with_more);
	term_send(t, "\x15"
	             "fiddles");
	term_wait_row(t, -1, "/fiddles  1 article");
	term_send(t, "\x1b");
	term_wait_until(t, term_looks_like, &before, "the screen as it was before the paste");
	free(before.text);
	buf_release(&paste);
	archive_quit(t);
}

static void a_long_paste_is_searched_for(void **state)
{
	paste_long(state, 1024, "goalkeeper\n", "goalkeeper goalkeeper", "0 articles");
}

static void a_paste_longer_than_a_line_is_cut(void **state)
{
	paste_long(state, 64 * 1024, "fog goal\nin the ", "fog goal in the", "only the first");
}

static bool shows_either(struct term *t, void *payload)
{
	const char *const *either = payload;
	return term_shows(t, either[0]) || term_shows(t, either[1]);
}

static void selected_is(struct term *t, const char *text)
{
	char *mark = mem_printf(">    %s", text), *unread = mem_printf(">  \u2022 %s", text);
	char what[128];
	const char *either[] = { mark, unread };
	snprintf(what, sizeof what, "«%s» to be selected", text);
	term_wait_until(t, shows_either, either, what);
	free(mark);
	free(unread);
}

/* From no letter to the last and back, and where nothing is found in between. */
static void the_selection_stays_on_its_story(void **state)
{
	static const char word[] = "survey"; /* others have it in the headline, and are better */
	static const char *const args[] = { "--mark", "wire", NULL };
	archive_index(*state);
	struct term *t = archive_run(*state, 40, 120, args);
	term_wait(t, ARCHIVE_FIRST);
	term_send(t, "gg]j/");
	for (size_t i = 0; i < 2 * strlen(word); i++) {
		char want[32];
		size_t n = i < strlen(word) ? i + 1 : 2 * strlen(word) - i - 1;
		term_send(t, i < strlen(word) ? (char[]){ word[i], '\0' } : "\x7f");
		snprintf(want, sizeof want, n ? "/%.*s  " : "/", (int)n, word);
		term_wait_row(t, -1, want);
		term_wait_row(t, -1, n ? " article" : "/");
		selected_is(t, "Ferry Halcyon runs");
	}
	term_send(t, "zzyzx");
	term_wait(t, "No story matches");
	term_send(t, "\x15halcyon -free");
	term_wait_row(t, -1, "2 articles");
	selected_is(t, "Ferry Halcyon runs");
	term_send(t, "\r");
	selected_is(t, "Ferry Halcyon runs");
	archive_quit(t);
}

static void searched(struct term *t, const char *text)
{
	term_send(t, "/\x15");
	term_send(t, text);
	term_wait_row(t, -1, text);
	term_wait_row(t, -1, " article");
	term_send(t, "\r");
	term_wait_row(t, -1, "?:help");
}

static void history_has_each_search_once_and_lasts(void **state)
{
	struct archive *a = *state;
	struct term *t = archive_reopened(a, 24, 80);
	searched(t, "fog");
	searched(t, "tide");
	searched(t, "torch");
	searched(t, "fog");
	term_send(t, "/\x15"
	             "ti");
	term_send(t, "\x1b[A");
	term_wait_row(t, -1, "/fog  2 articles");
	term_send(t, "\x1b[A");
	term_wait_row(t, -1, "/torch  1 article");
	term_send(t, "\x1b[A\x1b[A\x1b[A");
	term_wait_row(t, -1, "/tide  3 articles");
	term_send(t, "\x1b[B\x1b[B");
	term_wait_row(t, -1, "/fog  2 articles");
	term_send(t, "\x1b[B");
	term_wait_row(t, -1, "/ti  ");
	term_send(t, "\x1b");
	term_wait_row(t, -1, "?:help");
	archive_quit(t);
	t = archive_open(a, 24, 80);
	term_wait(t, "9 articles");
	term_send(t, "/\x10");
	term_wait_row(t, -1, "/fog  2 articles");
	term_send(t, "\x10\x10\x10");
	term_wait_row(t, -1, "/tide  3 articles");
	leave_prompt(t);
	archive_quit(t);
}

static void escape_sequences_in_a_text_do_not_reach_the_terminal(void **state)
{
	struct archive *a = *state;
	archive_write(a, "wire/0000-evil.txt",
	              "Terminal \x1b]0;owned\x07title \x1b[31mpainted red by a headline in the port\n\n"
	              "PORT QUILLAN (Meridian) – The \x1b[2J screen \xe2\x80\xae of the port \x9b 31m was cleared.\n\n"
	              "The harbour board said it had seen nothing of the kind in thirty years.\n\n"
	              "(Reporting by Ines Marlowe; Editing by Wilma Prout)\n");
	archive_index(a);
	struct term *t = archive_open(a, 40, 120);
	term_wait(t, "painted red");
	term_send(t, "ggjl");
	term_wait(t, "was cleared");
	size_t n;
	const char *raw = term_raw(t, &n);
	assert_null(memmem(raw, n, "\x1b]0;owned", 9));
	assert_null(memmem(raw, n, "\xe2\x80\xae", 3));
	assert_null(memmem(raw, n, "\xc2\x9b", 2));
	archive_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(typing_narrows_the_list_letter_by_letter),
		E2E(escape_restores_list_selection_and_scroll),
		E2E(enter_keeps_the_narrowed_list_and_escape_ends_it),
		E2E(hits_are_highlighted_in_the_text),
		E2E(n_walks_the_hits_and_on_into_the_next_story),
		E2E(find_in_the_story_moves_as_one_types),
		E2E(nothing_that_is_typed_is_an_error),
		E2E(a_search_without_hits_says_so),
		E2E(related_stories_say_why_and_back_returns_to_the_line),
		E2E(a_story_is_exported_and_never_written_over_unasked),
		E2E(a_pasted_query_is_text_and_not_keys),
		E2E(what_is_no_text_in_a_paste_is_left_out),
		E2E(a_long_paste_is_searched_for),
		E2E(a_paste_longer_than_a_line_is_cut),
		E2E(the_selection_stays_on_its_story),
		E2E(history_has_each_search_once_and_lasts),
		E2E(escape_sequences_in_a_text_do_not_reach_the_terminal),
	};
	return cmocka_run_group_tests_name("end to end: searching", tests, NULL, NULL);
}
