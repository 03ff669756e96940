"""Rules without probabilities, in DuckDB: what CRMs do, and what a careful person would write by hand.

python rules_peer.py RULES FILE.parquet FOUND.npz
"""

import json
import sys
import time

import duckdb
import numpy as np
import pandas as pd
from measuring import clusters

RULES = {
    "hubspot": ("a.email = b.email",),
    "salesforce": (
        "a.email = b.email",
        "a.family = b.family and a.formal = b.formal and a.company = b.company",
    ),
    "hand": (
        "a.email = b.email and (a.family = b.family or a.formal = b.formal or a.name = b.name)",
        "a.phone = b.phone and (a.name = b.name or a.family = b.family and a.formal = b.formal)",
        "a.name = b.name and (a.company = b.company or a.domain = b.domain)",
        "a.family = b.family and a.formal = b.formal and (a.company = b.company or a.domain = b.domain)",
        "a.family = b.family and a.formal = b.formal and a.street = b.street",
        "a.euser_own = b.euser_own and a.family = b.family",
    ),
}


def main(rules: str, source: str, target: str) -> None:
    frame = pd.read_parquet(source)  # DuckDB reads the variable by its name
    started = time.perf_counter()
    database = duckdb.connect()
    database.register("t", frame)
    asked = " union ".join(f"select a.unique_id, b.unique_id from t a, t b where a.unique_id < b.unique_id and {rule}"
                           for alternatives in RULES[rules] for rule in split(alternatives))  # fmt: skip
    found = database.execute(asked).fetchnumpy()
    left, right = found.values()
    labels = clusters(left, right, len(frame))
    phases = {"rules": time.perf_counter() - started}
    np.savez(target, labels=labels, left=left, right=right, probability=np.ones(len(left)))
    print(json.dumps(phases))


def split(rule: str) -> list[str]:
    """`x and (y or z)` as `x and y`, `x and z`: a join by hash, not by every pair."""
    front, bracket, rest = rule.partition("(")
    return [front + each for each in rest.rstrip(")").split(" or ")] if bracket else [rule]


if __name__ == "__main__":
    main(*sys.argv[1:])
