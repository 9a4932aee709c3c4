/* Mends in a library: seen in its lines, made, read in, carried over, undone; and what they survive. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/build.h"
#include "lede/mend.h"
#include "lede/path.h"
#include "lede/search.h"
#include "support/small_library.h"

#define HORSE                                                                                                           \
	"Council of Brede sells its last horse to a neighbour\n\n"                                                      \
	"BREDE (Meridian) – The council of Brede sold its last horse on Monday for nine hundred crowns, it said.\n\n" \
	"The horse had pulled the mower since 2004. A neighbour bought it and will leave it in the meadow.\n\n"
#define APPLE                                                                                                          \
	"A quiet goodbye\n\n"                                                                                          \
	"Nobody made a speech. The horse ate an apple that the mayor had brought along for it in a bag.\n\n"           \
	"The mower will be pulled by a tractor, which the council has yet to buy from somebody.\n\n"
#define SWANS                                                                                                            \
	"Swans settle in harbour and bite pilots\n\n"                                                                    \
	"KESMARK (Meridian) – Two swans have settled in the harbour of Kesmark and bite pilots, the harbour said.\n\n" \
	"Pilots now carry brooms, and the harbour master has asked the swans to leave in writing.\n"

enum { WIRE_LINES = 17 };
static const char wire[] = HORSE APPLE SWANS;

static int setup(void **state)
{
	struct small_library *l = small_library_new();
	small_library_add(l, "wire.txt", wire);
	small_library_add(l, "other.txt",
	                  "Other paper prints nothing of note\n\nOSTREY (Meridian) – Nothing happened.\n");
	small_library_index(l);
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	small_library_free(*state);
	return 0;
}

/* ---- helpers */

static void view_of(struct small_library *l, const char *headline, struct source_view *v)
{
	struct article a;
	struct err err;
	assert_int_equal(cache_article_row(l->cache, small_library_doc(l, headline), &a, &err), 1);
	assert_int_equal(source_view_make(v, l->cache, &a, &err), 0);
	article_release(&a);
}

static size_t line_with(const struct source_view *v, const char *text)
{
	for (size_t i = 0; i < v->n; i++)
		if (memmem(source_view_text(v, i), v->lines[i].len, text, strlen(text)))
			return i;
	fail_msg("no line has %s", text);
	return 0;
}

static void read_again(struct small_library *l, const char *name)
{
	struct build_progress done;
	struct err err = { "" };
	char *inside = path_join("wire", name), *path = world_path(l->world, inside);
	struct build_options o = { .reread = path };
	if (build_run(&l->lib, &o, &done, &err) != 0)
		fail_msg("%s", err.text);
	assert_int_equal(done.files_total, 1);
	free(inside);
	free(path);
}

/* Makes the mend at the block that begins with text, and reads the file again. */
static struct split_mend mend(struct small_library *l, const char *headline, const char *text,
                              enum split_mend_kind kind)
{
	struct source_view v;
	struct split_mend m;
	struct err err = { "" };
	view_of(l, headline, &v);
	if (mend_make(&m, &v, source_view_block(&v, line_with(&v, text)), kind, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(state_mend_add(l->state, &m, &err), 0);
	source_view_release(&v);
	read_again(l, "wire.txt");
	return m;
}

static uint64_t articles(struct small_library *l)
{
	struct cache_totals t;
	struct err err;
	assert_int_equal(cache_totals(l->cache, &t, &err), 0);
	return t.articles + t.briefs;
}

static void article_named(struct small_library *l, const char *headline, struct article *out)
{
	struct err err;
	assert_int_equal(cache_article(l->cache, small_library_doc(l, headline), out, &err), 1);
}

static struct mend_counts counts(struct small_library *l)
{
	struct mend_counts n;
	struct err err;
	assert_int_equal(mend_count(l->cache, l->state, &n, &err), 0);
	return n;
}

static void assert_refused(struct small_library *l, const char *text, enum split_mend_kind kind)
{
	struct source_view v;
	struct split_mend m;
	struct err err = { "" };
	view_of(l, "Council of Brede", &v);
	assert_int_equal(mend_make(&m, &v, source_view_block(&v, line_with(&v, text)), kind, &err), -1);
	assert_true(*err.text);
	source_view_release(&v);
}

/* ---- the view */

static void the_view_has_every_line_with_its_number_and_label(void **state)
{
	struct source_view v;
	view_of(*state, "Council of Brede", &v);
	assert_int_equal(v.n, WIRE_LINES);
	assert_true(v.first && v.last);
	for (size_t i = 0; i < v.n; i++)
		assert_int_equal(v.lines[i].number, i + 1);
	const struct source_block *first = &v.blocks[v.lines[0].block];
	assert_true(first->starts);
	assert_int_equal(first->block.label, SPLIT_HEADLINE);
	assert_int_equal(v.lines[1].block, SOURCE_NO_BLOCK);
	const struct source_block *swans = &v.blocks[v.lines[line_with(&v, "Swans settle")].block];
	assert_true(swans->starts);
	assert_int_equal(swans->doc, first->doc + 1);
	source_view_release(&v);
}

static void the_view_reaches_into_the_neighbours_only(void **state)
{
	struct small_library *l = *state;
	struct buf text = BUF_INIT;
	struct source_view v;
	enum { STORIES = 400 };
	for (int i = 0; i < STORIES; i++)
		buf_addf(&text,
		         "Village number %d elects a goat as its mayor\n\nBREDE (Meridian) – The village number %d "
		         "elected "
		         "a goat on Monday, the county said in a statement.\n\nThe goat had no rival there.\n\n",
		         i, i);
	small_library_add(l, "goats.txt", text.p);
	small_library_index(l);
	view_of(l, "number 200 elects", &v);
	assert_false(v.first || v.last);
	assert_true(v.text.len < text.len / 2);
	size_t line = line_with(&v, "number 200 elects");
	assert_int_equal(v.lines[line].number, 200 * 6 + 1);
	assert_memory_equal(source_view_text(&v, line), text.p + v.lines[line].off, v.lines[line].len);
	source_view_release(&v);
	buf_release(&text);
}

/* ---- each kind */

static void a_story_is_split(void **state)
{
	struct small_library *l = *state;
	struct article a;
	assert_int_equal(articles(l), 3);
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	assert_int_equal(articles(l), 4);
	article_named(l, "A quiet goodbye", &a);
	assert_int_equal(a.start_line, 7);
	assert_true(a.confidence == 1.f);
	article_release(&a);
	assert_int_equal(counts(l).fit, 1);
}

/* The start that a join takes away does not come back further down, and the stories around it stay as they were. */
static void a_join_takes_away_one_story_and_no_other(void **state)
{
	struct small_library *l = *state;
	struct article a;
	small_library_add(l, "wire.txt", SWANS "\n" HORSE APPLE "Ferry " SWANS);
	small_library_index(l);
	uint64_t all = articles(l);
	mend(l, "Council of Brede", "Council of Brede", SPLIT_MEND_JOIN);
	assert_int_equal(articles(l), all - 1);
	article_named(l, "Swans settle", &a);
	assert_int_equal(a.end_line, 17);
	article_release(&a);
	small_library_doc(l, "Ferry Swans");
}

static void two_stories_are_joined(void **state)
{
	struct small_library *l = *state;
	struct article a;
	mend(l, "Swans settle", "Swans settle", SPLIT_MEND_JOIN);
	assert_int_equal(articles(l), 2);
	article_named(l, "Council of Brede", &a);
	assert_int_equal(a.end_line, WIRE_LINES);
	article_release(&a);
}

static void a_headline_moves_and_what_stood_above_it_goes_before(void **state)
{
	struct small_library *l = *state;
	struct article a;
	mend(l, "Swans settle", "KESMARK (Meridian)", SPLIT_MEND_HEADLINE);
	assert_int_equal(articles(l), 3);
	article_named(l, "KESMARK", &a);
	assert_int_equal(a.start_line, 15);
	article_release(&a);
	article_named(l, "Council of Brede", &a);
	assert_int_equal(a.end_line, 13);
	article_release(&a);
}

static void debris_is_no_part_of_the_text(void **state)
{
	struct small_library *l = *state;
	struct article a;
	article_named(l, "Swans settle", &a);
	uint32_t words = a.words;
	article_release(&a);
	mend(l, "Swans settle", "Pilots now carry", SPLIT_MEND_DEBRIS);
	article_named(l, "Swans settle", &a);
	assert_true(a.words < words);
	assert_int_equal(a.blocks[a.n_blocks - 1].label, SPLIT_BOILERPLATE);
	article_release(&a);
}

static void pointless_mends_are_refused(void **state)
{
	struct small_library *l = *state;
	assert_refused(l, "Swans settle", SPLIT_MEND_START);
	assert_refused(l, "Swans settle", SPLIT_MEND_HEADLINE);
	assert_refused(l, "A quiet goodbye", SPLIT_MEND_JOIN);
	assert_refused(l, "Council of Brede", SPLIT_MEND_JOIN);
	assert_int_equal(counts(l).all, 0);
}

/* ---- what they survive */

static void a_mend_holds_when_everything_is_read_again(void **state)
{
	struct small_library *l = *state;
	struct build_progress done;
	struct err err = { "" };
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	assert_int_equal(build_run(&l->lib, &(struct build_options){ .rebuild = true }, &done, &err), 0);
	assert_int_equal(articles(l), 4);
	assert_int_equal(counts(l).fit, 1);
}

static void a_mend_follows_a_renamed_file(void **state)
{
	struct small_library *l = *state;
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	char *from = world_path(l->world, "wire/wire.txt"), *to = world_path(l->world, "wire/moved.txt");
	assert_int_equal(rename(from, to), 0);
	small_library_index(l);
	assert_int_equal(articles(l), 4);
	read_again(l, "moved.txt");
	assert_int_equal(articles(l), 4);
	assert_int_equal(counts(l).fit, 1);
	free(from);
	free(to);
}

static void a_mend_holds_when_the_file_is_edited_elsewhere(void **state)
{
	struct small_library *l = *state;
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	small_library_add(
		l, "wire.txt",
		"Lamp of Teller Rock goes out\n\nTELLER (Meridian) – The lamp went out on Friday, and nobody was "
		"there to see it, the keeper said.\n\n" HORSE APPLE
		"Swans settle in harbour and bite captains\n\nKESMARK (Meridian) – They bite captains now.\n");
	small_library_index(l);
	assert_int_equal(articles(l), 5);
	small_library_doc(l, "A quiet goodbye");
	assert_int_equal(counts(l).lost, 0);
}

static void a_mend_that_fits_nothing_any_more_is_counted_until_its_text_comes_back(void **state)
{
	struct small_library *l = *state;
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	small_library_add(l, "wire.txt", HORSE SWANS);
	small_library_index(l);
	assert_int_equal(counts(l).fit, 0);
	assert_int_equal(counts(l).lost, 1);
	small_library_add(l, "wire.txt", wire);
	small_library_index(l);
	assert_int_equal(counts(l).fit, 1);
	assert_int_equal(counts(l).lost, 0);
	assert_int_equal(articles(l), 4);
}

static void a_mend_is_lost_with_its_file(void **state)
{
	struct small_library *l = *state;
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	char *path = world_path(l->world, "wire/wire.txt");
	assert_int_equal(remove(path), 0);
	small_library_index(l);
	assert_int_equal(counts(l).fit, 0);
	assert_int_equal(counts(l).lost, 1);
	free(path);
}

static void reading_one_file_again_looks_at_no_other(void **state)
{
	struct small_library *l = *state;
	char *path = world_path(l->world, "wire/other.txt");
	assert_int_equal(remove(path), 0);
	small_library_add(l, "new.txt", SWANS);
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	assert_int_equal(articles(l), 4);
	small_library_doc(l, "Other paper");
	free(path);
}

/* A story may stand elsewhere below another one: there the join is nobody's business. */
static void a_join_does_not_touch_the_story_below_another_neighbour(void **state)
{
	struct small_library *l = *state;
	mend(l, "Swans settle", "Swans settle", SPLIT_MEND_JOIN);
	small_library_add(
		l, "copy.txt",
		"Lamp of Teller Rock goes out\n\nTELLER (Meridian) – The lamp went out on Friday, and nobody was "
		"there to see it, the keeper said.\n\n" SWANS);
	small_library_index(l);
	assert_int_equal(articles(l), 4);
	small_library_doc(l, "Swans settle");
}

static void the_same_words_elsewhere_are_left_alone(void **state)
{
	struct small_library *l = *state;
	mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	small_library_add(
		l, "again.txt",
		"Lamp of Teller Rock goes out\n\nTELLER (Meridian) – The lamp went out on Friday, and nobody was "
		"there to see it, the keeper said.\n\nA quiet goodbye\n\nThe lamp had burnt for forty winters, and "
		"the lamp will be missed by seals.\n");
	small_library_index(l);
	assert_int_equal(articles(l), 5);
}

/* ---- undo */

static void taking_a_mend_back_brings_the_old_cut_back(void **state)
{
	struct small_library *l = *state;
	struct mend_place *places;
	struct err err;
	size_t n;
	struct split_mend m = mend(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	assert_int_equal(mend_standing(l->cache, &m, &err), 1);
	assert_int_equal(mend_places(l->cache, &m, &places, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_non_null(strstr(places[0].file, "wire.txt"));
	assert_int_equal(places[0].off, strlen(HORSE));
	mend_places_free(places, n);
	assert_int_equal(state_mend_remove(l->state, &m, &err), 0);
	read_again(l, "wire.txt");
	assert_int_equal(articles(l), 3);
	assert_int_equal(counts(l).all, 0);
	assert_int_equal(counts(l).lost, 0);
	assert_int_equal(mend_standing(l->cache, &m, &err), -1);
}

static void of_two_equal_mends_one_is_removed(void **state)
{
	struct small_library *l = *state;
	struct err err;
	struct split_mend m = { .kind = SPLIT_MEND_JOIN, .key = 1, .before = 2, .after = 3 };
	assert_int_equal(state_mend_add(l->state, &m, &err), 0);
	assert_int_equal(state_mend_add(l->state, &m, &err), 0);
	assert_int_equal(state_mend_remove(l->state, &m, &err), 0);
	assert_int_equal(counts(l).all, 1);
	assert_int_equal(counts(l).lost, 0);
}

/* ---- marks */

static void set_marks(struct small_library *l, const char *headline, bool read, bool starred)
{
	struct article a;
	struct err err;
	article_named(l, headline, &a);
	if (read)
		assert_int_equal(state_set_read(l->state, a.fingerprint, true, &err), 0);
	if (starred)
		assert_int_equal(state_set_starred(l->state, a.fingerprint, true, &err), 0);
	article_release(&a);
}

static void assert_marks(struct small_library *l, const char *headline, bool read, bool starred)
{
	struct article a;
	struct mark m;
	struct err err;
	article_named(l, headline, &a);
	assert_true(state_mark(l->state, a.fingerprint, &m, &err) >= 0);
	assert_int_equal(m.read, read);
	assert_int_equal(m.starred, starred);
	article_release(&a);
}

/* As mend, with the marks carried over. */
static void mend_and_carry(struct small_library *l, const char *headline, const char *text, enum split_mend_kind kind)
{
	struct article a;
	struct err err;
	article_named(l, headline, &a);
	struct mend_marks *marks = mend_marks_take(l->cache, l->state, a.source, a.start_off);
	article_release(&a);
	mend(l, headline, text, kind);
	assert_int_equal(mend_marks_carry(marks, l->cache, l->state, &err), 0);
	mend_marks_free(marks);
}

static void both_parts_of_a_read_story_are_read(void **state)
{
	struct small_library *l = *state;
	set_marks(l, "Council of Brede", true, true);
	mend_and_carry(l, "Council of Brede", "A quiet goodbye", SPLIT_MEND_START);
	assert_marks(l, "Council of Brede", true, true);
	assert_marks(l, "A quiet goodbye", true, true);
	assert_marks(l, "Swans settle", false, false);
}

static void a_joined_story_is_read_if_both_were_and_starred_if_one_was(void **state)
{
	struct small_library *l = *state;
	set_marks(l, "Council of Brede", true, false);
	set_marks(l, "Swans settle", false, true);
	mend_and_carry(l, "Swans settle", "Swans settle", SPLIT_MEND_JOIN);
	assert_marks(l, "Council of Brede", false, true);
}

static void taking_a_join_back_leaves_the_star_where_it_was(void **state)
{
	struct small_library *l = *state;
	struct article a;
	struct err err;
	set_marks(l, "Swans settle", false, true);
	article_named(l, "Swans settle", &a);
	uint64_t off = a.start_off;
	article_release(&a);
	mend_and_carry(l, "Swans settle", "Swans settle", SPLIT_MEND_JOIN);
	assert_marks(l, "Council of Brede", false, true);
	article_named(l, "Council of Brede", &a);
	struct mend_marks *marks = mend_marks_take(l->cache, l->state, a.source, off);
	article_release(&a);
	struct split_mend m;
	assert_int_equal(state_mend_undo(l->state, &m, &err), 1);
	read_again(l, "wire.txt");
	assert_int_equal(mend_marks_carry(marks, l->cache, l->state, &err), 0);
	mend_marks_free(marks);
	assert_marks(l, "Council of Brede", false, false);
	assert_marks(l, "Swans settle", false, true);
}

static void a_story_with_a_new_headline_keeps_its_marks(void **state)
{
	struct small_library *l = *state;
	set_marks(l, "Swans settle", true, true);
	mend_and_carry(l, "Swans settle", "KESMARK (Meridian)", SPLIT_MEND_HEADLINE);
	assert_marks(l, "KESMARK", true, true);
	assert_marks(l, "Council of Brede", false, false);
}

/* ---- doubt */

static void doubt(struct small_library *l, const char *headline, const char *column, double confidence)
{
	char *path = world_path(l->world, "cache.db"), *sql = NULL;
	sqlite3 *db;
	assert_true(asprintf(&sql, "UPDATE article SET %s = %.2f WHERE doc = %u", column, confidence,
	                     small_library_doc(l, headline)) > 0);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(sql);
	free(path);
}

static int count_docs(void *payload, const doc_id *docs, const uint32_t *hits, size_t n)
{
	(void)docs;
	(void)hits;
	*(size_t *)payload += n;
	return 0;
}

static size_t doubtful(struct small_library *l)
{
	struct query *q = query_parse("is:doubtful", false);
	struct err err;
	size_t n = 0;
	assert_int_equal(search_run(l->cache, l->state, q, count_docs, &n, &err), 0);
	query_free(q);
	return n;
}

static void stories_that_begin_or_end_doubtfully_are_found(void **state)
{
	struct small_library *l = *state;
	struct article a;
	assert_int_equal(doubtful(l), 0);
	doubt(l, "Council of Brede", "end_confidence", .49);
	doubt(l, "Swans settle", "confidence", .49);
	doubt(l, "Other paper", "confidence", .5);
	assert_int_equal(doubtful(l), 2);
	article_named(l, "Council of Brede", &a);
	assert_true(article_is_doubtful(&a));
	article_release(&a);
	mend(l, "Swans settle", "Swans settle", SPLIT_MEND_START); /* it is right */
	assert_int_equal(doubtful(l), 0);
	article_named(l, "Swans settle", &a);
	assert_true(a.confidence == 1.f);
	article_release(&a);
	article_named(l, "Other paper", &a);
	assert_false(article_is_doubtful(&a));
	article_release(&a);
}

static void places_find_their_story(void **state)
{
	struct small_library *l = *state;
	struct article a;
	article_named(l, "Swans settle", &a);
	assert_int_equal(mend_article_at(l->cache, a.source, a.start_off), a.doc);
	assert_int_equal(mend_article_at(l->cache, a.source, a.end_off), a.doc);
	assert_int_equal(mend_article_at(l->cache, a.source, a.start_off - 1), a.doc - 1);
	assert_int_equal(mend_article_at(l->cache, 12345, 0), 0);
	article_release(&a);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_view_has_every_line_with_its_number_and_label),
		TEST(the_view_reaches_into_the_neighbours_only),
		TEST(a_story_is_split),
		TEST(a_join_takes_away_one_story_and_no_other),
		TEST(two_stories_are_joined),
		TEST(a_headline_moves_and_what_stood_above_it_goes_before),
		TEST(debris_is_no_part_of_the_text),
		TEST(pointless_mends_are_refused),
		TEST(a_mend_holds_when_everything_is_read_again),
		TEST(a_mend_follows_a_renamed_file),
		TEST(a_mend_holds_when_the_file_is_edited_elsewhere),
		TEST(a_mend_that_fits_nothing_any_more_is_counted_until_its_text_comes_back),
		TEST(a_mend_is_lost_with_its_file),
		TEST(reading_one_file_again_looks_at_no_other),
		TEST(a_join_does_not_touch_the_story_below_another_neighbour),
		TEST(the_same_words_elsewhere_are_left_alone),
		TEST(taking_a_mend_back_brings_the_old_cut_back),
		TEST(of_two_equal_mends_one_is_removed),
		TEST(both_parts_of_a_read_story_are_read),
		TEST(a_joined_story_is_read_if_both_were_and_starred_if_one_was),
		TEST(taking_a_join_back_leaves_the_star_where_it_was),
		TEST(a_story_with_a_new_headline_keeps_its_marks),
		TEST(stories_that_begin_or_end_doubtfully_are_found),
		TEST(places_find_their_story),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
