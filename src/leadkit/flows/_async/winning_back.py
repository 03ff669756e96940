"""The way back, and the way in by recommendation: both open an inquiry that is linked with a customer."""

from datetime import datetime

from leadkit.errors import Problem, Refused
from leadkit.flows._async.capture import capture
from leadkit.flows._async.deciding import one_batch, one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import living, living_or_none
from leadkit.flows._async.recognition import keys_of, made_known
from leadkit.flows._async.settling import saved, settled, written
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.text import digest
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Action, Contact, Customer, CustomerKind, Inquiry, Lead, Receipt, Source
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import lifecycle as step
from leadkit.steps.assignment import Choice, assigned
from leadkit.steps.capture import Captured, new_lead
from leadkit.steps.lifecycle import WinBackPlan

__all__ = ["refer", "win_back"]

_LEAVING = frozenset({LifecycleStage.AT_RISK, LifecycleStage.CHURNED})


@one_unit_of_work
async def win_back(
    work: AsyncUnitOfWork, env: Env, id: str, plan_name: str, contact_id: str | None = None
) -> Lead | Refusal:
    """The inquiry that is to win the customer back; asked for again before it buys, the same one."""
    now = env.now()
    customer = await living(work.customers, id)
    plan = env.playbook.customers.win_back_plan(plan_name)
    problems = []
    if plan is None:
        known = ", ".join(each.name for each in env.playbook.customers.win_back)
        problems.append(Problem("unknown_plan", "plan", f"is not one of {known or 'none'}"))
    if customer.stage not in _LEAVING:
        told = f"the customer is {customer.stage.replace('_', ' ')}, neither at risk nor lost"
        problems.append(Problem("not_leaving", "stage", told))
    if plan is None or problems:
        return Refusal(problems)
    latest = max((each.at.isoformat() for each in customer.purchases), default="")
    key = f"win_back:{digest(customer.id, plan.name, latest)}"
    if first := (await work.receipts.find([key])).get(key):
        if first.lead_id is None:
            return Refusal([Problem("erased", None, "the inquiry that was to win it back was erased")])
        return await living(work.leads, first.lead_id)
    contact = await _contact(work, customer, contact_id)
    if isinstance(contact, Refusal):
        return contact
    draft = _with_owner(env, _inquiry(env, customer, contact, plan, now), customer.owner)
    lead_id = draft.noun.id
    keys, _ = keys_of(env, draft.noun)
    await made_known(work, env, "lead", lead_id, keys, await work.match_keys.find("lead", keys))
    results = {"customer": customer.id}
    await work.receipts.add(Receipt(key, Action.WIN_BACK, digest(key), now, lead_id=lead_id, results=results))
    await written(work, work.customers, customer, step.win_back_started(customer, draft.noun, plan.name, now))
    return await settled(work, env, None, draft, now)


async def _contact(work: AsyncUnitOfWork, customer: Customer, contact_id: str | None) -> Contact | Refusal:
    """Whom to write to: the one named, else who bought last, else anybody of theirs who may be contacted."""
    if contact_id:
        named = await living(work.contacts, contact_id)
        return await _allowed(work, customer, named) or Refusal(
            [Problem("other_customer", "contact_id", "does not belong to the customer, or is not to be contacted")]
        )
    for purchase in sorted(customer.purchases, key=lambda each: each.at, reverse=True):
        deal = await work.opportunities.find(purchase.opportunity_id) if purchase.opportunity_id else None
        buyer = await living_or_none(work.contacts, deal.contact_id) if deal else None
        if buyer and (known := await _allowed(work, customer, buyer)):
            return known
    async for contact in work.contacts.all():
        if contact.merged_into is None and (known := await _allowed(work, customer, contact)):
            return known
    return Refusal([Problem("no_contact", "contact_id", "the customer has no contact who may be contacted")])


async def _allowed(work: AsyncUnitOfWork, customer: Customer, contact: Contact) -> Contact | None:
    employer = await living_or_none(work.customers, contact.customer_id)
    theirs = employer is not None and employer.id == customer.id
    return contact if theirs and not contact.consent.do_not_contact else None


def _inquiry(env: Env, customer: Customer, contact: Contact, plan: WinBackPlan, now: datetime) -> Decision[Lead]:
    told = {name: getattr(contact, name) for name in "name job_title emails phones consent".split()}
    told |= {name: getattr(customer, name) for name in "website industry company_size address".split()}
    links = {"contact_id": contact.id, "customer_id": customer.id}
    company = customer.name if customer.kind is CustomerKind.ORGANISATION else ""
    source = Source(plan.channel, "win-back", campaign=plan.name)
    products = tuple(dict.fromkeys(product for each in customer.purchases for product in each.products))
    fields = {**told, **links, "company": company, "source": source, "needs": [plan.need], "interests": products}
    return new_lead(env.new_id(), now, fields, env.playbook.lead_machine.initial)


def _with_owner(env: Env, draft: Decision[Lead], owner: str | None) -> Decision[Lead]:
    if owner is None:
        return draft
    choice = Choice(owner, "looks after the customer")
    move = assigned(draft.noun, env.playbook.lead, choice, None, draft.noun.created_at)
    return draft if isinstance(move, Refusal) else draft.then(move)


@one_batch
async def refer(env: Env, customer_id: str, inquiry: Inquiry, idempotency_key: str | None = None) -> Captured | Refusal:
    """The lead that this customer recommended us to, captured as any other, and linked with it.

    A refused inquiry is kept as any other. Raises `Refused` when the customer recommends itself.
    """
    captured = await capture(env, inquiry, idempotency_key)
    if isinstance(captured, Refusal):
        return captured
    now = env.now()
    async with env.store.begin() as work:
        customer = await living(work.customers, customer_id)
        lead = await living(work.leads, captured.lead.id)
        own = await living_or_none(work.customers, lead.customer_id)
        if own and own.id == customer.id:
            raise Refused([Problem("own_inquiry", "customer_id", "the person is a contact of the customer itself")])
        await written(work, work.customers, customer, step.referring(customer, lead, now))
        lead = await saved(work, lead, step.referred(lead, customer, now))
    return Captured(
        lead, captured.duplicate_of, captured.because, captured.repeated, captured.warnings, captured.corrections
    )
