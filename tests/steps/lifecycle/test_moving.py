"""The relation with a customer: moves by its table, reasons for steps back, the furthest stage never forgotten."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Customer, LifecycleStage, Money, Opportunity, Playbook, Refusal
from leadkit.machines.lifecycle import LIFECYCLE, LifecycleTrigger, further
from leadkit.steps.lifecycle import move_customer, purchased

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MACHINE = Playbook().lifecycle


def customer(**fields):
    return Customer("c-1", NOW, NOW, "Acme", **fields)


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [(problem.code, problem.field) for problem in refusal.problems]


def test_a_move_keeps_its_reason():
    done = move_customer(customer(stage=LifecycleStage.WON), MACHINE, "churn", NOW, "went to a competitor")
    assert (done.noun.stage, done.noun.stage_reason) == (LifecycleStage.CHURNED, "went to a competitor")
    assert str(done.events[0]) == "2026-03-02 09:00 won → churned (churn): went to a competitor"


@pytest.mark.parametrize("row", [row for row in LIFECYCLE.transitions if row.needs_reason], ids=lambda row: row.trigger)
def test_a_step_back_needs_a_reason(row):
    known = customer(stage=LifecycleStage(row.source))
    assert codes(move_customer(known, MACHINE, row.trigger, NOW)) == [("missing_reason", "reason")]
    assert move_customer(known, MACHINE, row.trigger, NOW, "x").noun.stage == row.target


def test_what_the_table_does_not_know_is_refused():
    assert codes(move_customer(customer(), MACHINE, "reward", NOW)) == [("not_permitted", "trigger")]
    assert codes(move_customer(customer(), MACHINE, "adore", NOW)) == [("unknown_trigger", "trigger")]


@given(st.lists(st.sampled_from(LifecycleTrigger), max_size=20))
def test_the_furthest_stage_is_the_deepest_there_ever_was(triggers):
    known, deepest = customer(), LifecycleStage.POTENTIAL
    for trigger in triggers:
        outcome = move_customer(known, MACHINE, trigger, NOW, "reason")
        if not isinstance(outcome, Refusal):
            known = outcome.noun
            deepest = further(deepest, known.stage)
        assert known.furthest_stage is deepest


@pytest.mark.parametrize(
    ("stage", "becomes"),
    [
        ("potential", "won"),
        ("target", "won"),
        ("won", "won"),
        ("loyal", "loyal"),
        ("at_risk", "won"),
        ("churned", "won_back"),
        ("won_back", "won_back"),
    ],
)
def test_a_won_deal_is_a_purchase_from_every_stage(stage, becomes):
    deal = Opportunity("o-1", "c-1", NOW, NOW, "x", "default", "won", 100, amount=Money(5, "EUR"), products=["ERP"])
    done = purchased(customer(stage=LifecycleStage(stage)), MACHINE, deal, NOW).noun
    assert done.stage == becomes
    (purchase,) = done.purchases
    assert (purchase.at, purchase.amount, purchase.products, purchase.opportunity_id) == (
        NOW, Money(5, "EUR"), ("ERP",), "o-1",
    )  # fmt: skip
