"""How an owner holds a lead: until when it is protected, when which rule takes it, and why none does."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.decision import Decision, Refusal
from leadkit.machines.lead import LeadTrigger
from leadkit.model import Customer, Lead
from leadkit.model.events import Event, ProtectionExtended, ReclaimWarned, evolve
from leadkit.model.facts import Created, Moved
from leadkit.steps.pool.policy import Pool
from leadkit.steps.pool.rules import ReclaimRule, Ripe, Subject

__all__ = ["Holding", "extended", "holding", "warned"]


@frozen
class Holding:
    """How the lead stands with its owner.

    pool: whose rules hold, `None` where there is none. due: when a rule takes the lead if nothing else happens, and
    warn_at: from when on the owner is to know; both `None` when no rule does. rule, because: which, and why; without
    one, because says why not. to: the pool that gets it. protected_until: no rule takes it before that.
    extensions_left: how often the owner may still ask for more time.
    """

    lead: Lead = field(repr=lambda lead: lead.id)
    pool: str | None
    because: str
    due: datetime | None = None
    warn_at: datetime | None = None
    rule: str = ""
    to: str = ""
    protected_until: datetime | None = None
    extensions_left: int = 0

    @property
    def key(self) -> str:
        """Of its warning: the same whenever it is asked for, another one when something moved the due time."""
        return f"reclaim/{self.lead.id}/{self.rule}/{self.due:%Y-%m-%dT%H:%M:%S.%fZ}" if self.due else ""

    def is_due(self, at: datetime) -> bool:
        """Whether the lead is taken back at this instant."""
        return self.due is not None and at >= self.due

    def is_near(self, at: datetime) -> bool:
        """Whether its owner is to be warned by this instant, or it is due already."""
        return self.due is not None and self.warn_at is not None and at >= min(self.warn_at, self.due)


def holding(
    lead: Lead,
    pool: Pool,
    events: Iterable[Event],
    customer: Customer | None,
    calendar: BusinessCalendar | None,
) -> Holding:
    """How the owned, open lead stands. events: its own, oldest first.

    Without events it is as if there were neither extensions nor a return from the closed ones: what is due then is due
    no earlier with them.
    """
    since, extensions = _tenure(lead, events)
    until = pool.later(since, pool.protection, calendar) if pool.protection else None
    until = max([*filter(None, [until]), *extensions], default=None)
    left = max(pool.extensions - len(extensions), 0)
    subject = Subject(lead, customer, since)
    found: list[tuple[Ripe, ReclaimRule]] = []
    for rule in pool.reclaim:
        ripe = rule.ripens(subject, lambda start, span: pool.later(start, span, calendar))
        if ripe is not None:
            found.append((ripe, rule))
    if not found:
        why = "no rule applies as it stands" if pool.reclaim else f"pool {pool.name} has no reclaim rules"
        return Holding(lead, pool.name, why, protected_until=until, extensions_left=left)
    ripe, rule = min(found, key=lambda each: each[0].at)
    due = max(ripe.at, until) if until else ripe.at
    return Holding(
        lead,
        pool.name,
        ripe.because,
        due=due,
        warn_at=due - pool.warn_before,
        rule=rule.name,
        to=rule.to or pool.name,
        protected_until=until,
        extensions_left=left,
    )


def _tenure(lead: Lead, events: Iterable[Event]) -> tuple[datetime, list[datetime]]:
    """Since when the owner has the lead to work on, and until when it was protected by request since then."""
    since, owner = lead.owner_since or lead.created_at, None
    extensions: list[datetime] = []
    for event in events:
        told = event.record.owner if isinstance(event, Created) else event.changes.get("owner", owner)
        if told != owner:
            owner, extensions = told, []
        if isinstance(event, ProtectionExtended):
            extensions.append(event.until)
        elif isinstance(event, Moved) and event.trigger == LeadTrigger.REACTIVATE:
            since = max(since, event.at)  # nobody had to work on it while it was closed
    return since, extensions


def extended(
    lead: Lead, held: Holding, pool: Pool, by: str, reason: str, at: datetime, calendar: BusinessCalendar | None
) -> Decision[Lead] | Refusal:
    """The lead protected for longer: counted from the end of its protection, or from now when that is over."""
    if problems := tuple(_no_extension(lead, held, pool, by, reason)):
        return Refusal(problems)
    start = max(held.protected_until or at, at)
    return evolve(lead, ProtectionExtended, at, until=pool.later(start, pool.extension, calendar), by=by, reason=reason)


def _no_extension(lead: Lead, held: Holding, pool: Pool, by: str, reason: str) -> Iterator[Problem]:
    if by != lead.owner and by not in pool.admins:
        yield Problem("not_the_owner", "by", f"neither owns the lead nor is an admin of pool {pool.name}")
    if not held.extensions_left:
        yield Problem("no_extension_left", "extensions", f"{pool.extensions} at most while one person has it")
    if not reason.strip():
        yield Problem("missing_reason", "reason", "an extension needs a reason")


def warned(held: Holding, at: datetime) -> Decision[Lead]:
    """The lead with this warning in its history."""
    facts = {"key": held.key, "to": held.lead.owner, "rule": held.rule, "because": held.because, "due": held.due}
    return evolve(held.lead, ReclaimWarned, at, **facts)
