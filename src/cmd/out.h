/* Standard output for the commands: buffered, harmless to a terminal, and honest about failing. */
#ifndef LEDE_CMD_OUT_H
#define LEDE_CMD_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "lede/buf.h"
#include "lede/err.h"

struct out {
	bool tty;
	int width; /* columns of the terminal; 0 where there is none */
	int why;   /* errno of the first write that failed */
};

struct out out_standard(void);
/* Whole lines. On a terminal whatever could command it is taken out (in JSON: escaped). */
void out_text(struct out *o, const char *p, size_t n);
void out_json(struct out *o, const char *p, size_t n);
bool out_failed(const struct out *o); /* no use in going on */
/* Flushes. 0; -1 with err where something could not be written (a reader that has gone away is no error). */
int out_finish(struct out *o, struct err *err);

/* One line on standard error: "lede: ...". */
void complain(const char *fmt, ...) MEM_PRINTF(1, 2);
void complain_err(const struct err *err);
/* Lines of display text that go with the complaint before them. */
void complain_lines(const char *lines);

#endif
