"""Replaying the events of a noun gives the noun: the state that was saved and the history cannot disagree."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.decision import Decision, Refusal
from leadkit.kernel.money import Money
from leadkit.machines.lead import LEAD, LeadStatus
from leadkit.machines.lifecycle import LIFECYCLE, LifecycleStage, LifecycleTrigger, further
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.machines.quote import QUOTE, QuoteStatus
from leadkit.model import Customer, EmailAddress, Lead, Opportunity, PersonName, Quote, QuoteLine
from leadkit.model.events import (
    CustomerCreated,
    CustomerMoved,
    LeadCaptured,
    LeadChanged,
    LeadMoved,
    OpportunityMoved,
    OpportunityOpened,
    QuoteDrafted,
    QuoteMoved,
    created,
    evolve,
    moved,
    replay,
)
from leadkit.playbook import GUARDS
from leadkit.serialization import from_json, to_json
from leadkit.steps.lifecycle import move_customer

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
MACHINES = {
    Lead: (LEAD.bind(GUARDS), LeadCaptured, LeadMoved, "status"),
    Quote: (QUOTE.bind({}), QuoteDrafted, QuoteMoved, "status"),
    Customer: (LIFECYCLE.bind({}), CustomerCreated, CustomerMoved, "stage"),
    Opportunity: (DEFAULT_PIPELINE.machine.bind({}), OpportunityOpened, OpportunityMoved, "stage"),
}


def fresh(kind, id):
    """A noun at the start of its life, with everything that our guards ask for."""
    return {
        Lead: lambda: Lead(id, AT, AT, PersonName("王小明"), emails=[EmailAddress("w@example.com", "w@example.com")]),
        Quote: lambda: Quote(id, "deal", AT, AT, [QuoteLine("ERP", Money(1, "CNY"))], AT.date()),
        Customer: lambda: Customer(id, AT, AT, "顶点科技"),
        Opportunity: lambda: Opportunity(id, "customer", AT, AT, "ERP", "default", "qualification", 10),
    }[kind]()


@pytest.mark.parametrize("kind", MACHINES, ids=lambda kind: kind.__name__)
@given(choices=st.lists(st.integers(0, 11), max_size=30))
def test_any_walk_replays_to_the_same_noun(kind, choices):
    bound, creation, move, state = MACHINES[kind]
    ids = map(str, count())
    decision = created(creation, fresh(kind, next(ids)))
    noun, events = decision.noun, [*decision.events]
    for step, choice in enumerate(choices):
        triggers = bound.machine.permitted(getattr(noun, state))
        if not triggers:  # a final state: the next noun, or the walk would end here every time
            assert replay(events) == noun
            decision = created(creation, fresh(kind, next(ids)))
            noun, events = decision.noun, [*decision.events]
            continue
        trigger, at = triggers[choice % len(triggers)], AT + timedelta(minutes=step)
        changes = {"owner": "li"} if kind is Lead else {}
        outcome = moved(noun, bound, trigger, move, at, changes, reason="because")
        assert isinstance(outcome, Decision)
        noun, events = outcome.noun, [*events, *outcome.events]
    assert replay(events) == noun
    assert noun.version == len(events)
    assert noun.updated_at == events[-1].at


@pytest.mark.parametrize("kind", MACHINES, ids=lambda kind: kind.__name__)
def test_a_replay_of_stored_events_is_as_good_as_the_original(kind):
    bound, creation, move, state = MACHINES[kind]
    decision = created(creation, fresh(kind, "1"))
    trigger = next(t for t in bound.machine.permitted(bound.machine.initial) if t not in ("void", "supersede"))
    outcome = moved(decision.noun, bound, trigger, move, AT, {"owner": "li"} if kind is Lead else {}, reason="because")
    events = [from_json(to_json(event)) for event in (*decision.events, *outcome.events)]
    again = replay(events)
    assert again == outcome.noun
    # The state is of its own type again: the next step compares it, and it is stored.
    expected = {Customer: LifecycleStage, Quote: QuoteStatus}.get(kind, str)
    assert isinstance(getattr(again, state), expected)
    assert to_json(again) == to_json(outcome.noun)


def test_a_replay_needs_every_event_from_the_first_one():
    first = created(LeadCaptured, fresh(Lead, "1"))
    second = evolve(first.noun, LeadChanged, AT, {"company": "顶点"})
    third = evolve(second.noun, LeadChanged, AT, {"company": "顶点科技"})
    with pytest.raises(InvalidRecord) as no_creation:
        replay(second.events)
    assert no_creation.value.problems[0].code == "no_creation"
    with pytest.raises(InvalidRecord) as gap:
        replay([*first.events, *third.events])
    assert gap.value.problems[0].code == "missing_event"
    assert replay([]) is None


def test_an_event_carries_exactly_what_the_noun_took():
    tags = ["vip"]
    noun, (event,) = evolve(fresh(Lead, "1"), LeadChanged, AT, {"tags": tags, "company": "顶点"})
    tags.append("later")
    assert noun.tags == event.changes["tags"] == ("vip",)
    assert hash(event.changes)


def test_a_refused_move_gives_no_event_and_leaves_the_noun():
    lead = fresh(Lead, "1")
    outcome = moved(lead, LEAD.bind(GUARDS), "convert", LeadMoved, AT)
    assert isinstance(outcome, Refusal)
    assert not outcome
    assert lead == fresh(Lead, "1")


def test_a_reason_that_no_store_can_hold_is_refused():
    with pytest.raises(InvalidRecord) as refused:
        moved(fresh(Lead, "1"), LEAD.bind(GUARDS), "void", LeadMoved, AT, reason="test\x00")
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("forbidden_character", "reason")]


def test_any_aware_clock_will_do_and_exact_utc_is_kept():
    import pendulum

    clock = pendulum.datetime(2024, 2, 29, 20, tz="Asia/Shanghai")
    noun, (event,) = moved(fresh(Lead, "1"), LEAD.bind(GUARDS), "nurture", LeadMoved, clock)
    assert noun.updated_at == event.at == AT
    assert type(noun.updated_at) is type(event.at) is datetime
    assert noun.status == LeadStatus.NURTURING


LIFECYCLE_WALK = (  # trigger, stage, furthest stage
    (LifecycleTrigger.TARGET, "target", "target"),
    (LifecycleTrigger.COOL, "potential", "target"),
    (LifecycleTrigger.PURCHASE, "won", "won"),
    (LifecycleTrigger.REWARD, "loyal", "loyal"),
    (LifecycleTrigger.DEMOTE, "won", "loyal"),
    (LifecycleTrigger.CHURN, "churned", "loyal"),
    (LifecycleTrigger.PURCHASE, "won_back", "loyal"),
)


def test_going_back_never_erases_the_furthest_stage():
    customer = fresh(Customer, "1")
    for trigger, stage, furthest in LIFECYCLE_WALK:
        customer = move_customer(customer, LIFECYCLE.bind({}), trigger, AT, "because").noun
        assert (customer.stage, customer.furthest_stage) == (stage, furthest)


@given(st.lists(st.sampled_from(LifecycleStage)))
def test_the_furthest_stage_only_ever_gets_further(stages):
    reached = LifecycleStage.POTENTIAL
    for stage in stages:
        before, reached = reached, further(reached, stage)
        assert further(reached, before) is reached
        assert reached in (before, stage)
