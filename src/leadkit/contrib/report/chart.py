"""Bars as plotly draws them, handed over as JSON: plotly's own classes would take longer to build than all the rest."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from attrs import frozen

from leadkit.kernel.text import escaped

__all__ = ["FONT", "Bar", "Dot", "bars", "columns", "dots", "lines", "rise"]

# Chinese fonts by name, because a page in English would get the Japanese forms of Chinese characters.
FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
)
_ROW, _SIZE = 34, 13
_HOVER = {"bgcolor": "#26303d", "bordercolor": "#26303d", "align": "left", "font": {"family": FONT, "size": _SIZE}}
_CLEAR = "rgba(0,0,0,0)"


@frozen
class Bar:
    """A dark part of a light whole, and the numbers that are written at its end. to: where a click on it leads."""

    label: str
    part: int
    whole: int
    note: str
    to: str = ""


def bars(rows: Sequence[Bar], part: str, whole: str) -> dict[str, Any]:
    """What `Plotly.newPlot` takes. part, whole: colours that do on a white page and on a black one."""
    # Places are numbers, not names: two channels of one label stay two bars, and "2024" is no number.
    places = list(range(len(rows)))
    shape = {"type": "bar", "orientation": "h", "y": places, "customdata": [row.to for row in rows]}
    return {
        "data": [
            {
                **shape,
                "x": [bar.whole for bar in rows],
                "marker": {"color": whole, "cornerradius": 3},
                "text": [_plotly(bar.note) for bar in rows],
                "textposition": "outside",
                "cliponaxis": False,
                "hoverinfo": "text",
                "hovertext": [f"<b>{_plotly(bar.label)}</b><br>{_plotly(bar.note)}" for bar in rows],
            },
            {
                **shape,
                "x": [bar.part for bar in rows],
                "marker": {"color": part, "cornerradius": 3},
                "hoverinfo": "skip",
            },
        ],
        "layout": {
            "barmode": "overlay",
            "bargap": 0.38,
            **_plain(_ROW * len(rows) + 12),
            # The notes stand to the right of the bars, in a margin as wide as the longest of them.
            "margin": {"l": 0, "r": 14 + round(0.57 * _SIZE * max(len(bar.note) for bar in rows)), "t": 4, "b": 8},
            "xaxis": {"visible": False, "fixedrange": True, "range": [0, max(bar.whole for bar in rows) or 1]},
            "yaxis": {
                "automargin": True,
                "fixedrange": True,
                "range": [len(rows) - 0.5, -0.5],
                "tickvals": places,
                "ticktext": ["<br>".join(map(_plotly, lines(bar.label))) for bar in rows],
                "ticks": "outside",
                "ticklen": 7,
                "tickcolor": _CLEAR,
                "showgrid": False,
                "zeroline": False,
            },
        },
    }


@frozen
class Dot:
    """A share with its interval, from -1 to 1, and what is said of it. to: where a click on it leads."""

    label: str
    value: float
    low: float
    high: float
    note: str
    to: str = ""


def dots(rows: Sequence[Dot], colour: str) -> dict[str, Any]:
    """Shares below each other, with their intervals, on one scale."""
    places = list(range(len(rows)))
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row.value for row in rows],
                "y": places,
                "customdata": [row.to for row in rows],
                "marker": {"color": colour, "size": 9},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [max(row.high - row.value, 0) for row in rows],
                    "arrayminus": [max(row.value - row.low, 0) for row in rows],
                    "color": colour,
                    "thickness": 2,
                    "width": 4,
                },
                "hoverinfo": "text",
                "hovertext": [f"<b>{_plotly(row.label)}</b><br>{_plotly(row.note)}" for row in rows],
            }
        ],
        "layout": {
            **_plain(_ROW * len(rows) + 44),
            "margin": {"l": 0, "r": 16, "t": 4, "b": 34},
            "xaxis": {**_axis(), "tickformat": ".0%", "zerolinecolor": _LINE},
            "yaxis": {
                **_axis(),
                "automargin": True,
                "range": [len(rows) - 0.5, -0.5],
                "tickvals": places,
                "ticktext": ["<br>".join(map(_plotly, lines(row.label))) for row in rows],
                "showgrid": False,
                "zeroline": False,
            },
        },
    }


def rise(
    points: Sequence[tuple[float, float, float, float]], colour: str, band: str, axis: str, names: tuple[str, str]
) -> dict[str, Any]:
    """A share that rises in steps, with its interval. points: (days, share, low, high). names: of line and band."""
    days, shares, lows, highs = (list(column) for column in zip(*points, strict=True))
    step = {"type": "scatter", "mode": "lines", "x": days, "hoverinfo": "skip"}
    return {
        "data": [
            {**step, "y": lows, "line": {"width": 0, "shape": "hv"}},
            {**step, "y": highs, "line": {"width": 0, "shape": "hv"}, "fill": "tonexty", "fillcolor": band},
            {
                **step,
                "y": shares,
                "name": _plotly(names[0]),
                "line": {"color": colour, "width": 2.5, "shape": "hv"},
                "hoverinfo": "x+y",
            },
        ],
        "layout": {
            **_plain(280),
            "margin": {"l": 52, "r": 16, "t": 8, "b": 46},
            "xaxis": {**_axis(), "title": {"text": _plotly(axis), "font": {"size": _SIZE}}, "rangemode": "tozero"},
            "yaxis": {**_axis(), "tickformat": ".0%", "rangemode": "tozero"},
        },
    }


def columns(labels: Sequence[str], parts: Sequence[tuple[str, str, Sequence[float]]]) -> dict[str, Any]:
    """Columns of parts on top of each other. parts: (name, colour, the numbers)."""
    places = list(range(len(labels)))
    return {
        "data": [
            {
                "type": "bar",
                "x": places,
                "y": list(numbers),
                "name": _plotly(name),
                "marker": {"color": colour},
                "hovertext": [f"{_plotly(name)}: {number:,.0f}" for number in numbers],
                "hoverinfo": "text",
            }
            for name, colour, numbers in parts
        ],
        "layout": {
            **_plain(280),
            "barmode": "stack",
            "bargap": 0.4,
            "margin": {"l": 64, "r": 16, "t": 8, "b": 34},
            "xaxis": {
                **_axis(),
                "tickvals": places,
                "ticktext": [*map(_plotly, labels)],
                "showgrid": False,
                "zeroline": False,
                "range": [-0.5, max(len(labels), 6) - 0.5],
            },
            "yaxis": {**_axis(), "tickformat": "~s", "rangemode": "tozero"},
        },
    }


_LINE = "rgba(125,140,160,.35)"


def _axis() -> dict[str, Any]:
    return {"fixedrange": True, "gridcolor": "rgba(125,140,160,.22)", "zerolinecolor": _LINE}


def _plain(height: int) -> dict[str, Any]:
    return {
        "height": height,
        "font": {"family": FONT, "size": _SIZE},
        "hoverlabel": _HOVER,
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "showlegend": False,
        "dragmode": False,
    }


def _plotly(text: str) -> str:
    """Plotly reads tags and entities in every text it draws, links among them."""
    return escape(escaped(text), quote=False)


def lines(label: str, width: int = 18) -> list[str]:
    """The label on one line or two; what fits on neither is left to the table. Cut at a space where there is one."""
    first, rest = _cut(label, width)
    second, rest = _cut(rest, width)
    return [line for line in (first, second[:-1] + "…" if rest else second) if line]


def _cut(text: str, width: int) -> tuple[str, str]:
    """What fits into so many columns, and the rest. A Chinese character takes two columns."""
    ends = accumulate(1 + (east_asian_width(char) in "FW") for char in text)
    fits = sum(end <= width for end in ends)
    if fits == len(text):
        return text, ""
    space = text.rfind(" ", 1, fits + 1)
    return text[: space if space > 0 else fits], text[space if space > 0 else fits :].lstrip()
