"""What a page is put together from: headline numbers, and figures with their definition, chart and table."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from leadkit.contrib.report.words import Word

__all__ = ["Card", "Cell", "Column", "Panel", "leads_where", "number_cell", "word_cell"]


def leads_where(**values: str | Iterable[str]) -> str:
    """The address, within the page, of the leads with these values: `#leads?channel=chat&reached=won`.

    Of several values any will do. reached: that stage or a later one.
    """
    told = {name: value if isinstance(value, str) else list(value) for name, value in values.items()}
    return "#leads?" + urlencode(told, doseq=True, errors="replace")


@frozen
class Card:
    """A headline number. to: where it leads, blank for nowhere. tone: how it stands out, a class of the style."""

    label: str
    value: str
    note: str
    to: str = ""
    tone: str = ""


@frozen
class Column:
    """is_number: its cells are numbers, and stand to the right."""

    title: str
    is_number: bool = True


@frozen
class Cell:
    """A cell of a table. to: where it leads. is_data: the text is somebody's own, and not in the page's language."""

    text: str
    to: str = ""
    is_data: bool = False


def number_cell(text: str, to: str = "") -> Cell:
    """A number; one of nothing leads nowhere."""
    return Cell(text, "" if text in ("0", "–") else to)


def word_cell(word: Word, to: str = "") -> Cell:
    """What something is called."""
    return Cell(word.text, to, word.is_data)


@frozen(kw_only=True)
class Panel:
    """A figure: what it means, its chart as `Plotly.newPlot` takes it, and the table with the same numbers.

    do: what to do with it. nothing: the text when there are no rows. legend: colour and meaning of what is drawn.
    notes: what is to be said about the numbers. folded: whether the table waits behind its chart.
    """

    id: str
    title: str
    definition: str
    columns: tuple[Column, ...] = field(converter=tuple[Column, ...])
    rows: tuple[tuple[Cell, ...], ...] = field(converter=tuple[tuple[Cell, ...], ...])
    nothing: str
    do: str = ""
    chart: Mapping[str, Any] | None = None
    legend: tuple[tuple[str, str], ...] = field(default=(), converter=tuple[tuple[str, str], ...])
    notes: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    folded: bool = True
