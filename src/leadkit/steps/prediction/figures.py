"""How good probabilities are: ranking, calibration, lift. Plain Python; a few thousand leads take milliseconds."""

from collections.abc import Sequence
from math import log, sqrt

from attrs import field, frozen

from leadkit.kernel.statistics import Z95, roc_area

__all__ = ["CalibrationBin", "Figures", "Interval", "auc", "auc_interval", "brier", "calibration", "figures"]

BINS = 10
_TINY = 1e-15


@frozen(slots=False)
class Interval:
    low: float
    high: float


@frozen(slots=False)
class CalibrationBin:
    """Leads of similar probability: what was said on average, and what came true."""

    leads: int
    said: float
    came: float


@frozen(slots=False)
class Figures:
    """What a model's probabilities were worth on leads that it had not learnt from.

    auc: the chance that a won lead stands above a lost one; .5 is none. interval: its 95 % interval (DeLong).
    brier: mean squared error; base_brier: that of saying the base rate to everyone. log_loss: in nats.
    ece: expected calibration error, the mean gap between said and came true over ten equal bins.
    lift: how many times the base rate the top tenth was won. bins: the calibration, lowest first.
    """

    leads: int
    won: int
    auc: float
    interval: Interval
    brier: float
    base_brier: float
    log_loss: float
    ece: float
    lift: float
    bins: tuple[CalibrationBin, ...] = field(converter=tuple[CalibrationBin, ...], repr=False)

    @property
    def base_rate(self) -> float:
        return self.won / self.leads


def _midranks(values: Sequence[float]) -> list[float]:
    """1-based ranks; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end, value = start, values[order[start]]
        while end < len(order) and values[order[end]] == value:
            end += 1
        for at in order[start:end]:
            ranks[at] = (start + end + 1) / 2
        start = end
    return ranks


def auc(said: Sequence[float], won: Sequence[bool]) -> float:
    """Area under the ROC curve; .5 when there is only one outcome."""
    area = roc_area(zip(said, won, strict=True))
    return 0.5 if area is None else area


def auc_error(said: Sequence[float], won: Sequence[bool]) -> float:
    """The standard error of the AUC after DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), by ranks."""
    sides = [
        [value for value, outcome in zip(said, won, strict=True) if bool(outcome) is side] for side in (True, False)
    ]
    if min(map(len, sides)) < 2:
        return 0.5
    ranks = _midranks([*sides[0], *sides[1]])
    variance, start = 0.0, 0
    for side, other in ((sides[0], sides[1]), (sides[1], sides[0])):
        own = _midranks(side)
        places = [(ranks[start + at] - own[at]) / len(other) for at in range(len(side))]
        mean = sum(places) / len(places)
        variance += sum((place - mean) ** 2 for place in places) / (len(places) - 1) / len(places)
        start += len(side)
    return sqrt(variance)


def auc_interval(said: Sequence[float], won: Sequence[bool], z: float = Z95) -> Interval:
    """The AUC's interval, within 0 and 1. z: how many standard errors to either side."""
    middle, wide = auc(said, won), z * auc_error(said, won)
    return Interval(max(middle - wide, 0.0), min(middle + wide, 1.0))


def brier(said: Sequence[float], won: Sequence[bool]) -> float:
    """Mean squared error of the probabilities."""
    return sum((value - outcome) ** 2 for value, outcome in zip(said, won, strict=True)) / len(said)


def log_loss(said: Sequence[float], won: Sequence[bool]) -> float:
    """Mean of −log of the probability that was given to what happened."""
    given = (value if outcome else 1 - value for value, outcome in zip(said, won, strict=True))
    return -sum(log(max(value, _TINY)) for value in given) / len(said)


def calibration(said: Sequence[float], won: Sequence[bool], bins: int = BINS) -> tuple[CalibrationBin, ...]:
    """Leads in rising order of probability, in bins of equally many; equal probabilities stay together."""
    order = sorted(range(len(said)), key=said.__getitem__)
    parts: list[CalibrationBin] = []
    start = 0
    for at in range(1, bins + 1):
        end = max(round(at * len(order) / bins), start)
        while start < end < len(order) and said[order[end]] == said[order[end - 1]]:
            end += 1
        if part := order[start:end]:
            came = sum(map(bool, (won[row] for row in part)))
            parts.append(CalibrationBin(len(part), sum(said[row] for row in part) / len(part), came / len(part)))
        start = end
    return tuple(parts)


def _top(said: Sequence[float], won: Sequence[bool], leads: int) -> float:
    """The share won of so many leads with the highest probabilities; leads of one probability share the last places."""
    edge = sorted(said, reverse=True)[leads - 1]
    above = [outcome for value, outcome in zip(said, won, strict=True) if value > edge]
    at_edge = [outcome for value, outcome in zip(said, won, strict=True) if value == edge]
    return (sum(above) + (leads - len(above)) * sum(at_edge) / len(at_edge)) / leads


def figures(said: Sequence[float], won: Sequence[bool], base: Sequence[float] | float | None = None) -> Figures:
    """said, won: probability and outcome of each lead, at least one. base: what knowing only the base rate says.

    Without `base`, it is the rate of these very leads, which nobody could have known before.
    """
    positive = sum(map(bool, won))
    rate = positive / len(won)
    usual = [rate if base is None else base] * len(won) if base is None or isinstance(base, float) else base
    bins = calibration(said, won)
    return Figures(
        leads=len(won),
        won=positive,
        auc=auc(said, won),
        interval=auc_interval(said, won),
        brier=brier(said, won),
        base_brier=brier(usual, won),
        log_loss=log_loss(said, won),
        ece=sum(part.leads * abs(part.said - part.came) for part in bins) / len(won),
        lift=_top(said, won, max(len(said) // BINS, 1)) / rate if rate else 0.0,
        bins=bins,
    )
