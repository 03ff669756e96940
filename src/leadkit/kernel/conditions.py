"""Conditions as data: a field, an operator, a value. Never an expression to evaluate."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from attrs import frozen

from leadkit.errors import Problem
from leadkit.kernel.text import match_form

__all__ = ["EVERY", "OPERATORS", "TIMED", "Condition", "condition_faults", "options", "present", "reader", "scale"]

Test = Callable[[Any], bool]


def options(value: Any) -> tuple[Any, ...]:
    """The members of a row's value; one that is no collection is its own only member."""
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


def _contains(value: Any) -> Test:
    wanted = tuple(match_form(str(option)) for option in options(value))
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


def _edge(of: Callable[[str, str], bool]) -> Callable[[Any], Test]:
    """Whether a text begins, or ends, with one of these, in comparing form."""

    def build(wanted: Any) -> Test:
        edges = tuple(filter(None, (match_form(str(option)) for option in options(wanted))))
        return lambda value: isinstance(value, str) and any(of(match_form(value), edge) for edge in edges)

    return build


def _compares(compare: Callable[[Any, Any], bool]) -> Callable[[Any], Test]:
    def build(bound: Any) -> Test:
        wanted = scale(bound)
        return lambda value: wanted is not None and scale(value) == wanted and compare(value, bound)

    return build


def scale(value: Any) -> str | None:
    """`number`, `day` or `instant`: values on one scale compare. A time without a zone is on none."""
    if isinstance(value, datetime):
        return "instant" if value.tzinfo else None
    if isinstance(value, date):
        return "day"
    return "number" if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _between(bounds: Any) -> Test:
    low, high = options(bounds)
    at_least, at_most = OPERATORS["at_least"](low), OPERATORS["at_most"](high)
    return lambda value: at_least(value) and at_most(value)


def _days(earliest: int, latest: int) -> Callable[[Any], Test]:
    """Whether a day or instant lies so many spans of the row's days from the time of asking. See `Condition.judge`."""

    def build(asked: Any) -> Test:
        days, at = asked
        if at is None:
            return lambda _: False
        span = timedelta(days=days)
        bounds = {"instant": (at + earliest * span, at + latest * span)}
        bounds["day"] = (bounds["instant"][0].date(), bounds["instant"][1].date())

        def test(value: Any) -> bool:
            low, high = bounds.get(scale(value) or "", (None, None))
            return low is not None and low <= value <= high

        return test

    return build


def _is(wanted: Any) -> Test:
    return lambda value: value == wanted


def _in(wanted: Any) -> Test:
    among = frozenset(options(wanted))
    return lambda value: value in among


def _none_in(wanted: Any) -> Test:
    among = frozenset(options(wanted))
    return lambda value: value not in among


def _contains_none(wanted: Any) -> Test:
    contains = _contains(wanted)
    return lambda value: not contains(value)


def _filled(_: Any) -> Test:
    """A member that was found is filled; `Condition.compiled` asks whether there is one."""
    return lambda _: True


#: Operator → function from the row's value to the test of one member.
#: Over several members a condition holds if any does; those of `EVERY` hold if all do, and there is one.
OPERATORS: dict[str, Callable[[Any], Test]] = {
    "is": _is,
    "in": _in,
    "none_in": _none_in,
    "contains": _contains,
    "contains_none": _contains_none,
    "starts_with": _edge(str.startswith),
    "ends_with": _edge(str.endswith),
    "at_least": _compares(lambda value, bound: value >= bound),
    "at_most": _compares(lambda value, bound: value <= bound),
    "between": _between,
    "next_days": _days(0, 1),
    "last_days": _days(-1, 0),
    "filled": _filled,
}

#: Operators of which every member must pass.
EVERY = frozenset({"none_in", "contains_none"})

#: Operators that look at the time of asking.
TIMED = frozenset({"next_days", "last_days"})

_WORDS = {"next_days": "within the next {} days", "last_days": "within the last {} days", "between": "between {}"}


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
        read, judge = reader(self.field), self.judge()
        return lambda noun: judge(read(noun))

    def judge(self, at: datetime | None = None) -> Callable[[Any], bool]:
        """A function of the field's value as `reader` reads it. at: the time of asking; `TIMED` never hold without."""
        if self.operator == "filled":
            return lambda read: bool(present(read)) is self.value
        test = OPERATORS[self.operator]((self.value, at) if self.operator in TIMED else self.value)
        if self.operator in EVERY:
            return lambda read: bool(found := present(read)) and all(map(test, found))
        return lambda read: any(map(test, present(read)))

    def __str__(self) -> str:
        field = self.field.replace("_", " ").replace(".", " ")
        if self.operator == "filled":
            return f"{field} is {'known' if self.value else 'unknown'}"
        if self.value is True:
            return f"{field} {self.operator} yes"
        told = (" and " if self.operator == "between" else ", ").join(map(str, options(self.value)))
        words = _WORDS.get(self.operator) or f"{self.operator.replace('_', ' ')} {{}}"
        return f"{field} {words.format(told)}"


def reader(path: str) -> Callable[[Any], Any]:
    """A function from a noun to what is at the end of this path: a value, or a tuple where it leads through one.

    What is there reads the same from equal nouns, so a row may be judged once a value; `present` drops the blanks.
    """
    name, _, rest = path.partition(".")
    if not rest:
        return lambda noun: getattr(noun, name, None)
    deeper = reader(rest)

    def read(noun: Any) -> Any:
        inner = getattr(noun, name, None)
        if type(inner) is tuple:
            return tuple([value for each in inner for value in present(deeper(each))])
        if isinstance(inner, Mapping):
            return inner.get(rest)
        return deeper(inner)

    return read


def present(value: Any) -> Sequence[Any]:
    """The values read, without blank ones (0 and False are values)."""
    if type(value) is tuple:
        return [each for each in value if each or each == 0]
    return (value,) if value or value == 0 else ()


def condition_faults(conditions: Iterable[Condition], *, timed: bool = False) -> Iterable[Problem]:
    """What is wrong with these rows, all at once. timed: whether they are asked as of a time."""
    for condition in conditions:
        if condition.operator not in OPERATORS:
            known = ", ".join(OPERATORS)
            yield Problem("unknown_operator", condition.field, f"{condition.operator!r} is not one of {known}")
        elif condition.operator in TIMED and not timed:
            yield Problem("needs_a_time", condition.field, f"{condition.operator} can be asked by scoring rules only")
        elif found := _FAULTS.get(condition.operator, _no_fault)(condition.value):
            code, message = found
            yield Problem(code, condition.field, f"{condition.operator} {message}")


Fault = tuple[str, str] | None


def _no_fault(_: Any) -> Fault:
    return None


def _unordered(value: Any) -> Fault:
    return None if _ordered(value) else ("wrong_type", "compares numbers, days and aware times")


def _ordered(value: Any) -> bool:
    return scale(value) is not None and (not isinstance(value, float) or isfinite(value))


def _no_range(value: Any) -> Fault:
    bounds = options(value)
    if len(bounds) != 2 or not all(map(_ordered, bounds)) or scale(bounds[0]) != scale(bounds[1]):
        return "wrong_type", "takes two numbers, days or aware times"
    return ("impossible_range", f"starts above its end: {bounds[0]} and {bounds[1]}") if bounds[0] > bounds[1] else None


#: A span that no date leaves, counted from any time in this millennium.
_MOST_DAYS = 36_500


def _no_days(value: Any) -> Fault:
    if scale(value) != "number" or not _ordered(value):
        return "wrong_type", "takes a number of days"
    return None if 0 <= value <= _MOST_DAYS else ("impossible_range", f"takes 0 to {_MOST_DAYS} days")


def _no_value(value: Any) -> Fault:
    return ("never_true", "compares with NaN, which equals nothing") if value != value else None  # noqa: PLR0124


def _no_options(value: Any) -> Fault:
    try:
        frozenset(options(value))
    except TypeError:
        return "wrong_type", "takes plain values, or a list of them"
    return None if options(value) else ("never_true", "is given nothing to look for")


def _no_words(value: Any) -> Fault:
    if not all(isinstance(option, str) for option in options(value)):
        return "wrong_type", "takes text, or a list of texts"
    forms = [match_form(option) for option in options(value)]
    wordless = not any(_spaced(form).strip() if form.isascii() else form for form in forms)
    return ("never_true", "is given no word to look for") if wordless else None


def _no_flag(value: Any) -> Fault:
    return None if isinstance(value, bool) else ("wrong_type", "takes true or false")


_FAULTS: dict[str, Callable[[Any], Fault]] = {
    "is": _no_value,
    "in": _no_options,
    "none_in": _no_options,
    "contains": _no_words,
    "contains_none": _no_words,
    "starts_with": _no_words,
    "ends_with": _no_words,
    "at_least": _unordered,
    "at_most": _unordered,
    "between": _no_range,
    "next_days": _no_days,
    "last_days": _no_days,
    "filled": _no_flag,
}
