# Derived from tests/flows/_async/test_pipeline.py by tools/twins.py; edit that file.
"""Pipelines at the desk: several of them, deals that rot, who decides, why they are lost, what to propose."""

from datetime import timedelta

import attrs
import pytest

from leadkit import BusinessCalendar, InvalidRecord, LeadDesk, Money, NotFound, PageVisit, Playbook, Refused, StatusType
from leadkit.errors import InvalidPlaybook
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.model import ContactRole, QuoteLine
from leadkit.model.events import replay
from leadkit.steps.followup import FollowUpPolicy
from leadkit.steps.pipeline import LostReason, Offer

SERVICE = Pipeline(
    "service",
    [
        Stage("asked", 20, rot_days=3, business_days=True),
        Stage("quoted", 60, requires=("amount", "decision_makers")),
        Stage("signed", 100, type=StatusType.WON),
        Stage("declined", 0, type=StatusType.LOST),
    ],
)
PLAYBOOK = Playbook(
    pipelines=[DEFAULT_PIPELINE, SERVICE],
    lost_reasons=[LostReason("rival", "Rival", "对手", needs_competitor=True), LostReason("price", "Price", "价格")],
    offers=[Offer("Cloud", ["backup"])],
    follow_up=FollowUpPolicy(calendar=BusinessCalendar.weekly("09:00-17:00", zone="Asia/Shanghai")),
)


@pytest.fixture
def desk(store, clock):
    return LeadDesk(store=store, playbook=PLAYBOOK, now=clock)


def opened(desk, email="ann@example.com", pipeline=""):
    lead = (desk.leads.capture(name="Ann Lee", email=email)).lead
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, need="backup")
    return (desk.leads.convert(lead.id, pipeline=pipeline)).opportunity


def codes(call, *args, **options):
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def test_a_deal_goes_over_to_another_pipeline_and_back(desk, clock):
    deal = opened(desk)
    clock.advance(timedelta(days=2))
    over = desk.opportunities.transfer(deal.id, "service", stage="asked", reason="it is maintenance")
    assert (over.pipeline, over.stage, over.probability) == ("service", "asked", 20)
    assert codes(desk.opportunities.enter, deal.id, "proposal") == [("unknown_stage", "stage")]
    lost = desk.opportunities.lose(deal.id, reason="价格")
    assert (lost.stage, lost.lost_reason, lost.last_open_stage) == ("declined", "price", "asked")
    assert (desk.opportunities.reopen(deal.id, reason="cheaper now")).stage == "asked"
    back = desk.opportunities.transfer(deal.id, "default", stage="proposal", reason="no, it is not")
    assert replay(desk.opportunities.history(deal.id)) == back
    times = desk.opportunities.time_in_stage(deal.id)
    assert [(each.pipeline, each.stage, each.total.days) for each in times] == [
        ("default", "qualification", 2),
        ("service", "asked", 0),
        ("service", "declined", 0),
        ("default", "proposal", 0),
    ]


def test_a_pipeline_and_a_stage_must_be_there(desk):
    deal = opened(desk)
    go = desk.opportunities.transfer
    assert codes(go, deal.id, "nonsense", stage="asked", reason="x") == [("unknown_pipeline", "pipeline")]
    assert codes(go, deal.id, "service", stage="signed", reason="x") == [("unknown_stage", "stage")]
    assert codes(go, deal.id, "service", stage="quoted", reason="x") == [
        ("missing_field", "amount"), ("missing_field", "decision_makers"),
    ]  # fmt: skip


def test_deals_rot_by_their_own_stage_and_the_working_days_of_the_calendar(desk, clock):
    slow = opened(desk)
    service = opened(desk, "bob@example.com", "service")
    closed = opened(desk, "eve@example.com", "service")
    desk.opportunities.lose(closed.id, reason="price")
    clock.advance(timedelta(days=3))
    assert desk.opportunities.rotting() == ()
    clock.advance(timedelta(hours=1))
    (first,) = desk.opportunities.rotting()
    assert (first.deal.id, first.limit, first.business_days) == (service.id, 3, True)
    assert (first.since, first.due) == (service.created_at, service.created_at + timedelta(days=3))
    later = desk.opportunities.rotting(at=clock() + timedelta(days=30))
    assert [each.deal.id for each in later] == [service.id, slow.id]
    assert desk.opportunities.rotting(at=clock() - timedelta(days=1)) == ()
    with pytest.raises(InvalidRecord):
        desk.opportunities.rotting(at=clock().replace(tzinfo=None))


def test_deals_of_a_pipeline_that_is_gone_are_not_judged(desk, store, clock):
    opened(desk, "bob@example.com", "service")
    other = LeadDesk(store=store, playbook=Playbook(), now=clock)
    assert other.opportunities.rotting(at=clock() + timedelta(days=900)) == ()


def test_a_decision_maker_on_the_deal_opens_the_stage_that_needs_one(desk):
    deal = opened(desk, pipeline="service")
    desk.opportunities.change(deal.id, amount=Money(5, "EUR"))
    assert codes(desk.opportunities.enter, deal.id, "quoted") == [("missing_field", "decision_makers")]
    assert not (desk.opportunities.coverage(deal.id)).decision_maker
    desk.contacts.change(deal.contact_id, role=ContactRole.DECISION_MAKER)
    involved = desk.opportunities.involve(deal.id, deal.contact_id)
    assert involved.decision_makers == (deal.contact_id,)
    assert (desk.opportunities.coverage(deal.id)).decision_maker
    assert (desk.opportunities.enter(deal.id, "quoted")).stage == "quoted"
    assert replay(desk.opportunities.history(deal.id)) == desk.opportunities.get(deal.id)
    with pytest.raises(NotFound):
        desk.opportunities.involve(deal.id, "nobody")


def test_reasons_are_those_of_the_playbook(desk):
    deal = opened(desk)
    assert codes(desk.opportunities.lose, deal.id, reason="too far") == [("unknown_lost_reason", "reason")]
    assert codes(desk.opportunities.lose, deal.id, reason="对手") == [("missing_competitor", "competitor")]
    desk.opportunities.change(deal.id, competitors=["Beta"])
    lost = desk.opportunities.lose(deal.id, reason="rival", note="lower price")
    assert (lost.lost_reason, lost.lost_to, lost.lost_note) == ("rival", "Beta", "lower price")
    assert str((desk.opportunities.history(deal.id))[-1]).endswith(
        "qualification → lost (lose): rival: lower price (to Beta)"
    )


def test_a_proposal_comes_from_what_the_lead_told_and_did(desk):
    deal = opened(desk)
    desk.leads.record(deal.lead_id, PageVisit("/pricing"))
    notes = desk.opportunities.proposal(deal.id)
    assert (notes.unanswered, notes.answers[0].offers, notes.seen) == (("backup",), ("Cloud",), (("/pricing", 1),))
    desk.opportunities.change(deal.id, lines=[QuoteLine("Cloud", Money(9, "EUR"))])
    assert (desk.opportunities.proposal(deal.id)).unanswered == ()
    desk.leads.erase(deal.lead_id, reason="asked to be forgotten")
    assert (desk.opportunities.proposal(deal.id)).answers == ()


def test_a_playbook_refuses_reasons_and_requirements_that_cannot_be():
    twice = [LostReason("price", "Price"), LostReason("price", "Again"), LostReason(" ", "Blank")]
    with pytest.raises(InvalidPlaybook) as refused:
        attrs.evolve(
            PLAYBOOK,
            lost_reasons=twice,
            pipelines=[attrs.evolve(SERVICE, stages=[attrs.evolve(SERVICE.stages[0], requires=()), *_asking("shoe")])],
        )
    assert [problem.code for problem in refused.value.problems] == ["wrong_names", "wrong_names", "unknown_field"]
    with pytest.raises(InvalidPlaybook):
        Playbook(lost_reasons=[])


def _asking(name):
    return [attrs.evolve(SERVICE.stages[1], requires=("amount", name)), *SERVICE.stages[2:]]
