"""What a contender found, and what it cost: one way of counting for all of them."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

HERE = Path(__file__).parent
#: Where the best threshold is looked for: probabilities by their odds, so that .9999 is as far from .999 as .9 from .5.
THRESHOLDS = tuple(1 / (1 + 2.0**-weight) for weight in np.arange(-7, 30.5, 0.5))


def pairs(sizes: np.ndarray) -> int:
    sizes = sizes.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float
    largest: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(labels: np.ndarray, truth: np.ndarray) -> Score:
    """Precision and recall over all pairs of rows that stand in one cluster, and the size of the largest cluster."""
    labels, truth = (np.unique(each, return_inverse=True)[1].astype(np.int64) for each in (labels, truth))
    found, there = np.bincount(labels), np.bincount(truth)
    right = pairs(np.unique(labels * len(there) + truth, return_counts=True)[1])
    return Score(right / max(pairs(found), 1), right / max(pairs(there), 1), int(found.max()))


def clusters(left: np.ndarray, right: np.ndarray, rows: int) -> np.ndarray:
    """The connected components of the pairs: a label for each row."""
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(rows, rows))
    return connected_components(graph, directed=False)[1]


def best(left: np.ndarray, right: np.ndarray, probability: np.ndarray, truth: np.ndarray) -> tuple[Score, float]:
    """The score at the threshold that suits this truth best. No user can know it."""
    found = (
        (score(clusters(left[sure], right[sure], len(truth)), truth), threshold)
        for threshold in THRESHOLDS
        if (sure := probability >= threshold).any()
    )
    return max(found, key=lambda each: each[0].f1, default=(Score(0, 0, 1), 1.0))


# ---- cost -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """wall, cpu: seconds of the whole process and its children; job: of the work alone. memory: most at once, in MB."""

    wall: float
    cpu: float
    memory: float
    phases: dict[str, float]

    @property
    def job(self) -> float:
        return sum(self.phases.values())


def family(process: int) -> list[int]:
    """The process and all that came from it."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def held(process: int) -> float:
    """Megabytes that the process and its children hold; pages that several share count once."""
    try:
        members = family(process)
        texts = [
            Path(f"/proc/{each}/{'smaps_rollup' if len(members) > 1 else 'status'}").read_text() for each in members
        ]
    except (OSError, ValueError):
        return 0.0
    wanted = ("Pss:", "VmRSS:")
    return sum(int(line.split()[1]) for text in texts for line in text.splitlines() if line.startswith(wanted)) / 1024


def run(*command: object) -> Cost:
    """Run a contender in a process of its own. What it prints last is a JSON object: its phases in seconds."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True, cwd=HERE)
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            most[0] = max(most[0], held(child.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    done.set()
    watcher.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    phases = json.loads(printed.strip().splitlines()[-1])
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(most[0], usage.ru_maxrss / 1024), phases)
