/*
 * Dumps the features of labelled streams, computed by the very code that runs, for boost.c to fit on.
 *
 *     features OUT [--first MODEL] [--again MODEL] [--passes N] [--files K/N] FOLDER...
 *
 * FOLDER holds NAME.txt and NAME.starts (streams.py). OUT gets a row a block: 1 byte whether an article starts there, 1 byte
 * the number of its folder, 2 bytes the number of its file (mod 65536), then the features. The first block of a file is
 * left out: it is always a start. With --first the features are those of the second pass, after that model has run;
 * with --again that second model runs first, as often as --passes says. --files K/N: only
 * files whose number is K mod N. MODEL: as boost.c writes it.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/decode.h"
#include "model_file.h"
#include "split_internal.h"

struct options {
	struct split_model first, again;
	bool has_first, has_again;
	int passes;
	int part, parts;
};

static int take_line(void *payload, const struct text_line *line)
{
	split_line(payload, line);
	return 0;
}

static struct split *read_stream(const char *path)
{
	static char bytes[1 << 16];
	struct split *s = split_new(NULL, 0);
	FILE *in = fopen(path, "rb");
	struct err err;
	struct decoder *d = decode_new("UTF-8", take_line, s, &err);
	size_t n;
	while (in && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
		decode_feed(d, bytes, n);
	decode_finish(d);
	decode_free(d);
	if (in)
		fclose(in);
	split_read_end(s);
	return s;
}

static void run_models(struct split *s, const struct options *o)
{
	split_score_first(s, &o->first);
	for (int k = 0; k < o->passes && o->has_again; k++)
		split_score_again(s, &o->again);
}

static void dump(FILE *out, const struct split *s, const struct options *o, const bool *starts, uint32_t lines,
                 int folder, int file)
{
	struct split_profile p;
	uint8_t row[4 + FEATURES];
	split_profile(&p, s);
	struct split_habits *h = o->has_first ? split_habits_new(s, &p) : NULL;
	for (size_t i = 1; i < s->count; i++) {
		if (o->has_first && s->marks[i].score < SPLIT_HOPELESS)
			continue;
		uint32_t line = s->blocks[i].line;
		row[0] = line < lines && starts[line];
		row[1] = (uint8_t)folder;
		row[2] = (uint8_t)file;
		row[3] = (uint8_t)(file >> 8);
		split_features(row + 4, s, i, &p, h);
		fwrite(row, 1, sizeof row, out);
	}
	split_habits_free(h);
}

enum { LINES = 1 << 20 };

static void one_stream(FILE *out, const char *folder, const char *name, const struct options *o, int number, int file)
{
	static bool starts[LINES];
	char *path = mem_printf("%s/%s", folder, name);
	struct split *s = read_stream(path);
	strcpy(strrchr(path, '.'), ".st");
	char *list = mem_printf("%sarts", path);
	FILE *in = fopen(list, "r");
	unsigned line;
	memset(starts, 0, sizeof starts);
	while (in && fscanf(in, "%u", &line) == 1)
		if (line < LINES)
			starts[line] = true;
	if (in)
		fclose(in);
	if (o->has_first)
		run_models(s, o);
	dump(out, s, o, starts, LINES, number, file);
	split_free(s);
	free(path);
	free(list);
}

static int is_text(const struct dirent *d)
{
	size_t n = strlen(d->d_name);
	return n > 4 && !strcmp(d->d_name + n - 4, ".txt");
}

static void one_folder(FILE *out, const char *folder, const struct options *o, int number)
{
	struct dirent **list;
	int n = scandir(folder, &list, is_text, alphasort);
	for (int i = 0; i < n; i++) {
		if (i % o->parts == o->part)
			one_stream(out, folder, list[i]->d_name, o, number, i);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

int main(int argc, char **argv)
{
	struct options o = { .passes = 1, .parts = 1 };
	int at = 2, number = 0;
	if (argc < 3)
		return 2;
	for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
		if (!strcmp(argv[at], "--first"))
			o.has_first = model_read(&o.first, argv[at + 1]);
		else if (!strcmp(argv[at], "--again"))
			o.has_again = model_read(&o.again, argv[at + 1]);
		else if (!strcmp(argv[at], "--passes"))
			o.passes = atoi(argv[at + 1]);
		else if (sscanf(argv[at + 1], "%d/%d", &o.part, &o.parts) != 2 || o.parts < 1)
			return 2;
	}
	FILE *out = fopen(argv[1], "wb");
	if (!out)
		return 3;
	for (; at < argc; at++)
		one_folder(out, argv[at], &o, number++);
	return fclose(out) ? 3 : 0;
}
