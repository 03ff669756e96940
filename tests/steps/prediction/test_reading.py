"""What a cell says."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from leadkit.steps.prediction.reading import days_of, is_blank, number_of, word_of


@pytest.mark.parametrize("value", [None, "", "  ", "-", "N/A", "nan", "NULL", "空", float("nan"), float("inf")])
def test_blank(value):
    assert is_blank(value)
    assert word_of(value) == ""


@pytest.mark.parametrize("value", ["no", "unknown", "0", 0, False, "other"])
def test_answers_are_not_blank(value):
    assert not is_blank(value)
    assert word_of(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12.0),
        (" -3.5 ", -3.5),
        ("1e3", 1000.0),
        ("1,234.5", 1234.5),
        ("12 %", 12.0),
        ("¥300", 300.0),
        ("300元", 300.0),
        (True, 1.0),
        (Decimal("2.5"), 2.5),
        ("1,23", None),
        ("12 apples", None),
        ("", None),
        (None, None),
        ("nan", None),
        ("1e999", None),
        (date(2024, 3, 1), None),
        ([], None),
    ],
)
def test_numbers(value, number):
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("one", "other"), [("India", " INDIA "), ("ＡＢＣ", "abc"), (3.0, 3), (3.0, "3"), (True, "True"), ("a  b", "A b")]
)
def test_words_that_are_one(one, other):
    assert word_of(one) == word_of(other)


@pytest.mark.parametrize(
    "value",
    ["2024/3/1", "2024.03.01", "2024年3月1日", "20240301", date(2024, 3, 1), datetime(2024, 3, 1, tzinfo=UTC)],
)
def test_one_day(value):
    assert days_of(value) == 19_783.0


def test_an_instant_with_a_zone():
    noon = datetime(2024, 3, 1, 12, tzinfo=timezone(timedelta(hours=8)))
    assert days_of(noon) == days_of("2024-03-01T04:00:00Z") == days_of("2024-03-01 04:00:00")


@pytest.mark.parametrize("value", ["", "soon", "12", "2024-13-01", "03/01/2024", None, 5, 5.0])
def test_no_instant(value):
    assert days_of(value) is None
