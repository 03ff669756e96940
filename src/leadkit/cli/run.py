"""`leadkit run`: one file through the whole journey."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs

from leadkit.cli.job import RowOutcome, run_job
from leadkit.cli.outputs import OUTPUTS, call_list, write_outputs
from leadkit.cli.playbook_file import load_playbook
from leadkit.cli.reading import Source, open_source
from leadkit.cli.reporting import write_report
from leadkit.cli.stores import DATABASE, file_of, opened, shown
from leadkit.cli.summary import Summary, summarised
from leadkit.desk._sync import LeadDesk
from leadkit.errors import Problem, UnusableInput
from leadkit.flows._sync.env import Env
from leadkit.lexicon.countries import country_code
from leadkit.playbook import Playbook
from leadkit.runtime import new_id, system_now
from leadkit.steps import analytics
from leadkit.steps.cleansing.library import phonenumbers

__all__ = ["run_file"]


def run_file(
    path: Path,
    out: Path,
    *,
    region: str | None = None,
    encoding: str | None = None,
    mapping: Path | None = None,
    playbook: Path | None = None,
    store: str | None = None,
    told: Callable[[Source], object] = bool,
    progress: Callable[[], object] = bool,
) -> Summary:
    """Read the file, work every row, write everything to `out`.

    store: a database URL or a .jsonl file; a SQLite database in `out` when not given.
    region: of phone numbers without a country code; the playbook's when not given, else the United States.
    told: called with the file once its columns are understood. progress: called twice a row. Raises `UnusableInput` or
    `InvalidPlaybook` before anything is written.
    """
    rules = load_playbook(playbook) if playbook else Playbook()
    cleansing = attrs.evolve(rules.cleansing, region=_region(region or rules.cleansing.region or "US"))
    rules = attrs.evolve(rules, cleansing=cleansing)
    source = open_source(path, encoding=encoding, mapping=mapping)
    told(source)
    place = store or f"sqlite:///{out / DATABASE}"
    _spare(out, place, [path, *filter(None, (mapping, playbook))])
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise UnusableInput([Problem("unwritable", "out", f"{out}: {failed.strerror}")]) from None
    with opened(place) as kept:
        outcomes = run_job(Env(kept, rules, system_now, new_id), source, progress)
        return _written(LeadDesk(store=kept, playbook=rules), source, outcomes, out, place)


def _spare(out: Path, store: str, inputs: Iterable[Path]) -> None:
    """Refuse to write over what was read."""
    written = {(out / file).resolve() for file in OUTPUTS.values()}
    if kept := file_of(store):
        written.add(kept.resolve())
    if taken := [path for path in inputs if path.resolve() in written]:
        raise UnusableInput([Problem("would_overwrite", "out", f"writing to {out} would replace {taken[0]}")])


def _region(text: str) -> str:
    code = country_code(text)
    if code not in phonenumbers().SUPPORTED_REGIONS:
        raise UnusableInput([Problem("unknown_region", "region", f"{text!r} is no country, such as US, CN or GB")])
    return code


def _written(desk: LeadDesk, source: Source, outcomes: Sequence[RowOutcome], out: Path, store: str) -> Summary:
    with desk.store.begin() as work:
        leads = tuple(work.leads.where())
        overview = analytics.overview(leads, work.events.all(), work.campaigns.all())
    calls = call_list(desk, leads)
    paths = write_outputs(out, leads, calls, outcomes)
    places = {name: str(path) for name, path in paths.items()} | {"store": str(file_of(store) or shown(store))}
    summary = summarised(source.path, outcomes, overview, places)
    write_report(paths["report"], summary, overview, calls, outcomes)
    return summary
