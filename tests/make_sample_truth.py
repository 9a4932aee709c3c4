#!/usr/bin/env python3
"""Write fixtures/sample.truth.json from share/sample/ and fixtures/sample.marks.

With --check, only say whether the file is up to date (exit 1 if it is not).
Lines count from 1, bytes from 0. A range ends before the line end, CR or LF.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLE = os.path.join(HERE, "..", "share", "sample")
MARKS = os.path.join(HERE, "fixtures", "sample.marks")
TRUTH = os.path.join(HERE, "fixtures", "sample.truth.json")

LISTS = {"C": "caption_lines", "R": "repeat_lines", "S": "subhead_lines",
         "K": "credit_lines", "N": "notice_lines"}


def read_marks():
    """{file: (wrapped, [(letters, {key: value})])}"""
    files, cur = {}, None
    for line in open(MARKS, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name, _, flag = line[1:].rpartition("]")
            cur = []
            files[name] = (flag.strip() == "wrapped", cur)
            continue
        letters, *fields = line.split(" | ")
        cur.append((letters, dict(f.split(" ", 1) for f in fields)))
    return files


def read_units(name, wrapped):
    """The file's units, each a list of (line, start, end, text): one line that
    is not blank, or one run of such lines if the file is hard-wrapped."""
    data = open(os.path.join(SAMPLE, name), "rb").read()
    try:
        data.decode("utf-8")
        coding = "utf-8"
    except UnicodeDecodeError:
        coding = "cp1252"
    units, at, joined = [], 0, False
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw[:-1] if raw.endswith(b"\r") else raw
        text = line.decode(coding)
        if text.strip(" \t\u00a0"):
            row = (number, at, at + len(line), text)
            if joined and wrapped:
                units[-1].append(row)
            else:
                units.append([row])
            joined = True
        else:
            joined = False
        at += len(raw) + 1
    return units


def article(letters, fields, units):
    rows = [r for u in units for r in u]
    head = " ".join(r[3].strip() for r in units[0])
    brief = letters[0] == "h"
    out = {
        "kind": "brief" if brief else "article",
        "headline": head.lstrip("• ") if brief else head,
        "start_line": rows[0][0], "end_line": rows[-1][0],
        "start_byte": rows[0][1], "end_byte": rows[-1][2],
        "byline": fields["by"].split("; ") if "by" in fields else [],
        "place": fields.get("at"),
        "agency": fields.get("of"),
    }
    if brief:
        out["section"] = fields.get("in")
    out["lede_line"] = units[letters.index("L")][0][0]
    for letter, key in LISTS.items():
        out[key] = [r[0] for l, u in zip(letters, units) if l == letter for r in u]
    return out


def build():
    truth, files = {}, read_marks()
    for folder, _, names in os.walk(SAMPLE):
        for n in names:
            rel = os.path.relpath(os.path.join(folder, n), SAMPLE)
            if rel not in files:
                sys.exit("sample.marks says nothing of " + rel)
    for name, (wrapped, entries) in files.items():
        units, found = read_units(name, wrapped), []
        for letters, fields in entries:
            mine, units = units[:len(letters)], units[len(letters):]
            if len(mine) != len(letters):
                sys.exit("%s: more marks than lines" % name)
            if letters[0] in "Hh":
                found.append(article(letters, fields, mine))
        if units:
            sys.exit("%s:%d: not marked" % (name, units[0][0][0]))
        truth[name] = found
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def main():
    text = build()
    if "--check" in sys.argv[1:]:
        if open(TRUTH, encoding="utf-8").read() != text:
            sys.exit("sample.truth.json is out of date")
        return
    with open(TRUTH, "w", encoding="utf-8") as f:
        f.write(text)


main()
