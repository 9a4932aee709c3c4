/* Exports byte for byte, names for them, and that what is on disk is whole or not there. */
#include "support/cmocka_all.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/export.h"
#include "support/program.h"

/* --- what is written --- */

/* The structs hold strings that could be written to; these are not. */
#define S(text) ((char *)(text))

static struct story_block blocks[] = {
	{ SPLIT_REPEAT, true, 3, S("Ferry returns"), 13 },
	{ SPLIT_CAPTION, false, 5, S("The ferry *Gannet* in May."), 26 },
	{ SPLIT_CAPTION, true, 6, S("The ferry *Gannet* in May."), 26 },
	{ SPLIT_BYLINE, false, 7, S("By Ada Rivers and Bo Stone"), 26 },
	{ SPLIT_LEDE, false, 9,
	  S("The ferry came back on Monday after eleven days at sea, two of them without an engine."), 86 },
	{ SPLIT_SUBHEAD, false, 11, S("NO ENGINE"), 9 },
	{ SPLIT_BODY, false, 13, S("1. Nobody was hurt."), 19 },
	{ SPLIT_BOILERPLATE, false, 14, S("See Full Article"), 16 },
	{ SPLIT_CREDIT, false, 15, S("(Editing by Cy Brook)"), 21 },
};
static struct story ferry = { S("Ferry returns"), blocks, sizeof blocks / sizeof *blocks };

static struct article make_article(void)
{
	struct article a = { .kind = SPLIT_ARTICLE,
		             .headline = S("Ferry returns"),
		             .byline = S("Ada Rivers\nBo Stone"),
		             .place = S("PORT ELLEN"),
		             .agency = S("Nordwire"),
		             .section = S(""),
		             .date = "2017-05-29",
		             .start_line = 1,
		             .end_line = 15,
		             .start_byte = 0,
		             .end_byte = 321,
		             .words = 27,
		             .confidence = 0.75f };
	for (int i = 0; i < FINGERPRINT_LEN; i++)
		a.fingerprint[i] = (unsigned char)(i * 17);
	return a;
}

static void check_export(enum export_format format, int width, const char *want)
{
	struct buf out = BUF_INIT;
	struct article a = make_article();
	export_article(&out, &a, &ferry, "/wire/may.txt", width, format);
	assert_string_equal(buf_str(&out), want);
	buf_release(&out);
}

static void test_text(void **state)
{
	(void)state;
	check_export(EXPORT_TEXT, 40,
	             "Ferry returns\n"
	             "By Ada Rivers and Bo Stone\n"
	             "PORT ELLEN (Nordwire), 2017-05-29\n"
	             "\n"
	             "The ferry *Gannet* in May.\n"
	             "\n"
	             "The ferry came back on Monday after\n"
	             "eleven days at sea, two of them without\n"
	             "an engine.\n"
	             "\n"
	             "NO ENGINE\n"
	             "\n"
	             "1. Nobody was hurt.\n"
	             "\n"
	             "(Editing by Cy Brook)\n"
	             "\n"
	             "/wire/may.txt, lines 1-15, 00112233445566778899aabbccddeeff\n");
	struct buf out = BUF_INIT;
	struct article a = make_article();
	export_article(&out, &a, &ferry, "/wire/may.txt", 0, EXPORT_TEXT);
	assert_non_null(strstr(
		out.p, "\nThe ferry came back on Monday after eleven days at sea, two of them without an engine.\n"));
	buf_release(&out);
}

/* A text that opens with its dateline does not get it twice; what is not known leaves no empty line. */
static void test_sparse(void **state)
{
	(void)state;
	struct story_block block = { SPLIT_LEDE, false, 2, S("PORT ELLEN (Nordwire) - It came."), 32 };
	struct story s = { S("Ferry"), &block, 1 };
	struct article a = make_article();
	struct buf out = BUF_INIT;
	a.byline = S("");
	export_article(&out, &a, &s, "f", 72, EXPORT_TEXT);
	assert_string_equal(
		out.p,
		"Ferry\n\nPORT ELLEN (Nordwire) - It came.\n\nf, lines 1-15, 00112233445566778899aabbccddeeff\n");
	buf_clear(&out);
	a.place = a.agency = S("");
	a.date[0] = '\0';
	a.end_line = 1;
	export_article(&out, &a, &s, "odd\033[2Jname", 72, EXPORT_TEXT);
	assert_null(strchr(out.p, '\033'));
	assert_non_null(strstr(out.p, ", line 1, "));
	buf_release(&out);
}

static void test_markdown(void **state)
{
	(void)state;
	check_export(EXPORT_MARKDOWN, 0,
	             "# Ferry returns\n"
	             "\n"
	             "*By Ada Rivers and Bo Stone*\n"
	             "\n"
	             "*PORT ELLEN (Nordwire), 2017-05-29*\n"
	             "\n"
	             "> The ferry \\*Gannet\\* in May.\n"
	             "\n"
	             "The ferry came back on Monday after eleven days at sea, two of them without an engine.\n"
	             "\n"
	             "## NO ENGINE\n"
	             "\n"
	             "1\\. Nobody was hurt.\n"
	             "\n"
	             "(Editing by Cy Brook)\n"
	             "\n"
	             "---\n"
	             "\n"
	             "/wire/may.txt, lines 1-15, 00112233445566778899aabbccddeeff\n");
}

static void test_json(void **state)
{
	(void)state;
	check_export(
		EXPORT_JSON, 0,
		"{\"id\":\"00112233445566778899aabbccddeeff\",\"source\":\"/wire/may.txt\",\"kind\":\"article\","
		"\"headline\":\"Ferry returns\",\"start_line\":1,\"end_line\":15,\"start_byte\":0,\"end_byte\":321,"
		"\"byline\":[\"Ada Rivers\",\"Bo Stone\"],\"place\":\"PORT ELLEN\",\"agency\":\"Nordwire\","
		"\"section\":\"\",\"date\":\"2017-05-29\",\"confidence\":0.750,\"words\":27,\"text\":["
		"{\"label\":\"caption\",\"text\":\"The ferry *Gannet* in May.\"},"
		"{\"label\":\"lede\",\"text\":\"The ferry came back on Monday after eleven days at sea, two of them "
		"without an engine.\"},"
		"{\"label\":\"subhead\",\"text\":\"NO ENGINE\"},{\"label\":\"body\",\"text\":\"1. Nobody was hurt.\"},"
		"{\"label\":\"credit\",\"text\":\"(Editing by Cy Brook)\"}]}\n");
}

/* --- names --- */

static void check_name(const char *headline, enum export_format format, const char *want)
{
	struct article a = make_article();
	a.headline = (char *)headline;
	char *name = export_name(&a, format);
	assert_string_equal(name, want);
	assert_true(strlen(name) <= 60);
	assert_null(strchr(name, '/'));
	free(name);
}

static void test_names(void **state)
{
	(void)state;
	check_name("Ferry returns", EXPORT_TEXT, "ferry-returns.txt");
	check_name("U.S. ferry \u2018won\u2019t\u2019 return to Port/Ellen", EXPORT_MARKDOWN,
	           "us-ferry-wont-return-to-port-ellen.md");
	check_name("../../etc/passwd", EXPORT_JSON, "etc-passwd.json");
	check_name("", EXPORT_TEXT, "article-00112233.txt");
	check_name("?!", EXPORT_TEXT, "article-00112233.txt");
	check_name("One two three four five six seven eight nine ten eleven twelve thirteen fourteen", EXPORT_TEXT,
	           "one-two-three-four-five-six-seven-eight-nine-ten-eleven.txt");
	check_name("\u6771\u4eac\u306e\u53f0\u98a8", EXPORT_TEXT, "\u6771\u4eac\u306e\u53f0\u98a8.txt");
}

/* --- on disk --- */

static size_t count_files(const char *folder)
{
	DIR *d = opendir(folder);
	size_t n = 0;
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static void check_file(const char *path, const char *want)
{
	size_t n;
	char *p = world_read(path, &n);
	assert_non_null(p);
	assert_int_equal(n, strlen(want));
	assert_memory_equal(p, want, n);
	free(p);
}

static void test_write(void **state)
{
	struct world *w = *state;
	struct err err = { "" };
	free(world_text(w, "out/old.txt", "old"));
	char *path = world_path(w, "out/new.txt"), *old = world_path(w, "out/old.txt"), *folder = world_path(w, "out");
	assert_int_equal(export_write(path, "text\n", 5, false, &err), 0);
	check_file(path, "text\n");

	assert_int_equal(export_write(old, "text\n", 5, false, &err), 1);
	assert_non_null(strstr(err.text, "old.txt exists already"));
	check_file(old, "old");
	assert_int_equal(export_write(old, "new", 3, true, &err), 0);
	check_file(old, "new");
	assert_int_equal(count_files(folder), 2);
	free(path);
	free(old);
	free(folder);
}

static void test_write_refused(void **state)
{
	struct world *w = *state;
	struct err err = { "" };
	free(world_text(w, "out/file", "x"));
	char *folder = world_path(w, "out"), *slash = mem_printf("%s/", folder);
	char *nowhere = world_path(w, "absent/a.txt"), *under = world_path(w, "out/file/a.txt");
	char *link = world_path(w, "out/link");
	assert_int_equal(symlink("nowhere", link), 0);
	const char *const bad[] = { "", folder, slash, nowhere, under };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		err.text[0] = '\0';
		assert_int_equal(export_write(bad[i], "x", 1, false, &err), -1);
		assert_true(err.text[0]);
	}
	/* a link that leads nowhere is a name that is taken, and is not written through */
	assert_int_equal(export_write(link, "x", 1, false, &err), 1);
	assert_int_equal(export_write(link, "x", 1, true, &err), -1);
	assert_int_equal(count_files(folder), 2);
	free(folder);
	free(slash);
	free(nowhere);
	free(under);
	free(link);
}

static void test_write_home(void **state)
{
	struct world *w = *state;
	struct err err = { "" };
	char *home = world_path(w, "home"), *keep = mem_strdup(getenv("HOME"));
	free(world_text(w, "home/.keep", ""));
	setenv("HOME", home, 1);
	assert_int_equal(export_write("~/story.txt", "hi", 2, false, &err), 0);
	char *path = world_path(w, "home/story.txt");
	check_file(path, "hi");
	if (keep)
		setenv("HOME", keep, 1);
	else
		unsetenv("HOME");
	free(path);
	free(home);
	free(keep);
}

/* A disk that is full, as far as write() can tell: nothing is left, and what stood there stays. */
static void test_write_full(void **state)
{
	struct world *w = *state;
	struct err err = { "" };
	free(world_text(w, "out/old.txt", "old"));
	char *old = world_path(w, "out/old.txt"), *fresh = world_path(w, "out/new.txt"), *folder = world_path(w, "out");
	struct rlimit before, small;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){ 1000, before.rlim_max };
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	char *text = mem_zalloc(1, 5000);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int forced = export_write(old, text, 5000, true, &err), plain = export_write(fresh, text, 5000, false, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, handler);
	assert_int_equal(forced, -1);
	assert_int_equal(plain, -1);
	assert_non_null(strstr(err.text, "new.txt"));
	check_file(old, "old");
	assert_int_equal(count_files(folder), 1);
	free(text);
	free(old);
	free(fresh);
	free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_sparse),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_write, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(test_write_refused, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(test_write_home, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(test_write_full, world_setup, world_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
