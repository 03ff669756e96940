"""Bars as plotly draws them, handed over as JSON: plotly's own classes would take longer to build than all the rest."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from attrs import frozen

from leadkit.kernel.text import escaped

__all__ = ["FONT", "Bar", "bars", "lines"]

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
            "height": _ROW * len(rows) + 12,
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
            "font": {"family": FONT, "size": _SIZE},
            "hoverlabel": _HOVER,
            "paper_bgcolor": _CLEAR,
            "plot_bgcolor": _CLEAR,
            "showlegend": False,
            "dragmode": False,
        },
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
