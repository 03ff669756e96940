# Derived from src/leadkit/desk/_async/leads.py by tools/twins.py; edit that file.
"""`desk.leads`: from capture to conversion."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import ClassVar, Unpack

from leadkit.desk._sync.records import Records
from leadkit.desk.refusing import allowed
from leadkit.errors import LeadkitError, Problem, Refused
from leadkit.flows._sync import assignment, conversion, following, leads, messaging, reverting, scoring
from leadkit.flows._sync.capture import capture
from leadkit.flows._sync.capture_many import capture_many
from leadkit.flows._sync.conversion import Asked
from leadkit.flows._sync.duplicates import Pair, duplicates
from leadkit.flows._sync.lineage import activities_of, members
from leadkit.flows._sync.placing import place
from leadkit.flows._sync.scoring import Rescored
from leadkit.flows._sync.settling import open_step
from leadkit.kernel.decision import Refusal
from leadkit.kernel.instants import utc, utc_or_none
from leadkit.kernel.money import Money
from leadkit.messaging import Messenger
from leadkit.model import (
    Activity,
    ConversionChoices,
    ConversionOptions,
    ConversionPlan,
    Detail,
    FollowUp,
    Inquiry,
    InquiryFields,
    Lead,
    Receipt,
    Score,
)
from leadkit.repositories import FilePort
from leadkit.steps.assignment import Choice
from leadkit.steps.capture import Captured
from leadkit.steps.conversion import Conversion, Reverted
from leadkit.steps.followup import Alarm, Deadline, PlainRenderer, Renderer
from leadkit.steps.scoring import Explanation

__all__ = ["Leads"]


def _asked(what: ConversionPlan | str, key: str | None, options: ConversionOptions) -> Asked:
    if isinstance(what, str):
        return Asked(what, ConversionChoices(**options), None, key)
    if options:
        raise Refused([Problem("planned_already", name, "is decided by the plan; plan again") for name in options])
    return Asked(what.lead_id, what.choices, what, key)


class Leads(Records[Lead]):
    """Leads of one desk. The id of a lead that was merged away stands for the one that took it in."""

    kind: ClassVar[str] = "lead"

    def capture(self, *, idempotency_key: str | None = None, **inquiry: Unpack[InquiryFields]) -> Captured:
        """Take an inquiry in: cleanse it, recognise the person, keep it as a new lead or attach it to a known one.

        The fields are those of `leadkit.model.Inquiry`. A repeat (same key, or the same content within five minutes)
        returns the first outcome. Raises `Refused` when no lead can be made of it (reasons and raw input are kept in
        the store) and `IdempotencyConflict` when the key was used for another content.
        """
        return allowed(capture(self._env, Inquiry(**inquiry), idempotency_key))

    def capture_many(
        self, inquiries: Iterable[Inquiry | tuple[str, Inquiry]], *, batch: int = 500
    ) -> Iterator[Captured | LeadkitError]:
        """Take many inquiries in, as `capture` would one by one, in units of work of `batch` each.

        inquiries: each alone, or with its idempotency key before it. Yields one outcome for each, in their order and
        after it was committed: what became of it, or the error that `capture` would have raised. The next batch is
        taken when the last one is done, so a file may be larger than the memory.
        """
        for outcome in capture_many(self._env, inquiries, batch):
            yield Refused(outcome.problems) if isinstance(outcome, Refusal) else outcome

    def find(
        self,
        *,
        statuses: str | Iterable[str] | None = None,
        owner: str | None = None,
        pool: str | None = None,
        updated_since: datetime | None = None,
        after: str = "",
        limit: int | None = None,
    ) -> tuple[Lead, ...]:
        """The leads that meet every condition given, oldest first; without those that were merged away.

        updated_since: aware. after, limit: a page of at most `limit` leads, beginning behind this lead's id.
        """
        since = utc_or_none(updated_since)
        with self._env.store.begin() as work:
            # A text is a collection of its letters, and an iterator would be used up by the first lead.
            wanted = None if statuses is None else frozenset([statuses] if isinstance(statuses, str) else statuses)
            found = work.leads.where(
                statuses=wanted, owner=owner, pool=pool, updated_since=since, after=after, limit=limit
            )
            return tuple([lead for lead in found])

    def activities(self, lead_id: str) -> tuple[Activity, ...]:
        """What happened with the lead and with those that it took in, oldest first."""
        with self._env.store.begin() as work:
            return activities_of(work, members(work.leads, lead_id))

    def record(
        self,
        lead_id: str,
        detail: Detail,
        *,
        by: str | None = None,
        at: datetime | None = None,
        needs: Iterable[str] = (),
        objections: Iterable[str] = (),
    ) -> Activity:
        """Record that something happened: a call, a page visit, … at: when, if not now (aware).

        A contact ticks off what was planned. needs, objections: what was learnt; kept with the follow-up and the lead.
        """
        _, activity = leads.record(self._env, lead_id, detail, by, at, needs=needs, objections=objections)
        return activity

    def send(self, lead_id: str, via: Messenger, renderer: Renderer | None = None) -> Activity:
        """Do the lead's planned step, an e-mail or a message, through this messenger; returns what was recorded of it.

        Content is chosen by the follow-up policy, the words are the renderer's, by default `PlainRenderer`. Raises
        `Refused` when there is nothing to write, when the person did not agree to it or has no address, and when a
        plug-in fails: the step then stays open, and the lead's history says why. The message has the id of the step, so
        one that is sent again after a crash can be told.
        """
        return allowed(messaging.send(self._env, lead_id, via, renderer or PlainRenderer()))

    def score(self, lead_id: str, *, at: datetime | None = None) -> Score | None:
        """The score as of now, saved if it changed. `None` when the scorer failed and there was none before.

        at (aware): the score as of that time instead, by the rules of today, of the lead as it was and of what had
        happened by then. Nothing is saved, and asking twice gives the same; what is entered late counts when it
        happened. Raises `NotFound` when the lead was not there yet.
        """
        if at is not None:
            return scoring.score_at(self._env, lead_id, utc(at))
        return (scoring.rescore(self._env, lead_id)).score

    def explain(self, lead_id: str, *, at: datetime | None = None) -> Explanation:
        """Every point of the score by rule, event, time and decay, and what changed since the last score.

        at (aware): as of that time, as in `score`. Nothing is saved. Raises what the scorer raises.
        """
        return scoring.explanation(self._env, lead_id, utc_or_none(at))

    def rescore(self, *, batch: int = 500) -> Iterator[Rescored]:
        """Score every lead anew, in units of work of `batch` each: after the rules changed, or so that points fade.

        Yields the leads whose score changed, each after it was committed. A second run at the same time finds nothing.
        """
        for changed in scoring.rescore_all(self._env, batch):
            yield changed

    def assign(self, lead_id: str, *, to: str | None = None, override: bool = False) -> Lead:
        """Give the lead an owner: `to`, or whoever the assignment policy chooses.

        The event keeps who was considered and why they lost. Raises `Refused` when the lead is not ripe yet, or nobody
        may get it and the policy has no overflow; and when `to` has as many open leads as they, or their team, may
        have. override: somebody who may decides otherwise; the history says so.
        """
        return allowed(assignment.assign(self._env, lead_id, to, override=override))

    def propose(self, lead_id: str) -> Choice:
        """Who would get the lead by the assignment policy, and why the others would not; nothing is changed.

        Raises `Refused` as `assign` does.
        """
        return allowed(assignment.proposed(self._env, lead_id))

    def qualify(
        self, lead_id: str, *, need: str = "", budget: Money | None = None, decision_date: date | None = None
    ) -> Lead:
        """Confirm that the interest is real, with what was learnt about need, budget and decision date."""
        return allowed(leads.qualify(self._env, lead_id, need, budget, decision_date))

    def plan_conversion(
        self, lead_id: str, *, files: FilePort | None = None, **options: Unpack[ConversionOptions]
    ) -> ConversionPlan:
        """What converting the lead would do: whom it belongs to or may belong to, what becomes of each field, what is
        made and linked, what hangs on the lead, and all that stands in the way (`blockers`). Writes nothing.

        options: customer, contact, opportunity: the id of an existing one, `"new"`, or `"none"`; owner; amount, name,
        pipeline of a new opportunity. See `leadkit.model.ConversionChoices`. files: asked for the lead's files. The
        plan has a JSON form (`leadkit.serialization.to_json`). Raises `NotFound` for a chosen id that nobody has.
        """
        return conversion.plan_conversion(self._env, lead_id, ConversionChoices(**options), files)

    def convert(
        self,
        what: ConversionPlan | str,
        *,
        key: str | None = None,
        files: FilePort | None = None,
        **options: Unpack[ConversionOptions],
    ) -> Conversion:
        """Make of a qualified lead what the plan says, all or nothing; or of a lead, by its id, what a plan would say.

        options: as in `plan_conversion`, where there is no plan. key: the same key answers the first outcome, another
        one on a converted lead is refused with the code `already_converted`; without a key, a converted lead answers
        its outcome. files: links the lead's files after the commit; if it fails, the lead's history says so.

        Raises `Refused` with all that stands in the way, and with the code `stale_plan`, and what happened, when
        something changed since the plan was made.
        """
        return allowed(conversion.convert(self._env, _asked(what, key, options), files))

    def convert_many(
        self,
        plans: Iterable[ConversionPlan | str | tuple[str, ConversionPlan | str]],
        *,
        all_or_none: bool = False,
        files: FilePort | None = None,
    ) -> tuple[Conversion | Refused, ...]:
        """Convert many leads, in one unit of work where nobody is in the way. One outcome for each, in their order.

        plans: each a plan or the id of a lead, alone or with its key before it. all_or_none: True to do nothing when
        one of them is refused; the others then have the code `not_all`.
        """
        asked = [_asked(each[1], each[0], {}) if isinstance(each, tuple) else _asked(each, None, {}) for each in plans]
        outcomes = conversion.convert_many(self._env, asked, files, all_or_none=all_or_none)
        return tuple(Refused(each.problems) if isinstance(each, Refusal) else each for each in outcomes)

    def revert(
        self, what: Receipt | str, *, reason: str, partial: bool = False, files: FilePort | None = None
    ) -> Reverted:
        """Take a conversion back, by its receipt or by the lead's id: what it made is erased, what it filled is blank
        again, and the lead is where it was. Once, however often asked.

        Raises `Refused` with everything that was built on it since. partial: True to keep a contact or customer that
        something was built on, and undo the rest; a deal that went on is always in the way.
        """
        return allowed(reverting.revert(self._env, what, reason, files, partial=partial))

    def place(
        self,
        lead_id: str,
        status: str | None = None,
        *,
        stage: str | None = None,
        reason: str = "",
        pool: str | None = None,
    ) -> Lead:
        """Bring the lead to where another system says it stands: for imports and migrations.

        It gets an owner and takes the shortest legal way to the status, as far as the rules let it; look at the
        returned status. stage: of its opportunity, when the status is converted. reason: for the moves that need one.
        pool: where a lead without an owner waits, instead of getting one; blank for the one that takes it.
        """
        return place(self._env, lead_id, status, stage, reason, pool)

    def duplicates(self) -> Iterator[Pair]:
        """All pairs of leads that are one person, or may be: for somebody to look, and to merge or keep apart.

        Found by the keys and the strategy that judge an incoming inquiry, so nobody is told otherwise than at intake.
        """
        for pair in duplicates(self._env):
            yield pair

    def nurture(self, lead_id: str, *, reason: str = "") -> Lead:
        """Put the lead on hold, to stay in touch until its time comes."""
        return self.move(lead_id, "nurture", reason=reason)

    def disqualify(self, lead_id: str, *, reason: str) -> Lead:
        """Close the lead as lost, with the reason."""
        return self.move(lead_id, "disqualify", reason=reason)

    def reactivate(self, lead_id: str, *, reason: str) -> Lead:
        """Open a disqualified lead again."""
        return self.move(lead_id, "reactivate", reason=reason)

    def void(self, lead_id: str, *, reason: str) -> Lead:
        """Close the lead for good: a test, a joke, a mistake."""
        return self.move(lead_id, "void", reason=reason)

    def move(self, lead_id: str, trigger: str, *, reason: str = "") -> Lead:
        """Any other trigger of the lead machine, such as those a host added."""
        return allowed(leads.move(self._env, lead_id, trigger, reason))

    def follow_up(self, lead_id: str) -> FollowUp | None:
        """The planned next step, `None` for a closed lead."""
        with self._env.store.begin() as work:
            return open_step(work, (members(work.leads, lead_id))[0])

    def agenda(self, person: str) -> tuple[Deadline, ...]:
        """All that this person answers for, earliest first: an owner's next steps; a manager's leads without an owner.

        A person with nothing to do has an empty one.
        """
        return following.agenda(self._env, person, 500)

    def at_risk(self, at: datetime | None = None, *, batch: int = 500) -> Iterator[Deadline]:
        """The deadlines of all leads that are at risk or breached, by lead. at: when, if not now (aware).

        Reads `batch` leads at a time, and writes nothing.
        """
        for deadline in following.endangered(self._env, self._env.now() if at is None else utc(at), batch):
            yield deadline

    def remind(self, *, batch: int = 500) -> Iterator[Alarm]:
        """Raise the alarms that are to be raised by now: warnings, breaches, escalations, by the follow-up policy.

        Each is an event in its lead's history, and yielded after it was committed, for you to deliver; once, however
        often you ask. Nothing runs by itself: ask every few minutes.
        """
        for alarm in following.remind(self._env, batch):
            yield alarm

    def reassign_overdue(self, *, batch: int = 500) -> Iterator[Lead]:
        """Give leads that their owner let lie for `FollowUpPolicy.reassign_after` to somebody else of the team.

        Each is yielded after it was committed. Who has a team alone keeps the lead; the escalations tell.
        """
        for lead in following.reassign_overdue(self._env, batch):
            yield lead

    def due(self, before: datetime) -> tuple[FollowUp, ...]:
        """Open follow-ups due before this instant (aware), earliest first."""
        until = utc(before)
        with self._env.store.begin() as work:
            return tuple([step for step in work.follow_ups.due(until)])
