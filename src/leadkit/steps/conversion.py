"""Conversion: a qualified lead becomes a contact of a customer with an opportunity."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.machines.opportunity import Pipeline
from leadkit.model import (
    Action,
    Contact,
    ContactRole,
    Customer,
    CustomerKind,
    Lead,
    Opportunity,
    Receipt,
    StageEntry,
)
from leadkit.model.events import (
    ContactCreated,
    CustomerCreated,
    Event,
    LeadConverted,
    LeadMoved,
    OpportunityOpened,
    created,
    moved,
)

__all__ = ["Conversion", "conversion_key", "convert", "identified", "qualify", "reachable"]


@frozen
class Conversion:
    """What a conversion made or linked. repeated: it was done before, and this is that outcome."""

    lead: Lead
    contact: Contact
    customer: Customer
    opportunity: Opportunity
    repeated: bool = False


def reachable(lead: Lead) -> bool:
    """Guard: there is an e-mail address or phone number that can be right."""
    return any(email.valid for email in lead.emails) or any(phone.e164 for phone in lead.phones)


def identified(lead: Lead) -> bool:
    """Guard: we know who it is, a person or a company, or somebody who is a contact of ours already."""
    return bool(lead.name or lead.company or lead.contact_id)


def qualify(
    lead: Lead,
    machine: BoundMachine,
    at: datetime,
    *,
    need: str = "",
    budget: Money | None = None,
    decision_date: Any = None,
) -> Decision[Lead] | Refusal:
    """The lead with its confirmed need, budget and decision date."""
    changes: dict[str, Any] = {}
    if need and need not in lead.needs:
        changes["needs"] = (*lead.needs, need)
    if budget is not None:
        changes["budget"] = budget
    if decision_date is not None:
        changes["decision_date"] = decision_date
    return moved(lead, machine, LeadTrigger.QUALIFY, LeadMoved, at, changes)


def conversion_key(lead_id: str) -> str:
    """The key of a lead's conversion receipt: a lead converts once."""
    return f"convert:{lead_id}"


def convert(
    lead: Lead,
    machine: BoundMachine,
    pipeline: Pipeline,
    at: datetime,
    ids: Mapping[str, str],
    *,
    amount: Money | None = None,
    name: str = "",
    contact: Contact | None = None,
    customer: Customer | None = None,
) -> tuple[Conversion, Receipt, tuple[Event, ...]] | Refusal:
    """Everything a conversion makes, as values that are saved together or not at all.

    ids: for "contact", "customer" and "opportunity". contact, customer: known ones to link instead of making new.
    amount: of the deal; the lead's budget when not given.
    """
    contact_id = contact.id if contact else ids["contact"]
    customer_id = customer.id if customer else ids["customer"]
    links = {"contact_id": contact_id, "customer_id": customer_id, "opportunity_id": ids["opportunity"]}
    outcome = moved(lead, machine, LeadTrigger.CONVERT, LeadConverted, at, links, facts=links)
    if isinstance(outcome, Refusal):
        return outcome
    events: list[Event] = []
    if customer is None:
        made = created(CustomerCreated, _customer(lead, customer_id, at))
        customer, events = made.noun, [*events, *made.events]
    if contact is None:
        made = created(ContactCreated, _contact(lead, contact_id, customer_id, at))
        contact, events = made.noun, [*events, *made.events]
    title = name or lead.company or str(lead.name) or customer.name
    deal = created(OpportunityOpened, _opportunity(lead, links, pipeline, at, title, amount))
    events += [*deal.events, *outcome.events]
    results = {"contact": contact_id, "customer": customer_id, "opportunity": ids["opportunity"]}
    receipt = Receipt(conversion_key(lead.id), Action.CONVERT, ids["opportunity"], at, lead_id=lead.id, results=results)
    return Conversion(outcome.noun, contact, customer, deal.noun), receipt, tuple(events)


def _customer(lead: Lead, id: str, at: datetime) -> Customer:
    return Customer(
        id,
        at,
        at,
        lead.company or lead.title,
        kind=CustomerKind.ORGANISATION if lead.company else CustomerKind.PERSON,
        address=lead.address,
        website=lead.website,
        industry=lead.industry,
        company_size=lead.company_size,
        owner=lead.owner,
    )


def _contact(lead: Lead, id: str, customer_id: str, at: datetime) -> Contact:
    return Contact(
        id,
        customer_id,
        at,
        at,
        name=lead.name,
        role=ContactRole.UNKNOWN,
        job_title=lead.job_title,
        emails=lead.emails,
        phones=lead.phones,
        address=lead.address,
        consent=lead.consent,
        notes=lead.notes,
        extra=lead.extra,
    )


def _opportunity(
    lead: Lead, links: Mapping[str, str], pipeline: Pipeline, at: datetime, name: str, amount: Money | None
) -> Opportunity:
    first = pipeline.open_stages[0]
    return Opportunity(
        links["opportunity_id"],
        links["customer_id"],
        at,
        at,
        name,
        pipeline.name,
        first.name,
        first.probability,
        stage_entries=(StageEntry(first.name, at, first.probability),),
        amount=lead.budget if amount is None else amount,
        contact_id=links["contact_id"],
        lead_id=lead.id,
        owner=lead.owner,
        products=lead.interests,
        expected_close=lead.decision_date,
    )
