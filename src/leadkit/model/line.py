"""Lines of products with discount and tax, and the amounts that come of them: exact, and rounded where it is declared.

1. A line's price is unit price × quantity, rounded; its discount is the percentage of that, rounded, and the amount.
2. The subtotal is the sum of the lines. The discount on all of it is the percentage of the subtotal, rounded, and the
   amount; it is shared out to the lines by their sums, with the method of largest remainders.
3. Tax is rounded once a rate, and shared out to the lines in the same way; or once a line. It is added to prices
   without tax, and is contained in prices with tax.

So the parts that are shown add up to the totals that are shown, whatever the currency and the order of the lines.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, cast

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.money import Money
from leadkit.kernel.record import Record, instance, price, text, tuple_of
from leadkit.kernel.rounding import Rounding, allocated, rounded

__all__ = [
    "LINES",
    "PERCENT",
    "LineAmounts",
    "QuoteLine",
    "TaxAmount",
    "TaxRounding",
    "Totals",
    "as_decimal",
    "line_totals",
]


class TaxRounding(StrEnum):
    """Where tax is rounded."""

    RATE = "rate"
    """Once a rate, on the sum of what it applies to."""
    LINE = "line"
    """On every line."""


def as_decimal(value: Decimal | int | str) -> Decimal:
    """The exact number, for the check of its field to judge; never by way of a float, which cannot hold 0.1."""
    try:
        exact = isinstance(value, Decimal | int | str) and not isinstance(value, bool)
        return Decimal(value.strip() if isinstance(value, str) else value) if exact else cast(Decimal, value)
    except InvalidOperation:
        return Decimal("NaN")


def _exact(value: object) -> tuple[str, str] | None:
    if not isinstance(value, Decimal):
        return "not_decimal", f"expected a Decimal, int or text, got {type(value).__name__}"
    if not value.is_finite():
        return "not_decimal", "is not a finite decimal number"
    if value.adjusted() > 17:
        return "out_of_range", "is larger than 18 digits"
    exponent = value.as_tuple().exponent
    # A number of a billion decimals is short to write and cannot be calculated with.
    return ("too_fine", "has more than 18 decimals") if isinstance(exponent, int) and exponent < -18 else None


def _percentage(value: object) -> tuple[str, str] | None:
    if found := _exact(value):
        return found
    return None if isinstance(value, Decimal) and 0 <= value <= 100 else ("out_of_range", "is not within 0 … 100")


#: The rule of a field that holds percent, within 0 and 100.
PERCENT = {"check": _percentage}


@frozen(slots=False)
class QuoteLine(Record):
    """Some quantity of a product at a price for one.

    discount_percent: of the line's price; discount_amount: taken off after that. tax_rate: percent.
    """

    product: str = field(metadata=text(required=True))
    unit_price: Money = field(metadata=instance(Money))
    quantity: Decimal = field(default=Decimal(1), converter=as_decimal, metadata={"check": _exact})
    discount_percent: Decimal = field(default=Decimal(0), converter=as_decimal, metadata=PERCENT)
    discount_amount: Money | None = field(default=None, metadata=price(optional=True))
    tax_rate: Decimal = field(default=Decimal(0), converter=as_decimal, metadata=PERCENT)


_LINES = tuple_of(QuoteLine)


def _of_one_currency(lines: Any) -> tuple[str, str] | None:
    if found := _LINES["check"](lines):
        return found[0], found[1]
    currencies = {line.unit_price.currency for line in lines}
    currencies |= {line.discount_amount.currency for line in lines if line.discount_amount}
    return ("currency_mismatch", "lines that belong together have one currency") if len(currencies) > 1 else None


#: The rule of a field that holds lines: a tuple of them, all in one currency.
LINES = {**_LINES, "check": _of_one_currency}


@frozen(slots=False)
class LineAmounts(Record):
    """What a line comes to: `gross` − `discount` = `net`; `net` − `share` is `taxable` for prices without tax and
    `total` for prices with tax; `taxable` + `tax` = `total`.

    share: of the discount on all lines together.
    """

    gross: Money
    discount: Money
    net: Money
    share: Money
    taxable: Money
    tax: Money
    total: Money


@frozen(slots=False)
class TaxAmount(Record):
    """The tax of one rate (percent), and what it is on."""

    rate: Decimal
    taxable: Money
    tax: Money


@frozen(slots=False)
class Totals(Record):
    """What lines come to together; every amount is the sum of the lines' amounts of that name.

    `subtotal` (of `net`) − `discount` (of `share`) is `taxable` for prices without tax and `total` for prices with tax;
    `taxable` + `tax` = `total`. taxes: by rate, lowest first. lines: in the order of the lines.
    """

    subtotal: Money
    discount: Money
    taxable: Money
    tax: Money
    total: Money
    taxes: tuple[TaxAmount, ...]
    lines: tuple[LineAmounts, ...]


def line_totals(
    lines: Sequence[QuoteLine],
    *,
    discount_percent: Decimal = Decimal(0),
    discount_amount: Money | None = None,
    prices_include_tax: bool = False,
    rounding: Rounding = Rounding.HALF_UP,
    tax_rounding: TaxRounding = TaxRounding.RATE,
) -> Totals:
    """What these lines come to; one line at least.

    Raises `InvalidRecord` for a discount that is larger than what it is on, another currency, and amounts of more than
    18 digits.
    """
    currency = lines[0].unit_price.currency
    ties = [_tie(line) for line in lines]
    gross = [rounded(Fraction(_units(line.unit_price)) * Fraction(line.quantity), rounding) for line in lines]
    of_prices = [
        rounded(price * _part(line.discount_percent), rounding) for line, price in zip(lines, gross, strict=True)
    ]
    problems = [
        Problem("discount_too_large", f"lines[{at}].discount_amount", "is more than what is left of the line's price")
        for at, line in enumerate(lines)
        if _units(line.discount_amount) > max(gross[at] - of_prices[at], 0)
    ]
    off = [part + _units(line.discount_amount) for line, part in zip(lines, of_prices, strict=True)]
    net = [price - discount for price, discount in zip(gross, off, strict=True)]
    subtotal, amount = sum(net), _units(discount_amount)
    of_all = rounded(subtotal * _part(discount_percent), rounding)
    if discount_amount and discount_amount.currency != currency:
        problems.append(Problem("currency_mismatch", "discount_amount", f"is not in {currency}, as the lines are"))
    elif amount > max(subtotal - of_all, 0):
        problems.append(Problem("discount_too_large", "discount_amount", "is more than what is left of the subtotal"))
    if problems:
        raise InvalidRecord(problems)
    of_each = _part(discount_percent) + (Fraction(amount, subtotal) if amount else 0)
    shares = allocated([each * of_each for each in net], of_all + amount, ties)
    prices = [each - share for each, share in zip(net, shares, strict=True)]
    # Of a price with tax, 19 of 119 parts are tax; of one without, 19 of 100 come on top.
    parts = [_part(line.tax_rate) for line in lines]
    exact = [
        price * (part / (1 + part) if prices_include_tax else part) for price, part in zip(prices, parts, strict=True)
    ]
    taxes = _taxes(lines, exact, ties, rounding, tax_rounding)
    taxable = [price - tax for price, tax in zip(prices, taxes, strict=True)] if prices_include_tax else prices

    def money(units: int) -> Money:
        return Money.of_minor_units(units, currency)

    told = tuple(
        LineAmounts(*map(money, (*each, each[-2] + each[-1])))
        for each in zip(gross, off, net, shares, taxable, taxes, strict=True)
    )
    by_rate = {rate: [at for at, line in enumerate(lines) if line.tax_rate == rate] for rate in _rates(lines)}
    return Totals(
        subtotal=money(subtotal),
        discount=money(sum(shares)),
        taxable=money(sum(taxable)),
        tax=money(sum(taxes)),
        total=money(sum(taxable) + sum(taxes)),
        taxes=tuple(
            TaxAmount(rate, money(sum(taxable[at] for at in its)), money(sum(taxes[at] for at in its)))
            for rate, its in by_rate.items()
        ),
        lines=told,
    )


def _taxes(
    lines: Sequence[QuoteLine],
    exact: Sequence[Fraction],
    ties: Sequence[Any],
    rounding: Rounding,
    tax_rounding: TaxRounding,
) -> list[int]:
    """The tax of each line, from its exact one."""
    if tax_rounding is TaxRounding.LINE:
        return [rounded(tax, rounding) for tax in exact]
    taxes = [0] * len(lines)
    for rate in _rates(lines):
        its = [at for at, line in enumerate(lines) if line.tax_rate == rate]
        of_rate = [exact[at] for at in its]
        whole = rounded(sum(of_rate, Fraction(0)), rounding)
        for at, tax in zip(its, allocated(of_rate, whole, [ties[at] for at in its]), strict=True):
            taxes[at] = tax
    return taxes


def _rates(lines: Sequence[QuoteLine]) -> list[Decimal]:
    return sorted({line.tax_rate for line in lines})


def _tie(line: QuoteLine) -> tuple[Any, ...]:
    """What a line says, to be compared: lines that say the same may change places."""
    own = (line.quantity, line.discount_percent, line.tax_rate)
    return (line.product, _units(line.unit_price), *own, _units(line.discount_amount))


def _part(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def _units(money: Money | None) -> int:
    return money.minor_units if money else 0
