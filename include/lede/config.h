/* The user's configuration file: $XDG_CONFIG_HOME/lede/config, or --config FILE; "key = value" lines, # begins a comment. */
#ifndef LEDE_CONFIG_H
#define LEDE_CONFIG_H

#include <stdbool.h>

#include "lede/err.h"

struct config {
	bool mark; /* selection = bar | mark */
};

/* Called for each line that means nothing to lede, with its file and number in the text. */
typedef void config_complaint(void *payload, const char *line);

/* Reads path into out (defaults where the file says nothing). A line that cannot be understood is told and passed over. -1 with err where
 * the file cannot be read; a file that is not there is no error unless must_exist. */
int config_read(struct config *out, const char *path, bool must_exist, config_complaint *tell, void *payload,
                struct err *err);
/* The default path. The caller frees. */
char *config_path(void);

#endif
