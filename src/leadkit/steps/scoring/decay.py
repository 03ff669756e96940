"""How points fade: by half-life, in a line, or in steps. Integers throughout, so every machine gets the same points.

Points are counted in thousandths and ages in whole seconds. The power of two in a half-life is looked up in a table of
1,024 parts of a halving, which is off by less than 0.07 percent and the same everywhere, in Python and in numpy.
"""

import re
from math import isqrt
from typing import TypeAlias

from attrs import frozen

__all__ = ["HALVING", "Decay", "HalfLife", "Linear", "Steps", "read_decay"]

#: Parts of one halving, and the bits of each entry of the table.
PARTS, BITS = 1_024, 30
#: After so many halvings nothing is left of the largest points there may be.
LONGEST = 32


def _halving() -> tuple[int, ...]:
    one = 1 << 128
    root = one >> 1
    for _ in range(10):  # 2 ** 10 parts
        root = isqrt(root * one)
    table, factor = [], one
    for _ in range(PARTS):
        table.append((factor + (1 << 97)) >> 98)
        factor = factor * root >> 128
    return tuple(table)


#: What is left after so many parts of a halving, in parts of 2 ** 30.
HALVING = _halving()


@frozen
class HalfLife:
    """Halved every so many seconds."""

    seconds: int

    def left(self, thousandths: int, age: int) -> int:
        """What is left of these points after so many seconds."""
        halvings, part = divmod(age * PARTS // self.seconds, PARTS)
        if halvings > LONGEST:
            return 0
        shift = BITS + halvings
        left = (abs(thousandths) * HALVING[part] + (1 << (shift - 1))) >> shift
        return left if thousandths >= 0 else -left

    def __str__(self) -> str:
        return f"halved every {_span(self.seconds)}"


@frozen
class Linear:
    """Gone after so many seconds, and less by the same amount each second."""

    seconds: int

    def left(self, thousandths: int, age: int) -> int:
        """What is left of these points after so many seconds."""
        if age >= self.seconds:
            return 0
        left = (abs(thousandths) * (self.seconds - age) + self.seconds // 2) // self.seconds
        return left if thousandths >= 0 else -left

    def __str__(self) -> str:
        return f"fading over {_span(self.seconds)}"


@frozen
class Steps:
    """Worth a percentage from an age on. steps: (seconds, percent), by age."""

    steps: tuple[tuple[int, int], ...]

    def left(self, thousandths: int, age: int) -> int:
        """What is left of these points after so many seconds."""
        percent = 100
        for seconds, share in self.steps:
            if age < seconds:
                break
            percent = share
        left = abs(thousandths) * percent // 100
        return left if thousandths >= 0 else -left

    def __str__(self) -> str:
        return " then ".join(f"{percent}% after {_span(seconds)}" for seconds, percent in self.steps)


Decay: TypeAlias = HalfLife | Linear | Steps

_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_SPAN = r"(\d{1,9}) (day|hour|minute|second)s?"
_ONE = re.compile(rf"(halved every|fading over) {_SPAN}")
_STEP = re.compile(rf"(\d{{1,3}})% after {_SPAN}")
#: A hundred years: no behaviour is older.
_LONGEST_SPAN = 36_500 * 86_400


def _span(seconds: int) -> str:
    unit, size = next((unit, size) for unit, size in _UNITS.items() if seconds % size == 0)
    return f"{seconds // size} {unit}{'' if seconds == size else 's'}"


def read_decay(text: str) -> Decay | None:
    """The decay that these words say, `None` when they say none.

    "halved every 45 days", "fading over 12 hours", "50% after 45 days then 0% after 90 days".
    """
    if found := _ONE.fullmatch(text):
        seconds = int(found[2]) * _UNITS[found[3]]
        kind = HalfLife if found[1] == "halved every" else Linear
        return kind(seconds) if 0 < seconds <= _LONGEST_SPAN else None
    steps = []
    for part in text.split(" then "):
        if not (found := _STEP.fullmatch(part)):
            return None
        steps.append((int(found[2]) * _UNITS[found[3]], int(found[1])))
    ages = [seconds for seconds, _ in steps]
    fits = ages == sorted(set(ages)) and ages[0] > 0 and ages[-1] <= _LONGEST_SPAN
    return Steps(tuple(steps)) if fits and all(percent <= 100 for _, percent in steps) else None
