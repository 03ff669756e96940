"""Prove that nothing is lost and nothing doubled: races, crashes, retries, hostile text, on every database at hand.

python benchmarks/reliability/run.py [--full] [--only R1,R2] [--store sqlite] [--write]

--full: the counts of the page; else those of CI. --write: put the figures into docs/explanation/reliability.md.
"""

import argparse
import os
import platform
import re
import sys
import time
from pathlib import Path

from attrs import evolve

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parents[1] / "tools")]

from plan import PLAN, Proof  # noqa: E402  found beside this script
from proofs.processes import Nursery  # noqa: E402
from proofs.results import Result, table  # noqa: E402
from proofs.stores import STORES, Stores  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "explanation" / "reliability.md"


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    only = set(options.only.split(",")) if options.only else None
    found: list[Result] = []
    with Stores() as stores, Nursery() as nursery:
        for proof in PLAN:
            if (only is None or proof.name in only) and options.store in (None, proof.store):
                found.append(_timed(proof, stores, nursery, full=options.full))
                print(found[-1].line(), flush=True)
                print(*(f"    {fault}" for fault in found[-1].wrong[:20]), sep="\n", end="", flush=True)
        versions = ", ".join(stores.version(name) for name in STORES if not stores.missing(name))
    if options.write:
        _write(table(found), versions)
    return 1 if any(result.wrong for result in found) else 0


def _timed(proof: Proof, stores: Stores, nursery: Nursery, *, full: bool) -> Result:
    started = time.perf_counter()
    result = proof.proved(stores, nursery, full=full)
    return evolve(result, seconds=time.perf_counter() - started)


def _write(figures: str, versions: str) -> None:
    machine = f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {versions}"
    block = f"<!-- figures -->\n\nOn {machine}:\n\n{figures}\n<!-- end -->"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        re.sub(r"<!-- figures -->.*?<!-- end -->", lambda _: block, page, flags=re.DOTALL), encoding="utf-8"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", metavar="R1,R2")
    parser.add_argument("--store", choices=STORES)
    parser.add_argument("--write", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
