"""Leads that are still open: what their age says about how they will end.

Deals are won and lost at different speeds. Calling open leads lost makes every rate too small; looking at closed ones
only makes it too large or too small, as the one or the other is quicker. What an open lead's age says is Bayes' rule,
once it is known how long wins and losses take.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import mul

from attrs import field, frozen

__all__ = ["Delay", "chance_of_open", "delay_of"]


@frozen(slots=False)
class Delay:
    """How long it takes until an outcome: by rising days, the share of these outcomes that are known by then."""

    days: tuple[float, ...] = field(converter=tuple[float, ...])
    known: tuple[float, ...] = field(converter=tuple[float, ...])

    def known_by(self, age: float) -> float:
        """The share that is known at this age in days."""
        at = bisect_right(self.days, age)
        return self.known[at - 1] if at else 0.0


def delay_of(days: Sequence[float], ages: Sequence[float]) -> Delay:
    """The delay of an outcome, from the leads that had it: days it took, and each lead's age by now, at least that.

    A young lead could only have been quick. That is made up for by the reverse hazard (Lagakos, Barraj and De Gruttola,
    Biometrika 75, 1988): of the outcomes known by a day, among leads old enough to show them, how many fell on it.
    What takes longer than the oldest lead is old is never seen, and counts as known.
    """
    times = sorted(set(days))
    staying = []
    for time in times:
        at_risk = sum(took <= time <= age for took, age in zip(days, ages, strict=True))
        fell = sum(took == time for took in days)
        staying.append(1 - fell / at_risk)
    # The share known by a day is the product of all later days' shares of what does not fall on them.
    after = list(accumulate(reversed(staying[1:]), mul, initial=1.0))
    return Delay(times, reversed(after))


def chance_of_open(chance: float, age: float, won: Delay, lost: Delay) -> float:
    """The chance that a lead which is open at this age will be won. chance: what its fields say, whatever its age."""
    in_favour = chance * (1 - won.known_by(age))
    against = (1 - chance) * (1 - lost.known_by(age))
    return in_favour / (in_favour + against) if in_favour + against > 0 else chance
