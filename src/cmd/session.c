/* What a command works on, opened and closed in one place. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "lede/build.h"
#include "lede/cmd.h"
#include "lede/unicode.h"
#include "progress.h"

/* --- opening ----------------------------------------------------------- */

static void tell_note(const struct err *note)
{
	if (note->text[0])
		complain_err(note);
}

static int build_if_new(struct session *s, struct err *err)
{
	struct cache_totals totals;
	struct build_progress progress;
	if (s->opts->command == COMMAND_INDEX)
		return 0; /* builds by itself */
	if (cache_totals(s->cache, &totals, err) < 0)
		return -1;
	if (totals.revision)
		return 0;
	int rc = progress_build(&s->lib, s->opts, false, &progress, err);
	if (rc == 2)
		complain("%s; what it has read so far is all there is to see", err->text);
	return rc < 0 ? -1 : 0;
}

static int open_all(struct session *s, struct err *err)
{
	struct err note = { "" };
	if (session_library(&s->lib, s->opts, err) < 0 || cache_open(&s->cache, &s->lib, &note, err) < 0)
		return -1;
	tell_note(&note);
	note.text[0] = '\0';
	if (state_open(&s->state, &s->lib, &note, err) < 0)
		return -1;
	tell_note(&note);
	session_remember(&s->lib, s->opts);
	return build_if_new(s, err);
}

int session_run(const struct options *opts, session_body *body)
{
	struct session s = { .opts = opts, .out = out_standard() };
	struct err err = { "" };
	int status = open_all(&s, &err);
	if (status == 0)
		status = body(&s, &err);
	if (status >= 0 && out_finish(&s.out, &err) < 0)
		status = -1;
	if (status < 0) {
		complain_err(&err);
		status = CMD_FAILED;
	}
	state_close(s.state);
	cache_close(s.cache);
	library_release(&s.lib);
	return status;
}

/* --- articles ---------------------------------------------------------- */

static void add_candidate(struct session *s, struct buf *list, doc_id doc)
{
	struct article a;
	char id[ID_SHOWN + 1];
	if (cache_article(s->cache, doc, &a, NULL) <= 0)
		return;
	article_id(id, a.fingerprint, ID_SHOWN);
	buf_addf(list, "  %s  ", id);
	text_clean(list, a.headline, strlen(a.headline));
	buf_addc(list, '\n');
	article_release(&a);
}

enum { CANDIDATES_MAX = 16 };

static int tell_candidates(struct session *s, const char *id, const doc_id *docs, size_t n)
{
	struct buf list = BUF_INIT;
	for (size_t i = 0; i < n; i++)
		add_candidate(s, &list, docs[i]);
	complain("%s is the start of several ids; give more of it:", id);
	complain_lines(buf_str(&list));
	buf_release(&list);
	return CMD_NOTHING;
}

/* Copies share their id; articles that do not have one start of it in common by chance. */
static int all_copies(struct session *s, const struct article *first, const doc_id *docs, size_t n, struct err *err)
{
	for (size_t i = 1; i < n; i++) {
		struct article a;
		if (cache_article(s->cache, docs[i], &a, err) <= 0)
			return -1;
		int same = memcmp(a.fingerprint, first->fingerprint, FINGERPRINT_LEN) == 0;
		article_release(&a);
		if (!same)
			return 0;
	}
	return 1;
}

int session_find(struct session *s, const char *id, struct article *out, struct err *err)
{
	doc_id docs[CANDIDATES_MAX];
	int n = cache_find(s->cache, id, docs, CANDIDATES_MAX, err);
	if (n < 0)
		return -1;
	if (n == 0) {
		complain("no article has the id %s; lede list prints the ids", id);
		return CMD_NOTHING;
	}
	if (cache_article(s->cache, docs[0], out, err) <= 0)
		return -1;
	int copies = all_copies(s, out, docs, (size_t)n, err);
	if (copies == 1)
		return 0;
	article_release(out);
	return copies < 0 ? -1 : tell_candidates(s, id, docs, (size_t)n);
}

int session_story(struct session *s, const struct article *a, struct story *out, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = cache_text(s->cache, a, &text, err);
	if (rc == 0)
		story_make(out, a, buf_str(&text), text.len);
	buf_release(&text);
	return rc;
}
