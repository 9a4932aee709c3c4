/* The manual against the program: every key, command and option stands in man/lede.1 as the program has it. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "lede/options.h"
#include "lede/ui.h"
#include "support/program.h"

static const char MANUAL[] = "man/lede.1";
static const char BEGIN[] = ".\\\" The keys, as the program has them: tests/test_cmd_manual.c holds them against it.\n";
static const char END[] = ".\\\" End of the keys.\n";

struct keys {
	struct buf text;
	char group[64];
};

/* A key as mdoc text: its signs are nothing to roff, and delimiters stay words. */
static void add_key(struct buf *b, const char *key, size_t n)
{
	buf_adds(b, "\\&");
	for (size_t i = 0; i < n; i++) {
		if (key[i] == '^')
			buf_adds(b, "\\(ha");
		else
			buf_addc(b, key[i]);
	}
}

static void add_row(void *payload, const char *group, const char *keys, const char *help)
{
	struct keys *k = payload;
	if (strcmp(group, k->group) != 0) {
		buf_addf(&k->text, "%s.Ss %s\n.Bl -tag -width \"Enter l Right\" -compact\n", k->group[0] ? ".El\n" : "",
		         group);
		snprintf(k->group, sizeof k->group, "%s", group);
	}
	buf_adds(&k->text, ".It Ic");
	while (*keys) {
		size_t n = strcspn(keys, " ");
		buf_addc(&k->text, ' ');
		add_key(&k->text, keys, n);
		keys += n + (keys[n] == ' ');
	}
	buf_addf(&k->text, "\n%s\n", help);
}

static void keys_are_those_of_the_table(void **state)
{
	(void)state;
	struct keys k = { .text = BUF_INIT };
	char *manual = world_read(MANUAL, NULL);
	assert_non_null(manual);
	ui_key_table(add_row, &k);
	buf_adds(&k.text, ".El\n");
	char *begin = strstr(manual, BEGIN), *end = strstr(manual, END);
	assert_non_null(begin);
	assert_non_null(end);
	*end = '\0';
	int differs = strcmp(begin + strlen(BEGIN), k.text.p);
	if (differs) /* whole, to be pasted: print_error would cut it */
		fprintf(stderr, "Between the two comments %s ought to have:\n%s%s%s", MANUAL, BEGIN, k.text.p, END);
	assert_int_equal(differs, 0);
	buf_release(&k.text);
	free(manual);
}

/* Each "--name" and each command of --help. */
static void options_and_commands_are_described(void **state)
{
	(void)state;
	struct buf help = BUF_INIT;
	char *manual = world_read(MANUAL, NULL);
	assert_non_null(manual);
	options_help(&help, COMMAND_OPEN);
	size_t options = 0;
	for (char *at = help.p; (at = strstr(at, " --")); at += 3) {
		size_t n = strspn(at + 3, "abcdefghijklmnopqrstuvwxyz");
		char *want = mem_printf("Fl -%.*s", (int)n, at + 3);
		if (!strstr(manual, want))
			print_error("%s says nothing of --%.*s\n", MANUAL, (int)n, at + 3);
		assert_non_null(strstr(manual, want));
		free(want);
		options++;
	}
	assert_true(options > 10);
	for (int c = COMMAND_OPEN + 1; c < COMMAND_CAP; c++) {
		char *want = mem_printf("\n.It Nm lede Cm %s", options_command_name((enum command)c));
		if (!strstr(manual, want))
			print_error("%s says nothing of lede %s\n", MANUAL, options_command_name((enum command)c));
		assert_non_null(strstr(manual, want));
		free(want);
	}
	buf_release(&help);
	free(manual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_those_of_the_table),
		cmocka_unit_test(options_and_commands_are_described),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
