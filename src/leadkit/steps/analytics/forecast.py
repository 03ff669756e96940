"""The forecast: what the open deals are likely to bring, by the month in which they are expected to close."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar

from attrs import define, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.instants import time_zone
from leadkit.kernel.money import Money
from leadkit.machines.opportunity import ForecastCategory, Pipeline
from leadkit.steps.analytics.deals import Deal
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.measures import Definition
from leadkit.steps.analytics.money import sums

__all__ = ["Accuracy", "Forecast", "ForecastMonth", "accuracy", "forecast", "weighted_pipeline"]


@frozen
class ForecastMonth:
    """The deals that are expected to close in this month, or were won in it. month: its first day; `None` for open
    deals of which nobody said when.

    closed: won already. commit, best_case, pipeline: the open ones by the forecast category of their stage, each deal
    in one of them. weighted: amount × probability of the open ones; lost deals count nowhere, and are worth nothing.
    expected: closed and weighted together. deals: how many are open; unpriced: how many of those have no amount.
    """

    month: date | None
    closed: tuple[Money, ...]
    commit: tuple[Money, ...]
    best_case: tuple[Money, ...]
    pipeline: tuple[Money, ...]
    weighted: tuple[Money, ...]
    expected: tuple[Money, ...]
    deals: int
    unpriced: int

    @property
    def n(self) -> int:
        return self.deals


@frozen
class Forecast:
    """The months in order, the one without a date last. weighted: of all open deals."""

    definition: ClassVar[Definition] = DEFINITIONS["forecast"]

    as_of: datetime
    months: tuple[ForecastMonth, ...]
    weighted: tuple[Money, ...]

    @property
    def n(self) -> int:
        """How many open deals it is about."""
        return sum(month.deals for month in self.months)


@frozen
class Accuracy:
    """What a forecast said of a month, and what came. said: closed and weighted, as it was expected then; came: won in
    that month. error: (said − came) ÷ came, `None` where nothing came. complete: the month was over."""

    definition: ClassVar[Definition] = DEFINITIONS["accuracy"]

    month: date
    currency: str
    said: Money
    came: Money
    error: float | None
    complete: bool


@define
class _Sums:
    kinds: dict[str, list[Money]]
    deals: int = 0
    unpriced: int = 0


def _open_sums() -> _Sums:
    return _Sums({kind: [] for kind in ("closed", "commit", "best_case", "pipeline", "weighted")})


def weighted_pipeline(deals: Iterable[Deal]) -> tuple[Money, ...]:
    """Amount × probability of the open deals, by currency."""
    return sums(worth for deal in deals if deal.closed_at is None and (worth := _weighted(deal)))


def _weighted(deal: Deal) -> Money | None:
    amount = deal.amount
    return Money.rounded(amount.amount * deal.probability / 100, amount.currency) if amount else None


def forecast(deals: Iterable[Deal], pipelines: Iterable[Pipeline], as_of: datetime, *, zone: str = "UTC") -> Forecast:
    """The forecast as these deals stand. For one of the past, give it deals that were folded until then.

    zone: IANA, in which months are counted. Raises `InvalidRecord`.
    """
    where = time_zone(zone)
    if where is None:
        raise InvalidRecord([Problem("unknown_zone", "zone", f"{zone!r} is not an IANA time zone")])
    categories = {(line.name, stage.name): stage.forecast for line in pipelines for stage in line.stages}
    months: dict[date | None, _Sums] = {}
    for deal in deals:
        if deal.lost:
            continue
        if deal.closed_at is not None:
            day: date | None = deal.closed_at.astimezone(where).date()
            kind = ForecastCategory.CLOSED
        else:
            day = deal.expected_close
            kind = categories.get((deal.pipeline, deal.stage), ForecastCategory.PIPELINE)
        month = months.setdefault(day and day.replace(day=1), _open_sums())
        _add(month, deal, kind)
    order = sorted(months, key=lambda month: (month is None, month or date.min))
    told = tuple(_month(month, months[month]) for month in order)
    return Forecast(as_of, told, sums(amount for month in told for amount in month.weighted))


def _add(month: _Sums, deal: Deal, kind: ForecastCategory) -> None:
    if deal.closed_at is None:
        month.deals += 1
        month.unpriced += deal.amount is None
    if deal.amount and kind.value in month.kinds:  # a stage that is left out of forecasts counts in none
        month.kinds[kind.value].append(deal.amount)
        if deal.closed_at is None and (worth := _weighted(deal)):
            month.kinds["weighted"].append(worth)


def _month(month: date | None, found: _Sums) -> ForecastMonth:
    told: Mapping[str, tuple[Money, ...]] = {kind: sums(amounts) for kind, amounts in found.kinds.items()}
    expected = sums((*told["closed"], *told["weighted"]))
    return ForecastMonth(month, **told, expected=expected, deals=found.deals, unpriced=found.unpriced)


def accuracy(snapshot: Forecast, deals: Iterable[Deal], as_of: datetime, *, zone: str = "UTC") -> tuple[Accuracy, ...]:
    """The months that the snapshot told of, beside what was won in them by now. deals: as they stand now."""
    where = time_zone(zone)
    if where is None:
        raise InvalidRecord([Problem("unknown_zone", "zone", f"{zone!r} is not an IANA time zone")])
    won: dict[date, list[Money]] = {}
    for deal in deals:
        if deal.won and deal.closed_at and deal.amount:
            won.setdefault(deal.closed_at.astimezone(where).date().replace(day=1), []).append(deal.amount)
    this_month = as_of.astimezone(where).date().replace(day=1)
    rows = []
    for month in snapshot.months:
        if month.month is None:
            continue
        said = {amount.currency: amount for amount in month.expected}
        came = {amount.currency: amount for amount in sums(won.get(month.month, ()))}
        for currency in sorted(said.keys() | came.keys()):
            one, other = (each.get(currency, Money(0, currency)) for each in (said, came))
            error = float((one.amount - other.amount) / other.amount) if other.amount else None
            rows.append(Accuracy(month.month, currency, one, other, error, month.month < this_month))
    return tuple(rows)
