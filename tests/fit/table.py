#!/usr/bin/env python3
"""The table of `make score`: boundary F1 and the rest against the floors, and whether the confidence means what it says.

    table.py LEDE STREAMS SCORES.json      SCORES: from score_streams.py --json
"""
import json
import os
import subprocess
import sys

FLOORS = {'bbc': .97, 'german-cp1252': .97, 'japanese': .97, 'web-credits': .97, 'arabic': .95, 'many-languages': .95, 'claims': .95,
          'web-by-source': .93, 'web-mixed': .93, 'web-wrapped': .92}
HEADLINES = {'web-wrapped': .90}
PK = {'web-mixed': .05}


def confidences(lede, streams):
    """(confidence, right) of each boundary found but a file's first."""
    rows = []
    for truth in sorted(f for f in os.listdir(streams) if f.endswith('.truth.json')):
        folder = os.path.join(streams, truth[:-len('.truth.json')])
        for name, articles in json.load(open(os.path.join(streams, truth), encoding='utf-8')).items():
            run = subprocess.run([lede, 'split', '--json', os.path.join(folder, name)], stdout=subprocess.PIPE)
            starts = {a['start_line'] for a in articles}
            pieces = [json.loads(r) for r in run.stdout.decode('utf-8').splitlines() if r.strip()]
            rows += [(p['confidence'], p['start_line'] in starts) for p in pieces if p['kind'] != 'remainder' and p['start_line'] > 1]
    return rows


def calibration(rows):
    good = True
    for low, high in ((.9, 1.01), (.7, .9), (.5, .7), (0, .5)):
        part = [right for c, right in rows if low <= c < high]
        share = sum(part) / len(part) if part else 0
        ok = not part or (share >= .95 if low == .9 else share <= .5 if low == 0 else True)
        good &= ok
        print('confidence %.1f-%.1f  %5d boundaries, %.3f right  %s' % (low, min(high, 1), len(part), share, 'ok' if ok else 'BELOW'))
    return good


def main():
    lede, streams, scores = sys.argv[1:4]
    table, good = json.load(open(scores)), True
    print('%-16s %6s %6s %6s %6s %6s %6s %6s' % ('stream', 'P', 'R', 'F1', 'floor', 'Pk', 'WD', 'heads'))
    for name, s in sorted(table.items()):
        floor = FLOORS.get(name, 0)
        ok = s['inner_f1'] >= floor and s['headline_accuracy'] >= HEADLINES.get(name, 0) and s['pk'] <= PK.get(name, 1)
        good &= ok
        print('%-16s %6.3f %6.3f %6.3f %6.2f %6.3f %6.3f %6.3f  %s' % (
            name, s['inner_precision'], s['inner_recall'], s['inner_f1'], floor, s['pk'], s['windowdiff'], s['headline_accuracy'],
            'ok' if ok else 'BELOW'))
    good &= calibration(confidences(lede, streams))
    sys.exit(not good)


if __name__ == '__main__':
    main()
