"""Conditions as data: a field, an operator, a value. Never an expression to evaluate."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_origin

import attrs
from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.text import match_form

__all__ = ["OPERATORS", "Condition", "condition_faults", "reaches"]

Test = Callable[[Any], bool]


def _options(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


def _contains(value: Any) -> Test:
    wanted = tuple(match_form(str(option)) for option in _options(value))
    # Western words must match whole ("cto" is not in "director"); Chinese has no spaces to tell words by.
    words = tuple(filter(str.strip, (_spaced(option) for option in wanted if option.isascii())))
    parts = tuple(option for option in wanted if not option.isascii())

    def test(text: Any) -> bool:
        if not isinstance(text, str) or not text:
            return False
        form = match_form(text)
        if parts and any(part in form for part in parts):
            return True
        if not words:
            return False
        spaced = _spaced(form)
        return any(word in spaced for word in words)

    return test


# Punctuation and Chinese characters part words: "R&D-总监CTO" is r, d and cto. "C++" and "C#" are words.
_BETWEEN_WORDS = re.compile(r"(?:[^\w+#]|[_㐀-鿿𠀀-𿿿])+")


def _spaced(form: str) -> str:
    """The words of a text with a space before and after each."""
    return f" {_BETWEEN_WORDS.sub(' ', form).strip()} "


def _compares(compare: Callable[[Any, Any], bool]) -> Callable[[Any], Test]:
    def build(bound: Any) -> Test:
        scale = _scale(bound)
        return lambda value: scale is not None and _scale(value) == scale and compare(value, bound)

    return build


def _scale(value: Any) -> str | None:
    """Values on one scale compare; days and instants do not, and neither do times without a zone."""
    if isinstance(value, datetime):
        return "instant" if value.tzinfo else None
    if isinstance(value, date):
        return "day"
    return "number" if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _is(wanted: Any) -> Test:
    return lambda value: value == wanted


def _in(wanted: Any) -> Test:
    options = frozenset(_options(wanted))
    return lambda value: value in options


def _none_in(wanted: Any) -> Test:
    options = frozenset(_options(wanted))
    return lambda value: value not in options


def _filled(_: Any) -> Test:
    """A member that was found is filled; `Condition.compiled` asks whether there is one."""
    return lambda _: True


#: Operator → function from the row's value to the test of one member.
#: Over several members a condition holds if any does.
OPERATORS: dict[str, Callable[[Any], Test]] = {
    "is": _is,
    "in": _in,
    "contains": _contains,
    "at_least": _compares(lambda value, bound: value >= bound),
    "at_most": _compares(lambda value, bound: value <= bound),
    "filled": _filled,
    "none_in": _none_in,
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
        values = _reader(tuple(self.field.split(".")))
        test = OPERATORS[self.operator](self.value)
        if self.operator == "filled":
            return lambda noun: bool(values(noun)) is self.value
        if self.operator == "none_in":
            return lambda noun: bool(found := values(noun)) and all(map(test, found))
        return lambda noun: any(map(test, values(noun)))

    def __str__(self) -> str:
        field = self.field.replace("_", " ").replace(".", " ")
        if self.operator == "filled":
            return f"{field} is {'known' if self.value else 'unknown'}"
        if self.value is True:
            return f"{field} {self.operator} yes"
        return f"{field} {self.operator.replace('_', ' ')} {', '.join(map(str, _options(self.value)))}"


def _reader(path: tuple[str, ...]) -> Callable[[Any], Sequence[Any]]:
    """A function from a noun to the values at the path's end, without blank ones (0 and False are values)."""
    name, *rest = path
    if not rest:
        return lambda noun: _present(getattr(noun, name, None))
    deeper = _reader(tuple(rest))

    def read(noun: Any) -> Sequence[Any]:
        inner = getattr(noun, name, None)
        if type(inner) is tuple:
            return [value for each in inner for value in deeper(each)]
        if isinstance(inner, Mapping):
            return _present(inner.get(".".join(rest)))
        return deeper(inner)

    return read


def _present(value: Any) -> Sequence[Any]:
    if type(value) is tuple:
        return [each for each in value if each or each == 0]
    return (value,) if value or value == 0 else ()


def reaches(kind: Any, path: Sequence[str]) -> bool:
    """Whether the path can lead to a value in a noun of this kind, as far as the types of its fields tell."""
    if not path:
        return True
    if get_origin(kind) is Mapping:
        return True
    name, *rest = path
    for option in get_args(kind) or (kind,):  # the members of a union, or of a tuple
        if attrs.has(option):
            types = {field.name: field.type for field in attrs.fields(option)}
            if reaches(types[name], rest) if name in types else isinstance(getattr(option, name, None), property):
                return True
    return False


def _hashable(value: Any) -> bool:
    try:
        frozenset(_options(value))
    except TypeError:
        return False
    return True


def condition_faults(conditions: Iterable[Condition]) -> Iterable[Problem]:
    """What is wrong with these rows, all at once."""
    for condition in conditions:
        if condition.operator not in OPERATORS:
            known = ", ".join(OPERATORS)
            yield Problem("unknown_operator", condition.field, f"{condition.operator!r} is not one of {known}")
        elif condition.operator in ("at_least", "at_most") and _scale(condition.value) is None:
            yield Problem("wrong_type", condition.field, f"{condition.operator} compares numbers, days and aware times")
        elif condition.operator in ("in", "none_in") and not _hashable(condition.value):
            yield Problem("wrong_type", condition.field, f"{condition.operator} takes plain values, or a list of them")
        elif condition.operator == "filled" and not isinstance(condition.value, bool):
            yield Problem("wrong_type", condition.field, "filled takes true or false")
