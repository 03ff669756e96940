"""Random histories: points are neither made nor lost, and every score of the past comes out again to the bit."""

import importlib
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from leadkit.steps.scoring import Rule, RuleScorer, explained

SCORING = Path(__file__).parents[2] / "benchmarks" / "scoring"


@pytest.fixture(scope="module")
def histories():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCORING)
        yield importlib.import_module("histories")
    sys.modules.pop("histories", None)


def test_some_histories_conserve_points_and_replay(histories):
    histories.check(range(400))


@pytest.mark.full
@pytest.mark.parametrize("part", range(20))
def test_a_hundred_thousand_histories_conserve_points_and_replay(histories, part):
    histories.check(range(part * 5_000, (part + 1) * 5_000))


def test_the_histories_hold_what_they_should(histories):
    """Merges, late and repeated news, scores of the past: or the tests above would say little."""
    some = [histories.lived(seed) for seed in range(100)]
    assert sum(bool(history.into) for history in some) > 30
    assert sum(len(history.heard) > len({each.id for each in history.heard}) for history in some) > 50
    assert sum(len(history.scores) for history in some) > 200
    assert sum(any(score.total for *_, score in history.scores) for history in some) > 80


def test_a_changed_rule_scores_the_past_anew(histories):
    history = histories.lived(7)
    lead = history.leads[0]
    seen = history.activities(lead, history.heard, history.into)
    doubled = RuleScorer(
        [Rule(r.field, r.operator, r.value, r.points * 2, repeat=True) for r in histories.EACH.rules], bots=None
    )
    plain = RuleScorer(
        [Rule(r.field, r.operator, r.value, r.points, repeat=True) for r in histories.EACH.rules], bots=None
    )
    for at in (histories.START + timedelta(days=30), history.now):
        assert explained(doubled, lead, seen, at).thousandths == 2 * explained(plain, lead, seen, at).thousandths
