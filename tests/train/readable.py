#!/usr/bin/env python3
"""Trains src/score/tables/readable.bin: is there an article on the page at all? Run after train.py.

usage: readable.py CORPUS [--tool T] [--work DIR]

Each page's row is measured with the tables of the folds that it is not in. Prints the balanced accuracy on sites
not seen.
"""

import argparse
import json
import pathlib
import subprocess

import numpy as np

import gold
import train

READABLE = ("article", "documentation", "forum")
SHAPE = {"rounds": 60, "leaves": 6, "rate": 0.08, "least": 8}


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=pathlib.Path)
    cli.add_argument("--tool", type=pathlib.Path, default=train.PROJECT / "target/native/faircopy")
    cli.add_argument("--work", type=pathlib.Path, default=train.PROJECT / "target/train")
    args = cli.parse_args()
    by_fold = json.loads((args.work / "folds.json").read_text())
    rows, labels, folds, pages = [], [], [], []
    for part in ("web", "news"):
        golds = {g["id"]: g for g in json.loads((args.corpus / part / "gold.json").read_text())}
        for fold, members in by_fold.items():
            only = args.work / f"fold-{fold}/{part}.only"
            only.write_text("\n".join(i for p, i in members if p == part))
            out = args.work / f"fold-{fold}/{part}-pages"
            command = [args.tool, "measure", args.corpus / part / "html", "--urls", args.corpus / part / "gold.json"]
            command += ["--out", out, "--tables", args.work / f"fold-{fold}", "--only", only]
            subprocess.run(command, check=True)
            for line in (out / "pages.jsonl").read_text().splitlines():
                page = json.loads(line)
                rows.append(page["row"])
                labels.append(int(golds[page["id"]].get("page_type", "article") in READABLE))
                folds.append(int(fold))
                pages.append((part, page["id"]))
    rows, labels, folds = np.array(rows, dtype=np.float32), np.array(labels), np.array(folds)
    # Pages that are no articles are few: both kinds weigh the same.
    weights = np.where(labels == 1, 1 / (labels == 1).sum(), 1 / (labels == 0).sum()) * len(labels) / 2
    unseen = np.zeros(len(rows))
    for fold in [*sorted(set(folds)), None]:
        take = folds != fold if fold is not None else np.ones(len(rows), bool)
        _, model = train.fit((fold, rows[take], labels[take], weights[take], SHAPE))
        blob = train.table(model, rows.shape[1])
        where = train.PROJECT / "src/score/tables" if fold is None else args.work / f"fold-{fold}"
        (where / "readable.bin").write_bytes(blob)
        if fold is not None:
            unseen[folds == fold] = train.score(blob, rows[folds == fold])
    hit, miss = (unseen[labels == 1] > 0).mean(), (unseen[labels == 0] <= 0).mean()
    print(f"readable: {len(blob)} bytes, articles {hit:.3f}, others {miss:.3f}, balanced {(hit + miss) / 2:.3f}")


if __name__ == "__main__":
    main()
