"""What a dotted path into a noun can lead to, as far as the types of its fields tell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from leadkit.errors import Problem
from leadkit.kernel.conditions import EVERY, Condition, options, scale

__all__ = ["ends", "field_fault", "holds_many", "is_plain", "reaches"]


def reaches(kind: Any, path: Sequence[str]) -> bool:
    """Whether the path can lead to a value in a noun of this kind."""
    return bool(ends(kind, tuple(path)))


@cache
def ends(kind: Any, path: tuple[str, ...]) -> frozenset[Any]:
    """The types of the values at the path's end; `Any` where the field holds anything, none where it leads nowhere.

    Names with a leading underscore lead nowhere, and neither does what Python keeps on every object.
    """
    return frozenset(_ends(kind, path))


def _ends(kind: Any, path: Sequence[str]) -> Iterator[Any]:
    arguments = get_args(kind)
    if get_origin(kind) is Mapping:
        if all(path):
            yield Any if path else kind
    elif arguments:  # the members of a union, or of a tuple
        for option in arguments:
            if option not in (Ellipsis, type(None)):
                yield from _ends(option, path)
    elif not path:
        yield kind
    elif attrs.has(kind) and not path[0].startswith("_") and (inner := _fields(kind).get(path[0])) is not None:
        yield from _ends(inner, path[1:])


@cache
def _fields(kind: type[Any]) -> dict[str, Any]:
    """The type of each field, and of each property."""
    found: dict[str, Any] = {field.name: field.type for field in attrs.fields(kind)}
    for name in dir(kind):
        member = getattr(kind, name)
        if isinstance(member, property) and member.fget is not None:
            found[name] = get_type_hints(member.fget).get("return", Any)
    return found


@cache
def is_plain(kind: Any, path: tuple[str, ...]) -> bool:
    """Whether every step of the path is a field that is always there, and no collection on the way."""
    for name in path[:-1]:
        kind = _fields(kind).get(name)
        if kind is None or not attrs.has(kind):
            return False
    return path[-1] in _fields(kind)


def holds_many(kind: Any, name: str) -> bool:
    """Whether this field holds a tuple of values."""
    return get_origin(_fields(kind).get(name)) is tuple


_SCALES = {int: "number", float: "number", Decimal: "number", date: "day", datetime: "instant"}
_TEXT = frozenset({"contains", "contains_none", "starts_with", "ends_with"})
_ORDER = frozenset({"at_least", "at_most", "between"})


def field_fault(kinds: frozenset[Any], condition: Condition) -> Problem | None:
    """Why a condition can never hold for a field that holds these kinds of values; `None` if it can."""
    if not kinds:
        return Problem("unknown_field", condition.field, "neither a lead nor an activity has it")
    if Any in kinds or condition.operator == "filled":
        return None
    held, asked = _held(kinds), condition.operator
    if asked in _TEXT:
        fits, wanted = any(_is_text(kind) for kind in kinds), "text"
    elif asked in _ORDER:
        wanted = scale(options(condition.value)[0]) or ""
        fits = any(_SCALES.get(kind) == wanted for kind in kinds)
    elif asked in ("next_days", "last_days"):
        fits, wanted = bool(kinds & {date, datetime}), "day or instant"
    else:
        return _of_values(kinds, condition)
    return None if fits else Problem("wrong_type", condition.field, f"{asked} wants a {wanted}, the field holds {held}")


def _of_values(kinds: frozenset[Any], condition: Condition) -> Problem | None:
    wrong = [option for option in options(condition.value) if not any(_may_be(option, kind) for kind in kinds)]
    if not wrong:
        return None
    if any(isinstance(option, str) for option in wrong) and any(_is_text(kind) for kind in kinds):
        known = [
            str(member) for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum) for member in kind
        ]
        told = f"{', '.join(map(str, wrong))} is not one of {', '.join(known)}"
        code = (
            "always_true"
            if condition.operator in EVERY and len(wrong) == len(options(condition.value))
            else "never_true"
        )
        return Problem(code, condition.field, told)
    told = f"{', '.join(type(option).__name__ for option in wrong)} is no value of it; it holds {_held(kinds)}"
    return Problem("wrong_type", condition.field, told)


def _may_be(value: Any, kind: Any) -> bool:
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return isinstance(value, str) and value in kind._value2member_map_
    if (of := _SCALES.get(kind)) is not None:
        return scale(value) == of
    return isinstance(value, kind)


def _is_text(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, str)


def _held(kinds: frozenset[Any]) -> str:
    return " or ".join(sorted("text" if _is_text(kind) else kind.__name__ for kind in kinds))
