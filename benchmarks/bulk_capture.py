"""Bulk capture through the whole path beside SQLAlchemy Core that inserts the very same rows bare, in one run.

python benchmarks/bulk_capture.py [COUNT]     COUNT: 100,000. SQLite, and PostgreSQL where a server can be started

Ours reads, cleanses, recognises, scores, plans, and writes leads, keys, receipts, follow-ups and events, 500 leads a
transaction. The peer is handed the finished rows of every table and inserts them, 500 leads' worth a transaction.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from people import inquiries
from sqlalchemy import Table, insert, select

from databases import fresh, missing, postgres
from leadkit import LeadDesk
from leadkit.contrib.sqlalchemy import SqlAlchemyStore, metadata, open_store

BATCH = 500
Rows = dict[Table, list[dict[str, Any]]]


@contextmanager
def sqlite() -> Iterator[Callable[[], str]]:
    with tempfile.TemporaryDirectory() as folder:
        names = iter(range(100))
        yield lambda: f"sqlite:///{Path(folder) / str(next(names))}.db"


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def captured(store: SqlAlchemyStore, count: int) -> None:
    assert sum(1 for _ in LeadDesk(store=store).leads.capture_many(inquiries(count), batch=BATCH)) == count


def stored(store: SqlAlchemyStore) -> Rows:
    assert store.engine is not None
    with store.engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
            if table.name != "leadkit_schema"
        }


def inserted(store: SqlAlchemyStore, rows: Rows, count: int) -> None:
    assert store.engine is not None
    turns = max(count // BATCH, 1)
    for turn in range(turns):
        with store.engine.begin() as connection:
            for table, all_rows in rows.items():
                share = all_rows[turn * len(all_rows) // turns : (turn + 1) * len(all_rows) // turns]
                if share:
                    connection.execute(insert(table), share)


def measured(name: str, first: str, second: str, count: int) -> None:
    ours, peer = open_store(first, create=True), open_store(second, create=True)
    whole = seconds(lambda: captured(ours, count))
    rows = stored(ours)
    bare = seconds(lambda: inserted(peer, rows, count))
    assert {table: len(each) for table, each in stored(peer).items()} == {t: len(each) for t, each in rows.items()}
    total = sum(map(len, rows.values()))
    ours.close()
    peer.close()
    print(
        f"| {name} | {total:,} | {bare:.1f} | {whole:.1f} | {count / whole:,.0f} | {whole / bare:.1f} × |", flush=True
    )


def main(count: int) -> None:
    captured(open_store("sqlite://"), BATCH)  # imports and metadata are loaded on first use
    print(f"{count:,} leads\n")
    print("| store | rows of all tables | bare s | capture s | leads a second | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    with sqlite() as url:
        measured("SQLite", url(), url(), count)
    if why := missing("postgresql"):
        print(f"\nPostgreSQL not measured: {why}")
        return
    with postgres() as server:
        assert server is not None
        with fresh(server.url) as first, fresh(server.url) as second:
            measured("PostgreSQL", first, second, count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
