/* Stars, read marks, and what is known of a story. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act.h"
#include "app.h"
#include "lede/unicode.h"

enum { COPIES_SHOWN = 12 };

/* The story that a mark is meant for: the one being read, or the list's selected one. 0 with a notice. */
static doc_id target(struct app *a)
{
	doc_id doc = a->focus == FOCUS_LIST ? reader_selected_doc(a) : reader_doc(a);
	if (!doc)
		app_notice(a, "no story is chosen");
	return doc;
}

/* 1 and *out to be released; otherwise a notice says why. */
static int fetch(struct app *a, struct article *out, struct mark *mark)
{
	struct err err;
	doc_id doc = target(a);
	if (!doc)
		return 0;
	int found = cache_article(a->cache, doc, out, &err);
	if (found == 1 && state_mark(a->state, out->fingerprint, mark, &err) >= 0)
		return 1;
	if (found == 1)
		article_release(out);
	app_notice(a, "%s", found == 0 ? "this story is not in the cache any more" : err.text);
	return 0;
}

void act_mark_star(struct app *a, int arg, long count)
{
	struct article art;
	struct mark mark;
	struct err err;
	(void)arg;
	(void)count;
	if (!fetch(a, &art, &mark))
		return;
	if (state_set_starred(a->state, art.fingerprint, !mark.starred, &err) < 0)
		app_notice(a, "%s", err.text);
	else {
		rowcache_set_mark(a->rows, art.fingerprint, mark.read, !mark.starred);
		app_notice(a, mark.starred ? "star taken away" : "starred (is:starred finds them)");
	}
	article_release(&art);
}

void act_mark_read(struct app *a, int arg, long count)
{
	struct article art;
	struct mark mark;
	(void)arg;
	(void)count;
	if (!fetch(a, &art, &mark))
		return;
	reader_mark_read(a, &art, !mark.read);
	app_notice(a, mark.read ? "marked unread" : "marked read");
	article_release(&art);
}

static void all_answered(struct app *a, bool yes)
{
	prompt_close(a);
	if (yes)
		bulk_start(a);
}

void act_mark_all(struct app *a, int arg, long count)
{
	(void)arg;
	(void)count;
	if (list_articles(a->list) == 0)
		app_notice(a, "no story is shown");
	else
		prompt_ask(a,
		           mem_printf("Mark %s%" PRIu64 " stories shown read?",
		                      list_articles(a->list) > 1 ? "all " : "the ", list_articles(a->list)),
		           all_answered);
}

static void add_line(struct buf *out, const char *label, const char *fmt, ...) MEM_PRINTF(3, 4);
static void add_line(struct buf *out, const char *label, const char *fmt, ...)
{
	char value[256];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(value, sizeof value, fmt, ap);
	va_end(ap);
	pager_add(out, label, value);
}

static void add_source(struct app *a, struct buf *out, const struct article *art)
{
	struct source s;
	if (cache_source(a->cache, art->source, &s, NULL) != 1)
		return;
	pager_add(out, "File", s.path);
	add_line(out, "Encoding", "%s, %" PRIu64 " bytes, %" PRIu32 " articles", s.encoding, s.size, s.articles);
	source_release(&s);
}

static void add_copies(struct app *a, struct buf *out, const struct article *art)
{
	doc_id docs[COPIES_SHOWN + 1];
	int n = cache_copies(a->cache, art->fingerprint, docs, COPIES_SHOWN + 1, NULL);
	add_line(out, "Copies", art->copies ? "%" PRIu32 " elsewhere:" : "none elsewhere", art->copies);
	for (int i = 0; i < n && i < COPIES_SHOWN; i++) {
		struct article copy;
		struct source s;
		if (docs[i] == art->doc || cache_article_row(a->cache, docs[i], &copy, NULL) != 1)
			continue;
		if (cache_source(a->cache, copy.source, &s, NULL) == 1) {
			char *line = mem_printf("%s, line %" PRIu32, s.shown, copy.start_line);
			pager_add(out, "", line);
			free(line);
			source_release(&s);
		}
		article_release(&copy);
	}
	if (n > COPIES_SHOWN)
		pager_add(out, "", "…");
}

static void add_marks(struct buf *out, const struct mark *mark)
{
	char when[64] = "never";
	time_t t = (time_t)mark->opened;
	struct tm tm;
	if (mark->opened && localtime_r(&t, &tm))
		strftime(when, sizeof when, "%Y-%m-%d %H:%M", &tm);
	add_line(out, "Marks", "%s%s", mark->read ? "read" : "unread", mark->starred ? ", starred" : "");
	pager_add(out, "Opened", when);
}

/* What the date rests on is found again in the text. */
static void add_date(struct app *a, struct buf *out, const struct article *art)
{
	struct split_facts f;
	struct buf text = BUF_INIT;
	if (!art->date[0] || cache_text(a->cache, art, &text, NULL) < 0) {
		buf_release(&text);
		return;
	}
	split_facts(&f, art->blocks, art->n_blocks, (enum split_kind)art->kind, buf_str(&text), text.len);
	if (f.date_line)
		add_line(out, "Date", "%s, from line %" PRIu32 " (%s)", f.date, f.date_line,
		         split_label_name((enum split_label)f.date_label));
	split_facts_release(&f);
	buf_release(&text);
}

static void add_article(struct app *a, struct buf *out, const struct article *art)
{
	char id[2 * FINGERPRINT_LEN + 1], full[2 * FINGERPRINT_LEN + 1];
	article_id(id, art->fingerprint, ID_SHOWN);
	article_id(full, art->fingerprint, 2 * FINGERPRINT_LEN);
	pager_add(out, "Headline", art->headline);
	add_source(a, out, art);
	add_line(out, "Lines", "%" PRIu32 " to %" PRIu32, art->start_line, art->end_line);
	add_line(out, "Bytes", "%" PRIu64 " to %" PRIu64, art->start_byte, art->end_byte);
	add_line(out, "Id", "%s", id);
	add_line(out, "Fingerprint", "%s", full);
	add_line(out, "Kind", "%s, %" PRIu32 " words", split_kind_name((enum split_kind)art->kind), art->words);
	add_date(a, out, art);
	add_line(out, "Begins here", "%.0f %% sure", 100.0 * (double)art->confidence);
	add_line(out, "Ends here", "%.0f %% sure", 100.0 * (double)art->end_confidence);
}

void act_mark_where(struct app *a, int arg, long count)
{
	struct article art;
	struct mark mark;
	struct buf out = BUF_INIT;
	(void)arg;
	(void)count;
	if (!fetch(a, &art, &mark))
		return;
	add_article(a, &out, &art);
	add_copies(a, &out, &art);
	add_marks(&out, &mark);
	pager_open(a, "Where am I", &out);
	article_release(&art);
}
