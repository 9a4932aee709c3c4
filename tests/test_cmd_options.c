/* The command line: what is understood, what is refused and how. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/options.h"

static int parse(struct options *o, struct err *err, char *line)
{
	char *argv[16] = { line };
	int argc = 0;
	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return options_parse(o, argc, argv, err);
}

static void check_parses(struct options *o, const char *text, char *line)
{
	struct err err = { "" };
	strcpy(line, text);
	int rc = parse(o, &err, line);
	if (rc != 0)
		print_error("%s: %s\n", text, err.text);
	assert_int_equal(rc, 0);
}

static void check_refused(const char *text, const char *why)
{
	struct options o;
	struct err err = { "" };
	char line[256];
	strcpy(line, text);
	assert_int_equal(parse(&o, &err, line), -1);
	if (!strstr(err.text, why))
		print_error("%s: %s\n", text, err.text);
	assert_non_null(strstr(err.text, why));
	options_release(&o);
}

static void no_command_opens_the_reader(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede --mark news.txt -l more index", line);
	assert_int_equal(o.command, COMMAND_OPEN);
	assert_int_equal(o.selection, OPTION_SELECTION_MARK);
	assert_int_equal(o.n_args, 2);
	assert_string_equal(o.args[0], "news.txt");
	assert_string_equal(o.args[1], "index"); /* only the first word can be a command */
	assert_int_equal(o.n_libraries, 1);
	assert_string_equal(o.libraries[0], "more");
	options_release(&o);
}

static void after_two_dashes_nothing_is_an_option_or_a_command(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede -- index --json", line);
	assert_int_equal(o.command, COMMAND_OPEN);
	assert_int_equal(o.n_args, 2);
	assert_string_equal(o.args[1], "--json");
	options_release(&o);
}

static void every_command_has_its_name(void **state)
{
	(void)state;
	static const char *const names[] = { "index",  "list",  "search", "show",  "related",
		                             "export", "split", "stats",  "check", "state" };
	assert_int_equal(COMMAND_CAP, sizeof names / sizeof names[0] + 1);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_string_equal(options_command_name((enum command)(i + 1)), names[i]);
}

static void options_stand_before_or_after(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede -l a export -o out 1a2b3c4d --width=0 --format markdown -l b --force", line);
	assert_int_equal(o.command, COMMAND_EXPORT);
	assert_int_equal(o.n_libraries, 2);
	assert_string_equal(o.output, "out");
	assert_int_equal(o.width, 0);
	assert_int_equal(o.format, EXPORT_MARKDOWN);
	assert_true(o.force);
	assert_int_equal(o.n_args, 1);
	options_release(&o);
}

static void a_query_keeps_its_dashes(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede search --limit 3 bomb -putin -l --json", line);
	assert_int_equal(o.n_args, 3);
	assert_string_equal(o.args[1], "-putin");
	assert_string_equal(o.args[2], "-l");
	assert_true(o.json);
	assert_int_equal(o.limit, 3);
	options_release(&o);
	check_parses(&o, "lede list -- -bomb", line);
	assert_int_equal(o.n_args, 1);
	options_release(&o);
}

static void unset_is_told_from_zero(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede show 1a2b3c4d", line);
	assert_int_equal(o.width, OPTION_WIDTH_UNSET);
	assert_int_equal(o.selection, OPTION_SELECTION_UNSET);
	assert_null(o.cache);
	options_release(&o);
}

static void mistakes_are_named(void **state)
{
	(void)state;
	check_refused("lede --nonsense", "--nonsense");
	check_refused("lede -z", "-z");
	check_refused("lede list --cache", "--cache needs a value");
	check_refused("lede show --width wide 1a2b", "\"wide\"");
	check_refused("lede show --width -3 1a2b", "\"-3\"");
	check_refused("lede show --width 99999999999999999999 1a2b", "number");
	check_refused("lede export --format pdf 1a2b", "\"pdf\"");
	check_refused("lede list --limit 3 x", "--limit does not go with lede list");
	check_refused("lede --json", "--json does not go with lede");
	check_refused("lede show", "usage: lede show");
	check_refused("lede show 1a2b 3c4d", "usage: lede show");
	check_refused("lede search", "usage: lede search");
	check_refused("lede split", "usage: lede split");
}

static void help_is_never_refused(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	check_parses(&o, "lede show --help", line);
	assert_true(o.help);
	options_release(&o);
}

static void the_environment_restricts(void **state)
{
	(void)state;
	struct options o;
	char line[256];
	setenv("LEDE_RESTRICTED", "1", 1);
	check_parses(&o, "lede list", line);
	assert_true(o.restricted);
	options_release(&o);
	check_refused("lede --log x", "LEDE_RESTRICTED");
	check_refused("lede --cache x", "LEDE_RESTRICTED");
	setenv("LEDE_RESTRICTED", "0", 1);
	check_parses(&o, "lede list", line);
	assert_false(o.restricted);
	options_release(&o);
	unsetenv("LEDE_RESTRICTED");
}

static void help_names_every_command(void **state)
{
	(void)state;
	struct buf all = BUF_INIT, one = BUF_INIT;
	options_help(&all, COMMAND_OPEN);
	for (int c = COMMAND_OPEN + 1; c < COMMAND_CAP; c++) {
		char line[64];
		snprintf(line, sizeof line, "\n  lede %s ", options_command_name((enum command)c));
		assert_non_null(strstr(all.p, line));
	}
	options_help(&one, COMMAND_SPLIT);
	assert_non_null(strstr(one.p, "lede split"));
	assert_null(strstr(one.p, "lede export"));
	assert_null(strstr(one.p, "--force"));
	buf_release(&all);
	buf_release(&one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_command_opens_the_reader),
		cmocka_unit_test(after_two_dashes_nothing_is_an_option_or_a_command),
		cmocka_unit_test(every_command_has_its_name),
		cmocka_unit_test(options_stand_before_or_after),
		cmocka_unit_test(a_query_keeps_its_dashes),
		cmocka_unit_test(unset_is_told_from_zero),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(help_is_never_refused),
		cmocka_unit_test(the_environment_restricts),
		cmocka_unit_test(help_names_every_command),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
