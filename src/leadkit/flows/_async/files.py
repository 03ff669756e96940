"""Files of a lead: listed and linked by the host's port, which is asked outside the unit of work and may fail."""

from collections.abc import Mapping

from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living
from leadkit.flows._async.settling import saved
from leadkit.flows.isolation import Failure, reported
from leadkit.model import Following, Lead
from leadkit.repositories import AsyncFilePort, AsyncUnitOfWork

__all__ = ["files_linked", "files_of"]


async def files_of(files: AsyncFilePort, lead_id: str) -> Following:
    """The lead's files, or that the port could not tell."""
    try:
        names = tuple(map(str, await files.link(lead_id, {}, dry_run=True)))
        return Following("files", len(names), "stay where they are, and are linked to what the lead becomes", names)
    except Exception as error:
        return Following("files", 0, f"unknown: the file port {type(files).__name__} failed ({type(error).__name__})")


async def files_linked(env: Env, files: AsyncFilePort, lead_id: str, records: Mapping[str, str]) -> Lead | None:
    """Link the lead's files to these records; if that fails, the lead with the failure in its history."""
    try:
        await files.link(lead_id, records, dry_run=False)
    except Exception as error:
        return await _failed(env, lead_id, Failure("files", type(files).__name__, type(error).__name__))
    return None


@one_unit_of_work
async def _failed(work: AsyncUnitOfWork, env: Env, lead_id: str, failure: Failure) -> Lead:
    lead = await living(work.leads, lead_id)
    return await saved(work, lead, reported(lead, failure, env.now()))
