/* lede check: the cache held against its sources. */
#include "commands.h"

#include "lede/build.h"
#include "progress.h"
#include "session.h"

static void print_fault(void *payload, const char *line)
{
	struct session *s = payload;
	struct buf text = BUF_INIT;
	buf_addf(&text, "%s\n", line);
	out_text(&s->out, text.p, text.len);
	buf_release(&text);
}

static int repair(struct session *s, struct err *err)
{
	struct build_progress progress;
	int rc = progress_build(&s->lib, s->opts, true, &progress, err);
	if (rc == 2)
		return -1;
	if (rc == 0)
		complain("%llu files were read again", (unsigned long long)progress.files_done);
	return rc;
}

static int repair_index(struct session *s, struct err *err)
{
	int rc = build_index_again(&s->lib, err);
	if (rc == 0)
		complain("the index was made again");
	return rc ? -1 : 0;
}

static int check(struct session *s, struct err *err)
{
	bool index_lacks;
	long faults = build_check(&s->lib, print_fault, s, &index_lacks, err);
	if (faults <= 0)
		return (int)faults;
	if (s->opts->repair && index_lacks && repair_index(s, err) < 0)
		return -1;
	if (s->opts->repair)
		return repair(s, err);
	complain("%ld faults; lede check --repair reads every source again", faults);
	return CMD_NOTHING;
}

int cmd_check(const struct options *opts)
{
	return session_run(opts, check);
}
