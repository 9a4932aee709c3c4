/*
 * Fits a model: gradient boosting of small symmetric trees (the same question for all blocks of a level), logistic loss.
 *
 *     boost ROWS OUT TREES [--weights W,W,...] [--skip FOLDER] [--fold K/N] [--rate R] [--seed S]
 *
 * ROWS: from features.c. --weights: one for each folder, so that a large collection does not drown a small one. --skip leaves a
 * folder's rows out (and reports the loss on them); --fold K/N leaves out files whose number is K mod N.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lede/mem.h"
#include "split_internal.h"

enum { ROW = 4 + FEATURES, BINS = 256, LEAVES = 1 << SPLIT_TREE_DEPTH, FOLDERS = 64 };
static const double RIDGE = 8., MIN_CHILD = 4.;

struct fit {
	size_t n;
	uint8_t *column[FEATURES]; /* by feature */
	uint8_t *label, *folder;
	float *weight;
	float *score, *g, *h;
	uint8_t *leaf;
	double rate;
	uint64_t random;
};

struct sums {
	float g, h;
};

static uint32_t next_random(struct fit *f)
{
	f->random = f->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(f->random >> 33);
}

static void load(struct fit *f, const char *path, const float *weights, int skip, int fold, int folds)
{
	FILE *in = fopen(path, "rb");
	uint8_t row[ROW];
	if (!in)
		exit(3);
	fseek(in, 0, SEEK_END);
	size_t n = (size_t)ftell(in) / ROW;
	rewind(in);
	for (int k = 0; k < FEATURES; k++)
		f->column[k] = mem_alloc(n);
	f->label = mem_alloc(n);
	f->folder = mem_alloc(n);
	f->weight = mem_alloc(n * sizeof(float));
	while (fread(row, ROW, 1, in) == 1) {
		int file = row[2] | row[3] << 8;
		if (row[1] == skip || (folds && file % folds == fold))
			continue;
		for (int k = 0; k < FEATURES; k++)
			f->column[k][f->n] = row[4 + k];
		f->label[f->n] = row[0];
		f->folder[f->n] = row[1];
		f->weight[f->n++] = weights[row[1] % FOLDERS];
	}
	fclose(in);
	f->score = mem_zalloc(f->n, sizeof(float));
	f->g = mem_alloc(f->n * sizeof(float));
	f->h = mem_alloc(f->n * sizeof(float));
	f->leaf = mem_alloc(f->n);
}

static double gradients(struct fit *f)
{
	double loss = 0, all = 0;
	for (size_t i = 0; i < f->n; i++) {
		float p = 1.f / (1.f + expf(-f->score[i]));
		f->g[i] = f->weight[i] * ((float)f->label[i] - p);
		f->h[i] = f->weight[i] * p * (1.f - p);
		loss -= f->weight[i] * logf(f->label[i] ? p + 1e-9f : 1.f - p + 1e-9f);
		all += f->weight[i];
	}
	return loss / all;
}

/* Gain of the best threshold of one feature over all leaves of the level. */
static double best_cut(const struct fit *f, int feature, int leaves, int *above)
{
	static struct sums hist[LEAVES][BINS];
	double gain[BINS] = { 0 };
	memset(hist, 0, (size_t)leaves * sizeof *hist);
	const uint8_t *x = f->column[feature];
	for (size_t i = 0; i < f->n; i++) {
		struct sums *s = &hist[f->leaf[i]][x[i]];
		s->g += f->g[i];
		s->h += f->h[i];
	}
	for (int l = 0; l < leaves; l++) {
		double G = 0, H = 0, g = 0, h = 0;
		for (int b = 0; b < BINS; b++) {
			G += hist[l][b].g;
			H += hist[l][b].h;
		}
		for (int b = 0; b < BINS - 1; b++) {
			g += hist[l][b].g;
			h += hist[l][b].h;
			if (h >= MIN_CHILD && H - h >= MIN_CHILD)
				gain[b] +=
					g * g / (h + RIDGE) + (G - g) * (G - g) / (H - h + RIDGE) - G * G / (H + RIDGE);
		}
	}
	int best = 0;
	for (int b = 1; b < BINS - 1; b++)
		if (gain[b] > gain[best] + 1e-9)
			best = b;
	*above = best;
	return gain[best];
}

static void split_level(struct fit *f, struct split_tree *t, int level)
{
	double most = -1;
	for (int k = 0; k < FEATURES; k++) {
		int above;
		if (next_random(f) % 100 >= 45)
			continue;
		double gain = best_cut(f, k, 1 << level, &above);
		if (gain > most) {
			most = gain;
			t->feature[level] = (uint8_t)k;
			t->above[level] = (uint8_t)above;
		}
	}
	const uint8_t *x = f->column[t->feature[level]];
	for (size_t i = 0; i < f->n; i++)
		f->leaf[i] |= (uint8_t)((x[i] > t->above[level]) << level);
}

static void set_leaves(struct fit *f, struct split_tree *t)
{
	double g[LEAVES] = { 0 }, h[LEAVES] = { 0 };
	for (size_t i = 0; i < f->n; i++) {
		g[f->leaf[i]] += f->g[i];
		h[f->leaf[i]] += f->h[i];
	}
	for (int l = 0; l < LEAVES; l++)
		t->leaf[l] = (int16_t)lround(100. * f->rate * g[l] / (h[l] + RIDGE));
	for (size_t i = 0; i < f->n; i++)
		f->score[i] += (float)t->leaf[f->leaf[i]] / 100.f;
}

static void write_tree(FILE *out, const struct split_tree *t)
{
	for (int k = 0; k < SPLIT_TREE_DEPTH; k++)
		fprintf(out, "%s>%d ", split_feature_names[t->feature[k]], t->above[k]);
	fprintf(out, ":");
	for (int l = 0; l < LEAVES; l++)
		fprintf(out, " %d", t->leaf[l]);
	fprintf(out, "\n");
}

static double prior(const struct fit *f)
{
	double yes = 1, no = 1;
	for (size_t i = 0; i < f->n; i++)
		*(f->label[i] ? &yes : &no) += f->weight[i];
	return log(yes / no);
}

static void run(struct fit *f, FILE *out, int trees)
{
	int bias = (int)lround(100. * prior(f));
	fprintf(out, "bias %d\n", bias);
	for (size_t i = 0; i < f->n; i++)
		f->score[i] = (float)bias / 100.f;
	for (int k = 0; k < trees; k++) {
		struct split_tree t = { 0 };
		double loss = gradients(f);
		if (k % 20 == 0)
			fprintf(stderr, "%d trees: loss %.5f\n", k, loss);
		memset(f->leaf, 0, f->n);
		for (int level = 0; level < SPLIT_TREE_DEPTH; level++)
			split_level(f, &t, level);
		set_leaves(f, &t);
		write_tree(out, &t);
	}
	fprintf(stderr, "%d trees: loss %.5f, %zu rows\n", trees, gradients(f), f->n);
}

static void read_weights(float *w, const char *text)
{
	for (int k = 0; k < FOLDERS && *text; k++) {
		char *end;
		w[k] = strtof(text, &end);
		text = *end == ',' ? end + 1 : end;
	}
}

int main(int argc, char **argv)
{
	struct fit f = { .rate = .1, .random = 1 };
	float weights[FOLDERS];
	int skip = -1, fold = 0, folds = 0;
	if (argc < 4)
		return 2;
	for (int k = 0; k < FOLDERS; k++)
		weights[k] = 1.f;
	for (int a = 4; a + 1 < argc; a += 2) {
		if (!strcmp(argv[a], "--weights"))
			read_weights(weights, argv[a + 1]);
		else if (!strcmp(argv[a], "--skip"))
			skip = atoi(argv[a + 1]);
		else if (!strcmp(argv[a], "--rate"))
			f.rate = atof(argv[a + 1]);
		else if (!strcmp(argv[a], "--seed"))
			f.random = (uint64_t)atoll(argv[a + 1]);
		else if (sscanf(argv[a + 1], "%d/%d", &fold, &folds) != 2)
			return 2;
	}
	load(&f, argv[1], weights, skip, fold, folds);
	FILE *out = fopen(argv[2], "w");
	if (!out)
		return 3;
	run(&f, out, atoi(argv[3]));
	return fclose(out) ? 3 : 0;
}
