/* Where the panes stand: true for every size of screen, every layout and every share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../src/ui/panes.h"

enum { ROWS_MAX = 60, COLS_MAX = 220 };

static void assert_inside(const struct rect *r, int rows, int cols)
{
	assert_true(r->row >= 1 && r->col >= 0 && r->rows >= 1 && r->cols >= 1);
	assert_true(r->row + r->rows <= rows - 1); /* the status line is free */
	assert_true(r->col + r->cols <= cols);
}

static bool apart(const struct rect *a, const struct rect *b)
{
	return a->row + a->rows <= b->row || b->row + b->rows <= a->row || a->col + a->cols <= b->col ||
	       b->col + b->cols <= a->col;
}

static void assert_sound(const struct panes *p, int rows, int cols)
{
	assert_true(p->list_shown || p->reader_shown);
	if (p->list_shown)
		assert_inside(&p->list, rows, cols);
	if (p->reader_shown) {
		assert_inside(&p->reader, rows, cols);
		assert_in_range(p->column_cols, 8, PANES_COLUMN_MAX);
		assert_true(p->column >= p->reader.col);
		assert_true(p->column + p->column_cols <= p->reader.col + p->reader.cols);
	}
	if (p->list_shown && p->reader_shown)
		assert_true(apart(&p->list, &p->reader));
	assert_int_equal(p->status.row, rows - 1);
}

static void try_size(int rows, int cols)
{
	struct panes p;
	for (int layout = PANES_AUTO; layout <= PANES_SINGLE; layout++)
		for (int share = PANES_SHARE_MIN; share <= PANES_SHARE_MAX; share += 10) {
			struct panes_choice choice = { (enum panes_layout)layout, share, share };
			panes_place(&p, &choice, rows, cols, share % 20 == 5);
			assert_false(p.too_small);
			assert_sound(&p, rows, cols);
		}
}

static void panes_never_overlap_nor_leave_the_screen(void **state)
{
	(void)state;
	for (int rows = PANES_MIN_ROWS; rows <= ROWS_MAX; rows++)
		for (int cols = PANES_MIN_COLS; cols <= COLS_MAX; cols++)
			try_size(rows, cols);
}

static void a_screen_that_is_too_small_is_said_to_be(void **state)
{
	struct panes_choice choice = panes_default();
	struct panes p;
	(void)state;
	panes_place(&p, &choice, PANES_MIN_ROWS - 1, PANES_MIN_COLS, false);
	assert_true(p.too_small);
	panes_place(&p, &choice, PANES_MIN_ROWS, PANES_MIN_COLS - 1, false);
	assert_true(p.too_small);
	panes_place(&p, &choice, PANES_MIN_ROWS, PANES_MIN_COLS, false);
	assert_false(p.too_small);
}

static enum panes_layout layout_at(int rows, int cols)
{
	struct panes_choice choice = panes_default();
	struct panes p;
	panes_place(&p, &choice, rows, cols, false);
	return p.layout;
}

static void wide_screens_stand_side_by_side(void **state)
{
	(void)state;
	assert_int_equal(layout_at(40, 120), PANES_SIDE);
	assert_int_equal(layout_at(24, 100), PANES_SIDE);
	assert_int_equal(layout_at(24, 99), PANES_STACKED);
	assert_int_equal(layout_at(12, 40), PANES_SINGLE);
}

/* One key goes round: whatever one starts from, all layouts that fit come by, and then the first again. */
static void the_key_goes_through_all_layouts(void **state)
{
	struct panes_choice choice = panes_default();
	bool seen[PANES_SINGLE + 1] = { false };
	struct panes p;
	(void)state;
	for (int i = 0; i < 3; i++) {
		panes_place(&p, &choice, 40, 120, false);
		assert_false(seen[p.layout]);
		seen[p.layout] = true;
		choice.layout = panes_next(&choice, 40, 120);
	}
	assert_int_equal(choice.layout, PANES_AUTO); /* round again, where it goes with the screen's size */
	choice.layout = panes_next(&choice, 8, 30);
	panes_place(&p, &choice, 8, 30, false);
	assert_int_equal(p.layout, PANES_SINGLE); /* nothing else fits */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(panes_never_overlap_nor_leave_the_screen),
		cmocka_unit_test(a_screen_that_is_too_small_is_said_to_be),
		cmocka_unit_test(wide_screens_stand_side_by_side),
		cmocka_unit_test(the_key_goes_through_all_layouts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
