# Derived from tests/flows/_async/test_reclaiming.py by tools/twins.py; edit that file.
"""Leads that were let lie: who is warned, what goes back, and what never does."""

from datetime import timedelta

import pytest

from leadkit import Refused
from leadkit.kernel.conditions import Condition
from leadkit.model import Call
from leadkit.model.events import LeadReclaimed, ReclaimWarned, replay
from leadkit.steps.assignment import AssignmentPolicy, Team
from leadkit.steps.followup import FollowUpPolicy
from leadkit.steps.pool import BACK_IN_TIME, AllOf, Pool, ReclaimRule, Since

DAY = timedelta(days=1)
IDLE = ReclaimRule("30天未跟进", Since("last_contact_at", 30 * DAY), BACK_IN_TIME)
NAMES = ("Ada Marsh", "Ben Ek", "Cleo Wu", "Dan Roth", "Eva Holm", "Finn Ode", "Gus Berg", "Hana Ito")


def owned(desk, number=0, owner="li", **inquiry):
    name = NAMES[number]
    return (desk.leads.capture(name=name, email=f"{name[:3]}@example.com", owner=owner, **inquiry)).lead.id


def collected(found):
    return [each for each in found]


def test_an_idle_lead_is_warned_about_once_and_then_goes_back(make_desk, clock):
    desk = make_desk(pools=[Pool("公海", reclaim=[IDLE])])
    id = owned(desk)
    assert collected(desk.pool.due()) == []
    (ahead,) = collected(desk.pool.due(clock() + 27 * DAY))
    assert (ahead.lead.id, ahead.due, ahead.rule) == (id, clock() + 30 * DAY, "30天未跟进")
    clock.advance(27 * DAY)
    (first,) = collected(desk.pool.warn())
    assert collected(desk.pool.warn()) == collected(desk.pool.reclaim()) == []
    (told,) = [each for each in desk.leads.history(id) if isinstance(each, ReclaimWarned)]
    assert (told.key, told.to, told.due) == (first.key, "li", clock() + 3 * DAY)
    clock.advance(3 * DAY)
    assert (desk.pool.explain(id)).is_due(clock())
    (lead,) = collected(desk.pool.reclaim())
    assert (lead.owner, lead.pool, lead.status, lead.status_reason) == (None, "公海", "new", "30 days without contact")
    assert collected(desk.pool.reclaim()) == collected(desk.pool.warn()) == []
    history = desk.leads.history(id)
    (event,) = [each for each in history if isinstance(each, LeadReclaimed)]
    assert event.sentence() == "reclaimed from li to pool 公海 by 30天未跟进: 30 days without contact"
    assert replay(history) == lead


def test_a_contact_moves_the_day_and_makes_room_for_another_warning(make_desk, clock):
    desk = make_desk(pools=[Pool("p", reclaim=[IDLE])])
    id = owned(desk)
    clock.advance(28 * DAY)
    (first,) = collected(desk.pool.warn())
    desk.leads.record(id, Call())
    clock.advance(28 * DAY)
    (second,) = collected(desk.pool.warn())
    assert first.key != second.key
    assert collected(desk.pool.reclaim()) == []


def test_what_is_closed_or_nobody_s_is_never_taken_and_the_explanation_says_so(make_desk, clock):
    desk = make_desk(pools=[Pool("p", reclaim=[IDLE])])
    ids = {name: owned(desk, number) for number, name in enumerate(("converted", "lost", "void", "qualified"))}
    ids["pooled"] = owned(desk, 5)
    desk.leads.qualify(ids["converted"], need="ERP")
    desk.leads.convert(ids["converted"])
    desk.leads.disqualify(ids["lost"], reason="no budget")
    desk.leads.void(ids["void"], reason="a test")
    desk.leads.qualify(ids["qualified"], need="ERP")
    desk.pool.release(ids["pooled"], reason="on leave")
    clock.advance(1_000 * DAY)
    assert collected(desk.pool.due()) == collected(desk.pool.warn()) == collected(desk.pool.reclaim()) == []
    told = {name: (desk.pool.explain(id)).because for name, id in ids.items()}
    assert told.pop("qualified").startswith("trigger: release is not legal in qualified")
    assert told == {
        "converted": "it is converted",
        "lost": "it is disqualified",
        "void": "it is void",
        "pooled": "nobody owns it",
    }
    refused = refusal(desk.pool.extend, ids["lost"], by="li", reason="x")
    assert refused == [("nothing_to_extend", "owner")]


def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


def test_a_lead_that_is_reactivated_has_its_time_anew(make_desk, clock):
    desk = make_desk(pools=[Pool("p", reclaim=[IDLE])])
    id = owned(desk)
    desk.leads.disqualify(id, reason="no budget")
    clock.advance(400 * DAY)
    desk.leads.reactivate(id, reason="asked again")
    assert collected(desk.pool.reclaim()) == []
    assert (desk.pool.explain(id)).due == clock() + 30 * DAY


def test_an_extension_holds_it_off_as_often_as_the_pool_allows(make_desk, clock):
    pool = Pool("p", reclaim=[IDLE], protection=40 * DAY, extensions=1, extension=20 * DAY)
    desk = make_desk(pools=[pool])
    start, id = clock(), owned(desk)
    assert (desk.pool.explain(id)).due == start + 40 * DAY
    desk.pool.extend(id, by="li", reason="they decide after the fair")
    held = desk.pool.explain(id)
    assert (held.due, held.extensions_left) == (start + 60 * DAY, 0)
    assert refusal(desk.pool.extend, id, by="li", reason="again") == [("no_extension_left", "extensions")]
    clock.advance(59 * DAY)
    assert collected(desk.pool.reclaim()) == []
    desk.leads.assign(id, to="mo")
    assert (desk.pool.explain(id)).extensions_left == 1
    clock.advance(40 * DAY)
    assert [lead.id for lead in desk.pool.reclaim()] == [id]


def test_a_rule_may_ask_about_the_customer_and_send_leads_elsewhere(make_desk, clock):
    level = Condition("customer.extra.level", "is", "C")
    ended = Since("customer.extra.contract_end", 10 * DAY)
    rule = ReclaimRule("contract over", AllOf([level, ended]), BACK_IN_TIME, to="rest")
    desk = make_desk(pools=[Pool("p", reclaim=[rule]), Pool("rest")])
    first = owned(desk, company="Acme")
    desk.leads.qualify(first, need="ERP")
    customer = (desk.leads.convert(first)).customer
    again = owned(desk, company="Acme", needs=["CRM"])
    desk.leads.assign(again, to="li")
    assert (desk.pool.explain(again)).because == "no rule applies as it stands"
    desk.customers.change(customer.id, extra={"level": "C", "contract_end": (clock() + 5 * DAY).isoformat()})
    assert (desk.pool.explain(again)).due == clock() + 15 * DAY
    clock.advance(15 * DAY)
    assert [(lead.id, lead.pool) for lead in desk.pool.reclaim()] == [(again, "rest")]


def test_every_page_is_looked_at(make_desk, clock):
    desk = make_desk(pools=[Pool("p", reclaim=[IDLE])])
    ids = {owned(desk, number) for number in range(len(NAMES))}
    clock.advance(31 * DAY)
    for batch in (1, 3, 8, 500):
        assert {held.lead.id for held in collected(desk.pool.due(batch=batch))} == ids
    assert {held.lead.id for held in collected(desk.pool.warn(batch=3))} == ids
    assert {lead.id for lead in collected(desk.pool.reclaim(batch=3))} == ids


def test_what_is_reassigned_starts_anew_so_that_the_two_never_fight(make_desk, clock):
    desk = make_desk(
        pools=[Pool("p", reclaim=[IDLE])],
        assignment=AssignmentPolicy([Team("sales", ["li", "mo"])]),
        follow_up=FollowUpPolicy(reassign_after=10 * DAY),
    )
    id = owned(desk)
    clock.advance(30 * DAY)
    assert [lead.owner for lead in desk.leads.reassign_overdue()] == ["mo"]
    assert collected(desk.pool.reclaim()) == []
    assert (desk.pool.explain(id)).due == clock() + 30 * DAY
