"""Which value survives: each rule, each blocker, and that it does not matter what is merged first."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from attrs import fields as attrs_fields
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import testing
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.decision import Refusal
from leadkit.kernel.money import Money
from leadkit.kernel.record import replaced
from leadkit.machines.lead import LEAD
from leadkit.machines.lifecycle import LifecycleStage
from leadkit.model import Address, Consent, Contact, Customer, EmailAddress, Lead, Purchase
from leadkit.steps.merging import SUBJECTS, Known, MergePolicy, Rule, fits, plan_merge, stages_of
from leadkit.steps.merging.plans import decided, values

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEADS, CONTACTS, CUSTOMERS = SUBJECTS["lead"], SUBJECTS["contact"], SUBJECTS["customer"]
STAGES = {name: stages_of(subject, LEAD) for name, subject in SUBJECTS.items()}


def hours(number):
    return AT + timedelta(hours=number)


def lead(id, **fields):
    return Lead(id, AT, AT, **fields)


def known(noun, **set_at):
    times = {name: hours(number) for name, number in set_at.items()}
    return Known(noun, times, frozenset([noun.id, *noun.absorbed]))


def planned(*records, subject=LEADS, policy=None, **wishes):
    records = [record if isinstance(record, Known) else known(record) for record in records]
    return plan_merge(subject, records, policy or MergePolicy(), STAGES[subject.name], AT, **wishes)


def kept(plan, name):
    (found,) = [each.kept for each in plan.fields if each.name == name]
    return found


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [(problem.code, problem.field) for problem in refusal.problems]


# --- who survives, and which value ---


def test_the_one_that_came_furthest_survives_then_the_most_complete_then_the_oldest():
    bare, filled = lead("a"), lead("b", company="Engines", notes="n")
    assert planned(bare, filled).survivor == "b"
    assert planned(evolve(bare, status="working", owner="li"), filled).survivor == "a"
    assert planned(evolve(bare, created_at=hours(1)), lead("c")).survivor == "c"
    assert planned(lead("b"), lead("a")).survivor == "a"


def test_on_hold_is_less_than_new_and_lost_comes_last():
    order = ["converted", "qualified", "working", "assigned", "new", "nurturing", "disqualified"]
    for first, second in pairwise(order):
        assert planned(lead("a", status=second), lead("b", status=first)).survivor == "b"


def test_the_policy_may_say_who_survives_and_so_may_the_caller():
    old, young = lead("a", status="working"), evolve(lead("b"), created_at=hours(1))
    assert planned(old, young, policy=MergePolicy(order=["newest"])).survivor == "b"
    plan = planned(lead("c"), old, young, survivor="b")
    assert plan.ids == ("b", "c", "a")


def test_a_value_is_as_recent_as_its_field_and_not_as_its_record():
    one = known(lead("a", company="Old", job_title="CEO"), company=1, job_title=9)
    other = known(lead("b", company="New", job_title="CTO"), company=5, job_title=2)
    plan = planned(one, other, survivor="a")
    assert (kept(plan, "company"), kept(plan, "job_title")) == ("New", "CEO")
    assert [str(each) for each in plan.fields if each.name == "company"] == ["company: most_recent, from b, 1 not kept"]


def test_blank_is_no_value():
    plan = planned(known(lead("a", company="Engines"), company=1), known(lead("b"), company=9), survivor="b")
    assert kept(plan, "company") == "Engines"
    assert "needs" not in [each.name for each in plan.fields]


def test_an_address_stays_one_block():
    full, part = Address("1 Road", "Bath", postal_code="BA1"), Address(city="York", country="GB")
    assert kept(planned(lead("a", address=part), lead("b", address=full), survivor="a"), "address") == full


def test_members_of_a_union_are_there_once():
    mine = (EmailAddress("Ada@Example.com", "Ada@example.com"),)
    theirs = (EmailAddress("ada@example.com", "ada@example.com"), EmailAddress("b@example.com", "b@example.com"))
    one = lead("a", emails=mine, tags=["VIP"], notes="first\n\nsecond", extra={"x": 1, "y": 1})
    other = lead("b", emails=theirs, tags=["vip", "会员"], notes="second\n\nthird", extra={"x": 2, "z": 2})
    plan = planned(one, other, survivor="a")
    assert kept(plan, "emails") == (mine[0], theirs[1])
    assert kept(plan, "tags") == ("VIP", "会员")
    assert kept(plan, "notes") == "first\n\nsecond\n\nthird"
    assert kept(plan, "extra") == {"x": 1, "y": 1, "z": 2}
    assert plan.changes.keys() == {"emails", "tags", "notes", "extra", "absorbed"}


def test_a_no_beats_a_yes():
    yes = Consent(email=True, phone=True, given_at=AT)
    no = Consent(email=False, message=None, do_not_contact=True, given_at=hours(1))
    plan = planned(lead("a", consent=yes), lead("b", consent=no), survivor="a")
    assert kept(plan, "consent") == Consent(email=False, phone=True, do_not_contact=True, given_at=hours(1))


def test_the_work_goes_together_with_who_came_furthest():
    plan = planned(lead("a", pool="west"), lead("b", status="working", owner="li", team="sales"), survivor="a")
    assert {"status": "working", "owner": "li", "team": "sales", "pool": None}.items() <= plan.changes.items()


def test_contact_times_are_the_first_and_the_last():
    one = lead("a", first_response_at=hours(2), last_contact_at=hours(3))
    other = lead("b", first_response_at=hours(1), last_contact_at=hours(2))
    plan = planned(one, other, survivor="a")
    assert (kept(plan, "first_response_at"), kept(plan, "last_contact_at")) == (hours(1), hours(3))


def test_of_a_customer_the_purchases_and_the_furthest_stage_count():
    one = Customer("a", AT, AT, "Engines")
    bought = Purchase(AT, Money(5, "EUR"), opportunity_id="deal")
    other = Customer("b", AT, AT, "Engines Ltd", purchases=[bought], persona="long story")
    other = replaced(other, {"stage": LifecycleStage.WON, "furthest_stage": LifecycleStage.LOYAL})
    plan = planned(one, other, subject=CUSTOMERS, survivor="a")
    assert (kept(plan, "name"), kept(plan, "purchases")) == ("Engines", (bought,))
    assert kept(plan, "relation")["stage"] == "won"
    assert kept(plan, "furthest_stage") == "loyal"


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("survivor", Money(1, "EUR")),
        ("most_recent", Money(7, "EUR")),
        ("sum", Money(8, "EUR")),
        ("highest_stage", Money(7, "EUR")),
    ],
)
def test_a_policy_names_another_rule(rule, value):
    one, other = lead("a", budget=Money(1, "EUR")), lead("b", budget=Money(7, "EUR"), status="working")
    policy = MergePolicy(leads={"budget": rule})
    assert kept(planned(one, known(other, budget=1), survivor="a", policy=policy), "budget") == value


def test_longest_text():
    policy = MergePolicy(leads={"company": "longest"})
    assert kept(planned(lead("a", company="E"), lead("b", company="Engines"), policy=policy), "company") == "Engines"


def test_a_choice_by_hand_goes_before_every_rule():
    one, other = lead("a", company="Old", status="working"), lead("b", company="New")
    plan = planned(one, other, choices={"company": "b", "handling": "b"})
    assert (kept(plan, "company"), kept(plan, "handling")["status"]) == ("New", "new")
    assert {each.rule for each in plan.fields if each.name in ("company", "handling")} == {Rule.MANUAL}


# --- what stands in the way ---


def test_every_reason_is_told_at_once():
    gone, void = lead("a", merged_into="x"), lead("b", status="void", distinct_from=["c"])
    refusal = planned(gone, void, lead("c"), choices={"shoe": "a", "company": "x", "notes": "c"}, survivor="z")
    assert codes(refusal) == [
        ("merged_away", "a"),
        ("closed_for_good", "b"),
        ("kept_apart", "c"),
        ("unknown_row", "shoe"),
        ("unknown_choice", "company"),
        ("blank_choice", "notes"),
        ("unknown_survivor", "survivor"),
    ]


def test_one_record_is_no_merge():
    assert codes(planned(lead("a"), lead("a"))) == [("too_few", "ids")]


def test_what_was_kept_apart_is_merged_only_on_purpose():
    one, other = lead("a"), Known(lead("b", distinct_from=["old"]), lineage=frozenset(["b"]))
    one = Known(one, lineage=frozenset(["a", "old"]))
    assert codes(planned(one, other)) == [("kept_apart", "a")]
    assert planned(one, other, although_distinct=True).although_distinct


def test_contacts_of_two_customers_stay_two():
    one, other = Contact("a", "x", AT, AT), Contact("b", "y", AT, AT)
    apart = [Known(each, links={"customer_id": each.customer_id}) for each in (one, other)]
    assert codes(planned(*apart, subject=CONTACTS)) == [("different_links", "customer_id")]
    alike = [Known(each, links={"customer_id": "x"}) for each in (one, other)]
    assert planned(*alike, subject=CONTACTS).survivor == "a"


def test_what_is_too_long_together_is_said_before_anything_is_done():
    assert codes(planned(lead("a", notes="x" * 60_000), lead("b", notes="y" * 60_000))) == [("too_long", "notes")]


def test_a_rule_that_leaves_it_to_people_needs_them():
    policy = MergePolicy(leads={"company": "manual", "budget": "sum"})
    one, other = lead("a", company="x", budget=Money(1, "EUR")), lead("b", budget=Money(1, "USD"))
    assert codes(planned(one, other, policy=policy)) == [("missing_choice", "company"), ("currency_mismatch", "budget")]


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: MergePolicy(leads={"shoe": "survivor"}), "unknown_row"),
        (lambda: MergePolicy(leads={"company": "best"}), "unknown_rule"),
        (lambda: MergePolicy(leads={"company": "sum"}), "wrong_rule"),
        (lambda: MergePolicy(customers={"distinct_from": "survivor"}), "wrong_rule"),
        (lambda: MergePolicy(leads={"handling": "union"}), "wrong_rule"),
        (lambda: MergePolicy(order=["tallest"]), "unknown_order"),
    ],
)
def test_a_wrong_policy_cannot_be_built(build, code):
    with pytest.raises(InvalidPlaybook) as caught:
        build()
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_every_field_has_a_row_but_those_that_make_the_record_itself(subject):
    own = {"id", "created_at", "updated_at", "version", "merged_into", "absorbed"}
    computed = {"lead": {"score"}, "contact": {"customer_id"}, "customer": set()}[subject.name]
    assert {each.name for each in attrs_fields(subject.noun)} - own - computed == subject.row_of.keys()


# --- it does not matter what is merged first ---

NOUNS = {"lead": testing.leads, "contact": testing.contacts, "customer": testing.customers}


def merged_into_first(subject, records, rules):
    """The first record after taking in the others, as the next merge would see it."""
    plans = decided(subject, records, rules, {}, STAGES[subject.name])
    noun = replaced(records[0].noun, values(subject, plans))
    times = dict(records[0].set_at)
    times |= {name: plan.set_at for plan in plans if plan.set_at for name in subject.row[plan.name].fields}
    return Known(noun, times)


def any_rules(subject):
    """Every mixture of rules that fit.

    But a choice by hand, and the highest stage of a row that has none itself: the merged record's stage is not that of
    the record which the value came from.
    """
    left_out = {Rule.MANUAL, Rule.HIGHEST_STAGE}
    rows = {
        row.name: [rule for rule in Rule if rule is row.rule or (rule not in left_out and fits(rule, row))]
        for row in subject.rows
    }
    return st.fixed_dictionaries({name: st.sampled_from(rules) for name, rules in rows.items()})


@pytest.mark.parametrize("mixed", [False, True], ids=["default rules", "any rules"])
@pytest.mark.parametrize("name", NOUNS)
@settings(max_examples=15)
@given(data=st.data())
def test_what_survives_does_not_depend_on_what_is_merged_first(name, mixed, data):
    subject = SUBJECTS[name]
    rules = data.draw(any_rules(subject)) if mixed else MergePolicy().rules(subject)
    euros = st.none() | st.builds(Money, st.integers(0, 9), st.just("EUR"))  # or there would be no sum
    records = []
    for id in "abc":
        noun = replaced(data.draw(NOUNS[name](**({"budget": euros} if name == "lead" else {}))), {"id": id})
        times = data.draw(st.fixed_dictionaries({each: st.integers(0, 3).map(hours) for each in subject.row_of}))
        records.append(Known(noun, times))
    a, b, c = records
    at_once = merged_into_first(subject, [a, b, c], rules).noun
    left_first = merged_into_first(subject, [merged_into_first(subject, [a, b], rules), c], rules).noun
    right_first = merged_into_first(subject, [a, merged_into_first(subject, [b, c], rules)], rules).noun
    for field in subject.row_of:
        assert getattr(at_once, field) == getattr(left_first, field) == getattr(right_first, field), field
