"""Pipelines at the desk: several of them, deals that rot, who decides, why they are lost, what to propose."""

from datetime import timedelta

import attrs
import pytest

from leadkit import BusinessCalendar, InvalidRecord, Money, NotFound, PageVisit, Playbook, Refused, StatusType
from leadkit.aio import LeadDesk
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


async def opened(desk, email="ann@example.com", pipeline=""):
    lead = (await desk.leads.capture(name="Ann Lee", email=email)).lead
    await desk.leads.assign(lead.id)
    await desk.leads.qualify(lead.id, need="backup")
    return (await desk.leads.convert(lead.id, pipeline=pipeline)).opportunity


async def codes(call, *args, **options):
    with pytest.raises(Refused) as refused:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in refused.value.problems]


async def test_a_deal_goes_over_to_another_pipeline_and_back(desk, clock):
    deal = await opened(desk)
    clock.advance(timedelta(days=2))
    over = await desk.opportunities.transfer(deal.id, "service", stage="asked", reason="it is maintenance")
    assert (over.pipeline, over.stage, over.probability) == ("service", "asked", 20)
    assert await codes(desk.opportunities.enter, deal.id, "proposal") == [("unknown_stage", "stage")]
    lost = await desk.opportunities.lose(deal.id, reason="价格")
    assert (lost.stage, lost.lost_reason, lost.last_open_stage) == ("declined", "price", "asked")
    assert (await desk.opportunities.reopen(deal.id, reason="cheaper now")).stage == "asked"
    back = await desk.opportunities.transfer(deal.id, "default", stage="proposal", reason="no, it is not")
    assert replay(await desk.opportunities.history(deal.id)) == back
    times = await desk.opportunities.time_in_stage(deal.id)
    assert [(each.pipeline, each.stage, each.total.days) for each in times] == [
        ("default", "qualification", 2),
        ("service", "asked", 0),
        ("service", "declined", 0),
        ("default", "proposal", 0),
    ]


async def test_a_pipeline_and_a_stage_must_be_there(desk):
    deal = await opened(desk)
    go = desk.opportunities.transfer
    assert await codes(go, deal.id, "nonsense", stage="asked", reason="x") == [("unknown_pipeline", "pipeline")]
    assert await codes(go, deal.id, "service", stage="signed", reason="x") == [("unknown_stage", "stage")]
    assert await codes(go, deal.id, "service", stage="quoted", reason="x") == [
        ("missing_field", "amount"), ("missing_field", "decision_makers"),
    ]  # fmt: skip


async def test_deals_rot_by_their_own_stage_and_the_working_days_of_the_calendar(desk, clock):
    slow = await opened(desk)
    service = await opened(desk, "bob@example.com", "service")
    closed = await opened(desk, "eve@example.com", "service")
    await desk.opportunities.lose(closed.id, reason="price")
    clock.advance(timedelta(days=3))
    assert await desk.opportunities.rotting() == ()
    clock.advance(timedelta(hours=1))
    (first,) = await desk.opportunities.rotting()
    assert (first.deal.id, first.limit, first.business_days) == (service.id, 3, True)
    assert (first.since, first.due) == (service.created_at, service.created_at + timedelta(days=3))
    later = await desk.opportunities.rotting(at=clock() + timedelta(days=30))
    assert [each.deal.id for each in later] == [service.id, slow.id]
    assert await desk.opportunities.rotting(at=clock() - timedelta(days=1)) == ()
    with pytest.raises(InvalidRecord):
        await desk.opportunities.rotting(at=clock().replace(tzinfo=None))


async def test_deals_of_a_pipeline_that_is_gone_are_not_judged(desk, store, clock):
    await opened(desk, "bob@example.com", "service")
    other = LeadDesk(store=store, playbook=Playbook(), now=clock)
    assert await other.opportunities.rotting(at=clock() + timedelta(days=900)) == ()


async def test_a_decision_maker_on_the_deal_opens_the_stage_that_needs_one(desk):
    deal = await opened(desk, pipeline="service")
    await desk.opportunities.change(deal.id, amount=Money(5, "EUR"))
    assert await codes(desk.opportunities.enter, deal.id, "quoted") == [("missing_field", "decision_makers")]
    assert not (await desk.opportunities.coverage(deal.id)).decision_maker
    await desk.contacts.change(deal.contact_id, role=ContactRole.DECISION_MAKER)
    involved = await desk.opportunities.involve(deal.id, deal.contact_id)
    assert involved.decision_makers == (deal.contact_id,)
    assert (await desk.opportunities.coverage(deal.id)).decision_maker
    assert (await desk.opportunities.enter(deal.id, "quoted")).stage == "quoted"
    assert replay(await desk.opportunities.history(deal.id)) == await desk.opportunities.get(deal.id)
    with pytest.raises(NotFound):
        await desk.opportunities.involve(deal.id, "nobody")


async def test_reasons_are_those_of_the_playbook(desk):
    deal = await opened(desk)
    assert await codes(desk.opportunities.lose, deal.id, reason="too far") == [("unknown_lost_reason", "reason")]
    assert await codes(desk.opportunities.lose, deal.id, reason="对手") == [("missing_competitor", "competitor")]
    await desk.opportunities.change(deal.id, competitors=["Beta"])
    lost = await desk.opportunities.lose(deal.id, reason="rival", note="lower price")
    assert (lost.lost_reason, lost.lost_to, lost.lost_note) == ("rival", "Beta", "lower price")
    assert str((await desk.opportunities.history(deal.id))[-1]).endswith(
        "qualification → lost (lose): rival: lower price (to Beta)"
    )


async def test_a_proposal_comes_from_what_the_lead_told_and_did(desk):
    deal = await opened(desk)
    await desk.leads.record(deal.lead_id, PageVisit("/pricing"))
    notes = await desk.opportunities.proposal(deal.id)
    assert (notes.unanswered, notes.answers[0].offers, notes.seen) == (("backup",), ("Cloud",), (("/pricing", 1),))
    await desk.opportunities.change(deal.id, lines=[QuoteLine("Cloud", Money(9, "EUR"))])
    assert (await desk.opportunities.proposal(deal.id)).unanswered == ()
    await desk.leads.erase(deal.lead_id, reason="asked to be forgotten")
    assert (await desk.opportunities.proposal(deal.id)).answers == ()


async def test_a_playbook_refuses_reasons_and_requirements_that_cannot_be():
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
