#!/usr/bin/env python3
"""Two fitted models (as boost.c writes them) as the table that src/split/model.c includes.

    weights.py FIRST AGAIN "what they were fitted on" > src/split/weights.inc
"""
import re
import sys
import textwrap


def table(name, path):
    trees, bias = [], 0
    for line in open(path):
        if line.startswith('bias'):
            bias = int(line.split()[1])
            continue
        questions, leaves = line.split(':')
        q = re.findall(r'(\w+)>(\d+)', questions)
        trees.append('\t{ { %s }, { %s },\n\t  { %s } },' % (
            ', '.join('X_' + f for f, _ in q), ', '.join(t for _, t in q), ', '.join(leaves.split())))
    return 'static const struct split_tree %s_trees[] = {\n%s\n};\n' % (name, '\n'.join(trees)), bias


def main():
    first, bias1 = table('first', sys.argv[1])
    again, bias2 = table('again', sys.argv[2])
    text = ('The weights of the two models, made by tests/fit/fit.sh; do not edit. A row is a tree: five features, the value that '
            'each is asked to be above, and what is added to the score (hundredths of log odds that an article starts here) for each '
            'of the 32 sets of answers, the first question being the lowest bit. features.def.h says what the features are. '
            'Fitted on: ' + sys.argv[3])
    print('/*\n' + '\n'.join(' * ' + l for l in textwrap.wrap(text, 112)) + '\n */')
    print('/* clang-format off */')
    print(first)
    print(again)
    for name, bias in (('first', bias1), ('again', bias2)):
        print('const struct split_model split_model_%s = { %s_trees, sizeof %s_trees / sizeof *%s_trees, %d };' % (name, name, name, name, bias))


if __name__ == '__main__':
    main()
