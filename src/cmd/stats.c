/* lede stats: what the library and its cache hold, and which files could not be read. */
#include "commands.h"

#include <inttypes.h>
#include <sys/stat.h>

#include "lede/mend.h"
#include "lede/path.h"
#include "lede/unicode.h"
#include "record.h"
#include "session.h"

struct stats {
	struct cache_totals totals;
	uint64_t cache_bytes, read, starred, failed;
	struct mend_counts mends;
};

static uint64_t file_bytes(const char *path)
{
	struct stat st;
	return path && stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

static int count_one(void *payload, const unsigned char fingerprint[FINGERPRINT_LEN])
{
	(void)fingerprint;
	++*(uint64_t *)payload;
	return 0;
}

static int count_failed(void *payload, const struct source *source)
{
	struct stats *st = payload;
	st->failed += source->status == SOURCE_FAILED;
	return 0;
}

static int collect(struct session *s, struct stats *st, struct err *err)
{
	st->cache_bytes = file_bytes(s->lib.cache_path);
	if (cache_totals(s->cache, &st->totals, err) < 0 || cache_each_problem(s->cache, count_failed, st, err) < 0 ||
	    mend_count(s->cache, s->state, &st->mends, err) < 0 ||
	    state_each(s->state, STATE_READ, count_one, &st->read, err) < 0)
		return -1;
	return state_each(s->state, STATE_STARRED, count_one, &st->starred, err);
}

/* --- for programs ------------------------------------------------------ */

static const char *status_name(const struct source *source)
{
	return source->status == SOURCE_FAILED ? "failed" : "skipped";
}

static int add_problem(void *payload, const struct source *source)
{
	struct buf *b = payload;
	if (b->len && b->p[b->len - 1] != '[')
		buf_addc(b, ',');
	buf_addc(b, '{');
	record_text(b, "source", source->path);
	record_text(b, "status", status_name(source));
	record_text(b, "reason", source->reason);
	buf_addc(b, '}');
	return 0;
}

static int print_json(struct session *s, const struct stats *st, struct err *err)
{
	struct buf b = BUF_INIT;
	buf_addc(&b, '{');
	record_text(&b, "library", s->lib.name);
	record_array(&b, "roots", (const char *const *)s->lib.roots, s->lib.n);
	record_text(&b, "cache", s->lib.cache_path);
	record_text(&b, "state", s->lib.state_path);
	record_number(&b, "articles", st->totals.articles);
	record_number(&b, "briefs", st->totals.briefs);
	record_number(&b, "sources", st->totals.sources);
	record_number(&b, "skipped", st->totals.skipped);
	record_number(&b, "failed", st->failed);
	record_number(&b, "source_bytes", st->totals.source_bytes);
	record_number(&b, "text_bytes", st->totals.text_bytes);
	record_number(&b, "cache_bytes", st->cache_bytes);
	record_number(&b, "read", st->read);
	record_number(&b, "starred", st->starred);
	record_number(&b, "mends", st->mends.all);
	record_number(&b, "mends_fitting", st->mends.fit);
	record_number(&b, "mends_lost", st->mends.lost);
	buf_adds(&b, ",\"problems\":[");
	int rc = cache_each_problem(s->cache, add_problem, &b, err);
	buf_adds(&b, "]}\n");
	out_json(&s->out, b.p, b.len);
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

/* --- for people -------------------------------------------------------- */

static void add_row(struct buf *b, const char *name, uint64_t n)
{
	buf_addf(b, "%-14s %14" PRIu64 "\n", name, n);
}

static void add_path(struct buf *b, const char *name, const char *path)
{
	buf_addf(b, "%-14s %s\n", name, path ? path : "in memory");
}

static int add_problem_line(void *payload, const struct source *source)
{
	buf_addf(payload, "%-8s %s: %s\n", status_name(source), source->path, source->reason);
	return 0;
}

/* Mends of other libraries are counted too: there is one state file. */
static void add_mends(struct buf *b, const struct mend_counts *m)
{
	add_row(b, "mends", m->all);
	add_row(b, "mends in force", m->fit);
	if (m->lost)
		buf_addf(b, "%zu mend%s nothing any more: the text is gone from the library\n", m->lost,
		         m->lost == 1 ? " fits" : "s fit");
}

static int print_text(struct session *s, const struct stats *st, struct err *err)
{
	struct buf b = BUF_INIT;
	add_path(&b, "library", s->lib.name);
	add_path(&b, "cache", s->lib.cache_path);
	add_path(&b, "state", s->lib.state_path);
	add_row(&b, "articles", st->totals.articles);
	add_row(&b, "briefs", st->totals.briefs);
	add_row(&b, "sources", st->totals.sources);
	add_row(&b, "skipped files", st->totals.skipped);
	add_row(&b, "failed files", st->failed);
	add_row(&b, "source bytes", st->totals.source_bytes);
	add_row(&b, "text bytes", st->totals.text_bytes);
	add_row(&b, "cache bytes", st->cache_bytes);
	add_row(&b, "read", st->read);
	add_row(&b, "starred", st->starred);
	add_mends(&b, &st->mends);
	int rc = cache_each_problem(s->cache, add_problem_line, &b, err);
	out_text(&s->out, b.p, b.len);
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

static int stats(struct session *s, struct err *err)
{
	struct stats st = { 0 };
	if (collect(s, &st, err) < 0)
		return -1;
	return s->opts->json ? print_json(s, &st, err) : print_text(s, &st, err);
}

int cmd_stats(const struct options *opts)
{
	return session_run(opts, stats);
}
