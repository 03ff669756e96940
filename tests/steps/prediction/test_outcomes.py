"""Won, lost, open."""

import pytest

from leadkit.errors import UnusableInput
from leadkit.steps.prediction import Sample, matured, read_outcomes, sample_problems, sample_warnings


@pytest.mark.parametrize(
    ("cells", "options", "outcomes"),
    [
        (["1", "0", ""], {}, [1, 0, None]),
        (["Yes", "no", "NO"], {}, [1, 0, 0]),
        ([True, False, None], {}, [1, 0, None]),
        ([1.0, 0.0, float("nan")], {}, [1, 0, None]),
        (["成交", "未成交", ""], {}, [1, 0, None]),
        (["Won", "Lost", "Engaging"], {}, [1, 0, None]),
        (["Won", "Lost", "Engaging"], {"positive": "won"}, [1, 0, None]),
        (["Won", "Lost", "Engaging"], {"positive": "Won", "lost": ["Lost", "Engaging"]}, [1, 0, 0]),
        (["gold", "silver", "tin"], {"positive": "gold"}, [1, 0, 0]),
        (["gold", "silver", "tin"], {"positive": "gold", "still_open": ["tin"]}, [1, 0, None]),
    ],
)
def test_outcomes(cells, options, outcomes):
    assert read_outcomes(cells, **options) == outcomes


@pytest.mark.parametrize(
    ("cells", "options", "codes"),
    [
        (["gold", "silver"], {}, ["unknown_positive"]),
        ([], {}, ["unknown_positive"]),
        (["", None], {}, ["unknown_positive"]),
        (["yes", "won", "no"], {}, ["unknown_positive"]),
        (["yes", "yes"], {}, ["one_outcome"]),
        (["yes", "later"], {"still_open": ["later"]}, ["one_outcome"]),
        (["yes", "no"], {"positive": "gold", "lost": ["tin"], "still_open": ["x"]}, ["unknown_value"] * 3),
    ],
)
def test_what_cannot_be_told_is_refused(cells, options, codes):
    with pytest.raises(UnusableInput) as refused:
        read_outcomes(cells, **options)
    assert [problem.code for problem in refused.value.problems] == codes


def test_young_leads_are_not_judged():
    times = ["2024-01-01", "2024-03-01", "2024-03-31", ""]
    assert matured(times, 30) == [True, True, False, True]
    assert matured(times, 30, "2024-12-31") == [True] * 4
    assert matured([], 30) == []


def test_too_little():
    assert sample_problems(Sample(40, 40)) == ()
    assert [problem.code for problem in sample_problems(Sample(39, 0))] == ["too_few_won", "too_few_lost"]
    assert [problem.code for problem in sample_warnings(Sample(119, 100))] == ["small_sample", "small_sample"]
    assert sample_warnings(Sample(120, 880)) == ()
    assert Sample(0, 0).base_rate == 0
