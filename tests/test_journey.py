"""The whole journey: whatever a desk is asked to do, the events tell the state, and both forms agree."""

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import leadkit.aio
from leadkit import LeadDesk, Money
from leadkit.errors import LeadkitError
from leadkit.model import Call, Channel, Note, PageVisit
from leadkit.model.events import replay
from leadkit.testing import FrozenClock, numbered_ids

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = (
    {"name": "Ada Marsh", "email": "ada@marsh-tools.com", "company": "Marsh Tools"},
    {"name": "王小明", "phone": "138 1234 5678", "region": "CN", "channel": Channel.EXHIBITION},
    {"name": "Wang Xiaoming", "phone": "+86 13812345678", "email": "WANG@example.com"},
    {"name": "Nobody at all"},
    {"email": "no mail", "phone": "12"},
)

# What a desk can be asked, each with the lead or deal that it is asked of.
OPERATIONS = {
    "capture": lambda desk, lead, deal, who: desk.leads.capture(**PEOPLE[who]),
    "visit": lambda desk, lead, deal, who: desk.leads.record(lead, PageVisit(url="/pricing", seconds=who)),
    "call": lambda desk, lead, deal, who: desk.leads.record(lead, Call(key_points="talked"), by="kim"),
    "note": lambda desk, lead, deal, who: desk.leads.record(lead, Note(text="ask again")),
    "assign": lambda desk, lead, deal, who: desk.leads.assign(lead),
    "hand": lambda desk, lead, deal, who: desk.leads.assign(lead, to=f"owner-{who}"),
    "release": lambda desk, lead, deal, who: desk.pool.release(lead, reason="no time"),
    "claim": lambda desk, lead, deal, who: desk.pool.claim(lead, by=f"owner-{who}"),
    "nurture": lambda desk, lead, deal, who: desk.leads.nurture(lead, reason="next year"),
    "qualify": lambda desk, lead, deal, who: desk.leads.qualify(lead, need=f"need {who}", budget=Money(who + 1, "EUR")),
    "disqualify": lambda desk, lead, deal, who: desk.leads.disqualify(lead, reason="no budget"),
    "reactivate": lambda desk, lead, deal, who: desk.leads.reactivate(lead, reason="called back"),
    "void": lambda desk, lead, deal, who: desk.leads.void(lead, reason="a joke"),
    "convert": lambda desk, lead, deal, who: desk.leads.convert(lead),
    "change": lambda desk, lead, deal, who: desk.leads.change(lead, company=f"Company {who}"),
    "place": lambda desk, lead, deal, who: desk.leads.place(lead, "converted", stage="proposal", reason="import"),
    "enter": lambda desk, lead, deal, who: desk.opportunities.enter(deal, "negotiation", reason="again"),
    "win": lambda desk, lead, deal, who: desk.opportunities.win(deal),
    "lose": lambda desk, lead, deal, who: desk.opportunities.lose(deal, reason="price"),
    "reopen": lambda desk, lead, deal, who: desk.opportunities.reopen(deal, reason="new budget"),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=25
)


def worked(desk, clock, steps):
    """Take the steps; every refusal is fine. Returns what each answered, in words."""
    answers = []
    desk.leads.capture(**PEOPLE[0])
    for name, which, who in steps:
        clock.advance(timedelta(hours=7))
        leads = desk.leads.find()
        deals = desk.opportunities.all()
        lead, deal = leads[which % len(leads)].id, deals[which % len(deals)].id if deals else "none"
        try:
            answers.append(repr(OPERATIONS[name](desk, lead, deal, who)))
        except LeadkitError as refused:
            answers.append(str(refused))
    return answers


class Awaited:
    """The asynchronous desk, one call at a time, in the form of the other."""

    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        part = getattr(self._target, name)
        return (lambda *args, **kwargs: asyncio.run(part(*args, **kwargs))) if callable(part) else Awaited(part)


@settings(max_examples=150)
@given(steps=STEPS)
def test_the_events_tell_the_state_and_nobody_is_forgotten(steps):
    clock = FrozenClock(MORNING)
    desk = LeadDesk.in_memory(now=clock, new_id=numbered_ids())
    worked(desk, clock, steps)
    for lead in desk.leads.find():
        assert replay(desk.leads.history(lead.id)) == lead
        closed = desk.playbook.lead_machine.closed(lead.status)
        assert (desk.leads.follow_up(lead.id) is None) == closed
        assert lead.score is not None
        assert lead.score.total == sum(part.points for part in lead.score.contributions)
        if lead.status in ("assigned", "working", "qualified"):
            assert lead.owner
    for deal in desk.opportunities.all():
        assert replay(desk.opportunities.history(deal.id)) == deal
        assert deal.stage_entries[-1].stage == deal.stage
        customer = desk.customers.get(deal.customer_id)
        assert replay(desk.customers.history(customer.id)) == customer


@settings(max_examples=25)
@given(steps=STEPS)
def test_both_forms_of_the_desk_give_the_same_answers(steps):
    clocks = FrozenClock(MORNING), FrozenClock(MORNING)
    ours = LeadDesk.in_memory(now=clocks[0], new_id=numbered_ids())
    theirs = Awaited(leadkit.aio.LeadDesk.in_memory(now=clocks[1], new_id=numbered_ids()))
    assert worked(ours, clocks[0], steps) == worked(theirs, clocks[1], steps)
    assert ours.leads.find() == theirs.leads.find()
    assert ours.reports.overview() == theirs.reports.overview()
