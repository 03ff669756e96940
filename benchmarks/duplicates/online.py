"""One incoming lead against many, through a desk on SQLite: `desk.leads.capture`, from the raw inquiry to the commit.

python benchmarks/duplicates/online.py [ROWS] [PROBES] [--folder DIR]

The database is filled once with ROWS (1,000,000) made-up leads, which takes a while, and kept in the folder. The PROBES
(2,000) are the rows that come next in the same list: a fifth of them are people whom the store knows.
"""

import argparse
import itertools
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import people
import words
from sets import FOLDER

from leadkit import LeadDesk
from leadkit.contrib.sqlalchemy import open_store
from leadkit.errors import Refused
from leadkit.model import Address, Inquiry

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
        desk = LeadDesk(store=open_store(f"sqlite:///{making}"))
        listed = itertools.islice(people.leads(rows + probes), rows)
        for done, _ in enumerate(desk.leads.capture_many((cells["id"], inquiry(cells)) for cells, _ in listed), 1):
            if done % max(rows // 10, 1) == 0:
                print(f"{done:,}", end=" ", file=sys.stderr, flush=True)
        making.rename(path)
    return path


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("probes", type=int, nargs="?", default=2_000)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    kept = filled(options.folder / f"leads-{options.rows}.db", options.rows, options.probes)
    probed = kept.with_suffix(".probed.db")
    shutil.copyfile(kept, probed)  # so that another run finds the same
    desk = LeadDesk(store=open_store(f"sqlite:///{probed}"))
    coming = itertools.islice(people.leads(options.rows + options.probes), options.rows, None)
    times, known = [], 0
    for cells, _ in coming:
        asked = inquiry(cells)
        started = time.perf_counter()
        with suppress(Refused):  # neither e-mail nor phone
            known += desk.leads.capture(idempotency_key=cells["id"], **asked.__dict__).duplicate_of is not None
        times.append(time.perf_counter() - started)
    probed.unlink()
    middle, slow = median(times) * 1e3, quantiles(times, n=100)[98] * 1e3
    print("| inquiries before | asked | recognised | p50 ms | p99 ms |\n|---:|---:|---:|---:|---:|")
    print(f"| {options.rows:,} | {len(times):,} | {known:,} | {middle:.2f} | {slow:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
