"""Conditions as data: a field, an operator, a value. Never an expression to evaluate."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.text import match_form

__all__ = ["OPERATORS", "Condition", "condition_faults"]

Test = Callable[[Any], bool]


def _options(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


def _contains(value: Any) -> Test:
    wanted = tuple(match_form(str(option)) for option in _options(value))
    # Western words must match whole ("cto" is not in "director"); Chinese has no spaces to tell words by.
    words = tuple(option for option in wanted if option.isascii())
    parts = tuple(option for option in wanted if not option.isascii())

    def test(text: Any) -> bool:
        if not isinstance(text, str) or not text:
            return False
        form = match_form(text)
        if parts and any(part in form for part in parts):
            return True
        if not words:
            return False
        padded = f" {''.join(char if char.isalnum() else ' ' for char in form)} "
        return any(f" {word} " in padded for word in words)

    return test


def _compares(compare: Callable[[Any, Any], bool]) -> Callable[[Any], Test]:
    def build(bound: Any) -> Test:
        return lambda value: not isinstance(value, bool) and isinstance(value, _ORDERED) and compare(value, bound)

    return build


_ORDERED = (int, float, Decimal, date, datetime)

#: Operator → function from the row's value to the test of one member. Over several members a condition holds if any does.
OPERATORS: dict[str, Callable[[Any], Test]] = {
    "is": lambda wanted: lambda value: value == wanted,
    "in": lambda wanted: (lambda options: lambda value: value in options)(frozenset(_options(wanted))),
    "contains": _contains,
    "at_least": _compares(lambda value, bound: value >= bound),
    "at_most": _compares(lambda value, bound: value <= bound),
    "filled": lambda wanted: lambda value: True,
    "none_in": lambda wanted: (lambda options: lambda value: value not in options)(frozenset(_options(wanted))),
}


@frozen
class Condition:
    """field: dotted path into a noun, such as "source.channel" or "emails.domain"; a tuple on the way is looked into.

    operator: one of `OPERATORS`. A missing or blank field meets no condition but `filled: False`.
    """

    field: str
    operator: str
    value: Any = True

    def compiled(self) -> Callable[[Any], bool]:
        """A function of the noun. Build it once per rule set, not once per lead."""
        path = tuple(self.field.split("."))
        test = OPERATORS[self.operator](self.value)
        if self.operator == "filled":
            return lambda noun: bool(_members(noun, path)) is self.value
        if self.operator == "none_in":
            return lambda noun: bool(members := _members(noun, path)) and all(map(test, members))
        if len(path) == 1:
            (name,) = path
            return lambda noun: _any(test, getattr(noun, name, None))
        return lambda noun: any(map(test, _members(noun, path)))

    def __str__(self) -> str:
        field = self.field.replace("_", " ").replace(".", " ")
        if self.operator == "filled":
            return f"{field} is {'known' if self.value else 'unknown'}"
        if self.value is True:
            return f"{field} {self.operator} yes"
        return f"{field} {self.operator.replace('_', ' ')} {', '.join(map(str, _options(self.value)))}"


def _any(test: Test, value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(test, value))
    return value is not None and value != "" and test(value)


def _members(noun: Any, path: tuple[str, ...]) -> list[Any]:
    """The values at the end of the path that are not blank: no noun value is falsy unless it is blank, but 0 and False."""
    found = [noun]
    for name in path:
        step = []
        for each in found:
            value = each.get(name) if isinstance(each, dict) else getattr(each, name, None)
            step.extend(value if isinstance(value, tuple) else (value,))
        found = step
    return [value for value in found if value or value == 0]


def condition_faults(conditions: Iterable[Condition]) -> Iterable[Problem]:
    """What is wrong with these rows, all at once."""
    for condition in conditions:
        if condition.operator not in OPERATORS:
            known = ", ".join(OPERATORS)
            yield Problem("unknown_operator", condition.field, f"{condition.operator!r} is not one of {known}")
        elif condition.operator in ("at_least", "at_most") and not isinstance(condition.value, _ORDERED):
            yield Problem("wrong_type", condition.field, f"{condition.operator} compares numbers and dates only")
        elif condition.operator == "filled" and not isinstance(condition.value, bool):
            yield Problem("wrong_type", condition.field, "filled takes true or false")
