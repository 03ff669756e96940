"""The funnel of a log that is a table of millions of rows: by polars. Extra: `pip install "leadkit[polars]"`.

To make an event of a row costs Python microseconds, whatever is then done with it; a table of a few columns is read
many times faster. So the counts of the funnel have a second form here. It gives the numbers of
`leadkit.steps.analytics.funnel` and nothing else: for times, curves and all that hangs on the nouns, fold the events.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from leadkit.errors import MissingExtra
from leadkit.machines.lead import LeadStatus
from leadkit.model import Lead, Opportunity
from leadkit.model.events import Event, LeadAbsorbed, LeadCaptured, LeadRevived, OpportunityOpened
from leadkit.model.facts import Erased, Moved
from leadkit.steps.analytics import FunnelStage

__all__ = ["COLUMNS", "funnel_counts", "rows", "table"]

#: The columns. lead: whom the row is about, of a deal its lead. deal: blank in rows about leads. source, target:
#: statuses of the lead. said: `captured`, `absorbed`, `revived`, `erased`, of a deal `won` or `not won`, else blank.
#: into: who took the lead in.
COLUMNS = ("lead", "deal", "version", "at", "said", "source", "target", "into")

_Row = tuple[str, str, int, datetime, str, str, str, str]
_SAID: dict[type[Event], str] = {LeadCaptured: "captured", LeadAbsorbed: "absorbed", LeadRevived: "revived"}
_DEPTHS = {LeadStatus.ASSIGNED: 1, LeadStatus.WORKING: 2, LeadStatus.QUALIFIED: 3}
_CONVERTED, _WON = 4, 5


def _polars() -> Any:
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtra('polars is not installed: pip install "leadkit[polars]"') from error
    return pl


def rows(events: Iterable[Event]) -> Iterator[_Row]:
    """The rows of these events that the funnel needs, for a writer of Parquet or of another table."""
    deals: dict[str, tuple[str, str]] = {}
    for event in events:
        if event.noun is Opportunity:
            before = deals.get(event.subject_id)
            after = deals[event.subject_id] = _deal_after(event, before or ("", "not won"))
            if after != before:
                lead, said = after
                yield lead, event.subject_id, event.version, event.at, said, "", "", ""
        elif event.noun is Lead and (row := _lead_row(event)):
            yield row


def _deal_after(event: Event, before: tuple[str, str]) -> tuple[str, str]:
    """The deal's lead, and whether it stands won."""
    if isinstance(event, Erased):
        return before[0], "not won"
    fields = event.record.__dict__ if isinstance(event, OpportunityOpened) else event.changes
    lead, said = fields.get("lead_id", before[0]) or "", before[1]
    if "closed_at" in fields:
        said = "won" if fields["closed_at"] and not fields.get("lost_reason") else "not won"
    return lead, said


def _lead_row(event: Event) -> _Row | None:
    said = "erased" if isinstance(event, Erased) else _SAID.get(type(event), "")
    source = target = ""
    if isinstance(event, LeadCaptured):
        target = str(event.record.status)
    elif isinstance(event, Moved) and event.source != event.target:
        source, target = str(event.source), str(event.target)
    if not said and not target:
        return None
    into = event.into if isinstance(event, LeadAbsorbed) else ""
    return event.subject_id, "", event.version, event.at, said, source, target, into


def table(events: Iterable[Event]) -> Any:
    """The rows of these events as a `polars.DataFrame`."""
    pl = _polars()
    kinds = {"version": pl.Int64, "at": pl.Datetime("us", "UTC")}
    return pl.DataFrame(list(rows(events)), {name: kinds.get(name, pl.String) for name in COLUMNS}, orient="row")


def funnel_counts(log: Any) -> dict[FunnelStage, int]:
    """How many leads ever reached each stage or a later one, as `funnel` counts them: merged ones once, erased ones not
    at all, conversions and wins that were taken back neither.

    log: a `polars.DataFrame` or `LazyFrame` with `COLUMNS`, or the path of a Parquet file. Raises `MissingExtra`.
    """
    pl = _polars()
    frame = pl.scan_parquet(log) if isinstance(log, str | Path) else log.lazy()
    column = pl.col
    depth = pl.when(column("said") == "captured").then(0)
    for status, number in _DEPTHS.items():
        depth = depth.when(column("target") == status.value).then(number)
    entered, left = (column(name) == LeadStatus.CONVERTED.value for name in ("target", "source"))
    leads = (
        frame.filter(column("deal") == "")
        .group_by("lead")
        .agg(
            depth.otherwise(None).max().alias("depth"),
            (entered.sum() > left.sum()).alias("converted"),
            (column("said") == "captured").any().alias("captured"),
            (column("said") == "erased").any().alias("erased"),
        )
        .filter(column("captured") & ~column("erased"))
        .select("lead", depth=pl.when("converted").then(_CONVERTED).otherwise("depth"))
    )
    won = (
        frame.filter(column("deal") != "")
        .group_by("deal")
        .agg(column("lead", "said").sort_by("version").last())
        .filter(column("said") == "won")
        .select("lead", won=pl.lit(_WON))
        .unique("lead")
    )
    counts = (
        leads.join(won, on="lead", how="left")
        .join(_standing(frame).lazy(), on="lead", how="left")
        .group_by(pl.coalesce("root", "lead"))
        .agg(pl.max_horizontal("depth", "won").max().alias("depth"))
        .group_by("depth")
        .len()
        .collect(engine="streaming")
    )
    furthest = dict(counts.iter_rows())
    return {
        stage: sum(count for depth, count in furthest.items() if depth >= number)
        for number, stage in enumerate(FunnelStage)
    }


def _standing(frame: Any) -> Any:
    """Leads that were merged away, and the one that stands for each today."""
    pl = _polars()
    identity = frame.filter(pl.col("said").is_in(["absorbed", "revived", "erased"]))
    last = identity.group_by("lead").agg(pl.col("said", "into").sort_by("version").last()).collect()
    into = {lead: other for lead, said, other in last.iter_rows() if said == "absorbed"}
    erased = {lead for lead, said, _ in last.iter_rows() if said == "erased"}
    roots = []
    for lead in into:
        root = lead
        while root in into and into[root] not in erased:
            root = into[root]
        roots.append(root)
    return pl.DataFrame({"lead": list(into), "root": roots}, {"lead": pl.String, "root": pl.String})
