"""Twenty rules over a hundred thousand leads, by rows and by columns, beside one function by hand and other engines;
and the ledger of behaviour, with random histories.

python benchmarks/scoring/run.py [--leads 100000] [--histories 100000] [--write]

--write: put the figures into docs/explanation/scoring-measured.md. Needs the dependency group bench-scoring. Times are
of the processor, the best of several runs.
"""

import argparse
import gc
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

from histories import check, lived
from peers import PEERS
from workload import AT, RULES, by_hand, leads, plain

from leadkit.contrib.scoring import columns, score_columns
from leadkit.model import Activity, Call, Download, EmailClick, Lead, PageVisit
from leadkit.steps.scoring import Rule, RuleScorer, read_rules

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "scoring-measured.md"


def best(act: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """(seconds of the processor in the best of these runs, what it gave)"""
    least, given = float("inf"), None
    for _ in range(times):
        gc.collect()
        gc.disable()
        start = time.process_time()
        given = act()
        least = min(least, time.process_time() - start)
        gc.enable()
    return least, given


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


def per_second(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f}"


# --- rules about leads


def rules_over_leads(count: int) -> str:
    people = leads(count)
    model = RuleScorer(read_rules(RULES), gates=(), overlaps={})
    engine, _ = model.engines
    hand, expected = best(lambda: [by_hand(lead) for lead in people])
    fresh, first = best(lambda: RuleScorer(model.rules, gates=(), overlaps={}).hits(people, AT))
    batch, got = best(lambda: model.hits(people, AT))
    single, one_by_one = best(lambda: [engine.of(lead, AT) for lead in people])
    laying, laid = best(lambda: columns(people, [model]), 2)
    columnar, scores = best(lambda: score_columns(model, laid, AT))
    assert expected == got == first == one_by_one, "the forms disagree"
    assert [points for points, _ in expected] == scores.total.tolist(), "the columns disagree"
    rows = [
        ("one function by hand", per_second(count, hand), "1.00"),
        ("**leadkit**, all leads", per_second(count, batch), f"{hand / batch:.2f}"),
        ("**leadkit**, all leads, model just loaded", per_second(count, fresh), f"{hand / fresh:.2f}"),
        ("**leadkit**, lead by lead", per_second(count, single), f"{hand / single:.2f}"),
        ("**leadkit**, columns ready", per_second(count, columnar), f"{hand / columnar:.2f}"),
        ("leadkit, making the columns", per_second(count, laying), f"{hand / laying:.2f}"),
    ]
    records = [plain(lead) for lead in people[:20_000]]
    for name, (build, asked) in PEERS.items():
        score, some = build(), records[:asked]
        seconds, answers = best(lambda score=score, some=some: [score(record) for record in some], 3)
        assert answers == expected[: len(some)], f"{name} disagrees"
        rate = len(some) / seconds
        rows.append((f"{name} {version(name)}", f"{rate:,.0f}", f"{rate * hand / count:.3f}"))
    evalidate = max(float(row[1].replace(",", "")) for row in rows if row[0].startswith("evalidate"))
    told = (
        f"All leads: {hand / batch:.0%} of the speed of the function by hand, {count / batch / evalidate:.1f} times "
        f"that of evalidate. Columns: {batch / columnar:.1f} times that of rows.\n"
    )
    return f"{table(('engine', 'leads a second', 'of by hand'), rows)}\n{told}"


# --- the ledger

LEAD = Lead("lead", AT, AT)
DETAILS = (PageVisit("/pricing", 40), PageVisit("/blog", 5), Call(), Download("paper"), EmailClick("/x"))
FADING = RuleScorer(
    [
        Rule("activity.page_visit", "at_least", 1, 3, repeat=True, per_day=9, decay="halved every 45 days"),
        Rule("activity.page_visit.url", "contains", "pricing", 7, repeat=True, decay="halved every 30 days"),
        Rule("activity.call", "at_least", 1, 11, repeat=True, decay="fading over 90 days"),
        Rule("activity.download", "at_least", 1, 5, repeat=True, most=20),
        Rule("activity.email_click", "at_least", 1, 2, decay="halved every 10 days"),
    ]
)


def ledger() -> str:
    dice = Random(3)
    rows = []
    for title, each, of_each in (("10 things a lead", 10, 2_000), ("100", 100, 300), ("1,000", 1_000, 30)):
        seen = [
            sorted(
                (
                    Activity(f"a{n}", "lead", AT - timedelta(seconds=dice.randrange(20_000_000)), dice.choice(DETAILS))
                    for n in range(each)
                ),
                key=lambda activity: activity.at,
            )
            for _ in range(of_each)
        ]
        for name, model in (("default rules", RuleScorer()), ("five rules that repeat and fade", FADING)):
            seconds, _ = best(lambda model=model, seen=seen: [model.score(LEAD, of, AT) for of in seen], 3)
            rows.append((title, name, per_second(each * of_each, seconds)))
    laid = columns([Lead(f"{n}", AT, AT) for n in range(len(seen))], [FADING], seen)
    seconds, _ = best(lambda: score_columns(FADING, laid, AT), 3)
    rows.append(("1,000", "five rules that repeat and fade, columns ready", per_second(each * of_each, seconds)))
    return table(("ledger", "model", "events a second"), rows)


def histories(count: int) -> str:
    part = 1_000
    parts = [(start, min(start + part, count)) for start in range(0, count, part)]
    with ProcessPoolExecutor() as pool:
        told = list(pool.map(_checked, parts))
    events, scores, merges = (sum(column) for column in zip(*told, strict=True))
    return (
        f"{count:,} random histories with {events:,} things that happened, {merges:,} of them ending in leads that are "
        f"merged: {scores:,} scores of the past came out again to the bit, and all points were there.\n"
    )


def _checked(part: tuple[int, int]) -> tuple[int, int, int]:
    check(range(*part))
    past = [lived(seed) for seed in range(*part)]
    return (
        sum(len(history.heard) for history in past),
        sum(len(history.scores) for history in past),
        sum(bool(history.into) for history in past),
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--leads", type=int, default=100_000)
    options.add_argument("--histories", type=int, default=100_000)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    sections: dict[str, Callable[[], str]] = {
        "machine": lambda: f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores.\n",
        "rules": lambda: rules_over_leads(chosen.leads),
        "ledger": ledger,
        "histories": lambda: histories(chosen.histories),
    }
    figures = {}
    for name, measure in sections.items():
        figures[name] = measure()
        print(f"## {name}\n\n{figures[name]}", flush=True)
    if chosen.write:
        page = PAGE.read_text("utf-8")
        for name, told in figures.items():
            block = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
            page, found = block.subn(lambda match, told=told: f"{match[1]}\n{told}\n{match[2]}", page)
            assert found == 1, f"the page has no place for {name}"
        PAGE.write_text(page, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
