"""Columns of customers give the classes that rows give; and a model of churn is learnt from the past alone."""

from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.contrib.lifecycle import CODES, CustomerColumns, classify_columns, columns, fit_churn
from leadkit.errors import InvalidPlaybook, UnusableInput
from leadkit.model import Purchase
from leadkit.steps.lifecycle import (
    ChurnProbability,
    CustomerFacts,
    Cuts,
    ExpectedGap,
    LifecyclePolicy,
    Segments,
    classified,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
AGO = st.integers(0, 1_500_000).map(lambda minutes: NOW - timedelta(minutes=minutes))
TERMS = st.none() | st.integers(1, 900).map(lambda days: days * DAY)
PURCHASES = st.lists(
    st.builds(lambda at, term: Purchase(at, contract_ends=term and (at + term).date()), AGO, TERMS),
    min_size=1,
    max_size=9,
)
BUYERS = st.builds(
    lambda purchases, **told: CustomerFacts("c", purchases=tuple(sorted(purchases, key=lambda each: each.at)), **told),
    PURCHASES,
    score=st.none() | st.integers(0, 10),
    referrals=st.integers(0, 2),
    churned_at=st.none() | AGO,
)
POLICIES = st.sampled_from(
    [
        LifecyclePolicy(),
        LifecyclePolicy(ExpectedGap(usual=11 * DAY, weight=0.7, at_risk_after=1.3, churned_after=2.9)),
        LifecyclePolicy(loyal_purchases=1, loyal_within=200 * DAY, loyal_recommends=False),
    ]
)


@given(st.lists(BUYERS, min_size=1, max_size=12), POLICIES)
def test_columns_say_what_rows_say(people, policy):
    told = classify_columns(policy, columns(people), NOW)
    assert [CODES[code] for code in told] == [classified(facts, policy, NOW).stage for facts in people]


@given(st.lists(BUYERS, min_size=1, max_size=4), POLICIES)
def test_also_at_the_very_instant_of_a_change(people, policy):
    for facts in people:
        when = classified(facts, policy, NOW).next_at
        if when:
            for at in (when, when - timedelta(microseconds=1)):
                (code,) = classify_columns(policy, columns([facts]), at)
                assert CODES[code] is classified(facts, policy, at).stage


def test_what_columns_cannot_say():
    with pytest.raises(UnusableInput):
        classify_columns(LifecyclePolicy(), columns([CustomerFacts("c")]), NOW)
    with pytest.raises(UnusableInput):
        CustomerColumns.of_purchases(2, [2], [0])
    with pytest.raises(InvalidPlaybook):
        classify_columns(LifecyclePolicy(Segments(Cuts([1], [1]))), CustomerColumns.of_purchases(1, [0], [0]), NOW)


def world(seed, people=400):
    """Half of them buy every 20 days or so until they stop, the others every 150."""
    dice = Random(seed)
    found = []
    for number in range(people):
        mean, at, times = (20, 150)[number % 2], NOW - 700 * DAY + dice.randrange(100) * DAY, []
        stops = NOW - dice.randrange(700) * DAY
        while at < stops or not times:
            times.append(at)
            at += max(dice.expovariate(1 / mean), 1) * DAY
        found.append(CustomerFacts(f"{number}", purchases=tuple(Purchase(each) for each in times if each <= NOW)))
    return [facts for facts in found if facts.purchases]


def test_a_model_is_learnt_from_the_past_and_tells_who_is_gone():
    people, gap = world(1), ExpectedGap()
    model = fit_churn(people, NOW - 100 * DAY, 90 * DAY, gap)
    known = [tuple(each for each in facts.purchases if each.at <= NOW - 100 * DAY) for facts in people]
    past = [CustomerFacts(facts.id, purchases=some) for facts, some in zip(people, known, strict=True)]
    again = fit_churn(past, NOW - 100 * DAY, 90 * DAY, gap)
    chances = [model.probability(facts, NOW) for facts in people]
    assert chances == [again.probability(facts, NOW) for facts in people]
    since = np.array([(NOW - facts.last) / DAY for facts in people])
    assert np.mean(np.array(chances)[since > 300]) > np.mean(np.array(chances)[since < 15]) + 0.2
    policy = LifecyclePolicy(ChurnProbability(model))
    assert {classified(facts, policy, NOW).stage for facts in people} <= {"won", "at_risk", "churned"}
    with pytest.raises(UnusableInput):
        fit_churn(people[:20], NOW - 100 * DAY, 90 * DAY, gap)
