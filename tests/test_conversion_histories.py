"""Whatever leads say and whatever the policy is: converted and taken back, every noun is as it was, to the bit."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import InvalidRecord, Lead, LeadDesk, Playbook, Refused, testing
from leadkit.memory import Store
from leadkit.model.events import LeadCaptured, created, replay
from leadkit.serialization import from_json, to_json
from leadkit.steps.conversion import DEFAULT_MAP, ConversionPolicy, Row, Survivorship
from leadkit.testing import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIELDS = "name company job_title emails phones address website industry company_size interests needs pain_points budget"
FIELDS += " decision_date consent tags notes extra"
told = testing.leads().map(lambda lead: {name: getattr(lead, name) for name in FIELDS.split()})
ROWS = (*DEFAULT_MAP, Row("needs", "customer.persona"), Row("tags", "contact.extra.tags"))
policies = st.builds(
    ConversionPolicy,
    survivorship=st.sampled_from(Survivorship),
    fields=st.sets(
        st.sampled_from((*DEFAULT_MAP, Row("needs", "customer.persona"), Row("tags", "contact.extra.tags")))
    ),
    creates=st.sampled_from((("contact", "opportunity"), ("contact",), ())),
    link_same_company=st.booleans(),
)


BLANK = Lead("x", NOW, NOW).__dict__


def added(desk, id, fields, **more):
    """A lead that says this, as it came in."""
    decision = created(LeadCaptured, Lead(id, NOW, NOW, status="qualified", owner="li", **fields, **more))
    with desk.store.begin() as work:
        work.leads.add(decision.noun)
        work.events.append(decision.events)
        work.commit()


def said(desk):
    with desk.store.begin() as work:
        return [
            {name: value for name, value in noun.__dict__.items() if name not in ("version", "updated_at")}
            for kind in (work.leads, work.contacts, work.customers, work.opportunities, work.follow_ups)
            for noun in kind.all()
        ]


@settings(max_examples=60)
@given(told, told, policies, st.booleans())
def test_converted_and_taken_back_every_noun_is_as_it_was(first, second, policy, linked):
    desk = LeadDesk(store=Store(), playbook=Playbook(conversion=policy), now=FrozenClock(NOW), new_id=numbered_ids())
    added(desk, "one", first)
    links = {}
    try:
        made = desk.leads.convert("one")
        links = {"customer_id": made.customer.id, "contact_id": made.contact and made.contact.id} if linked else {}
    except (Refused, InvalidRecord):  # nobody, or more than a field holds
        pass
    added(desk, "two", second, **links)
    before = said(desk)
    plan = desk.leads.plan_conversion("two")
    assert from_json(to_json(plan)) == plan
    mentioned = {each.name.partition(".")[0] for each in plan.fields} | {"extra"}  # keys that say something
    assert {name for name, value in second.items() if value and value != BLANK[name]} <= mentioned
    try:
        made = desk.leads.convert(plan)
    except (Refused, InvalidRecord):
        assert said(desk) == before
        return
    done = desk.leads.revert(made.receipt, reason="not this one")
    assert said(desk) == before
    with desk.store.begin() as work:
        for kind in (work.leads, work.contacts, work.customers, work.opportunities):
            assert all(replay(work.events.of(noun.id)) == noun for noun in kind.all())
    assert done.lead == desk.leads.get("two")
