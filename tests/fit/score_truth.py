#!/usr/bin/env python3
"""Holds `lede split --json` against truth made by hand, field by field.

    score_truth.py LEDE TRUTH.json FOLDER [--quiet] [--floor SHARE]

TRUTH: {"NAME": [{"kind","headline","start_line","end_line","start_byte","end_byte","byline","place","agency","section",
"lede_line","caption_lines",...}]}; FOLDER holds NAME.  Prints what differs and a last line with the sums; exit status 1
where fewer than SHARE (all) of the articles are right in every field, a start too many is found, or fewer than 95 % of the
labels are right.
"""
import json
import os
import subprocess
import sys

FIELDS = ('kind', 'headline', 'start_line', 'end_line', 'start_byte', 'end_byte', 'byline', 'place', 'agency', 'section', 'date')
LISTS = {'caption_lines': 'caption', 'repeat_lines': 'repeat', 'subhead_lines': 'subhead', 'credit_lines': 'credit',
         'notice_lines': 'boilerplate', 'byline_lines': 'byline'}


def wanted(article):
    want = {n: label for key, label in LISTS.items() for n in article.get(key, [])}
    want[article['start_line']] = 'headline'
    if article.get('lede_line'):
        want[article['lede_line']] = 'lede'
    return want


def labels(article, row, say):
    want, right, all_ = wanted(article), 0, 0
    for b in row['blocks']:
        expect = want.get(b['start_line'])
        if expect is None:
            expect = 'byline' if b['label'] == 'byline' and 'byline_lines' not in article else 'body'
        all_ += 1
        right += expect == b['label']
        if expect != b['label']:
            say('%d: a %s, labelled %s' % (b['start_line'], expect, b['label']))
    return right, all_


def one_file(lede, path, articles, say):
    run = subprocess.run([lede, 'split', '--json', path], stdout=subprocess.PIPE)
    rows = [json.loads(r) for r in run.stdout.decode('utf-8').splitlines() if r.strip()]
    found = {r['start_line']: r for r in rows if r['kind'] != 'remainder'}
    wrong = right = all_ = exact = 0
    for line in sorted(set(found) - {a['start_line'] for a in articles}):
        say('%d: no article starts here (confidence %.2f)' % (line, found[line]['confidence']))
        wrong += 1
        exact -= 1
    for a in articles:
        row = found.get(a['start_line'])
        if not row:
            say('%d: missed: %s' % (a['start_line'], a['headline']))
            wrong += 1
            continue
        differ = [k for k in FIELDS if k in a and a[k] != row.get(k)]
        for k in differ:
            say('%d: %s is %r, not %r' % (a['start_line'], k, row.get(k), a[k]))
        wrong += len(differ)
        exact += not differ
        r, n = labels(a, row, say)
        right += r
        all_ += n
    return wrong, exact, right, all_


def main():
    lede, truth, folder = sys.argv[1:4]
    quiet = '--quiet' in sys.argv
    floor = float(sys.argv[sys.argv.index('--floor') + 1]) if '--floor' in sys.argv else 1.
    sums = [0, 0, 0, 0]
    articles = json.load(open(truth, encoding='utf-8'))
    for name in sorted(articles):
        def say(text):
            if not quiet:
                print('  %s:%s' % (name, text))
        got = one_file(lede, os.path.join(folder, name), articles[name], say)
        sums = [a + b for a, b in zip(sums, got)]
    total = sum(map(len, articles.values()))
    share = sums[2] / sums[3] if sums[3] else 1.
    good = sums[1] >= floor * total and share >= .95
    print('%d of %d exact, %d fields wrong, labels %.3f  %s' % (sums[1], total, sums[0], share, 'ok' if good else 'BELOW'))
    sys.exit(not good)


if __name__ == '__main__':
    main()
