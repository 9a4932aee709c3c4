/* The bytes of sources: plain, packed, in archives, piped; what is refused; what unpacks to too much. */
#include "store_fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lede/input.h"

static int set_up(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof *f);
	fixture_init(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	fixture_release(*state);
	free(*state);
	return 0;
}

/* Everything in a file as "NAME=TEXT;" for each member; "!ERROR" where it ends in one. The caller frees. */
static char *read_file(const char *path)
{
	struct input *in;
	struct err err = { "" };
	struct buf b = BUF_INIT;
	const char *name;
	char bytes[1000];
	ssize_t n = 0;
	int rc = input_open(&in, path, &err);
	while (rc >= 0 && n >= 0 && (rc = input_next(in, &name, &err)) == 1) {
		buf_addf(&b, "%s=", name ? name : "");
		while ((n = input_read(in, bytes, sizeof bytes, &err)) > 0)
			buf_add(&b, bytes, (size_t)n);
		buf_addc(&b, ';');
	}
	if (rc < 0 || n < 0)
		buf_addf(&b, "!%s", err.text);
	if (in)
		input_close(in);
	return buf_detach(&b);
}

static void assert_reads(const char *path, const char *expected)
{
	char *text = read_file(path);
	assert_string_equal(text, expected);
	free(text);
}

static void assert_refused(const char *path, const char *why)
{
	char *text = read_file(path);
	assert_int_equal(text[0], '!');
	assert_non_null(strstr(text, path));
	if (!strstr(text, why))
		fail_msg("\"%s\" does not say: %s", text, why);
	free(text);
}

/* Writes an archive of members ("name", "text", ..., NULL) in this format, through this filter. */
static char *write_archive(struct fixture *f, const char *file, int (*format)(struct archive *),
                           int (*filter)(struct archive *), const char *const *members)
{
	char *path = fixture_path(f, file);
	struct archive *a = archive_write_new();
	assert_int_equal(format(a), ARCHIVE_OK);
	assert_int_equal(filter(a), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	for (; *members; members += 2) {
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, members[0]);
		archive_entry_set_size(e, (la_int64_t)strlen(members[1]));
		archive_entry_set_filetype(e, AE_IFREG);
		archive_entry_set_perm(e, 0644);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		assert_int_equal(archive_write_data(a, members[1], strlen(members[1])), (la_ssize_t)strlen(members[1]));
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	return path;
}

static const char *const two_members[] = {
	"a.txt", "First text.\n", "folder/b.txt", "Second.\n", ".hidden", "no", NULL
};
static const char *const one_member[] = { "whatever", "Only one text.\n", NULL };

static void test_plain(void **state)
{
	struct fixture *f = *state;
	char *path = fixture_path(f, "plain.txt");
	write_bytes(path, "A line.\n", 8);
	assert_reads(path, "=A line.\n;");
	write_bytes(path, "", 0);
	assert_reads(path, "=;");
	free(path);
}

static void test_plain_of_any_size(void **state)
{
	struct fixture *f = *state;
	char *path = fixture_path(f, "plain.txt");
	static const size_t sizes[] = { 65535, 65536, 65537, 131072, 200001 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *text = mem_alloc(sizes[i] + 3);
		for (size_t k = 0; k < sizes[i]; k++)
			text[k + 1] = (char)('a' + k % 25);
		text[0] = '=';
		write_bytes(path, text + 1, sizes[i]);
		memcpy(text + sizes[i] + 1, ";", 2);
		assert_reads(path, text);
		free(text);
	}
	free(path);
}

static void test_packed(void **state)
{
	struct fixture *f = *state;
	int (*const filters[])(struct archive *) = { archive_write_add_filter_gzip, archive_write_add_filter_bzip2,
		                                     archive_write_add_filter_xz, archive_write_add_filter_zstd };
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		char *path = write_archive(f, "packed", archive_write_set_format_raw, filters[i], one_member);
		assert_reads(path, "=Only one text.\n;");
		free(path);
		path = write_archive(f, "members", archive_write_set_format_ustar, filters[i], two_members);
		assert_reads(path, "a.txt=First text.\n;folder/b.txt=Second.\n;");
		free(path);
	}
}

static void test_archives(void **state)
{
	struct fixture *f = *state;
	char *path =
		write_archive(f, "a.tar", archive_write_set_format_pax, archive_write_add_filter_none, two_members);
	assert_reads(path, "a.txt=First text.\n;folder/b.txt=Second.\n;");
	free(path);
	path = write_archive(f, "a.zip", archive_write_set_format_zip, archive_write_add_filter_none, two_members);
	assert_reads(path, "a.txt=First text.\n;folder/b.txt=Second.\n;");
	free(path);
}

static void test_document_is_refused(void **state)
{
	struct fixture *f = *state;
	static const char *const members[] = { "[Content_Types].xml", "<Types/>", "word/document.xml", "<w/>", NULL };
	char *path =
		write_archive(f, "letter.docx", archive_write_set_format_zip, archive_write_add_filter_none, members);
	assert_refused(path, "office document");
	free(path);
}

static void test_cut_archive(void **state)
{
	struct fixture *f = *state;
	char *path =
		write_archive(f, "cut.gz", archive_write_set_format_raw, archive_write_add_filter_gzip, one_member);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size - 12), 0);
	char *text = read_file(path);
	assert_non_null(strchr(text, '!'));
	free(text);
	free(path);
}

static void test_bomb(void **state)
{
	struct fixture *f = *state;
	enum { MIB = 1024 * 1024, COUNT = 200 };
	char *path = fixture_path(f, "bomb.gz"), *zeros = mem_alloc(MIB);
	memset(zeros, ' ', MIB);
	struct archive *a = archive_write_new();
	archive_write_set_format_raw(a);
	archive_write_add_filter_gzip(a);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	struct archive_entry *e = archive_entry_new();
	archive_entry_set_pathname(e, "x");
	archive_entry_set_filetype(e, AE_IFREG);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	for (int i = 0; i < COUNT; i++)
		assert_int_equal(archive_write_data(a, zeros, MIB), MIB);
	archive_entry_free(e);
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	free(zeros);
	char *text = read_file(path), *why = strchr(text, '!');
	assert_non_null(why);
	assert_non_null(strstr(why, "unpacks to more than"));
	assert_true(strlen(text) < (size_t)INPUT_FREE_BYTES + MIB);
	free(text);
	free(path);
}

static void test_what_is_no_file(void **state)
{
	struct fixture *f = *state;
	char *fifo = fixture_path(f, "fifo"), *sock = fixture_path(f, "socket"), *none = fixture_path(f, "none");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_refused(fifo, "FIFO"); /* and does not wait for a writer */
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	assert_true(strlen(sock) < sizeof at.sun_path);
	strcpy(at.sun_path, sock);
	int s = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(s, (struct sockaddr *)&at, sizeof at), 0);
	assert_refused(sock, "socket");
	close(s);
	assert_refused("/dev/null", "device");
	assert_refused(f->news, "folder");
	assert_refused(none, "No such file");
	free(fifo);
	free(sock);
	free(none);
}

static void test_standard_input(void **state)
{
	(void)state;
	int fd[2], keep = dup(STDIN_FILENO);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], "From a pipe.\n", 13), 13);
	close(fd[1]);
	dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	assert_reads("-", "=From a pipe.\n;");
	dup2(keep, STDIN_FILENO);
	close(keep);
}

static void test_members_become_sources(void **state)
{
	struct fixture *f = *state;
	char *one = make_articles(1, 3), *two = make_articles(2, 2);
	const char *const members[] = { "b.txt",
		                        one,
		                        "a 2.txt",
		                        two,
		                        "a 2.txt",
		                        one,
		                        "p.bin",
		                        "\x7f"
		                        "ELF\2\1\1",
		                        NULL };
	char *path =
		write_archive(f, "wire.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip, members);
	struct build_progress p;
	struct cache_totals t;
	assert_int_equal(fixture_build(f, &p), 0);
	char *list = fixture_list(f);
	assert_memory_equal(list, "wire.tar.gz/a 2.txt: Karsund", 28);
	assert_non_null(strstr(list, "\nwire.tar.gz/a 2.txt (2): Ostrava"));
	assert_non_null(strstr(list, "\nwire.tar.gz/b.txt: Ostrava"));
	free(list);
	assert_int_equal(fixture_build(f, &p), 0);
	assert_int_equal(p.files_total, 0);
	const char *const fewer[] = { "b.txt", two, NULL };
	free(write_archive(f, "wire.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip, fewer));
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_sound(f);
	struct cache *c = fixture_cache(f);
	assert_int_equal(cache_totals(c, &t, NULL), 0);
	cache_close(c);
	assert_int_equal(t.articles, 2);
	assert_int_equal(t.sources, 1);
	assert_int_equal(t.skipped, 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(fixture_build(f, NULL), 0);
	list = fixture_list(f);
	assert_string_equal(list, "");
	free(list);
	free(path);
	free(one);
	free(two);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_plain),
		CASE(test_plain_of_any_size),
		CASE(test_packed),
		CASE(test_archives),
		CASE(test_document_is_refused),
		CASE(test_cut_archive),
		CASE(test_bomb),
		CASE(test_what_is_no_file),
		CASE(test_standard_input),
		CASE(test_members_become_sources),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
