/* The table of actions. To add one: a row here, a handler declared in act.h. */
#include "actions.h"

#include "act.h"
#include "lede/concord.h"

#define LIST CTX_LIST
#define READER CTX_READER
#define RELATED CTX_RELATED
#define READING (CTX_LIST | CTX_READER)

static const struct action table[] = {
	{ "list-down", "next line", GROUP_LIST, LIST, "j <Down> <C-n>", act_list_move, 1 },
	{ "list-up", "previous line", GROUP_LIST, LIST, "k <Up> <C-p>", act_list_move, -1 },
	{ "list-half-down", "half a page down", GROUP_LIST, LIST, "d <C-d>", act_list_half, 1 },
	{ "list-half-up", "half a page up", GROUP_LIST, LIST, "u <C-u>", act_list_half, -1 },
	{ "list-page-down", "a page down", GROUP_LIST, LIST, "<PageDown> <C-f>", act_list_page, 1 },
	{ "list-page-up", "a page up", GROUP_LIST, LIST, "<PageUp> <C-b>", act_list_page, -1 },
	{ "list-first", "first line, or the one counted (5gg)", GROUP_LIST, LIST, "gg <Home>", act_list_end, -1 },
	{ "list-last", "last line, or the one counted", GROUP_LIST, LIST, "G <End>", act_list_end, 1 },
	{ "list-percent", "that far into the list (30%)", GROUP_LIST, LIST, "%", act_list_percent, 0 },
	{ "open", "open the story; unfold the source", GROUP_LIST, LIST, "<Enter> l <Right>", act_list_open, 0 },
	{ "fold", "fold the source", GROUP_LIST, LIST, "h <Left>", act_list_fold, 0 },
	{ "fold-toggle", "fold or unfold the source", GROUP_LIST, LIST, "za", act_list_toggle, 0 },
	{ "fold-all", "fold all sources", GROUP_LIST, LIST, "zM", act_list_fold_all, 1 },
	{ "unfold-all", "unfold all sources", GROUP_LIST, LIST, "zR", act_list_fold_all, 0 },
	{ "list-leave", "leave the search; at the top, quit", GROUP_LIST, LIST, "q", act_screen_leave, 0 },

	{ "reader-down", "next line", GROUP_READER, READER, "j <Down> <C-n>", act_reader_line, 1 },
	{ "reader-up", "previous line", GROUP_READER, READER, "k <Up> <C-p>", act_reader_line, -1 },
	{ "reader-half-down", "half a page down", GROUP_READER, READER, "d <C-d>", act_reader_half, 1 },
	{ "reader-half-up", "half a page up", GROUP_READER, READER, "u <C-u>", act_reader_half, -1 },
	{ "reader-page-down", "a page down", GROUP_READER, READER, "<PageDown> <C-f>", act_reader_page, 1 },
	{ "reader-page-up", "a page up", GROUP_READER, READER, "<PageUp> <C-b>", act_reader_page, -1 },
	{ "page", "page the story (from the list too); at END the next story", GROUP_READER, READING, "<Space>",
	  act_page, 1 },
	{ "page-back", "page the story back (from the list too)", GROUP_READER, READING, "b", act_page, -1 },
	{ "reader-first", "beginning, or the line counted", GROUP_READER, READER, "gg <Home>", act_reader_end, -1 },
	{ "reader-last", "end, or the line counted", GROUP_READER, READER, "G <End>", act_reader_end, 1 },
	{ "reader-percent", "that far into the story (30%)", GROUP_READER, READER, "%", act_reader_percent, 0 },
	{ "reader-leave", "back to the list", GROUP_READER, READER, "h q <Left>", act_reader_leave, 0 },

	{ "next-story", "next story of the list", GROUP_GO, READING, "J", act_go_story, 1 },
	{ "previous-story", "previous story of the list", GROUP_GO, READING, "K", act_go_story, -1 },
	{ "next-unread", "next unread story", GROUP_GO, READING, "<Tab>", act_go_unread, 1 },
	{ "previous-unread", "previous unread story", GROUP_GO, READING, "<S-Tab>", act_go_unread, -1 },
	{ "next-source", "next source", GROUP_GO, READING, "]", act_go_source, 1 },
	{ "previous-source", "previous source", GROUP_GO, READING, "[", act_go_source, -1 },
	{ "back", "back through stories, searches and places", GROUP_GO, CTX_BROWSE, "H <Backspace> <C-h>", act_go_back,
	  0 },
	{ "forward", "and forward again", GROUP_GO, CTX_BROWSE, "L", act_go_forward, 0 },

	{ "search", "in the list: search the archive; in a story: find in it", GROUP_SEARCH, READING, "/",
	  act_search_prompt, 0 },
	{ "search-other", "the same the other way round", GROUP_SEARCH, READING, "<C-t>", act_search_prompt, 1 },
	{ "next-hit", "next hit, and on into the next matching story", GROUP_SEARCH, READING, "n", act_search_hit, 1 },
	{ "previous-hit", "previous hit", GROUP_SEARCH, READING, "N", act_search_hit, -1 },
	{ "concordance", "all hits of the search, one to a line", GROUP_SEARCH, READING, "C", act_concord, 0 },

	{ "concord-down", "next hit", GROUP_CONCORD, CTX_CONCORD, "j <Down> <C-n>", act_concord_move, 1 },
	{ "concord-up", "previous hit", GROUP_CONCORD, CTX_CONCORD, "k <Up> <C-p>", act_concord_move, -1 },
	{ "concord-half-down", "half a page down", GROUP_CONCORD, CTX_CONCORD, "d <C-d>", act_concord_half, 1 },
	{ "concord-half-up", "half a page up", GROUP_CONCORD, CTX_CONCORD, "u <C-u>", act_concord_half, -1 },
	{ "concord-page-down", "a page down", GROUP_CONCORD, CTX_CONCORD, "<Space> <PageDown> <C-f>", act_concord_page,
	  1 },
	{ "concord-page-up", "a page up", GROUP_CONCORD, CTX_CONCORD, "b <PageUp> <C-b>", act_concord_page, -1 },
	{ "concord-first", "first hit, or the one counted", GROUP_CONCORD, CTX_CONCORD, "gg <Home>", act_concord_end,
	  -1 },
	{ "concord-last", "last hit, or the one counted", GROUP_CONCORD, CTX_CONCORD, "G <End>", act_concord_end, 1 },
	{ "concord-percent", "that far into the hits (30%)", GROUP_CONCORD, CTX_CONCORD, "%", act_concord_percent, 0 },
	{ "concord-by-left", "sort by the words before the hit", GROUP_CONCORD, CTX_CONCORD, "<", act_concord_sort,
	  CONCORD_BY_LEFT },
	{ "concord-by-right", "sort by the hit and the words after it", GROUP_CONCORD, CTX_CONCORD, ">",
	  act_concord_sort, CONCORD_BY_RIGHT },
	{ "concord-by-source", "sort by source, as in the list", GROUP_CONCORD, CTX_CONCORD, "s", act_concord_sort,
	  CONCORD_BY_SOURCE },
	{ "concord-by-date", "sort by date (time)", GROUP_CONCORD, CTX_CONCORD, "t", act_concord_sort,
	  CONCORD_BY_DATE },
	{ "concord-sort", "the next of these orders", GROUP_CONCORD, CTX_CONCORD, "o", act_concord_sort, -1 },
	{ "concord-open", "open the story at this hit; h, H or Esc comes back", GROUP_CONCORD, CTX_CONCORD,
	  "<Enter> l <Right>", act_concord_open, 0 },
	{ "concord-leave", "back to where one was", GROUP_CONCORD, CTX_CONCORD,
	  "q h C H <Left> <Backspace> <C-h> <Escape> <C-g> <C-c>", act_concord_leave, 0 },

	{ "related", "list the related stories", GROUP_RELATED, READING, "r", act_related_show, 0 },
	{ "related-number", "go to that related story", GROUP_RELATED, READER | RELATED, "1 2 3 4 5 6 7 8 9",
	  act_related_number, 0 },
	{ "related-down", "next related story", GROUP_RELATED, RELATED, "j <Down> <C-n>", act_related_move, 1 },
	{ "related-up", "previous related story", GROUP_RELATED, RELATED, "k <Up> <C-p>", act_related_move, -1 },
	{ "related-first", "first related story", GROUP_RELATED, RELATED, "gg <Home>", act_related_end, -1 },
	{ "related-last", "last related story", GROUP_RELATED, RELATED, "G <End>", act_related_end, 1 },
	{ "related-open", "open it", GROUP_RELATED, RELATED, "<Enter> l <Right>", act_related_open, 0 },
	{ "related-leave", "back", GROUP_RELATED, RELATED, "h q r <Left>", act_related_leave, 0 },

	{ "star", "star the story, or take the star away", GROUP_MARKS, READING, "*", act_mark_star, 0 },
	{ "read-unread", "mark it unread, or read", GROUP_MARKS, READING, "U", act_mark_read, 0 },
	{ "all-read", "mark all stories shown read (asks)", GROUP_MARKS, READING, "A", act_mark_all, 0 },
	{ "export", "save the story as plain text", GROUP_MARKS, READING, "s", act_mark_export, 0 },
	{ "where", "where am I: file, lines, bytes, id, copies, confidence", GROUP_MARKS, READING, "=", act_mark_where,
	  0 },

	{ "layout", "next layout: side by side, stacked, one at a time", GROUP_SCREEN, CTX_BROWSE, "O",
	  act_screen_layout, 0 },
	{ "narrower", "less room for the list", GROUP_SCREEN, CTX_BROWSE, "(", act_screen_share, -1 },
	{ "wider", "more room for the list", GROUP_SCREEN, CTX_BROWSE, ")", act_screen_share, 1 },
	{ "wrap", "wrap paragraphs, or one line each", GROUP_SCREEN, CTX_BROWSE, "W", act_screen_wrap, 0 },
	{ "rescan", "look for new and changed files", GROUP_SCREEN, CTX_BROWSE, "R", act_screen_rescan, 0 },
	{ "redraw", "draw the screen anew", GROUP_SCREEN, CTX_BROWSE | CTX_COVER | CTX_PROMPT, "<C-l>",
	  act_screen_redraw, 0 },
	{ "suspend", "suspend; fg comes back", GROUP_SCREEN, CTX_BROWSE | CTX_COVER | CTX_PROMPT, "<C-z>",
	  act_screen_suspend, 0 },
	{ "cancel", "back to where one was; stops the reading-in", GROUP_SCREEN, CTX_BROWSE, "<Escape> <C-g> <C-c>",
	  act_screen_cancel, 0 },
	{ "help", "this help", GROUP_SCREEN, CTX_BROWSE | CTX_CONCORD, "? <F1>", act_screen_help, 0 },
	{ "quit", "quit at once", GROUP_SCREEN, CTX_BROWSE | CTX_COVER, "Q", act_screen_quit, 0 },

	{ "pager-down", "next line", GROUP_PAGER, CTX_PAGER, "j <Down> <C-n> <Enter>", act_pager_line, 1 },
	{ "pager-up", "previous line", GROUP_PAGER, CTX_PAGER, "k <Up> <C-p>", act_pager_line, -1 },
	{ "pager-page-down", "a page down", GROUP_PAGER, CTX_PAGER, "<Space> <PageDown> d <C-d> <C-f>", act_pager_page,
	  1 },
	{ "pager-page-up", "a page up", GROUP_PAGER, CTX_PAGER, "b <PageUp> u <C-u> <C-b>", act_pager_page, -1 },
	{ "pager-first", "beginning", GROUP_PAGER, CTX_PAGER, "gg <Home>", act_pager_end, -1 },
	{ "pager-last", "end", GROUP_PAGER, CTX_PAGER, "G <End>", act_pager_end, 1 },
	{ "pager-leave", "back", GROUP_PAGER, CTX_PAGER, "q h ? = <Escape> <C-g> <C-c> <F1> <Backspace> <Left>",
	  act_pager_leave, 0 },

	{ "prompt-accept", "keep it", GROUP_PROMPT, CTX_PROMPT, "<Enter>", act_prompt_accept, 0 },
	{ "prompt-cancel", "back to exactly where one was", GROUP_PROMPT, CTX_PROMPT, "<Escape> <C-g> <C-c>",
	  act_prompt_cancel, 0 },
	{ "prompt-switch", "from archive to story and back", GROUP_PROMPT, CTX_PROMPT, "<C-t>", act_prompt_switch, 0 },
	{ "prompt-older", "what was typed before", GROUP_PROMPT, CTX_PROMPT, "<Up> <C-p>", act_prompt_edit,
	  EDIT_OLDER },
	{ "prompt-newer", "and after", GROUP_PROMPT, CTX_PROMPT, "<Down> <C-n>", act_prompt_edit, EDIT_NEWER },
	{ "prompt-left", "left", GROUP_PROMPT, CTX_PROMPT, "<Left> <C-b>", act_prompt_edit, EDIT_LEFT },
	{ "prompt-right", "right", GROUP_PROMPT, CTX_PROMPT, "<Right> <C-f>", act_prompt_edit, EDIT_RIGHT },
	{ "prompt-home", "beginning", GROUP_PROMPT, CTX_PROMPT, "<Home> <C-a>", act_prompt_edit, EDIT_HOME },
	{ "prompt-end", "end", GROUP_PROMPT, CTX_PROMPT, "<End> <C-e>", act_prompt_edit, EDIT_END },
	{ "prompt-backspace", "delete before the cursor", GROUP_PROMPT, CTX_PROMPT, "<Backspace> <C-h>",
	  act_prompt_edit, EDIT_BACKSPACE },
	{ "prompt-delete", "delete at the cursor", GROUP_PROMPT, CTX_PROMPT, "<Delete> <C-d>", act_prompt_edit,
	  EDIT_DELETE },
	{ "prompt-kill-word", "delete the word before", GROUP_PROMPT, CTX_PROMPT, "<C-w>", act_prompt_edit,
	  EDIT_KILL_WORD },
	{ "prompt-kill-before", "delete all before", GROUP_PROMPT, CTX_PROMPT, "<C-u>", act_prompt_edit,
	  EDIT_KILL_BEFORE },
	{ "prompt-kill-after", "delete all after", GROUP_PROMPT, CTX_PROMPT, "<C-k>", act_prompt_edit,
	  EDIT_KILL_AFTER },
};

const struct action *actions(size_t *n)
{
	*n = sizeof table / sizeof *table;
	return table;
}

const char *action_group_title(enum action_group group)
{
	static const char *const titles[GROUP_CAP] = {
		[GROUP_LIST] = "The list",
		[GROUP_READER] = "A story",
		[GROUP_GO] = "From story to story",
		[GROUP_SEARCH] = "Searching",
		[GROUP_CONCORD] = "All hits",
		[GROUP_RELATED] = "Related stories",
		[GROUP_MARKS] = "Marks and export",
		[GROUP_SCREEN] = "The screen",
		[GROUP_PAGER] = "Help and other texts",
		[GROUP_PROMPT] = "Typing a line",
	};
	return titles[group];
}
