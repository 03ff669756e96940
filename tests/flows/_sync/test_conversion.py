# Derived from tests/flows/_async/test_conversion.py by tools/twins.py; edit that file.
"""Conversion: contact, customer and opportunity together, once, or nothing at all."""

import pytest

from leadkit import InvalidRecord, LeadStatus, LifecycleStage, Money, NotFound, Refused
from leadkit.errors import InvalidPlaybook, StoreError
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.memory.snapshot import dumped
from leadkit.model import CustomerKind
from leadkit.model.events import LeadConverted, replay

ANN = {"name": "Ann Lee", "email": "ann@example.com", "company": "Acme"}


def qualified(desk, **inquiry):
    lead = (desk.leads.capture(**{**ANN, **inquiry})).lead
    desk.leads.assign(lead.id, to="li")
    return desk.leads.qualify(lead.id, budget=Money(5, "EUR"))


def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


def everything(desk):
    with desk.store.begin() as work:
        return [
            [noun for noun in nouns.all()]
            for nouns in (work.leads, work.contacts, work.customers, work.opportunities, work.receipts, work.events)
        ]


def test_a_qualified_lead_becomes_contact_customer_and_opportunity(desk):
    lead = qualified(desk)
    deal = desk.leads.convert(lead.id)
    assert (deal.repeated, deal.lead.status) == (False, LeadStatus.CONVERTED)
    assert deal.lead == desk.leads.get(lead.id)
    assert deal.customer == desk.customers.get(deal.customer.id)
    assert deal.contact == desk.customers.contact(deal.contact.id)
    assert deal.opportunity == desk.opportunities.get(deal.opportunity.id)
    assert (deal.customer.stage, deal.opportunity.amount) == (LifecycleStage.TARGET, Money(5, "EUR"))
    for noun, history in (
        (deal.lead, desk.leads.history(lead.id)),
        (deal.customer, desk.customers.history(deal.customer.id)),
        (deal.opportunity, desk.opportunities.history(deal.opportunity.id)),
    ):
        assert replay(history) == noun
    assert desk.leads.follow_up(lead.id) is None


def test_a_second_conversion_returns_the_first_outcome(desk):
    lead = qualified(desk)
    first = desk.leads.convert(lead.id, amount=Money(7, "EUR"))
    before = everything(desk)
    again = desk.leads.convert(lead.id, amount=Money(9, "USD"), name="other")
    assert again.repeated
    assert (again.lead, again.contact, again.customer, again.opportunity) == (
        first.lead,
        first.contact,
        first.customer,
        first.opportunity,
    )
    assert everything(desk) == before


def test_a_second_conversion_shows_the_deal_as_it_is_by_now(desk):
    lead = qualified(desk)
    deal = desk.leads.convert(lead.id)
    desk.opportunities.win(deal.opportunity.id)
    again = desk.leads.convert(lead.id)
    assert (again.opportunity.stage, again.customer.stage) == ("won", LifecycleStage.WON)


@pytest.mark.parametrize("move", [None, "nurture", "disqualify", "void"])
def test_only_a_qualified_lead_converts(desk, move):
    lead = (desk.leads.capture(**ANN)).lead
    if move:
        desk.leads.move(lead.id, move, reason="x")
    before = everything(desk)
    assert refusal(desk.leads.convert, lead.id) == [("not_permitted", "trigger")]
    assert everything(desk) == before


def test_a_person_without_a_company_is_a_customer(desk):
    deal = desk.leads.convert((qualified(desk, company="")).id)
    assert (deal.customer.name, deal.customer.kind) == ("Ann Lee", CustomerKind.PERSON)


def test_nobody_does_not_convert(desk):
    lead = qualified(desk, name="", company="")
    assert refusal(desk.leads.convert, lead.id) == [("guard_refused", "identified")]


# --- who is known already -------------------------------------------------------------------------------------------


def test_a_known_contact_is_linked_by_its_details(desk):
    first = desk.leads.convert((qualified(desk)).id)
    again = qualified(desk, notes="more licences")
    second = desk.leads.convert(again.id)
    assert (second.contact.id, second.customer.id) == (first.contact.id, first.customer.id)
    assert second.opportunity.id != first.opportunity.id
    assert second.opportunity.customer_id == first.customer.id


def test_a_nameless_inquiry_of_a_known_contact_converts_under_the_customers_name(desk):
    first = desk.leads.convert((qualified(desk)).id)
    again = qualified(desk, name="", company="", notes="more licences")
    second = desk.leads.convert(again.id)
    assert (second.customer.id, second.opportunity.name) == (first.customer.id, "Acme")


def test_a_contact_is_recognised_though_the_lead_came_in_as_a_stranger(desk):
    one = qualified(desk)
    other = qualified(desk, email="lee@example.org", company="", notes="x")
    desk.leads.change(other.id, emails=(*other.emails, *one.emails))
    first = desk.leads.convert(one.id)
    second = desk.leads.convert(other.id)
    assert (second.contact.id, second.customer.id) == (first.contact.id, first.customer.id)


def test_an_existing_customer_can_be_named(desk):
    first = desk.leads.convert((qualified(desk)).id)
    bob = qualified(desk, name="Bob Ray", email="bob@example.com")
    second = desk.leads.convert(bob.id, customer=first.customer.id)
    assert second.customer.id == first.customer.id
    assert [str(fact) for fact in desk.customers.history(first.customer.id)][-1].endswith(f"linked to lead {bob.id}")
    assert (second.contact.id != first.contact.id, second.contact.customer_id) == (True, first.customer.id)


def test_a_contact_of_another_customer_is_refused(desk):
    desk.leads.convert((qualified(desk)).id)
    other = desk.leads.convert((qualified(desk, name="Bob Ray", email="bob@example.com")).id)
    again = qualified(desk, notes="more licences")
    before = everything(desk)
    found = refusal(desk.leads.convert, again.id, customer=other.customer.id)
    assert found == [("other_customer", "customer")]
    assert everything(desk) == before


def test_an_unknown_customer_is_not_found(desk):
    lead = qualified(desk)
    with pytest.raises(NotFound):
        desk.leads.convert(lead.id, customer="nobody")
    assert desk.leads.get(lead.id) == lead


def test_a_linked_customer_keeps_its_stage_unless_it_was_only_a_potential_one(desk):
    first = desk.leads.convert((qualified(desk)).id)
    desk.customers.move(first.customer.id, "cool", reason="no reply")
    second = desk.leads.convert((qualified(desk, notes="2")).id)
    assert second.customer.stage == LifecycleStage.TARGET
    desk.opportunities.win(second.opportunity.id)
    third = desk.leads.convert((qualified(desk, notes="3")).id)
    assert third.customer.stage == LifecycleStage.WON
    assert replay(desk.customers.history(third.customer.id)) == third.customer


# --- what can be said about the deal --------------------------------------------------------------------------------


def test_the_pipeline_can_be_named(make_desk):
    stages = [*DEFAULT_PIPELINE.stages]
    desk = make_desk(pipelines=[DEFAULT_PIPELINE, Pipeline("partners", [Stage("talk", 20), *stages[-2:]])])
    deal = desk.leads.convert((qualified(desk)).id, pipeline="partners", name="Partnership")
    assert (deal.opportunity.pipeline, deal.opportunity.stage) == ("partners", "talk")
    assert (deal.opportunity.name, deal.opportunity.probability) == ("Partnership", 20)
    assert (desk.opportunities.win(deal.opportunity.id)).stage == "won"


def test_an_unknown_pipeline_is_an_error_and_changes_nothing(desk):
    lead = qualified(desk)
    with pytest.raises(InvalidPlaybook, match="unknown_pipeline"):
        desk.leads.convert(lead.id, pipeline="nonsense")
    assert desk.leads.get(lead.id) == lead


@pytest.mark.parametrize("wrong", [{"amount": 5}, {"name": "x" * 501}, {"name": "\0"}])
def test_a_wrong_deal_changes_nothing(desk, wrong):
    lead = qualified(desk)
    before = everything(desk)
    with pytest.raises(InvalidRecord):
        desk.leads.convert(lead.id, **wrong)
    assert everything(desk) == before


# --- all or nothing -------------------------------------------------------------------------------------------------


def broken_at_every_call(desk, store, operation):
    """Lets each call of the store fail in turn; returns how many there are, once the operation has succeeded."""
    for number in range(1, 100):
        before = [*dumped(store.memory)]
        store.watch(breaks_at=number)
        try:
            operation()
        except StoreError:
            assert [*dumped(store.memory)] == before
        else:
            calls = store.calls
            store.watch()
            return calls
    raise AssertionError("it never succeeds")


def test_a_conversion_that_fails_anywhere_leaves_nothing_behind(watched_desk, store):
    desk = watched_desk
    lead = qualified(desk)
    calls = broken_at_every_call(desk, store, lambda: desk.leads.convert(lead.id))
    assert calls > 8
    deal = desk.leads.convert(lead.id)
    assert deal.repeated
    assert len([event for event in desk.leads.history(lead.id) if isinstance(event, LeadConverted)]) == 1
    assert len(desk.opportunities.all()) == 1


@pytest.mark.parametrize("known", [False, True])
def test_a_capture_that_fails_anywhere_leaves_nothing_behind(watched_desk, store, known):
    desk = watched_desk
    if known:
        desk.leads.capture(**ANN)
    inquiry = {**ANN, "notes": "call me", "idempotency_key": "k"}
    assert broken_at_every_call(desk, store, lambda: desk.leads.capture(**inquiry)) > 5
    again = desk.leads.capture(**inquiry)
    assert again.repeated
    assert (again.duplicate_of is not None, len(desk.leads.find())) == (known, 1)


def test_a_refused_capture_that_fails_anywhere_leaves_nothing_behind(watched_desk, store):
    desk = watched_desk

    def refused():
        assert refusal(desk.leads.capture, name="Nobody") == [("no_contact_details", "email")]

    assert broken_at_every_call(desk, store, refused) >= 4
    (receipts, events) = (everything(desk))[-2:]
    assert (len(receipts), len(events)) == (1, 1)


def test_a_win_that_fails_anywhere_leaves_nothing_behind(watched_desk, store):
    desk = watched_desk
    deal = desk.leads.convert((qualified(desk)).id)
    broken_at_every_call(desk, store, lambda: desk.opportunities.win(deal.opportunity.id))
    customer = desk.customers.get(deal.customer.id)
    assert (customer.stage, len(customer.purchases)) == (LifecycleStage.WON, 1)
