"""What a conversion has to know: whom the lead belongs to, as chosen, as linked or as recognised; what hangs on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import activities_of, lineage, living, living_or_none
from leadkit.flows._async.recognition import known_contact
from leadkit.flows._async.settling import open_step
from leadkit.flows.isolation import Failure
from leadkit.kernel.statemachine import StatusType
from leadkit.model import (
    Candidate,
    Contact,
    ConversionChoices,
    Customer,
    Following,
    Lead,
    Note,
    Opportunity,
    TargetAction,
)
from leadkit.model.conversion import NEW, NONE
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps.conversion import NOUNS, Standing, Targets, action, company_key, linked_leads, standing
from leadkit.steps.dedup import Match, Verdict

__all__ = ["Material", "following", "gathered", "is_closed", "leads_linked_to", "open_deals", "standing_of"]


@frozen
class Material:
    """targets: what the lead would become. candidates: whom it may belong to. keys, holders: by which its person is
    recognised among contacts, and who has them already. failure: of the duplicate strategy, which was asked."""

    targets: Targets
    candidates: tuple[Candidate, ...]
    keys: tuple[str, ...]
    holders: Mapping[str, tuple[str, ...]]
    failure: Failure | None


async def standing_of(work: AsyncUnitOfWork, lead: Lead) -> Standing:
    """The conversion that stands, of the lead or of one that it took in; and how many of its own were taken back."""
    found = [standing(await work.events.of(member.id)) for member in await lineage(work.leads, lead)]
    return Standing(next((each.receipt for each in found if each.receipt), ""), found[0].reverted)


async def gathered(work: AsyncUnitOfWork, env: Env, lead: Lead, choices: ConversionChoices) -> Material:
    """Whom the lead belongs to, and may belong to. Raises `NotFound` for a chosen id that nobody has."""
    policy = env.playbook.conversion
    keys = tuple(env.playbook.duplicates.match_keys(lead.emails, lead.phones))
    holders = await work.match_keys.find("contact", keys)
    linked = await living_or_none(work.contacts, lead.contact_id)
    known = await known_contact(work, env, lead, holders)
    matches = [(contact, match) for contact, match in known.matches if linked is None or contact.id != linked.id]
    because: dict[str, str] = {}
    contact = linked or known.sure
    if contact:
        because["contact"] = _LINKED if linked else _reasons(known.matches, contact)
    if choices.contact in (NEW, NONE):
        person, contact = (contact if choices.contact == NONE else None), None
    else:
        person = contact = await living(work.contacts, choices.contact) if choices.contact else contact
    deal = await work.opportunities.get(choices.opportunity) if choices.opportunity not in ("", NEW, NONE) else None
    employer = await living_or_none(work.customers, person.customer_id) if person else None
    buyer = await living_or_none(work.customers, deal.customer_id) if deal else None
    own = await living_or_none(work.customers, lead.customer_id)
    company = await _same_company(work, lead)
    if choices.customer in (NEW, NONE):
        customer = None
    elif choices.customer:
        customer = await living(work.customers, choices.customer)
    else:
        alone = company[0] if policy.link_same_company and len(company) == 1 else None
        customer = employer or buyer or own or alone
        if customer is not None:
            because["customer"] = _WHY[[employer, buyer, own, alone].index(customer)]
    chosen = {noun: "as chosen" for noun in NOUNS if getattr(choices, noun)}
    existing = {"customer": customer, "contact": contact, "opportunity": deal}
    actions = {noun: action(getattr(choices, noun), existing[noun], noun, policy) for noun in NOUNS}
    if actions["contact"] is TargetAction.NONE:
        contact = None
    targets = Targets(actions, customer, contact, deal, because | chosen, employer if contact else None, buyer)
    candidates = [
        *_contacts(linked, matches),
        *_customers(((employer, _WHY[0]), (own, _LINKED)), company, link=policy.link_same_company),
    ]
    return Material(targets, tuple(candidates), keys, holders, known.failure)


_LINKED = "the lead is linked to it"
_WHY = ("the contact belongs to it", "the opportunity belongs to it", _LINKED, "it has the same name")


def _reasons(matches: Iterable[tuple[Contact, Match]], contact: Contact) -> str:
    return "; ".join(next(match.because for other, match in matches if other.id == contact.id))


def _contacts(linked: Contact | None, matches: Iterable[tuple[Contact, Match]]) -> Iterable[Candidate]:
    if linked:
        yield Candidate("contact", linked.id, str(linked.name), sure=True, because=(_LINKED,))
    ordered = sorted(matches, key=lambda each: each[1].verdict is not Verdict.DUPLICATE)
    for contact, match in ordered:
        sure = match.verdict is Verdict.DUPLICATE
        yield Candidate("contact", contact.id, str(contact.name), sure, match.because)


def _customers(
    sure: Iterable[tuple[Customer | None, str]], company: tuple[Customer, ...], *, link: bool
) -> Iterable[Candidate]:
    told: dict[str, Candidate] = {}
    for known, why in sure:
        if known:
            told.setdefault(known.id, Candidate("customer", known.id, known.name, sure=True, because=(why,)))
    for customer in company:
        alike = Candidate("customer", customer.id, customer.name, link and len(company) == 1, (_WHY[-1],))
        told.setdefault(customer.id, alike)
    return told.values()


async def _same_company(work: AsyncUnitOfWork, lead: Lead) -> tuple[Customer, ...]:
    if not lead.company:
        return ()
    key = company_key(lead.company)
    ids = (await work.match_keys.find("customer", [key])).get(key, ())
    found = [await living_or_none(work.customers, id) for id in ids]
    return tuple({customer.id: customer for customer in found if customer}.values())


def is_closed(env: Env, deal: Opportunity | None) -> bool:
    """Whether the deal is won or lost."""
    return deal is not None and env.playbook.pipeline(deal.pipeline).stage(deal.stage).type is not StatusType.OPEN


async def leads_linked_to(work: AsyncUnitOfWork, record: Contact | Customer) -> tuple[Lead, ...]:
    """The leads that were converted to this record, or to one that it took in, in their order."""
    nouns: Any = work.contacts if isinstance(record, Contact) else work.customers
    members: tuple[Any, ...] = await lineage(nouns, record)
    ids = [id for member in members for id in linked_leads(await work.events.of(member.id)).values()]
    found = [await living_or_none(work.leads, id) for id in dict.fromkeys(ids)]
    return tuple({lead.id: lead for lead in found if lead}.values())


async def open_deals(work: AsyncUnitOfWork, env: Env, customer: Customer | None) -> tuple[Candidate, ...]:
    """The open opportunities that leads of this customer became."""
    found = []
    for lead in await leads_linked_to(work, customer) if customer else ():
        deal = await work.opportunities.find(lead.opportunity_id) if lead.opportunity_id else None
        if deal and not is_closed(env, deal):
            found.append(Candidate("opportunity", deal.id, deal.name, because=("an open deal of this customer",)))
    return tuple(dict.fromkeys(found))


async def following(work: AsyncUnitOfWork, lead: Lead, files: Following | None) -> tuple[Following, ...]:
    """What hangs on the lead, and what a conversion does with it. files: of the host's port."""
    activities = await activities_of(work, [member.id for member in await lineage(work.leads, lead)])
    notes = sum(isinstance(activity.detail, Note) for activity in activities)
    step = await open_step(work, lead.id)
    campaigns = (lead.source.campaign,) if lead.source.campaign else ()
    stay = "stay with the lead, and are seen from the contact and the customer"
    rows = [
        Following("activities", len(activities) - notes, stay),
        Following("notes", notes, stay),
        Following("follow_ups", int(step is not None), "end, because the lead is converted"),
        Following("campaigns", len(campaigns), "count for the lead, which learns what the deal comes to", campaigns),
    ]
    return tuple(row for row in (*rows, files) if row and (row.count or row is files))
