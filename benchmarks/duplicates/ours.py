"""leadkit, with its defaults.

python ours.py TRUTH FILE.csv FOUND.npz      TRUTH: the column that is not looked at

As `leadkit dedup FILE` does it, the kinds of the columns guessed from the headers, but with its steps timed apart.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leadkit.cli.dedup_fields import guess_fields
from leadkit.contrib.dedup import finding
from leadkit.contrib.zh import Chinese

SAMPLE = 200
COMMAND = Path(sys.executable).with_name("leadkit")


def by_command(source: Path, truth: str) -> tuple[np.ndarray, float]:
    """The labels that `leadkit dedup` gives the rows, and its seconds."""
    found = source.with_suffix(".clusters.csv")
    started = time.perf_counter()
    subprocess.run([COMMAND, "dedup", source, "--truth", truth, "--out", found], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    clusters = pd.read_csv(found, dtype={"cluster": str}, usecols=["row", "cluster"]).sort_values("row")["cluster"]
    return clusters.astype("category").cat.codes.to_numpy(), seconds


#: The steps of the engine that are timed apart; the rest is scoring and clustering.
STEPS = {"columns": "normalise", "candidates": "block", "learn": "train"}


def timed(phase: str, step: Callable[..., Any], phases: dict[str, float]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return step(*arguments, **named)
        finally:
            phases[phase] = phases.get(phase, 0.0) + time.perf_counter() - started

    return call


def main(truth: str, source: str, target: str) -> None:
    phases: dict[str, float] = {}
    for step, phase in STEPS.items():
        setattr(finding, step, timed(phase, getattr(finding, step), phases))
    started = time.perf_counter()
    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
    fields = guess_fields([*frame], frame.head(SAMPLE).to_numpy().tolist(), truth)
    rows, table = len(frame), {each.name: frame.pop(each.name).tolist() for each in fields}
    del frame
    phases["read"] = time.perf_counter() - started
    started, before = time.perf_counter(), sum(phases.values())
    found = finding.find_duplicates(table, fields, chinese=Chinese(), workers=os.cpu_count() or 1)
    phases["score and cluster"] = time.perf_counter() - started - (sum(phases.values()) - before)
    labels = np.empty(rows, np.int64)
    for cluster in found.clusters:
        labels[list(cluster)] = cluster[0]
    left, right, bits = np.array(found.pairs or np.empty((0, 3))).T
    probability = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
    np.savez(target, labels=labels, left=left.astype(int), right=right.astype(int), probability=probability)
    print(json.dumps(phases))


if __name__ == "__main__":
    main(*sys.argv[1:])
