"""Budgets and days as people type them: read where there is one reading, left alone where there are two."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import Money
from leadkit.steps.cleansing.amounts import read_day, read_money


@pytest.mark.parametrize(
    ("text", "region", "amount"),
    [
        ("50000", "US", "50000 USD"),
        ("120,000", "CN", "120000 CNY"),
        ("¥120,000", "", "120000 CNY"),
        ("¥120,000", "JP", "120000 JPY"),
        ("￥５，０００", "US", "5000 CNY"),
        ("USD 50k", "CN", "50000 USD"),
        ("$ 50,000.00", "", "50000 USD"),
        ("$500", "CA", "500 CAD"),
        ("$500", "DE", "500 USD"),
        ("HK$500", "US", "500 HKD"),
        ("US$500", "HK", "500 USD"),
        ("$1.5m", "", "1500000 USD"),
        ("1.125M EUR", "US", "1125000 EUR"),
        ("5 million dollars", "", "5000000 USD"),
        ("12万", "US", "120000 CNY"),
        ("12万", "TW", "120000 TWD"),
        ("3.5萬", "TW", "35000 TWD"),
        ("5万元", "", "50000 CNY"),
        ("12万元人民币", "", "120000 CNY"),
        ("人民币２百万", "", "2000000 CNY"),
        ("1,00,000", "IN", "100000 INR"),
        ("Rs. 5 lakh", "US", "500000 INR"),
        ("1'000", "CH", "1000 CHF"),
        ("1 200 000", "FR", "1200000 EUR"),
        ("50000.-", "CH", "50000 CHF"),
        ("Budget: approx. 50k GBP", "US", "50000 GBP"),
        ("约12万左右", "CN", "120000 CNY"),
        ("0.995 USD", "", None),
        ("0.99 USD", "", "0.99 USD"),
        ("5 KWD", "", "5 KWD"),
        ("0", "US", "0 USD"),
    ],
)
def test_an_amount_with_one_reading_is_read(text, region, amount):
    expected = Money(*amount.split()) if amount else None
    assert read_money(text, region) == expected


@pytest.mark.parametrize(
    "text",
    """12,50 €|1.500 €|50.000|1 000,50|Q3 50000 USD|3 50000|10-20万|50k to 60k|$50K-100K|-500|1万5千|1e5|0x10|5 kg|50%
    |50k/year|5000 per month|two 2 thousand|> 50k|about half|TBD|待定|USD|12 CNY USD|5 k M|1.5.2|.5M|2026-03-01|1_000
    ||   |千万|999999999999999999999|50000 VAT|½""".split("|"),
)
def test_what_has_two_readings_or_none_is_left_alone(text):
    assert read_money(text, "US") is None


def test_no_currency_is_made_up():
    assert read_money("50000", "") is None
    assert read_money("50000", "MY") is None


@given(st.integers(0, 10**11), st.sampled_from(["{:,} USD", "$ {:,}", "USD {}", "{}", "${:,}.00"]))
def test_an_amount_comes_back_from_its_usual_spellings(amount, spelling):
    assert read_money(spelling.format(amount), "US") == Money(amount, "USD")


def test_the_hosts_decimal_context_does_not_round_a_budget():
    with localcontext(Context(prec=2)):
        assert read_money("1.234567M", "US") == Money("1234567", "USD")


@given(
    st.text("0123456789,.' -$¥€万千亿kKmMUSD元约\0\n", max_size=30) | st.text(max_size=20),
    st.sampled_from(["US", "CN", "", "JP"]),
)
def test_any_text_is_an_amount_or_none(text, region):
    money = read_money(text, region)
    assert money is None or (isinstance(money, Money) and money.amount >= 0)


@pytest.mark.parametrize("part", ["1", "1,", "1 ", "1,000", "$", "a", "千", "1.", " ", "-1"])
def test_a_long_text_is_no_trap(part):
    assert read_money(part * (100_000 // len(part)), "US") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", (2026, 3, 5)),
        ("20260305", (2026, 3, 5)),
        ("2026/3/5", (2026, 3, 5)),
        ("2026.3.5", (2026, 3, 5)),
        (" 2026年3月5日 ", (2026, 3, 5)),
        ("２０２６－０３－０５", (2026, 3, 5)),
        ("2026-03-05T10:00:00+08:00", (2026, 3, 5)),
        ("2026-03-05 10:00", (2026, 3, 5)),
        ("2024-02-29", (2024, 2, 29)),
    ],
)
def test_a_day_is_read(text, day):
    assert read_day(text) == date(*day)


@pytest.mark.parametrize(
    "text",
    """now|today|2026|2026-03|12|13:00|P3Y|05/06/2026|2026-13-01|2026-02-30|0000-00-00|next week|Q3|March 5 2026|
    |2026-03-05x|99999999|下个月""".split("|"),
)
def test_what_is_no_day_stays_text(text):
    assert read_day(text) is None


@given(st.dates())
def test_a_day_comes_back_from_its_iso_form(day):
    assert read_day(day.isoformat()) == read_day(f"{day:%Y}".zfill(4) + f"{day:%m%d}") == day


@given(st.text("0123456789-/.年月日T: W", max_size=20) | st.text(max_size=20))
def test_any_text_is_a_day_or_none(text):
    assert read_day(text) is None or type(read_day(text)) is date


def test_decimal_text_is_exact():
    assert read_money("0.1 USD", "").amount == Decimal("0.10")
