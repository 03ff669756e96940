"""Figures for the report: of a made-up sales team three days after an import, of nothing, and of a hostile sender."""

import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path

from leadkit.cli.job import run_job
from leadkit.cli.reading import open_source
from leadkit.cli.reporting import run_figures
from leadkit.cli.summary import summarised
from leadkit.contrib.report import ReportFigures, figures_of, material_of
from leadkit.desk._sync import LeadDesk
from leadkit.flows._sync.env import Env
from leadkit.memory import Store
from leadkit.playbook import Playbook

EXAMPLE = Path(__file__).parents[2] / "examples" / "leads.csv"
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOSTILE = '</script><script>hacked=1</script><img src=x onerror="hacked=1">'


@cache
def busy(rows=400, later=timedelta(days=3)):
    """The first rows of the example and two who may be one, taken in one a second, and looked at so much later."""
    seconds, ids = count(), count()
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder) / "leads.csv"
        with EXAMPLE.open(encoding="utf-8") as lines:
            some.write_text("".join(islice(lines, rows + 1)), encoding="utf-8")
        source = open_source(some)
    store = Store()
    clock = lambda: START + timedelta(seconds=next(seconds))  # noqa: E731
    outcomes = run_job(Env(store, Playbook(), clock, lambda: f"id-{next(ids):06d}"), source, bool)
    desk = LeadDesk(store=store, playbook=Playbook(), now=clock)
    for name, mailbox in (("Thomas Hollow", "thollow"), ("Thomas Holland", "tholland")):
        desk.leads.capture(name=name, company="Eastfield Pumps Ltd", email=f"{mailbox}@eastfield-pumps.com")
    material = material_of(desk)
    return run_figures(
        desk, material, summarised(source.path, outcomes, material.overview, {}), outcomes, START + later
    )


@cache
def hostile():
    """A lead of somebody who tries to run a script by every text that they may send."""
    desk = LeadDesk.in_memory(now=lambda: START)
    for at in range(2):
        desk.leads.capture(
            name=f"{HOSTILE}{at}",
            company=HOSTILE,
            email=f"eve{at}@hart-sons.com",
            phone=HOSTILE,
            source_label=HOSTILE,
            notes=HOSTILE,
        )
    return figures_of(desk, material_of(desk), START + timedelta(days=2), source=HOSTILE)


QUIET = ReportFigures(as_of=START)
