/* The forms that news comes in: undelimited, with separators, in markup, wrapped, as a single file, with a sidebar. */
#include "test_split_support.h"

#include <stdio.h>

static char *read_fixture(const char *name, size_t *n)
{
	char *path = mem_printf("tests/fixtures/split/%s", name);
	FILE *in = fopen(path, "rb");
	struct buf b = BUF_INIT;
	char bytes[4096];
	size_t got;
	assert_non_null(in);
	while ((got = fread(bytes, 1, sizeof bytes, in)) > 0)
		buf_add(&b, bytes, got);
	fclose(in);
	free(path);
	*n = b.len;
	return buf_detach(&b);
}

static const char *const wire_heads[] = { "Ferry strike leaves thousands stranded on Malvern islands",
	                                  "Drought forces Kessel valley to ration water for orchards",
	                                  "Museum in Tarn returns bronze bells to mountain monastery", NULL };

static void undelimited_wire_copy(void **state)
{
	(void)state;
	struct sample s;
	size_t n;
	char *text = read_fixture("wire.txt", &n);
	sample_split(&s, text, n, 4096);
	assert_headlines(&s, wire_heads);
	assert_int_equal(label_at(&s, 3), SPLIT_REPEAT);
	assert_int_equal(label_at(&s, 5), SPLIT_BYLINE);
	assert_int_equal(label_at(&s, 7), SPLIT_LEDE);
	assert_int_equal(label_at(&s, 13), SPLIT_SUBHEAD);
	assert_int_equal(label_at(&s, 17), SPLIT_CREDIT);
	assert_int_equal(label_at(&s, 21), SPLIT_CAPTION);
	sample_release(&s);
	free(text);
}

static void the_same_hard_wrapped(void **state)
{
	(void)state;
	struct sample s;
	struct buf wrapped = BUF_INIT;
	size_t n, column = 0;
	char *text = read_fixture("wire.txt", &n);
	for (char *p = text; *p;) {
		size_t len = strcspn(p, " \n");
		if (column && column + 1 + len > 48) {
			buf_addc(&wrapped, '\n');
			column = 0;
		} else if (column) {
			buf_addc(&wrapped, ' ');
			column++;
		}
		buf_add(&wrapped, p, len);
		column += len;
		p += len;
		for (; *p == ' ' || *p == '\n'; p++)
			if (*p == '\n') {
				buf_addc(&wrapped, '\n');
				column = 0;
			}
	}
	sample_split(&s, wrapped.p, wrapped.len, 100);
	assert_headlines(&s, wire_heads);
	sample_release(&s);
	buf_release(&wrapped);
	free(text);
}

static void a_sidebar_of_briefs(void **state)
{
	(void)state;
	static const char *const heads[] = { "Mayor of Ostwick promises to finish the tram by spring",
		                             "Baker wins lawsuit over the shape of a pretzel",
		                             "Lighthouse keeper retires after sixty years",
		                             "School closed because of geese", NULL };
	struct sample s;
	struct split_facts f;
	size_t n;
	char *text = read_fixture("sidebar.txt", &n);
	sample_split(&s, text, n, 7);
	assert_headlines(&s, heads);
	assert_int_equal(s.count, 5);
	assert_int_equal(s.pieces[1].kind, SPLIT_REMAINDER);
	assert_int_equal(s.pieces[1].start_line, 13);
	assert_int_equal(s.pieces[1].end_line, 15);
	assert_int_equal(s.pieces[2].kind, SPLIT_BRIEF);
	assert_int_equal(label_at(&s, 5), SPLIT_BOILERPLATE);
	assert_int_equal(label_at(&s, 19), SPLIT_BODY);
	assert_int_equal(label_at(&s, 20), SPLIT_LEDE);
	sample_facts(&f, &s, 2);
	assert_string_equal(f.section, "Business News");
	assert_string_equal(f.agency, "Harbour Courier");
	assert_null(f.place);
	split_facts_release(&f);
	sample_facts(&f, &s, 0);
	assert_string_equal(f.place, "OSTWICK");
	assert_null(f.agency);
	split_facts_release(&f);
	sample_release(&s);
	free(text);
}

/* Three notes in which lines stand that could be headlines: the separators say which are. */
static void check_separated(const char *before, const char *between, const char *after)
{
	static const char *const note[] = {
		"Bridge\n\nThe bridge over the Ull is open again after a week of repairs, the road office said on "
		"Monday.\n\nOne lane only\n\n"
		"Lorries must still take the long way round, and cars may use one lane until the second girder has "
		"been painted.\n",
		"Library\n\nThe town library lends tools as well as books from this week, and hammers have proved "
		"popular.\n\nBring it back\n\n"
		"Saws must be oiled before they come back, said the librarian, who keeps a rag behind the counter.\n",
		"Swans\n\nTwo swans have settled in the harbour and bite whoever comes near, the harbour master "
		"said.\n\nOn the lead\n\n"
		"Dogs have to be kept on a lead until the young are grown, which he thought might be in September.\n"
	};
	static const char *const heads[] = { "Bridge", "Library", "Swans", NULL };
	struct buf b = BUF_INIT;
	struct sample s;
	buf_adds(&b, before);
	for (int i = 0; i < 3; i++) {
		buf_adds(&b, i ? between : "");
		buf_adds(&b, note[i]);
	}
	buf_adds(&b, after);
	sample_split(&s, b.p, b.len, 11);
	assert_headlines(&s, heads);
	sample_release(&s);
	buf_release(&b);
}

static void explicit_separators_decide(void **state)
{
	(void)state;
	check_separated("", "\n\f\n", "");
	check_separated("", "\f", "");
	check_separated("", "----\n", "----\n");
	check_separated("", "\n==========\n\n", "");
	check_separated("*****\n", "*****\n", "");
	check_separated("", "\n|||||\n\n", "");
}

static void documents_in_markup(void **state)
{
	(void)state;
	static const char text[] =
		"<DOC>\n<DOCNO> A-1 </DOCNO>\n<TITLE>Grain prices rise in the north</TITLE>\n<TEXT>\n"
		"Grain prices rose by a tenth. Millers said bread would follow.\nThe ministry said it would "
		"watch.\n</TEXT>\n</DOC>\n"
		"<DOC>\n<DOCNO> A-2 </DOCNO>\n<TITLE>\nHarbour tolls halved\n</TITLE>\n<TEXT>\n"
		"Tolls in the harbour were halved. Captains cheered.\n</TEXT>\n</DOC>\n";
	static const char *const heads[] = { "Grain prices rise in the north", "Harbour tolls halved", NULL };
	struct sample s;
	sample_split(&s, text, sizeof text - 1, 13);
	assert_headlines(&s, heads);
	assert_int_equal(s.pieces[0].kind, SPLIT_REMAINDER);
	assert_int_equal(s.pieces[1].start_line, 3);
	sample_release(&s);
}

static void a_file_with_one_article(void **state)
{
	(void)state;
	static const char text[] =
		"Council sells its last horse\n\nThe council of Brede sold its last horse on Monday for nine hundred "
		"crowns.\n\n"
		"The horse had pulled the mower since 2004. A neighbour bought it and will leave it where it is.\n";
	static const char *const heads[] = { "Council sells its last horse", NULL };
	struct sample s;
	sample_split(&s, text, sizeof text - 1, 1);
	assert_headlines(&s, heads);
	assert_int_equal(s.count, 1);
	assert_true(s.pieces[0].confidence > .9f);
	sample_release(&s);
}

static void a_break_of_asterisks_is_no_separator(void **state)
{
	(void)state;
	static const char text[] = "Council sells its last horse\n\nThe council of Brede sold its last horse on Monday "
				   "for nine hundred crowns.\n\n* * *\n\n"
				   "The horse had pulled the mower since 2004. A neighbour bought the horse and will "
				   "leave it where it is.\n";
	struct sample s;
	sample_split(&s, text, sizeof text - 1, 1);
	assert_int_equal(s.count, 1);
	assert_int_equal(label_at(&s, 5), SPLIT_BOILERPLATE);
	sample_release(&s);
}

static void nothing_and_next_to_nothing(void **state)
{
	(void)state;
	struct sample s;
	sample_split(&s, "", 0, 1);
	assert_int_equal(s.count, 0);
	sample_release(&s);
	sample_split(&s, "\n \n\xc2\xa0\n", 6, 1);
	assert_int_equal(s.block_count, 0);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.pieces[0].kind, SPLIT_REMAINDER);
	assert_int_equal(s.pieces[0].end_line, 3);
	sample_release(&s);
	sample_split(&s, "A headline and nothing else", 27, 5);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.pieces[0].kind, SPLIT_ARTICLE);
	assert_int_equal(s.pieces[0].end_byte, 27);
	sample_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(undelimited_wire_copy),
		cmocka_unit_test(the_same_hard_wrapped),
		cmocka_unit_test(a_sidebar_of_briefs),
		cmocka_unit_test(explicit_separators_decide),
		cmocka_unit_test(documents_in_markup),
		cmocka_unit_test(a_file_with_one_article),
		cmocka_unit_test(a_break_of_asterisks_is_no_separator),
		cmocka_unit_test(nothing_and_next_to_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
