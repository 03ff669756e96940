"""The way of each lead, from its events: when it first came to each stage, where from, and how it stands.

A lead that was merged away counts as part of the one that stands for it, and for itself again once that is taken back.
A lead that was erased counts nowhere: nothing of it is left in the log.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import frozen

from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LEAD, LeadStatus
from leadkit.model import Lead, Priority, Score
from leadkit.model.events import LeadAbsorbed, LeadCaptured, LeadMerged, LeadRevived, LeadScored, LeadUnmerged
from leadkit.model.facts import Changed, Erased, Event, Moved
from leadkit.steps.analytics.folding import NEVER, Handlers, micros, of_noun

__all__ = ["DEPTH", "FunnelStage", "Journey", "Journeys"]


class FunnelStage(StrEnum):
    """How far a lead came, in order."""

    CAPTURED = "captured"
    ASSIGNED = "assigned"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    WON = "won"


DEPTH: Mapping[FunnelStage, int] = {stage: depth for depth, stage in enumerate(FunnelStage)}

_STAGE_OF_STATUS: Mapping[str, FunnelStage] = {
    LeadStatus.ASSIGNED: FunnelStage.ASSIGNED,
    LeadStatus.WORKING: FunnelStage.CONTACTED,
    LeadStatus.QUALIFIED: FunnelStage.QUALIFIED,
    LeadStatus.CONVERTED: FunnelStage.CONVERTED,
}
_PRIORITIES = (None, *Priority)
_CODES = {priority: code for code, priority in enumerate(_PRIORITIES)}
_UNSCORED = -(2**31)
_REOPENED, _REVERTED = 1, 2


@frozen
class Journey:
    """One lead that stands for itself. times: microseconds at which it, or a lead that it took in, first entered each
    stage up to the conversion, `NEVER` where it did not. lost_at: since when it stands lost, else `NEVER`."""

    id: str
    times: tuple[int, ...]
    lost_at: int
    channel: str
    campaign: str
    status: str
    reason: str
    owner: str
    team: str
    priority: Priority | None
    score: int | None


@frozen
class Marked:
    """How many leads that stand for themselves were lost and came back, and how many conversions were taken back."""

    reopened: int
    reverted: int


class _Texts:
    """Texts that occur again and again, as numbers."""

    def __init__(self) -> None:
        self.texts = [""]
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


class Journeys:
    """The fold of all leads. It keeps about a hundred bytes a lead beside its id, however many events there are.

    kinds: status → its type, as in `StateMachine.states` of the host's lead machine. erased: how many were erased.
    """

    def __init__(self, kinds: Mapping[str, StatusType] = LEAD.states) -> None:
        self._kinds = kinds
        won = {status: FunnelStage.CONVERTED for status, kind in kinds.items() if kind is StatusType.WON}
        self._stages = {status: DEPTH[stage] for status, stage in {**won, **_STAGE_OF_STATUS}.items()}
        self._lost = frozenset(str(status) for status, kind in kinds.items() if kind is StatusType.LOST)
        self._won = frozenset(map(str, won))
        self._rows: dict[str, int] = {}
        self._into: dict[str, str] = {}
        self._times = tuple(array("q") for _ in range(5))
        self._lost_at = array("q")
        self._scores, self._priorities = array("i"), bytearray()
        self._texts = {name: _Texts() for name in ("channel", "campaign", "status", "reason", "owner", "team")}
        self._numbers = {name: array("I") for name in self._texts}
        self._marks = bytearray()
        self.erased = 0

    def handlers(self) -> Handlers:
        return {
            **of_noun(Lead, Moved, self._moved),
            **of_noun(Lead, Changed, self._changed),
            **of_noun(Lead, Erased, self._erased),
            LeadCaptured: self._captured,
            LeadScored: self._scored,
            LeadMerged: self._changed,
            LeadUnmerged: self._changed,
            LeadAbsorbed: self._absorbed,
            LeadRevived: self._revived,
        }

    # --- what happens

    def _captured(self, event: LeadCaptured) -> None:
        lead: Lead = event.record
        row = self._rows.get(event.subject_id)
        if row is None:
            row = self._rows[event.subject_id] = len(self._lost_at)
            for column in self._times:
                column.append(NEVER)
            self._lost_at.append(NEVER)
            self._scores.append(_UNSCORED)
            self._priorities.append(0)
            self._marks.append(0)
            for numbers in self._numbers.values():
                numbers.append(0)
        at = self._times[0][row] = micros(event.at)
        self._learnt(row, lead.__dict__)
        self._entered(row, "", lead.status, at)

    def _moved(self, event: Moved) -> None:
        row = self._rows.get(event.subject_id)
        if row is None:
            return
        if event.target != event.source:
            self._entered(row, event.source, event.target, micros(event.at))
        if event.changes:
            self._learnt(row, event.changes)

    def _changed(self, event: Event) -> None:
        row = self._rows.get(event.subject_id)
        if row is None or not event.changes:
            return
        if (status := event.changes.get("status")) is not None:
            numbers, texts = self._numbers["status"], self._texts["status"].texts
            self._entered(row, texts[numbers[row]], status, micros(event.at))
        self._learnt(row, event.changes)

    def _scored(self, event: LeadScored) -> None:
        row = self._rows.get(event.subject_id)
        if row is not None:
            self._score(row, event.changes.get("score"))

    def _erased(self, event: Erased) -> None:
        self.erased += 1
        self._into.pop(event.subject_id, None)
        row = self._rows.pop(event.subject_id, None)
        if row is not None:
            self._times[0][row] = NEVER

    def _absorbed(self, event: LeadAbsorbed) -> None:
        self._into[event.subject_id] = event.into

    def _revived(self, event: LeadRevived) -> None:
        self._into.pop(event.subject_id, None)
        self._changed(event)

    # --- what is kept

    def _entered(self, row: int, source: str, target: str, at: int) -> None:
        self._numbers["status"][row] = self._texts["status"].number(str(target))
        if source in self._won and target not in self._won:
            # The conversion was taken back: it has not happened.
            self._times[4][row] = NEVER
            self._marks[row] |= _REVERTED
        depth = self._stages.get(target)
        if depth is not None and self._times[depth][row] > at:
            self._times[depth][row] = at
        if target in self._lost:
            if source not in self._lost:
                self._lost_at[row] = at
        elif source in self._lost:
            self._lost_at[row] = NEVER
            self._marks[row] |= _REOPENED

    def _learnt(self, row: int, values: Mapping[str, Any]) -> None:
        for name in ("owner", "team"):
            if name in values:
                self._numbers[name][row] = self._texts[name].number(values[name] or "")
        if "status_reason" in values:
            self._numbers["reason"][row] = self._texts["reason"].number(values["status_reason"])
        if "source" in values:
            source = values["source"]
            self._numbers["channel"][row] = self._texts["channel"].number(source.channel.value)
            self._numbers["campaign"][row] = self._texts["campaign"].number(source.campaign)
        if "score" in values:
            self._score(row, values["score"])

    def _score(self, row: int, score: Score | None) -> None:
        self._scores[row] = score.total if score else _UNSCORED
        self._priorities[row] = _CODES[score.priority] if score else 0

    # --- what it comes to

    @property
    def merged(self) -> int:
        """How many leads are part of another one today."""
        return len(self._into)

    @property
    def marked(self) -> Marked:
        """What happened to leads that stand for themselves that a funnel does not show."""
        marks = [self._marks[row] for id, row in self._rows.items() if self.standing(id) == id]
        return Marked(sum(mark & _REOPENED > 0 for mark in marks), sum(mark & _REVERTED > 0 for mark in marks))

    @property
    def lost(self) -> frozenset[str]:
        """The statuses of lost leads."""
        return self._lost

    @property
    def working(self) -> frozenset[str]:
        """The statuses of leads that are being worked or on hold."""
        return frozenset(str(s) for s, kind in self._kinds.items() if kind in (StatusType.OPEN, StatusType.ON_HOLD))

    def standing(self, id: str) -> str:
        """The lead that stands for this one today: itself, unless it was merged away."""
        while (into := self._into.get(id)) is not None and into in self._rows:
            id = into
        return id

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def steps(self) -> Iterator[tuple[str, list[int], int]]:
        """(id, times, lost_at) of each lead that stands for itself, in the order in which they came: what a funnel
        needs of a journey."""
        groups = self._groups()
        for id, row in self._rows.items():
            if id in groups:
                if members := groups[id]:
                    yield id, [min(column[each] for each in members) for column in self._times], self._lost_at[row]
            else:
                yield id, [column[row] for column in self._times], self._lost_at[row]

    def __iter__(self) -> Iterator[Journey]:
        texts = {name: each.texts for name, each in self._texts.items()}
        for id, times, lost_at in self.steps():
            row = self._rows[id]
            said = {name: texts[name][numbers[row]] for name, numbers in self._numbers.items()}
            score = self._scores[row]
            yield Journey(
                id=id,
                times=tuple(times),
                lost_at=lost_at,
                priority=_PRIORITIES[self._priorities[row]],
                score=None if score == _UNSCORED else score,
                **said,
            )

    def _groups(self) -> dict[str, Iterable[int]]:
        """Leads that took others in → the rows of all of them; leads that were taken in → none."""
        groups: dict[str, list[int]] = {}
        for id in self._into:
            if id in self._rows and (root := self.standing(id)) != id:
                groups.setdefault(root, [self._rows[root]]).append(self._rows[id])
                groups[id] = []
        return dict(groups)
