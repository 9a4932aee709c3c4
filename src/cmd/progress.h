/* A build with its progress on standard error. */
#ifndef LEDE_CMD_PROGRESS_H
#define LEDE_CMD_PROGRESS_H

#include "lede/build.h"
#include "lede/options.h"

/* As build_run. Interrupting (Ctrl-C) ends it after the source under way; the next build goes on from there. */
int progress_build(const struct library *lib, const struct options *opts, bool rebuild, struct build_progress *out,
                   struct err *err);

bool progress_interrupted(void); /* whether the last build was */

#endif
