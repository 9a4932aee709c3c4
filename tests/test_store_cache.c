/* Reading the cache: texts byte for byte, ids and copies, stories; caches that are damaged, foreign or in memory. */
#include "store_fixture.h"

#include <pthread.h>

#include "../src/store/db.h"

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

/* Calls with each article and its text. */
static void each_article(struct fixture *f, void (*cb)(void *payload, const struct article *a, const struct buf *text),
                         void *payload)
{
	struct cache *c = fixture_cache(f);
	struct source_table *t;
	assert_int_equal(source_table_load(&t, c, NULL), 0);
	for (size_t i = 0; i < t->n; i++)
		for (uint32_t k = 0; k < t->entries[i].articles; k++) {
			struct article a;
			struct buf text = BUF_INIT;
			assert_int_equal(cache_article(c, t->entries[i].first + k, &a, NULL), 1);
			assert_int_equal(cache_text(c, &a, &text, NULL), 0);
			cb(payload, &a, &text);
			buf_release(&text);
			article_release(&a);
		}
	source_table_free(t);
	cache_close(c);
}

struct file {
	char *text;
	size_t n;
	unsigned seen;
	uint64_t end; /* of the article before */
	uint32_t end_line;
};

static uint32_t line_of(const struct file *file, uint64_t at)
{
	uint32_t line = 1;
	for (uint64_t i = 0; i < at; i++)
		line += file->text[i] == '\n';
	return line;
}

static void assert_same_bytes(void *payload, const struct article *a, const struct buf *text)
{
	struct file *file = payload;
	assert_true(a->end_byte <= file->n && a->start_byte >= file->end);
	assert_int_equal(text->len, a->end_byte - a->start_byte);
	assert_memory_equal(buf_str(text), file->text + a->start_byte, text->len);
	assert_int_equal(line_of(file, a->start_byte), a->start_line);
	assert_int_equal(line_of(file, a->end_byte), a->end_line);
	assert_true(a->n_blocks > 0);
	for (size_t i = 0; i < a->n_blocks; i++) {
		const struct split_block *b = &a->blocks[i];
		assert_memory_equal(text->p + (b->off - a->start_off), file->text + b->src, b->len);
		assert_int_equal(line_of(file, b->src), b->line);
	}
	file->end = a->end_byte;
	file->seen++;
}

static void test_text_is_the_files(void **state)
{
	struct fixture *f = *state;
	for (unsigned seed = 1; seed <= 4; seed++) {
		struct file file = { .text = make_articles(seed, seed * 40) };
		file.n = strlen(file.text);
		write_news(f, "a.txt", file.text);
		assert_int_equal(fixture_build(f, NULL), 0);
		each_article(f, assert_same_bytes, &file);
		assert_int_equal(file.seen, seed * 40);
		free(file.text);
	}
}

static void test_source_text(void **state)
{
	struct fixture *f = *state;
	char *text = make_articles(3, 600); /* more than one piece */
	size_t n = strlen(text);
	write_news(f, "a.txt", text);
	assert_int_equal(fixture_build(f, NULL), 0);
	struct cache *c = fixture_cache(f);
	static const size_t cuts[] = { 0, 1, 100, 65535, 65536, 131071, 131072, 131073 };
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++)
		for (size_t k = i; k < sizeof cuts / sizeof *cuts; k++) {
			struct buf b = BUF_INIT;
			assert_int_equal(cache_source_text(c, 1, cuts[i], cuts[k], &b, NULL), 0);
			assert_int_equal(b.len, cuts[k] - cuts[i]);
			if (b.len)
				assert_memory_equal(b.p, text + cuts[i], b.len);
			buf_release(&b);
		}
	struct buf all = BUF_INIT;
	assert_int_equal(cache_source_text(c, 1, 0, UINT64_MAX, &all, NULL), 0);
	assert_int_equal(all.len, n);
	buf_release(&all);
	assert_int_equal(cache_source_text(c, 99, 0, 1, &all, NULL), -1);
	cache_close(c);
	free(text);
}

static const char straight[] =
	"Ferry company's \"night boat\" to return\n\nNORRBY (Orbit) - The night boat between Norrby "
	"and Karsund returns in May, its owner said on Friday, after two winters without one.\n\nThe "
	"first crossing is sold out, and a second boat is being painted.\n";
static const char wrapped[] =
	"Ferry company\xe2\x80\x99s \xe2\x80\x9cnight boat\xe2\x80\x9d to return\n\nNORRBY (Orbit) - "
	"The night boat between Norrby\nand Karsund  returns in May, its owner said on Friday,\nafter "
	"two winters without one.\n\nThe first crossing is sold out, and a second\nboat is being "
	"painted.\n";

static void test_ids_and_copies(void **state)
{
	struct fixture *f = *state;
	write_news(f, "a.txt", straight);
	write_news(f, "b.txt", wrapped);
	write_articles(f, "c.txt", 1, 5);
	assert_int_equal(fixture_build(f, NULL), 0);
	struct cache *c = fixture_cache(f);
	struct article a;
	doc_id docs[10];
	char id[FINGERPRINT_LEN * 2 + 1];
	assert_int_equal(cache_article(c, 1, &a, NULL), 1);
	assert_int_equal(a.copies, 1); /* line breaks, quotes and spacing are not seen */
	assert_int_equal(cache_copies(c, a.fingerprint, docs, 10, NULL), 2);
	for (size_t digits = 5; digits <= sizeof id - 1; digits += 3) {
		article_id(id, a.fingerprint, digits);
		assert_int_equal(strlen(id), digits);
		assert_int_equal(cache_find(c, id, docs, 10, NULL), 2);
		assert_int_equal(docs[0], 1);
	}
	assert_int_equal(cache_find(c, id, docs, 1, NULL), 1);
	id[0] = id[0] == 'f' ? '0' : 'f';
	assert_int_equal(cache_find(c, id, docs, 10, NULL), 0);
	assert_int_equal(cache_find(c, "", docs, 10, NULL), 0);
	assert_int_equal(cache_find(c, "not hex", docs, 10, NULL), 0);
	article_release(&a);
	assert_int_equal(cache_article(c, 4000, &a, NULL), 0);
	cache_close(c);
}

static void test_an_article_that_was_replaced(void **state)
{
	struct fixture *f = *state;
	struct err err = { "" };
	struct article a;
	struct buf text = BUF_INIT;
	write_articles(f, "a.txt", 1, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	struct cache *c = fixture_cache(f);
	assert_int_equal(cache_article(c, 2, &a, NULL), 1);
	assert_int_equal(cache_text(c, &a, &text, NULL), 0);
	write_articles(f, "a.txt", 8, 3);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_int_equal(cache_text(c, &a, &text, &err), -1); /* not the new one's bytes under the old one's name */
	assert_non_null(strstr(err.text, "has changed"));
	article_release(&a);
	buf_clear(&text);
	assert_int_equal(cache_article(c, 2, &a, NULL), 1);
	assert_int_equal(cache_text(c, &a, &text, NULL), 0);
	assert_non_null(strstr(text.p, "item8x1"));
	article_release(&a);
	buf_release(&text);
	cache_close(c);
}

static void test_table_of_sources(void **state)
{
	struct fixture *f = *state;
	write_articles(f, "b.txt", 1, 5);
	assert_int_equal(fixture_build(f, NULL), 0);
	write_articles(f, "a.txt", 2, 3); /* comes later, stands first */
	write_news(f, "empty.txt", "");
	assert_int_equal(fixture_build(f, NULL), 0);
	struct cache *c = fixture_cache(f);
	struct source_table *packed, *made;
	assert_int_equal(source_table_load(&packed, c, NULL), 0);
	assert_int_equal(db_exec(c, "DELETE FROM meta WHERE name = 'sources'", NULL), 0);
	assert_int_equal(source_table_load(&made, c, NULL), 0);
	assert_int_equal(packed->n, 2);
	assert_int_equal(packed->articles, 8);
	assert_int_equal(packed->revision, made->revision);
	assert_memory_equal(packed->entries, made->entries, 2 * sizeof *made->entries);
	assert_int_equal(packed->entries[1].before, 3);
	for (size_t i = 0; i < 2; i++) {
		const struct source_entry *e = &packed->entries[i];
		assert_int_equal(source_table_of(packed, e->first), i);
		assert_int_equal(source_table_of(packed, e->first + e->articles - 1), i);
		assert_int_equal(source_table_of(packed, e->first + e->articles), -1);
	}
	assert_int_equal(source_table_of(packed, 0), -1);
	assert_int_equal(source_table_of(packed, UINT32_MAX), -1);
	source_table_free(packed);
	source_table_free(made);
	cache_close(c);
}

static void test_story_folds_what_was_said(void **state)
{
	(void)state;
	static const char text[] =
		"The Tram Returns\n\nThe tram returns\n\nThe new tram in its shed. Photo: Ulla Brandt\n\n"
		"The new tram in its  shed. Photo: Ulla Brandt\n\nFirst para\ngraph.\n\n\x1b[31m\n\nLast.\n";
	struct split_block blocks[8] = { { 0 } };
	static const uint8_t labels[] = { SPLIT_HEADLINE, SPLIT_REPEAT, SPLIT_CAPTION, SPLIT_CAPTION,
		                          SPLIT_LEDE,     SPLIT_BODY,   SPLIT_BODY };
	size_t n = 0;
	for (const char *p = text; *p && n < 7; n++) {
		const char *end = strstr(p, "\n\n");
		size_t len = end ? (size_t)(end - p) : strlen(p) - 1;
		blocks[n] =
			(struct split_block){ .off = (uint64_t)(p - text), .len = (uint32_t)len, .label = labels[n] };
		p = end ? end + 2 : p + strlen(p);
	}
	char headline[] = "The Tram\tReturns\x07";
	struct article a = { .headline = headline, .blocks = blocks, .n_blocks = n, .end_off = sizeof text - 1 };
	struct story s;
	story_make(&s, &a, text, sizeof text - 1);
	assert_string_equal(s.headline, "The Tram Returns");
	assert_int_equal(s.blocks[0].label, SPLIT_REPEAT);
	assert_true(s.blocks[0].folded);
	assert_false(s.blocks[1].folded);
	assert_true(s.blocks[2].folded);
	assert_string_equal(s.blocks[3].text, "First para graph.");
	assert_false(s.blocks[3].folded);
	for (size_t i = 0; i < s.n; i++)
		assert_null(strchr(s.blocks[i].text, '\x1b'));
	assert_string_equal(s.blocks[s.n - 1].text, "Last.");
	story_release(&s);
}

static void test_names(void **state)
{
	(void)state;
	static const char *const cases[][2] = { { "", "" },
		                                { "Ada Berg", "Ada Berg" },
		                                { "Ada Berg\nBo Ek", "Ada Berg and Bo Ek" },
		                                { "Ada Berg\nBo Ek\nCleo Dahl", "Ada Berg, Bo Ek and Cleo Dahl" } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;
		struct article a = { .byline = (char *)cases[i][0] };
		article_add_names(&b, &a);
		assert_string_equal(buf_str(&b), cases[i][1]);
		buf_release(&b);
	}
}

/* ---- caches of no use */

static void assert_moved_aside(struct fixture *f, const char *bytes, size_t n)
{
	struct err note = { "" }, err = { "" };
	struct cache *c;
	char *aside = mem_printf("%s.damaged-1", f->cache), *kept = mem_alloc(n);
	write_bytes(f->cache, bytes, n);
	if (cache_open(&c, &f->lib, &note, &err) < 0)
		fail_msg("%s", err.text);
	cache_close(c);
	assert_non_null(strstr(note.text, aside));
	int fd = open(aside, O_RDONLY);
	assert_int_equal(read(fd, kept, n), (ssize_t)n);
	close(fd);
	assert_memory_equal(kept, bytes, n);
	write_articles(f, "a.txt", 1, 4);
	assert_int_equal(fixture_build(f, NULL), 0);
	assert_sound(f);
	free(aside);
	free(kept);
}

static void test_foreign_file_is_moved_aside(void **state)
{
	const char *text =
		"A shopping list, which somebody gave the cache's name: flour, lamp oil, rope, a map of the coast, "
		"and two of everything else.";
	assert_moved_aside(*state, text, strlen(text));
}

static void test_damaged_header_is_moved_aside(void **state)
{
	struct fixture *f = *state;
	write_articles(f, "a.txt", 1, 4);
	assert_int_equal(fixture_build(f, NULL), 0);
	struct stat st;
	assert_int_equal(stat(f->cache, &st), 0);
	char *bytes = mem_alloc((size_t)st.st_size);
	int fd = open(f->cache, O_RDONLY);
	assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
	close(fd);
	memset(bytes + 100, 0x5a, 8000); /* the first page: the list of tables */
	assert_moved_aside(f, bytes, (size_t)st.st_size);
	free(bytes);
}

static void test_another_version_is_moved_aside(void **state)
{
	struct fixture *f = *state;
	struct err note = { "" };
	struct cache *c = fixture_cache(f);
	assert_int_equal(db_exec(c, "PRAGMA user_version = 9999", NULL), 0);
	cache_close(c);
	assert_int_equal(cache_open(&c, &f->lib, &note, NULL), 0);
	assert_non_null(strstr(note.text, "damaged-1"));
	cache_close(c);
}

static void test_empty_file_becomes_a_cache(void **state)
{
	struct fixture *f = *state;
	struct err note = { "" };
	struct cache *c;
	write_bytes(f->cache, "", 0);
	assert_int_equal(cache_open(&c, &f->lib, &note, NULL), 0);
	assert_string_equal(note.text, "");
	cache_close(c);
}

/* ---- in memory */

struct reader {
	struct fixture *f;
	atomic_bool stop;
	unsigned long reads;
	bool failed;
};

static void *read_while_building(void *payload)
{
	struct reader *r = payload;
	struct cache *c;
	if (cache_open(&c, &r->f->lib, NULL, NULL) < 0) {
		r->failed = true;
		return NULL;
	}
	do {
		struct source_table *t;
		if (source_table_load(&t, c, NULL) < 0) {
			r->failed = true;
			break;
		}
		for (size_t i = 0; i < t->n; i++) {
			struct article a;
			struct buf text = BUF_INIT;
			/* May be gone by now, but never an error. */
			int rc = cache_article(c, t->entries[i].first, &a, NULL);
			r->failed |= rc < 0 || (rc == 1 && cache_text(c, &a, &text, NULL) < 0);
			article_release(&a);
			buf_release(&text);
			r->reads++;
		}
		source_table_free(t);
	} while (!atomic_load(&r->stop));
	cache_close(c);
	return NULL;
}

static void read_and_build(struct fixture *f)
{
	struct reader r = { .f = f };
	pthread_t thread;
	struct cache *keep = fixture_cache(f); /* a cache in memory lives while somebody has it open */
	for (unsigned i = 0; i < 30; i++) {
		char name[32];
		snprintf(name, sizeof name, "n%u.txt", i);
		write_articles(f, name, i + 1, 50);
	}
	assert_int_equal(pthread_create(&thread, NULL, read_while_building, &r), 0);
	int rc = fixture_build(f, NULL);
	atomic_store(&r.stop, true);
	pthread_join(thread, NULL);
	assert_int_equal(rc, 0);
	assert_false(r.failed);
	struct cache_totals t;
	assert_int_equal(cache_totals(keep, &t, NULL), 0);
	assert_int_equal(t.articles, 30 * 50);
	assert_sound(f);
	cache_close(keep);
}

static void test_reading_while_building(void **state)
{
	read_and_build(*state);
}

static void test_reading_while_building_in_memory(void **state)
{
	struct fixture *f = *state;
	free(f->lib.cache_path);
	f->lib.cache_path = NULL;
	read_and_build(f);
}

static void test_read_only_cache(void **state)
{
	struct fixture *f = *state;
	write_articles(f, "a.txt", 1, 4);
	assert_int_equal(fixture_build(f, NULL), 0);
	f->lib.frozen = f->lib.read_only = true; /* as library_open finds a file that may not be written */
	write_articles(f, "b.txt", 2, 4);
	assert_int_equal(fixture_build(f, NULL), 0);
	char *list = fixture_list(f);
	assert_null(strstr(list, "b.txt"));
	assert_non_null(strstr(list, "a.txt"));
	free(list);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_text_is_the_files),
		CASE(test_source_text),
		CASE(test_ids_and_copies),
		CASE(test_an_article_that_was_replaced),
		CASE(test_table_of_sources),
		CASE(test_story_folds_what_was_said),
		CASE(test_names),
		CASE(test_foreign_file_is_moved_aside),
		CASE(test_damaged_header_is_moved_aside),
		CASE(test_another_version_is_moved_aside),
		CASE(test_empty_file_becomes_a_cache),
		CASE(test_reading_while_building),
		CASE(test_reading_while_building_in_memory),
		CASE(test_read_only_cache),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
