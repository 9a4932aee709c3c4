/*
 * The command line: one table of commands, one of options, and everything else (parsing, --help, the tests) derived from
 * them.
 */
#ifndef LEDE_OPTIONS_H
#define LEDE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "lede/buf.h"
#include "lede/err.h"
#include "lede/export.h"

enum command {
	COMMAND_OPEN, /* no command named: the reader */
	COMMAND_INDEX,
	COMMAND_LIST,
	COMMAND_SEARCH,
	COMMAND_SHOW,
	COMMAND_RELATED,
	COMMAND_EXPORT,
	COMMAND_SPLIT,
	COMMAND_STATS,
	COMMAND_CHECK,
	COMMAND_STATE,
	COMMAND_CAP
};

enum option_selection { OPTION_SELECTION_UNSET, OPTION_SELECTION_BAR, OPTION_SELECTION_MARK };

enum { OPTION_WIDTH_UNSET = -1, OPTION_WIDTH_MAX = 10000, OPTION_CONTEXT_MAX = 120 };

struct options {
	enum command command;
	char **args; /* what stands after the command; borrowed texts, owned array */
	size_t n_args;
	const char **libraries; /* -l, in order; borrowed texts, owned array */
	size_t n_libraries;
	/* NULL where not given */
	const char *cache, *state, *config, *encoding, *log, *output;
	enum option_selection selection;
	int width;    /* OPTION_WIDTH_UNSET; 0: unwrapped */
	size_t limit; /* 0: no limit given */
	int context;  /* 0: not given */
	enum export_format format;
	bool json, raw, force, repair, rebuild, frozen, restricted, help, version;
};

/* Reads the command line and LEDE_RESTRICTED. 0, or -1 with err: a mistake in usage. opts is to be released in both cases. */
int options_parse(struct options *opts, int argc, char **argv, struct err *err);
void options_release(struct options *opts);

const char *options_command_name(enum command command); /* "" for COMMAND_OPEN */
/* What --help prints: everything, or one command. Appends. */
void options_help(struct buf *out, enum command command);

#endif
