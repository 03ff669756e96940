"""Who is asking? The strategy's verdicts on the leads that share a match key with an incoming one."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from attrs import field, frozen

from leadkit.errors import InvalidRecord, NotFound, Problem
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living
from leadkit.flows.isolation import Failure, isolated
from leadkit.kernel.record import texts
from leadkit.model import Lead
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.dedup import Attach, ExactKeys, Match, Verdict

__all__ = ["Recognition", "candidates_of", "judged", "made_known", "recognised"]


Holders = Mapping[str, tuple[str, ...]]


@frozen
class Recognition:
    """known: the lead this one repeats, or may repeat; `None` for a stranger. action: what the policy does with it.

    holders: of those of the keys that somebody holds already. links: the contact and customer whom the person is known
    as, by the lead's own keys or by those of the known lead.
    """

    known: Lead | None = None
    match: Match | None = None
    action: Attach | None = None
    failure: Failure | None = None
    holders: Holders = field(factory=dict)
    links: Mapping[str, str | None] = field(factory=dict)


_ORDER = tuple(Attach)


async def recognised(work: AsyncUnitOfWork, env: Env, incoming: Lead, keys: Collection[str]) -> Recognition:
    """The best match: certain before doubtful, leads in work before closed ones, first come first."""
    holders = await work.match_keys.find("lead", keys)
    candidates = await candidates_of(work, holders)
    matches, failure = judged(env, incoming, tuple(candidates.values()))
    policy, states = env.playbook.duplicates, env.playbook.lead_machine.states
    ranked = []
    for at, match in enumerate(matches):
        if match.verdict is not Verdict.DIFFERENT:
            status_type = states[candidates[match.lead_id].status]
            action = policy.action(incoming.source.channel, match.verdict, status_type)
            ranked.append((match.verdict is Verdict.REVIEW, _ORDER.index(action), at))
    if not ranked:
        return Recognition(failure=failure, holders=holders, links=await _contact_of(work, keys))
    _, action_at, at = min(ranked)
    known, action = candidates[matches[at].lead_id], _ORDER[action_at]
    links = {"contact_id": known.contact_id, "customer_id": known.customer_id} if action is Attach.OPEN else {}
    return Recognition(known, matches[at], action, failure, holders, links)


async def candidates_of(work: AsyncUnitOfWork, holders: Holders) -> dict[str, Lead]:
    """The leads that hold one of these keys; of several that were merged, the one that took the others in."""
    candidates: dict[str, Lead] = {}
    for id in dict.fromkeys(id for ids in holders.values() for id in ids):
        with suppress(NotFound):  # a host may have erased that one, past the desk, and not the others
            lead = await living(work.leads, id)
            candidates[lead.id] = lead
    return candidates


def judged(env: Env, incoming: Lead, candidates: tuple[Lead, ...]) -> tuple[tuple[Match, ...], Failure | None]:
    """What the strategy says of each candidate; exact keys decide when it fails."""
    if not candidates:
        return (), None
    strategy, ids = env.playbook.duplicates.strategy, [lead.id for lead in candidates]
    return isolated(
        "dedup",
        strategy,
        lambda: _checked(strategy.judge(incoming, candidates), ids),
        lambda: tuple(ExactKeys().judge(incoming, candidates)),
    )


async def _contact_of(work: AsyncUnitOfWork, keys: Collection[str]) -> dict[str, str | None]:
    """Whom a person is known as who has no lead: a contact and its customer."""
    for ids in (await work.match_keys.find("contact", keys)).values():
        for id in ids:
            with suppress(NotFound):
                contact = await living(work.contacts, id)
                return {"contact_id": contact.id, "customer_id": contact.customer_id}
    return {}


async def made_known(
    work: AsyncUnitOfWork, env: Env, kind: str, id: str, keys: Iterable[str], holders: Holders
) -> None:
    """The noun is recognised by these keys from now on. holders: of those of them that were found with somebody.

    The others are claimed: whoever takes the same person for a stranger at this moment loses the race, and looks again.
    """
    keys, crowd = tuple(keys), env.playbook.duplicates.crowd
    await work.match_keys.claim(kind, id, [key for key in keys if key not in holders])
    await work.match_keys.add(kind, id, [key for key in keys if 0 < len(holders.get(key, ())) < crowd])


def _checked(answer: Iterable[object], candidates: Collection[str]) -> tuple[Match, ...]:
    """A plug-in's matches; raises `InvalidRecord` unless there is one for each candidate, with storable reasons."""
    matches = tuple(match for match in answer if isinstance(match, Match) and isinstance(match.verdict, Verdict))
    if sorted(match.lead_id for match in matches) != sorted(candidates):
        raise InvalidRecord([Problem("not_a_match", "match", "the strategy must answer once for each candidate")])
    for match in matches:
        if found := _REASONS(match.because):
            raise InvalidRecord([Problem(found[0], "because", found[1])])
    return matches


_REASONS = texts()["check"]  # as a receipt keeps them
