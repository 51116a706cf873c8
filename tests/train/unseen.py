#!/usr/bin/env python3
"""Scores the whole reader on sites that its tables were not made from.

usage: unseen.py CORPUS SCORE.py [--tool T] [--work DIR] [--worst N]

After train.py: each fold's pages are read with the tables of the other folds, and the lines of all folds are
scored together. With --shipped the shipped tables read all pages, which they have seen.
"""

import argparse
import json
import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=pathlib.Path)
    cli.add_argument("score", type=pathlib.Path)
    cli.add_argument("--tool", type=pathlib.Path, default=PROJECT / "target/native/faircopy")
    cli.add_argument("--work", type=pathlib.Path, default=PROJECT / "target/train")
    cli.add_argument("--worst", type=int, default=0)
    cli.add_argument("--parts", nargs="*", default=["news", "web", "keypoints"])
    cli.add_argument("--shipped", action="store_true")
    args = cli.parse_args()
    folds = json.loads((args.work / "folds.json").read_text())
    for part in args.parts:
        out = args.work / f"{part}-{'shipped' if args.shipped else 'unseen'}.jsonl"
        command = [args.tool, "batch", args.corpus / part / "html", "--urls", args.corpus / part / "gold.json"]
        with open(out, "w", encoding="utf-8") as lines:
            if args.shipped:
                subprocess.run(command, check=True, stdout=lines)
            else:
                for fold, pages in folds.items():
                    only = args.work / f"fold-{fold}/{part}.only"
                    only.write_text("\n".join(i for p, i in pages if p == part))
                    lines.flush()
                    subprocess.run(command + ["--tables", args.work / f"fold-{fold}", "--only", only], check=True, stdout=lines)
        print(f"== {part}", flush=True)
        gold = args.corpus / part / "gold.json"
        subprocess.run([sys.executable, args.score, part, gold, out, "--worst", str(args.worst)], check=True)


if __name__ == "__main__":
    main()
