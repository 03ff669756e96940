"""One incoming lead against many: by the index in memory, and through a desk on SQLite.

python benchmarks/duplicates/online.py [ROWS] [PROBES] [--only memory] [--folder DIR]

memory: `KnownRecords.matches`, from raw cells to verdicts with reasons; its weights are learnt from the first LEARNT
rows. sqlite: `desk.leads.capture` with the desk's own strategy, from the raw inquiry to the commit; the database is
filled once, which takes a while, and kept in the folder. ROWS: 1,000,000 made-up leads. The PROBES (2,000) are the rows
that come next in the same list: a fifth of them are people who are known.
"""

import argparse
import atexit
import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import people
import words
from attrs import evolve
from sets import FOLDER

from leadkit import LeadDesk
from leadkit.cli.dedup_fields import guess_fields
from leadkit.contrib.dedup import find_duplicates
from leadkit.contrib.sqlalchemy import open_store
from leadkit.errors import Refused
from leadkit.model import Address, Inquiry
from leadkit.steps.dedup import Verdict
from leadkit.steps.dedup.index import KnownRecords

LEARNT = 100_000
REGION = {text: region for region, texts in words.COUNTRY.items() for text in texts}


def inquiry(cells: dict[str, str]) -> Inquiry:
    region = REGION.get(cells["country"], "")
    return Inquiry(
        given_name=cells["first_name"],
        family_name=cells["last_name"],
        email=cells["email"],
        phone=cells["phone"],
        region=region,
        company=cells["company"],
        job_title=cells["job_title"],
        website=cells["website"],
        address=Address(street=cells["street"], city=cells["city"], postal_code=cells["postcode"], country=region),
    )


def filled(path: Path, rows: int, probes: int) -> Path:
    """The database with the first rows of the list in it."""
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        store = open_store(f"sqlite:///{making}")
        listed = itertools.islice(people.leads(rows + probes), rows)
        for done, _ in enumerate(
            LeadDesk(store=store).leads.capture_many((cells["id"], inquiry(cells)) for cells, _ in listed), 1
        ):
            if done % max(rows // 10, 1) == 0:
                print(f"{done:,}", end=" ", file=sys.stderr, flush=True)
        store.close()
        making.rename(path)
    return path


def listed(options: argparse.Namespace) -> Iterator[dict[str, str]]:
    return (cells for cells, _ in people.leads(options.rows + options.probes))


def in_memory(options: argparse.Namespace) -> Callable[[dict[str, str]], bool]:
    """Asks the index; answers whether somebody was recognised."""
    coming = listed(options)
    first = list(itertools.islice(coming, min(LEARNT, options.rows)))
    fields = guess_fields([*first[0]], [tuple(cells.values()) for cells in first[:200]])
    table = {each.name: [cells[each.name] for cells in first] for each in fields}
    known = KnownRecords(evolve(find_duplicates(table, fields).model, rows=options.rows))
    for cells in itertools.islice(itertools.chain(first, coming), options.rows):
        known.add(cells["id"], cells)
    return lambda cells: any(each.verdict is Verdict.DUPLICATE for _, each in known.matches(cells))


def on_sqlite(options: argparse.Namespace) -> Callable[[dict[str, str]], bool]:
    """Captures; answers whether somebody was recognised."""
    kept = filled(options.folder / f"leads-{options.rows}.db", options.rows, options.probes)
    probed = Path(tempfile.mkdtemp(dir=options.folder)) / kept.name
    shutil.copyfile(kept, probed)  # so that another run finds the same
    atexit.register(shutil.rmtree, probed.parent)
    desk = LeadDesk(store=open_store(f"sqlite:///{probed}"))

    def ask(cells: dict[str, str]) -> bool:
        with suppress(Refused):  # neither e-mail nor phone
            captured = desk.leads.capture(idempotency_key=cells["id"], **inquiry(cells).__dict__)
            return captured.duplicate_of is not None
        return False

    return ask


ROUTES = {"memory": in_memory, "sqlite": on_sqlite}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("probes", type=int, nargs="?", default=2_000)
    parser.add_argument("--only", default=",".join(ROUTES))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    print("| route | rows before | asked | recognised | p50 ms | p99 ms |\n|---|---:|---:|---:|---:|---:|")
    for route in options.only.split(","):
        ask = ROUTES[route](options)
        times, recognised = [], 0
        for cells in itertools.islice(listed(options), options.rows, None):
            started = time.perf_counter()
            recognised += ask(cells)
            times.append(time.perf_counter() - started)
        middle, slow = median(times) * 1e3, quantiles(times, n=100)[98] * 1e3
        print(
            f"| {route} | {options.rows:,} | {len(times):,} | {recognised:,} | {middle:.2f} | {slow:.2f} |", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
