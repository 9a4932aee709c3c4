/* The table of actions, and how keys find their way to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../src/ui/keys.h"
#include "lede/ui.h"

static const unsigned contexts[] = { CTX_LIST, CTX_READER, CTX_RELATED, CTX_PAGER, CTX_PROMPT };
enum { CONTEXTS = sizeof contexts / sizeof *contexts };

/* Calls each with every binding of every action. */
static void each_binding(void (*each)(const struct action *a, const char *binding))
{
	size_t n;
	const struct action *table = actions(&n);
	for (size_t i = 0; i < n; i++) {
		char *keys = strdup(table[i].keys), *rest = NULL;
		for (char *k = strtok_r(keys, " ", &rest); k; k = strtok_r(NULL, " ", &rest))
			each(&table[i], k);
		free(keys);
	}
}

static void every_action_is_whole(void **state)
{
	size_t n;
	const struct action *table = actions(&n);
	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(table[i].run);
		assert_true(strlen(table[i].name) > 2);
		assert_true(strlen(table[i].help) > 1);
		assert_true(table[i].contexts != 0);
		assert_true(table[i].group < GROUP_CAP);
		assert_true(strlen(table[i].keys) > 0);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(table[i].name, table[k].name);
	}
}

/* Where two rows claim one key in a context, the first wins and the second is never found. */
static void finds_its_action(const struct action *a, const char *binding)
{
	for (int i = 0; i < CONTEXTS; i++)
		if (a->contexts & contexts[i] && keys_find(contexts[i], binding) != a)
			fail_msg("%s of %s belongs to %s too", binding, a->name, keys_find(contexts[i], binding)->name);
}

static void no_key_means_two_things(void **state)
{
	(void)state;
	each_binding(finds_its_action);
}

/* A key that begins a longer binding could never be told from it. */
static void begins_no_other(const struct action *a, const char *binding)
{
	char prefix[KEYS_SEQUENCE_MAX];
	if (binding[0] == '<' || strlen(binding) < 2)
		return;
	strcpy(prefix, binding);
	prefix[strlen(prefix) - 1] = '\0';
	for (int i = 0; i < CONTEXTS; i++)
		if (a->contexts & contexts[i])
			assert_null(keys_find(contexts[i], prefix));
}

static void no_key_hides_a_longer_one(void **state)
{
	(void)state;
	each_binding(begins_no_other);
}

static void every_place_can_be_left(void **state)
{
	(void)state;
	for (int c = 0; c < CONTEXTS; c++) {
		assert_non_null(keys_find(contexts[c], "<Escape>"));
		assert_ptr_equal(keys_find(contexts[c], "<Escape>"), keys_find(contexts[c], "<C-g>"));
	}
}

static enum keys_outcome feed(struct keys *k, unsigned context, const char *const *names, const struct action **a,
                              long *count)
{
	enum keys_outcome o = KEYS_UNKNOWN;
	for (; *names; names++)
		o = keys_feed(k, context, *names, a, count);
	return o;
}

static void counts_come_before(void **state)
{
	struct keys k = { { 0 }, 0 };
	const struct action *a;
	long count;
	(void)state;
	assert_int_equal(feed(&k, CTX_LIST, (const char *[]){ "j", NULL }, &a, &count), KEYS_ACTION);
	assert_int_equal(count, 0);
	assert_int_equal(feed(&k, CTX_LIST, (const char *[]){ "5", "j", NULL }, &a, &count), KEYS_ACTION);
	assert_int_equal(count, 5);
	assert_string_equal(a->name, "list-down");
	assert_int_equal(feed(&k, CTX_LIST, (const char *[]){ "3", "0", "%", NULL }, &a, &count), KEYS_ACTION);
	assert_int_equal(count, 30);
	assert_string_equal(a->name, "list-percent");
	assert_int_equal(feed(&k, CTX_LIST, (const char *[]){ "1", "2", "g", "g", NULL }, &a, &count), KEYS_ACTION);
	assert_int_equal(count, 12);
	assert_string_equal(a->name, "list-first");
	assert_false(keys_pending(&k));
}

static void counts_have_a_limit(void **state)
{
	struct keys k = { { 0 }, 0 };
	const struct action *a;
	long count;
	(void)state;
	for (int i = 0; i < 40; i++)
		assert_int_equal(keys_feed(&k, CTX_LIST, "9", &a, &count), KEYS_PENDING);
	assert_int_equal(keys_feed(&k, CTX_LIST, "j", &a, &count), KEYS_ACTION);
	assert_int_equal(count, KEYS_COUNT_MAX);
}

static void a_digit_in_a_story_is_a_number_or_a_count(void **state)
{
	struct keys k = { { 0 }, 0 };
	const struct action *a;
	long count;
	(void)state;
	assert_int_equal(keys_feed(&k, CTX_READER, "3", &a, &count), KEYS_DIGIT);
	assert_string_equal(a->name, "related-number");
	assert_int_equal(count, 3);
	assert_int_equal(keys_feed(&k, CTX_READER, "0", &a, &count), KEYS_PENDING);
	assert_int_equal(keys_feed(&k, CTX_READER, "%", &a, &count), KEYS_ACTION);
	assert_int_equal(count, 30);
	assert_string_equal(a->name, "reader-percent");
	assert_int_equal(keys_feed(&k, CTX_READER, "0", &a, &count), KEYS_UNKNOWN);
}

static void a_sequence_waits_and_gives_up(void **state)
{
	struct keys k = { { 0 }, 0 };
	const struct action *a;
	long count;
	(void)state;
	assert_int_equal(keys_feed(&k, CTX_LIST, "g", &a, &count), KEYS_PENDING);
	assert_true(keys_pending(&k));
	assert_int_equal(keys_feed(&k, CTX_LIST, "j", &a, &count), KEYS_UNKNOWN);
	assert_false(keys_pending(&k));
	assert_int_equal(keys_feed(&k, CTX_LIST, "<", &a, &count), KEYS_UNKNOWN);
	assert_int_equal(keys_feed(&k, CTX_LIST, "<C-", &a, &count), KEYS_UNKNOWN);
}

static void digits_are_text_in_a_prompt(void **state)
{
	struct keys k = { { 0 }, 0 };
	const struct action *a;
	long count;
	(void)state;
	assert_int_equal(keys_feed(&k, CTX_PROMPT, "7", &a, &count), KEYS_UNKNOWN);
	assert_false(keys_pending(&k));
}

static void assert_shown(const char *binding, const char *shown)
{
	struct buf out = BUF_INIT;
	keys_add_shown(&out, binding, strlen(binding));
	assert_string_equal(buf_str(&out), shown);
	buf_release(&out);
}

static void keys_are_written_for_people(void **state)
{
	(void)state;
	assert_shown("j", "j");
	assert_shown("<", "<");
	assert_shown("gg", "gg");
	assert_shown("<C-l>", "^L");
	assert_shown("<PageDown>", "PgDn");
	assert_shown("<S-Tab>", "S-Tab");
	assert_shown("<Space>", "Space");
}

struct seen {
	size_t rows;
	bool redraw, percent;
};

static void see_row(void *payload, const char *group, const char *keys, const char *help)
{
	struct seen *s = payload;
	assert_true(group[0] && keys[0] && help[0]);
	s->rows++;
	s->redraw |= strcmp(keys, "^L") == 0;
	s->percent |= strcmp(keys, "%") == 0;
}

static void the_key_table_has_every_action(void **state)
{
	struct seen seen = { 0, false, false };
	size_t n;
	(void)state;
	actions(&n);
	ui_key_table(see_row, &seen);
	assert_int_equal(seen.rows, n);
	assert_true(seen.redraw && seen.percent);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_is_whole),
		cmocka_unit_test(no_key_means_two_things),
		cmocka_unit_test(no_key_hides_a_longer_one),
		cmocka_unit_test(every_place_can_be_left),
		cmocka_unit_test(counts_come_before),
		cmocka_unit_test(counts_have_a_limit),
		cmocka_unit_test(a_digit_in_a_story_is_a_number_or_a_count),
		cmocka_unit_test(a_sequence_waits_and_gives_up),
		cmocka_unit_test(digits_are_text_in_a_prompt),
		cmocka_unit_test(keys_are_written_for_people),
		cmocka_unit_test(the_key_table_has_every_action),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
