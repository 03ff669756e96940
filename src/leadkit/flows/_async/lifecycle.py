"""The relation with customers: classified, reviewed, warned of; what they buy, say, and why they leave."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from functools import partial

from attrs import frozen

from leadkit.errors import IdempotencyConflict, Problem
from leadkit.flows._async.deciding import one_unit_of_work
from leadkit.flows._async.env import Env
from leadkit.flows._async.lineage import lineage, living
from leadkit.flows._async.prospects import Prospects, gathered_prospects, referrals_of
from leadkit.flows._async.settling import written
from leadkit.flows.isolation import Failure, isolated
from leadkit.flows.paging import page_size
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.machines.lifecycle import LifecycleStage, LifecycleTrigger
from leadkit.model import Customer, Feedback, Purchase
from leadkit.model.events import CustomerPluginFailed, evolve
from leadkit.repositories import AsyncUnitOfWork
from leadkit.steps import lifecycle as step
from leadkit.steps.lifecycle import Classification, CustomerFacts, DueCare, EarlyWarning, Prospect, Reward

__all__ = [
    "Reviewed",
    "care_due",
    "churn",
    "classify",
    "early_warning",
    "move_customer_stage",
    "next_care",
    "pages",
    "purchase",
    "record_care",
    "record_feedback",
    "review",
    "reward",
]


@one_unit_of_work
async def move_customer_stage(
    work: AsyncUnitOfWork, env: Env, id: str, trigger: LifecycleTrigger, reason: str = ""
) -> Customer | Refusal:
    """The customer in another stage of the relation."""
    customer = await living(work.customers, id)
    return await _saved(
        work, customer, step.move_customer(customer, env.playbook.lifecycle, trigger, env.now(), reason)
    )


async def _saved(work: AsyncUnitOfWork, before: Customer, outcome: Decision[Customer] | Refusal) -> Customer | Refusal:
    if isinstance(outcome, Refusal):
        return outcome
    after = await written(work, work.customers, before, outcome)
    await work.commit()
    return after


# --- what they buy, say, and why they leave


@one_unit_of_work
async def purchase(
    work: AsyncUnitOfWork,
    env: Env,
    id: str,
    at: datetime | None,
    amount: Money | None,
    products: tuple[str, ...],
    *,
    contract_ends: date | None = None,
    key: str = "",
) -> Customer | Refusal:
    """The customer after a purchase; once a key. Raises `IdempotencyConflict` when the key was used for another one."""
    now = env.now()
    customer = await living(work.customers, id)
    first = next((each for each in customer.purchases if key and each.key == key), None)
    new = Purchase(at or (first.at if first else now), amount, products, contract_ends=contract_ends, key=key)
    if first:
        if first != new:
            told = "the key was used for another purchase; use a new key"
            raise IdempotencyConflict([Problem("payload_mismatch", "idempotency_key", told)])
        return customer
    if new.at > now:
        return Refusal([Problem("in_the_future", "at", "nobody has bought what will be bought")])
    if new.until and new.until <= new.at:
        return Refusal([Problem("impossible_range", "contract_ends", "the term ends before it begins")])
    return await _saved(work, customer, step.bought(customer, env.playbook.lifecycle, new, now))


@one_unit_of_work
async def record_feedback(
    work: AsyncUnitOfWork, env: Env, id: str, score: int | None, comment: str, at: datetime | None
) -> Customer | Refusal:
    """The customer with this feedback."""
    now = env.now()
    customer = await living(work.customers, id)
    return await _saved(work, customer, step.answered(customer, Feedback(at or now, score, comment), now))


@one_unit_of_work
async def record_care(
    work: AsyncUnitOfWork, env: Env, id: str, goal: str, outcome: str, by: str | None, at: datetime | None
) -> Customer | Refusal:
    """The customer with this contact in its file."""
    now = env.now()
    customer = await living(work.customers, id)
    told = step.cared_for(customer, _care_plan(env), goal, outcome, by, at or now, now)
    return await _saved(work, customer, told)


@one_unit_of_work
async def churn(work: AsyncUnitOfWork, env: Env, id: str, reason: str, note: str) -> Customer | Refusal:
    """The customer lost, for one of the policy's reasons."""
    known = env.playbook.customers.churn_reasons
    if reason not in known:
        return Refusal([Problem("unknown_reason", "reason", f"is not one of {', '.join(known)}")])
    customer = await living(work.customers, id)
    told = f"{known[reason]}: {note}" if note.strip() else known[reason]
    machine, changes = env.playbook.lifecycle, {"churn_reason": reason}
    outcome = step.move_customer(customer, machine, LifecycleTrigger.CHURN, env.now(), told, changes)
    return await _saved(work, customer, outcome)


# --- care


def _care_plan(env: Env) -> tuple[step.CareStep, ...]:
    cadence = env.playbook.follow_up.cadence_named(env.playbook.customers.care)
    return cadence.steps if cadence else ()


_CARED_FOR = frozenset({LifecycleStage.WON, LifecycleStage.LOYAL, LifecycleStage.WON_BACK, LifecycleStage.AT_RISK})


def _next_care(env: Env, customer: Customer) -> DueCare | None:
    return step.due_care(customer, _care_plan(env)) if customer.stage in _CARED_FOR else None


async def next_care(env: Env, id: str) -> DueCare | None:
    """The next contact with the customer; `None` for who bought nothing, or is lost."""
    async with env.store.begin() as work:
        return _next_care(env, await living(work.customers, id))


async def care_due(env: Env, before: datetime, batch: int) -> tuple[DueCare, ...]:
    """The contacts that are due by then, earliest first."""
    found = []
    async for page in pages(env, batch):
        found += [due for customer in page if (due := _next_care(env, customer)) and due.due <= before]
    return tuple(sorted(found, key=lambda due: (due.due, due.customer_id)))


# --- classes


@frozen
class Reviewed:
    """A customer whose class changed. classification: why; `None` where the strategy failed, and nothing changed."""

    customer: Customer
    before: LifecycleStage
    classification: Classification | None
    failure: Failure | None = None


async def pages(env: Env, batch: int) -> AsyncIterator[tuple[Customer, ...]]:
    """All living customers, by id."""
    after = ""
    while True:
        async with env.store.begin() as work:
            page = [customer async for customer in work.customers.all(after=after, limit=page_size(batch))]
        if not page:
            return
        yield tuple(customer for customer in page if customer.merged_into is None)
        after = page[-1].id


async def _facts(
    work: AsyncUnitOfWork, env: Env, customer: Customer, at: datetime, prospects: Prospects | None = None
) -> CustomerFacts:
    referrals = await referrals_of(work, customer)
    if customer.purchases:
        return step.facts_of(customer, at, referrals=referrals)
    known = prospects or await gathered_prospects(work, env)
    ids = [customer.id]
    if customer.absorbed:
        ids = [member.id for member in await lineage(work.customers, customer)]
    return step.facts_of(customer, at, known.of(ids) if ids else Prospect(), referrals)


async def classify(env: Env, id: str, at: datetime | None) -> Classification:
    """The class as of then by the policy of today. Nothing is written."""
    now = at or env.now()
    async with env.store.begin() as work:
        facts = await _facts(work, env, await living(work.customers, id), now)
    return step.classified(facts, env.playbook.customers, now)


async def reward(env: Env, id: str) -> Reward:
    """What the customer has earned by now."""
    policy = env.playbook.customers
    async with env.store.begin() as work:
        customer = await living(work.customers, id)
        facts = step.facts_of(customer, env.now(), referrals=await referrals_of(work, customer))
    return step.reward_of(facts, policy.tiers, recommends=step.recommends(facts, policy))


def _classified(env: Env, facts: CustomerFacts, at: datetime) -> tuple[Classification | None, Failure | None]:
    policy = env.playbook.customers
    return isolated("lifecycle", policy.strategy, partial(_asked, env, facts, at), lambda: None)


def _asked(env: Env, facts: CustomerFacts, at: datetime) -> Classification | None:
    return step.classified(facts, env.playbook.customers, at)


async def review(env: Env, batch: int) -> AsyncIterator[Reviewed]:
    """Every customer whose class is another one now, moved there; each after it was committed."""
    async with env.store.begin() as work:
        prospects = await gathered_prospects(work, env)
    async for page in pages(env, batch):
        wanted = []
        async with env.store.begin() as work:
            for customer in page:
                now = env.now()
                told, _ = _classified(env, await _facts(work, env, customer, now, prospects), now)
                machine = env.playbook.lifecycle_machine
                if told is None or step.legal_way(customer, machine, told.stage):
                    wanted.append(customer.id)
        for id in wanted:
            if changed := await _reviewed(env, id, prospects):
                yield changed


@one_unit_of_work
async def _reviewed(work: AsyncUnitOfWork, env: Env, id: str, prospects: Prospects) -> Reviewed | None:
    """Decided anew on what is there now; `None` where nothing is to do any more."""
    now, machine = env.now(), env.playbook.lifecycle
    customer = await living(work.customers, id)
    told, failure = _classified(env, await _facts(work, env, customer, now, prospects), now)
    if told is None or failure:
        return await _failed(work, customer, failure, now) if failure else None
    outcome = Decision(customer)
    reason = ", ".join(part.en for part in told.parts)
    for trigger in step.legal_way(customer, machine.machine, told.stage):
        changes = {"churn_reason": _SILENCE} if trigger == LifecycleTrigger.CHURN else {}
        move = step.move_customer(outcome.noun, machine, trigger, now, reason, changes)
        if isinstance(move, Refusal):  # a guard of the host says no
            break
        outcome = outcome.then(move)
    if outcome.noun.stage is customer.stage:
        return None
    await written(work, work.customers, customer, outcome)
    await work.commit()
    return Reviewed(outcome.noun, customer.stage, told)


_SILENCE = "silence"


async def _failed(work: AsyncUnitOfWork, customer: Customer, failure: Failure, now: datetime) -> Reviewed:
    """The failure in the customer's history, where it is not the last thing there already."""
    last = (await work.events.of(customer.id))[-1:]
    told = evolve(customer, CustomerPluginFailed, now, plugin=failure.plugin, error=failure.error)
    known = [(each.plugin, each.error) for each in last if isinstance(each, CustomerPluginFailed)]
    if known != [(failure.plugin, failure.error)]:
        customer = await written(work, work.customers, customer, told)
        await work.commit()
    return Reviewed(customer, customer.stage, None, failure)


async def early_warning(env: Env, at: datetime, batch: int) -> tuple[EarlyWarning, ...]:
    """Who is at risk, or soon will be; whom there is most to lose with first."""
    policy = env.playbook.customers
    found = []
    async for page in pages(env, batch):
        for customer in page:
            facts = step.facts_of(customer, at)
            if facts.purchases and (told := _classified(env, facts, at)[0]):
                warning = step.warned(facts, told, policy.warn_before, customer.name, customer.owner)
                found += [warning] if warning else []
    return step.most_valuable_first(found)
