/* Parts of the frame, each drawn by one function from the app's state. */
#ifndef LEDE_UI_DRAW_H
#define LEDE_UI_DRAW_H

#include "app.h"

void draw_title(struct app *a);
void draw_list(struct app *a);
void draw_empty(struct app *a); /* the whole screen where there is nothing to list */
void draw_reader(struct app *a);
void draw_spread(struct app *a, int row); /* below the hits: where they fall */
void draw_related(struct app *a);
void draw_pager(struct app *a);
void draw_concord(struct app *a);
void draw_saved(struct app *a);
void draw_source_lines(struct app *a);
void draw_status(struct app *a);

/* A number for people: 12,345. */
void draw_add_number(struct buf *out, uint64_t n);

/* Puts display text with the query's hits picked out; base is the face of the rest. Returns the cells used. */
int draw_hits(struct app *a, int row, int col, int width, const char *p, size_t n, bool headline, unsigned base);

#endif
