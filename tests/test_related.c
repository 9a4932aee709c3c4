/* Related stories on a small archive made by hand: what is found, in what order, why, and what is left out. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/related.h"
#include "support/small_library.h"

static struct small_library *wire;

#define FIRE "Fire closes the cannery in Port Ellerby for a month"
#define FIRE_TEXT                                                                                                      \
	"PORT ELLERBY (Reuters) - A fire that began in the boiler house has closed the Tarrant cannery in Port "       \
	"Ellerby, "                                                                                                    \
	"the owner said on Monday, and nobody can say when it will open again.\n\n"                                    \
	"Mayor Ines Tarkington said the boiler house burned for six hours. The cannery gives work to two hundred "     \
	"people, Tarkington said, and most of them live within sight of it.\n\n"                                       \
	"The owner, Otto Tarrant, said the boiler had been looked at in the spring.\n"

static const char *const stories[][2] = {
	{ "a.txt", FIRE "\n\n" FIRE_TEXT },
	{ "b.txt",
	  "Port Ellerby mayor promises help after the boiler fire\n\n"
	  "PORT ELLERBY (Reuters) - The town of Port Ellerby will pay half of what the fire at the Tarrant cannery "
	  "has cost, Mayor Ines Tarkington said on Wednesday.\n\n"
	  "Otto Tarrant, the owner, thanked the town. The boiler will be a new one, he said, and Tarkington will light "
	  "it herself when the cannery opens again.\n" },
	{ "c.txt",
	  "Boiler makers say their trade is dying out\n\n"
	  "LONDON (Reuters) - Fewer young people learn to make a boiler each year, the makers said in a report on "
	  "Friday, and those who can are near the end of their working lives.\n\n"
	  "The report asks for schools in the north of the country to teach it again.\n" },
	{ "d.txt",
	  "Chess title goes to a player of fifteen years\n\n"
	  "GENEVA (Reuters) - A player of fifteen won the women's title in rapid chess on Sunday after a draw in the "
	  "last game, which took four hours to the end.\n\n"
	  "She said that she would sleep first and think about next year after that.\n" },
	{ "e.txt", FIRE "\n\n" FIRE_TEXT },                                                 /* a copy */
	{ "f.txt", FIRE "\n\n" FIRE_TEXT "\nThe cannery stood there for ninety years.\n" }, /* nearly one */
	{ "g.txt", "\u6771\u4eac\u3067\u7279\u5225\u5c55\u89a7\u4f1a\n\n"
	           "\u6771\u4eac\u90fd\u7f8e\u8853\u9928\u3067\u6d6e\u4e16\u7d75\u306e\u7279\u5225\u5c55\u89a7\u4f1a"
	           "\u304c\u59cb\u307e\u3063"
	           "\u305f\u3002\u5317\u658e\u306e\u4f5c\u54c1\u304c\u4e00\u767e\u70b9\u4e26\u3076\u3002\n" },
	{ "h.txt", "\u5317\u658e\u306e\u6d6e\u4e16\u7d75\u3001\u65b0\u305f\u306b\u898b\u3064\u304b\u308b\n\n"
	           "\u5317\u658e\u306e\u6d6e\u4e16\u7d75\u304c\u6771\u4eac\u90fd\u7f8e\u8853\u9928\u306e\u5009\u5eab"
	           "\u3067\u898b\u3064\u304b"
	           "\u3063\u305f\u3068\u767a\u8868\u3055\u308c\u305f\u3002\n" },
	{ "i.txt",
	  "Weather stays dry in the south of the country\n\n"
	  "OSLO (Reuters) - It will be dry until the end of the week, forecasters said on Monday, and warm for the "
	  "time of year in the whole of the south.\n\nRain comes again on Sunday, they said, from the west.\n" },
	{ "j.txt",
	  "Bus fares go up in four towns from January on\n\n"
	  "OSLO (Reuters) - A ticket for the bus will cost more in four towns from January on, the company said on "
	  "Tuesday, because diesel costs more than it did.\n\nPeople over seventy travel free, as they do now.\n" },
};

static int make_wire(void **state)
{
	(void)state;
	wire = small_library_new();
	for (size_t i = 0; i < sizeof stories / sizeof *stories; i++)
		small_library_add(wire, stories[i][0], stories[i][1]);
	small_library_index(wire);
	return 0;
}

static int free_wire(void **state)
{
	(void)state;
	small_library_free(wire);
	return 0;
}

static doc_id doc_in(const char *name)
{
	struct source_table *t;
	struct err err;
	doc_id doc = 0;
	assert_int_equal(source_table_load(&t, wire->cache, &err), 0);
	for (size_t i = 0; i < t->n; i++) {
		struct source s;
		assert_int_equal(cache_source(wire->cache, t->entries[i].id, &s, &err), 1);
		if (strcmp(s.shown, name) == 0)
			doc = t->entries[i].first;
		source_release(&s);
	}
	source_table_free(t);
	assert_int_not_equal(doc, 0);
	return doc;
}

static bool shares(const struct related *r, const char *what)
{
	for (int i = 0; i < RELATED_SHARED_MAX && r->shared[i]; i++)
		if (strstr(r->shared[i], what))
			return true;
	return false;
}

static void test_same_event_first(void **state)
{
	(void)state;
	struct related *r;
	struct err err;
	int n = related_find(wire->cache, doc_in("a.txt"), 20, &r, &err);
	assert_true(n >= 1);
	assert_int_equal(r[0].doc, doc_in("b.txt"));
	assert_true(shares(&r[0], "Tarkington"));
	assert_true(shares(&r[0], "Port Ellerby"));
	for (int i = 0; i < n; i++) {
		assert_true(r[i].score > 0 && r[i].score <= 1);
		assert_true(!i || r[i].score <= r[i - 1].score);
		assert_true(r[i].doc != doc_in("d.txt"));
	}
	related_free(r, (size_t)n);
}

static void test_copies_left_out(void **state)
{
	(void)state;
	struct related *r;
	struct err err;
	int n = related_find(wire->cache, doc_in("a.txt"), 20, &r, &err);
	for (int i = 0; i < n; i++) {
		assert_true(r[i].doc != doc_in("a.txt"));
		assert_true(r[i].doc != doc_in("e.txt"));
		assert_true(r[i].doc != doc_in("f.txt"));
	}
	related_free(r, (size_t)n);

	/* and of the copies of another story only one is listed */
	n = related_find(wire->cache, doc_in("b.txt"), 20, &r, &err);
	int fires = 0;
	for (int i = 0; i < n; i++)
		fires += r[i].doc == doc_in("a.txt") || r[i].doc == doc_in("e.txt") || r[i].doc == doc_in("f.txt");
	assert_int_equal(fires, 1);
	related_free(r, (size_t)n);
}

/* No spaces and no capitals: neighbouring characters are what is compared. */
static void test_japanese(void **state)
{
	(void)state;
	struct related *r;
	struct err err;
	int n = related_find(wire->cache, doc_in("g.txt"), 20, &r, &err);
	assert_int_equal(n, 1);
	assert_int_equal(r[0].doc, doc_in("h.txt"));
	assert_true(shares(&r[0], "\u7f8e\u8853\u9928")); /* overlapping pairs are shown as one */
	related_free(r, (size_t)n);
}

static void test_limits(void **state)
{
	(void)state;
	struct related *r;
	struct err err = { "" };
	int n = related_find(wire->cache, doc_in("a.txt"), 1, &r, &err);
	assert_int_equal(n, 1);
	related_free(r, 1);
	assert_int_equal(related_find(wire->cache, doc_in("a.txt"), 0, &r, &err), 0);
	related_free(r, 0);
	assert_int_equal(related_find(wire->cache, 999999, 5, &r, &err), -1);
	assert_non_null(strstr(err.text, "gone"));
	assert_null(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_event_first),
		cmocka_unit_test(test_copies_left_out),
		cmocka_unit_test(test_japanese),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, make_wire, free_wire);
}
