"""Classes of customers, measured: whether they predict who buys again, beside BG/NBD; and how fast they are, beside
the same rules in polars.

python benchmarks/lifecycle/run.py [--customers 100000] [--write]

--write: put the figures into docs/explanation/lifecycle-measured.md. Needs the dependency group bench-lifecycle, which
brings the data along: the histories are those inside the package `lifetimes`. Times are the best of several runs.
"""

import argparse
import gc
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from peers import bg_nbd, by_polars, polars_table

from leadkit import Money
from leadkit.contrib.lifecycle import CODES, CustomerColumns, classify_columns, fit_churn
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Purchase
from leadkit.steps.lifecycle import (
    CustomerFacts,
    ExpectedGap,
    LifecyclePolicy,
    Segments,
    classified,
    cuts_of,
)
from leadkit.steps.prediction import auc, auc_interval

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "lifecycle-measured.md"
DATASETS = Path(str(find_spec("lifetimes").submodule_search_locations[0])) / "datasets"
DAY = timedelta(days=1)
Histories = list[list[tuple[datetime, float]]]


def best(act: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """(seconds in the best of these runs, what it gave)"""
    least, given = float("inf"), None
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        given = act()
        least = min(least, time.perf_counter() - start)
    return least, given


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in lines)


# --- real histories


def cdnow() -> Histories:
    """The whole CDNOW set: everybody who bought first in the first quarter of 1997, until June 1998."""
    people: dict[str, list[tuple[datetime, float]]] = {}
    for line in (DATASETS / "CDNOW_master.txt").read_text().splitlines():
        parts = line.split()
        if len(parts) == 4 and parts[1].isdigit():
            at = datetime.strptime(parts[1], "%Y%m%d").replace(tzinfo=UTC)
            people.setdefault(parts[0], []).append((at, float(parts[3])))
    return list(people.values())


def transactions() -> Histories:
    """The example set of the package: 5,000 people in 2014, without amounts."""
    people: dict[str, list[tuple[datetime, float]]] = {}
    for line in (DATASETS / "example_transactions.csv").read_text().splitlines()[1:]:
        when, person = line.split(",")
        people.setdefault(person, []).append((datetime.fromisoformat(when).replace(tzinfo=UTC), 0.0))
    return list(people.values())


def facts_until(history: Sequence[tuple[datetime, float]], id: str, at: datetime) -> CustomerFacts:
    known = sorted(each for each in history if each[0] <= at)
    amounts = [Money.rounded(str(amount), "USD") if amount else None for _, amount in known]
    purchases = [Purchase(when, amount) for (when, _), amount in zip(known, amounts, strict=True)]
    return CustomerFacts(id, purchases=tuple(purchases))


def predicting(title: str, histories: Histories, at: datetime, end: datetime, horizon: timedelta) -> str:
    """The classes as of `at`, and who bought in the time from then to `end`. Nothing later than `at` is looked at."""
    told = [(facts_until(history, str(number), at), history) for number, history in enumerate(histories)]
    told = [(facts, history) for facts, history in told if facts.purchases]
    people = [facts for facts, _ in told]
    gone = [not any(at < when <= end for when, _ in history) for _, history in told]
    base = sum(gone) / len(gone)
    gap = ExpectedGap().fitted(people)
    segments = Segments(cuts_of(people, at))
    model = fit_churn(people, at, horizon, gap)
    head = f"### {title}\n\n{len(people):,} customers as of {at:%Y-%m-%d}; {base:.1%} of them bought nothing until"
    out = [f"{head} {end:%Y-%m-%d}. Usual gap, learnt: {gap.usual / DAY:.0f} days.\n"]
    rows = []
    for name, strategy in (("expected gap", gap), ("RFM segments", segments)):
        stages = [classified(facts, LifecyclePolicy(strategy), at).stage for facts in people]
        won, at_risk, churned = LifecycleStage.WON, LifecycleStage.AT_RISK, LifecycleStage.CHURNED
        for wanted in ((won,), (at_risk,), (churned,), (at_risk, churned)):
            of = [away for away, here in zip(gone, stages, strict=True) if here in wanted]
            if of:
                share = sum(of) / len(of)
                back = (1 - share) / (1 - base)
                label = f"{name}: {' or '.join(stage.replace('_', ' ') for stage in wanted)}"
                rows.append((label, f"{len(of):,}", f"{share:.1%}", f"{share / base:.2f}", f"{back:.2f}"))
    header = ("class", "customers", "bought nothing", "lift of no purchase", "lift of a purchase")
    out.append(table(header, rows))
    counted = np.array([_recency(facts, at) for facts in people])
    scores = {
        "expected gap: how many gaps overdue": [(at - each.last) / gap.limits(each).expected for each in people],
        "learnt churn (`fit_churn`)": [model.probability(facts, at) for facts in people],
        f"BG/NBD of lifetimes {version('lifetimes')}: expected purchases": -bg_nbd(counted, (end - at) / DAY),
        "days since the last purchase": [(at - facts.last) / DAY for facts in people],
    }
    rows = []
    for name, said in scores.items():
        area, interval = auc(list(said), gone), auc_interval(list(said), gone)
        rows.append((name, f"{area:.3f}", f"{interval.low:.3f} to {interval.high:.3f}"))
    out.append(table(("who buys nothing, ranked by", "AUC", "95 % interval"), rows))
    return "\n".join(out)


def _recency(facts: CustomerFacts, at: datetime) -> tuple[float, float, float]:
    """(repeat visits, days from the first to the last, days from the first to now), as BG/NBD counts them."""
    return len(facts.visits) - 1, (facts.last - facts.visits[0]) / DAY, (at - facts.visits[0]) / DAY


# --- speed

AT = datetime(2026, 3, 2, tzinfo=UTC)


def speed(count: int) -> str:
    rng = np.random.default_rng(1)
    customer = np.concatenate([np.arange(count), rng.integers(0, count, 9 * count)])
    now = (AT - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    at = now - (rng.exponential(200, len(customer)) * 86_400e6).astype(np.int64)
    order = rng.permutation(len(customer))
    customer, at = customer[order], at[order]
    policy = LifecyclePolicy(loyal_recommends=False)
    ours, codes = best(lambda: classify_columns(policy, CustomerColumns.of_purchases(count, customer, at), AT))
    known = CustomerColumns.of_purchases(count, customer, at)
    ready, _ = best(lambda: classify_columns(policy, known, AT))
    frame = polars_table(customer, at)
    theirs, stages = best(lambda: by_polars(frame, policy, now))
    assert [str(CODES[code]) for code in codes] == stages, "polars disagrees"
    some = min(count, 20_000)
    start = np.searchsorted(known.customer, np.arange(some + 1))
    epoch, bought = datetime(1970, 1, 1, tzinfo=UTC), known.at.tolist()
    times = [bought[first:end] for first, end in pairwise(start)]
    people = [tuple(Purchase(epoch + timedelta(microseconds=each)) for each in of) for of in times]
    rowed, told = best(lambda: [classified(CustomerFacts("c", purchases=each), policy, AT).stage for each in people], 3)
    assert [CODES[code] for code in codes[:some]] == told, "rows and columns disagree"
    rows = [
        (f"polars {version('polars')}, the same rules", f"{count / theirs:,.0f}", "1.00"),
        ("**leadkit**, columns, purchases in any order", f"{count / ours:,.0f}", f"{theirs / ours:.2f}"),
        ("**leadkit**, columns, purchases in order", f"{count / ready:,.0f}", f"{theirs / ready:.2f}"),
        (
            "leadkit, one by one, with explanation",
            f"{some / rowed:,.0f}",
            f"{theirs * some / count / rowed:.2f}",
        ),
    ]
    head = f"{count:,} customers with {len(customer):,} purchases; every answer is compared.\n"
    return f"{head}\n{table(('engine', 'customers a second', 'of polars'), rows)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    day = lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC)  # noqa: E731
    parts = {
        "machine": f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores.\n",
        "predicting": "\n".join(
            [
                predicting("CDNOW", cdnow(), day("1997-09-30"), day("1998-06-30"), 91 * DAY),
                predicting("Example transactions", transactions(), day("2014-08-31"), day("2014-12-31"), 91 * DAY),
            ]
        ),
        "speed": speed(asked.customers),
    }
    for name, text in parts.items():
        print(f"== {name}\n\n{text}")
    if asked.write:
        page = PAGE.read_text("utf-8")
        for name, text in parts.items():
            pattern = rf"(<!-- measured: {name} -->\n\n).*?(\n<!-- end -->)"
            page, found = re.subn(pattern, lambda match, text=text: match[1] + text + match[2], page, flags=re.S)
            assert found == 1, f"{PAGE} has no place for {name}"
        PAGE.write_text(page, "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
