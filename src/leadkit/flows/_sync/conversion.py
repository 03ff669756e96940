# Derived from src/leadkit/flows/_async/conversion.py by tools/twins.py; edit that file.
"""Conversion: contact, customer and opportunity in one unit of work, once a lead, however often it is asked for."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import lineage, living, living_or_none
from leadkit.flows._sync.recognition import known_contact, made_known
from leadkit.flows._sync.settling import settled, written
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleStage, LifecycleTrigger
from leadkit.model import Contact, Customer, Lead, Receipt
from leadkit.model.events import ContactChanged, evolve
from leadkit.repositories import UnitOfWork
from leadkit.steps.conversion import Conversion, conversion_key
from leadkit.steps.conversion import convert as converted
from leadkit.steps.lifecycle import move_customer

__all__ = ["convert", "made"]


@one_unit_of_work
def convert(
    work: UnitOfWork,
    env: Env,
    lead_id: str,
    amount: Money | None = None,
    name: str = "",
    pipeline: str = "",
    customer_id: str | None = None,
) -> Conversion | Refusal:
    """What the lead became. A second call returns the first outcome; half a conversion cannot exist."""
    now = env.now()
    lead = living(work.leads, lead_id)
    keys = [conversion_key(member.id) for member in lineage(work.leads, lead)]
    receipts = work.receipts.find(keys)
    if receipt := next((receipts[key] for key in keys if key in receipts), None):
        return _repeated(work, lead, receipt)
    outcome = made(work, env, lead, now, amount=amount, name=name, pipeline=pipeline, customer_id=customer_id)
    if isinstance(outcome, Refusal):
        return outcome
    decision, conversion = outcome
    return attrs.evolve(conversion, lead=settled(work, env, lead, decision, now, rescore=False))


def _repeated(work: UnitOfWork, lead: Lead, receipt: Receipt) -> Conversion | Refusal:
    contact = living_or_none(work.contacts, receipt.results["contact"])
    customer = living_or_none(work.customers, receipt.results["customer"])
    deal = work.opportunities.find(receipt.results["opportunity"])
    if contact and customer and deal:
        return Conversion(lead, contact, customer, deal, repeated=True)
    gone = [name for name, noun in (("contact", contact), ("customer", customer), ("opportunity", deal)) if not noun]
    return Refusal(Problem("erased", name, f"the {name} that the lead became was erased since") for name in gone)


def made(
    work: UnitOfWork,
    env: Env,
    lead: Lead,
    now: datetime,
    *,
    amount: Money | None = None,
    name: str = "",
    pipeline: str = "",
    customer_id: str | None = None,
) -> tuple[Decision[Lead], Conversion] | Refusal:
    """The converted lead, and what it became, which is added in this unit of work."""
    keys = env.playbook.duplicates.match_keys(lead.emails, lead.phones)
    holders = work.match_keys.find("contact", keys)
    contact, customer = _known(work, env, lead, customer_id, holders)
    employer = living_or_none(work.customers, contact.customer_id) if contact else None
    if contact and employer and customer and employer.id != customer.id:
        problem = f"contact {contact.id} belongs to another customer"
        return Refusal([Problem("other_customer", "customer_id", problem)])
    outcome = converted(
        lead,
        env.playbook.lead,
        env.playbook.pipeline(pipeline),
        now,
        {noun: env.new_id() for noun in ("contact", "customer", "opportunity")},
        amount=amount,
        name=name,
        contact=contact,
        customer=customer,
    )
    if isinstance(outcome, Refusal):
        return outcome
    conversion, receipt, (*others, lead_event) = outcome
    target = _shows_intent(env, conversion.customer)
    if contact is None:
        work.contacts.add(conversion.contact)
        made_known(work, env, "contact", conversion.contact.id, keys, holders)
    elif employer is None:  # the contact outlived its customer
        moved = evolve(contact, ContactChanged, now, {"customer_id": target.noun.id})
        written(work, work.contacts, contact, moved)
        conversion = attrs.evolve(conversion, contact=moved.noun)
    if customer is None:
        work.customers.add(target.noun)
    elif target.events:
        work.customers.put(target.noun, expected=customer.version)
    work.opportunities.add(conversion.opportunity)
    work.receipts.add(receipt)
    work.events.append((*others, *target.events))
    return Decision(conversion.lead, (lead_event,)), attrs.evolve(conversion, customer=target.noun)


def _known(
    work: UnitOfWork, env: Env, lead: Lead, customer_id: str | None, holders: Mapping[str, tuple[str, ...]]
) -> tuple[Contact | None, Customer | None]:
    """The contact and customer this lead belongs to already: as named, as linked, or as it is recognised."""
    contact = living_or_none(work.contacts, lead.contact_id)
    if contact is None:
        contact = (known_contact(work, env, lead, holders)).sure
    if customer_id:
        return contact, living(work.customers, customer_id)
    return contact, living_or_none(work.customers, contact.customer_id if contact else lead.customer_id)


def _shows_intent(env: Env, customer: Customer) -> Decision[Customer]:
    """An opportunity is confirmed intent: a potential customer becomes a target."""
    if customer.stage is not LifecycleStage.POTENTIAL:
        return Decision(customer)
    step = move_customer(customer, env.playbook.lifecycle, LifecycleTrigger.TARGET, customer.updated_at)
    return Decision(customer) if isinstance(step, Refusal) else step
