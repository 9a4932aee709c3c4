/* The source lines on the screen: shared by their keys, their drawing and the mending of cuts. */
#ifndef LEDE_UI_ACT_SOURCE_H
#define LEDE_UI_ACT_SOURCE_H

#include "app.h"
#include "lede/mend.h"

struct source_screen {
	struct source_view view;
	char *name;       /* the file's, display text */
	doc_id doc;       /* the story that it was opened from */
	size_t line, top; /* the line of the cursor, the first one on the screen */
};

/* Shows the lines around a story, the cursor on the line with this number (0: where the story begins). False with a notice. */
bool source_open(struct app *a, doc_id doc, uint32_t number);
/* After the file was read again: shows it anew, the cursor on the same line. */
void source_again(struct app *a, doc_id doc);
size_t source_height(const struct app *a);
/* The first line of the view with this number, or the nearest. */
size_t source_line_numbered(const struct source_view *v, uint32_t number);
/* Number of the source line that is being read in the story; 0: its head. */
uint32_t source_line_read(const struct app *a);

#endif
