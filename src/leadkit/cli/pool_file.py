"""The pools of a playbook file."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from attrs import evolve, field, frozen

from leadkit.cli.follow_up_file import span
from leadkit.errors import InvalidPlaybook, InvalidRecord, LeadkitError, Problem
from leadkit.kernel.conditions import Condition
from leadkit.kernel.instants import time_zone
from leadkit.serialization import structured
from leadkit.steps.pool import BACK_IN_TIME, AllOf, AnyOf, Pool, ReclaimRule, Rule, Since, Visibility

__all__ = ["pools_of"]

_BACK_IN_TIME = "back_in_time"


@frozen
class _Reclaim:
    name: str
    when: Mapping[str, Any]
    applies: Any
    to: str = ""


@frozen
class _Since:
    since: str
    days: float


@frozen
class _Pool:
    """One `[[pools]]`, with the defaults of the policy."""

    name: str
    label: str = ""
    members: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    visibility: Visibility = Visibility.MEMBERS
    visible_to: tuple[str, ...] = ()
    masked: tuple[str, ...] = ("name", "emails", "phones")
    conditions: tuple[Condition, ...] = ()
    claim_limit: int | None = None
    daily_cap: int | None = None
    retention_limit: int | None = None
    won_count: bool = True
    cool_off_days: float = 0
    protection_days: float = 0
    extensions: int = 0
    extension_days: float = 0
    warn_days: float = 3
    return_reasons: tuple[str, ...] = ()
    zone: str = "UTC"
    working_days: bool = False
    reclaim: tuple[_Reclaim, ...] = field(default=())


_SPANS = {"cool_off": "cool_off_days", "protection": "protection_days", "extension": "extension_days"}
_SPANS["warn_before"] = "warn_days"
_AS_THEY_ARE = (
    "name label members teams admins visibility visible_to masked conditions claim_limit daily_cap retention_limit"
    " won_count extensions return_reasons zone working_days"
).split()


def pools_of(tables: Any) -> tuple[Pool, ...]:
    """The pools that these tables describe. Raises `InvalidPlaybook` with every problem and its path."""
    problems: list[Problem] = []
    found = []
    if not isinstance(tables, list):
        raise InvalidPlaybook([Problem("wrong_type", "pools", "expected [[pools]], an array of tables")])
    for number, table in enumerate(tables):
        path = f"pools[{number}]"
        try:
            found.append(_pool(structured(table, _Pool), path))
        except (InvalidRecord, InvalidPlaybook) as wrong:
            problems += [_below(path, one) for one in wrong.problems]
    if problems:
        raise InvalidPlaybook(problems)
    return tuple(found)


def _below(path: str, problem: Problem) -> Problem:
    if problem.field and problem.field.startswith(path):
        return problem
    return evolve(problem, field=f"{path}.{problem.field}" if problem.field else path)


def _pool(table: _Pool, path: str) -> Pool:
    problems: list[Problem] = []
    rules = []
    for number, row in enumerate(table.reclaim):
        try:
            rules.append(_rule(row, f"{path}.reclaim[{number}]", table.zone))
        except LeadkitError as wrong:
            problems += wrong.problems
    spans: dict[str, Any] = {}
    for name, key in _SPANS.items():
        try:
            spans[name] = span(f"{path}.{key}", days=getattr(table, key))
        except InvalidPlaybook as wrong:
            problems += wrong.problems
    told = {name: getattr(table, name) for name in _AS_THEY_ARE}
    try:
        pool = Pool(**told, **spans, reclaim=tuple(rules))
    except InvalidPlaybook as wrong:
        problems += wrong.problems
    if problems:
        raise InvalidPlaybook(problems)
    return pool


def _rule(row: _Reclaim, path: str, zone: str) -> ReclaimRule:
    return ReclaimRule(row.name, _when(row.when, f"{path}.when"), _applies(row.applies, path, zone), row.to)


def _applies(told: Any, path: str, zone: str) -> datetime:
    """A day begins at midnight in the zone of the pool."""
    if told == _BACK_IN_TIME:
        return BACK_IN_TIME
    if isinstance(told, date) and not isinstance(told, datetime):
        return datetime.combine(told, time(), time_zone(zone) or UTC)
    if isinstance(told, datetime) and told.tzinfo is not None:
        return told
    message = f"is a day, a time with offset, or {_BACK_IN_TIME!r}"
    raise InvalidPlaybook([Problem("invalid_value", f"{path}.applies", message)])


def _when(table: Any, path: str) -> Rule:
    """`{ all = […] }`, `{ any = […] }`, `{ since = …, days = … }`, or a condition."""
    joined: dict[str, type[AllOf | AnyOf]] = {"all": AllOf, "any": AnyOf}
    if isinstance(table, Mapping) and len(table) == 1 and (name := next(iter(table))) in joined:
        if not isinstance(table[name], list):
            raise InvalidPlaybook([Problem("wrong_type", f"{path}.{name}", "expected an array of tables")])
        problems: list[Problem] = []
        parts = []
        for number, part in enumerate(table[name]):
            try:
                parts.append(_when(part, f"{path}.{name}[{number}]"))
            except InvalidPlaybook as wrong:
                problems += wrong.problems
        if problems:
            raise InvalidPlaybook(problems)
        return joined[name](parts)
    try:
        if isinstance(table, Mapping) and "since" in table:
            leaf = structured(table, _Since)
            return Since(leaf.since, span(f"{path}.days", days=leaf.days))
        return structured(table, Condition)
    except InvalidRecord as wrong:
        raise InvalidPlaybook(_below(path, one) for one in wrong.problems) from None
