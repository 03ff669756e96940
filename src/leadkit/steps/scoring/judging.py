"""Reading a field, and judging what is there, as fast as a field and its rows allow."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import Any, get_origin

import attrs

from leadkit.kernel.conditions import Condition, options, reader, scale
from leadkit.kernel.paths import ends, holds_many, is_plain

__all__ = ["Judged", "judged", "reading"]

#: Values of one field whose judgement is kept. A table of a million free texts must not stay in memory.
KEPT = 20_000


class Judged(dict[Any, Any]):
    """Value → judgement, made when a value is first seen."""

    __slots__ = ("_judge",)

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, value: Any) -> Any:
        made = self._judge(value)
        if len(self) >= KEPT:
            self.clear()
        self[value] = made
        return made


def reading(noun: Any, path: str) -> Callable[[Any], Any]:
    """The fastest function from a noun of this type to what `conditions.reader` reads there.

    Where the path leads through a tuple, blank members are still in what it reads; `present` drops them.
    """
    parts = tuple(path.split("."))
    if is_plain(noun, parts):
        return attrgetter(path)
    head, rest = path.partition(".")[::2]
    kinds = ends(noun, (head,))
    if len(kinds) != 1 or not rest:
        return reader(path)
    (kind,) = kinds
    read = attrgetter(head)
    if get_origin(kind) is Mapping:
        return lambda each: read(each).get(rest)
    if not is_plain(kind, parts[1:]):
        return reader(path)
    member = attrgetter(rest)
    if holds_many(noun, head):
        return lambda each: tuple(map(member, read(each)))
    return lambda each: None if (inner := read(each)) is None else member(inner)


def judged(noun: Any, path: str, conditions: Sequence[Condition], judge: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The judge of one field, made fast by what its rows ask.

    Rows that only ask whether something is there need to know no more than that. Rows that only compare look up where
    the value lies among their bounds. All others remember the values that they have judged.
    """
    kinds = ends(noun, tuple(path.split("."))) if path else frozenset()
    operators = {condition.operator for condition in conditions}
    many = holds_many(noun, path.partition(".")[0])
    if operators == {"filled"} and not many and all(map(_is_whole, kinds)):
        there = (judge(None), judge("there"))
        return lambda value: there[1] if value else there[0]
    if operators <= _ORDERED and operators != {"filled"} and not many and (table := _stepped(conditions, judge)):
        return table
    # True equals 1 and is judged otherwise.
    if Any in kinds or (bool in kinds and len(kinds) > 1):
        return judge
    return Judged(judge).__getitem__


_ORDERED = frozenset({"at_least", "at_most", "between", "filled"})
_TYPES = {"number": (int, float, Decimal), "day": (date,), "instant": (datetime,)}


def _stepped(conditions: Sequence[Condition], judge: Callable[[Any], Any]) -> Callable[[Any], Any] | None:
    """The judge as a table of the steps between the bounds; `None` where the bounds are on several scales."""
    bounds = [bound for each in conditions if each.operator != "filled" for bound in options(each.value)]
    scales = {scale(bound) for bound in bounds}
    if len(scales) > 1:
        return None
    (of,) = scales
    edges = sorted(set(bounds))
    on = [judge(edge) for edge in edges]
    between = [judge(_between(*pair)) for pair in pairwise([None, *edges, None])]
    if None in between:
        return None
    types, count, nothing = _TYPES[of or ""], len(edges), judge(None)

    def table(value: Any) -> Any:
        if value is None:
            return nothing
        if type(value) not in types or value != value or (of == "instant" and value.tzinfo is None):  # noqa: PLR0124
            return judge(value)
        at = bisect_left(edges, value)
        return on[at] if at < count and edges[at] == value else between[at]

    return table


def _is_whole(kind: Any) -> bool:
    """Whether a value of this kind is there exactly if it is true: no number, for 0 is there."""
    return isinstance(kind, type) and (issubclass(kind, str | date) or attrs.has(kind))


def _between(low: Any, high: Any) -> Any:
    """A value between these bounds, `None` for no bound; `None` where none can be told from them."""
    bound = high if low is None else low
    if isinstance(bound, date):
        step = timedelta(days=1)
        try:
            return low + step if high is None else high - step if low is None else low + (high - low) / 2
        except OverflowError:
            return None
    first, last = (None if each is None else Decimal(each) for each in (low, high))
    if first is None or last is None:
        value = (last or Decimal(0)) - 1 if first is None else first + 1
    else:
        value = (first + last) / 2
    inside = (first is None or first < value) and (last is None or value < last)
    return value if inside else None
