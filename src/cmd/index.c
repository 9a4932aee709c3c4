/* lede index: build or refresh the cache, and say what was found. */
#include "commands.h"

#include "lede/build.h"
#include "progress.h"
#include "session.h"

enum { PROBLEMS_SHOWN = 20 };

struct problems {
	uint64_t failed, skipped;
};

static int tell_problem(void *payload, const struct source *source)
{
	struct problems *p = payload;
	uint64_t seen = p->failed + p->skipped;
	if (seen < PROBLEMS_SHOWN)
		complain("%s was not read: %s", source->path, source->reason);
	else if (seen == PROBLEMS_SHOWN)
		complain("and more; lede stats lists all");
	if (source->status == SOURCE_FAILED)
		p->failed++;
	else
		p->skipped++;
	return 0;
}

static void add_count(struct buf *b, uint64_t n, const char *one, const char *many)
{
	buf_addf(b, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

static void print_summary(struct session *s, const struct cache_totals *t, const struct build_progress *p)
{
	struct buf line = BUF_INIT;
	buf_addf(&line, "%s: ", s->lib.name);
	add_count(&line, t->articles, "article", "articles");
	buf_adds(&line, " and ");
	add_count(&line, t->briefs, "brief", "briefs");
	buf_adds(&line, " in ");
	add_count(&line, t->sources, "source", "sources");
	buf_adds(&line, "; ");
	add_count(&line, p->files_done, "file", "files");
	buf_addf(&line, " read in %.1f s", p->seconds);
	if (p->removed)
		buf_addf(&line, ", %llu gone", (unsigned long long)p->removed);
	if (t->skipped)
		buf_addf(&line, ", %llu skipped", (unsigned long long)t->skipped);
	buf_addc(&line, '\n');
	out_text(&s->out, line.p, line.len);
	buf_release(&line);
}

static int report(struct session *s, const struct build_progress *progress, struct err *err)
{
	struct problems problems = { 0 };
	struct cache_totals totals;
	if (cache_each_problem(s->cache, tell_problem, &problems, err) < 0 || cache_totals(s->cache, &totals, err) < 0)
		return -1;
	print_summary(s, &totals, progress);
	if (!totals.articles && !totals.briefs) {
		complain("no article in %s", s->lib.name);
		return CMD_NOTHING;
	}
	return problems.failed ? CMD_NOTHING : CMD_DONE;
}

static int build_index(struct session *s, struct err *err)
{
	struct build_progress progress = { 0 };
	int rc = progress_build(&s->lib, s->opts, s->opts->rebuild, &progress, err);
	if (rc < 0)
		return -1;
	if (rc == 2) {
		complain_err(err);
		return CMD_NOTHING;
	}
	int status = report(s, &progress, err);
	if (progress_interrupted()) {
		complain("interrupted; lede index goes on from here");
		return CMD_NOTHING;
	}
	return status;
}

int cmd_index(const struct options *opts)
{
	return session_run(opts, build_index);
}
