"""Who is asking? The strategy's verdicts on the leads that share a match key with an incoming one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from attrs import field, frozen

from leadkit.errors import InvalidRecord, NotFound, Problem
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living
from leadkit.flows.isolation import Failure, isolated
from leadkit.kernel.record import texts
from leadkit.model import Contact, Customer, CustomerKind, Lead
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.conversion import company_key
from leadkit.steps.dedup import Attach, ExactKeys, KeyedStrategy, Match, Verdict

__all__ = [
    "Candidates", "Recognition", "candidates_of", "judged", "keys_of", "known_contact", "made_known", "recognised",
    "recognised_by",
]  # fmt: skip


Holders = Mapping[str, tuple[str, ...]]


@frozen
class Recognition:
    """known: the lead this one repeats, or may repeat; `None` for a stranger. action: what the policy does with it.

    holders: of those of the keys that somebody holds already. links: the contact and customer whom the person is known
    as, by the lead's own keys or by those of the known lead. may_be_contact: a doubt about a contact, whose id it has,
    where there is none about a lead.
    """

    known: Lead | None = None
    match: Match | None = None
    action: Attach | None = None
    failure: Failure | None = None
    holders: Holders = field(factory=dict)
    links: Mapping[str, str | None] = field(factory=dict)
    may_be_contact: Match | None = None


_ORDER = tuple(Attach)


# How many leads are looked at that share an e-mail address or phone, and how many that share names and the like.
COMPARED = 20


@frozen
class Candidates:
    """Leads that share a key, by id. shared: of those that share an e-mail address or phone, the keys of these."""

    leads: Mapping[str, Lead]
    shared: Mapping[str, frozenset[str]]


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


def recognised_by(env: Env, noun: Lead | Contact | Customer) -> tuple[str, ...]:
    """By what a record is recognised: a person by contact details, a company by its name."""
    if isinstance(noun, Lead):
        return keys_of(env, noun)[0]
    if isinstance(noun, Customer):
        return (company_key(noun.name),) if noun.kind is CustomerKind.ORGANISATION else ()
    return tuple(env.playbook.duplicates.match_keys(noun.emails, noun.phones))


def _usable(key: object) -> str:
    """The key; raises `InvalidRecord` for one that no index takes."""
    if not (isinstance(key, str) and key.isascii() and 0 < len(key) <= 200):
        raise InvalidRecord([Problem("not_a_key", "keys", "must be ASCII text of 1 to 200 characters")])
    return key


async def recognised(work: AsyncUnitOfWork, env: Env, incoming: Lead, keys: Collection[str]) -> Recognition:
    """The best match: certain before doubtful, leads in work before closed ones, first come first."""
    holders = await work.match_keys.find("lead", keys)
    candidates = await candidates_of(work, env, incoming, holders)
    matches, failure = judged(env, incoming, candidates)
    policy, states = env.playbook.duplicates, env.playbook.lead_machine.states
    ranked = []
    for at, match in enumerate(matches):
        if match.verdict is not Verdict.DIFFERENT:
            status_type = states[candidates.leads[match.lead_id].status]
            action = policy.action(incoming.source.channel, match.verdict, status_type)
            ranked.append((match.verdict is Verdict.REVIEW, _ORDER.index(action), at))
    if not ranked:
        found = await known_contact(work, env, incoming, await work.match_keys.find("contact", keys))
        sure = {"contact_id": found.sure.id, "customer_id": found.sure.customer_id} if found.sure else {}
        return Recognition(failure=failure or found.failure, holders=holders, links=sure, may_be_contact=found.doubt)
    _, action_at, at = min(ranked)
    known, action = candidates.leads[matches[at].lead_id], _ORDER[action_at]
    links = {"contact_id": known.contact_id, "customer_id": known.customer_id} if action is Attach.OPEN else {}
    return Recognition(known, matches[at], action, failure, holders, links)


async def candidates_of(work: AsyncUnitOfWork, env: Env, lead: Lead, holders: Holders) -> Candidates:
    """The leads that hold one of these keys; of several that were merged, the one that took the others in.

    What a crowd holds is not followed. At most `COMPARED` are looked at that share an e-mail address or phone, and as
    many lookalikes: those that share the rarest keys; a key that more lookalikes hold tells of nobody.
    """
    exact = env.playbook.duplicates.match_keys(lead.emails, lead.phones)
    crowd = env.playbook.duplicates.crowd
    followed = {key: ids for key, ids in holders.items() if len(ids) < (crowd if key in exact else COMPARED + 1)}
    keys_of_sure = _keys_by_id({key: ids for key, ids in followed.items() if key in exact})
    near: dict[str, float] = defaultdict(float)
    for ids in followed.values():
        for id in ids:
            near[id] += 1 / len(ids)
    # The newest of many, since that one may be in work; but whoever came first is named first.
    newest = sorted(keys_of_sure, key=near.__getitem__)[-COMPARED:]
    sure = [id for id in keys_of_sure if id in newest]
    lookalikes = sorted(near.keys() - keys_of_sure.keys(), key=lambda id: (-near[id], id))[:COMPARED]
    found: dict[str, Lead] = {}
    shared: dict[str, frozenset[str]] = {}
    for id in (*sure, *lookalikes):
        with suppress(NotFound):  # a host may have erased that one, past the desk, and not the others
            living_one = await living(work.leads, id)
            found.setdefault(living_one.id, living_one)
            if id in keys_of_sure:
                shared[living_one.id] = shared.get(living_one.id, frozenset()) | keys_of_sure[id]
    return Candidates(found, shared)


def _keys_by_id(holders: Holders) -> dict[str, frozenset[str]]:
    ids = dict.fromkeys(id for held_by in holders.values() for id in held_by)
    return {id: frozenset(key for key, held_by in holders.items() if id in held_by) for id in ids}


def judged(env: Env, incoming: Lead, candidates: Candidates) -> tuple[tuple[Match, ...], Failure | None]:
    """What the strategy says of each candidate; exact keys decide when it fails. A lead is judged by its own contact
    details, and by those that a further inquiry of the same person brought along."""
    if not candidates.leads:
        return (), None
    strategy, shared = env.playbook.duplicates.strategy, candidates.shared
    leads = tuple(
        env.playbook.duplicates.known_by(lead, incoming, shared[id]) if id in shared else lead
        for id, lead in candidates.leads.items()
    )
    return isolated(
        "dedup",
        strategy,
        lambda: _checked(strategy.judge(incoming, leads), candidates.leads),
        lambda: tuple(ExactKeys().judge(incoming, tuple(lead for lead in leads if lead.id in shared))),
    )


@frozen
class KnownContact:
    """sure: the contact that this person is. doubt: what the strategy says of one that it may be, if none is sure.

    matches: of everybody who is, or may be, the same, with the contact.
    """

    sure: Contact | None = None
    doubt: Match | None = None
    failure: Failure | None = None
    matches: tuple[tuple[Contact, Match], ...] = ()


async def known_contact(work: AsyncUnitOfWork, env: Env, lead: Lead, holders: Holders) -> KnownContact:
    """Whom the person is known as, of the contacts that hold one of these keys, by the same strategy as among leads."""
    contacts: dict[str, Contact] = {}
    leads: dict[str, Lead] = {}
    shared: dict[str, frozenset[str]] = {}
    for id, keys in _keys_by_id(holders).items():
        with suppress(NotFound):
            contact = await living(work.contacts, id)
            contacts[contact.id] = contact
            leads[contact.id] = await _as_lead(work, contact)
            shared[contact.id] = shared.get(contact.id, frozenset()) | keys
    found, failure = judged(env, lead, Candidates(leads, shared))
    matches = tuple((contacts[match.lead_id], match) for match in found if match.verdict is not Verdict.DIFFERENT)
    sure = next((contact for contact, match in matches if match.verdict is Verdict.DUPLICATE), None)
    doubt = None if sure else next((match for _, match in matches), None)
    return KnownContact(sure, doubt, failure, matches)


async def _as_lead(work: AsyncUnitOfWork, contact: Contact) -> Lead:
    """A contact as the lead that would become it."""
    company = ""
    with suppress(NotFound):
        customer = await living(work.customers, contact.customer_id)
        company = customer.name if customer.kind is CustomerKind.ORGANISATION else ""
    told = {
        name: getattr(contact, name)
        for name in ("id", "created_at", "updated_at", "name", "emails", "phones", "job_title", "address")
    }
    return Lead(**told, company=company)


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
