"""One incoming lead against many: by the index in memory, and through a desk on SQLite.

python benchmarks/duplicates/online.py [ROWS] [PROBES] [--only memory,recognition,capture] [--folder DIR]

memory: `KnownRecords.matches`, from raw cells to verdicts with reasons; its weights are learnt from the first LEARNT
rows. recognition: what a desk on SQLite does to recognise whoever asks, with its own strategy, from the cleansed
inquiry to the verdict: keys, their holders, the candidates read, each weighed. capture: the whole of
`desk.leads.capture`, from the raw inquiry to the commit, on a copy of the database, which is filled once, takes a
while, and is kept in the folder.

ROWS: 1,000,000 made-up leads. The PROBES (2,000) come from what follows in the same list: half of them people who are
known, with all that befell their rows, half strangers, in turn.
"""

import argparse
import atexit
import gc
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

from leadkit import Lead, LeadDesk, Playbook
from leadkit.cli.dedup_fields import guess_fields
from leadkit.contrib.dedup import find_duplicates
from leadkit.contrib.sqlalchemy import open_store
from leadkit.errors import Refused
from leadkit.flows._sync.capture import Understood, prepared
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.recognition import keys_of, recognised
from leadkit.model import Address, Inquiry
from leadkit.runtime import new_id, system_now
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


def filled(options: argparse.Namespace) -> Path:
    """The database with the first rows of the list in it."""
    path: Path = options.folder / f"leads-{options.rows}-{options.probes}.db"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        store = open_store(f"sqlite:///{making}")
        rows = ((cells["id"], inquiry(cells)) for cells in itertools.islice(listed(options), options.rows))
        for done, _ in enumerate(LeadDesk(store=store).leads.capture_many(rows), 1):
            if done % max(options.rows // 10, 1) == 0:
                print(f"{done:,}", end=" ", file=sys.stderr, flush=True)
        store.close()
        making.rename(path)
    return path


def asked(options: argparse.Namespace) -> list[tuple[dict[str, str], bool]]:
    """What comes after the first rows of the list, and whether who it is stands in them: half and half, in turn."""
    known: set[str] = set()
    found: dict[bool, list[dict[str, str]]] = {True: [], False: []}
    half = options.probes // 2
    for at, (cells, truth) in enumerate(people.leads(options.rows + 10 * options.probes)):
        if at < options.rows:
            known.add(truth["person"])
        elif len(some := found[truth["person"] in known]) < half:
            some.append(cells)
    return [
        (cells, who)
        for pair in zip(found[True], found[False], strict=True)
        for cells, who in zip(pair, (True, False), strict=True)
    ]


def listed(options: argparse.Namespace) -> Iterator[dict[str, str]]:
    return (cells for cells, _ in people.leads(options.rows + 10 * options.probes))


Ask = Callable[[dict[str, str]], bool]


def in_memory(options: argparse.Namespace) -> Ask:
    """Asks the index; answers whether somebody was recognised."""
    coming = listed(options)
    first = list(itertools.islice(coming, min(LEARNT, options.rows)))
    fields = guess_fields([*first[0]], [tuple(cells.values()) for cells in first[:200]])
    table = {each.name: [cells[each.name] for cells in first] for each in fields}
    known = KnownRecords(evolve(find_duplicates(table, fields).model, rows=options.rows))
    for cells in itertools.islice(itertools.chain(first, coming), options.rows):
        known.add(cells["id"], cells)
    return lambda cells: any(each.verdict is Verdict.DUPLICATE for _, each in known.matches(cells))


def recognising(options: argparse.Namespace) -> Ask:
    """Looks up who it is and writes nothing."""
    store = open_store(f"sqlite:///{filled(options)}")
    env = Env(store, Playbook(), system_now, new_id)

    def ask(cells: dict[str, str]) -> bool:
        lead = _lead(env, cells)
        if lead is None:
            return False
        with store.begin() as work:
            found = recognised(work, env, lead, keys_of(env, lead)[0])
        return found.match is not None and found.match.verdict is Verdict.DUPLICATE

    return ask


def _lead(env: Env, cells: dict[str, str]) -> Lead | None:
    intake = prepared(env, inquiry(cells), None)
    return intake.understood.draft.noun if isinstance(intake.understood, Understood) else None


def capturing(options: argparse.Namespace) -> Ask:
    """Captures; answers whether somebody was recognised."""
    probed = Path(tempfile.mkdtemp(dir=options.folder)) / "leads.db"
    shutil.copyfile(filled(options), probed)  # so that another run finds the same
    atexit.register(shutil.rmtree, probed.parent)
    desk = LeadDesk(store=open_store(f"sqlite:///{probed}"))

    def ask(cells: dict[str, str]) -> bool:
        with suppress(Refused):  # neither e-mail nor phone
            captured = desk.leads.capture(idempotency_key=cells["id"], **inquiry(cells).__dict__)
            return captured.duplicate_of is not None
        return False

    return ask


ROUTES = {"memory": in_memory, "recognition": recognising, "capture": capturing}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("probes", type=int, nargs="?", default=2_000)
    parser.add_argument("--only", default=",".join(ROUTES))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    probes = asked(options)
    print("| route | rows before | asked | known recognised | strangers recognised | p50 ms | p99 ms |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for route in options.only.split(","):
        ask = ROUTES[route](options)
        gc.freeze()  # what is known stays; a long-running host does the same
        times, recognised_as = [], {True: 0, False: 0}
        for cells, known in probes:
            started = time.perf_counter()
            recognised_as[known] += ask(cells)
            times.append(time.perf_counter() - started)
        middle, slow = median(times) * 1e3, quantiles(times, n=100)[98] * 1e3
        print(
            f"| {route} | {options.rows:,} | {len(times):,} | {recognised_as[True]:,} | {recognised_as[False]:,} "
            f"| {middle:.2f} | {slow:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
