/* The commands, one function a file. Each prints its results and its complaints and returns an exit status (lede/cmd.h). */
#ifndef LEDE_CMD_COMMANDS_H
#define LEDE_CMD_COMMANDS_H

#include "lede/cmd.h"
#include "lede/options.h"

int cmd_open(const struct options *opts);
int cmd_index(const struct options *opts);
int cmd_list(const struct options *opts);
int cmd_search(const struct options *opts);
int cmd_show(const struct options *opts);
int cmd_related(const struct options *opts);
int cmd_export(const struct options *opts);
int cmd_split(const struct options *opts);
int cmd_stats(const struct options *opts);
int cmd_check(const struct options *opts);
int cmd_state(const struct options *opts);

#endif
