/* The real program on a terminal: whatever was typed into a search, leaving it brings everything back as it was. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "support/archive.h"

#define BACKSPACE "\x7f"

/* Where one may stand when a search begins: how one gets there, what the screen then says, and what begins it. */
struct start {
	const char *keys[8]; /* each waits for the text that follows it */
	const char *slash;   /* "/" or ^T */
	const char *label;   /* what the prompt then begins with */
};

#define LIST "/", "/"
#define ARCHIVE "\x14", "/"
#define STORY "/", "find: "
#define TIDE "ggj/tide OR torch\r", "4 articles · 6 hits"
#define COUNCIL "ggjl", "ferries came before", "", "Related"
#define CHANNEL "/channel\r", "1 of 2 hits"

static const struct start in_the_list = { { "ggjj", "I was shaving", "", "Related" }, LIST };
static const struct start scrolled_and_folded = { { "zRgg]h", "> 2031-03-harbour", "G", "9 of 9" }, LIST };
static const struct start on_a_heading = { { "gg]", "source 2 of 3", "", "Related" }, LIST };
static const struct start paged_from_the_list = { { "ggjj", "I was shaving", " ", "Editing by", "", "Related" }, LIST };
static const struct start among_hits = { { TIDE, "Gn", "1 of 2 here", "", "Related" }, LIST };
static const struct start among_folded_hits = { { TIDE, "oggza", "> 2031-03-harbour", "", "16%" }, LIST };
static const struct start the_best_folded = { { TIDE, "ggza", "> Best first", "", "100%" }, LIST };
static const struct start all_hits_folded = { { TIDE, "ozM", "> 2031-03-sports", "", "50%" }, LIST };
static const struct start hits_by_source = { { TIDE, "oG", "use the torch", "", "Related" }, LIST };
static const struct start in_a_story = { { COUNCIL }, ARCHIVE };
static const struct start found_then_archive = { { COUNCIL, CHANNEL }, ARCHIVE };
static const struct start found_then_found = { { COUNCIL, CHANNEL }, STORY };
static const struct start found_in_a_hit = { { TIDE, "oggjl", "off Port Quillan, all", "/survey\r", "1 of 2 hits" },
	                                     STORY };

static struct term_shot shot_of(struct term *t)
{
	struct term_shot shot = { .text = term_screen(t) };
	term_cursor(t, &shot.row, &shot.col);
	return shot;
}

/* The frame is whole: its last row is there, and it does not change from one look to the next. */
static bool is_settled(struct term *t, void *payload)
{
	struct term_shot *last = payload;
	bool same = last->text && term_looks_like(t, last) && strstr(term_row(t, -1), "?:help");
	if (!same) {
		free(last->text);
		*last = shot_of(t);
	}
	return same;
}

static struct term_shot settled(struct term *t)
{
	struct term_shot shot = { 0 };
	term_wait_until(t, is_settled, &shot, "the screen to come to rest");
	return shot;
}

#define HALCYON "gg]jl", "The ferry Halcyon lies"
static const struct start in_a_low_window = { { HALCYON, "O", "Ferry Halcyon runs", "jjj", "By Ines Marlowe" }, STORY };
static const struct start at_a_hit_in_a_low_window = { { HALCYON, "O", "Ferry", "/survey\r", "1 of 2 hits" }, STORY };
static const struct start alone_in_a_story = { { HALCYON, "OO", " By Ines Marlowe", "", "Related" }, ARCHIVE };

/* The help opens when all keys before it were taken, and leaves nothing behind. */
static void all_keys_taken(struct term *t)
{
	term_send(t, "?");
	term_wait(t, "half a page down");
	term_send(t, "?");
	term_wait_gone(t, "half a page down");
}

static void go_to_start(struct term *t, const struct start *s)
{
	for (size_t i = 0; i < 8 && s->keys[i]; i += 2) {
		term_send(t, s->keys[i]);
		all_keys_taken(t);
		term_wait(t, s->keys[i + 1]);
	}
}

struct stage {
	const struct start *start;
	struct term_shot *before;
	const char *text;
	size_t typed, erased; /* bytes */
	const char *leave;
};

static void wait_as_before(struct term *t, const struct stage *g, const char *how)
{
	char what[200];
	snprintf(what, sizeof what, "all to be as it was (%s, «%.*s» typed, %zu of it erased)", how, (int)g->typed,
	         g->text, g->erased);
	term_wait_until(t, term_looks_like, g->before, what);
}

static void add_keys(struct buf *keys, const struct stage *g)
{
	buf_adds(keys, g->start->slash);
	buf_add(keys, g->text, g->typed);
	for (size_t i = 0; i < g->erased; i++)
		buf_adds(keys, BACKSPACE);
}

/* The last row is the prompt with this text, and behind it what it finds; nothing at all where it is empty. */
static bool prompt_shows(struct term *t, void *payload)
{
	const struct stage *g = payload;
	const char *row = term_row(t, -1);
	size_t label = strlen(g->start->label), n = g->typed - g->erased;
	while (label && !n && g->start->label[label - 1] == ' ')
		label--; /* a row's text ends in no blank */
	while (n && g->text[n - 1] == ' ')
		n--;
	bool begins = strncmp(row, g->start->label, label) == 0 && strncmp(row + label, g->text, n) == 0;
	return begins && (n || !row[label]);
}

/* Leaves when what was typed is on the screen. */
static void type_and_leave(struct term *t, struct stage *g)
{
	struct buf keys = BUF_INIT;
	add_keys(&keys, g);
	term_send(t, buf_str(&keys));
	term_wait_until(t, prompt_shows, g, "the prompt with what was typed");
	term_send(t, g->leave);
	wait_as_before(t, g, "at leisure");
	buf_release(&keys);
}

/* Leaves before the first hit can have come. The help that is opened after it shows that all keys were taken. */
static void type_and_leave_at_once(struct term *t, const struct stage *g)
{
	struct buf keys = BUF_INIT;
	add_keys(&keys, g);
	buf_adds(&keys, "\x07?");
	term_send(t, buf_str(&keys));
	term_wait(t, "half a page down");
	term_send(t, "?");
	wait_as_before(t, g, "in haste");
	buf_release(&keys);
}

/* After each letter typed, and after each letter erased again. */
static void leave_at_every_stage(struct archive *a, const struct start *s, int rows, int cols)
{
	static const char *const leaves[] = { "\x07", "\x1b", "\x03" };
	static const char text[] = "go OR \"x";
	struct term *t = archive_reopened(a, rows, cols);
	go_to_start(t, s);
	struct term_shot before = settled(t);
	size_t n = strlen(text);
	for (size_t i = 0; i < 2 * n; i++) {
		struct stage g = { s, &before, text, i < n ? i + 1 : n, i < n ? 0 : i - n + 1, leaves[i % 3] };
		type_and_leave(t, &g);
		type_and_leave_at_once(t, &g);
	}
	free(before.text);
	archive_quit(t);
}

static void from_the_list(void **state)
{
	leave_at_every_stage(*state, &in_the_list, 40, 120);
}

static void from_a_window_that_was_scrolled(void **state)
{
	leave_at_every_stage(*state, &scrolled_and_folded, 10, 100);
}

static void from_a_heading(void **state)
{
	leave_at_every_stage(*state, &on_a_heading, 40, 120);
}

static void from_a_story_paged_from_the_list(void **state)
{
	leave_at_every_stage(*state, &paged_from_the_list, 16, 120);
}

static void from_hits_of_another_search(void **state)
{
	leave_at_every_stage(*state, &among_hits, 40, 120);
}

static void from_folded_hits(void **state)
{
	leave_at_every_stage(*state, &among_folded_hits, 40, 120);
}

static void from_the_best_hits_folded(void **state)
{
	leave_at_every_stage(*state, &the_best_folded, 40, 120);
}

static void from_hits_all_folded(void **state)
{
	leave_at_every_stage(*state, &all_hits_folded, 40, 120);
}

static void from_hits_by_source(void **state)
{
	leave_at_every_stage(*state, &hits_by_source, 24, 120);
}

static void from_a_story_to_the_archive(void **state)
{
	leave_at_every_stage(*state, &in_a_story, 40, 120);
}

static void from_words_found_to_the_archive(void **state)
{
	leave_at_every_stage(*state, &found_then_archive, 40, 120);
}

static void from_words_found_to_others(void **state)
{
	leave_at_every_stage(*state, &found_then_found, 40, 120);
}

static void from_words_found_in_a_hit(void **state)
{
	leave_at_every_stage(*state, &found_in_a_hit, 40, 120);
}

/* What is typed takes the reader elsewhere before it is left: to another story, or to another place of this one. */
static void leave_when_it_has_moved(struct archive *a, const struct start *s, int rows, int cols, const char *text,
                                    const char *there)
{
	static const char *const leaves[] = { "\x07", "\x1b", "\x03", "\x15\x7f" };
	struct term *t = archive_reopened(a, rows, cols);
	go_to_start(t, s);
	struct term_shot before = settled(t);
	assert_null(strstr(before.text, there));
	for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) {
		term_send(t, s->slash);
		term_send(t, text);
		term_wait(t, there);
		term_send(t, leaves[i]);
		term_wait_until(t, term_looks_like, &before, "story and place to be as they were");
	}
	free(before.text);
	archive_quit(t);
}

static void to_another_story(void **state)
{
	leave_when_it_has_moved(*state, &paged_from_the_list, 16, 120, "torch", "use the torch");
}

static void to_another_story_among_hits(void **state)
{
	leave_when_it_has_moved(*state, &among_hits, 40, 120, "fiddles", "ferries came before");
}

static void to_another_place_of_the_story(void **state)
{
	leave_when_it_has_moved(*state, &in_a_low_window, 12, 60, "tide and", "TIDE AND SAND");
}

static void to_another_place_from_a_hit(void **state)
{
	leave_when_it_has_moved(*state, &at_a_hit_in_a_low_window, 12, 60, "lifeboats", "lifeboats before dark");
}

static void from_a_whole_screen_to_another(void **state)
{
	leave_when_it_has_moved(*state, &alone_in_a_story, 40, 120, "torch", "1 article · 2 hits");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		E2E(from_the_list),
		E2E(from_a_window_that_was_scrolled),
		E2E(from_a_heading),
		E2E(from_a_story_paged_from_the_list),
		E2E(from_hits_of_another_search),
		E2E(from_folded_hits),
		E2E(from_the_best_hits_folded),
		E2E(from_hits_all_folded),
		E2E(from_hits_by_source),
		E2E(from_a_story_to_the_archive),
		E2E(from_words_found_to_the_archive),
		E2E(from_words_found_to_others),
		E2E(from_words_found_in_a_hit),
		E2E(to_another_story),
		E2E(to_another_story_among_hits),
		E2E(to_another_place_of_the_story),
		E2E(to_another_place_from_a_hit),
		E2E(from_a_whole_screen_to_another),
	};
	return cmocka_run_group_tests_name("end to end: leaving a search at every stage", tests, NULL, NULL);
}
