/* lede state: what the user made, as JSON lines, to be carried to another machine or kept safe. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/export.h"
#include "session.h"

struct work {
	const struct options *opts;
	struct library lib; /* state alone: no sources */
	struct state *state;
	struct out out;
};

/* --- export ------------------------------------------------------------ */

static int add_line(void *payload, const char *json)
{
	struct buf *all = payload;
	buf_adds(all, json);
	buf_addc(all, '\n');
	return 0;
}

static int export_state(struct work *w, const char *path, struct err *err)
{
	struct buf all = BUF_INIT;
	int rc = state_export(w->state, add_line, &all, err);
	if (rc == 0 && strcmp(path, "-") == 0)
		out_json(&w->out, buf_str(&all), all.len);
	else if (rc == 0)
		rc = export_write(path, buf_str(&all), all.len, false, err);
	buf_release(&all);
	return rc ? -1 : 0;
}

/* --- import ------------------------------------------------------------ */

static int import_lines(struct work *w, FILE *f, const char *name)
{
	char *line = NULL;
	size_t cap = 0;
	int status = CMD_DONE;
	for (unsigned long number = 1; getline(&line, &cap, f) > 0; number++) {
		struct err err;
		line[strcspn(line, "\r\n")] = '\0';
		if (!line[0] || state_import(w->state, line, &err) == 0)
			continue;
		complain("%s:%lu: %s", name, number, err.text);
		status = CMD_NOTHING;
	}
	free(line);
	return status;
}

static int import_state(struct work *w, const char *path, struct err *err)
{
	if (strcmp(path, "-") == 0)
		return import_lines(w, stdin, "standard input");
	FILE *f = fopen(path, "re");
	if (!f)
		return err_errno(err, errno, "cannot read %s", path);
	int status = import_lines(w, f, path);
	fclose(f);
	return status;
}

/* ----------------------------------------------------------------------- */

static int run(struct work *w, struct err *err)
{
	struct err note = { "" };
	const char *what = w->opts->args[0], *path = w->opts->args[1];
	bool out = strcmp(what, "export") == 0;
	if (state_open(&w->state, &w->lib, &note, err) < 0)
		return -1;
	if (note.text[0]) {
		*err = note; /* what is kept in memory alone is worth neither reading nor adding to */
		return -1;
	}
	return out ? export_state(w, path, err) : import_state(w, path, err);
}

static int check_usage(const struct options *opts)
{
	const char *what = opts->args[0];
	if (strcmp(what, "export") != 0 && strcmp(what, "import") != 0) {
		complain("usage: lede state export|import FILE");
		return CMD_USAGE;
	}
	if (opts->restricted && (strcmp(what, "import") == 0 || strcmp(opts->args[1], "-") != 0)) {
		complain("writing files is switched off (--restricted)");
		return CMD_FAILED;
	}
	return CMD_DONE;
}

int cmd_state(const struct options *opts)
{
	int status = check_usage(opts);
	if (status != CMD_DONE)
		return status;
	struct err err = { "" };
	struct work w = { .opts = opts, .out = out_standard() };
	w.lib = (struct library){ .key = (char[]){ "" }, .state_path = session_state_path(opts) };
	status = run(&w, &err);
	if (status >= 0 && out_finish(&w.out, &err) < 0)
		status = -1;
	state_close(w.state);
	free(w.lib.state_path);
	if (status >= 0)
		return status;
	complain_err(&err);
	return CMD_FAILED;
}
