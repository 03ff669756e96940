"""Cadences as data: what to do with which kind of lead, in which order, and what ends it. And what to bring along."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.conditions import Condition, condition_faults
from leadkit.kernel.record import LONG_TEXT, text
from leadkit.model import Activity, ContentKind, FollowUpChannel, Lead
from leadkit.model.rules import Behaviour, is_known_behaviour, lead_faults

__all__ = ["Cadence", "CadenceStep", "Content", "Exit", "cadence_faults", "content_faults"]


class Exit(StrEnum):
    """What ends a cadence before its last step. A lead that is converted or lost has none in any case."""

    REPLY = "reply"
    MEETING = "meeting"


@frozen
class CadenceStep:
    """channel: call, e-mail, message or meeting. after: from the step before; the first step is the first contact, and
    due as such, so it has none."""

    channel: FollowUpChannel
    goal: str
    after: timedelta = timedelta(0)
    content: ContentKind | None = None


def _conditions(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(conditions)


def _exits(exits: Iterable[Exit]) -> frozenset[Exit]:
    return frozenset(exits)


@frozen(slots=False)
class Cadence:
    """A plan for the leads that meet all conditions: their type, channel, score, … After its last step the usual rhythm
    takes over, and so it does when one of the exits is met."""

    name: str
    steps: tuple[CadenceStep, ...] = field(converter=tuple[CadenceStep, ...])
    conditions: tuple[Condition, ...] = field(default=(), converter=_conditions)
    exits: frozenset[Exit] = field(default=frozenset(Exit), converter=_exits)

    @cached_property
    def _tests(self) -> tuple[Callable[[Any], bool], ...]:
        return tuple(condition.compiled() for condition in self.conditions)

    def fits(self, lead: Lead) -> bool:
        """Whether the lead meets all conditions."""
        return all(test(lead) for test in self._tests)


@frozen(slots=False)
class Content:
    """Something of use to bring along: a text, a link, the name of a file. conditions: about the lead, as in
    `interests contains erp`, or about what it did, as in `activity.page_visit.url contains pricing`."""

    kind: ContentKind
    title: str
    body: str = ""
    conditions: tuple[Condition, ...] = field(default=(), converter=_conditions)

    @cached_property
    def _tests(self) -> tuple[tuple[bool, Callable[[Any], bool]], ...]:
        rows = [(row.field.startswith(_ACTIVITY), row) for row in self.conditions]
        return tuple(
            (seen, Condition(row.field.removeprefix(_ACTIVITY), row.operator, row.value).compiled())
            for seen, row in rows
        )

    def fits(self, lead: Lead, activities: Iterable[Activity]) -> bool:
        """Whether the lead and what it did meet all conditions."""
        behaviour = Behaviour(activities)
        return all(test(behaviour if seen else lead) for seen, test in self._tests)


_ACTIVITY = "activity."
_GOAL = text(required=True)["check"]
_NAME = text(200, required=True)["check"]
_TITLE = text(required=True)["check"]
_BODY = text(LONG_TEXT)["check"]


def cadence_faults(cadences: Iterable[Cadence]) -> Iterable[Problem]:
    """What is wrong with these plans, all at once."""
    names: set[str] = set()
    for cadence in cadences:
        if found := _NAME(cadence.name):
            yield Problem(found[0], "cadences", found[1])
        elif cadence.name in names:
            yield Problem("duplicate_cadence", cadence.name, "is named twice")
        names.add(cadence.name)
        if not cadence.steps:
            yield Problem("no_step", cadence.name, "a cadence has at least one step")
        for number, step in enumerate(cadence.steps):
            place = f"{cadence.name}.{number}"
            if _GOAL(step.goal):
                yield Problem("missing_goal", place, "every step has a goal")
            if number and step.after <= timedelta(0):
                yield Problem("out_of_range", place, "must come some time after the step before")
            if not number and step.after:
                yield Problem(
                    "out_of_range", place, "the first step is due as first contact, without a span of its own"
                )
        yield from lead_faults(cadence.conditions)


def content_faults(contents: Iterable[Content]) -> Iterable[Problem]:
    """What is wrong with these contents, all at once."""
    for content in contents:
        for check, told in ((_TITLE, content.title), (_BODY, content.body)):
            if found := check(told):
                yield Problem(found[0], "contents", found[1])
        about_lead = [row for row in content.conditions if not row.field.startswith(_ACTIVITY)]
        about_behaviour = [row for row in content.conditions if row.field.startswith(_ACTIVITY)]
        yield from lead_faults(about_lead)
        yield from condition_faults(about_behaviour)
        for row in about_behaviour:
            if not is_known_behaviour(row.field.split(".")[1:]):
                yield Problem("unknown_field", row.field, "no kind of activity has it")
