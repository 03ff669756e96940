"""Many leads in one SQLite file: what an import holds in memory, and whether one capture costs more by then.

python benchmarks/many_leads.py [COUNT] [STORED]     COUNT: 100,000 captured; STORED: 1,000,000 in the end

The import goes through the whole path (cleansing, match keys, score, events, outbox) from a generator. The database
then copies its rows, with keys of their own, until it holds as many leads as are wanted: what counts for the next part
is the size of its tables and indexes. Then single captures, half of them of people who are known, are timed on this
store and, one for one, on a store of 1,000 leads.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles

from people import inquiries

from leadkit import LeadDesk
from leadkit.contrib.sqlalchemy import open_store
from leadkit.model import Inquiry

SMALL, TRIES = 1_000, 1_000


def peak_megabytes() -> float:
    """The most that this process ever held (ru_maxrss is in kilobytes on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def filled(path: Path, count: int) -> LeadDesk:
    desk = LeadDesk(store=open_store(f"sqlite:///{path}"))
    started, done = time.perf_counter(), 0
    print("| leads | seconds | peak MB |\n|---:|---:|---:|", flush=True)
    for done, _ in enumerate(desk.leads.capture_many(inquiries(count)), 1):
        if done % max(count // 10, 1) == 0:
            print(f"| {done:,} | {time.perf_counter() - started:,.0f} | {peak_megabytes():.0f} |", flush=True)
    assert done == count
    return desk


COPIES = (
    (
        "INSERT INTO leadkit_lead SELECT id || :mark, version, status, owner, pool, created_at, updated_at, body"
        " FROM leadkit_lead WHERE instr(id, '+') = 0 LIMIT :share"
    ),
    (
        "INSERT INTO leadkit_match_key (kind, key, id) SELECT kind, lower(hex(randomblob(32))), id || :mark"
        " FROM leadkit_match_key WHERE instr(id, '+') = 0 LIMIT :share * 2"
    ),
    (
        "INSERT INTO leadkit_receipt (key, digest, at, lead_id, body) SELECT 'key:' || lower(hex(randomblob(32))),"
        " lower(hex(randomblob(32))), at, lead_id || :mark, body FROM leadkit_receipt WHERE instr(lead_id, '+') = 0"
        " LIMIT :share"
    ),
    (
        "INSERT INTO leadkit_event (id, aggregatetype, aggregateid, type, payload, version, at)"
        " SELECT lower(hex(randomblob(18))), aggregatetype, aggregateid || :mark, type, payload, version, at"
        " FROM leadkit_event WHERE instr(aggregateid, '+') = 0 LIMIT :share * 3"
    ),
    (
        "INSERT INTO leadkit_follow_up SELECT id || :mark, version, lead_id || :mark, due, done, body"
        " FROM leadkit_follow_up WHERE instr(id, '+') = 0 LIMIT :share"
    ),
)


def multiplied(path: Path, count: int, stored: int) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")  # preparing is not measured
        for turn in range(-(-(stored - count) // count)):
            share = min(count, stored - count * (turn + 1))
            with database:
                for statement in COPIES:
                    database.execute(statement, {"mark": f"+{turn}", "share": share})
        (found,) = database.execute("SELECT count(*) FROM leadkit_lead").fetchone()
        assert found == stored
        database.execute("ANALYZE")


def probes(known: int, offset: int) -> Iterator[tuple[str, Inquiry]]:
    """Half of them people of the store, who ask again; half strangers."""
    for number, (_, inquiry) in enumerate(inquiries(TRIES, first=offset)):
        again = next(inquiries(1, seed=number, first=number * known // TRIES))[1]
        yield f"probe-{offset}-{number}", again if number % 2 else inquiry


def timed(desk: LeadDesk, inquiry: Inquiry, key: str) -> float:
    started = time.perf_counter()
    desk.leads.capture(idempotency_key=key, **inquiry.__dict__)
    return time.perf_counter() - started


def main(count: int, stored: int, folder: Path) -> None:
    print(f"import of {count:,} leads into SQLite\n")
    large = filled(folder / "large.db", count)
    multiplied(folder / "large.db", count, stored)
    small_store = open_store(f"sqlite:///{folder / 'small.db'}")
    small = LeadDesk(store=small_store)
    assert sum(1 for _ in small.leads.capture_many(inquiries(SMALL))) == SMALL
    times: dict[int, list[float]] = {SMALL: [], stored: []}
    pairs = zip(probes(SMALL, 80_000_000), probes(count, 90_000_000), strict=True)
    for (small_key, small_one), (large_key, large_one) in pairs:  # one for one, so that a busy moment meets both
        times[SMALL].append(timed(small, small_one, small_key))
        times[stored].append(timed(large, large_one, large_key))
    print(f"\none capture with its duplicate lookup and commit, {TRIES:,} times\n")
    print("| leads stored | p50 ms | p99 ms |\n|---:|---:|---:|")
    cuts = {size: (median(each), quantiles(each, n=100)[98]) for size, each in times.items()}
    for size, (p50, p99) in cuts.items():
        print(f"| {size:,} | {p50 * 1e3:.2f} | {p99 * 1e3:.2f} |")
    (small50, small99), (large50, large99) = cuts[SMALL], cuts[stored]
    print(f"| **ratio** | {large50 / small50:.2f} × | {large99 / small99:.2f} × |")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as made:
        main(*numbers, *(100_000, 1_000_000)[len(numbers) :], Path(made))
