/* lede PATH...: the reader. */
#include "commands.h"

#include <stdlib.h>
#include <unistd.h>

#include "lede/config.h"
#include "lede/path.h"
#include "lede/ui.h"
#include "progress.h"
#include "session.h"

static void tell(void *payload, const char *line)
{
	(void)payload;
	complain("%s", line);
}

static int read_config(struct config *config, const struct options *opts, struct err *err)
{
	char *path = opts->config ? path_expand_home(opts->config) : config_path();
	int rc = config_read(config, path, opts->config != NULL, tell, NULL, err);
	free(path);
	return rc;
}

/* Told before anything is opened or built. Keys may come from /dev/tty, but what is drawn goes to standard output. */
static int check_terminal(struct err *err)
{
	if (isatty(STDOUT_FILENO))
		return 0;
	return err_set(
		err, "the reader needs a terminal, and standard output is none; lede list, search and show do without");
}

/* Another encoding means reading everything again, which the reader's own refresh would not do. */
static int read_again(const struct library *lib, const struct options *opts, struct err *err)
{
	struct build_progress progress;
	if (!opts->encoding)
		return 0;
	int rc = progress_build(lib, opts, true, &progress, err);
	return rc == 2 || rc < 0 ? -1 : 0;
}

static int open_reader(struct library *lib, const struct options *opts, struct err *err)
{
	struct config config;
	if (check_terminal(err) < 0 || read_config(&config, opts, err) < 0 || session_library(lib, opts, err) < 0 ||
	    read_again(lib, opts, err) < 0)
		return CMD_FAILED;
	session_remember(lib, opts);
	struct ui_options ui = { .restricted = opts->restricted, .mark = config.mark };
	if (opts->selection)
		ui.mark = opts->selection == OPTION_SELECTION_MARK;
	return ui_run(lib, &ui, err);
}

int cmd_open(const struct options *opts)
{
	struct library lib = { 0 };
	struct err err = { "" };
	int status = open_reader(&lib, opts, &err);
	if (err.text[0])
		complain_err(&err);
	library_release(&lib);
	return status;
}
