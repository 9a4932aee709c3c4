/* The configuration file. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "lede/config.h"
#include "support/program.h"

static void collect(void *payload, const char *line)
{
	buf_addf(payload, "%s\n", line);
}

static struct config read_text(struct world *w, const char *text, struct buf *complaints)
{
	struct config config;
	struct err err = { "" };
	char *path = world_text(w, "config/lede/config", text);
	assert_int_equal(config_read(&config, path, false, collect, complaints, &err), 0);
	free(path);
	return config;
}

static void values_are_taken(void **state)
{
	struct buf complaints = BUF_INIT;
	assert_true(read_text(*state, "# how it looks\nselection = mark\n", &complaints).mark);
	assert_false(read_text(*state, "selection=bar", &complaints).mark);
	assert_false(read_text(*state, "", &complaints).mark);
	assert_int_equal(complaints.len, 0);
}

static void what_is_not_understood_is_told_with_its_line(void **state)
{
	struct buf complaints = BUF_INIT;
	struct config config = read_text(*state,
	                                 "\n# nothing\nselektion = bar\nselection = blink\n[screen]\nselection = bar\n"
	                                 "[]\n",
	                                 &complaints);
	assert_false(config.mark);
	assert_non_null(strstr(complaints.p, "/config:3: unknown key \"selektion\""));
	assert_non_null(strstr(complaints.p, "/config:4: unknown value \"blink\"; selection is bar or mark"));
	assert_non_null(strstr(complaints.p, "/config:6: unknown section \"screen\""));
	buf_release(&complaints);
}

static void the_rest_of_a_faulty_file_still_counts(void **state)
{
	struct buf complaints = BUF_INIT;
	struct config config = read_text(*state, "rubbish\n\x1b[31m = x\nselection = mark\n", &complaints);
	assert_true(config.mark);
	assert_non_null(strstr(complaints.p, ":1:"));
	assert_null(strchr(complaints.p, '\x1b'));
	buf_release(&complaints);
}

static void a_file_that_is_not_there(void **state)
{
	struct config config;
	struct err err = { "" };
	char *path = world_path(*state, "nowhere");
	assert_int_equal(config_read(&config, path, false, NULL, NULL, &err), 0);
	assert_int_equal(config_read(&config, path, true, NULL, NULL, &err), -1);
	assert_non_null(strstr(err.text, path));
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(values_are_taken, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(what_is_not_understood_is_told_with_its_line, world_setup,
		                                world_teardown),
		cmocka_unit_test_setup_teardown(the_rest_of_a_faulty_file_still_counts, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there, world_setup, world_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
