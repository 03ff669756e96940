"""Sums of money, a currency at a time: amounts of different currencies are never added up."""

from collections.abc import Iterable, Mapping, Sequence

from leadkit.kernel.money import MINOR_UNITS, Money

__all__ = ["allocated", "in_minor", "minor_money", "money_of", "sums"]


def sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum a currency, in the order of the currency codes."""
    return money_of(in_minor(amounts))


def in_minor(amounts: Iterable[Money]) -> dict[str, int]:
    """Currency → the sum in its smallest unit."""
    totals: dict[str, int] = {}
    for amount in amounts:
        totals[amount.currency] = totals.get(amount.currency, 0) + amount.minor_units
    return totals


def money_of(minor: Mapping[str, int]) -> tuple[Money, ...]:
    """The sums as money, in the order of the currency codes."""
    return tuple(minor_money(minor[currency], currency) for currency in sorted(minor))


def minor_money(amount: int, currency: str) -> Money:
    """So many of the currency's smallest unit."""
    digits = MINOR_UNITS[currency]
    whole, rest = divmod(abs(amount), 10**digits)
    text = f"{'-' if amount < 0 else ''}{whole}" + (f".{rest:0{digits}}" if digits else "")
    return Money(text, currency)


def allocated(whole: int, weights: Sequence[float]) -> list[int]:
    """The whole, shared out by weight in whole parts that add up to it exactly: by largest remainders, of equal ones
    the first. weights: not negative, not all zero; what is finer than 2⁻⁴⁸ of one is rounded."""
    scaled = [round(weight * _SCALE) for weight in weights]
    total = sum(scaled)
    parts, left = zip(*[divmod(whole * weight, total) for weight in scaled], strict=True)
    shared = list(parts)
    for at in sorted(range(len(shared)), key=lambda at: -left[at])[: whole - sum(parts)]:
        shared[at] += 1
    return shared


_SCALE = 2**48
