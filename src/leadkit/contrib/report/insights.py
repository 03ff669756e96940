"""The figures that tell what works: conversion over time and by source, attribution, responses, reasons, forecast."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from leadkit.contrib.report.chart import Bar, Dot, bars, columns, dots, rise
from leadkit.contrib.report.figures import ReportFigures
from leadkit.contrib.report.panels import panel
from leadkit.contrib.report.parts import Cell, Panel, leads_where, number_cell, word_cell
from leadkit.contrib.report.words import Word, Words
from leadkit.kernel.money import Money
from leadkit.steps.analytics import (
    AttributionModel,
    Curve,
    FactorRow,
    ForecastMonth,
    FunnelStage,
    ReasonRow,
    ResponseRow,
    SourceRow,
)

__all__ = ["insights"]

_BLUE, _BAND, _GREY, _AMBER = "#3b7ddd", "rgba(59,125,221,.20)", "rgba(125,140,160,.20)", "#c77a1a"
_KINDS = {"closed": "#2e9e6b", "commit": "#3b7ddd", "best_case": "#8fb4ee", "pipeline": "#9aa7b8"}
_SHOWN = 20
# Factor → the kind of its values.
_VALUES = {"channel": "channel", "job_level": "job_level", "did": "activity"}
# The days after which the curve is told in its table.
_DAYS = (1, 7, 14, 30, 60, 90, 180, 365, 730)


def insights(figures: ReportFigures, words: Words) -> Iterator[Panel]:
    """Every panel that analytics fills; one without rows says what is missing."""
    yield _curve(figures.conversion, words)
    yield _cohorts(figures, words)
    yield _conversion(figures.channels, words)
    yield _campaigns(figures.campaigns, words)
    yield _attribution(figures, words)
    yield _responses(figures.responses, words)
    yield _reasons("disqualified", figures.disqualified, words)
    yield _reasons("lost", figures.lost, words)
    yield _forecast(figures, words)
    yield _factors(figures.factors, words)


# --- over time


def _curve(curve: Curve | None, words: Words) -> Panel:
    rows: list[tuple[Cell, ...]] = []
    drawn = [(0.0, 0.0, 0.0, 0.0)]
    if curve and curve.points:
        drawn += [(each.after / timedelta(days=1), each.share, each.low, each.high) for each in curve.points]
        drawn.append((drawn[-1][0] * 1.1, *drawn[-1][1:]))  # so that the last rise can be seen
        for days in _DAYS:
            point = curve.at(timedelta(days=days))
            if point and (not rows or point.after > timedelta(days=_DAYS[len(rows) - 1])):
                rows.append(
                    (
                        Cell(words.say("conversion_curve.after", n=words.number(days))),
                        Cell(words.share(point.share)),
                        Cell(f"{words.share(point.low)}–{words.share(point.high)}"),
                        Cell(words.number(point.at_risk)),
                    )
                )
    names = words.say("conversion_curve.line"), words.say("conversion_curve.band")
    return panel(
        "conversion_curve",
        words,
        "after converted interval at_risk",
        rows,
        chart=rise(drawn, _BLUE, _BAND, words.say("conversion_curve.axis"), names) if rows else None,
        legend=[(_BLUE, names[0]), (_BAND, names[1])],
    )


def _cohorts(figures: ReportFigures, words: Words) -> Panel:
    return panel(
        "cohorts",
        words,
        "month leads qualified converted won rate curve",
        [
            (
                Cell(f"{each.start:%Y-%m}"),
                number_cell(words.number(each.n), leads_where(month=f"{each.start:%Y-%m}")),
                *(
                    number_cell(
                        words.number(each.reached.get(stage, 0)),
                        leads_where(month=f"{each.start:%Y-%m}", reached=stage),
                    )
                    for stage in (FunnelStage.QUALIFIED, FunnelStage.CONVERTED, FunnelStage.WON)
                ),
                Cell(words.rate(each.conversion)),
                Cell(words.share(each.curve.points[-1].share if figures.conversion and each.curve.points else None)),
            )
            for each in figures.cohorts
        ],
    )


# --- by source


def _conversion(rows: Sequence[SourceRow], words: Words) -> Panel:
    enough = [row for row in rows if row.converted.enough]

    def names(channels: Iterable[str]) -> str:
        return ", ".join(words.name("channel", each).text for each in channels) or words.say("page.none")

    return panel(
        "conversion",
        words,
        "channel leads rate better worse",
        [
            (
                word_cell(words.name("channel", row.channel)),
                number_cell(words.number(row.leads), leads_where(channel=row.channel)),
                Cell(words.rate(row.converted)),
                Cell(names(row.better_than)),
                Cell(names(row.worse_than)),
            )
            for row in enough
        ],
        chart=dots(
            [
                Dot(
                    words.name("channel", row.channel).text,
                    row.converted.share or 0,
                    row.converted.low,
                    row.converted.high,
                    words.rate(row.converted),
                    leads_where(channel=row.channel, reached="converted"),
                )
                for row in enough
            ],
            _BLUE,
        )
        if enough
        else None,
    )


def _campaigns(rows: Sequence[SourceRow], words: Words) -> Panel:
    return panel(
        "campaigns",
        words,
        "campaign leads converted won revenue cost per_lead per_customer roi",
        [
            (
                Cell(row.campaign, is_data=True),
                number_cell(words.number(row.leads), leads_where(campaign=row.campaign)),
                Cell(words.rate(row.converted)),
                number_cell(words.number(row.won.part), leads_where(campaign=row.campaign, reached="won")),
                *(Cell(words.money(each)) for each in (row.revenue, row.cost, row.per_lead, row.per_customer)),
                Cell(words.share(row.roi) if row.roi is not None else words.say("page.none")),
            )
            for row in rows[:_SHOWN]
        ],
        notes=_first_of(rows, words),
    )


def _first_of(rows: Sequence[object], words: Words) -> list[str]:
    more = len(rows) > _SHOWN
    return [words.say("page.first_of", shown=words.number(_SHOWN), all=words.number(len(rows)))] if more else []


def _attribution(figures: ReportFigures, words: Words) -> Panel:
    models = [each for each in figures.attributions if each.n]
    linear = next((each for each in models if each.model is AttributionModel.LINEAR), None)
    credits = {each.model: {one.channel: one for one in each.credits} for each in models}
    channels = [one.channel for one in linear.credits] if linear else []
    drawn = [
        Bar(
            words.name("channel", one.channel).text,
            round(one.conversions * 1000),
            linear.n * 1000,
            f"{one.conversions:,.1f} · {words.share(one.conversions / linear.n)}",
        )
        for one in (linear.credits if linear else ())
        if linear
    ]
    return panel(
        "attribution",
        words,
        " ".join(["channel", *(f"model.{each.model}" for each in models), "revenue"]),
        [
            (
                word_cell(words.name("channel", channel)),
                *(
                    Cell(f"{held[channel].conversions:,.1f}" if channel in held else words.say("page.none"))
                    for held in credits.values()
                ),
                Cell(words.money(credits[AttributionModel.LINEAR][channel].revenue)),
            )
            for channel in channels
        ],
        chart=bars(drawn, _BLUE, _GREY) if drawn else None,
        legend=[(_BLUE, words.say("model.linear"))],
    )


# --- people


def _responses(rows: Sequence[ResponseRow], words: Words) -> Panel:
    def whom(row: ResponseRow) -> Cell:
        name = row.owner or row.team
        return Cell(name, is_data=True) if name else Cell(words.say("responses.everybody"))

    everybody = [row for row in rows if not row.owner and not row.team and row.kept.n]
    return panel(
        "responses",
        words,
        "clock person times median_time p90 kept",
        [
            (
                word_cell(words.name("clock", row.clock)),
                whom(row),
                Cell(words.number(row.n)),
                Cell(words.span(row.time.median)),
                Cell(words.span(row.time.p90)),
                Cell(words.rate(row.kept)),
            )
            for row in islice(rows, 2 * _SHOWN)
        ],
        chart=bars(
            [
                Bar(
                    words.name("clock", row.clock).text,
                    row.kept.part,
                    row.kept.n,
                    words.share(row.kept.share),
                )
                for row in everybody
            ],
            _BLUE,
            _GREY,
        )
        if everybody
        else None,
        legend=[(_BLUE, words.say("column.kept"))],
    )


def _reasons(id: str, rows: Sequence[ReasonRow], words: Words) -> Panel:
    def reason(row: ReasonRow) -> Word:
        return Word(row.reason, is_data=True) if row.reason else Word(words.say("reasons.none"))

    def to(row: ReasonRow) -> str:
        return leads_where(reason=row.reason) if row.reason and id == "disqualified" else ""

    return panel(
        id,
        words,
        "reason count share amount" if id == "lost" else "reason count share",
        [
            (
                word_cell(reason(row)),
                number_cell(words.number(row.n), to(row)),
                Cell(words.share(row.share.share)),
                *([Cell(words.money(row.amount))] if id == "lost" else []),
            )
            for row in rows[:_SHOWN]
        ],
        known="reasons",
        chart=bars(
            [
                Bar(
                    reason(row).text,
                    row.n,
                    row.share.n,
                    f"{words.number(row.n)} · {words.share(row.share.share)}",
                    to(row),
                )
                for row in rows[:_SHOWN]
            ],
            _AMBER,
            _GREY,
        )
        if rows
        else None,
        notes=_first_of(rows, words),
    )


# --- what is to come, and why


def _forecast(figures: ReportFigures, words: Words) -> Panel:
    months = figures.forecast.months if figures.forecast else ()
    told = [month for month in months if month.month or month.deals]
    currency = _main_currency(told)
    dated = [month for month in told if month.month][-18:]

    def name(month: date | None) -> str:
        return f"{month:%Y-%m}" if month else words.say("forecast.undated")

    return panel(
        "forecast",
        words,
        "month closed commit best_case pipeline weighted deals",
        [
            (
                Cell(name(month.month)),
                *(Cell(words.money(getattr(month, kind))) for kind in (*_KINDS, "weighted")),
                Cell(words.number(month.deals)),
            )
            for month in told
        ],
        chart=columns(
            [name(month.month) for month in dated],
            [
                (
                    words.say(f"kind.{kind}"),
                    colour,
                    [_amount(getattr(month, kind), currency) for month in dated],
                )
                for kind, colour in _KINDS.items()
            ],
        )
        if dated and currency
        else None,
        legend=[(colour, words.say(f"kind.{kind}")) for kind, colour in _KINDS.items()],
        notes=[words.say("forecast.drawn", currency=currency)] if dated and currency else [],
    )


def _amount(amounts: Iterable[Money], currency: str) -> float:
    return sum(float(one.amount) for one in amounts if one.currency == currency)


def _main_currency(months: Iterable[ForecastMonth]) -> str:
    """The currency in which there are most amounts."""
    amounts: list[Money] = [one for month in months for kind in _KINDS for one in getattr(month, kind)]
    counts = {one.currency: sum(each.currency == one.currency for each in amounts) for one in amounts}
    return max(sorted(counts), key=counts.__getitem__, default="")


def _factors(rows: Sequence[FactorRow], words: Words) -> Panel:
    rows = [row for row in rows if row.value != "no"]  # its "yes" says the same, the other way round
    shown = rows[:_SHOWN]

    def told(row: FactorRow) -> Word:
        value = words.known(_VALUES.get(row.name, "answer"), row.value)
        named = Word(value) if value else words.name("activity", row.value)
        return Word(f"{words.name('factor', row.name).text}: {named.text}", named.is_data)

    def signed(share: float) -> str:
        return f"{100 * share:+.1f}%"

    return panel(
        "factors",
        words,
        "factor with without effect interval sure",
        [
            (
                word_cell(told(row)),
                Cell(words.rate(row.contrast.first)),
                Cell(words.rate(row.contrast.second)),
                Cell(signed(row.effect)),
                Cell(f"{signed(row.contrast.low)} … {signed(row.contrast.high)}"),
                Cell(words.say("factors.sure" if row.contrast.significant else "factors.unsure")),
            )
            for row in shown
        ],
        chart=dots(
            [Dot(told(row).text, row.effect, row.contrast.low, row.contrast.high, signed(row.effect)) for row in shown],
            _BLUE,
        )
        if shown
        else None,
        notes=_first_of(rows, words),
    )
