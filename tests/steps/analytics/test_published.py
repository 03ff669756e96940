"""Figures that were published, derived again."""

from datetime import timedelta

import pytest

from leadkit.steps.analytics import Chain, Rate, contrast, curve, holm, removal_effects, spread, watched

WEEK = 7 * 86_400_000_000


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_in_newcombe_1998(part, n, low, high):
    rate = Rate(part, n)
    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)
    mirrored = Rate(n - part, n)
    assert (round(1 - mirrored.high, 4), round(1 - mirrored.low, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_differences_as_in_newcombe_1998(first, second, low, high):
    found = contrast(Rate(*first), Rate(*second))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_admissions_to_berkeley_1973():
    """P. J. Bickel, E. A. Hammel, J. W. O'Connell, Science 187 (1975): χ² = 92.2 on the six largest departments."""
    found = contrast(Rate(1198, 2691), Rate(557, 1835))
    assert round(found.first.value, 3) == 0.445
    assert round(found.second.value, 3) == 0.304
    assert found.p == pytest.approx(7.8e-22, rel=0.05)
    assert found.significant


def test_the_lady_tasting_tea():
    """R. A. Fisher, The Design of Experiments (1935): three cups of four are no proof."""
    assert contrast(Rate(3, 4), Rate(1, 4)).p == pytest.approx(34 / 70)
    assert contrast(Rate(4, 4), Rate(0, 4)).p == pytest.approx(2 / 70)


def test_many_tests_at_once():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


#: E. J. Freireich and others, Blood 21 (1963): weeks of remission under 6-MP, + still in remission.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()


def weeks(texts):
    for text in texts:
        at = int(text.rstrip("+")) * WEEK
        yield watched(0, at + 1 if text.endswith("+") else at, at)


def test_remission_of_leukemia():
    """The estimates that textbooks print: .857, .807, .753, .690, .627, .538, .448; median 23 weeks."""
    found = curve(weeks(REMISSION))
    assert (found.n, found.happened) == (21, 9)
    assert [(point.after.days // 7, round(1 - point.share, 3)) for point in found.points] == [
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
    ]
    told = spread(weeks(REMISSION))
    assert (told.median, told.p90, told.high) == (timedelta(weeks=23), None, None)
    assert told.low == timedelta(weeks=13)
    assert found.at(timedelta(weeks=12)) == found.points[2]
    assert found.at(timedelta(weeks=1)).share == 0


def test_the_removal_effects_of_three_ways():
    """The example by which the model is taught: half of the sales are lost without C1, all without C2 or C3."""
    chain = Chain()
    chain.take(["C1", "C2", "C3"], won=True)
    chain.take(["C1"], won=False)
    chain.take(["C2", "C3"], won=False)
    assert removal_effects(chain) == pytest.approx({"C1": 0.5, "C2": 1.0, "C3": 1.0})


def test_a_channel_that_repeats_changes_nothing():
    one, other = Chain(), Chain()
    for chain, times in ((one, 1), (other, 3)):
        chain.take(["a"] * times + ["b"] * times, won=True, times=5)
        chain.take(["b"] * times, won=False, times=7)
    assert removal_effects(one) == pytest.approx(removal_effects(other))
