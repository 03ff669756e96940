"""Behaviour as a ledger: every thing that happened is an entry, and a score is what the entries are worth at a time.

The order in which things became known does not matter: entries are taken once an id, in the order of (time, id). What
happened after the time of asking does not exist. Points are counted in thousandths, so that sums are exact.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from attrs import frozen

from leadkit.kernel.instants import time_zone
from leadkit.model import Activity
from leadkit.model.activity import DETAILS
from leadkit.steps.scoring.judging import judged, reading
from leadkit.steps.scoring.rules import BotFilter, Rule

__all__ = ["Entry", "LedgerEngine", "Worth", "canonical", "day_in"]

_ORDER = attrgetter("at", "id")
_NUMBER = itemgetter(0)


@frozen
class Entry:
    """One thing that happened, as one row sees it. given: thousandths at its time; left: at the time of asking."""

    activity: Activity
    given: int
    left: int


@frozen
class Worth:
    """What one row is worth. thousandths: what is left of its entries together, within the most that it gives."""

    rule: Rule
    thousandths: int
    entries: tuple[Entry, ...] = ()


def canonical(activities: Iterable[Activity], at: datetime) -> list[Activity]:
    """What happened up to this time, each id once, by (time, id). Of two that share an id, the earlier one counts."""
    found: dict[str, Activity] = {}
    total = 0
    for activity in activities:
        if activity.at <= at:
            total += 1
            found.setdefault(activity.id, activity)
    if total > len(found):
        for activity in activities:
            if activity.at <= at and _before(activity, found[activity.id]):
                found[activity.id] = activity
    return sorted(found.values(), key=_ORDER)


def _before(one: Activity, other: Activity) -> bool:
    return one is not other and (one.at, repr(one)) < (other.at, repr(other))


def day_in(zone: str) -> Callable[[datetime], int]:
    """The function from an instant (UTC) to its day in this IANA zone, a number that counts days."""
    if zone == "UTC":
        return datetime.toordinal
    of = time_zone(zone)

    def day(at: datetime) -> int:
        try:
            return at.astimezone(of).toordinal()
        except OverflowError:  # the first and the last day that there is
            return at.toordinal()

    return day


class _Row:
    """A rule, with what it needs to look at one kind of activity. zone: of its days."""

    def __init__(self, rule: Rule, detail: type[Any], zone: str) -> None:
        self.rule = rule
        self.amount = rule.points * 1_000
        self.per_day = None if rule.per_day is None else rule.per_day * 1_000
        self.needed = rule.needed or 0
        self.within = None if rule.within_days is None else timedelta(days=rule.within_days)
        path = ".".join(rule.field.split(".")[2:])
        self.read = reading(detail, path) if path else None
        judge = rule.condition.judge()
        self.judge = judge
        self.fits: Callable[[Any], bool] = judged(detail, path, [rule.condition], judge) if path else judge
        self.left = rule.decay.left if rule.decay else None
        self.day = day_in(zone)

    def fitting(self, events: Sequence[Activity]) -> Sequence[Activity]:
        """The things that may hold points, in order."""
        found = events
        if self.read is not None:
            read, fits = self.read, self.fits
            try:
                found = [event for event in events if fits(read(event.detail))]
            except TypeError:  # a value without a hash
                found = [event for event in events if self.judge(read(event.detail))]
        before = self.needed - 1
        if before <= 0:
            return found
        ends = range(before, len(found))
        within = self.within
        if within is None:
            return found[before:]
        return [found[end] for end in ends if found[end].at - found[end - before].at <= within]

    def entries(self, events: Sequence[Activity], at: datetime) -> list[tuple[Activity, int, int]]:
        """(what happened, given, left)"""
        amount, left, per_day = self.amount, self.left, self.per_day
        found = self.fitting(events)
        if not self.rule.repeat:
            found = found[-1:]
        made = []
        day, room = 0, 0
        for event in found:
            given = amount
            if per_day is not None:
                if (today := self.day(event.at)) != day:
                    day, room = today, per_day
                given = min(abs(amount), room) * (1 if amount > 0 else -1)
                room -= abs(given)
            if left is None or not given:
                made.append((event, given, given))
            else:
                age = at - event.at
                made.append((event, given, left(given, age.days * 86_400 + age.seconds)))
        return made

    def worth(self, events: Sequence[Activity], at: datetime) -> tuple[int, list[tuple[Activity, int, int]]]:
        """(thousandths within the most it gives, entries)"""
        entries = self.entries(events, at)
        total = sum([left for _, _, left in entries])
        return self.limited(total), entries

    def limited(self, total: int) -> int:
        most = self.rule.most
        return total if most is None else max(-most * 1_000, min(most * 1_000, total))


class LedgerEngine:
    """The rows about behaviour, compiled."""

    def __init__(self, rules: Sequence[Rule], bots: BotFilter | None, zone: str = "UTC") -> None:
        self.rules = tuple(rules)
        self._bots = bots
        self._of_bots = frozenset(DETAILS[kind] for kind in bots.kinds) if bots else frozenset()
        rows = [(number, _Row(rule, DETAILS[rule.kind], zone)) for number, rule in enumerate(self.rules)]
        self._of_number = [(number, row, DETAILS[row.rule.kind]) for number, row in rows if not row.needed]
        self._of_events: dict[type[Any], list[tuple[int, _Row]]] = {DETAILS[rule.kind]: [] for rule in self.rules}
        for number, row in rows:
            if row.needed:
                self._of_events[DETAILS[row.rule.kind]].append((number, row))

    def worths(self, activities: Sequence[Activity], at: datetime) -> list[Worth]:
        """What each row that applies is worth, with the entries that make it up."""
        return [
            Worth(row.rule, total, tuple([Entry(*entry) for entry in entries]))
            for _, row, total, entries in self._applied(activities, at)
        ]

    def totals(self, activities: Sequence[Activity], at: datetime) -> list[tuple[Rule, int]]:
        """What each row that applies is worth, in thousandths."""
        return [(row.rule, total) for _, row, total, _ in self._applied(activities, at)]

    def _applied(
        self, activities: Sequence[Activity], at: datetime
    ) -> list[tuple[int, _Row, int, list[tuple[Activity, int, int]]]]:
        seen = self._seen(activities, at) if activities else {}
        found: list[tuple[int, _Row, int, list[tuple[Activity, int, int]]]] = [
            (number, row, row.amount, [])
            for number, row, detail in self._of_number
            if row.judge(len(seen.get(detail, ())) or None)
        ]
        for detail, events in seen.items():
            for number, row in self._of_events[detail]:
                if len(events) >= row.needed:
                    total, entries = row.worth(events, at)
                    if entries:
                        found.append((number, row, total, entries))
        found.sort(key=_NUMBER)
        return found

    def _seen(self, activities: Sequence[Activity], at: datetime) -> Mapping[type[Any], Sequence[Activity]]:
        """What people did, of each kind that a row looks at, in order."""
        by_type: dict[type[Any], list[Activity]] = {}
        for activity in canonical(activities, at):
            kind = type(activity.detail)
            if kind in by_type:
                by_type[kind].append(activity)
            elif kind in self._of_events:
                by_type[kind] = [activity]
        if self._bots:
            for kind in by_type.keys() & self._of_bots:
                if len(by_type[kind]) > self._bots.most:
                    by_type[kind] = by_people(by_type[kind], self._bots)
        return by_type


def by_people(events: Sequence[Activity], bots: BotFilter) -> list[Activity]:
    """These things of one kind, in order, without those that came faster than a person does them."""
    most, span = bots.most, timedelta(seconds=bots.seconds)
    made: set[int] = set()
    for last in range(most, len(events)):
        if events[last].at - events[last - most].at <= span:
            made.update(range(last - most, last + 1))
    return [event for number, event in enumerate(events) if number not in made]
