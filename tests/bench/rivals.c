/*
 * rivals WORDS FOLDER PLAIN.db PAGE_MS RANKED_MS: the yardsticks for searching. Looks for the same words, whole, with rg -l over the
 * files of FOLDER, and ranked with the sqlite3 shell in the plain FTS5 table that plain_fts made, and sets lede's medians beside
 * theirs: PAGE_MS, the last letter to the first page of hits, and RANKED_MS, to the ranked list ("nan" where there is none).
 *
 * rg is started for each word, as one has to, and its time is from start to end. The shell is one process for all words,
 * started before: its time is from the query to its last line.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/bench.h"
#include "support/term.h"

struct rival {
	const char *name;
	struct figures of[WORD_CLASSES_MAX];
	struct figures all;
};

static void note(struct rival *r, const struct word *w, double ms)
{
	figures_add(&r->of[w->class], ms);
	figures_add(&r->all, ms);
}

static void report(struct rival *r, const struct words *words)
{
	char what[64];
	snprintf(what, sizeof what, "%s, ms", r->name);
	figures_heading(what);
	for (size_t i = 0; i < words->n_classes; i++)
		figures_line(words->classes[i], &r->of[i]);
	figures_line("all", &r->all);
}

static void compare(const char *what, double ms, struct rival *r)
{
	if (r->all.n && ms > 0)
		printf("%s p50 %.2f ms / %s p50 %.2f ms: %.4f\n", what, ms, r->name, figures_at(&r->all, .5),
		       ms / figures_at(&r->all, .5));
}

static bool installed(const char *program)
{
	char command[64];
	snprintf(command, sizeof command, "command -v %s >/dev/null", program);
	if (system(command) == 0)
		return true;
	printf("\n%s: skipped: no %s\n", program, program);
	return false;
}

/* ---- rg */

static _Noreturn void become_rg(const char *text, const char *folder)
{
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	execlp("rg", "rg", "--no-config", "--no-ignore", "-l", "-i", "-F", "-e", text, "--", folder, (char *)NULL);
	_exit(127);
}

static double run_rg(const char *text, const char *folder)
{
	int status;
	double start = term_now_ms();
	pid_t pid = fork();
	if (pid == 0)
		become_rg(text, folder);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		fprintf(stderr, "rivals: rg failed on %s\n", text);
	return term_now_ms() - start;
}

static void measure_rg(struct rival *rg, const struct words *words, const char *folder)
{
	if (!installed(rg->name))
		return;
	run_rg(words->of[0].typed, folder); /* so that the files are in memory */
	for (size_t i = 0; i < words->n; i++)
		if (words->of[i].plain)
			note(rg, &words->of[i], run_rg(words->of[i].plain, folder));
	report(rg, words);
}

/* ---- the sqlite3 shell */

struct shell {
	FILE *in, *out;
	pid_t pid;
};

static struct shell start_shell(const char *db)
{
	int in[2], out[2];
	struct shell s = { 0 };
	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		exit(3);
	s.pid = fork();
	if (s.pid == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execlp("stdbuf", "stdbuf", "-oL", "sqlite3", "-batch", "-readonly", db, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	s.in = fdopen(in[1], "w");
	s.out = fdopen(out[0], "r");
	return s;
}

/* The shell answers in lines; the one it is told to print last ends an answer. */
static double ask(struct shell *s, const char *fts, const char *order)
{
	char line[4096];
	double start = term_now_ms();
	fprintf(s->in, "SELECT rowid, headline FROM t WHERE t MATCH '%s' %s LIMIT 50;\n.print = end\n", fts, order);
	fflush(s->in);
	while (fgets(line, sizeof line, s->out))
		if (strcmp(line, "= end\n") == 0)
			return term_now_ms() - start;
	fprintf(stderr, "rivals: the sqlite3 shell has ended at %s\n", fts);
	exit(3);
}

static void measure_shell(struct rival *plain, const struct words *words, const char *db)
{
	if (!installed(plain->name))
		return;
	struct shell s = start_shell(db);
	ask(&s, "\"a\"", ""); /* so that it has started, and read the schema */
	for (size_t i = 0; i < words->n; i++)
		if (words->of[i].fts)
			note(plain, &words->of[i], ask(&s, words->of[i].fts, "ORDER BY rank"));
	fclose(s.in);
	fclose(s.out);
	waitpid(s.pid, NULL, 0);
	report(plain, words);
}

int main(int argc, char **argv)
{
	static struct rival rg = { .name = "rg" }, plain = { .name = "sqlite3" };
	struct words words;
	if (argc != 6) {
		fputs("usage: rivals WORDS FOLDER PLAIN.db PAGE_MS RANKED_MS\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	words_read(&words, argv[1]);
	measure_rg(&rg, &words, argv[2]);
	measure_shell(&plain, &words, argv[3]);
	printf("\nwhole words, lede beside them:\n");
	compare("  first page", atof(argv[4]), &rg);
	compare("  first page", atof(argv[4]), &plain);
	compare("  ranked list", atof(argv[5]), &plain);
	words_release(&words);
	return 0;
}
