"""Where recall is lost, by what befell the rows, and who is taken for one person, by why they look alike.

python slices.py FILE.csv LABELS.npz|CLUSTERS.csv     beside FILE.csv lies FILE.truth.csv, as people.py writes it
"""

import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

MOST_OF_A_CLUSTER = 60


def labels_of(path: Path) -> np.ndarray:
    """Cluster labels in the order of the rows, from a contender's file or from `leadkit dedup --out`."""
    if path.suffix == ".npz":
        return np.load(path)["labels"]
    frame = pd.read_csv(path, usecols=["row", "cluster"]).sort_values("row")
    return frame["cluster"].astype("category").cat.codes.to_numpy()


def groups(labels: np.ndarray) -> list[np.ndarray]:
    """Rows by label, those of more than one row."""
    order = np.argsort(labels, kind="stable")
    bounds = np.flatnonzero(np.diff(labels[order])) + 1
    return [rows for rows in np.split(order, bounds) if len(rows) > 1]


def recall_by_kind(labels: np.ndarray, truth: pd.DataFrame) -> list[tuple[str, int, float]]:
    """kind, pairs in which it befell at least one of the rows, share of them found."""
    there, found = Counter(), Counter()
    kinds = truth["kinds"].str.split().tolist()
    for rows in groups(truth["person"].astype("category").cat.codes.to_numpy()):
        for one, other in combinations(rows, 2):
            of = {*kinds[one], *kinds[other]} or {"(nothing)"}
            there.update((*of, "(all)"))
            if labels[one] == labels[other]:
                found.update((*of, "(all)"))
    return [(kind, count, found[kind] / count) for kind, count in there.most_common()]


def why_alike(one: dict, other: dict) -> str:
    """The strongest reason for which two rows of different persons look alike."""
    same_group = one["group"] == other["group"]
    same_name = one["name"].removesuffix(" Jr.").removesuffix(" Sr.") == other["name"].removesuffix(
        " Jr."
    ).removesuffix(" Sr.")
    if "nonsense" in one["kinds"] and "nonsense" in other["kinds"]:
        return "nonsense in both"
    if same_group and same_name:
        return "father and son" if one["group"].startswith("household") else "colleagues of one name"
    if same_group:
        return "family" if one["group"].startswith("household") else "colleagues"
    return "namesakes" if same_name else "strangers"


def false_by_kind(labels: np.ndarray, truth: pd.DataFrame) -> tuple[Counter, dict[str, list[tuple[int, int]]]]:
    """False pairs by near miss, and some of them."""
    rows_of, counts, some = truth.to_dict("records"), Counter(), defaultdict(list)
    for rows in groups(labels):
        for one, other in combinations(rows[:MOST_OF_A_CLUSTER], 2):
            if rows_of[one]["person"] != rows_of[other]["person"]:
                why = why_alike(rows_of[one], rows_of[other])
                counts[why] += 1
                if len(some[why]) < 200:
                    some[why].append((one, other))
    return counts, some


def main(source: Path, answer: Path, shown: int = 0) -> None:
    truth = pd.read_csv(source.with_suffix(".truth.csv"), dtype=str, keep_default_na=False)
    labels = labels_of(answer)
    print("| what befell a row | pairs | found |\n|---|---:|---:|")
    print(*(f"| {kind} | {count:,} | {share:.3f} |" for kind, count, share in recall_by_kind(labels, truth)), sep="\n")
    counts, some = false_by_kind(labels, truth)
    print("\n| taken for one person | pairs |\n|---|---:|")
    print(*(f"| {why} | {count:,} |" for why, count in counts.most_common()), sep="\n")
    if shown:
        table = pd.read_csv(source, dtype=str, keep_default_na=False)
        for why, pairs in some.items():
            print(f"\n{why}")
            for pair in pairs[:shown]:
                print(*(" | ".join(table.iloc[row, 1:12]) for row in pair), sep="\n", end="\n\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
