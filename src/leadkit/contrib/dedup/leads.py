"""What the leads of a store teach: how frequent each name is, how often two others agree."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from leadkit.contrib.dedup.blocks import candidates
from leadkit.contrib.dedup.columns import columns
from leadkit.contrib.dedup.training import learn
from leadkit.lexicon.chinese_surnames import ChineseReader
from leadkit.model import Lead
from leadkit.steps.dedup import LEAD_PLAN, Model, lead_model, lead_plan, lead_record
from leadkit.steps.dedup.model import Weights

__all__ = ["lead_table", "learn_leads"]


def learn_leads(leads: Iterable[Lead], chinese: ChineseReader | None = None) -> Model:
    """A model for `Probabilistic`, learnt from leads without labels; with nothing to compare, the one by default.

    Learnt is how frequent each value is and how often two others agree by chance. How often one person writes
    differently is not: those whom a store recognised are attached, and only those it missed stand there twice.
    chinese: the reader of the strategy that will use it.
    """
    table = lead_table(leads)
    rows = len(next(iter(table.values())))
    coded = columns(lead_plan(chinese), table)
    low, high, _ = candidates(coded)
    usual = lead_model()
    usual = evolve(usual, rows=max(rows, usual.rows))  # a small store is expected to grow
    if not len(low):
        return usual
    learnt = learn(coded, low, high)
    weights = [
        Weights(
            row.found,
            [
                by_chance if level.learnt else level.by_chance
                for level, by_chance in zip(entry.comparison.levels, found.chance, strict=True)
            ],
            found.alone,
        )
        for entry, row, found in zip(LEAD_PLAN.entries, usual.weights, learnt.weights, strict=True)
    ]
    return evolve(usual, counted=learnt.counted, counts=learnt.counts, weights=weights, kin=learnt.kin)


def lead_table(leads: Iterable[Lead]) -> Mapping[str, list[str]]:
    """Leads as the table of `LEAD_PLAN` that `find_duplicates` takes, one row each."""
    records = [lead_record(lead) for lead in leads]
    return {each.name: [record.get(each.name, "") for record in records] for each in LEAD_PLAN.fields}
