# Derived from tests/flows/_async/test_lifecycle.py by tools/twins.py; edit that file.
"""Customers for life: reviewed, warned of, cared for, won back, and bringing others along."""

from datetime import timedelta

import pytest

from leadkit import IdempotencyConflict, LifecycleStage, Money, Refused
from leadkit.model import Consent
from leadkit.model.events import CustomerPluginFailed, replay
from leadkit.steps.lifecycle import ExpectedGap, LifecyclePolicy

DAY = timedelta(days=1)
S = LifecycleStage


def bought(desk, name="Ann Lee", email="ann@example.com", amount=500):
    """A customer by a won deal, and its contact."""
    lead = (desk.leads.capture(name=name, email=email, company=f"{name} Ltd", interests=["ERP"])).lead
    desk.leads.assign(lead.id, to="li")
    desk.leads.qualify(lead.id, budget=Money(amount, "EUR"))
    made = desk.leads.convert(lead.id)
    desk.opportunities.win(made.opportunity.id)
    return desk.customers.get(made.customer.id), made.contact


def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


def reviewed(desk):
    return [(each.before, each.customer.stage) for each in desk.customers.review()]


def test_a_relation_from_the_first_purchase_to_the_way_back(desk, clock):
    customer, _ = bought(desk)
    assert reviewed(desk) == []
    clock.advance(180 * DAY)
    assert reviewed(desk) == [(S.WON, S.AT_RISK)]
    clock.advance(270 * DAY)
    assert reviewed(desk) == [(S.AT_RISK, S.CHURNED)]
    lost = desk.customers.get(customer.id)
    assert (lost.churned_at, lost.churn_reason) == (clock(), "silence")
    assert "bought once, 450 days ago" in lost.stage_reason
    clock.advance(DAY)
    back = desk.customers.purchase(customer.id)
    assert (back.stage, (desk.customers.classify(customer.id)).stage) == (S.WON_BACK, S.WON_BACK)
    desk.customers.refer(customer.id, name="Bo Ek", email="bo@example.com")
    clock.advance(DAY)
    desk.customers.purchase(customer.id)
    assert reviewed(desk) == [(S.WON_BACK, S.LOYAL)]
    loyal = desk.customers.get(customer.id)
    assert (loyal.churned_at, loyal.furthest_stage) == (None, S.LOYAL)
    assert replay(desk.customers.history(customer.id)) == loyal


def test_a_second_review_at_the_same_time_finds_nothing(desk, clock):
    for name in ("ann", "bea", "cem"):
        bought(desk, name, f"{name}@example.com")
        clock.advance(50 * DAY)
    clock.advance(100 * DAY)
    assert reviewed(desk) == [(S.WON, S.AT_RISK)] * 2
    assert reviewed(desk) == []


def test_classifying_changes_nothing_and_knows_the_past(desk, clock):
    customer, _ = bought(desk)
    then = clock()
    clock.advance(200 * DAY)
    assert (desk.customers.classify(customer.id)).stage is S.AT_RISK
    assert (desk.customers.classify(customer.id, at=then)).stage is S.WON
    assert desk.customers.get(customer.id) == customer


def test_a_prospect_is_a_target_while_its_deal_is_open(desk):
    lead = (desk.leads.capture(name="Ann Lee", email="ann@example.com")).lead
    desk.leads.assign(lead.id, to="li")
    desk.leads.qualify(lead.id)
    made = desk.leads.convert(lead.id)
    assert (desk.customers.classify(made.customer.id)).stage is S.TARGET
    assert reviewed(desk) == []
    desk.opportunities.lose(made.opportunity.id, reason="price")
    assert reviewed(desk) == [(S.TARGET, S.POTENTIAL)]
    assert (desk.customers.get(made.customer.id)).stage_reason.startswith("shows no intent to buy")


def test_a_strategy_that_fails_is_reported_once_and_moves_nobody(make_desk):
    class Broken:
        def classify(self, facts, at):
            raise ZeroDivisionError

    desk = make_desk(customers=LifecyclePolicy(Broken()))
    customer, _ = bought(desk)
    for _ in range(2):
        (told,) = [each for each in desk.customers.review()]
        assert (told.classification, told.failure.plugin, told.customer.stage) == (None, "Broken", S.WON)
    history = desk.customers.history(customer.id)
    assert [type(event) for event in history].count(CustomerPluginFailed) == 1
    assert desk.customers.early_warning() == ()


def test_early_warning_names_those_first_with_whom_most_is_lost(desk, clock):
    small, _ = bought(desk, amount=500)
    large, _ = bought(desk, "Bea Ott", "bea@example.com", 9_000)
    clock.advance(140 * DAY)
    assert desk.customers.early_warning() == ()
    clock.advance(10 * DAY)
    warnings = desk.customers.early_warning()
    assert [(each.customer_id, each.value) for each in warnings] == [
        (large.id, (Money(9_000, "EUR"),)),
        (small.id, (Money(500, "EUR"),)),
    ]
    assert warnings[0].classification.next_stage is S.AT_RISK


# --- what they buy, say, and why they leave


def test_an_order_counts_once(desk, clock):
    customer, _ = bought(desk)
    clock.advance(DAY)
    order = {"amount": Money(7, "EUR"), "products": ["paper"], "idempotency_key": "order-1"}
    first = desk.customers.purchase(customer.id, **order)
    clock.advance(DAY)
    assert desk.customers.purchase(customer.id, **order) == first
    assert len(first.purchases) == 2
    with pytest.raises(IdempotencyConflict):
        desk.customers.purchase(customer.id, **order | {"products": ["ink"]})
    tomorrow, yesterday = clock() + DAY, clock() - DAY
    assert refusal(desk.customers.purchase, customer.id, at=tomorrow) == [("in_the_future", "at")]
    assert refusal(desk.customers.purchase, customer.id, contract_ends=yesterday.date()) == [
        ("impossible_range", "contract_ends")
    ]


def test_feedback_is_kept_and_may_make_a_promoter(desk, clock):
    customer, _ = bought(desk)
    told = desk.customers.record_feedback(customer.id, 9, "很好")
    assert [(each.score, each.comment, each.group) for each in told.feedback] == [(9, "很好", "promoter")]
    assert refusal(desk.customers.record_feedback, customer.id, None, " ") == [("blank_feedback", "score")]
    assert replay(desk.customers.history(customer.id)) == told


def test_a_customer_leaves_for_a_reason(desk):
    customer, _ = bought(desk)
    assert refusal(desk.customers.churn, customer.id, "mood") == [("unknown_reason", "reason")]
    lost = desk.customers.churn(customer.id, "price", note="20 % too much")
    assert (lost.stage, lost.churn_reason, lost.stage_reason) == (S.CHURNED, "price", "the price: 20 % too much")
    assert reviewed(desk) == []  # it said goodbye: recent purchases do not bring it back
    assert refusal(desk.customers.churn, customer.id, "price") == [("not_permitted", "trigger")]
    (pattern, *_) = desk.customers.churn_patterns()
    assert (pattern.reason, pattern.churned, pattern.of) == ("price", 1, 1)
    assert str(pattern).endswith("1 of 1 lost customers, not enough data")


# --- care


def test_a_purchase_starts_the_care_plan(desk, clock):
    customer, _ = bought(desk)
    start = clock()
    first = desk.customers.next_care(customer.id)
    assert (first.step, first.due, first.owner) == (0, start, "li")
    clock.advance(2 * DAY)
    assert desk.customers.care_due(clock()) == (first,)
    desk.customers.record_care(customer.id, outcome="all is well", by="li")
    survey = desk.customers.next_care(customer.id)
    assert (survey.goal, survey.due) == ("ask how satisfied they are", start + 16 * DAY)
    desk.customers.record_feedback(customer.id, 8)
    visit = desk.customers.next_care(customer.id)
    assert (visit.step, visit.due) == (2, start + 32 * DAY)
    desk.customers.record_care(customer.id, "answered a question")  # outside of the plan
    assert desk.customers.next_care(customer.id) == visit
    for number in (3, 4, 5):  # the last one comes again and again
        clock.advance(100 * DAY)
        desk.customers.record_care(customer.id)
        again = desk.customers.next_care(customer.id)
        assert (again.step, again.due) == (number, clock() + 90 * DAY)
    clock.advance(DAY)
    after = desk.customers.purchase(customer.id)
    assert (desk.customers.next_care(customer.id)).step == 0
    assert replay(desk.customers.history(customer.id)) == after
    desk.customers.churn(customer.id, "other")
    assert desk.customers.next_care(customer.id) is None


def test_rewards_say_why_and_what_is_missing(desk, clock):
    customer, _ = bought(desk)
    told = desk.customers.reward(customer.id)
    assert (told.tier.name, [str(part) for part in told.missing]) == ("bronze", ["1 of 3 purchases"])
    for _ in range(5):
        clock.advance(10 * DAY)
        desk.customers.purchase(customer.id)
    told = desk.customers.reward(customer.id)
    assert (told.tier.name, [str(part) for part in told.missing]) == ("silver", ["has not recommended us"])
    desk.customers.record_feedback(customer.id, 10)
    assert (desk.customers.reward(customer.id)).tier.name == "gold"
    assert desk.customers.grouped("value tier") == {"gold": (customer.id,)}


# --- the way back, and recommendations


def test_a_win_back_is_a_new_inquiry_with_a_cadence_of_its_own(desk, clock):
    customer, contact = bought(desk)
    assert refusal(desk.customers.win_back, customer.id, "promo") == [
        ("unknown_plan", "plan"),
        ("not_leaving", "stage"),
    ]
    desk.customers.churn(customer.id, "price")
    lead = desk.customers.win_back(customer.id, "promotion")
    assert (lead.customer_id, lead.contact_id, lead.owner) == (customer.id, contact.id, "li")
    assert (lead.source.channel, lead.source.campaign) == ("email", "promotion")
    step = desk.leads.follow_up(lead.id)
    assert (step.cadence, step.goal, step.channel) == ("promotion", "make an offer to return", "email")
    clock.advance(DAY)
    assert desk.customers.win_back(customer.id, "promotion") == lead
    history = [str(event) for event in desk.customers.history(customer.id)]
    assert history[-1].endswith(f"win-back promotion as lead {lead.id}")
    desk.leads.qualify(lead.id)
    made = desk.leads.convert(lead.id)
    desk.opportunities.win(made.opportunity.id)
    back = desk.customers.get(customer.id)
    assert (back.id, back.stage, len(back.purchases)) == (customer.id, S.WON_BACK, 2)
    assert replay(desk.customers.history(customer.id)) == back


def test_whoever_is_not_to_be_contacted_is_not_won_back(desk):
    customer, contact = bought(desk)
    desk.customers.churn(customer.id, "price")
    desk.contacts.change(contact.id, consent=Consent(do_not_contact=True))
    assert refusal(desk.customers.win_back, customer.id) == [("no_contact", "contact_id")]
    assert refusal(desk.customers.win_back, customer.id, contact_id=contact.id) == [("other_customer", "contact_id")]


def test_a_recommendation_links_both_and_counts_once(desk):
    customer, _ = bought(desk)
    taken = desk.customers.refer(customer.id, idempotency_key="r-1", name="Bo Ek", email="bo@example.com")
    assert (taken.lead.referred_by, taken.lead.source.channel) == (customer.id, "referral")
    again = desk.customers.refer(customer.id, idempotency_key="r-1", name="Bo Ek", email="bo@example.com")
    assert again.repeated
    known = desk.customers.get(customer.id)
    assert known.referrals == (taken.lead.id,)
    assert replay(desk.leads.history(taken.lead.id)) == again.lead
    other, _ = bought(desk, "Bea Ott", "bea@example.com")
    desk.customers.refer(other.id, name="Bo Ek", email="bo@example.com", notes="again")
    assert (desk.leads.get(taken.lead.id)).referred_by == customer.id  # the first one
    assert (desk.customers.get(other.id)).referrals == (taken.lead.id,)


def test_nobody_recommends_us_to_itself(desk):
    customer, _ = bought(desk)
    ann = {"name": "Ann Lee", "email": "ann@example.com", "notes": "more"}
    assert refusal(desk.customers.refer, customer.id, **ann) == [("own_inquiry", "customer_id")]
    assert (desk.customers.get(customer.id)).referrals == ()
    with pytest.raises(Refused):  # kept with its reasons as any refused inquiry
        desk.customers.refer(customer.id, name="Nobody")


def test_recommendations_survive_merges_and_erasure(desk):
    customer, _ = bought(desk)
    one = (desk.customers.refer(customer.id, name="Bo Ek", email="bo@example.com")).lead
    two = (desk.customers.refer(customer.id, name="Bo Ek", phone="+49 30 901820")).lead
    assert "referrals" not in {part.fact for part in (desk.customers.classify(customer.id)).parts}
    plan = desk.leads.plan_merge([one.id, two.id])
    receipt = desk.leads.merge(plan)
    survivor = desk.leads.get(two.id)
    assert survivor.referred_by == customer.id
    other, _ = bought(desk, "Bea Ott", "bea@example.com")
    merge = desk.customers.merge(desk.customers.plan_merge([other.id, customer.id]))
    both = desk.customers.get(customer.id)
    assert (set(both.referrals), len(both.purchases)) == ({one.id, two.id}, 2)
    assert (desk.customers.get(survivor.referred_by)).id == both.id
    desk.customers.unmerge(merge, reason="two firms")
    desk.leads.unmerge(receipt, reason="two people")
    assert (desk.customers.get(customer.id)).referrals == (one.id, two.id)
    assert (desk.customers.get(other.id)).referrals == ()
    desk.leads.erase(one.id, reason="asked")
    assert (desk.customers.get(customer.id)).referrals == (one.id, two.id)
    desk.customers.erase(customer.id, reason="asked")
    assert (desk.leads.get(two.id)).referred_by == customer.id


# --- as a whole


def test_figures_need_enough_customers(desk, clock):
    customer, _ = bought(desk)
    told = desk.customers.measures(clock() - 30 * DAY, clock())
    assert [each.definition.name for each in told] == [
        "repurchase_rate", "referral_rate", "satisfaction", "net_promoter_score", "loyalty_rate", "retention_rate",
        "churn_rate",
    ]  # fmt: skip
    assert {each.value for each in told} == {None}
    assert str(told[0]) == "repurchase rate: not enough data (customers: 1, needed: 30)"
    assert desk.customers.grouped("product interest") == {"ERP": (customer.id,)}
    ((label, ids),) = (desk.customers.leads_grouped("product interest")).items()
    assert (label, len(ids)) == ("ERP", 1)
    assert refusal(desk.customers.grouped, "shoe size") == [("unknown_dimension", "dimension")]


def test_the_thresholds_are_the_businesss_own(make_desk, clock):
    desk = make_desk(customers=LifecyclePolicy(ExpectedGap(usual=DAY, at_risk_between=(DAY, 9 * DAY)), care=""))
    customer, _ = bought(desk)
    clock.advance(3 * DAY)
    assert reviewed(desk) == [(S.WON, S.AT_RISK)]
    assert desk.customers.next_care(customer.id) is None
