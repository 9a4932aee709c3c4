#!/usr/bin/env python3
"""Training files for the splitter: articles one after another, in many house styles, with where each begins.

    streams.py CORPORA OUTDIR [--without STREAMS] [--leave-out NAME,...] [--seed N] [--only NAME]

CORPORA: a folder of NAME.jsonl, one article a line: {"id","title","paragraphs":[...]} and, where known, "byline" (names),
"dateline", "source", "cluster", "topic", "lang".  Articles named in STREAMS/*.truth.json are left out, so that those
streams stay unseen.  OUTDIR gets NAME/00001.txt ... and NAME/00001.starts: the line numbers where articles begin.

A style is drawn for a whole file: headlines in capitals, with a full stop, printed twice; datelines, bylines, captions,
subheads, credits, calls and other stories' headlines dropped into the text; very short articles; one source or many.
What a style needs and the article lacks is invented from the article's own words.  Same input and seed: same bytes.
"""
import argparse
import glob
import json
import os
import random
import re

CITIES = ['London', 'Paris', 'Nairobi', 'Tokyo', 'Sao Paulo', 'New Delhi', 'Cairo', 'Lima', 'Oslo', 'St. Louis', 'Port-au-Prince', 'Vienna']
REGIONS = ['France', 'Ohio', 'Kenya', 'Calif.', 'Peru', 'Ukraine']
AGENCIES = ['Wire', 'AP', 'NWS', 'Northern Press', 'AFP', 'dpa', 'Globe', 'UPI', 'Kyodo']
FIRST = 'Anna Ben Carla David Elena Farid Grace Hugo Irina Jonas Karim Lucy Mehmet Nora Oscar Paula Rosa Sam Tariq Vera'.split()
LAST = "Abbott Berg Castillo D'Souza Eriksen Fofana Garcia Haddad Ivanov Jensen Keller Lopez Moreau Novak O'Neill Petrov Rahman Schmidt Tanaka Walker".split()
MONTHS = 'January February March April May June July August September October November December'.split()
CALLS = ['Read more: %s', 'RELATED: %s', 'Related: %s', 'See also: %s', 'MORE: %s', 'Watch: %s', 'VIDEO: %s', 'ALSO READ: %s', '%s', '%s', '%s', '• %s', '[%s]']
BARE_CALLS = ['Advertisement', 'Sign up for our newsletter', 'Story continues below', 'Share this article', 'See Full Article', 'CLOSE',
              'Click here to subscribe', 'Continue reading', 'Follow us on social media', 'Get the latest news by email', 'Loading comments', 'More On This...']
WORDS = {'de': ('Von %s', '(%s, Redaktion)', 'Foto: %s', 'Mehr zum Thema: %s'), 'fr': ('Par %s', '(Avec %s, édité par %s)', 'Photo : %s', 'Lire aussi : %s'),
         'ar': ('بقلم %s', '(إعداد %s)', 'صورة: %s', 'اقرأ أيضا: %s'), 'ja': ('%s記者', '（編集 %s）', '写真：%s', '関連記事：%s')}


def draw(rng, *pairs):
    """One of the values, each with its weight."""
    return rng.choices([v for v, _ in pairs], [w for _, w in pairs])[0]


class Style:
    def __init__(self, rng):
        self.group = draw(rng, ('shuffle', 4), ('source', 4), ('topic', 1), ('cluster', 2))
        self.head = draw(rng, ('', 62), ('capitals', 16), ('stop', 7), ('titled', 6), ('small', 4), ('two', 2))
        self.short = draw(rng, (0, 75), (1, 6), (2, 7), (4, 12))
        self.join = draw(rng, (0, 90), (1, 10))
        self.repeat = draw(rng, (0, 74), (.2, 10), (1, 16))
        self.byline = draw(rng, (0, 40), (.6, 35), (1, 25))
        self.byline_form = draw(rng, ('By %s', 60), ('%s', 20), ('BY %s', 6), ('%s, Staff Writer', 5), ('By %s\n\n%s', 9))
        self.dateline = draw(rng, (0, 60), (.8, 25), (1, 15))
        self.dateline_form = rng.randrange(6)
        self.caption = draw(rng, (0, 68), (.4, 16), (.9, 16))
        self.mid_caption = draw(rng, (0, 85), (.3, 15))
        self.subhead = draw(rng, (0, 68), (.3, 32))
        self.subhead_form = draw(rng, ('capitals', 50), ('plain', 35), ('quoted', 15))
        self.credit = draw(rng, (0, 55), (.7, 20), (1, 25))
        self.call = draw(rng, (0, 62), (.25, 26), (.6, 12))
        self.all_capitals = rng.random() < .04
        self.wrap = draw(rng, (0, 93), (72, 4), (66, 3))
        self.drop_repeat = rng.random() < .5
        self.stamp = draw(rng, (0, 86), (.9, 14))
        self.end_note = draw(rng, (0, 90), (.8, 10))


def name(rng):
    return '%s %s' % (rng.choice(FIRST), rng.choice(LAST))


def date(rng):
    return '%s %d, %d' % (rng.choice(MONTHS), rng.randint(1, 28), rng.randint(1986, 2023))


def headline(t, s, rng):
    if s.head == 'capitals':
        return t.upper()
    if s.head == 'stop' and t[-1:] not in '.?!。？':
        return t + ('。' if re.search('[ぁ-ん一-龥]', t) else '.')
    if s.head == 'titled':
        return ' '.join(w[:1].upper() + w[1:] for w in t.split(' '))
    if s.head == 'small':
        return t[:1] + t[1:].lower()
    return t


def dateline(s, rng):
    c, a = rng.choice(CITIES), rng.choice(AGENCIES)
    return ('%s (%s) – ' % (c.upper(), a), '%s, %s (%s) - ' % (c.upper(), rng.choice(REGIONS), a),
            '%s, %s %d (%s) -- ' % (c.upper(), rng.choice(MONTHS), rng.randint(1, 28), a), '%s – ' % c, '%s — ' % c.upper(), '(%s) - ' % a)[s.dateline_form]


def caption(d, rng):
    body = [p for p in d['paragraphs'][1:] if 60 < len(p) < 400] or [d['title']]
    p = re.split(r'(?<=[.。!?]) ?', rng.choice(body))[0].rstrip('.。')
    return (p + ', %s. PHOTO/%s' % (date(rng), name(rng)), p + ' [AB]', p + ' on %s.' % date(rng), p + '. (%s/Wire)' % name(rng), p + '. Photo by %s' % name(rng), p)[rng.randrange(6)]


def subhead(p, s, rng):
    w = p.split(' ')
    if len(w) < 4:
        w = [p[:10]]
    k = rng.randint(1, 4)
    i = rng.randrange(max(1, len(w) - k))
    t = ' '.join(w[i:i + k]).strip('.,;:“”"()?!。、「」')
    if s.subhead_form == 'capitals':
        return t.upper()
    t = t[:1].upper() + t[1:]
    return '“%s”' % t if s.subhead_form == 'quoted' else t + rng.choice(['', '', '', '?'])


def credit(d, rng):
    words = WORDS.get(d.get('lang', '')[:2])
    if words and rng.random() < .5:
        return words[1] % ((name(rng),) * words[1].count('%s'))
    return ('(Reporting by %s; Editing by %s)' % (name(rng), name(rng)), '(Editing by %s)' % name(rng),
            '(Additional reporting by %s and %s; Writing by %s; Editing by %s)' % (name(rng), name(rng), name(rng), name(rng)),
            '%s in %s contributed to this report.' % (name(rng), rng.choice(CITIES)), '(%s)' % name(rng), '— %s' % name(rng),
            'Copyright %d %s. All rights reserved.' % (rng.randint(1990, 2022), rng.choice(AGENCIES)), '%s/%s' % (rng.choice(AGENCIES), name(rng)),
            'By %s for the %s' % (name(rng), rng.choice(AGENCIES)))[rng.randrange(9)]


def same(a, b):
    return re.sub(r'\W', '', a).lower() == re.sub(r'\W', '', b).lower()


def blocks(d, s, rng, titles):
    body = [p for p in d['paragraphs'] if p.strip()]
    while body and s.drop_repeat and same(body[0], d['title']):
        body.pop(0)
    if s.short:
        body = body[:rng.randint(1, s.short)]
    if s.join and len(body) > 2:
        k = rng.randint(1, 2)
        body = body[:k] + [' '.join(body[k:])]
    if s.dateline and body and rng.random() < s.dateline and len(body[0]) > 60:
        body[0] = dateline(s, rng) + body[0]
    out = [headline(d['title'], s, rng)]
    if rng.random() < s.repeat and not (body and same(body[0], d['title'])):
        out.append(d['title'])
    if rng.random() < s.caption:
        c = caption(d, rng)
        out += [c] * draw(rng, (1, 8), (2, 2))
    if rng.random() < s.stamp:
        out.append(rng.choice(['Published %s', '%s', 'Updated %s at 10:15 a.m.', 'Posted on %s']) % date(rng))
    if rng.random() < s.byline:
        who = ' and '.join(d.get('byline') or [name(rng)])
        words = WORDS.get(d.get('lang', '')[:2])
        form = words[0] if words and s.byline_form.startswith('By %s') and rng.random() < .7 else s.byline_form
        out += (form % ((who, date(rng)) if form.count('%s') == 2 else who)).split('\n\n')
    for k, p in enumerate(body):
        if k > 1 and rng.random() < s.subhead * .35:
            out.append(subhead(p, s, rng))
        if k > 0 and rng.random() < s.mid_caption * .3:
            out.append(caption(d, rng))
        if k > 0 and rng.random() < s.call * .3:
            out.append(rng.choice(BARE_CALLS) if rng.random() < .35 else rng.choice(CALLS) % rng.choice(titles))
        out.append(p)
    if rng.random() < s.end_note:
        out.append('%s is a %s in %s.' % (name(rng), rng.choice(['reporter', 'columnist', 'fellow']), rng.choice(CITIES)))
    if rng.random() < s.credit:
        out.append(credit(d, rng))
    return [b.upper() for b in out] if s.all_capitals else out


def wrap(text, width):
    lines, cur = [], ''
    for w in text.split(' '):
        if cur and len(cur) + 1 + len(w) > width:
            lines.append(cur)
            cur = w
        else:
            cur = cur + ' ' + w if cur else w
    return lines + [cur]


def write(path, arts, s, rng):
    titles = [d['title'] for d in arts]
    lines, starts = [], []
    for d in arts:
        starts.append(len(lines) + 1)
        for b in blocks(d, s, rng, titles):
            lines += wrap(b, s.wrap) if s.wrap else [' '.join(b.split('\n'))]
            lines.append('')
    with open(path + '.txt', 'w', encoding='utf-8') as h:
        h.write('\n'.join(lines))
    with open(path + '.starts', 'w') as h:
        h.write('\n'.join(map(str, starts)) + '\n')


def corpus(path, held, rng, out, rounds):
    arts = [json.loads(line) for line in open(path, encoding='utf-8')]
    arts = [d for d in arts if d['id'] not in held and d['title'].strip() and any(p.strip() for p in d['paragraphs'])]
    os.makedirs(out, exist_ok=True)
    n = 0
    for _ in range(rounds):
        rng.shuffle(arts)
        by = {}
        for key in ('source', 'topic', 'cluster'):
            by[key] = sorted(arts, key=lambda d: str(d.get(key) or d['id']))
        by['shuffle'] = arts
        at = 0
        while at < len(arts):
            s, k = Style(rng), draw(rng, (rng.randint(1, 4), 10), (rng.randint(5, 15), 70), (rng.randint(15, 60), 20))
            part = by[s.group][at:at + k]
            write(os.path.join(out, '%05d' % n), part, s, rng)
            at += k
            n += 1
    print(os.path.basename(out), len(arts), 'articles', n, 'files')


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('corpora')
    a.add_argument('outdir')
    a.add_argument('--without', default='')
    a.add_argument('--seed', type=int, default=7)
    a.add_argument('--only', default='')
    a.add_argument('--leave-out', default='', help='collections not to be used')
    o = a.parse_args()
    held = set()
    for t in glob.glob(os.path.join(o.without, '*.truth.json')) if o.without else []:
        for arts in json.load(open(t, encoding='utf-8')).values():
            held |= {x['id'] for x in arts}
    for path in sorted(glob.glob(os.path.join(o.corpora, '*.jsonl'))):
        base = os.path.basename(path)[:-6]
        if (o.only and o.only != base) or base in o.leave_out.split(','):
            continue
        articles = sum(1 for _ in open(path, encoding='utf-8'))
        corpus(path, held, random.Random('%d %s' % (o.seed, base)), os.path.join(o.outdir, base), max(3, min(8, 7000 // articles)))


if __name__ == '__main__':
    main()
