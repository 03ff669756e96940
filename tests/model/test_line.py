"""The parts that are shown add up to the totals that are shown, in every currency, order and way of rounding."""

import decimal
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.money import MINOR_UNITS, Money
from leadkit.kernel.rounding import Rounding
from leadkit.model import QuoteLine, TaxRounding
from leadkit.model.line import line_totals

CURRENCIES = ("CNY", "EUR", "JPY", "KWD")
RATES = [Decimal(rate) for rate in ("0", "6", "7", "8.25", "13", "19", "100")]
PERCENT = st.decimals(0, 100, places=2)
RULES = st.fixed_dictionaries(
    {
        "rounding": st.sampled_from(Rounding),
        "tax_rounding": st.sampled_from(TaxRounding),
        "prices_include_tax": st.booleans(),
    }
)


def money(units, currency="EUR"):
    return Money.of_minor_units(units, currency)


def lines(currency, least=-(10**5)):
    line = st.builds(
        QuoteLine,
        st.sampled_from(["ERP", "training", "许可证"]),
        st.integers(least, 10**6).map(lambda units: money(units, currency)),
        st.decimals(0, 500, places=3),
        PERCENT | st.just(Decimal(0)),
        tax_rate=st.sampled_from(RATES),
    )
    return st.lists(line, min_size=1, max_size=6)


BASKETS = st.sampled_from(CURRENCIES).flatmap(lines)


@st.composite
def offers(draw):
    """Lines with discounts on some and on all, that are never more than what they are on."""
    basket = draw(BASKETS)
    rules = {**draw(RULES), "discount_percent": draw(PERCENT | st.just(Decimal(0)))}
    currency = basket[0].unit_price.currency
    with_amounts = []
    for line in basket:
        left = line_totals([line], rounding=rules["rounding"]).subtotal.minor_units
        off = draw(st.none() | st.integers(0, max(left, 0)))
        with_amounts.append(line if off is None else attrs.evolve(line, discount_amount=money(off, currency)))
    totals = line_totals(with_amounts, **rules)
    left = (totals.subtotal - totals.discount).minor_units
    off = draw(st.none() | st.integers(0, max(left, 0)))
    return with_amounts, rules | {"discount_amount": None if off is None else money(off, currency)}


# Lines of one price and different tax: their shares leave equal remainders, and somebody has to get the last cent.
ALIKE = st.tuples(
    st.lists(
        st.builds(QuoteLine, st.sampled_from("ab"), st.just(money(100)), tax_rate=st.sampled_from(RATES)),
        min_size=2,
        max_size=5,
    ),
    RULES.flatmap(lambda rules: st.integers(0, 200).map(lambda off: rules | {"discount_amount": money(off)})),
)


def summed(totals, name):
    return sum(getattr(line, name).minor_units for line in totals.lines)


@given(offers())
def test_what_is_shown_adds_up(offer):
    basket, rules = offer
    totals = line_totals(basket, **rules)
    assert len(totals.lines) == len(basket)
    for line in totals.lines:
        assert line.gross - line.discount == line.net
        assert line.net - line.share == (line.total if rules["prices_include_tax"] else line.taxable)
        assert line.taxable + line.tax == line.total
    for name, of_lines in (("subtotal", "net"), ("discount", "share"), *((each, each) for each in _SUMS)):
        assert getattr(totals, name).minor_units == summed(totals, of_lines)
    assert totals.taxable + totals.tax == totals.total
    assert totals.subtotal - totals.discount == (totals.total if rules["prices_include_tax"] else totals.taxable)
    assert [tax.rate for tax in totals.taxes] == sorted({line.tax_rate for line in basket})
    assert sum(tax.tax.minor_units for tax in totals.taxes) == totals.tax.minor_units
    assert sum(tax.taxable.minor_units for tax in totals.taxes) == totals.taxable.minor_units


_SUMS = ("taxable", "tax", "total")


@given(offers())
def test_nothing_is_further_from_the_exact_amount_than_its_rule_says(offer):
    basket, rules = offer
    totals = line_totals(basket, **rules)
    prices = [line.total if rules["prices_include_tax"] else line.taxable for line in totals.lines]
    for tax in totals.taxes:
        of_rate = [price for price, line in zip(prices, basket, strict=True) if line.tax_rate == tax.rate]
        part = Fraction(tax.rate) / (100 + Fraction(tax.rate) if rules["prices_include_tax"] else 100)
        exact = sum(price.minor_units for price in of_rate) * part
        roundings = len(of_rate) if rules["tax_rounding"] is TaxRounding.LINE else 1
        assert abs(tax.tax.minor_units - exact) <= Fraction(roundings, 2)
    for line, each in zip(basket, totals.lines, strict=True):
        exact = Fraction(line.unit_price.minor_units) * Fraction(line.quantity)
        assert abs(each.gross.minor_units - exact) <= Fraction(1, 2)


@given(offers() | ALIKE, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(offer, chance):
    basket, rules = offer
    shuffled = [*basket]
    chance.shuffle(shuffled)
    one, other = line_totals(basket, **rules), line_totals(shuffled, **rules)
    assert attrs.evolve(one, lines=()) == attrs.evolve(other, lines=())
    by_line = [sorted(map(str, zip(rows, totals.lines, strict=True))) for rows, totals in
               ((basket, one), (shuffled, other))]  # fmt: skip
    assert by_line[0] == by_line[1]


@given(st.sampled_from(CURRENCIES).flatmap(lambda currency: lines(currency, least=0)), RULES)
def test_prices_without_tax_become_prices_with_tax_and_the_totals_stay(basket, rules):
    """Exactly: the tax that is contained in a price that had it added is the tax that was added."""
    basket = [attrs.evolve(line, quantity=Decimal(1), discount_percent=Decimal(0)) for line in basket]
    net = line_totals(basket, **rules | {"prices_include_tax": False, "tax_rounding": TaxRounding.LINE})
    with_tax = [attrs.evolve(line, unit_price=amounts.total) for line, amounts in zip(basket, net.lines, strict=True)]
    gross = line_totals(with_tax, **rules | {"prices_include_tax": True, "tax_rounding": TaxRounding.LINE})
    assert (gross.taxable, gross.tax, gross.total, gross.taxes) == (net.taxable, net.tax, net.total, net.taxes)


@given(st.sampled_from(CURRENCIES).flatmap(lambda currency: lines(currency, least=0)), RULES)
def test_prices_with_tax_become_prices_without_and_stay_within_a_unit_a_rounding(basket, rules):
    basket = [attrs.evolve(line, quantity=Decimal(1), discount_percent=Decimal(0)) for line in basket]
    gross = line_totals(basket, **rules | {"prices_include_tax": True})
    without = [
        attrs.evolve(line, unit_price=amounts.taxable) for line, amounts in zip(basket, gross.lines, strict=True)
    ]
    net = line_totals(without, **rules | {"prices_include_tax": False})
    roundings = len(basket) if rules["tax_rounding"] is TaxRounding.LINE else len(gross.taxes)
    assert net.taxable == gross.taxable
    assert abs(net.total.minor_units - gross.total.minor_units) <= roundings


@given(st.data(), RULES)
def test_splitting_a_line_of_whole_items_changes_nothing_where_tax_is_rounded_once(data, rules):
    price, first, second = data.draw(st.integers(1, 10**6)), *data.draw(st.tuples(*[st.integers(1, 99)] * 2))
    rate, currency = data.draw(st.sampled_from(RATES)), data.draw(st.sampled_from(CURRENCIES))
    whole = QuoteLine("ERP", money(price, currency), first + second, tax_rate=rate)
    halves = [attrs.evolve(whole, quantity=Decimal(each)) for each in (first, second)]
    one, two = line_totals([whole], **rules), line_totals(halves, **rules)
    assert one.subtotal == two.subtotal
    apart = abs(one.total.minor_units - two.total.minor_units) + abs(one.tax.minor_units - two.tax.minor_units)
    assert apart <= (4 if rules["tax_rounding"] is TaxRounding.LINE else 0)


@given(offers())
def test_the_hosts_decimal_context_has_no_say(offer):
    basket, rules = offer
    expected = line_totals(basket, **rules)
    with decimal.localcontext() as context:
        context.prec, context.rounding = 2, decimal.ROUND_DOWN
        assert line_totals(basket, **rules) == expected


@pytest.mark.parametrize(
    ("rules", "taxable", "tax", "total"),
    [
        ({}, "10.01", "1.90", "11.91"),
        ({"tax_rounding": TaxRounding.LINE}, "10.01", "1.91", "11.92"),
        ({"prices_include_tax": True}, "8.41", "1.60", "10.01"),
        ({"discount_percent": Decimal(10)}, "9.01", "1.71", "10.72"),
        ({"discount_amount": Money("0.02", "EUR")}, "9.99", "1.90", "11.89"),
    ],
)
def test_an_offer_in_euro_with_19_percent(rules, taxable, tax, total):
    prices = [QuoteLine(name, Money(price, "EUR"), tax_rate=19) for name, price in (("a", "3.35"), ("b", "6.66"))]
    totals = line_totals(prices, **rules)
    assert (totals.taxable, totals.tax, totals.total) == tuple(Money(each, "EUR") for each in (taxable, tax, total))


def test_currencies_are_rounded_to_their_own_smallest_unit():
    totals = {
        currency: line_totals([QuoteLine("x", Money(1, currency), "0.33335", tax_rate=10)]).total.amount
        for currency in ("JPY", "CNY", "KWD")
    }
    assert totals == {"JPY": Decimal(0), "CNY": Decimal("0.36"), "KWD": Decimal("0.366")}
    assert {currency: MINOR_UNITS[currency] for currency in totals} == {"JPY": 0, "CNY": 2, "KWD": 3}


def test_a_discount_on_all_is_shared_out_by_largest_remainders():
    thirds = [QuoteLine(name, Money(1, "EUR"), tax_rate=rate) for name, rate in (("b", 19), ("a", 7), ("c", 0))]
    totals = line_totals(thirds, discount_amount=Money(1, "EUR"))
    assert [str(line.share.amount) for line in totals.lines] == ["0.33", "0.34", "0.33"]
    assert [(str(tax.rate), str(tax.taxable.amount)) for tax in totals.taxes] == [
        ("0", "0.67"), ("7", "0.66"), ("19", "0.67"),
    ]  # fmt: skip


TOO_LARGE = ("discount_too_large", "lines[0].discount_amount")


@pytest.mark.parametrize(
    ("line", "rules", "found"),
    [
        ({"discount_amount": money(101)}, {}, TOO_LARGE),
        ({"discount_amount": money(51), "discount_percent": 50}, {}, TOO_LARGE),
        ({"unit_price": money(-100), "discount_amount": money(1)}, {}, TOO_LARGE),
        ({}, {"discount_amount": money(101)}, ("discount_too_large", "discount_amount")),
        ({}, {"discount_amount": Money(1, "JPY")}, ("currency_mismatch", "discount_amount")),
        ({"unit_price": money(10**18), "quantity": 1_000}, {}, ("out_of_range", "amount")),
    ],
)
def test_what_cannot_be_is_refused(line, rules, found):
    with pytest.raises(InvalidRecord) as refused:
        line_totals([QuoteLine(**{"product": "x", "unit_price": money(100), **line})], **rules)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [found]
