"""Figures with their definitions and samples, groups, patterns of churn, rewards."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Customer, Lead, LifecycleStage, Money
from leadkit.errors import InvalidPlaybook
from leadkit.model import Address, Feedback, Purchase
from leadkit.steps.lifecycle import (
    DEFINITIONS,
    DIMENSIONS,
    CustomerFacts,
    Dimension,
    LifecyclePolicy,
    RewardTier,
    churn_patterns,
    churn_rate,
    grouped,
    net_promoter_score,
    referral_rate,
    repurchase_rate,
    retention_rate,
    reward_of,
    satisfaction,
)
from leadkit.steps.lifecycle.metrics import share_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def customer(number, *days_ago, **fields):
    return Customer(
        f"c-{number}", NOW, NOW, "Acme", purchases=[Purchase(NOW - day * DAY) for day in days_ago], **fields
    )


def test_a_rate_has_its_interval_and_its_definition():
    people = [customer(n, 3, 40) for n in range(10)] + [customer(n, 3) for n in range(10, 40)] + [customer(99)]
    told = repurchase_rate(people, NOW)
    assert (told.value, told.customers, told.definition) == (0.25, 40, DEFINITIONS["repurchase_rate"])
    assert (round(told.low, 3), round(told.high, 3)) == (0.142, 0.402)  # Wilson, 10 of 40
    assert str(told) == "repurchase rate: 0.25 (0.14 to 0.40, customers: 40)"
    assert repurchase_rate(people[:29], NOW).value is None


def test_retention_and_churn_are_of_those_who_bought_in_the_period_before():
    stayed = [customer(n, 40, 10) for n in range(24)]
    left = [customer(n, 40) for n in range(24, 36)]
    others = [customer(n, 5) for n in range(36, 99)] + [customer(n, 90, 5) for n in range(99, 120)]
    start = NOW - 30 * DAY
    kept, lost = (rate([*stayed, *left, *others], start, NOW) for rate in (retention_rate, churn_rate))
    assert (kept.customers, lost.customers) == (36, 36)
    assert (kept.value, lost.value) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_satisfaction_counts_the_last_word_of_each():
    people = [customer(n, feedback=[Feedback(NOW - DAY, 10), Feedback(NOW - 2 * DAY, 0)]) for n in range(15)]
    people += [customer(n, feedback=[Feedback(NOW - DAY, 4)]) for n in range(15, 20)]
    people += [customer(n, feedback=[Feedback(NOW - DAY, 8)]) for n in range(20, 30)]
    people += [customer(30, feedback=[Feedback(NOW - DAY, comment="fine")])]
    assert satisfaction(people, NOW).value == pytest.approx((15 * 10 + 5 * 4 + 10 * 8) / 30)
    score = net_promoter_score(people, NOW)
    assert (score.value, score.customers) == (pytest.approx(10 / 30), 30)
    assert -1 <= score.low < score.value < score.high <= 1


def test_who_recommends_is_counted():
    people = [customer(n, 3, referrals=["l-1", "l-2"][: n % 3]) for n in range(30)]
    assert referral_rate(people, NOW).value == pytest.approx(2 / 3)


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share(counts):
    share, low, high = share_of(*counts)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


# --- groups


def test_customers_and_leads_by_any_field_with_labels_for_spellings():
    people = [
        customer(1, address=Address(country="CN"), extra={"segment": "K"}),
        customer(2, address=Address(country="CN"), extra={"segment": ["k", "gov"]}),
        customer(3),
    ]
    geography = next(each for each in DIMENSIONS if each.name == "geography")
    assert grouped(people, geography.of) == {"CN": ("c-1", "c-2"), "unknown": ("c-3",)}
    segment = Dimension("segment", "extra.segment", labels={"ｋ": "key account"})
    assert grouped(people, segment.of) == {"key account": ("c-1", "c-2"), "gov": ("c-2",), "unknown": ("c-3",)}
    lead = Lead("l-1", NOW, NOW, interests=["ERP", "CRM"])
    interest = next(each for each in DIMENSIONS if each.name == "product interest")
    assert interest.of(lead) == ("ERP", "CRM")
    assert segment.of(lead) == ("unknown",)


@pytest.mark.parametrize(
    ("build", "codes"),
    [
        (lambda: LifecyclePolicy(dimensions=[Dimension("x", "shoe.size")]), ["unknown_field"]),
        (lambda: LifecyclePolicy(dimensions=[Dimension("x")] * 2), ["required", "duplicate_dimension", "required"]),
        (lambda: LifecyclePolicy(tiers=[RewardTier("a"), RewardTier("a", -1)]), ["duplicate_tier", "out_of_range"]),
        (lambda: LifecyclePolicy(churn_reasons={"": "x"}, win_back=()), ["required"]),
    ],
)  # fmt: skip
def test_wrong_tables_cannot_be_built(build, codes):
    with pytest.raises(InvalidPlaybook) as caught:
        build()
    assert [problem.code for problem in caught.value.problems] == codes


# --- churn


def test_a_reason_that_one_industry_gives_more_often_stands_out():
    def lost(number, industry, reason):
        return customer(number, 3, stage=LifecycleStage.CHURNED, industry=industry, churn_reason=reason)

    people = [lost(n, "retail", "price") for n in range(18)] + [lost(n, "retail", "service") for n in range(18, 20)]
    people += [lost(n, "steel", "price") for n in range(20, 22)] + [lost(n, "steel", "service") for n in range(22, 40)]
    people += [lost(40, "rail", "price"), customer(41, 3, industry="retail")]
    every, *_ = rows = churn_patterns(people, {"industry": lambda each: [each.industry]})
    assert (every.dimension, every.reason, every.churned, every.of) == ("all", "price", 21, 41)
    found = {(row.label, row.reason): row for row in rows if row.dimension == "industry"}
    assert found["retail", "price"].stands_out
    assert (
        str(found["retail", "price"])
        == "industry retail: price: 18 of 20 lost customers, 90% (70% to 97%), usually 51%"
    )
    assert (found["rail", "price"].share, found["rail", "price"].stands_out) == (None, False)
    assert churn_patterns([], {}) == ()


# --- rewards


def test_a_tier_asks_for_purchases_value_and_recommendation():
    tiers = [RewardTier("silver", 1, Money(100, "EUR")), RewardTier("gold", 1, Money(900, "EUR"), recommends=True)]
    bought = (Purchase(NOW, Money(150, "EUR")), Purchase(NOW, Money(9_999, "CNY")))
    told = reward_of(CustomerFacts("c", purchases=bought), tiers, recommends=False)
    assert (told.tier.name, [str(part) for part in told.missing]) == (
        "silver", ["spent 150.00 EUR of 900.00 EUR", "has not recommended us"],
    )  # fmt: skip
    assert reward_of(CustomerFacts("c"), tiers, recommends=True).tier is None
