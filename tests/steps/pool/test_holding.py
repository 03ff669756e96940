"""When an owner loses a lead, and why."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import Lead
from leadkit.kernel.conditions import Condition
from leadkit.kernel.decision import Decision
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Customer, Purchase
from leadkit.model.events import LeadAssigned, LeadCaptured, LeadChanged, LeadMoved, ProtectionExtended
from leadkit.steps.pool import BACK_IN_TIME, AllOf, AnyOf, Pool, ReclaimRule, Since, extended, holding, lost_at

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
IDLE, OLD = Since("last_contact_at", 10 * DAY), Since("owner_since", 30 * DAY)
NO_DEAL = Condition("opportunity_id", "filled", value=False)
ENDED = Since("customer.extra.contract_end", 5 * DAY)


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **{"owner": "li", "owner_since": NOW, **fields})


def held(lead, when, *, events=(), customer=None, applies=BACK_IN_TIME, **pool):
    rules = [ReclaimRule("idle", when, applies)] if when else []
    return holding(lead, Pool("public", reclaim=rules, **pool), events, customer, None)


def days(instant):
    return None if instant is None else (instant - NOW) / DAY


@pytest.mark.parametrize(
    ("when", "fields", "due"),
    [
        (IDLE, {}, 10),
        (IDLE, {"last_contact_at": NOW + 4 * DAY}, 14),
        (IDLE, {"last_contact_at": NOW - 400 * DAY}, 10),  # by the owner before: their clock is no matter of ours
        (OLD, {"last_contact_at": NOW + 4 * DAY}, 30),
        (AllOf([IDLE, OLD]), {"last_contact_at": NOW + 25 * DAY}, 35),
        (AnyOf([IDLE, OLD]), {"last_contact_at": NOW + 25 * DAY}, 30),
        (AllOf([IDLE, NO_DEAL]), {}, 10),
        (AllOf([IDLE, NO_DEAL]), {"opportunity_id": "1"}, None),
        (AnyOf([AllOf([IDLE, Condition("status", "is", "working")]), OLD]), {}, 30),
        (AnyOf([AllOf([IDLE, Condition("status", "is", "working")]), OLD]), {"status": "working"}, 10),
        (Since("status_since", 3 * DAY), {"status_since": NOW + DAY}, 4),
        (Since("extra.contract_end", 3 * DAY), {}, None),
        (Since("extra.contract_end", 3 * DAY), {"extra": {"contract_end": "2026-03-12"}}, 13 - 9 / 24),
        (Since("extra.contract_end", 3 * DAY), {"extra": {"contract_end": "soon"}}, None),
        (Since("extra.contract_end", 3 * DAY), {"extra": {"contract_end": "2025-01-01"}}, 3),
        (Since("decision_date", 3 * DAY), {"decision_date": (NOW + 2 * DAY).date()}, 5 - 9 / 24),
        (None, {}, None),
    ],
)
def test_rules_are_and_and_or_over_time_and_whatever_a_lead_has(when, fields, due):
    assert days(held(lead(**fields), when).due) == due


def test_the_customer_s_level_and_contract_count():
    gold = Condition("customer.extra.level", "in", ("A", "B"))
    customer = Customer("1", NOW, NOW, "顶点", extra={"level": "A", "contract_end": "2026-04-01T09:00:00Z"})
    assert days(held(lead(), AllOf([gold, ENDED]), customer=customer).due) == 35
    assert held(lead(), AllOf([gold, ENDED])).due is None
    won = Condition("customer.stage", "none_in", ("won",))
    other = Customer("1", NOW, NOW, "顶点", stage=LifecycleStage.WON)
    assert held(lead(), AllOf([IDLE, won]), customer=other).due is None


def test_the_last_of_several_contracts_counts():
    purchases = [Purchase(NOW, contract_ends=day) for day in (date(2026, 3, 20), date(2026, 3, 12), None)]
    customer = Customer("1", NOW, NOW, "顶点", purchases=purchases)
    over = Since("customer.purchases.contract_ends", 3 * DAY)
    assert days(held(lead(), over, customer=customer).due) == 21 - 9 / 24
    assert held(lead(), over, customer=Customer("1", NOW, NOW, "顶点")).due is None


def test_a_rule_applies_from_now_or_back_in_time():
    old = lead(owner_since=NOW - 300 * DAY)
    assert days(held(old, IDLE).due) == -290
    assert days(held(old, IDLE, applies=NOW).due) == 10


def test_of_several_rules_the_first_to_come_true_takes_it_and_says_why():
    rules = [ReclaimRule("old", OLD, BACK_IN_TIME, to="west"), ReclaimRule("idle", IDLE, BACK_IN_TIME)]
    found = holding(lead(last_contact_at=NOW + 25 * DAY), Pool("public", reclaim=rules), (), None, None)
    assert (found.rule, found.to, found.because, days(found.due)) == (
        "old",
        "west",
        "30 days since the owner got it",
        30,
    )
    found = holding(lead(), Pool("public", reclaim=rules), (), None, None)
    assert (found.rule, found.to, found.because, days(found.warn_at)) == (
        "idle",
        "public",
        "10 days without contact",
        7,
    )
    assert [found.is_near(NOW + day * DAY) for day in (6, 7, 10)] == [False, True, True]
    assert [found.is_due(NOW + day * DAY) for day in (9, 10)] == [False, True]


def test_protection_holds_a_rule_off_and_extensions_do_so_for_longer():
    found = held(lead(), IDLE, protection=15 * DAY, extensions=2, extension=10 * DAY)
    assert (days(found.due), days(found.protected_until), found.extensions_left) == (15, 15, 2)
    given = [
        LeadCaptured("lead-1", 1, NOW, Lead("lead-1", NOW, NOW)),
        ProtectionExtended("lead-1", 2, NOW, NOW + 99 * DAY, "mo", "before li"),
        LeadAssigned("lead-1", 3, NOW, "assign", "new", "assigned", "", "li", "x", changes={"owner": "li"}),
        ProtectionExtended("lead-1", 4, NOW, NOW + 25 * DAY, "li", "a fair"),
        LeadChanged("lead-1", 5, NOW, changes={"company": "Acme"}),
    ]
    found = held(lead(), IDLE, events=given, protection=15 * DAY, extensions=2, extension=10 * DAY)
    assert (days(found.due), found.extensions_left) == (25, 1)


def test_who_asks_for_an_extension_must_have_the_lead_and_one_left():
    pool = Pool("public", admins=["boss"], protection=5 * DAY, extensions=1, extension=10 * DAY)
    found = holding(lead(), pool, (), None, None)
    for by in ("li", "boss"):
        done = extended(lead(), found, pool, by, "a fair", NOW, None)
        assert isinstance(done, Decision)
        assert days(done.events[0].until) == 15
    late = extended(lead(), found, pool, "li", "a fair", NOW + 8 * DAY, None)
    assert days(late.events[0].until) == 18
    none = holding(lead(), Pool("public"), (), None, None)
    refusal = extended(lead(), none, Pool("public"), "mo", " ", NOW, None)
    assert [each.code for each in refusal.problems] == ["not_the_owner", "no_extension_left", "missing_reason"]


def test_a_lead_that_comes_back_from_the_closed_ones_has_its_time_anew():
    back = LeadMoved("lead-1", 2, NOW + 50 * DAY, "reactivate", "disqualified", "assigned", "asked again")
    assert days(held(lead(), IDLE, events=[back]).due) == 60


def test_when_somebody_lost_a_lead_is_the_last_time_in_any_of_its_histories():
    def gave(version, day, owner):
        changes = {"owner": owner}
        return LeadAssigned("1", version, NOW + day * DAY, "assign", "new", "new", "", "x", "x", changes=changes)

    one = [LeadCaptured("1", 1, NOW, lead(owner="an")), gave(2, 1, "bo"), gave(3, 2, "an"), gave(4, 3, None)]
    other = [gave(1, 5, "bo"), gave(2, 6, None), LeadChanged("1", 3, NOW + 9 * DAY)]
    lost = {who: lost_at([one, other], who) for who in ("an", "bo", "cy")}
    assert {who: days(at) for who, at in lost.items()} == {"an": 3, "bo": 6, "cy": None}
