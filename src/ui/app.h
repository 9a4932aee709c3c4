/*
 * The state of the screen program, and what its parts ask of each other.
 *
 * Handlers (act_*.c) change this state and set dirty; draw.c copies it to the screen; app.c has
 * the one loop that waits. Nothing else draws, and nothing else waits.
 */
#ifndef LEDE_UI_APP_H
#define LEDE_UI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "keyboard.h"
#include "keys.h"
#include "lede/engine.h"
#include "lede/lineedit.h"
#include "lede/list.h"
#include "lede/trail.h"
#include "lede/ui.h"
#include "panes.h"
#include "rowcache.h"
#include "screen.h"
#include "shelf.h"

enum focus { FOCUS_LIST, FOCUS_READER, FOCUS_RELATED };

/* What is highlighted in the story: what was sought in it, or else the search in force. */
struct marking {
	struct query *query; /* NULL: nothing */
	char *text;
	unsigned serial; /* grows with each change */
	bool find;       /* sought in the story, not searched in the archive */
	bool late;       /* the story shown does not know of it yet */
};

/* The same search once more, after the archive changed; its hits replace the others when all are there. */
struct lookup_again {
	uint32_t ticket; /* 0: none is under way */
	int64_t at;      /* when to begin, in ms; 0: nothing has changed */
	int64_t began, rest_until;
	doc_id *docs;
	size_t n, cap;
	uint64_t hits;
};

/* The search in force, and what Esc goes back to. */
struct lookup {
	char *text;           /* "" none */
	struct query *query;  /* of text; NULL none */
	struct query *listed; /* that whose hits the list shows; NULL none */
	unsigned serial;      /* names it to the cache of rows */
	bool fresh;           /* its hits have not been on the screen yet */
	uint32_t ticket;      /* the engine's number for it */
	bool begun;           /* the list shows its hits; until the first come it shows what was before */
	int64_t begun_at;     /* ms */
	bool done;
	uint64_t hits;
	struct list_view *home; /* the list as it was before any search */
	uint32_t chase;         /* ticket of a search for the next story with what was sought; 0 none */
	int chase_step;
	doc_id chase_found;
	int list_rows;         /* as the list was told last */
	struct spread *spread; /* where its hits fall; NULL: not known yet */
	doc_id *best;          /* the best hits, best first; NULL: not known yet */
	size_t n_best;
	bool by_source; /* the user wants the hits in list order alone */
	bool moved;     /* the user went somewhere in the hits: they do not change their order any more */
	enum {
		RESTORED_NOT,
		RESTORED_AS_LISTED,
		RESTORED_BEST_FIRST
	} restored; /* made again for Esc, and how it stood */
	struct lookup_again again;
};

enum prompt_kind { PROMPT_NONE, PROMPT_SEARCH, PROMPT_FIND, PROMPT_EXPORT, PROMPT_CONFIRM, PROMPT_SAVE };
struct prompt {
	enum prompt_kind kind;
	struct lineedit edit;
	char *question;                          /* CONFIRM */
	void (*answer)(struct app *a, bool yes); /* CONFIRM */
	char *path;                              /* EXPORT: what would be overwritten */
	/* For Esc: how things stood when the prompt was opened. */
	struct list_view *view;
	char *text; /* the search in force */
	uint64_t hits;
	bool done, moved, ranked;
	char *marked; /* what was highlighted, NULL nothing */
	bool marked_find;
	doc_id doc; /* the story in the reader */
	size_t top;
	size_t hit; /* the one gone to there */
	enum focus focus;
};

/* The hits of the search in force one to a line. It covers the screen, or waits behind a story that was opened from it. */
struct concord_view {
	bool open, done, capped;
	struct concord *lines; /* NULL: there is none */
	uint32_t ticket;
	char *text;      /* the search */
	size_t row, top; /* selected, first shown */
	bool moved;      /* the selection is the user's: it stays with its line */
	doc_id opened;   /* the story opened from it; 0 none */
	/* For leaving: how things stood before. */
	struct list_view *view;
	char *marked;
	bool marked_find;
	doc_id doc;
	size_t doc_top, hit;
	enum focus focus;
};

/* The saved searches, with what each finds now. They cover the screen. */
struct saved_found {
	bool known;
	uint64_t total, fresh;
};
struct saved_view {
	bool open;
	struct saved_search *list;
	struct saved_found *found; /* one for each */
	size_t n, row, top;
};

/* A text that covers the screen: help, where am I. */
struct pager {
	bool open;
	const char *title;
	struct buf text;   /* lines of display text; one that begins with a tab is a heading */
	struct buf shown;  /* the same, wrapped to the screen */
	size_t lines, top; /* of shown */
};

/* Marking many read: done in slices so that the screen lives. */
struct bulk {
	doc_id next; /* 0: nothing under way */
	uint64_t done, total;
	unsigned char (*fingerprints)[FINGERPRINT_LEN];
	size_t n;
};

struct app {
	const struct library *lib;
	const struct ui_options *opts;
	struct screen *screen;
	struct keyboard *keyboard;
	struct engine *engine;
	struct cache *cache;
	struct state *state;

	struct list *list;
	struct rowcache *rows;
	struct shelf *shelf;
	struct trail *trail;
	struct panes_choice choice;
	struct panes panes;
	enum focus focus;

	struct reading *reading; /* what the reader shows; NULL nothing */
	bool opened;             /* it was opened or paged, not only shown beside the list */
	bool wrap;
	size_t hit; /* the hit gone to last; SIZE_MAX none */
	struct {
		size_t selected, top;
		enum focus from;
		size_t wanted; /* the number typed before the answer was there; 0 none */
	} related;

	struct marking marking;
	struct lookup lookup;
	struct prompt prompt;
	struct pager pager;
	struct concord_view concord;
	struct saved_view saved;
	struct source_screen *source; /* act_source.h; NULL: not shown */
	struct mending *mending;      /* act_mend.c; NULL: no mend waits to be read in */
	struct bulk bulk;
	struct keys keys;
	const struct action *digit; /* what a digit does when no key follows it */
	bool touched;               /* a key has been pressed */
	bool marks_changed;         /* since the counts of read stories were asked for */
	struct build_progress progress;
	bool building;
	bool built;         /* a build has ended since the start */
	char *place_wanted; /* fingerprint of the last place, until it shows up or a key is pressed */
	bool place_reading; /* one was in the story there, not in the list */
	char notice[600];
	char position[160], percent[16]; /* as last shown: they wait while the list's selection moves */

	int64_t follow_at, digit_at; /* when to act if no key comes, in ms; 0 never */
	int64_t breathe_until;       /* a frame has been written: let it go out before what is not urgent */
	bool dirty, more_to_draw;
	bool quit;
	int status;
};

int64_t app_now_ms(void);
void app_notice(struct app *a, const char *fmt, ...) MEM_PRINTF(2, 3);
unsigned app_context(const struct app *a);
void app_key(struct app *a, const struct key *key);
void app_resize(struct app *a);
void app_suspend(struct app *a);
void app_place_panes(struct app *a); /* after anything that moves panes */
void app_set_focus(struct app *a, enum focus focus);

/* events.c: what the engine reports */
void events_drain(struct app *a);
void events_count_read(struct app *a); /* asks for it */

/* place.c: what is kept from one launch to the next */
void place_load(struct app *a);
void place_seek(struct app *a); /* selects the last place, once it is in the list */
void place_keep(struct app *a);
void place_keep_layout(struct app *a);
void place_keep_order(struct app *a);
void place_save(struct app *a); /* the place in the library and the one in the story */

/* reader.c */
doc_id reader_doc(const struct app *a);
doc_id reader_selected_doc(const struct app *a); /* the story that the list's selection means; 0: a source */
bool reader_show(struct app *a, doc_id doc);     /* shows it without opening it */
bool reader_open(struct app *a, doc_id doc);     /* shows it, goes there, marks it read */
void reader_touch(struct app *a);                /* the story shown counts as opened */
void reader_leave(struct app *a);                /* keeps the place of the story shown */
void reader_follow_later(struct app *a);         /* the list's selection moved */
void reader_follow(struct app *a);               /* shows it now */
void reader_scroll_to(struct app *a, size_t top);
size_t reader_last_top(const struct app *a);
bool reader_at_end(const struct app *a);
void reader_refresh(struct app *a); /* layout, hits and foot after anything changed them */
void reader_go_to_hit(struct app *a, size_t hit);
void reader_mark_read(struct app *a, const struct article *art, bool read);

/* act_related.c */
void related_open(struct app *a, size_t i); /* the i-th, from 0; once it is known */

/* go.c: jumps that H and L remember */
void go_push(struct app *a); /* leaves here */
bool go_open(struct app *a, doc_id doc);

/* lookup.c */
void lookup_run(struct app *a, const char *text);
void lookup_hits(struct app *a, struct engine_event *ev);
void lookup_clear(struct app *a);
void lookup_release(struct app *a);
void lookup_spread(struct app *a, struct engine_event *ev);
int lookup_list_rows(const struct app *a); /* of the list's pane: without the line that says where the hits fall */
void lookup_fit(struct app *a);            /* the list's window to them, after a search began or ended */
void lookup_mark(struct app *a, const char *text, bool find); /* text NULL: nothing is highlighted any more */
void lookup_mark_now(struct app *a);                          /* where it is late */
void lookup_chase(struct app *a, int step);

/* lookup_order.c */
void lookup_rank(struct app *a);  /* the hand rests: the best go first */
void lookup_moved(struct app *a); /* the user went somewhere in the list */
void lookup_change_order(struct app *a);
void lookup_take_best(struct app *a, struct engine_event *ev);
void lookup_forget_best(struct app *a);

/* lookup_again.c */
void lookup_again_later(struct app *a);                         /* the archive changed */
void lookup_again_begin(struct app *a);                         /* its time has come */
bool lookup_again_hits(struct app *a, struct engine_event *ev); /* false: they are not of this */
void lookup_again_put_off(struct app *a);                       /* another search comes between */
void lookup_again_end(struct app *a);

/* act_concord.c */
void concord_event(struct app *a, struct engine_event *ev);
bool concord_return(struct app *a); /* from the story opened from it; false: there is none behind this one */
void concord_forget(struct app *a);
size_t concord_height(const struct app *a);
void concord_fit(struct app *a); /* after the screen's size changed */

/* act_source.c */
void source_close(struct app *a);
void source_fit(struct app *a); /* after the screen's size changed */

/* act_mend.c */
const char *mend_choices(const struct app *a); /* after E: what may follow; NULL otherwise */
void mend_resume(struct app *a);               /* at the start: what the last run did not get to */
void mend_listed(struct app *a);               /* there is a new list */
bool mend_built(struct app *a,
                const struct engine_event *ev); /* a build has ended; true: what is to be said of it has been said */
void mend_release(struct app *a);

/* act_saved.c */
void saved_event(struct app *a, const struct engine_event *ev);
void saved_accept(struct app *a); /* the name was typed */
void saved_close(struct app *a);
void saved_fit(struct app *a); /* after the screen's size changed */

/* prompt.c */
void prompt_open(struct app *a, enum prompt_kind kind, const char *text, const char *history);
void prompt_ask(struct app *a, char *question, void (*answer)(struct app *a, bool yes)); /* takes the question over */
void prompt_close(struct app *a);
void prompt_key(struct app *a, const struct key *key);
void prompt_paste(struct app *a, const char *p, size_t n);

/* pager.c */
void pager_open(struct app *a, const char *title, struct buf *text); /* takes text over */
void pager_close(struct app *a);
void pager_wrap(struct app *a); /* after the screen's width changed */
size_t pager_height(const struct app *a);
void pager_add(struct buf *text, const char *label, const char *value); /* one line; value cleaned */

/* bulk.c */
void bulk_start(struct app *a);
void bulk_step(struct app *a);
void bulk_cancel(struct app *a); /* what was done stays done */
void bulk_stop(struct app *a);   /* at the end of the program */

/* draw.c */
void draw(struct app *a);

#endif
