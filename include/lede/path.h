/* Paths: joining, absolute forms, the XDG folders. Every returned string is the caller's to free. */
#ifndef LEDE_PATH_H
#define LEDE_PATH_H

#include <stdbool.h>

#include "lede/err.h"

char *path_join(const char *folder, const char *name);
/* Absolute, "." and ".." and doubled slashes removed; links resolved where the path exists. */
char *path_absolute(const char *path);
/* A leading "~" or "~/" is HOME; everything else as it is. */
char *path_expand_home(const char *path);
/* For showing: HOME as "~". */
char *path_show(const char *path);
const char *path_base(const char *path); /* borrowed: after the last slash */

/* $XDG_CACHE_HOME/lede, $XDG_STATE_HOME/lede, $XDG_CONFIG_HOME/lede with the standard's defaults
 * (XDG Base Directory Specification 0.8). A relative value is ignored, as the standard says. */
char *path_cache_home(void);
char *path_state_home(void);
char *path_config_home(void);

/* Makes the folder and its parents, mode 0700. 0, or -1 with err. */
int path_make_folders(const char *path, struct err *err);

#endif
