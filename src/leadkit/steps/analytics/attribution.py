"""Attribution: which channels a sale is owed to, by seven models. Each shares out the revenue to the last cent."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from attrs import frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.money import Money
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.markov import Chain, removal_effects
from leadkit.steps.analytics.measures import Definition
from leadkit.steps.analytics.money import allocated, in_minor, money_of
from leadkit.steps.analytics.touches import Path

__all__ = ["HALF_LIFE", "Attribution", "AttributionModel", "Credit", "attribution", "weights"]

#: After so long a touch weighs half as much, in the model of time decay.
HALF_LIFE = timedelta(days=7)


class AttributionModel(StrEnum):
    """How the credit for a sale is shared out among the touches before it."""

    FIRST = "first"
    LAST = "last"
    LINEAR = "linear"
    POSITION = "position"
    W_SHAPED = "w_shaped"
    TIME_DECAY = "time_decay"
    MARKOV = "markov"


@frozen
class Credit:
    """What a channel is owed. conversions: its share of the sales, together as many as there were. touches: how many it
    had on the ways to them. removal: of Markov's model, the share of sales that would be lost without it, 0 to 1."""

    channel: str
    conversions: float
    revenue: tuple[Money, ...]
    touches: int
    removal: float | None = None


@frozen
class Attribution:
    """The credits of one model, most conversions first. n: how many sales; paths: how many leads were looked at.

    revenue: of the sales, which the credits add up to, to the smallest unit of each currency.
    """

    definition: ClassVar[Definition] = DEFINITIONS["attribution"]

    model: AttributionModel
    n: int
    paths: int
    revenue: tuple[Money, ...]
    credits: tuple[Credit, ...]


def attribution(
    paths: Iterable[Path], model: AttributionModel | str, *, half_life: timedelta = HALF_LIFE
) -> Attribution:
    """The sales on these paths, shared out by this model. Raises `InvalidRecord` for a model or half-life that is none.

    half_life: of time decay.
    """
    if model not in list(AttributionModel) or half_life <= timedelta(0):
        raise InvalidRecord([Problem("unknown_attribution", "model", f"no model {model!r} with half-life {half_life}")])
    model = AttributionModel(model)
    conversions: dict[str, float] = {}
    revenue: dict[str, Counter[str]] = {}
    touches, total, chain = Counter[str](), Counter[str](), Chain()
    n = count = 0
    for path in paths:
        count += 1
        chain.take([touch.channel for touch in path.touches], won=path.won_at is not None)
        if path.won_at is None:
            continue
        n += 1
        touches.update(touch.channel for touch in path.touches)
        total.update(in_minor([path.value] if path.value else ()))
        if model is not AttributionModel.MARKOV:
            shares = weights(path, model, half_life)
            for touch, share in zip(path.touches, shares, strict=True):
                conversions[touch.channel] = conversions.get(touch.channel, 0.0) + share
            if path.value:
                for touch, part in zip(path.touches, allocated(path.value.minor_units, shares), strict=True):
                    revenue.setdefault(touch.channel, Counter())[path.value.currency] += part
    effects: Mapping[str, float] = {}
    if model is AttributionModel.MARKOV:
        effects = removal_effects(chain)
        conversions, revenue = _by_effect(effects, n, total)
    credits = [
        Credit(channel, share, money_of(revenue.get(channel, {})), touches[channel], effects.get(channel))
        for channel, share in conversions.items()
    ]
    credits.sort(key=lambda credit: (-credit.conversions, credit.channel))
    return Attribution(model, n, count, money_of(total), tuple(credits))


def _by_effect(
    effects: Mapping[str, float], n: int, total: Mapping[str, int]
) -> tuple[dict[str, float], dict[str, Counter[str]]]:
    channels, worth = list(effects), list(effects.values())
    whole = sum(worth)
    if not whole:
        return {}, {}
    revenue = {channel: Counter[str]() for channel in channels}
    for currency, amount in total.items():
        for channel, part in zip(channels, allocated(amount, worth), strict=True):
            revenue[channel][currency] = part
    return {channel: n * effect / whole for channel, effect in effects.items()}, revenue


# --- the models that look at one path


def weights(path: Path, model: AttributionModel, half_life: timedelta = HALF_LIFE) -> list[float]:
    """The share of each touch in the sale, together 1. Not for Markov's model, which looks at all paths at once."""
    return _WEIGHTS[model](path, half_life)


def _first(path: Path, _: timedelta) -> list[float]:
    return [1.0, *[0.0] * (len(path.touches) - 1)]


def _last(path: Path, _: timedelta) -> list[float]:
    return [*[0.0] * (len(path.touches) - 1), 1.0]


def _linear(path: Path, _: timedelta) -> list[float]:
    return [1 / len(path.touches)] * len(path.touches)


def _position(path: Path, _: timedelta) -> list[float]:
    """40 % to the first and the last touch, 20 % to those in between; without any, half and half."""
    return _around([0, len(path.touches) - 1], [0.4, 0.4], len(path.touches))


def _w_shaped(path: Path, _: timedelta) -> list[float]:
    """30 % to the first touch, to the one that made the lead, and to the last one before the deal was opened; 10 % to
    the others."""
    made = [number for number, touch in enumerate(path.touches) if touch.captured]
    opened = [number for number, touch in enumerate(path.touches) if path.opened_at and touch.at <= path.opened_at]
    return _around([0, made[0] if made else 0, opened[-1] if opened else 0], [0.3, 0.3, 0.3], len(path.touches))


def _around(places: Sequence[int], shares: Sequence[float], count: int) -> list[float]:
    """The shares at their places, which may coincide; the others share the rest. Without others, all in proportion."""
    found = [0.0] * count
    for place, share in zip(places, shares, strict=True):
        found[place] += share
    others = [place for place in range(count) if place not in places]
    rest = 1 - sum(shares)
    if not others:
        return [share / sum(shares) for share in found]
    for place in others:
        found[place] = rest / len(others)
    return found


def _time_decay(path: Path, half_life: timedelta) -> list[float]:
    """Half as much for each half-life that a touch was before the last one: only the distances between them matter."""
    last = path.touches[-1].at
    # Beyond two to the power of a thousand a float is zero anyway.
    raw = [2.0 ** -min((last - touch.at) / half_life, 1_000.0) for touch in path.touches]
    whole = sum(raw)
    return [each / whole for each in raw]


_WEIGHTS: Mapping[AttributionModel, Callable[[Path, timedelta], list[float]]] = {
    AttributionModel.FIRST: _first,
    AttributionModel.LAST: _last,
    AttributionModel.LINEAR: _linear,
    AttributionModel.POSITION: _position,
    AttributionModel.W_SHAPED: _w_shaped,
    AttributionModel.TIME_DECAY: _time_decay,
}
