"""The page, put together.

Everything that a person typed is escaped. And should something slip through: the page forbids itself, by a content
security policy, to load anything and to run any script but the two it was written with.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import import_module, resources
from types import ModuleType
from typing import TYPE_CHECKING, Any

from leadkit.contrib.report.chart import FONT, chart
from leadkit.contrib.report.figures import ReportFigures
from leadkit.contrib.report.panels import call, cards, moment, panels
from leadkit.errors import MissingExtra
from leadkit.kernel.text import escaped

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["CALLS_SHOWN", "render"]

#: How many rows of the call list the report shows; the whole list is a file of its own.
CALLS_SHOWN = 50


def render(figures: ReportFigures) -> str:
    """The report as one HTML document, to be written as UTF-8. The same figures give the same text.

    Raises `MissingExtra` without jinja2 and plotly.
    """
    plotly, markup = _needed("plotly.offline"), _needed("markupsafe").Markup
    shown = {panel.id: panel for panel in panels(figures)}
    charts = {panel.id: chart(panel.bars, *panel.colours) for panel in shown.values() if panel.bars}
    return _template().render(
        title=figures.title,
        source=figures.source,
        as_of=moment(figures.as_of),
        cards=cards(figures),
        panels=shown,
        calls=[call(row, figures.as_of) for row in figures.calls[:CALLS_SHOWN]],
        calls_total=len(figures.calls) if figures.calls_total is None else figures.calls_total,
        charts=charts,
        font=markup(FONT),
        # 4.8 MB, read anew each time: a host that renders a report a day need not hold them in memory.
        plotly=markup(plotly.get_plotlyjs() if charts else ""),
    )


def _needed(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra('the report needs jinja2 and plotly: pip install "leadkit[report]"') from error


@cache
def _template() -> "Template":
    jinja2 = _needed("jinja2")
    environment = jinja2.Environment(
        autoescape=True, finalize=_writable, lstrip_blocks=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["integrity"] = _integrity
    source = resources.files(__package__).joinpath("page.html.j2").read_text("utf-8")
    template: Template = environment.from_string(source)
    return template


def _writable(value: Any) -> Any:
    """Raw rows may hold what no UTF-8 file can: shown as its code, not a failure when the file is written."""
    return escaped(value) if type(value) is str else value


def _integrity(script: str) -> str:
    """The digest by which the policy knows a script. A browser counts every line end as one line feed."""
    lines = script.replace("\r\n", "\n").replace("\r", "\n")
    return "sha256-" + b64encode(sha256(lines.encode()).digest()).decode()
