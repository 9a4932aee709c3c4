/*
 * The configuration file, read with inih. Keys stand in one table.
 *
 * inih as Debian builds it does not hand line numbers to its handler, so the reader that feeds it counts them.
 */
#include "lede/config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/path.h"

static int set_selection(struct config *c, const char *value)
{
	c->mark = strcmp(value, "mark") == 0;
	return c->mark || strcmp(value, "bar") == 0;
}

static const struct key {
	const char *name, *values;
	int (*set)(struct config *c, const char *value); /* 0: not one of the values */
} keys[] = {
	{ "selection", "bar or mark", set_selection },
};

struct reading {
	struct config *config;
	const char *path;
	config_complaint *tell;
	void *payload;
	FILE *f;
	int line;
};

static void complain_line(const struct reading *r, const char *what, const char *name, const char *hint)
{
	struct err line;
	err_set(&line, "%s:%d: %s \"%s\"%s%s", r->path, r->line, what, name, hint[0] ? "; " : "", hint);
	if (r->tell)
		r->tell(r->payload, line.text);
}

static char *read_line(char *text, int size, void *stream)
{
	struct reading *r = stream;
	char *got = fgets(text, size, r->f);
	r->line += got != NULL;
	return got;
}

static int take(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	if (section[0]) {
		complain_line(r, "unknown section", section, "lede's keys stand before any section");
		return 1;
	}
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (strcmp(name, keys[i].name) != 0)
			continue;
		if (!keys[i].set(r->config, value)) {
			char *hint = mem_printf("%s is %s", keys[i].name, keys[i].values);
			complain_line(r, "unknown value", value, hint);
			free(hint);
		}
		return 1;
	}
	complain_line(r, "unknown key", name, "");
	return 1;
}

int config_read(struct config *out, const char *path, bool must_exist, config_complaint *tell, void *payload,
                struct err *err)
{
	*out = (struct config){ 0 };
	FILE *f = fopen(path, "re");
	if (!f)
		return errno == ENOENT && !must_exist ? 0
		                                      : err_errno(err, errno, "cannot read the configuration %s", path);
	struct reading r = { .config = out, .path = path, .tell = tell, .payload = payload, .f = f };
	int bad = ini_parse_stream(read_line, &r, take, &r);
	if (bad > 0) {
		r.line = bad;
		complain_line(&r, "not of the form", "key = value", "");
	}
	int failed = ferror(f);
	int why = errno;
	fclose(f);
	return failed ? err_errno(err, why, "cannot read the configuration %s", path) : 0;
}

char *config_path(void)
{
	char *home = path_config_home();
	char *path = path_join(home, "config");
	free(home);
	return path;
}
