"""Whatever happens to a relation: its history gives its state, a second review finds nothing, merges lose nothing."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LeadDesk, LifecycleStage, Money, Refused
from leadkit.model.events import replay
from leadkit.testing import FrozenClock, numbered_ids

DAY = timedelta(days=1)


def customer(desk, number):
    lead = desk.leads.capture(name=f"N{number} Lee", email=f"n{number}@example.com", interests=["ERP"]).lead
    desk.leads.assign(lead.id, to="li")
    desk.leads.qualify(lead.id, budget=Money(5, "EUR"))
    return desk.leads.convert(lead.id)


DOINGS = {
    "win": lambda desk, made, of: desk.opportunities.win(made.opportunity.id),
    "reopen": lambda desk, made, of: desk.opportunities.reopen(made.opportunity.id, reason="a mistake"),
    "buy": lambda desk, made, of: desk.customers.purchase(made.customer.id, amount=Money(7, "EUR")),
    "order": lambda desk, made, of: desk.customers.purchase(made.customer.id, at=of, idempotency_key="order-1"),
    "praise": lambda desk, made, of: desk.customers.record_feedback(made.customer.id, 10),
    "care": lambda desk, made, of: desk.customers.record_care(made.customer.id),
    "leave": lambda desk, made, of: desk.customers.churn(made.customer.id, "price"),
    "win back": lambda desk, made, of: desk.customers.win_back(made.customer.id),
    "recommend": lambda desk, made, of: desk.customers.refer(made.customer.id, name="X Y", email="xy@example.com"),
    "wait": lambda desk, made, of: None,
}
STORIES = st.lists(
    st.tuples(st.sampled_from(sorted(DOINGS)), st.integers(0, 1), st.sampled_from([0, 5, 70, 200, 500])), max_size=9
)


@settings(max_examples=30)
@given(STORIES)
def test_any_story(doings):
    clock = FrozenClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    desk = LeadDesk.in_memory(now=clock, new_id=numbered_ids())
    start, two = clock(), [customer(desk, 0), customer(desk, 1)]
    for name, which, days in doings:
        clock.advance(days * DAY)
        with suppress(Refused):
            DOINGS[name](desk, two[which], start)
        changed = [*desk.customers.review()]
        assert [*desk.customers.review()] == []
        assert all(each.customer.stage is not each.before for each in changed)
    kept = [desk.customers.get(made.customer.id) for made in two]
    for each in kept:
        assert replay(desk.customers.history(each.id)) == each
        told = desk.customers.classify(each.id)
        agrees = {told.stage, *({LifecycleStage.WON, LifecycleStage.WON_BACK} if told.stage == "won_back" else ())}
        assert each.stage in agrees
    receipt = desk.customers.merge(desk.customers.plan_merge([each.id for each in kept]))
    both = desk.customers.get(kept[0].id)
    for name in ("purchases", "feedback", "care", "referrals"):
        assert set(getattr(both, name)) == {member for each in kept for member in getattr(each, name)}
    desk.customers.unmerge(receipt, reason="two firms")
    for each in kept:
        back = desk.customers.get(each.id)
        for name in ("stage", "purchases", "feedback", "care", "referrals", "churned_at", "churn_reason"):
            assert getattr(back, name) == getattr(each, name)
