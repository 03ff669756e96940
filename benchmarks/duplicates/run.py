"""Find duplicates on several lists, ours beside its peers, each in a process of its own.

python benchmarks/duplicates/run.py [SET …] [--only ours,splink] [--seed 4] [--folder DIR] [--write]

SET: febrl3, febrl4, fake_1000, 10000, 100000, 1000000; all of them when none is named. --write: put the figures into
docs/explanation/duplicates-measured.md. Needs the dependency group bench-duplicates.
"""

import argparse
import math
import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import numpy as np
from measuring import Cost, Score, best, run, score
from sets import FOLDER, Laid, sets

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "duplicates-measured.md"


@dataclass(frozen=True)
class Contender:
    """argument: of the script; else the kind of list. kinds: those it can take. raw: it reads the list itself."""

    name: str
    title: str
    script: str
    kinds: tuple[str, ...]
    argument: str = ""
    raw: bool = False


PERSONS = ("febrl", "febrl link", "fake")
CONTENDERS = tuple(
    Contender(*row)
    for row in (
        ("ours", "**leadkit**, defaults", "ours.py", (*PERSONS, "leads"), "person", True),
        ("splink", "Splink 5 on DuckDB, with care", "splink_peer.py", (*PERSONS, "leads")),
        ("library", "Splink 5, its ready-made comparisons", "splink_peer.py", ("leads",), "library"),
        ("ecm", "recordlinkage, ECM", "ecm_peer.py", PERSONS),
        ("hand", "rules by hand, DuckDB", "rules_peer.py", ("leads",), "hand"),
        ("salesforce", "as Salesforce: e-mail, or name and company", "rules_peer.py", ("leads",), "salesforce"),
        ("hubspot", "as HubSpot: e-mail", "rules_peer.py", ("leads",), "hubspot"),
    )
)


@dataclass(frozen=True)
class Result:
    contender: Contender
    laid: Laid
    cost: Cost
    default: Score
    best: Score
    threshold: float


def measured(contender: Contender, laid: Laid) -> Result:
    source, found = (laid.raw if contender.raw else laid.forms), laid.raw.with_suffix(f".{contender.name}.npz")
    cost = run(contender.script, contender.argument or laid.set.kind, source, found)
    with np.load(found) as answer:
        at_best = best(answer["left"], answer["right"], answer["probability"], laid.truth)
        return Result(contender, laid, cost, score(answer["labels"], laid.truth), *at_best)


def quality(results: Iterable[Result]) -> Iterable[str]:
    """Per list and contender: what was found at the default verdict, and at the threshold that suits the truth best."""
    yield "| list | contender | precision | recall | F1 | best F1 at any threshold | largest cluster |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for each in results:
        at = each.default
        yield (
            f"| {each.laid.set.title} | {each.contender.title} | {at.precision:.4f} | {at.recall:.4f}"
            f" | **{at.f1:.4f}** | {each.best.f1:.4f} | {at.largest} |"
        )


def prepared(result: Result) -> float:
    """Seconds to make the normal forms: ours are phases of its run, the peers' were made before."""
    phases = result.cost.phases
    return phases.get("read", 0.0) + phases.get("normalise", 0.0) if result.contender.raw else result.laid.normalising


def job(result: Result) -> float:
    """Seconds from normal forms to clusters."""
    return result.cost.job - (prepared(result) if result.contender.raw else 0.0)


def costs(results: Sequence[Result]) -> Iterable[str]:
    """Per list of leads: seconds, memory, and their ratios to Splink."""
    yield "| list | contender | forms s | clusters s | to Splink | whole process s | CPU s | most MB | to Splink |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for each in results:
        peer = next((one for one in results if one.laid is each.laid and one.contender.name == "splink"), None)
        seconds, memory = (
            (f"{job(each) / job(peer):.2f} ×", f"{each.cost.memory / peer.cost.memory:.2f} ×") if peer else ("", "")
        )
        yield (
            f"| {each.laid.set.title} | {each.contender.title} | {prepared(each):.1f} | {job(each):.1f} | {seconds} |"
            f" {each.cost.wall:.1f} | {each.cost.cpu:.1f} | {each.cost.memory:,.0f} | {memory} |"
        )


def growth(results: Sequence[Result]) -> Iterable[str]:
    """How the seconds grow with the rows: 1 is linear, 2 is every pair."""
    yield "| contender | from | to | seconds grow with rows to the power of |"
    yield "|---|---:|---:|---:|"
    for name in ("ours", "splink", "hand"):
        mine = sorted((each for each in results if each.contender.name == name), key=lambda each: len(each.laid.truth))
        for small, large in pairwise(mine):
            rows = [len(each.laid.truth) for each in (small, large)]
            power = math.log(job(large) / job(small)) / math.log(rows[1] / rows[0])
            yield f"| {small.contender.title} | {rows[0]:,} | {rows[1]:,} | {power:.2f} |"


def phases(results: Sequence[Result]) -> Iterable[str]:
    """Where the seconds of the two that learn go."""
    yield "| list | contender | seconds by phase |"
    yield "|---|---|---|"
    for each in results:
        if each.contender.name in ("ours", "splink"):
            told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in each.cost.phases.items())
            yield f"| {each.laid.set.title} | {each.contender.title} | {told} |"


def report(results: Sequence[Result]) -> str:
    leads = [each for each in results if each.laid.set.kind == "leads"]
    machine = (
        f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {platform.system()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("splink", "duckdb", "recordlinkage"))
    )
    parts = [f"In one run on {machine}:", "\n".join(quality(results))]
    if leads:
        parts += ["\n".join(lines(leads)) for lines in (costs, phases, growth)]
    return "\n\n".join(parts)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--only", default=",".join(each.name for each in CONTENDERS))
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    known, only = sets(options.seed), options.only.split(",")
    results = []
    for name in options.sets or known:
        laid = known[name].laid(options.folder)
        for contender in CONTENDERS:
            if contender.name in only and laid.set.kind in contender.kinds:
                results.append(measured(contender, laid))
                print(list(quality(results[-1:]))[-1], f"{results[-1].cost.wall:.1f} s", file=sys.stderr, flush=True)
    text = report(results)
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        block = f"<!-- figures -->\n\n{text}\n\n<!-- end -->"
        PAGE.write_text(
            re.sub(r"<!-- figures -->.*?<!-- end -->", lambda _: block, page, flags=re.DOTALL), encoding="utf-8"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
