"""What a desk recognises in examples/leads.csv, by each strategy, counted against who is who.

python benchmarks/duplicates/desk.py

A row is a pair with every other row of the lead that it was kept in. Rows that were refused are in no pair. To review:
the pairs that `desk.leads.duplicates()` lists, which a person looks at.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from attrs import evolve

from leadkit import LeadDesk, Playbook
from leadkit.cli.job import run_job
from leadkit.cli.reading import open_source
from leadkit.contrib.dedup import learn_leads
from leadkit.contrib.zh import Chinese
from leadkit.flows._sync.env import Env
from leadkit.runtime import new_id, system_now
from leadkit.steps.cleansing import CleansingPolicy
from leadkit.steps.dedup import (
    DYNAMICS_365,
    SALESFORCE,
    DuplicatePolicy,
    DuplicateStrategy,
    ExactKeys,
    Probabilistic,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
Pairs = set[tuple[int, int]]


def pairs(groups: Mapping[str, Iterable[int]]) -> Pairs:
    return {pair for rows in groups.values() for pair in combinations(sorted(rows), 2)}


def truth() -> Pairs:
    groups = defaultdict(list)
    with (EXAMPLES / "leads-truth.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            groups[line["person"]].append(int(line["row"]))
    return pairs(groups)


def recognised(strategy: DuplicateStrategy) -> tuple[LeadDesk, Pairs, Pairs]:
    """The desk with the file in it; pairs of rows that it put together, and those that it lists for review."""
    playbook = Playbook(duplicates=DuplicatePolicy(strategy), cleansing=CleansingPolicy(region="US"))
    desk = LeadDesk.in_memory(playbook=playbook)
    outcomes = run_job(Env(desk.store, playbook, system_now, new_id), open_source(EXAMPLES / "leads.csv"), bool)
    groups = defaultdict(list)
    for row, outcome in enumerate(outcomes, 1):
        if outcome.lead_id:
            groups[outcome.lead_id].append(row)
    first = {id: rows[0] for id, rows in groups.items()}
    listed = {tuple(sorted((first[pair.lead.id], first[pair.other.id]))) for pair in desk.leads.duplicates()}
    return desk, pairs(groups), listed


def main() -> None:
    true = truth()
    default = Probabilistic()
    desk, *_ = recognised(default)
    with desk.store.begin() as work:
        learnt = learn_leads(work.leads.where())
    chinese = Chinese()
    print(
        f"{len(true)} true pairs\n\n| strategy | put together | right | to review | right |\n|---|---:|---:|---:|---:|"
    )
    for name, strategy in {
        "exact keys": ExactKeys(),
        "Salesforce": SALESFORCE,
        "Dynamics 365": DYNAMICS_365,
        "**by default**": default,
        "learnt from its leads": Probabilistic(learnt),
        "reading Chinese names": Probabilistic(chinese=chinese),
        "both": evolve(Probabilistic(learnt), chinese=chinese),
    }.items():
        _, found, listed = recognised(strategy)
        print(f"| {name} | {len(found)} | {len(found & true)} | {len(listed)} | {len(listed & true)} |")


if __name__ == "__main__":
    main()
