"""Rules about behaviour by columns: the fold of `leadkit.steps.scoring.ledger`, for all leads at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadkit.contrib.scoring.columns import Columns, Events, Flags, Ints, instant, microseconds
from leadkit.steps.scoring import Decay, HalfLife, Linear, Rule, RuleScorer
from leadkit.steps.scoring.decay import BITS, HALVING, LONGEST, PARTS
from leadkit.steps.scoring.ledger import day_in
from leadkit.steps.scoring.rules import ACTIVITY

__all__ = ["engagement_worths"]

SECOND, DAY = 1_000_000, 86_400_000_000
_HALVING = np.array(HALVING, np.int64)


def engagement_worths(
    model: RuleScorer, rules: Sequence[Rule], columns: Columns, at: datetime
) -> list[tuple[Flags, Ints]]:
    """For each rule, which leads it applies to, and what it is worth there in thousandths."""
    when = microseconds(at)
    seen: dict[str, tuple[Events, Ints]] = {}
    for kind in {rule.kind for rule in rules}:
        events = columns.events.get(kind)
        if events is not None:
            here = np.flatnonzero(events.at <= when)
            seen[kind] = (events, _by_people(events, here, model, kind))
    return [_worth(rule, seen.get(rule.kind), columns.rows, at, model.zone) for rule in rules]


def _by_people(events: Events, here: Ints, model: RuleScorer, kind: str) -> Ints:
    """Without what came faster than a person does it."""
    bots = model.bots
    if bots is None or kind not in bots.kinds or len(here) <= bots.most:
        return here
    lead, at, most = events.lead[here], events.at[here], bots.most
    fast = (lead[most:] == lead[:-most]) & (at[most:] - at[:-most] <= bots.seconds * SECOND)
    made = np.zeros(len(here), np.bool_)
    for back in range(most + 1):
        made[back : len(here) - most + back] |= fast
    return here[~made]


def _worth(rule: Rule, seen: tuple[Events, Ints] | None, rows: int, at: datetime, zone: str) -> tuple[Flags, Ints]:
    amount = rule.points * 1_000
    lead = seen[0].lead[seen[1]] if seen else np.zeros(0, np.int32)
    if rule.needed is None:
        counts = np.bincount(lead, minlength=rows)
        judge = rule.condition.judge(at)
        values, codes = np.unique(counts, return_inverse=True)
        applies = np.array([judge(int(value) or None) for value in values], np.bool_)[codes]
        return applies, np.where(applies, amount, 0).astype(np.int64)
    if seen is None:
        return np.zeros(rows, np.bool_), np.zeros(rows, np.int64)
    events, here = seen
    path = rule.field.removeprefix(ACTIVITY)
    if path in events.columns:
        column = events.columns[path]
        here = here[column.holds(rule.condition, at)[column.codes[here]]]
    here = _often_enough(rule, events, here)
    if not rule.repeat:
        lead = events.lead[here]
        here = here[np.append(lead[1:] != lead[:-1], True)] if len(here) else here
    lead, times = events.lead[here], events.at[here]
    given = np.full(len(here), abs(amount), np.int64)
    if rule.per_day is not None:
        nth = _nth(lead, _days(times, zone))
        given = np.clip(rule.per_day * 1_000 - nth * abs(amount), 0, abs(amount))
    left = given if rule.decay is None else _left(rule.decay, given, (microseconds(at) - times) // SECOND)
    totals = np.zeros(rows, np.int64)
    np.add.at(totals, lead, left if amount > 0 else -left)
    applies = np.zeros(rows, np.bool_)
    applies[lead] = True
    if rule.most is not None:
        totals = np.clip(totals, -rule.most * 1_000, rule.most * 1_000)
    return applies, totals


def _often_enough(rule: Rule, events: Events, here: Ints) -> Ints:
    """Those that are the n-th or a later one of their lead, and not too long after the n-th before them."""
    before = (rule.needed or 1) - 1
    if before <= 0:
        return here
    if len(here) <= before:
        return here[:0]
    lead, at = events.lead[here], events.at[here]
    enough = lead[before:] == lead[:-before]
    if rule.within_days is not None:
        enough &= at[before:] - at[:-before] <= rule.within_days * DAY
    kept: Ints = here[before:][enough]
    return kept


def _days(times: Ints, zone: str) -> Ints:
    """The days of these times in this zone, as the row form counts them."""
    if zone == "UTC":
        return times // DAY
    day = day_in(zone)
    distinct, codes = np.unique(times, return_inverse=True)
    return np.array([day(instant(int(each))) for each in distinct], np.int64)[codes]


def _nth(*keys: NDArray[Any]) -> Ints:
    """How many rows before this one have the same keys; equal keys stand together."""
    count = len(keys[0])
    if not count:
        return np.zeros(0, np.int64)
    starts = np.zeros(count, np.bool_)
    starts[0] = True
    for key in keys:
        starts[1:] |= key[1:] != key[:-1]
    numbers = np.arange(count, dtype=np.int64)
    return numbers - np.maximum.accumulate(np.where(starts, numbers, 0))


def _left(decay: Decay, given: Ints, age: Ints) -> Ints:
    """What is left of each, by the same integers as the row form."""
    if isinstance(decay, HalfLife):
        halvings, part = np.divmod(age * PARTS // decay.seconds, PARTS)
        shift = BITS + np.minimum(halvings, LONGEST)
        left = (given * _HALVING[part] + (np.int64(1) << (shift - 1))) >> shift
        return np.where(halvings > LONGEST, 0, left)
    if isinstance(decay, Linear):
        left = (given * np.maximum(decay.seconds - age, 0) + decay.seconds // 2) // decay.seconds
        return np.where(age >= decay.seconds, 0, left)
    percent = np.full(len(given), 100, np.int64)
    for seconds, share in decay.steps:
        percent[age >= seconds] = share
    return given * percent // 100
