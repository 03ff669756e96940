"""The funnel of ten million events: how fast, in how much memory, and beside polars and DuckDB; and published numbers.

python benchmarks/analytics/run.py [--events 10000000] [--write]

--write puts the figures into docs/explanation/analytics-measured.md. Needs the dependency group `bench-analytics`.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
from collections import deque
from itertools import islice
from pathlib import Path
from time import process_time

from events import AS_OF, columns, log

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "explanation" / "analytics-measured.md"
STAGES = ("captured", "assigned", "working", "qualified", "converted", "won")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- each in a process of its own


def bare(count: int, _path: Path) -> dict[str, object]:
    """What it costs to make the events, and to throw them away."""
    start = process_time()
    deque(log(count), maxlen=0)
    return {"seconds": process_time() - start, "peak": peak_mb()}


def ours(count: int, _path: Path) -> dict[str, object]:
    from leadkit.steps.analytics import Deals, Journeys, folded, funnel

    start = process_time()
    journeys, deals = Journeys(), Deals()
    folded(log(count), journeys, deals)
    passed = process_time() - start
    found = funnel(journeys, deals, AS_OF)
    answer = [step.leads for step in found]
    return {"seconds": process_time() - start, "pass": passed, "peak": peak_mb(), "answer": answer}


def written(count: int, path: Path) -> dict[str, object]:
    """The same log as a Parquet file of four columns, for those who read files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [("kind", pa.string()), ("lead", pa.string()), ("target", pa.string()), ("at", pa.timestamp("us", "UTC"))]
    )
    rows, start = columns(log(count)), process_time()
    with pq.ParquetWriter(path, schema) as writer:
        while page := list(islice(rows, 200_000)):
            arrays = [pa.array(column, kind.type) for column, kind in zip(zip(*page, strict=True), schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))
    return {"seconds": process_time() - start}


def written_for_the_extra(count: int, path: Path) -> dict[str, object]:
    """The same log as the extra's columns, a page of rows at a time."""
    import polars as pl
    import pyarrow.parquet as pq

    from leadkit.contrib.polars import rows, table

    found, start = rows(log(count)), process_time()
    first = table(())
    with pq.ParquetWriter(path.with_suffix(".rows"), first.to_arrow().schema) as writer:
        while page := list(islice(found, 200_000)):
            writer.write_table(pl.DataFrame(page, first.schema, orient="row").to_arrow())
    return {"seconds": process_time() - start}


def in_polars(_count: int, path: Path) -> dict[str, object]:
    import polars as pl

    start = process_time()
    depth = pl.when(pl.col("kind") == "LeadCaptured").then(0)
    for number, status in enumerate(STAGES[1:], 1):
        depth = depth.when(pl.col("target") == status).then(number)
    frame = (
        pl.scan_parquet(path)
        .select("lead", depth.otherwise(None).alias("depth"))
        .drop_nulls()
        .group_by("lead")
        .agg(pl.col("depth").max())
        .group_by("depth")
        .len()
        .collect(engine="streaming")
    )
    counts = dict(frame.iter_rows())
    return {"seconds": process_time() - start, "peak": peak_mb(), "answer": _reached(counts)}


def in_duckdb(_count: int, path: Path) -> dict[str, object]:
    import duckdb

    start = process_time()
    cases = " ".join(f"when target = '{status}' then {number}" for number, status in enumerate(STAGES[1:], 1))
    rows = duckdb.sql(
        f"select depth, count(*) from (select lead, max(case when kind = 'LeadCaptured' then 0 {cases} end) depth"  # noqa: S608
        f" from '{path}' group by lead) where depth is not null group by depth"
    ).fetchall()
    return {"seconds": process_time() - start, "peak": peak_mb(), "answer": _reached(dict(rows))}


def by_the_extra(_count: int, path: Path) -> dict[str, object]:
    from leadkit.contrib.polars import funnel_counts

    start = process_time()
    answer = list(funnel_counts(path.with_suffix(".rows")).values())
    return {"seconds": process_time() - start, "peak": peak_mb(), "answer": answer}


def _reached(counts: dict[int, int]) -> list[int]:
    return [sum(n for depth, n in counts.items() if depth >= stage) for stage in range(len(STAGES))]


def published() -> list[tuple[str, str, str]]:
    """(what, published or the peer's, ours)."""
    from lifelines import KaplanMeierFitter
    from lifelines.datasets import load_lung, load_rossi

    from leadkit.steps.analytics import curve, spread, watched

    day, rows = 86_400_000_000, []
    for name, frame, time, event, unit in (
        ("lung", load_lung(), "time", "status", 1),
        ("Rossi", load_rossi(), "week", "arrest", 7),
    ):
        happened = [bool(each) for each in frame[event]]
        spans = [int(each) * day * unit for each in frame[time]]
        cases = [watched(0, span if ended else span + 1, span) for span, ended in zip(spans, happened, strict=True)]
        found = curve(cases)
        peer = KaplanMeierFitter().fit([span // day for span in spans], happened)
        theirs = peer.survival_function_["KM_estimate"]
        gap = max(abs(1 - point.share - theirs.loc[point.after.days]) for point in found.points)
        bounds = peer.confidence_interval_survival_function_
        low, high = bounds.columns
        # At the very last one lifelines gives no interval.
        wide = max(
            max(abs(1 - p.high - bounds.loc[p.after.days, low]), abs(1 - p.low - bounds.loc[p.after.days, high]))
            for p in found.points
            if p.share < 1
        )
        rows.append(
            (f"{name}: {found.n} cases, {found.happened} events; largest gap to `lifelines`", "0", f"{gap:.1e}")
        )
        rows.append((f"{name}: largest gap of the 95 % intervals", "0", f"{wide:.1e}"))
        if name == "lung":
            told = spread(cases)
            said = [told.median, told.low, told.high]
            rows.append(
                (
                    "lung: median days (R's `survfit`: 310, 285 to 363 with log intervals; `lifelines`)",
                    f"{peer.median_survival_time_:.0f}",
                    " / ".join(str(each.days if each else None) for each in said),
                )
            )
    return rows


PARTS = {
    each.__name__: each for each in (bare, ours, written, in_polars, in_duckdb, written_for_the_extra, by_the_extra)
}


def measured(part: str, count: int, path: Path) -> dict[str, object]:
    command = [sys.executable, __file__, "--part", part, "--events", str(count), "--path", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    print(part, done.stdout.strip(), flush=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked.events, asked.path)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        found = {part: measured(part, asked.events, path) for part in PARTS}
    answers = [found[part]["answer"] for part in ("ours", "in_polars", "in_duckdb", "by_the_extra")]
    assert answers.count(answers[0]) == len(answers), answers
    page = told(asked.events, found)
    print(page)
    if asked.write:
        PAGE.write_text(page, encoding="utf-8")


def told(count: int, found: dict[str, dict]) -> str:
    fold = found["ours"]["pass"] - found["bare"]["seconds"]
    whole = found["ours"]["seconds"] - found["bare"]["seconds"]
    peer = found["in_polars"]["seconds"]
    lines = [
        "# Analytics, measured",
        "",
        f"Printed by `benchmarks/analytics/run.py` on {platform.system()}, Python {platform.python_version()}. Seconds",
        "differ from machine to machine; what counts is the ratio to the peers in the same run.",
        "",
        f"## The funnel of {count:,} events",
        "",
        "The events are made as they are read and never held. Of ours, the time that making them takes alone is",
        "subtracted. The peers read the same log as a Parquet file of four columns, and count nothing but who came how",
        "far; ours also keeps when each lead came there, where from, its score, owner and reason, and tells times in",
        "stage and the conversion curve. Each ran in a process of its own, and all of them gave the same six numbers.",
        "Seconds are of processor time, all threads together.",
        "",
        "| | CPU seconds | events a second | peak memory, MB | times polars |",
        "| --- | --- | --- | --- | --- |",
        _line("the pass over the events", fold, count, found["ours"]["peak"], peer),
        _line("the pass and all figures of the funnel", whole, count, found["ours"]["peak"], peer),
        _line("polars, from the file", found["in_polars"]["seconds"], count, found["in_polars"]["peak"], peer),
        _line(
            "ours, by the extra `polars`, from its file",
            found["by_the_extra"]["seconds"],
            count,
            found["by_the_extra"]["peak"],
            peer,
        ),
        _line("DuckDB, from the file", found["in_duckdb"]["seconds"], count, found["in_duckdb"]["peak"], peer),
        "",
        "A pass in Python is not within five times an engine that reads columns; for that there is the extra `polars`,",
        "which also honours merges, erasures and conversions that were taken back. The limit for the pass is 400 MB.",
        "",
        "## Published numbers, derived again",
        "",
        "| figure | peer | ours |",
        "| --- | --- | --- |",
        *(f"| {what} | {theirs} | {mine} |" for what, theirs, mine in published()),
        "",
        "More are tests (`tests/steps/analytics/test_published.py`): the remission times of Freireich (1963) with the",
        "estimates that textbooks print, Newcombe's intervals (1998), the admissions to Berkeley (1973), Fisher's lady",
        "tasting tea (1935), and the removal effects of the example by which Markov attribution is taught.",
        "",
    ]
    return "\n".join(lines)


def _line(name: str, seconds: float, count: int, peak: float, peer: float) -> str:
    return f"| {name} | {seconds:.1f} | {count / seconds:,.0f} | {peak:.0f} | {seconds / peer:.1f} |"


if __name__ == "__main__":
    main()
