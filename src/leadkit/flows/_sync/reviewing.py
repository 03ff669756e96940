# Derived from src/leadkit/flows/_async/reviewing.py by tools/twins.py; edit that file.
"""Review of rules: the history of the leads passes by once, and two playbooks say what they would have done."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from leadkit.flows._sync.env import Env
from leadkit.flows.asking import asked
from leadkit.flows.isolation import isolated
from leadkit.kernel.instants import time_zone
from leadkit.kernel.record import replaced
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead
from leadkit.model.events import Event, FollowUpPlanned, LeadAssigned, LeadCaptured, LeadErased, applied
from leadkit.model.rotation import Rotation
from leadkit.playbook import Playbook
from leadkit.steps.analytics import Rate, Review, shift
from leadkit.steps.assignment import Known, RoundRobin, candidates_of, checked_choice, ledger, routed, turn_taken

__all__ = ["compared"]


def compared(env: Env, first: Playbook, second: Playbook, events: Iterable[Event] | None) -> Review:
    """The history of the store, or these events, under two playbooks. It keeps each lead as it stands."""
    history = _History(first, second)
    now = env.now()
    with env.store.begin() as work:
        if events is None:
            for event in work.events.all():
                history.take(event)
        else:
            for event in events:
                history.take(event)
        living = [lead for lead in history.leads.values() if lead.merged_into is None]
        said: dict[str, dict[str, tuple[str, str]]] = {"scores": {}, "priorities": {}, "reached": {}}
        for lead in living:
            activities = work.activities.of_lead(lead.id)
            fresh = replaced(lead, {"score": None})
            scores = [asked(rules.scorer, fresh, activities, now)[0] for rules in (first, second)]
            said["scores"][lead.id] = _pair(str(score.total) if score else "" for score in scores)
            said["priorities"][lead.id] = _pair(str(score.priority) if score else "" for score in scores)
            said["reached"][lead.id] = _pair(score.reached if score else "" for score in scores)
    fates = {lead.id: history.fates(lead, now) for lead in living if lead.id in history.dues}
    judged = {id: (one, other) for id, (one, other) in fates.items() if one and other}
    return Review(
        as_of=now,
        leads=len(living),
        scores=shift(said["scores"]),
        priorities=shift(said["priorities"]),
        reached=shift(said["reached"]),
        owners=shift({lead.id: history.owners[lead.id] for lead in living if lead.id in history.owners}),
        dues=shift({lead.id: _pair(map(_told, history.dues[lead.id])) for lead in living if lead.id in history.dues}),
        kept_first=_kept(one for one, _ in fates.values()),
        kept_second=_kept(other for _, other in fates.values()),
        late=shift(judged),
    )


def _pair(values: Iterable[str]) -> tuple[str, str]:
    one, other = values
    return one, other


def _told(due: datetime) -> str:
    return f"{due:%Y-%m-%d %H:%M} UTC"


def _kept(fates: Iterable[str]) -> Rate:
    counts = Counter(fates)
    return Rate(counts["kept"], counts["kept"] + counts["late"])


class _History:
    """The leads as they stand after the events so far, and what each playbook would have done with them."""

    def __init__(self, first: Playbook, second: Playbook) -> None:
        self._desks = (_Desk(first), _Desk(second))
        self.leads: dict[str, Lead] = {}
        self.owners: dict[str, tuple[str, str]] = {}
        self.dues: dict[str, tuple[datetime, datetime]] = {}

    def take(self, event: Event) -> None:
        if event.noun is not Lead:
            return
        if isinstance(event, LeadCaptured):
            self.leads[event.subject_id] = event.record
            return
        lead = self.leads.get(event.subject_id)
        if lead is None:
            return
        if isinstance(event, LeadErased):
            del self.leads[lead.id]
            return
        if type(event) is LeadAssigned and event.changes.get("team"):  # nobody who claims or names sends it to a team
            one, other = self._desks
            self.owners[lead.id] = one.given_to(lead, event.at), other.given_to(lead, event.at)
        lead = self.leads[lead.id] = applied(lead, event)
        if isinstance(event, FollowUpPlanned) and lead.id not in self.dues and lead.first_response_at is None:
            one, other = self._desks
            self.dues[lead.id] = one.due(lead), other.due(lead)
        for desk in self._desks:
            desk.seen(lead)

    def fates(self, lead: Lead, now: datetime) -> tuple[str, str]:
        """ "kept", "late", or blank where it is not due yet, under each playbook."""
        at = lead.first_response_at
        one, other = ["kept" if at and at <= due else "late" if (at or now) > due else "" for due in self.dues[lead.id]]
        return one, other


class _Desk:
    """Whose turn it is, and how much everybody has, if this playbook assigns."""

    def __init__(self, playbook: Playbook) -> None:
        self._playbook = playbook
        self._rotations: dict[str, Rotation] = {}
        self._has: dict[str, str] = {}
        self._open: Counter[str] = Counter()

    def due(self, lead: Lead) -> datetime:
        policy = self._playbook.follow_up
        calendar = policy.calendar_of(lead.owner, lead.team)
        return policy.later(lead.created_at, policy.response_time(lead), calendar)

    def given_to(self, lead: Lead, at: datetime) -> str:
        """Who gets the lead; blank for nobody."""
        policy = self._playbook.assignment
        route = routed(lead, policy)
        members = route.team.members
        today = at.astimezone(time_zone(policy.zone)).date()
        known = {member: self._known(member, route.team.name, at) for member in members}
        people = {member: policy.person(member) for member in members}
        rotation = self._rotation(route.memory)
        candidates, _ = candidates_of(lead, members, people, rotation, known, today=today, seed=policy.seed)
        if not candidates:
            return policy.overflow_owner
        choice, _ = isolated(
            "assignment",
            route.strategy,
            lambda: checked_choice(route.strategy.choose(lead, candidates), candidates),
            lambda: RoundRobin().choose(lead, candidates),
        )
        self._rotations[route.memory] = turn_taken(rotation, choice.owner, candidates)
        self._rotations[ledger(choice.owner)] = self._rotation(ledger(choice.owner)).counted(today)
        self._drop(lead.id)
        self._has[lead.id] = choice.owner
        self._open[choice.owner] += 1
        return choice.owner

    def seen(self, lead: Lead) -> None:
        """A lead that is closed is on nobody's table any more."""
        if lead.id in self._has and self._playbook.lead_machine.states.get(lead.status) in _CLOSED:
            self._drop(lead.id)

    def _drop(self, id: str) -> None:
        if (owner := self._has.pop(id, None)) is not None:
            self._open[owner] -= 1

    def _rotation(self, name: str) -> Rotation:
        return self._rotations.get(name) or Rotation(name)

    def _known(self, member: str, team: str, at: datetime) -> Known:
        policy = self._playbook
        calendar = policy.follow_up.calendar_of(member, team)
        away = calendar is not None and calendar.next_opening(at) > at + policy.assignment.horizon
        return Known(self._open[member], self._rotation(ledger(member)).turns, away)


_CLOSED = (StatusType.WON, StatusType.LOST)
