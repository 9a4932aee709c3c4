/* The commands that take an article: show, export; and state, which is about all that were read. */
#include "support/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lede/buf.h"
#include "lede/path.h"
#include "support/json.h"
#include "support/news.h"

static const char FROST_HEADLINE[] = "Late frost spares the plum orchards of the Osk valley";

static size_t longest_line(const char *text)
{
	size_t longest = 0;
	while (*text) {
		size_t n = 0; /* characters: the dash is three bytes */
		for (; *text && *text != '\n'; text++)
			n += ((unsigned char)*text & 0xc0) != 0x80;
		longest = n > longest ? n : longest;
		text += *text == '\n';
	}
	return longest;
}

/* --- show -------------------------------------------------------------- */

static void show_wraps(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE);
	struct ran *r = RUN(w, "show", id);
	assert_status(r, 0);
	assert_memory_equal(r->out, FROST_HEADLINE, strlen(FROST_HEADLINE));
	assert_non_null(strstr(r->out, "plum orchards"));
	ran_free(r);
	r = RUN(w, "show", "--width", "40", id);
	/* The line of provenance is never broken: it is for copying. */
	char *provenance = strstr(r->out, "frost.txt");
	assert_non_null(provenance);
	while (provenance > r->out && provenance[-1] != '\n')
		provenance--;
	*provenance = '\0';
	assert_in_range(longest_line(r->out), 20, 40);
	ran_free(r);
	r = RUN(w, "show", "--width", "0", id);
	assert_true(longest_line(r->out) > 120);
	ran_free(r);
	free(id);
	free(folder);
}

static void show_raw_is_what_the_file_holds(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE),
	     *path = path_join(folder, "harbour/frost.txt");
	struct ran *r = RUN(w, "show", "--raw", id);
	char *whole = world_read(path, NULL);
	assert_status(r, 0);
	assert_string_equal(r->out, whole);
	free(whole);
	free(path);
	ran_free(r);
	free(id);
	free(folder);
}

static void a_start_of_an_id_will_do(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE);
	id[6] = '\0';
	struct ran *r = RUN(w, "show", id);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, FROST_HEADLINE));
	ran_free(r);
	free(id);
	free(folder);
}

static void copies_share_an_id(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, "council votes");
	struct ran *r = RUN(w, "show", id);
	assert_status(r, 0);
	ran_free(r);
	free(id);
	free(folder);
}

static void ids_that_name_nothing(void **state)
{
	static const char *const ids[] = { "0000000000000000", "zzzz", "", "../../etc/passwd", "\x1b[31m" };
	struct world *w = *state;
	char *folder = news_library(w);
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		struct ran *r = RUN(w, "show", ids[i]);
		assert_status(r, 1);
		assert_complaint(r, "no article has the id");
		assert_null(strchr(r->err, '\x1b'));
		ran_free(r);
	}
	free(folder);
}

/* Among 1,500 ids two with the same four digits are all but certain (none: one chance in e^17), and the texts do not change. */
static void an_ambiguous_id_lists_its_candidates(void **state)
{
	struct world *w = *state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 1500; i++)
		buf_addf(
			&text,
			"%sReport number %d on the harbour of Kell\n\nKELL (Meridian) – The harbour of Kell took in %d "
			"boats on day %d of the year, the harbour master said.\n\nThe boats were counted at noon.\n",
			i ? "\n----\n\n" : "", i, i * 7, i);
	free(world_file(w, "many/reports.txt", text.p, text.len));
	char *folder = world_path(w, "many");
	world_env(w, "LEDE_LIBRARY", folder);
	struct ran *all = RUN(w, "list");
	char start[5] = "";
	for (char *a = all->out; *a && !start[0]; a = strchr(a, '\n') + 1)
		for (char *b = strchr(a, '\n') + 1; *b && !start[0]; b = strchr(b, '\n') + 1)
			if (memcmp(a, b, 4) == 0 && memcmp(a, b, 8) != 0)
				memcpy(start, a, 4);
	assert_true(start[0]);
	struct ran *r = RUN(w, "show", start);
	assert_status(r, 1);
	assert_string_equal(r->out, "");
	assert_non_null(strstr(r->err, "is the start of several ids"));
	assert_non_null(strstr(r->err, "\n  "));
	assert_non_null(strstr(r->err, "on the harbour of Kell\n"));
	ran_free(r);
	ran_free(all);
	free(folder);
	buf_release(&text);
}

/* --- export ------------------------------------------------------------ */

static void export_writes_a_file_and_says_where(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE), *out = world_path(w, "out.txt");
	struct ran *r = RUN(w, "export", "-o", out, id);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, out));
	char *text = world_read(out, NULL);
	assert_memory_equal(text, FROST_HEADLINE, strlen(FROST_HEADLINE));
	assert_non_null(strstr(text, "Sanna Reeve"));
	assert_non_null(strstr(text, "frost.txt"));
	assert_true(longest_line(text) > 40);
	free(text);
	ran_free(r);
	free(out);
	free(id);
	free(folder);
}

static void export_never_replaces_unasked(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE), *out = world_text(w, "out.txt", "mine");
	struct ran *r = RUN(w, "export", "-o", out, id);
	assert_status(r, 1);
	assert_complaint(r, out);
	char *text = world_read(out, NULL);
	assert_string_equal(text, "mine");
	free(text);
	ran_free(r);
	r = RUN(w, "export", "--force", "-o", out, id);
	assert_status(r, 0);
	text = world_read(out, NULL);
	assert_non_null(strstr(text, FROST_HEADLINE));
	free(text);
	ran_free(r);
	free(out);
	free(id);
	free(folder);
}

static void export_into_a_folder_names_files_by_headline(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *a = news_id(w, FROST_HEADLINE), *b = news_id(w, "Ferry runs");
	char *out = world_path(w, "exported/");
	char *inside = world_text(w, "exported/keep", "");
	struct ran *r = RUN(w, "export", "-o", out, a, b);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "late-frost-spares"));
	assert_non_null(strstr(r->out, "ferry-runs-aground"));
	char *line = mem_strndup(r->out, strcspn(r->out, "\n"));
	char *text = world_read(line, NULL);
	assert_non_null(text);
	free(text);
	free(line);
	ran_free(r);
	free(inside);
	free(out);
	free(a);
	free(b);
	free(folder);
}

static void export_formats(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *a = news_id(w, FROST_HEADLINE), *b = news_id(w, "Ferry runs");
	struct ran *r = RUN(w, "export", "-o", "-", "--format", "json", a, b);
	char **lines;
	assert_status(r, 0);
	assert_int_equal(json_lines(r->out, &lines), 2);
	assert_json(lines[0], "$.headline", FROST_HEADLINE);
	json_free(lines, 2);
	ran_free(r);
	r = RUN(w, "export", "-o", "-", "--format", "markdown", a);
	assert_status(r, 0);
	assert_memory_equal(r->out, "# Late frost", 12);
	ran_free(r);
	r = RUN(w, "export", "-o", "-", a, b);
	assert_status(r, 0);
	assert_non_null(strstr(r->out, "\n\f\n")); /* which the splitter takes for a separator */
	ran_free(r);
	free(a);
	free(b);
	free(folder);
}

static void export_goes_on_after_an_id_that_names_nothing(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE);
	struct ran *r = RUN(w, "export", "-o", "-", "00000000", id);
	assert_status(r, 1);
	assert_complaint(r, "00000000");
	assert_non_null(strstr(r->out, FROST_HEADLINE));
	ran_free(r);
	free(id);
	free(folder);
}

static void export_that_cannot_write_leaves_nothing(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE), *out = world_path(w, "nowhere/at/all.txt");
	struct ran *r = RUN(w, "export", "-o", out, id);
	assert_status(r, 3);
	assert_complaint(r, "nowhere/at");
	assert_int_equal(access(out, F_OK), -1);
	ran_free(r);
	free(out);
	free(id);
	free(folder);
}

static void restricted_writes_no_file(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *id = news_id(w, FROST_HEADLINE), *out = world_path(w, "out.txt");
	struct ran *r = RUN(w, "--restricted", "export", "-o", out, id);
	assert_status(r, 3);
	assert_complaint(r, "--restricted");
	assert_int_equal(access(out, F_OK), -1);
	ran_free(r);
	r = RUN(w, "--restricted", "export", "-o", "-", id);
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "--restricted", "state", "export", out);
	assert_status(r, 3);
	assert_int_equal(access(out, F_OK), -1);
	ran_free(r);
	r = RUN(w, "--restricted", "--log", out, "list");
	assert_status(r, 2);
	assert_int_equal(access(out, F_OK), -1);
	ran_free(r);
	free(out);
	free(id);
	free(folder);
}

/* --- state ------------------------------------------------------------- */

static void state_goes_out_and_comes_back(void **state)
{
	struct world *w = *state;
	char *folder = news_library(w), *kept = world_path(w, "kept.jsonl");
	world_env(w, "LEDE_LIBRARY", NULL);
	ran_free(RUN(w, "index", folder)); /* the last library is part of the state */
	struct ran *first = RUN(w, "state", "export", "-");
	char **lines;
	assert_status(first, 0);
	size_t n = json_lines(first->out, &lines);
	assert_true(n > 0);
	json_free(lines, n);
	struct ran *r = RUN(w, "state", "export", kept);
	assert_status(r, 0);
	ran_free(r);
	char *other = world_path(w, "other-state.db");
	r = RUN(w, "--state", other, "state", "import", kept);
	assert_status(r, 0);
	ran_free(r);
	r = RUN(w, "--state", other, "state", "export", "-");
	assert_string_equal(r->out, first->out);
	ran_free(r);
	ran_free(first);
	free(other);
	free(kept);
	free(folder);
}

static void state_import_names_a_bad_line(void **state)
{
	struct world *w = *state;
	char *path = world_text(w, "bad.jsonl", "\nnot json\n");
	struct ran *r = RUN(w, "state", "import", path);
	assert_status(r, 1);
	assert_complaint(r, "bad.jsonl:2: ");
	ran_free(r);
	r = RUN(w, "state", "import", "/nowhere/at/all");
	assert_status(r, 3);
	assert_complaint(r, "/nowhere/at/all");
	ran_free(r);
	r = RUN(w, "state", "destroy", path);
	assert_status(r, 2);
	ran_free(r);
	free(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(show_wraps),
		TEST(show_raw_is_what_the_file_holds),
		TEST(a_start_of_an_id_will_do),
		TEST(copies_share_an_id),
		TEST(ids_that_name_nothing),
		TEST(an_ambiguous_id_lists_its_candidates),
		TEST(export_writes_a_file_and_says_where),
		TEST(export_never_replaces_unasked),
		TEST(export_into_a_folder_names_files_by_headline),
		TEST(export_formats),
		TEST(export_goes_on_after_an_id_that_names_nothing),
		TEST(export_that_cannot_write_leaves_nothing),
		TEST(restricted_writes_no_file),
		TEST(state_goes_out_and_comes_back),
		TEST(state_import_names_a_bad_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
