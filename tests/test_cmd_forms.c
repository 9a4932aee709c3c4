/*
 * Each form that a source may come in, through the real binary: encodings, line ends, compressed files, archives,
 * separators, hard-wrapped text, standard input. The same two stories must come out of all of them.
 */
#include "support/cmocka_all.h"

#include <archive.h>
#include <archive_entry.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "lede/buf.h"
#include "support/json.h"
#include "support/program.h"

struct story {
	const char *headline;
	const char *paragraphs[5];
};

static const struct story latin[] = {
	{ "Council votes to drain the old café canal",
	  { "PORT ELLERY (Meridian) – The city council voted on Tuesday to drain the old canal behind the café "
	    "quarter, "
	    "ending a dispute that has divided the harbour for nine years.",
	    "The canal was dug in 1871 and closed to barges in 1968. Councillors said that the canal walls could no "
	    "longer be "
	    "repaired at a price the city could bear.",
	    "“Nobody is happy about it,” council leader Petra Voss said. “But the canal is sinking, and we with it.”",
	    "(Reporting by Ilse Marrow; Editing by Jan Orrick)", NULL } },
	{ "Ferry runs aground off Kell lighthouse, all rescued",
	  { "KELL (Meridian) – A ferry with 214 people aboard ran onto a sandbank near the Kell lighthouse early on "
	    "Friday, and "
	    "all of them were taken off unhurt, the coast guard said.",
	    "The ferry had left its route in thick fog. A tug pulled the ferry free at high water, and it returned to "
	    "Kell "
	    "under its own power.",
	    "The lighthouse keeper’s café stayed open through the night and ran out of soup at four in the morning.",
	    "(Reporting by Sanna Reeve; Editing by Jan Orrick)", NULL } },
};

static const struct story russian[] = {
	{ "Городской совет решил осушить старый канал",
	  { "ПОРТ-ЭЛЛЕРИ, 12 марта (Меридиан) – Городской совет во вторник решил осушить старый канал за рыночной "
	    "площадью, "
	    "закончив спор, который девять лет делил жителей гавани.",
	    "Канал был вырыт в 1871 году и закрыт для барж в 1968 году. Советники сказали, что стены канала уже нельзя "
	    "починить "
	    "за разумные деньги.",
	    "Никто этому не рад, сказала глава совета Петра Восс, но канал тонет, и мы вместе с ним.", NULL } },
	{ "Паром сел на мель у маяка Келл, все спасены",
	  { "КЕЛЛ, 15 марта (Меридиан) – Паром, на борту которого было 214 человек, рано утром в пятницу сел на мель у "
	    "маяка "
	    "Келл, и всех людей сняли с борта невредимыми.",
	    "Паром сбился с пути в густом тумане. Буксир снял паром с мели в полную воду, и он вернулся в Келл своим "
	    "ходом.",
	    "Смотритель маяка всю ночь варил суп и сказал, что в четыре утра суп кончился.", NULL } },
};

static const struct story japanese[] = {
	{ "市議会、古い運河の水を抜くことを決定",
	  { "【ポートエレリー＝メリディアン】市議会は火曜日、旧市街の裏にある古い運河の水を抜くことを決めた。九年間にわ"
	    "たり港の住民を二分してきた論争に終止符が打たれた。",
	    "運河は一八七一年に掘られ、一九六八年に閉鎖された。議員らは、運河の壁をこれ以上修理する費用を市が負担するこ"
	    "とはできないと述べた。",
	    "議長のペトラ・ボス氏は「誰も喜んではいないが、運河は沈みつつある」と語った。", NULL } },
	{ "ケル灯台沖でフェリーが座礁、全員救助",
	  { "【ケル＝メリディアン】乗客乗員二百十四人を乗せたフェリーが金曜日の早朝、ケル灯台近くの砂州に乗り上げた。沿"
	    "岸警備隊によると全員が無事に救助された。",
	    "フェリーは濃い霧の中で航路を外れていた。満潮時にタグボートが引き出し、フェリーは自力で港に戻った。",
	    "灯台守は一晩中スープを作り続け、午前四時には品切れになったという。", NULL } },
};

/* The two stories with the given line end; parted by a blank line, and by separator where there is one. */
static char *text_of(const struct story *s, const char *eol, const char *separator)
{
	struct buf b = BUF_INIT;
	for (int i = 0; i < 2; i++) {
		if (i)
			buf_addf(&b, "%s%s%s", eol, separator ? separator : "", separator ? eol : "");
		buf_addf(&b, "%s%s", s[i].headline, eol);
		for (size_t k = 0; s[i].paragraphs[k]; k++)
			buf_addf(&b, "%s%s%s", eol, s[i].paragraphs[k], eol);
	}
	return buf_detach(&b);
}

/* The program's split of path (or of standard input) has exactly these two headlines. */
static void assert_stories(struct world *w, const char *path, const char *from_stdin, const struct story *s)
{
	const char *const args[] = { "split", "--json", path, NULL };
	struct ran *r = run_with(w, from_stdin, NULL, args);
	char **lines;
	size_t found = 0;
	assert_status(r, 0);
	size_t n = json_lines(r->out, &lines);
	for (size_t i = 0; i < n; i++) {
		char *kind = json_get(lines[i], "$.kind");
		if (strcmp(kind, "remainder") != 0) {
			assert_true(found < 2);
			assert_json(lines[i], "$.headline", s[found++].headline);
		}
		free(kind);
	}
	assert_int_equal(found, 2);
	json_free(lines, n);
	ran_free(r);
}

static void write_and_assert(struct world *w, const char *name, const void *p, size_t n, const struct story *s)
{
	char *path = world_file(w, name, p, n);
	assert_stories(w, path, NULL, s);
	free(path);
}

static void encodings_are_detected(void **state)
{
	static const struct {
		const char *name;
		const struct story *stories;
	} cases[] = { { "UTF-8", latin },       { "UTF-16", latin },       { "UTF-16LE", latin },
		      { "UTF-16BE", latin },    { "WINDOWS-1252", latin }, { "KOI8-R", russian },
		      { "CP1251", russian },    { "SHIFT_JIS", japanese }, { "EUC-JP", japanese },
		      { "UTF-16LE", japanese }, { "UTF-8", japanese } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = text_of(cases[i].stories, "\n", NULL), *in = text;
		size_t left = strlen(text), room = 4 * left + 8, all = room;
		char *bytes = mem_alloc(room), *out = bytes;
		/* Where an encoding has no dash or curly quote, iconv writes what is nearest. */
		char *to = mem_printf("%s//TRANSLIT", cases[i].name);
		iconv_t cd = iconv_open(to, "UTF-8");
		assert_true(cd != (iconv_t)-1);
		assert_true(iconv(cd, &in, &left, &out, &room) != (size_t)-1);
		iconv_close(cd);
		print_message("%s\n", cases[i].name);
		write_and_assert(*state, "encoded.txt", bytes, all - room, cases[i].stories);
		free(to);
		free(bytes);
		free(text);
	}
}

static void line_ends_of_every_kind(void **state)
{
	static const char *const eols[] = { "\n", "\r\n", "\r" };
	for (size_t i = 0; i < 3; i++) {
		char *text = text_of(latin, eols[i], NULL), *marked = mem_printf("\xef\xbb\xbf%s", text);
		write_and_assert(*state, "ends.txt", text, strlen(text), latin);
		write_and_assert(*state, "marked.txt", marked, strlen(marked), latin);
		free(marked);
		free(text);
	}
}

static void explicit_separators(void **state)
{
	static const char *const rules[] = { "\f", "----", "==========", "|||||" };
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		char *text = text_of(latin, "\n", rules[i]);
		write_and_assert(*state, "parted.txt", text, strlen(text), latin);
		free(text);
	}
}

/* Lines of at most 60 bytes, broken at spaces. */
static void hard_wrapped_text(void **state)
{
	char *text = text_of(latin, "\n", NULL);
	size_t line = 0, space = 0;
	for (size_t i = 0; text[i]; i++) {
		if (text[i] == '\n')
			line = i + 1;
		else if (text[i] == ' ')
			space = i;
		if (i - line >= 60 && space > line) {
			text[space] = '\n';
			line = space + 1;
		}
	}
	write_and_assert(*state, "wrapped.txt", text, strlen(text), latin);
	free(text);
}

static void standard_input(void **state)
{
	char *text = text_of(latin, "\n", NULL), *path = world_text(*state, "given.txt", text);
	assert_stories(*state, "-", path, latin);
	free(path);
	free(text);
}

static char *pack(struct world *w, const char *name, int (*format)(struct archive *), int (*filter)(struct archive *))
{
	char *text = text_of(latin, "\n", NULL), *path = world_text(w, name, "");
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	assert_int_equal(format(a), ARCHIVE_OK);
	assert_int_equal(filter(a), ARCHIVE_OK);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	archive_entry_set_pathname(e, "story.txt");
	archive_entry_set_size(e, (la_int64_t)strlen(text));
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
	assert_int_equal(archive_write_data(a, text, strlen(text)), (la_ssize_t)strlen(text));
	assert_int_equal(archive_write_close(a), ARCHIVE_OK);
	archive_entry_free(e);
	archive_write_free(a);
	free(text);
	return path;
}

static void compressed_files(void **state)
{
	int (*const filters[])(struct archive *) = { archive_write_add_filter_gzip, archive_write_add_filter_bzip2,
		                                     archive_write_add_filter_xz, archive_write_add_filter_zstd };
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		char *path = pack(*state, "packed.txt.z", archive_write_set_format_raw, filters[i]);
		assert_stories(*state, path, NULL, latin);
		free(path);
	}
}

static void members_of_archives(void **state)
{
	char *tar = pack(*state, "news.tar.gz", archive_write_set_format_pax_restricted, archive_write_add_filter_gzip);
	char *zip = pack(*state, "news.zip", archive_write_set_format_zip, archive_write_add_filter_none);
	assert_stories(*state, tar, NULL, latin);
	assert_stories(*state, zip, NULL, latin);
	free(tar);
	free(zip);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(encodings_are_detected), TEST(line_ends_of_every_kind), TEST(explicit_separators),
		TEST(hard_wrapped_text),      TEST(standard_input),          TEST(compressed_files),
		TEST(members_of_archives),
	};
	return cmocka_run_group_tests_name("forms of input", tests, NULL, NULL);
}
