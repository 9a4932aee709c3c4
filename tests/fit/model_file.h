/*
 * A model as text: "bias B", then a line a tree: "NAME>T NAME>T ... : leaf leaf ...". What boost.c writes and features.c reads.
 */
#ifndef FIT_MODEL_FILE_H
#define FIT_MODEL_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "split_internal.h"

static int model_feature(const char *name)
{
	for (int f = 0; f < FEATURES; f++)
		if (!strcmp(split_feature_names[f], name))
			return f;
	fprintf(stderr, "no feature %s\n", name);
	exit(3);
}

static bool model_read(struct split_model *m, const char *path)
{
	FILE *in = fopen(path, "r");
	char name[64];
	int bias, above, leaf;
	struct split_tree *trees = NULL;
	size_t cap = 0;
	if (!in || fscanf(in, "bias %d\n", &bias) != 1) {
		fprintf(stderr, "%s: no model\n", path);
		exit(3);
	}
	*m = (struct split_model){ .bias = (int16_t)bias };
	while (fscanf(in, " %63[A-Z0-9_]>%d", name, &above) == 2) {
		trees = mem_grow(trees, &cap, m->count + 1, sizeof *trees);
		struct split_tree *t = &trees[m->count++];
		for (int k = 0; k < SPLIT_TREE_DEPTH; k++) {
			t->feature[k] = (uint8_t)model_feature(name);
			t->above[k] = (uint8_t)above;
			if (k + 1 < SPLIT_TREE_DEPTH && fscanf(in, " %63[A-Z0-9_]>%d", name, &above) != 2)
				exit(3);
		}
		if (fscanf(in, " :") < 0)
			exit(3);
		for (int k = 0; k < 1 << SPLIT_TREE_DEPTH; k++) {
			if (fscanf(in, "%d", &leaf) != 1)
				exit(3);
			t->leaf[k] = (int16_t)leaf;
		}
	}
	fclose(in);
	m->trees = trees;
	return true;
}

#endif
