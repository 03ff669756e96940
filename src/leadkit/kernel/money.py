"""Money: an exact Decimal with its ISO 4217 currency."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Any

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem

__all__ = ["MINOR_UNITS", "Money"]

# ISO 4217 active currencies (list one of the maintenance agency). Two decimals unless listed below.
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC"
    " CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD"
    " KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO"
    " NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL"
    " THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"

#: Currency code → number of decimals that exist in that currency.
MINOR_UNITS: dict[str, int] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}

# A context of our own: the host's may round to few digits or another way, and sums of money must not depend on it.
_EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits, _EXACT), context=_EXACT)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        # A float has already lost the cents it was meant to carry.
        raise InvalidRecord(
            [Problem("not_decimal", "amount", f"pass a Decimal, int or text, not {type(value).__name__}")]
        )
    try:
        return Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise InvalidRecord([Problem("not_decimal", "amount", "is not a decimal number")]) from None


@frozen(order=False)
class Money:
    """An amount in a currency: `Money("120000", "CNY")`, `Money(5, "JPY")`.

    amount: Decimal, int or text; never a float. Finer than the currency's smallest unit is refused, not rounded:
    use `rounded` to round on purpose. Sums and comparisons need the same currency. Raises `InvalidRecord`.
    """

    amount: Decimal = field(converter=_decimal)
    currency: str

    def __attrs_post_init__(self) -> None:
        digits = MINOR_UNITS.get(self.currency)
        problem = None
        if digits is None:
            problem = Problem("unknown_currency", "currency", "is not an active ISO 4217 code")
        elif not self.amount.is_finite():
            problem = Problem("not_finite", "amount", "must be a finite number")
        elif self.amount.adjusted() > 17:
            problem = Problem("out_of_range", "amount", "is larger than 18 digits")
        elif self.amount != (cents := _rounded(self.amount, digits)):
            problem = Problem("too_fine", "amount", f"{self.currency} has {digits} decimals; round on purpose first")
        else:
            # One spelling for one amount, so that 5, 5.0 and 5.00 are equal in text and in digests too; -0.00 is 0.00.
            object.__setattr__(self, "amount", abs(cents) if cents == 0 else cents)
        if problem:
            raise InvalidRecord([problem])

    @classmethod
    def rounded(cls, amount: Decimal | int | str, currency: str) -> "Money":
        """The amount rounded half-even to the currency's smallest unit."""
        exact = _decimal(amount)
        if currency not in MINOR_UNITS or not exact.is_finite() or exact.adjusted() > 17:
            return cls(exact, currency)  # which says what is wrong
        return cls(_rounded(exact, MINOR_UNITS[currency]), currency)

    @classmethod
    def of_minor_units(cls, units: int, currency: str) -> "Money":
        """So many of the smallest unit: 120 in EUR is 1.20 EUR, 5 in JPY is 5 JPY."""
        return cls(Decimal(units).scaleb(-MINOR_UNITS.get(currency, 0), _EXACT), currency)

    @property
    def minor_units(self) -> int:
        """The amount in the smallest unit: 1.20 EUR is 120, 5 JPY is 5."""
        return int(self.amount.scaleb(MINOR_UNITS[self.currency], _EXACT))

    def _same(self, other: "Money") -> Decimal:
        if not isinstance(other, Money):
            raise InvalidRecord([Problem("not_money", None, f"expected Money, got {type(other).__name__}")])
        if self.currency != other.currency:
            raise InvalidRecord(
                [Problem("currency_mismatch", "currency", f"{self.currency} and {other.currency} do not mix")]
            )
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money.rounded(_EXACT.multiply(self.amount, factor), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:,} {self.currency}"
