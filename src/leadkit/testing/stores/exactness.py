"""Equal to the type: `1`, `1.0` and `True` are one to Python's `==`, and three values to whoever stored them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import attrs

__all__ = ["exact", "same"]


def exact(value: Any) -> Any:
    """A form of the value that is equal only for values that are equal in type, too.

    A text that is a member of an enumeration counts as its text: nouns check by themselves what must be a member. In
    a field of type `float`, 0 and 0.0 are one number.
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {key: exact(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [type(value).__name__, *map(exact, value)]
    if isinstance(value, datetime):
        return type(value).__name__, value.isoformat(), "UTC" if value.tzinfo is UTC else "not UTC"
    if attrs.has(type(value)):
        numbers = _numbers(cast(Any, type(value)))
        fields = {name: member if name in numbers else exact(member) for name, member in _fields(value).items()}
        return type(value).__name__, fields
    return type(value).__name__, value


def same(got: Any, wanted: Any) -> None:
    """Raise `AssertionError`, naming the fields that differ, unless both are equal to the type."""
    if exact(got) == exact(wanted):
        return
    if type(got) is type(wanted) and attrs.has(type(got)):
        mine, theirs = _fields(wanted), _fields(got)
        differing = [name for name in mine if exact(mine[name]) != exact(theirs[name])]
        told = "; ".join(f"{name}: stored {_shown(mine[name])}, got {_shown(theirs[name])}" for name in differing)
        raise AssertionError(f"{type(got).__name__} came back changed: {told}")
    if isinstance(got, tuple | list) and isinstance(wanted, tuple | list) and len(got) == len(wanted):
        for mine, theirs in zip(got, wanted, strict=True):
            same(mine, theirs)
    raise AssertionError(f"stored {_shown(wanted)}, got {_shown(got)}")


@cache
def _numbers(kind: type[Any]) -> frozenset[str]:
    """The fields that hold a number of either type, equal by value."""
    return frozenset(field.name for field in attrs.fields(kind) if field.type in (float, float | None))


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:200]} … ({len(text)} characters)"
