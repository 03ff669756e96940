"""Frozen records that check all their fields at once and change by copy.

A noun declares the rule of each field in its metadata: `field(default="", metadata=text(200))`. A rule gives the value
its one right form (a list becomes a tuple, a time exact UTC) and checks it. Building a noun runs every rule and raises
one `InvalidRecord` with every problem. `replaced` runs only the rules of the fields that change: the rest was checked
when the record was built, and a lead has some forty fields.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any, TypeVar, cast

import attrs

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.frozendict import FrozenDict, frozen_json
from leadkit.kernel.instants import utc, utc_or_none
from leadkit.kernel.money import Money
from leadkit.kernel.text import forbidden_character

__all__ = [
    "LONG_TEXT",
    "Record",
    "checked",
    "instance",
    "instant",
    "json_object",
    "mapping_of",
    "number",
    "price",
    "replaced",
    "text",
    "texts",
    "tuple_of",
    "vouched",
    "whole",
]

# A check returns (code, message), or None when the value is fine.
Check = Callable[[Any], tuple[str, str] | None]
# A conversion hands back what it cannot convert, for the check to name, or raises `InvalidRecord`.
Convert = Callable[[Any], Any]
Rule = Mapping[str, Callable[[Any], Any]]
R = TypeVar("R", bound="Record")
A = TypeVar("A")

LONG_TEXT = 100_000


def _rule(check: Check, convert: Convert | None = None) -> Rule:
    return {"check": check, "convert": convert} if convert else {"check": check}


def _as_tuple(value: object) -> object:
    if type(value) is tuple:
        return value
    # A text is iterable too, and would come out as a tuple of its letters.
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) else value


@cache
def text(limit: int = 500, *, required: bool = False, optional: bool = False) -> Rule:
    """Text of at most `limit` characters without characters that no store holds. `optional` admits `None`."""

    def check(value: object) -> tuple[str, str] | None:
        if type(value) is str and value and len(value) <= limit and value.isprintable():
            return None  # nearly every text there is, so it is asked first
        if value is None and optional:
            return None
        if not isinstance(value, str):
            return "not_text", f"expected text, got {type(value).__name__}"
        if len(value) > limit:
            return "too_long", f"{len(value)} characters, at most {limit} fit"
        if bad := forbidden_character(value):
            return "forbidden_character", f"contains {bad}, which no store can hold"
        return ("required", "must not be blank") if required and not value else None

    return _rule(check)


@cache
def texts(limit: int = 500, most: int = 1_000) -> Rule:
    """A tuple of up to `most` non-blank texts."""
    member = text(limit, required=True)["check"]

    def check(value: object) -> tuple[str, str] | None:
        if not isinstance(value, tuple):
            return "not_a_tuple", f"expected a tuple of texts, got {type(value).__name__}"
        if len(value) > most:
            return "too_many", f"{len(value)} entries, at most {most} fit"
        return next(filter(None, map(member, value)), None)

    return _rule(check, _as_tuple)


@cache
def instance(*kinds: type, optional: bool = False) -> Rule:
    """A value of one of these exact kinds or their subclasses. `optional` admits `None`."""
    names = " or ".join(kind.__name__ for kind in kinds)

    def check(value: object) -> tuple[str, str] | None:
        if isinstance(value, kinds) or (optional and value is None):
            # bool is an int and datetime is a date to Python; to a person they are mistakes.
            if (isinstance(value, bool) and bool not in kinds) or (isinstance(value, datetime) and date in kinds):
                return "wrong_type", f"expected {names}, got {type(value).__name__}"
            return None
        return "wrong_type", f"expected {names}, got {type(value).__name__}"

    return _rule(check)


@cache
def tuple_of(kind: type) -> Rule:
    """A tuple whose members are all of this kind."""

    def check(value: object) -> tuple[str, str] | None:
        if not isinstance(value, tuple):
            return "not_a_tuple", f"expected a tuple of {kind.__name__}, got {type(value).__name__}"
        for member in value:
            if not isinstance(member, kind):
                return "wrong_type", f"expected {kind.__name__}, got {type(member).__name__}"
        return None

    return _rule(check, _as_tuple)


@cache
def mapping_of(kind: type) -> Rule:
    """A mapping from text to values of this kind, kept so that it cannot change."""
    key_check = text(LONG_TEXT)["check"]
    member_check = instance(kind)["check"] if kind is not str else key_check

    def check(value: object) -> tuple[str, str] | None:
        if not isinstance(value, FrozenDict):
            return "not_a_mapping", f"expected a mapping, got {type(value).__name__}"
        return next(filter(None, (*map(key_check, value), *map(member_check, value.values()))), None)

    return _rule(check, lambda value: FrozenDict(value) if isinstance(value, Mapping) else value)


@cache
def json_object() -> Rule:
    """A JSON-safe mapping, kept so that nothing in it can change."""
    return {"convert": frozen_json}


@cache
def instant(*, optional: bool = False) -> Rule:
    """An aware time, kept as an exact `datetime` in UTC. `optional` admits `None`."""
    return {"convert": utc_or_none if optional else utc}


@cache
def number(low: float | None = None, high: float | None = None, *, optional: bool = False) -> Rule:
    """A finite `int` or `float` within the bounds, both included."""

    def check(value: object) -> tuple[str, str] | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "not_a_number", f"expected a number, got {type(value).__name__}"
        if isinstance(value, float) and not isfinite(value):
            return "not_finite", f"{value} is not a finite number"
        if (low is not None and value < low) or (high is not None and value > high):
            return "out_of_range", f"{value} is not {_bounds(low, high)}"
        return None

    return _rule(check)


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"within {low} … {high}"
    return f"at least {low}" if low is not None else f"at most {high}"


@cache
def whole(low: int | None = None, high: int | None = None, *, optional: bool = False) -> Rule:
    """An `int` within the bounds, both included."""
    bounded: Check = number(low, high, optional=optional)["check"]

    def check(value: object) -> tuple[str, str] | None:
        if isinstance(value, float):
            return "not_whole", "expected a whole number, got float"
        return bounded(value)

    return _rule(check)


@cache
def price(*, optional: bool = False) -> Rule:
    """Money that is not negative. `optional` admits `None`."""

    def check(value: object) -> tuple[str, str] | None:
        if value is None and optional:
            return None
        if not isinstance(value, Money):
            return "wrong_type", f"expected Money, got {type(value).__name__}"
        return ("negative", "must not be negative") if value.amount < 0 else None

    return _rule(check)


class Record:
    """Base of the frozen attrs nouns: all checks at once when built."""

    def __attrs_post_init__(self) -> None:
        kind: type = type(self)
        values = self.__dict__
        problems: list[Problem] = []
        for name, convert, check, default in _field_rules(kind):
            value = values[name]
            # A noun of forty fields is mostly defaults, and those were right when the class was written.
            if value is default:
                continue
            if convert is not None:
                values[name] = _admitted(name, value, convert, check, problems)
            elif check is not None and (found := check(value)):
                problems.append(Problem(found[0], name, found[1]))
        if problems:
            raise InvalidRecord(problems)


@cache
def _field_rules(kind: type[Any]) -> tuple[tuple[str, Convert | None, Check | None, object], ...]:
    return tuple(
        (f.name, f.metadata.get("convert"), f.metadata.get("check"), f.default)
        for f in attrs.fields(kind)
        if f.metadata
    )


@cache
def _change_rules(kind: type[Any]) -> dict[str, tuple[Convert | None, Check | None]]:
    return {
        f.name: (cast(Any, f.converter) or f.metadata.get("convert"), f.metadata.get("check"))
        for f in attrs.fields(kind)
    }


def _admitted(name: str, value: Any, convert: Convert, check: Check | None, problems: list[Problem]) -> Any:
    """The value in its right form; what is wrong with it goes to the problems."""
    try:
        value = convert(value)
    except InvalidRecord as invalid:
        problems += [attrs.evolve(one, field=f"{name}.{one.field}" if one.field else name) for one in invalid.problems]
        return value
    if check is not None and (found := check(value)):
        problems.append(Problem(found[0], name, found[1]))
    return value


def replaced(record: R, changes: Mapping[str, Any], known: dict[str, Any] | None = None) -> R:
    """A copy of the record with these fields changed; raises `InvalidRecord` as building it would.

    known: fields whose values the caller vouches for, such as a version it has just counted; they are set unchecked.
    Many times faster than `attrs.evolve` on a noun of forty fields, because unchanged fields are not checked again.
    """
    kind: type[R] = type(record)
    values = record.__dict__ | checked(kind, changes) if changes else record.__dict__
    return vouched(kind, values | (known or {}))


def vouched(kind: type[A], values: dict[str, Any]) -> A:
    """An instance with exactly these attributes, unchecked: for values that have been checked already.

    values: every attribute of the class; the instance keeps this very dict.
    """
    made = object.__new__(kind)
    object.__setattr__(made, "__dict__", values)
    return made


def checked(kind: type[Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """These fields of a noun in their right form. Raises `InvalidRecord` with every problem."""
    rules = _change_rules(cast(Any, kind))
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, given in changes.items():
        if name not in rules:
            problems.append(Problem("unknown_field", name, f"{kind.__name__} has no such field"))
            continue
        convert, check = rules[name]
        values[name] = given
        if convert is not None:
            values[name] = _admitted(name, given, convert, check, problems)
        elif check is not None and (found := check(given)):
            problems.append(Problem(found[0], name, found[1]))
    if problems:
        raise InvalidRecord(problems)
    return values
