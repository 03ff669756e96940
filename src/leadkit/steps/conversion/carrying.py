"""A conversion, carried out: every noun that it makes or changes, as values that are saved together or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.machines.opportunity import Pipeline
from leadkit.model import (
    Action,
    Contact,
    ConversionChoices,
    Customer,
    CustomerKind,
    FollowUp,
    Lead,
    Opportunity,
    Receipt,
    StageEntry,
    TargetAction,
)
from leadkit.model.events import (
    ContactCreated,
    ContactLinked,
    CustomerCreated,
    CustomerLinked,
    LeadConverted,
    OpportunityLinked,
    OpportunityOpened,
    created,
    evolve,
    moved,
)
from leadkit.steps.conversion.plans import Targets, customer_name, deal_name, mapped
from leadkit.steps.conversion.policy import ConversionPolicy

__all__ = ["Carried", "Conversion", "carried_out", "conversion_key", "receipt_of"]


@frozen
class Conversion:
    """What a conversion made or linked. contact, opportunity: `None` where there is none, or where it was erased since.

    receipt: what takes it back. repeated: it was done before, and this is that outcome, as it is by now.
    """

    lead: Lead
    contact: Contact | None
    customer: Customer
    opportunity: Opportunity | None
    receipt: Receipt
    repeated: bool = False


@frozen
class Carried:
    """Each noun after the conversion, with its events; `None` where there is none."""

    lead: Decision[Lead]
    customer: Decision[Customer]
    contact: Decision[Contact] | None
    opportunity: Decision[Opportunity] | None


def conversion_key(lead_id: str, reverted: int = 0) -> str:
    """The key of a lead's conversion receipt where the caller has none. reverted: how many were taken back before."""
    return f"convert:{lead_id}:{reverted}" if reverted else f"convert:{lead_id}"


def carried_out(
    lead: Lead,
    targets: Targets,
    choices: ConversionChoices,
    policy: ConversionPolicy,
    machine: BoundMachine,
    pipeline: Pipeline,
    at: datetime,
    *,
    ids: Mapping[str, str],
    key: str,
) -> Carried | Refusal:
    """Everything that the conversion makes and changes. ids: for those to be made, by noun. key: of the receipt.

    The plan says before what this does, and why it would be refused.
    """
    _, changes = mapped(lead, targets, choices, policy)
    link = {"lead_id": lead.id, "receipt": key}
    customer = _customer(lead, targets, changes["customer"], ids["customer"], at, link)
    contact = _contact(targets, changes["contact"], ids["contact"], customer.noun.id, at, link)
    person = contact.noun.id if contact else None
    belongs = {"lead_id": lead.id, "contact_id": person}
    if targets.actions["opportunity"] is TargetAction.NONE:
        deal = None
    elif targets.opportunity is not None:
        blank = {name: id for name, id in belongs.items() if id and getattr(targets.opportunity, name) is None}
        deal = evolve(targets.opportunity, OpportunityLinked, at, {**changes["opportunity"], **blank}, **link)
    else:
        told = {"id": ids["opportunity"], "amount": choices.amount, **belongs, **changes["opportunity"]}
        deal = _opened(pipeline, at, customer_id=customer.noun.id, name=deal_name(lead, choices, customer.noun), **told)
    links = {
        "contact_id": person or lead.contact_id,
        "customer_id": customer.noun.id,
        "opportunity_id": deal.noun.id if deal else None,
    }
    owned: dict[str, Any] = {"pool": None, "home_pool": lead.pool} if lead.pool else {}
    if choices.owner and choices.owner != lead.owner:
        owned |= {"owner": choices.owner, "owner_since": at}
    facts = {name: id or "" for name, id in links.items()} | {"contact_id": person or "", "receipt": key}
    outcome = moved(lead, machine, LeadTrigger.CONVERT, LeadConverted, at, links | owned, facts=facts)
    return outcome if isinstance(outcome, Refusal) else Carried(outcome, customer, contact, deal)


def receipt_of(
    key: str, payload: str, lead: Lead, carried: Carried, targets: Targets, at: datetime, step: FollowUp | None
) -> Receipt:
    """What was made and linked, and between which versions it was changed. step: the lead's next step, which ends."""
    decisions = {"customer": carried.customer, "contact": carried.contact, "opportunity": carried.opportunity}
    made = {noun: decision.noun for noun, decision in decisions.items() if decision}
    before = {noun: getattr(targets.noun(noun), "version", 0) for noun in made} | {"lead": lead.version}
    after = {noun: each.version for noun, each in made.items()} | {"lead": carried.lead.noun.version}
    results = {noun: each.id for noun, each in made.items()}
    if step:
        results["follow_up"], before["follow_up"], after["follow_up"] = step.id, step.version, step.version + 1
    return Receipt(key, Action.CONVERT, payload, at, lead_id=lead.id, results=results, before=before, after=after)


def _customer(
    lead: Lead, targets: Targets, changes: Mapping[str, Any], id: str, at: datetime, link: Mapping[str, str]
) -> Decision[Customer]:
    if targets.customer is not None:
        return evolve(targets.customer, CustomerLinked, at, changes, **link)
    kind = CustomerKind.ORGANISATION if lead.company else CustomerKind.PERSON
    told = {**changes, "name": customer_name(lead, changes), "kind": kind}
    made: Decision[Customer] = created(CustomerCreated, Customer(id, at, at, **told))
    return made.then(evolve(made.noun, CustomerLinked, at, **link))


def _contact(
    targets: Targets, changes: Mapping[str, Any], id: str, customer_id: str, at: datetime, link: Mapping[str, str]
) -> Decision[Contact] | None:
    if targets.actions["contact"] is TargetAction.NONE:
        return None
    if targets.contact is not None:
        # A contact that outlived its customer goes over to the new one.
        moving = {"customer_id": customer_id} if targets.employer is None else {}
        return evolve(targets.contact, ContactLinked, at, {**changes, **moving}, **link)
    made: Decision[Contact] = created(ContactCreated, Contact(id, customer_id, at, at, **changes))
    return made.then(evolve(made.noun, ContactLinked, at, **link))


def _opened(pipeline: Pipeline, at: datetime, **told: Any) -> Decision[Opportunity]:
    first = pipeline.open_stages[0]
    begun: dict[str, Any] = {
        "created_at": at,
        "updated_at": at,
        "pipeline": pipeline.name,
        "stage": first.name,
        "probability": first.probability,
        "stage_entries": (StageEntry(first.name, at, first.probability),),
    }
    decision: Decision[Opportunity] = created(OpportunityOpened, Opportunity(**begun, **told))
    return decision
