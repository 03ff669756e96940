"""Customers for life: reviewed, warned of, cared for, won back, and bringing others along."""

from datetime import timedelta

import pytest

from leadkit import IdempotencyConflict, LifecycleStage, Money, Refused
from leadkit.model import Consent
from leadkit.model.events import CustomerPluginFailed, replay
from leadkit.steps.lifecycle import ExpectedGap, LifecyclePolicy

DAY = timedelta(days=1)
S = LifecycleStage


async def bought(desk, name="Ann Lee", email="ann@example.com", amount=500):
    """A customer by a won deal, and its contact."""
    lead = (await desk.leads.capture(name=name, email=email, company=f"{name} Ltd", interests=["ERP"])).lead
    await desk.leads.assign(lead.id, to="li")
    await desk.leads.qualify(lead.id, budget=Money(amount, "EUR"))
    made = await desk.leads.convert(lead.id)
    await desk.opportunities.win(made.opportunity.id)
    return await desk.customers.get(made.customer.id), made.contact


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


async def reviewed(desk):
    return [(each.before, each.customer.stage) async for each in desk.customers.review()]


async def test_a_relation_from_the_first_purchase_to_the_way_back(desk, clock):
    customer, _ = await bought(desk)
    assert await reviewed(desk) == []
    clock.advance(180 * DAY)
    assert await reviewed(desk) == [(S.WON, S.AT_RISK)]
    clock.advance(270 * DAY)
    assert await reviewed(desk) == [(S.AT_RISK, S.CHURNED)]
    lost = await desk.customers.get(customer.id)
    assert (lost.churned_at, lost.churn_reason) == (clock(), "silence")
    assert "bought once, 450 days ago" in lost.stage_reason
    clock.advance(DAY)
    back = await desk.customers.purchase(customer.id)
    assert (back.stage, (await desk.customers.classify(customer.id)).stage) == (S.WON_BACK, S.WON_BACK)
    await desk.customers.refer(customer.id, name="Bo Ek", email="bo@example.com")
    clock.advance(DAY)
    await desk.customers.purchase(customer.id)
    assert await reviewed(desk) == [(S.WON_BACK, S.LOYAL)]
    loyal = await desk.customers.get(customer.id)
    assert (loyal.churned_at, loyal.furthest_stage) == (None, S.LOYAL)
    assert replay(await desk.customers.history(customer.id)) == loyal


async def test_a_second_review_at_the_same_time_finds_nothing(desk, clock):
    for name in ("ann", "bea", "cem"):
        await bought(desk, name, f"{name}@example.com")
        clock.advance(50 * DAY)
    clock.advance(100 * DAY)
    assert await reviewed(desk) == [(S.WON, S.AT_RISK)] * 2
    assert await reviewed(desk) == []


async def test_classifying_changes_nothing_and_knows_the_past(desk, clock):
    customer, _ = await bought(desk)
    then = clock()
    clock.advance(200 * DAY)
    assert (await desk.customers.classify(customer.id)).stage is S.AT_RISK
    assert (await desk.customers.classify(customer.id, at=then)).stage is S.WON
    assert await desk.customers.get(customer.id) == customer


async def test_a_prospect_is_a_target_while_its_deal_is_open(desk):
    lead = (await desk.leads.capture(name="Ann Lee", email="ann@example.com")).lead
    await desk.leads.assign(lead.id, to="li")
    await desk.leads.qualify(lead.id)
    made = await desk.leads.convert(lead.id)
    assert (await desk.customers.classify(made.customer.id)).stage is S.TARGET
    assert await reviewed(desk) == []
    await desk.opportunities.lose(made.opportunity.id, reason="price")
    assert await reviewed(desk) == [(S.TARGET, S.POTENTIAL)]
    assert (await desk.customers.get(made.customer.id)).stage_reason.startswith("shows no intent to buy")


async def test_a_strategy_that_fails_is_reported_once_and_moves_nobody(make_desk):
    class Broken:
        def classify(self, facts, at):
            raise ZeroDivisionError

    desk = make_desk(customers=LifecyclePolicy(Broken()))
    customer, _ = await bought(desk)
    for _ in range(2):
        (told,) = [each async for each in desk.customers.review()]
        assert (told.classification, told.failure.plugin, told.customer.stage) == (None, "Broken", S.WON)
    history = await desk.customers.history(customer.id)
    assert [type(event) for event in history].count(CustomerPluginFailed) == 1
    assert await desk.customers.early_warning() == ()


async def test_early_warning_names_those_first_with_whom_most_is_lost(desk, clock):
    small, _ = await bought(desk, amount=500)
    large, _ = await bought(desk, "Bea Ott", "bea@example.com", 9_000)
    clock.advance(140 * DAY)
    assert await desk.customers.early_warning() == ()
    clock.advance(10 * DAY)
    warnings = await desk.customers.early_warning()
    assert [(each.customer_id, each.value) for each in warnings] == [
        (large.id, (Money(9_000, "EUR"),)),
        (small.id, (Money(500, "EUR"),)),
    ]
    assert warnings[0].classification.next_stage is S.AT_RISK


# --- what they buy, say, and why they leave


async def test_an_order_counts_once(desk, clock):
    customer, _ = await bought(desk)
    clock.advance(DAY)
    order = {"amount": Money(7, "EUR"), "products": ["paper"], "idempotency_key": "order-1"}
    first = await desk.customers.purchase(customer.id, **order)
    clock.advance(DAY)
    assert await desk.customers.purchase(customer.id, **order) == first
    assert len(first.purchases) == 2
    with pytest.raises(IdempotencyConflict):
        await desk.customers.purchase(customer.id, **order | {"products": ["ink"]})
    tomorrow, yesterday = clock() + DAY, clock() - DAY
    assert await refusal(desk.customers.purchase, customer.id, at=tomorrow) == [("in_the_future", "at")]
    assert await refusal(desk.customers.purchase, customer.id, contract_ends=yesterday.date()) == [
        ("impossible_range", "contract_ends")
    ]


async def test_feedback_is_kept_and_may_make_a_promoter(desk, clock):
    customer, _ = await bought(desk)
    told = await desk.customers.record_feedback(customer.id, 9, "很好")
    assert [(each.score, each.comment, each.group) for each in told.feedback] == [(9, "很好", "promoter")]
    assert await refusal(desk.customers.record_feedback, customer.id, None, " ") == [("blank_feedback", "score")]
    assert replay(await desk.customers.history(customer.id)) == told


async def test_a_customer_leaves_for_a_reason(desk):
    customer, _ = await bought(desk)
    assert await refusal(desk.customers.churn, customer.id, "mood") == [("unknown_reason", "reason")]
    lost = await desk.customers.churn(customer.id, "price", note="20 % too much")
    assert (lost.stage, lost.churn_reason, lost.stage_reason) == (S.CHURNED, "price", "the price: 20 % too much")
    assert await reviewed(desk) == []  # it said goodbye: recent purchases do not bring it back
    assert await refusal(desk.customers.churn, customer.id, "price") == [("not_permitted", "trigger")]
    (pattern, *_) = await desk.customers.churn_patterns()
    assert (pattern.reason, pattern.churned, pattern.of) == ("price", 1, 1)
    assert str(pattern).endswith("1 of 1 lost customers, not enough data")


# --- care


async def test_a_purchase_starts_the_care_plan(desk, clock):
    customer, _ = await bought(desk)
    start = clock()
    first = await desk.customers.next_care(customer.id)
    assert (first.step, first.due, first.owner) == (0, start, "li")
    clock.advance(2 * DAY)
    assert await desk.customers.care_due(clock()) == (first,)
    await desk.customers.record_care(customer.id, outcome="all is well", by="li")
    survey = await desk.customers.next_care(customer.id)
    assert (survey.goal, survey.due) == ("ask how satisfied they are", start + 16 * DAY)
    await desk.customers.record_feedback(customer.id, 8)
    visit = await desk.customers.next_care(customer.id)
    assert (visit.step, visit.due) == (2, start + 32 * DAY)
    await desk.customers.record_care(customer.id, "answered a question")  # outside of the plan
    assert await desk.customers.next_care(customer.id) == visit
    for number in (3, 4, 5):  # the last one comes again and again
        clock.advance(100 * DAY)
        await desk.customers.record_care(customer.id)
        again = await desk.customers.next_care(customer.id)
        assert (again.step, again.due) == (number, clock() + 90 * DAY)
    clock.advance(DAY)
    after = await desk.customers.purchase(customer.id)
    assert (await desk.customers.next_care(customer.id)).step == 0
    assert replay(await desk.customers.history(customer.id)) == after
    await desk.customers.churn(customer.id, "other")
    assert await desk.customers.next_care(customer.id) is None


async def test_rewards_say_why_and_what_is_missing(desk, clock):
    customer, _ = await bought(desk)
    told = await desk.customers.reward(customer.id)
    assert (told.tier.name, [str(part) for part in told.missing]) == ("bronze", ["1 of 3 purchases"])
    for _ in range(5):
        clock.advance(10 * DAY)
        await desk.customers.purchase(customer.id)
    told = await desk.customers.reward(customer.id)
    assert (told.tier.name, [str(part) for part in told.missing]) == ("silver", ["has not recommended us"])
    await desk.customers.record_feedback(customer.id, 10)
    assert (await desk.customers.reward(customer.id)).tier.name == "gold"
    assert await desk.customers.grouped("value tier") == {"gold": (customer.id,)}


# --- the way back, and recommendations


async def test_a_win_back_is_a_new_inquiry_with_a_cadence_of_its_own(desk, clock):
    customer, contact = await bought(desk)
    assert await refusal(desk.customers.win_back, customer.id, "promo") == [
        ("unknown_plan", "plan"),
        ("not_leaving", "stage"),
    ]
    await desk.customers.churn(customer.id, "price")
    lead = await desk.customers.win_back(customer.id, "promotion")
    assert (lead.customer_id, lead.contact_id, lead.owner) == (customer.id, contact.id, "li")
    assert (lead.source.channel, lead.source.campaign) == ("email", "promotion")
    step = await desk.leads.follow_up(lead.id)
    assert (step.cadence, step.goal, step.channel) == ("promotion", "make an offer to return", "email")
    clock.advance(DAY)
    assert await desk.customers.win_back(customer.id, "promotion") == lead
    history = [str(event) for event in await desk.customers.history(customer.id)]
    assert history[-1].endswith(f"win-back promotion as lead {lead.id}")
    await desk.leads.qualify(lead.id)
    made = await desk.leads.convert(lead.id)
    await desk.opportunities.win(made.opportunity.id)
    back = await desk.customers.get(customer.id)
    assert (back.id, back.stage, len(back.purchases)) == (customer.id, S.WON_BACK, 2)
    assert replay(await desk.customers.history(customer.id)) == back


async def test_whoever_is_not_to_be_contacted_is_not_won_back(desk):
    customer, contact = await bought(desk)
    await desk.customers.churn(customer.id, "price")
    await desk.contacts.change(contact.id, consent=Consent(do_not_contact=True))
    assert await refusal(desk.customers.win_back, customer.id) == [("no_contact", "contact_id")]
    assert await refusal(desk.customers.win_back, customer.id, contact_id=contact.id) == [
        ("other_customer", "contact_id")
    ]


async def test_a_recommendation_links_both_and_counts_once(desk):
    customer, _ = await bought(desk)
    taken = await desk.customers.refer(customer.id, idempotency_key="r-1", name="Bo Ek", email="bo@example.com")
    assert (taken.lead.referred_by, taken.lead.source.channel) == (customer.id, "referral")
    again = await desk.customers.refer(customer.id, idempotency_key="r-1", name="Bo Ek", email="bo@example.com")
    assert again.repeated
    known = await desk.customers.get(customer.id)
    assert known.referrals == (taken.lead.id,)
    assert replay(await desk.leads.history(taken.lead.id)) == again.lead
    other, _ = await bought(desk, "Bea Ott", "bea@example.com")
    await desk.customers.refer(other.id, name="Bo Ek", email="bo@example.com", notes="again")
    assert (await desk.leads.get(taken.lead.id)).referred_by == customer.id  # the first one
    assert (await desk.customers.get(other.id)).referrals == (taken.lead.id,)


async def test_nobody_recommends_us_to_itself(desk):
    customer, _ = await bought(desk)
    ann = {"name": "Ann Lee", "email": "ann@example.com", "notes": "more"}
    assert await refusal(desk.customers.refer, customer.id, **ann) == [("own_inquiry", "customer_id")]
    assert (await desk.customers.get(customer.id)).referrals == ()
    with pytest.raises(Refused):  # kept with its reasons as any refused inquiry
        await desk.customers.refer(customer.id, name="Nobody")


async def test_recommendations_survive_merges_and_erasure(desk):
    customer, _ = await bought(desk)
    one = (await desk.customers.refer(customer.id, name="Bo Ek", email="bo@example.com")).lead
    two = (await desk.customers.refer(customer.id, name="Bo Ek", phone="+49 30 901820")).lead
    assert "referrals" not in {part.fact for part in (await desk.customers.classify(customer.id)).parts}
    plan = await desk.leads.plan_merge([one.id, two.id])
    receipt = await desk.leads.merge(plan)
    survivor = await desk.leads.get(two.id)
    assert survivor.referred_by == customer.id
    other, _ = await bought(desk, "Bea Ott", "bea@example.com")
    merge = await desk.customers.merge(await desk.customers.plan_merge([other.id, customer.id]))
    both = await desk.customers.get(customer.id)
    assert (set(both.referrals), len(both.purchases)) == ({one.id, two.id}, 2)
    assert (await desk.customers.get(survivor.referred_by)).id == both.id
    await desk.customers.unmerge(merge, reason="two firms")
    await desk.leads.unmerge(receipt, reason="two people")
    assert (await desk.customers.get(customer.id)).referrals == (one.id, two.id)
    assert (await desk.customers.get(other.id)).referrals == ()
    await desk.leads.erase(one.id, reason="asked")
    assert (await desk.customers.get(customer.id)).referrals == (one.id, two.id)
    await desk.customers.erase(customer.id, reason="asked")
    assert (await desk.leads.get(two.id)).referred_by == customer.id


# --- as a whole


async def test_figures_need_enough_customers(desk, clock):
    customer, _ = await bought(desk)
    told = await desk.customers.measures(clock() - 30 * DAY, clock())
    assert [each.definition.name for each in told] == [
        "repurchase_rate", "referral_rate", "satisfaction", "net_promoter_score", "loyalty_rate", "retention_rate",
        "churn_rate",
    ]  # fmt: skip
    assert {each.value for each in told} == {None}
    assert str(told[0]) == "repurchase rate: not enough data (customers: 1, needed: 30)"
    assert await desk.customers.grouped("product interest") == {"ERP": (customer.id,)}
    ((label, ids),) = (await desk.customers.leads_grouped("product interest")).items()
    assert (label, len(ids)) == ("ERP", 1)
    assert await refusal(desk.customers.grouped, "shoe size") == [("unknown_dimension", "dimension")]


async def test_the_thresholds_are_the_businesss_own(make_desk, clock):
    desk = make_desk(customers=LifecyclePolicy(ExpectedGap(usual=DAY, at_risk_between=(DAY, 9 * DAY)), care=""))
    customer, _ = await bought(desk)
    clock.advance(3 * DAY)
    assert await reviewed(desk) == [(S.WON, S.AT_RISK)]
    assert await desk.customers.next_care(customer.id) is None
