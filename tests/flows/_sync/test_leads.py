# Derived from tests/flows/_async/test_leads.py by tools/twins.py; edit that file.
"""Working a lead: what is recorded, what moves, what is due next."""

from datetime import date, timedelta

import pytest

from leadkit import InvalidRecord, LeadStatus, Money, NotFound, PageVisit, Refused
from leadkit.model import Call, EmailMessage, Meeting, Message, Note, PersonName, Visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def captured(desk, **inquiry):
    return (desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", **inquiry})).lead


def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


# --- contacts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", [Call(), EmailMessage(), Meeting(), Visit(), Message()])
def test_the_first_contact_starts_the_work_by_itself(desk, detail):
    lead = captured(desk, owner="li")
    desk.leads.record(lead.id, detail, by="li")
    assert (desk.leads.get(lead.id)).status == LeadStatus.WORKING


@pytest.mark.parametrize("detail", [Note("hm"), PageVisit("/pricing")])
def test_what_is_no_contact_starts_nothing(desk, detail):
    lead = captured(desk, owner="li")
    desk.leads.record(lead.id, detail)
    worked = desk.leads.get(lead.id)
    assert (worked.status, worked.first_response_at, worked.last_contact_at) == (LeadStatus.ASSIGNED, None, None)


def test_a_contact_with_a_lead_that_nobody_owns_is_recorded_and_moves_nothing(desk, clock):
    lead = captured(desk)
    desk.leads.record(lead.id, Call())
    worked = desk.leads.get(lead.id)
    assert (worked.status, worked.first_response_at) == (LeadStatus.NEW, clock())


def test_a_contact_with_a_closed_lead_is_recorded_and_opens_nothing(desk):
    lead = captured(desk)
    desk.leads.disqualify(lead.id, reason="no budget")
    desk.leads.record(lead.id, Call(result="still no budget"))
    assert (desk.leads.get(lead.id)).status == LeadStatus.DISQUALIFIED
    assert len(desk.leads.activities(lead.id)) == 1
    assert desk.leads.follow_up(lead.id) is None


def test_a_contact_ticks_off_what_was_planned_and_plans_the_next(desk, clock):
    lead = captured(desk, owner="li")
    planned = desk.leads.follow_up(lead.id)
    clock.advance(3 * HOUR)
    desk.leads.record(lead.id, Call(result="interested"))
    following = desk.leads.follow_up(lead.id)
    assert (following.id != planned.id, following.due, following.owner) == (True, clock() + 7 * DAY, "li")
    with desk.store.begin() as work:
        ticked = work.follow_ups.get(planned.id)
    assert (ticked.done_at, ticked.outcome) == (clock(), "interested")


def test_a_contact_that_is_entered_late_ticks_nothing_off(desk, clock):
    lead = captured(desk, owner="li")
    desk.leads.record(lead.id, Call())
    planned = desk.leads.follow_up(lead.id)
    desk.leads.record(lead.id, Call(), at=clock() - DAY)
    assert desk.leads.follow_up(lead.id) == planned


def test_two_contacts_at_the_same_instant_leave_one_next_step(desk, clock):
    lead = captured(desk, owner="li")
    for _ in range(2):
        desk.leads.record(lead.id, Call())
        assert (desk.leads.follow_up(lead.id)).due == clock() + 7 * DAY


def test_contact_times_do_not_depend_on_the_order_of_entry(desk, clock):
    lead = captured(desk, owner="li")
    for days in (2, 0, 1):
        desk.leads.record(lead.id, Call(), at=clock() + days * DAY)
    worked = desk.leads.get(lead.id)
    assert (worked.first_response_at, worked.last_contact_at) == (clock(), clock() + 2 * DAY)


@pytest.mark.parametrize("wrong", ["call", None, Call])
def test_only_a_detail_can_be_recorded(desk, wrong):
    lead = captured(desk)
    with pytest.raises(InvalidRecord):
        desk.leads.record(lead.id, wrong)
    assert desk.leads.get(lead.id) == lead


def test_a_time_without_a_zone_is_no_time(desk, clock):
    lead = captured(desk)
    naive = clock().replace(tzinfo=None)
    with pytest.raises(InvalidRecord, match="naive_datetime"):
        desk.leads.record(lead.id, Call(), at=naive)
    with pytest.raises(InvalidRecord, match="naive_datetime"):
        desk.leads.due(naive)


# --- what is due ----------------------------------------------------------------------------------------------------


def test_what_is_due_comes_earliest_first_and_only_before_the_instant(desk, clock):
    third = captured(desk, name="Cy Orr", email="c@example.com")
    desk.leads.nurture(third.id)
    clock.advance(2 * HOUR)
    second = captured(desk, name="Bo Ray", email="b@example.com")
    clock.advance(-1 * HOUR)
    first = captured(desk, email="a@example.com")
    due = [follow_up.lead_id for follow_up in desk.leads.due(clock() + 60 * DAY)]
    assert due == [first.id, second.id, third.id]
    assert [follow_up.lead_id for follow_up in desk.leads.due(clock() + DAY + HOUR)] == [first.id]
    assert desk.leads.due(clock() + DAY) == ()


def test_a_lead_on_hold_is_due_in_the_slower_rhythm_and_comes_back_to_the_faster(desk, clock):
    lead = captured(desk, owner="li")
    desk.leads.nurture(lead.id, reason="next year")
    assert (desk.leads.follow_up(lead.id)).due == clock() + 30 * DAY
    clock.advance(DAY)
    desk.leads.record(lead.id, Call())
    assert (desk.leads.follow_up(lead.id)).due == clock() + 7 * DAY


@pytest.mark.parametrize("close", ["disqualify", "void"])
def test_a_closed_lead_has_nothing_due(desk, clock, close):
    lead = captured(desk)
    planned = desk.leads.follow_up(lead.id)
    desk.leads.move(lead.id, close, reason="spam")
    assert desk.leads.follow_up(lead.id) is None
    assert desk.leads.due(clock() + 1000 * DAY) == ()
    with desk.store.begin() as work:
        assert (work.follow_ups.get(planned.id)).done_at == clock()


def test_a_lead_that_comes_back_is_due_again(desk, clock):
    lead = captured(desk)
    desk.leads.disqualify(lead.id, reason="no budget")
    clock.advance(100 * DAY)
    desk.leads.reactivate(lead.id, reason="new budget")
    assert (desk.leads.follow_up(lead.id)).due == clock() + DAY


# --- moves ----------------------------------------------------------------------------------------------------------


def test_a_move_keeps_its_reason(desk):
    lead = captured(desk)
    lost = desk.leads.disqualify(lead.id, reason="no budget")
    assert (lost.status, lost.status_reason) == (LeadStatus.DISQUALIFIED, "no budget")
    assert (desk.leads.reactivate(lead.id, reason="new budget")).status == LeadStatus.NEW
    assert (desk.leads.void(lead.id, reason="a test")).status == LeadStatus.VOID


@pytest.mark.parametrize("trigger", ["disqualify", "void"])
def test_closing_needs_a_reason(desk, trigger):
    lead = captured(desk)
    assert refusal(desk.leads.move, lead.id, trigger, reason=" ") == [("missing_reason", "reason")]


@pytest.mark.parametrize(
    ("trigger", "code"), [("reactivate", "not_permitted"), ("qualify", "not_permitted"), ("dance", "unknown_trigger")]
)
def test_what_the_table_does_not_know_is_refused(desk, trigger, code):
    lead = captured(desk)
    assert refusal(desk.leads.move, lead.id, trigger, reason="x") == [(code, "trigger")]
    assert desk.leads.get(lead.id) == lead


@pytest.mark.parametrize("trigger", ["assign", "release", "contact", "convert"])
def test_a_move_that_is_half_of_an_operation_is_refused_alone(desk, trigger):
    lead = captured(desk, owner="li")
    qualified = desk.leads.qualify(lead.id)
    assert refusal(desk.leads.move, lead.id, trigger, reason="x") == [("own_operation", "trigger")]
    assert desk.leads.get(lead.id) == qualified


def test_qualifying_keeps_what_was_learnt(desk):
    lead = captured(desk, owner="li")
    done = desk.leads.qualify(lead.id, need="ERP", budget=Money(5, "EUR"), decision_date=date(2026, 6, 1))
    assert (done.status, done.needs, done.budget) == (LeadStatus.QUALIFIED, ("ERP",), Money(5, "EUR"))
    assert done.decision_date == date(2026, 6, 1)


def test_a_lead_that_nobody_can_reach_is_not_qualified(desk):
    lead = captured(desk, email="ann(at)example", owner="li")
    assert refusal(desk.leads.qualify, lead.id) == [("guard_refused", "reachable")]


@pytest.mark.parametrize("budget", [5, "5 EUR", 5.0])
def test_a_budget_is_money(desk, budget):
    lead = captured(desk, owner="li")
    with pytest.raises(InvalidRecord):
        desk.leads.qualify(lead.id, budget=budget)
    assert desk.leads.get(lead.id) == lead


# --- edits ----------------------------------------------------------------------------------------------------------


def test_an_edit_changes_what_it_names(desk):
    lead = captured(desk)
    edited = desk.leads.change(lead.id, company="Acme", name=PersonName("Ann Li"), tags=["vip"])
    assert (edited.company, edited.name.full, edited.tags) == ("Acme", "Ann Li", ("vip",))
    assert "changed company, name, tags" in [event.sentence() for event in desk.leads.history(lead.id)]


def test_what_has_an_operation_of_its_own_is_not_edited(desk):
    lead = captured(desk)
    found = refusal(desk.leads.change, lead.id, status="qualified", owner="li", version=9, company="Acme")
    assert found == [("guarded_field", "owner"), ("guarded_field", "status"), ("guarded_field", "version")]
    assert desk.leads.get(lead.id) == lead


def test_a_wrong_edit_is_refused_with_every_problem(desk):
    lead = captured(desk)
    with pytest.raises(InvalidRecord) as caught:
        desk.leads.change(lead.id, company=5, notes="\0", shoe=43)
    assert {(problem.code, problem.field) for problem in caught.value.problems} == {
        ("not_text", "company"),
        ("forbidden_character", "notes"),
        ("unknown_field", "shoe"),
    }
    assert desk.leads.get(lead.id) == lead


def test_an_unknown_lead_is_not_found(desk):
    for call, args in (
        (desk.leads.record, [Call()]),
        (desk.leads.score, []),
        (desk.leads.qualify, []),
        (desk.leads.convert, []),
        (desk.leads.move, ["nurture"]),
        (desk.leads.change, []),
        (desk.leads.get, []),
        (desk.leads.place, ["working"]),
    ):
        with pytest.raises(NotFound):
            call("nobody", *args)
