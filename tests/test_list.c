/* What the list promises of selection, window and folds: Esc, narrowing and widening, new tables. */
#include "support/cmocka_all.h"

#include "../src/ui/list_internal.h"
#include "support/source_tables.h"

static struct list *small_list(size_t height)
{
	static const uint32_t articles[] = { 10, 10, 1, 20, 5 };
	struct list *l = list_new();
	list_set_sources(l, plain_table(articles, 5));
	list_resize(l, height);
	return l;
}

static doc_id selected_doc(const struct list *l)
{
	return list_row(l, list_selected(l)).doc;
}

static void stays_on_its_story_as_the_list_narrows(void **state)
{
	(void)state;
	struct list *l = small_list(9);
	assert_true(list_select_doc(l, 25));
	list_move(l, 2);
	assert_int_equal(selected_doc(l), 27);
	size_t top = list_top(l), selected = list_selected(l);

	/* not come as far yet: the first page */
	list_hits_begin(l, false);
	assert_int_equal(list_rows(l), 0);
	list_hits_add(l, (doc_id[]){ 3, 4, 12 }, 3);
	assert_int_equal(selected_doc(l), 3);
	assert_int_equal(list_top(l), 0);
	/* there it is */
	list_hits_add(l, (doc_id[]){ 22, 27, 44 }, 3);
	assert_int_equal(selected_doc(l), 27);
	/* a letter more, and it is no hit: the next of its source */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 22, 29, 44 }, 4);
	assert_int_equal(selected_doc(l), 29);
	/* none after it in its source: the one before */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 22, 44 }, 3);
	assert_int_equal(selected_doc(l), 22);
	/* none in its source: the next source's first */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 44, 45 }, 3);
	assert_int_equal(selected_doc(l), 44);
	/* none after it at all; known only at the end */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 4, 12 }, 3);
	assert_int_equal(selected_doc(l), 3);
	list_hits_end(l);
	assert_int_equal(selected_doc(l), 12);
	/* none: keys do nothing and forget nothing */
	list_hits_begin(l, true);
	list_hits_end(l);
	list_move(l, 3);
	list_page(l, 1);
	list_move_source(l, 1);
	list_select(l, 0);
	assert_int_equal(list_row(l, 0).kind, ROW_NONE);
	/* letters taken back: the story again, and the library as it stood */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 27 }, 2);
	assert_int_equal(selected_doc(l), 27);
	list_hits_clear(l);
	assert_int_equal(list_selected(l), selected);
	assert_int_equal(list_top(l), top);
	list_free(l);
}

static void own_move_wins_over_what_was_wanted(void **state)
{
	(void)state;
	struct list *l = small_list(9);
	list_select_doc(l, 27);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 3, 4, 12 }, 3);
	list_move(l, 1);
	assert_int_equal(selected_doc(l), 4);
	list_hits_add(l, (doc_id[]){ 27, 44 }, 2);
	assert_int_equal(selected_doc(l), 4);
	list_hits_clear(l);
	assert_int_equal(selected_doc(l), 4);
	list_free(l);
}

static void late_source_goes_to_its_place(void **state)
{
	(void)state;
	struct source_table *t = empty_table(3);
	t->entries[0] = (struct source_entry){ .id = 9, .articles = 5, .first = 100 }; /* came last, stands first */
	t->entries[1] = (struct source_entry){ .id = 1, .articles = 5, .first = 1 };
	t->entries[2] = (struct source_entry){ .id = 2, .articles = 5, .first = 6 };
	finish_table(t);
	struct list *l = list_new();
	list_set_sources(l, t);
	list_resize(l, 4);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 2, 3, 7 }, 3);
	list_select(l, (size_t)list_row_of(l, 7));
	size_t from_top = list_selected(l) - list_top(l);
	list_hits_add(l, (doc_id[]){ 101, 102 }, 2);
	assert_int_equal(list_row(l, 0).entry, 0);
	assert_int_equal(list_row(l, 1).doc, 101);
	assert_int_equal(list_place(l, 2), 2);
	assert_int_equal(selected_doc(l), 7);
	assert_int_equal(list_selected(l) - list_top(l), from_top);
	list_hits_add(l, (doc_id[]){ 103 }, 1); /* and its group still grows */
	assert_int_equal(list_place(l, 2), 3);
	assert_int_equal(list_hit_docs(l), 6);
	list_free(l);
}

static void disorder_does_no_harm(void **state)
{
	(void)state;
	struct list *l = small_list(20);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 30, 4, 4, 12 }, 4);
	list_fold(l, 1, true);
	list_hits_add(l, (doc_id[]){ 3, 999, 30 }, 3);
	assert_int_equal(list_hit_docs(l), 4); /* 999 belongs to no source */
	assert_int_equal(list_row(l, 1).doc, 3);
	assert_int_equal(list_row(l, 2).doc, 4);
	assert_true(list_folded(l, 1));
	assert_int_equal(list_row(l, 3).kind, ROW_SOURCE);
	assert_int_equal(list_row(l, 4).kind, ROW_SOURCE);
	list_free(l);
}

static void escape_goes_back_exactly(void **state)
{
	(void)state;
	for (seed = 7; seed < 20000; seed += 331) {
		struct list *l = small_list(3 + roll(12));
		list_fold(l, roll(5), true);
		list_move(l, roll(40));
		list_page(l, -(long)roll(3));
		list_fold(l, roll(5), true);
		size_t selected = list_selected(l), top = list_top(l), rows = list_rows(l);
		struct list_view *v = list_save(l);
		list_hits_begin(l, roll(2));
		list_hits_add(l, (doc_id[]){ 1, 5, 12, 30, 33, 44 }, 6);
		list_move(l, (long)roll(12) - 3);
		list_fold(l, roll(5), true);
		list_page(l, (long)roll(5) - 2);
		if (roll(2)) {
			list_hits_clear(l);
			if (roll(2))
				list_fold_all(l, roll(2));
			else
				list_fold(l, 1, !list_folded(l, 1));
			list_move(l, roll(30));
		}
		list_restore(l, v);
		assert_false(list_searching(l));
		assert_int_equal(list_rows(l), rows);
		assert_int_equal(list_selected(l), selected);
		assert_int_equal(list_top(l), top);
		list_view_free(v);
		list_free(l);
	}
}

/* Back to a search: the caller runs it again, and the place is the same. */
static void escape_goes_back_to_a_search(void **state)
{
	(void)state;
	struct list *l = small_list(4);
	doc_id hits[] = { 1, 5, 12, 13, 30, 33, 44 };
	list_hits_begin(l, true);
	list_hits_add(l, hits, 7);
	list_move(l, 6);
	size_t selected = list_selected(l), top = list_top(l);
	struct list_view *v = list_save(l);
	list_hits_clear(l);
	list_move(l, 12);
	list_restore(l, v);
	assert_true(list_searching(l));
	list_hits_add(l, hits, 2);
	list_hits_add(l, hits + 2, 5);
	assert_int_equal(list_selected(l), selected);
	assert_int_equal(list_top(l), top);
	list_view_free(v);
	list_free(l);
}

static void escape_survives_a_new_table(void **state)
{
	(void)state;
	struct list *l = small_list(6);
	list_fold(l, 0, true);
	list_select_doc(l, 27);
	struct list_view *v = list_save(l);
	list_hits_begin(l, false);
	static const uint32_t more[] = { 10, 10, 1, 20, 5, 7, 7 };
	list_set_sources(l, plain_table(more, 7));
	list_restore(l, v);
	assert_int_equal(selected_doc(l), 27);
	assert_true(list_folded(l, 0));
	assert_false(list_folded(l, 5));
	struct source_table *t = plain_table(more, 7);
	t->entries[3].first = 900; /* read anew */
	finish_table(t);
	list_set_sources(l, t);
	list_restore(l, v);
	assert_int_equal(selected_doc(l), 905);
	list_view_free(v);
	list_free(l);
}

/* A source comes in between the top of the window and the selection: both stay what they are. */
static void top_of_window_survives_a_new_table(void **state)
{
	(void)state;
	struct list *l = small_list(20);
	list_select(l, 24);
	list_select(l, 14);
	size_t top = list_top(l);
	doc_id top_doc = list_row(l, top).doc, doc = selected_doc(l);
	assert_true(top > 0 && top_doc && doc);
	struct source_table *t = plain_table((const uint32_t[]){ 10, 2, 10, 1, 20, 5 }, 6);
	static const uint32_t ids[] = { 1, 77, 2, 3, 4, 5 };
	static const doc_id firsts[] = { 1, 800, 11, 21, 22, 42 };
	for (size_t i = 0; i < 6; i++) {
		t->entries[i].id = ids[i];
		t->entries[i].first = firsts[i];
	}
	finish_table(t);
	list_set_sources(l, t);
	assert_int_equal(list_row(l, list_top(l)).doc, top_doc);
	assert_int_equal(selected_doc(l), doc);
	list_free(l);
}

static void context_shows_with_its_article(void **state)
{
	(void)state;
	struct list *l = small_list(5);
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 9);
	for (int i = 0; i < 12; i++) {
		list_move(l, i < 8 ? 1 : -1);
		assert_true(list_selected(l) + 1 < list_top(l) + 5);
	}
	list_resize(l, 2); /* half a page is not even an article with its context, yet it goes on */
	list_select(l, 1);
	for (doc_id doc = 2; doc <= 9; doc++) {
		list_page(l, 1);
		assert_int_equal(selected_doc(l), doc);
	}
	for (doc_id doc = 8; doc >= 1; doc--) {
		list_page(l, -1);
		assert_int_equal(selected_doc(l), doc);
	}
	list_free(l);
}

static void next_letter_goes_from_heading_to_story(void **state)
{
	(void)state;
	struct list *l = small_list(9);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 1, 12, 13 }, 3);
	list_select(l, 2);
	assert_int_equal(list_row(l, list_selected(l)).kind, ROW_SOURCE);
	list_hits_add(l, (doc_id[]){ 30 }, 1);
	assert_int_equal(list_row(l, list_selected(l)).kind, ROW_SOURCE);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 1, 13, 30 }, 3);
	assert_int_equal(selected_doc(l), 13);
	list_hits_clear(l);
	assert_int_equal(list_selected(l), 11);
	list_free(l);
}

static void place_survives_a_source_read_anew(void **state)
{
	(void)state;
	struct list *l = small_list(6);
	list_select_doc(l, 25);
	struct source_table *t = plain_table((const uint32_t[]){ 10, 10, 1, 20, 5 }, 5);
	t->entries[3].first = 500; /* read anew: other numbers */
	t->entries[3].articles = 22;
	finish_table(t);
	list_set_sources(l, t);
	assert_int_equal(selected_doc(l), 503);
	list_set_sources(l, plain_table((const uint32_t[]){ 10, 10 }, 2)); /* gone: what now stands nearest */
	assert_int_equal(list_row(l, list_selected(l)).entry, 1);
	list_set_sources(l, NULL);
	assert_int_equal(list_rows(l), 0);
	list_move(l, 1);
	assert_int_equal(list_selected(l), 0);
	list_free(l);
}

static void untouched_list_stays_on_top(void **state)
{
	(void)state;
	struct list *l = list_new();
	struct source_table *t = plain_table((const uint32_t[]){ 3 }, 1);
	t->entries[0].id = 8;
	list_set_sources(l, t);
	t = plain_table((const uint32_t[]){ 4, 3 }, 2);
	t->entries[1].id = 8;
	list_set_sources(l, t);
	assert_int_equal(list_selected(l), 0);
	list_hits_begin(l, false);
	list_hits_add(l, (doc_id[]){ 2, 6 }, 2);
	assert_int_equal(selected_doc(l), 2); /* a story, not a heading: Enter reads it */
	list_hits_clear(l);
	assert_int_equal(list_selected(l), 0);
	list_free(l);
}

static void counts_what_is_unread(void **state)
{
	(void)state;
	struct list *l = small_list(6);
	assert_int_equal(list_unread(l), -1);
	assert_int_equal(list_entry_unread(l, 0), -1);
	list_set_read(l, (const uint32_t[]){ 1, 0, 1, 30, 0 }, 5);
	assert_int_equal(list_entry_unread(l, 0), 9);
	assert_int_equal(list_entry_unread(l, 3), 0);
	assert_int_equal(list_unread(l), 24);
	list_add_read(l, 0, 2);
	list_add_read(l, 1, -1);
	assert_int_equal(list_unread(l), 22);
	struct source_table *t = plain_table((const uint32_t[]){ 6, 10, 10, 20, 5 }, 5);
	t->entries[0].id = 70; /* new, and source 3 is gone */
	t->entries[1].id = 1;
	t->entries[2].id = 2;
	list_set_sources(l, t);
	assert_int_equal(list_entry_unread(l, 0), 6);
	assert_int_equal(list_entry_unread(l, 1), 7);
	assert_int_equal(list_entry_unread(l, 3), 0);
	assert_int_equal(list_unread(l), 28);
	list_set_read(l, (const uint32_t[]){ 1 }, 1);
	assert_int_equal(list_unread(l), -1);
	list_free(l);
}

static void moves_by_page_and_by_source(void **state)
{
	(void)state;
	struct list *l = small_list(10); /* 51 rows; headings at 0 11 22 24 45 */
	list_move(l, 3);
	list_page(l, 2);
	assert_int_equal(list_selected(l), 13);
	assert_int_equal(list_top(l), 10);
	list_page(l, -1);
	assert_int_equal(list_selected(l), 8);
	assert_int_equal(list_top(l), 5);
	list_page(l, 100);
	assert_int_equal(list_selected(l), 50);
	assert_int_equal(list_top(l), 41);
	list_move_source(l, -1);
	assert_int_equal(list_selected(l), 45);
	list_move_source(l, -1);
	assert_int_equal(list_selected(l), 24);
	list_move_source(l, 1);
	assert_int_equal(list_selected(l), 45);
	list_move_source(l, 1);
	assert_int_equal(list_selected(l), 45);
	list_move_source(l, -9);
	assert_int_equal(list_selected(l), 0);
	list_move_source(l, 1);
	assert_int_equal(list_selected(l), 11);
	assert_true(list_top(l) + 10 > 11 + 5); /* some of its articles show */
	list_free(l);
}

static void folding_selects_the_heading(void **state)
{
	(void)state;
	struct list *l = small_list(10);
	list_move(l, 15);
	size_t top = list_top(l);
	list_fold(l, 1, true);
	assert_int_equal(list_selected(l), 11);
	assert_int_equal(list_top(l), top);
	list_fold(l, 1, false);
	assert_int_equal(list_selected(l), 11);
	list_fold_all(l, true);
	assert_int_equal(list_rows(l), 5);
	assert_int_equal(list_row(l, list_selected(l)).entry, 1);
	assert_int_equal(list_step(l, 10, 1), 11);
	assert_true(list_select_doc(l, 27));
	assert_false(list_folded(l, 3));
	assert_true(list_folded(l, 1));
	list_free(l);
}

static struct list *ended_search(struct list *l)
{
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 12, 13, 27, 44 }, 5);
	list_hits_end(l);
	return l;
}

static void the_best_come_first_and_go_back(void **state)
{
	(void)state;
	struct list *l = ended_search(small_list(9));
	size_t rows = list_rows(l);
	list_hits_best(l, (doc_id[]){ 27, 3, 99, 27, 14 }, 5);
	assert_int_equal(list_hits_best_docs(l), 2);
	assert_int_equal(list_row(l, 0).entry, LIST_BEST);
	assert_int_equal(list_row(l, 1).doc, 27);
	assert_int_equal(list_row(l, 2).kind, ROW_CONTEXT);
	assert_int_equal(list_row(l, 3).doc, 3);
	assert_int_equal(list_row(l, 5).entry, 1); /* source 0 has none left */
	assert_int_equal(list_step(l, 27, 1), 3);
	assert_int_equal(list_step(l, 3, 1), 12);
	assert_int_equal(list_place(l, 12), 2);
	assert_int_equal(list_articles(l), 5);
	list_hits_best(l, NULL, 0);
	assert_int_equal(list_rows(l), rows);
	assert_int_equal(list_row(l, 1).doc, 3);
	assert_int_equal(list_row_of_entry(l, LIST_BEST), -1);
	list_free(l);
}

static void selection_stays_on_its_story_when_the_best_come(void **state)
{
	(void)state;
	struct list *l = small_list(9);
	assert_true(list_select_doc(l, 13));
	ended_search(l);
	list_hits_best(l, (doc_id[]){ 44, 13 }, 2);
	assert_int_equal(selected_doc(l), 13);
	assert_int_equal(list_selected(l), 3);
	/* it is no hit any more: then the best */
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 3, 27, 44 }, 3);
	list_hits_end(l);
	assert_int_equal(selected_doc(l), 27);
	list_hits_best(l, (doc_id[]){ 44, 3 }, 2);
	assert_int_equal(selected_doc(l), 44);
	assert_int_equal(list_top(l), 0);
	/* and Esc goes back to where it began */
	list_hits_clear(l);
	assert_int_equal(selected_doc(l), 13);
	/* what nobody chose is not kept to */
	list_select_loosely(l);
	ended_search(l);
	assert_int_equal(selected_doc(l), 13);
	list_hits_best(l, (doc_id[]){ 44, 13 }, 2);
	assert_int_equal(selected_doc(l), 44);
	list_free(l);
}

static void escape_brings_back_folds_among_hits(void **state)
{
	(void)state;
	struct list *l = ended_search(small_list(9));
	list_fold(l, 1, true);
	size_t rows = list_rows(l);
	struct list_view *v = list_save(l);
	list_hits_await(l);
	list_hits_begin(l, true);
	list_hits_add(l, (doc_id[]){ 12, 13 }, 2);
	assert_false(list_folded(l, 1));
	list_hits_await(l);
	list_restore(l, v); /* before the hits of the old search are there again */
	ended_search(l);
	assert_true(list_folded(l, 1));
	assert_int_equal(list_rows(l), rows);
	list_view_free(v);
	list_free(l);
}

static void folds_and_place_survive_the_same_search_made_again(void **state)
{
	(void)state;
	struct list *l = ended_search(small_list(9));
	list_fold(l, 1, true);
	list_select_doc(l, 27);
	list_hits_replace(l, (doc_id[]){ 1, 3, 12, 13, 14, 27, 28, 44 }, 8);
	assert_true(list_folded(l, 1));
	assert_int_equal(selected_doc(l), 27);
	assert_int_equal(list_hit_docs(l), 8);
	list_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_on_its_story_as_the_list_narrows),
		cmocka_unit_test(own_move_wins_over_what_was_wanted),
		cmocka_unit_test(late_source_goes_to_its_place),
		cmocka_unit_test(disorder_does_no_harm),
		cmocka_unit_test(escape_goes_back_exactly),
		cmocka_unit_test(escape_goes_back_to_a_search),
		cmocka_unit_test(escape_survives_a_new_table),
		cmocka_unit_test(top_of_window_survives_a_new_table),
		cmocka_unit_test(context_shows_with_its_article),
		cmocka_unit_test(next_letter_goes_from_heading_to_story),
		cmocka_unit_test(place_survives_a_source_read_anew),
		cmocka_unit_test(untouched_list_stays_on_top),
		cmocka_unit_test(counts_what_is_unread),
		cmocka_unit_test(moves_by_page_and_by_source),
		cmocka_unit_test(folding_selects_the_heading),
		cmocka_unit_test(the_best_come_first_and_go_back),
		cmocka_unit_test(selection_stays_on_its_story_when_the_best_come),
		cmocka_unit_test(escape_brings_back_folds_among_hits),
		cmocka_unit_test(folds_and_place_survive_the_same_search_made_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
