/*
 * gen_archive OUTDIR ARTICLES FILES TEXT...: a large archive of nonsense news for
 * measuring. Sentences are a chain over the words of the given texts; one word
 * in twelve is an invented one, drawn by Zipf's law from a long vocabulary, so that a
 * large archive has the many rare words and the few common ones that real
 * news has. One article in twenty is printed again in a later file. The same
 * arguments give the same bytes.
 */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lede/buf.h"

enum { INVENTED = 400000, KEPT = 512, FOLLOWERS = 1 << 16 };

struct chain {
	char **words;
	size_t n, cap;
	uint32_t *next;            /* next[i]: another place where words[i] stands */
	uint32_t first[FOLLOWERS]; /* by hash of a word: last place it stands, + 1 */
};

static uint64_t seed = 0x9e3779b97f4a7c15u;

static uint64_t rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static double frac(void)
{
	return (double)(rnd() >> 11) / 9007199254740992.0;
}

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h % FOLLOWERS;
}

static void chain_add(struct chain *c, const char *word, size_t n)
{
	size_t cap = c->cap;
	c->words = mem_grow(c->words, &c->cap, c->n + 1, sizeof *c->words);
	if (c->cap != cap)
		c->next = mem_realloc(c->next, c->cap * sizeof *c->next);
	c->words[c->n] = mem_strndup(word, n);
	uint32_t h = hash(c->words[c->n]);
	c->next[c->n] = c->first[h];
	c->first[h] = (uint32_t)++c->n;
}

static void chain_read(struct chain *c, const char *path)
{
	FILE *f = fopen(path, "r");
	if (!f) {
		fprintf(stderr, "gen_archive: cannot open %s: %s\n", path, strerror(errno));
		exit(3);
	}
	char line[8192];
	while (fgets(line, sizeof line, f))
		for (char *p = line; *p;) {
			size_t n = strcspn(p, " \t\r\n");
			if (n && n < 40)
				chain_add(c, p, n);
			p += n;
			p += strspn(p, " \t\r\n");
		}
	fclose(f);
}

/* A word that followed c->words[at] somewhere; now and then any word. */
static size_t chain_step(const struct chain *c, size_t at)
{
	uint32_t place = c->first[hash(c->words[at])];
	for (size_t hops = rnd() % 24; hops && c->next[place - 1]; hops--)
		place = c->next[place - 1];
	return place < c->n && rnd() % 16 ? place : rnd() % c->n;
}

static void invent(struct buf *out)
{
	static const char *const syllable[] = { "ka",  "ro",  "vel", "min", "dra", "tos", "ul",  "be",
		                                "nor", "sha", "gre", "pol", "zin", "mar", "eth", "qua",
		                                "lo",  "fen", "tir", "bas", "ost", "ric" };
	enum { SYLLABLES = sizeof syllable / sizeof *syllable };
	uint64_t rank = (uint64_t)exp(frac() * log(INVENTED));
	char word[40] = "";
	for (rank += 30; rank; rank /= SYLLABLES)
		strncat(word, syllable[rank % SYLLABLES], sizeof word - strlen(word) - 1);
	if (rnd() % 3)
		word[0] = (char)(word[0] - 'a' + 'A');
	buf_adds(out, word);
}

static void words(struct buf *out, const struct chain *c, size_t n)
{
	size_t at = rnd() % c->n;
	for (size_t i = 0; i < n; i++, at = chain_step(c, at)) {
		if (i)
			buf_addc(out, ' ');
		if (rnd() % 12 == 0)
			invent(out);
		else
			buf_adds(out, c->words[at]);
	}
}

static void paragraph(struct buf *out, const struct chain *c, size_t n)
{
	words(out, c, n);
	while (out->len && strchr(".,;:-", out->p[out->len - 1]))
		buf_truncate(out, out->len - 1);
	buf_adds(out, ".\n\n");
}

static void article(struct buf *out, const struct chain *c)
{
	size_t start = out->len;
	words(out, c, 7 + rnd() % 6);
	for (size_t i = start; i < out->len; i++)
		if (strchr(".,;:()", out->p[i]))
			out->p[i] = ' ';
	buf_adds(out, "\n\nBy ");
	invent(out);
	buf_addc(out, ' ');
	invent(out);
	buf_adds(out, "\n\nPORT VELLIN (Meridian) – ");
	for (size_t i = 6 + rnd() % 6; i; i--)
		paragraph(out, c, 24 + rnd() % 24);
	buf_adds(out, "(Reporting by ");
	invent(out);
	buf_adds(out, "; Editing by ");
	invent(out);
	buf_adds(out, ")\n");
}

static void write_file(const char *folder, unsigned long number, const struct buf *text)
{
	char *sub = mem_printf("%s/%03lu", folder, number / 1000);
	char *path = mem_printf("%s/%06lu.txt", sub, number);
	mkdir(sub, 0777);
	FILE *f = fopen(path, "w");
	if (!f || fwrite(text->p, 1, text->len, f) != text->len || fclose(f) != 0) {
		fprintf(stderr, "gen_archive: cannot write %s: %s\n", path, strerror(errno));
		exit(3);
	}
	free(path);
	free(sub);
}

/* Keeps a few articles by, to be printed again. */
static void one(struct buf *out, const struct chain *c, char *kept[KEPT])
{
	char **slot = &kept[rnd() % KEPT];
	if (*slot && rnd() % 20 == 0) {
		buf_adds(out, *slot);
		return;
	}
	size_t start = out->len;
	article(out, c);
	if (rnd() % 8 == 0) {
		free(*slot);
		*slot = mem_strndup(out->p + start, out->len - start);
	}
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fputs("usage: gen_archive OUTDIR ARTICLES FILES TEXT...\n", stderr);
		return 2;
	}
	static struct chain c;
	static char *kept[KEPT];
	for (int i = 4; i < argc; i++)
		chain_read(&c, argv[i]);
	unsigned long articles = strtoul(argv[2], NULL, 10), files = strtoul(argv[3], NULL, 10), done = 0;
	mkdir(argv[1], 0777);
	struct buf text = BUF_INIT;
	for (unsigned long f = 0; f < files; f++) {
		buf_clear(&text);
		for (unsigned long end = articles * (f + 1) / files; done < end; done++) {
			if (text.len)
				buf_addc(&text, '\n');
			one(&text, &c, kept);
		}
		write_file(argv[1], f, &text);
	}
	return 0;
}
