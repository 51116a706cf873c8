#!/usr/bin/env python3
"""Trains the tables in src/score/tables from the corpus and says how good they are on sites they have not seen.

usage: train.py CORPUS [--tool target/native/faircopy] [--work DIR] [--folds N] [--rounds X]

CORPUS is the folder with news/, web/ and keypoints/. Pages of one site are always in one fold, so every figure
printed is of sites that the model judged was not trained on. Writes src/score/tables/*.bin (from all pages), the
same of each fold under DIR/fold-N/, and DIR/scores.txt.
"""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys

import lightgbm as lgb
import numpy as np

import gold

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
SEED = 20261125
PARTS = ("web", "news", "keypoints")
# A forest's size: of the few that were tried (16 to 31 leaves) the smallest that lost nothing on unseen sites.
SHAPES = {
    "body": {"rounds": 220, "leaves": 24, "rate": 0.1},
    "dek": {"rounds": 60, "leaves": 8, "rate": 0.1},
    "point": {"rounds": 60, "leaves": 8, "rate": 0.1},
    "caption": {"rounds": 80, "leaves": 8, "rate": 0.1},
}


def fold_of(site, folds):
    return int(hashlib.sha1(site.encode()).hexdigest(), 16) % folds


def fit(task):
    """One forest; runs in a process of its own, on one thread, so that its sums are the same every time."""
    name, rows, labels, weights, shape = task
    params = {
        "objective": "binary",
        "num_leaves": shape["leaves"],
        "learning_rate": shape["rate"],
        "min_data_in_leaf": shape.get("least", 40),
        "feature_fraction": 0.5,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5,
        "max_bin": 63,
        "use_missing": False,
        "num_threads": 1,
        "seed": shape.get("seed", SEED),
        "verbose": -1,
        "deterministic": True,
    }
    data = lgb.Dataset(rows, labels, weight=weights, params=params)
    return name, lgb.train(params, data, shape["rounds"]).dump_model()


def table(model, width):
    """The forest as src/score/model.rs reads it, leaves rounded to whole steps."""
    trees = [t["tree_structure"] for t in model["tree_info"]]

    def values(node):
        if "leaf_value" in node and "split_feature" not in node:
            return [node["leaf_value"]]
        return values(node["left_child"]) + values(node["right_child"])

    most = max((abs(v) for t in trees for v in values(t)), default=1.0) or 1.0
    scale = np.float32(most / 32000)
    out = bytearray(b"FCT1" + struct.pack("<HHff", width, len(trees), 0.0, scale))
    for tree in trees:
        splits, leaves = [], []

        def walk(node):
            if "split_feature" not in node:
                leaves.append(round(node["leaf_value"] / float(scale)))
                return -len(leaves)
            at = len(splits)
            splits.append(None)
            left = walk(node["left_child"])
            right = walk(node["right_child"])
            # A threshold between two float32 values: round down, so that what was left stays left.
            threshold = np.float32(node["threshold"])
            if float(threshold) > node["threshold"]:
                threshold = np.nextafter(threshold, np.float32(-np.inf))
            splits[at] = (node["split_feature"], left, right, threshold)
            return at

        walk(tree)
        out += struct.pack("<B", len(splits))
        for feature, left, right, threshold in splits:
            out += struct.pack("<Bbbf", feature, left, right, threshold)
        for leaf in leaves:
            out += struct.pack("<h", leaf)
    return bytes(out)


def score(blob, rows):
    """What src/score/model.rs would say, on all rows at once."""
    width, count, base, scale = struct.unpack_from("<HHff", blob, 4)
    total = np.zeros(len(rows), dtype=np.int64)
    at = 16
    for _ in range(count):
        splits = blob[at]
        body = np.frombuffer(blob, dtype=[("f", "u1"), ("l", "i1"), ("r", "i1"), ("t", "<f4")], count=splits, offset=at + 1)
        leaves = np.frombuffer(blob, dtype="<i2", count=splits + 1, offset=at + 1 + 7 * splits)
        here = np.zeros(len(rows), dtype=np.int64) if splits else np.full(len(rows), -1, dtype=np.int64)
        active = np.arange(len(rows)) if splits else np.array([], dtype=np.int64)
        while len(active):
            s = body[here[active]]
            left = rows[active, s["f"]] <= s["t"]
            here[active] = np.where(left, s["l"], s["r"])
            active = active[here[active] >= 0]
        total += leaves[-1 - here]
        at += 1 + 7 * splits + 2 * (splits + 1)
    return np.float32(base) + total.astype(np.float32) * np.float32(scale)


def measure(tool, corpus, part, out):
    command = [tool, "measure", corpus / part / "html", "--urls", corpus / part / "gold.json", "--out", out]
    subprocess.run(command, check=True)


def alike(a, b):
    a, b = collections.Counter(gold.tokens(a)), collections.Counter(gold.tokens(b))
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0


def role_labels(page, wanted, least):
    """Blocks that say what a text of `wanted` says; of several that do the likeliest, the first."""
    labels = np.zeros(len(page["texts"]), dtype=int)
    for text in wanted:
        size = len(gold.tokens(text))
        best = max(
            (i for i, k in enumerate(page["kinds"]) if abs(page["words"][i] - size) <= 3 + size * 0.5),
            key=lambda i: (round(alike(page["texts"][i], text), 2), -i),
            default=None,
        )
        if best is not None and alike(page["texts"][best], text) >= least:
            labels[best] = 1
    return labels


def roles(pages):
    """Labels of dek, key points and captions, -1 where the gold says nothing."""
    out = {name: [] for name in ("dek", "point", "caption")}
    for page in pages:
        row, n = page["gold"], len(page["texts"])
        nothing = np.full(n, -1)
        dek = point = caption = nothing
        if page["part"] == "news":
            summary = row["summary"]
            dek = role_labels(page, summary, 0.8) if len(summary) == 1 else np.zeros(n, int) if not summary else nothing
            point = role_labels(page, summary, 0.8) if len(summary) > 1 else np.zeros(n, int)
            if row["has_images"]:
                caption = role_labels(page, row["captions"], 0.6)
        elif page["part"] == "keypoints":
            point = role_labels(page, row["bullets"], 0.9)
            if row["kind"] == "positive":
                if row["dek"]:
                    dek = role_labels(page, [row["dek"]], 0.8)
                if row["hero_caption"]:
                    found = role_labels(page, [row["hero_caption"]], 0.6)
                    caption = np.where(found == 1, 1, -1)
        # No role is a picture's, and none of a page without text.
        text = np.array([bool(t.strip()) for t in page["texts"]], dtype=bool)
        for name, labels in (("dek", dek), ("point", point), ("caption", caption)):
            out[name].append(np.where(text, labels, -1))
    return {name: np.concatenate(labels) for name, labels in out.items()}


def body_weights(pages):
    """Longer blocks count more, and every page about the same."""
    out = []
    for page in pages:
        size = max(1, page["words"][page["labels"] == 1].sum())
        out.append(np.sqrt(1 + np.minimum(page["words"], 150)) / np.sqrt(size) * 10)
    return np.concatenate(out)


def measured(work, corpus, folds):
    """All pages that `measure` wrote, and their rows, labels, weights and folds one after the other."""
    pages, rows = [], []
    for part in PARTS:
        found, matrix, names = gold.load(work / part, corpus / part / "gold.json", part)
        shift = sum(map(len, rows))
        for page in found:
            page["rows"] = slice(page["rows"].start + shift, page["rows"].stop + shift)
        pages += found
        rows.append(matrix)
    return {
        "pages": pages,
        "rows": np.concatenate(rows),
        "names": names,
        "folds": np.concatenate([np.full(len(p["texts"]), fold_of(p["site"], folds)) for p in pages]),
        "labels": np.concatenate([p["labels"] for p in pages]),
        "weights": body_weights(pages),
        "texts": np.concatenate([np.array([bool(t.strip()) for t in p["texts"]], dtype=bool) for p in pages]),
    }


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=pathlib.Path)
    cli.add_argument("--tool", type=pathlib.Path, default=PROJECT / "target/native/faircopy")
    cli.add_argument("--work", type=pathlib.Path, default=PROJECT / "target/train")
    cli.add_argument("--folds", type=int, default=5)
    cli.add_argument("--jobs", type=int, default=os.cpu_count())
    args = cli.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)

    for part in PARTS:
        measure(args.tool, args.corpus, part, args.work / part)
    found = measured(args.work, args.corpus, args.folds)
    pages, rows, names, folds = (found[k] for k in ("pages", "rows", "names", "folds"))
    labels, weights, texts = (found[k] for k in ("labels", "weights", "texts"))

    def train_all(name, rows, labels, weights, shape, width):
        """A table of each fold's other pages, and one of all."""
        known = labels >= 0
        tasks = []
        for fold in [*range(args.folds), None]:
            take = known & (folds != fold) if fold is not None else known
            tasks.append((fold, rows[take], labels[take], weights[take], shape))
        done = {}
        with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
            for fold, model in pool.map(fit, tasks):
                done[fold] = table(model, width)
                where = PROJECT / "src/score/tables" if fold is None else args.work / f"fold-{fold}"
                where.mkdir(parents=True, exist_ok=True)
                (where / f"{name}.bin").write_bytes(done[fold])
        unseen = np.zeros(len(rows), dtype=np.float32)
        for fold in range(args.folds):
            unseen[folds == fold] = score(done[fold], rows[folds == fold])
        print(f"{name}: {len(done[None])} bytes", flush=True)
        return unseen

    first = train_all("body", rows, labels, weights, SHAPES["body"], len(names))
    print("unseen sites", summary(pages, (first > 0) & texts), flush=True)
    even = np.ones(len(rows))
    for name, marks in roles(pages).items():
        near = marks >= 0
        shape = SHAPES[name] | {"least": 10}
        got = train_all(name, rows, np.where(texts, marks, -1), even, shape, len(names))
        hits = ((got > 0) & (marks == 1)).sum()
        print(f"{name}: precision {hits / max(1, ((got > 0) & near).sum()):.3f}", end=" ")
        print(f"recall {hits / max(1, (marks == 1).sum()):.3f} of {(marks == 1).sum()}", flush=True)
    by_fold = collections.defaultdict(list)
    for page in pages:
        by_fold[fold_of(page["site"], args.folds)].append([page["part"], page["id"]])
    (args.work / "folds.json").write_text(json.dumps(by_fold))


def summary(pages, kept):
    """Mean F1 of words by part and page type, of the text that is kept."""
    sys.path.insert(0, str(PROJECT / "tests/train"))
    out = collections.defaultdict(list)
    for page in pages:
        if page["part"] == "keypoints":
            continue
        text = "\n".join(t for t, k in zip(page["texts"], kept[page["rows"]]) if k)
        want = collections.Counter(w for line in gold.gold_lines(page["gold"]) for w in gold.tokens(line))
        have = collections.Counter(gold.tokens(text))
        common = sum((have & want).values())
        f1 = 2 * common / (have.total() + want.total()) if have or want else 1.0
        out[page["gold"].get("page_type", "news")].append(f1)
    return {k: round(float(np.mean(v)), 4) for k, v in sorted(out.items())}


if __name__ == "__main__":
    main()
