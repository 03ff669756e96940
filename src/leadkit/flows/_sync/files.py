# Derived from src/leadkit/flows/_async/files.py by tools/twins.py; edit that file.
"""Files of a lead: listed and linked by the host's port, which is asked outside the unit of work and may fail."""

from collections.abc import Mapping

from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows._sync.settling import saved
from leadkit.flows.isolation import Failure, reported
from leadkit.model import Following, Lead
from leadkit.repositories import FilePort, UnitOfWork

__all__ = ["files_linked", "files_of"]


def files_of(files: FilePort, lead_id: str) -> Following:
    """The lead's files, or that the port could not tell."""
    try:
        names = tuple(map(str, files.link(lead_id, {}, dry_run=True)))
        return Following("files", len(names), "stay where they are, and are linked to what the lead becomes", names)
    except Exception as error:
        return Following("files", 0, f"unknown: the file port {type(files).__name__} failed ({type(error).__name__})")


def files_linked(env: Env, files: FilePort, lead_id: str, records: Mapping[str, str]) -> Lead | None:
    """Link the lead's files to these records; if that fails, the lead with the failure in its history."""
    try:
        files.link(lead_id, records, dry_run=False)
    except Exception as error:
        return _failed(env, lead_id, Failure("files", type(files).__name__, type(error).__name__))
    return None


@one_unit_of_work
def _failed(work: UnitOfWork, env: Env, lead_id: str, failure: Failure) -> Lead:
    lead = living(work.leads, lead_id)
    return saved(work, lead, reported(lead, failure, env.now()))
