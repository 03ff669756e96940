"""Pools (线索池, 公海): who sees and may take what lies in them, how much, for how long, and what comes back."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.business_time import BusinessCalendar
from leadkit.kernel.conditions import Condition
from leadkit.kernel.instants import calendar_add, time_zone
from leadkit.kernel.record import text
from leadkit.model import Lead
from leadkit.model.rules import lead_faults
from leadkit.steps.pool.rules import ReclaimRule, asks_customer, rule_faults

__all__ = ["MASKABLE", "OTHER", "Pool", "Visibility"]


class Visibility(StrEnum):
    """Who sees what lies in a pool. Its admins always do, and so do the teams in `Pool.visible_to`."""

    EVERYBODY = "everybody"
    MEMBERS = "members"
    ADMINS = "admins"


#: What a pool can mask in the view of those who have not claimed a lead yet.
MASKABLE = frozenset("name company job_title emails phones region industry needs interests budget source".split())

#: The return reason that needs a note.
OTHER = "other"


def _names(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):  # it would come out as its letters
        raise InvalidPlaybook([Problem("wrong_members", "members", f"{names!r} is one text; pass a list")])
    return tuple(names)


def _masked(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


@frozen(slots=False)
class Pool:
    """Leads without an owner, and the rules for whoever takes one.

    label: as people call it, such as 公海. members: owners who may claim; teams: those whose members may; without both,
    everybody. admins: see all unmasked, give leads to members, release and extend for others. visibility, visible_to
    (teams): who sees it. masked: what others than admins do not see of a lead before they claim it; of names,
    addresses and numbers a trace stays. conditions: leads that were in no pool yet belong here; blank: all.

    claim_limit: open leads of this pool that a person may have; retention_limit: open leads of any kind. won_count:
    False: leads of customers who bought count for neither. daily_cap: claims by day in `zone` (IANA), whatever became
    of them. For the person's and the team's limits see `Person.open_limit` and `Team.open_limit`; all of them apply, so
    the effective one is the smallest.

    cool_off: who had a lead may not claim it for so long after they lost it. protection: no rule takes a lead so soon
    after its owner got it; extensions: how often the owner may ask for `extension` more. reclaim: the rules;
    warn_before: so long before the owner is warned. return_reasons: those that a release may give, besides "other",
    which needs a note; blank: any text. working_days: spans are counted in days of work, by the follow-up policy's
    calendar.
    """

    name: str
    label: str = ""
    members: tuple[str, ...] = field(default=(), converter=_names)
    teams: tuple[str, ...] = field(default=(), converter=_names)
    admins: tuple[str, ...] = field(default=(), converter=_names)
    visibility: Visibility = Visibility.MEMBERS
    visible_to: tuple[str, ...] = field(default=(), converter=_names)
    masked: frozenset[str] = field(default=frozenset({"name", "emails", "phones"}), converter=_masked)
    conditions: tuple[Condition, ...] = field(default=(), converter=tuple[Condition, ...])
    claim_limit: int | None = None
    daily_cap: int | None = None
    retention_limit: int | None = None
    won_count: bool = True
    cool_off: timedelta = timedelta(0)
    protection: timedelta = timedelta(0)
    extensions: int = 0
    extension: timedelta = timedelta(0)
    reclaim: tuple[ReclaimRule, ...] = field(default=(), converter=tuple[ReclaimRule, ...])
    warn_before: timedelta = timedelta(days=3)
    return_reasons: tuple[str, ...] = field(default=(), converter=_names)
    zone: str = "UTC"
    working_days: bool = False

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)

    def admits(self, person: str, teams: Collection[str]) -> bool:
        """Whether this person, of these teams, may claim."""
        everybody = not self.members and not self.teams
        return everybody or person in self.members or person in self.admins or bool({*teams} & {*self.teams})

    def shows_to(self, person: str, teams: Collection[str]) -> bool:
        """Whether this person, of these teams, sees what lies here."""
        if self.visibility is Visibility.EVERYBODY or person in self.admins or {*teams} & {*self.visible_to}:
            return True
        return self.visibility is Visibility.MEMBERS and self.admits(person, teams)

    def takes(self, lead: Lead) -> bool:
        """Whether a lead that was in no pool yet belongs here."""
        return all(test(lead) for test in self._tests)

    @cached_property
    def _tests(self) -> tuple[Callable[[Any], bool], ...]:
        return tuple(condition.compiled() for condition in self.conditions)

    def today(self, at: datetime) -> date:
        """The day by which claims are counted."""
        return at.astimezone(time_zone(self.zone)).date()

    def later(self, start: datetime, span: timedelta, calendar: BusinessCalendar | None) -> datetime:
        """The instant so much later: in days of work where the pool counts these, and there is a calendar."""
        if not self.working_days or calendar is None:
            return calendar_add(start, span, self.zone)
        return calendar.days_later(start, span.days) + (span - timedelta(days=span.days))

    @cached_property
    def asks_customer(self) -> bool:
        """Whether a reclaim rule asks about the customer."""
        return any(asks_customer(rule.when) for rule in self.reclaim)


_NAME = text(200, required=True)["check"]
_LABEL = text(200)["check"]
_LONGEST = timedelta(days=36_525)  # so that no sum leaves the calendar


def _faults(pool: Pool) -> Iterator[Problem]:
    def at(name: str) -> str:
        return f"{pool.name}.{name}"

    if found := _NAME(pool.name):
        yield Problem(found[0], "pools", found[1])
    if found := _LABEL(pool.label):
        yield Problem(found[0], at("label"), found[1])
    for name in ("members", "teams", "admins", "visible_to", "return_reasons"):
        told = getattr(pool, name)
        if len(set(told)) < len(told) or any(map(_NAME, told)):
            yield Problem("wrong_members", at(name), "names each once, and none is blank")
    for name in ("claim_limit", "daily_cap", "retention_limit", "extensions"):
        limit = getattr(pool, name)
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            yield Problem("out_of_range", at(name), "is a whole number, or none")
    for name in ("cool_off", "protection", "extension", "warn_before"):
        if not timedelta(0) <= getattr(pool, name) <= _LONGEST:
            yield Problem("out_of_range", at(name), "must not be less than zero, nor more than a hundred years")
    if pool.extensions and not pool.extension:
        yield Problem("out_of_range", at("extension"), "extensions need a length")
    if unknown := sorted(pool.masked - MASKABLE):
        yield Problem("unknown_field", at("masked"), f"{', '.join(unknown)}: not among {', '.join(sorted(MASKABLE))}")
    if time_zone(pool.zone) is None:
        yield Problem("unknown_zone", at("zone"), f"{pool.zone!r} is not an IANA time zone")
    yield from lead_faults(pool.conditions)
    yield from rule_faults(pool.reclaim, pool.name)
