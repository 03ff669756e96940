"""Money is exact, in a currency that exists, and never depends on the host's decimal context."""

import pickle
from datetime import date
from decimal import ROUND_UP, Decimal, localcontext

import pytest
from babel.core import get_global
from babel.numbers import get_territory_currencies
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.money import MINOR_UNITS, Money
from leadkit.testing import moneys

# Unicode lists how many decimals people use, ISO 4217 how many exist. Where they differ, the world has stopped using
# its coins: ISO's number of decimals stands here, and Unicode's is another.
UNUSED_COINS = {**dict.fromkeys("AFN ALL IRR KPW LAK LBP MGA MMK RSD SOS SYP YER".split(), 2), "IQD": 3}


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_the_decimals_of_a_currency_are_those_of_iso_4217():
    fractions = get_global("currency_fractions")
    unicode = {code: fractions.get(code, fractions["DEFAULT"])[0] for code in MINOR_UNITS}
    odd = {code: digits for code, digits in MINOR_UNITS.items() if digits != unicode[code]}
    assert odd == UNUSED_COINS


def test_every_currency_that_somebody_can_pay_with_is_there():
    territories = get_global("territory_currencies")
    day = date(2025, 7, 1)
    paid = {code for place in territories for code in get_territory_currencies(place, day, day)}
    assert paid <= MINOR_UNITS.keys()


def test_no_currency_is_invented():
    assert MINOR_UNITS.keys() <= set(get_global("all_currencies"))


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (0.1, "EUR", "not_decimal"),
        (True, "EUR", "not_decimal"),
        (None, "EUR", "not_decimal"),
        ("", "EUR", "not_decimal"),
        ("1,5", "EUR", "not_decimal"),
        ("NaN", "EUR", "not_finite"),
        ("sNaN", "EUR", "not_finite"),
        ("-Infinity", "EUR", "not_finite"),
        (1, "eur", "unknown_currency"),
        (1, "RMB", "unknown_currency"),
        (1, None, "unknown_currency"),
        ("0.001", "EUR", "too_fine"),
        ("0.5", "JPY", "too_fine"),
        ("1e-999999", "EUR", "too_fine"),
        ("1e18", "EUR", "out_of_range"),
        ("1e999999", "EUR", "out_of_range"),
    ],
)
def test_what_is_no_money_is_refused(amount, currency, code):
    with pytest.raises(InvalidRecord) as refused:
        Money(amount, currency)
    assert codes(refused) == [code]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e40", "-1e999999", "much"])
def test_rounding_does_not_let_it_in_either(amount):
    with pytest.raises(InvalidRecord):
        Money.rounded(amount, "EUR")
    with pytest.raises(InvalidRecord):
        Money.rounded(1, "XXX")


def test_one_amount_has_one_spelling():
    spellings = [Money(5, "EUR"), Money("5.0", "EUR"), Money(" 5.00 ", "EUR"), Money(Decimal("5e0"), "EUR")]
    assert {str(money) for money in spellings} == {"5.00 EUR"}
    assert len(set(spellings)) == 1
    assert str(Money("-0", "JPY")) == "0 JPY"
    assert str(Money("1234567.8", "CNY")) == "1,234,567.80 CNY"


@pytest.mark.parametrize(
    ("amount", "currency", "rounded", "units"),
    [
        ("0.125", "EUR", "0.12", 12),
        ("0.135", "EUR", "0.14", 14),
        ("-0.125", "EUR", "-0.12", -12),
        ("2.5", "JPY", "2", 2),
        ("0.0005", "KWD", "0.000", 0),
        ("0.0015", "KWD", "0.002", 2),
    ],
)
def test_rounding_on_purpose_is_half_even_to_the_smallest_unit(amount, currency, rounded, units):
    money = Money.rounded(amount, currency)
    assert str(money.amount) == rounded
    assert money.minor_units == units


@given(moneys("CNY"), moneys("CNY"), moneys("CNY"))
def test_sums(one, two, three):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert (one + two) - two == one
    assert (one + two).minor_units == one.minor_units + two.minor_units
    assert one * 2 == one + one
    assert sorted([one, two, three]) == sorted([one, two, three], key=lambda money: money.minor_units)
    assert (one < two) is not (one >= two)
    assert (one > two) is not (one <= two)


@given(moneys())
def test_money_survives_text_and_pickle(money):
    assert Money(str(money.amount), money.currency) == money == pickle.loads(pickle.dumps(money))  # noqa: S301
    assert money.amount == Decimal(money.minor_units).scaleb(-MINOR_UNITS[money.currency])


@given(moneys("CNY"), st.decimals(-1_000, 1_000, places=4))
def test_the_hosts_decimal_context_changes_nothing(money, factor):
    usual = (money + money, money - Money(1, "CNY"), money * factor, money.minor_units)
    with localcontext(prec=3, rounding=ROUND_UP):
        assert Money(money.amount, "CNY") == money
        assert (money + money, money - Money(1, "CNY"), money * factor, money.minor_units) == usual


@pytest.mark.parametrize("operate", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_currencies_do_not_mix(operate):
    with pytest.raises(InvalidRecord) as refused:
        getattr(Money(1, "EUR"), operate)(Money(1, "USD"))
    assert codes(refused) == ["currency_mismatch"]
    assert Money(1, "EUR") != Money(1, "USD")


@pytest.mark.parametrize("operate", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_money_and_plain_numbers_do_not_mix(operate):
    with pytest.raises(InvalidRecord) as refused:
        getattr(Money(1, "EUR"), operate)(5)
    assert codes(refused) == ["not_money"]
    assert Money(1, "EUR") != 1


def test_a_sum_too_large_to_store_is_refused():
    most = Money("999999999999999999.99", "EUR")
    with pytest.raises(InvalidRecord) as refused:
        most + Money("0.01", "EUR")
    assert codes(refused) == ["out_of_range"]


@given(moneys())
def test_smallest_units_and_amounts_are_the_same(money):
    assert Money.of_minor_units(money.minor_units, money.currency) == money


def test_units_of_no_currency_are_no_money():
    with pytest.raises(InvalidRecord):
        Money.of_minor_units(5, "XXX")
