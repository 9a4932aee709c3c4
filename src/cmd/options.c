/*
 * The command line. Two tables say what there is; parsing and help are drawn from them.
 *
 * Options may stand before or after the command and its arguments. In the commands that take a query a word with one
 * dash after the first word (putin -bomb) belongs to the query.
 */
#include "lede/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct command_spec {
	const char *name, *synopsis, *help;
	size_t min_args, max_args;
	bool query; /* its arguments are a query */
};

static const struct command_spec commands[COMMAND_CAP] = {
	[COMMAND_OPEN] = { "", "[OPTION...] [PATH...]", "open the reader (no PATH: the last library, or the sample)", 0,
	                   SIZE_MAX, false },
	[COMMAND_INDEX] = { "index", "[PATH...]", "build or refresh the cache", 0, SIZE_MAX, false },
	[COMMAND_LIST] = { "list", "[--json] [QUERY]", "one article a line", 0, SIZE_MAX, true },
	[COMMAND_SEARCH] = { "search", "[--json] [--limit N] [--context N] QUERY", "what a query finds, best first", 1,
	                     SIZE_MAX, true },
	[COMMAND_SHOW] = { "show", "[--width N] [--raw] ID", "print an article", 1, 1, false },
	[COMMAND_RELATED] = { "related", "[--json] [--limit N] ID", "stories that belong with an article", 1, 1,
	                      false },
	[COMMAND_EXPORT] = { "export", "[-o FILE|FOLDER|-] [--width N] [--format text|markdown|json] [--force] ID...",
	                     "write articles to files", 1, SIZE_MAX, false },
	[COMMAND_SPLIT] = { "split", "[--json] FILE|-", "what the splitter makes of a file; touches no cache", 1, 1,
	                    false },
	[COMMAND_STATS] = { "stats", "[--json]", "what the library and its cache hold", 0, 0, false },
	[COMMAND_CHECK] = { "check", "[--repair]", "hold the cache against its sources", 0, 0, false },
	[COMMAND_STATE] = { "state", "export|import FILE|-", "marks, stars and places as JSON lines", 2, 2, false },
};

#define ON(command) (1u << COMMAND_##command)
#define ON_ALL (~0u)

enum {
	OPT_CACHE = UCHAR_MAX + 1,
	OPT_STATE,
	OPT_CONFIG,
	OPT_ENCODING,
	OPT_LOG,
	OPT_RESTRICTED,
	OPT_FROZEN,
	OPT_MARK,
	OPT_BAR,
	OPT_WIDTH,
	OPT_JSON,
	OPT_LIMIT,
	OPT_CONTEXT,
	OPT_RAW,
	OPT_FORMAT,
	OPT_FORCE,
	OPT_REPAIR,
	OPT_REBUILD
};

struct option_spec {
	int value; /* a letter, or one of the above */
	const char *name;
	const char *arg;   /* NULL: takes none */
	unsigned commands; /* that it belongs to */
	const char *help;
};

static const struct option_spec specs[] = {
	{ 'l', "library", "PATH", ON_ALL, "a file or folder of the library (again and again)" },
	{ OPT_CACHE, "cache", "PATH", ON_ALL, "keep the cache in this file or folder" },
	{ OPT_STATE, "state", "FILE", ON_ALL, "keep marks, stars and places in this file" },
	{ OPT_CONFIG, "config", "FILE", ON_ALL, "read this configuration file" },
	{ OPT_ENCODING, "encoding", "NAME", ON_ALL, "take all files to be in this encoding" },
	{ OPT_LOG, "log", "FILE", ON_ALL, "append a log to this file, for bug reports" },
	{ OPT_RESTRICTED, "restricted", NULL, ON_ALL, "no writing, piping, editor or shell" },
	{ OPT_FROZEN, "frozen", NULL, ON(OPEN), "show what the cache holds; look for no new files" },
	{ OPT_MARK, "mark", NULL, ON(OPEN), "show the selection as a mark: fewest bytes on a slow line" },
	{ OPT_BAR, "bar", NULL, ON(OPEN), "show the selection as a bar" },
	{ OPT_JSON, "json", NULL, ON(LIST) | ON(SEARCH) | ON(RELATED) | ON(SPLIT) | ON(STATS), "one object a line" },
	{ OPT_LIMIT, "limit", "N", ON(SEARCH) | ON(RELATED), "at most N stories" },
	{ OPT_CONTEXT, "context", "N", ON(SEARCH), "all hits, each with N columns of text on both sides" },
	{ OPT_WIDTH, "width", "N", ON(SHOW) | ON(EXPORT), "wrap at N columns (0: not at all)" },
	{ OPT_RAW, "raw", NULL, ON(SHOW), "the text as it stands in the file" },
	{ 'o', "output", "PATH", ON(EXPORT), "write to this file or folder; - is standard output" },
	{ OPT_FORMAT, "format", "NAME", ON(EXPORT), "text, markdown or json" },
	{ OPT_FORCE, "force", NULL, ON(EXPORT), "replace an existing file" },
	{ OPT_REPAIR, "repair", NULL, ON(CHECK), "read every source again where something is wrong" },
	{ OPT_REBUILD, "rebuild", NULL, ON(INDEX), "read every source again" },
	{ 'h', "help", NULL, ON_ALL, "print this and exit" },
	{ 'V', "version", NULL, ON_ALL, "print the version and exit" },
};
enum { SPEC_CAP = sizeof specs / sizeof specs[0] };

const char *options_command_name(enum command command)
{
	return commands[command].name;
}

static const struct option_spec *find_spec(int value)
{
	for (size_t i = 0; i < SPEC_CAP; i++)
		if (specs[i].value == value)
			return &specs[i];
	return NULL;
}

/* --- values ------------------------------------------------------------ */

static int parse_number(unsigned long *out, const char *name, const char *text, unsigned long max, struct err *err)
{
	char *end;
	errno = 0;
	*out = strtoul(text, &end, 10);
	if (errno || end == text || *end || text[0] < '0' || text[0] > '9' || *out > max)
		return err_set(err, "--%s takes a number up to %lu, not \"%s\"", name, max, text);
	return 0;
}

static int parse_format(enum export_format *out, const char *text, struct err *err)
{
	static const char *const names[] = { "text", "markdown", "json" };
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(text, names[i]) == 0) {
			*out = (enum export_format)i;
			return 0;
		}
	return err_set(err, "--format is text, markdown or json, not \"%s\"", text);
}

static void add_text(const char ***array, size_t *n, const char *text)
{
	*array = mem_realloc(*array, (*n + 1) * sizeof **array);
	(*array)[(*n)++] = text;
}

/* Options with a text of their own. */
static int set_text(struct options *o, int value, const char *text, struct err *err)
{
	unsigned long number;
	switch (value) {
	case 'l':
		add_text(&o->libraries, &o->n_libraries, text);
		break;
	case 'o':
		o->output = text;
		break;
	case OPT_CACHE:
		o->cache = text;
		break;
	case OPT_STATE:
		o->state = text;
		break;
	case OPT_CONFIG:
		o->config = text;
		break;
	case OPT_ENCODING:
		o->encoding = text;
		break;
	case OPT_LOG:
		o->log = text;
		break;
	case OPT_FORMAT:
		return parse_format(&o->format, text, err);
	case OPT_WIDTH:
		if (parse_number(&number, "width", text, OPTION_WIDTH_MAX, err) < 0)
			return -1;
		o->width = (int)number;
		break;
	case OPT_LIMIT:
		if (parse_number(&number, "limit", text, UINT_MAX, err) < 0)
			return -1;
		o->limit = number;
		break;
	case OPT_CONTEXT:
		if (parse_number(&number, "context", text, OPTION_CONTEXT_MAX, err) < 0)
			return -1;
		if (number == 0)
			return err_set(err, "--context takes at least 1");
		o->context = (int)number;
		break;
	}
	return 0;
}

static void set_flag(struct options *o, int value)
{
	switch (value) {
	case 'h':
		o->help = true;
		break;
	case 'V':
		o->version = true;
		break;
	case OPT_RESTRICTED:
		o->restricted = true;
		break;
	case OPT_FROZEN:
		o->frozen = true;
		break;
	case OPT_MARK:
		o->selection = OPTION_SELECTION_MARK;
		break;
	case OPT_BAR:
		o->selection = OPTION_SELECTION_BAR;
		break;
	case OPT_JSON:
		o->json = true;
		break;
	case OPT_RAW:
		o->raw = true;
		break;
	case OPT_FORCE:
		o->force = true;
		break;
	case OPT_REPAIR:
		o->repair = true;
		break;
	case OPT_REBUILD:
		o->rebuild = true;
		break;
	}
}

/* --- parsing ----------------------------------------------------------- */

struct parse {
	struct options *o;
	int argc;
	char **argv;
	bool used[SPEC_CAP]; /* specs that were given, to be checked when the command is known */
	bool have_command;
	struct option longs[SPEC_CAP + 1];
	char shorts[2 + 2 * SPEC_CAP + 1];
};

/* The form getopt_long wants. A leading '-' hands arguments out in their order; ':' tells a missing value from an
 * unknown option. */
static void make_getopt_tables(struct parse *p)
{
	char *s = p->shorts;
	*s++ = '-';
	*s++ = ':';
	for (size_t i = 0; i < SPEC_CAP; i++) {
		int has_arg = specs[i].arg ? required_argument : no_argument;
		p->longs[i] = (struct option){ specs[i].name, has_arg, NULL, specs[i].value };
		if (specs[i].value > UCHAR_MAX)
			continue;
		*s++ = (char)specs[i].value;
		if (specs[i].arg)
			*s++ = ':';
	}
	*s = '\0';
}

static void add_arg(struct options *o, char *text)
{
	o->args = mem_realloc(o->args, (o->n_args + 1) * sizeof *o->args);
	o->args[o->n_args++] = text;
}

static bool take_command(struct parse *p, const char *text)
{
	if (p->have_command)
		return false;
	p->have_command = true;
	for (int c = COMMAND_OPEN + 1; c < COMMAND_CAP; c++)
		if (strcmp(text, commands[c].name) == 0) {
			p->o->command = (enum command)c;
			return true;
		}
	return false;
}

static void take_arg(struct parse *p, char *text)
{
	if (take_command(p, text))
		return;
	add_arg(p->o, text);
	if (!commands[p->o->command].query)
		return;
	while (optind < p->argc && p->argv[optind][0] == '-' && p->argv[optind][1] && p->argv[optind][1] != '-')
		add_arg(p->o, p->argv[optind++]);
}

static int unknown_option(const struct parse *p, struct err *err)
{
	if (optopt && optopt <= UCHAR_MAX)
		return err_set(err, "unknown option -%c; lede --help lists them", optopt);
	return err_set(err, "unknown option %s; lede --help lists them", p->argv[optind - 1]);
}

static int take_option(struct parse *p, int value, struct err *err)
{
	if (value == 1) {
		take_arg(p, optarg);
		return 0;
	}
	if (value == '?')
		return unknown_option(p, err);
	if (value == ':')
		return err_set(err, "%s needs a value; lede --help lists the options", p->argv[optind - 1]);
	const struct option_spec *spec = find_spec(value);
	p->used[spec - specs] = true;
	if (spec->arg)
		return set_text(p->o, value, optarg, err);
	set_flag(p->o, value);
	return 0;
}

static int check_options(const struct parse *p, struct err *err)
{
	const char *name = commands[p->o->command].name;
	for (size_t i = 0; i < SPEC_CAP; i++)
		if (p->used[i] && !(specs[i].commands & (1u << p->o->command)))
			return err_set(err, "--%s does not go with lede%s%s; see lede --help", specs[i].name,
			               name[0] ? " " : "", name);
	return 0;
}

static int check_args(const struct options *o, struct err *err)
{
	const struct command_spec *spec = &commands[o->command];
	if (o->n_args >= spec->min_args && o->n_args <= spec->max_args)
		return 0;
	return err_set(err, "usage: lede %s %s", spec->name, spec->synopsis);
}

/* An administrator who restricts by the environment does not want it undone by an option that names a file to write. */
static int check_restricted(struct options *o, struct err *err)
{
	const char *v = getenv("LEDE_RESTRICTED");
	if (!v || !v[0] || strcmp(v, "0") == 0)
		return 0;
	o->restricted = true;
	if (o->log || o->cache || o->state || o->config)
		return err_set(err, "--log, --cache, --state and --config are switched off here (LEDE_RESTRICTED)");
	return 0;
}

int options_parse(struct options *opts, int argc, char **argv, struct err *err)
{
	*opts = (struct options){ .width = OPTION_WIDTH_UNSET };
	struct parse p = { .o = opts, .argc = argc, .argv = argv };
	make_getopt_tables(&p);
	optind = 0; /* glibc: start afresh, the tests parse more than once */
	opterr = 0;
	int value;
	while ((value = getopt_long(argc, argv, p.shorts, p.longs, NULL)) != -1)
		if (take_option(&p, value, err) < 0)
			return -1;
	while (optind < argc)
		add_arg(opts, argv[optind++]);
	if (opts->help || opts->version)
		return 0;
	if (check_options(&p, err) < 0 || check_restricted(opts, err) < 0)
		return -1;
	return check_args(opts, err);
}

void options_release(struct options *opts)
{
	free(opts->args);
	free(opts->libraries);
	*opts = (struct options){ 0 };
}

/* --- help -------------------------------------------------------------- */

static void help_command(struct buf *out, enum command c)
{
	const struct command_spec *spec = &commands[c];
	buf_addf(out, "  lede %s%s%s\n      %s\n", spec->name, spec->name[0] ? " " : "", spec->synopsis, spec->help);
}

static void help_option(struct buf *out, const struct option_spec *spec)
{
	enum { HELP_COLUMN = 22 };
	size_t start = out->len;
	if (spec->value <= UCHAR_MAX)
		buf_addf(out, "  -%c, --%s", spec->value, spec->name);
	else
		buf_addf(out, "      --%s", spec->name);
	if (spec->arg)
		buf_addf(out, " %s", spec->arg);
	do
		buf_addc(out, ' ');
	while (out->len < start + HELP_COLUMN + 2);
	buf_addf(out, "%s\n", spec->help);
}

void options_help(struct buf *out, enum command command)
{
	buf_adds(out, "lede reads archives of news kept as plain-text files.\n\n");
	for (int c = 0; c < COMMAND_CAP; c++)
		if (command == COMMAND_OPEN || c == (int)command)
			help_command(out, (enum command)c);
	buf_addc(out, '\n');
	for (size_t i = 0; i < SPEC_CAP; i++)
		if (command == COMMAND_OPEN || (specs[i].commands & (1u << command)))
			help_option(out, &specs[i]);
	buf_adds(out, "\nA folder that has the name of a command: lede ./index.\n"
	              "Exit status: 0 done, 1 nothing found or some source failed, 2 usage, 3 cannot go on.\n");
}
