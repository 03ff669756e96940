"""leadkit, with its defaults.

python ours.py default FILE.csv FOUND.npz
"""

import subprocess
import sys
import time
from pathlib import Path

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
