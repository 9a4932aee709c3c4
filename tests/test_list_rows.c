/* The list against one that is kept as a plain array of rows; and what a key costs at a million sources. */
#include "support/cmocka_all.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../src/ui/list_internal.h"
#include "support/source_tables.h"

/* The plain list: what is where, worked out from scratch each time. */

enum { MAX_SOURCES = 40, MAX_DOCS = 4000, MAX_BEST = 12 };
struct plain {
	struct source_entry e[MAX_SOURCES]; /* list order */
	size_t n;
	doc_id next_doc;
	uint32_t next_id;
	bool folded[1000], hit_folded[1000]; /* by id */
	bool fold_new, hit_fold_new;         /* what comes later is */
	bool searching, context;
	bool hit[MAX_DOCS];
	doc_id best[MAX_BEST];
	size_t n_best;
	bool best_folded;
	struct row rows[MAX_DOCS * 2];
	size_t n_rows;
	doc_id order[MAX_DOCS]; /* all articles of the face, folded ones too */
	size_t n_order;
};

static struct source_table *table_of(const struct plain *p)
{
	struct source_table *t = empty_table(p->n);
	memcpy(t->entries, p->e, p->n * sizeof *p->e);
	finish_table(t);
	return t;
}

static void plain_insert(struct plain *p, size_t at)
{
	struct source_entry e = { .id = p->next_id++, .articles = 1 + roll(9), .first = p->next_doc };
	p->next_doc += e.articles + roll(3);
	memmove(&p->e[at + 1], &p->e[at], (p->n - at) * sizeof *p->e);
	p->e[at] = e;
	p->n++;
	p->folded[e.id] = p->fold_new;
	p->hit_folded[e.id] = p->hit_fold_new;
}

static void plain_remove(struct plain *p, size_t at)
{
	p->n--;
	memmove(&p->e[at], &p->e[at + 1], (p->n - at) * sizeof *p->e);
}

static bool is_best(const struct plain *p, doc_id doc)
{
	for (size_t i = 0; i < p->n_best; i++)
		if (p->best[i] == doc)
			return true;
	return false;
}

static void add_article(struct plain *p, size_t entry, doc_id d, bool folded)
{
	p->order[p->n_order++] = d;
	if (folded)
		return;
	p->rows[p->n_rows++] = (struct row){ ROW_ARTICLE, entry, d };
	if (p->searching && p->context)
		p->rows[p->n_rows++] = (struct row){ ROW_CONTEXT, entry, d };
}

static void add_best_rows(struct plain *p)
{
	if (!p->searching || !p->n_best)
		return;
	p->rows[p->n_rows++] = (struct row){ ROW_SOURCE, LIST_BEST, 0 };
	for (size_t i = 0; i < p->n_best; i++)
		add_article(p, LIST_BEST, p->best[i], p->best_folded);
}

static void add_source_rows(struct plain *p, size_t entry)
{
	const struct source_entry *e = &p->e[entry];
	bool headed = !p->searching;
	bool folded = p->searching ? p->hit_folded[e->id] : p->folded[e->id];
	size_t heading = p->n_rows;
	p->rows[p->n_rows++] = (struct row){ ROW_SOURCE, entry, 0 };
	for (doc_id d = e->first; d < e->first + e->articles; d++) {
		if (p->searching && (!p->hit[d] || is_best(p, d)))
			continue;
		headed = true;
		add_article(p, entry, d, folded);
	}
	if (!headed)
		p->n_rows = heading;
}

static void plain_rows(struct plain *p)
{
	p->n_rows = p->n_order = 0;
	add_best_rows(p);
	for (size_t i = 0; i < p->n; i++)
		add_source_rows(p, i);
}

static void check_rows(const struct list *l, const struct plain *p)
{
	assert_int_equal(list_rows(l), p->n_rows);
	for (size_t i = 0; i < p->n_rows; i++) {
		struct row r = list_row(l, i);
		assert_int_equal(r.kind, p->rows[i].kind);
		assert_int_equal(r.entry, p->rows[i].entry);
		assert_int_equal(r.doc, p->rows[i].doc);
		if (r.kind == ROW_ARTICLE)
			assert_int_equal(list_row_of(l, r.doc), i);
		else if (r.kind == ROW_SOURCE)
			assert_int_equal(list_row_of_entry(l, r.entry), i);
	}
	assert_int_equal(list_row(l, p->n_rows).kind, ROW_NONE);
}

static void check_order(const struct list *l, const struct plain *p)
{
	assert_int_equal(list_articles(l), p->n_order);
	for (size_t i = 0; i < p->n_order; i++) {
		doc_id next = i + 1 < p->n_order ? p->order[i + 1] : 0;
		assert_int_equal(list_place(l, p->order[i]), i);
		assert_int_equal(list_step(l, p->order[i], 1), next);
		assert_int_equal(list_step(l, p->order[i], -1), i ? p->order[i - 1] : 0);
	}
	assert_int_equal(list_step(l, 0, 1), p->n_order ? p->order[0] : 0);
	assert_int_equal(list_step(l, 0, -1), p->n_order ? p->order[p->n_order - 1] : 0);
}

/* From an article that the face does not show, a step goes to the best, or to the first shown one past it in list order. */
static void check_steps_from_outside(const struct list *l, const struct plain *p)
{
	bool best = p->searching && p->n_best;
	size_t shown = best ? p->n_best : 0; /* of order, before doc */
	for (size_t i = 0; i < p->n; i++)
		for (doc_id d = p->e[i].first; d < p->e[i].first + p->e[i].articles; d++) {
			if (shown < p->n_order && p->order[shown] == d) {
				shown++;
				continue;
			}
			if (p->searching && is_best(p, d))
				continue;
			size_t next = best ? 0 : shown;
			assert_int_equal(list_place(l, d), -1);
			assert_int_equal(list_row_of(l, d), -1);
			assert_int_equal(list_step(l, d, -1), next ? p->order[next - 1] : 0);
			assert_int_equal(list_step(l, d, 1), next < p->n_order ? p->order[next] : 0);
		}
}

static void check_window(const struct list *l)
{
	size_t rows = list_rows(l), selected = list_selected(l), top = list_top(l);
	if (!rows) {
		assert_int_equal(selected, 0);
		assert_int_equal(top, 0);
		return;
	}
	assert_true(selected < rows);
	assert_int_not_equal(list_row(l, selected).kind, ROW_CONTEXT);
	assert_true(top <= selected && selected < top + l->height);
	assert_true(top + l->height <= rows || top == 0);
}

static void check(const struct list *l, struct plain *p)
{
	plain_rows(p);
	check_rows(l, p);
	check_order(l, p);
	check_steps_from_outside(l, p);
	check_window(l);
	struct list again = *l;
	list_settle(&again);
	assert_int_equal(again.selected, l->selected);
	assert_int_equal(again.top, l->top);
}

static void do_begin(struct list *l, struct plain *p)
{
	p->searching = true;
	p->context = roll(2);
	p->hit_fold_new = p->best_folded = false;
	p->n_best = 0;
	memset(p->hit, 0, sizeof p->hit);
	memset(p->hit_folded, 0, sizeof p->hit_folded);
	list_hits_begin(l, p->context);
}

static int by_number(const void *a, const void *b)
{
	doc_id x = *(const doc_id *)a, y = *(const doc_id *)b;
	return (x > y) - (x < y);
}

/* A run of hits behind those there are, in batches. */
static void do_add(struct list *l, struct plain *p)
{
	if (!p->searching)
		return;
	doc_id docs[MAX_DOCS], last = 0;
	size_t n = 0;
	for (doc_id d = 1; d < p->next_doc; d++)
		if (p->hit[d])
			last = d;
	for (size_t i = 0; i < p->n; i++)
		for (doc_id d = p->e[i].first; d < p->e[i].first + p->e[i].articles; d++)
			if (d > last && d <= last + 30 && roll(3) == 0)
				docs[n++] = d;
	qsort(docs, n, sizeof *docs, by_number);
	for (size_t i = 0; i < n; i++)
		p->hit[docs[i]] = true;
	if (n)
		p->n_best = 0; /* more hits: these may not be the best any more */
	size_t first = roll((uint32_t)n + 1);
	list_hits_add(l, docs, first);
	list_hits_add(l, docs + first, n - first);
}

/* A few of the hits, in any order, some of them twice, and others that are no hits. */
static void do_best(struct list *l, struct plain *p)
{
	doc_id docs[2 * MAX_BEST];
	size_t n = 0, want = roll(MAX_BEST);
	if (!p->searching)
		return;
	plain_rows(p);
	p->n_best = 0;
	for (size_t i = 0; i < want; i++) {
		doc_id d = roll(4) && p->n_order ? p->order[roll((uint32_t)p->n_order)] : 1 + roll(p->next_doc);
		bool known = false;
		for (size_t k = 0; k < p->n_order; k++)
			known |= p->order[k] == d;
		docs[n++] = d;
		if (known && !is_best(p, d))
			p->best[p->n_best++] = d;
	}
	list_hits_end(l);
	list_hits_best(l, docs, n);
	assert_int_equal(list_hits_best_docs(l), p->n_best);
}

/* Some hits go, some come. */
static void do_replace(struct list *l, struct plain *p)
{
	doc_id docs[MAX_DOCS];
	size_t n = 0;
	if (!p->searching)
		return;
	for (size_t i = 0; i < p->n; i++)
		for (doc_id d = p->e[i].first; d < p->e[i].first + p->e[i].articles; d++)
			if ((p->hit[d] = p->hit[d] ? roll(4) > 0 : roll(8) == 0))
				docs[n++] = d;
	qsort(docs, n, sizeof *docs, by_number);
	p->n_best = 0;
	list_hits_replace(l, docs, n);
}

static void do_clear(struct list *l, struct plain *p)
{
	p->searching = false;
	list_hits_clear(l);
}

static void do_fold(struct list *l, struct plain *p)
{
	bool folded = roll(2);
	if (roll(4) == 0) {
		bool any = p->searching && p->n_best;
		list_fold(l, LIST_BEST, folded);
		if (any)
			p->best_folded = folded;
		assert_true(list_folded(l, LIST_BEST) == (any && folded));
		return;
	}
	size_t entry = roll((uint32_t)p->n);
	list_fold(l, entry, folded);
	if (!p->searching)
		p->folded[p->e[entry].id] = folded;
	else if (list_entry_count(l, entry))
		p->hit_folded[p->e[entry].id] = folded;
	assert_true(list_folded(l, entry) == (folded && list_row_of_entry(l, entry) >= 0));
}

static void do_fold_all(struct list *l, struct plain *p)
{
	bool folded = roll(2);
	list_fold_all(l, folded);
	*(p->searching ? &p->hit_fold_new : &p->fold_new) = folded;
	if (p->searching)
		p->best_folded = folded;
	for (uint32_t id = 0; id < p->next_id; id++)
		(p->searching ? p->hit_folded : p->folded)[id] = folded;
}

static void do_move(struct list *l, struct plain *p)
{
	plain_rows(p);
	switch (roll(6)) {
	case 0:
		list_page(l, (long)roll(7) - 3);
		break;
	case 1:
		list_move_source(l, (long)roll(5) - 2);
		break;
	case 2:
		list_select(l, roll((uint32_t)p->n_rows + 3));
		break;
	case 3:
		if (p->n_order)
			assert_true(list_select_doc(l, p->order[roll((uint32_t)p->n_order)]));
		break;
	case 4:
		list_resize(l, 1 + roll(20));
		break;
	default:
		list_move(l, (long)roll(9) - 4);
	}
	if (p->searching && p->n_best) /* select_doc unfolds */
		p->best_folded = list_folded(l, LIST_BEST);
	for (size_t i = 0; i < p->n; i++)
		if (list_row_of_entry(l, i) >= 0)
			(p->searching ? p->hit_folded : p->folded)[p->e[i].id] = list_folded(l, i);
}

static void drop_lost_best(struct plain *p)
{
	size_t kept = 0;
	for (size_t i = 0; i < p->n_best; i++)
		for (size_t k = 0; k < p->n; k++)
			if (p->best[i] - p->e[k].first < p->e[k].articles)
				p->best[kept++] = p->best[i];
	p->n_best = kept;
}

static void do_table(struct list *l, struct plain *p)
{
	struct row was = list_row(l, list_selected(l));
	if (was.entry == LIST_BEST && was.doc)
		was.entry = (size_t)source_table_of(list_sources(l), was.doc);
	uint32_t id = p->n && was.entry != LIST_BEST ? p->e[was.entry].id : 0;
	bool settled = was.entry != LIST_BEST && l->want.set && was.kind != ROW_NONE && l->want.source == id &&
	               l->want.doc == was.doc;
	size_t gone = MAX_SOURCES;
	if (p->n > 3 && roll(3) == 0)
		plain_remove(p, gone = roll((uint32_t)p->n));
	for (uint32_t i = roll(4); i && p->n < MAX_SOURCES && p->next_doc < MAX_DOCS - 20; i--)
		plain_insert(p, roll(2) ? p->n : roll((uint32_t)p->n + 1));
	drop_lost_best(p);
	list_set_sources(l, table_of(p));
	struct row now = list_row(l, list_selected(l));
	if (now.entry == LIST_BEST && now.doc)
		now.entry = (size_t)source_table_of(list_sources(l), now.doc);
	if (settled && gone != was.entry) {
		assert_int_equal(now.doc, was.doc);
		assert_int_equal(p->e[now.entry].id, id);
	}
}

static void agrees_with_a_plain_list(void **state)
{
	(void)state;
	static void (*const acts[])(struct list *, struct plain *) = {
		do_begin,    do_add,   do_add,  do_add,  do_add,  do_clear, do_fold, do_fold,
		do_fold_all, do_table, do_move, do_move, do_move, do_best,  do_best, do_replace,
	};
	struct plain *p = mem_alloc(sizeof *p);
	for (uint32_t round = 1; round <= 150; round++) {
		seed = round;
		memset(p, 0, sizeof *p);
		p->next_doc = p->next_id = 1;
		struct list *l = list_new();
		list_resize(l, 1 + roll(12));
		check(l, p);
		for (size_t i = roll(6) + 1; i; i--)
			plain_insert(p, roll((uint32_t)p->n + 1));
		list_set_sources(l, table_of(p));
		for (int step = 0; step < 80; step++) {
			acts[roll(sizeof acts / sizeof *acts)](l, p);
			check(l, p);
		}
		list_free(l);
	}
	free(p);
}

/* Moves against the plain rows. */
static void moves_as_a_plain_list_does(void **state)
{
	(void)state;
	struct plain *p = mem_zalloc(1, sizeof *p);
	p->next_doc = p->next_id = 1;
	while (p->n < 8)
		plain_insert(p, p->n);
	struct list *l = list_new();
	list_set_sources(l, table_of(p));
	list_resize(l, 7);
	do_begin(l, p);
	p->context = true;
	list_hits_begin(l, true);
	do_add(l, p);
	do_add(l, p);
	plain_rows(p);
	size_t at = list_selected(l);
	for (int i = 0; i < 300; i++) {
		long by = (long)roll(13) - 6;
		size_t top = list_top(l);
		list_move(l, by);
		for (; by > 0; by--) {
			size_t next = at + 1;
			while (next < p->n_rows && p->rows[next].kind == ROW_CONTEXT)
				next++;
			at = next < p->n_rows ? next : at;
		}
		for (; by < 0 && at; by++)
			for (at--; p->rows[at].kind == ROW_CONTEXT; at--)
				;
		assert_int_equal(list_selected(l), at);
		if (at >= top && at + 1 < top + 7)
			assert_int_equal(list_top(l), top); /* it stood in the window: no scrolling */
	}
	list_free(l);
	free(p);
}

/* A million sources: what one key touches is counted in pages of memory, not in time. */

static char *guarded[2];
static size_t guarded_len[2];
static volatile sig_atomic_t touched;

static void on_touch(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	char *at = info->si_addr;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	for (int i = 0; i < 2; i++) {
		if (at < guarded[i] || at >= guarded[i] + guarded_len[i])
			continue;
		touched++;
		mprotect(guarded[i] + (size_t)(at - guarded[i]) / page * page, page, PROT_READ | PROT_WRITE);
		return;
	}
	abort();
}

static void guard(int protection)
{
	for (int i = 0; i < 2; i++)
		assert_return_code(mprotect(guarded[i], guarded_len[i], protection), 0);
}

static void *whole_pages(const void *from, size_t len, int slot)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	guarded_len[slot] = (len + page - 1) / page * page;
	guarded[slot] = aligned_alloc(page, guarded_len[slot]);
	assert_non_null(guarded[slot]);
	memcpy(guarded[slot], from, len);
	return guarded[slot];
}

static void key(struct list *l, int which)
{
	switch (which) {
	case 0:
		list_move(l, 1);
		break;
	case 1:
		list_page(l, -2);
		break;
	case 2:
		list_select(l, roll((uint32_t)list_rows(l)));
		break;
	case 3:
		list_fold(l, roll(1000000), roll(2));
		break;
	case 4:
		list_move_source(l, 1);
		break;
	default:
		list_step(l, 1 + roll(2000000), 1);
	}
}

static void a_key_touches_little_of_a_million_sources(void **state)
{
	(void)state;
	enum { N = 1000000, PAGES_A_KEY = 150 };
	struct source_table *t = empty_table(N);
	for (size_t i = 0; i < N; i++)
		t->entries[i] =
			(struct source_entry){ .id = (uint32_t)i + 1, .articles = 2, .first = 1 + 2 * (doc_id)i };
	finish_table(t);
	void *old = t->entries;
	t->entries = whole_pages(old, N * sizeof *t->entries, 0);
	free(old);
	struct list *l = list_new();
	list_set_sources(l, t);
	old = l->tree.sums;
	l->tree.sums = whole_pages(old, N * sizeof *l->tree.sums, 1);
	free(old);
	struct sigaction act = { .sa_sigaction = on_touch, .sa_flags = SA_SIGINFO }, before;
	sigaction(SIGSEGV, &act, &before);
	long all = 0;
	for (int i = 0; i < 300; i++) {
		guard(PROT_NONE);
		touched = 0;
		key(l, i % 6);
		assert_in_range(touched, 0, PAGES_A_KEY);
		all += touched;
		check_window(l);
	}
	guard(PROT_READ | PROT_WRITE);
	sigaction(SIGSEGV, &before, NULL);
	assert_true(all > 300); /* the guard works */
	assert_int_equal(list_place(l, 2 * N), 2 * N - 1);
	list_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_plain_list),
		cmocka_unit_test(moves_as_a_plain_list_does),
		cmocka_unit_test(a_key_touches_little_of_a_million_sources),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
