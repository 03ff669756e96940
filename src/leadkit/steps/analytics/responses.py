"""How soon people are answered, and whether it was in time. The due times are those that were planned then: the clocks
of the follow-up step said them, and the log kept them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from attrs import define, field, frozen

from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LEAD
from leadkit.model import Clock, Lead
from leadkit.model.events import ActivityRecorded, FollowUpPlanned, LeadCaptured
from leadkit.model.facts import Erased, Event, Moved
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import NEVER, Handlers, instant, micros, of_noun
from leadkit.steps.analytics.journeys import Journeys
from leadkit.steps.analytics.measures import Definition, Rate
from leadkit.steps.analytics.survival import Spread, spread, watched

__all__ = ["ResponseRow", "Responses", "responses"]


@frozen
class ResponseRow:
    """One clock: of everybody (team and owner blank), of one team, or of one person.

    n: how many times it ran. time: from its start to what it waited for, those still waiting watched so far. kept: done
    by the due time, of those that are due by now. running: neither done nor due yet; without a due time: not in `kept`.
    """

    definition: ClassVar[Definition] = DEFINITIONS["responses"]

    clock: Clock
    team: str
    owner: str
    n: int
    time: Spread
    kept: Rate
    running: int


#: (clock, team, owner, start, end or `NEVER`, due or `NEVER`)
_Run = tuple[Clock, str, str, int, int, int]


@define(eq=False)
class _Lead:
    owner: str
    team: str
    unowned_since: int
    started: int
    answered: int = NEVER
    answered_due: int = NEVER
    answered_by: tuple[str, str] = ("", "")
    last: int = NEVER
    waiting: int = NEVER
    due: int = NEVER
    closed: int = NEVER
    ended: list[_Run] = field(factory=list)


_CLOCKS = tuple(Clock)


class Responses:
    """The fold of all clocks of assignment, first contact, answer and follow-up.

    kinds: status → its type, as in `StateMachine.states`. assign_due: when a lead of this team that has been without an
    owner since then is to have one; without it assignments have times, but are neither kept nor missed.
    """

    def __init__(
        self,
        kinds: Mapping[str, StatusType] = LEAD.states,
        assign_due: Callable[[datetime, str | None], datetime] | None = None,
    ) -> None:
        self._closed = frozenset(str(s) for s, kind in kinds.items() if kind in (StatusType.WON, StatusType.LOST))
        self._assign_due = assign_due
        self._leads: dict[str, _Lead] = {}

    def handlers(self) -> Handlers:
        return {
            **of_noun(Lead, Event, self._take),
            **of_noun(Lead, Erased, self._erased),
            LeadCaptured: self._captured,
            FollowUpPlanned: self._planned,
        }

    def _captured(self, event: LeadCaptured) -> None:
        at, noun = micros(event.at), event.record
        lead = _Lead(noun.owner or "", noun.team or "", NEVER if noun.owner else at, at)
        self._leads[event.subject_id] = lead
        if noun.waiting_since is not None:
            lead.waiting = micros(noun.waiting_since)

    def _erased(self, event: Erased) -> None:
        self._leads.pop(event.subject_id, None)

    def _planned(self, event: FollowUpPlanned) -> None:
        if (lead := self._leads.get(event.subject_id)) is not None:
            lead.due = micros(event.due)

    def _take(self, event: Event) -> None:
        lead = self._leads.get(event.subject_id)
        if lead is None:
            return
        if isinstance(event, Moved):
            lead.closed = min(lead.closed, micros(event.at)) if event.target in self._closed else NEVER
        changes = event.changes
        if not changes:
            return
        if isinstance(event, ActivityRecorded):
            self._contacted(lead, changes)
        if (last := changes.get("last_contact_at")) is not None:
            lead.last = micros(last)
        if "waiting_since" in changes:
            since = changes["waiting_since"]
            lead.waiting = NEVER if since is None else micros(since)
        if "team" in changes:
            lead.team = changes["team"] or ""
        if "owner" in changes:
            self._owned(lead, changes["owner"] or "", micros(event.at))

    def _contacted(self, lead: _Lead, changes: Mapping[str, Any]) -> None:
        first, last = changes.get("first_response_at"), changes.get("last_contact_at")
        if first is not None and lead.answered == NEVER:
            lead.answered, lead.answered_due = micros(first), lead.due
            lead.answered_by = (lead.team, lead.owner)
        elif first is not None:
            lead.answered = micros(first)  # an older contact was entered late
        elif last is not None:
            answers = lead.waiting != NEVER and "waiting_since" in changes
            clock, start = (Clock.ANSWER, lead.waiting) if answers else (Clock.FOLLOW_UP, lead.last)
            self._ended(lead, clock, start, micros(last), lead.due)
        if last is not None:
            lead.due = NEVER  # it was ticked off by that; what is planned next comes in an event of its own

    def _owned(self, lead: _Lead, owner: str, at: int) -> None:
        before, lead.owner = lead.owner, owner
        if owner and lead.unowned_since != NEVER:
            self._ended(lead, Clock.ASSIGN, lead.unowned_since, at, self._assigned_by(lead))
            lead.unowned_since = NEVER
        elif before and not owner:
            lead.unowned_since = at

    def _assigned_by(self, lead: _Lead) -> int:
        if self._assign_due is None:
            return NEVER
        return micros(self._assign_due(instant(lead.unowned_since), lead.team or None))

    def _ended(self, lead: _Lead, clock: Clock, start: int, end: int, due: int) -> None:
        lead.ended.append((clock, lead.team, lead.owner, start, end, due))

    def runs(self, journeys: Journeys) -> Iterator[tuple[_Run, int]]:
        """Every run of a clock, and until when it was watched if it has not ended: `NEVER` for until today."""
        first: dict[str, list[_Lead]] = {}
        for id, lead in self._leads.items():
            if id in journeys:
                first.setdefault(journeys.standing(id), []).append(lead)
        for id, members in first.items():
            for member in members:
                for run in member.ended:
                    yield run, NEVER
            yield from self._open(self._leads[id], members)

    def _open(self, lead: _Lead, members: list[_Lead]) -> Iterator[tuple[_Run, int]]:
        """What runs today, and the first contact, ended or not: once, for the lead and all that it took in."""
        who, start = (lead.team, lead.owner), min(member.started for member in members)
        by = min(members, key=lambda member: member.answered)
        if by.answered != NEVER:
            yield (Clock.FIRST_CONTACT, *by.answered_by, start, by.answered, by.answered_due), NEVER
        else:
            yield (Clock.FIRST_CONTACT, *who, start, NEVER, lead.due), lead.closed
        if lead.unowned_since != NEVER:
            yield (Clock.ASSIGN, *who, lead.unowned_since, NEVER, self._assigned_by(lead)), lead.closed
        if NEVER not in (by.answered, lead.waiting):
            yield (Clock.ANSWER, *who, lead.waiting, NEVER, lead.due), lead.closed
        elif NEVER not in (by.answered, lead.due, lead.last):
            yield (Clock.FOLLOW_UP, *who, lead.last, NEVER, lead.due), lead.closed


@define
class _Tally:
    times: list[int] = field(factory=list)
    kept: int = 0
    due: int = 0
    running: int = 0


def responses(found: Responses, journeys: Journeys, as_of: datetime) -> tuple[ResponseRow, ...]:
    """The clocks of everybody, then those of each team, then those of each person; each clock that ran at all."""
    now = micros(as_of)
    tallies: dict[tuple[str, str, Clock], _Tally] = {}
    for (clock, team, owner, start, end, due), closed in found.runs(journeys):
        until = min(now, closed)
        for key in dict.fromkeys((("", ""), (team, ""), ("", owner))):
            _count(tallies.setdefault((*key, clock), _Tally()), start, end, due, until, closed)
    order = sorted(tallies, key=lambda key: (bool(key[1]), key[0], key[1], _CLOCKS.index(key[2])))
    return tuple(_row(*key, tallies[key]) for key in order)


def _count(tally: _Tally, start: int, end: int, due: int, until: int, closed: int) -> None:
    if end != NEVER:
        tally.times.append(watched(start, max(start, end), NEVER - 1))
        tally.kept += end <= due != NEVER
        tally.due += due != NEVER
        return
    tally.times.append(watched(start, NEVER, until))
    if until > due:
        tally.due += 1
    elif closed == NEVER and due != NEVER:
        tally.running += 1


def _row(team: str, owner: str, clock: Clock, tally: _Tally) -> ResponseRow:
    kept = Rate(tally.kept, tally.due)
    return ResponseRow(clock, team, owner, len(tally.times), spread(tally.times), kept, tally.running)
