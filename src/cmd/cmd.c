/* Which command runs, and what comes before and after every one of them. */
#include "lede/cmd.h"

#include "commands.h"
#include "lede/log.h"
#include "out.h"

#ifndef LEDE_VERSION
#error "LEDE_VERSION is the Makefile's to define"
#endif

typedef int command_run(const struct options *opts);

static command_run *const runs[COMMAND_CAP] = {
	[COMMAND_OPEN] = cmd_open,     [COMMAND_INDEX] = cmd_index, [COMMAND_LIST] = cmd_list,
	[COMMAND_SEARCH] = cmd_search, [COMMAND_SHOW] = cmd_show,   [COMMAND_RELATED] = cmd_related,
	[COMMAND_EXPORT] = cmd_export, [COMMAND_SPLIT] = cmd_split, [COMMAND_STATS] = cmd_stats,
	[COMMAND_CHECK] = cmd_check,   [COMMAND_STATE] = cmd_state,
};

static int print(const char *p, size_t n)
{
	struct out out = out_standard();
	struct err err;
	out_text(&out, p, n);
	if (out_finish(&out, &err) == 0)
		return CMD_DONE;
	complain_err(&err);
	return CMD_FAILED;
}

static int print_help(const struct options *opts)
{
	struct buf text = BUF_INIT;
	options_help(&text, opts->command);
	int status = print(text.p, text.len);
	buf_release(&text);
	return status;
}

static int run(const struct options *opts)
{
	struct err err;
	if (opts->help)
		return print_help(opts);
	if (opts->version)
		return print("lede " LEDE_VERSION "\n", sizeof "lede " LEDE_VERSION);
	if (opts->log && opts->restricted) {
		complain("--log writes a file, which --restricted takes away");
		return CMD_USAGE;
	}
	if (opts->log && log_open(opts->log, &err) < 0) {
		complain_err(&err);
		return CMD_FAILED;
	}
	int status = runs[opts->command](opts);
	log_close();
	return status;
}

int cmd_main(int argc, char **argv)
{
	struct options opts;
	struct err err;
	int status = CMD_USAGE;
	if (options_parse(&opts, argc, argv, &err) < 0)
		complain_err(&err);
	else
		status = run(&opts);
	options_release(&opts);
	return status;
}
