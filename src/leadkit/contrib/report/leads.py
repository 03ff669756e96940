"""The leads behind the numbers, as data in the page: its script shows a page of those that somebody asks for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from leadkit.contrib.report.figures import LeadRow, ReportFigures
from leadkit.contrib.report.words import Words
from leadkit.kernel.text import escaped
from leadkit.steps.analytics import FunnelStage

__all__ = ["lead_data"]


def _when(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    if due < now:
        return "late"
    return "today" if due.astimezone(now.tzinfo).date() == now.date() else "later"


Reader = Callable[[LeadRow, datetime, Words], Any]

#: What the page knows of a lead, by the names that `leads_where` takes.
_FIELDS: Mapping[str, Reader] = {
    "id": lambda lead, _now, _words: lead.id,
    "name": lambda lead, _now, _words: lead.name,
    "company": lambda lead, _now, _words: lead.company,
    "phones": lambda lead, _now, _words: lead.phones,
    "emails": lambda lead, _now, _words: lead.emails,
    "status": lambda lead, _now, _words: lead.status,
    "priority": lambda lead, _now, _words: lead.priority or "",
    "score": lambda lead, _now, _words: "" if lead.score is None else f"{lead.score:g}",
    "grade": lambda lead, _now, _words: lead.grade,
    "channel": lambda lead, _now, _words: lead.channel,
    "source": lambda lead, _now, _words: lead.source,
    "campaign": lambda lead, _now, _words: lead.campaign,
    "month": lambda lead, now, _words: f"{lead.created.astimezone(now.tzinfo):%Y-%m}" if lead.created else "",
    "owner": lambda lead, _now, _words: lead.owner,
    "team": lambda lead, _now, _words: lead.team,
    "created": lambda lead, now, words: words.time(lead.created, now),
    "reached": lambda lead, _now, _words: lead.stage,
    "due": lambda lead, now, words: words.time(lead.due, now),
    "when": lambda lead, now, _words: _when(lead.due, now),
    "standing": lambda lead, _now, _words: lead.standing,
    "flaw": lambda lead, _now, _words: lead.flaws,
    "reason": lambda lead, _now, _words: lead.reason,
    "doubtful": lambda lead, _now, _words: "yes" if lead.doubtful else "",
}
_NAMED = {"status": "status", "priority": "priority", "channel": "channel", "reached": "stage"} | {
    kind: kind for kind in ("standing", "flaw", "when", "doubtful")
}
_SAID = ("clear", "count", "range", "nothing", "reached")


def lead_data(figures: ReportFigures, words: Words) -> dict[str, Any]:
    """fields: the names, in the order of the cells of each row. order: the stages. The rest is what the page says."""
    now = figures.as_of
    return {
        "fields": list(_FIELDS),
        "rows": [[_writable(read(lead, now, words)) for read in _FIELDS.values()] for lead in figures.leads],
        "order": list(FunnelStage),
        "names": {field: words.table(kind) for field, kind in _NAMED.items()},
        "titles": {field: words.say(f"column.{field}") for field in _TITLED},
        "texts": {key: words.say(f"leads.{key}", **_BRACES) for key in _SAID} | {"none": words.say("page.none")},
    }


# What a number may ask for, and what a cell on a phone is called.
_TITLED = (
    "id", "status", "priority", "grade", "channel", "campaign", "month", "owner", "team", "reached", "when", "standing",
    "flaw", "reason", "doubtful", "created",
)  # fmt: skip
# What the script fills in stays as it is here.
_BRACES = {key: f"{{{key}}}" for key in ("count", "all", "from", "to", "name")}


def _writable(value: Any) -> Any:
    """Raw rows may hold what no UTF-8 file can: shown as its code."""
    return escaped(value) if type(value) is str else [*map(escaped, value)] if type(value) is tuple else value
