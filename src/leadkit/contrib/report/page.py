"""The page, put together.

Everything that a person typed is escaped. And should something slip through: the page forbids itself, by a content
security policy, to load anything and to run any script but those it was written with.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import import_module, resources
from types import ModuleType
from typing import TYPE_CHECKING, Any

from leadkit.contrib.report.chart import FONT
from leadkit.contrib.report.figures import ReportFigures, masked
from leadkit.contrib.report.insights import insights
from leadkit.contrib.report.leads import lead_data
from leadkit.contrib.report.panels import cards, panels
from leadkit.contrib.report.parts import Panel, leads_where
from leadkit.contrib.report.today import call, late, pair
from leadkit.contrib.report.words import Words
from leadkit.errors import MissingExtra
from leadkit.kernel.text import escaped

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["CALLS_SHOWN", "LATE_SHOWN", "PAIRS_SHOWN", "render"]

#: How many rows of each list the report shows; the others are among its leads.
CALLS_SHOWN, LATE_SHOWN, PAIRS_SHOWN = 25, 25, 10


def render(figures: ReportFigures, language: str = "en", *, mask: bool = False) -> str:
    """The report as one HTML document, to be written as UTF-8. The same figures give the same text.

    language: `en` or `zh`. mask: show no name, e-mail address or phone number of a lead. Raises `MissingExtra` without
    jinja2 and plotly, and `InvalidRecord` for a language that it has no words of.
    """
    words = Words(language)
    plotly, markup = _needed("plotly.offline"), _needed("markupsafe").Markup
    shown = masked(figures) if mask else figures
    now = shown.as_of
    made = {panel.id: panel for panel in (*panels(shown, words), *insights(shown, words))}
    charts = {panel.id: panel.chart for panel in made.values() if panel.chart}
    # Plotly has 4.8 MB, read anew each time: a host that renders a report a day need not hold them in memory.
    scripts = [_resource("leads.js"), *([plotly.get_plotlyjs(), _resource("charts.js")] if charts else [])]
    return _template().render(
        say=words.say,
        number=words.number,
        tag=words.tag,
        title=shown.title or words.say("page.title"),
        own_title=bool(shown.title),
        source=shown.source,
        as_of=words.moment(now),
        mask=mask,
        intake=shown.intake,
        sections=_sections(shown, words, made.values()),
        cards=cards(shown, words),
        calls=[call(row, now, words) for row in shown.calls[:CALLS_SHOWN]],
        calls_total=len(shown.calls),
        all_planned=leads_where(when=("late", "today", "later")),
        late=[late(row, now, words) for row in shown.deadlines[:LATE_SHOWN]],
        late_total=len(shown.deadlines),
        all_late=leads_where(standing=("breached", "at_risk")),
        pairs=[pair(row, now, words) for row in shown.pairs[:PAIRS_SHOWN]],
        pairs_total=len(shown.pairs),
        all_doubtful=leads_where(doubtful="yes"),
        panels=made,
        charts=charts,
        lead_data=markup(_in_script(lead_data(shown, words))),
        font=markup(FONT),
        style=markup(_resource("style.css")),
        scripts=[*map(markup, scripts)],
    )


def _sections(figures: ReportFigures, words: Words, made: Iterable[Panel]) -> list[tuple[str, str, int]]:
    """(id, name, how many wait there), in the order of the page."""
    waiting = {"calls": len(figures.calls), "late": len(figures.deadlines), "pairs": len(figures.pairs)}
    today = [(id, words.say(f"{id}.title"), count) for id, count in waiting.items()]
    rest = [(panel.id, panel.title, 0) for panel in made if figures.intake or panel.id not in ("rejects", "warnings")]
    return [*today, *rest, ("leads", words.say("leads.title"), len(figures.leads))]


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
    template: Template = environment.from_string(_resource("page.html.j2"))
    return template


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _in_script(value: Any) -> str:
    """JSON that no HTML parser takes for the end of its script."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _writable(value: Any) -> Any:
    """Raw rows may hold what no UTF-8 file can: shown as its code, not a failure when the file is written."""
    return escaped(value) if type(value) is str else value


def _integrity(script: str) -> str:
    """The digest by which the policy knows a script. A browser counts every line end as one line feed."""
    lines = script.replace("\r\n", "\n").replace("\r", "\n")
    return "sha256-" + b64encode(sha256(lines.encode()).digest()).decode()
