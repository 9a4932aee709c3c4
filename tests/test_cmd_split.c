/* lede split: the real binary on files of known content. What the splitter finds is its own tests' business; here it is what is printed. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "support/json.h"
#include "support/program.h"

static const char TWO[] =
	"Council votes to drain the old canal\n"
	"\n"
	"By Ilse Marrow and Tobin Hale\n"
	"\n"
	"PORT ELLERY (Meridian) – The city council voted on Tuesday to drain the old canal, ending a dispute that has "
	"divided the harbour quarter for nine years.\n"
	"\n"
	"The canal was dug in 1871 and closed to barges in 1968. Councillors said the canal walls could no longer be "
	"repaired at a price the city could bear.\n"
	"\n"
	"“Nobody is happy about it,” council leader Petra Voss told reporters. “But the canal is sinking, and we with "
	"it.”\n"
	"\n"
	"(Reporting by Ilse Marrow and Tobin Hale; Editing by Jan Orrick)\n"
	"\n"
	"Ferry runs aground off Kell lighthouse, all rescued\n"
	"\n"
	"KELL (Meridian) – A ferry with 214 people aboard ran onto a sandbank near the Kell lighthouse early on "
	"Friday, "
	"and all of them were taken off unhurt, the coast guard said.\n"
	"\n"
	"The ferry had left its route in thick fog. A tug pulled the ferry free at high water, and it returned to Kell "
	"under "
	"its own power.\n"
	"\n"
	"(Reporting by Sanna Reeve; Editing by Jan Orrick)\n";

static void json_has_the_fields_in_their_order(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	struct ran *r = RUN(w, "split", "--json", path);
	char **lines;
	assert_status(r, 0);
	assert_string_equal(r->err, "");
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		char *members = json_members(lines[i]);
		assert_string_equal(members, "file,kind,headline,start_line,end_line,start_byte,end_byte,byline,place,"
		                             "agency,section,confidence,date,date_line,blocks");
		free(members);
		assert_json(lines[i], "$.file", path);
	}
	json_free(lines, n);
	ran_free(r);
	free(path);
}

static void values_are_those_of_the_file(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	struct ran *r = RUN(w, "split", path, "--json");
	char **lines;
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 2);
	assert_json(lines[0], "$.kind", "article");
	assert_json(lines[0], "$.headline", "Council votes to drain the old canal");
	assert_json(lines[0], "$.byline[0]", "Ilse Marrow");
	assert_json(lines[0], "$.byline[1]", "Tobin Hale");
	assert_json(lines[0], "$.place", "PORT ELLERY");
	assert_json(lines[0], "$.agency", "Meridian");
	assert_json(lines[0], "$.section", NULL);
	assert_int_equal(json_number(lines[0], "$.start_line"), 1);
	assert_int_equal(json_number(lines[0], "$.end_line"), 11);
	assert_int_equal(json_number(lines[0], "$.start_byte"), 0);
	const char *second = strstr(TWO, "Ferry runs");
	assert_int_equal(json_number(lines[0], "$.end_byte"), second - TWO - 2);
	assert_int_equal(json_number(lines[1], "$.start_line"), 13);
	assert_int_equal(json_number(lines[1], "$.start_byte"), second - TWO);
	assert_int_equal(json_number(lines[1], "$.end_byte"), strlen(TWO) - 1);
	assert_json(lines[1], "$.blocks[0].label", "headline");
	assert_json(lines[1], "$.blocks[0].start_line", "13");
	assert_json(lines[1], "$.blocks[0].end_line", "13");
	assert_json(lines[1], "$.blocks[1].label", "lede");
	json_free(lines, n);
	ran_free(r);
	free(path);
}

static void types_are_what_they_should_be(void **state)
{
	static const char *const want[][2] = { { "$.start_line", "integer" }, { "$.end_byte", "integer" },
		                               { "$.byline", "array" },       { "$.blocks", "array" },
		                               { "$.confidence", "real" },    { "$.section", "null" } };
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	struct ran *r = RUN(w, "split", "--json", path);
	char **lines;
	size_t n = json_lines(r->out, &lines);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
			char *type = json_type(lines[i], want[k][0]);
			assert_string_equal(type, want[k][1]);
			free(type);
		}
	json_free(lines, n);
	ran_free(r);
	free(path);
}

static void standard_input_is_a_file_too(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	const char *const args[] = { "split", "--json", "-", NULL };
	struct ran *piped = run_with(w, path, NULL, args);
	struct ran *named = RUN(w, "split", "--json", path);
	assert_status(piped, 0);
	char **a, **b;
	size_t n = json_lines(piped->out, &a);
	assert_int_equal(n, json_lines(named->out, &b));
	for (size_t i = 0; i < n; i++) {
		assert_json(a[i], "$.file", "-");
		assert_string_equal(strstr(a[i], "\"kind\""), strstr(b[i], "\"kind\""));
	}
	json_free(a, n);
	json_free(b, n);
	ran_free(piped);
	ran_free(named);
	free(path);
}

static void what_is_no_article_is_printed_too(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;
	buf_adds(&text, TWO);
	buf_adds(&text, "\n----\n\n");
	buf_adds(&text, TWO);
	char *path = world_file(w, "separated.txt", text.p, text.len);
	struct ran *r = RUN(w, "split", "--json", path);
	char **lines;
	size_t n = json_lines(r->out, &lines), remainders = 0;
	for (size_t i = 0; i < n; i++) {
		char *kind = json_get(lines[i], "$.kind");
		if (strcmp(kind, "remainder") == 0) {
			remainders++;
			assert_json(lines[i], "$.headline", NULL);
			assert_json(lines[i], "$.start_line", "21");
		}
		free(kind);
	}
	assert_int_equal(n, 5);
	assert_int_equal(remainders, 1);
	json_free(lines, n);
	ran_free(r);
	free(path);
	buf_release(&text);
}

static void pieces_stand_in_order_and_apart(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	struct ran *r = RUN(w, "split", "--json", path);
	char **lines;
	size_t n = json_lines(r->out, &lines);
	long line = 0, byte = -1;
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		assert_true(json_number(lines[i], "$.start_line") > line);
		assert_true(json_number(lines[i], "$.start_byte") > byte);
		line = json_number(lines[i], "$.end_line");
		byte = json_number(lines[i], "$.end_byte");
	}
	json_free(lines, n);
	ran_free(r);
	free(path);
}

static void text_form_shows_every_block(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "two.txt", TWO);
	struct ran *r = RUN(w, "split", path);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, ":1-11  article "));
	assert_non_null(strstr(r->out, "Council votes to drain the old canal\n"));
	assert_non_null(strstr(r->out, "       3  byline      By Ilse Marrow and Tobin Hale\n"));
	assert_non_null(strstr(r->out, "      11  credit "));
	ran_free(r);
	free(path);
}

static void an_encoding_can_be_forced(void **state)
{
	struct world *w = *state;
	/* "Zażółć" and the rest in CP1250. */
	char *path = world_text(w, "polish.txt",
	                        "Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1 w gda\xf1skim porcie\n\n"
	                        "GDA\xd1SK (Meridian) - Statek wyp\xb3yn\xb9\xb3 we wtorek rano z portu w Gda\xf1sku, "
	                        "podali przedstawiciele stra\xbfy.\n\n"
	                        "Statek wr\363ci\xb3 do portu w \x9crod\xea wieczorem, a za\xb3oga jest ca\xb3\141.\n");
	struct ran *r = RUN(w, "split", "--json", "--encoding", "CP1250", path);
	char **lines;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	assert_true(n >= 1);
	assert_json(lines[0], "$.headline", "Zażółć gęślą jaźń w gdańskim porcie");
	json_free(lines, n);
	ran_free(r);
	r = RUN(w, "split", "--encoding", "klingon", path);
	assert_status(r, 3);
	assert_complaint(r, "klingon");
	ran_free(r);
	free(path);
}

static void a_name_that_is_no_utf8_gives_json_all_the_same(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "caf\xe9 \"quoted\"\n.txt", TWO);
	struct ran *r = RUN(w, "split", "--json", path);
	char **lines;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	char *file = json_get(lines[0], "$.file");
	assert_non_null(strstr(file, "caf\xef\xbf\xbd \"quoted\"\n.txt"));
	free(file);
	json_free(lines, n);
	ran_free(r);
	free(path);
}

static void nothing_found_is_status_one(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "empty.txt", "");
	struct ran *r = RUN(w, "split", "--json", path);
	assert_status(r, 1);
	assert_complaint(r, path);
	assert_string_equal(r->out, "");
	ran_free(r);
	free(path);
}

static void what_cannot_be_read_is_status_three(void **state)
{
	struct world *w = *state;
	struct ran *r = RUN(w, "split", "/nowhere/at/all.txt");
	assert_status(r, 3);
	assert_complaint(r, "/nowhere/at/all.txt");
	ran_free(r);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(json_has_the_fields_in_their_order),
		TEST(values_are_those_of_the_file),
		TEST(types_are_what_they_should_be),
		TEST(standard_input_is_a_file_too),
		TEST(what_is_no_article_is_printed_too),
		TEST(pieces_stand_in_order_and_apart),
		TEST(text_form_shows_every_block),
		TEST(an_encoding_can_be_forced),
		TEST(a_name_that_is_no_utf8_gives_json_all_the_same),
		TEST(nothing_found_is_status_one),
		TEST(what_cannot_be_read_is_status_three),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
