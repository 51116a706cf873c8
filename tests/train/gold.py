"""Labels: which blocks of a page a person would keep, from the corpus' gold."""

import collections
import json
import pathlib
import re
import unicodedata
import urllib.parse

import numpy as np

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+", re.UNICODE)
# A block belongs to the gold if this share of its runs of three words does.
COVERED = 0.6


def tokens(text):
    return WORD.findall(unicodedata.normalize("NFKC", text or "").casefold().replace("\u00ad", ""))


def shingles(words):
    return [tuple(words[i : i + 3]) for i in range(len(words) - 2)]


def site(url, fallback):
    """The host without its first label where it has three or more: pages of one publisher fall in one fold."""
    host = urllib.parse.urlsplit(url or "").hostname
    if not host:
        return fallback
    parts = host.removeprefix("www.").split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def gold_lines(row):
    """The gold body of a page as lines; None for a part of the corpus that has none."""
    if "main_content" in row:
        return [line for line in (row["main_content"] or "").split("\n") if line.strip()]
    if "sections" not in row:
        return None
    lines = list(row["summary"])
    for section in row["sections"]:
        lines += section["headline"] + section["paragraphs"]
    return lines


def align(texts, lines):
    """For each block 1, 0 or None (no text, or neither clearly in nor out), and how many words it has."""
    words = [tokens(t) for t in texts]
    gold = [tokens(line) for line in lines]
    runs = collections.Counter(s for line in gold for s in shingles(line))
    # Lines of the gold may be cut elsewhere than the blocks: runs over the seams count as well.
    flat = [w for line in gold for w in line]
    seams = set(shingles(flat))
    whole = collections.Counter(tuple(line) for line in gold)
    everything = " " + " ".join(flat) + " "
    cover = []
    for block in words:
        if not block:
            cover.append(None)
        elif len(block) < 3:
            cover.append(1.0 if tuple(block) in whole else None if " " + " ".join(block) + " " in everything else 0.0)
        else:
            mine = shingles(block)
            cover.append(sum(s in runs or s in seams for s in mine) / len(mine))
    # A short text that occurs somewhere within a line: in, if both neighbours are.
    labels = [None if c is None else int(c >= COVERED) for c in cover]
    for i, block in enumerate(words):
        if cover[i] is None and block:
            before = next((labels[j] for j in range(i - 1, -1, -1) if cover[j] is not None), 0)
            after = next((labels[j] for j in range(i + 1, len(words)) if cover[j] is not None), 0)
            labels[i] = int(bool(before) and bool(after))
    # A text that the page has oftener than the gold: those amid others that are in stay in.
    places = collections.defaultdict(list)
    for i, block in enumerate(words):
        if labels[i] == 1 and len(block) >= 3:
            places[tuple(block)].append(i)
    for block, at in places.items():
        if len(at) < 2:
            continue
        wanted = everything.count(" " + " ".join(block) + " ") or 1
        if len(at) > wanted:
            def support(i):
                lo, hi = max(0, i - 6), min(len(words), i + 7)
                return sum(len(words[j]) for j in range(lo, hi) if j != i and labels[j] == 1)
            for i in sorted(at, key=support)[: len(at) - wanted]:
                labels[i] = 0
    return labels, [len(w) for w in words]


def load(measured, gold_file, part):
    """Pages with rows, labels and sites: `measured` is what `faircopy measure` wrote."""
    measured = pathlib.Path(measured)
    names = json.loads((measured / "names.json").read_text())
    rows = np.fromfile(measured / "rows.f32", dtype="<f4").reshape(-1, len(names))
    gold = {row["id"]: row for row in json.loads(pathlib.Path(gold_file).read_text())}
    pages, at = [], 0
    with open(measured / "blocks.jsonl", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            n = len(page["kinds"])
            row = gold[page["id"]]
            lines_of_gold = gold_lines(row)
            if lines_of_gold is None:
                labels, words = [None] * n, [len(tokens(t)) for t in page["texts"]]
            else:
                labels, words = align(page["texts"], lines_of_gold)
            pages.append(
                {
                    "id": page["id"],
                    "part": part,
                    "gold": row,
                    "site": site(row.get("url"), page["id"]),
                    "kinds": page["kinds"],
                    "texts": page["texts"],
                    "rows": slice(at, at + n),
                    "labels": np.array([-1 if l is None else l for l in labels]),
                    "words": np.array(words),
                }
            )
            at += n
    return pages, rows, names
