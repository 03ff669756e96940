"""Conversion: planned, then done in one unit of work, once a key, however often it is asked for."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from leadkit.buffered import AsyncBatch, Expected
from leadkit.errors import IdempotencyConflict, Problem, VersionConflict
from leadkit.flows._async.conversion_material import Material, following, gathered, is_closed, open_deals, standing_of
from leadkit.flows._async.deciding import TRIES, lost_race, one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.files import files_linked, files_of
from leadkit.flows._async.lineage import living, living_or_none
from leadkit.flows._async.recognition import made_known, recognised_by
from leadkit.flows._async.rereading import unmoved
from leadkit.flows._async.settling import open_step, settled
from leadkit.flows._async.together import together
from leadkit.flows.isolation import reported
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.text import digest
from leadkit.machines.lifecycle import LifecycleStage, LifecycleTrigger
from leadkit.model import ConversionChoices, ConversionPlan, Customer, Following, Lead, Receipt
from leadkit.repositories import AsyncFilePort, AsyncUnitOfWork
from leadkit.steps import conversion as step
from leadkit.steps.capture import receipt_key, same_payload
from leadkit.steps.conversion import Carried, Conversion
from leadkit.steps.lifecycle import move_customer

__all__ = ["Asked", "convert", "convert_many", "made", "plan_conversion"]


async def plan_conversion(
    env: Env, lead_id: str, choices: ConversionChoices, files: AsyncFilePort | None
) -> ConversionPlan:
    """What converting the lead would do. Nothing is written."""
    async with env.store.begin() as work:
        lead = await living(work.leads, lead_id)
        listed = await files_of(files, lead.id) if files else None
        material = await gathered(work, env, lead, choices)
        deals = await open_deals(work, env, material.targets.customer)
        hanging = await following(work, lead, listed)
        converted = (await standing_of(work, lead)).receipt
        material = attrs.evolve(material, candidates=(*material.candidates, *deals))
        return _planned(env, lead, choices, material, env.now(), converted, hanging)


def _planned(
    env: Env,
    lead: Lead,
    choices: ConversionChoices,
    material: Material,
    at: datetime,
    converted: str = "",
    hanging: tuple[Following, ...] = (),
) -> ConversionPlan:
    _ = env.playbook.pipeline(choices.pipeline)  # an unknown one is an error, and no matter of this lead
    return step.planned(
        lead,
        material.targets,
        choices,
        env.playbook.conversion,
        env.playbook.lead,
        at,
        candidates=material.candidates,
        following=hanging,
        converted=converted,
        closed=is_closed(env, material.targets.opportunity),
    )


@attrs.frozen
class Asked:
    """One conversion that is wanted. plan: as it was seen; `None` to take it as it comes. key: the caller's."""

    lead_id: str
    choices: ConversionChoices
    plan: ConversionPlan | None = None
    key: str | None = None


async def convert(env: Env, asked: Asked, files: AsyncFilePort | None) -> Conversion | Refusal:
    """What the lead became. The same key returns the first outcome; half a conversion cannot exist."""
    outcome = await _converted(env, asked)
    return await _with_files(env, outcome, files) if files else outcome


async def _with_files(env: Env, outcome: Conversion | Refusal, files: AsyncFilePort) -> Conversion | Refusal:
    """The outcome, with the lead's files linked to what it became; the lead's history says if that failed."""
    if isinstance(outcome, Refusal):
        return outcome
    lead = await files_linked(env, files, outcome.lead.id, _records(outcome.receipt))
    return attrs.evolve(outcome, lead=lead) if lead else outcome


def _records(receipt: Receipt) -> dict[str, str]:
    return {noun: receipt.results[noun] for noun in step.NOUNS if noun in receipt.results}


async def convert_many(
    env: Env, asked: Sequence[Asked], files: AsyncFilePort | None, *, all_or_none: bool
) -> list[Conversion | Refusal]:
    """One outcome for each, in their order. all_or_none: nothing is done when one of them is refused."""
    if all_or_none:
        outcomes = await _all_or_none(env, asked)
    else:
        outcomes = await together(env, asked, _converted, Expected())
    return [await _with_files(env, outcome, files) for outcome in outcomes] if files else outcomes


async def _all_or_none(env: Env, asked: Sequence[Asked]) -> list[Conversion | Refusal]:
    for left in reversed(range(TRIES)):
        try:
            async with AsyncBatch(env.store) as batch:
                inside = attrs.evolve(env, store=batch)
                outcomes = [await _converted(inside, each) for each in asked]
                refused = sum(isinstance(outcome, Refusal) for outcome in outcomes)
                if not refused:
                    await batch.commit()
                    return outcomes
                no = Refusal([Problem("not_all", None, f"{refused} of {len(asked)} were refused, so none was done")])
                return [outcome if isinstance(outcome, Refusal) else no for outcome in outcomes]
        except (VersionConflict, IdempotencyConflict) as conflict:
            if not left or not lost_race(conflict):
                raise
    raise AssertionError("unreachable: the last try returns or raises")


@one_unit_of_work
async def _converted(work: AsyncUnitOfWork, env: Env, asked: Asked) -> Conversion | Refusal:
    lead = await living(work.leads, asked.lead_id)
    outcome = await _decided(work, env, asked, lead)
    if isinstance(outcome, Refusal):
        await unmoved(work, lead)
    return outcome


async def _decided(work: AsyncUnitOfWork, env: Env, asked: Asked, lead: Lead) -> Conversion | Refusal:
    now = env.now()
    before = await standing_of(work, lead)
    if asked.key is None:
        if before.receipt:
            return await _repeated(work, lead, (await work.receipts.find([before.receipt]))[before.receipt])
        key = step.conversion_key(lead.id, before.reverted)
    else:
        key = receipt_key(asked.key)
        first = (await work.receipts.find([key])).get(key)
        if first:
            same_payload(first, _payload(first.lead_id or lead.id, asked.choices))
            if before.receipt != key:
                told = "the conversion of this key was taken back; use a new key"
                return Refusal([Problem("taken_back", "key", told)])
            return await _repeated(work, lead, first)
    outcome = await made(work, env, lead, now, asked.choices, key=key, converted=before.receipt, plan=asked.plan)
    if isinstance(outcome, Refusal):
        return outcome
    decision, conversion = outcome
    return attrs.evolve(conversion, lead=await settled(work, env, lead, decision, now, rescore=False))


def _payload(lead_id: str, choices: ConversionChoices) -> str:
    """What a key stands for: this lead, converted in this way."""
    return digest("convert", lead_id, *map(str, choices.__dict__.values()))


async def _repeated(work: AsyncUnitOfWork, lead: Lead, receipt: Receipt) -> Conversion | Refusal:
    ids = receipt.results
    contact = await living_or_none(work.contacts, ids.get("contact"))
    customer = await living_or_none(work.customers, ids["customer"])
    deal = await work.opportunities.find(ids["opportunity"]) if "opportunity" in ids else None
    found = {"contact": contact, "customer": customer, "opportunity": deal}
    gone = [noun for noun, there in found.items() if there is None and noun in ids]
    if customer is None or gone:
        return Refusal(Problem("erased", noun, f"the {noun} that the lead became was erased since") for noun in gone)
    return Conversion(lead, contact, customer, deal, receipt, repeated=True)


async def made(
    work: AsyncUnitOfWork,
    env: Env,
    lead: Lead,
    now: datetime,
    choices: ConversionChoices,
    *,
    key: str = "",
    converted: str = "",
    plan: ConversionPlan | None = None,
) -> tuple[Decision[Lead], Conversion] | Refusal:
    """The converted lead, and what it became, which is added in this unit of work.

    key: of the receipt. converted: the key of the one that stands. plan: as the caller saw it.
    """
    material = await gathered(work, env, lead, choices)
    fresh = _planned(env, lead, choices, material, now, converted)
    if plan and (stale := await _stale(work, plan, fresh)):
        return Refusal(stale)
    if fresh.blockers:
        return Refusal(fresh.blockers)
    targets = material.targets
    key = key or step.conversion_key(lead.id, (await standing_of(work, lead)).reverted)
    carried = step.carried_out(
        lead,
        targets,
        choices,
        env.playbook.conversion,
        env.playbook.lead,
        env.playbook.pipeline(choices.pipeline),
        now,
        ids={noun: env.new_id() for noun in ("contact", "customer", "opportunity")},
        key=key,
    )
    if isinstance(carried, Refusal):
        return carried
    if carried.opportunity:
        carried = attrs.evolve(carried, customer=_shows_intent(env, carried.customer, now))
    await _written(work, env, carried, material)
    planned = await open_step(work, lead.id)
    receipt = step.receipt_of(key, _payload(lead.id, choices), lead, carried, targets, now, planned)
    await work.receipts.add(receipt)
    contact = carried.contact.noun if carried.contact else None
    deal = carried.opportunity.noun if carried.opportunity else None
    outcome = carried.lead.then(reported(carried.lead.noun, material.failure, now))
    return outcome, Conversion(outcome.noun, contact, carried.customer.noun, deal, receipt)


async def _written(work: AsyncUnitOfWork, env: Env, carried: Carried, material: Material) -> None:
    targets, events = material.targets, [*carried.customer.events]
    customer = carried.customer.noun
    if targets.customer is None:
        await work.customers.add(customer)
        if env.playbook.conversion.link_same_company:
            keys = recognised_by(env, customer)
            await made_known(work, env, "customer", customer.id, keys, await work.match_keys.find("customer", keys))
        else:
            await work.match_keys.add("customer", customer.id, recognised_by(env, customer))
    else:
        await work.customers.put(customer, expected=targets.customer.version)
        await work.match_keys.add("customer", customer.id, recognised_by(env, customer))
    if carried.contact:
        contact = carried.contact.noun
        events += carried.contact.events
        if targets.contact is None:
            await work.contacts.add(contact)
            await made_known(work, env, "contact", contact.id, material.keys, material.holders)
        else:
            await work.contacts.put(contact, expected=targets.contact.version)
            await work.match_keys.add("contact", contact.id, recognised_by(env, contact))
    if carried.opportunity:
        deal = carried.opportunity.noun
        events += carried.opportunity.events
        if targets.opportunity is None:
            await work.opportunities.add(deal)
        else:
            await work.opportunities.put(deal, expected=targets.opportunity.version)
    await work.events.append(events)


async def _stale(work: AsyncUnitOfWork, plan: ConversionPlan, fresh: ConversionPlan) -> list[Problem]:
    """What changed since the plan was made: in the lead, in what it is to be linked to, or in who is known."""
    problems = []
    ids = {record.noun: record.id for record in plan.records} | {"lead": fresh.lead_id}
    for noun, version in plan.versions.items():
        later = [event for event in await work.events.of(ids[noun] or "") if event.version > version]
        if later:
            told = "; ".join(dict.fromkeys(event.sentence() for event in later))
            problems.append(Problem("stale_plan", noun, f"changed since the plan was made: {told}; plan again"))
        elif fresh.versions.get(noun) != version:
            problems.append(Problem("stale_plan", noun, "is not the same one any more; plan again"))
    if not problems:
        for was, now in zip(plan.records, fresh.records, strict=True):
            if (was.action, was.id) != (now.action, now.id):
                what = f"{now.action} {now.id or ''}".strip()
                told = f"the plan was to {was.action}, and by now it would be to {what}: {now.because}; plan again"
                problems.append(Problem("stale_plan", was.noun, told))
    if not problems and plan.fields != fresh.fields:
        problems.append(
            Problem("stale_plan", "fields", "the map of the policy changed since the plan was made; plan again")
        )
    return problems


def _shows_intent(env: Env, customer: Decision[Customer], at: datetime) -> Decision[Customer]:
    """An opportunity is confirmed intent: a potential customer becomes a target."""
    if customer.noun.stage is not LifecycleStage.POTENTIAL:
        return customer
    moved = move_customer(customer.noun, env.playbook.lifecycle, LifecycleTrigger.TARGET, at)
    return customer if isinstance(moved, Refusal) else customer.then(moved)
