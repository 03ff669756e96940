# Derived from src/leadkit/flows/_async/recognition.py by tools/twins.py; edit that file.
"""Who is asking? The strategy's verdicts on the leads that share a match key with an incoming one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from attrs import field, frozen

from leadkit.errors import InvalidRecord, NotFound, Problem
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.flows.isolation import Failure, isolated
from leadkit.kernel.record import texts
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.dedup import Attach, ExactKeys, KeyedStrategy, Match, Verdict

__all__ = ["Candidates", "Recognition", "candidates_of", "judged", "keys_of", "made_known", "recognised"]


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


# How many leads are looked at that share names and the like, and neither e-mail address nor phone.
_LOOKALIKES = 20


@frozen
class Candidates:
    """Leads that share a key, by id. sure: those that share an e-mail address or phone."""

    leads: Mapping[str, Lead]
    sure: frozenset[str]


def keys_of(env: Env, lead: Lead) -> tuple[tuple[str, ...], Failure | None]:
    """By what the lead is recognised: contact details first, then what the strategy looks leads up by."""
    exact = tuple(env.playbook.duplicates.match_keys(lead.emails, lead.phones))
    strategy = env.playbook.duplicates.strategy
    if not isinstance(strategy, KeyedStrategy):
        return exact, None
    return isolated(
        "dedup",
        strategy,
        lambda: tuple(dict.fromkeys((*exact, *map(_usable, strategy.keys(lead))))),
        lambda: exact,
    )


def _usable(key: object) -> str:
    """The key; raises `InvalidRecord` for one that no index takes."""
    if not (isinstance(key, str) and key.isascii() and 0 < len(key) <= 200):
        raise InvalidRecord([Problem("not_a_key", "keys", "must be ASCII text of 1 to 200 characters")])
    return key


def recognised(work: UnitOfWork, env: Env, incoming: Lead, keys: Collection[str]) -> Recognition:
    """The best match: certain before doubtful, leads in work before closed ones, first come first."""
    holders = work.match_keys.find("lead", keys)
    candidates = candidates_of(work, env, incoming, holders)
    matches, failure = judged(env, incoming, candidates)
    policy, states = env.playbook.duplicates, env.playbook.lead_machine.states
    ranked = []
    for at, match in enumerate(matches):
        if match.verdict is not Verdict.DIFFERENT:
            status_type = states[candidates.leads[match.lead_id].status]
            action = policy.action(incoming.source.channel, match.verdict, status_type)
            ranked.append((match.verdict is Verdict.REVIEW, _ORDER.index(action), at))
    if not ranked:
        return Recognition(failure=failure, holders=holders, links=_contact_of(work, keys))
    _, action_at, at = min(ranked)
    known, action = candidates.leads[matches[at].lead_id], _ORDER[action_at]
    links = {"contact_id": known.contact_id, "customer_id": known.customer_id} if action is Attach.OPEN else {}
    return Recognition(known, matches[at], action, failure, holders, links)


def candidates_of(work: UnitOfWork, env: Env, lead: Lead, holders: Holders) -> Candidates:
    """The leads that hold one of these keys; of several that were merged, the one that took the others in."""
    exact = env.playbook.duplicates.match_keys(lead.emails, lead.phones)
    sure = dict.fromkeys(id for key, ids in holders.items() if key in exact for id in ids)
    others = Counter(id for ids in holders.values() for id in ids if id not in sure)
    found: dict[str, Lead] = {}
    of_sure = set()
    for id in (*sure, *(id for id, _ in others.most_common(_LOOKALIKES))):
        with suppress(NotFound):  # a host may have erased that one, past the desk, and not the others
            living_one = living(work.leads, id)
            found.setdefault(living_one.id, living_one)
            if id in sure:
                of_sure.add(living_one.id)
    return Candidates(found, frozenset(of_sure))


def judged(env: Env, incoming: Lead, candidates: Candidates) -> tuple[tuple[Match, ...], Failure | None]:
    """What the strategy says of each candidate; exact keys decide when it fails."""
    if not candidates.leads:
        return (), None
    strategy, leads = env.playbook.duplicates.strategy, tuple(candidates.leads.values())
    return isolated(
        "dedup",
        strategy,
        lambda: _checked(strategy.judge(incoming, leads), candidates.leads),
        lambda: tuple(ExactKeys().judge(incoming, tuple(lead for lead in leads if lead.id in candidates.sure))),
    )


def _contact_of(work: UnitOfWork, keys: Collection[str]) -> dict[str, str | None]:
    """Whom a person is known as who has no lead: a contact and its customer."""
    for ids in (work.match_keys.find("contact", keys)).values():
        for id in ids:
            with suppress(NotFound):
                contact = living(work.contacts, id)
                return {"contact_id": contact.id, "customer_id": contact.customer_id}
    return {}


def made_known(work: UnitOfWork, env: Env, kind: str, id: str, keys: Iterable[str], holders: Holders) -> None:
    """The noun is recognised by these keys from now on. holders: of those of them that were found with somebody.

    The others are claimed: whoever takes the same person for a stranger at this moment loses the race, and looks again.
    """
    keys, crowd = tuple(keys), env.playbook.duplicates.crowd
    work.match_keys.claim(kind, id, [key for key in keys if key not in holders])
    work.match_keys.add(kind, id, [key for key in keys if 0 < len(holders.get(key, ())) < crowd])


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
