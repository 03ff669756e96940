# Derived from src/leadkit/flows/_async/recognition.py by tools/twins.py; edit that file.
"""Who is asking? The strategy's verdicts on the leads that share a match key with an incoming one."""

from collections.abc import Collection, Iterable
from contextlib import suppress

from attrs import frozen

from leadkit.errors import InvalidRecord, NotFound, Problem
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows.isolation import Failure, isolated
from leadkit.kernel.record import texts
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.dedup import Attach, ExactKeys, Match, Verdict

__all__ = ["Recognition", "made_known", "recognised"]


@frozen
class Recognition:
    """known: the lead this one repeats, or may repeat; `None` for a stranger. action: what the policy does with it.

    held: those of the keys that somebody holds already.
    """

    known: Lead | None = None
    match: Match | None = None
    action: Attach | None = None
    failure: Failure | None = None
    held: frozenset[str] = frozenset()


_ORDER = (Attach.ATTACH, Attach.REACTIVATE, Attach.OPEN)


def recognised(work: UnitOfWork, env: Env, incoming: Lead, keys: Iterable[str]) -> Recognition:
    """The best match: certain before doubtful, leads in work before closed ones, first come first."""
    holders = work.match_keys.find("lead", keys)
    if not holders:
        return Recognition()
    candidates: dict[str, Lead] = {}  # of several that were merged, the one that took the others in
    for id in dict.fromkeys(id for ids in holders.values() for id in ids):
        with suppress(NotFound):  # a host may have erased that one, past the desk, and not the others
            lead = living(work.leads, id)
            candidates[lead.id] = lead
    if not candidates:
        return Recognition(held=frozenset(holders))
    leads = tuple(candidates.values())
    policy, states = env.playbook.duplicates, env.playbook.lead_machine.states
    matches, failure = isolated(
        "dedup",
        policy.strategy,
        lambda: _checked(policy.strategy.judge(incoming, leads), candidates),
        lambda: tuple(ExactKeys().judge(incoming, leads)),
    )
    ranked = sorted(
        (
            (match.verdict is Verdict.REVIEW, _ORDER.index(policy.on[states[candidates[match.lead_id].status]]), at)
            for at, match in enumerate(matches)
            if match.verdict is not Verdict.DIFFERENT
        ),
    )
    if not ranked:
        return Recognition(failure=failure, held=frozenset(holders))
    doubtful, action, at = ranked[0]
    known = candidates[matches[at].lead_id]
    return Recognition(known, matches[at], None if doubtful else _ORDER[action], failure, frozenset(holders))


def made_known(work: UnitOfWork, kind: str, id: str, keys: Iterable[str], held: Collection[str]) -> None:
    """The noun is recognised by these keys from now on. held: those of them that were found with somebody.

    The others are claimed: whoever takes the same person for a stranger at this moment loses the race, and looks again.
    """
    keys = tuple(keys)
    work.match_keys.claim(kind, id, [key for key in keys if key not in held])
    work.match_keys.add(kind, id, [key for key in keys if key in held])


def _checked(answer: Iterable[object], candidates: dict[str, Lead]) -> tuple[Match, ...]:
    """A plug-in's matches; raises `InvalidRecord` unless there is one for each candidate, with storable reasons."""
    matches = tuple(match for match in answer if isinstance(match, Match) and isinstance(match.verdict, Verdict))
    if sorted(match.lead_id for match in matches) != sorted(candidates):
        raise InvalidRecord([Problem("not_a_match", "match", "the strategy must answer once for each candidate")])
    for match in matches:
        if found := _REASONS(match.because):
            raise InvalidRecord([Problem(found[0], "because", found[1])])
    return matches


_REASONS = texts()["check"]  # as a receipt keeps them
