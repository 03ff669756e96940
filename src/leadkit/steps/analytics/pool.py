"""Pools: what flows in and out, how long it waits there, and what each person has on the table."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.model import Lead, Priority
from leadkit.model.events import Erased, Event, LeadCaptured
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, Handlers, micros, of_noun
from leadkit.steps.analytics.funnel import Wins
from leadkit.steps.analytics.journeys import Journeys
from leadkit.steps.analytics.measures import Definition, Rate
from leadkit.steps.analytics.sales import ReasonRow, reason_rows
from leadkit.steps.analytics.survival import Spread, spread, watched

__all__ = ["PoolFlows", "PoolRow", "WorkloadRow", "disqualified_reasons", "pools", "workload"]


@frozen
class PoolRow:
    """entered: how many times a lead came in; left: went out, of these `taken` to an owner; inside: leads in it today.

    wait: how long they were in it. taken_by: owner → how many they got out of it; returned_by: former owner → how many
    of theirs came in.
    """

    definition: ClassVar[Definition] = DEFINITIONS["pool"]

    pool: str
    entered: int
    left: int
    taken: int
    inside: int
    wait: Spread
    taken_by: Mapping[str, int]
    returned_by: Mapping[str, int]

    @property
    def n(self) -> int:
        return self.entered


@frozen
class WorkloadRow:
    """One owner's leads today. open: being worked or on hold; urgent: those of high priority among them; leads: all of
    theirs, closed ones too; converted: of all of theirs."""

    definition: ClassVar[Definition] = DEFINITIONS["workload"]

    owner: str
    team: str
    leads: int
    open: int
    urgent: int
    converted: Rate
    won: Rate

    @property
    def n(self) -> int:
        return self.leads


#: (pool, from whom, when it came in, when it went out or `NEVER`, to whom)
_Stay = tuple[str, str, int, int, str]


class PoolFlows:
    """The fold of all stays in pools. Leads that were never in one take no room."""

    def __init__(self) -> None:
        self._owner: dict[str, str] = {}
        self._stays: dict[str, list[_Stay]] = {}

    def handlers(self) -> Handlers:
        return {
            **of_noun(Lead, Event, self._take),
            **of_noun(Lead, Erased, self._erased),
            LeadCaptured: self._captured,
        }

    def _captured(self, event: LeadCaptured) -> None:
        self._changed(event, {"owner": event.record.owner, "pool": event.record.pool})

    def _erased(self, event: Erased) -> None:
        self._owner.pop(event.subject_id, None)
        self._stays.pop(event.subject_id, None)

    def _take(self, event: Event) -> None:
        if "pool" in event.changes or "owner" in event.changes:
            self._changed(event, event.changes)

    def _changed(self, event: Event, changes: Mapping[str, Any]) -> None:
        id = event.subject_id
        owner = self._owner.get(id, "")
        after = (changes["owner"] or "") if "owner" in changes else owner
        stays = self._stays.get(id)
        inside = stays[-1][0] if stays and stays[-1][3] == NEVER else ""
        pool = (changes["pool"] or "") if "pool" in changes else inside
        if pool != inside:
            if inside and stays:
                stays[-1] = (*stays[-1][:3], micros(event.at), after)
            if pool:
                self._stays.setdefault(id, []).append((pool, owner, micros(event.at), NEVER, ""))
        if after:
            self._owner[id] = after
        else:
            self._owner.pop(id, None)

    def stays(self, journeys: Journeys) -> list[tuple[_Stay, bool]]:
        """Every stay, and whether the lead stands for itself today; one that was merged away is in no pool any more."""
        return [
            (stay, journeys.standing(id) == id) for id, stays in self._stays.items() if id in journeys for stay in stays
        ]


def pools(flows: PoolFlows, journeys: Journeys, as_of: datetime) -> tuple[PoolRow, ...]:
    """One row a pool, most leads inside first."""
    now, groups = micros(as_of), dict[str, list[tuple[_Stay, bool]]]()
    for stay, stands in flows.stays(journeys):
        groups.setdefault(stay[0], []).append((stay, stands))
    rows = []
    for pool, stays in groups.items():
        times = [watched(since, until, now) for (_, _, since, until, _), _ in stays]
        out = [stay for stay, _ in stays if stay[3] != NEVER]
        rows.append(
            PoolRow(
                pool=pool,
                entered=len(stays),
                left=len(out),
                taken=sum(1 for stay in out if stay[4]),
                inside=sum(stay[3] == NEVER and stands for stay, stands in stays),
                wait=spread(times),
                taken_by=_most(Counter(stay[4] for stay in out if stay[4])),
                returned_by=_most(Counter(stay[1] for stay, _ in stays if stay[1])),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.inside, row.pool)))


def _most(counts: Counter[str]) -> Mapping[str, int]:
    return FrozenDict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def workload(journeys: Journeys, won: Wins) -> tuple[WorkloadRow, ...]:
    """One row an owner, most open leads first. won: as `wins` tells it."""
    working = journeys.working
    groups: dict[str, list[tuple[str, bool, bool, bool, bool]]] = {}
    for each in journeys:
        if each.owner:
            is_open = each.status in working
            urgent = is_open and each.priority is Priority.HIGH
            has_won = each.id in won
            told = (each.team, is_open, urgent, has_won or each.times[4] != NEVER, has_won)
            groups.setdefault(each.owner, []).append(told)
    rows = [
        WorkloadRow(
            owner,
            team=max(Counter(team for team, *_ in leads).items(), key=lambda item: (item[1], item[0]))[0],
            leads=len(leads),
            open=sum(lead[1] for lead in leads),
            urgent=sum(lead[2] for lead in leads),
            converted=Rate(sum(lead[3] for lead in leads), len(leads)),
            won=Rate(sum(lead[4] for lead in leads), len(leads)),
        )
        for owner, leads in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.open, row.owner)))


def disqualified_reasons(journeys: Journeys) -> tuple[ReasonRow, ...]:
    """Why the leads that stand lost are lost, most first."""
    return reason_rows((each.reason, None) for each in journeys if each.status in journeys.lost)
