#!/usr/bin/env python3
"""Trains without one family of evidence after the other and writes what each is worth: tests/train/ABLATION.md.

usage: ablate.py CORPUS [--work DIR]

After train.py, from the rows it measured. Every figure is of sites that the forest judged was not trained on, of the
forests alone: no rule of src/roles.rs or src/figures.rs has a hand in them.
"""

import argparse
import concurrent.futures
import pathlib

import numpy as np

import train

# A family is the numbers between its first and its last, in the order of src/score/features.rs.
FAMILIES = {
    "the block's own text": ("kind", "heading_level"),
    "landmarks and elements above": ("in_nav", "in_comment_type"),
    "the elements above: letters, links, prose": ("parent_letters", "third_prose_share"),
    "repeated structure": ("repeat_near", "repeat_most_prose"),
    "blocks marked up alike": ("alike_blocks", "alike_prose_share"),
    "the centre of prose": ("in_core", "core_after"),
    "neighbours in page order": ("previous_letters", "second_next_letters"),
    "where on the page": ("position", "is_headline"),
    "what the page says of itself": ("body_cover", "repeats_text"),
    "lists": ("list_items", "list_fragments"),
    "pictures near it": ("image_before", "alike_next"),
    "the page's type": ("page_type_article", "page_core_share"),
    "words of class names": ("own_advert", "above_tags"),
    "first words of a line": ("cue_read_more", "cue_disclosure"),
}
TYPES = ("news", "article", "documentation", "forum")
ROLES = ("dek", "point", "caption")
OUT = train.PROJECT / "tests/train/ABLATION.md"

# Nothing is taken away, but chance is another: how much of a change means nothing.
CHANCE = "nothing, another seed"

known = {}


def without(names, family):
    """The rows with the family's numbers all alike, which no tree can split by."""
    rows = known["rows"]
    if family not in FAMILIES:
        return rows
    first, last = (names.index(n) for n in FAMILIES[family])
    rows = rows.copy()
    rows[:, first : last + 1] = 0
    return rows


def judge(family):
    """What all forests say without the family, each fold's pages by the forest of the others."""
    rows, folds = without(known["names"], family), known["folds"]
    seed = train.SEED + (family == CHANCE)
    out = {}
    for name, (labels, weights, shape) in known["tasks"].items():
        scores = np.zeros(len(rows), dtype=np.float32)
        for fold in range(known["count"]):
            take = (labels >= 0) & (folds != fold)
            _, model = train.fit((fold, rows[take], labels[take], weights[take], shape | {"seed": seed}))
            scores[folds == fold] = train.score(train.table(model, rows.shape[1]), rows[folds == fold])
        out[name] = scores
    return out


def figures(scores):
    kept = (scores["body"] > 0) & known["texts"]
    by_type = train.summary(known["pages"], kept)
    out = [by_type[t] for t in TYPES]
    for role in ROLES:
        labels = known["tasks"][role][0]
        said = (scores[role] > 0) & (labels >= 0)
        hits = (said & (labels == 1)).sum()
        out.append(2 * hits / max(1, said.sum() + (labels == 1).sum()))
    return out


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=pathlib.Path)
    cli.add_argument("--work", type=pathlib.Path, default=train.PROJECT / "target/train")
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--jobs", type=int, default=2)
    args = cli.parse_args()
    known.update(train.measured(args.work, args.corpus, args.folds), count=args.folds)
    even = np.ones(len(known["rows"]))
    known["tasks"] = {"body": (known["labels"], known["weights"], train.SHAPES["body"])}
    for role, marks in train.roles(known["pages"]).items():
        labels = np.where(known["texts"], marks, -1)
        known["tasks"][role] = (labels, even, train.SHAPES[role] | {"least": 10})
    with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
        rounds = ["nothing", CHANCE, *FAMILIES]
        tried = dict(zip(rounds, map(figures, pool.map(judge, rounds))))
    lines = [
        "# What each family of evidence is worth",
        "",
        "Written by `tests/train/ablate.py`. F1 of words (body, by kind of page) and of blocks (roles) on sites that the",
        "forest was not trained on, of the forests alone; below, the change when all numbers of a family are taken away",
        "and the forests are trained anew. The second line tells how far two trainings are apart by chance alone.",
        "",
        "| without | " + " | ".join([*TYPES, "dek", "key points", "captions"]) + " |",
        "|---|" + "---:|" * (len(TYPES) + len(ROLES)),
        "| nothing | " + " | ".join(f"{v:.3f}" for v in tried["nothing"]) + " |",
    ]
    for family in (CHANCE, *FAMILIES):
        change = [v - w for v, w in zip(tried[family], tried["nothing"])]
        lines.append(f"| {family} | " + " | ".join(f"{c:+.3f}" for c in change) + " |")
    OUT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
