"""`leadkit run`: one file through the whole journey."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import attrs

from leadkit.cli.job import RowOutcome, run_job
from leadkit.cli.outputs import OUTPUTS, write_outputs
from leadkit.cli.playbook_file import load_playbook
from leadkit.cli.reading import Source, open_source
from leadkit.cli.reporting import run_figures
from leadkit.cli.stores import DATABASE, file_of, opened, shown
from leadkit.cli.summary import Summary, summarised
from leadkit.contrib.report import call_list, material_of, render
from leadkit.desk._sync import LeadDesk
from leadkit.errors import Problem, UnusableInput
from leadkit.flows._sync.env import Env
from leadkit.lexicon.countries import country_code
from leadkit.playbook import Playbook
from leadkit.runtime import new_id, system_now
from leadkit.steps.cleansing.library import phonenumbers

__all__ = ["rules_of", "run_file"]


def run_file(
    path: Path,
    out: Path,
    *,
    region: str | None = None,
    encoding: str | None = None,
    mapping: Path | None = None,
    playbook: Path | None = None,
    store: str | None = None,
    language: str = "en",
    told: Callable[[Source], object] = bool,
    progress: Callable[[], object] = bool,
) -> Summary:
    """Read the file, work every row, write everything to `out`.

    store: a database URL or a .jsonl file; a SQLite database in `out` when not given.
    region: of phone numbers without a country code; the playbook's when not given, else the United States. language: of
    the report.
    told: called with the file once its columns are understood. progress: called twice a row. Raises `UnusableInput` or
    `InvalidPlaybook` before anything is written.
    """
    rules = rules_of(playbook, region)
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
        return _written(LeadDesk(store=kept, playbook=rules), source, outcomes, out, place, language)


def rules_of(playbook: Path | None, region: str | None) -> Playbook:
    """The playbook of this file, ours without one. region: of phone numbers, before the playbook's and `US`."""
    rules = load_playbook(playbook) if playbook else Playbook()
    cleansing = attrs.evolve(rules.cleansing, region=_region(region or rules.cleansing.region or "US"))
    return attrs.evolve(rules, cleansing=cleansing)


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


def _written(
    desk: LeadDesk, source: Source, outcomes: Sequence[RowOutcome], out: Path, store: str, language: str
) -> Summary:
    material = material_of(desk)
    paths = write_outputs(out, material.leads, call_list(material), outcomes)
    places = {name: str(path) for name, path in paths.items()} | {"store": str(file_of(store) or shown(store))}
    summary = summarised(source.path, outcomes, material.overview, places)
    page = render(run_figures(desk, material, summary, outcomes), language)
    paths["report"].write_text(page, encoding="utf-8")
    return summary
