/* Back and forward, against two plain stacks. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/trail.h"

static struct trail_stop stop(doc_id doc)
{
	return (struct trail_stop){ .doc = doc, .selected = doc + 1, .block = doc * 2, .offset = doc * 3 };
}

static void push(struct trail *t, doc_id doc, const char *query)
{
	struct trail_stop s = stop(doc);
	char *text = mem_strdup(query);
	s.query = text;
	trail_push(t, &s);
	memset(text, '#', strlen(text)); /* it was copied */
	free(text);
}

static void goes_back_and_forward(void **state)
{
	(void)state;
	struct trail *t = trail_new();
	struct trail_stop here = stop(9);
	assert_null(trail_back(t, &here));
	assert_null(trail_forward(t, &here));
	push(t, 1, "ferry");
	push(t, 2, "");
	const struct trail_stop *s = trail_back(t, &here); /* at 3, left from 9 */
	assert_int_equal(s->doc, 2);
	assert_int_equal(s->selected, 3);
	assert_int_equal(s->block, 4);
	assert_int_equal(s->offset, 6);
	s = trail_back(t, s); /* handing back what was handed out is fine */
	assert_int_equal(s->doc, 1);
	assert_string_equal(s->query, "ferry");
	assert_false(trail_can_back(t));
	s = trail_forward(t, s);
	assert_int_equal(s->doc, 2);
	assert_string_equal(s->query, "");
	s = trail_forward(t, s);
	assert_int_equal(s->doc, 9);
	assert_string_equal(s->query, ""); /* it was NULL */
	assert_false(trail_can_forward(t));
	trail_free(t);
}

static void a_new_way_forgets_what_lay_ahead(void **state)
{
	(void)state;
	struct trail *t = trail_new();
	struct trail_stop here = stop(4);
	push(t, 1, "");
	push(t, 2, "");
	push(t, 3, "");
	trail_back(t, &here);
	const struct trail_stop *s = trail_back(t, &here);
	assert_int_equal(s->doc, 2);
	trail_push(t, s);
	assert_false(trail_can_forward(t));
	assert_int_equal(trail_back(t, &here)->doc, 2);
	assert_int_equal(trail_back(t, &here)->doc, 1);
	assert_false(trail_can_back(t));
	trail_free(t);
}

static void forgets_the_oldest(void **state)
{
	(void)state;
	struct trail *t = trail_new();
	struct trail_stop here = stop(9999);
	for (doc_id doc = 1; doc <= TRAIL_MAX + 50; doc++)
		push(t, doc, "q");
	doc_id doc = TRAIL_MAX + 50;
	for (; trail_can_back(t); doc--)
		assert_int_equal(trail_back(t, &here)->doc, doc);
	assert_int_equal(doc, 50);
	trail_free(t);
}

struct stacks {
	doc_id behind[1000], ahead[1000];
	size_t n_behind, n_ahead;
};

static void agrees_with_two_stacks(void **state)
{
	(void)state;
	struct trail *t = trail_new();
	struct stacks *w = mem_zalloc(1, sizeof *w);
	uint32_t seed = 5;
	doc_id now = 1, fresh = 2;
	for (int i = 0; i < 3000; i++) {
		struct trail_stop here = stop(now);
		seed = seed * 1664525u + 1013904223u;
		uint32_t what = (seed >> 8) % 3;
		if (what == 0 && w->n_behind < TRAIL_MAX - 1) {
			trail_push(t, &here);
			w->behind[w->n_behind++] = now;
			w->n_ahead = 0;
			now = fresh++;
		} else if (what == 1 && w->n_behind) {
			w->ahead[w->n_ahead++] = now;
			now = w->behind[--w->n_behind];
			assert_int_equal(trail_back(t, &here)->doc, now);
		} else if (what == 2 && w->n_ahead) {
			w->behind[w->n_behind++] = now;
			now = w->ahead[--w->n_ahead];
			assert_int_equal(trail_forward(t, &here)->doc, now);
		}
		assert_int_equal(trail_can_back(t), w->n_behind > 0);
		assert_int_equal(trail_can_forward(t), w->n_ahead > 0);
	}
	free(w);
	trail_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_back_and_forward),
		cmocka_unit_test(a_new_way_forgets_what_lay_ahead),
		cmocka_unit_test(forgets_the_oldest),
		cmocka_unit_test(agrees_with_two_stacks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
