"""What became of a lead: won, lost, or not known yet. A lead that is still open is not lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.reading import days_of, word_of

__all__ = ["matured", "read_outcomes"]

#: What exports call a won or a lost lead, in comparing form.
WON = frozenset(
    "1 yes y true t won win converted customer success successful 是 成交 已成交 赢单 转化 已转化 成功".split()
) | {"closed won", "closed-won", "deal won"}
LOST = frozenset(
    "0 no n false f lost loss unconverted failure failed disqualified 否 未成交 输单 丢单 未转化 失败 流失 无效".split()
) | {"closed lost", "closed-lost", "deal lost", "not converted"}
_TOLD = 8


def read_outcomes(
    cells: Sequence[Any], *, positive: str | None = None, lost: Iterable[str] = (), still_open: Iterable[str] = ()
) -> list[float | None]:
    """1 for won, 0 for lost, `None` for open, of each cell of the target column.

    positive: the value that means won; found out when it is a usual word. lost: the values that mean lost. Without
    them, the usual words are lost if there are any, and everything else is open; if there are none, all else is lost.
    still_open: values that mean open. A blank cell is always open.
    Raises `UnusableInput` with `unknown_positive`, `unknown_value` or `one_outcome`.
    """
    words = [word_of(cell) for cell in cells]
    counts = Counter(word for word in words if word)
    given = {"positive": [positive] if positive is not None else [], "lost": [*lost], "open": [*still_open]}
    wrong = [
        Problem("unknown_value", name, f"no lead has {value!r} as its outcome; there are {_listed(counts)}")
        for name, values in given.items()
        for value in values
        if word_of(value) not in counts
    ]
    if wrong:
        raise UnusableInput(wrong)
    won = {word_of(positive)} if positive is not None else WON & counts.keys()
    if not won or len(won) > 1:
        message = f"which outcome means won? There are {_listed(counts)}"
        raise UnusableInput([Problem("unknown_positive", "positive", message)])
    unknown = {word_of(value) for value in given["open"]}
    lost_words = {word_of(value) for value in given["lost"]} or (LOST & counts.keys())
    lost_words = (lost_words or counts.keys()) - won - unknown
    if not lost_words:
        raise UnusableInput([Problem("one_outcome", "target", f"all leads have one outcome: {_listed(counts)}")])
    return [1.0 if word in won else 0.0 if word in lost_words else None for word in words]


def _listed(counts: Counter[str]) -> str:
    told = ", ".join(f"{word!r} ({count:,})" for word, count in counts.most_common(_TOLD))
    return (told + (", …" if len(counts) > _TOLD else "")) or "no outcomes"


def matured(times: Sequence[Any], days: float, at: Any = None) -> list[bool]:
    """Whether each lead is old enough for its outcome to be fair. at: seen from when; the newest lead's time if `None`.

    Deals are lost and won at different speeds, so that of the youngest leads only the quick outcomes are known.
    A lead without a time counts as old enough.
    """
    ages = [days_of(time) for time in times]
    now = days_of(at) if at is not None else max((age for age in ages if age is not None), default=0.0)
    return [age is None or now is None or now - age >= days for age in ages]
