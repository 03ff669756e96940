"""Frozen records that check all their fields at once and change by copy.

A noun declares the rule of each field in its metadata: `field(default="", metadata=text(200))`. Building one runs every
rule and raises a single `InvalidRecord` with every problem. `replaced` runs only the rules of the fields that change:
the rest was checked when the record was built, and a lead has some forty fields.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

import attrs

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.text import forbidden_character

__all__ = ["LONG_TEXT", "Record", "instance", "number", "replaced", "text", "texts", "tuple_of", "vouched"]

# A check returns (code, message), or None when the value is fine.
Check = Callable[[Any], tuple[str, str] | None]
Rule = Mapping[str, Check]
R = TypeVar("R", bound="Record")
A = TypeVar("A")

_NOTHING: Mapping[str, Any] = {}

LONG_TEXT = 100_000


def _rule(check: Check) -> Rule:
    return {"check": check}


@cache
def text(limit: int = 500, *, required: bool = False, optional: bool = False) -> Rule:
    """Text of at most `limit` characters without characters that no store holds. `optional` admits `None`."""

    def check(value: object) -> tuple[str, str] | None:
        if not value and isinstance(value, str):
            return ("required", "must not be blank") if required else None
        if not isinstance(value, str):
            if value is None and optional:
                return None
            return "not_text", f"expected text, got {type(value).__name__}"
        if len(value) > limit:
            return "too_long", f"{len(value)} characters, at most {limit} fit"
        if bad := forbidden_character(value):
            return "forbidden_character", f"contains {bad}, which no store can hold"
        return None

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

    return _rule(check)


@cache
def instance(*kinds: type, optional: bool = False) -> Rule:
    """A value of one of these exact kinds or their subclasses. `optional` admits `None`."""
    names = " or ".join(kind.__name__ for kind in kinds)

    def check(value: object) -> tuple[str, str] | None:
        if isinstance(value, kinds) or (optional and value is None):
            # bool is an int and datetime is a date to Python; to a person they are mistakes.
            if (isinstance(value, bool) and bool not in kinds) or (isinstance(value, datetime) and kinds == (date,)):
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

    return _rule(check)


@cache
def number(low: float | None = None, high: float | None = None, *, optional: bool = False) -> Rule:
    """A finite `int` or `float` within the bounds, both included."""

    def check(value: object) -> tuple[str, str] | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "not_a_number", f"expected a number, got {type(value).__name__}"
        if value != value or value in (float("inf"), float("-inf")):
            return "not_finite", f"{value} is not a finite number"
        if (low is not None and value < low) or (high is not None and value > high):
            return "out_of_range", f"{value} is not within {low} … {high}"
        return None

    return _rule(check)


class Record:
    """Base of the frozen attrs nouns: all checks at once when built."""

    def __attrs_post_init__(self) -> None:
        values = self.__dict__
        problems = [
            Problem(found[0], name, found[1])
            for name, check, default in _checks(type(self))
            # A noun of forty fields is mostly defaults, and those were right when the class was written.
            if values[name] is not default and (found := check(values[name]))
        ]
        if problems:
            raise InvalidRecord(problems)


@cache
def _checks(kind: type) -> tuple[tuple[str, Check, object], ...]:
    return tuple((f.name, f.metadata["check"], f.default) for f in attrs.fields(kind) if "check" in f.metadata)


@cache
def _rules(kind: type) -> dict[str, tuple[Callable[[Any], Any] | None, Check | None]]:
    return {f.name: (cast(Any, f.converter), f.metadata.get("check")) for f in attrs.fields(kind)}


def replaced(record: R, changes: Mapping[str, Any], known: Mapping[str, Any] = _NOTHING) -> R:
    """A copy of the record with these fields changed; raises `InvalidRecord` as building it would.

    known: fields whose values the caller vouches for, such as a version it has just counted; they are set unchecked.
    Many times faster than `attrs.evolve` on a noun of forty fields, because unchanged fields are not checked again.
    """
    kind = type(record)
    values = record.__dict__.copy()
    if changes:
        _check_changes(kind, values, changes)
    values.update(known)
    return vouched(kind, values)


def vouched(kind: type[A], values: dict[str, Any]) -> A:
    """An instance with exactly these attributes, unchecked: for values that have been checked already.

    values: every attribute of the class; the instance keeps this very dict.
    """
    made = _new(kind)
    _set(made, "__dict__", values)
    return made


_new, _set = object.__new__, object.__setattr__


def _check_changes(kind: type, values: dict[str, Any], changes: Mapping[str, Any]) -> None:
    rules = _rules(kind)
    problems = []
    for name, value in changes.items():
        if name not in rules:
            problems.append(Problem("unknown_field", name, f"{kind.__name__} has no such field"))
            continue
        converter, check = rules[name]
        if converter is not None:
            value = converter(value)
        if check is not None and (found := check(value)):
            problems.append(Problem(found[0], name, found[1]))
        values[name] = value
    if problems:
        raise InvalidRecord(problems)
