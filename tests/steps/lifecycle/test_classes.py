"""Classes: what decides, what a sentence says, and when time alone changes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Customer, LifecycleStage, Money
from leadkit.errors import InvalidPlaybook, InvalidRecord
from leadkit.machines.lifecycle import LIFECYCLE, depth
from leadkit.model import Feedback, Purchase
from leadkit.steps.lifecycle import (
    ChurnProbability,
    Classification,
    CustomerFacts,
    Cuts,
    ExpectedGap,
    LifecyclePolicy,
    Prospect,
    Segments,
    classified,
    cuts_of,
    facts_of,
    legal_way,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
POLICY = LifecyclePolicy()
S = LifecycleStage
SQL, MQL = frozenset(["sql"]), frozenset(["mql"])


def facts(*days_ago, **fields):
    """A customer who bought so many days ago."""
    purchases = tuple(sorted((Purchase(NOW - days * DAY) for days in days_ago), key=lambda each: each.at))
    return CustomerFacts("c-1", purchases=purchases, **fields)


def stage(known, policy=POLICY, at=NOW):
    return classified(known, policy, at).stage


@pytest.mark.parametrize(
    ("prospect", "becomes", "because"),
    [
        (Prospect(), "potential", "shows no intent to buy, is not known to fit"),
        (Prospect(open_deals=1), "potential", "1 open deal, is not known to fit"),
        (Prospect(grades=frozenset("A")), "potential", "shows no intent to buy, fits by grade A"),
        (Prospect(needs=True, grades=frozenset("AC")), "target", "told what it needs, fits by grade A"),
        (Prospect(reached=SQL, grades=frozenset("B")), "target", "its score reaches sql, fits by grade B"),
        (Prospect(reached=MQL, grades=frozenset("B")), "potential", "shows no intent to buy, fits by grade B"),
        (Prospect(open_deals=2, qualified=True), "target", "2 open deals, somebody qualified it"),
    ],
)  # fmt: skip
def test_a_target_shows_intent_and_fits(prospect, becomes, because):
    told = classified(CustomerFacts("c-1", prospect=prospect), POLICY, NOW)
    assert (told.stage, ", ".join(map(str, told.parts)), told.next_at) == (becomes, because, None)


@pytest.mark.parametrize(
    ("known", "becomes"),
    [
        (facts(20), "won"),
        (facts(179.9), "won"),
        (facts(180), "at_risk"),  # two usual gaps of 90 days
        (facts(450), "churned"),  # five of them
        (facts(40, 50, 60, 70, 80, 90, 100, 110, 120, 130), "won"),
        (facts(60, 70, 80, 90, 100, 110, 120, 130, 140, 150), "at_risk"),  # buys every ten days
        (facts(20, 100, 200, score=9), "loyal"),
        (facts(20, 100, 200, score=8), "won"),
        (facts(20, 100, 200, referrals=1), "loyal"),
        (facts(20, 100, referrals=1), "won"),
        (facts(20, 20.1, 20.2, referrals=1), "won"),  # three lines of one order
        (facts(20, 100, 731, referrals=1), "won"),  # the first one was too long ago
        (facts(20, churned_at=NOW - 10 * DAY), "churned"),
        (facts(20, churned_at=NOW - 30 * DAY), "won_back"),
        (facts(400, 500, churned_at=NOW - 450 * DAY), "at_risk"),
        (CustomerFacts("c-1", stage=S.WON), "won"),  # moved by hand, nothing recorded
    ],
)
def test_who_bought_is_won_loyal_at_risk_lost_or_won_back(known, becomes):
    assert stage(known) == becomes


def test_a_contract_counts_by_its_term():
    bought = Purchase(NOW - 300 * DAY, contract_ends=date(2026, 5, 5))
    ends = datetime(2026, 5, 6, tzinfo=UTC)
    known = CustomerFacts("c-1", purchases=(bought,))
    told = classified(known, POLICY, NOW)
    assert (told.stage, told.next_at, told.next_stage) == (S.WON, ends, S.AT_RISK)
    assert "the contract runs until 2026-05-06" in told.sentence()
    assert stage(known, at=ends) is S.AT_RISK
    assert stage(known, at=ends + 60 * DAY) is S.CHURNED


def test_a_class_explains_itself_in_two_languages():
    told = classified(facts(200, 260, 320), POLICY, NOW)
    assert told.sentence() == (
        "At risk: bought 3 times, last 200 days ago, a purchase is expected every 75 days, that is 2.7 times as long."
        " Without a purchase churned from 2026-08-24."
    )
    assert told.sentence("zh") == (
        "有流失风险：购买3次，最近一次在200天前，预计每75天购买一次，已达预期间隔的2.7倍。"
        "若无新的购买，2026-08-24起转为流失客户。"
    )


def test_the_policy_is_the_businesss_own():
    eager = LifecyclePolicy(ExpectedGap(usual=7 * DAY), fit_grades=(), loyal_purchases=2, loyal_recommends=False)
    assert stage(facts(29), eager) is S.WON
    assert stage(facts(31), eager) is S.AT_RISK
    assert stage(facts(2, 9), eager) is S.LOYAL
    assert stage(CustomerFacts("c-1", prospect=Prospect(needs=True)), eager) is S.TARGET


# --- properties

HISTORIES = st.lists(st.integers(1, 2_000), min_size=1, max_size=8, unique=True)
EXTRAS = st.fixed_dictionaries(
    {
        "score": st.none() | st.integers(0, 10),
        "referrals": st.integers(0, 2),
        "churned_at": st.none() | st.integers(0, 2_500).map(lambda days: NOW - days * DAY),
    }
)
SEGMENTS = Segments(Cuts([20, 60, 200, 500], [2, 3, 4, 6]))
LONGEST = Segments(Cuts([100], [3], [1], [365]), lrfm=True)
STRATEGIES = [ExpectedGap(), ExpectedGap(usual=10 * DAY, weight=0.5), SEGMENTS, LONGEST]


@given(HISTORIES, EXTRAS, st.sampled_from(STRATEGIES))
def test_the_class_stays_until_the_announced_time_and_changes_then(days, extras, strategy):
    policy, known = LifecyclePolicy(strategy), facts(*days, **extras)
    told = classified(known, policy, NOW)
    assert told == classified(known, policy, NOW)
    if told.next_at is None:
        assert stage(known, policy, NOW + 3_000 * DAY) is told.stage
    else:
        assert told.next_at > NOW
        assert told.next_stage is not told.stage
        assert stage(known, policy, told.next_at - TICK) is told.stage
        assert stage(known, policy, told.next_at) is told.next_stage


@given(HISTORIES, st.integers(1, 500), EXTRAS)
def test_a_later_last_purchase_never_makes_the_class_worse(days, nearer, extras):
    last, *before = sorted(days)
    moved = max(last - nearer, 0)
    worse, better = stage(facts(last, *before, **extras)), stage(facts(moved, *before, **extras))
    assert _rank(better) >= _rank(worse)
    assert stage(facts(0, *days, **extras)) in (S.WON, S.LOYAL, S.WON_BACK) or extras["churned_at"] == NOW


def _rank(of):
    return depth(of) if of not in (S.AT_RISK, S.CHURNED) else {S.CHURNED: 0, S.AT_RISK: 1}[of]


@given(HISTORIES, EXTRAS)
def test_the_explanation_agrees_with_the_class(days, extras):
    told = classified(facts(*days, **extras), POLICY, NOW)
    names = {part.fact for part in told.parts}
    assert ("keeps_buying" in names) is (told.stage is S.LOYAL)
    assert ("won_back" in names) is (told.stage is S.WON_BACK)
    assert ("overdue" in names) is (told.stage in (S.AT_RISK, S.CHURNED) and "churned" not in names)
    assert told.sentence().lower().startswith(told.stage.replace("_", " "))


@pytest.mark.parametrize("here", S)
@pytest.mark.parametrize("there", S)
def test_a_review_takes_legal_moves_only_and_buys_nothing(here, there):
    known = Customer("c-1", NOW, NOW, "Acme", stage=here)
    at = here
    for trigger in legal_way(known, LIFECYCLE, there):
        assert trigger not in ("purchase", "cancel")
        (row,) = LIFECYCLE.rows(at, trigger)
        at = row.target
    wanted = {there, *({S.WON, S.WON_BACK} if there in (S.WON, S.WON_BACK) else ())}
    assert at in wanted or at is here


def test_a_purchase_that_a_merge_brought_is_one():
    lost = Customer("c-1", NOW, NOW, "Acme", stage=S.CHURNED, churned_at=NOW, purchases=[Purchase(NOW + DAY)])
    assert legal_way(lost, LIFECYCLE, S.WON_BACK) == ("purchase",)
    assert legal_way(evolve(lost, churned_at=NOW + 2 * DAY), LIFECYCLE, S.WON_BACK) == ()
    fresh = Customer("c-1", NOW, NOW, "Acme", purchases=[Purchase(NOW)])
    assert legal_way(fresh, LIFECYCLE, S.LOYAL) == ("purchase", "reward")


def test_what_comes_later_is_not_known_yet():
    told = Customer(
        "c-1", NOW, NOW, "Acme",
        purchases=[Purchase(NOW + DAY), Purchase(NOW - DAY)],
        feedback=[Feedback(NOW - DAY, 3), Feedback(NOW - 2 * DAY, 9), Feedback(NOW + DAY, 10)],
        churned_at=NOW + DAY,
    )  # fmt: skip
    known = facts_of(told, NOW)
    assert ([each.at for each in known.purchases], known.score, known.churned_at) == ([NOW - DAY], 3, None)


# --- strategies


def test_the_usual_gap_is_learnt():
    people = [facts(0, 10, 20), facts(0, 30, 60), facts(0, 50), facts(5)]
    assert ExpectedGap().fitted(people).usual == 30 * DAY
    assert ExpectedGap().fitted([facts(5)]) == ExpectedGap()


@pytest.mark.parametrize(
    ("days", "segment", "becomes"),
    [
        ((1, 9, 20, 40, 60, 80), "champions", "won"),
        ((1,), "new customers", "won"),
        ((100, 130, 160, 190, 220, 250), "loyal customers", "won"),
        ((100,), "about to sleep", "at_risk"),
        ((300, 330, 360, 390, 420, 450), "cannot lose them", "at_risk"),
        ((600,), "lost", "churned"),
    ],
)
def test_segments_by_recency_and_frequency(days, segment, becomes):
    assert SEGMENTS.segment(facts(*days), NOW).name == segment
    assert stage(facts(*days), LifecyclePolicy(SEGMENTS)) == becomes


@pytest.mark.parametrize(
    ("days", "segment"),
    [
        ((1, 200, 300, 400), "core"),
        ((1, 400), "potential"),
        ((1,), "new"),
        ((200, 300, 400), "slipping"),
        ((300,), "lost"),
    ],
)
def test_segments_by_length_too(days, segment):
    assert LONGEST.segment(facts(*days), NOW).name == segment


def test_cuts_are_the_quantiles_of_a_population():
    people = [facts(days, days + 10) for days in range(10, 110, 10)]
    assert cuts_of(people, NOW).recency == (30, 50, 70, 90)
    scores = [Segments(cuts_of(people, NOW)).scores(each, NOW)["recency"] for each in people]
    assert scores == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    with pytest.raises(InvalidPlaybook):
        cuts_of(people[:4], NOW)


class Model:
    def __init__(self, chance):
        self.chance = chance

    def probability(self, facts, at):
        return self.chance


@pytest.mark.parametrize(("chance", "becomes"), [(0.1, "won"), (0.5, "at_risk"), (0.95, "churned")])
def test_any_model_of_churn_is_a_strategy(chance, becomes):
    told = classified(facts(3), LifecyclePolicy(ChurnProbability(Model(chance))), NOW)
    assert (told.stage, told.parts[0].fact) == (becomes, "probability")


class Nonsense:
    def classify(self, facts, at):
        return Classification(facts.id, at, S.TARGET, ())


@pytest.mark.parametrize("strategy", [Nonsense(), ChurnProbability(Model(1.5)), ChurnProbability(Model(float("nan")))])
def test_nonsense_is_no_class(strategy):
    with pytest.raises(InvalidRecord):
        classified(facts(3), LifecyclePolicy(strategy), NOW)


@pytest.mark.parametrize(
    ("build", "codes"),
    [
        (lambda: ExpectedGap(usual=timedelta(0)), ["out_of_range"]),
        (lambda: ExpectedGap(at_risk_after=3, churned_after=2), ["impossible_range"]),
        (lambda: ExpectedGap(at_risk_between=(9 * DAY, 3 * DAY), weight=0), ["impossible_range", "out_of_range"]),
        (lambda: LifecyclePolicy(loyal_purchases=0, loyal_score=11), ["out_of_range", "out_of_range"]),
        (lambda: Segments(Cuts([3, 1], [])), ["impossible_range", "required"]),
        (lambda: Segments(Cuts([1], [1]), stages={"stars": S.WON}), ["unknown_segment"]),
        (lambda: ChurnProbability(Model(1), 0.9, 0.5), ["impossible_range"]),
    ],
)
def test_wrong_policies_cannot_be_built(build, codes):
    with pytest.raises(InvalidPlaybook) as caught:
        build()
    assert [problem.code for problem in caught.value.problems] == codes


def test_money_of_segments_is_of_one_currency():
    known = CustomerFacts("c", purchases=(Purchase(NOW, Money(5, "EUR")), Purchase(NOW, Money(900, "CNY"))))
    assert Segments(Cuts([1], [1], [3, 100]), currency="EUR").scores(known, NOW)["money"] == 2
