/* Small parts of the store: packing, the order of paths, the queue between two threads. */
#include "store_fixture.h"

#include <pthread.h>

#include "../src/store/article_words.h"
#include "../src/store/blocks_pack.h"
#include "../src/store/db.h"
#include "../src/store/order.h"
#include "../src/store/pack.h"
#include "../src/store/packet.h"
#include "../src/store/terms.h"

static void test_numbers_come_back(void **state)
{
	(void)state;
	static const uint64_t numbers[] = { 0, 1, 127, 128, 300, 16383, 16384, UINT32_MAX, UINT64_MAX / 2, UINT64_MAX };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct buf b = BUF_INIT;
		pack_varint(&b, numbers[i]);
		pack_signed(&b, (int64_t)numbers[i]);
		pack_signed(&b, -(int64_t)(numbers[i] >> 1));
		struct unpack u = { (const unsigned char *)b.p, (const unsigned char *)b.p + b.len, false };
		assert_true(unpack_varint(&u) == numbers[i]);
		assert_true(unpack_signed(&u) == (int64_t)numbers[i]);
		assert_true(unpack_signed(&u) == -(int64_t)(numbers[i] >> 1));
		assert_false(u.bad);
		assert_ptr_equal(u.p, u.end);
		buf_release(&b);
	}
}

static void test_cut_numbers_are_bad(void **state)
{
	(void)state;
	static const unsigned char cut[] = { 0x80, 0x80 },
				   endless[] = { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	struct unpack u = { cut, cut + sizeof cut, false };
	unpack_varint(&u);
	assert_true(u.bad);
	u = (struct unpack){ endless, endless + sizeof endless, false };
	unpack_varint(&u);
	assert_true(u.bad);
}

static void assert_same_block(const struct split_block *a, const struct split_block *b)
{
	assert_int_equal(a->label, b->label);
	assert_true(a->off == b->off && a->src == b->src);
	assert_int_equal(a->len, b->len);
	assert_int_equal(a->src_len, b->src_len);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->lines, b->lines);
}

static void test_blocks_come_back(void **state)
{
	(void)state;
	const struct split_block blocks[] = {
		{ .off = 1000, .src = 1003, .len = 40, .src_len = 40, .line = 10, .lines = 1, .label = SPLIT_HEADLINE },
		{ .off = 1042, .src = 1045, .len = 200, .src_len = 200, .line = 12, .lines = 1, .label = SPLIT_LEDE },
		{ .off = 1244, .src = 1250, .len = 90, .src_len = 88, .line = 14, .lines = 3, .label = SPLIT_BODY },
		{ .off = 1335,
		  .src = 1339,
		  .len = 5,
		  .src_len = 9,
		  .line = 17,
		  .lines = 1,
		  .label = SPLIT_BOILERPLATE },
	};
	struct buf b = BUF_INIT;
	struct split_block *back;
	size_t n;
	struct blocks_origin at = { 1000, 1003, 10 };
	blocks_pack(&b, blocks, 4, at);
	assert_int_equal(blocks_unpack(&back, &n, b.p, b.len, at), 0);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_same_block(&blocks[i], &back[i]);
	free(back);
	for (size_t len = 1; len < b.len; len++) /* cut bytes give fewer blocks or none, never a crash */
		if (blocks_unpack(&back, &n, b.p, len, at) == 0) {
			assert_true(n < 4);
			free(back);
		}
	buf_release(&b);
}

static void test_paths_in_order(void **state)
{
	(void)state;
	static const char *const sorted[] = { "/a",        "/a/b",       "/a/b/c",      "/a/b 1",
		                              "/a/part 2", "/a/part 10", "/a/part 10b", "/a/part 010c",
		                              "/a2/x",     "/a10/x",     "/b" };
	enum { N = sizeof sorted / sizeof *sorted };
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < N; k++) {
			int diff = order_paths(sorted[i], sorted[k]);
			if (i < k)
				assert_true(diff < 0);
			else if (i > k)
				assert_true(diff > 0);
			else
				assert_int_equal(diff, 0);
		}
	assert_int_not_equal(order_paths("/a/007", "/a/7"), 0);
}

enum { QUEUE_PACKETS = 2000 };

static void *give(void *payload)
{
	struct packet_queue *q = payload;
	for (size_t i = 0; i < QUEUE_PACKETS; i++) {
		struct packet *p = mem_zalloc(1, sizeof *p);
		p->job = i;
		if (!packet_put(q, p)) {
			packet_free(p);
			return NULL;
		}
	}
	packet_end(q);
	return NULL;
}

static void test_queue_keeps_order(void **state)
{
	(void)state;
	struct packet_queue *q = packet_queue_new(sizeof(struct packet) * 3);
	pthread_t giver;
	bool ended = false;
	size_t n = 0;
	assert_int_equal(pthread_create(&giver, NULL, give, q), 0);
	while (!ended) {
		struct packet *p = packet_take(q, 1000, &ended);
		if (!p)
			continue;
		assert_int_equal(p->job, n++);
		packet_free(p);
	}
	assert_int_equal(n, QUEUE_PACKETS);
	pthread_join(giver, NULL);
	packet_queue_free(q);
}

static void test_queue_closed_by_the_taker(void **state)
{
	(void)state;
	struct packet_queue *q = packet_queue_new(1);
	pthread_t giver;
	bool ended;
	assert_int_equal(pthread_create(&giver, NULL, give, q), 0);
	struct packet *p = packet_take(q, 1000, &ended);
	assert_non_null(p);
	packet_free(p);
	packet_close(q);
	pthread_join(giver, NULL); /* returns: it does not wait for room any more */
	packet_queue_free(q);
}

/* The words of the blocks one by one, and those of the indexed text as a whole, heard and written, are the same. */
static void test_words_of_blocks_and_text(void **state)
{
	(void)state;
	static const char text[] =
		"Mayor's plan\n\nBy Ann Lee\n\nThe U.\nS. mayor \xe6\x9d\xb1\n\n\xe4\xba\xac l'\n\nArt d'\n";
	static const struct split_block blocks[] = {
		{ .off = 100, .len = 12, .label = SPLIT_HEADLINE }, { .off = 114, .len = 10, .label = SPLIT_BYLINE },
		{ .off = 126, .len = 19, .label = SPLIT_LEDE },     { .off = 147, .len = 6, .label = SPLIT_BODY },
		{ .off = 155, .len = 6, .label = SPLIT_BODY },
	};
	enum { BLOCKS = sizeof blocks / sizeof *blocks };
	struct buf whole = BUF_INIT, words = BUF_INIT, again = BUF_INIT;
	struct term_set *heard = term_set_new(), *heard_again = term_set_new();
	article_index_text(&whole, blocks, BLOCKS, text, 100);
	article_words_add(&again, whole.p, whole.len, term_set_hear, heard_again);
	size_t at = article_words_of(&words, blocks, BLOCKS, text, 100, term_set_hear, heard);
	assert_memory_equal(words.p, "mayor plan \n", at);
	assert_int_equal(words.len - at, again.len);
	assert_memory_equal(words.p + at, again.p, again.len);
	assert_int_equal(term_set_count(heard), term_set_count(heard_again));
	unsigned char made[FINGERPRINT_LEN], plain[FINGERPRINT_LEN];
	article_words_fingerprint(made, words.p, words.len, blocks, BLOCKS, text, 100);
	article_fingerprint(plain, blocks, BLOCKS, text, 100);
	assert_memory_equal(made, plain, FINGERPRINT_LEN);
	term_set_free(heard);
	term_set_free(heard_again);
	buf_release(&whole);
	buf_release(&words);
	buf_release(&again);
}

static void test_a_set_holds_each_term_once(void **state)
{
	(void)state;
	enum { TERMS = 5000, SPREAD = 411 };
	struct term_set *set = term_set_new();
	bool *seen = mem_zalloc((size_t)TERMS * SPREAD, sizeof *seen);
	uint32_t *slots = mem_alloc(TERMS * sizeof *slots);
	for (int round = 0; round < 2; round++) {
		for (uint64_t k = 0; k < (uint64_t)TERMS * 2; k++)
			term_set_hear(set, k % TERMS * SPREAD);
		assert_int_equal(term_set_count(set), TERMS);
		term_set_take(set, slots);
		assert_int_equal(term_set_count(set), 0);
		memset(seen, 0, (size_t)TERMS * SPREAD);
		for (size_t i = 0; i < TERMS; i++) {
			assert_int_equal(slots[i] % SPREAD, 0);
			assert_false(seen[slots[i]]);
			seen[slots[i]] = true;
		}
	}
	free(seen);
	free(slots);
	term_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_come_back),        cmocka_unit_test(test_cut_numbers_are_bad),
		cmocka_unit_test(test_blocks_come_back),         cmocka_unit_test(test_paths_in_order),
		cmocka_unit_test(test_queue_keeps_order),        cmocka_unit_test(test_queue_closed_by_the_taker),
		cmocka_unit_test(test_words_of_blocks_and_text), cmocka_unit_test(test_a_set_holds_each_term_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
