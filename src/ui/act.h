/* The handlers that the table of actions names. */
#ifndef LEDE_UI_ACT_H
#define LEDE_UI_ACT_H

#include "actions.h"

/* act_list.c: arg is a direction, +1 or -1 */
action_run act_list_move, act_list_half, act_list_page, act_list_end, act_list_percent, act_list_open, act_list_fold,
	act_list_fold_all, act_list_toggle, act_list_source;
/* act_reader.c */
action_run act_reader_line, act_reader_half, act_reader_page, act_reader_end, act_reader_percent, act_reader_leave,
	act_page;
/* act_go.c */
action_run act_go_story, act_go_unread, act_go_source, act_go_back, act_go_forward;
/* act_related.c */
action_run act_related_show, act_related_move, act_related_end, act_related_open, act_related_number, act_related_leave;
/* act_search.c; act_search_prompt's arg: 0 by focus, 1 the other kind */
action_run act_search_prompt, act_search_hit, act_search_order;
/* act_concord.c; act_concord_sort's arg: enum concord_sort, or -1 for the next */
action_run act_concord, act_concord_move, act_concord_page, act_concord_half, act_concord_end, act_concord_percent,
	act_concord_sort, act_concord_open, act_concord_leave;
/* act_saved.c */
action_run act_saved, act_saved_keep, act_saved_move, act_saved_end, act_saved_run, act_saved_number, act_saved_remove,
	act_saved_undo, act_saved_leave;
/* act_mark.c */
action_run act_mark_star, act_mark_read, act_mark_all, act_mark_export, act_mark_where;
/* act_mend.c; act_mend's arg: enum split_mend_kind */
action_run act_mend, act_mend_undo;
/* act_source.c */
action_run act_source, act_source_move, act_source_page, act_source_end, act_source_leave;
/* act_screen.c */
action_run act_screen_layout, act_screen_share, act_screen_wrap, act_screen_help, act_screen_rescan, act_screen_redraw,
	act_screen_suspend, act_screen_cancel, act_screen_quit, act_screen_leave;
action_run act_pager_line, act_pager_page, act_pager_end, act_pager_leave;
/* prompt.c; arg says which edit */
action_run act_prompt_accept, act_prompt_cancel, act_prompt_edit, act_prompt_switch;

enum prompt_edit {
	EDIT_LEFT,
	EDIT_RIGHT,
	EDIT_HOME,
	EDIT_END,
	EDIT_BACKSPACE,
	EDIT_DELETE,
	EDIT_KILL_WORD,
	EDIT_KILL_BEFORE,
	EDIT_KILL_AFTER,
	EDIT_OLDER,
	EDIT_NEWER
};

#endif
