/*
 * Mending wrong cuts: E and a letter. The mend is kept in the state file at once; its source is then read again by the builder, and
 * when both its end and the new list have come, marks are carried over and the story concerned is shown.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "act_source.h"
#include "lede/unicode.h"

enum { SAID_CELLS = 24 };

/* A mend that waits for its sources to be read again. */
struct mending {
	uint32_t source;
	uint64_t off; /* of the block: the story concerned is the one that holds it */
	struct mend_marks **marks;
	size_t n;
	uint32_t line; /* being read in the story; 0: its head */
	bool made;     /* not taken back */
	struct split_mend mend;
	uint32_t asked; /* what engine_reread gave for the last of its files */
	bool built;
	uint64_t revision; /* of the cache when it was built; 0: nothing was written */
	char said[160];
};

const char *mend_choices(const struct app *a)
{
	if (strcmp(a->keys.sequence, "E") != 0)
		return NULL;
	return "m join above  s split  h headline  d debris  u undo";
}

void mend_release(struct app *a)
{
	if (!a->mending)
		return;
	for (size_t i = 0; i < a->mending->n; i++)
		mend_marks_free(a->mending->marks[i]);
	free(a->mending->marks);
	free(a->mending);
	a->mending = NULL;
}

/* ---- reading again */

/* The files are noted until they have been read: should lede end before that, the next launch sees to it. */
static void note_files(struct app *a, const struct mend_place *places, size_t n)
{
	struct buf files = BUF_INIT;
	struct err err;
	for (size_t i = 0; i < n; i++)
		buf_addf(&files, "%s%s", i ? "\n" : "", places[i].file);
	if (state_put(a->state, a->lib->key, "mending", buf_str(&files), &err) < 0)
		app_notice(a, "%s", err.text);
	buf_release(&files);
}

void mend_resume(struct app *a)
{
	char *files = NULL, *rest = NULL;
	if (a->lib->frozen || state_get(a->state, a->lib->key, "mending", &files, NULL) < 0 || !files)
		return;
	for (char *p = strtok_r(files, "\n", &rest); p; p = strtok_r(NULL, "\n", &rest))
		engine_reread(a->engine, p);
	note_files(a, NULL, 0);
	free(files);
}

static void read_again(struct app *a, const struct mend_place *places, size_t n)
{
	struct mending *m = a->mending;
	m->source = places[0].source;
	m->off = places[0].off;
	m->marks = mem_zalloc(n, sizeof(struct mend_marks *));
	m->n = n;
	note_files(a, places, n);
	for (size_t i = 0; i < n; i++) {
		m->marks[i] = mend_marks_take(a->cache, a->state, places[i].source, places[i].off);
		m->asked = engine_reread(a->engine, places[i].file);
	}
	app_notice(a, m->made ? "%s …" : "taking the last mend back …", m->said);
}

static void begin(struct app *a, const char *said)
{
	mend_release(a);
	a->mending = mem_zalloc(1, sizeof *a->mending);
	a->mending->line = a->focus == FOCUS_READER ? source_line_read(a) : 0;
	snprintf(a->mending->said, sizeof a->mending->said, "%s", said);
}

/* ---- when it has been read */

static void carry_marks(struct app *a)
{
	struct mending *m = a->mending;
	struct err err;
	for (size_t i = 0; i < m->n; i++)
		if (mend_marks_carry(m->marks[i], a->cache, a->state, &err) < 0)
			app_notice(a, "%s", err.text);
	rowcache_clear(a->rows);
	events_count_read(a);
}

static size_t block_of_line(const struct story *s, uint32_t line)
{
	size_t i = 0;
	while (i + 1 < s->n && s->blocks[i + 1].line <= line)
		i++;
	return i;
}

static void show_story(struct app *a, doc_id doc)
{
	uint32_t line = a->mending->line;
	a->reading = NULL;
	shelf_clear(a->shelf, NULL);
	if (*a->lookup.text) {
		char *text = mem_strdup(a->lookup.text);
		lookup_run(a, text);
		free(text);
	}
	list_select_doc(a->list, doc);
	if (a->focus == FOCUS_LIST) {
		reader_follow(a);
		return;
	}
	if (!reader_show(a, doc)) { /* it counts as read when one reads on */
		app_set_focus(a, FOCUS_LIST);
		return;
	}
	if (line > a->reading->article.start_line && a->reading->story.n) {
		size_t block = block_of_line(&a->reading->story, line);
		reader_scroll_to(a, layout_line_at(a->reading->layout, (uint32_t)block, 0));
	}
}

static bool took_effect(struct app *a)
{
	struct mend_place *places;
	size_t n;
	if (!a->mending->made)
		return true;
	if (mend_places(a->cache, &a->mending->mend, &places, &n, NULL) < 0)
		return false;
	mend_places_free(places, n);
	return n > 0;
}

static void settle(struct app *a)
{
	struct mending *m = a->mending;
	const struct source_table *t = list_sources(a->list);
	if (!m || !m->built || (m->revision && (!t || t->revision < m->revision)))
		return;
	if (m->revision) {
		doc_id doc = mend_article_at(a->cache, m->source, m->off);
		carry_marks(a);
		if (doc)
			show_story(a, doc);
		if (a->source)
			source_again(a, doc);
	}
	if (m->revision && took_effect(a))
		app_notice(a, "%s%s", m->said, m->made ? "  Eu undoes it" : "");
	else
		app_notice(a,
		           "the text that this was made for is not in its file now: it is kept for when it comes back");
	note_files(a, NULL, 0);
	mend_release(a);
}

void mend_listed(struct app *a)
{
	settle(a);
}

/* Mends that fit nothing any more are told of once, when there are more of them. */
static bool tell_lost(struct app *a)
{
	struct mend_counts counts;
	char *before = NULL, now[32];
	if (mend_count(a->cache, a->state, &counts, NULL) < 0 ||
	    state_get(a->state, a->lib->key, "mends lost", &before, NULL) < 0)
		return false;
	unsigned long told = before ? strtoul(before, NULL, 10) : 0;
	free(before);
	if (counts.lost == told)
		return false;
	snprintf(now, sizeof now, "%zu", counts.lost);
	state_put(a->state, a->lib->key, "mends lost", now, NULL);
	if (counts.lost < told)
		return false;
	app_notice(a, "%zu mend%s nothing any more: the text is gone from its file", counts.lost,
	           counts.lost == 1 ? " fits" : "s fit");
	return true;
}

bool mend_built(struct app *a, const struct engine_event *ev)
{
	if (!a->mending)
		return tell_lost(a);
	if (ev->rereads < a->mending->asked)
		return true; /* an earlier build that ended meanwhile */
	a->mending->built = true;
	a->mending->revision = ev->progress.revision;
	settle(a);
	return true;
}

/* ---- making one */

/* Why nothing can be mended now; NULL: it can. */
static const char *refusal(const struct app *a)
{
	if (a->lib->frozen)
		return "this library is opened as it is: its files are not read again";
	if (a->lib->read_only)
		return "the cache cannot be written: a mend would not show";
	if (a->mending)
		return "one moment: the last mend is still being read in";
	return NULL;
}

static void say(struct buf *out, const struct source_view *v, uint32_t block, enum split_mend_kind kind)
{
	static const char *const words[] = { [SPLIT_MEND_START] = "split at",
		                             [SPLIT_MEND_JOIN] = "joined to the one above:",
		                             [SPLIT_MEND_HEADLINE] = "headline:",
		                             [SPLIT_MEND_DEBRIS] = "set apart:" };
	struct buf clean = BUF_INIT;
	uint64_t off = v->blocks[block].block.off;
	size_t line = source_view_line(v, off);
	text_clean(&clean, source_view_text(v, line), v->lines[line].len);
	bool confirms = kind == SPLIT_MEND_START && v->blocks[block].starts;
	buf_addf(out, "%s “", confirms ? "rightly cut at" : words[kind]);
	text_ellipsize(out, buf_str(&clean), clean.len, SAID_CELLS);
	buf_adds(out, "”");
	buf_release(&clean);
}

static void make(struct app *a, const struct source_view *v, uint32_t block, enum split_mend_kind kind)
{
	struct split_mend mend;
	struct err err;
	struct buf said = BUF_INIT;
	if (strcmp(v->file, "-") == 0) {
		app_notice(a, "standard input cannot be read again: save it as a file to mend it");
		return;
	}
	if (mend_make(&mend, v, block, kind, &err) < 0 || state_mend_add(a->state, &mend, &err) < 0) {
		app_notice(a, "%s", err.text);
		return;
	}
	struct mend_place place = { v->source, v->blocks[block].block.off, v->file };
	say(&said, v, block, kind);
	begin(a, buf_str(&said));
	a->mending->made = true;
	a->mending->mend = mend;
	read_again(a, &place, 1);
	buf_release(&said);
}

/* The block that a story begins with. */
static uint32_t start_of(const struct source_view *v, doc_id doc)
{
	uint32_t i = 0;
	while (i < v->n_blocks && !(v->blocks[i].doc == doc && v->blocks[i].starts))
		i++;
	return i;
}

/* The block that is meant: a join's is the one that its story begins with, for others it is the one with the cursor. */
static uint32_t block_meant(struct app *a, const struct source_view *v, doc_id doc, enum split_mend_kind kind)
{
	uint32_t line = source_line_read(a);
	if (kind == SPLIT_MEND_JOIN)
		return start_of(v, doc);
	if (a->source)
		return source_view_block(v, a->source->line);
	return source_view_block(v, source_line_numbered(v, line));
}

static void mend_in_source(struct app *a, enum split_mend_kind kind)
{
	const struct source_view *v = &a->source->view;
	uint32_t at = source_view_block(v, a->source->line);
	doc_id doc = at < v->n_blocks ? v->blocks[at].doc : 0;
	if (kind == SPLIT_MEND_JOIN && !doc)
		app_notice(a, "this stands between stories: go to the one that shall join the one above");
	else
		make(a, v, block_meant(a, v, doc, kind), kind);
}

static void mend_in_story(struct app *a, doc_id doc, enum split_mend_kind kind)
{
	struct article art;
	struct source_view v;
	struct err err = { "this story is not in the cache any more" };
	if (cache_article_row(a->cache, doc, &art, &err) != 1) {
		app_notice(a, "%s", err.text);
		return;
	}
	if (source_view_make(&v, a->cache, &art, &err) == 0) {
		make(a, &v, block_meant(a, &v, doc, kind), kind);
		source_view_release(&v);
	} else {
		app_notice(a, "%s", err.text);
	}
	article_release(&art);
}

void act_mend(struct app *a, int arg, long count)
{
	enum split_mend_kind kind = (enum split_mend_kind)arg;
	const char *why = refusal(a);
	doc_id doc = a->focus == FOCUS_LIST ? reader_selected_doc(a) : reader_doc(a);
	bool line_known = kind == SPLIT_MEND_JOIN || (a->focus == FOCUS_READER && source_line_read(a));
	(void)count;
	if (why)
		app_notice(a, "%s", why);
	else if (a->source)
		mend_in_source(a, kind);
	else if (!doc)
		app_notice(a, "no story is chosen");
	else if (line_known)
		mend_in_story(a, doc, kind);
	else if (source_open(a, doc, 0))
		app_notice(a, "go to the line that is meant and press the same keys again");
}

/* ---- taking back */

/* The newest mend that applies in this library or did: others are not ours to take back here. 1, 0 none, -1. */
static int newest(struct app *a, struct split_mend *out, struct mend_place **places, size_t *n, struct err *err)
{
	struct split_mend *all;
	size_t n_all;
	int rc = state_mends(a->state, &all, &n_all, err);
	*places = NULL;
	*n = 0;
	int is = 0;
	while (rc == 0 && is == 0 && n_all-- > 0) {
		*out = all[n_all];
		is = mend_standing(a->cache, out, err);
	}
	free(all);
	if (rc < 0 || is < -1 || (is && mend_places(a->cache, out, places, n, err) < 0))
		return -1;
	return is != 0;
}

/* The one on the screen comes first: it is the one that is shown again. */
static void current_first(const struct app *a, struct mend_place *places, size_t n)
{
	uint32_t source = a->source ? a->source->view.source : a->reading ? a->reading->article.source : 0;
	for (size_t i = 1; i < n; i++)
		if (places[i].source == source) {
			struct mend_place first = places[0];
			places[0] = places[i];
			places[i] = first;
			return;
		}
}

void act_mend_undo(struct app *a, int arg, long count)
{
	struct split_mend mend;
	struct mend_place *places = NULL;
	size_t n = 0;
	struct err err = { "nothing was mended in this library" };
	const char *why = refusal(a);
	(void)arg;
	(void)count;
	if (why) {
		app_notice(a, "%s", why);
		return;
	}
	int rc = newest(a, &mend, &places, &n, &err);
	if (rc == 1)
		rc = state_mend_remove(a->state, &mend, &err) < 0 ? -1 : 1;
	if (rc == 1 && n == 0) {
		app_notice(a, "the last mend is taken back; its text was not here any more");
	} else if (rc == 1) {
		current_first(a, places, n);
		begin(a, "the last mend is taken back");
		read_again(a, places, n);
	} else {
		app_notice(a, "%s", err.text);
	}
	mend_places_free(places, n);
}
