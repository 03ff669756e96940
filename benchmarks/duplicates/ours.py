"""leadkit, with its defaults.

python ours.py KIND FILE.csv FOUND.npz
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

COMMAND = Path(sys.executable).with_name("leadkit")


def by_command(source: Path, truth: str) -> tuple[np.ndarray, float]:
    """The labels that `leadkit dedup` gives the rows, and its seconds."""
    found = source.with_suffix(".clusters.csv")
    started = time.perf_counter()
    subprocess.run([COMMAND, "dedup", source, "--truth", truth, "--out", found], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    clusters = pd.read_csv(found, dtype={"cluster": str}, usecols=["row", "cluster"]).sort_values("row")["cluster"]
    return clusters.astype("category").cat.codes.to_numpy(), seconds


# What the command guesses from the headers of these lists.
FIELDS = {
    "leads": {
        "first_name": "given",
        "last_name": "family",
        "email": "email",
        "phone": "phone",
        "company": "company",
        "job_title": "job_title",
        "street": "street",
        "city": "city",
        "postcode": "postcode",
        "country": "country",
        "website": "website",
    },
    "febrl": {
        "given_name": "given",
        "surname": "family",
        "street_number": "exact",
        "address_1": "street",
        "address_2": "text",
        "suburb": "city",
        "postcode": "postcode",
        "state": "region",
        "date_of_birth": "birth_date",
        "soc_sec_id": "national_id",
    },
    "fake": {"first_name": "given", "surname": "family", "dob": "birth_date", "city": "city", "email": "email"},
}
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


def main(kind: str, source: str, target: str) -> None:
    from leadkit.contrib.dedup import finding
    from leadkit.steps.dedup.plan import Field

    phases: dict[str, float] = {}
    for step, phase in STEPS.items():
        setattr(finding, step, timed(phase, getattr(finding, step), phases))
    fields = FIELDS[kind.partition(" ")[0]]
    started = time.perf_counter()
    frame = pd.read_csv(source, dtype=str, keep_default_na=False, usecols=list(fields))
    table = {name: frame.pop(name).tolist() for name in fields}
    phases["read"] = time.perf_counter() - started
    started, before = time.perf_counter(), sum(phases.values())
    found = finding.find_duplicates(table, [Field(name, kind) for name, kind in fields.items()])
    phases["score and cluster"] = time.perf_counter() - started - (sum(phases.values()) - before)
    labels = np.empty(len(table[next(iter(fields))]), np.int64)
    for cluster in found.clusters:
        labels[list(cluster)] = cluster[0]
    left, right, bits = np.array(found.pairs or np.empty((0, 3))).T
    probability = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
    np.savez(target, labels=labels, left=left.astype(int), right=right.astype(int), probability=probability)
    print(json.dumps(phases))


if __name__ == "__main__":
    main(*sys.argv[1:])
