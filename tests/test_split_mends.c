/* Corrections by hand: each kind, found again by the words of the block and its neighbours, and reported when they are gone. */
#include "test_split_support.h"

static const char text[] =
	"Council sells its last horse\n\n"                                                              /* 0 */
	"The council of Brede sold its last horse on Monday for nine hundred crowns, it said.\n\n"      /* 1 */
	"The horse had pulled the mower since 2004. A neighbour bought it and will leave it there.\n\n" /* 2 */
	"A quiet goodbye\n\n"                                                                           /* 3 */
	"Nobody made a speech. The horse ate an apple that the mayor had brought along for it.\n\n"     /* 4 */
	"The mower will be pulled by a tractor, which the council has yet to buy from somebody.\n";     /* 5 */

static struct split_mend mend_at(const struct sample *s, enum split_mend_kind kind, size_t block)
{
	struct split_mend m = { .kind = (uint8_t)kind, .key = s->blocks[block].key };
	m.before = block > 0 ? s->blocks[block - 1].key : 0;
	m.after = block + 1 < s->block_count ? s->blocks[block + 1].key : 0;
	return m;
}

static size_t articles(const struct sample *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->count; i++)
		n += s->pieces[i].kind != SPLIT_REMAINDER;
	return n;
}

static void a_start_is_made(void **state)
{
	(void)state;
	struct sample plain, mended;
	sample_split(&plain, text, sizeof text - 1, 50);
	assert_int_equal(articles(&plain), 1);
	struct split_mend m = mend_at(&plain, SPLIT_MEND_START, 3);
	sample_split_mended(&mended, text, sizeof text - 1, 50, &m, 1);
	assert_true(m.applied);
	assert_int_equal(articles(&mended), 2);
	assert_int_equal(mended.pieces[1].block, 3);
	assert_true(mended.pieces[1].confidence == 1.f);
	assert_int_equal(mended.blocks[3].label, SPLIT_HEADLINE);
	sample_release(&plain);
	sample_release(&mended);
}

static void two_articles_are_joined(void **state)
{
	(void)state;
	struct buf two = BUF_INIT;
	struct sample plain, mended;
	buf_adds(&two, text);
	buf_adds(
		&two,
		"\n----\n\nSwans bite\n\nTwo swans have settled in the harbour and bite whoever comes near them, it "
		"was said.\n\n----\n\n"
		"Geese bite\n\nTwo geese have settled in the harbour and bite whoever comes near them, it was said.\n");
	sample_split(&plain, two.p, two.len, 50);
	assert_int_equal(articles(&plain), 3);
	struct split_mend m = mend_at(&plain, SPLIT_MEND_JOIN, 7);
	sample_split_mended(&mended, two.p, two.len, 50, &m, 1);
	assert_true(m.applied);
	assert_int_equal(articles(&mended), 2);
	sample_release(&plain);
	sample_release(&mended);
	buf_release(&two);
}

static void a_headline_moves(void **state)
{
	(void)state;
	struct sample plain, mended;
	sample_split(&plain, text, sizeof text - 1, 50);
	struct split_mend m[] = { mend_at(&plain, SPLIT_MEND_START, 2), mend_at(&plain, SPLIT_MEND_HEADLINE, 3) };
	sample_split_mended(&mended, text, sizeof text - 1, 50, m, 2);
	assert_true(m[0].applied && m[1].applied);
	assert_int_equal(articles(&mended), 2);
	assert_int_equal(mended.pieces[1].block, 3);
	sample_release(&plain);
	sample_release(&mended);
}

static void debris_is_set_apart(void **state)
{
	(void)state;
	struct sample plain, mended;
	sample_split(&plain, text, sizeof text - 1, 50);
	assert_int_not_equal(plain.blocks[3].label, SPLIT_BOILERPLATE);
	struct split_mend m = mend_at(&plain, SPLIT_MEND_DEBRIS, 3);
	sample_split_mended(&mended, text, sizeof text - 1, 50, &m, 1);
	assert_true(m.applied);
	assert_int_equal(mended.blocks[3].label, SPLIT_BOILERPLATE);
	assert_int_equal(articles(&mended), 1);
	sample_release(&plain);
	sample_release(&mended);
}

/* The same words twice: the neighbours say which is meant. */
static void neighbours_decide_between_equals(void **state)
{
	(void)state;
	struct buf twice = BUF_INIT;
	struct sample plain, mended;
	buf_adds(&twice, text);
	buf_adds(&twice,
	         "\nAt the end of the day the council met again and said no more about it to the people outside.\n\n"
	         "A quiet goodbye\n\nThat was what the mayor called it in a letter to the newspaper the following "
	         "week.\n");
	sample_split(&plain, twice.p, twice.len, 50);
	assert_true(plain.blocks[3].key == plain.blocks[7].key);
	struct split_mend m = mend_at(&plain, SPLIT_MEND_START, 7);
	sample_split_mended(&mended, twice.p, twice.len, 50, &m, 1);
	assert_true(m.applied);
	assert_int_equal(mended.blocks[7].label, SPLIT_HEADLINE);
	assert_int_not_equal(mended.blocks[3].label, SPLIT_HEADLINE);
	sample_release(&plain);
	sample_release(&mended);
	buf_release(&twice);
}

static void what_is_gone_is_reported(void **state)
{
	(void)state;
	struct sample s;
	struct split_mend m = { .kind = SPLIT_MEND_START, .key = 12345, .applied = true };
	sample_split_mended(&s, text, sizeof text - 1, 50, &m, 1);
	assert_false(m.applied);
	sample_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_start_is_made),
		cmocka_unit_test(two_articles_are_joined),
		cmocka_unit_test(a_headline_moves),
		cmocka_unit_test(debris_is_set_apart),
		cmocka_unit_test(neighbours_decide_between_equals),
		cmocka_unit_test(what_is_gone_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
